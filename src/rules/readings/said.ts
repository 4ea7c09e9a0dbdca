// Reading entries of a proven bundle: what was said at a leaf, and by whom.

import type { SlipReference } from "../../format/bodies/movement.ts";
import type { Origin } from "../../format/bundle.ts";
import { equal } from "../../format/bytes.ts";
import type { Role } from "../../format/codes.ts";
import { entryIdOf } from "../../format/entry.ts";
import type { EnteredKind, Statement } from "../../format/kinds.ts";
import type { Proven, ProvenLeaf } from "../../format/prove-bundle.ts";
import { readSlipCode, slipCode } from "../../format/slipcode.ts";

export type Said<K extends EnteredKind> = Extract<Statement, { kind: K }> & ProvenLeaf["entry"];

/** The entry at an index if it is of this kind. */
export function said<K extends EnteredKind>(proven: Proven, index: number, kind: K): Said<K> | undefined {
  const entry = proven.leaves.get(index)?.entry;
  return entry?.kind === kind ? (entry as Said<K>) : undefined;
}

/** The act that a leaf brought about: its own, or that of the proposal which it approves. */
export function actAt(proven: Proven, index: number): ProvenLeaf["entry"] | undefined {
  const entry = proven.leaves.get(index)?.entry;
  return entry?.kind === "approve" ? proven.leaves.get(entry.body.proposal)?.entry : entry;
}

/** The party whose key signed a leaf; undefined for the keys of entry 0. */
export function partyAt(proven: Proven, index: number): number | undefined {
  const signer = proven.leaves.get(index)?.signer;
  return signer?.kind === "key.register" ? signer.body.party : undefined;
}

/** The person whose key signed a leaf; undefined for a machine's key. */
export function personAt(proven: Proven, index: number): number | undefined {
  const signer = proven.leaves.get(index)?.signer;
  return signer?.kind === "key.register" ? signer.body.person : undefined;
}

/** True if the party whose key signed a leaf is registered with a role. */
export function signedAs(proven: Proven, index: number, role: Role): boolean {
  const party = partyAt(proven, index);
  const registered = party === undefined ? undefined : said(proven, party, "party.register");
  return registered?.body.roles.includes(role) ?? false;
}

/** The party that keeps a place: it alone sends from there, mixes and crushes there. */
export function keeperOf(proven: Proven, site: number): number | undefined {
  return said(proven, site, "site.register")?.body.party;
}

/** True if a party may receive at a place: its keeper, and at a project those who answer for the package. */
export function receives(proven: Proven, at: number, contract: number | undefined, party: number | undefined): boolean {
  const project = said(proven, at, "project.register")?.body;
  if (party === undefined) return false;
  if (!project) return keeperOf(proven, at) === party;
  const contractor = project.packages.find((each) => each.number === contract)?.contractor;
  return [project.owner, project.supervisor, contractor].includes(party);
}

export function namesSlip({ index, entry, code }: SlipReference, slip: Said<"slip.issue">, at: number): boolean {
  if (index !== undefined) return index === at;
  if (entry !== undefined) return equal(entryIdOf(entry), slip.id);
  return code !== undefined && readSlipCode(code) === slipCode(slip.id);
}

/** The slips of a way. */
export function slipsOf(proven: Proven, { way }: Pick<Origin, "way">): number[] {
  return way.filter((index) => said(proven, index, "slip.issue"));
}
