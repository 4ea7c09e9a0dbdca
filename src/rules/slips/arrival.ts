// A slip comes to the log: the receipts and refusals recorded earlier under its code are now applied in log order, each with its own
// event time and the rule set of that time.

import type { Body } from "../../format/kinds.ts";
import { type Context, isDisagreement, type Observer, type RuleResult, rulesAt } from "../acts/context.ts";
import { type Rows, SENDERS } from "../acts/row.ts";
import type { Book } from "../book/book.ts";
import { mapLoading } from "../book/memory.ts";
import type { Held, HeldFact } from "../book/waiting-facts.ts";
import { refuseUnder } from "./amend.ts";
import { correctUnder } from "./correct.ts";
import { receiveUnder } from "./receive.ts";
import { unruledCode } from "./reference.ts";
import { issueSlip } from "./slip.ts";

/** Issues a slip, then lets what waited for it count. What does not agree with it contests it, like any later observation. */
function bringSlip(context: Context, body: Body<"slip.issue">, carried: boolean): RuleResult {
  const issued = issueSlip(context, body, carried);
  const stored = !issued || isDisagreement(issued);
  if (stored && unruledCode(context.book, context.index) === undefined) postHeld(context.book, context.index);
  return issued;
}

/** Applies the observations that waited for a slip: they count under it, or contest it. */
export function postHeld(book: Book, slip: number): void {
  const { code } = book.need("slip", slip);
  const waiting = book.get("waiting", code);
  if (!waiting || waiting.held.length === 0) return;
  // Taken once: should another slip ever bear the same code, nothing waits for that.
  book.put("waiting", code, { ...waiting, held: [] });
  const all = mapLoading(waiting.held, (held) => ({ held, fact: book.need("held", held.index) }));
  for (const { held, fact } of all) {
    const observer = observerOf(book, held, fact);
    if (fact.kind === "load.receive") receiveUnder(observer, slip, fact.body);
    else if (fact.kind === "load.correct") correctUnder(observer, slip, fact.body);
    else refuseUnder(observer, slip, fact.body);
  }
}

/** Whoever observed, as they stood: their standing was checked at their own leaf. */
export function observerOf(book: Book, { index, seenS, party }: Held, { kid }: HeldFact): Observer {
  const signer = { kid, key: { ...book.need("key", kid), party }, roles: [] };
  return { book, index, eventS: seenS, signer, rules: rulesAt(book.need("rules", 0), seenS) };
}

export const ARRIVAL_ROWS = {
  "slip.issue": {
    nature: "right",
    alone: "own",
    signers: SENDERS,
    moves: "stock(mine), ground → transit; stock(site) → transit",
    apply: bringSlip,
  },
} satisfies Rows;
