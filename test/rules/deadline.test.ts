// Deadlines of payment control against the calendar of Vietnam, holidays included.
import { describe, expect, it } from "vitest";
import { controlDeadline, deadlineOf, isWorkingDay } from "../../src/rules/numbers/deadline.ts";
import { isDay } from "../../src/rules/numbers/time.ts";
import { FIRST_HOLIDAYS } from "../../src/words/first-configuration.ts";

/** Milliseconds of an hour in Vietnam. */
function at(text: string): number {
  return Date.parse(`${text}:00+07:00`);
}

/** The first day of a lunar month near a Gregorian date, by the calendar that the platform knows. */
function lunar(day: number): string {
  const date = new Date(Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100) - 1, day % 100, 5));
  const parts = new Intl.DateTimeFormat("en-u-ca-chinese", {
    month: "numeric",
    day: "numeric",
    timeZone: "Asia/Ho_Chi_Minh",
  });
  return parts.format(date);
}

describe("the treasury's working days", () => {
  it.each([
    ["a Tuesday morning", "2026-11-10T08:00", 20261112],
    ["a Tuesday, one minute before midnight", "2026-11-10T23:59", 20261112],
    ["a Thursday: the weekend does not count", "2026-11-12T10:00", 20261116],
    ["a Saturday", "2026-11-14T10:00", 20261117],
    ["the last working day before Tết 2026", "2026-02-13T16:00", 20260224],
    ["the day before 30 April 2025, with a swapped Friday", "2025-04-29T09:00", 20250506],
    ["a Thursday before a worked Saturday", "2026-08-20T09:00", 20260822],
    ["the day before National Day 2026", "2026-08-28T09:00", 20260904],
  ])("a dossier complete on %s is due in two of them", (_, received, due) => {
    expect(controlDeadline(FIRST_HOLIDAYS, at(received), 1).day).toBe(due);
  });

  it("an advance is due in one", () => {
    expect(controlDeadline(FIRST_HOLIDAYS, at("2026-11-10T08:00"), 2).day).toBe(20261111);
    expect(controlDeadline(FIRST_HOLIDAYS, at("2026-11-13T08:00"), 2).day).toBe(20261116);
  });

  it("the last day counts to its end", () => {
    expect(controlDeadline(FIRST_HOLIDAYS, at("2026-11-10T08:00"), 1).endMs).toBe(at("2026-11-13T00:00"));
  });

  it("a year that the Government has not fixed yet says so, and a year beyond the table counts with weekends alone", () => {
    expect(deadlineOf(FIRST_HOLIDAYS, at("2026-12-31T08:00"), 2)).toMatchObject({ day: 20270105, sure: "provisional" });
    expect(deadlineOf(FIRST_HOLIDAYS, at("2026-11-10T08:00"), 2).sure).toBe("fixed");
    expect(deadlineOf(FIRST_HOLIDAYS, at("2027-12-30T08:00"), 2)).toMatchObject({ day: 20280103, sure: "weekends" });
  });
});

describe("the table of holidays", () => {
  it.each(FIRST_HOLIDAYS.map((each) => [each.year, each] as const))(
    "of %i names real days of its year and its paper",
    (year, row) => {
      for (const day of [...row.off, ...row.worked]) {
        expect(isDay(day)).toBe(true);
        expect(Math.floor(day / 10_000)).toBe(year);
      }
      expect(row.document).toMatch(/\d{4}/);
      expect(row.off.every((day) => isWorkingDay(FIRST_HOLIDAYS, day) === false)).toBe(true);
      expect(row.worked.every((day) => isWorkingDay(FIRST_HOLIDAYS, day) === true)).toBe(true);
    },
  );

  it("has the first day of the lunar year and the tenth of its third month off", () => {
    // The new moon of 6 February 2027 is minutes before midnight in Beijing, and the platform's calendar misses it by a day.
    expect([20250129, 20260217].map(lunar)).toEqual(["1/1", "1/1"]);
    expect([20250407, 20260426, 20270416].map(lunar)).toEqual(["3/10", "3/10", "3/10"]);
    expect(
      [20250129, 20260217, 20270206, 20250407, 20260426, 20270416].some((day) => isWorkingDay(FIRST_HOLIDAYS, day)),
    ).toBe(false);
  });

  it("gives each year the eleven days of the Labour Code, weekends made good", () => {
    for (const row of FIRST_HOLIDAYS) expect(row.off.length - row.worked.length).toBe(11);
  });
});
