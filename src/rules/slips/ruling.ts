// Slips out of a book that came after everything else was over, or whose serial was given up as unknown when the book was closed: they
// were signed with no network, and nobody can say when. They move nothing until the authority rules; what was observed under them
// waits for the ruling, and the device takes no other book meanwhile.
import { ROLE } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { ok, type Result } from "../../words/result.ts";
import { type CheckResult, type Context, notFound } from "../acts/context.ts";
import type { Rows } from "../acts/row.ts";
import { accountKey } from "../book/accounts.ts";
import type { Book } from "../book/book.ts";
import type { SlipFact } from "../book/facts.ts";
import { drawFromSource, type LoadPlan, postTakings } from "../stock/load.ts";
import { postHeld } from "./arrival.ts";
import { keep } from "./observing.ts";
import { accountOfSlip, afterAct, checkSlipAct, isOnRoad } from "./slip-life.ts";
import { beginTrip } from "./trips.ts";
import { bearWeighings } from "./weighed.ts";

/** The authority's word on a late slip: it counts, within its source's limits and at its own hour, or it does not. */
function ruleOnSlip(context: Context, body: Body<"slip.rule">): CheckResult {
  const { book, index } = context;
  const slip = book.get("slip", body.slip);
  if (!slip) return notFound("slip", body.slip);
  const state = book.need("slipState", body.slip);
  const ruled = checkSlipAct("slip.rule", body.slip, state);
  if (ruled) return ruled;
  if (body.counts === 0) {
    keep(book, body.slip, { ...afterAct("slip.rule", state, "refused"), fault: { index, why: "slip-unruled" } });
  } else {
    const draw = drawLate(book, body.slip, slip);
    if (!draw.ok) return draw.problem;
    const plan = draw.value;
    const status = slip.expiresS * 1000 <= context.receivedMs ? "stray" : "transit";
    plan.post(accountOfSlip(body.slip, status));
    book.put("slip", body.slip, { ...slip, bookKg: plan.kg });
    book.put("slipState", body.slip, { ...afterAct("slip.rule", state, status), changed: index });
    beginTrip(context, body.slip);
    bearWeighings(context, slip.vehicle, slip.eventS);
    if (isOnRoad(status)) book.due(slip.expiresS * 1000, `expire/${body.slip}`);
  }
  const { kid } = book.need("slipBook", book.need("unruled", body.slip).slipBook);
  book.put("lateSlips", kid, { unruled: book.need("lateSlips", kid).unruled - 1 });
  postHeld(book, body.slip);
  return undefined;
}

/** The kilograms that the slip's own book still holds, else its source's stock and ground, within the limits of the slip's own year. */
function drawLate(book: Book, index: number, { massKg, eventS }: SlipFact): Result<LoadPlan> {
  const granted = book.need("unruled", index).slipBook;
  const { source, site, material } = book.need("slipBook", granted);
  const reserved = book.first(accountKey({ kind: "slipBook", slipBook: granted }), massKg);
  if (reserved.reduce((kg, taking) => kg + taking.kg, 0) === massKg)
    return ok({ kg: massKg, post: (to) => postTakings(book, reserved, to) });
  return drawFromSource(book, source, site, material, massKg, eventS);
}

export const RULING_ROWS = {
  "slip.rule": {
    nature: "right",
    signers: [ROLE.authority],
    moves: "slip book, stock(mine), ground → transit, stray",
    apply: ruleOnSlip,
  },
} satisfies Rows;
