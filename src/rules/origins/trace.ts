// Where kilograms come from: the chain of lots from any account back to the ground, and whether anything on it is contradicted.
import { slipOf } from "../book/accounts.ts";
import type { Book } from "../book/book.ts";
import type { Lot } from "../book/memory.ts";
import { findingOn } from "./findings.ts";

/** The lot and its ancestors, nearest first; the last one came from the ground of its source. Cost: one step a movement. */
export function ancestry(book: Book, lot: Lot): Lot[] {
  const chain = [lot];
  for (let at = lot; at.parent !== 0; ) {
    at = book.memory.lot(at.parent);
    chain.push(at);
  }
  return chain;
}

/** The entry by which a lot came to where it is: that of its leaf, or the receipt that came to count by what its leaf says. */
export function entryOf(book: Book, lot: Lot): number {
  const parent = lot.parent === 0 ? undefined : book.memory.lot(lot.parent);
  const received = parent !== undefined && slipOf(parent.account) !== undefined;
  return (received ? book.get("posted", lot.id)?.receipt : undefined) ?? lot.leaf;
}

/** The contradiction of a lot. `share`: only so many kilograms of so many on the slip are in question, and of the lot the same share. */
export type LotContradiction = {
  readonly slip: number | null;
  readonly index: number;
  readonly why: string;
  readonly share?: { readonly kg: number; readonly ofKg: number };
};

/**
 * The contradiction that touches a lot: a contested slip on its way here, or a finding; one that holds for the whole lot before one that
 * holds for a share. A predicate, so lifting it restores exactly.
 */
export function contradictionOf(book: Book, lot: Lot): LotContradiction | undefined {
  const chain = ancestry(book, lot);
  let partly: (LotContradiction & { share: { kg: number; ofKg: number } }) | undefined;
  for (const each of chain) {
    const slip = slipOf(each.account);
    const contested = slip === undefined ? undefined : book.need("slipState", slip).contested;
    if (slip === undefined || !contested) continue;
    const { index, why, kg } = contested;
    if (kg === undefined) return { slip, index, why };
    const ofKg = book.need("slip", slip).massKg;
    if (!partly || kg * partly.share.ofKg > partly.share.kg * ofKg) partly = { slip, index, why, share: { kg, ofKg } };
  }
  const finding = findingOn(book, chain);
  const nearest = chain.map((each) => slipOf(each.account)).find((slip) => slip !== undefined);
  return finding ? { slip: nearest ?? null, index: finding.index, why: "finding" } : partly;
}
