// Reading the ledger for pages, the API and the command line: the same pure rules over a partial book, loaded as they ask, at one
// committed state; and the lists and leaves that facts are found by.
import type { Kysely } from "kysely";
import { decodeEntry, type Entry } from "../format/entry.ts";
import type { Signatories } from "../format/signatories.ts";
import { Book } from "../rules/book/book.ts";
import type { FactKind, Facts } from "../rules/book/fact-kinds.ts";
import { type List, placeOfList } from "../rules/book/lists.ts";
import { Memory, Missing, type NotLoaded } from "../rules/book/memory.ts";
import { signatoriesBy } from "../rules/registry/policy.ts";
import type { Problem } from "../words/problem.ts";
import type { Subject } from "../words/signals.ts";
import { readHead } from "./append.ts";
import { besideLeaf } from "./fact-rows.ts";
import { loadMissing } from "./loader.ts";
import type { Schema } from "./schema.ts";
import {
  contradictedAnnexes,
  readSignalPage,
  type SignalPage,
  type SignalQuery,
  type StoredSignal,
  signalAt,
  signalsAbout,
} from "./signal-reader.ts";
import { TreeReader } from "./tree-reader.ts";

/** A stored leaf with its decoded entry. */
export type StoredEntry = {
  readonly index: number;
  readonly receivedMs: number;
  readonly eventS: number;
  readonly entry: Entry;
  readonly leafHash: Uint8Array;
  readonly verdict: Problem | null;
};
/** One thing on a list, and the leaf that put it there. */
export type Listed = { leaf: number; key: string };

const ROUNDS = 2000;
/** More than any list has: a log index is below it. */
const WHOLE = 2 ** 31 - 1;

