// A crime as the hidden truth knows it: who carried how much illegal sand under which slips, and every entry of whoever was in it. The ledger sees the
// entries alone.
import type { Chance } from "../demo/chance.ts";
import type { Entry } from "../format/entry.ts";
import type { Body, KindName } from "../format/kinds.ts";
import type { Problem } from "../words/problem.ts";
import { FLEET } from "./parameters.ts";
import type { Road } from "./road.ts";
import type { PlayedWay } from "./stage.ts";
import { type TrueLoad, writtenSlip } from "./true-load.ts";

/** One crook's day: what was tried, what the ledger refused, and the slips and entries that came of it. */
export type Crime = {
  readonly kind: string;
  readonly loads: TrueLoad[];
  readonly entries: Entry[];
  /** Log indexes of the lorries, routes and places that a signal about it may name. */
  readonly about: Set<number>;
  /** Codes of the refusals that turned it away; the crook then tried the next way. */
  readonly refusals: string[];
};

export type Deed = {
  readonly road: Road;
  readonly chance: Chance;
  readonly atS: number;
  readonly crime: Crime;
  readonly lorry: number;
};

/** A full load of sand, in kilograms. */
export function fullKg(chance: Chance): number {
  return Math.floor((FLEET.payloadKg * chance.between(860, 980)) / 1000);
}

/** A slip that names no book and is not sent: whoever is shown it brings it to the log. */
export function bareSlip(deed: Deed, way: PlayedWay, kg: number, atS: number, claimedS: number): TrueLoad {
  const { road, chance, lorry, crime } = deed;
  const slip = road.world.write(way.from.persona, "slip.issue", writtenSlip(way, lorry, kg), atS, claimedS);
  const load = road.load({ way, vehicle: lorry, kg, atS, honest: false, chance }, slip);
  crime.loads.push(load);
  return load;
}

/** Asks for a slip as an honest dispatcher does, by an hour of the crook's choice. */
export function askSlip(
  deed: Deed,
  way: PlayedWay,
  kg: number,
  hours: { atS: number; claimedS?: number },
  leaves: (load: TrueLoad, atS: number) => void,
  refused: (problem: Problem, atS: number) => void = () => {},
): void {
  const { road, chance, lorry, crime } = deed;
  const { persona } = way.from;
  crime.about.add(way.route).add(lorry);
  const slip = road.world.write(persona, "slip.issue", writtenSlip(way, lorry, kg), hours.atS, hours.claimedS);
  crime.entries.push(slip);
  road.world.send(persona, slip, hours.atS, chance, (answer, nowS) => {
    if ("refused" in answer) {
      crime.refusals.push(answer.refused.code);
      refused(answer.refused, nowS);
      return;
    }
    const load = road.load({ way, vehicle: lorry, kg, atS: hours.atS, honest: false, chance }, slip);
    crime.loads.push(load);
    leaves(load, nowS);
  });
}

/** Says something false; `refused` is the crook's next way. */
export function lie<K extends KindName>(
  { road, chance, crime }: Deed,
  persona: string,
  kind: K,
  body: Body<K>,
  atS: number,
  next: { accepted?: (index: number, atS: number) => void; refused?: (problem: Problem, atS: number) => void } = {},
): Entry {
  const entry = road.world.say(persona, kind, body, atS, chance, (answer, nowS) => {
    if (!("refused" in answer)) {
      next.accepted?.(answer.index, nowS);
      return;
    }
    crime.refusals.push(answer.refused.code);
    next.refused?.(answer.refused, nowS);
  });
  crime.entries.push(entry);
  return entry;
}

/** A receiver who is in it records what the slip says, at an hour of his choice. */
export function coverUp(
  { road, chance, crime }: Deed,
  load: TrueLoad,
  kg: number,
  atS: number,
  claimedS?: number,
): void {
  road.world.schedule.add(atS, (nowS) => {
    const how = claimedS === undefined ? {} : { claimedS };
    crime.entries.push(road.receive(load, load.way.to, kg, nowS, chance, how).entry);
  });
}
