// The linear half of an audit: leaf after leaf, its place, its time, its link to the one before, its entry, and what the rules of
// the book make of it. One leaf is held back, because the entry after a slip that came embedded must embed it.
import { equal, unhex } from "../format/bytes.ts";
import { decodeEntry, type Entry, kidText } from "../format/entry.ts";
import { decodeLeaf, FIRST_PREVIOUS, type Leaf } from "../format/leaf.ts";
import { carriedBytes } from "../intake/prepare.ts";
import { Book, type Changes } from "../rules/book/book.ts";
import { type Accepted, step } from "../rules/kinds/fold.ts";
import type { Problem } from "../words/problem.ts";
import { AuditMemory } from "./audit-memory.ts";
import { type Broken, broken } from "./broken.ts";
import { LogHashes } from "./log-hashes.ts";

/** A leaf that the rules accept; `key` is the registered key that its signature must hold under, not yet checked here. */
export type Replayed = {
  readonly leaf: Leaf;
  readonly carried: boolean;
  readonly entry: Entry;
  readonly accepted: Accepted;
  readonly changes: Changes;
  readonly hash: Uint8Array;
  readonly key: Uint8Array;
  /** Number of the next lot after this leaf. */
  readonly nextLot: number;
};

type Held = { leaf: Leaf; entry: Entry; hash: Uint8Array };

/** The log folded anew from its leaves. */
export class Replay {
  readonly hashes = new LogHashes();
  readonly memory: AuditMemory;
  readonly book: Book;
  #held: Held | undefined;
  #previous = FIRST_PREVIOUS;
  #lastMs = 0;
  readonly #keys = new Map<string, Uint8Array>();

  /** `nextLot`: number of the next lot, where a stopped audit goes on. */
  constructor(nextLot = 1, memory = new AuditMemory()) {
    memory.pastHead = (size) => this.hashes.pastHead(size);
    this.memory = memory;
    this.book = new Book(memory, nextLot);
  }

  /** Takes up the chain after the leaves that are there already; the next one fed is the leaf at `hashes.size`. */
  goOn(): void {
    const { size } = this.hashes;
    if (size === 0) return;
    this.#previous = this.hashes.span(0, size - 1, size).slice();
    this.#lastMs = this.hashes.receivedMs(size - 1);
  }

  /** Takes the next leaf in with its leaf hash; answers the leaf before it, judged, or what is broken. */
  feed(bytes: Uint8Array, at: number, hash: Uint8Array): Replayed | Broken | undefined {
    const next = this.#open(bytes, at, hash);
    const held = this.#held;
    const judged = held && this.#judge(held, "rule" in next ? undefined : next.entry);
    if (judged && "rule" in judged) return judged;
    if ("rule" in next) return next;
    this.#held = next;
    return judged;
  }

  /** Judges the last leaf. */
  finish(): Replayed | Broken | undefined {
    const held = this.#held;
    this.#held = undefined;
    return held && this.#judge(held, undefined);
  }

  #open(bytes: Uint8Array, at: number, hash: Uint8Array): Held | Broken {
    const leaf = decodeLeaf(bytes);
    if (!leaf) return broken(at, "leaf");
    if (leaf.index !== at) return broken(at, "index", `${leaf.index}`);
    if (leaf.receivedMs < this.#lastMs) return broken(at, "time", `${leaf.receivedMs} < ${this.#lastMs}`);
    if (!equal(leaf.previous, this.#previous)) return broken(at, "chain");
    const decoded = decodeEntry(leaf.entry);
    if ("malformed" in decoded) return broken(at, "entry", JSON.stringify(decoded.malformed));
    this.#previous = hash;
    this.#lastMs = leaf.receivedMs;
    return { leaf, entry: decoded.entry, hash };
  }

  #judge(held: Held, next: Entry | undefined): Replayed | Broken {
    const { leaf, entry, hash } = held;
    const { index, receivedMs } = leaf;
    const { carried } = leaf;
    const embedded = carried && next ? carriedBytes(next) : undefined;
    if (carried && !(embedded && equal(embedded, entry.bytes))) return broken(index, "carried");
    const result = step(this.book, { index, receivedMs, entry, carried });
    if (!result.ok) return refusedBy(index, entry, result.problem);
    const key = this.#keyOf(entry);
    if (!key) return broken(index, "signature", "mục 0 do khóa gốc ký · entry 0 is signed by a root that it names");
    this.book.commitJournal();
    this.memory.keep(this.book.changes);
    this.hashes.add(hash, receivedMs);
    return {
      leaf,
      carried,
      entry,
      hash,
      key,
      accepted: result.value,
      changes: this.book.changes,
      nextLot: this.book.nextLot,
    };
  }

  #keyOf(entry: Entry): Uint8Array | undefined {
    const kid = kidText(entry.kid);
    const known = this.#keys.get(kid);
    if (known) return known;
    const registered = this.book.get("key", kid);
    if (!registered || (entry.kind === "genesis" && registered.role !== "root")) return undefined;
    const key = unhex(registered.key);
    this.#keys.set(kid, key);
    return key;
  }
}

/** An entry that the rules refuse should not be in the log; a version that this program does not know says nothing against the log. */
function refusedBy(index: number, entry: Entry, problem: Problem): Broken {
  const rule = problem.code === "rules-version-unknown" ? "rules-version" : "rules";
  return { ...broken(index, rule, `${entry.kind}: ${JSON.stringify(problem)}`), problem };
}
