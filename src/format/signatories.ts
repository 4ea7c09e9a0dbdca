// Who may sign the tree heads of a log, by the size of the head: entry 0 says it first, and two of three roots may name another log key
// or other witnesses later, by entries of the log itself. Whoever judges an export, a live ledger or a court bundle opens the head by these
// terms; whether that entry 0 is the right one, only a key known beforehand can tell.
import { hex, unbase64 } from "./bytes.ts";
import { decodeEntry } from "./entry.ts";
import { decodeLeaf } from "./leaf.ts";
import { COSIGNATURE, ED25519, headOf, openNote, parseVkey, type TreeHead, type VerifiedLine, vkeyOf } from "./note.ts";

/** The log's verifier key, its witnesses and how many a head needs, for heads of `from` entries and more, until the next terms. */
export type Terms = {
  readonly from: number;
  readonly vkey: string;
  /** True if the key before this one vouched for it; a stranger who pinned that key can follow then. */
  readonly handedOver: boolean;
  readonly witnesses: readonly string[];
  readonly needed: number;
};

/** The log's name and its terms by rising size; the first are entry 0's and begin at 0. */
export type Signatories = { readonly origin: string; readonly terms: readonly Terms[] };

/** A verifier key of a log and the size from which on heads are signed with it. */
export type LogKey = { readonly from: number; readonly vkey: string };

/** A tree head signed by the log; `cosigned` names the witnesses that signed too. */
export type OpenedHead = { readonly head: TreeHead; readonly cosigned: readonly string[]; readonly odd?: OddLine };

/** A line that proves nothing: by nobody named here, or by somebody who has signed already; `name` is the one that it bears. */
export type OddLine = { readonly what: "stranger" | "repeated"; readonly name: string };

/** Why a note is no head of a log; "cosignature": the log's line holds and that of a witness does not. */
export type HeadFlaw = "note" | "origin" | "head-signature" | "cosignature";

/** The signatories that entry 0 names, read from leaf 0 without judging it; undefined where that is no genesis. */
export function signatoriesOf(leaf0: Uint8Array): Signatories | undefined {
  const leaf = decodeLeaf(leaf0);
  const decoded = leaf && decodeEntry(leaf.entry);
  if (!decoded || "malformed" in decoded || decoded.entry.kind !== "genesis") return undefined;
  const { origin, logKey, witnesses, witnessesNeeded: needed } = decoded.entry.body;
  return { origin, terms: [{ from: 0, vkey: vkeyOf(origin, logKey), handedOver: false, witnesses, needed }] };
}

/** The terms in force for a head of this size. */
export function termsAt(by: Signatories, size: number): Terms {
  return by.terms.findLast((each) => each.from <= size) ?? by.terms[0]!;
}

/** The log's keys by rising size. */
export function logKeysOf(by: Signatories): LogKey[] {
  return by.terms.filter((each, i) => each.vkey !== by.terms[i - 1]?.vkey).map(({ from, vkey }) => ({ from, vkey }));
}

/** The keys as people hand them on: a line each, the newest first, a vkey and, unless it is entry 0's, the size from which on it signs. */
export function logKeysText(keys: readonly LogKey[]): string {
  return keys
    .map(({ from, vkey }) => (from === 0 ? `${vkey}\n` : `${vkey} ${from}\n`))
    .reverse()
    .join("");
}

/**
 * Reads the text that `logKeysText` writes; one vkey alone is a key that is known and nothing of its time. Undefined for anything else but a byte
 * order mark before it and blanks around its lines.
 */
export function parseLogKeys(text: string): LogKey[] | undefined {
  const keys = withoutBlanks(text.replace(/^\ufeff/, ""), " \t\r\n")
    .split("\n")
    .map((line): LogKey | undefined => {
      const match = /^(\S+)(?: ([1-9][0-9]{0,15}))?$/.exec(withoutBlanks(line, " \t\r"));
      return match && parseVkey(match[1]!)?.type === ED25519
        ? { vkey: match[1]!, from: Number(match[2] ?? 0) }
        : undefined;
    })
    .reverse();
  const known = keys.filter((key) => key !== undefined);
  const rises = known.every((key, i) => i === 0 || key.from > known[i - 1]!.from);
  return known.length === keys.length && rises ? known : undefined;
}

/** The text without these signs at its ends; a pattern would take the square of a long run's time. */
function withoutBlanks(text: string, blanks: string): string {
  let [from, until] = [0, text.length];
  while (from < until && blanks.includes(text[from]!)) from += 1;
  while (from < until && blanks.includes(text[until - 1]!)) until -= 1;
  return text.slice(from, until);
}

/**
 * Why a head of this size is not the log's for somebody who holds these keys of it; undefined where it is: signed by the key that they know for
 * that size, or by a later one whose line of succession begins with that one's own word ("handover"). A head that the held keys say is
 * signed by another never is ("key").
 */
export function pinFault(by: Signatories, held: readonly LogKey[], size: number): "key" | "handover" | undefined {
  const pinned = held.findLast((each) => each.from <= size);
  const keys = by.terms.filter((each, i) => each.from <= size && each.vkey !== by.terms[i - 1]?.vkey);
  const last = keys.findLastIndex((each) => each.vkey === pinned?.vkey);
  if (last < 0) return "key";
  const next = keys[last + 1];
  return next && !next.handedOver ? "handover" : undefined;
}

/**
 * Opens a note for the named signatories, by the log's key of that size. A stranger's line proves nothing: whoever judges a file refuses
 * it as bytes that may be anything.
 */
export async function openHead(note: string, by: Signatories): Promise<OpenedHead | HeadFlaw> {
  const head = headOf(note);
  if (!head) return "note";
  if (head.origin !== by.origin) return "origin";
  const witnesses = by.terms.flatMap((each) => each.witnesses).filter((vkey) => parseVkey(vkey) !== undefined);
  const opened = await openNote(note, [...new Set([termsAt(by, head.size).vkey, ...witnesses])]);
  const log = termsAt(by, head.size).vkey;
  if (!opened?.verified.some((line) => line.type === ED25519))
    return opened === undefined && (await openNote(note, [log])) !== undefined ? "cosignature" : "head-signature";
  const cosigned = opened.verified.filter((line) => line.type === COSIGNATURE).map((line) => line.name);
  const odd = oddLine(note, opened.verified);
  return { head, cosigned, ...(odd ? { odd } : {}) };
}

/** The first line of a note that is of none of those who signed, or of one of them a second time. */
function oddLine(note: string, verified: readonly VerifiedLine[]): OddLine | undefined {
  const seen = new Set<string>();
  for (const row of note.slice(note.lastIndexOf("\n\n") + 2, -1).split("\n")) {
    const [, name = "", signature = ""] = row.split(" ");
    const id = `${name} ${hex((unbase64(signature) ?? new Uint8Array(0)).slice(0, 4))}`;
    if (seen.has(id)) return { what: "repeated", name };
    if (!verified.some((line) => `${line.name} ${hex(line.keyHash)}` === id)) return { what: "stranger", name };
    seen.add(id);
  }
  return undefined;
}
