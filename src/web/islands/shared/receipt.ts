// The ledger's answer, checked on the device: only a receipt that proves this very entry's place under the pinned log key lets the
// entry leave the outbox and the slip be printed. Reads as the specification: leaf → entry, leaf → root, root → signature.
import { fromUtf8, hex } from "../../../format/bytes.ts";
import { entryIdOf } from "../../../format/entry.ts";
import { decodeLeaf } from "../../../format/leaf.ts";
import { headOf, openNote, type TreeHead } from "../../../format/note.ts";
import { decodeProof } from "../../../format/proof.ts";
import { leafHash, verifyInclusion } from "../../../format/tree.ts";
import { keyAt, type PinnedLog } from "./pin.ts";

/** The facts that a checked receipt proves: the entry's index, when the log took it, and the head that holds it. */
export type Proved = { index: number; receivedMs: number; head: TreeHead };

/** The tlog-proof in an answer of POST /entries: the text itself, or JSON that carries it as `proof`. */
function proofText(answer: Uint8Array): string | undefined {
  const text = fromUtf8(answer);
  if (text === undefined || text.startsWith("c2sp.org/")) return text;
  try {
    const json: unknown = JSON.parse(text);
    const one: unknown = Array.isArray(json) ? json[0] : json;
    const { proof, receipt } = one as { proof?: unknown; receipt?: { proof?: unknown } };
    const found = proof ?? receipt?.proof;
    return typeof found === "string" ? found : undefined;
  } catch {
    return undefined;
  }
}

/** Checks a receipt and returns the facts that it proves for this entry, or undefined where any step fails. */
export async function checkReceipt(answer: Uint8Array, entryId: string, log: PinnedLog): Promise<Proved | undefined> {
  const proof = decodeProof(proofText(answer) ?? "");
  const leaf = proof?.extra && decodeLeaf(proof.extra);
  if (!proof?.extra || !leaf || leaf.index !== proof.index || hex(entryIdOf(leaf.entry)) !== entryId) return undefined;
  const head = await checkHead(proof.head, log);
  if (!head) return undefined;
  const { size, root } = head;
  const held = verifyInclusion({ index: leaf.index, size, leaf: leafHash(proof.extra), root, proof: proof.proof });
  return held ? { index: leaf.index, receivedMs: leaf.receivedMs, head } : undefined;
}

/** The tree head in a signed note, if the key pinned for its size signed it for this log. */
export async function checkHead(note: string, log: PinnedLog): Promise<TreeHead | undefined> {
  const head = headOf(note);
  const vkey = head?.origin === log.origin ? keyAt(log, head.size) : undefined;
  const opened = vkey && (await openNote(note, [vkey]));
  return opened ? head : undefined;
}
