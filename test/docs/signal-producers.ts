// Which files of the rules raise a signal, read from their source: a code that nothing raises is found, and so is one that nobody listed.
import fs from "node:fs";
import { SIGNALS, type SignalCode } from "../../src/words/signals.ts";

const folder = new URL("../../src/rules/", import.meta.url);
const sources = fs
  .readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .sort()
  .map((file): [string, string] => [file, fs.readFileSync(new URL(file, folder), "utf8")]);

/** The files under src/rules that raise a signal of this code, in order. */
export function producersOf(code: SignalCode): string[] {
  const within = (call: string) => new RegExp(`\\b${call}\\([^;]{0,80}"${code}"`);
  // A code reaches the book in three ways: as itself, as a contradiction of a load, or as what a rule would refuse in a later phase.
  const direct = [within("signal"), within("contradiction")];
  const phased = "phase" in SIGNALS[code].figures ? within("problem") : undefined;
  return sources
    .filter(([, text]) => direct.some((call) => call.test(text)) || (phased?.test(text) && text.includes("inPhase(")))
    .map(([file]) => `\`${file}\``);
}
