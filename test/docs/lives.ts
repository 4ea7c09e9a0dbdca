// The lives of slips, dossiers and proposals as tables of acts and states, for docs/rules.md.
import { KINDS, type KindName } from "../../src/format/kinds.ts";
import type { Act, Fate, Life } from "../../src/rules/acts/life.ts";
import { PROPOSAL_LIFE } from "../../src/rules/acts/proposal-life.ts";
import { CLAIM_LIFE } from "../../src/rules/payment/claim-life.ts";
import { SLIP_LIFE } from "../../src/rules/slips/slip-life.ts";
import type { Words } from "../../src/words/lang.ts";
import type { ProblemCode } from "../../src/words/problem.ts";
import { CLAIM_STATES, PROPOSAL_STATES, SIGNERS, SLIP_STATES } from "../../src/words/things.ts";

type Table = { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

const both = ({ vi, en }: Words) => `${vi} · ${en}`;

function tableOf<S extends string>(
  life: Life<S, string, ProblemCode>,
  states: Readonly<Record<S, Words>>,
  birth: string,
): Table {
  const codes = Object.keys(states) as S[];
  const rows = Object.entries<Act<S, ProblemCode>>(life.acts).map(([act, row]) => [
    act === "expiry" ? "hết hạn · expiry" : `\`${act}\` ${both(KINDS[act as KindName])}`,
    whoText(row),
    ...codes.map((state) => fateText(row.in[state])),
  ]);
  const born = codes.map((state) => (life.born.includes(state) ? `→ \`${state}\`` : "–"));
  return {
    head: ["việc · act", "ai · who", ...codes.map((state) => `\`${state}\` ${both(states[state])}`)],
    rows: [[birth, "–", ...born], ...rows],
  };
}

function whoText({ by, approvedBy }: Act<string, ProblemCode>): string {
  const names = (codes: readonly (keyof typeof SIGNERS)[]) => codes.map((code) => both(SIGNERS[code])).join("; ");
  if (by === null) return "thời gian · time";
  return approvedBy ? `${names(by)}; ký duyệt · approved by: ${names(approvedBy)}` : names(by);
}

function fateText(fate: Fate<string, ProblemCode>): string {
  if (fate === "waits") return "chờ · waits";
  if (fate === "nothing") return "–";
  return "next" in fate ? `→ ${fate.next.map((state) => `\`${state}\``).join(", ")}` : `✗ \`${fate.problem}\``;
}

export const LIVES: readonly (Words & { readonly table: Table })[] = [
  { vi: "Phiếu", en: "Slips", table: tableOf(SLIP_LIFE, SLIP_STATES, "`slip.issue`") },
  { vi: "Hồ sơ thanh toán", en: "Dossiers of claims", table: tableOf(CLAIM_LIFE, CLAIM_STATES, "`annex.propose`") },
  { vi: "Đề xuất", en: "Proposals", table: tableOf(PROPOSAL_LIFE, PROPOSAL_STATES, "đề xuất · a proposal") },
];
