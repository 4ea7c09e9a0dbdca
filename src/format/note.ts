/**
 * Signed notes, and the tree head that they carry (C2SP signed-note, tlog-checkpoint, tlog-cosignature).
 *
 * It connects the tree with everybody outside: the log signs its (origin, size, root) here, witnesses cosign it here,
 * and whoever holds a receipt, an export or a court bundle opens it here. The formats call it checkpoint; here that word
 * means the roadside place, so code says tree head. Opening is fail-closed: one bad line by a known key refuses the note.
 */

import { base64, concat, equal, hex, unbase64, unhex, utf8 } from "./bytes.ts";
import { type Signer, verifySignature } from "./ed25519.ts";
import { sha256 } from "./hash.ts";

/** A log's state: its name, how many leaves, and the RFC 6962 root over them (tlog-checkpoint, "Note text"). */
export type TreeHead = { origin: string; size: number; root: Uint8Array };

/** A verifier key taken apart: key name, 4-byte key ID, signature type (1 Ed25519, 4 cosignature/v1), public key. */
export type Vkey = { name: string; keyHash: Uint8Array; type: number; key: Uint8Array };

/** One known key whose line verified; `timeS` is the cosigner's clock in Unix seconds, for type 4 only. */
export type VerifiedLine = { name: string; keyHash: Uint8Array; type: number; timeS?: number };

type Line = { name: string; keyHash: Uint8Array; signature: Uint8Array; text: string };

export const ED25519 = 1;
export const COSIGNATURE = 4;
/** Like golang.org/x/mod; the specification asks for at least 16 ("Format"). */
const MOST_LINES = 100;
/** A hundred lines of the longest post-quantum signatures fit, a flood does not. */
const LONGEST_NOTE = 1_000_000;

/** The three lines origin, size, root of a tree head, each ending in a newline; throws where the head cannot be written so. */
export function treeHeadText(head: TreeHead): string {
  const text = `${head.origin}\n${head.size}\n${base64(head.root)}\n`;
  if (parseTreeHead(text) === undefined) throw new Error("a tree head that has no text");
  return text;
}

