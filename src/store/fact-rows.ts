// How facts lie in their tables: a kind is a number, an id that is a log index has a column of its own, and the few kinds that every
// load writes are kept as bare values in a fixed order. A country's book is mostly these rows, so each of their bytes counts.
import { slipCodeNumber } from "../format/slipcode.ts";
import { FACTS, type FactKey, type FactKind, type Facts } from "../rules/book/fact-kinds.ts";
import { LISTS } from "../rules/book/lists.ts";
import type { Observation } from "../rules/book/observations.ts";

/** Where a fact is kept: by the number that its id is, else by its name; a slip's code beside the slip's own leaf. */
export type FactPlace =
  | { readonly kind: number; readonly number: number }
  | { readonly kind: number; readonly name: string }
  | { readonly code: number };

const LARGEST_NUMBER = 2 ** 31 - 1;

/** The place of a fact by its key "kind/id". */
export function factPlaceOf(key: string): FactPlace {
  const slash = key.indexOf("/");
  const name = key.slice(0, slash);
  if (!Object.hasOwn(FACTS, name)) throw new Error(`no kind of fact has the key ${key}`);
  const kind = FACTS[name as FactKind].number;
  const id = key.slice(slash + 1);
  if (name === "code") return { code: slipCodeNumber(id) };
  const number = /^(?:0|[1-9][0-9]{0,9})$/.test(id) ? Number(id) : Number.POSITIVE_INFINITY;
  return number <= LARGEST_NUMBER ? { kind, number } : { kind, name: id };
}

/** A fact's fields in their order; each has the value that need not be written at the end, undefined where there is none. */
type Fields<T> = { readonly [K in keyof T]-?: T[K] | undefined };
/** Fields that hold lists of things with fields of their own. */
type Lists = Readonly<Record<string, Layout>>;
type Layout = { readonly names: readonly string[]; readonly defaults: readonly unknown[]; readonly lists: Lists };

function layout<T>(fields: Fields<T>, lists: Lists = {}): Layout {
  return { names: Object.keys(fields), defaults: Object.values(fields), lists };
}

const OBSERVATION = layout<Observation>({
  index: undefined,
  what: undefined,
  party: undefined,
  place: undefined,
  atS: undefined,
  kg: undefined,
  bandKg: undefined,
  moisture: undefined,
  part: undefined,
  final: undefined,
  key: undefined,
  moved: undefined,
  direction: undefined,
  plate: undefined,
  package: undefined,
  milli: undefined,
  vehicle: undefined,
  untilS: undefined,
  aside: undefined,
  spent: undefined,
  noted: undefined,
});

/** Kinds that are written with nearly every load; all others lie as plain JSON objects. */
const LAYOUTS: { readonly [K in FactKind]?: Layout } = {
  slip: layout<Facts["slip"]>({
    code: undefined,
    from: undefined,
    to: undefined,
    route: undefined,
    vehicle: undefined,
    massKg: undefined,
    bookKg: undefined,
    bandKg: undefined,
    holder: undefined,
    issuer: undefined,
    eventS: undefined,
    expiresS: undefined,
    material: null,
    source: null,
    package: 0,
    product: null,
    quantityMilli: null,
    scale: undefined,
    weighing: undefined,
    moisture: undefined,
    extended: undefined,
    loggedS: undefined,
    offline: undefined,
    former: undefined,
  }),
  slipState: layout<Facts["slipState"]>(
    {
      status: undefined,
      changed: undefined,
      observations: [],
      parts: [],
      receivedKg: 0,
      final: null,
      finalS: null,
      contested: null,
      receivedMilli: 0,
      fault: undefined,
      voided: undefined,
      found: undefined,
      lost: undefined,
    },
    { observations: OBSERVATION },
  ),
  lastSlipOfVehicle: layout<Facts["lastSlipOfVehicle"]>({
    slip: undefined,
    route: undefined,
    eventS: undefined,
    run: undefined,
    tares: undefined,
  }),
  hourLoads: layout<Facts["hourLoads"]>({ loads: undefined, minute: undefined, within: undefined, told: undefined }),
  trips: layout<Facts["trips"]>({ trips: undefined, told: undefined, loose: undefined, handedOver: undefined }),
  ground: layout<Facts["ground"]>({
    drawnKg: undefined,
    years: undefined,
    kg: undefined,
    recordedKg: 0,
    beyond: undefined,
    reckoned: undefined,
  }),
  made: layout<Facts["made"]>({ fromS: undefined, untilS: undefined }),
  firstOpenLot: layout<Facts["firstOpenLot"]>({ queuePosition: undefined }),
  weights: layout<Facts["weights"]>({ kg: undefined }),
  bias: layout<Facts["bias"]>({
    loads: undefined,
    sentKg: undefined,
    apartKg: undefined,
    others: [],
    biased: undefined,
  }),
};

/** The column of a leaf that says what a list would: the two lists that every slip is on need no rows of their own. */
export function besideLeaf(list: number): "sent_from" | "sent_to" | undefined {
  return list === LISTS.from ? "sent_from" : list === LISTS.to ? "sent_to" : undefined;
}

/** The due that every slip brings with it, and that its row need not name. */
export function expiryOf(slip: number): string {
  return `expire/${slip}`;
}

/** A fact's text as it is stored. */
export function factText(key: FactKey, value: unknown): string {
  return JSON.stringify(packed(layoutOf(key), value));
}

/** The fact behind a stored text. */
export function readFact(key: FactKey, text: string): unknown {
  return unpacked(layoutOf(key), JSON.parse(text));
}

function layoutOf(key: FactKey): Layout | undefined {
  return LAYOUTS[key.slice(0, key.indexOf("/")) as FactKind];
}

function packed(fields: Layout | undefined, value: unknown): unknown {
  if (!fields) return value;
  const record = value as Record<string, unknown>;
  const values = fields.names.map((name) => {
    const inner = fields.lists[name];
    const held = record[name];
    return inner && Array.isArray(held) ? held.map((each) => packed(inner, each)) : held;
  });
  while (values.length > 0 && isDefault(values.at(-1), fields.defaults[values.length - 1])) values.pop();
  return values;
}

function isDefault(value: unknown, usual: unknown): boolean {
  return value === usual || (Array.isArray(usual) && Array.isArray(value) && value.length === 0);
}

function unpacked(fields: Layout | undefined, value: unknown): unknown {
  if (!fields) return value;
  const values = value as readonly unknown[];
  const fact: Record<string, unknown> = {};
  for (const [i, name] of fields.names.entries()) {
    const inner = fields.lists[name];
    const usual = fields.defaults[i];
    // JSON has no undefined: null replaces it where null is not a value of the field.
    const held = i >= values.length || (values[i] === null && usual === undefined) ? usual : values[i];
    if (held !== undefined) fact[name] = inner ? (held as unknown[]).map((each) => unpacked(inner, each)) : held;
  }
  return fact;
}
