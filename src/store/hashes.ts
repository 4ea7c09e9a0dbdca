// Hashes of the tree from what is stored: full tiles as rows, the ragged right edge from the leaves themselves. Perfect subtrees
// never change, so what was read once is kept.
import type { Kysely } from "kysely";
import { TILE_HEIGHT, TILE_WIDTH } from "../format/tile.ts";
import { rootOfRow } from "../format/tilebuilder.ts";
import type { ReadHash, TreeNode } from "../format/tree.ts";
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

  async #node(level: number, index: number): Promise<Uint8Array> {
    const key = `${level}/${index}`;
    const kept = this.#kept.get(key);
    if (kept) return kept;
    const hash = await this.#compute(level, index);
    if (this.#kept.size > KEPT) this.#kept.clear();
    this.#kept.set(key, hash);
    return hash;
  }

  /** A node is the root of 2^(level mod 8) neighbours in its tile level. */
  async #compute(level: number, index: number): Promise<Uint8Array> {
    const tileLevel = Math.floor(level / TILE_HEIGHT);
    const within = level % TILE_HEIGHT;
    if (within === 0 && tileLevel > 0) return rootOfRow(await this.#row(tileLevel - 1, index * TILE_WIDTH, TILE_WIDTH));
    const count = 2 ** within;
    return rootOfRow(await this.#row(tileLevel, index * count, count));
  }

  /** `count` neighbouring hashes of a tile level from `first` on; count divides 256 and first is a multiple of it. */
  async #row(tileLevel: number, first: number, count: number): Promise<Uint8Array[]> {
    const tile = Math.floor(first / TILE_WIDTH);
    const stored = await this.#db
      .selectFrom("ledger.tile")
      .select("hashes")
      .where("level", "=", tileLevel)
      .where("index", "=", tile)
      .executeTakeFirst();
    const offset = first - tile * TILE_WIDTH;
    if (stored)
      return Array.from({ length: count }, (_, i) => stored.hashes.slice(32 * (offset + i), 32 * (offset + i) + 32));
    if (tileLevel > 0)
      return Promise.all(Array.from({ length: count }, (_, i) => this.#node(tileLevel * TILE_HEIGHT, first + i)));
    const rows = await this.#db
      .selectFrom("ledger.leaf")
      .select("leaf_hash")
      .where("index", ">=", first)
      .where("index", "<", first + count)
      .orderBy("index")
      .execute();
    if (rows.length !== count) throw new Error(`leaves ${first} to ${first + count - 1} are not all stored`);
    return rows.map((row) => row.leaf_hash);
  }
}

/** The hashes of every tile level's last, not yet full tile of a log of `size` leaves: where a TileBuilder goes on. */
export async function partialTiles(reader: TreeReader, size: number): Promise<Uint8Array[][]> {
  const levels: Uint8Array[][] = [];
  for (let level = 0; TILE_WIDTH ** level <= size; level++) {
    const complete = Math.floor(size / TILE_WIDTH ** level);
    const first = complete - (complete % TILE_WIDTH);
    const nodes = Array.from({ length: complete - first }, (_, i) => ({
      level: level * TILE_HEIGHT,
      index: first + i,
    }));
    const read = await reader.load(nodes);
    levels.push(nodes.map((node) => read(node.level, node.index)));
  }
  return levels;
}
