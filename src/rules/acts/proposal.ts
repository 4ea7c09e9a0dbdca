// Acts that need more than one signature: a proposal waits, and takes effect at the leaf of the last approval it needs.
import type { Body, EnteredKind } from "../../format/kinds.ts";
import { problem } from "../../words/problem.ts";
import type { Result } from "../../words/result.ts";
import type { Need, ProposalFact } from "../book/facts.ts";
import { type CheckResult, type Context, notFound } from "./context.ts";
import { problemIn } from "./life.ts";
import { PROPOSAL_LIFE, proposalStatus } from "./proposal-life.ts";

/** The conditions and the effect of a kind of proposal. `needs` is asked when it is proposed; `effect` runs when all have approved. */
export type Proposal<K extends EnteredKind> = {
  needs(context: Context, body: Body<K>): Result<Need[]>;
  effect(context: Context, body: Body<K>, index: number): CheckResult;
};

/** The kinds that take effect only when others have approved. */
export type Proposals = { readonly [K in EnteredKind]?: Proposal<K> };

/** Proposes an act of a kind: nothing moves yet. */
export function propose<K extends EnteredKind>(
  context: Context,
  kind: K,
  body: Body<K>,
  rule: Proposal<K>,
): CheckResult {
  const { book, index, signer } = context;
  const needs = rule.needs(context, body);
  if (!needs.ok) return needs.problem;
  const { party, person } = signer.key;
  const by = { kid: signer.kid, party, person };
  const waits = needs.value.filter((need) => !("party" in need) || need.party !== party);
  const done = waits.length === 0;
  book.put("proposal", index, { kind, body, by, needs: waits, approvals: [], done } as ProposalFact);
  book.enlist("proposals", index);
  for (const need of waits) if ("party" in need) book.enlist(`proposals/${need.party}`, index);
  return done ? rule.effect(context, body, index) : undefined;
}

/** Approves a proposal; `proposals` says what each kind does when the last approval is there. */
export function approve(context: Context, body: Body<"approve">, proposals: Proposals): CheckResult {
  const { book, index, signer } = context;
  const proposal = book.get("proposal", body.proposal);
  if (!proposal) return notFound("proposal", body.proposal);
  const code = problemIn(PROPOSAL_LIFE.acts.approve, proposalStatus(proposal));
  if (code) return problem(code, { index: body.proposal });
  const { party, person } = signer.key;
  const signed = [proposal.by, ...proposal.approvals];
  if (signed.some((each) => each.kid === signer.kid || (person !== null && each.person === person)))
    return problem("needs-second");
  const met = proposal.needs.findIndex((need) => meets(need, context, proposal));
  if (met < 0) return problem("no-standing", { need: "approver" });
  const needs = proposal.needs.filter((_, i) => i !== met);
  const approvals = [...proposal.approvals, { kid: signer.kid, party, person, index }];
  const done = needs.length === 0;
  book.put("proposal", body.proposal, { ...proposal, needs, approvals, done });
  if (!done) return undefined;
  const rule = proposals[proposal.kind] as Proposal<EnteredKind> | undefined;
  if (!rule) throw new Error(`${proposal.kind} is no proposal`);
  return rule.effect(context, proposal.body, body.proposal);
}

function meets(need: Need, { signer }: Context, proposal: ProposalFact): boolean {
  const { key, roles } = signer;
  if ("root" in need) return key.role === "root";
  if ("role" in need) return roles.includes(need.role);
  if ("colleague" in need) return key.party !== null && key.party === proposal.by.party && key.person !== null;
  return key.party === need.party;
}
