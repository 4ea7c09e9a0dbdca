/**
 * The receipt of one leaf as a text file (C2SP tlog-proof): index, inclusion proof and signed tree head in one piece.
 *
 * It is the last piece of the format: intake answers with it, devices store it, and a stranger checks it offline with any
 * tlog-proof reader. Reading checks spelling only; whether the proof holds is `openNote` and `verifyInclusion`.
 */
import { base64, unbase64 } from "./bytes.ts";
import { parseTreeHead, unverifiedText } from "./note.ts";

/**
 * A receipt taken apart. `extra` is opaque and unauthenticated: in our receipts the leaf, worth something only once its hash
 * is proved; `proof` runs from the leaf's sibling upwards; `head` is the signed note, verbatim.
 */
export type Proof = { extra?: Uint8Array; index: number; proof: Uint8Array[]; head: string };

const FIRST_LINE = "c2sp.org/tlog-proof@v1";
/** A tree of 2^53 leaves has no longer path. */
const LONGEST_PATH = 53;
/** The longest note, a leaf of 64 KiB in base64 and the path fit. */
const LONGEST_PROOF = 1_100_000;

/** The text of a receipt (tlog-proof, "Format"); an empty `extra` is omitted; throws where the parts have no such text. */
export function encodeProof(parts: Proof): string {
  const { extra, index, proof, head } = parts;
  // A batch of receipts shares one head that the log has just signed: its lines are not taken apart again for each.
  const text = head.endsWith("\n") ? head.slice(0, head.indexOf("\n\n") + 1) : "";
  if (!isProvable(index, proof, text)) throw new Error("a proof that has no text");
  const lines = [FIRST_LINE];
  if (extra !== undefined && extra.length > 0) lines.push(`extra ${base64(extra)}`);
  lines.push(`index ${index}`, ...proof.map(base64), "");
  return `${lines.join("\n")}\n${head}`;
}

/** The parts of a receipt, or undefined for any spelling that `encodeProof` would not write or an index outside the head's tree. */
export function decodeProof(text: string): Proof | undefined {
  if (text.length > LONGEST_PROOF) return undefined;
  // The first empty line ends the proof: none of its own lines may be empty, while the note has an empty line too.
  const end = text.indexOf("\n\n");
  if (end < 0) return undefined;
  const [first, ...rows] = text.slice(0, end).split("\n");
  if (first !== FIRST_LINE) return undefined;
  const extraRow = rows[0]?.startsWith("extra ") ? rows.shift() : undefined;
  const extra = extraRow === undefined ? undefined : unbase64(extraRow.slice("extra ".length));
  if (extraRow !== undefined && (extra === undefined || extra.length === 0)) return undefined;
  const indexRow = /^index (0|[1-9][0-9]{0,15})$/.exec(rows.shift() ?? "");
  if (indexRow === null || rows.length > LONGEST_PATH) return undefined;
  const index = Number(indexRow[1]);
  const proof = rows.map(unbase64).filter((hash) => hash !== undefined);
  const head = text.slice(end + 2);
  if (proof.length !== rows.length || !isProvable(index, proof, unverifiedText(head) ?? "")) return undefined;
  return { ...(extra === undefined ? {} : { extra }), index, proof, head };
}

function isProvable(index: number, proof: Uint8Array[], headText: string): boolean {
  const size = parseTreeHead(headText)?.size ?? 0;
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return false;
  return proof.length <= LONGEST_PATH && proof.every((hash) => hash.length === 32);
}
