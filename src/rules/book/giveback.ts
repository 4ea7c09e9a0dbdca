// Giving kilograms back: to where they were taken, at the place in the queue that they had; to the ground with the year they left it.

import { yearOf } from "../numbers/time.ts";
import { type AccountKey, accountKey, parseAccount } from "./accounts.ts";
import type { Book } from "./book.ts";
import { useGround } from "./ground.ts";
import type { Lot } from "./memory.ts";

/** Moves what is left of a lot back to its parent's account, past closed slip books and slips; `eventS` is when it left. */
export function giveBack(book: Book, lot: Lot, eventS: number): void {
  let parent = lot.parent === 0 ? undefined : book.memory.lot(lot.parent);
  while (parent && isBehind(book, parent.account))
    parent = parent.parent === 0 ? undefined : book.memory.lot(parent.parent);
  if (parent) {
    book.move({ lot, kg: lot.left }, parent.account, { queuePosition: parent.queuePosition });
    return;
  }
  useGround(book, lot.source, yearOf(eventS), -lot.left);
  book.move({ lot, kg: lot.left }, accountKey({ kind: "ground", source: lot.source }));
}

/** Skips accounts that cannot take kilograms back: closed slip books, and slips in transit. */
function isBehind(book: Book, key: AccountKey): boolean {
  const account = parseAccount(key);
  if (account.kind === "transit" || account.kind === "stray") return true;
  return account.kind === "slipBook" && book.need("slipBook", account.slipBook).closed !== null;
}
