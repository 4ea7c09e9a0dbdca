// Bodies of scales: a weighbridge is a registered thing of a place, with its calibration certificate; its own key may sign what it weighs.
import { bytes, maybe, record, text } from "../shape.ts";
import { day, document, index, loadKg } from "./common.ts";

/** A scale of a place (a site or a project) with the certificate of its calibration. */
export const scaleRegister = record({
  place: [1, index],
  /** Maker's number, as on its plate. */
  number: [2, text(1, 80)],
  /** The certificate (giấy chứng nhận kiểm định). */
  document: [3, document],
  from: [4, day],
  until: [5, day],
  /** The scale's own key: of the place's party, of no person. From here on it signs weighings of this scale and nothing else. */
  kid: [6, maybe(bytes(8))],
});

/** A new certificate of a scale, or a new key where its device was replaced. */
export const scaleCertify = record({
  scale: [1, index],
  document: [2, document],
  from: [3, day],
  until: [4, day],
  kid: [5, maybe(bytes(8))],
});

/** One vehicle on one scale, full and empty, signed by the scale itself. */
export const weighingRecord = record({
  scale: [1, index],
  vehicle: [2, index],
  grossKg: [3, loadKg],
  tareKg: [4, loadKg],
});
