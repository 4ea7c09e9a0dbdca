// Days on which a source's material came to a project by slip and by paper: both on one day may be one load, shown twice.
import type { Material } from "../../format/codes.ts";
import type { Subject } from "../../words/signals.ts";
import type { Book } from "../book/book.ts";
import { mapLoading } from "../book/memory.ts";
import { DAY_S, dayOf, startOfDay } from "../numbers/time.ts";

/** Material of a source that came to a project. */
export type Delivery = { readonly source: number; readonly project: number; readonly material: Material };

/** A month's days as bits, bit n for day n. */
type Days = { readonly month: number; readonly bits: number };

/** The days from one to another (yyyymmdd), by month. */
function daysFrom(from: number, until: number): Days[] {
  const months = new Map<number, number>();
  for (let atS = startOfDay(from); dayOf(atS) <= until; atS += DAY_S) {
    const [month, day] = [Math.floor(dayOf(atS) / 100), dayOf(atS) % 100];
    months.set(month, (months.get(month) ?? 0) | (1 << day));
  }
  return [...months].map(([month, bits]) => ({ month, bits }));
}

/** Remembers days of a delivery and answers how many of them were not remembered before and have the other sort too. */
function remember(book: Book, { source, project, material }: Delivery, sort: "slips" | "papers", days: Days[]): number {
  const both = mapLoading(days, ({ month, bits }) => {
    const id = `${source}/${project}/${material}/${month}`;
    const before = book.get("deliveryDays", id) ?? { slips: 0, papers: 0 };
    const fresh = bits & ~before[sort];
    if (fresh !== 0) book.put("deliveryDays", id, { ...before, [sort]: before[sort] | bits });
    return fresh & before[sort === "slips" ? "papers" : "slips"];
  });
  return both.reduce((sum, bits) => sum + countBits(bits), 0);
}

function countBits(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}

function notice(book: Book, subject: Subject, { source, project }: Delivery, days: number): void {
  if (days > 0) book.signal("paper-beside-slips", subject, { source, project, days });
}

/** A slip of a source to a project, or nothing to say where it goes elsewhere. */
export function noticeSlipDay(book: Book, slip: number, delivery: Delivery, atS: number): void {
  const day = dayOf(atS);
  notice(book, `slip/${slip}`, delivery, remember(book, delivery, "slips", daysFrom(day, day)));
}

/** An attested paper's days. */
export function noticePaperDays(book: Book, paper: number, delivery: Delivery, from: number, until: number): void {
  notice(book, `paper/${paper}`, delivery, remember(book, delivery, "papers", daysFrom(from, until)));
}
