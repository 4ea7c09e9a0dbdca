// What outlives a fault: receipts that were handed out and heads that were signed. Whoever holds one must find it again in the log,
// whatever happened since.

import { auditLedger } from "../../src/audit/audit-ledger.ts";
import { equal, hex, unhex } from "../../src/format/bytes.ts";
import { entryIdOf } from "../../src/format/entry.ts";
import { decodeLeaf } from "../../src/format/leaf.ts";
import { openNote, parseTreeHead } from "../../src/format/note.ts";
import { decodeProof } from "../../src/format/proof.ts";
import { leafHash, verifyInclusion } from "../../src/format/tree.ts";
import type { Database } from "../../src/store/database.ts";

/** A head that the log key signed; `root` in hex. */
export type Signed = { size: number; root: string };
/** A receipt that somebody holds. */
export type Handed = Signed & { index: number; entryId: string };

/** Reads a receipt as its holder would; throws unless it proves that very entry under a head signed by the log. */
export async function checkReceipt(proof: string, vkey: string, entry: Uint8Array): Promise<Handed> {
  const parts = decodeProof(proof);
  const leaf = parts?.extra && decodeLeaf(parts.extra);
  const note = parts && (await openNote(parts.head, [vkey]));
  const head = note && parseTreeHead(note.text);
  if (!parts?.extra || !leaf || !head) throw new Error("a receipt that cannot be read");
  const { index } = parts;
  if (!equal(leaf.entry, entry) || leaf.index !== index) throw new Error(`the receipt of ${index} is of another entry`);
  const { size, root } = head;
  if (!verifyInclusion({ index, size, root, leaf: leafHash(parts.extra), proof: parts.proof }))
    throw new Error(`the receipt of ${index} does not hold under its head of ${size}`);
  return { index, entryId: hex(entryIdOf(entry)), size, root: hex(root) };
}

/** What a ledger lacks of what was handed out; an empty list is the promise kept. */
export type Found = { size: number; root: string; flaws: string[] };

/** Audits a live ledger, then looks for every receipt and every head in it, and for entries that stand twice. */
export async function search(
  database: Database,
  vkey: string,
  handed: readonly Handed[],
  signed: readonly Signed[],
): Promise<Found> {
  const sound = await auditLedger(database.kysely, { vkey }, () => {});
  if ("rule" in sound)
    return { size: 0, root: "", flaws: [`audit: ${JSON.stringify({ ...sound, entry: undefined })}`] };
  const { size, root, replay } = sound;
  const rows = await database.kysely.selectFrom("ledger.leaf").select(["index", "entry"]).orderBy("index").execute();
  const ids = rows.map((row) => hex(entryIdOf(row.entry)));
  const flaws: string[] = [];
  if (new Set(ids).size !== ids.length) flaws.push("an entry stands twice");
  for (const each of handed) if (ids[each.index] !== each.entryId) flaws.push(`receipt of ${each.index} not found`);
  for (const each of [...handed, ...signed]) {
    if (each.size > size) flaws.push(`a head of ${each.size} over a log of ${size}`);
    else if (!equal(replay.hashes.root(each.size), unhex(each.root))) flaws.push(`another head of ${each.size}`);
  }
  return { size, root: hex(root), flaws };
}

/** Whether heads were signed in an order in which the log only grew, and never two of one size. */
export function growsOnly(signed: readonly Signed[]): boolean {
  return signed.every((head, i) => {
    const before = signed[i - 1];
    if (!before) return true;
    return head.size > before.size || (head.size === before.size && head.root === before.root);
  });
}
