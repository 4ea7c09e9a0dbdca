// Shapes of entry bodies: one description gives the TypeScript type, the strict check, the bytes (integer-keyed CBOR map), the CDDL
// that strangers read, the words that people read, and which entries a body refers to. A body's shape is written once, in `bodies/`.

import { isLine, isProse } from "../spelling/characters.ts";
import type { Cbor } from "./cbor.ts";
import type { Named } from "./codes.ts";

/** How an integer is read: kilograms, đồng, thousandths of a unit, yyyymmdd, yyyymm, Unix seconds, minute of the day, mmdd. */
export type Unit = "kg" | "dong" | "milli" | "day" | "month" | "instant" | "minute" | "season";

/** A shape as something to walk along with its value, whatever the value's type is. */
export interface Outline {
  /** CDDL, or the name of the CDDL rule that `definition` defines. */
  readonly cddl: string;
  readonly definition?: string;
  readonly optional?: boolean;
  /** The name of a field of this shape, unless the field has its own. */
  readonly words?: Named;
  /** A closed list's codes with their words. */
  readonly codes?: Readonly<Record<number, Named>>;
  readonly unit?: Unit;
  /** Of a log index: the kinds of entry that it may name; an empty list for any kind. */
  readonly refersTo?: readonly string[];
  /** A record's fields by name. */
  readonly fields?: Readonly<Record<string, Field>>;
  /** The shape of a list's items. */
  readonly item?: Outline;
  /** The shapes of a pair's two parts. */
  readonly pair?: readonly [Outline, Outline];
}

/** A field of a record: its key on the wire, its shape, and words of its own where the shape's do not fit. */
export type Field = readonly [key: number, shape: Outline, vi?: string, en?: string];

/** The words for a field; undefined where neither it nor its shape has words. */
export function shapeWords([, shape, vi, en]: Field): Named | undefined {
  return vi !== undefined && en !== undefined ? { vi, en } : shape.words;
}

/** How a value is checked and turned to and from CBOR. */
export interface Shape<T> extends Outline {
  /** CBOR → value; throws {@link Misshapen} naming the path. */
  read(wire: Cbor, path: string): T;
  /** Value → CBOR; throws {@link Misshapen} for a value that `read` would refuse. */
  write(value: T, path: string): Cbor;
}

/** The TypeScript type that a shape describes. */
export type Of<S> = S extends Shape<infer T> ? T : never;

/** A body that is not of its shape: `path` says where, `expected` what belongs there. */
export class Misshapen extends Error {
  readonly path: string;
  readonly expected: string;
  constructor(path: string, expected: string) {
    super(`${path}: expected ${expected}`);
    this.path = path;
    this.expected = expected;
  }
}

function scalar<T extends Cbor>(cddl: string, expected: string, holds: (wire: Cbor) => boolean): Shape<T> {
  const pass = (wire: Cbor, path: string): T => {
    if (!holds(wire)) throw new Misshapen(path, expected);
    return wire as T;
  };
  return { cddl, read: pass, write: pass };
}

/** The shape under a name of its own in the CDDL, for what several bodies share. */
export function named<S extends Outline>(rule: string, shape: S): S & { readonly definition: string } {
  return { ...shape, cddl: rule, definition: shape.cddl };
}

/** The shape with the words that its fields have unless they say others. */
export function called<S extends Outline>(vi: string, en: string, shape: S): S & { readonly words: Named } {
  return { ...shape, words: { vi, en } };
}

/** The shape of an integer with what it counts. */
export function inUnit<S extends Outline>(unit: Unit, shape: S): S {
  return { ...shape, unit };
}

/** An integer from `min` to `max`, both included. */
export function integer(min: number, max: number): Shape<number> {
  return scalar(`${min}..${max}`, `an integer from ${min} to ${max}`, (wire) => {
    return typeof wire === "number" && Number.isSafeInteger(wire) && wire >= min && wire <= max;
  });
}

/** One of a closed list of integer codes, each with its words; the English ones appear in the CDDL. */
export function choice<const N extends number>(words: Readonly<Record<N, Named>>): Shape<N> {
  const codes = Object.keys(words).map(Number) as N[];
  const cddl = codes.map((code) => `${code} ; ${words[code].en}`).join("\n  / ");
  const shape = scalar<N>(`(${cddl}\n  )`, `one of ${codes.join(", ")}`, (wire) => codes.includes(wire as N));
  return { ...shape, codes: words };
}

function textShape(rule: string, expected: string, min: number, max: number, holds: (text: string) => boolean) {
  return scalar<string>(`${rule}<${min}, ${max}>`, `${expected}, ${min} to ${max} characters`, (wire) => {
    return typeof wire === "string" && wire.length >= min && wire.length <= max && holds(wire);
  });
}

/** Free text of `min` to `max` UTF-16 code units in Unicode NFC: visible characters and line feeds. */
export function text(min: number, max: number): Shape<string> {
  return textShape("words", "visible text in NFC", min, max, isProse);
}

/** A name, number or code: one line of Latin letters, digits and signs in NFC, with no blank at its ends. */
export function line(min: number, max: number): Shape<string> {
  return textShape("line", "one line of Latin letters in NFC", min, max, isLine);
}

/** Text that can name a key: no white space and no plus sign (C2SP signed-note, "Verifier keys"). */
export function keyName(min: number, max: number): Shape<string> {
  return textShape("line", "one line without space or plus", min, max, (name) => isLine(name) && !/[ +]/.test(name));
}

