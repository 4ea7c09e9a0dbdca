// An entry: one signed statement (COSE_Sign1, RFC 9052 §4.2, tag 18, Ed25519). The bytes signed are the bytes stored; nothing
// is ever re-serialised for hashing. Layout and budget: docs/format.md.

import { concat, equal, hex, utf8 } from "./bytes.ts";
import { type Cbor, cborHead, decodeCbor, encodeCbor } from "./cbor.ts";
import { type Signer, verifySignature, verifyWithNoble } from "./ed25519.ts";
import { sha256 } from "./hash.ts";
import { bodyShape, KINDS, type KindName, kindOf, type Statement } from "./kinds.ts";
import { Misshapen } from "./shape.ts";
import { QR_ENTRY_LIMIT } from "./slipcode.ts";

/** Longest entry; `key.freeze`, which embeds another entry, may be a little longer, and a slip must fit its QR code. */
export const ENTRY_LIMIT = 16_384;
export const FREEZE_LIMIT = 17_408;

/** "Not before": the latest tree head that the device knew, as its size and the first 8 bytes of its root. */
export type Anchor = { readonly size: number; readonly root8: Uint8Array };

/** The payload of an entry in the signer's words. */
export type Payload = Statement & { seq: number; claimedS: number; anchor: Anchor };

/** A decoded entry whose signature is not yet checked: `signed` are the bytes that the signature covers. */
export type Entry = Payload & {
  readonly bytes: Uint8Array;
  readonly id: Uint8Array;
  readonly kid: Uint8Array;
  readonly signature: Uint8Array;
};

/** Why bytes are not an entry. */
export type Malformed =
  | { what: "too-large"; bytes: number; limit: number }
  | { what: "not-an-entry"; expected: string }
  | { what: "unknown-kind"; kind: number }
  | { what: "bad-body"; path: string; expected: string };

const EMPTY_HEAD: Anchor = { size: 0, root8: sha256(new Uint8Array()).slice(0, 8) };

/** The anchor of a device that has never seen a tree head: the empty tree. */
export function noAnchor(): Anchor {
  return EMPTY_HEAD;
}

/** The anchor that cites this tree head. */
export function anchorTo(head: { size: number; root: Uint8Array }): Anchor {
  return { size: head.size, root8: head.root.slice(0, 8) };
}

/** First 8 bytes of SHA-256("so-nguon/key/v1\n" ‖ key). */
export function kidOf(key: Uint8Array): Uint8Array {
  return sha256(concat(utf8("so-nguon/key/v1\n"), key)).slice(0, 8);
}

/** SHA-256 of the entry's bytes. */
export function entryIdOf(bytes: Uint8Array): Uint8Array {
  return sha256(bytes);
}

/** The message that a key signs to prove possession at registration: "so-nguon/pop/v1\n" ‖ origin ‖ key. */
export function possessionMessage(origin: string, key: Uint8Array): Uint8Array {
  return concat(utf8(`so-nguon/pop/v1\n${origin}`), key);
}

/**
 * The message that a log key signs for the key that takes its place: "so-nguon/handover/v1\n" ‖ origin ‖ SHA-256 of entry 0 ‖ new key. Entry 0 is
 * in it because anybody can write an entry 0 that names the key: who pinned the old key learns by its own word which roots are the log's.
 */
export function handoverMessage(origin: string, opening: Uint8Array, key: Uint8Array): Uint8Array {
  return concat(utf8(`so-nguon/handover/v1\n${origin}`), opening, key);
}

// Protected header {1: -8, 4: kid} in its one spelling: a2 01 27 04 48 kid, a byte string of 13.
const PROTECTED_HEAD = Uint8Array.of(0xa2, 0x01, 0x27, 0x04, 0x48);
const ENVELOPE_HEAD = concat(Uint8Array.of(0xd2, 0x84, 0x4d), PROTECTED_HEAD);
const SIGNATURE_HEAD = Uint8Array.of(0x58, 0x40);

// ["Signature1", protected header as a byte string of 13, aad, payload], up to the kid in the header.
const SIG_HEAD = concat(Uint8Array.of(0x84, 0x6a), utf8("Signature1"), Uint8Array.of(0x4d), PROTECTED_HEAD);

