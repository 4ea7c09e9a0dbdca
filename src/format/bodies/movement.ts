// Bodies of entries that move kilograms or observe them moving (docs/design.md, The book).
import { kind } from "../kind.ts";
import { bytesUpTo, called, integer, line, list, maybe, named, type Of, pair, record, text } from "../shape.ts";
import { colour, direction, material, measure } from "./code-shapes.ts";
import {
  bulkKg,
  day,
  document,
  kid,
  loadKg,
  logSize,
  moisturePermille,
  packageNumber,
  quantityMilli,
  readings,
  reason,
  seconds,
  yesNo,
} from "./common.ts";
import {
  holder,
  product,
  receivedAt,
  reference,
  route,
  scale,
  site,
  slip,
  slipBook,
  source,
  stop,
  vehicle,
  waiting,
  weighing,
} from "./references.ts";

/** How an observer names a slip: by index, by the slip's own bytes (no receipt at hand), or by the typed code. Exactly one. */
export const slipReference = called(
  "phiếu",
  "slip",
  named(
    "slip-reference",
    record({
      index: [1, maybe(reference("số mục", "entry", "slip.issue"))],
      entry: [2, maybe(bytesUpTo(80, 400)), "mục kèm theo", "embedded entry"],
      code: [3, maybe(text(8, 24)), "mã", "code"],
    }),
  ),
);
export type SlipReference = Of<typeof slipReference>;

export const portion = named("portion", record({ material: [1, material], massKg: [2, loadKg] }));

