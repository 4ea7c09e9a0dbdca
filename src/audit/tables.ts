// Every column of every table of schema `ledger` against what the log says. What the log says is made by the very functions that
// the sequencer stores with (intake/batch.ts), so that there is one place a fact.
import { type RawBuilder, sql, type Transaction } from "kysely";
import { equal } from "../format/bytes.ts";
import { seal } from "../intake/batch.ts";
import type { HeadRow, LedgerRows } from "../store/append.ts";
import type { Schema } from "../store/schema.ts";
import type { Broken } from "./broken.ts";
import { Cursor } from "./cursor.ts";
import type { Replayed } from "./replay.ts";

type Table = Exclude<keyof LedgerRows, "leaf">;
type Value = number | string | boolean | Uint8Array | null;
/** A row with the leaf that it belongs to. */
export type RowAtLeaf = { readonly at: number; readonly values: Readonly<Record<string, Value>> };

/** Columns of each table, and those that name a row. */
const TABLES: { readonly [T in Table]: { columns: readonly (keyof LedgerRows[T])[]; key: readonly string[] } } = {
  node: { columns: ["level", "index", "hash"], key: ["level", "index"] },
  fact: { columns: ["kind", "number", "leaf", "value"], key: ["kind", "number", "leaf"] },
  named: { columns: ["kind", "name", "leaf", "value"], key: ["kind", "name", "leaf"] },
  lot: {
    columns: ["id", "leaf", "parent", "parent_left", "account", "kg", "position", "material", "source", "grade"],
    key: ["id"],
  },
  due: { columns: ["at_ms", "leaf", "key"], key: ["at_ms", "leaf", "key"] },
  listing: { columns: ["list", "about", "leaf", "key"], key: ["list", "about", "leaf", "key"] },
  signal: { columns: ["leaf", "ordinal", "project", "code", "subject", "figures"], key: ["leaf", "ordinal"] },
};
const NAMES = Object.keys(TABLES) as Table[];
const LEAF_COLUMNS = [
  "index",
  "received_ms",
  "event_s",
  "kind",
  "kid",
  "seq",
  "carried",
  "entry",
  "leaf_hash",
  "code",
  "sent_from",
  "sent_to",
  "verdict",
] as const;

/** The leaf whose arrival writes a row; a node is written by the last leaf under it. */
const AT: { readonly [T in Table]: RawBuilder<unknown> } = {
  node: sql`trunc((index::numeric + 1) * power(2::numeric, level) - 1)::text`,
  fact: sql`leaf`,
  named: sql`leaf`,
  lot: sql`leaf`,
  due: sql`leaf`,
  listing: sql`leaf`,
  signal: sql`leaf`,
};

/** Leaves of one batch that are waiting to be sealed together, as the sequencer did. */
const MOST = 512;

export class Tables {
  readonly #tx: Transaction<Schema>;
  readonly #cursors: Map<Table, Cursor<Record<string, Value>>>;
  readonly #leafRows: Map<number, Record<string, Value>>;
  #pending: Replayed[] = [];
  #head: HeadRow | undefined;

  private constructor(
    tx: Transaction<Schema>,
    cursors: Map<Table, Cursor<Record<string, Value>>>,
    leafRows: Map<number, Record<string, Value>>,
  ) {
    this.#tx = tx;
    this.#cursors = cursors;
    this.#leafRows = leafRows;
  }

  /** Opens a cursor on each table; `leafRows` are the rows of the leaf table, put there by whoever reads them. */
  static async open(tx: Transaction<Schema>, leafRows: Map<number, Record<string, Value>>): Promise<Tables> {
    const cursors = new Map<Table, Cursor<Record<string, Value>>>();
    for (const name of NAMES) {
      const query = sql<Record<string, Value>>`select ${AT[name]} as "@", * from ledger.${sql.ref(name)}
        order by ${name === "node" ? sql`(index::numeric + 1) * power(2::numeric, level)` : sql`leaf`}`;
      cursors.set(name, await Cursor.open(tx, `audit_${name}`, query));
    }
    return new Tables(tx, cursors, leafRows);
  }

