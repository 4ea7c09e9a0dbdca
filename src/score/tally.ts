// The score: many played provinces added up, and each promise of docs/fraud.md held against the sum.
import { SIGNALS, type SignalCode } from "../words/signals.ts";
import type { HonestResult } from "./judge.ts";
import { FLEET, PROMISES } from "./parameters.ts";
import type { SeedResult } from "./play-seed.ts";

export type CrimeTally = {
  planted: number;
  /** Refused in every way that the crook tried, with nothing verified. */
  stopped: number;
  /** Named by the log alone. */
  detected: number;
  /** Left a trace, was not stopped, and nothing named it. */
  missed: number;
  againstKg: number;
  unseenKg: number;
  by: Record<string, number>;
};

export type Score = {
  readonly seeds: number;
  readonly honest: {
    loads: number;
    kg: number;
    everContested: number;
    contestedKg: number;
    /** Of the loads that were ever contested, those that the people concerned set right, and how long that took at most. */
    mended: number;
    longestHours: number;
    strandedKg: number;
    stranded: Record<string, number>;
    refusedKg: number;
    delayed: number;
    delayedKg: number;
    longestDelayMinutes: number;
    codes: Record<string, number>;
    dossiers: number;
    dossiersRefused: number;
    dossiersCut: number;
  };
  /** Every signal that the honest province raised, for each thousand loads; `aDay`: of a province of 200 mines. */
  readonly signals: Record<string, { raised: number; perThousand: number; aDay: number }>;
  readonly signalsPerThousand: number;
  /** Honest kilograms contested in the end where crooks were about. */
  readonly amongCrooks: { loads: number; kg: number; contestedKg: number };
  readonly crimes: Record<string, CrimeTally>;
  readonly broken: string[];
};

/** A province of 200 mines sends so many loads a day, each mine as many as a mine of the played province. */
const LOADS_A_DAY_OF_200_MINES = 200 * Math.round((FLEET.lorries * 6) / 2);

export function tally(results: readonly SeedResult[]): Score {
  const honest = addHonest(results);
  const signals = addSignals(results, honest.loads);
  const loud = Object.entries(signals).filter(([code]) => isForAnOfficer(code as SignalCode));
  const signalsPerThousand = loud.reduce((sum, [, each]) => sum + each.perThousand, 0);
  const noise = new Set(
    loud.filter(([, each]) => each.perThousand > PROMISES.signalsPerThousand).map(([code]) => code),
  );
  const crimes = addCrimes(results, noise);
  const amongCrooks = results.reduce(
    (sum, { among }) => ({
      loads: sum.loads + among.loads,
      kg: sum.kg + among.kg,
      contestedKg: sum.contestedKg + among.contestedKg,
    }),
    { loads: 0, kg: 0, contestedKg: 0 },
  );
  const score = { seeds: results.length, honest, signals, signalsPerThousand, amongCrooks, crimes };
  return { ...score, broken: brokenPromises(score) };
}

/** A note asks for nothing and lies on no officer's desk. */
function isForAnOfficer(code: SignalCode): boolean {
  return SIGNALS[code].severity !== "note";
}

function add(into: Record<string, number>, from: Readonly<Record<string, number>>): void {
  for (const [key, count] of Object.entries(from)) into[key] = (into[key] ?? 0) + count;
}

function addHonest(results: readonly SeedResult[]): Score["honest"] {
  const sum = (of: (result: SeedResult["honest"]) => number) =>
    results.reduce((all, { honest }) => all + of(honest), 0);
  const most = (of: (result: SeedResult["honest"]) => readonly number[]) =>
    results.reduce((all, { honest }) => Math.max(all, ...of(honest)), 0);
  const stranded: Record<string, number> = {};
  const codes: Record<string, number> = {};
  for (const { honest } of results) {
    add(stranded, honest.stranded);
    add(codes, honest.hurts.codes);
  }
  return {
    loads: sum((each) => each.loads),
    kg: sum((each) => each.kg),
    everContested: sum((each) => each.everContested),
    contestedKg: sum((each) => each.contestedKg),
    mended: sum((each) => each.contestHours.length),
    longestHours: Math.round(most((each) => each.contestHours) * 10) / 10,
    strandedKg: sum((each) => each.strandedKg),
    stranded,
    refusedKg: sum((each) => each.hurts.refusedKg),
    delayed: sum((each) => each.hurts.delaysS.length),
    delayedKg: sum((each) => each.hurts.delayedKg),
    longestDelayMinutes: Math.round(most((each) => each.hurts.delaysS) / 60),
    codes,
    dossiers: sum((each) => each.dossiers.asked),
    dossiersRefused: sum((each) => each.dossiers.refused),
    dossiersCut: sum((each) => each.dossiers.cut),
  };
}

function addSignals(results: readonly SeedResult[], loads: number): Score["signals"] {
  const raised: Record<string, number> = {};
  for (const { honest } of results) add(raised, honest.signals as HonestResult["signals"] & Record<string, number>);
  const sorted = Object.entries(raised).sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([code, count]) => {
      const perThousand = round((1000 * count) / loads);
      return [code, { raised: count, perThousand, aDay: round((count * LOADS_A_DAY_OF_200_MINES) / loads) }];
    }),
  );
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function addCrimes(results: readonly SeedResult[], noise: ReadonlySet<string>): Score["crimes"] {
  const crimes: Score["crimes"] = {};
  for (const each of results.flatMap((result) => result.crimes)) {
    const none: CrimeTally = { planted: 0, stopped: 0, detected: 0, missed: 0, againstKg: 0, unseenKg: 0, by: {} };
    const sum = crimes[each.kind] ?? none;
    crimes[each.kind] = sum;
    const by = [...each.against, ...each.signals.filter((code) => !noise.has(code))];
    sum.planted += 1;
    if (each.stopped) sum.stopped += 1;
    if (by.length > 0) sum.detected += 1;
    if (each.trace && !each.stopped && by.length === 0) sum.missed += 1;
    sum.againstKg += each.againstKg;
    sum.unseenKg += each.unseenKg;
    for (const code of by) sum.by[code] = (sum.by[code] ?? 0) + 1;
  }
  return Object.fromEntries(Object.entries(crimes).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function brokenPromises({ honest, crimes, signalsPerThousand }: Omit<Score, "broken">): string[] {
  const broken: string[] = [];
  for (const [kind, { againstKg, missed, planted }] of Object.entries(crimes)) {
    if (againstKg > 0) broken.push(`${kind}: ${againstKg} kg verified although an entry contradicts them`);
    if (missed * 1000 > planted * (1000 - PROMISES.detectedPermille))
      broken.push(`${kind}: ${missed} of ${planted} left a trace that nothing named`);
  }
  if (honest.dossiersRefused > 0) broken.push(`${honest.dossiersRefused} honest dossiers refused`);
  if (honest.contestedKg * 1_000_000 > honest.kg * PROMISES.contestedPpm)
    broken.push(`${honest.contestedKg} of ${honest.kg} honest kilograms contested`);
  if (signalsPerThousand > PROMISES.signalsPerThousand)
    broken.push(`${round(signalsPerThousand)} false signals for each thousand honest loads`);
  return broken;
}
