// Traffic: vehicles that load, pass posts and unload, in the order of the story's time. The simulation believes a stock of its own, so
// that what it issues honestly is always covered; the ledger must agree with every load.

import type { Chance } from "../demo/chance.ts";
import { COLOUR, DIRECTION, MATERIAL, type Material, MEASURE } from "../format/codes.ts";
import type { Body } from "../format/kinds.ts";
import type { Receipt } from "../intake/log-receipts.ts";
import { demandKg } from "../rules/numbers/convert.ts";
import type { Problem } from "../words/problem.ts";
import { VIETNAM_OFFSET_S } from "../words/vietnam-time.ts";
import { CONCRETE_KG_M3, isPackage, type Land, type Mine, type Place, type Vehicle, type Way } from "./land.ts";
import type { Press } from "./press.ts";
import { Schedule } from "./schedule.ts";
import { addStock, isMine, learnStock, stockOf } from "./stock.ts";

/** One load on its way, or lately arrived. */
export type Load = {
  readonly slip: number;
  readonly bytes: Uint8Array;
  readonly way: Way;
  readonly vehicle: Vehicle;
  readonly massKg: number;
  readonly quantityMilli: number | undefined;
  readonly issuedS: number;
  readonly seenAt: Set<number>;
  state: "going" | "arrived" | "void";
};

const DAY_S = 86_400;
/** How long a vehicle waits that its place could not load. */
const WAITS_S = 2700;
/** Departures between these minutes of the day; sand may not be dug outside daylight. */
const OPENS = 320;
const CLOSES = 1095;
/** Loads kept at hand for whoever wants to do something wrong with them. */
const KEPT = 120;
/** Cubic metres of one concrete batch, in thousandths. */
const BATCH_MILLI = 24_000;

export class Traffic {
  readonly schedule = new Schedule();
  readonly going: Load[] = [];
  readonly arrived: Load[] = [];
  /** Loads begun, and how many there will be. */
  begun = 0;
  readonly #wanted: number;
  readonly #press: Press;
  readonly #chance: Chance;
  readonly #land: Land;
  readonly #truckWays: readonly Way[];
  readonly #mixerWays: readonly Way[];

  constructor(press: Press, chance: Chance, land: Land, wanted: number) {
    this.#press = press;
    this.#chance = chance;
    this.#land = land;
    this.#wanted = wanted;
    this.#truckWays = land.ways.filter((way) => way.cargo !== "concrete");
    this.#mixerWays = land.ways.filter((way) => way.cargo === "concrete");
  }

  /** Puts every vehicle on the road, and daily work into the schedule. */
  begin(nowS: number): void {
    const { trucks, mixers, crushers, mines } = this.#land;
    for (const truck of trucks) this.#when(nowS + this.#chance.below(7200), (atS) => this.#ready(truck, false, atS));
    for (const mixer of mixers)
      this.#when(nowS + 7200 + this.#chance.below(3600), (atS) => this.#ready(mixer, true, atS));
    for (const crusher of crushers)
      this.#when(nowS + 5400 + this.#chance.below(1800), (atS) => this.#crush(crusher, atS));
    for (const mine of mines)
      this.#when(atMinute(nowS, 1120 + this.#chance.below(15)), (atS) => this.#report(mine, atS));
    this.#when(nowS + 3600, (atS) => this.#tick(atS));
  }

  get over(): boolean {
    return this.begun >= this.#wanted && this.going.length === 0;
  }

