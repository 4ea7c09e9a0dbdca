// Reading a whole table in an order of our own without holding it: a server-side cursor inside the audit's one snapshot.
import { type RawBuilder, sql, type Transaction } from "kysely";
import type { Schema } from "../store/schema.ts";

const FETCH = 2000;

/** Rows of one query, some thousands at a time. */
export class Cursor<Row> {
  readonly #tx: Transaction<Schema>;
  readonly #name: string;
  #rows: Row[] = [];
  #at = 0;
  #ended = false;

  private constructor(tx: Transaction<Schema>, name: string) {
    this.#tx = tx;
    this.#name = name;
  }

  static async open<Row>(tx: Transaction<Schema>, name: string, query: RawBuilder<Row>): Promise<Cursor<Row>> {
    await sql`declare ${sql.ref(name)} no scroll cursor for ${query}`.execute(tx);
    return new Cursor<Row>(tx, name);
  }

  /** The next row without taking it; undefined at the end. */
  async peek(): Promise<Row | undefined> {
    if (this.#at === this.#rows.length && !this.#ended) {
      const { rows } = await sql<Row>`fetch forward ${sql.raw(String(FETCH))} from ${sql.ref(this.#name)}`.execute(
        this.#tx,
      );
      this.#rows = rows;
      this.#at = 0;
      this.#ended = rows.length < FETCH;
    }
    return this.#rows[this.#at];
  }

  /** Takes the row that `peek` showed. */
  skip(): void {
    this.#at += 1;
  }

  /** Takes the rows that are already here; an empty list at the end. */
  async some(): Promise<Row[]> {
    if ((await this.peek()) === undefined) return [];
    const rows = this.#at === 0 ? this.#rows : this.#rows.slice(this.#at);
    this.#at = this.#rows.length;
    return rows;
  }
}
