// COSE_Sign1 put together by hand from RFC 9052, for what no honest device makes.
import { concat, utf8 } from "../../src/format/bytes.ts";
import { type Cbor, encodeCbor } from "../../src/format/cbor.ts";
import { kidOf } from "../../src/format/entry.ts";
import { KINDS } from "../../src/format/kinds.ts";
import { ANCHOR, keyOf, ORIGIN, PLAIN_SLIP, payloadOf, signerOf } from "./samples.ts";

/** An envelope put together by hand from RFC 9052, each part replaceable; `payload` as bytes, signed by key "1". */
export async function envelope(payload: Uint8Array, parts: Record<string, Uint8Array> = {}): Promise<Uint8Array> {
  const kid = kidOf(keyOf("1"));
  const protectedHeader = encodeCbor(
    new Map<number, Cbor>([
      [1, -8],
      [4, kid],
    ]),
  );
  const aad = utf8(`so-nguon/entry/v1\n${ORIGIN}`);
  const signed = encodeCbor(["Signature1", protectedHeader, aad, payload]);
  const whole = {
    tag: Uint8Array.of(0xd2),
    array: Uint8Array.of(0x84),
    protectedHeader: encodeCbor(protectedHeader),
    unprotected: Uint8Array.of(0xa0),
    payload: encodeCbor(payload),
    signature: encodeCbor(await (await signerOf("1")).sign(signed)),
    after: new Uint8Array(),
    ...parts,
  };
  const { tag, array, unprotected, signature, after } = whole;
  return concat(tag, array, whole.protectedHeader, unprotected, whole.payload, signature, after);
}

/** A slip's payload map with some keys replaced or taken away. */
export function payloadMap(change: Record<number, Cbor | undefined> = {}): Map<number, Cbor> {
  const { seq, claimedS } = payloadOf({ kind: "slip.issue", body: PLAIN_SLIP });
  const wire: [number, Cbor | undefined][] = Object.entries({
    1: KINDS["slip.issue"].number,
    2: seq,
    3: claimedS,
    4: [ANCHOR.size, ANCHOR.root8],
    5: new Map<number, Cbor>([
      [1, 14],
      [2, 12],
      [3, 1],
      [4, 23_840],
      [5, 1],
      [6, [38_420, 14_580]],
      [7, 9],
      [8, 1],
    ]),
    ...change,
  }).map(([key, value]) => [Number(key), value]);
  return new Map(wire.filter((pair): pair is [number, Cbor] => pair[1] !== undefined));
}
