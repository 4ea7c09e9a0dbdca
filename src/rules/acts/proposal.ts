// Acts that need more than one signature: a proposal waits, and takes effect at the leaf of the last approval it needs.
import { hex, unhex } from "../../format/bytes.ts";
import { decodeEntry, type Entry } from "../../format/entry.ts";
import type { Body, KindName } from "../../format/kinds.ts";
import { formatDay } from "../../words/as-written.ts";
import { problem } from "../../words/problem.ts";
import { ok, type Result, refused } from "../../words/result.ts";
import type { Book } from "../book/book.ts";
import type { Hand, Need, ProposalFact } from "../book/facts.ts";
import type { List } from "../book/lists.ts";
import { DAY_S, dayOf } from "../numbers/time.ts";
import { type CheckResult, type Context, checkPerson, type EntrySigner, notFound } from "./context.ts";
import { problemIn } from "./life.ts";
import { hasDuty } from "./officer-duties.ts";
import { PROPOSAL_LIFE, type ProposalAct, proposalStatus } from "./proposal-life.ts";

/** The conditions and the effect of a kind of proposal. `needs` is asked when it is proposed; `effect` runs when all have approved. */
export type Proposal<K extends KindName> = {
  needs(context: Context, body: Body<K>): Result<Need[]>;
  effect(context: Context, body: Body<K>, index: number): CheckResult;
  /** True of an act that only takes away: it takes effect at once, by one person. */
  alone?(context: Context, body: Body<K>): boolean;
};

/** The kinds that take effect only when others have approved. */
export type Proposals = { readonly [K in KindName]?: Proposal<K> };

/**
 * The second hand of what one person alone may not do: another person of the same office. What a root proposes needs another root.
 */
export function secondHand({ signer }: Pick<Context, "signer">): Need[] {
  return [signer.key.role === "root" ? { root: true } : { colleague: true }];
}

/** Proposes an act of a kind: nothing moves yet, unless one person may do it alone. */
export function propose<K extends KindName>(context: Context, kind: K, body: Body<K>, rule: Proposal<K>): CheckResult {
  const { book, index, signer } = context;
  const unnamed = checkPerson(context);
  if (unnamed) return unnamed;
  const needs = rule.needs(context, body);
  if (!needs.ok) return needs.problem;
  if (rule.alone?.(context, body)) return rule.effect(context, body, index);
  const { party, person } = signer.key;
  const by = { kid: signer.kid, party, person };
  const others = needs.value.filter((need) => !("party" in need) || need.party !== party);
  // Where every part is the proposer's own, another person of theirs signs: no proposal takes effect by one hand.
  const waits = others.length === 0 ? secondHand(context) : others;
  const lastDay = dayOf(receivedS(context) + context.rules.set.tolerances.proposalDays * DAY_S);
  book.put("proposal", index, {
    kind,
    entry: hex(context.bytes),
    by,
    needs: waits,
    approvals: [],
    lastDay,
    done: false,
  });
  book.enlist("proposals", index);
  for (const list of approversOf(waits, party)) book.enlist(list, index);
  return undefined;
}

/** The lists in which those find a proposal whose approval it needs. A root looks into the list of all. */
function approversOf(needs: readonly Need[], own: number | null): Set<List> {
  return new Set(
    needs.flatMap((need): List[] => {
      if ("party" in need) return [`proposals/${need.party}`];
      return ("colleague" in need || "approver" in need) && own !== null ? [`proposals/${own}`] : [];
    }),
  );
}

/** Approves a proposal; `proposals` says what each kind does when the last approval is there. */
export function approve(context: Context, body: Body<"approve">, proposals: Proposals): CheckResult {
  const { book, index, signer } = context;
  const found = openProposal(context, "approve", body.proposal);
  if (!found.ok) return found.problem;
  const proposal = found.value;
  const refusal = checkPerson(context) ?? checkMaker(book, proposal);
  if (refusal) return refusal;
  const { party, person } = signer.key;
  if ([proposal.by, ...proposal.approvals].some((hand) => isHand(hand, signer))) return problem("needs-second");
  const met = proposal.needs.findIndex((need) => meets(need, context, proposal));
  if (met < 0) return problem("no-standing", { need: "approver" });
  const needs = proposal.needs.filter((_, i) => i !== met);
  const approvals = [...proposal.approvals, { kid: signer.kid, party, person, index }];
  const done = needs.length === 0;
  book.put("proposal", body.proposal, { ...proposal, needs, approvals, done });
  if (!done) return undefined;
  const rule = proposals[proposal.kind] as Proposal<KindName> | undefined;
  if (!rule) throw new Error(`${proposal.kind} is no proposal`);
  return rule.effect(context, proposedIn(proposal).body, body.proposal);
}

/** Takes back a proposal that still waits: whoever made it, by the same key or by a later key of the same person. */
export function withdraw(context: Context, body: Body<"proposal.withdraw">): CheckResult {
  const { book, index, signer } = context;
  const found = openProposal(context, "proposal.withdraw", body.proposal);
  if (!found.ok) return found.problem;
  if (!isHand(found.value.by, signer)) return problem("no-standing", { need: "maker-of-proposal" });
  book.put("proposal", body.proposal, { ...found.value, withdrawn: index });
  return undefined;
}

/** The party that made a proposal; null of a root's. */
export function proposerOf(book: Book, index: number): number | null {
  return book.need("proposal", index).by.party;
}

/** The entry that a proposal is, as it was signed. */
export function proposedIn({ entry }: Pick<ProposalFact, "entry">): Entry {
  const decoded = decodeEntry(unhex(entry));
  if ("malformed" in decoded) throw new Error("a proposal in the book does not decode");
  return decoded.entry;
}

/** A proposal that waits and has not lapsed. */
function openProposal(context: Context, act: ProposalAct, index: number): Result<ProposalFact> {
  const proposal = context.book.get("proposal", index);
  if (!proposal) return refused(notFound("proposal", index));
  const code = problemIn(PROPOSAL_LIFE.acts[act], proposalStatus(proposal, dayOf(receivedS(context))));
  return code ? refused(problem(code, { index, day: formatDay(proposal.lastDay) })) : ok(proposal);
}

/** Checks that the key of a proposal was not taken away since, and has not signed two things under one number. */
function checkMaker(book: Book, { by }: ProposalFact): CheckResult {
  const { revoked, rotatedTo, frozen } = book.need("key", by.kid);
  if (frozen !== null) return problem("frozen-key", { kid: by.kid, index: frozen });
  return revoked !== null && rotatedTo === undefined
    ? problem("revoked-key", { kid: by.kid, index: revoked })
    : undefined;
}

function isHand({ kid, person }: Hand, { kid: own, key }: EntrySigner): boolean {
  return kid === own || (person !== null && person === key.person);
}

function receivedS({ receivedMs }: Context): number {
  return Math.floor(receivedMs / 1000);
}

function meets(need: Need, context: Context, proposal: ProposalFact): boolean {
  const { key, roles } = context.signer;
  if ("root" in need) return key.role === "root";
  if ("role" in need) return roles.includes(need.role);
  const colleague = key.party !== null && key.party === proposal.by.party;
  if ("colleague" in need) return colleague;
  if ("approver" in need) return colleague && hasDuty(context, "approve");
  return key.party === need.party;
}
