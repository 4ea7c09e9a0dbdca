// The three books of a source beside each other: what its production book records, what has left its ground by slips and papers, and what a
// survey finds. Circular 36/2025/TT-BNNMT has differences of more than a tenth explained, and names bands of extraction above the licence.
import type { Context } from "../acts/context.ts";
import { rulesAt } from "../acts/context.ts";
import type { Book } from "../book/book.ts";
import type { GroundFact, SourceFact } from "../book/facts.ts";
import type { Due } from "../book/memory.ts";
import { fraction, overCapacity, timesOverFloor } from "../numbers/convert.ts";
import { dayOf, startOfDay, yearOf } from "../numbers/time.ts";

/** All that a production book has recorded, within the licence and beyond it. */
export function recordedKg({ recordedKg: within, beyond }: GroundFact): number {
  return Object.values(beyond ?? {}).reduce((kg, each) => kg + each, within);
}

/** The extraction that an office's latest survey of a source found; undefined where none has been made. */
export function surveyedKg(book: Book, source: number): number | undefined {
  return book.get("survey", source)?.massKg;
}

/**
 * Has the books of a source compared when the month is over and what was recorded off line has had its time to arrive, so that a
 * production book filled in some days later is no difference.
 */
export function reckonLater({ book, receivedMs, rules }: Context, source: number): void {
  const ground = book.need("ground", source);
  const month = Math.floor(dayOf(Math.floor(receivedMs / 1000)) / 100);
  if (ground.reckoned === month) return;
  book.put("ground", source, { ...ground, reckoned: month });
  const next = month % 100 === 12 ? month + 89 : month + 1;
  book.due(startOfDay(next * 100 + 1) * 1000 + rules.set.tolerances.lateMinutes * 60_000, `reckon/${source}`);
}

/** Compares production book and slips of a source; either may be the one that says too little. */
export function reckon(book: Book, due: Due): void {
  const source = Number(due.key.split("/")[1]);
  const ground = book.need("ground", source);
  const { tolerances } = rulesAt(book.need("rules", 0), Math.floor(due.atMs / 1000)).set;
  const [recorded_kg, drawn_kg] = [recordedKg(ground), ground.drawnKg];
  const apartKg = Math.abs(recorded_kg - drawn_kg);
  if (apartKg <= timesOverFloor(Math.max(recorded_kg, drawn_kg), tolerances.explainPermille, 1000)) return;
  const surveyed_kg = surveyedKg(book, source) ?? 0;
  book.signal("production-differs", `source/${source}`, { recorded_kg, drawn_kg, surveyed_kg });
}

/** Kilograms that a source may have given by an hour, all years of its licence together; undefined where no limit is stated. */
export function licensedKg({ from, sinceS, yearKg, totalKg }: SourceFact, atS: number): number | undefined {
  const firstS = Math.max(sinceS, from === null ? 0 : startOfDay(from));
  const years = yearOf(atS) - yearOf(firstS) + 1;
  const byYears = yearKg === null ? undefined : yearKg * Math.max(years, 1);
  if (byYears === undefined || totalKg === null) return byYears ?? totalKg ?? undefined;
  return Math.min(byYears, totalKg);
}

/** Names the band of extraction above the licensed capacity, for whoever decides on the penalty. */
export function noticeOverCapacity(
  book: Book,
  source: number,
  of: { readonly entry: number; readonly extracted_kg: number; readonly capacity_kg: number },
): void {
  if (of.capacity_kg === 0) return;
  const { percent, band } = overCapacity(fraction(of.extracted_kg), fraction(of.capacity_kg));
  if (band === undefined) return;
  book.signal("over-capacity", `source/${source}`, { ...of, percent: Number(percent.top / percent.bottom), band });
}
