import { expect, test } from "vitest";
import { inHours, inSeason, opensAt } from "../../src/rules/numbers/hours.ts";
import { dayOf, minuteOf } from "../../src/rules/numbers/time.ts";

/** A moment in Vietnam as Unix seconds. */
const at = (day: string, time: string) => Date.parse(`${day}T${time}:00+07:00`) / 1000;
const text = (second: number | undefined) =>
  second === undefined ? undefined : `${dayOf(second)} ${Math.floor(minuteOf(second) / 60)}:${minuteOf(second) % 60}`;

const river = { hours: [300, 1140] as [number, number], season: null };

test("a source with hours works from the first minute to before the last", () => {
  expect(inHours(river, at("2026-11-10", "04:59"))).toBe(false);
  expect(inHours(river, at("2026-11-10", "05:00"))).toBe(true);
  expect(inHours(river, at("2026-11-10", "18:59"))).toBe(true);
  expect(inHours(river, at("2026-11-10", "19:00"))).toBe(false);
});

test.each([
  ["by day at once", river, at("2026-11-10", "08:00"), "20261110 8:0"],
  ["in the evening the next morning", river, at("2026-11-10", "20:31"), "20261111 5:0"],
  ["before dawn the same morning", river, at("2026-11-10", "02:00"), "20261110 5:0"],
  ["on New Year's Eve in the new year", river, at("2026-12-31", "23:59"), "20270101 5:0"],
  [
    "outside the season on its first morning",
    { ...river, season: [401, 930] },
    at("2026-11-10", "08:00"),
    "20270401 5:0",
  ],
  [
    "on the season's last evening next year",
    { ...river, season: [401, 930] },
    at("2026-09-30", "19:00"),
    "20270401 5:0",
  ],
  [
    "by night, where the hours run over midnight",
    { hours: [1320, 240], season: null },
    at("2026-11-10", "03:00"),
    "20261110 3:0",
  ],
  [
    "in the late evening, where the hours run over midnight",
    { hours: [1320, 240], season: null },
    at("2026-11-10", "04:00"),
    "20261110 22:0",
  ],
  [
    "at midnight of the season, where the hours run over midnight",
    { hours: [1320, 240], season: [401, 930] },
    at("2026-03-31", "23:00"),
    "20260401 0:0",
  ],
  ["at any hour, where none are stated", { hours: null, season: null }, at("2026-11-10", "03:33"), "20261110 3:33"],
  ["never, where its hours are empty", { hours: [300, 300], season: null }, at("2026-11-10", "03:00"), undefined],
] as const)("a source opens %s", (_, source, now, opens) => {
  const hours = source.hours && ([...source.hours] as [number, number]);
  const season = source.season && ([...source.season] as [number, number]);
  expect(text(opensAt({ hours, season }, now))).toBe(opens);
});

test("a season may run over New Year", () => {
  const winter = { season: [1101, 228] as [number, number], hours: null };
  expect([20261031, 20261101, 20270101, 20270228, 20270301].map((day) => inSeason(winter, day))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
});
