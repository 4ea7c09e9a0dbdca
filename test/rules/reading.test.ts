import { describe, expect, test } from "vitest";
import { BODIES, type EnteredKind, type Statement } from "../../src/format/kinds.ts";
import { referencesOf } from "../../src/format/references.ts";
import type { Outline } from "../../src/format/shape.ts";
import { FIELD_NAMES, NAMES_IN_KIND } from "../../src/rules/readings/fieldwords.ts";
import { entriesNamed, type FieldReading, readBody } from "../../src/rules/readings/reading.ts";
import { samples } from "../format/samples.ts";

const all = Object.entries(await samples()).flatMap(([kind, given]): Statement[] =>
  (Array.isArray(given) ? given : [given]).map((body) => ({ kind, body }) as Statement),
);

/** Every field name of a shape, however deep. */
function fieldsIn(shape: Outline): string[] {
  const inner = Object.entries(shape.fields ?? {}).flatMap(([name, [, field]]) => [name, ...fieldsIn(field)]);
  return shape.item ? [...inner, ...fieldsIn(shape.item)] : inner;
}

const reading = (said: Statement, name: string) => readBody(said).find((field) => field.name === name)?.reading;

describe("the reader of bodies", () => {
  test("has a name in both languages for every field of every kind, and none that no body has", () => {
    const kinds = Object.entries(BODIES) as [EnteredKind, Outline][];
    const known = kinds.flatMap(([kind, shape]) => fieldsIn(shape).map((name) => ({ kind, name })));
    const nameless = known.filter(({ kind, name }) => !(`${kind}/${name}` in NAMES_IN_KIND) && !(name in FIELD_NAMES));
    expect(nameless).toEqual([]);
    const names = new Set(known.flatMap(({ kind, name }) => [name, `${kind}/${name}`]));
    expect([...Object.keys(FIELD_NAMES), ...Object.keys(NAMES_IN_KIND)].filter((name) => !names.has(name))).toEqual([]);
    for (const [vi, en] of [...Object.values(FIELD_NAMES), ...Object.values(NAMES_IN_KIND)])
      expect([vi, en].every((words) => words.trim() !== "")).toBe(true);
  });

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
