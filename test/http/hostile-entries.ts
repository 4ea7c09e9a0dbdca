// Bytes that pretend to be entries, from somebody who means harm: changed, made to break a reader, or signed as they should be over what no
// form would let through. All of it follows from a seed, so that what fell once can be sent again.
import type { Chance } from "../../src/demo/chance.ts";
import { concat } from "../../src/format/bytes.ts";
import { type Cbor, cborHead, decodeCbor, encodeCbor } from "../../src/format/cbor.ts";
import type { Signer } from "../../src/format/ed25519.ts";
import { kidOf, signedPart } from "../../src/format/entry.ts";

/** Heads with which decoders have been broken: lengths beyond all bytes, indefinite lengths, reserved widths, tags, bigints, floats. */
const EVIL_HEADS: readonly number[][] = [
  [0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
  [0x9b, 0x00, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
  [0xbb, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00],
  [0x7a, 0xff, 0xff, 0xff, 0xff],
  [0x5f],
  [0x7f],
  [0x9f],
  [0xbf],
  [0xff],
  [0x1c],
  [0xdc],
  [0xd8, 0x3d],
  [0xc2, 0x49, 0x01, 0, 0, 0, 0, 0, 0, 0, 0],
  [0xc3, 0x41, 0x00],
  [0xfb, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0],
  [0xf9, 0x7c, 0x00],
  [0xf4],
  [0xf6],
  [0xf7],
  [0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
  [0x3b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
  [0x18, 0x17],
  [0x62, 0xc3, 0x28],
  [0x63, 0xed, 0xa0, 0x80],
  [0xa2, 0x01, 0x01, 0x01, 0x02],
];

/** Bytes in place of an entry: now and then one of `honest` with a few of its bytes changed, else CBOR made to break a reader. */
export function hostileBytes(chance: Chance, honest: readonly Uint8Array[]): Uint8Array {
  const sorts = [mutated, mutated, mutated, evil, deep, shuffled, noise];
  return chance.pick(sorts)(chance, honest);
}

function mutated(chance: Chance, honest: readonly Uint8Array[]): Uint8Array {
  let bytes: Uint8Array = new Uint8Array(chance.pick(honest));
  for (let n = chance.between(1, 4); n > 0; n--) {
    const at = chance.below(bytes.length);
    const how = chance.below(6);
    if (how === 0) bytes[at]! ^= 1 << chance.below(8);
    else if (how === 1) bytes[at] = chance.pick([0, 0x17, 0x18, 0x7f, 0x80, 0xff]);
    else if (how === 2) bytes = concat(bytes.subarray(0, at), bytes.subarray(at + chance.between(1, 9)));
    else if (how === 3) bytes = concat(bytes.subarray(0, at), chance.bytes(chance.between(1, 9)), bytes.subarray(at));
    else if (how === 4)
      bytes = concat(bytes.subarray(0, at), Uint8Array.from(chance.pick(EVIL_HEADS)), bytes.subarray(at));
    else bytes = concat(bytes.subarray(0, at), chance.pick(honest).subarray(at));
    if (bytes.length === 0) return Uint8Array.of(0);
  }
  return bytes;
}

/** The envelope and signature of an honest entry around a payload that is none. */
function evil(chance: Chance, honest: readonly Uint8Array[]): Uint8Array {
  const like = chance.pick(honest);
  const payload = concat(
    ...Array.from({ length: chance.between(1, 6) }, () => Uint8Array.from(chance.pick(EVIL_HEADS))),
  );
  return concat(like.subarray(0, 17), cborHead(2, payload.length), payload, like.subarray(-66));
}

function deep(chance: Chance, honest: readonly Uint8Array[]): Uint8Array {
  const head = chance.pick([0x81, 0xa1, 0xd8, 0xc1, 0x9f, 0xbf]);
  const nested = new Uint8Array(chance.pick([40, 400, 16_000])).fill(head);
  const like = chance.pick(honest);
  return chance.happens(500)
    ? nested
    : concat(like.subarray(0, 17), cborHead(2, nested.length), nested, like.subarray(-66));
}

/** Pieces of several honest entries in a row. */
function shuffled(chance: Chance, honest: readonly Uint8Array[]): Uint8Array {
  const piece = () => {
    const like = chance.pick(honest);
    const from = chance.below(like.length);
    return like.subarray(from, from + chance.between(1, 80));
  };
  return concat(...Array.from({ length: chance.between(1, 5) }, piece));
}

function noise(chance: Chance): Uint8Array {
  return chance.bytes(chance.pick([1, 7, 64, 300, 2000]));
}

/** Numbers at which arithmetic, databases and calendars have been broken. */
const EVIL_NUMBERS: readonly number[] = [
  0,
  1,
  2,
  12,
  99,
  255,
  256,
  65_535,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 32,
  2 ** 40,
  2 ** 53 - 1,
  20_260_229,
  20_261_131,
  -1,
  -(2 ** 53 - 1),
];
const EVIL_WORDS: readonly string[] = [
  "",
  " ",
  "\u0000",
  "A".repeat(600),
  "e\u0301",
  "\u202e",
  "𝟏",
  "<b>",
  "__proto__",
  "77C-120.10",
];

/** A payload of an honest entry, taken apart: kind, number, time, anchor and body as CBOR. */
export type Payload = Map<number, Cbor>;

/** The payload of an entry's bytes. */
export function payloadOf(entry: Uint8Array): Payload {
  const payload = decodeCbor(entry.subarray(17, -66));
  const wire = payload instanceof Uint8Array ? decodeCbor(payload) : undefined;
  if (!(wire instanceof Map)) throw new Error("no entry");
  return wire;
}

/** An entry whose signature and number are right, and whose body is an honest one with values that belong elsewhere. */
export async function signedHostile(
  chance: Chance,
  payload: Payload,
  author: { readonly signer: Signer; readonly origin: string; readonly seq: number; readonly nowS: number },
): Promise<Uint8Array> {
  const body = bent(chance, payload.get(5) ?? 0, chance.between(0, 2) === 0 ? 300 : 60);
  const wire = new Map(payload)
    .set(2, author.seq)
    .set(3, chance.happens(900) ? author.nowS : chance.pick(EVIL_NUMBERS.slice(0, 13)));
  const encoded = encodeCbor(wire.set(5, body));
  const around = [
    Uint8Array.of(0xd2, 0x84, 0x4d, 0xa2, 0x01, 0x27, 0x04, 0x48),
    kidOf(author.signer.key),
    Uint8Array.of(0xa0),
  ];
  const unsigned = concat(
    ...around,
    cborHead(2, encoded.length),
    encoded,
    Uint8Array.of(0x58, 0x40),
    new Uint8Array(64),
  );
  const { signed } = signedPart(unsigned, author.origin)!;
  return concat(unsigned.subarray(0, -64), await author.signer.sign(signed));
}

/** The same value with some of its leaves replaced: numbers by other numbers of the ledger, texts, bytes, lists that are longer or empty. */
function bent(chance: Chance, value: Cbor, permille: number): Cbor {
  if (chance.happens(permille / 10)) return chance.pick<Cbor>([0, "", new Uint8Array(), [], new Map()]);
  if (typeof value === "number") {
    if (!chance.happens(permille)) return value;
    return chance.happens(600) ? chance.below(800) : chance.pick(EVIL_NUMBERS);
  }
  if (typeof value === "string") return chance.happens(permille) ? chance.pick(EVIL_WORDS) : value;
  if (value instanceof Uint8Array) return chance.happens(permille) ? chance.bytes(chance.pick([0, 8, 32, 64])) : value;
  if (Array.isArray(value)) {
    const items = value.map((each) => bent(chance, each, permille));
    if (!chance.happens(permille)) return items;
    return chance.pick([() => [], () => [...items, ...items], () => items.slice(1), () => [...items].reverse()])();
  }
  const fields = [...value].flatMap(([key, each]): [number, Cbor][] =>
    chance.happens(permille / 4) ? [] : [[key, bent(chance, each, permille)]],
  );
  if (chance.happens(permille / 4) && !fields.some(([key]) => key === 30)) fields.push([30, 0]);
  return new Map(fields.sort(([a], [b]) => order(a) - order(b)));
}

/** Keys in the order of their bytes: 0, 1, 2 … before -1, -2 …. */
const order = (key: number) => (key >= 0 ? key : 2 ** 33 - key);
