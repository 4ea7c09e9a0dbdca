/**
 * The trust bundle: what a checkpoint's device takes along for when there is no network, vouched for by the log's key.
 *
 * It accompanies the tree head: a signed note (C2SP signed-note) whose text names a JSON document by its SHA-256, the size of the log
 * that it was made at, when it was made and how long it may be used. A device opens it under the key that it pinned, never takes one
 * of a smaller log than it had, and stops believing one that is too old: keys may have been revoked since.
 */
import { base64, equal, unbase64 } from "./bytes.ts";
import { sha256 } from "./hash.ts";
import { openNote, unverifiedText } from "./note.ts";

/** The content of the note: times in Unix seconds, `bytes` and `hash` (SHA-256) of the document. */
export type TrustHead = {
  readonly origin: string;
  readonly size: number;
  readonly issuedS: number;
  readonly maxAgeS: number;
  readonly bytes: number;
  readonly hash: Uint8Array;
};

/** Why a bundle is not believed. */
export type TrustFlaw = "note" | "signature" | "document";

/** Its own first line: no tree head begins so, and no tree head has a name where a size belongs, so neither signature passes for the other. */
const PURPOSE = "so-nguon/trust/v1";
const COUNT = "(0|[1-9][0-9]{0,14})";
const TEXT = new RegExp(
  `^${PURPOSE}\\n([^\\n]+)\\n${COUNT}\\n${COUNT}\\n${COUNT}\\n${COUNT}\\n([A-Za-z0-9+/]{43}=)\\n$`,
);

/** The seven lines purpose, origin, size, issued, maximum age, document's bytes, document's SHA-256 in base64; throws where they cannot be written so. */
export function trustText(head: TrustHead): string {
  const { origin, size, issuedS, maxAgeS, bytes, hash } = head;
  const text = `${[PURPOSE, origin, size, issuedS, maxAgeS, bytes, base64(hash)].join("\n")}\n`;
  if (!parseTrustText(text)) throw new Error("a trust bundle that has no text");
  return text;
}

/** Reads a note's text; undefined for anything but the seven lines in their one spelling. */
export function parseTrustText(text: string): TrustHead | undefined {
  const match = TEXT.exec(text);
  const hash = match && unbase64(match[6]!);
  if (!match || !hash) return undefined;
  const [size, issuedS, maxAgeS, bytes] = match.slice(2, 6).map(Number) as [number, number, number, number];
  return { origin: match[1]!, size, issuedS, maxAgeS, bytes, hash };
}

/** The head of a document made at a log's size and time. */
export function trustHeadOf(document: Uint8Array, made: Omit<TrustHead, "bytes" | "hash">): TrustHead {
  return { ...made, bytes: document.length, hash: sha256(document) };
}

/** The head of a bundle that the log vouched for with the key that it has for that size, or why it is not believed; its age is not judged here. */
export async function openTrust(
  note: string,
  document: Uint8Array,
  origin: string,
  keyAt: (size: number) => string | undefined,
): Promise<TrustHead | TrustFlaw> {
  const head = parseTrustText(unverifiedText(note) ?? "");
  if (head?.origin !== origin) return "note";
  const vkey = keyAt(head.size);
  if (vkey === undefined || !(await openNote(note, [vkey]))) return "signature";
  return head.bytes === document.length && equal(head.hash, sha256(document)) ? head : "document";
}

/** True if a bundle is behind the one held: of a smaller log, or of the same log and an earlier hour. */
export function isBehind(offered: TrustHead, held: TrustHead): boolean {
  return offered.size < held.size || (offered.size === held.size && offered.issuedS < held.issuedS);
}

/** True if a bundle is past its maximum age. A clock that is behind the bundle's own hour is wrong, and makes nothing older. */
export function isStale(head: Pick<TrustHead, "issuedS" | "maxAgeS">, nowS: number): boolean {
  return nowS - head.issuedS > head.maxAgeS;
}
