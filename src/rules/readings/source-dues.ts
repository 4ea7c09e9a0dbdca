// A source by month: kilograms dug, sent and paid for. These are the figures that its dues are judged by, for pages and for the tax office's own tables.
import { DUES, type DuesCode, type Phase } from "../../format/codes.ts";
import type { Book } from "../book/book.ts";
import type { DuesFact, PaidFact } from "../book/dues-facts.ts";
import { mapLoading } from "../book/memory.ts";
import { duesPhaseOf, monthsBetween } from "../stock/dues.ts";

export const DUES_CODES = Object.keys(DUES).map(Number) as DuesCode[];

/** A month of a source; `paid` is the latest attestation of each due that has one. */
export type DuesMonth = {
  readonly month: number;
  readonly dugKg: number;
  readonly sentKg: number;
  readonly paid: Partial<Record<DuesCode, PaidFact>>;
};

/** A source's year, and what was short when its last quarter was judged; `judged` is 0 before any was. */
export type SourceDues = {
  readonly months: readonly DuesMonth[];
  readonly judged: number;
  readonly behind: DuesFact["behind"];
  readonly phase: Phase;
};

export function sourceDues(book: Book, source: number, year: number, nowS: number): SourceDues {
  const months = mapLoading(monthsBetween(year * 100 + 1, year * 100 + 12), (month) => {
    const paid = DUES_CODES.flatMap((due) => {
      const fact = book.get("paid", `${source}/${due}/${month}`);
      return fact ? [[due, fact] as const] : [];
    });
    const { dugKg, sentKg } = book.get("monthly", `${source}/${month}`) ?? { dugKg: 0, sentKg: 0 };
    return { month, dugKg, sentKg, paid: Object.fromEntries(paid) };
  });
  const { judged, behind } = book.get("dues", source) ?? { judged: 0, behind: [] };
  return { months, judged, behind, phase: duesPhaseOf(book, source, nowS) };
}
