// Bodies of oversight: reports, findings as predicates over origins, recoveries, settlement.
import { kind } from "../kind.ts";
import { integer, list, maybe, record, text } from "../shape.ts";
import { recoveryClosure, settlementOutcome } from "./code-shapes.ts";
import { bandPermille, commune, document, dong, reason, seconds } from "./common.ts";
import { decision, finding, project, recovery, reference, site, slip, source } from "./references.ts";

export const OVERSIGHT_KINDS = {
  "witness.set": kind(25, "đề xuất các đơn vị xác nhận độc lập", "witness policy proposed", {
    needed: [1, integer(0, 16), "số xác nhận cần", "witnesses needed"],
    witnesses: [2, list(text(10, 200), 0, 16), "đơn vị xác nhận độc lập", "witnesses"],
  }),
  /** The owner's and finance agency's check over the project's life before final settlement. */
  "settlement.check": kind(69, "kiểm tra trước quyết toán", "check before settlement", {
    project: [1, project],
    outcome: [2, settlementOutcome],
    /** Share of norm-based figures that the finance agency tolerates. */
    bandPermille: [3, bandPermille],
    document: [4, document],
    reason: [5, reason],
  }),
  /** Money to be recovered after a result; set off in the next results of the project that pay the same contractor. */
  "recovery.open": kind(70, "mở khoản thu hồi", "recovery opened", {
    decision: [1, decision],
    amountDong: [2, dong, "số tiền", "amount"],
    document: [3, document],
    reason: [4, reason],
    /** Where it rests on a finding: lifting that takes the ground away, and what was recovered is given back. */
    finding: [5, maybe(finding)],
  }),
  /** Settles a recovery, or part of it, outside a result. */
  "recovery.close": kind(71, "đóng khoản thu hồi", "recovery closed", {
    recovery: [1, recovery],
    amountDong: [2, dong, "số tiền", "amount"],
    document: [3, document],
    means: [4, recoveryClosure],
  }),
  /** A citizen's or a commune's report; names and numbers of people stay out of it. */
  "report.lodge": kind(80, "ghi phản ánh của công dân", "citizen's report lodged", {
    subject: [1, maybe(reference("đối tượng", "subject"))],
    text: [2, text(10, 1000), "nội dung", "words"],
    commune: [3, maybe(commune)],
  }),
  /**
   * The closing of a signal: the leaf that raised it, its place among that leaf's signals, its code, so that the entry says what was
   * closed, and the word of whoever looked into it.
   */
  "signal.close": kind(81, "đóng cảnh báo", "signal closed", {
    leaf: [1, reference("mục có cảnh báo", "entry of the signal")],
    ordinal: [2, integer(0, 10_000), "thứ tự cảnh báo trong mục", "place among the entry's signals"],
    code: [3, text(3, 40), "mã cảnh báo", "code of the signal"],
    reason: [4, reason],
  }),
  /**
   * An authority's finding: every lot whose origin fits all given parts is contradicted, wherever it is or will go. At least one of
   * source, slips and site is given.
   */
  "finding.record": kind(82, "ban hành kết luận kiểm tra", "finding recorded", {
    source: [1, maybe(source)],
    slips: [2, maybe(list(slip, 1, 400)), "phiếu", "slips"],
    /** Material that passed through this place. */
    site: [3, maybe(site)],
    fromS: [4, maybe(seconds), "hiệu lực từ", "in force from"],
    untilS: [5, maybe(seconds), "hiệu lực đến", "until"],
    document: [6, document],
    reason: [7, reason],
  }),
  /** Takes a finding back; what it contradicted counts exactly as before. */
  "finding.lift": kind(83, "rút kết luận kiểm tra", "finding lifted", {
    finding: [1, finding],
    document: [2, document],
    reason: [3, reason],
  }),
  /** Sets observations aside as false, each of one slip; takes effect when a second person of the authority signs. */
  "contest.lift": kind(84, "đề xuất gạt ghi nhận sai về phiếu", "setting aside of false observations proposed", {
    observations: [
      1,
      list(
        record({
          slip: [1, slip],
          observation: [
            2,
            reference(
              "ghi nhận",
              "observation",
              "passage.record",
              "passage.correct",
              "load.receive",
              "load.correct",
              "load.refuse",
              "acceptance.record",
              "weighing.record",
              "stop.record",
              "search.record",
            ),
          ],
        }),
        1,
        400,
      ),
      "các ghi nhận",
      "observations",
    ],
    document: [2, document],
    reason: [3, reason],
  }),
};
