// Every kind of entry by its name. A kind is defined once, in its file under `bodies/`; here the files are put together, and types and
// the way back from a number follow. A number without a kind is unknown: an entry that bears it is refused.
import { CONFIGURATION_KINDS } from "./bodies/configuration.ts";
import { CONTRACT_KINDS } from "./bodies/contract.ts";
import { CORRECTION_KINDS } from "./bodies/corrections.ts";
import { MOVEMENT_KINDS } from "./bodies/movement.ts";
import { OVERSIGHT_KINDS } from "./bodies/oversight.ts";
import { PAPER_KINDS } from "./bodies/papers.ts";
import { PAYMENT_KINDS } from "./bodies/payment.ts";
import { REGISTRY_KINDS } from "./bodies/registry.ts";
import { RULE_SET_KINDS } from "./bodies/ruleset.ts";
import { SCALE_KINDS } from "./bodies/scale.ts";
import { SOURCE_KINDS } from "./bodies/source.ts";
import { WORKS_KINDS } from "./bodies/works.ts";
import type { Kind } from "./kind.ts";
import type { Of, Shape } from "./shape.ts";

export const KINDS = {
  ...REGISTRY_KINDS,
  ...SOURCE_KINDS,
  ...WORKS_KINDS,
  ...RULE_SET_KINDS,
  ...CONFIGURATION_KINDS,
  ...SCALE_KINDS,
  ...MOVEMENT_KINDS,
  ...CORRECTION_KINDS,
  ...PAPER_KINDS,
  ...CONTRACT_KINDS,
  ...PAYMENT_KINDS,
  ...OVERSIGHT_KINDS,
} satisfies Record<string, Kind>;

export type KindName = keyof typeof KINDS;
/** Every kind's name, in the order of the numbers. */
export const KIND_NAMES: readonly KindName[] = (Object.keys(KINDS) as KindName[]).sort(
  (a, b) => KINDS[a].number - KINDS[b].number,
);

/** The body type of a kind. */
export type Body<K extends KindName> = Of<(typeof KINDS)[K]["body"]>;
/** A kind with its body: what an entry says. */
export type Statement = { [K in KindName]: { kind: K; body: Body<K> } }[KindName];

const byNumber = new Map<number, KindName>(KIND_NAMES.map((name) => [KINDS[name].number, name]));

/** The name of a kind by its number. */
export function kindOf(number: number): KindName | undefined {
  return byNumber.get(number);
}

/** The shape of a kind's body, for code that handles bodies of any kind. */
export function bodyShape(name: KindName): Shape<unknown> {
  return KINDS[name].body as Shape<unknown>;
}
