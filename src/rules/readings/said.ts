// Reading entries of a proven bundle: what was said at a leaf, and by whom.

import type { SlipReference } from "../../format/bodies/movement.ts";
import type { Origin } from "../../format/bundle.ts";
import { equal } from "../../format/bytes.ts";
import type { Role } from "../../format/codes.ts";
import { entryIdOf } from "../../format/entry.ts";
import type { Proven, ProvenLeaf } from "../../format/prove-bundle.ts";
import { readSlipCode, slipCode } from "../../format/slipcode.ts";
import { amendChairs, type Chairs, consentsTo, partiesOf } from "../registry/chairs.ts";
import type { PackageOf } from "../registry/contract.ts";
import { actsAs, actsFor, type Said, said } from "./acting.ts";

/** The act that a leaf brought about: its own, or that of the proposal which it approves. */
export function actAt(proven: Proven, index: number): ProvenLeaf["entry"] | undefined {
  return proven.leaves.get(proposalAt(proven, index))?.entry;
}

/** The leaf of the act that a leaf brought about: its own, or that of the proposal which it approves. */
export function proposalAt(proven: Proven, index: number): number {
  const entry = proven.leaves.get(index)?.entry;
  return entry?.kind === "approve" ? entry.body.proposal : index;
}

/** The person whose key signed a leaf; undefined for a machine's key. */
export function personAt(proven: Proven, index: number): number | undefined {
  const signer = proven.leaves.get(index)?.signer;
  return signer?.kind === "key.register" ? signer.body.person : undefined;
}

/** True if a party for which a leaf's signer acts is registered with a role. */
export function signedAs(proven: Proven, index: number, role: Role): boolean {
  return actsAs(proven, index).some((party) => said(proven, party, "party.register")?.body.roles.includes(role));
}

/** True if the signer of a leaf keeps a place, or kept it before: a keeper alone sends from there, mixes and crushes there. */
export function keeps(proven: Proven, site: number, leaf: number): boolean {
  const registered = said(proven, site, "site.register");
  if (!registered) return false;
  if (actsFor(proven, leaf, registered.body.party)) return true;
  return done(proven, "site.amend", leaf).some(({ body }) => body.site === site && actsFor(proven, leaf, body.party));
}

/** True if the kilograms of a source are sent under another one that it went over to. */
export function goesOver(proven: Proven, source: number, successor: number): boolean {
  if (source === successor) return true;
  return done(proven, "source.succeed", proven.size).some(
    ({ body }) => body.source === source && goesOver(proven, body.successor, successor),
  );
}

/** The proposals of a kind that somebody has approved before a leaf came. */
export function done<K extends "site.amend" | "source.succeed" | "slip.amend">(
  proven: Proven,
  kind: K,
  leaf: number,
): Said<K>[] {
  return [...proven.leaves]
    .filter(([index]) => index < leaf)
    .flatMap(([, { entry }]) => (entry.kind === "approve" ? (said(proven, entry.body.proposal, kind) ?? []) : []));
}

/** True if the signer of a leaf may receive at a place: its keeper, and at a project those who answer for the package. */
export function receives(proven: Proven, at: number, contract: number | undefined, leaf: number): boolean {
  if (!said(proven, at, "project.register")) return keeps(proven, at, leaf);
  const parties = actsAs(proven, leaf);
  const sat = chairsUntil(proven, at, leaf).flatMap((chairs) => partiesOf(chairs, contract ?? 0));
  const of = { project: at, package: contract ?? 0 };
  return parties.some((party) => sat.includes(party) || isMember(proven, of, party, leaf));
}

/** True if a contract in the bundle names a party as member of the package's joint venture, and it and the package's parties have signed that. */
function isMember(proven: Proven, of: PackageOf, party: number, leaf: number): boolean {
  return [...proven.leaves].some(([index, { entry }]) => {
    if (index >= leaf || (entry.kind !== "contract.register" && entry.kind !== "contract.amend")) return false;
    const registered = entry.kind === "contract.amend" ? said(proven, entry.body.contract, "contract.register") : entry;
    if (registered?.body.project !== of.project || registered.body.package !== of.package) return false;
    const signed = signersOf(proven, index, leaf);
    const needed = chairsUntil(proven, of.project, leaf).some((chairs) =>
      partiesOf(chairs, of.package).every((each) => signed.has(each)),
    );
    return needed && signed.has(party) && entry.body.members?.includes(party) === true;
  });
}

/** A project's parties when a leaf came; undefined where it is no project of the bundle. */
export function chairsOf(proven: Proven, project: number, leaf: number): Chairs | undefined {
  return chairsUntil(proven, project, leaf).at(-1);
}

/** A project's parties one after the other, until a leaf came: an observation may have been made while earlier ones were in their chairs. */
export function chairsUntil(proven: Proven, project: number, leaf: number): Chairs[] {
  const registered = said(proven, project, "project.register");
  if (!registered) return [];
  const all: Chairs[] = [registered.body];
  for (const [index, { entry }] of proven.leaves) {
    if (index >= leaf) break;
    const proposal = entry.kind === "approve" ? entry.body.proposal : index;
    const amendment = said(proven, proposal, "project.amend");
    if (!amendment || amendment.body.project !== project) continue;
    const now = all.at(-1)!;
    const signed = signersOf(proven, proposal, index);
    const before = signersOf(proven, proposal, index - 1);
    const consents = consentsTo(now, amendment.body);
    const isDone = (by: ReadonlySet<number | undefined>) => consents.every((party) => by.has(party));
    if (isDone(signed) && !isDone(before)) all.push(amendChairs(now, amendment.body));
  }
  return all;
}

/** The parties that have signed a proposal by a leaf. */
function signersOf(proven: Proven, proposal: number, until: number): Set<number | undefined> {
  const parties = new Set<number | undefined>();
  for (const [index, { entry }] of proven.leaves) {
    if (index > until) break;
    if (index !== proposal && !(entry.kind === "approve" && entry.body.proposal === proposal)) continue;
    for (const party of actsAs(proven, index)) parties.add(party);
  }
  return parties;
}

/** The slip under which a receipt counts, or a passage: a correction may say that it was another than the one it was recorded under. */
export function slipNamed({ body }: { body: { slip: SlipReference; right?: SlipReference } }): SlipReference {
  return body.right ?? body.slip;
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
