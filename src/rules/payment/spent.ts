// Where the kilograms of a slip, or what a finding touches, were already part of a payment result. A contradiction that comes after the
// result reopens nothing silently: the result is named to its treasury, and what it had withheld comes back once nothing contradicts it.
import { accountKey, slipOf } from "../book/accounts.ts";
import type { Book } from "../book/book.ts";
import { type Lot, mapLoading } from "../book/memory.ts";
import { ancestry, contradictionOf } from "../origins/trace.ts";

/** Remembers, for each slip on the way of the lots and for each finding that holds them back, that this claim's result rests on it. */
export function rememberSpent(book: Book, annex: number, lots: readonly Lot[]): void {
  const causes = new Set(mapLoading(lots, (lot) => causesOf(book, lot)).flat());
  const known = mapLoading([...causes], (cause) => ({ cause, annexes: book.get("spent", cause)?.annexes ?? [] }));
  for (const { cause, annexes } of known)
    if (!annexes.includes(annex)) book.put("spent", cause, { annexes: [...annexes, annex] });
}

/** The slips on the way of a lot, and the finding that holds it back. */
function causesOf(book: Book, lot: Lot): number[] {
  const slips = ancestry(book, lot)
    .map((each) => slipOf(each.account))
    .filter((slip) => slip !== undefined);
  const by = contradictionOf(book, lot);
  return by?.why === "finding" ? [...slips, by.index] : slips;
}

/** A slip whose kilograms are in a result is contradicted now: the result's treasury has to look. */
export function noticeSpent(book: Book, slip: number, entry: number): void {
  for (const annex of book.get("spent", slip)?.annexes ?? [])
    if (decided(book, annex)) book.signal("contradicted-after-payment", `slip/${slip}`, { annex, entry });
}

/** Nothing contradicts a slip, or a finding is lifted: what results had withheld for it regains its place in the package. */
export function releaseSpent(book: Book, cause: number): void {
  for (const annex of book.get("spent", cause)?.annexes ?? []) if (decided(book, annex)) releaseWithheld(book, annex);
}

function decided(book: Book, annex: number): boolean {
  return book.need("claim", annex).decision !== null;
}

function releaseWithheld(book: Book, annex: number): void {
  const held = book.lots(accountKey({ kind: "withheld", annex: annex }));
  const clear = mapLoading(held, (lot) => ({ lot, by: contradictionOf(book, lot) })).filter(
    ({ by }) => by === undefined,
  );
  const kg = clear.reduce((sum, { lot }) => sum + lot.left, 0);
  if (kg === 0) return;
  for (const { lot } of clear) {
    const parent = book.memory.lot(lot.parent);
    book.move({ lot, kg: lot.left }, parent.account, { queuePosition: parent.queuePosition });
  }
  const { project } = book.need("claim", annex);
  const withheldKg = (book.get("withheld", project)?.withheldKg ?? 0) - kg;
  book.put("withheld", project, { withheldKg });
}

/** Kilograms that a project's results in force accepted and that are contradicted now. */
export function contradictedAfterPaymentKg(book: Book, project: number): number {
  return contradictedSinceKg(book, book.get("decided", project)?.annexes ?? []);
}

/** Kilograms that the results in force of some dossiers accepted and that are contradicted now. */
export function contradictedSinceKg(book: Book, annexes: readonly number[]): number {
  const lots = mapLoading(annexes, (annex) => book.lots(accountKey({ kind: "paid", annex }))).flat();
  mapLoading(lots, (lot) => contradictionOf(book, lot));
  const doubtfulKg = countDoubtful(book);
  return lots.reduce((kg, lot) => kg + doubtfulKg(lot, lot.left), 0);
}

/**
 * Says of lots that are taken one after another how many of so many kilograms are contradicted: all, none, or the share in question. A slip's share is
 * rounded up once, in however many lots its load lies: a result that is reversed leaves more of them.
 */
export function countDoubtful(book: Book): (lot: Lot, kg: number) => number {
  const takenKg = new Map<string, number>();
  return (lot, kg) => {
    const by = contradictionOf(book, lot);
    if (!by) return 0;
    if (!by.share) return kg;
    const { kg: part, ofKg } = by.share;
    const key = `${by.slip}/${part}/${ofKg}`;
    const before = takenKg.get(key) ?? 0;
    takenKg.set(key, before + kg);
    return shareUp(before + kg, part, ofKg) - shareUp(before, part, ofKg);
  };
}

function shareUp(kg: number, part: number, whole: number): number {
  return Number((BigInt(kg) * BigInt(part) + BigInt(whole) - 1n) / BigInt(whole));
}
