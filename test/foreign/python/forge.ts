// The hands that forge: bytes that no honest device or log makes, for the questions put to the Python reader.
import { concat, utf8 } from "../../../src/format/bytes.ts";
import { type Cbor, decodeCbor, encodeCbor } from "../../../src/format/cbor.ts";
import { encodePayload, kidOf } from "../../../src/format/entry.ts";
import type { Statement } from "../../../src/format/kinds.ts";
import { FIRST_PREVIOUS } from "../../../src/format/leaf.ts";
import { leafHash } from "../../../src/format/tree.ts";
import { keyOf, ORIGIN, payloadOf, signerOf } from "../../format/samples.ts";
import { chain, exportOf, headOf, storyEntries, VKEY } from "../../format/story.ts";

/** A question for the Python reader; `refusal` is how its answer must begin, absent for what is honest. */
export type Case = { name: string; refusal?: string; what: string; [part: string]: unknown };
type Files = Map<string, Uint8Array>;

export const LENGTH = 270;
/** Where the story's first slip stands. */
export const SLIP_AT = 8;

const entries = await storyEntries(LENGTH);
const leaves = chain(entries);
const head = await headOf(leaves);

/** The honest story that every forgery starts from. */
export const honest = { entries, leaves, head };

/** An export as a question. */
export function exportCase(name: string, files: Files, refusal?: string, more: object = {}): Case {
  const encoded = Object.fromEntries([...files].map(([path, data]) => [path, Buffer.from(data).toString("base64")]));
  return { name, what: "export", files: encoded, vkey: VKEY, ...(refusal === undefined ? {} : { refusal }), ...more };
}

/** An export of these leaves with a head that the log signs for them. */
export async function signedAnew(forged: readonly Uint8Array[]): Promise<Files> {
  return exportOf(forged, await headOf(forged));
}

/** These leaves under a head that belongs to others. */
export function underHead(forged: readonly Uint8Array[], of = head): Files {
  return exportOf(forged, of);
}

/** The honest export with one of its files changed. */
export function changedFile(path: string, change: (data: Uint8Array) => Uint8Array | undefined): Files {
  const files = exportOf(leaves, head);
  const data = files.get(path);
  if (!data) throw new Error(`no file ${path}`);
  const changed = change(data);
  if (changed) files.set(path, changed);
  else files.delete(path);
  return files;
}

export function flip(data: Uint8Array, bit: number): Uint8Array {
  return data.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
}

/** COSE_Sign1 over any payload bytes, put together by hand; `unprotected` and `sign` for what no honest device does. */
export async function envelope(
  payload: Uint8Array,
  name: string,
  { unprotected = Uint8Array.of(0xa0), bend = (signature: Uint8Array) => signature } = {},
): Promise<Uint8Array> {
  const header = encodeCbor(new Map<number, Cbor>().set(1, -8).set(4, kidOf(keyOf(name))));
  const signed = encodeCbor(["Signature1", header, utf8(`so-nguon/entry/v1\n${ORIGIN}`), payload]);
  const signature = bend(await (await signerOf(name)).sign(signed));
  const parts = [encodeCbor(header), unprotected, encodeCbor(payload), encodeCbor(signature)];
  return concat(Uint8Array.of(0xd2, 0x84), ...parts);
}

/** A statement by key `name` with a seq that the story does not use. */
export function statement(of: Statement, name: string, seq = 1000): Promise<Uint8Array> {
  return envelope(encodePayload({ ...payloadOf(of), seq }), name);
}

export const replaced = (at: number, entry: Uint8Array) => entries.map((each, i) => (i === at ? entry : each));
export const without = (at: number) => entries.filter((_, i) => i !== at);
export const swapped = <T>(list: readonly T[], at: number) =>
  list.map((each, i) => (i === at ? list[at + 1]! : i === at + 1 ? list[at]! : each));

/** Leaves whose CBOR parts are bent before the next one is chained to them. */
export function bentChain(bend: (parts: Cbor[], index: number) => Cbor[]): Uint8Array[] {
  let previous = FIRST_PREVIOUS;
  return leaves.map((leaf, index) => {
    const parts = decodeCbor(leaf);
    if (!Array.isArray(parts)) throw new Error("a leaf is a list");
    const bent = encodeCbor(bend([...parts.slice(0, 3), previous, parts[4]!], index));
    previous = leafHash(bent);
    return bent;
  });
}

export const bentAt = (at: number, part: number, value: Cbor) =>
  bentChain((parts, index) => (index === at ? parts.map((each, i) => (i === part ? value : each)) : parts));

const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

/** The other S that solves the same equation, for a verifier that does not ask for S < L. */
export function plusOrder(signature: Uint8Array): Uint8Array {
  const S = BigInt(`0x${Buffer.from(signature.slice(32)).reverse().toString("hex")}`) + ORDER;
  return concat(signature.slice(0, 32), Buffer.from(S.toString(16).padStart(64, "0"), "hex").reverse());
}
