// Growing the tiles of a log leaf by leaf (C2SP tlog-tiles): a tile is handed out once, when its 256 hashes are there.
import { TILE_WIDTH } from "./tile.ts";
import { nodeHash } from "./tree.ts";

/** A full tile: `hashes` are 256 × 32 bytes; `level` counts tile levels of eight tree levels each. */
export type FullTile = { readonly level: number; readonly index: number; readonly hashes: Uint8Array };

/** The ragged right edge of every tile level: what a new leaf may complete. */
export class TileBuilder {
  #size: number;
  /** Per tile level, the hashes of its last, not yet full tile. */
  readonly #partial: Uint8Array[][];

  constructor(size = 0, partial: Uint8Array[][] = []) {
    this.#size = size;
    this.#partial = partial;
  }

  /** Adds a leaf hash; answers the tiles that it completed, lowest level first. */
  add(leafHash: Uint8Array): FullTile[] {
    const done: FullTile[] = [];
    let hash = leafHash;
    this.#size += 1;
    for (let level = 0; ; level++) {
      const row = this.#partial[level] ?? [];
      this.#partial[level] = row;
      row.push(hash);
      if (row.length < TILE_WIDTH) return done;
      const index = this.#size / TILE_WIDTH ** (level + 1) - 1;
      const hashes = new Uint8Array(32 * TILE_WIDTH);
      for (const [i, each] of row.entries()) hashes.set(each, 32 * i);
      done.push({ level, index, hashes });
      this.#partial[level] = [];
      hash = rootOfRow(row);
    }
  }
}

/** The root of a power of two of neighbouring hashes. */
export function rootOfRow(hashes: readonly Uint8Array[]): Uint8Array {
  let level = hashes;
  while (level.length > 1) {
    level = Array.from({ length: level.length / 2 }, (_, i) => nodeHash(level[2 * i]!, level[2 * i + 1]!));
  }
  return level[0]!;
}
