// For whom the signer of a leaf of a proven bundle acts: for its own party, and for those whose place that party had taken by then.
import type { KindName, Statement } from "../../format/kinds.ts";
import type { Proven, ProvenLeaf } from "../../format/prove-bundle.ts";

export type Said<K extends KindName> = Extract<Statement, { kind: K }> & ProvenLeaf["entry"];

/** The entry at an index if it is of this kind. */
export function said<K extends KindName>(proven: Proven, index: number, kind: K): Said<K> | undefined {
  const entry = proven.leaves.get(index)?.entry;
  return entry?.kind === kind ? (entry as Said<K>) : undefined;
}

/** The party whose key signed a leaf; undefined for the keys of entry 0. */
export function partyAt(proven: Proven, index: number): number | undefined {
  const signer = proven.leaves.get(index)?.signer;
  return signer?.kind === "key.register" ? signer.body.party : undefined;
}

/** The parties for which the signer of a leaf acts; none for the keys of entry 0. */
export function actsAs(proven: Proven, leaf: number): number[] {
  const party = partyAt(proven, leaf);
  const acting = party === undefined ? [] : [party];
  const successions = successionsBefore(proven, leaf);
  for (const heir of acting)
    for (const { body } of successions)
      if (body.successor === heir && !acting.includes(body.party)) acting.push(body.party);
  return acting;
}

/** True if the signer of a leaf is of a party or acts for it. */
export function actsFor(proven: Proven, leaf: number, party: number | undefined): boolean {
  if (party === undefined) return false;
  return partyAt(proven, leaf) === party || actsAs(proven, leaf).includes(party);
}

/** True if two parties are one by now: the same, or gone over to the same. */
export function sameHouse(proven: Proven, one: number | undefined, other: number | undefined): boolean {
  return one === other || (one !== undefined && other !== undefined && heirIn(proven, one) === heirIn(proven, other));
}

function heirIn(proven: Proven, party: number): number {
  const next = successionsBefore(proven, proven.size).find(({ body }) => body.party === party);
  return next && next.body.successor !== party ? heirIn(proven, next.body.successor) : party;
}

/** The successions that took effect before a leaf: signed by the successor, a second person of the proposing office and, unless roots proposed it, the predecessor. */
function successionsBefore(proven: Proven, leaf: number): Said<"party.succeed">[] {
  const approvals = new Map<number, (number | undefined)[]>();
  for (const [index, { entry }] of proven.leaves) {
    if (index >= leaf || entry.kind !== "approve" || !said(proven, entry.body.proposal, "party.succeed")) continue;
    const before = approvals.get(entry.body.proposal) ?? [];
    approvals.set(entry.body.proposal, [...before, partyAt(proven, index)]);
  }
  return [...approvals].flatMap(([proposal, signed]) => {
    const succession = said(proven, proposal, "party.succeed");
    const proposer = partyAt(proven, proposal);
    if (!succession || !signed.includes(proposer)) return [];
    const { party, successor } = succession.body;
    const parts = proposer === undefined ? [successor] : [successor, party];
    return parts.every((each) => each === proposer || signed.includes(each)) ? [succession] : [];
  });
}