  #when(atS: number, work: (atS: number) => void): void {
    this.schedule.add(atS, work);
  }

  /** A vehicle that may load: it takes a way that has something to carry, or waits. */
  #ready(vehicle: Vehicle, mixer: boolean, atS: number): void {
    if (this.begun >= this.#wanted) return;
    const minute = minuteOfDay(atS);
    if (minute < OPENS || minute > CLOSES) {
      const day = minute < OPENS ? atS : atS + DAY_S;
      this.#when(atMinute(day, OPENS) + this.#chance.below(5400), (at) => this.#ready(vehicle, mixer, at));
      return;
    }
    const way = this.#choose(mixer ? this.#mixerWays : this.#truckWays, vehicle, atS);
    if (!way) {
      this.#when(atS + 2700 + this.#chance.below(1800), (at) => this.#ready(vehicle, mixer, at));
      return;
    }
    this.#depart(vehicle, way, atS);
  }

  /** A way by its weight among those whose start has a full load. */
  #choose(ways: readonly Way[], vehicle: Vehicle, atS: number): Way | undefined {
    for (let tries = 0; tries < 12; tries++) {
      const way = this.#chance.weighted(ways);
      if (way && this.#covered(way, vehicle, atS)) return way;
    }
    return undefined;
  }

  #covered(way: Way, vehicle: Vehicle, atS: number): boolean {
    if (isMine(way.from)) return true;
    if (way.cargo !== "concrete") return stockOf(way.from, way.cargo) >= vehicle.payloadKg;
    return way.from.mixedMilli >= 8000 || this.#mix(way.from, atS);
  }

  /** A ticket of the plant: three mixers' worth, by the recipe and a little over. */
  #mix(plant: Place, atS: number): boolean {
    const inputs = RECIPE.map(({ material, ...line }) => ({
      material,
      massKg: Math.ceil((demandKg(BATCH_MILLI, line, line.factor) * (1000 + this.#chance.between(1, 15))) / 1000),
    }));
    if (inputs.some(({ material, massKg }) => stockOf(plant, material) < massKg)) return false;
    for (const { material, massKg } of inputs) addStock(plant, material, -massKg);
    plant.mixedMilli += BATCH_MILLI;
    const product = this.#land.recipes.concrete;
    this.#press.say(
      plant.persona,
      "batch.process",
      { site: plant.index, inputs, product, quantityMilli: BATCH_MILLI },
      atS,
      undefined,
      (problem) => {
        plant.mixedMilli -= BATCH_MILLI;
        for (const { material, massKg } of inputs) addStock(plant, material, massKg);
        for (const { material, massKg } of inputs) learnStock(plant, material, massKg, problem);
      },
    );
    return true;
  }

  #depart(vehicle: Vehicle, way: Way, atS: number): void {
    this.begun += 1;
    const quantityMilli = way.cargo === "concrete" ? this.#chance.between(6, 8) * 1000 : undefined;
    const massKg =
      quantityMilli === undefined
        ? Math.floor((vehicle.payloadKg * this.#chance.between(820, 1000)) / 1000)
        : (quantityMilli / 1000) * CONCRETE_KG_M3 + this.#chance.between(-60, 60);
    const groundKg = this.#take(way, massKg, quantityMilli);
    const body = slipBody(way, vehicle, { massKg, quantityMilli, tareKg: 9_000 + this.#chance.below(3_000) });
    const waits = (problem: Problem) => {
      this.#putBack(way, massKg, groundKg, quantityMilli);
      if (quantityMilli === undefined && !isMine(way.from))
        learnStock(way.from, way.cargo as Material, massKg, problem);
      this.begun -= 1;
      this.#when(atS + WAITS_S, (at) => this.#ready(vehicle, quantityMilli !== undefined, at));
    };
    const hear = ({ index }: Receipt, bytes: Uint8Array) => {
      const load: Load = {
        slip: index,
        bytes,
        way,
        vehicle,
        massKg,
        quantityMilli,
        issuedS: atS,
        seenAt: new Set(),
        state: "going",
      };
      this.going.push(load);
      this.#travel(load, groundKg);
    };
    this.#press.say(way.from.persona, "slip.issue", body, atS, hear, waits);
  }

  /** Takes a load out of the believed stock; answers what of it came from the ground. */
  #take(way: Way, massKg: number, quantityMilli: number | undefined): number {
    const { from, cargo } = way;
    if (isMine(from)) {
      const stocked = Math.min(massKg, stockOf(from, from.material));
      addStock(from, from.material, -stocked);
      from.todayKg += massKg - stocked;
      return massKg - stocked;
    }
    if (cargo === "concrete") from.mixedMilli -= quantityMilli ?? 0;
    else addStock(from, cargo, -massKg);
    return 0;
  }

  /** Gives a load that did not leave back to the believed stock. */
  #putBack({ from, cargo }: Way, massKg: number, groundKg: number, quantityMilli: number | undefined): void {
    if (isMine(from)) {
      from.todayKg -= groundKg;
      addStock(from, from.material, massKg - groundKg);
    } else if (cargo === "concrete") from.mixedMilli += quantityMilli ?? 0;
    else addStock(from, cargo, massKg);
  }

  #travel(load: Load, groundKg: number): void {
    const { way, issuedS, vehicle } = load;
    const mixer = way.cargo === "concrete";
    if (!mixer && this.#chance.happens(12)) {
      this.#when(issuedS + 240, (atS) => this.#cancel(load, groundKg, atS));
      return;
    }
    const travelS = Math.floor((way.minutes * 60 * this.#chance.between(80, 120)) / 100);
    for (const [i, post] of way.checkpoints.entries()) {
      if (this.#chance.happens(40)) continue;
      const share = (i + 1) / (way.checkpoints.length + 1);
      this.#when(issuedS + Math.floor(travelS * share), (atS) => this.#pass(load, post, atS));
    }
    if (!way.silent) {
      this.#when(issuedS + travelS, (atS) => this.#arrive(load, mixer, atS));
      return;
    }
    // Nobody records this arrival: the slip runs out, and only then is the vehicle free for the ledger.
    const expiresS = issuedS + (Math.ceil(way.minutes * 1.5) + 31) * 60;
    this.#when(expiresS, (atS) => {
      this.#finish(load, "arrived");
      this.#ready(vehicle, mixer, atS + 60);
    });
  }

  #pass(load: Load, post: Place, atS: number): void {
    if (load.state !== "going") return;
    load.seenAt.add(post.index);
    const slip = this.#chance.happens(100) ? { entry: load.bytes } : { index: load.slip };
    const body = {
      slip,
      site: post.index,
      direction: DIRECTION.outbound,
      seenS: atS,
      verdict: COLOUR.green,
      plateMatches: 1,
    };
    this.#press.say(post.persona, "passage.record", body, atS);
  }

  #cancel(load: Load, groundKg: number, atS: number): void {
    const { from } = load.way;
    this.#press.say(
      from.persona,
      "slip.void",
      { slip: load.slip, reason: "Xe hỏng tại chỗ, hạ tải và hủy phiếu" },
      atS,
    );
    this.#putBack(load.way, load.massKg, groundKg, load.quantityMilli);
    this.#finish(load, "void");
    this.#when(atS + 1800, (at) => this.#ready(load.vehicle, false, at));
  }

  #arrive(load: Load, mixer: boolean, atS: number): void {
    const { way, massKg, quantityMilli } = load;
    const { to } = way;
    const foundKg = Math.floor((massKg * this.#chance.between(9930, 10_020)) / 10_000);
    this.#press.say(to.persona, "load.receive", receiptBody(load, foundKg), atS);
    if (isPackage(to)) to.loadsSince += 1;
    else if (quantityMilli === undefined) addStock(to, way.cargo as Material, Math.min(foundKg, massKg));
    this.#finish(load, "arrived");
    const backS = Math.floor((way.minutes * 60 * this.#chance.between(75, 110)) / 100);
    this.#when(atS + backS, (at) => this.#ready(load.vehicle, mixer, at));
  }

  #finish(load: Load, state: Load["state"]): void {
    load.state = state;
    this.going.splice(this.going.indexOf(load), 1);
    if (state !== "arrived" || load.way.silent) return;
    this.arrived.push(load);
    if (this.arrived.length > 2 * KEPT) this.arrived.splice(0, KEPT);
  }

  #crush(crusher: Place, atS: number): void {
    const massKg = stockOf(crusher, MATERIAL.blastedRock);
    if (massKg >= 30_000) {
      const outputs = CRUSHED.map(([material, permille]) => ({
        material,
        massKg: Math.floor((massKg * permille) / 1000),
      }));
      addStock(crusher, MATERIAL.blastedRock, -massKg);
      for (const output of outputs) addStock(crusher, output.material, output.massKg);
      this.#press.say(
        crusher.persona,
        "batch.process",
        { site: crusher.index, inputs: [{ material: MATERIAL.blastedRock, massKg }], outputs },
        atS,
        undefined,
        (problem) => {
          for (const output of outputs) addStock(crusher, output.material, -output.massKg);
          learnStock(crusher, MATERIAL.blastedRock, massKg, problem);
        },
      );
    }
    if (this.begun < this.#wanted) this.#when(atS + 5400 + this.#chance.below(3600), (at) => this.#crush(crusher, at));
  }

  /** The mine's book of the day: what its slips drew, now and then a little more that stays in stock. */
  #report(mine: Mine, atS: number): void {
    if (mine.todayKg > 0) {
      const moreKg = this.#chance.happens(300) ? this.#chance.between(500, 6000) : 0;
      const { source, index: site, material } = mine;
      const massKg = mine.todayKg + moreKg;
      this.#press.say(
        mine.persona,
        "extract.record",
        { source, site, material, day: dayNumber(atS), massKg, measure: MEASURE.survey },
        atS,
      );
      addStock(mine, material, moreKg);
      mine.todayKg = 0;
    }
    if (this.begun < this.#wanted) this.#when(atS + DAY_S, (at) => this.#report(mine, at));
  }

  #tick(atS: number): void {
    this.#press.say("operator", "clock.tick", {}, atS);
    if (!this.over) this.#when(atS + 3600, (at) => this.#tick(at));
  }
}

