// Kilograms that have left the ground of a source. A source that went over to a successor hands on what it used; what changes about that afterwards,
// by a slip that comes late or is taken back, changes it for the successor too.
import type { Book } from "./book.ts";
import type { GroundFact } from "./facts.ts";

/** A source and, one after the other, those that it went over to. */
export function successionOf(book: Book, source: number): number[] {
  const line = [source];
  for (let next = book.need("source", source).successor; next !== undefined; next = book.need("source", next).successor)
    line.push(next);
  return line;
}

/** The ground's counters after `kg` have left it in a year; below zero: after they were given back. */
export function drawn(ground: GroundFact, year: number, kg: number): GroundFact {
  const years = { ...ground.years, [String(year)]: (ground.years[String(year)] ?? 0) + kg };
  return { ...ground, drawnKg: ground.drawnKg + kg, years };
}

/** Counts kilograms that leave the ground of a source, or below zero come back to it. */
export function useGround(book: Book, source: number, year: number, kg: number): void {
  const { yearKg, totalKg } = book.need("source", source);
  const first = kg > 0 && book.need("ground", source).drawnKg === 0;
  if (first && yearKg === null && totalKg === null) book.signal("limit-not-stated", `source/${source}`, {});
  let reserveIsRest = false;
  for (const index of successionOf(book, source)) {
    book.put("ground", index, drawn(book.need("ground", index), year, kg));
    const fact = book.need("source", index);
    if (reserveIsRest) book.put("source", index, { ...fact, usedBeforeKg: (fact.usedBeforeKg ?? 0) + kg });
    reserveIsRest = fact.successorReserve !== "whole";
  }
}

/** Counts the kilograms that a production book records of a source. */
export function recordGround(book: Book, source: number, kg: number): void {
  for (const index of successionOf(book, source)) {
    const ground = book.need("ground", index);
    book.put("ground", index, { ...ground, recordedKg: ground.recordedKg + kg });
  }
}
