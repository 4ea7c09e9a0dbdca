// A leaf of the log: `CBOR[how, i, receivedMs, prevLeafHash, entry]`. The hash chain lives inside the leaves of the Merkle tree, so
// a linear auditor and a Merkle auditor read the same bytes. Whatever the rules are told about an entry is in its leaf.

import { concat } from "./bytes.ts";
import { cborHead, decodeCbor } from "./cbor.ts";
import { sha256 } from "./hash.ts";

export type Leaf = {
  readonly index: number;
  readonly receivedMs: number;
  readonly previous: Uint8Array;
  readonly entry: Uint8Array;
  /** True for a slip that was embedded in the entry of the next leaf; false for what was sent for itself. */
  readonly carried: boolean;
};

/** prevLeafHash of leaf 0: SHA-256 of nothing. */
export const FIRST_PREVIOUS: Uint8Array = sha256(new Uint8Array());

/** How the entry came: the first element of the leaf. */
const SENT = 1;
const CARRIED = 2;

/** The bytes that the tree hashes. */
export function encodeLeaf(leaf: Leaf): Uint8Array {
  const { index, receivedMs, previous, entry, carried } = leaf;
  const previousHead = cborHead(2, previous.length);
  return concat(
    Uint8Array.of(0x85, carried ? CARRIED : SENT),
    cborHead(0, index),
    cborHead(0, receivedMs),
    previousHead,
    previous,
    cborHead(2, entry.length),
    entry,
  );
}

/** The leaf in canonical bytes, or undefined. */
export function decodeLeaf(bytes: Uint8Array): Leaf | undefined {
  const wire = decodeCbor(bytes);
  if (!Array.isArray(wire) || wire.length !== 5) return undefined;
  const [how, index, receivedMs, previous, entry] = wire;
  if (how !== SENT && how !== CARRIED) return undefined;
  if (typeof index !== "number" || index < 0 || typeof receivedMs !== "number" || receivedMs < 0) return undefined;
  if (!(previous instanceof Uint8Array) || previous.length !== 32 || !(entry instanceof Uint8Array)) return undefined;
  return { index, receivedMs, previous, entry, carried: how === CARRIED };
}
