// When the treasury's answer is due: working days as Vietnam counts them. Between a claim's completion and the queue of the
// treasury. Tết and the days swapped around other holidays are fixed by the Government for each year, so they are entries of the log
// (calendar.set) and not a formula; a library of holidays would only guess at them.
import { CLAIM_KIND, type ClaimKind } from "../../format/codes.ts";
import { dayOf, startOfDay } from "./time.ts";

/** Days off and days worked in exchange of one year (yyyymmdd); `fixed` false: reckoned ahead of the Government's paper. */
type YearOfDays = {
  readonly year: number;
  readonly fixed: boolean;
  readonly off: readonly number[];
  readonly worked: readonly number[];
};

/** Years with their holidays; of a year that is missing only the weekends are known. */
export type Calendar = readonly YearOfDays[];

/** Working days that Decree 254/2025/NĐ-CP gives the treasury from a complete dossier; a rule set may say others. */
export const CONTROL_DAYS = { claim: 2, advance: 1 } as const;

const DAY_S = 86_400;

/** True if offices work on a day (yyyymmdd). */
export function isWorkingDay(calendar: Calendar, day: number): boolean {
  const year = yearOfDays(calendar, day);
  if (year?.worked.includes(day)) return true;
  const weekday = new Date((startOfDay(day) + DAY_S / 2) * 1000).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !year?.off.includes(day);
}

function yearOfDays(calendar: Calendar, day: number): YearOfDays | undefined {
  return calendar.find(({ year }) => year === Math.floor(day / 10_000));
}

/** Grounds of a deadline, the surest first: holidays fixed by the Government, reckoned ahead of it, or weekends alone. */
const SURENESS = ["fixed", "provisional", "weekends"] as const;
export type Sureness = (typeof SURENESS)[number];

/** Until when the answer is due: the last day as yyyymmdd, the first millisecond after it, and the least sure of the years it crosses. */
export type Deadline = { readonly day: number; readonly endMs: number; readonly sure: Sureness };

/**
 * The deadline `workingDays` after the day of receipt, which itself does not count; it ends with its last day (Civil Code
 * 91/2015/QH13, articles 147 and 148).
 */
export function deadlineOf(calendar: Calendar, receivedMs: number, workingDays: number): Deadline {
  let atS = startOfDay(dayOf(Math.floor(receivedMs / 1000)));
  let least = 0;
  for (let left = workingDays; left > 0; ) {
    atS += DAY_S;
    const year = yearOfDays(calendar, dayOf(atS));
    least = Math.max(least, year === undefined ? 2 : year.fixed ? 0 : 1);
    if (isWorkingDay(calendar, dayOf(atS))) left -= 1;
  }
  return { day: dayOf(atS), endMs: (atS + DAY_S) * 1000, sure: SURENESS[least]! };
}

/** The deadline of a dossier of a kind that is complete at `completeMs`. */
export function controlDeadline(
  calendar: Calendar,
  completeMs: number,
  kind: ClaimKind,
  days: { readonly claim: number; readonly advance: number } = CONTROL_DAYS,
): Deadline {
  return deadlineOf(calendar, completeMs, kind === CLAIM_KIND.advance ? days.advance : days.claim);
}
