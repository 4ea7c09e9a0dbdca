// Judges one played province against the hidden truth.
import { parseAccount, slipOf } from "../rules/book/accounts.ts";
import { ancestry, contradictionOf } from "../rules/origins/trace.ts";
import { isStillSo } from "../rules/readings/still-so.ts";
import { readSubject, SIGNALS, type SignalCode } from "../words/signals.ts";
import type { Crime } from "./crime.ts";
import type { Road } from "./road.ts";
import type { TrueLoad } from "./true-load.ts";
import { truthOf } from "./truth.ts";
import type { World } from "./world.ts";

/**
 * The outcome of one crime. `against`: what the log holds against its slips in the end; `signals`: what it noticed about them. `againstKg`: verified
 * kilograms of loads that an entry contradicts; `unseenKg`: illegal ones that nothing contradicts.
 */
export type CrimeResult = {
  readonly kind: string;
  readonly trace: boolean;
  readonly stopped: boolean;
  readonly against: readonly string[];
  readonly signals: readonly string[];
  readonly againstKg: number;
  readonly unseenKg: number;
};

/** Kilograms of each slip that the book holds as verified: in stock away from the mines, in projects, paid. */
export function verifiedBySlip(world: World): Map<number, number> {
  const { book } = world.log;
  const verified = new Map<number, number>();
  for (const lot of book.memory.lots.values()) {
    if (lot.left === 0) continue;
    const account = parseAccount(lot.account);
    const counts =
      account.kind === "project" || account.kind === "paid" || (account.kind === "stock" && !account.source);
    if (!counts) continue;
    const doubt = contradictionOf(book, lot);
    if (doubt && !doubt.share) continue;
    const kg = lot.left - (doubt?.share ? Math.ceil((lot.left * doubt.share.kg) / doubt.share.ofKg) : 0);
    // A load that expired on its way was held twice under its slip.
    for (const slip of new Set(ancestry(book, lot).map(({ account }) => slipOf(account))))
      if (slip !== undefined) verified.set(slip, (verified.get(slip) ?? 0) + kg);
  }
  return verified;
}

/** Two measurements of a lawful load may differ by so many thousandths: less is nobody's crime. */
const NOISE_PERMILLE = 60;

export function judgeCrimes(road: Road, crimes: readonly Crime[]): CrimeResult[] {
  const verified = verifiedBySlip(road.world);
  return crimes.map((crime) => {
    const loads = crime.loads.map((load) => judgeLoadOf(road.world, load, verified));
    const againstKg = loads.reduce((sum, each) => sum + each.againstKg, 0);
    const unseenKg = loads.reduce((sum, each) => sum + each.unseenKg, 0);
    const stopped = crime.refusals.length > 0 && againstKg + unseenKg === 0;
    const trace = loads.some((each) => each.trace);
    return { kind: crime.kind, trace, stopped, ...signsOf(road.world, crime), againstKg, unseenKg };
  });
}

/** One slip of a crime: how much of it is verified, and whether somebody's entry says otherwise. */
function judgeLoadOf(world: World, load: TrueLoad, verified: ReadonlyMap<number, number>) {
  const index = world.log.indexOf(load.slip);
  if (index === undefined) return { trace: false, againstKg: 0, unseenKg: 0 };
  const truth = truthOf(world, load);
  const kg = verified.get(index) ?? 0;
  const givenBackKg = isGivenBack(world, index) ? load.slipKg : 0;
  if (truth.whole) return { trace: true, againstKg: kg + givenBackKg, unseenKg: 0 };
  const illegalKg = kg - load.lawfulKg;
  const isCrime = illegalKg * 1000 > load.slipKg * NOISE_PERMILLE;
  const beyondKg = Math.max(0, kg - truth.provenKg);
  const trace = truth.provenKg < load.slipKg;
  return { trace, againstKg: beyondKg, unseenKg: (isCrime ? illegalKg - beyondKg : 0) + givenBackKg };
}

