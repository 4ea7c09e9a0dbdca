// Deterministic CBOR (RFC 8949 §4.2), narrowed to what entries are made of: integers, text, bytes, arrays and maps with
// integer keys. One value has one spelling; whatever else arrives is refused before anything reads it.
import { decode, type EncodeOptions, encode } from "cborg";
import { equal } from "./bytes.ts";

/** A value that an entry may carry. */
export type Cbor = number | string | Uint8Array | Cbor[] | Map<number, Cbor>;

const options = {
  strict: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  allowBigInt: false,
  rejectDuplicateMapKeys: true,
  useMaps: true,
};

/** Depth of nesting beyond which no entry goes; deeper input is refused rather than recursed into. */
const MAX_DEPTH = 8;

function isCbor(value: unknown, depth: number): value is Cbor {
  if (depth > MAX_DEPTH) return false;
  if (typeof value === "number") return Number.isSafeInteger(value) && !Object.is(value, -0);
  // A leading byte order mark is lost by decoders, a lone surrogate by encoders: neither has a spelling that survives.
  if (typeof value === "string") return value.isWellFormed() && !value.startsWith("\ufeff");
  if (value instanceof Uint8Array) return true;
  if (Array.isArray(value)) return value.every((item) => isCbor(item, depth + 1));
  if (!(value instanceof Map)) return false;
  for (const [key, item] of value) if (!Number.isSafeInteger(key) || !isCbor(item, depth + 1)) return false;
  return true;
}

/** The one spelling of a value: shortest heads, map keys in bytewise order of their encoding. Throws on anything but Cbor. */
export function encodeCbor(value: Cbor): Uint8Array {
  if (!isCbor(value, 0)) throw new Error("only integers, text, bytes, arrays and integer-keyed maps are encoded");
  // A copy: in Node the library lends a Buffer of its pool, whose slices share memory and keep 64 KiB alive.
  return new Uint8Array(encode(value, { float64: true, mapSorter: byEncodedKey }));
}

type Pair = Parameters<NonNullable<EncodeOptions["mapSorter"]>>[0];

function keyOf(pair: Pair): number {
  const token = pair[0];
  if (token === undefined || Array.isArray(token)) throw new Error("a map key is one integer");
  return Number(token.value);
}

/** Non-negative keys encode below negative ones (major type 0 before 1); within a type the smaller magnitude comes first. */
function byEncodedKey(a: Pair, b: Pair): number {
  const x = keyOf(a);
  const y = keyOf(b);
  if (x < 0 !== y < 0) return x < 0 ? 1 : -1;
  return Math.abs(x) - Math.abs(y);
}

/** The value of canonical bytes, or undefined for any other spelling of it, for any other type, and for trailing bytes. */
export function decodeCbor(bytes: Uint8Array): Cbor | undefined {
  if (nestsTooDeep(bytes)) return undefined;
  let value: unknown;
  try {
    value = decode(bytes, options);
    if (!isCbor(value, 0)) return undefined;
    return equal(encodeCbor(value), bytes) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A cheap walk over the heads, so that hostile nesting is refused without recursion. */
function nestsTooDeep(bytes: Uint8Array): boolean {
  const open: number[] = [];
  let at = 0;
  while (at < bytes.length) {
    const head = bytes[at]!;
    const major = head >> 5;
    const info = head & 31;
    if (info > 27) return false; // indefinite or reserved: the decoder refuses it with its own reason
    let argument = info;
    at += 1;
    if (info >= 24) {
      const width = 1 << (info - 24);
      argument = 0;
      for (let i = 0; i < width; i++) argument = argument * 256 + (bytes[at + i] ?? 0);
      at += width;
    }
    if (major === 2 || major === 3) at += argument;
    const children = major === 4 ? argument : major === 5 ? argument * 2 : major === 6 ? 1 : 0;
    if (open.length > 0) open[open.length - 1]! -= 1;
    while (open.length > 0 && open[open.length - 1] === 0 && children === 0) open.pop();
    if (children > 0) open.push(children);
    if (open.length > 4 * MAX_DEPTH) return true;
  }
  return false;
}
