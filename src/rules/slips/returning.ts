// The kilograms of a slip that was taken back: they wait for as long as an observation of its load may still be on a device without a network,
// and only then regain the place that they had.

import type { Context } from "../acts/context.ts";
import { accountKey } from "../book/accounts.ts";
import type { Book } from "../book/book.ts";
import type { SlipFact, SlipState } from "../book/facts.ts";
import { giveBack } from "../book/giveback.ts";
import { countSent } from "../stock/dues.ts";
import type { Contradiction } from "./load-evidence.ts";
import { accountOfSlip } from "./slip-life.ts";

/** Takes back what is on its way of a slip: its kilograms wait. */
export function holdReturning({ book, rules, receivedMs }: Context, slip: number, { status }: SlipState): void {
  for (const lot of book.lots(accountOfSlip(slip, status)))
    book.move({ lot, kg: lot.left }, accountKey({ kind: "returning", slip }));
  const waits = rules.set.tolerances.waitMinutes * 60_000;
  book.due(receivedMs + Math.max(1, waits), `return/${slip}`);
}

/** The kilograms that waited regain the place they had; of a mixed product, what has not been received. */
export function giveBackWaiting(book: Book, index: number, slip: SlipFact): void {
  const lots = [...book.lots(accountKey({ kind: "returning", slip: index }))];
  countSent(book, slip, -lots.reduce((kg, lot) => kg + lot.left, 0));
  for (const lot of lots) giveBack(book, lot, slip.eventS);
  restoreMixed(book, slip, book.need("slipState", index).receivedMilli);
}

/** Puts back into stock what of a mixed product has not been received. */
export function restoreMixed(book: Book, slip: SlipFact, receivedMilli: number): void {
  if (slip.product === null || slip.quantityMilli === null) return;
  const id = `${slip.from}/${slip.holder}/${slip.product}`;
  const mixed = book.get("mixed", id);
  book.put("mixed", id, { quantityMilli: (mixed?.quantityMilli ?? 0) + slip.quantityMilli - receivedMilli });
}

/** Contradictions that say that a load went although its slip was taken back. */
const WENT: readonly Contradiction["why"][] = ["void-but-seen", "void-but-received"];

/**
 * True if the load of a slip that was taken back is known to have gone. A void is of a slip that nobody had observed: whatever contests it says
 * so. A reversal is of one that was seen before: only what contradicts the reversal itself.
 */
export function wentAfterAll(
  { atS }: NonNullable<SlipState["voided"]>,
  contested: SlipState["contested"],
  contradictions: readonly Contradiction[],
): boolean {
  return atS === 0 ? contested !== null : contradictions.some(({ why }) => WENT.includes(why));
}
