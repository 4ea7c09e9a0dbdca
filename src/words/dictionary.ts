// The dictionary of problems' figures. What the ledger keeps of a problem is codes and numbers only, so that no stored verdict changes
// when a word does; the words are looked up here at the moment a sentence is made.
import { LISTED_REASONS, MATERIALS, OBLIGATIONS, OUTCOMES, ROLES, STATUSES } from "../format/codes.ts";
import { EXPECTATIONS } from "./expectations.ts";
import type { Words } from "./lang.ts";
import { SIGNERS, SLIP_STATES, THINGS } from "./things.ts";

/** By the name of a figure: the closed list of its codes, each with its words. A figure of any other name is shown as it is. */
export const DICTIONARY = {
  expected: EXPECTATIONS,
  material: MATERIALS,
  need: SIGNERS,
  obligation: OBLIGATIONS,
  outcome: OUTCOMES,
  output: { 0: { vi: "tất cả", en: "all" }, ...MATERIALS },
  reason: LISTED_REASONS,
  role: ROLES,
  signers: {
    root: { vi: "khóa gốc", en: "root key" },
    operator: { vi: "khóa vận hành", en: "operator key" },
    ...ROLES,
  },
  state: SLIP_STATES,
  status: STATUSES,
  what: THINGS,
} as const satisfies Readonly<Record<string, Readonly<Record<string | number, Words>>>>;
type Dictionary = typeof DICTIONARY;
type CodeOf<F extends keyof Dictionary> = keyof Dictionary[F];

/** Figures whose value is a code of the dictionary, or for `signers` several codes with commas between. */
export type WordFigures = {
  readonly [F in Exclude<keyof Dictionary, "signers">]?: CodeOf<F>;
} & { readonly signers?: Several<CodeOf<"signers">> };
type Several<Code extends string | number> = `${Code}` | `${Code},${string}`;

/** Several codes in one figure. */
export function several<Code extends string | number>(codes: readonly Code[]): Several<Code> {
  return codes.join(",") as Several<Code>;
}

/** The words of a figure, or undefined where the figure is a number, a name or a code that this program does not know. */
export function wordsOf(name: string, value: string | number): Words | undefined {
  if (!Object.hasOwn(DICTIONARY, name)) return undefined;
  const list: Readonly<Record<string, Words>> = DICTIONARY[name as keyof Dictionary];
  const found = String(value)
    .split(",")
    .map((code) => (Object.hasOwn(list, code) ? list[code] : undefined));
  const known = found.filter((each) => each !== undefined);
  if (known.length < found.length) return undefined;
  return { vi: known.map(({ vi }) => vi).join(", "), en: known.map(({ en }) => en).join(", ") };
}
