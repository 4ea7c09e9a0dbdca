// Which files of the rules raise a signal, read from their source: a code that nothing raises is found, and so is one that nobody listed.
import fs from "node:fs";
import { SIGNALS, type SignalCode } from "../../src/words/signals.ts";

const folder = new URL("../../src/rules/", import.meta.url);
const sources = fs
  .readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .sort()
  .map((file): [string, string] => [file, fs.readFileSync(new URL(file, folder), "utf8")]);

/** The two ways in which a problem's code becomes a signal, besides naming the signal itself. */
const CONTEST = /\bcontest\(/;
const PHASE = /\binPhase\(/;

/** The files under src/rules that raise a signal of this code, in order. */
export function producersOf(code: SignalCode): string[] {
  const named = new RegExp(`\\bsignal\\([^;]{0,80}"${code}"`);
  const refused = `problem("${code}"`;
  const turned = "phase" in SIGNALS[code].figures ? PHASE : CONTEST;
  const contests = "phase" in SIGNALS[code].figures || Object.keys(SIGNALS[code].figures).join() === "entry";
  return sources
    .filter(([, text]) => named.test(text) || (contests && text.includes(refused) && turned.test(text)))
    .map(([file]) => `\`${file}\``);
}
