// Positions of a treasury's officers: named by roots, and below a deputy by the treasury's own director with a colleague.
import { POSITION, type Position, ROLE } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { problem } from "../../words/problem.ts";
import { ok, refused } from "../../words/result.ts";
import { type CheckResult, type Context, notFound } from "../acts/context.ts";
import { positionAt } from "../acts/officer-duties.ts";
import { type Proposal, secondHand } from "../acts/proposal.ts";
import type { Rows } from "../acts/row.ts";
import type { Book } from "../book/book.ts";
import { dayOf, isDay, startOfDay } from "../numbers/time.ts";

/** The positions that a director gives in the own treasury; the others approve by right, and roots name them. */
const GIVEN_BY_DIRECTOR: readonly Position[] = [POSITION.specialist, POSITION.head, POSITION.byOrder];

const SET_POSITION: Proposal<"position.set"> = {
  needs(context, body) {
    const refusal = checkGiver(context, body) ?? checkPosition(context, body);
    return refusal ? refused(refusal) : ok(secondHand(context));
  },
  effect(context, body, index) {
    const refusal = checkPosition(context, body);
    if (refusal) return refusal;
    const { book, receivedMs } = context;
    const { person, position, from, until } = body;
    const known = book.need("person", person);
    const sinceS = Math.max(startOfDay(from), Math.floor(receivedMs / 1000) + 1);
    const next = { index, position, sinceS, ...(until === undefined ? {} : { until }) };
    book.put("person", person, { ...known, positions: [...(known.positions ?? []), next] });
    return undefined;
  },
};

function checkPosition(
  { book, receivedMs }: Context,
  { person, position, from, until }: Body<"position.set">,
): CheckResult {
  const known = book.get("person", person);
  if (!known) return notFound("person", person);
  const misplaced = checkOfTreasury(book, known.party);
  if (misplaced) return misplaced;
  if (!isDay(from)) return problem("bad-terms", { expected: "day-in-calendar", day: from });
  if (until !== undefined && (!isDay(until) || until < Math.max(from, dayOf(Math.floor(receivedMs / 1000)))))
    return problem("bad-terms", { expected: "expiry-after-start" });
  return position === POSITION.byOrder && until === undefined
    ? problem("bad-terms", { expected: "last-day-of-order" })
    : undefined;
}

/** A director gives positions below their own to officers of the same treasury; a root gives any. */
function checkGiver({ book, signer, receivedMs }: Context, { person, position }: Body<"position.set">): CheckResult {
  const { key } = signer;
  if (key.role === "root") return undefined;
  const giver = key.person === null ? undefined : book.get("person", key.person);
  const director = giver && positionAt(giver, Math.floor(receivedMs / 1000)).own === POSITION.director;
  const own = book.get("person", person)?.party === giver?.party;
  return director && own && GIVEN_BY_DIRECTOR.includes(position)
    ? undefined
    : problem("no-standing", { need: "root-or-director" });
}

/** Checks that a party is a treasury: no other office's people have positions in the book. */
export function checkOfTreasury(book: Book, party: number): CheckResult {
  return book.need("party", party).roles.includes(ROLE.treasury)
    ? undefined
    : problem("bad-terms", { expected: "officer-of-treasury" });
}

export const POSITION_ROWS = {
  "position.set": {
    nature: "registry",
    makes: "key",
    approvedBy: ["colleague"],
    signers: ["root", ROLE.treasury],
    proposal: SET_POSITION,
  },
} satisfies Rows;
