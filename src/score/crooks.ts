// The crooks of a province: each crime is a decision of somebody at an hour of the day, by its own stream of chance.
import type { Crime, Deed } from "./crime.ts";
import { banked, burst, mixedIn, nightDigging, paperLoad, paperMill, strayBank, yardPaper } from "./crooks-places.ts";
import {
  afterStop,
  elsewhere,
  halfEmpty,
  otherLorry,
  recordedThoughRefused,
  secondTrip,
  twoSlips,
  voidOnTheRoad,
} from "./crooks-road.ts";
import { CROOKS, DAYS } from "./parameters.ts";
import type { Road } from "./road.ts";
import { START_S } from "./stage.ts";

const DAY_S = 86_400;

/** Every crime, by the name that the tables of docs/fraud.md give it. */
export const CRIMES = {
  "second trip": secondTrip,
  "other lorry": otherLorry,
  "half empty": halfEmpty,
  elsewhere,
  "slip after the stop": afterStop,
  "refused, then recorded": recordedThoughRefused,
  "void on the road": voidOnTheRoad,
  "two slips, one lorry": twoSlips,
  "night digging": nightDigging,
  "paper load": paperLoad,
  "paper mill": paperMill,
  "yard without sand": yardPaper,
  "mixed in": mixedIn,
  "banked production": banked,
  "a dozen in an hour": burst,
  "stray bank": strayBank,
} as const satisfies Record<string, (deed: Deed) => void>;
export type CrimeName = keyof typeof CRIMES;
export const CRIME_NAMES = Object.keys(CRIMES) as CrimeName[];

/** Plans the crimes of a province; every kind gets its turn as the seeds go by. */
export function planCrimes(road: Road, kinds: readonly CrimeName[]): Crime[] {
  const { world } = road;
  const crimes: Crime[] = [];
  for (let day = 0; day < DAYS.working; day++) {
    for (let i = 0; i < CROOKS.aDay; i++) {
      const nth = (world.seed * DAYS.working + day) * CROOKS.aDay + i;
      const kind = kinds[nth % kinds.length]!;
      const chance = world.chance(`crook ${day} ${i}`);
      const crime: Crime = { kind, loads: [], entries: [], about: new Set(), refusals: [] };
      crimes.push(crime);
      // Each crook has a lorry of his own; the first two belong to the mill of paper.
      const lorry = world.stage.bought[2 + ((day * CROOKS.aDay + i) % (world.stage.bought.length - 2))]!;
      const atS = START_S + day * DAY_S + chance.between(3 * 3600, 9 * 3600);
      const begins = kind === "paper mill" ? START_S + day * DAY_S + 2 * 3600 : atS;
      world.schedule.add(begins, (nowS) => CRIMES[kind]({ road, chance, atS: nowS, crime, lorry }));
    }
  }
  return crimes;
}
