// The hours and the season of a source, as its licence states them: whether it works at a moment, and when it works again.
import { dayOf, minuteOf, startOfDay } from "./time.ts";

/** Opening and closing minute of the day; first and last day of the season as month × 100 + day; null: none stated. */
type Hours = { readonly hours: readonly number[] | null; readonly season: readonly number[] | null };

const DAY_S = 86_400;

/** True if the minute of the day at Unix second `atS` is a working one; hours may run over midnight, none stated are all. */
export function inHours(source: Hours, atS: number): boolean {
  const [opens, closes] = source.hours ?? [0, 1440];
  const minute = minuteOf(atS);
  return opens! <= closes! ? minute >= opens! && minute < closes! : minute >= opens! || minute < closes!;
}

/** True if a day (yyyymmdd) is of the season; a season may run over New Year, none stated is the whole year. */
export function inSeason(source: Hours, day: number): boolean {
  const [first, last] = source.season ?? [101, 1231];
  const date = day % 10_000;
  return first! <= last! ? date >= first! && date <= last! : date >= first! || date <= last!;
}

/** The Unix second from which a source works, not before `atS`: `atS` itself while it works, undefined where no day of the coming year is one. */
export function opensAt(source: Hours, atS: number): number | undefined {
  const works = (second: number) => inSeason(source, dayOf(second)) && inHours(source, second);
  if (works(atS)) return atS;
  const today = startOfDay(dayOf(atS));
  for (let day = 0; day <= 366; day++) {
    // A day of work begins at its first hour, or at midnight where the night before would have been of the season too.
    for (const minute of [0, source.hours?.[0] ?? 0]) {
      const second = today + day * DAY_S + minute * 60;
      if (second > atS && works(second)) return second;
    }
  }
  return undefined;
}
