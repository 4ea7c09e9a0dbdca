// The score is a judge: on a handful of provinces it finds the promises of docs/fraud.md kept, and it must also be able to find them broken.
// Each mutant takes one rule away while the crooks whom it stops are at work; a score that does not notice is worth nothing.
import { beforeAll, describe, expect, test, vi } from "vitest";
import { CRIME_NAMES, type CrimeName } from "../../src/score/crooks.ts";
import { playCrimes, playSeed } from "../../src/score/play-seed.ts";
import { openPlayedProvince, type PlayedProvince } from "../../src/score/stage.ts";
import { tally } from "../../src/score/tally.ts";

/** The rule that is taken away: a code of a contradiction, or the name of a check. */
const away = vi.hoisted(() => ({ rule: "" }));

vi.mock("../../src/rules/slips/contradictions.ts", async (original) => {
  const { judgeLoad } = await original<typeof import("../../src/rules/slips/contradictions.ts")>();
  return {
    judgeLoad: (...[evidence]: Parameters<typeof judgeLoad>) => {
      const judged = judgeLoad(evidence);
      return { ...judged, contradictions: judged.contradictions.filter(({ why }) => why !== away.rule) };
    },
  };
});

let stage: PlayedProvince;
beforeAll(async () => {
  stage = await openPlayedProvince();
});

const SEEDS = [1, 2];
/** Crooks alone are quickly played, and only some of them meet an officer. */
const CROOKED_SEEDS = Array.from({ length: 12 }, (_, i) => i + 1);

describe("a handful of provinces", () => {
  test("nothing that an entry contradicts is verified, and no honest load or dossier is hurt in the end", () => {
    away.rule = "";
    const score = tally(SEEDS.map((seed) => playSeed(stage, seed)));
    expect(score.honest.loads).toBeGreaterThan(300);
    expect(score.honest).toMatchObject({ contestedKg: 0, dossiersRefused: 0, dossiers: 2 * SEEDS.length });
    expect(score.amongCrooks.contestedKg).toBe(0);
    for (const [kind, { againstKg, missed }] of Object.entries(score.crimes))
      expect({ kind, againstKg, missed }).toEqual({ kind, againstKg: 0, missed: 0 });
  });
});

test("a seed plays the same crimes, entry for entry", () => {
  away.rule = "";
  expect(playCrimes(stage, 7, CRIME_NAMES)).toEqual(playCrimes(stage, 7, CRIME_NAMES));
});

/** The crime that each contradiction is there for. */
const MUTANTS: readonly (readonly [rule: string, crime: CrimeName])[] = [
  ["plate-differs", "other lorry"],
  ["weight-differs", "half empty"],
  ["received-elsewhere", "elsewhere"],
  ["received-though-refused", "refused, then recorded"],
  ["received-too-much", "mixed in"],
  ["signed-while-stopped", "slip after the stop"],
  ["void-but-seen", "void on the road"],
];

describe("with a rule taken away, the score finds it", () => {
  for (const [rule, crime] of MUTANTS)
    test(`${rule}: ${crime}`, () => {
      const against = (without: string) => {
        away.rule = without;
        const results = CROOKED_SEEDS.flatMap((seed) => playCrimes(stage, seed, [crime]));
        return results.reduce((kg, each) => kg + each.againstKg, 0);
      };
      expect(against("")).toBe(0);
      expect(against(rule)).toBeGreaterThan(5_000);
    });
});
