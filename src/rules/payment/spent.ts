// Where the kilograms of a slip, or what a finding touches, were already part of a payment result. A contradiction that comes after the
// result reopens nothing silently: the result is named to its treasury, and what it had withheld comes back once nothing contradicts it.
import { accountKey, slipOf } from "../book/accounts.ts";
import type { Book } from "../book/book.ts";
import { type Lot, mapLoading } from "../book/memory.ts";
import { ancestry, contradictionOf, type LotContradiction } from "../origins/trace.ts";

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

/** Less of a slip is in question, or a finding is lifted: what results had withheld for that regains its place in the package. */
export function releaseSpent(book: Book, cause: number): void {
  for (const annex of book.get("spent", cause)?.annexes ?? []) if (decided(book, annex)) releaseWithheld(book, annex);
}

function decided(book: Book, annex: number): boolean {
  return book.need("claim", annex).decision !== null;
}

function releaseWithheld(book: Book, annex: number): void {
  const clear = questioned(book, annex).flatMap(({ withheld, doubtfulKg }) => beyondFirst(withheld, doubtfulKg));
  const kg = clear.reduce((sum, taking) => sum + taking.kg, 0);
  if (kg === 0) return;
  for (const { lot, kg: part } of clear) {
    const parent = book.memory.lot(lot.parent);
    book.move({ lot, kg: part }, parent.account, { queuePosition: parent.queuePosition });
  }
  const { project } = book.need("claim", annex);
  const withheldKg = (book.get("withheld", project)?.withheldKg ?? 0) - kg;
  book.put("withheld", project, { withheldKg });
}

/** The lots of a result that one contradiction touches, or none, and how many kilograms of them are in question. */
type Questioned = { readonly withheld: Lot[]; readonly paid: Lot[]; readonly doubtfulKg: number };

/** The lots that a result withheld and paid, by the contradiction that touches them now. A share in question is one of all that the result drew of its slip. */
function questioned(book: Book, annex: number): Questioned[] {
  const [withheld, paid] = (["withheld", "paid"] as const).map((kind) => book.lots(accountKey({ kind, annex })));
  const found = mapLoading([...withheld!, ...paid!], (lot) => ({ lot, by: contradictionOf(book, lot) }));
  const sums = new Map<string, { withheld: Lot[]; paid: Lot[]; kg: number; by: LotContradiction | undefined }>();
  for (const [i, { lot, by }] of found.entries()) {
    const key = by ? `${by.index}/${by.slip}` : "";
    const sum = sums.get(key) ?? { withheld: [], paid: [], kg: 0, by };
    (i < withheld!.length ? sum.withheld : sum.paid).push(lot);
    sum.kg += lot.left;
    sums.set(key, sum);
  }
  return [...sums.values()].map(({ kg, by, ...lots }) => ({ ...lots, doubtfulKg: doubtfulOf(kg, by) }));
}

function doubtfulOf(kg: number, by: LotContradiction | undefined): number {
  if (!by) return 0;
  return by.share ? shareUp(kg, by.share.kg, by.share.ofKg) : kg;
}

/** The kilograms of withheld lots that need not be withheld: all but the first so many. */
function beyondFirst(lots: readonly Lot[], keptKg: number): { lot: Lot; kg: number }[] {
  let kept = keptKg;
  return lots.flatMap((lot) => {
    const stays = Math.min(lot.left, kept);
    kept -= stays;
    return stays < lot.left ? [{ lot, kg: lot.left - stays }] : [];
  });
}

/** Kilograms that a project's results in force accepted and that are contradicted now. */
export function contradictedAfterPaymentKg(book: Book, project: number): number {
  return contradictedSinceKg(book, book.get("decided", project)?.annexes ?? []);
}

/** Kilograms that the results in force of some dossiers accepted and that are contradicted now, beyond what they withheld for that. */
export function contradictedSinceKg(book: Book, annexes: readonly number[]): number {
  const all = mapLoading(annexes, (annex) => questioned(book, annex)).flat();
  return all.reduce((kg, each) => kg + Math.min(weight(each.paid), beyondWithheld(each)), 0);
}

function beyondWithheld({ withheld, doubtfulKg }: Questioned): number {
  return Math.max(0, doubtfulKg - weight(withheld));
}

function weight(lots: readonly Lot[]): number {
  return lots.reduce((kg, lot) => kg + lot.left, 0);
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
