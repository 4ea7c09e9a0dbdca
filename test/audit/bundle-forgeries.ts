// Every way in which somebody who holds an honest bundle of a result can change it and mend its digest: each field of each step of each kind
// of way, the figures, the leaves, their proofs and the head. The same list goes before our verifier, the page and the readers in Python.
import { type Bundle, decodeBundle, encodeBundle } from "../../src/format/bundle.ts";
import { decodeEntry, type Entry } from "../../src/format/entry.ts";
import { decodeLeaf } from "../../src/format/leaf.ts";
import { entriesNamedBy } from "../../src/format/references.ts";

/** A change of a bundle under a name; `deep` where only the leaves' proofs and signatures can tell. */
export type Forgery = { readonly deed: string; readonly deep: boolean; change(bundle: Bundle): void };

export function bundleIn(file: Uint8Array): Bundle {
  const bundle = decodeBundle(file);
  if ("flaw" in bundle) throw new Error(bundle.flaw);
  return bundle;
}

/** The bundle with its content changed and its digest made to match. */
export function forged(file: Uint8Array, change: (bundle: Bundle) => void): Uint8Array {
  const bundle = bundleIn(file);
  change(bundle);
  return encodeBundle(bundle);
}

/** All forgeries of a result's bundle. */
export function forgeriesOf(file: Uint8Array): Forgery[] {
  const bundle = bundleIn(file);
  return [
    ...waysOf(bundle),
    ...shiftedKilograms(bundle),
    ...figuresOf(bundle),
    ...papersOf(bundle),
    ...leavesOf(bundle),
  ];
}

type Leaves = Map<number, Entry>;

function entriesIn({ leaves }: Bundle): Leaves {
  return new Map(
    leaves.map(({ leaf }) => {
      const { index, entry } = decodeLeaf(leaf)!;
      const decoded = decodeEntry(entry);
      if (!("entry" in decoded)) throw new Error("no entry");
      return [index, decoded.entry];
    }),
  );
}

const shapeOf = (entries: Leaves, { way, contested }: { way: number[]; contested?: number | undefined }) =>
  `${contested === undefined ? "clean" : "contested"} ${way.map((index) => entries.get(index)!.kind.split(".")[0]).join("←")}`;

/** One way of each shape, with every step dropped, doubled, swapped and replaced. */
function waysOf(bundle: Bundle): Forgery[] {
  const entries = entriesIn(bundle);
  const seen = new Set<string>();
  return bundle.origins!.flatMap((origin, at) => {
    const shape = shapeOf(entries, origin);
    if (seen.has(shape)) return [];
    seen.add(shape);
    const steps = origin.way.flatMap((step, i) => stepsOf(bundle, entries, { at, shape, step, i }));
    return [...steps, ...wholeOf(bundle, entries, at, shape)];
  });
}

type Step = { at: number; shape: string; step: number; i: number };

function stepsOf({ origins }: Bundle, entries: Leaves, { at, shape, step, i }: Step): Forgery[] {
  const { kind } = entries.get(step)!;
  const { way } = origins![at]!;
  const name = `${shape}: step ${i} (${kind})`;
  const on = (deed: string, change: (way: number[], bundle: Bundle) => void): Forgery => ({
    deed: `${name} ${deed}`,
    deep: false,
    change: (bundle) => change(bundle.origins![at]!.way, bundle),
  });
  const another = origins!
    .flatMap((each) => each.way)
    .find((index) => index !== step && sameKind(entries, index, step));
  const strange = [...entries.keys()].find((index) => !sameKind(entries, index, step) && !way.includes(index))!;
  return [
    on("left out", (of) => void of.splice(i, 1)),
    on("said twice", (of) => void of.splice(i, 0, step)),
    on("is entry 0", (of) => void of.splice(i, 1, 0)),
    on("is an entry of another kind", (of) => void of.splice(i, 1, strange)),
    on("is an entry that is not here", (of) => void of.splice(i, 1, 2 ** 31)),
    on("has a stranger before it", (of) => void of.splice(i, 0, strange)),
    ...(i + 1 < way.length
      ? [on("changes places with the next", (of) => void of.splice(i, 2, of[i + 1]!, of[i]!))]
      : []),
    ...(i + 2 < way.length
      ? [on("leads straight to the source", (of) => void of.splice(i + 1, of.length - i - 2))]
      : []),
    ...(another === undefined ? [] : [on("is another entry of its kind", (of) => void of.splice(i, 1, another))]),
  ];
}

