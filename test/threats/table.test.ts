// docs/threats.md promises a test for each row: the named file must hold a test of that name, written out as the table quotes it.
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const ROOT = new URL("../../", import.meta.url);
const ATTACKERS = [
  "operator",
  "province insider",
  "mine",
  "yard",
  "owner",
  "contractor",
  "checkpoint officer",
  "treasury insider",
  "network attacker",
  "thief of a device",
  "hostile citizen",
];

/** The rows of the page's one table, cells trimmed. */
function rows(): string[][] {
  const page = readFileSync(new URL("docs/threats.md", ROOT), "utf8");
  const lines = page.split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
}

/** The names of the tests written out in a file. */
function namesIn(file: string): Set<string> {
  const source = readFileSync(new URL(file, ROOT), "utf8");
  return new Set(Array.from(source.matchAll(/\b(?:it|test)\(\s*"((?:[^"\\]|\\.)*)"/g), (match) => match[1]!));
}

describe("docs/threats.md", () => {
  it("has a test that exists for every row, and four full cells in each", () => {
    const missing = rows().flatMap((cells) => {
      const [file, name] = /^`(test\/[\w/.-]+\.test\.ts)` › (.+)$/.exec(cells[3] ?? "")?.slice(1) ?? [];
      if (cells.length !== 4 || cells.some((cell) => cell === "") || !file || !name) return [cells.join(" | ")];
      return existsSync(new URL(file, ROOT)) && namesIn(file).has(name) ? [] : [`${file} › ${name}`];
    });
    expect(missing).toEqual([]);
  });

  it("speaks of every attacker, and of no attack twice", () => {
    const table = rows();
    expect([...new Set(table.map((cells) => cells[0]))].sort()).toEqual([...ATTACKERS].sort());
    expect(new Set(table.map((cells) => `${cells[0]} ${cells[1]}`)).size).toBe(table.length);
    expect(table.length).toBeGreaterThan(50);
  });

  it("says plainly what is not defended", () => {
    const page = readFileSync(new URL("docs/threats.md", ROOT), "utf8");
    const open = page.slice(page.indexOf("## Not defended")).match(/^- \*\*/gm) ?? [];
    expect(open.length).toBeGreaterThan(9);
  });
});
