// The opening of a log as a file that people carry to the machines of its roots: everything that entry 0 will say, readable, and what comes
// back: entry 0 signed by one of them.
import fs from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { readJsonFile } from "../disk/json-file.ts";
import { type RuleSet, ruleSet } from "../format/bodies/ruleset.ts";
import { hex, unhex } from "../format/bytes.ts";
import { decodeEntry, kidOf, kidText, verifyEntry } from "../format/entry.ts";
import type { Body } from "../format/kinds.ts";
import { CommandError } from "../words/command-error.ts";
import { bytesOfNamed, MOST_BYTES } from "./named-file.ts";

const key = z.string().regex(/^[0-9a-f]{64}$/);
const shape = z.strictObject({
  so_nguon_opening: z.literal(1),
  /** When the opening was prepared, seconds. */
  claimed_s: z.int().positive(),
  origin: z.string(),
  province: z.string(),
  roots: z.array(key).length(3),
  log_key: key,
  operator_key: key,
  witnesses: z.array(z.string()),
  witnesses_needed: z.int().min(0),
  rules_version: z.int().min(1),
  rules: z.record(z.string(), z.unknown()),
});

/** A log that is about to be opened. */
export type Opening = { readonly claimedS: number; readonly body: Body<"genesis"> };

/** The opening as a file's text. */
export function openingText({ claimedS, body }: Opening): string {
  const said: z.infer<typeof shape> = {
    so_nguon_opening: 1,
    claimed_s: claimedS,
    origin: body.origin,
    province: body.province,
    roots: body.roots.map(hex),
    log_key: hex(body.logKey),
    operator_key: hex(body.operatorKey),
    witnesses: [...body.witnesses],
    witnesses_needed: body.witnessesNeeded,
    rules_version: body.rulesVersion,
    rules: { ...body.rules },
  };
  return `${JSON.stringify(said, null, 2)}\n`;
}

/** Reads such a file; a refusal says that it is none. */
export function readOpening(file: string): Opening {
  const read = shape.safeParse(readJsonFile(file));
  if (!read.success) throw notAnOpening(file, read.error.issues[0]?.path.join(".") ?? "");
  const said = read.data;
  return {
    claimedS: said.claimed_s,
    body: {
      origin: said.origin,
      province: said.province,
      roots: said.roots.map(unhex),
      logKey: unhex(said.log_key),
      operatorKey: unhex(said.operator_key),
      witnesses: said.witnesses,
      witnessesNeeded: said.witnesses_needed,
      rulesVersion: said.rules_version,
      rules: rulesOf(file, said.rules),
    },
  };
}

function rulesOf(file: string, rules: Record<string, unknown>): RuleSet {
  try {
    ruleSet.write(rules as RuleSet, "rules");
    return rules as RuleSet;
  } catch {
    throw notAnOpening(file, "rules");
  }
}

function notAnOpening(file: string, where: string): CommandError {
  return new CommandError(
    `${file} không phải tệp mở sổ (sai ở “${where}”).`,
    `${file} is not an opening (wrong at “${where}”).`,
    "bad-opening",
  );
}

/**
 * Entry 0 from what the roots signed on their own machines: refused unless two different roots have signed exactly this opening.
 * Answers the entry of the first file; the second one's signature is what the operator keeps to show that two agreed.
 */
export async function agreedEntry({ body }: Opening, files: readonly string[]): Promise<Uint8Array> {
  const signers = new Set<string>();
  let first: Uint8Array | undefined;
  for (const file of files) {
    const bytes = bytesOfNamed(file, MOST_BYTES.note);
    const decoded = decodeEntry(bytes);
    const entry = "entry" in decoded && decoded.entry.kind === "genesis" ? decoded.entry : undefined;
    const root = entry && body.roots.find((each) => hex(kidOf(each)) === kidText(entry.kid));
    const same = entry !== undefined && isDeepStrictEqual(entry.body, body);
    if (!entry || !root || !same || !(await verifyEntry(entry, root, body.origin)))
      throw new CommandError(
        `${file} không phải chữ ký của một khóa gốc trên đúng tệp mở sổ này.`,
        `${file} is not a root's signature on this very opening.`,
        "bad-opening-signature",
      );
    signers.add(kidText(entry.kid));
    first ??= bytes;
  }
  if (!first || signers.size < 2)
    throw new CommandError(
      "Cần chữ ký của hai khóa gốc khác nhau: --signed FILE hai lần.",
      "Two different roots must have signed: give --signed FILE twice.",
      "roots-too-few",
    );
  return first;
}

/** Writes a file that is not there yet. */
export function writeNew(file: string, content: string | Uint8Array): void {
  fs.writeFileSync(file, content, { flag: "wx", mode: 0o644 });
}
