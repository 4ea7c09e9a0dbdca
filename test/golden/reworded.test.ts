// No word of the screen is part of a ledger: with every word of the dictionary, of the code lists and of the problems replaced, every
// golden ledger is judged as before, to the last stored byte.
import { beforeAll, expect, it } from "vitest";
import * as codes from "../../src/format/codes.ts";
import { VERSIONS } from "../../src/rules/registry/versions.ts";
import { DICTIONARY } from "../../src/words/dictionary.ts";
import { PROBLEMS, problem, sentence } from "../../src/words/problem.ts";
import { difference, NAMES } from "./compare.ts";

let replaced = 0;

/** Replaces every pair of Vietnamese and English words under an object, in place. */
function reword(under: object): void {
  if ("vi" in under && "en" in under) {
    Object.assign(under, { vi: `khác ${replaced}`, en: `other ${replaced}` });
    replaced += 1;
    return;
  }
  for (const each of Object.values(under)) if (typeof each === "object" && each !== null) reword(each);
}

beforeAll(() => {
  reword(DICTIONARY);
  reword({ ...codes });
  for (const said of Object.values(PROBLEMS)) Object.assign(said, { 1: "khác {what}", 2: "other {what}" });
});

it("every word is another one", () => {
  expect(replaced).toBeGreaterThan(250);
  expect(sentence(problem("not-found", { what: "slip", index: 7 }), "vi")).toMatch(/^Khác khác \d+$/);
});

it.each(VERSIONS.map(({ number }) => number))("golden ledgers of version %i are judged as before", (version) => {
  expect(NAMES.map((name) => difference(version, name))).toEqual(NAMES.map(() => undefined));
});
