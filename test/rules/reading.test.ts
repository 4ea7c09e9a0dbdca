import { describe, expect, test } from "vitest";
import type { Statement } from "../../src/format/kinds.ts";
import { referencesOf } from "../../src/format/references.ts";
import { entriesNamed, type FieldReading, readBody } from "../../src/rules/readings/reading.ts";
import { samples } from "../format/samples.ts";

const all = Object.entries(await samples()).flatMap(([kind, given]): Statement[] =>
  (Array.isArray(given) ? given : [given]).map((body) => ({ kind, body }) as Statement),
);

const reading = (said: Statement, name: string) => readBody(said).find((field) => field.name === name)?.reading;

describe("the reader of bodies", () => {
  test.each(all.map((said) => [said.kind, said] as const))(
    "reads %s whole, and names the entries that it refers to",
    (_, said) => {
      const fields = readBody(said);
      const given = Object.entries(said.body as object).filter(([, value]) => value !== undefined);
      expect(fields.map((field) => field.name)).toEqual(given.map(([name]) => name));
      const named = new Set(entriesNamed(fields));
      expect(referencesOf(said).filter((index) => !named.has(index))).toEqual([]);
    },
  );

  test("reads a number by its shape: a licence's first day is a day, a route's beginning is a place", () => {
    const route: Statement = {
      kind: "route.set",
      body: { from: 7, to: 9, distanceM: 18_000, minutes: 45, cycleMinutes: 45 },
    };
    expect(reading(route, "from")).toEqual({ is: "entry", value: 7 });
    const factor: Statement = {
      kind: "factor.set",
      body: { material: 1, use: 1, numerator: 1380, denominator: 1, document: "Định mức", from: 20250701 },
    };
    expect(reading(factor, "from")).toEqual({ is: "day", value: 20250701 });
    expect(reading(factor, "use")).toEqual({ is: "code", words: { vi: "kg/m³ rời", en: "kg per m³, loose" } });
  });

  test("reads a slip's book as the grant and the number of the sheet, and hours as minutes of the day", () => {
    const slip: Statement = {
      kind: "slip.issue",
      body: { route: 1, vehicle: 2, massKg: 20_000, measure: 1, book: [50, 7] },
    };
    const items = [
      { is: "entry", value: 50 },
      { is: "count", value: 7 },
    ];
    expect(reading(slip, "book")).toEqual({ is: "list", items });
    const amended: Statement = {
      kind: "source.amend",
      body: { source: 9, document: "Văn bản", hours: [360, 1020], season: [101, 930] },
    };
    expect(reading(amended, "hours")).toMatchObject({ items: [{ is: "minute", value: 360 }, { is: "minute" }] });
    expect(reading(amended, "season")).toMatchObject({ items: [{ is: "text", text: "01/01" }, { text: "30/09" }] });
  });

  test("does not take the number of a package for an entry", () => {
    const given: Statement = {
      kind: "package.transfer",
      body: { project: 43, from: 1, to: 2, material: 1, massKg: 5000, reason: "Điều chuyển cát giữa hai gói" },
    };
    const whole: readonly FieldReading[] = readBody(given);
    expect([...entriesNamed(whole)]).toEqual([43]);
    expect(reading(given, "to")).toEqual({ is: "count", value: 2 });
  });
});