  /** The next leaf as the rules judged it; answers the first difference of the batch before. */
  async take(leaf: Replayed): Promise<Broken | undefined> {
    const first = this.#pending[0];
    const full = first && (first.leaf.receivedMs !== leaf.leaf.receivedMs || this.#pending.length === MOST);
    const found = full ? await this.flush() : undefined;
    this.#pending.push(leaf);
    return found;
  }

  /** Compares everything judged so far. */
  async flush(): Promise<Broken | undefined> {
    const last = this.#pending.at(-1);
    if (!last) return undefined;
    const { head, rows } = seal(this.#head, last.leaf.receivedMs, this.#pending, last.nextLot);
    this.#head = head;
    this.#pending = [];
    const differences = this.#compareLeaves(rows.leaf);
    for (const name of NAMES) differences.push(...(await this.#compare(name, rowsOf(name, rows), head.size - 1)));
    return first(differences);
  }

  /** Compares what is left: rows beyond the log, and the one row that says where the log ends. */
  async finish(stored: HeadRow): Promise<Broken | undefined> {
    const found = await this.flush();
    if (found) return found;
    const size = this.#head?.size ?? 0;
    const beyond: Broken[] = [];
    for (const name of NAMES) beyond.push(...(await this.#compare(name, [], Number.POSITIVE_INFINITY)));
    const extra = first(beyond);
    if (extra) return { ...extra, index: Math.min(extra.index, size) };
    return this.#compareHead(stored);
  }

  async #compareHead(stored: HeadRow): Promise<Broken | undefined> {
    const own = this.#head;
    if (!own) return undefined;
    const rows = await this.#tx.selectFrom("ledger.head").selectAll().execute();
    const [row] = rows;
    const column =
      rows.length !== 1 || row?.single !== 1
        ? "single"
        : own.size !== stored.size
          ? "size"
          : !equal(own.lastHash, stored.lastHash)
            ? "last_hash"
            : !equal(own.root, stored.root)
              ? "root"
              : own.receivedMs !== stored.receivedMs
                ? "received_ms"
                : own.nextLot !== stored.nextLot
                  ? "next_lot"
                  : !equal(flat(own.peaks), row.frontier)
                    ? "frontier"
                    : undefined;
    return column === undefined ? undefined : differs(own.size - 1, "head", column, "");
  }

  #compareLeaves(columns: LedgerRows["leaf"]): Broken[] {
    const differences: Broken[] = [];
    for (const [i, index] of columns.index.entries()) {
      const stored = this.#leafRows.get(index);
      this.#leafRows.delete(index);
      for (const column of LEAF_COLUMNS) {
        const [own, found] = [columns[column][i] ?? null, stored?.[column] ?? null];
        if (!same(own, found)) differences.push(differs(index, "leaf", column, `${text(found)} ≠ ${text(own)}`));
      }
    }
    return differences;
  }

  /** Matches expected rows with stored ones of leaves up to `to`, by their keys. */
  async #compare(name: Table, expected: RowAtLeaf[], to: number): Promise<Broken[]> {
    const { columns, key } = TABLES[name];
    const names = columns as readonly string[];
    const wanted = new Map(expected.map((row) => [keyOf(row.values, key), row]));
    const differences: Broken[] = [];
    const extra: RowAtLeaf[] = [];
    for await (const row of this.#stored(name, to)) {
      const own = wanted.get(keyOf(row.values, key));
      if (!own) {
        extra.push(row);
        continue;
      }
      wanted.delete(keyOf(row.values, key));
      const column = names.find((each) => !same(own.values[each]!, row.values[each]!));
      if (column === undefined) continue;
      const index = Math.min(own.at, row.at);
      differences.push(differs(index, name, column, `${text(row.values[column]!)} ≠ ${text(own.values[column]!)}`));
    }
    for (const own of wanted.values()) differences.push(await this.#missing(name, own, extra));
    for (const row of extra)
      differences.push(differs(row.at, name, undefined, `dòng thừa · extra row ${describe(row)}`));
    return differences;
  }

  async *#stored(name: Table, to: number): AsyncIterable<RowAtLeaf> {
    const cursor = this.#cursors.get(name)!;
    for (let row = await cursor.peek(); row; row = await cursor.peek()) {
      const { "@": at, ...values } = row;
      if (Number(at) > to) return;
      cursor.skip();
      yield { at: Number(at), values };
    }
  }

  /** A row that should be there: changed in one of its key columns, or gone. */
  async #missing(name: Table, own: RowAtLeaf, extra: readonly RowAtLeaf[]): Promise<Broken> {
    const names = TABLES[name].columns as readonly string[];
    const but = (column: string) => names.filter((each) => each !== column);
    const near = names.find((column) =>
      extra.some((row) => but(column).every((each) => same(row.values[each]!, own.values[each]!))),
    );
    if (near !== undefined) return differs(own.at, name, near, describe(own));
    // A row put down to another leaf is elsewhere in the table.
    for (const column of name === "node" ? ["level", "index"] : ["leaf"])
      if (await this.#holds(name, own, but(column))) return differs(own.at, name, column, describe(own));
    return differs(own.at, name, undefined, `thiếu dòng · missing row ${describe(own)}`);
  }

  async #holds(name: Table, own: RowAtLeaf, columns: readonly string[]): Promise<boolean> {
    const conditions = columns.map((column) => sql`${sql.ref(column)} is not distinct from ${own.values[column]}`);
    const { rows } =
      await sql`select 1 from ledger.${sql.ref(name)} where ${sql.join(conditions, sql` and `)} limit 1`.execute(
        this.#tx,
      );
    return rows.length > 0;
  }
}

function rowsOf(name: Table, rows: LedgerRows): RowAtLeaf[] {
  const columns = rows[name] as Record<string, Value[]>;
  const names = TABLES[name].columns as readonly string[];
  return columns[names[0]!]!.map((_, i) => {
    const values = Object.fromEntries(names.map((column) => [column, columns[column]![i]!]));
    const at = name === "node" ? (Number(values.index) + 1) * 2 ** Number(values.level) - 1 : Number(values.leaf);
    return { at, values };
  });
}

function keyOf(values: Readonly<Record<string, Value>>, key: readonly string[]): string {
  return key.map((column) => String(values[column])).join("\u0000");
}

function same(a: Value, b: Value): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return equal(a, b);
  return a === b;
}

function differs(index: number, table: string, column: string | undefined, detail: string): Broken {
  const found = { index: Math.max(0, index), rule: "table" as const, detail, table };
  return column === undefined ? found : { ...found, column };
}

function first(differences: readonly Broken[]): Broken | undefined {
  return differences.reduce<Broken | undefined>(
    (best, each) => (best && best.index <= each.index ? best : each),
    undefined,
  );
}

function text(value: Value): string {
  const all = value instanceof Uint8Array ? Buffer.from(value).toString("hex") : String(value);
  return all.length > 40 ? `${all.slice(0, 40)}…` : all;
}

function describe(row: RowAtLeaf): string {
  return Object.entries(row.values)
    .map(([column, value]) => `${column}=${text(value)}`)
    .join(" ")
    .slice(0, 200);
}

function flat(peaks: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(peaks);
}
