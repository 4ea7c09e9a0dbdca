// Shapes of entry bodies: one description gives the TypeScript type, the strict check, the bytes (integer-keyed CBOR map)
// and the CDDL that strangers read. A body's shape is written once, in `bodies/`, and nowhere else.
import type { Cbor } from "./cbor.ts";

/** How a value is checked and turned to and from CBOR. `check` answers what was wrong, in plain words, or undefined. */
export interface Shape<T> {
  readonly cddl: string;
  readonly optional?: boolean;
  /** CBOR → value; throws {@link Misshapen} naming the path. */
  read(wire: Cbor, path: string): T;
  /** Value → CBOR; throws {@link Misshapen} for a value that `read` would refuse. */
  write(value: T, path: string): Cbor;
}

/** A shape as something to walk along with its value: its rule's name or CDDL, a record's fields by name, a list's items. */
export interface Outline {
  readonly cddl: string;
  readonly fields?: Readonly<Record<string, readonly [key: number, shape: Outline]>>;
  readonly item?: Outline;
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
export function named<S extends { readonly cddl: string }>(
  rule: string,
  shape: S,
): S & { readonly definition: string } {
  return { ...shape, cddl: rule, definition: shape.cddl };
}

/** An integer from `min` to `max`, both included. */
export function integer(min: number, max: number): Shape<number> {
  return scalar(`${min}..${max}`, `an integer from ${min} to ${max}`, (wire) => {
    return typeof wire === "number" && Number.isSafeInteger(wire) && wire >= min && wire <= max;
  });
}

/** One of a closed list of integer codes, each with its name for the CDDL. */
export function choice<const N extends number>(names: Record<N, string>): Shape<N> {
  const codes = Object.keys(names).map(Number) as N[];
  const cddl = codes.map((code) => `${code} ; ${names[code]}`).join("\n  / ");
  return scalar<N>(`(${cddl}\n  )`, `one of ${codes.join(", ")}`, (wire) => codes.includes(wire as N));
}

// Control characters but the line feed, and the marks that nobody sees: with them two names that look the same, or read in
// another order, would be two names. The list is closed and written out, so that no Unicode version changes a verdict.
const UNSEEN = /[[\p{Cc}--\n]\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/v;

function isText(wire: Cbor, min: number, max: number): wire is string {
  if (typeof wire !== "string" || wire !== wire.normalize("NFC") || !wire.isWellFormed()) return false;
  return wire.length >= min && wire.length <= max && !UNSEEN.test(wire);
}

/** Text of `min` to `max` UTF-16 code units in Unicode NFC, with no control characters but the line feed and no unseen marks. */
export function text(min: number, max: number): Shape<string> {
  const expected = `text of ${min} to ${max} characters in NFC`;
  return scalar(`words<${min}, ${max}>`, expected, (wire) => isText(wire, min, max));
}

/** Text that can name a key: no white space and no plus sign (C2SP signed-note, "Verifier keys"). */
export function keyName(min: number, max: number): Shape<string> {
  const expected = `text of ${min} to ${max} characters without space or plus`;
  return scalar(`words<${min}, ${max}>`, expected, (wire) => {
    return isText(wire, min, max) && !/[\p{White_Space}+]/u.test(wire);
  });
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

type Fields = Record<string, readonly [key: number, shape: Shape<never>]>;
type ValueOf<F> = F extends readonly [number, infer S] ? Of<S> : never;
type OptionalNames<F> = { [K in keyof F]: F[K] extends readonly [number, { optional: true }] ? K : never }[keyof F];
/** The object that a record of fields describes. */
export type RecordOf<F> = { [K in Exclude<keyof F, OptionalNames<F>>]: ValueOf<F[K]> } & {
  [K in OptionalNames<F>]?: ValueOf<F[K]>;
};

/** A field that may be absent; an absent field has no key in the map. */
export function maybe<T>(shape: Shape<T>): Shape<T> & { optional: true } {
  return { ...shape, optional: true };
}

/** A map with integer keys: each field's name, key and shape; keys that are not listed are refused. */
export function record<const F extends Record<string, readonly [number, unknown]>>(
  fields: F,
): Shape<RecordOf<F>> & { fields: F } {
  const named = Object.entries(fields as unknown as Fields) as [string, readonly [number, Shape<unknown>]][];
  const byKey = new Map(named.map(([name, [key, shape]]) => [key, { name, shape }]));
  if (byKey.size !== named.length) throw new Error("two fields share a key");
  const cddl = named.map(
    ([name, [key, shape]]) => `  ${shape.optional ? "? " : ""}${key} => ${indent(shape.cddl)}, ; ${name}`,
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
        value[field.name] = field.shape.read(item, `${path}.${field.name}`);
      }
      for (const [name, [, shape]] of named) {
        if (!shape.optional && value[name] === undefined) throw new Misshapen(`${path}.${name}`, "a value");
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

function indent(cddl: string): string {
  return cddl.replaceAll("\n", "\n  ");
}
