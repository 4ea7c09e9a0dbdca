// An entry's body as people read it: every field by its name in words, every value by what its shape says it is. The pages and the
// command line draw what is read here; a field that is added to a body is read with no more than its definition.

import type { Named } from "../../format/codes.ts";
import { KINDS, type Statement } from "../../format/kinds.ts";
import { type Outline, shapeWords } from "../../format/shape.ts";
import type { Book } from "../book/book.ts";

/** A field's value as what it is. Amounts are integers: kilograms, đồng, thousandths of a unit, minutes of the day, Unix seconds, yyyymmdd. */
export type Reading =
  | { readonly is: "text"; readonly text: string }
  | { readonly is: "bytes"; readonly bytes: Uint8Array }
  | { readonly is: "code"; readonly words: Named }
  | { readonly is: "entry" | "day" | "instant" | "minute" | "kg" | "dong" | "milli" | "count"; readonly value: number }
  | { readonly is: "list"; readonly items: readonly Reading[] }
  | { readonly is: "fields"; readonly fields: readonly FieldReading[] };

/** A field: its name in the format, what people call it, and what it holds. */
export type FieldReading = { readonly name: string; readonly words: Named; readonly reading: Reading };

/** Reads a body's fields in their order; absent fields are left out. */
export function readBody(said: Statement): FieldReading[] {
  return fieldsOf(KINDS[said.kind].body, said.body, said.kind);
}

function fieldsOf(shape: Outline, body: object, path: string): FieldReading[] {
  const given = Object.entries(body).filter(([, value]) => value !== undefined);
  return given.map(([name, value]) => {
    const field = shape.fields?.[name];
    if (!field) throw new Error(`${path} has no field ${name}`);
    const words = shapeWords(field) ?? { vi: name, en: name };
    return { name, words, reading: readValue(field[1], value, `${path}.${name}`) };
  });
}

function readValue(shape: Outline, value: unknown, path: string): Reading {
  if (typeof value === "string") return { is: "text", text: value };
  if (value instanceof Uint8Array) return { is: "bytes", bytes: value };
  if (typeof value === "number") return readNumber(shape, value);
  if (Array.isArray(value)) {
    const items = value.map((item, i) => readValue(shape.item ?? shape.pair?.[i] ?? { cddl: "" }, item, path));
    return { is: "list", items };
  }
  if (typeof value === "object" && value !== null) return { is: "fields", fields: fieldsOf(shape, value, path) };
  throw new Error(`${path} holds no value`);
}

function readNumber({ codes, refersTo, unit }: Outline, value: number): Reading {
  const words = codes?.[value];
  if (words) return { is: "code", words };
  if (refersTo) return { is: "entry", value };
  if (unit === "season") return { is: "text", text: `${two(value % 100)}/${two(Math.floor(value / 100))}` };
  if (unit === "month") return { is: "text", text: `${two(value % 100)}/${Math.floor(value / 100)}` };
  return { is: unit ?? "count", value };
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** Log indexes of the entries that the fields name, as often as they are named. */
export function* entriesNamed(fields: readonly FieldReading[]): Generator<number> {
  for (const { reading } of fields) yield* namedIn(reading);
}

function* namedIn(reading: Reading): Generator<number> {
  if (reading.is === "entry") yield reading.value;
  else if (reading.is === "list") for (const item of reading.items) yield* namedIn(item);
  else if (reading.is === "fields") yield* entriesNamed(reading.fields);
}

/** The name of an entry that registers something: a name, a paper's number, a plate, a slip's code, or where a route leads. */
export function entryName(book: Book, index: number): string | undefined {
  const named = book.get("party", index) ?? book.get("site", index) ?? book.get("project", index);
  const name = (named ?? book.get("recipe", index))?.name;
  if (name !== undefined) return name;
  const source = book.get("source", index);
  if (source) return `${source.number}, ${source.issuer}`;
  const route = book.get("route", index);
  if (route) return `${entryName(book, route.from) ?? route.from} → ${entryName(book, route.to) ?? route.to}`;
  return book.get("vehicle", index)?.plate ?? book.get("slip", index)?.code;
}
