// Appending one batch: a guarded move of the head and everything the batch's leaves changed, in one transaction. When the guard
// fails another process has appended first; nothing is written and the caller starts again from the new head.
import { type Kysely, sql, type Transaction } from "kysely";
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

/** Writes a batch if the head is still `before`; answers whether it was written. */
export async function appendBatch(
  db: Kysely<Schema>,
  before: HeadRow | undefined,
  after: HeadRow,
  rows: LedgerRows,
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    if (!(await moveHead(tx, before, after))) return false;
    for (const table of TABLES) await insertColumns(tx, table, rows);
    return true;
  });
}

async function moveHead(tx: Transaction<Schema>, before: HeadRow | undefined, after: HeadRow): Promise<boolean> {
  const frontier = new Uint8Array(after.peaks.length * 32);
  for (const [i, peak] of after.peaks.entries()) frontier.set(peak, 32 * i);
  const values = {
    size: after.size,
    last_hash: after.lastHash,
    root: after.root,
    received_ms: after.receivedMs,
    next_lot: after.nextLot,
    frontier,
  };
  if (!before) {
    const inserted = await tx
      .insertInto("ledger.head")
      .values({ single: 1, ...values })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return inserted.numInsertedOrUpdatedRows === 1n;
  }
  const updated = await tx
    .updateTable("ledger.head")
    .set(values)
    .where("size", "=", before.size)
    .where("last_hash", "=", before.lastHash)
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

/** One INSERT … SELECT FROM unnest(…) a table: one parameter a column, however many rows. */
async function insertColumns(tx: Transaction<Schema>, table: Table, rows: LedgerRows): Promise<void> {
  const columns = rows[table] as Record<string, unknown[]>;
  const types = TYPES[table] as Record<string, string>;
  const names = Object.keys(types);
  if (columns[names[0]!]!.length === 0) return;
  const arrays = names.map((name) => sql`${arrayText(columns[name]!)}::${sql.raw(types[name]!)}[]`);
  await sql`insert into ledger.${sql.ref(table)} (${sql.join(names.map((name) => sql.ref(name)))})
    select * from unnest(${sql.join(arrays)})`.execute(tx);
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