export const MOVEMENT_KINDS = {
  /**
   * One load leaving one place. Every reference is a log index, so that the entry fits a QR code: with its envelope at most
   * 204 bytes, of which the payload takes at most 119 (docs/format.md has the budget and a worst case as a vector).
   */
  "slip.issue": kind(23, "xuất phiếu vận chuyển vật liệu", "slip issued", {
    /** route.set: fixes sender, destination and expiry. */
    route: [1, route],
    vehicle: [2, vehicle],
    material: [3, maybe(material)],
    massKg: [4, loadKg],
    measure: [5, measure],
    readings: [6, maybe(readings)],
    /** source.grant: a slip from a mine names its source. */
    source: [7, maybe(source)],
    /** Contract package, where the destination is a project. */
    package: [8, maybe(packageNumber)],
    /** recipe.set of a mixed product; its minerals are what the book moves. */
    product: [9, maybe(product)],
    quantityMilli: [10, maybe(quantityMilli)],
    /** Holder whose stock leaves a shared yard; absent: the yard's own party. */
    holder: [11, maybe(holder)],
    /** Slip book and serial in it. */
    book: [12, maybe(pair(slipBook, integer(0, 2 ** 32 - 1))), "quyển phiếu, số", "slip book, serial"],
    moisturePermille: [13, maybe(moisturePermille)],
    /** scale.register: which scale weighed it. */
    scale: [14, maybe(scale)],
    /** weighing.record: the scale's own signed reading that it rests on; it names the scale. */
    weighing: [15, maybe(weighing)],
  }),
  /** The right to issue up to `serials` slips offline, within kilograms and hours; at most 72 h, never across 31 December. */
  "book.grant": kind(26, "cấp quyển phiếu dự phòng mất mạng", "slip book granted for offline use", {
    source: [1, source],
    site: [2, site],
    material: [3, material],
    kid: [4, kid],
    serials: [5, integer(1, 500), "số tờ phiếu", "slips in the book"],
    massKg: [6, bulkKg],
    untilS: [7, seconds, "hiệu lực đến", "until"],
  }),
  /** Accounts for every serial of a book: those not named were used. */
  "book.close": kind(27, "đóng quyển phiếu", "slip book closed", {
    book: [1, slipBook],
    spoilt: [2, list(integer(1, 500), 0, 500), "tờ hỏng, số", "spoilt serials"],
    unknown: [3, list(integer(1, 500), 0, 500), "tờ không rõ, số", "unknown serials"],
    reason: [4, maybe(reason)],
  }),
  "extract.record": kind(32, "ghi sản lượng khai thác trong ngày", "daily production recorded", {
    source: [1, source],
    site: [2, site],
    material: [3, material],
    day: [4, day],
    massKg: [5, bulkKg],
    measure: [6, measure],
  }),
  "slip.void": kind(33, "hủy phiếu chưa ai thấy trên đường", "unseen slip voided", {
    slip: [1, slip],
    reason: [2, reason],
  }),
  /** Takes back a slip that was seen on the road; takes effect when the authority countersigns. */
  "slip.reverse": kind(34, "đề xuất đảo phiếu đã qua trạm", "reversal of a seen slip proposed", {
    slip: [1, slip],
    reason: [2, reason],
  }),
  /** More time, another vehicle, or another destination for a slip on its way; takes effect when the receiver countersigns. */
  "slip.amend": kind(35, "đề xuất điều chỉnh phiếu", "amendment of a slip proposed", {
    slip: [1, slip],
    extendMinutes: [2, maybe(integer(1, 4320)), "gia hạn, phút", "more time, minutes"],
    vehicle: [3, maybe(vehicle)],
    route: [4, maybe(route)],
    package: [5, maybe(packageNumber)],
    reason: [6, reason],
  }),
  "passage.record": kind(36, "ghi lượt qua trạm", "passage recorded", {
    slip: [1, slipReference],
    /** Checkpoint (site of type 9). */
    site: [2, site],
    direction: [3, direction],
    seenS: [4, seconds, "thấy lúc", "seen at"],
    /** The colour on the screen. */
    verdict: [5, colour],
    /** 1 when the plate on the vehicle is the plate on the slip. */
    plateMatches: [6, maybe(yesNo), "biển số khớp", "plate matches"],
    massKg: [7, maybe(loadKg)],
    note: [8, maybe(text(1, 300)), "ghi chú", "note"],
    /** The vehicle that the officer saw, where he knows it. */
    vehicle: [9, maybe(vehicle)],
  }),
  /** A vehicle stopped on the road without a slip: one that is signed for it from then on until its release contradicts the stop. */
  "stop.record": kind(93, "dừng xe không có phiếu", "vehicle without a slip stopped", {
    site: [1, site],
    vehicle: [2, vehicle],
    stoppedS: [3, seconds, "dừng lúc", "stopped at"],
    note: [4, maybe(text(1, 300)), "ghi chú", "note"],
  }),
  /** The stopped vehicle goes on, or was not the one: the plate had been read wrongly. */
  "stop.release": kind(94, "cho xe đi tiếp", "stopped vehicle released", {
    stop: [1, stop],
    releasedS: [2, seconds, "cho đi lúc", "released at"],
    wrongPlate: [3, yesNo, "đã ghi nhầm biển số", "the plate was read wrongly"],
    reason: [4, reason],
  }),
  /** An officer looked for a vehicle's slip and found none on its way: where, when, the plate as seen, and how many entries the log had. */
  "search.record": kind(95, "không tìm thấy phiếu của xe", "no slip of a vehicle found", {
    site: [1, site],
    plate: [2, line(4, 16), "biển số nhìn thấy", "plate as seen"],
    searchedS: [3, seconds, "tra lúc", "searched at"],
    size: [4, logSize],
    note: [5, maybe(text(1, 300)), "ghi chú", "note"],
  }),
  "load.receive": kind(37, "nhận hàng theo phiếu", "load received", {
    slip: [1, slipReference],
    /** Where it is received: a site or a project. */
    at: [2, receivedAt],
    part: [3, integer(1, 200), "phần", "part"],
    /** 1: nothing more of this slip will come; the rest is lost. */
    final: [4, yesNo, "phần cuối", "final part"],
    massKg: [5, loadKg],
    measure: [6, measure],
    readings: [7, maybe(readings)],
    package: [8, maybe(packageNumber)],
    quantityMilli: [9, maybe(quantityMilli)],
    holder: [10, maybe(holder)],
    moisturePermille: [11, maybe(moisturePermille)],
    scale: [12, maybe(scale)],
    weighing: [13, maybe(weighing)],
  }),
  /** The receiver turns a load away; its kilograms stay on the road until the sender receives them back. */
  "load.refuse": kind(38, "từ chối nhận hàng", "load refused", {
    slip: [1, slipReference],
    at: [2, receivedAt],
    package: [3, maybe(packageNumber)],
    reason: [4, reason],
  }),
  /** A crusher's run or a plant's ticket: inputs leave stock, outputs embody them, the rest is lost. */
  "batch.process": kind(39, "nghiền, trộn một mẻ", "batch crushed or mixed", {
    site: [1, site],
    inputs: [2, list(portion, 1, 12), "đầu vào", "inputs"],
    /** Crusher: minerals with new labels. */
    outputs: [3, maybe(list(portion, 1, 12)), "đầu ra", "outputs"],
    /** Plant: the product and how much of it. */
    product: [4, maybe(product)],
    quantityMilli: [5, maybe(quantityMilli)],
    holder: [6, maybe(holder)],
  }),
  /** A count of stock at a place. Less than the book is lost; more is only noticed. */
  "stock.count": kind(40, "kiểm kê tồn kho", "stock counted", {
    site: [1, site],
    material: [2, material],
    massKg: [3, bulkKg],
    measure: [4, measure],
    holder: [5, maybe(holder)],
    source: [6, maybe(source)],
  }),
  /** A survey of a source's or a place's volume: an independent look, compared with the book and never averaged into it. */
  "survey.record": kind(41, "ghi kết quả đo đạc", "survey recorded", {
    subject: [1, reference("đối tượng", "subject", "source.grant", "site.register")],
    material: [2, material],
    massKg: [3, bulkKg],
    document: [4, text(1, 300), "văn bản", "document"],
  }),
  /** Sold to private buyers, retail or outside public works. */
  "sale.declare": kind(42, "kê khai bán ngoài công trình nhà nước", "private sales declared", {
    site: [1, site],
    material: [2, material],
    massKg: [3, bulkKg],
    day: [4, day],
    holder: [5, maybe(holder)],
    source: [6, maybe(source)],
    document: [7, maybe(text(1, 300)), "văn bản", "document"],
  }),
  /** A holder lets the keeper of a place send, sell and process its stock there: so much of one material or product, until a day. */
  "stock.entrust": kind(46, "ủy quyền xuất hàng gửi tại bãi", "keeper allowed to move a holder's stock", {
    site: [1, site],
    material: [2, maybe(material)],
    product: [3, maybe(product)],
    /** 0 ends the order. */
    massKg: [4, bulkKg],
    until: [5, day, "đến hết", "until"],
  }),
  /** The authority's word on slips and observations that came too late, or in the wrong order, to be believed by themselves. */
  "slip.rule": kind(47, "kết luận về mục đến muộn, chờ xem xét", "ruling on entries that came late", {
    entries: [1, list(waiting, 1, 400), "các mục", "entries"],
    /** 1: each counts, at its own hour; 0: none of them does. */
    counts: [2, yesNo, "được tính", "counts"],
    document: [3, document],
    reason: [4, reason],
  }),
};
export type SlipIssue = Of<(typeof MOVEMENT_KINDS)["slip.issue"]["body"]>;
