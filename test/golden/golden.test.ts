// Golden ledgers: small logs of each version of the rules with what the rules made of every entry. Their derived state is the same for
// ever; a rule that changes without a new version fails here, and the failure says what to do.
import fs from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { decodeEntry } from "../../src/format/entry.ts";
import { KIND_NAMES } from "../../src/format/kinds.ts";
import { NEWEST_VERSION, VERSIONS } from "../../src/rules/registry/versions.ts";
import { difference, digestOf, NAMES, readLog, readState, requireUnreleased, writeGolden } from "./compare.ts";
import { arrivalsOf } from "./ledger-file.ts";
import { RELEASED } from "./released.ts";
import { chance, demo, offices } from "./stories.ts";

const MOST_BYTES = 300_000;
const STORIES = { demo, chance, offices };

beforeAll(async () => {
  if (process.env.UPDATE_GOLDEN !== "1") return;
  for (const name of NAMES) writeGolden(name, arrivalsOf(await STORIES[name]()));
  console.log(`To freeze version ${NEWEST_VERSION}, add to test/golden/released.ts:`);
  console.log(`  ${NEWEST_VERSION}: "${digestOf(NEWEST_VERSION)}",`);
});

describe.each(VERSIONS.map(({ number }) => number))("golden ledgers of version %i", (version) => {
  it.each(NAMES)("%s: the rules make of every entry what they made of it then", (name) => {
    const found = difference(version, name);
    if (found !== undefined) throw new Error(found);
  });

  it("are the released ones, byte for byte, where the version is released", () => {
    expect(digestOf(version)).toBe(RELEASED[version] ?? digestOf(version));
  });

  it("hold every kind of entry, disagreements and refusals", () => {
    const lines = NAMES.flatMap((name) => readState(version, name).split("\n"));
    const kept = lines
      .map((line) => line.split(" "))
      .filter(([, , fate]) => fate === "ok" || fate?.startsWith("disagrees:"));
    const kinds = new Set(kept.map(([, kind]) => kind));
    // Ledgers of an older version lack the kinds that came after them; those of the newest hold every kind.
    const wanted = version === NEWEST_VERSION ? KIND_NAMES : KIND_NAMES.filter((kind) => kinds.has(kind));
    // The entry that takes in a later version is in the ledgers of that later version.
    const later = version === 1 && version === NEWEST_VERSION ? ["rules.version"] : [];
    const missing = wanted.filter((kind) => !kinds.has(kind));
    expect(missing, "a kind needs a deed in test/golden/stories.ts; then UPDATE_GOLDEN=1").toEqual(later);
    expect(kept.filter(([, , fate]) => fate !== "ok").length).toBeGreaterThan(20);
    expect(lines.filter((line) => line.includes(" refused {")).length).toBeGreaterThan(20);
  });
});

describe("golden ledgers", () => {
  it("stay small, and are of versions that this program knows", () => {
    const here = new URL("./", import.meta.url);
    const versions = fs.readdirSync(here).filter((name) => /^v\d+$/.test(name));
    const files = versions.flatMap((version) =>
      fs.readdirSync(new URL(`${version}/`, here)).map((name) => `${version}/${name}`),
    );
    expect(versions.sort()).toEqual(VERSIONS.map(({ number }) => `v${number}`).sort());
    expect(files.length).toBe(2 * NAMES.length * versions.length);
    expect(files.reduce((sum, name) => sum + fs.statSync(new URL(name, here)).size, 0)).toBeLessThan(MOST_BYTES);
  });

  it("hold entries as they were signed and nothing else", () => {
    for (const name of NAMES)
      for (const { entry } of readLog(NEWEST_VERSION, name)) expect(decodeEntry(entry)).toHaveProperty("entry");
  });

  it("of a released version are never written anew", () => {
    expect(() => requireUnreleased(1, { 1: "digest" })).toThrow("never written anew");
    expect(() => requireUnreleased(2, { 1: "digest" })).not.toThrow();
  });
});
