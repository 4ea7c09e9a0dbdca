// Appending one batch: a guarded move of the head and everything the batch's leaves changed, in one statement. When the guard
// fails another process has appended first; nothing is written and the caller starts again from the new head.
import { type Kysely, type RawBuilder, sql } from "kysely";
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
    entry: Uint8Array[];
    leaf_hash: Uint8Array[];
    verdict: (string | null)[];
  };
  tile: { level: number[]; index: number[]; hashes: Uint8Array[] };
  fact: { key: string[]; leaf: number[]; value: string[] };
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
  due: { at_ms: number[]; leaf: number[]; key: string[] };
  listing: { list: string[]; leaf: number[]; key: string[] };
  signal: { leaf: number[]; ordinal: number[]; code: string[]; subject: string[]; figures: string[] };
};

type Table = keyof LedgerRows;

const TYPES: {
  readonly [T in Table]: Record<keyof LedgerRows[T], "bigint" | "integer" | "smallint" | "text" | "bytea">;
} = {
  leaf: {
    index: "bigint",
    received_ms: "bigint",
    event_s: "bigint",
    kind: "smallint",
    kid: "bytea",
    seq: "bigint",
    entry: "bytea",
    leaf_hash: "bytea",
    verdict: "text",
  },
  tile: { level: "smallint", index: "bigint", hashes: "bytea" },
  fact: { key: "text", leaf: "bigint", value: "text" },
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
  listing: { list: "text", leaf: "bigint", key: "text" },
  signal: { leaf: "bigint", ordinal: "integer", code: "text", subject: "text", figures: "text" },
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
 * transaction: the guarded head feeds every insert, and where the guard fails nothing is inserted.
 */
export async function appendBatch(
  db: Kysely<Schema>,
  before: HeadRow | undefined,
  after: HeadRow,
  rows: LedgerRows,
): Promise<boolean> {
  const inserts = TABLES.filter((table) => rowsIn(rows, table) > 0).map((table) => insertColumns(table, rows));
  const { rows: moved } = await sql<{ size: number }>`
    with moved as (${moveHead(before, after)}), ${sql.join(inserts)} select size from moved`.execute(db);
  return moved.length === 1;
}

function rowsIn(rows: LedgerRows, table: Table): number {
  return Object.values(rows[table])[0]!.length;
}

function moveHead(before: HeadRow | undefined, after: HeadRow): RawBuilder<unknown> {
  const frontier = new Uint8Array(after.peaks.length * 32);
  for (const [i, peak] of after.peaks.entries()) frontier.set(peak, 32 * i);
  const { size, lastHash, root, receivedMs, nextLot } = after;
  if (!before) {
    return sql`insert into ledger.head (single, size, last_hash, root, received_ms, next_lot, frontier)
      values (1, ${size}, ${lastHash}, ${root}, ${receivedMs}, ${nextLot}, ${frontier})
      on conflict do nothing returning size`;
  }
  return sql`update ledger.head set size = ${size}, last_hash = ${lastHash}, root = ${root}, received_ms = ${receivedMs},
    next_lot = ${nextLot}, frontier = ${frontier}
    where size = ${before.size} and last_hash = ${before.lastHash} returning size`;
}

/** One INSERT … SELECT FROM unnest(…) a table: one parameter a column, however many rows. */
function insertColumns(table: Table, rows: LedgerRows): RawBuilder<unknown> {
  const columns = rows[table] as Record<string, unknown[]>;
  const types = TYPES[table] as Record<string, string>;
  const names = Object.keys(types);
  const arrays = names.map((name) => sql`${arrayText(columns[name]!)}::${sql.raw(types[name]!)}[]`);
  return sql`${sql.ref(`put_${table}`)} as (
    insert into ledger.${sql.ref(table)} (${sql.join(names.map((name) => sql.ref(name)))})
    select * from unnest(${sql.join(arrays)}) where exists (select from moved))`;
}

/** A PostgreSQL array literal: both drivers send it as text, and no driver guesses types. */
function arrayText(values: readonly unknown[]): string {
  return `{${values.map(elementText).join(",")}}`;
}

function elementText(value: unknown): string {
  if (value === null) return "NULL";
  if (typeof value === "number") return String(value);
  if (value instanceof Uint8Array)
    return `"\\\\x${Buffer.from(value.buffer, value.byteOffset, value.length).toString("hex")}"`;
  if (typeof value === "string") return `"${value.replaceAll(/["\\]/g, "\\$&")}"`;
  throw new Error(`no array element: ${typeof value}`);
}
