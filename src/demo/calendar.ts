// The days of the demo's story, reckoned back from the visitor's present: whatever the hour and the day of the year, offices have
// worked in office hours and what waits for the visitor is fresh.
import { isWorkingDay } from "../rules/numbers/deadline.ts";
import { dayOf, minuteOf, startOfDay } from "../rules/numbers/time.ts";
import { FIRST_HOLIDAYS } from "../words/first-configuration.ts";

const DAY_S = 86_400;
/** Minutes of the day: 07:30 to 11:30 and 13:30 to 17:00. */
const OFFICE_HOURS = [
  [450, 690],
  [810, 1020],
] as const;
/** Working days that the story takes before the day of the desks. */
const STORY_WORKING_DAYS = 7;

/** True if offices work on the day of `atS`. */
const works = (atS: number): boolean => isWorkingDay(FIRST_HOLIDAYS, dayOf(atS));

/** The first second from `atS` on at which an office is open. */
export function officeOpen(atS: number): number {
  for (let dayS = startOfDay(dayOf(atS)); ; dayS += DAY_S) {
    if (!works(dayS)) continue;
    for (const [opens, closes] of OFFICE_HOURS) if (atS < dayS + closes * 60) return Math.max(atS, dayS + opens * 60);
  }
}

/** The latest working day that is over at `nowS`, as its first second: the dossiers that wait became complete on it. */
export function deskDay(nowS: number): number {
  const today = startOfDay(dayOf(nowS));
  const over = minuteOf(nowS) >= OFFICE_HOURS[1][1];
  return workingDaysBack(over ? today + DAY_S : today, 1);
}

/** When the story begins, for a visitor who comes at `nowS`: 06:00 of a day that leaves it the time it takes. */
export function storyStart(nowS: number): number {
  return workingDaysBack(deskDay(nowS), STORY_WORKING_DAYS) + 6 * 3600;
}

function workingDaysBack(beforeS: number, days: number): number {
  let atS = beforeS;
  for (let left = days; left > 0; ) {
    atS -= DAY_S;
    if (works(atS)) left -= 1;
  }
  return atS;
}