function sameKind(entries: Leaves, a: number, b: number): boolean {
  return entries.get(a)!.kind === entries.get(b)!.kind;
}

function wholeOf(bundle: Bundle, entries: Leaves, at: number, shape: string): Forgery[] {
  const origins = bundle.origins!;
  const origin = origins[at]!;
  const on = (deed: string, change: (bundle: Bundle) => void): Forgery => ({
    deed: `${shape}: ${deed}`,
    deep: false,
    change,
  });
  const other = origins.findIndex((each) => each.way[1] !== origin.way[1] && each.line === origin.line);
  const slips = origins.filter((_, i) => i !== at).flatMap((each) => each.way);
  const elsewhere = [...entries].find(([, entry]) => {
    const named = entry.kind === "passage.record" || entry.kind === "load.receive" ? entry.body.slip.index : undefined;
    return named !== undefined && slips.includes(named) && !origin.way.includes(named);
  })?.[0];
  const contest = (deed: string, contested: number | undefined) =>
    on(deed, ({ origins: all }) => void Object.assign(all![at]!, { contested }));
  const parts = origin.contested === undefined ? ["is said to be contested"] : ["its contradiction moves"];
  return [
    on("left out", (of) => void of.origins!.splice(at, 1)),
    on("said twice", (of) => void of.origins!.push(of.origins![at]!)),
    on("a kilogram more", (of) => {
      of.origins![at]!.kg += 1;
    }),
    on("a kilogram less", (of) => {
      of.origins![at]!.kg -= 1;
    }),
    on("of another line", (of) => {
      of.origins![at]!.line = origins.find((each) => each.line !== origin.line)?.line ?? 4;
    }),
    on("of a line that is not there", (of) => {
      of.origins![at]!.line = 4199;
    }),
    on("of another material", (of) => {
      of.origins![at]!.material = 99;
    }),
    ...(other < 0
      ? []
      : [
          on("takes the way of another load", (of) => {
            of.origins![at]!.way = [...of.origins![other]!.way];
          }),
        ]),
    contest(`${parts[0]} to entry 0`, 0),
    contest(`${parts[0]} to its own slip`, origin.way[1]),
    contest(`${parts[0]} to the source`, origin.way.at(-1)),
    contest(`${parts[0]} to the result`, bundle.subject),
    ...(elsewhere === undefined ? [] : [contest(`${parts[0]} to what was seen of another load`, elsewhere)]),
    ...(origin.contested === undefined ? [] : [contest("its contradiction is hushed up", undefined)]),
  ];
}

/** All loads laid on one way, and one load's guilt on another's. */
function shiftedKilograms({ origins }: Bundle): Forgery[] {
  const guilty = origins!.findIndex((each) => each.contested !== undefined);
  const innocent = origins!.findIndex((each) => each.contested === undefined && each.line === origins![guilty]?.line);
  return [
    {
      deed: "every load leads to one slip",
      deep: false,
      change: (of) => {
        for (const each of of.origins!) each.way = [...of.origins![0]!.way];
      },
    },
    { deed: "no origins", deep: false, change: (of) => void Reflect.deleteProperty(of, "origins") },
    {
      deed: "an empty list of origins",
      deep: false,
      change: (of) => {
        of.origins = [];
      },
    },
    ...(guilty < 0 || innocent < 0
      ? []
      : [
          {
            deed: "the guilt moves to another truck",
            deep: false,
            change: (of: Bundle) => {
              const [a, b] = [of.origins![guilty]!, of.origins![innocent]!];
              [a.way, b.way] = [b.way, a.way];
            },
          },
        ]),
  ];
}

/** Every number of the figures, one up and one down. */
function figuresOf({ figures }: Bundle): Forgery[] {
  const deeds: Forgery[] = [];
  const visit = (value: unknown, path: readonly (string | number)[]): void => {
    if (typeof value === "number") for (const by of [1, -1]) if (value + by >= 0) deeds.push(numberOf(path, by));
    if (typeof value === "object" && value !== null)
      for (const [key, inner] of Object.entries(value))
        visit(inner, [...path, Array.isArray(value) ? Number(key) : key]);
  };
  visit(figures, []);
  return [
    ...deeds,
    { deed: "figures: a line left out", deep: false, change: (of) => void of.figures!.lines.pop() },
    { deed: "figures: lines change places", deep: false, change: (of) => void of.figures!.lines.reverse() },
    { deed: "figures: none", deep: false, change: (of) => void Reflect.deleteProperty(of, "figures") },
    {
      deed: "figures: a set-off from nowhere",
      deep: false,
      change: (of) => void of.figures!.setOffs.push({ recovery: 0, takenDong: 1, returnedDong: 0 }),
    },
  ];
}

