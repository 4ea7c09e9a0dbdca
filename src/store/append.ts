// Appending one batch: a guarded move of the head and everything the batch's leaves changed, in one statement. When the guard
// fails another process has appended first; nothing is written and the caller starts again from the new head.
import { CompiledQuery, type Kysely } from "kysely";
import type { Database } from "./database.ts";
import { DURABLY, type Durability, refuseLoss } from "./durability.ts";
import type { Schema } from "./schema.ts";

/** Where the log ends, as the store keeps it. */
export type HeadRow = {
  size: number;
  lastHash: Uint8Array;
  root: Uint8Array;
  receivedMs: number;
  nextLot: number;
  peaks: Uint8Array[];
};

/** One column's values for all rows of a batch; the arrays of a table are equally long. */
export type LedgerRows = {
  leaf: {
    index: number[];
    received_ms: number[];
    event_s: number[];
    kind: number[];
    kid: Uint8Array[];
    seq: number[];
    carried: boolean[];
    entry: Uint8Array[];
    leaf_hash: Uint8Array[];
    code: (number | null)[];
    sent_from: (number | null)[];
    sent_to: (number | null)[];
    verdict: (string | null)[];
  };
  node: { level: number[]; index: number[]; hash: Uint8Array[] };
  fact: { kind: number[]; number: number[]; leaf: number[]; value: string[] };
  named: { kind: number[]; name: string[]; leaf: number[]; value: string[] };
  lot: {
    id: number[];
    leaf: number[];
    parent: number[];
    parent_left: number[];
    account: string[];
    kg: number[];
    position: number[];
    material: number[];
    source: number[];
    grade: number[];
  };
  due: { at_ms: number[]; leaf: number[]; key: (string | null)[] };
  listing: { list: number[]; about: number[]; leaf: number[]; key: (string | null)[] };
  signal: {
    leaf: number[];
    ordinal: number[];
    project: (number | null)[];
    code: string[];
    subject: string[];
    figures: string[];
  };
};

type Table = keyof LedgerRows;

const TYPES: {
  readonly [T in Table]: Record<keyof LedgerRows[T], "bigint" | "integer" | "smallint" | "boolean" | "text" | "bytea">;
} = {
  leaf: {
    index: "bigint",
    received_ms: "bigint",
    event_s: "bigint",
    kind: "smallint",
    kid: "bytea",
    seq: "integer",
    carried: "boolean",
    entry: "bytea",
    leaf_hash: "bytea",
    code: "bigint",
    sent_from: "integer",
    sent_to: "integer",
    verdict: "text",
  },
  node: { level: "smallint", index: "bigint", hash: "bytea" },
  fact: { kind: "smallint", number: "integer", leaf: "bigint", value: "text" },
  named: { kind: "smallint", name: "text", leaf: "bigint", value: "text" },
  lot: {
    id: "bigint",
    leaf: "bigint",
    parent: "bigint",
    parent_left: "bigint",
    account: "text",
    kg: "bigint",
    position: "bigint",
    material: "smallint",
    source: "bigint",
    grade: "smallint",
  },
  due: { at_ms: "bigint", leaf: "bigint", key: "text" },
  listing: { list: "smallint", about: "integer", leaf: "bigint", key: "text" },
  signal: { leaf: "bigint", ordinal: "integer", project: "integer", code: "text", subject: "text", figures: "text" },
};

const TABLES = Object.keys(TYPES) as Table[];

/** Empty columns for a batch. */
export function noRows(): LedgerRows {
  const rows = Object.fromEntries(
    TABLES.map((table) => [table, Object.fromEntries(Object.keys(TYPES[table]).map((column) => [column, []]))]),
  );
  return rows as unknown as LedgerRows;
}

/** The head, or undefined for a log without entries. */
export async function readHead(db: Kysely<Schema>): Promise<HeadRow | undefined> {
  const row = await db.selectFrom("ledger.head").selectAll().executeTakeFirst();
  if (!row) return undefined;
  const peaks = Array.from({ length: row.frontier.length / 32 }, (_, i) => row.frontier.slice(32 * i, 32 * i + 32));
  return {
    size: row.size,
    lastHash: row.last_hash,
    root: row.root,
    receivedMs: row.received_ms,
    nextLot: row.next_lot,
    peaks,
  };
}

/**
 * Writes a batch if the head is still `before`; answers whether it was written. One statement, so one round trip and one
 * transaction: the guarded head feeds every insert, and where the guard fails nothing is inserted. Its text never changes, so that
 * a server that keeps prepared statements plans it once.
 */
export async function appendBatch(
  database: Database,
  before: HeadRow | undefined,
  after: HeadRow,
  rows: LedgerRows,
): Promise<boolean> {
  const frontier = new Uint8Array(after.peaks.length * 32);
  for (const [i, peak] of after.peaks.entries()) frontier.set(peak, 32 * i);
  const head = [after.size, after.lastHash, after.root, after.receivedMs, after.nextLot, frontier];
  const guard = before ? [before.size, before.lastHash] : [];
  const arrays = TABLES.flatMap((table) => Object.values(rows[table] as Record<string, unknown[]>).map(arrayText));
  const values = [...head, ...guard, ...arrays];
  const { name, text } = before ? APPEND : OPEN;
  const moved = database.prepared
    ? await database.prepared(name, text, values)
    : (await database.kysely.executeQuery(CompiledQuery.raw(text, values))).rows;
  const [written] = moved as Durability[];
  // Written, but not so that it may be acknowledged.
  if (written && database.kind === "postgres") refuseLoss(written, database);
  return written !== undefined;
}

const HEAD_COLUMNS = "size, last_hash, root, received_ms, next_lot, frontier";
const HEAD_VALUES = "$1::bigint, $2::bytea, $3::bytea, $4::bigint, $5::bigint, $6::bytea";

/** Moves the head that is still the one the batch was built on. */
const APPEND = statement(
  "append",
  `update ledger.head set (${HEAD_COLUMNS}) = row(${HEAD_VALUES}) where size = $7::bigint and last_hash = $8::bytea returning size`,
  9,
);
/** Writes the first head, of a log that has none. */
const OPEN = statement(
  "open",
  `insert into ledger.head (single, ${HEAD_COLUMNS}) values (1, ${HEAD_VALUES}) on conflict do nothing returning size`,
  7,
);

/** The head's move and one INSERT … SELECT FROM unnest(…) a table: one parameter a column, however many rows. */
function statement(name: string, moveHead: string, firstParameter: number): { name: string; text: string } {
  let parameter = firstParameter;
  const inserts = TABLES.map((table) => {
    const columns = Object.entries(TYPES[table]);
    const arrays = columns.map(([, type]) => `$${parameter++}::${type}[]`);
    const names = columns.map(([column]) => `"${column}"`);
    return `put_${table} as (insert into ledger.${table} (${names.join(", ")})
      select * from unnest(${arrays.join(", ")}) where exists (select from moved))`;
  });
  return { name, text: `with moved as (${moveHead}), ${inserts.join(", ")} select size, ${DURABLY} from moved` };
}

/** A PostgreSQL array literal: both drivers send it as text, and no driver guesses types. */
function arrayText(values: readonly unknown[]): string {
  return `{${values.map(elementText).join(",")}}`;
}

function elementText(value: unknown): string {
  if (value === null) return "NULL";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value instanceof Uint8Array) return `"\\${bytesText(value)}"`;
  if (typeof value === "string") return `"${value.replaceAll(/["\\]/g, "\\$&")}"`;
  throw new Error(`no array element: ${typeof value}`);
}

/** bytea in PostgreSQL's hex form. */
function bytesText(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex")}`;
}
