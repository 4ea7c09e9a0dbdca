// Events after a payment result was signed, as far as the entries of its court bundle show: it was reversed, replaced, money was
// asked back, somebody spoke of its loads again. It changes nothing of the verdict on the signatures; whoever relies on the result reads it first.
import type { Origin } from "../../format/bundle.ts";
import type { Proven } from "../../format/prove-bundle.ts";
import { actsFor, partyAt, said } from "./acting.ts";
import { checkContested } from "./contested.ts";
import type { ResultProof } from "./result-judged.ts";
import { chairsOf, personAt, proposalAt } from "./said.ts";

/** The events that there are: a closed list with its words. */
export const SINCE = {
  reversed: ["kết quả này đã bị hủy", "this result was reversed"],
  "reversal-proposed": [
    "đã có đề xuất hủy kết quả này, chưa đủ chữ ký",
    "a reversal of this result is proposed and not signed by all",
  ],
  replaced: ["hồ sơ này đã có kết quả sau đó", "the dossier has a later result"],
  "recovery-opened": ["đã mở khoản thu hồi từ kết quả này", "a recovery of this result was opened"],
  "recovery-closed": ["đã đóng khoản thu hồi, toàn bộ hoặc một phần", "a recovery of it was closed, whole or in part"],
  spoken: [
    "có ghi nhận hoặc kết luận vào sổ sau kết quả, nói về lô hàng của kết quả",
    "an observation or finding that came after the result speaks of its loads",
  ],
  lifted: [
    "ghi nhận hoặc kết luận mâu thuẫn về lô hàng đã được gạt bỏ, rút lại",
    "what contradicted its loads was set aside or lifted",
  ],
  undone: ["phiếu của lô hàng đã bị hủy, đảo hoặc điều chỉnh", "a slip of its loads was voided, reversed or amended"],
} as const satisfies Record<string, readonly [vi: string, en: string]>;

/** One thing that happened since, the leaf that says so, and the đồng or the loads and kilograms of the result that it is about. */
export type Since = {
  readonly what: keyof typeof SINCE;
  readonly index: number;
  readonly dong?: number;
  readonly loads?: number;
  readonly kg?: number;
};

/** All that happened since a result, in the order of the log. */
export function sinceResult(proven: Proven, proof: ResultProof): Since[] {
  const { subject } = proven.bundle;
  const later = [...proven.leaves.keys()].filter((index) => index > subject);
  return later.flatMap((index) => sinceAt(proven, proof, index) ?? []);
}

/** True if a result was reversed, as far as its bundle shows. */
export function isReversed(since: readonly Since[]): boolean {
  return since.some(({ what }) => what === "reversed");
}

function sinceAt(proven: Proven, proof: ResultProof, index: number): Since | undefined {
  const { subject } = proven.bundle;
  const { entry } = proven.leaves.get(index)!;
  switch (entry.kind) {
    case "decision.reverse":
      return entry.body.decision === subject ? reversal(proven, proof, index) : undefined;
    case "decision.sign":
      return entry.body.annex === proof.decision.body.annex ? { what: "replaced", index } : undefined;
    case "recovery.open":
      return entry.body.decision === subject && isTreasurys(proven, proof, index)
        ? { what: "recovery-opened", index, dong: entry.body.amountDong }
        : undefined;
    case "recovery.close":
      return said(proven, entry.body.recovery, "recovery.open")?.body.decision === subject &&
        isTreasurys(proven, proof, index)
        ? { what: "recovery-closed", index, dong: entry.body.amountDong }
        : undefined;
    case "slip.void":
      return loads("undone", index, proof, ({ way }) => way.includes(entry.body.slip));
    case "contest.lift":
    case "finding.lift":
      return approvalsOf(proven, index).length > 0 ? lifting(proven, proof, index) : undefined;
    case "slip.reverse":
    case "slip.amend": {
      const isDone = approvalsOf(proven, index).length > 0;
      return isDone ? loads("undone", index, proof, ({ way }) => way.includes(entry.body.slip)) : undefined;
    }
    default:
      return loads("spoken", index, proof, (origin) => speaksOf(proven, origin, index));
  }
}

/** True if the entry of a leaf would be a contradiction of this way. */
function speaksOf(proven: Proven, { line, material, kg, way }: Origin, index: number): boolean {
  return checkContested(proven, { line, material, kg, way, contested: index }) === undefined;
}

function loads(
  what: Since["what"],
  index: number,
  { origins }: ResultProof,
  isOf: (origin: Origin) => boolean,
): Since | undefined {
  const found = origins.filter(isOf);
  return found.length === 0
    ? undefined
    : { what, index, loads: found.length, kg: found.reduce((kg, each) => kg + each.kg, 0) };
}

/** Setting aside an observation, or lifting a finding, that speaks of loads of the result. */
function lifting(proven: Proven, proof: ResultProof, index: number): Since | undefined {
  const lift = said(proven, index, "contest.lift");
  const finding = said(proven, index, "finding.lift")?.body.finding;
  const aside = lift ? lift.body.observations.map(({ observation }) => observation) : [finding ?? -1];
  return loads("lifted", index, proof, (origin) => aside.some((each) => speaksOf(proven, origin, each)));
}

function approvalsOf(proven: Proven, proposal: number): number[] {
  return [...proven.leaves.keys()].filter((index) => index !== proposal && proposalAt(proven, index) === proposal);
}

/** In force by a second person of the treasury, whose position the log alone knows; the leaf is the proposal's. */
function reversal(proven: Proven, proof: ResultProof, index: number): Since | undefined {
  if (!isOfTreasury(proven, proof, index)) return undefined;
  return { what: isTreasurys(proven, proof, index) ? "reversed" : "reversal-proposed", index };
}

/** True if two persons of the project's treasury have signed a proposal. */
function isTreasurys(proven: Proven, proof: ResultProof, index: number): boolean {
  return (
    isOfTreasury(proven, proof, index) &&
    approvalsOf(proven, index).some(
      (each) =>
        partyAt(proven, each) === partyAt(proven, index) &&
        personAt(proven, each) !== undefined &&
        personAt(proven, each) !== personAt(proven, index),
    )
  );
}

function isOfTreasury(proven: Proven, { annex }: ResultProof, index: number): boolean {
  const treasury = chairsOf(proven, annex.project, index)?.treasury;
  return actsFor(proven, index, treasury) && personAt(proven, index) !== undefined;
}