/** M250 as settle.ts registers it: m³ in one m³ of concrete, and kg in one m³. */
const RECIPE = [
  {
    material: MATERIAL.sand,
    numerator: 532,
    denominator: 1000,
    factor: { numerator: 1380, denominator: 1 },
  },
  {
    material: MATERIAL.stone1x2,
    numerator: 876,
    denominator: 1000,
    factor: { numerator: 1550, denominator: 1 },
  },
];

/** The products that a crusher makes of its rock, in thousandths; the rest is lost. */
const CRUSHED: readonly (readonly [Material, number])[] = [
  [MATERIAL.stone1x2, 440],
  [MATERIAL.gradedAggregate, 370],
  [MATERIAL.stoneDust, 120],
];

/** The slip of a load. */
export function slipBody(
  way: Way,
  vehicle: Vehicle,
  load: { massKg: number; quantityMilli: number | undefined; tareKg: number },
): Body<"slip.issue"> {
  const { massKg, quantityMilli, tareKg } = load;
  const { from, to, cargo } = way;
  return {
    route: way.route,
    vehicle: vehicle.index,
    massKg,
    measure: MEASURE.scale,
    readings: [tareKg + massKg, tareKg],
    ...(cargo === "concrete" ? {} : { material: cargo }),
    ...(isMine(from) ? { source: from.source } : {}),
    ...(isPackage(to) ? { package: to.number } : {}),
    ...(quantityMilli === undefined ? {} : { quantityMilli }),
    ...(way.product === undefined ? {} : { product: way.product }),
  };
}

/** The receipt of a load, whole. */
export function receiptBody(load: Load, massKg: number): Body<"load.receive"> {
  const { to } = load.way;
  return {
    slip: { index: load.slip },
    at: isPackage(to) ? to.project : to.index,
    part: 1,
    final: 1,
    massKg,
    measure: MEASURE.scale,
    ...(isPackage(to) ? { package: to.number } : {}),
    ...(load.quantityMilli === undefined ? {} : { quantityMilli: load.quantityMilli }),
  };
}

function minuteOfDay(atS: number): number {
  return Math.floor(((atS + VIETNAM_OFFSET_S) % DAY_S) / 60);
}

/** The time of a minute on the day of `atS` in Vietnam. */
function atMinute(atS: number, minute: number): number {
  return atS - ((atS + VIETNAM_OFFSET_S) % DAY_S) + minute * 60;
}

function dayNumber(atS: number): number {
  const date = new Date((atS + VIETNAM_OFFSET_S) * 1000);
  return date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
}