/** The Sig_structure of RFC 9052 §4.4 with external_aad "so-nguon/entry/v1\n" ‖ origin. */
function signedBytes(kid: Uint8Array, payload: Uint8Array, origin: string): Uint8Array {
  return concat(SIG_HEAD, kid, aadOf(origin), cborHead(2, payload.length), payload);
}

let lastAad: { origin: string; bytes: Uint8Array } | undefined;

/** The external_aad as a byte string; a process checks the entries of one log for hours. */
function aadOf(origin: string): Uint8Array {
  if (lastAad?.origin !== origin) lastAad = { origin, bytes: bstr(utf8(`so-nguon/entry/v1\n${origin}`)) };
  return lastAad.bytes;
}

/** The canonical payload bytes {1: kind, 2: seq, 3: claimedS, 4: [size, root8], 5: body}. Throws {@link Misshapen}. */
export function encodePayload(payload: Payload): Uint8Array {
  const shape = bodyShape(payload.kind);
  const { seq, claimedS, anchor } = payload;
  if (!isSeq(seq)) throw new Misshapen("seq", "an integer from 1 to 2^31 - 1");
  if (!isCount(claimedS)) throw new Misshapen("claimedS", "whole seconds up to 2^40");
  if (!isCount(anchor.size) || anchor.root8.length !== 8) throw new Misshapen("anchor", "a size and 8 bytes");
  const wire = new Map<number, Cbor>([
    [1, KINDS[payload.kind].number],
    [2, seq],
    [3, claimedS],
    [4, [anchor.size, anchor.root8]],
    [5, shape.write(payload.body, "body")],
  ]);
  return encodeCbor(wire);
}

/** Signs a payload for the log named `origin`; the result is the entry's bytes. */
export async function signEntry(payload: Payload, signer: Signer, origin: string): Promise<Uint8Array> {
  const kid = kidOf(signer.key);
  const encoded = encodePayload(payload);
  const signature = await signer.sign(signedBytes(kid, encoded, origin));
  const bytes = concat(ENVELOPE_HEAD, kid, Uint8Array.of(0xa0), bstr(encoded), SIGNATURE_HEAD, signature);
  const limit = limitOf(payload.kind);
  if (bytes.length > limit) throw new Misshapen("entry", `at most ${limit} bytes`);
  return bytes;
}

/** Bytes that an entry of this kind may have. */
export function limitOf(kind: KindName): number {
  if (kind === "slip.issue") return QR_ENTRY_LIMIT;
  return kind === "key.freeze" ? FREEZE_LIMIT : ENTRY_LIMIT;
}

function bstr(content: Uint8Array): Uint8Array {
  return concat(cborHead(2, content.length), content);
}

/** The entry in `bytes`, or why they are none. Every other spelling of the same entry is refused (RFC 8949 §4.2). */
export function decodeEntry(bytes: Uint8Array): { entry: Entry } | { malformed: Malformed } {
  if (bytes.length > FREEZE_LIMIT) return { malformed: { what: "too-large", bytes: bytes.length, limit: ENTRY_LIMIT } };
  const envelope = openEnvelope(bytes);
  if (!envelope) return notAnEntry("COSE_Sign1 with protected header {1: -8, 4: kid}");
  const wire = decodeCbor(envelope.payload);
  if (!(wire instanceof Map) || wire.size !== 5) return notAnEntry("a canonical payload map of five keys");
  const [number, seq, claimedS] = [wire.get(1), wire.get(2), wire.get(3)];
  if (!isCount(number) || !isSeq(seq) || !isCount(claimedS)) return notAnEntry("kind, seq and time as integers");
  const anchor = readAnchor(wire.get(4));
  if (!anchor) return notAnEntry("an anchor [size, 8 bytes]");
  const kind = kindOf(number);
  if (!kind) return { malformed: { what: "unknown-kind", kind: number } };
  if (bytes.length > limitOf(kind))
    return { malformed: { what: "too-large", bytes: bytes.length, limit: limitOf(kind) } };
  try {
    const body = bodyShape(kind).read(wire.get(5) ?? 0, "body");
    const statement = { kind, body } as Statement;
    return { entry: { ...statement, seq, claimedS, anchor, bytes, id: entryIdOf(bytes), ...envelope.signer } };
  } catch (error) {
    if (!(error instanceof Misshapen)) throw error;
    return { malformed: { what: "bad-body", path: error.path, expected: error.expected } };
  }
}

