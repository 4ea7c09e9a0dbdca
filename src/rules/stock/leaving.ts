// Which kilograms may leave a place by a party's act. Who bears contradicted kilograms is decided by the book: they stay where they were
// contradicted, whatever order a party chooses, and what leaves is taken from the others, first in first out (docs/decisions/0041).
import { problem } from "../../words/problem.ts";
import { ok, type Result, refused } from "../../words/result.ts";
import type { AccountKey } from "../book/accounts.ts";
import type { Book, Taking } from "../book/book.ts";
import { type Lot, mapLoading } from "../book/memory.ts";
import { timesOverFloor } from "../numbers/convert.ts";
import { contradictionOf } from "../origins/trace.ts";

/** True for a lot that is contradicted as a whole. One that is in question for a share only moves, and takes its share along. */
function mustStay(book: Book, lot: Lot): boolean {
  const by = contradictionOf(book, lot);
  return by !== undefined && by.share === undefined;
}

/** The first kilograms of an account that may leave it, or why so many may not; `may` leaves out what else has to stay. */
export function takeFree(
  book: Book,
  account: AccountKey,
  need_kg: number,
  may: (lot: Lot) => boolean = () => true,
): Result<Taking[]> {
  const usual = book.first(account, need_kg);
  const stays = mapLoading(usual, ({ lot }) => mustStay(book, lot) || !may(lot));
  if (!stays.includes(true)) return enough(usual, need_kg, 0);
  const lots = book.lots(account);
  const contested = mapLoading(lots, (lot) => mustStay(book, lot));
  const takings = upTo(
    lots.filter((lot, i) => !contested[i] && may(lot)),
    need_kg,
  );
  const contested_kg = lots.reduce((kg, lot, i) => (contested[i] ? kg + lot.left : kg), 0);
  return enough(takings, need_kg, contested_kg);
}

function enough(takings: Taking[], need_kg: number, contested_kg: number): Result<Taking[]> {
  const left_kg = takings.reduce((kg, taking) => kg + taking.kg, 0);
  if (left_kg >= need_kg) return ok(takings);
  const figures = { left_kg, need_kg };
  return refused(
    contested_kg > 0 ? problem("stock-contested", { ...figures, contested_kg }) : problem("stock-short", figures),
  );
}

/** Of a mixed product nothing can be picked out: a part of it holds its share of what is contradicted and of what is not. */
export function takeShare(book: Book, account: AccountKey, part: number, whole: number): Taking[] {
  const lots = book.lots(account);
  const stays = mapLoading(lots, (lot) => mustStay(book, lot));
  const kgOf = (those: readonly Lot[]) => those.reduce((kg, lot) => kg + lot.left, 0);
  const contested = lots.filter((_, i) => stays[i]);
  const needKg = timesOverFloor(kgOf(lots), part, whole);
  const contestedKg = timesOverFloor(kgOf(contested), part, whole);
  return [
    ...upTo(contested, contestedKg),
    ...upTo(
      lots.filter((_, i) => !stays[i]),
      needKg - contestedKg,
    ),
  ];
}

function upTo(lots: readonly Lot[], needKg: number): Taking[] {
  let need = needKg;
  return lots.flatMap((lot) => {
    const kg = Math.min(lot.left, need);
    need -= kg;
    return kg > 0 ? [{ lot, kg }] : [];
  });
}
