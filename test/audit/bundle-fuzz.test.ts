// Bundles mutated at random: bytes of the file, and values of its content with the digest mended. Nothing throws, and what is accepted says the same
// as the honest bundle but for how many kilograms each of several lots gave, which the entries leave open. What was accepted goes to
// FUZZ_ACCEPTED, where it is set, for a reader in another language. `FUZZ_BUNDLES=1000000 SEED=7 npx vitest run … test/audit/bundle-fuzz.test.ts`
import fs from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type Bundle, decodeBundle, encodeBundle, FLAWS } from "../../src/format/bundle.ts";
import { hex } from "../../src/format/bytes.ts";
import { openNote } from "../../src/format/note.ts";
import { type Proven, proveBundle } from "../../src/format/prove-bundle.ts";
import { hashFigures } from "../../src/rules/payment/figures.ts";
import { judgeBundle, verifyBundle } from "../../src/rules/readings/evidence.ts";
import { bundleIn } from "./bundle-forgeries.ts";
import { resultBundles } from "./logs.ts";
import { playReversedResult } from "./reversed.ts";

const ROUNDS = Number(process.env.FUZZ_BUNDLES ?? 2000);
const SEED = Number(process.env.SEED ?? 2026);
const LONGEST_MS = 180_000 + ROUNDS * 100;
const ACCEPTED = process.env.FUZZ_ACCEPTED;

/** Numbers that follow from a seed (mulberry32). */
function chanceFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}
type Chance = ReturnType<typeof chanceFrom>;

let files: { name: string; bytes: Uint8Array; proven: Proven }[];
let small: Uint8Array;
let vkey: string;

beforeAll(async () => {
  const { vkey: pin, paid, refused } = await resultBundles();
  const reversed = await playReversedResult();
  vkey = reversed.vkey;
  small = reversed.bundles.reversed;
  const proven = async (name: string, bytes: Uint8Array, key: string) => {
    const found = await proveBundle(bytes, key);
    if ("flaw" in found) throw new Error(found.flaw);
    return { name, bytes, proven: found };
  };
  files = [
    await proven("paid", paid, pin),
    await proven("refused", refused, pin),
    await proven("reversed", small, vkey),
  ];
});

/** One to three changes of what no signature covers by itself: origins, figures, the proof of the reviewed head, the subject. */
function mutate(bundle: Bundle, indexes: readonly number[], chance: Chance): void {
  const origins = bundle.origins!;
  const any = <T>(list: readonly T[]): T => list[chance(list.length)]!;
  for (let times = 1 + chance(3); times > 0; times--) {
    if (origins.length === 0) return;
    const at = chance(origins.length);
    const one = origins[at]!;
    const other = any(origins);
    const step = chance(one.way.length);
    const kg = 1 + chance(chance(2) === 0 ? 3 : one.kg);
    const deeds: (() => void)[] = [
      () => void one.way.splice(step, 1, any(indexes)),
      () => void one.way.splice(step, 1),
      () => void one.way.splice(step, 0, any(indexes)),
      () => void one.way.splice(step, 1, any(other.way)),
      () => ([one.way, other.way] = [other.way, one.way]),
      () => ([one.line, other.line] = [other.line, one.line]),
      () => ([one.material, other.material] = [other.material, one.material]),
      () => Object.assign(one, { contested: chance(2) === 0 ? any(indexes) : undefined }),
      () => {
        one.kg -= kg;
        other.kg += kg;
      },
      () => Object.assign(one, { kg: one.kg + kg }),
      () => void origins.splice(at, 1),
      () => void origins.push({ ...one, kg }),
      () => Object.assign(any(bundle.figures!.lines), { acceptedMilli: kg }),
      () => void bundle.figures!.lines.reverse(),
      () => Object.assign(bundle.figures!, { acceptedDong: kg }),
      () => void bundle.reviewed!.splice(chance(bundle.reviewed!.length + 1), 1),
      () => Object.assign(bundle, { subject: any(indexes) }),
    ];
    any(deeds)();
  }
}

/** The statement of a bundle that signatures cover, and the kilograms of each line and material by their source and contradiction. */
function statementOf(bundle: Bundle, proven: Proven): string {
  const sums = new Map<string, number>();
  for (const { line, material, way, kg, contested } of bundle.origins ?? []) {
    const key = `${line}/${material}/${contested === undefined ? "clean" : "contested"}`;
    sums.set(key, (sums.get(key) ?? 0) + kg);
    if (way.some((index) => !proven.leaves.has(index))) sums.set("strange", 1);
  }
  return JSON.stringify([bundle.subject, bundle.figures && hex(hashFigures(bundle.figures)), [...sums].sort()]);
}

