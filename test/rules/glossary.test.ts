// docs/glossary.md keeps to the code: each code name is in src, each term has both languages, and no term is given twice.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { expect, it } from "vitest";

const root = new URL("../../", import.meta.url);
const rows = fs
  .readFileSync(new URL("docs/glossary.md", root), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| ") && line.includes("`"))
  .map((line) => line.split("|").map((cell) => cell.trim()));

it("names only what the code has", () => {
  const files = execFileSync("git", ["-c", "safe.directory=*", "ls-files", "src"], { cwd: root, encoding: "utf8" });
  const source = files
    .split("\n")
    .filter((file) => file.endsWith(".ts"))
    .map((file) => fs.readFileSync(new URL(file, root), "utf8"))
    .join("\n");
  const names = rows.flatMap((cells) => [...(cells[3] ?? "").matchAll(/`([^`]+)`/g)].map((found) => found[1] ?? ""));
  expect(names.length).toBeGreaterThan(40);
  expect(names.filter((name) => !source.includes(name))).toEqual([]);
});

it("gives each term once, in both languages, with a meaning", () => {
  expect(rows.filter((cells) => cells.slice(1, 5).some((cell) => cell === ""))).toEqual([]);
  for (const column of [1, 2]) {
    const terms = rows.map((cells) => cells[column]);
    expect(terms.filter((term, i) => terms.indexOf(term) !== i)).toEqual([]);
  }
});
