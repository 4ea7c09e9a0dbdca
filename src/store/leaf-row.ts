// A row of the leaf table as the leaf that the tree hashes: in one place, so that no reader leaves out a part.
import { encodeLeaf } from "../format/leaf.ts";
import type { LeafTable } from "./schema.ts";

/** The columns that a leaf is made of, and the hash that the next one names. */
export const LEAF_PARTS = ["index", "received_ms", "carried", "entry", "leaf_hash"] as const;

/** The bytes of a stored leaf. */
export function leafBytes(
  row: Pick<LeafTable, "index" | "received_ms" | "carried" | "entry">,
  previous: Uint8Array,
): Uint8Array {
  const { index, received_ms: receivedMs, carried, entry } = row;
  return encodeLeaf({ index, receivedMs, previous, entry, carried });
}
