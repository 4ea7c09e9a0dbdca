// The acts of people on the road: a dispatcher writes a slip, officers scan what passes, a storekeeper records what comes. Honest people and crooks
// use the same gates, clocks and scales; a crook lies about the facts that it is given.
import type { Chance } from "../demo/chance.ts";
import { COLOUR, DIRECTION } from "../format/codes.ts";
import type { Entry } from "../format/entry.ts";
import type { Body } from "../format/kinds.ts";
import { minuteOf } from "../rules/numbers/time.ts";
import type { Problem } from "../words/problem.ts";
import { BOOKS, ERRORS, POSTS, TRAVEL } from "./parameters.ts";
import type { PlayedPlace, PlayedWay, Post } from "./stage.ts";
import {
  measured,
  methodBandKg,
  namedBy,
  type Recorded,
  spread,
  type TrueLoad,
  writtenReceipt,
  writtenSlip,
} from "./true-load.ts";
import type { World } from "./world.ts";

/** The slip book of a mine's telephone. */
export type SlipBook = { index: number | undefined; serial: number; leftKg: number; untilS: number };

/** A load about to leave; `kg` is the mass that its slip says. */
export type Departure = {
  readonly way: PlayedWay;
  readonly vehicle: number;
  readonly kg: number;
  readonly atS: number;
  readonly honest: boolean;
  readonly chance: Chance;
};

export class Road {
  readonly world: World;
  readonly loads: TrueLoad[] = [];
  readonly books = new Map<string, SlipBook>();

  constructor(world: World) {
    this.world = world;
  }

  /** The dispatcher writes a slip: with a network it must be accepted before it is printed; without one it comes out of the slip book. */
  issue(
    departure: Departure,
    leaves: (load: TrueLoad) => void,
    refused: (problem: Problem, atS: number) => void,
  ): void {
    const { way, atS, chance } = departure;
    const { persona } = way.from;
    const body = writtenSlip(way, departure.vehicle, departure.kg);
    if (this.world.hasNetwork(persona, atS)) {
      const entry = this.world.write(persona, "slip.issue", body, atS);
      this.world.send(persona, entry, atS, chance, (answer, nowS) => {
        if ("refused" in answer) refused(answer.refused, nowS);
        else leaves(this.load(departure, entry));
      });
      return;
    }
    leaves(this.load(departure, this.#offline(departure, body)));
  }

  /** A slip signed without a network: out of the book, which its telephone sends later, or bare: too late by itself when the network
   * is back, so that who scans it brings it to the log. */
  #offline({ way, atS, kg, chance }: Departure, body: Body<"slip.issue">): Entry {
    const { persona } = way.from;
    const book = this.books.get(persona);
    const fits =
      book?.index !== undefined && book.serial < BOOKS.serials && book.leftKg >= kg && atS < book.untilS - 900;
    if (!fits) {
      const bare = this.world.write(persona, "slip.issue", body, atS);
      this.world.send(persona, bare, atS, chance);
      return bare;
    }
    book.serial += 1;
    book.leftKg -= kg;
    const entry = this.world.write(persona, "slip.issue", { ...body, book: [book.index!, book.serial] }, atS);
    this.world.send(persona, entry, atS, chance);
    return entry;
  }

  load({ way, vehicle, kg, honest }: Departure, slip: Entry): TrueLoad {
    const band = methodBandKg(way.from, kg);
    const load: TrueLoad = {
      way,
      vehicle,
      slip,
      slipS: slip.claimedS,
      slipKg: kg,
      bandKg: band,
      honest,
      lawfulKg: 0,
      records: [],
    };
    this.loads.push(load);
    return load;
  }

  /** Seconds that a lorry takes on its way. */
  travelS(way: PlayedWay, chance: Chance): number {
    return Math.floor((way.minutes * 60 * chance.between(TRAVEL.least, TRAVEL.most)) / 1000);
  }

  /** Passes the checkpoints of a way; each scans what it happens to scan. `lorry` is the one that really drives, with so much on it. */
  drive(load: TrueLoad, lorry: { vehicle: number; kg: number }, fromS: number, untilS: number, chance: Chance): void {
    const { posts } = load.way;
    for (const [i, post] of posts.entries()) {
      const atS = fromS + Math.floor(((untilS - fromS) * (i + 1)) / (posts.length + 1));
      const [scans, weighs, second] = [POSTS.scans, POSTS.weighs, POSTS.secondOfficer].map((each) =>
        chance.happens(each),
      );
      const officer = chance.below(2);
      if (!scans || !isOpen(atS)) continue;
      this.world.schedule.add(atS, (nowS) =>
        this.scan(load, post, post.personas[officer]!, nowS, { ...lorry, weighs: weighs! }, chance),
      );
      if (second)
        this.world.schedule.add(atS + chance.between(60, 420), (nowS) =>
          this.scan(load, post, post.personas[1 - officer]!, nowS, { ...lorry, weighs: false }, chance),
        );
    }
  }

  /** An honest officer scans the slip that is shown, looks at the plate, and sometimes has the lorry weighed. */
  scan(
    load: TrueLoad,
    post: Post,
    persona: string,
    atS: number,
    lorry: { vehicle: number; kg: number; weighs: boolean; saysOther?: boolean },
    chance: Chance,
  ): Recorded {
    const other = lorry.saysOther ?? lorry.vehicle !== load.vehicle;
    const massKg = lorry.weighs ? 50 * Math.round(spread(chance, lorry.kg, ERRORS.checkpoint) / 50) : undefined;
    const body: Body<"passage.record"> = {
      slip: namedBy(this.world, chance, load, persona, atS),
      site: post.index,
      direction: DIRECTION.outbound,
      seenS: this.world.hourOf(persona, atS),
      verdict: other ? COLOUR.red : COLOUR.green,
      plateMatches: other ? 0 : 1,
      ...(massKg === undefined || massKg === 0 ? {} : { massKg }),
    };
    const entry = this.world.say(persona, "passage.record", body, atS, chance);
    const record: Recorded = { what: "seen", place: post.index, atS: body.seenS, entry, otherPlate: other };
    if (massKg !== undefined) Object.assign(record, { kg: massKg, bandKg: Math.ceil(massKg * 0.03) });
    load.records.push(record);
    return record;
  }

  /** A storekeeper records so many kilograms under a slip, as that place measures them. */
  receive(
    load: TrueLoad,
    at: PlayedPlace,
    kg: number,
    atS: number,
    chance: Chance,
    how: { part?: { part: number; final: 0 | 1 }; persona?: string; claimedS?: number } = {},
  ): Recorded {
    const persona = how.persona ?? at.persona;
    const body = writtenReceipt(at, kg, namedBy(this.world, chance, load, persona, atS), how.part);
    const entry = this.world.write(persona, "load.receive", body, atS, how.claimedS);
    this.world.send(persona, entry, atS, chance);
    const record: Recorded = {
      what: "received",
      place: at.index,
      atS: entry.claimedS,
      entry,
      kg,
      bandKg: methodBandKg(at, kg),
      part: body.part,
    };
    load.records.push(record);
    return record;
  }

  /** The mass of a load as its receiver measures it. */
  weighedAt(place: PlayedPlace, kg: number, chance: Chance): number {
    return Math.max(1, measured(this.world, chance, place, kg));
  }
}

function isOpen(atS: number): boolean {
  const minute = minuteOf(atS);
  return minute >= POSTS.opens && minute < POSTS.closes;
}
