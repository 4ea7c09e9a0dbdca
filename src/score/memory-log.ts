// A log in memory: the product's own fold over entries, with nothing between. Signatures are left empty, since the fold never looks at them
// and intake has its own tests.
import { concat, hex, unhex } from "../format/bytes.ts";
import { encodeCbor } from "../format/cbor.ts";
import { decodeEntry, type Entry, encodePayload, noAnchor, type Payload } from "../format/entry.ts";
import type { Body, KindName } from "../format/kinds.ts";
import { carriedBytes } from "../intake/prepare.ts";
import { Book } from "../rules/book/book.ts";
import type { SlipState } from "../rules/book/facts.ts";
import { Memory } from "../rules/book/memory.ts";
import type { Signal } from "../rules/book/signal.ts";
import { step } from "../rules/kinds/fold.ts";
import type { Problem } from "../words/problem.ts";

/** The answer of the ledger: a leaf, with the problem that it is kept with, or a refusal that leaves nothing. */
export type Answer = { readonly index: number; readonly verdict: Problem | null } | { readonly refused: Problem };

/** A leaf of the log: who said what when, and what the ledger noticed. */
export type LogLeaf = {
  readonly entry: Entry;
  readonly receivedMs: number;
  /** Embedded in the observation that is the next leaf. */
  readonly carried: boolean;
  readonly verdict: Problem | null;
  readonly signals: readonly Signal[];
};

export class Log {
  readonly book: Book;
  readonly leaves: LogLeaf[];
  /** When each slip was contested, and when it ceased to be: milliseconds of the log. */
  readonly contests = new Map<number, { readonly sinceMs: number; untilMs: number | undefined }>();
  #nowMs = 0;

  constructor(book = new Book(new Memory(true), 1), leaves: LogLeaf[] = []) {
    this.book = book;
    this.leaves = leaves;
  }

  /** A log that goes its own way from here; facts, lots and leaves are values and are shared. */
  fork(): Log {
    const { facts, queues, lots, seqs, signals, dues } = this.book.memory;
    const memory = new Memory(true);
    for (const [key, value] of facts) memory.facts.set(key, value);
    for (const [key, queue] of queues) memory.queues.set(key, [...queue]);
    for (const [key, lot] of lots) memory.lots.set(key, lot);
    for (const [key, seq] of seqs) memory.seqs.set(key, seq);
    for (const [leaf, raised] of signals) memory.signals.set(leaf, raised);
    memory.dues.push(...dues);
    return new Log(new Book(memory, this.book.nextLot), [...this.leaves]);
  }

  /** Brings an entry, and before it the slip that it embeds where the log lacks it, as intake does. */
  bring(entry: Entry, atMs: number): Answer {
    this.#nowMs = Math.max(this.#nowMs, atMs);
    const bytes = carriedBytes(entry);
    const decoded = bytes && decodeEntry(bytes);
    if (decoded && "entry" in decoded && !this.holds(decoded.entry)) this.#step(decoded.entry, true);
    return this.#step(entry, false);
  }

  holds(entry: Entry): boolean {
    return this.book.memory.seq(hex(entry.kid), entry.seq)?.id === hex(entry.id);
  }

  indexOf(entry: Entry): number | undefined {
    return this.holds(entry) ? this.book.memory.seq(hex(entry.kid), entry.seq)?.index : undefined;
  }

  #step(entry: Entry, carried: boolean): Answer {
    const { book, leaves } = this;
    const stored = this.indexOf(entry);
    if (stored !== undefined) return { index: stored, verdict: leaves[stored]!.verdict };
    const before = book.mark();
    const index = leaves.length;
    const receivedMs = this.#nowMs;
    const result = step(book, { index, receivedMs, entry, carried });
    if (!result.ok) {
      book.rollback(before);
      return { refused: result.problem };
    }
    book.commitJournal();
    const { verdict } = result.value;
    this.#followContests(receivedMs);
    leaves.push({ entry, receivedMs, carried, verdict, signals: book.changes.signals });
    return { index, verdict };
  }

  #followContests(nowMs: number): void {
    for (const { key, value } of this.book.changes.facts) {
      if (!key.startsWith("slipState/")) continue;
      const slip = Number(key.slice("slipState/".length));
      const contested = (value as SlipState).contested !== null;
      const known = this.contests.get(slip);
      if (contested && (!known || known.untilMs !== undefined))
        this.contests.set(slip, { sinceMs: known?.sinceMs ?? nowMs, untilMs: undefined });
      else if (!contested && known && known.untilMs === undefined) known.untilMs = nowMs;
    }
  }
}

/** A statement in the one spelling, with 64 zero bytes for a signature. */
export function unsigned<K extends KindName>(
  kid: string,
  kind: K,
  body: Body<K>,
  seq: number,
  claimedS: number,
): Entry {
  const payload = { kind, body, seq, claimedS, anchor: noAnchor() } as Payload;
  const head = Uint8Array.of(0xd2, 0x84, 0x4d, 0xa2, 0x01, 0x27, 0x04, 0x48);
  const tail = concat(Uint8Array.of(0x58, 0x40), new Uint8Array(64));
  const decoded = decodeEntry(concat(head, unhex(kid), Uint8Array.of(0xa0), encodeCbor(encodePayload(payload)), tail));
  if (!("entry" in decoded)) throw new Error(`${kind}: ${JSON.stringify(decoded.malformed)}`);
  return decoded.entry;
}