/** Exactly `length` bytes. */
export function bytes(length: number): Shape<Uint8Array> {
  return scalar(
    `bytes .size ${length}`,
    `${length} bytes`,
    (wire) => wire instanceof Uint8Array && wire.length === length,
  );
}

/** From `min` to `max` bytes. */
export function bytesUpTo(min: number, max: number): Shape<Uint8Array> {
  return scalar(`bytes .size (${min}..${max})`, `${min} to ${max} bytes`, (wire) => {
    return wire instanceof Uint8Array && wire.length >= min && wire.length <= max;
  });
}

/** A list of `min` to `max` items. */
export function list<T>(item: Shape<T>, min: number, max: number): Shape<T[]> & { readonly item: Shape<T> } {
  const size = (length: number, path: string) => {
    if (length < min || length > max) throw new Misshapen(path, `a list of ${min} to ${max}`);
  };
  return {
    cddl: `[${min}*${max} ${item.cddl}]`,
    item,
    read(wire, path) {
      if (!Array.isArray(wire)) throw new Misshapen(path, "a list");
      size(wire.length, path);
      return wire.map((each, i) => item.read(each, `${path}[${i}]`));
    },
    write(value, path) {
      size(value.length, path);
      return value.map((each, i) => item.write(each, `${path}[${i}]`));
    },
  };
}

/** Two values of different shapes, one after the other. */
export function pair<A, B>(first: Shape<A>, second: Shape<B>): Shape<[A, B]> {
  return {
    cddl: `[${first.cddl}, ${second.cddl}]`,
    pair: [first, second],
    read(wire, path) {
      if (!Array.isArray(wire) || wire.length !== 2) throw new Misshapen(path, "a list of two");
      return [first.read(wire[0]!, `${path}[0]`), second.read(wire[1]!, `${path}[1]`)];
    },
    write(value, path) {
      if (value.length !== 2) throw new Misshapen(path, "a list of two");
      return [first.write(value[0], `${path}[0]`), second.write(value[1], `${path}[1]`)];
    },
  };
}

type Fields = Record<string, readonly [key: number, shape: Shape<never>]>;
type ValueOf<F> = F extends readonly [number, infer S, ...string[]] ? Of<S> : never;
type OptionalNames<F> = {
  [K in keyof F]: F[K] extends readonly [number, { optional: true }, ...string[]] ? K : never;
}[keyof F];
/** The object that a record of fields describes. */
export type RecordOf<F> = { [K in Exclude<keyof F, OptionalNames<F>>]: ValueOf<F[K]> } & {
  [K in OptionalNames<F>]?: ValueOf<F[K]>;
};

/** A field that may be absent; an absent field has no key in the map. */
export function maybe<S extends Outline>(shape: S): S & { optional: true } {
  return { ...shape, optional: true };
}

/** A field that people read: its shape brings its words, or the field says its own. */
export type SaidField =
  | readonly [key: number, shape: Outline & { readonly words: Named }]
  | readonly [key: number, shape: Outline, vi: string, en: string];

/** A map of a body: each field's name, key, shape and words. A field without words does not compile. */
export function record<const F extends Record<string, SaidField>>(
  fields: F,
): Shape<RecordOf<F>> & { readonly fields: F } {
  return plainRecord(fields);
}

/** A map with integer keys: each field's name, key and shape; keys that are not listed are refused. */
export function plainRecord<const F extends Record<string, Field>>(
  fields: F,
): Shape<RecordOf<F>> & { readonly fields: F } {
  const named = Object.entries(fields as unknown as Fields) as [string, readonly [number, Shape<unknown>]][];
  // Shapes carry different properties; what every entry's decoding needs of them is taken out into objects that are all alike.
  const byKey = new Map(named.map(([name, [key, { read }]]) => [key, { name, read }]));
  const required = named.filter(([, [, shape]]) => !shape.optional).map(([name]) => name);
  if (byKey.size !== named.length) throw new Error("two fields share a key");
  const cddl = named.map(
    ([name, [key, shape]]) =>
      `  ${shape.optional ? "? " : ""}${key} => ${indent(shape.cddl)}, ; ${name}${arrow(shape)}`,
  );
  return {
    fields,
    cddl: `{\n${cddl.join("\n")}\n}`,
    read(wire, path) {
      if (!(wire instanceof Map)) throw new Misshapen(path, "a map");
      const value: Record<string, unknown> = {};
      for (const [key, item] of wire) {
        const field = byKey.get(key);
        if (!field) throw new Misshapen(`${path}.${key}`, "no such key");
        value[field.name] = field.read(item, `${path}.${field.name}`);
      }
      for (const name of required) {
        if (value[name] === undefined) throw new Misshapen(`${path}.${name}`, "a value");
      }
      return value as RecordOf<F>;
    },
    write(value, path) {
      const given = value as Record<string, unknown>;
      const wire = new Map<number, Cbor>();
      for (const [name, [key, shape]] of named) {
        const item = given[name];
        if (item !== undefined) wire.set(key, shape.write(item, `${path}.${name}`));
        else if (!shape.optional) throw new Misshapen(`${path}.${name}`, "a value");
      }
      for (const name of Object.keys(given))
        if (!(name in fields)) throw new Misshapen(`${path}.${name}`, "no such field");
      return wire;
    },
  };
}

/** Of a field that refers to other entries: the kinds that it may name. */
function arrow(shape: Outline): string {
  const kinds = shape.refersTo ?? shape.item?.refersTo ?? shape.pair?.[0].refersTo ?? [];
  return kinds.length === 0 ? "" : ` → ${kinds.join(", ")}`;
}

function indent(cddl: string): string {
  return cddl.replaceAll("\n", "\n  ");
}