function write(name: string, bytes: Uint8Array): void {
  if (ACCEPTED) fs.writeFileSync(path.join(ACCEPTED, `${name}.bundle`), bytes);
}

describe(`${ROUNDS} mutated bundles of seed ${SEED}`, () => {
  it(
    "whose content was changed say the same as the honest one where they are accepted",
    () => {
      const chance = chanceFrom(SEED);
      const found = new Map<string, number>();
      for (let round = 0; round < ROUNDS; round++) {
        const { name, bytes, proven } = files[chance(8) === 0 ? chance(2) : 2]!;
        const bundle = bundleIn(bytes);
        mutate(bundle, [...proven.leaves.keys()], chance);
        let mended: Bundle;
        try {
          mended = bundleIn(encodeBundle(bundle));
        } catch {
          found.set("form", (found.get("form") ?? 0) + 1);
          continue;
        }
        const said = judgeBundle({ ...proven, bundle: mended });
        const what = "flaw" in said ? said.flaw : `accepted: ${said.kind}`;
        found.set(what, (found.get(what) ?? 0) + 1);
        if ("flaw" in said || said.kind === "slip") continue;
        expect([round, statementOf(mended, proven)]).toEqual([round, statementOf(bundleIn(bytes), proven)]);
        if ((found.get(what) ?? 0) <= 200) write(`${name}-${round}`, encodeBundle(mended));
      }
      if (process.env.FUZZ_BUNDLES) console.log(Object.fromEntries(found));
      expect([...found.keys()].filter((what) => !what.startsWith("accepted") && !(what in FLAWS))).toEqual([]);
      expect(found.size).toBeGreaterThan(5);
    },
    LONGEST_MS,
  );

  it(
    "whose bytes were changed are refused, and nothing throws",
    async () => {
      const chance = chanceFrom(SEED + 1);
      const rounds = Math.min(Math.ceil(ROUNDS / 10), 100_000);
      for (let round = 0; round < rounds; round++) {
        const bytes = small.slice(0, chance(10) === 0 ? chance(small.length) : small.length);
        for (let times = 1 + chance(4); times > 0; times--) bytes[chance(bytes.length)]! = chance(256);
        const same = bytes.length === small.length && bytes.every((byte, i) => byte === small[i]);
        const said = decodeBundle(bytes);
        if (!same) expect([round, "flaw" in said]).toEqual([round, true]);
      }
    },
    LONGEST_MS,
  );

  it(
    "whose leaves and head were changed are refused",
    async () => {
      const chance = chanceFrom(SEED + 2);
      for (let round = 0; round < Math.ceil(ROUNDS / 100); round++) {
        const bundle = bundleIn(small);
        const { leaf, proof } = bundle.leaves[chance(bundle.leaves.length)]!;
        const parts = [leaf, ...proof];
        const part = parts[chance(parts.length)]!;
        const [at, before] = [chance(part.length), chance(256)];
        const isSame = part[at] === before;
        part[at] = before;
        const said = await verifyBundle(encodeBundle(bundle), vkey);
        expect([round, "flaw" in said]).toEqual([round, !isSame]);
      }
    },
    LONGEST_MS,
  );

  it("and mutated notes open under the log's key only where text and its line are untouched", async () => {
    const chance = chanceFrom(SEED + 3);
    const { head } = bundleIn(small);
    for (let round = 0; round < ROUNDS / 10; round++) {
      const signs = [...head];
      for (let times = 1 + chance(3); times > 0; times--) {
        const [at, sign] = [chance(signs.length), any(signs, chance)];
        if (chance(3) > 0) signs.splice(at, 1, sign);
        else if (chance(2) === 0) signs.splice(at, 1);
        else signs.splice(at, 0, sign);
      }
      const note = signs.join("");
      const opened = await openNote(note, [vkey]);
      if (opened) expect([round, opened.text]).toEqual([round, head.slice(0, head.indexOf("\n\n") + 1)]);
    }
  });
});

function any<T>(list: readonly T[], chance: Chance): T {
  return list[chance(list.length)]!;
}
