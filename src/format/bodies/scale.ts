// Bodies of scales: a weighbridge is a registered thing of a place, with its calibration certificate; its own key may sign what it weighs.
import { kind } from "../kind.ts";
import { line, maybe } from "../shape.ts";
import { bandPermille, day, document, kid, loadKg } from "./common.ts";
import { place, scale, vehicle } from "./references.ts";

export const SCALE_KINDS = {
  /** A scale of a place (a site or a project) with the certificate of its calibration. */
  "scale.register": kind(28, "đăng ký cân", "scale registered", {
    place: [1, place],
    /** Maker's number, as on its plate. */
    number: [2, line(1, 80), "số máy", "maker's number"],
    /** The certificate (giấy chứng nhận kiểm định). */
    document: [3, document],
    from: [4, day, "kiểm định từ ngày", "calibrated from"],
    until: [5, day, "đến hết", "until"],
    /** The scale's own key: of the place's party, of no person. From here on it signs weighings of this scale and nothing else. */
    kid: [6, maybe(kid)],
    /** The largest error that the certificate allows it; absent: the rule set's for scales. */
    bandPermille: [7, maybe(bandPermille)],
  }),
  /** A new certificate of a scale, or a new key where its device was replaced. */
  "scale.certify": kind(29, "ghi giấy chứng nhận kiểm định cân", "calibration of a scale recorded", {
    scale: [1, scale],
    document: [2, document],
    from: [3, day, "từ ngày", "from"],
    until: [4, day, "đến hết", "until"],
    kid: [5, maybe(kid)],
    bandPermille: [6, maybe(bandPermille)],
  }),
  /** One vehicle on one scale, full and empty, signed by the scale itself. */
  "weighing.record": kind(45, "cân tự ký số cân", "weighing signed by the scale", {
    scale: [1, scale],
    vehicle: [2, vehicle],
    grossKg: [3, loadKg, "cân tổng", "gross"],
    tareKg: [4, loadKg, "tự trọng", "tare"],
  }),
};
