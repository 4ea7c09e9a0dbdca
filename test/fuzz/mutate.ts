// Changes that follow from a seed: of bytes, of lines of text, and of CBOR values whose outer digest is mended afterwards.
import type { Cbor } from "../../src/format/cbor.ts";

/** A number from 0 to below `below`. */
export type Chance = (below: number) => number;

/** Numbers that follow from a seed (mulberry32). */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

export function pick<T>(list: readonly T[], chance: Chance): T {
  return list[chance(list.length)]!;
}

/** One to three changes of a list's places: one left out, said twice, moved, or two that change places. */
export function mutateOrder<T>(list: readonly T[], chance: Chance): T[] {
  const made = [...list];
  if (made.length === 0) return made;
  const at = chance(made.length);
  const other = chance(made.length);
  const deeds = [
    () => void made.splice(at, 1),
    () => void made.splice(at, 0, made[at]!),
    () => void made.splice(other, 0, ...made.splice(at, 1)),
    () => ([made[at], made[other]] = [made[other]!, made[at]!]),
    () => void made.splice(other, 0, made[at]!),
    () => void made.splice(at, made.length - at),
    () => void made.reverse(),
  ];
  pick(deeds, chance)();
  return made;
}

const EDGES = [0, 1, 0x7f, 0x80, 0xff, 0x18, 0x1b, 0x40, 0x5f, 0x60, 0x80, 0x9f, 0xa0, 0xbf, 0xc0, 0xf4, 0xf6, 0xfb];

/** One to four changes of bytes. */
export function mutateBytes(bytes: Uint8Array, chance: Chance): Uint8Array {
  const made = [...bytes];
  for (let times = 1 + chance(4); times > 0; times--) {
    const at = chance(made.length + 1);
    const run = 1 + chance(chance(4) === 0 ? 300 : 4);
    const put = (byte: number) => void made.splice(at, 1, byte);
    const deeds = [
      () => put((made[at] ?? 0) ^ (1 << chance(8))),
      () => put(pick(EDGES, chance)),
      () => put(chance(256)),
      () => void made.splice(at, run),
      () => void made.splice(at, 0, ...Array.from({ length: run }, () => chance(256))),
      () => void made.splice(at, 0, ...made.slice(at, at + run)),
      () => void made.splice(at, run, ...made.slice(chance(made.length + 1)).slice(0, run)),
      () => void made.splice(chance(5) === 0 ? at : made.length),
    ];
    pick(deeds, chance)();
  }
  return Uint8Array.from(made);
}

const SIGNS = [
  "\n",
  "\r\n",
  " ",
  "=",
  "+",
  "/",
  "—",
  "-",
  "0",
  "00",
  "A",
  "a",
  "\u0000",
  "\u00a0",
  "\ufeff",
  "é",
  "e\u0301",
  "٣",
  "😀",
];

/** One to three changes of a text: of its lines or its signs. */
export function mutateText(text: string, chance: Chance): string {
  let made = text;
  for (let times = 1 + chance(3); times > 0; times--) {
    const at = chance(made.length + 1);
    const run = 1 + chance(chance(4) === 0 ? 60 : 2);
    const deeds = [
      () => mutateOrder(made.split("\n"), chance).join("\n"),
      () =>
        made
          .split("\n")
          .map((line) => (chance(6) === 0 ? mutateOrder(line.split(" "), chance).join(" ") : line))
          .join("\n"),
      () => made.slice(0, at) + made.slice(at + run),
      () => made.slice(0, at) + pick(SIGNS, chance) + made.slice(at),
      () => made.slice(0, at) + pick(SIGNS, chance) + made.slice(at + 1),
      () => made.slice(0, at) + (made[chance(made.length || 1)] ?? "") + made.slice(at + 1),
      () => made.slice(0, at) + made.slice(at, at + run).toUpperCase() + made.slice(at + run),
      () => made.slice(0, at) + made.slice(at, at + run).toLowerCase() + made.slice(at + run),
      () =>
        made.replace(/\d+/, (digits) =>
          pick([`0${digits}`, `${Number(digits) + 1}`, "-1", "1e3", "9007199254740993", `${digits} `], chance),
        ),
      () => made.trim(),
    ];
    made = pick(deeds, chance)();
  }
  return made;
}

const NUMBERS = [
  0,
  1,
  2,
  3,
  23,
  24,
  255,
  256,
  65_535,
  65_536,
  2 ** 32 - 1,
  2 ** 32,
  2 ** 40,
  2 ** 40 + 1,
  Number.MAX_SAFE_INTEGER,
  -1,
  -Number.MAX_SAFE_INTEGER,
];

type Place = { readonly value: Cbor; put(value: Cbor): void; drop(): void; twice(): void };

/** Every value inside a value, with the ways to change it where it is. */
function placesIn(root: Cbor, found: Place[] = []): Place[] {
  if (Array.isArray(root))
    for (const [i, value] of root.entries()) {
      const put = (next: Cbor) => void root.splice(i, 1, next);
      found.push({
        value,
        put,
        drop: () => void root.splice(i, 1),
        twice: () => void root.splice(i, 0, structuredClone(value)),
      });
      placesIn(value, found);
    }
  if (root instanceof Map)
    for (const [key, value] of root) {
      const twice = () => void root.set(key + 1, structuredClone(value));
      found.push({ value, put: (next) => void root.set(key, next), drop: () => void root.delete(key), twice });
      placesIn(value, found);
    }
  return found;
}

function changed(value: Cbor, others: readonly Place[], chance: Chance): Cbor {
  // A copy: a value that held itself would have no end.
  if (chance(6) === 0) return structuredClone(pick(others, chance).value);
  if (chance(40) === 0)
    return pick<Cbor>([0, "", "a", new Uint8Array(0), [], new Map(), [structuredClone(value)]], chance);
  if (typeof value === "number") {
    const same = others.filter((each) => typeof each.value === "number");
    const near = value + pick([1, -1, 2, -2, 10, -10, 1000, -1000], chance);
    return pick<Cbor>([near, near, near, pick(NUMBERS, chance), pick(same, chance).value], chance);
  }
  if (typeof value === "string") return mutateText(value, chance).toWellFormed();
  if (value instanceof Uint8Array) {
    const other = others.filter((each) => each.value instanceof Uint8Array && each.value.length === value.length);
    return chance(3) === 0 && other.length > 0 ? pick(other, chance).value : mutateBytes(value, chance);
  }
  if (Array.isArray(value)) return mutateOrder(value, chance);
  const made = new Map(value);
  made.set(pick([0, 1, 2, 3, 9, 10, 99, -1], chance), structuredClone(pick(others, chance).value));
  return made;
}

/** One or two changes of the values inside a value, in place; a copy of what is meant to stay is the caller's. */
export function mutateCbor(root: Cbor, chance: Chance, most = 2): void {
  for (let times = 1 + chance(most); times > 0; times--) {
    const places = placesIn(root);
    if (places.length === 0) return;
    // Small things are many: every other time one of those that hold others.
    const holders = places.filter(({ value }) => typeof value === "object" && !(value instanceof Uint8Array));
    const place = pick(chance(2) === 0 && holders.length > 0 ? holders : places, chance);
    const kind = chance(8);
    if (kind === 0) place.drop();
    else if (kind === 1) place.twice();
    else place.put(changed(place.value, places, chance));
  }
}
