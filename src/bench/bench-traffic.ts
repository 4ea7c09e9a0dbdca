// A day's traffic for the bench: slips, passages, receipts and others in the country's mix (40 : 25 : 30 : 5), signed by many keys.

import { createPrivateKey, sign } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { sha256 } from "@noble/hashes/sha2.js";
import type { Province } from "../demo/province.ts";
import { PresentClock, type Scribe, StoryClock } from "../demo/scribe.ts";
import type { RuleSet } from "../format/bodies/ruleset.ts";
import { utf8 } from "../format/bytes.ts";
import {
  AMOUNT_UNIT,
  COLOUR,
  DIRECTION,
  INSTRUMENT,
  MATERIAL,
  MEASURE,
  PHASE,
  VEHICLE_CLASS,
} from "../format/codes.ts";
import { publicKeyFromSeed, type Signer } from "../format/ed25519.ts";
import { Pen } from "../format/pen.ts";
import { dayOf } from "../rules/numbers/time.ts";
import { FIRST_TOLERANCES } from "../words/first-rules.ts";

/** One client of the service: a dispatcher's, a receiver's and a checkpoint's device, and vehicles of its own. */
export type Client = {
  /** The next entry to send. */
  next(): Promise<Uint8Array>;
  /** Told the index of what was sent last, or undefined if it was refused. */
  answered(index: number | undefined): void;
};

/** A signer that costs the bench as little as it can: the client shares the processors with what is measured. */
function lightSigner(seed: Uint8Array): Signer {
  const pkcs8 = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
  const key = createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
  return { key: publicKeyFromSeed(seed), sign: async (message) => sign(null, message, key) };
}

type Way = { source: number; route: number };

/** The way that the loads go, and its clock. */
export type Pace = {
  readonly clock: StoryClock;
  readonly distanceM: number;
  readonly minutes: number;
  /** So long ago each slip is claimed to be: longer than the shortest time in which a load can be there. */
  readonly wayS: number;
  /** Begins the traffic: everybody is registered. Resolves when the clock has gone on by `wayS`. */
  begin(): Promise<void>;
};

/** The present: a way of a minute, since a load has to be there while the bench runs. */
export function presentPace(): Pace {
  return { clock: new PresentClock(), distanceM: 900, minutes: 1, wayS: 25, begin: () => sleep(25_000) };
}

/** How many seconds pass in the fast clock's one. */
const FAST = 500;

/** The present until `hurry`, then fast, so that a ledger that grows for minutes holds days of ordinary ways. */
class FastClock extends StoryClock {
  #from = { wallMs: Date.now(), atMs: performance.now() };
  #speed = 1;

  constructor() {
    super(0);
  }

  hurry(): void {
    this.#from = { wallMs: this.wallMs(), atMs: performance.now() };
    this.#speed = FAST;
  }

