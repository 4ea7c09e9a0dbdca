// The score is a judge: on a handful of provinces it finds the promises of docs/fraud.md kept, and it must also be able to find them broken.
// mutants.test.ts takes the rules away one at a time.
import { beforeAll, describe, expect, test } from "vitest";
import { CRIME_NAMES } from "../../src/score/crooks.ts";
import { playCrimes, playSeed } from "../../src/score/play-seed.ts";
import { openPlayedProvince, type PlayedProvince } from "../../src/score/stage.ts";
import { tally } from "../../src/score/tally.ts";

let stage: PlayedProvince;
beforeAll(async () => {
  stage = await openPlayedProvince();
});

const SEEDS = [1, 2];

describe("a handful of provinces", () => {
  test("nothing that an entry contradicts is verified, and no honest load or dossier is hurt in the end", () => {
    const score = tally(SEEDS.map((seed) => playSeed(stage, seed)));
    expect(score.honest.loads).toBeGreaterThan(300);
    expect(score.honest).toMatchObject({ contestedKg: 0, dossiersRefused: 0, dossiers: 2 * SEEDS.length });
    expect(score.amongCrooks.contestedKg).toBe(0);
    for (const [kind, { againstKg, missed }] of Object.entries(score.crimes))
      expect({ kind, againstKg, missed }).toEqual({ kind, againstKg: 0, missed: 0 });
  });
});

test("a seed plays the same crimes, entry for entry", () => {
  expect(playCrimes(stage, 7, CRIME_NAMES)).toEqual(playCrimes(stage, 7, CRIME_NAMES));
});
