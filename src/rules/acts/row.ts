// The table's row for one kind of entry.

import { ROLE, type Role } from "../../format/codes.ts";
import type { Body, KindName } from "../../format/kinds.ts";
import type { Alone, Made, SecondSigner } from "../../words/persons.ts";
import type { Context, RuleResult } from "./context.ts";
import type { Proposal, Proposals } from "./proposal.ts";

/** Who may sign: a key that genesis names, or any registered key of a party with the role. */
export type SignerRole = "root" | "operator" | Role;

/**
 * Who may sign a kind, of what nature it is, and what it does: at once, or as a proposal when all whose approval it needs have signed. What one
 * person may do alone says why; an observation says it by its nature.
 */
export type Row<K extends KindName> = {
  readonly signers: readonly SignerRole[];
  /** From which accounts to which kilograms move (docs/design.md, The book); absent where none move. */
  readonly moves?: string;
} & (Observed<K> | Single<K> | Proposed<K>);

type Apply<K extends KindName> = { apply(context: Context, body: Body<K>, carried: boolean): RuleResult };

/** An observation is stored with its verdict and moves nothing where it fails. */
type Observed<K extends KindName> = { readonly nature: "observation" } & Apply<K>;
/** A right, and an entry of the registry, is refused when it fails. */
type Single<K extends KindName> = { readonly nature: "registry" | "right"; readonly alone: Alone } & Apply<K>;
/** `approvedBy`: who signs besides the maker, as the body and the maker have it; a maker among them has signed already. */
type Proposed<K extends KindName> = {
  readonly nature: "registry" | "right";
  readonly makes: Made;
  readonly approvedBy: readonly SecondSigner[];
  readonly proposal: Proposal<K>;
};

/** The rows of the kinds whose rules are in one file. */
export type Rows = { readonly [K in KindName]?: Row<K> };

/** Who registers: a root or the licensing authority. */
export const AUTHORITY: readonly SignerRole[] = ["root", ROLE.authority];
/** Who sends loads: mines, yards and shops, crushers and plants. */
export const SENDERS: readonly Role[] = [ROLE.mineOperator, ROLE.keeper, ROLE.plantOperator];
/** Who answers for a contract package and signs its claims. */
export const CLAIMANTS: readonly Role[] = [ROLE.projectOwner, ROLE.contractor, ROLE.supervisor];
/** Who may own material: every sender, and at works the owner and the contractor. */
export const HOLDERS: readonly Role[] = [...SENDERS, ROLE.projectOwner, ROLE.contractor];
/** Who receives loads: every holder, and the supervisor for works. */
export const RECEIVERS: readonly Role[] = [...HOLDERS, ROLE.supervisor];
/** Who looks into signals and records findings. */
export const INSPECTORS: readonly Role[] = [ROLE.authority, ROLE.inspector];

/** Who may approve what others propose. */
export const APPROVERS: readonly SignerRole[] = [
  "root",
  ...INSPECTORS,
  ...RECEIVERS,
  ROLE.treasury,
  ROLE.taxOffice,
  ROLE.transportControl,
  ROLE.carrier,
];

/** By kind, the acts of the rows that take effect only when others have approved. */
export function proposalsIn(rows: Rows): Proposals {
  const proposed = Object.entries(rows).flatMap(([kind, row]) => ("proposal" in row ? [[kind, row.proposal]] : []));
  return Object.fromEntries(proposed);
}
