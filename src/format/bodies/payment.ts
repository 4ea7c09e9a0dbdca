// Bodies of payment entries: what was claimed, by whom it was co-signed, what the treasury found and signed (docs/design.md, The decision).
import { bytes, integer, list, maybe, named, type Of, record, text } from "../shape.ts";
import { claimKind, listedReason, material, outcome } from "./code-shapes.ts";
import { bulkKg, document, dong, index, quantityMilli, reason } from "./common.ts";

const zeroOrMoreMilli = integer(0, 10 ** 12);

/** A work line as form 03.a/TT has it. */
export const annexLine = named(
  "annex-line",
  record({
    code: [1, text(1, 40)],
    name: [2, text(1, 200)],
    unit: [3, text(1, 16)],
    quantityMilli: [4, quantityMilli],
    unitPriceDong: [5, dong],
    valueDong: [6, dong],
    /** Absent: the work holds none of the tracked materials. */
    recipe: [7, maybe(index)],
  }),
);

/** Lines of an annex that is longer than one entry. */
export const annexPart = record({ lines: [1, list(annexLine, 1, 200)] });

/** The proposed annex to form 03.a/TT: work lines; their materials follow from recipes and are never typed. */
export const annexPropose = record({
  project: [1, index],
  package: [2, integer(1, 1000)],
  /** The owner's running number of the dossier within the package. */
  number: [3, integer(1, 10_000)],
  kind: [4, claimKind],
  lines: [5, list(annexLine, 0, 200)],
  advanceDong: [6, maybe(dong)],
  /** annex.part entries whose lines come before these, each with the SHA-256 of its bytes. */
  parts: [7, maybe(list(record({ index: [1, index], entryId: [2, bytes(32)] }), 1, 20))],
});
export type AnnexPropose = Of<typeof annexPropose>;
export type AnnexLine = AnnexPropose["lines"][number];

export const annexCosign = record({ annex: [1, index], entryId: [2, bytes(32)] });

/** Kilograms of one material in one work line, by what the book shows for them. */
const materialFigure = record({
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

const lineFigure = record({
  acceptedMilli: [1, zeroOrMoreMilli],
  acceptedDong: [2, dong],
  materials: [3, list(materialFigure, 0, 12)],
});
export type LineFigure = Of<typeof lineFigure>;

/** A part of a recovery that a result takes off what it pays, or gives back where the recovery has lost its ground. */
const setOff = record({ recovery: [1, index], takenDong: [2, dong], returnedDong: [3, dong] });
export type SetOff = Of<typeof setOff>;

/** What a result freezes: for each line of the annex, in its order, the accepted part and the kilograms behind it. */
export const figures = named(
  "figures",
  record({
    lines: [1, list(lineFigure, 0, 4200)],
    claimedDong: [2, dong],
    acceptedDong: [3, dong],
    /** Recoveries of the same contractor in the project, oldest first; taken in all at most what is accepted. */
    setOffs: [4, list(setOff, 0, 32)],
  }),
);
export type ClaimFigures = Of<typeof figures>;

/** The officer's proposal, with the figures as computed at the named size of the log. */
export const reviewMake = record({
  annex: [1, index],
  outcome: [2, outcome],
  size: [3, index],
  root: [4, bytes(32)],
  rules: [5, index],
  /** SHA-256 of the figures' canonical CBOR; the figures themselves follow from the log. */
  figuresHash: [6, bytes(32)],
  reasons: [7, list(listedReason, 0, 8)],
  text: [8, reason],
});

/** The approver's result; it freezes the figures and moves accepted kilograms to paid. */
export const decisionSign = record({
  review: [1, index],
  reviewId: [2, bytes(32)],
  annex: [3, index],
  outcome: [4, outcome],
  figuresHash: [5, bytes(32)],
  claimedDong: [6, dong],
  acceptedDong: [7, dong],
  bases: [8, list(document, 1, 12)],
  text: [9, reason],
  /** What is paid out: accepted, less what is set off, and what is given back. */
  paidDong: [10, dong],
});

/** Takes a result back; takes effect when a second person of the treasury countersigns. */
export const decisionReverse = record({ decision: [1, index], document: [2, document], reason: [3, reason] });
