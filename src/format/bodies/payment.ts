// Bodies of payment entries: what was claimed, by whom it was co-signed, what the treasury found and signed (docs/design.md, The decision).
import { kind } from "../kind.ts";
import { bytes, integer, line, list, maybe, named, type Of, plainRecord, record } from "../shape.ts";
import { claimKind, listedReason, material, outcome } from "./code-shapes.ts";
import { bulkKg, document, dong, logSize, packageNumber, quantityMilli, reason } from "./common.ts";
import { contractLineNumber } from "./contract.ts";
import { annex, decision, distinctFrom, project, recipe, recovery, reference, review } from "./references.ts";

const zeroOrMoreMilli = integer(0, 10 ** 12);

/** A work line as form 03.a/TT has it. */
export const annexLine = named(
  "annex-line",
  record({
    code: [1, line(1, 40), "mã hiệu", "code"],
    name: [2, line(1, 200), "tên", "name"],
    unit: [3, line(1, 16), "đơn vị tính", "unit"],
    quantityMilli: [4, quantityMilli],
    unitPriceDong: [5, dong, "đơn giá", "unit price"],
    valueDong: [6, dong, "thành tiền", "value"],
    /** Absent: the work holds none of the tracked materials. */
    recipe: [7, maybe(recipe)],
    /** The dossier that paid this work: the line asks for a difference of price only, and for no material again. */
    adjusts: [8, maybe(annex), "điều chỉnh giá của hồ sơ", "adjusts the price in dossier"],
    /** Recipes whose codes look like this line's, although it is other work. */
    distinctFrom: [9, distinctFrom("recipe.set")],
    /** The line of the package's contract that it is claimed against; absent while the book has no contract of the package. */
    contractLine: [10, maybe(contractLineNumber), "theo dòng hợp đồng số", "by contract line"],
  }),
);
export type AnnexLine = Of<typeof annexLine>;

/** Kilograms of one material in one work line, by what the book shows for them. */
const materialFigure = plainRecord({
  material: [1, material],
  demandKg: [2, bulkKg],
  ledgerKg: [3, bulkKg],
  paperKg: [4, bulkKg],
  transitionalKg: [5, bulkKg],
  exemptKg: [6, bulkKg],
  insufficientKg: [7, bulkKg],
  contradictedKg: [8, bulkKg],
});
export type MaterialFigure = Of<typeof materialFigure>;

const lineFigure = plainRecord({
  acceptedMilli: [1, zeroOrMoreMilli],
  acceptedDong: [2, dong],
  materials: [3, list(materialFigure, 0, 12)],
});
export type LineFigure = Of<typeof lineFigure>;

/** A part of a recovery that a result takes off what it pays, or gives back where the recovery has lost its ground. */
const setOff = plainRecord({ recovery: [1, recovery], takenDong: [2, dong], returnedDong: [3, dong] });
export type SetOff = Of<typeof setOff>;

/** The figures that a result freezes: for each line of the annex, in its order, the accepted part and the kilograms behind it. */
export const figures = named(
  "figures",
  plainRecord({
    lines: [1, list(lineFigure, 0, 4200)],
    claimedDong: [2, dong],
    acceptedDong: [3, dong],
    /** Recoveries of the same firm at the treasury, oldest first; taken in all at most what clearing and retention leave. */
    setOffs: [4, list(setOff, 0, 32)],
    /** Of the advances that the package has had: the part that this claim clears. */
    clearedDong: [5, dong],
    /** Kept back by the contract's terms. */
    retainedDong: [6, dong],
  }),
);
export type ClaimFigures = Of<typeof figures>;

