// Opening stock ends: what was declared when the ledger began is used up by the day that the rules say, or counts as nothing.

import { GRADE } from "../../format/codes.ts";
import type { Context } from "../acts/context.ts";
import { type AccountKey, accountKey } from "../book/accounts.ts";
import { dayOf } from "../numbers/time.ts";

/**
 * Sets a stock's opening lots aside once their day is over, before anything is taken from it or it is counted: no moment has to be
 * watched, and nothing of theirs ever leaves. They do not come back; where the day is moved, what is there is declared anew.
 */
export function endOpenings({ book, index, eventS, rules }: Context, stock: AccountKey, site: number): void {
  const { openingUntil } = rules.set;
  if (openingUntil === undefined || dayOf(eventS) <= openingUntil) return;
  const ended = book.lots(stock).filter((lot) => lot.grade === GRADE.transitional);
  if (ended.length === 0) return;
  for (const lot of ended) book.move({ lot, kg: lot.left }, accountKey({ kind: "lapsed", site }));
  const ended_kg = ended.reduce((kg, lot) => kg + lot.left, 0);
  book.signal("opening-ended", `site/${site}`, { entry: index, ended_kg, material: ended[0]!.material });
}
