// The honest province: lorries that load, drive and tip all day, offices that keep the clock, and every mishap that honest people have.
import type { Chance } from "../demo/chance.ts";
import { MATERIAL } from "../format/codes.ts";
import { minuteOf } from "../rules/numbers/time.ts";
import type { Problem } from "../words/problem.ts";
import { Mishaps } from "./mishaps.ts";
import { BOOKS, DAYS, FLEET, HOURS, LOADING, STAYS } from "./parameters.ts";
import type { Road } from "./road.ts";
import { type PlayedPlace, type PlayedWay, START_S, type WayName } from "./stage.ts";
import { measured } from "./true-load.ts";

const DAY_S = 86_400;
/** Before the story begins a mine had a book of the day before: it is fetched when the first telephone can lose its network. */
const FIRST_BOOK_MINUTE = 240;
/** A lorry whose slip is refused waits a quarter of an hour, at most so often. */
const WAITS = { s: 900, times: 8 } as const;

/** How the province's lorries are shared out between the ways. */
const SHARES: readonly { readonly name: WayName; readonly weight: number }[] = [
  { name: "mine→yard", weight: 4 },
  { name: "mine→dyke", weight: 3 },
  { name: "mine→bridge", weight: 2 },
  { name: "yard→dyke", weight: 3 },
  { name: "soldMine→soldYard", weight: 2 },
  { name: "soldMine→dyke", weight: 1 },
  { name: "soldYard→dyke", weight: 1 },
];

/** Refusals that honest people met: how much was never sent, how much later, and why. */
export type Hurts = {
  refusedKg: number;
  refused: number;
  readonly delaysS: number[];
  delayedKg: number;
  readonly codes: Map<string, number>;
};

export class HonestTraffic {
  readonly road: Road;
  readonly hurts: Hurts = { refusedKg: 0, refused: 0, delaysS: [], delayedKg: 0, codes: new Map() };
  readonly mishaps: Mishaps;
  /** The stock that the keeper of a yard believes to have in the book, in kilograms. */
  readonly stock = new Map<number, number>();

  constructor(road: Road) {
    this.road = road;
    this.mishaps = new Mishaps(road, (load, kg) => this.#stocked(load.way.to, Math.min(kg, load.slipKg)));
  }

  begin(): void {
    const { schedule } = this.road.world;
    for (let day = 0; day < DAYS.working; day++) {
      const midnightS = START_S - 4 * 3600 + day * DAY_S;
      for (const mine of ["mine", "soldMine"] as const)
        schedule.add(midnightS + (day === 0 ? FIRST_BOOK_MINUTE : BOOKS.atMinute) * 60, (atS) =>
          this.#fetchBook(this.road.world.stage.places[mine], atS),
        );
    }
    for (const [i, vehicle] of this.road.world.stage.lorries.entries()) {
      const chance = this.road.world.chance(`lorry ${i}`);
      schedule.add(START_S + (HOURS.opens - 240) * 60 + chance.below(5400), (atS) => this.#ready(vehicle, chance, atS));
    }
  }

  /** A mine's telephone fetches a slip book each morning, as soon as it has a network. */
  #fetchBook(mine: PlayedPlace, atS: number): void {
    const { world, books } = this.road;
    if (!world.hasNetwork(mine.persona, atS)) {
      world.schedule.add(atS + 1800, (laterS) => this.#fetchBook(mine, laterS));
      return;
    }
    const untilS = atS + BOOKS.hours * 3600;
    const body = {
      source: mine.source!,
      site: mine.index,
      material: MATERIAL.sand,
      kid: Uint8Array.from(Buffer.from(world.device(mine.persona).kid, "hex")),
      serials: BOOKS.serials,
      massKg: BOOKS.massKg,
      untilS,
    };
    world.say(mine.persona, "book.grant", body, atS, world.chance(`book ${mine.index} ${atS}`), (answer) => {
      if ("refused" in answer) this.#refused(answer.refused);
      else books.set(mine.persona, { index: answer.index, serial: 0, leftKg: BOOKS.massKg, untilS });
    });
  }

  #refused({ code }: Problem): void {
    const { codes } = this.hurts;
    codes.set(code, (codes.get(code) ?? 0) + 1);
  }

  #stocked(place: PlayedPlace, kg: number): void {
    this.stock.set(place.index, (this.stock.get(place.index) ?? 0) + kg);
  }

  /** A lorry that may load: it takes a way that has something to carry, or comes again tomorrow. */
  #ready(vehicle: number, chance: Chance, atS: number): void {
    const minute = minuteOf(atS);
    const { schedule, stage } = this.road.world;
    const again = (nextS: number) => schedule.add(nextS, (nowS) => this.#ready(vehicle, chance, nowS));
    if (minute > HOURS.lastLoading || minute < HOURS.opens - 5) {
      const midnightS = atS - minute * 60 - (atS % 60);
      const dayS = minute > HOURS.lastLoading ? midnightS + DAY_S : midnightS;
      if (dayS + HOURS.opens * 60 < START_S + (DAYS.working - 1) * DAY_S + 6 * 3600)
        again(dayS + HOURS.opens * 60 + chance.below(4000));
      return;
    }
    const fits = SHARES.filter(({ name }) => {
      const { from } = stage.ways[name];
      return from.source !== undefined || (this.stock.get(from.index) ?? 0) >= 2 * FLEET.payloadKg;
    });
    const way = stage.ways[chance.weighted(fits)!.name];
    const kg = Math.floor((FLEET.payloadKg * chance.between(LOADING.least, LOADING.most)) / 1000);
    const fullS = atS + 60 * chance.between(...STAYS.loading);
    schedule.add(fullS, (nowS) => this.#depart(vehicle, way, kg, nowS, { times: 0, sinceS: nowS }, chance));
  }

  #depart(
    vehicle: number,
    way: PlayedWay,
    trueKg: number,
    atS: number,
    waited: { times: number; sinceS: number },
    chance: Chance,
  ): void {
    const { road, hurts } = this;
    const { schedule } = road.world;
    const kg = measured(road.world, chance, way.from, trueKg);
    const back = (nowS: number) =>
      schedule.add(nowS + this.road.travelS(way, chance), (at) => this.#ready(vehicle, chance, at));
    road.issue(
      { way, vehicle, kg, atS, honest: true, chance },
      (load) => {
        if (waited.times > 0) {
          hurts.delaysS.push(atS - waited.sinceS);
          hurts.delayedKg += kg;
        }
        if (way.from.source === undefined) this.#stocked(way.from, -kg);
        this.mishaps.play(load, trueKg, atS, chance, back);
      },
      (problem, nowS) => {
        this.#refused(problem);
        if (waited.times < WAITS.times && minuteOf(nowS) < HOURS.lastLoading + 60) {
          const next = { ...waited, times: waited.times + 1 };
          schedule.add(nowS + WAITS.s, (at) => this.#depart(vehicle, way, trueKg, at, next, chance));
          return;
        }
        hurts.refused += 1;
        hurts.refusedKg += kg;
        schedule.add(nowS + WAITS.s, (at) => this.#ready(vehicle, chance, at));
      },
    );
  }
}
