/**
 * The Merkle tree over the leaves of the log (RFC 6962 §2.1, the same tree as RFC 9162 §2.1): roots, proofs, checks.
 *
 * It connects the leaves with the signed tree head. Every stored hash is that of a perfect subtree, named by
 * (level, index), and is final once written; so roots and proofs of any past size come from one table. Sizes are safe
 * integers up to 2^53 - 1, which 32-bit operators would silently cut, so all arithmetic here is by division. The
 * `verify…` functions take whatever a stranger sends: they answer false, and work at most one hash per proof line.
 */

import { concat, equal } from "./bytes.ts";
import { sha256 } from "./hash.ts";

const LEAF_PREFIX = Uint8Array.of(0);
const NODE_PREFIX = Uint8Array.of(1);

/** The perfect subtree of the 2^level leaves that begin at leaf index × 2^level; level 0 is a leaf hash. */
export type TreeNode = { level: number; index: number };

/** The hash of a perfect subtree, by `TreeNode` coordinates. */
export type ReadHash = (level: number, index: number) => Uint8Array;

/** Proves that the tree of `newSize` extends the one of `oldSize` (RFC 6962 §2.1.2). */
export type ProveGrowth = (oldSize: number, newSize: number) => Promise<Uint8Array[]>;

/** All that appending needs of a tree: its size and the roots of its perfect subtrees, largest first. */
export type Frontier = { size: number; peaks: Uint8Array[] };

/** Consecutive leaves [from, to). */
type Range = { from: number; to: number };

/** The root of the tree without leaves, SHA-256 of nothing (RFC 6962 §2.1). */
export const EMPTY_ROOT: Uint8Array = sha256(new Uint8Array(0));

/** SHA-256(0x00 ‖ leaf) (RFC 6962 §2.1). */
export function leafHash(leaf: Uint8Array): Uint8Array {
  return sha256(concat(LEAF_PREFIX, leaf));
}

/** SHA-256(0x01 ‖ left ‖ right) (RFC 6962 §2.1). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concat(NODE_PREFIX, left, right));
}

/** The frontier of the tree without leaves. */
export function emptyFrontier(): Frontier {
  return { size: 0, peaks: [] };
}

/** The perfect subtrees that one more leaf completes, its own leaf hash first: exactly what a store must write for it. */
export function hashesCompletedBy(frontier: Frontier, leaf: Uint8Array): (TreeNode & { hash: Uint8Array })[] {
  const completed = [{ level: 0, index: frontier.size, hash: leaf }];
  let hash = leaf;
  let level = 0;
  let index = frontier.size;
  for (let at = frontier.peaks.length - 1; index % 2 === 1; at--) {
    hash = nodeHash(frontier.peaks[at]!, hash);
    level += 1;
    index = (index - 1) / 2;
    completed.push({ level, index, hash });
  }
  return completed;
}

/** The frontier with one more leaf, given by its leaf hash; the given frontier is left as it was. */
export function appendLeaf(frontier: Frontier, leaf: Uint8Array): Frontier {
  return appendCompleted(frontier, hashesCompletedBy(frontier, leaf));
}

/** The same, given what `hashesCompletedBy` has answered for the leaf. */
export function appendCompleted(frontier: Frontier, completed: readonly { hash: Uint8Array }[]): Frontier {
  const merged = completed.length - 1;
  const kept = frontier.peaks.slice(0, frontier.peaks.length - merged);
  return { size: frontier.size + 1, peaks: [...kept, completed[merged]!.hash] };
}

/** The root of the tree with this frontier. */
export function rootOf(frontier: Frontier): Uint8Array {
  return frontier.size === 0 ? EMPTY_ROOT : fold(frontier.peaks);
}

/** The hashes whose values, in this order, are the peaks of the tree of this size; none where it is not a size. */
export function hashesForRoot(size: number): TreeNode[] {
  return isSize(size) ? perfectSubtrees({ from: 0, to: size }) : [];
}

/** The hashes that `inclusionProof` reads, so that a store can load them at once; none outside the tree. */
export function hashesForInclusion(index: number, size: number): TreeNode[] {
  return inclusionRanges(index, size).flatMap(perfectSubtrees);
}

/** The hashes that `consistencyProof` reads, so that a store can load them at once; none where nothing is to prove. */
export function hashesForConsistency(oldSize: number, newSize: number): TreeNode[] {
  return consistencyRanges(oldSize, newSize).flatMap(perfectSubtrees);
}

/** PATH(index, D[size]) of RFC 6962 §2.1.1, leaf's sibling first; empty outside the tree, which no root then verifies. */
export function inclusionProof(index: number, size: number, read: ReadHash): Uint8Array[] {
  return inclusionRanges(index, size).map((range) => rangeRoot(range, read));
}

