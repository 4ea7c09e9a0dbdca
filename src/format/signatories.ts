// Who may sign the tree heads of a log: entry 0 says it. Whoever judges an export, a live ledger or a court bundle opens the head
// by these names; whether that entry 0 is the right one, only a key known beforehand can tell.
import { decodeEntry } from "./entry.ts";
import { decodeLeaf } from "./leaf.ts";
import { openNote, parseTreeHead, parseVkey, type TreeHead, unverifiedText, vkeyOf } from "./note.ts";

/** The log's name and verifier key, the verifier keys of its witnesses and how many a head needs, as entry 0 says. */
export type Signatories = {
  readonly origin: string;
  readonly vkey: string;
  readonly witnesses: readonly string[];
  readonly needed: number;
};

/** A tree head signed by the log; `cosigned` names the witnesses that signed too, `strangers` counts lines of nobody named here. */
export type OpenedHead = { readonly head: TreeHead; readonly cosigned: readonly string[]; readonly strangers: number };

/** Why a note is no head of a log. */
export type HeadFlaw = "note" | "origin" | "head-signature";

/** What entry 0 names, read from leaf 0 without judging it; undefined where that is no genesis. */
export function signatoriesOf(leaf0: Uint8Array): Signatories | undefined {
  const leaf = decodeLeaf(leaf0);
  const decoded = leaf && decodeEntry(leaf.entry);
  if (!decoded || "malformed" in decoded || decoded.entry.kind !== "genesis") return undefined;
  const { origin, logKey, witnesses, witnessesNeeded: needed } = decoded.entry.body;
  return { origin, vkey: vkeyOf(origin, logKey), witnesses, needed };
}

/** The head of a note, unverified: to learn how much there is to read. */
export function headOf(note: string): TreeHead | undefined {
  return parseTreeHead(unverifiedText(note) ?? "");
}

/** Opens a note for the named signatories. A stranger's line proves nothing: whoever judges a file refuses it as bytes that may be anything. */
export async function openHead(note: string, by: Signatories): Promise<OpenedHead | HeadFlaw> {
  const head = headOf(note);
  if (!head) return "note";
  if (head.origin !== by.origin) return "origin";
  const opened = await openNote(note, [by.vkey, ...by.witnesses.filter((vkey) => parseVkey(vkey) !== undefined)]);
  if (!opened?.verified.some((line) => line.type === 1)) return "head-signature";
  const lines = note.slice(note.lastIndexOf("\n\n") + 2, -1).split("\n").length;
  const cosigned = opened.verified.filter((line) => line.type === 4).map((line) => line.name);
  return { head, cosigned, strangers: lines - opened.verified.length };
}
