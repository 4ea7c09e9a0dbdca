// The played province as a library: the command fills a ledger with it, the bench grows ledgers by it, tests score detection by it.

import { Chance } from "../demo/chance.ts";
import type { Scribe } from "../demo/scribe.ts";
import { VIETNAM_OFFSET_S } from "../words/vietnam-time.ts";
import { Claims, type ReadBook, type Results } from "./claims.ts";
import { type FraudName, Frauds, type Label } from "./frauds.ts";
import { Press, type Tally } from "./press.ts";
import { settleProvince } from "./settle.ts";
import { Traffic } from "./traffic.ts";

/** The parts that a simulation needs: a scribe on an empty log, whose clock the story moves, and a reading of the book. */
export type Simulation = {
  readonly seed: number;
  readonly loads: number;
  readonly frauds?: ReadonlyMap<FraudName, number>;
  readonly scribe: Scribe;
  readonly logKey: Uint8Array;
  readonly read: ReadBook;
  readonly progress?: (loads: number, entries: number) => void;
};

/** The result of a simulation. */
export type Simulated = {
  readonly tally: Tally;
  readonly results: Results;
  readonly frauds: readonly Label[];
  readonly unplanted: readonly FraudName[];
  /** How many numbers of each persona's key are taken; only offices are counted to the last. */
  readonly spoken: ReadonlyMap<string, number>;
};

/** Story time between two sendings; everything said in between is one request. */
const STRETCH_S = 600;
const DAY_S = 86_400;

/** Plays a whole province from its opening; one seed and one list of frauds play one story, byte for byte. */
export async function simulate(simulation: Simulation): Promise<Simulated> {
  const { seed, loads, scribe } = simulation;
  const press = new Press(scribe);
  const land = await settleProvince(press, new Chance(`land ${seed}`), loads, simulation.logKey);
  const traffic = new Traffic(press, new Chance(`traffic ${seed}`), land, loads);
  const frauds = new Frauds(
    { press, chance: new Chance(`frauds ${seed}`), land, traffic },
    simulation.frauds ?? new Map(),
    loads,
  );
  const { schedule } = traffic;
  const claims = new Claims(press, new Chance(`claims ${seed}`), land, {
    read: simulation.read,
    schedule,
    meddler: frauds,
  });
  const { clock } = scribe;
  traffic.begin(clock.seconds);
  press.anchorAll();
  let day = dayOf(clock.seconds);
  for (let next = schedule.nextS; next !== undefined; next = schedule.nextS) {
    const fromS = clock.seconds;
    const untilS = Math.max(fromS + 1, Math.ceil((next + 1) / STRETCH_S) * STRETCH_S);
    if (dayOf(untilS) !== day) press.anchorAll();
    day = dayOf(untilS);
    clock.until(untilS * 1000);
    schedule.run(fromS, untilS);
    await claims.step(untilS);
    frauds.step(untilS);
    await press.print();
    simulation.progress?.(traffic.begun, press.tally.accepted);
  }
  return {
    tally: press.tally,
    results: claims.results,
    frauds: frauds.labels,
    unplanted: frauds.unplanted,
    spoken: press.spoken,
  };
}

function dayOf(atS: number): number {
  return Math.floor((atS + VIETNAM_OFFSET_S) / DAY_S);
}
