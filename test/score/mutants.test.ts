// A score that does not notice a missing rule is worth nothing. Each mutant takes one rule away while the crooks whom it stops, or the honest whom it
// spares, are on the road: more kilograms are verified that should not be, fewer crimes are named, or honest kilograms are in question.
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { CrimeName } from "../../src/score/crooks.ts";
import { rulesWith } from "../../src/score/other-rules.ts";
import { playCrimes, playSeed } from "../../src/score/play-seed.ts";
import { openPlayedProvince, type PlayedProvince } from "../../src/score/stage.ts";
import { tally } from "../../src/score/tally.ts";

/** The rule that is taken away: the code of a contradiction or a signal, or the name of a check. */
const away = vi.hoisted(() => ({ rule: "" }));
/** A module in which the named functions say nothing while they are taken away. */
const without = vi.hoisted(() => (module: object, ...names: readonly string[]) => ({
  ...module,
  ...Object.fromEntries(
    names.map((name) => {
      const rule = (module as Record<string, (...args: unknown[]) => unknown>)[name]!;
      return [name, (...args: unknown[]) => (away.rule === name ? undefined : rule(...args))];
    }),
  ),
}));

vi.mock("../../src/rules/slips/contradictions.ts", async (original) => {
  const module = await original<typeof import("../../src/rules/slips/contradictions.ts")>();
  return {
    ...module,
    judgeLoad: (...[evidence]: Parameters<typeof module.judgeLoad>) => {
      const judged = module.judgeLoad(evidence);
      return { ...judged, contradictions: judged.contradictions.filter(({ why }) => why !== away.rule) };
    },
  };
});
vi.mock("../../src/rules/book/book.ts", async (original) => {
  const module = await original<typeof import("../../src/rules/book/book.ts")>();
  const { signal } = module.Book.prototype;
  module.Book.prototype.signal = function (this: InstanceType<typeof module.Book>, ...args: Parameters<typeof signal>) {
    if (args[0] !== away.rule) signal.apply(this, args);
  } as typeof signal;
  return module;
});
vi.mock("../../src/rules/slips/trips.ts", async (original) =>
  without(await original<object>(), "checkTrip", "beginTrip"),
);
vi.mock("../../src/rules/slips/stops.ts", async (original) =>
  without(await original<object>(), "checkStopped", "bearStop"),
);
vi.mock("../../src/rules/kinds/late.ts", async (original) => without(await original<object>(), "keepLate"));

vi.mock("../../src/rules/slips/arrival.ts", async (original) => without(await original<object>(), "postHeld"));
vi.mock("../../src/rules/lawful/lawful.ts", async (original) => without(await original<object>(), "checkSource"));

let stage: PlayedProvince;
beforeAll(async () => {
  stage = await openPlayedProvince();
});

/** Crooks alone are quickly played, and only some of them meet an officer. */
const SEEDS = Array.from({ length: 12 }, (_, i) => i + 1);

/** The crimes of one kind on all seeds: what is verified of them, how many the log names, and how many come to nothing. */
function outcome(crime: CrimeName, rule: string) {
  away.rule = rule;
  const results = SEEDS.flatMap((seed) => playCrimes(stage, seed, [crime]));
  away.rule = "";
  return {
    verifiedKg: results.reduce((kg, each) => kg + each.againstKg + each.unseenKg, 0),
    contradictedKg: results.reduce((kg, each) => kg + each.againstKg, 0),
    named: results.filter((each) => each.against.length + each.signals.length > 0).length,
    stopped: results.filter((each) => each.stopped).length,
  };
}

/** The crime that each rule is there for, and what the score finds without it. */
const MUTANTS: readonly (readonly [rule: string, crime: CrimeName, found: "verified" | "unnamed" | "not stopped"])[] = [
  ["plate-differs", "other lorry", "verified"],
  ["weight-differs", "half empty", "verified"],
  ["received-elsewhere", "elsewhere", "verified"],
  ["received-though-refused", "refused, then recorded", "verified"],
  ["received-too-much", "mixed in", "verified"],
  ["signed-while-stopped", "slip after the stop", "verified"],
  ["void-but-seen", "void on the road", "verified"],
  ["seen-after-receipt", "second trip", "verified"],
  ["received-twice", "second trip", "verified"],
  ["production-beyond-day", "banked production", "unnamed"],
  ["slip-without-book", "night digging", "unnamed"],
  ["checkTrip", "two slips, one lorry", "not stopped"],
  ["beginTrip", "a dozen in an hour", "verified"],
  ["checkStopped", "slip after the stop", "not stopped"],
  ["bearStop", "slip after the stop", "verified"],
  ["keepLate", "stray bank", "verified"],
  ["checkSource", "night digging", "not stopped"],
];

describe("with a rule taken away, the score finds it", () => {
  for (const [rule, crime, found] of MUTANTS)
    test(`${rule}: ${crime}, ${found}`, () => {
      const [whole, mutant] = [outcome(crime, ""), outcome(crime, rule)];
      expect(whole.contradictedKg).toBe(0);
      if (found === "verified") expect(mutant.verifiedKg).toBeGreaterThan(whole.verifiedKg + 5000);
      if (found === "unnamed") expect(mutant.named).toBeLessThan(whole.named / 2);
      if (found === "not stopped") expect(mutant.stopped).toBeLessThan(whole.stopped / 2);
    });
});

/** The honest days of a few provinces. */
function hurtOf(province: PlayedProvince, rule: string) {
  away.rule = rule;
  const { honest, signalsPerThousand } = tally(SEEDS.slice(0, 4).map((seed) => playSeed(province, seed)));
  away.rule = "";
  return { strandedKg: honest.strandedKg, signalsPerThousand };
}

describe("with a rule taken away that spares the honest, the score finds them hurt", () => {
  test("postHeld: a receipt by typed code counts when its slip has come", () => {
    expect(hurtOf(stage, "postHeld").strandedKg).toBeGreaterThan(hurtOf(stage, "").strandedKg + 5000);
  });

  for (const name of ["wetPermille", "volumePermille"])
    test(`${name} of nothing`, async () => {
      const strict = await openPlayedProvince(rulesWith({ [name]: 0 }));
      const { signalsPerThousand } = hurtOf(stage, "");
      expect(hurtOf(strict, "").signalsPerThousand).toBeGreaterThan(signalsPerThousand + 5);
    });
});