export const PAYMENT_KINDS = {
  /** The proposed annex to form 03.a/TT: work lines; their materials follow from recipes and are never typed. */
  "annex.propose": kind(64, "lập bảng kê nguồn gốc vật liệu", "origin annex proposed", {
    project: [1, project],
    package: [2, packageNumber],
    /** The owner's running number of the dossier within the package. */
    number: [3, integer(1, 10_000), "hồ sơ số", "dossier number"],
    kind: [4, claimKind],
    lines: [5, list(annexLine, 0, 200), "các dòng", "lines"],
    advanceDong: [6, maybe(dong), "tiền tạm ứng", "advance"],
    /** Of what earlier results kept back: the part that is asked for. */
    releaseDong: [8, maybe(dong), "tiền giữ lại đề nghị chi trả", "retention asked for"],
    /** annex.part entries whose lines come before these, each with the SHA-256 of its bytes. */
    parts: [
      7,
      maybe(
        list(
          record({
            index: [1, reference("số mục", "entry", "annex.part")],
            entryId: [2, bytes(32), "mã mục sổ", "entry id"],
          }),
          1,
          20,
        ),
      ),
      "các phần trước",
      "parts before",
    ],
  }),
  "annex.cosign": kind(65, "đồng ký bảng kê", "annex co-signed", {
    annex: [1, annex],
    entryId: [2, bytes(32), "mã mục sổ", "entry id"],
    /** The signer's own paper to the dossier: the supervisor's acceptance record, the owner's request for payment. */
    document: [3, maybe(document)],
  }),
  /** Before all have signed: whoever drew the annex up takes it back, or another party of the package declines it. Its number is free again. */
  "annex.withdraw": kind(103, "rút hoặc từ chối ký bảng kê", "annex withdrawn or declined", {
    annex: [1, annex],
    reason: [2, reason],
  }),
  /** The officer's proposal, with the figures as computed at the named size of the log. */
  "review.make": kind(66, "đề xuất kết quả kiểm soát thanh toán", "payment review made", {
    annex: [1, annex],
    outcome: [2, outcome],
    size: [3, logSize],
    root: [4, bytes(32), "gốc cây băm", "root"],
    rules: [5, reference("bộ quy tắc", "rules", "rules.set", "genesis")],
    /** SHA-256 of the figures' canonical CBOR; the figures themselves follow from the log. */
    figuresHash: [6, bytes(32), "mã băm số liệu", "hash of the figures"],
    reasons: [7, list(listedReason, 0, 8), "lý do", "reasons"],
    text: [8, reason, "nội dung", "words"],
    /** In the officer's words, what the papers show: of a listed reason that does not follow from the figures. */
    stated: [9, maybe(reason), "lý do nêu rõ", "the reason in words"],
    /** The review that waits for approval and that this one replaces. */
    replaces: [10, maybe(reference("thay cho kết quả đề xuất ở mục", "replaces the review of entry", "review.make"))],
  }),
  /** The approver sends a review back to whoever made it; the dossier is under control again. */
  "review.return": kind(102, "trả kết quả đề xuất cho cán bộ kiểm soát", "payment review sent back to the officer", {
    review: [1, review],
    reason: [2, reason],
  }),
  /** The approver's result; it freezes the figures and moves accepted kilograms to paid. */
  "decision.sign": kind(67, "phê duyệt kết quả kiểm soát thanh toán", "payment result signed", {
    review: [1, review],
    reviewId: [2, bytes(32), "mã mục đề xuất", "review id"],
    annex: [3, annex],
    outcome: [4, outcome],
    figuresHash: [5, bytes(32), "mã băm số liệu", "hash of the figures"],
    claimedDong: [6, dong, "đề nghị", "asked"],
    acceptedDong: [7, dong, "chấp nhận", "accepted"],
    bases: [8, list(document, 1, 12), "căn cứ pháp lý", "legal bases"],
    text: [9, reason, "nội dung", "words"],
    /** The amount paid out: accepted, less what is cleared, kept back and set off, and what is given back. */
    paidDong: [10, dong, "số tiền chi", "paid out"],
  }),
  /** Takes a result back; takes effect when a second person of the treasury countersigns. */
  "decision.reverse": kind(68, "đề xuất hủy kết quả kiểm soát thanh toán", "reversal of a payment result proposed", {
    decision: [1, decision],
    document: [2, document],
    reason: [3, reason],
  }),
  /** Lines of an annex that is longer than one entry. */
  "annex.part": kind(72, "phần của bảng kê dài", "part of a long annex", {
    lines: [1, list(annexLine, 1, 200), "các dòng", "lines"],
  }),
};
export type AnnexPropose = Of<(typeof PAYMENT_KINDS)["annex.propose"]["body"]>;
