/**
 * The log as static files (C2SP tlog-tiles): names and contents of Merkle tiles and entry bundles.
 *
 * It belongs to the tree: the HTTP resources under `/log/`, `export` and `audit` all name files by these functions, so
 * that a stranger's monitor finds every file where the specification says. Paths come from strangers too; parsing takes
 * exactly the spelling that we would write, which keeps `..`, padding and doubled names out of file systems and caches.
 */
import { concat } from "./bytes.ts";

/** Hashes in a full tile, leaves in a full bundle (tlog-tiles, "Merkle Tree"). */
export const TILE_WIDTH = 256;
/** Tree levels that one tile spans: tile level l holds the hashes of tree level l × 8. */
export const TILE_HEIGHT = 8;

/** A file of the log: tiles have a level, bundles are "entries"; `width` is 256 for a full one. */
export type TilePath = { level: number | "entries"; index: number; width: number };

const HASH_BYTES = 32;
const LONGEST_LEAF = 0xffff;

/** "tile/<L>/<N>[.p/<W>]" (tlog-tiles, "Merkle Tree"), for example "tile/0/x001/x234/067.p/13"; throws outside the format. */
export function tilePath(level: number, index: number, width: number = TILE_WIDTH): string {
  if (!Number.isInteger(level) || level < 0 || level > 63) throw new RangeError(`no tile level: ${level}`);
  return `tile/${level}/${indexPath(index, width)}`;
}

/** "tile/entries/<N>[.p/<W>]" (tlog-tiles, "Log entries"); throws outside the format. */
export function entriesPath(index: number, width: number = TILE_WIDTH): string {
  return `tile/entries/${indexPath(index, width)}`;
}

/** The file that a path names, or undefined for any spelling that `tilePath` and `entriesPath` would not write. */
export function parseTilePath(path: string): TilePath | undefined {
  const match = /^tile\/(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/){0,5}[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/.exec(path);
  if (match === null) return undefined;
  const level = match[1] === "entries" ? "entries" : Number(match[1]);
  const index = Number(match[2]!.replace(/[x/]/g, ""));
  const width = match[3] === undefined ? TILE_WIDTH : Number(match[3]);
  if (level !== "entries" && level > 63) return undefined;
  if (!Number.isSafeInteger(index) || width < 1 || width > TILE_WIDTH) return undefined;
  const spelling = level === "entries" ? entriesPath(index, width) : tilePath(level, index, width);
  return spelling === path ? { level, index, width } : undefined;
}

/**
 * How many hashes tile (level, index) has in a tree of `size` leaves: 256 full, 1–255 partial, 0 absent (tlog-tiles, "Partial
 * Tiles"); a bundle is as wide as the level 0 tile of its index.
 */
export function tileWidthAt(size: number, level: number, index: number): number {
  let hashes = size;
  for (let at = 0; at < level && hashes > 0; at++) hashes = Math.floor(hashes / TILE_WIDTH);
  return Math.max(0, Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH));
}

/** Leaves, each behind its length as big-endian uint16 (tlog-tiles, "Log entries"); throws for 0 or above 256, or a leaf above 65,535 bytes. */
export function encodeEntryBundle(leaves: Uint8Array[]): Uint8Array {
  if (leaves.length < 1 || leaves.length > TILE_WIDTH) throw new RangeError(`no bundle has ${leaves.length} leaves`);
  const parts = leaves.flatMap((leaf) => {
    if (leaf.length > LONGEST_LEAF) throw new RangeError(`no bundle holds a leaf of ${leaf.length} bytes`);
    return [Uint8Array.of(Math.floor(leaf.length / 256), leaf.length % 256), leaf];
  });
  return concat(...parts);
}

/** The leaves of an entry bundle, or undefined where it is empty, cut off, or holds more than 256. */
export function decodeEntryBundle(bytes: Uint8Array): Uint8Array[] | undefined {
  const leaves: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + 2 > bytes.length || leaves.length === TILE_WIDTH) return undefined;
    const length = bytes[at]! * 256 + bytes[at + 1]!;
    const end = at + 2 + length;
    if (end > bytes.length) return undefined;
    leaves.push(bytes.slice(at + 2, end));
    at = end;
  }
  return leaves.length === 0 ? undefined : leaves;
}

/** The 32-byte hashes of a tile, left to right, or undefined where it is not 1 to 256 whole hashes. */
export function hashesOfTile(bytes: Uint8Array): Uint8Array[] | undefined {
  const width = bytes.length / HASH_BYTES;
  if (!Number.isInteger(width) || width < 1 || width > TILE_WIDTH) return undefined;
  return Array.from({ length: width }, (_, at) => bytes.slice(at * HASH_BYTES, (at + 1) * HASH_BYTES));
}

/** Three digits a folder, all but the last behind an "x", so that no name is both a file and a folder. */
function indexPath(index: number, width: number): string {
  if (!Number.isSafeInteger(index) || index < 0) throw new RangeError(`no tile index: ${index}`);
  if (!Number.isInteger(width) || width < 1 || width > TILE_WIDTH) throw new RangeError(`no tile width: ${width}`);
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/[0-9]{3}/g)!;
  const path = groups.map((group, at) => (at === groups.length - 1 ? group : `x${group}`)).join("/");
  return width === TILE_WIDTH ? path : `${path}.p/${width}`;
}
