// A party that is merged into another or replaced by it. The successor's people act for what the predecessor had, and no record is
// rewritten: projects, places, dossiers, sources and stock keep naming the party that they named.
import type { Body } from "../../format/kinds.ts";
import { problem } from "../../words/problem.ts";
import { ok, refused } from "../../words/result.ts";
import { type CheckResult, type Context, notFound } from "../acts/context.ts";
import { type Proposal, secondHand } from "../acts/proposal.ts";
import { AUTHORITY, type Rows } from "../acts/row.ts";
import type { Book } from "../book/book.ts";
import { DAY_S, dayOf, isDay } from "../numbers/time.ts";
import { checkAppointed } from "./keys.ts";

/** The days for which a predecessor's own keys may go on signing. */
const MOST_DAYS = 366;

/** The party whose people act for a party now: its own, or those of the last successor. */
export function heirOf(book: Book, party: number): number {
  const { succeeded } = book.need("party", party);
  return succeeded === undefined ? party : heirOf(book, succeeded.by);
}

/** The parties for which a party's own people act: itself, and those whose place it took. */
export function actingFor(book: Book, party: number): number[] {
  return [party, ...(book.need("party", party).predecessors ?? [])];
}

/** All parties for which the same people act as for this one. */
export function houseOf(book: Book, party: number): number[] {
  const heir = heirOf(book, party);
  return [heir, ...(book.need("party", heir).predecessors ?? [])];
}

/**
 * The successor and a second person of the proposing office sign; an office that roots appoint goes over by roots alone. The predecessor signs too, unless roots propose it: they speak for an office
 * that has been dissolved, and for a firm of which nobody is left.
 */
const SUCCEED: Proposal<"party.succeed"> = {
  needs(context, body) {
    const unfit = checkParties(context, body) ?? checkAppointed(context, context.book.need("party", body.party).roles);
    if (unfit) return refused(unfit);
    const predecessor = context.signer.key.role === "root" ? [] : [{ party: body.party }];
    return ok([...secondHand(context), { party: body.successor }, ...predecessor]);
  },
  effect(context, body, index) {
    const unfit = checkParties(context, body);
    if (unfit) return unfit;
    const { book } = context;
    const [old, next] = [book.need("party", body.party), book.need("party", body.successor)];
    const { successor: by, lastDay } = body;
    book.put("party", body.party, { ...old, succeeded: { by, index, lastDay } });
    const predecessors = [...(next.predecessors ?? []), body.party, ...(old.predecessors ?? [])];
    book.put("party", by, { ...next, predecessors });
    return undefined;
  },
};

/** Two parties of which neither has gone over to another. */
function checkParties(context: Context, { party, successor, lastDay }: Body<"party.succeed">): CheckResult {
  const { book, receivedMs } = context;
  const [old, next] = [book.get("party", party), book.get("party", successor)];
  if (!old) return notFound("party", party);
  if (!next) return notFound("party", successor);
  if (party === successor || old.succeeded || next.succeeded)
    return problem("bad-terms", { expected: "parties-not-succeeded" });
  const latest = dayOf(Math.floor(receivedMs / 1000) + MOST_DAYS * DAY_S);
  if (!isDay(lastDay) || lastDay > latest)
    return problem("bad-terms", { expected: "last-day-within", days: MOST_DAYS });
  return undefined;
}

export const SUCCESSION_ROWS = {
  "party.succeed": {
    nature: "registry",
    makes: "holding",
    approvedBy: ["colleague", "successor", "predecessor"],
    signers: AUTHORITY,
    proposal: SUCCEED,
  },
} satisfies Rows;