/** True where a slip that was taken back has given its kilograms back, so that they can be sold again. */
function isGivenBack(world: World, slip: number): boolean {
  const { status, voided } = world.log.book.need("slipState", slip);
  const returning = world.log.book.lots(`returning/${slip}`).length > 0;
  return status === "void" && !returning && !voided?.held;
}

/** The signs of a crime that the log alone gives: contradictions of its slips, slips and observations that wait or count for nothing, and signals that name it. */
function signsOf(world: World, crime: Crime): Pick<CrimeResult, "against" | "signals"> {
  const { book, leaves } = world.log;
  const slips = crime.loads.map(({ slip }) => world.log.indexOf(slip)).filter((index) => index !== undefined);
  const own = new Set<number>([...crime.about, ...slips]);
  const against = new Set<string>();
  for (const entry of crime.entries) {
    const index = world.log.indexOf(entry);
    if (index === undefined) continue;
    own.add(index);
    if (leaves[index]!.verdict?.code === "entry-late") against.add("waits for a ruling");
  }
  for (const slip of slips) {
    const { contested, status } = book.need("slipState", slip);
    if (contested) against.add(contested.why);
    if (status === "unruled" || status === "refused") against.add(`slip ${status}`);
  }
  const signals = new Set<string>();
  for (const leaf of leaves)
    for (const signal of leaf.signals) {
      const { code, subject } = signal;
      const names = SIGNALS[code].severity !== "note" && own.has(readSubject(subject)!.index);
      if (names && isStillSo(book, signal)) signals.add(code);
    }
  return { against: [...against].sort(), signals: [...signals].sort() };
}

/** The hurts of honest people in a province, and the signals that were raised about them. */
export type HonestResult = {
  readonly loads: number;
  readonly kg: number;
  /** Ever contested; in the end still contested; kept for a ruling, expired or refused by an observation. */
  readonly everContested: number;
  readonly contestedKg: number;
  readonly contestHours: readonly number[];
  readonly strandedKg: number;
  readonly stranded: Readonly<Record<string, number>>;
  readonly signals: Readonly<Partial<Record<SignalCode, number>>>;
};

export function judgeHonest(road: Road): HonestResult {
  const { world } = road;
  const honest = road.loads.filter((each) => each.honest);
  const stranded: Record<string, number> = {};
  let [contestedKg, strandedKg, everContested] = [0, 0, 0];
  const contestHours: number[] = [];
  for (const load of honest) {
    const index = world.log.indexOf(load.slip);
    const contest = index === undefined ? undefined : world.log.contests.get(index);
    if (contest) {
      everContested += 1;
      if (contest.untilMs !== undefined) contestHours.push((contest.untilMs - contest.sinceMs) / 3_600_000);
    }
    const fate = fateOf(world, load, index);
    if (fate === "contested") contestedKg += load.slipKg;
    else if (fate !== undefined) {
      strandedKg += load.slipKg;
      stranded[fate] = (stranded[fate] ?? 0) + 1;
    }
  }
  const kg = honest.reduce((sum, each) => sum + each.slipKg, 0);
  return {
    loads: honest.length,
    kg,
    everContested,
    contestedKg,
    contestHours,
    strandedKg,
    stranded,
    signals: countSignals(world),
  };
}

/** Where an honest load ended, when it did not end as it should. */
function fateOf(world: World, load: TrueLoad, index: number | undefined): string | undefined {
  if (index === undefined) return "never in the log";
  const { contested, status } = world.log.book.need("slipState", index);
  if (contested) return "contested";
  if (status === "received" || status === "void" || load.records.some((each) => each.what === "refused"))
    return undefined;
  return status;
}

/** Signals that the book itself has explained by the end are on no officer's desk. */
function countSignals(world: World): Partial<Record<SignalCode, number>> {
  const counts: Partial<Record<SignalCode, number>> = {};
  for (const leaf of world.log.leaves.slice(world.stage.log.leaves.length))
    for (const signal of leaf.signals)
      if (isStillSo(world.log.book, signal)) counts[signal.code] = (counts[signal.code] ?? 0) + 1;
  return counts;
}
