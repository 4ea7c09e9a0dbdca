// The numbers under which facts and lists lie in the store: two kinds under one number would read each other's rows.
import { describe, expect, it } from "vitest";
import { FACTS } from "../../src/rules/book/fact-kinds.ts";
import { LISTS } from "../../src/rules/book/lists.ts";
import { factPlaceOf } from "../../src/store/fact-rows.ts";

describe("kinds of fact and lists", () => {
  it.each<[string, number[]]>([
    ["facts", Object.values(FACTS).map(({ number }) => number)],
    ["lists", Object.values(LISTS)],
  ])("%s have one number each, which a small integer of the database holds", (_, numbers) => {
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.filter((number) => !Number.isInteger(number) || number < 1 || number > 32_767)).toEqual([]);
  });

  it("a fact lies under its kind's number, by log index or by name, and a word that is no kind has no place", () => {
    expect(factPlaceOf("site/15")).toEqual({ kind: FACTS.site.number, number: 15 });
    expect(factPlaceOf("spelt/plate/77C04269")).toEqual({ kind: FACTS.spelt.number, name: "plate/77C04269" });
    for (const key of ["nothing/1", "constructor/1", "site"]) expect(() => factPlaceOf(key)).toThrow("no kind of fact");
  });
});