  override wallMs(): number {
    return Math.floor(this.#from.wallMs + (performance.now() - this.#from.atMs) * this.#speed);
  }

  override steadyMs(): number {
    return this.wallMs();
  }

  override get seconds(): number {
    return Math.floor(this.wallMs() / 1000);
  }
}

/** A day in minutes: a way of 15 km. */
export function fastPace(): Pace {
  const clock = new FastClock();
  const wayS = 900;
  const begin = () => {
    clock.hurry();
    return sleep(Math.ceil((wayS * 1000) / FAST));
  };
  return { clock, distanceM: 15_000, minutes: 30, wayS, begin };
}

/** No two loads running weigh the same. */
const massOf = (turn: number) => 1 + ((turn * 7) % 97);

/** The order in which a client's devices speak: 8 slips, 5 passages, 6 receipts, 1 other in 20. */
const MIX = "spr sps rps rps rps rps sr o".replaceAll(" ", "");

export const BENCH_ORIGIN = "bench.songuon.example";

/**
 * The rules of the bench's province. A day's loads are sent in minutes, so its vehicles load every few seconds and its places handle thousands of loads
 * an hour: both are allowed here. In a real province each such load would be contradicted.
 */
export const BENCH_RULES: Partial<RuleSet> = {
  cyclePhase: PHASE.observe,
  hoursPhase: PHASE.observe,
  tolerances: { ...FIRST_TOLERANCES, tripPermille: 0, hourLoads: 1000 },
};

/** Registers `clients` sets of keys and enough vehicles in a province; answers the clients. */
export async function prepareTraffic(
  scribe: Scribe,
  province: Province,
  clients: number,
  slipsEach: number,
  pace: Pace,
): Promise<Client[]> {
  const people = { sandMiner: province.sandMiner, yardKeeper: province.yardKeeper, police: province.police };
  const way = await openWay(scribe, province, pace);
  const deliver = async (entries: readonly Uint8Array[]) =>
    (await scribe.deliver(entries)).map((answer) => {
      if (!answer.ok) throw new Error(JSON.stringify(answer.problem));
      return answer.value.index;
    });
  const keys: Uint8Array[] = [];
  const pens: Record<string, Pen> = {};
  for (let i = 0; i < clients; i++) {
    for (const [party, index] of Object.entries(people)) {
      const pen = new Pen(lightSigner(sha256(utf8(`bench ${party} ${i}`))), BENCH_ORIGIN);
      pens[`${party} ${i}`] = pen;
      const body = { party: index, key: pen.signer.key, possession: await pen.possession() };
      keys.push(await scribe.sign("root0", "key.register", body));
    }
  }
  const approvals: Uint8Array[] = [];
  for (const proposal of await deliver(keys)) approvals.push(await scribe.sign("root1", "approve", { proposal }));
  await deliver(approvals);
  const plates = clients * slipsEach;
  const registrations: Uint8Array[] = [];
  for (let i = 0; i < plates; i++) {
    const body = { plate: `BENCH-${i}`, class: VEHICLE_CLASS.heavyTruck, payloadKg: 20_000 };
    registrations.push(await scribe.sign("authority", "vehicle.register", body));
  }
  const vehicles = await deliver(registrations);
  // Slips are claimed as of a way's length ago, when their keys must have been known already.
  await pace.begin();
  return Array.from({ length: clients }, (_, i) => {
    const mine = vehicles.slice(i * slipsEach, (i + 1) * slipsEach);
    return client({ ...province, ...way }, mine, pace, {
      slip: pens[`sandMiner ${i}`]!,
      pass: pens[`police ${i}`]!,
      receive: pens[`yardKeeper ${i}`]!,
    });
  });
}

/** All loads of the bench are lawful: a source that works day and night. */
async function openWay(scribe: Scribe, province: Province, { distanceM, minutes }: Pace): Promise<Way> {
  const year = Math.floor(dayOf(scribe.clock.seconds) / 10_000);
  const source = await scribe.agree("authority", "deputy", "source.grant", {
    instrument: INSTRUMENT.extractionLicence,
    number: "1/GP-BENCH",
    issuer: "Ủy ban nhân dân tỉnh Sông Lam",
    issued: year * 10_000 + 101,
    from: year * 10_000 + 101,
    until: (year + 5) * 10_000 + 1231,
    holder: province.sandMiner,
    sites: [province.sandMine],
    materials: [MATERIAL.sand],
    capacityYear: { unit: AMOUNT_UNIT.tonnes, amount: 900_000_000 },
    reserve: { unit: AMOUNT_UNIT.tonnes, amount: 900_000_000 },
    areaM2: 100_000,
  });
  const ends = { from: province.sandMine, to: province.yard };
  const route = await scribe.write("authority", "route.set", { ...ends, distanceM, minutes, cycleMinutes: 0 });
  return { source, route };
}

function client(
  province: Province & Way,
  vehicles: readonly number[],
  { clock, wayS }: Pace,
  pens: { slip: Pen; pass: Pen; receive: Pen },
): Client {
  const { source, route, checkpoint, yard } = province;
  const idle = [...vehicles];
  const open: { slip: number; vehicle: number; massKg: number; passed: boolean }[] = [];
  // No two clients in step: their loads would weigh the same.
  let turn = vehicles[0]! % 97;
  let issued: number | undefined;
  const issue = (vehicle: number) => {
    issued = vehicle;
    const massKg = massOf(turn);
    const load = {
      source,
      material: MATERIAL.sand,
      massKg,
      measure: MEASURE.scale,
      readings: [11_000 + massKg, 11_000],
    };
    return pens.slip.write("slip.issue", { route, vehicle, ...load }, clock.seconds - wayS);
  };
  const pass = () => {
    const load = open.find((each) => !each.passed) ?? open[0]!;
    load.passed = true;
    const sight = { site: checkpoint, direction: DIRECTION.outbound, seenS: clock.seconds, verdict: COLOUR.green };
    return pens.pass.write("passage.record", { slip: { index: load.slip }, ...sight }, clock.seconds);
  };
  const receive = () => {
    const { slip, vehicle, massKg } = open.shift()!;
    idle.push(vehicle);
    const part = { at: yard, part: 1, final: 1, massKg, measure: MEASURE.scale };
    return pens.receive.write("load.receive", { slip: { index: slip }, ...part }, clock.seconds);
  };
  const takeBack = (at: number) => {
    const [load] = open.splice(at, 1);
    idle.push(load!.vehicle);
    return pens.slip.write("slip.void", { slip: load!.slip, reason: "xe hỏng trước khi rời mỏ" }, clock.seconds);
  };
  return {
    next() {
      issued = undefined;
      const sort = MIX[turn % MIX.length]!;
      turn += 1;
      if (idle.length > 0 && (sort === "s" || open.length === 0)) return issue(idle.shift()!);
      if (sort === "p") return pass();
      const unseen = open.findIndex((each) => !each.passed);
      return sort === "o" && unseen >= 0 ? takeBack(unseen) : receive();
    },
    answered(index) {
      if (issued !== undefined && index !== undefined)
        open.push({ slip: index, vehicle: issued, massKg: massOf(turn), passed: false });
    },
  };
}
