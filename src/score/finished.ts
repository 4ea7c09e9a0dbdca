// The file of finished seeds: one line each, so that a long score goes on where it was stopped. A score of other rules begins anew.
import { createHash } from "node:crypto";
import fs from "node:fs";
import type { OtherNumbers } from "./other-rules.ts";
import type { SeedResult } from "./play-seed.ts";

/** The rooms whose code decides what a seed comes to. */
const ROOMS = ["spelling", "format", "words", "rules", "intake", "demo", "simulate", "score"];

function fingerprint(): string {
  const hash = createHash("sha256");
  const root = new URL("..", import.meta.url);
  for (const room of ROOMS)
    for (const file of fs.readdirSync(new URL(room, root), { recursive: true, encoding: "utf8" }).sort())
      if (file.endsWith(".ts")) hash.update(file).update(fs.readFileSync(new URL(`${room}/${file}`, root)));
  return hash.digest("hex");
}

/** The seeds that a file holds of these rules with these numbers; the file is begun anew where it holds another's. */
export function readFinished(file: string, numbers: OtherNumbers): SeedResult[] {
  const head = JSON.stringify({ rules: fingerprint(), numbers });
  const lines = fs.existsSync(file) ? fs.readFileSync(file, "utf8").split("\n") : [];
  if (lines[0] !== head) {
    fs.writeFileSync(file, `${head}\n`);
    return [];
  }
  // A line that the last run could not end has no closing brace.
  return lines
    .slice(1)
    .filter((line) => line.endsWith("}"))
    .map((line) => JSON.parse(line) as SeedResult);
}

export function addFinished(file: string, result: SeedResult): void {
  fs.appendFileSync(file, `${JSON.stringify(result)}\n`);
}
