// The part of the book that is in memory. Complete (a replay, an audit, a simulation) or partial (the sequencer, a page): a partial memory
// throws `Missing` for what has not been loaded yet; whoever drives the rules loads it and runs them again from the start.
import type { Grade, Material } from "../../format/codes.ts";
import type { AccountKey } from "./accounts.ts";
import type { FactKey } from "./fact-kinds.ts";
import type { Signal } from "./signal.ts";

/**
 * Kilograms in one account that share one origin history. `parent` is the lot they were taken from (0: the ground of `source`);
 * `parentLeft` what then stayed in the parent; `queuePosition` their place in the account's queue, by which lots are first in, first out;
 * what is given back regains the place it had.
 */
export type Lot = {
  readonly id: number;
  readonly leaf: number;
  readonly parent: number;
  readonly parentLeft: number;
  readonly account: AccountKey;
  readonly kg: number;
  readonly left: number;
  readonly queuePosition: number;
  readonly material: Material;
  readonly source: number;
  readonly grade: Grade;
};

/** The open lots of an account in order. Spent lots leave it, so a move costs what is open, however long the account has been in use. */
export type LotQueue = Lot[];

export type Due = { readonly atMs: number; readonly leaf: number; readonly key: string };

/** Something that a partial memory was asked for and has not loaded. */
export type NotLoaded =
  | { what: "fact"; key: FactKey }
  | { what: "queue"; account: AccountKey }
  | { what: "lot"; id: number }
  | { what: "seq"; kid: string; seq: number }
  | { what: "head"; size: number }
  | { what: "signals"; leaf: number }
  | { what: "waiting" }
  | { what: "due"; untilMs: number };

/** Thrown by a partial memory; caught only by whoever loads, and by `mapLoading`. */
export class Missing extends Error {
  readonly notLoaded: readonly NotLoaded[];
  constructor(notLoaded: readonly NotLoaded[]) {
    super(`not loaded: ${JSON.stringify(notLoaded.slice(0, 3))}`);
    this.notLoaded = notLoaded;
  }
}

/** Maps the items; whatever any of them finds not loaded is asked for together, so that a long list costs as few rounds as a short one. */
export function mapLoading<T, R>(items: readonly T[], work: (item: T) => R): R[] {
  const notLoaded: NotLoaded[] = [];
  const results: R[] = [];
  for (const item of items) {
    try {
      results.push(work(item));
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      notLoaded.push(...error.notLoaded);
    }
  }
  if (notLoaded.length > 0) throw new Missing(notLoaded);
  return results;
}

/** A tree head that the log has had: first 8 bytes of its root, in hex, and when its last leaf came. */
export type PastHead = { readonly root8: string; readonly receivedMs: number };

/** The maps behind a book. `complete`: what is absent does not exist. */
export class Memory {
  readonly complete: boolean;
  readonly facts = new Map<FactKey, unknown>();
  readonly queues = new Map<AccountKey, LotQueue>();
  readonly lots = new Map<number, Lot>();
  readonly seqs = new Map<string, { index: number; id: string } | null>();
  /** The highest number each key has used: above it every number is free without looking. */
  readonly highestSeq = new Map<string, number>();
  readonly heads = new Map<number, PastHead | null>();
  /** The signals of each leaf that raised any, in order; in a partial memory also the empty lists of leaves that were asked for. */
  readonly signals = new Map<number, readonly Signal[]>();
  /** Codes that someone typed before their slip came: few, so that they are held whole. */
  waiting: Set<string> | undefined;
  /** Ascending by time, leaf, key. */
  readonly dues: Due[] = [];
  /** Everything due up to here is in `dues` (partial memories). */
  dueKnownMs = -1;
  /** How a complete memory finds a past head: computed from its own leaves. */
  pastHead: ((size: number) => PastHead | undefined) | undefined;

  constructor(complete: boolean) {
    this.complete = complete;
  }

  fact(key: FactKey): unknown {
    const value = this.facts.get(key);
    if (value === undefined && !this.complete && !this.facts.has(key) && !this.#nobodyWaits(key))
      throw new Missing([{ what: "fact", key }]);
    return value ?? undefined;
  }

  /** Most codes have nothing waiting; the few that do are kept in memory, which saves one query per slip. */
  #nobodyWaits(key: FactKey): boolean {
    if (!key.startsWith("waiting/")) return false;
    if (!this.waiting) throw new Missing([{ what: "waiting" }]);
    return !this.waiting.has(key.slice("waiting/".length));
  }

  queue(account: AccountKey): LotQueue {
    let queue = this.queues.get(account);
    if (!queue) {
      if (!this.complete) throw new Missing([{ what: "queue", account }]);
      queue = [];
      this.queues.set(account, queue);
    }
    return queue;
  }

  lot(id: number): Lot {
    const lot = this.lots.get(id);
    if (!lot && !this.complete) throw new Missing([{ what: "lot", id }]);
    if (!lot) throw new Error(`lot ${id} does not exist`);
    return lot;
  }

  seq(kid: string, seq: number): { index: number; id: string } | undefined {
    const key = `${kid}/${seq}`;
    const found = this.seqs.get(key);
    if (found === undefined && seq > (this.highestSeq.get(kid) ?? Number.POSITIVE_INFINITY)) return undefined;
    if (found === undefined && !this.complete) throw new Missing([{ what: "seq", kid, seq }]);
    return found ?? undefined;
  }

  head(size: number): PastHead | undefined {
    const found = this.heads.get(size);
    if (found === undefined && this.pastHead) return this.pastHead(size);
    if (found === undefined && !this.complete) throw new Missing([{ what: "head", size }]);
    return found ?? undefined;
  }

  /** The signals of a leaf in order, none where it raised none. */
  signalsAt(leaf: number): readonly Signal[] {
    const found = this.signals.get(leaf);
    if (!found && !this.complete) throw new Missing([{ what: "signals", leaf }]);
    return found ?? [];
  }

  /** The earliest thing due at or before `untilMs`. */
  nextDue(untilMs: number): Due | undefined {
    if (!this.complete && untilMs > this.dueKnownMs) throw new Missing([{ what: "due", untilMs }]);
    const first = this.dues[0];
    return first && first.atMs <= untilMs ? first : undefined;
  }

  /** Puts something due in its place, where this memory follows its time. */
  addDue(due: Due): number {
    if (!this.complete && due.atMs > this.dueKnownMs) return -1;
    let low = 0;
    let high = this.dues.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareDue(this.dues[middle]!, due) < 0) low = middle + 1;
      else high = middle;
    }
    this.dues.splice(low, 0, due);
    return low;
  }
}

/** The fixed order in which time brings things due: by time, then leaf, then key. */
export function compareDue(a: Due, b: Due): number {
  return a.atMs - b.atMs || a.leaf - b.leaf || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}
