// A JSON file that a person named.
import fs from "node:fs";
import { CommandError } from "../words/command-error.ts";

/** A file's JSON; a refusal names the file that is none. */
export function readJsonFile(file: string): unknown {
  const text = fs.readFileSync(file, "utf8");
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(`Tệp ${file} không phải JSON.`, `${file} is not JSON.`, "bad-json");
  }
}
