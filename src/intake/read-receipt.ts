// The receipt of a stored leaf, made again from its row.
import { hex } from "../format/bytes.ts";
import { entryIdOf } from "../format/entry.ts";
import { FIRST_PREVIOUS } from "../format/leaf.ts";
import { encodeProof } from "../format/proof.ts";
import { hashesForInclusion, inclusionProof } from "../format/tree.ts";
import type { Database } from "../store/database.ts";
import { LEAF_PARTS, leafBytes } from "../store/leaf-row.ts";
import type { TreeReader } from "../store/tree-reader.ts";
import type { Problem } from "../words/problem.ts";

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
