// The tree that an audit builds for itself, with the machine's own SHA-256: every perfect subtree is kept, so that the root of any
// past size, which anchors and results quote, costs a few hashes.
import { hash as digest } from "node:crypto";
import { hex } from "../format/bytes.ts";
import { EMPTY_ROOT, hashesForRoot } from "../format/tree.ts";
import type { PastHead } from "../rules/book/memory.ts";

const HASH_BYTES = 32;
/** Past heads that are remembered; a log's devices name the latest ones again and again. */
const HEADS_KEPT = 10_000;

/** SHA-256 by node:crypto: the audit hashes a third of a million times a second, the portable one a third of that. */
function sha256Native(bytes: Uint8Array): Uint8Array {
  return digest("sha256", bytes, "buffer");
}

/** SHA-256(0x00 ‖ leaf) (RFC 6962 §2.1). */
export function leafHashNative(leaf: Uint8Array): Uint8Array {
  const input = new Uint8Array(1 + leaf.length);
  input.set(leaf, 1);
  return sha256Native(input);
}

/** One level of the tree: 32 bytes a subtree, growing by doubling. */
class Level {
  #bytes = new Uint8Array(64 * HASH_BYTES);
  count = 0;

  push(hash: Uint8Array): void {
    const at = this.count * HASH_BYTES;
    if (at === this.#bytes.length) {
      const grown = new Uint8Array(2 * this.#bytes.length);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes.set(hash, at);
    this.count += 1;
  }

  /** The hashes from one place to another, sharing memory until the level grows. */
  span(from: number, to: number): Uint8Array {
    return this.#bytes.subarray(from * HASH_BYTES, to * HASH_BYTES);
  }
}

/** All hashes of a log as it grows, and when each leaf came. */
export class LogHashes {
  readonly #levels: Level[] = [];
  #receivedMs = new Float64Array(64);
  readonly #heads = new Map<number, PastHead>();
  readonly #pair = new Uint8Array(1 + 2 * HASH_BYTES);

  constructor() {
    this.#pair[0] = 1;
  }

  get size(): number {
    return this.#levels[0]?.count ?? 0;
  }

  /** Adds the next leaf by its hash. */
  add(leafHash: Uint8Array, receivedMs: number): void {
    if (this.size === this.#receivedMs.length) {
      const grown = new Float64Array(2 * this.size);
      grown.set(this.#receivedMs);
      this.#receivedMs = grown;
    }
    this.#receivedMs[this.size] = receivedMs;
    let hash = leafHash;
    for (let level = 0; ; level++) {
      const row = this.#levels[level] ?? new Level();
      this.#levels[level] = row;
      row.push(hash);
      if (row.count % 2 === 1) return;
      hash = this.#node(row.span(row.count - 2, row.count));
    }
  }

  /** The hashes of neighbouring perfect subtrees, 32 bytes each. */
  span(level: number, from: number, to: number): Uint8Array {
    return this.#levels[level]?.span(from, to) ?? new Uint8Array();
  }

  /** When a leaf came. */
  receivedMs(index: number): number {
    return this.#receivedMs[index]!;
  }

  /** The root of the first `size` leaves. */
  root(size: number): Uint8Array {
    const peaks = hashesForRoot(size).map(({ level, index }) => this.span(level, index, index + 1));
    if (peaks.length === 0) return EMPTY_ROOT;
    return peaks.reduceRight((right, left) => {
      const both = new Uint8Array(2 * HASH_BYTES);
      both.set(left);
      both.set(right, HASH_BYTES);
      return this.#node(both);
    });
  }

  /** The head that the log had at a size, for anchors and results that name it. */
  pastHead(size: number): PastHead | undefined {
    if (size < 1 || size > this.size) return undefined;
    const known = this.#heads.get(size);
    if (known) return known;
    if (this.#heads.size >= HEADS_KEPT) this.#heads.clear();
    const head = { root8: hex(this.root(size).subarray(0, 8)), receivedMs: this.#receivedMs[size - 1]! };
    this.#heads.set(size, head);
    return head;
  }

  #node(both: Uint8Array): Uint8Array {
    this.#pair.set(both, 1);
    return sha256Native(this.#pair);
  }
}
