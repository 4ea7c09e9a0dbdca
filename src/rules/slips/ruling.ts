// The authority's word on what came too late or out of order: slips that move nothing until then, and observations that are too old to be
// believed by themselves. Many in one act, in whichever order they were uploaded; what was observed under such a slip waits with it.
import { ROLE } from "../../format/codes.ts";
import { problem } from "../../words/problem.ts";
import { ok, type Result, refused } from "../../words/result.ts";
import { type CheckResult, type Context, notFound } from "../acts/context.ts";
import { type Proposal, secondHand } from "../acts/proposal.ts";
import type { Rows } from "../acts/row.ts";
import { accountKey, parseAccount } from "../book/accounts.ts";
import type { Book } from "../book/book.ts";
import type { SlipFact } from "../book/facts.ts";
import { mapLoading } from "../book/memory.ts";
import { countSent } from "../stock/dues.ts";
import { drawAgain, drawFromSource, type LoadPlan, postTakings } from "../stock/load.ts";
import { postHeld } from "./arrival.ts";
import { keep } from "./observing.ts";
import { bearSearches } from "./searches.ts";
import { accountOfSlip, afterAct, checkSlipAct, isOnRoad, slipAllows } from "./slip-life.ts";
import { bearStop } from "./stops.ts";
import { beginTrip } from "./trips.ts";
import { bearWeighings } from "./weighed.ts";

/**
 * Each entry counts, within its source's limits and at its own hour, or it is left aside; two officers rule, many entries in one act. An
 * observation takes effect in the fold. One officer alone may leave slips aside, but no observation: it may contradict a load.
 */
const RULE: Proposal<"slip.rule"> = {
  alone: ({ book }, { entries, counts }) =>
    counts === 0 && mapLoading(entries, (index) => book.get("slip", index) !== undefined).every(Boolean),
  needs(context, { entries }) {
    const refusals = mapLoading(entries, (index) => checkRuling(context.book, index));
    const refusal = refusals.find((each) => each !== undefined);
    return refusal ? refused(refusal) : ok(secondHand(context));
  },
  effect(context, body, ruling) {
    const { book } = context;
    mapLoading(body.entries, (index) => checkRuling(book, index));
    for (const index of body.entries) {
      const wrong = checkRuling(book, index) ?? ruleOn(context, index, body.counts, ruling);
      if (wrong) return wrong;
    }
    return undefined;
  },
};

/** Checks that an entry still waits for a ruling. */
function checkRuling(book: Book, index: number): CheckResult {
  if (book.get("slip", index)) return checkSlipAct("slip.rule", index, book.need("slipState", index));
  const late = book.get("late", index);
  if (!late) return notFound("late-entry", index);
  return late.ruled === undefined ? undefined : problem("already-signed", { index: late.ruled });
}

function ruleOn(context: Context, index: number, counts: number, ruling: number): CheckResult {
  const { book } = context;
  const slip = book.get("slip", index);
  if (slip) return ruleOnSlip(context, index, slip, { counts, ruling });
  book.put("late", index, { ...book.need("late", index), ruled: ruling });
  return undefined;
}

function ruleOnSlip(
  context: Context,
  index: number,
  slip: SlipFact,
  { counts, ruling }: { readonly counts: number; readonly ruling: number },
): CheckResult {
  const { book } = context;
  const state = book.need("slipState", index);
  const { slipBook, why } = book.need("unruled", index);
  if (counts === 0) {
    keep(book, index, { ...afterAct("slip.rule", state, "refused"), fault: { index: ruling, why } });
    postHeld(book, index);
  } else {
    const draw = drawLate(book, index, slip);
    if (!draw.ok) return draw.problem;
    startLoad(context, index, draw.value);
  }
  if (slipBook === undefined) return undefined;
  const { kid } = book.need("slipBook", slipBook);
  book.put("lateSlips", kid, { unruled: book.need("lateSlips", kid).unruled - 1 });
  return undefined;
}

/** A slip that had waited moves its load, and what was observed under it counts now. */
function startLoad(context: Context, index: number, plan: LoadPlan): void {
  const { book, receivedMs } = context;
  const slip = book.need("slip", index);
  const status = slip.expiresS * 1000 <= receivedMs ? "stray" : "transit";
  plan.post(accountOfSlip(index, status));
  countSent(book, slip, plan.kg);
  book.put("slip", index, { ...slip, bookKg: plan.kg });
  const state = book.need("slipState", index);
  book.put("slipState", index, { ...afterAct("slip.rule", state, status), changed: context.index });
  beginTrip(context, index);
  bearStop(context, index);
  bearSearches(context, index);
  bearWeighings(context, slip.vehicle, slip.eventS);
  if (isOnRoad(status)) book.due(slip.expiresS * 1000, `expire/${index}`);
  postHeld(book, index);
}

/** The kilograms that the slip's own book still holds, else those of its source or place, within the limits of the slip's own year. */
function drawLate(book: Book, index: number, slip: SlipFact): Result<LoadPlan> {
  const granted = book.need("unruled", index).slipBook;
  if (granted === undefined) return drawAgain(book, slip);
  const { source, site, material } = book.need("slipBook", granted);
  const { massKg, eventS } = slip;
  const reserved = book.first(accountKey({ kind: "slipBook", slipBook: granted }), massKg);
  if (reserved.reduce((kg, taking) => kg + taking.kg, 0) === massKg)
    return ok({ kg: massKg, post: (to) => postTakings(book, reserved, to) });
  const to = { place: slip.to, contract: slip.package === 0 ? undefined : slip.package };
  return drawFromSource(book, source, site, material, massKg, eventS, to);
}

/**
 * Runs after every entry: where it brought stock to a place, the slips that came before that stock take their loads, in log order. These
 * may bring stock to further places.
 */
export function supplyWaiting(context: Context): void {
  const { book } = context;
  const { lots } = book.changes;
  for (let at = 0; at < lots.length; at++) {
    const account = parseAccount(lots[at]!.account);
    if (account.kind === "stock" && !account.source) supply(context, account.site);
  }
}

function supply(context: Context, site: number): void {
  const { book } = context;
  const waiting = book.get("beforeStock", site)?.slips ?? [];
  for (const index of waiting) {
    const open = slipAllows("slip.rule", book.need("slipState", index).status);
    const draw = open ? drawAgain(book, book.need("slip", index)) : undefined;
    if (draw && !draw.ok) continue;
    const rest = book.need("beforeStock", site).slips.filter((each) => each !== index);
    book.put("beforeStock", site, { slips: rest });
    if (draw) startLoad(context, index, draw.value);
  }
}

export const RULING_ROWS = {
  "slip.rule": {
    nature: "right",
    makes: "capacity",
    approvedBy: ["colleague"],
    signers: [ROLE.authority],
    moves: "slip book, stock, ground → transit, stray; as the entries themselves",
    proposal: RULE,
  },
} satisfies Rows;
