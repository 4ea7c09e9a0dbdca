// What the rules make of a golden ledger: the rows that the store would keep, leaf by leaf, and what they refuse. Made by the same
// functions as the sequencer's and the auditor's, so that it is the derived state of every ledger out there.
import { createHash } from "node:crypto";
import { LogHashes } from "../../src/audit/log-hashes.ts";
import { hex } from "../../src/format/bytes.ts";
import { decodeEntry, type Entry } from "../../src/format/entry.ts";
import { encodeLeaf, FIRST_PREVIOUS } from "../../src/format/leaf.ts";
import { leafHash } from "../../src/format/tree.ts";
import { seal } from "../../src/intake/batch.ts";
import { Book } from "../../src/rules/book/book.ts";
import { Memory } from "../../src/rules/book/memory.ts";
import { type Accepted, type Incoming, step } from "../../src/rules/kinds/fold.ts";
import type { HeadRow, LedgerRows } from "../../src/store/append.ts";
import type { Problem } from "../../src/words/problem.ts";
import { type Result, refused } from "../../src/words/result.ts";
import type { Arrival } from "./ledger-file.ts";

/** One line for each arrival, and one for each table of the store. */
export type Derived = { readonly lines: string[]; readonly tables: string[]; readonly root: string };

const TABLES = ["leaf", "node", "fact", "named", "lot", "due", "listing", "signal"] as const;

/** Replays a ledger from nothing. */
export function derive(arrivals: readonly Arrival[]): Derived {
  const hashes = new LogHashes();
  const memory = new Memory(true);
  memory.pastHead = (size) => hashes.pastHead(size);
  const book = new Book(memory, 1);
  const totals = new Map(TABLES.map((table) => [table, createHash("sha256")]));
  const lines: string[] = [];
  let head: HeadRow | undefined;
  for (const { fate, receivedMs, entry: bytes } of arrivals) {
    const index = head?.size ?? 0;
    const entry = opened(bytes);
    const carried = fate === "carried";
    const before = book.mark();
    const result = judged(book, { index, receivedMs, entry, carried });
    if (!result.ok) {
      book.rollback(before);
      lines.push(`${index} ${entry.kind} refused ${JSON.stringify(result.problem)}`);
      continue;
    }
    const accepted = result.value;
    book.commitJournal();
    const sealed = seal(head, receivedMs, [{ entry, carried, accepted, changes: book.changes }], book.nextLot);
    const previous = head?.lastHash ?? FIRST_PREVIOUS;
    hashes.add(leafHash(encodeLeaf({ index, receivedMs, previous, entry: bytes, carried })), receivedMs);
    head = sealed.head;
    const texts = TABLES.map((table) => textOf(sealed.rows, table));
    for (const [i, table] of TABLES.entries()) totals.get(table)!.update(texts[i]!);
    const digest = createHash("sha256").update(texts.join("\n")).digest("hex").slice(0, 16);
    lines.push(`${index} ${entry.kind} ${accepted.verdict ? `disagrees:${accepted.verdict.code}` : "ok"} ${digest}`);
  }
  const tables = TABLES.map((table) => `table ${table} ${totals.get(table)!.digest("hex")}`);
  return { lines, tables, root: hex(head!.root) };
}

/** A rule that breaks refuses its entry, as intake does it. */
function judged(book: Book, incoming: Incoming): Result<Accepted, Problem | string> {
  try {
    return step(book, incoming);
  } catch (error) {
    return refused(`a rule broke: ${error instanceof Error ? error.message : error}`);
  }
}

function opened(bytes: Uint8Array): Entry {
  const decoded = decodeEntry(bytes);
  if (!("entry" in decoded)) throw new Error(JSON.stringify(decoded.malformed));
  return decoded.entry;
}

function textOf(rows: LedgerRows, table: (typeof TABLES)[number]): string {
  return JSON.stringify(rows[table], (_, value: unknown) => (value instanceof Uint8Array ? hex(value) : value));
}

/** The derived state as it is stored beside the log. */
export function derivedText({ lines, tables, root }: Derived): string {
  return `${[`root ${root}`, ...tables, ...lines].join("\n")}\n`;
}