export class View {
  readonly #db: Kysely<Schema>;
  readonly #tree: TreeReader;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
    this.#tree = new TreeReader(db);
  }

  /**
   * Runs a pure reading of the book; it may be run several times, and what it writes to the book is thrown away. With `before`, the
   * book is the one that the entry at that leaf found: how a signed result's own figures are seen again later.
   */
  async read<T>(reading: (book: Book) => T, before?: number): Promise<T> {
    const head = await readHead(this.#db);
    const memory = new Memory(false);
    for (let round = 0; round < ROUNDS; round++) {
      const book = new Book(memory, head?.nextLot ?? 1);
      book.open(before ?? head?.size ?? 0);
      const tried = attempt(() => reading(book));
      if ("value" in tried) return tried.value;
      book.rollback(0);
      await loadMissing(this.#db, this.#tree, memory, tried.notLoaded, before);
    }
    throw new Error(`a reading asked for more in ${ROUNDS} rounds running`);
  }

  /** Facts of one kind by their ids, in one query; absent ones are left out. */
  async facts<K extends FactKind>(kind: K, ids: readonly (number | string)[]): Promise<Map<string, Facts[K]>> {
    const memory = new Memory(false);
    const notLoaded: NotLoaded[] = ids.map((id) => ({ what: "fact", key: `${kind}/${id}` }));
    await loadMissing(this.#db, this.#tree, memory, notLoaded);
    const found = new Map<string, Facts[K]>();
    for (const id of ids) {
      const value = memory.facts.get(`${kind}/${id}`);
      if (value) found.set(String(id), value as Facts[K]);
    }
    return found;
  }

  async fact<K extends FactKind>(kind: K, id: number | string): Promise<Facts[K] | undefined> {
    return (await this.facts(kind, [id])).get(String(id));
  }

  /** Who signs heads, by size; undefined for an empty log. */
  async signatories(): Promise<Signatories | undefined> {
    const [log, witnesses] = await Promise.all([this.fact("log", 0), this.fact("witnesses", 0)]);
    return log && witnesses && signatoriesBy(log, witnesses);
  }

  /** Keys on a list, newest first, before a leaf index where one is given; whole where no limit is. */
  async list(list: List, limit = WHOLE, before?: number): Promise<Listed[]> {
    const place = placeOfList(list);
    let query = this.#db
      .selectFrom("ledger.listing")
      .select(["leaf", "key"])
      .where("list", "=", place.list)
      .where("about", "=", place.about);
    if (before !== undefined) query = query.where("leaf", "<", before);
    const rows = await query.orderBy("leaf", "desc").orderBy("key").limit(limit).execute();
    const listed = rows.map(({ leaf, key }) => ({ leaf, key: key ?? String(leaf) }));
    const column = besideLeaf(place.list);
    if (!column) return listed;
    const slips = await this.#slips(column, place.about, limit, before);
    return [...listed, ...slips].sort((a, b) => b.leaf - a.leaf).slice(0, limit);
  }

  /** The next keys on a list after a leaf, oldest first; for lists that a leaf enters once, under its own index. */
  async listAfter(list: List, after: number, limit: number): Promise<Listed[]> {
    const place = placeOfList(list);
    const rows = await this.#db
      .selectFrom("ledger.listing")
      .select(["leaf", "key"])
      .where("list", "=", place.list)
      .where("about", "=", place.about)
      .where("leaf", ">", after)
      .orderBy("leaf")
      .limit(limit)
      .execute();
    const listed = rows.map(({ leaf, key }) => ({ leaf, key: key ?? String(leaf) }));
    const column = besideLeaf(place.list);
    if (!column) return listed;
    const slips = await this.#slipsAfter(column, place.about, after, limit);
    return [...listed, ...slips].sort((a, b) => a.leaf - b.leaf).slice(0, limit);
  }

  /** All keys on a list that are log indexes, newest first: for whatever a list decides, since nothing of it may be cut off. */
  async whole(list: List): Promise<number[]> {
    return (await this.list(list)).map(({ key }) => Number(key));
  }

  /** The lists of a party and of those whose place it took, as one; newest first. */
  async wholeOf(
    list: "claims" | "projects" | "recoveries" | "proposals",
    parties: readonly number[],
  ): Promise<number[]> {
    const lists = await Promise.all(parties.map((party) => this.whole(`${list}/${party}`)));
    return [...new Set(lists.flat())].sort((a, b) => b - a);
  }

  /** Slips by the place that they come from or go to, newest first. */
  async #slips(column: "sent_from" | "sent_to", place: number, limit: number, before?: number): Promise<Listed[]> {
    let query = this.#db.selectFrom("ledger.leaf").select("index").where(column, "=", place);
    if (before !== undefined) query = query.where("index", "<", before);
    const rows = await query.orderBy("index", "desc").limit(limit).execute();
    return rows.map(({ index }) => ({ leaf: index, key: String(index) }));
  }

  /** The next slips after a leaf, oldest first. */
  async #slipsAfter(column: "sent_from" | "sent_to", place: number, after: number, limit: number): Promise<Listed[]> {
    const rows = await this.#db
      .selectFrom("ledger.leaf")
      .select("index")
      .where(column, "=", place)
      .where("index", ">", after)
      .orderBy("index")
      .limit(limit)
      .execute();
    return rows.map(({ index }) => ({ leaf: index, key: String(index) }));
  }

  /** Stored leaves by index, ascending. */
  async entries(indexes: readonly number[]): Promise<StoredEntry[]> {
    if (indexes.length === 0) return [];
    const rows = await this.#db
      .selectFrom("ledger.leaf")
      .select(["index", "received_ms", "event_s", "entry", "leaf_hash", "verdict"])
      .where("index", "in", [...indexes])
      .orderBy("index")
      .execute();
    return rows.map((row) => {
      const decoded = decodeEntry(row.entry);
      if ("malformed" in decoded) throw new Error(`stored entry ${row.index} does not decode`);
      const verdict = row.verdict === null ? null : (JSON.parse(row.verdict) as Problem);
      return {
        index: row.index,
        receivedMs: row.received_ms,
        eventS: row.event_s,
        entry: decoded.entry,
        leafHash: row.leaf_hash,
        verdict,
      };
    });
  }

  /** All signals about a subject such as "slip/123", in log order. */
  signals(subject: Subject): Promise<StoredSignal[]> {
    return signalsAbout(this.#db, subject);
  }

  /** The next signals of a query, the most pressing first. */
  signalPage(query: SignalQuery): Promise<SignalPage> {
    return readSignalPage(this.#db, query);
  }

  /** The decided dossiers whose loads were contradicted after the result, each with how many signals of it are open. */
  contradictedAnnexes(): Promise<Map<number, number>> {
    return contradictedAnnexes(this.#db);
  }

  /** One signal by the leaf that raised it and its place there. */
  signalAt(leaf: number, ordinal: number): Promise<StoredSignal | undefined> {
    return signalAt(this.#db, leaf, ordinal);
  }
}

function attempt<T>(work: () => T): { value: T } | { notLoaded: readonly NotLoaded[] } {
  try {
    return { value: work() };
  } catch (error) {
    if (error instanceof Missing) return { notLoaded: error.notLoaded };
    throw error;
  }
}
