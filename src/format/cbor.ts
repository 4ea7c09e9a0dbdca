// Deterministic CBOR (RFC 8949 §4.2), narrowed to what entries are made of: integers, text, bytes, arrays and maps with
// integer keys. One value has one spelling; whatever else arrives is refused before anything reads it.
import { type EncodeOptions, encode } from "cborg";
import { fromUtf8 } from "./bytes.ts";

/** A value that an entry may carry. */
export type Cbor = number | string | Uint8Array | Cbor[] | Map<number, Cbor>;

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

/** A head in its shortest form: major type and argument up to 2^53 (RFC 8949 §3). */
export function cborHead(major: number, argument: number): Uint8Array {
  const type = major << 5;
  if (argument < 24) return Uint8Array.of(type | argument);
  if (argument < 2 ** 8) return Uint8Array.of(type | 24, argument);
  if (argument < 2 ** 16) return Uint8Array.of(type | 25, argument >> 8, argument & 255);
  const head = new Uint8Array(argument < 2 ** 32 ? 5 : 9);
  head[0] = type | (head.length === 5 ? 26 : 27);
  for (let at = head.length - 1, rest = argument; at > 0; at--, rest = Math.floor(rest / 256)) head[at] = rest % 256;
  return head;
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

/**
 * The value of canonical bytes, or undefined for any other spelling of it, for any other type, and for trailing bytes. One pass:
 * every head is held to its shortest form and every key to its order as it is read, so that nothing needs encoding again.
 */
export function decodeCbor(bytes: Uint8Array): Cbor | undefined {
  const reader = new Reader(bytes);
  const value = reader.item(0);
  return reader.ended ? value : undefined;
}

/** Least argument that needs a head of 1, 2, 4, 8 more bytes (RFC 8949 §4.2.1). */
const LEAST = [24, 2 ** 8, 2 ** 16, 2 ** 32] as const;

/** A walk over canonical bytes; undefined means refused, since no value here is undefined. */
class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #major = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get ended(): boolean {
    return this.#at === this.#bytes.length;
  }

  item(depth: number): Cbor | undefined {
    const argument = depth > MAX_DEPTH ? undefined : this.#head();
    if (argument === undefined) return undefined;
    switch (this.#major) {
      case 0:
        return argument;
      case 1:
        return argument < Number.MAX_SAFE_INTEGER ? -1 - argument : undefined;
      case 2:
        return this.#run(argument)?.slice();
      case 3:
        return this.#text(argument);
      case 4:
        return this.#array(argument, depth);
      case 5:
        return this.#map(argument, depth);
      default:
        return undefined;
    }
  }

  /** Reads a head: leaves the major type behind and answers the argument, where it is a safe integer in its shortest form. */
  #head(): number | undefined {
    const head = this.#bytes[this.#at];
    if (head === undefined) return undefined;
    this.#at += 1;
    this.#major = head >> 5;
    const info = head & 31;
    if (info < 24) return info;
    if (info > 27) return undefined;
    const end = this.#at + 2 ** (info - 24);
    if (end > this.#bytes.length) return undefined;
    let argument = 0;
    for (; this.#at < end; this.#at++) argument = argument * 256 + this.#bytes[this.#at]!;
    return argument >= LEAST[info - 24]! && Number.isSafeInteger(argument) ? argument : undefined;
  }

  #run(length: number): Uint8Array | undefined {
    if (length > this.#bytes.length - this.#at) return undefined;
    const from = this.#at;
    this.#at += length;
    // Never a view of a Buffer: its slice would share memory with the caller.
    return new Uint8Array(this.#bytes.buffer, this.#bytes.byteOffset + from, length);
  }

  #text(length: number): string | undefined {
    const run = this.#run(length);
    const text = run && fromUtf8(run);
    // A leading byte order mark is lost by other decoders.
    return text?.startsWith("\ufeff") ? undefined : text;
  }

  #array(count: number, depth: number): Cbor[] | undefined {
    if (count > this.#bytes.length - this.#at) return undefined;
    const items: Cbor[] = [];
    for (let i = 0; i < count; i++) {
      const item = this.item(depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
    }
    return items;
  }

  /** Keys are integers in bytewise order of their encoding: 0, 1, 2 … before -1, -2 …; none twice. */
  #map(count: number, depth: number): Map<number, Cbor> | undefined {
    if (count > this.#bytes.length - this.#at) return undefined;
    const map = new Map<number, Cbor>();
    let lastMajor = 0;
    let last = -1;
    for (let i = 0; i < count; i++) {
      const argument = this.#head();
      const major = this.#major;
      if (argument === undefined || major > 1 || (major === 1 && argument === Number.MAX_SAFE_INTEGER))
        return undefined;
      if (major < lastMajor || (major === lastMajor && argument <= last)) return undefined;
      lastMajor = major;
      last = argument;
      const value = this.item(depth + 1);
      if (value === undefined) return undefined;
      map.set(major === 0 ? argument : -1 - argument, value);
    }
    return map;
  }
}
