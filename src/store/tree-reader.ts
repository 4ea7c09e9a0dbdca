// Hashes of the tree from what is stored: those of leaves, and the roots of complete subtrees of 256, 65 536, … leaves. Perfect
// subtrees never change, so what was read once is kept.
import type { Kysely } from "kysely";
import { TILE_HEIGHT } from "../format/tile.ts";
import { consistencyProof, hashesForConsistency, nodeHash, type ReadHash, type TreeNode } from "../format/tree.ts";
import type { Schema } from "./schema.ts";

const KEPT = 100_000;

/** Reads hashes of perfect subtrees; `load` fetches the named ones, after which `read` answers them without waiting. */
export class TreeReader {
  readonly #db: Kysely<Schema>;
  readonly #kept = new Map<string, Uint8Array>();

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  /** Loads the named hashes of a tree that has at least `size` leaves; missing rows are a broken invariant. */
  async load(nodes: readonly TreeNode[]): Promise<ReadHash> {
    for (const node of nodes) await this.#node(node.level, node.index);
    return (level, index) => {
      const hash = this.#kept.get(`${level}/${index}`);
      if (!hash) throw new Error(`hash ${level}/${index} was not loaded`);
      return hash;
    };
  }

  /** The proof that the tree of `newSize` leaves begins with that of `oldSize`; from `held` alone where every hash of it is there. */
  async consistency(oldSize: number, newSize: number, held?: ReadonlyMap<string, Uint8Array>): Promise<Uint8Array[]> {
    const wanted = hashesForConsistency(oldSize, newSize);
    const isHeld = held && wanted.every(({ level, index }) => held.has(`${level}/${index}`));
    const read = isHeld ? (level: number, index: number) => held.get(`${level}/${index}`)! : await this.load(wanted);
    return consistencyProof(oldSize, newSize, read);
  }

  async #node(level: number, index: number): Promise<Uint8Array> {
    const key = `${level}/${index}`;
    const kept = this.#kept.get(key);
    if (kept) return kept;
    const hash = await this.#compute(level, index);
    if (this.#kept.size > KEPT) this.#kept.clear();
    this.#kept.set(key, hash);
    return hash;
  }

  /** A node is stored where its level is a multiple of eight, else made from what is stored below it. */
  async #compute(level: number, index: number): Promise<Uint8Array> {
    const within = level % TILE_HEIGHT;
    const count = 2 ** within;
    return rootOfRow(await this.#row(level - within, index * count, count));
  }

  /** `count` neighbouring hashes of a stored level from `first` on. */
  async #row(level: number, first: number, count: number): Promise<Uint8Array[]> {
    const hashes = await (level === 0 ? this.#leaves(first, count) : this.#nodes(level, first, count));
    if (hashes.length !== count) throw new Error(`hashes ${level}/${first} to ${first + count - 1} are not all stored`);
    return hashes;
  }

  async #leaves(first: number, count: number): Promise<Uint8Array[]> {
    const rows = await this.#db
      .selectFrom("ledger.leaf")
      .select("leaf_hash")
      .where("index", ">=", first)
      .where("index", "<", first + count)
      .orderBy("index")
      .execute();
    return rows.map((row) => row.leaf_hash);
  }

  async #nodes(level: number, first: number, count: number): Promise<Uint8Array[]> {
    const rows = await this.#db
      .selectFrom("ledger.node")
      .select("hash")
      .where("level", "=", level)
      .where("index", ">=", first)
      .where("index", "<", first + count)
      .orderBy("index")
      .execute();
    return rows.map((row) => row.hash);
  }
}

/** The root of a power of two of neighbouring hashes. */
function rootOfRow(hashes: readonly Uint8Array[]): Uint8Array {
  let row = hashes;
  while (row.length > 1) row = Array.from({ length: row.length / 2 }, (_, i) => nodeHash(row[2 * i]!, row[2 * i + 1]!));
  return row[0]!;
}
