// Where golden ledgers lie, and what is said where the rules no longer make of one what they made of it.
import { createHash } from "node:crypto";
import fs from "node:fs";
import { NEWEST_VERSION } from "../../src/rules/registry/versions.ts";
import { derive, derivedText } from "./derived.ts";
import { type Arrival, packed, unpacked } from "./ledger-file.ts";
import { RELEASED } from "./released.ts";

export const NAMES = ["demo", "chance", "offices"] as const;
export type Name = (typeof NAMES)[number];

const folderOf = (version: number) => new URL(`v${version}/`, import.meta.url);
const logOf = (version: number, name: Name) => new URL(`${name}.log.gz`, folderOf(version));
const stateOf = (version: number, name: Name) => new URL(`${name}.state`, folderOf(version));

export function readLog(version: number, name: Name): Arrival[] {
  return unpacked(fs.readFileSync(logOf(version, name)));
}

export function readState(version: number, name: Name): string {
  return fs.readFileSync(stateOf(version, name), "utf8");
}

/** Throws for a released version: its golden ledgers are what every ledger out there is audited by. */
export function requireUnreleased(version: number, released = RELEASED): void {
  if (version in released)
    throw new Error(`Version ${version} of the rules is released: its golden ledgers are never written anew.`);
}

/** Writes a golden ledger of the newest version and what the rules make of it. */
export function writeGolden(name: Name, arrivals: readonly Arrival[]): void {
  requireUnreleased(NEWEST_VERSION);
  fs.mkdirSync(folderOf(NEWEST_VERSION), { recursive: true });
  fs.writeFileSync(logOf(NEWEST_VERSION, name), packed(arrivals));
  fs.writeFileSync(stateOf(NEWEST_VERSION, name), derivedText(derive(arrivals)));
}

/** SHA-256 over the golden ledgers of a version, unpacked, and their states. */
export function digestOf(version: number): string {
  const digest = createHash("sha256");
  for (const name of NAMES) {
    for (const { fate, receivedMs, entry } of readLog(version, name))
      digest.update(`${fate} ${receivedMs}\n`).update(entry);
    digest.update(readState(version, name));
  }
  return digest.digest("hex");
}

/** The first entries of which the rules now make something else, and what whoever changed them has to do; undefined where none. */
export function difference(version: number, name: Name, released = RELEASED): string | undefined {
  const [before, now] = [readState(version, name), derivedText(derive(readLog(version, name)))];
  if (before === now) return undefined;
  const lines = now.split("\n");
  const shown = before
    .split("\n")
    .map((line, i) => [line, lines[i] ?? "(nothing)"] as const)
    .filter(([line, other]) => line !== other && !/^(table|root) /.test(line))
    .slice(0, 3)
    .map(([line, other]) => `  was: ${line}\n  now: ${other}`);
  const advice =
    version in released
      ? `Version ${version} is released, and ledgers out there are audited by it. Give the change a version of its own: keep the old\n` +
        `branch and put the new one behind "rules.version >= ${NEWEST_VERSION + 1}" (docs/CONTRIBUTING.md, "Changing a rule").`
      : `Version ${version} is not released yet. If the change is meant, write its golden ledgers anew:\n` +
        "UPDATE_GOLDEN=1 npx vitest run --config test/vitest.config.ts test/golden/golden.test.ts";
  return `The rules make something else of golden ledger "${name}" of version ${version}.\n${shown.join("\n")}\n${advice}`;
}