/** The tree head of a note text, or undefined for anything but exactly three lines in canonical spelling; extension lines are refused. */
export function parseTreeHead(text: string): TreeHead | undefined {
  const match = /^([^\n]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\n$/.exec(text);
  if (match === null || !isNoteText(text)) return undefined;
  const size = Number(match[2]);
  const root = unbase64(match[3]!);
  if (!Number.isSafeInteger(size) || root === undefined) return undefined;
  return { origin: match[1]!, size, root };
}

/** "name+keyID+base64(type ‖ key)", the published form of a key (signed-note, "Verifier keys"); throws for an invalid name. */
export function vkeyOf(name: string, key: Uint8Array, type: typeof ED25519 | typeof COSIGNATURE = ED25519): string {
  if (!isKeyName(name)) throw new Error(`no key name: ${name}`);
  if (key.length !== 32) throw new RangeError("an Ed25519 key has 32 bytes");
  return `${name}+${hex(keyId(name, type, key))}+${base64(concat(Uint8Array.of(type), key))}`;
}

/** The parts of a verifier key, or undefined where the spelling, the key ID or the length of a type 1 or 4 key is wrong. */
export function parseVkey(s: string): Vkey | undefined {
  const match = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(s);
  const raw = unbase64(match?.[3] ?? "");
  if (match === null || raw === undefined || raw.length < 2 || !isKeyName(match[1]!)) return undefined;
  const [name, keyHash, type, key] = [match[1]!, unhex(match[2]!), raw[0]!, raw.slice(1)];
  if ((type === ED25519 || type === COSIGNATURE) && key.length !== 32) return undefined;
  return equal(keyHash, keyId(name, type, key)) ? { name, keyHash, type, key } : undefined;
}

/** The text with its one Ed25519 signature line (signed-note, "Ed25519 signatures"); throws for a text or name that no note can carry. */
export async function signNote(text: string, name: string, signer: Signer): Promise<string> {
  if (!isNoteText(text)) throw new Error("a note text ends in a newline and has no control characters");
  if (!isKeyName(name)) throw new Error(`no key name: ${name}`);
  const signature = await signer.sign(utf8(text));
  return `${text}\n${lineOf(name, keyId(name, ED25519, signer.key), signature)}`;
}

/**
 * The note with a cosignature/v1 line of this signer at its end, in place of its earlier one (tlog-cosignature, "Ed25519 signed
 * message"). It checks no signature and no consistency: the witness does that before. Throws for what is not a signed tree head.
 */
export async function cosignNote(note: string, name: string, signer: Signer, timeS: number): Promise<string> {
  const parts = splitNote(note);
  if (parts === undefined || parseTreeHead(parts.text) === undefined)
    throw new Error("only signed tree heads are cosigned");
  if (!isKeyName(name)) throw new Error(`no key name: ${name}`);
  if (!Number.isSafeInteger(timeS) || timeS < 0) throw new RangeError("a cosignature carries Unix seconds");
  const keyHash = keyId(name, COSIGNATURE, signer.key);
  const kept = parts.lines.filter((queue) => queue.name !== name || !equal(queue.keyHash, keyHash));
  const signature = await signer.sign(cosignedMessage(parts.text, timeS));
  const added = lineOf(name, keyHash, concat(bigEndian64(timeS), signature));
  return `${parts.text}\n${kept.map((queue) => queue.text).join("")}${added}`;
}

/** The text of a well-formed note, unverified: to learn a head's size before its keys are known, never to trust it. */
export function unverifiedText(note: string): string | undefined {
  return splitNote(note)?.text;
}

/** The tree head that a note states, its signatures unchecked; undefined where the note states none. */
export function headOf(note: string | undefined): TreeHead | undefined {
  return note === undefined ? undefined : parseTreeHead(unverifiedText(note) ?? "");
}

/**
 * The text of a note and which of the known keys signed it, each once, in line order (signed-note, "Signatures"). Undefined for a
 * malformed note or vkey, two vkeys under one name and key ID, any bad line by a known key, or no line by a known key.
 * Lines by unknown keys are ignored; of a cosigner's several good lines the latest time counts.
 */
export async function openNote(
  note: string,
  vkeys: string[],
): Promise<{ text: string; verified: VerifiedLine[] } | undefined> {
  const parts = splitNote(note);
  const known = knownKeys(vkeys);
  if (parts === undefined || known === undefined) return undefined;
  const verified = new Map<string, VerifiedLine>();
  for (const queue of parts.lines) {
    const id = idOf(queue);
    const vkey = known.get(id);
    if (vkey === undefined) continue;
    const opened = await openLine(parts.text, queue, vkey);
    if (opened === undefined) return undefined;
    const earlier = verified.get(id);
    if (earlier === undefined || (opened.timeS ?? 0) > (earlier.timeS ?? 0)) verified.set(id, opened);
  }
  return verified.size === 0 ? undefined : { text: parts.text, verified: [...verified.values()] };
}

async function openLine(text: string, queue: Line, vkey: Vkey): Promise<VerifiedLine | undefined> {
  const { name, keyHash, type, key } = vkey;
  if (type === ED25519) {
    const good = await verifySignature(key, utf8(text), queue.signature);
    return good ? { name, keyHash, type } : undefined;
  }
  if (queue.signature.length !== 72) return undefined;
  const timeS = safeInteger64(queue.signature.subarray(0, 8));
  // A cosignature states something about a tree head only; on any other text it is worth nothing.
  if (timeS === undefined || parseTreeHead(text) === undefined) return undefined;
  const good = await verifySignature(key, cosignedMessage(text, timeS), queue.signature.subarray(8));
  return good ? { name, keyHash, type, timeS } : undefined;
}

/** Keys of other signature types stay unknown, as the specification wants of algorithms one does not have. */
function knownKeys(vkeys: string[]): Map<string, Vkey> | undefined {
  const known = new Map<string, Vkey>();
  for (const spelled of vkeys) {
    const vkey = parseVkey(spelled);
    if (vkey === undefined) return undefined;
    if (vkey.type !== ED25519 && vkey.type !== COSIGNATURE) continue;
    const id = idOf(vkey);
    const twin = known.get(id);
    if (twin !== undefined && (twin.type !== vkey.type || !equal(twin.key, vkey.key))) return undefined;
    known.set(id, vkey);
  }
  return known;
}

/** Text and lines of a note (signed-note, "Format"): the last empty line separates them. */
function splitNote(note: string): { text: string; lines: Line[] } | undefined {
  if (note.length > LONGEST_NOTE || !isNoteText(note)) return undefined;
  const at = note.lastIndexOf("\n\n");
  if (at < 0) return undefined;
  const rows = note.slice(at + 2, -1).split("\n");
  if (rows.length > MOST_LINES) return undefined;
  const lines: Line[] = [];
  for (const row of rows) {
    const match = /^— ([^ ]+) ([A-Za-z0-9+/]+={0,2})$/.exec(row);
    const raw = unbase64(match?.[2] ?? "");
    if (match === null || raw === undefined || raw.length < 5 || !isKeyName(match[1]!)) return undefined;
    lines.push({ name: match[1]!, keyHash: raw.slice(0, 4), signature: raw.slice(4), text: `${row}\n` });
  }
  return { text: note.slice(0, at + 1), lines };
}

function lineOf(name: string, keyHash: Uint8Array, signature: Uint8Array): string {
  return `— ${name} ${base64(concat(keyHash, signature))}\n`;
}

/** The timestamp is signed with the text, so that nobody can make an old statement look fresh. */
function cosignedMessage(text: string, timeS: number): Uint8Array {
  return utf8(`cosignature/v1\ntime ${timeS}\n${text}`);
}

/** SHA-256(name ‖ 0x0A ‖ type ‖ key)[:4] (signed-note, "Signatures"). */
function keyId(name: string, type: number, key: Uint8Array): Uint8Array {
  return sha256(concat(utf8(`${name}\n`), Uint8Array.of(type), key)).slice(0, 4);
}

function idOf(key: { name: string; keyHash: Uint8Array }): string {
  return `${key.name}+${hex(key.keyHash)}`;
}

/** Valid Unicode without control characters, ending in a newline (signed-note, "Format"). */
function isNoteText(text: string): boolean {
  return text.isWellFormed() && text.endsWith("\n") && [...text].every((sign) => sign >= " " || sign === "\n");
}

function isKeyName(name: string): boolean {
  return (
    name !== "" && name.isWellFormed() && !/[\p{White_Space}+]/u.test(name) && [...name].every((sign) => sign >= " ")
  );
}

function bigEndian64(n: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(n));
  return bytes;
}

function safeInteger64(bytes: Uint8Array): number | undefined {
  const n = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0));
  return Number.isSafeInteger(n) ? n : undefined;
}
