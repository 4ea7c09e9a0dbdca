// Bodies of entries by which a party corrects its own record, confirms a load that others received, or gives material back out of a
// project. The first record stays in the log: a correction names it and says everything anew.
import { kind } from "../kind.ts";
import { integer, list, maybe, text } from "../shape.ts";
import { direction, material, measure } from "./code-shapes.ts";
import { loadKg, moisturePermille, packageNumber, quantityMilli, readings, reason, seconds, yesNo } from "./common.ts";
import { slipReference } from "./movement.ts";
import { holder, product, project, receivedAt, reference, scale, slip, vehicle, weighing } from "./references.ts";

export const CORRECTION_KINDS = {
  /**
   * The receipt as it should have been; `right` where the load came with another slip than the one it was recorded under, `arrivedS` where it came later
   * than the receiver's clock said. Else the slip and the hour of arrival stay.
   */
  "load.correct": kind(54, "đính chính lần nhận hàng", "own receipt corrected", {
    receipt: [1, reference("lần nhận", "receipt", "load.receive", "load.correct")],
    slip: [2, slipReference],
    at: [3, receivedAt],
    part: [4, integer(1, 200), "phần", "part"],
    final: [5, yesNo, "phần cuối", "final part"],
    massKg: [6, loadKg],
    measure: [7, measure],
    readings: [8, maybe(readings)],
    package: [9, maybe(packageNumber)],
    quantityMilli: [10, maybe(quantityMilli)],
    holder: [11, maybe(holder)],
    moisturePermille: [12, maybe(moisturePermille)],
    scale: [13, maybe(scale)],
    weighing: [14, maybe(weighing)],
    reason: [15, reason],
    right: [16, maybe(slipReference), "phiếu đúng", "right slip"],
    arrivedS: [17, maybe(seconds), "giờ nhận đúng", "right hour of receipt"],
  }),
  /** The passage as it should have been; `right` where it was of another slip than the one it was recorded under. */
  "passage.correct": kind(55, "đính chính lượt qua trạm", "own passage corrected", {
    passage: [1, reference("lượt qua trạm", "passage", "passage.record", "passage.correct")],
    slip: [2, slipReference, "phiếu đã ghi", "slip as recorded"],
    right: [3, maybe(slipReference), "phiếu đúng", "right slip"],
    direction: [4, direction],
    seenS: [5, seconds, "thấy lúc", "seen at"],
    plateMatches: [6, maybe(yesNo), "biển số khớp", "plate matches"],
    massKg: [7, maybe(loadKg)],
    vehicle: [8, maybe(vehicle)],
    reason: [9, reason],
  }),
  /** The supervisor's own look at loads on the site, many for one signature: it confirms, and moves nothing. */
  "acceptance.record": kind(
    56,
    "giám sát nghiệm thu vật liệu đưa đến công trường",
    "loads accepted by the supervisor",
    {
      project: [1, project],
      package: [2, packageNumber],
      slips: [3, list(slip, 1, 400), "phiếu", "slips"],
      /** Of a single load, where the supervisor had it weighed. */
      massKg: [4, maybe(loadKg)],
      measure: [5, maybe(measure)],
      note: [6, maybe(text(1, 300)), "ghi chú", "note"],
    },
  ),
  /** Surplus goes back to a yard or to another project, with its origin; takes effect when all who answer for both ends have signed. */
  "project.release": kind(57, "đề xuất đưa vật liệu thừa ra khỏi gói thầu", "surplus out of a project proposed", {
    project: [1, project],
    from: [2, packageNumber, "từ gói thầu số", "from package"],
    material: [3, material],
    product: [4, maybe(product)],
    massKg: [5, loadKg],
    to: [6, receivedAt, "giao cho nơi", "given to"],
    package: [7, maybe(packageNumber), "gói thầu nhận số", "to package"],
    reason: [8, reason],
  }),
};
