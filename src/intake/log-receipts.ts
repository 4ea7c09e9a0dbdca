// Receipts: of a leaf just committed, from what its batch made; of a stored leaf, made again from its row.
import { hex } from "../format/bytes.ts";
import { entryIdOf } from "../format/entry.ts";
import { encodeLeaf, FIRST_PREVIOUS } from "../format/leaf.ts";
import { encodeProof } from "../format/proof.ts";
import { hashesForInclusion, inclusionProof } from "../format/tree.ts";
import type { Database } from "../store/database.ts";
import { LEAF_PARTS, leafBytes } from "../store/leaf-row.ts";
import type { TreeReader } from "../store/tree-reader.ts";
import type { Problem } from "../words/problem.ts";
import type { NewLeaf, Sealed } from "./batch.ts";

/** A leaf with its inclusion proof and the log-signed tree head, as C2SP tlog-proof text with the leaf as extra data. */
export type Receipt = {
  readonly index: number;
  readonly entryId: string;
  readonly proof: string;
  readonly verdict: Problem | null;
};

/** The receipt of the leaf at this index under a signed head that covers it. */
export async function readReceipt(
  database: Database,
  tree: TreeReader,
  signed: { readonly size: number; readonly note: string },
  index: number,
): Promise<Receipt> {
  const rows = await database.kysely
    .selectFrom("ledger.leaf")
    .select([...LEAF_PARTS, "verdict"])
    .where("index", ">=", index - 1)
    .where("index", "<=", index)
    .orderBy("index")
    .execute();
  const row = rows.at(-1)!;
  const previous = index === 0 ? FIRST_PREVIOUS : rows[0]!.leaf_hash;
  const read = await tree.load(hashesForInclusion(index, signed.size));
  const proof = encodeProof({
    extra: leafBytes(row, previous),
    index,
    proof: inclusionProof(index, signed.size, read),
    head: signed.note,
  });
  return {
    index,
    entryId: hex(entryIdOf(row.entry)),
    proof,
    verdict: row.verdict === null ? null : JSON.parse(row.verdict),
  };
}

/** A batch that has been committed: its leaves, sealed onto the log. */
export type Committed = { readonly sealed: Sealed; readonly leaves: readonly NewLeaf[] };

/** The receipt of a leaf of the batch just committed: every hash that it needs is a peak of before or was made by the batch. */
export function freshReceipt(
  index: number,
  verdict: Problem | null,
  { sealed, leaves }: Committed,
  head: string,
): Receipt {
  const { size, receivedMs } = sealed.head;
  const at = index - (size - leaves.length);
  const { entry, carried } = leaves[at]!;
  const previous = at > 0 ? sealed.hashes[at - 1]! : sealed.before;
  const leaf = encodeLeaf({ index, receivedMs, previous, entry: entry.bytes, carried });
  const proof = inclusionProof(index, size, (level, i) => sealed.nodes.get(`${level}/${i}`)!);
  return { index, entryId: hex(entry.id), proof: encodeProof({ extra: leaf, index, proof, head }), verdict };
}
