// What the table says of one kind of entry.

import { ROLE, type Role } from "../../format/codes.ts";
import type { Body, EnteredKind } from "../../format/kinds.ts";
import type { Context, RuleResult } from "./context.ts";

/** Who may sign: a key that genesis names, or any registered key of a party with the role. */
export type Standing = "root" | "operator" | Role;

export type Row<K extends EnteredKind> = {
  readonly signers: readonly Standing[];
  /** A right is refused when it fails; an observation is stored with its verdict and moves nothing where it fails. */
  readonly nature: "registry" | "right" | "observation";
  readonly vi: string;
  readonly en: string;
  /** From which accounts to which kilograms move (docs/design.md, The book). */
  readonly moves: string;
  apply(context: Context, body: Body<K>, carried: boolean): RuleResult;
};

/** Who registers: a root or the licensing authority. */
export const AUTHORITY: readonly Standing[] = ["root", ROLE.authority];
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
/** Moves nothing. */
export const NONE = "–";

/** A row in one line. */
export function row<K extends EnteredKind>(
  nature: Row<K>["nature"],
  signers: readonly Standing[],
  vi: string,
  en: string,
  moves: string,
  apply: Row<K>["apply"],
): Row<K> {
  return { nature, signers, vi, en, moves, apply };
}