function numberOf(path: readonly (string | number)[], by: number): Forgery {
  return {
    deed: `figures: ${path.join(".")} ${by > 0 ? "up" : "down"}`,
    deep: false,
    change: (bundle) => {
      let at = bundle.figures as unknown as Record<string | number, unknown>;
      for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
      const last = path.at(-1)!;
      if (last === "material") at[last] = Number(at[last]) === 1 ? 2 : 1;
      else at[last] = Number(at[last]) + by;
    },
  };
}

function papersOf({ head, leaves, subject }: Bundle): Forgery[] {
  const deep = (deed: string, change: (bundle: Bundle) => void): Forgery => ({ deed, deep: true, change });
  const text = (deed: string, from: RegExp | string, to: string) =>
    deep(deed, (of) => {
      of.head = head.replace(from, to);
    });
  return [
    deep("another format", (of) => {
      of.format = "so-nguon/bundle/v2";
    }),
    deep("another page of the format", (of) => {
      of.spec = "docs/other.md";
    }),
    deep("subject: entry 0", (of) => {
      of.subject = 0;
    }),
    deep("subject: an entry that is not here", (of) => {
      of.subject = subject + 2 ** 20;
    }),
    text("head: another size", /\n\d+\n/, "\n7\n"),
    text("head: another log", /^[^\n]+/, "other.example"),
    text("head: another root", /\n[A-Za-z0-9+/]{43}=/, `\n${"A".repeat(43)}=`),
    text("head: a signature line less", /— [^\n]+\n$/, ""),
    text("head: a line said twice", /(— [^\n]+\n)$/, "$1$1"),
    text("head: a signature changed", /(— \S+ .{20})./, "$1A"),
    { deed: "reviewed: none", deep: false, change: (of) => void Reflect.deleteProperty(of, "reviewed") },
    {
      deed: "reviewed: a hash changed",
      deep: false,
      change: (of) => {
        of.reviewed![0]![3]! ^= 1;
      },
    },
    { deed: "reviewed: a hash left out", deep: false, change: (of) => void of.reviewed!.pop() },
    { deed: "reviewed: a hash too many", deep: false, change: (of) => void of.reviewed!.push(new Uint8Array(32)) },
    deep("leaves: in another order", (of) => void of.leaves.reverse()),
    deep("leaves: entry 0 left out", (of) => void of.leaves.shift()),
    deep("leaves: one said twice", (of) => void of.leaves.splice(9, 0, leaves[9]!)),
    deep("leaves: two change places", (of) => void of.leaves.splice(9, 2, of.leaves[10]!, of.leaves[9]!)),
    deep("leaves: one with another's proof", (of) => {
      of.leaves[9]!.proof = leaves[10]!.proof;
    }),
  ];
}

/** Of each kind of entry one: left out where another names it, its leaf and its proof changed. */
function leavesOf(bundle: Bundle): Forgery[] {
  const entries = entriesIn(bundle);
  const named = new Set([...entries.values()].flatMap((entry) => entriesNamedBy(entry).map(({ index }) => index)));
  for (const { way } of bundle.origins!) for (const index of way) named.add(index);
  const places = [...entries.keys()];
  const kinds = [...new Set([...entries.values()].map(({ kind }) => kind))];
  return kinds.flatMap((kind) => {
    const of = places.filter((index) => entries.get(index)!.kind === kind);
    const at = (index: number) => places.indexOf(index);
    const first = at(of[0]!);
    const wanted = of.find((index) => named.has(index));
    const flip = (part: "leaf" | "proof", from: number): Forgery => ({
      deed: `${kind}: a bit of its ${part} at ${from}`,
      deep: true,
      change: ({ leaves }) => {
        const bytes = part === "leaf" ? leaves[first]!.leaf : leaves[first]!.proof[0]!;
        bytes[from < 0 ? bytes.length + from : from]! ^= 1;
      },
    });
    return [
      flip("leaf", 8),
      flip("leaf", -70),
      flip("leaf", -3),
      flip("proof", 5),
      ...(wanted === undefined
        ? []
        : [
            {
              deed: `${kind}: left out`,
              deep: true,
              change: ({ leaves }: Bundle) => void leaves.splice(at(wanted), 1),
            },
          ]),
    ];
  });
}
