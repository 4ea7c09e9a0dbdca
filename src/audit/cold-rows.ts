// The part of an audited book that was not asked for lately: rows of a temporary SQLite file, so that an audit of any length fits into memory. The file has
// no name: SQLite removes it as soon as it is open, so that nothing is left behind, not even by a kill.
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { AccountKey } from "../rules/book/accounts.ts";
import type { FactKey } from "../rules/book/fact-kinds.ts";
import type { Due, Lot } from "../rules/book/memory.ts";
import type { Signal } from "../rules/book/signal.ts";
import { CommandError } from "../words/command-error.ts";

/** The numbered tables of the file, each with the columns of one row in order. */
const TABLES = {
  fact: ["key text primary key", "value text"],
  lot: [
    "id integer primary key",
    "leaf",
    "parent",
    "parentLeft",
    "account text",
    "kg",
    "left",
    "queuePosition",
    "material",
    "source",
    "grade",
  ],
  seq: ["key text primary key", '"index"', "id text"],
  signal: ["leaf integer primary key", "value text"],
  due: ["atMs", "leaf", "key text", "primary key (atMs, leaf, key)"],
} as const;

export type ColdTable = keyof typeof TABLES;
export type ColdRow = readonly (string | number)[];
export const COLD_TABLES = Object.keys(TABLES) as ColdTable[];

const WITHOUT_ROWID: readonly ColdTable[] = ["fact", "seq", "due"];
/** SQLite's own cache of the file, in KiB. */
const CACHE_KIB = 32_768;
const SQLITE_FULL = 13;

export class ColdRows {
  readonly #db = new DatabaseSync("");
  readonly #puts: { readonly [T in ColdTable]: StatementSync };
  readonly #fact: StatementSync;
  readonly #lot: StatementSync;
  readonly #openLots: StatementSync;
  readonly #seq: StatementSync;
  readonly #signals: StatementSync;
  readonly #dues: StatementSync;
  readonly #dropDues: StatementSync;

  constructor() {
    const db = this.#db;
    // One transaction that never ends: nobody else reads the file, and nobody reads it afterwards.
    db.exec(`pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -${CACHE_KIB}; begin exclusive`);
    for (const name of COLD_TABLES)
      db.exec(
        `create table ${name} (${TABLES[name].join(", ")})${WITHOUT_ROWID.includes(name) ? " without rowid" : ""}`,
      );
    db.exec("create index open_lot on lot (account, queuePosition, id) where left > 0");
    this.#puts = {
      fact: db.prepare("insert or replace into fact values (?, ?)"),
      lot: db.prepare("insert or replace into lot values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      seq: db.prepare("insert or replace into seq values (?, ?, ?)"),
      signal: db.prepare("insert or replace into signal values (?, ?)"),
      due: db.prepare("insert or replace into due values (?, ?, ?)"),
    };
    this.#fact = db.prepare("select value from fact where key = ?");
    this.#lot = db.prepare("select * from lot where id = ?");
    this.#openLots = db.prepare("select * from lot where account = ? and left > 0 order by queuePosition, id");
    this.#seq = db.prepare('select "index", id from seq where key = ?');
    this.#signals = db.prepare("select value from signal where leaf = ?");
    this.#dues = db.prepare("select * from due where atMs <= ? order by atMs, leaf, key");
    this.#dropDues = db.prepare("delete from due where atMs <= ?");
  }

  put(table: ColdTable, ...row: ColdRow): void {
    try {
      this.#puts[table].run(...row);
    } catch (error) {
      throw isFull(error) ? noRoom() : error;
    }
  }

  fact(key: FactKey): unknown {
    const row = this.#fact.get(key);
    return row && JSON.parse(row.value as string);
  }

  putFact(key: FactKey, value: unknown): void {
    this.put("fact", key, JSON.stringify(value));
  }

  lot(id: number): Lot | undefined {
    return this.#lot.get(id) as Lot | undefined;
  }

  putLot({ id, leaf, parent, parentLeft, account, kg, left, queuePosition, material, source, grade }: Lot): void {
    this.put("lot", id, leaf, parent, parentLeft, account, kg, left, queuePosition, material, source, grade);
  }

  /** The lots of an account that have something left, in the order of its queue. */
  openLots(account: AccountKey): Lot[] {
    return this.#openLots.all(account) as unknown as Lot[];
  }

  seq(key: string): { index: number; id: string } | undefined {
    return this.#seq.get(key) as { index: number; id: string } | undefined;
  }

  signals(leaf: number): readonly Signal[] | undefined {
    const row = this.#signals.get(leaf);
    return row && JSON.parse(row.value as string);
  }

  putSignals(leaf: number, signals: readonly Signal[]): void {
    this.put("signal", leaf, JSON.stringify(signals));
  }

  putDue({ atMs, leaf, key }: Due): void {
    this.put("due", atMs, leaf, key);
  }

  /** Takes out everything due up to a time, in the order in which time brings it. */
  takeDues(untilMs: number): Due[] {
    const dues = this.#dues.all(untilMs) as unknown as Due[];
    if (dues.length > 0) this.#dropDues.run(untilMs);
    return dues;
  }

  /** Every row of a table, in the order of its key. */
  *rows(table: ColdTable): Iterable<ColdRow> {
    for (const row of this.#db.prepare(`select * from ${table}`).iterate())
      yield Object.values(row) as (string | number)[];
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === SQLITE_FULL;
}

function noRoom(): CommandError {
  return new CommandError(
    "Ổ đĩa của tệp tạm đã đầy; kiểm tra cần khoảng 2 KB mỗi mục. Đặt SQLITE_TMPDIR vào thư mục còn chỗ rồi chạy lại.",
    "The disk of the temporary file is full; an audit needs some 2 KB an entry there. Set SQLITE_TMPDIR to a folder with room and run again.",
    "no-room",
  );
}
