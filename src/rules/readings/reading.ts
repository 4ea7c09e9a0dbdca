// An entry's body as people read it: every field by its name in words, every value by what its shape says it is. The pages and the
// command line draw what is read here; a field that is added to a body is read with no more than a name in fieldwords.ts.

import {
  AMOUNT_UNITS,
  CLAIM_KINDS,
  COLOURS,
  DIRECTIONS,
  FACTOR_USES,
  INSTRUMENTS,
  LISTED_REASONS,
  MATERIALS,
  MEASURES,
  type Named,
  OBLIGATION_STATES,
  OBLIGATIONS,
  OUTCOMES,
  PHASED_RULES,
  PHASES,
  RECIPE_SOURCES,
  RECOVERY_CLOSURES,
  ROLES,
  SETTLEMENT_OUTCOMES,
  SITE_TYPES,
  STATUSES,
  VEHICLE_CLASSES,
} from "../../format/codes.ts";
import { BODIES, type EnteredKind, type Statement } from "../../format/kinds.ts";
import type { Outline } from "../../format/shape.ts";
import type { Book } from "../book/book.ts";
import { CODES_OF_FIELD, FIELD_NAMES, NAMES_IN_KIND } from "./fieldwords.ts";

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

type Codes = Readonly<Record<number, Named>>;

/** The rules of the CDDL whose numbers are codes of a closed list. */
export const CODES_OF_RULE: Readonly<Record<string, Codes>> = {
  material: MATERIALS,
  "site-type": SITE_TYPES,
  role: ROLES,
  instrument: INSTRUMENTS,
  obligation: OBLIGATIONS,
  "obligation-state": OBLIGATION_STATES,
  measure: MEASURES,
  "vehicle-class": VEHICLE_CLASSES,
  outcome: OUTCOMES,
  status: STATUSES,
  phase: PHASES,
  "phased-rule": PHASED_RULES,
  "amount-unit": AMOUNT_UNITS,
  "factor-use": FACTOR_USES,
  "recipe-source": RECIPE_SOURCES,
  direction: DIRECTIONS,
  colour: COLOURS,
  "claim-kind": CLAIM_KINDS,
  "listed-reason": LISTED_REASONS,
  "recovery-closure": RECOVERY_CLOSURES,
  "settlement-outcome": SETTLEMENT_OUTCOMES,
};

/** The rules of the CDDL whose numbers are amounts. */
const AMOUNT_OF_RULE: Readonly<Record<string, "entry" | "day" | "instant" | "kg" | "dong" | "milli">> = {
  index: "entry",
  day: "day",
  seconds: "instant",
  "load-kg": "kg",
  "bulk-kg": "kg",
  dong: "dong",
  "quantity-milli": "milli",
};

/** Reads a body's fields in their order; absent fields are left out. */
export function readBody(said: Statement): FieldReading[] {
  return fieldsOf(BODIES[said.kind], said.body, said.kind);
}

function fieldsOf(shape: Outline, body: object, kind: EnteredKind): FieldReading[] {
  const given = Object.entries(body).filter(([, value]) => value !== undefined);
  return given.map(([name, value]) => {
    const field = shape.fields?.[name];
    if (!field) throw new Error(`${kind} has no field ${name}`);
    return { name, words: fieldWords(kind, name), reading: readValue(field[1], value, kind, name) };
  });
}

/** What people call a field of a kind; a field without words keeps the format's name. */
function fieldWords(kind: EnteredKind, name: string): Named {
  const [vi, en] = NAMES_IN_KIND[`${kind}/${name}`] ?? FIELD_NAMES[name] ?? [name, name];
  return { vi, en };
}

function readValue(shape: Outline, value: unknown, kind: EnteredKind, name: string): Reading {
  if (typeof value === "string") return { is: "text", text: value };
  if (value instanceof Uint8Array) return { is: "bytes", bytes: value };
  if (Array.isArray(value)) return readList(shape, value, kind, name);
  if (typeof value === "number") return readNumber(shape.cddl, value, kind, name);
  if (typeof value === "object" && value !== null) return { is: "fields", fields: fieldsOf(shape, value, kind) };
  throw new Error(`${kind} holds no value at ${name}`);
}

/** A slip's book is its grant and the number of the sheet; every other list holds one sort of thing. */
function readList(shape: Outline, values: readonly unknown[], kind: EnteredKind, name: string): Reading {
  const item = shape.item ?? { cddl: "" };
  const items = values.map((value, i): Reading => {
    if (kind === "slip.issue" && name === "book" && i === 1 && typeof value === "number") return { is: "count", value };
    return readValue(item, value, kind, name);
  });
  return { is: "list", items };
}

function readNumber(rule: string, value: number, kind: EnteredKind, name: string): Reading {
  const words = (CODES_OF_FIELD[`${kind}/${name}`] ?? CODES_OF_RULE[rule] ?? CODES_OF_FIELD[name])?.[value];
  if (words) return { is: "code", words };
  const amount = name === "size" ? undefined : AMOUNT_OF_RULE[rule];
  if (amount) return { is: amount, value };
  if (name === "hours") return { is: "minute", value };
  if (name === "season") return { is: "text", text: `${two(value % 100)}/${two(Math.floor(value / 100))}` };
  return { is: name.endsWith("Kg") || name === "readings" ? "kg" : "count", value };
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

/** What an entry that registers something is called: a name, a paper's number, a plate, a slip's code, or where a route leads. */
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