function notAnEntry(expected: string): { malformed: Malformed } {
  return { malformed: { what: "not-an-entry", expected } };
}

/** One key is one device: two thousand million signatures outlast it. */
function isSeq(value: Cbor | undefined): value is number {
  return isCount(value) && value > 0 && value < 2 ** 31;
}

function isCount(value: Cbor | undefined): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= 2 ** 40;
}

function readAnchor(wire: Cbor | undefined): Anchor | undefined {
  if (!Array.isArray(wire) || wire.length !== 2) return undefined;
  const [size, root8] = wire;
  if (!isCount(size) || !(root8 instanceof Uint8Array) || root8.length !== 8) return undefined;
  return { size, root8 };
}

type Envelope = { payload: Uint8Array; signer: { kid: Uint8Array; signature: Uint8Array } };

/** The fixed layout read byte by byte: there is one spelling, so there is nothing to decode. */
function openEnvelope(bytes: Uint8Array): Envelope | undefined {
  const kidAt = ENVELOPE_HEAD.length;
  const payloadAt = kidAt + 9;
  const signatureAt = bytes.length - 64;
  if (signatureAt - 2 <= payloadAt) return undefined;
  if (!equal(bytes.subarray(0, kidAt), ENVELOPE_HEAD) || bytes[kidAt + 8] !== 0xa0) return undefined;
  if (!equal(bytes.subarray(signatureAt - 2, signatureAt), SIGNATURE_HEAD)) return undefined;
  const payload = decodeCbor(bytes.subarray(payloadAt, signatureAt - 2));
  if (!(payload instanceof Uint8Array)) return undefined;
  // Copies, because slices of a Buffer would share the caller's memory.
  const kid = new Uint8Array(bytes.subarray(kidAt, kidAt + 8));
  return { payload, signer: { kid, signature: new Uint8Array(bytes.subarray(signatureAt)) } };
}

/** The message that an entry's signature covers, and the signature's 64 bytes, for a verifier with cryptography of its own. */
export function signedPart(
  bytes: Uint8Array,
  origin: string,
): { signed: Uint8Array; signature: Uint8Array } | undefined {
  const envelope = openEnvelope(bytes);
  if (!envelope) return undefined;
  const { kid, signature } = envelope.signer;
  return { signed: signedBytes(kid, envelope.payload, origin), signature };
}

/** The kid that bytes name as their signer, before anything else of them is read; undefined where they are no entry's. */
export function kidNamedBy(bytes: Uint8Array): string | undefined {
  const kidAt = ENVELOPE_HEAD.length;
  if (bytes.length < kidAt + 8 || !equal(bytes.subarray(0, kidAt), ENVELOPE_HEAD)) return undefined;
  return hex(bytes.subarray(kidAt, kidAt + 8));
}

/** True if the entry's signature is valid under `key` for the log named `origin`, by the one Ed25519 rule. */
export async function verifyEntry(entry: Entry, key: Uint8Array, origin: string): Promise<boolean> {
  const envelope = openEnvelope(entry.bytes);
  if (!envelope || !equal(kidOf(key), entry.kid)) return false;
  return verifySignature(key, signedBytes(entry.kid, envelope.payload, origin), entry.signature);
}

/** The same check in one synchronous step, for rules that look inside an entry; some ten times slower. */
export function verifyEntryAtOnce(entry: Entry, key: Uint8Array, origin: string): boolean {
  const envelope = openEnvelope(entry.bytes);
  if (!envelope || !equal(kidOf(key), entry.kid)) return false;
  return verifyWithNoble(key, signedBytes(entry.kid, envelope.payload, origin), entry.signature);
}

/** The kid as people and tables write it. */
export function kidText(kid: Uint8Array): string {
  return hex(kid);
}
