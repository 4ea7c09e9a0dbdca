// The world that the score plays: time, chance, telephones with their clocks and outages, and the log that they reach in the end. What really
// happens does not ask the ledger; what people write down about it comes to the log when their telephone has a network.
import { Chance } from "../demo/chance.ts";
import type { Entry } from "../format/entry.ts";
import type { Body, KindName } from "../format/kinds.ts";
import { Schedule } from "../simulate/schedule.ts";
import { type Answer, type Log, unsigned } from "./memory-log.ts";
import { CLOCKS, DAYS, NETWORK } from "./parameters.ts";
import { type PlayedProvince, START_S } from "./stage.ts";

const DAY_S = 86_400;
const HOUR_S = 3600;

/** A telephone: its key, how wrong its clock is, when it has no network, and the number of its last entry. */
export type Telephone = {
  readonly kid: string;
  readonly clockS: number;
  readonly outages: readonly (readonly [fromS: number, untilS: number])[];
  seq: number;
};

export class World {
  readonly stage: PlayedProvince;
  readonly log: Log;
  readonly schedule = new Schedule();
  readonly seed: number;
  readonly #devices = new Map<string, Telephone>();

  constructor(stage: PlayedProvince, seed: number) {
    this.stage = stage;
    this.seed = seed;
    this.log = stage.log.fork();
    const used = new Map<string, number>();
    for (const { entry } of stage.log.leaves) {
      const kid = Buffer.from(entry.kid).toString("hex");
      used.set(kid, Math.max(entry.seq, used.get(kid) ?? 0));
    }
    for (const [persona, kid] of stage.kids)
      this.#devices.set(persona, this.#deviceOf(persona, kid, used.get(kid) ?? 0));
  }

  /** A stream of chance of its own for whatever bears the name, so that one more fraud leaves every honest load as it was. */
  chance(name: string): Chance {
    return new Chance(`score ${this.seed} ${name}`);
  }

  device(persona: string): Telephone {
    const device = this.#devices.get(persona);
    if (!device) throw new Error(`nobody is called ${persona}`);
    return device;
  }

  /** Offices have a network and a clock that is right. */
  #deviceOf(persona: string, kid: string, seq: number): Telephone {
    if (OFFICES.has(persona)) return { kid, clockS: 0, outages: [], seq };
    const chance = this.chance(`device ${persona}`);
    const most = chance.happens(CLOCKS.someOfThousand) ? CLOCKS.some : CLOCKS.usual;
    const outages: (readonly [number, number])[] = [];
    for (let day = 0; day < DAYS.working; day++) {
      const long = chance.happens(NETWORK.longOfThousand);
      if (!long && !chance.happens(NETWORK.outageOfThousand)) continue;
      const [least, longest] = long ? NETWORK.longHours : NETWORK.hours;
      const fromS = START_S + day * DAY_S + chance.below(14 * HOUR_S);
      outages.push([fromS, fromS + chance.between(least * HOUR_S, longest * HOUR_S)]);
    }
    return { kid, clockS: chance.between(-most, most), outages, seq };
  }

  hasNetwork(persona: string, atS: number): boolean {
    return !this.device(persona).outages.some(([fromS, untilS]) => atS >= fromS && atS < untilS);
  }

  /** Signs a statement about something at an hour of the real world, by the telephone's clock; `claimedS` is what a liar sets it to. */
  write<K extends KindName>(persona: string, kind: K, body: Body<K>, atS: number, claimedS?: number): Entry {
    const device = this.device(persona);
    device.seq += 1;
    return unsigned(device.kid, kind, body, device.seq, claimedS ?? atS + device.clockS);
  }

  /** The hour that a telephone writes on what happens at `atS`. */
  hourOf(persona: string, atS: number): number {
    return atS + this.device(persona).clockS;
  }

  /** Brings a signed entry to the log as soon as its telephone has a network; `hear` is told the answer at that time. */
  send(persona: string, entry: Entry, atS: number, chance: Chance, hear?: (answer: Answer, atS: number) => void): void {
    const device = this.device(persona);
    let dueS = atS + 2 + chance.below(NETWORK.answersWithinS);
    for (const [fromS, untilS] of device.outages)
      if (dueS >= fromS && dueS < untilS) dueS = untilS + chance.below(NETWORK.sendsWithinS);
    this.schedule.add(dueS, (nowS) => {
      const answer = this.log.bring(entry, nowS * 1000);
      hear?.(answer, nowS);
    });
  }

  /** Signs and sends. */
  say<K extends KindName>(
    persona: string,
    kind: K,
    body: Body<K>,
    atS: number,
    chance: Chance,
    hear?: (answer: Answer, atS: number) => void,
  ): Entry {
    const entry = this.write(persona, kind, body, atS);
    this.send(persona, entry, atS, chance, hear);
    return entry;
  }

  /** Plays everything planned, and what it leads to, until nothing is left. */
  run(): void {
    const { schedule } = this;
    for (let nextS = schedule.nextS; nextS !== undefined; nextS = schedule.nextS) schedule.run(nextS, nextS);
  }
}

const OFFICES: ReadonlySet<string> = new Set(["operator", "authority", "deputy", "owner", "officer", "approver"]);