/** PROOF(oldSize, D[newSize]) of RFC 6962 §2.1.2; empty for equal sizes, for an old size of 0 and for what is no growth. */
export function consistencyProof(oldSize: number, newSize: number, read: ReadHash): Uint8Array[] {
  return consistencyRanges(oldSize, newSize).map((range) => rangeRoot(range, read));
}

/** True if the proof shows leaf hash `leaf` at `index` of the tree (size, root) (RFC 9162 §2.1.3.2); false for any malformed input. */
export function verifyInclusion(claim: {
  index: number;
  size: number;
  leaf: Uint8Array;
  root: Uint8Array;
  proof: Uint8Array[];
}): boolean {
  const { index, size, leaf, root, proof } = claim;
  if (!isSize(size) || !isSize(index) || index >= size || ![leaf, root, ...proof].every(isHash)) return false;
  let at = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && equal(hash, root);
}

/**
 * True if the proof shows that the new tree begins with the whole old tree (RFC 9162 §2.1.4.2). An old size of 0 and equal
 * sizes take an empty proof and the right roots; false for any malformed input.
 */
export function verifyConsistency(claim: {
  oldSize: number;
  newSize: number;
  oldRoot: Uint8Array;
  newRoot: Uint8Array;
  proof: Uint8Array[];
}): boolean {
  const { oldSize, newSize, oldRoot, newRoot, proof } = claim;
  if (!isSize(oldSize) || !isSize(newSize) || oldSize > newSize) return false;
  if (![oldRoot, newRoot, ...proof].every(isHash)) return false;
  if (oldSize === 0 && !equal(oldRoot, EMPTY_ROOT)) return false;
  if (oldSize === newSize) return proof.length === 0 && equal(oldRoot, newRoot);
  if (oldSize === 0) return proof.length === 0;
  // A proof of nothing is no proof; without this line a perfect old tree would supply the first hash by itself.
  if (proof.length === 0) return false;
  const path = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : proof;
  let at = oldSize - 1;
  let last = newSize - 1;
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  let old = path[0]!;
  let grown = path[0]!;
  for (const hash of path.slice(1)) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      old = nodeHash(hash, old);
      grown = nodeHash(hash, grown);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      grown = nodeHash(grown, hash);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && equal(old, oldRoot) && equal(grown, newRoot);
}

/** The sibling ranges of a leaf's way to the root, from the leaf upwards. */
function inclusionRanges(index: number, size: number): Range[] {
  if (!isSize(size) || !isSize(index) || index >= size) return [];
  const ranges: Range[] = [];
  let from = 0;
  let to = size;
  while (to - from > 1) {
    const middle = from + largestPowerBelow(to - from);
    if (index < middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
    }
  }
  return ranges.reverse();
}

/** SUBPROOF of RFC 6962 §2.1.2 as ranges, in proof order. */
function consistencyRanges(oldSize: number, newSize: number): Range[] {
  if (!isSize(oldSize) || !isSize(newSize) || oldSize === 0 || oldSize >= newSize) return [];
  const ranges: Range[] = [];
  let from = 0;
  let to = newSize;
  while (to !== oldSize) {
    const middle = from + largestPowerBelow(to - from);
    if (oldSize <= middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
    }
  }
  // Where the walk ends at the old tree itself, the verifier holds that hash already.
  if (from !== 0) ranges.push({ from, to });
  return ranges.reverse();
}

/** The perfect subtrees of a range, left to right; the range must begin at a multiple of the power of two above its length. */
function perfectSubtrees(range: Range): TreeNode[] {
  const nodes: TreeNode[] = [];
  let from = range.from;
  while (from < range.to) {
    let width = 1;
    let level = 0;
    while (width * 2 <= range.to - from) [width, level] = [width * 2, level + 1];
    nodes.push({ level, index: from / width });
    from += width;
  }
  return nodes;
}

function rangeRoot(range: Range, read: ReadHash): Uint8Array {
  return fold(perfectSubtrees(range).map(({ level, index }) => read(level, index)));
}

/** Right to left, because the smaller subtrees on the right hang together before they meet the larger ones. */
function fold(peaks: Uint8Array[]): Uint8Array {
  return peaks.reduceRight((right, left) => nodeHash(left, right));
}

/** k of RFC 6962 §2.1: the largest power of two below n, for n > 1. */
function largestPowerBelow(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}

function isPowerOfTwo(n: number): boolean {
  let rest = n;
  while (rest % 2 === 0 && rest > 0) rest /= 2;
  return rest === 1;
}

function half(n: number): number {
  return Math.floor(n / 2);
}

function isSize(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0;
}

function isHash(hash: Uint8Array): boolean {
  return hash instanceof Uint8Array && hash.length === 32;
}
