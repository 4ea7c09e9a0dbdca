// The tree head that an audit measures a log against: who may have signed it follows from entry 0, and whether that entry 0 is the
// right one from a key that the auditor brought along.
import { decodeEntry } from "../../format/entry.ts";
import { decodeLeaf } from "../../format/leaf.ts";
import { openNote, parseTreeHead, type TreeHead, unverifiedText, vkeyOf } from "../../format/note.ts";
import { type Broken, broken } from "./broken.ts";

/** Who may sign heads of a log, as its entry 0 says: the log's verifier key first, then its witnesses'. */
export type Signatories = { readonly origin: string; readonly vkey: string; readonly witnesses: readonly string[] };

/** What entry 0 names, read from leaf 0 without judging it: the replay does that. */
export function signatoriesOf(leaf0: Uint8Array): Signatories | undefined {
  const leaf = decodeLeaf(leaf0);
  const decoded = leaf && decodeEntry(leaf.entry);
  if (!decoded || "malformed" in decoded || decoded.entry.kind !== "genesis") return undefined;
  const { origin, logKey, witnesses } = decoded.entry.body;
  return { origin, vkey: vkeyOf(origin, logKey), witnesses };
}

/** The head of a note, unverified: to learn how much there is to read. */
export function headOf(note: string): TreeHead | undefined {
  return parseTreeHead(unverifiedText(note) ?? "");
}

/** Checks a note: signed by the log, its name the log's, and no line by a key that entry 0 does not name; answers the cosigners. */
export async function checkNote(
  note: string,
  by: Signatories,
): Promise<{ head: TreeHead; cosigned: string[] } | Broken> {
  const head = headOf(note);
  if (!head) return broken(0, "note");
  const last = Math.max(0, head.size - 1);
  if (head.origin !== by.origin) return broken(last, "origin", `${head.origin} ≠ ${by.origin}`);
  const opened = await openNote(note, [by.vkey, ...by.witnesses]);
  if (!opened?.verified.some((line) => line.type === 1)) return broken(last, "head-signature");
  const lines = note.slice(note.lastIndexOf("\n\n") + 2, -1).split("\n").length;
  // A line that nobody here can check proves nothing, and would be a byte of the file that may be anything.
  if (lines !== opened.verified.length) return broken(last, "head-signature", "dòng ký lạ · a line by an unknown key");
  return { head, cosigned: opened.verified.filter((line) => line.type === 4).map((line) => line.name) };
}
