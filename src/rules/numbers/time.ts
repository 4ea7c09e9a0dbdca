// Days, minutes and years as Vietnam counts them (UTC+7 all year), from Unix seconds and without a clock.

import { VEHICLE_CLASSES, type VehicleClass } from "../../format/codes.ts";
import { VIETNAM_OFFSET_S } from "../../words/vietnam-time.ts";

export const DAY_S = 86_400;

/** The calendar day in Vietnam as yyyymmdd. */
export function dayOf(unixS: number): number {
  const date = new Date((unixS + VIETNAM_OFFSET_S) * 1000);
  return date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
}

/** The calendar year in Vietnam. */
export function yearOf(unixS: number): number {
  return Math.floor(dayOf(unixS) / 10_000);
}

/** Minute of the day in Vietnam, 0 to 1439. */
export function minuteOf(unixS: number): number {
  const seconds = (((unixS + VIETNAM_OFFSET_S) % DAY_S) + DAY_S) % DAY_S;
  return Math.floor(seconds / 60);
}

/** Unix seconds of the first second of a day (yyyymmdd) in Vietnam. */
export function startOfDay(day: number): number {
  return Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100) - 1, day % 100) / 1000 - VIETNAM_OFFSET_S;
}

/** Unix seconds of the last second of a day (yyyymmdd) in Vietnam. */
export function endOfDay(day: number): number {
  return startOfDay(day) + DAY_S - 1;
}

/** True if yyyymmdd is a day of the calendar. */
export function isDay(day: number): boolean {
  return dayOf(startOfDay(day)) === day;
}

/** Seconds that a slip stays good: the route's minutes stretched for the vehicle's class, rounded up, and the rules' margin. */
export function allowanceS(routeMinutes: number, vehicleClass: VehicleClass, marginMinutes: number): number {
  const stretched = Math.ceil((routeMinutes * VEHICLE_CLASSES[vehicleClass].stretchPercent) / 100);
  return (stretched + marginMinutes) * 60;
}
