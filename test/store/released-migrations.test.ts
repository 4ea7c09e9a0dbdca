// A migration that has run somewhere never changes: databases out there hold what it made. Released ones are frozen by the SHA-256 of
// their file; whatever has to change comes as a new migration after them.
import { createHash } from "node:crypto";
import fs from "node:fs";
import { expect, it } from "vitest";

/** Name → SHA-256 of the file. To freeze a migration is to add its line: `sha256sum migrations/*.ts`. */
const RELEASED: Readonly<Record<string, string>> = {};

const folder = new URL("../../migrations/", import.meta.url);

function hashes(): Map<string, string> {
  const files = fs.readdirSync(folder).filter((file) => file.endsWith(".ts"));
  return new Map(
    files.map((file) => [
      file.slice(0, -".ts".length),
      createHash("sha256")
        .update(fs.readFileSync(new URL(file, folder)))
        .digest("hex"),
    ]),
  );
}

/** What is wrong with the migrations of this code, beside the released ones. */
function faults(found: ReadonlyMap<string, string>, released: Readonly<Record<string, string>>): string[] {
  const last = Object.keys(released).sort().at(-1) ?? "";
  const changed = Object.entries(released)
    .filter(([name, hash]) => found.get(name) !== hash)
    .map(([name]) =>
      found.has(name)
        ? `migrations/${name}.ts is released and has changed: put it back, and write what must change as a new migration.`
        : `migrations/${name}.ts is released and gone: put it back.`,
    );
  const late = [...found.keys()]
    .filter((name) => !(name in released) && name < last)
    .map((name) => `migrations/${name}.ts comes before the released ${last}: give it the next number.`);
  return [...changed, ...late];
}

it("released migrations are what they were, and new ones come after them", () => {
  expect(faults(hashes(), RELEASED)).toEqual([]);
});

it("a changed, a lost and a squeezed-in migration are told in words; a new one at the end is not", () => {
  const released = { "0001_ledger": "aa", "0003_more": "cc" };
  const honest = new Map([
    ["0001_ledger", "aa"],
    ["0003_more", "cc"],
    ["0004_new", "dd"],
  ]);
  expect(faults(honest, released)).toEqual([]);
  expect(faults(new Map([...honest, ["0001_ledger", "ab"]]), released)).toEqual([
    "migrations/0001_ledger.ts is released and has changed: put it back, and write what must change as a new migration.",
  ]);
  expect(faults(new Map([...honest].slice(1)), released)).toEqual([
    "migrations/0001_ledger.ts is released and gone: put it back.",
  ]);
  expect(faults(new Map([...honest, ["0002_between", "bb"]]), released)).toEqual([
    "migrations/0002_between.ts comes before the released 0003_more: give it the next number.",
  ]);
});
