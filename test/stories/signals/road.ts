// Cảnh báo trên đường: signals about loads on the road, each with the one who must not pass and the honest twin.
import { MATERIAL, PHASE } from "../../../src/format/codes.ts";
import type { Body } from "../../../src/format/kinds.ts";
import { slipCode } from "../../../src/format/slipcode.ts";
import type { ROAD_SIGNALS } from "../../../src/words/signals/road.ts";
import { type Ledger, openProvince } from "../../rules/ledger.ts";
import { passage, receipt, sandSlip } from "../../rules/world.ts";
import { giveDevice, until } from "../people.ts";
import { kept, type Stage, scenes } from "./scene.ts";

const HOUR = 60;
const DAY = 24 * HOUR;

/** A slip book granted for 48 hours: 10 serials, 120 t. Cycles that are too short are observed, not blocked. */
let stage: Stage & { readonly book: number };

async function open(): Promise<Stage> {
  const { ledger, province } = await openProvince({ cyclePhase: PHASE.observe });
  const kid = Uint8Array.from(Buffer.from(await giveDevice(ledger, "gate", province.sandMiner), "hex"));
  const { sandSource: source, sandMine: site } = province;
  const granted = { source, site, material: 1 as const, kid, serials: 10, massKg: 120_000 };
  const book = ledger.must("gate", "book.grant", { ...granted, untilS: ledger.nowS + 48 * 3600 });
  ledger.pass(30);
  stage = { ledger, province, book };
  return stage;
}

/** 10 t of sand leave the mine for the yard. */
const send = ({ ledger, province }: Stage, other: Partial<Body<"slip.issue">> = {}) =>
  ledger.must("sandMiner", "slip.issue", sandSlip(province, other));

/** The yard receives a slip; what it says may differ. */
function receive({ ledger, province }: Stage, slip: number, massKg: number, other: Partial<Body<"load.receive">> = {}) {
  return kept(ledger.say("yardKeeper", "load.receive", receipt(slip, province.yard, massKg, other)));
}

function see({ ledger, province }: Stage, slip: number): number {
  return kept(ledger.say("police", "passage.record", passage(province, { index: slip }, ledger.nowS)));
}

function tick(ledger: Ledger): void {
  ledger.must("operator", "clock.tick", {});
}

/** A slip signed at the gate with no network. */
const offline = ({ ledger, province }: Stage, serial: number, truck = 0) =>
  ledger.write(
    "gate",
    "slip.issue",
    sandSlip(province, { vehicle: province.trucks[truck]!, book: [stage.book, serial] }),
  );

/** So many loads of one lorry by a route past the checkpoint, which sees another lorry each time, and at the tenth this one if `once`. */
function unseen(at: Stage, loads: number, once: boolean): { route: number; slip: number } {
  const { ledger, province } = at;
  const way = { from: province.sandMine, to: province.yard, distanceM: 12_000, minutes: 20, cycleMinutes: 20 };
  const route = ledger.must("authority", "route.set", { ...way, checkpoints: [province.checkpoint] });
  let slip = 0;
  for (let i = 0; i < loads; i++) {
    const other = send(at, { vehicle: province.trucks[1]! });
    slip = send(at, { route });
    ledger.pass(10);
    see(at, once && i === 9 ? slip : other);
    ledger.pass(5);
    receive(at, slip, 10_000);
    receive(at, other, 10_000);
    ledger.pass(15);
  }
  return { route, slip };
}

/** So many loads of rock by one lorry from the next midnight on, as fast as the way to the crusher allows. */
function daysTrips({ ledger, province }: Stage, count: number): number[] {
  until(ledger, 20261111, 0, 1);
  const route = province.routes["stoneMine→crusher"]!;
  const rock = sandSlip(province, { route, source: province.stoneSource, material: MATERIAL.blastedRock });
  return Array.from({ length: count }, () => {
    const slip = ledger.must("stoneMiner", "slip.issue", rock);
    ledger.pass(6);
    ledger.must("stoneMiner", "load.receive", receipt(slip, province.crusher, 10_000));
    ledger.pass(6);
    return slip;
  });
}

/** The first lorry is stopped without a slip now. */
function stop({ ledger, province }: Stage): number {
  const { checkpoint: site, trucks } = province;
  return kept(ledger.say("police", "stop.record", { site, vehicle: trucks[0]!, stoppedS: ledger.nowS }));
}

/** No slip of the first lorry is found now. */
function search({ ledger, province }: Stage): number {
  const { plate } = ledger.book.need("vehicle", province.trucks[0]!);
  const body = { site: province.checkpoint, plate, searchedS: ledger.nowS, size: ledger.size };
  return kept(ledger.say("police", "search.record", body));
}

export const ROAD_SCENES = scenes<keyof typeof ROAD_SIGNALS>(open, {
  // Signed at the gate five minutes after the stop, or before it: clocks differ by as much.
  "signed-about-stop": {
    cheat: (at) => {
      const stopped = stop(at);
      at.ledger.pass(5);
      const slip = kept(at.ledger.bring(offline(at, 1)));
      return [{ subject: `slip/${slip}`, figures: { stop: stopped, party: at.province.police } }];
    },
    honest: (at) => {
      const slip = offline(at, 1);
      at.ledger.pass(5);
      stop(at);
      kept(at.ledger.bring(slip));
    },
  },
  // The gate sends its slip when there is a network again: after the search, or before.
  "slip-after-search": {
    cheat: (at) => {
      const slip = offline(at, 1);
      at.ledger.pass(30);
      const searched = search(at);
      at.ledger.pass(60);
      const late = kept(at.ledger.bring(slip));
      return [{ subject: `slip/${late}`, figures: { search: searched, party: at.province.police } }];
    },
    honest: (at) => {
      kept(at.ledger.bring(offline(at, 1)));
      at.ledger.pass(30);
      search(at);
    },
  },
  "seen-before-issued": {
    cheat: ({ ledger, province }) => {
      const slip = send({ ledger, province });
      const seenS = ledger.nowS - 300;
      const seen = passage(province, { index: slip }, seenS);
      const index = kept(ledger.say("police", "passage.record", seen, { claimedS: seenS }));
      return [{ subject: `slip/${slip}`, figures: { passage: index } }];
    },
    honest: (at) => {
      const slip = send(at);
      at.ledger.pass(5);
      see(at, slip);
    },
  },
  "seen-before-logged": {
    cheat: ({ ledger, province }) => {
      const entry = ledger.write("sandMiner", "slip.issue", sandSlip(province));
      const code = slipCode(entry.id);
      kept(ledger.say("police", "passage.record", passage(province, { code }, ledger.nowS)));
      const slip = kept(ledger.bring(entry));
      return [{ subject: `slip/${slip}`, figures: { party: province.police } }];
    },
    honest: ({ ledger, province }) => {
      const entry = ledger.write("sandMiner", "slip.issue", sandSlip(province));
      kept(ledger.bring(entry));
      const code = slipCode(entry.id);
      kept(ledger.say("police", "passage.record", passage(province, { code }, ledger.nowS)));
    },
  },
  "seen-after-expiry": {
    cheat: (at) => {
      const slip = send(at);
      at.ledger.pass(DAY);
      return [{ subject: `slip/${slip}`, figures: { passage: see(at, slip) } }];
    },
    honest: (at) => {
      const slip = send(at);
      at.ledger.pass(15);
      see(at, slip);
    },
  },
  "slip-expired": {
    cheat: (at) => {
      const slip = send(at);
      at.ledger.pass(DAY);
      tick(at.ledger);
      return [{ subject: `slip/${slip}`, figures: { expired_s: at.ledger.book.need("slip", slip).expiresS } }];
    },
    honest: (at) => {
      const slip = send(at);
      at.ledger.pass(30);
      receive(at, slip, 10_000);
      at.ledger.pass(DAY);
      tick(at.ledger);
    },
  },
  "slip-never-came": {
    cheat: ({ ledger, province }) => {
      const code = slipCode(ledger.write("sandMiner", "slip.issue", sandSlip(province)).id);
      const typed = kept(ledger.say("police", "passage.record", passage(province, { code }, ledger.nowS)));
      ledger.pass(3 * DAY);
      tick(ledger);
      return [{ subject: `entry/${typed}`, figures: { party: province.police, codes: 1 } }];
    },
    honest: ({ ledger, province }) => {
      const entry = offline({ ledger, province }, 1);
      const code = slipCode(entry.id);
      kept(ledger.say("police", "passage.record", passage(province, { code }, ledger.nowS)));
      ledger.pass(HOUR);
      kept(ledger.bring(entry));
      ledger.pass(3 * DAY);
      tick(ledger);
    },
  },
  "late-receipt": {
    cheat: (at) => {
      const slip = send(at);
      at.ledger.pass(DAY);
      return [{ subject: `slip/${slip}`, figures: { receipt: receive(at, slip, 10_000) } }];
    },
    honest: (at) => {
      const slip = send(at);
      at.ledger.pass(30);
      receive(at, slip, 10_000);
    },
  },
  // The way to the yard takes 30 minutes, which are 1.800 seconds; nobody drives it in less than four tenths of them, 720.
  "impossible-travel": {
    cheat: (at) => {
      const slip = send(at);
      at.ledger.pass(11);
      const figures = { receipt: receive(at, slip, 10_000), seconds: 660, least_seconds: 720 };
      return [{ subject: `slip/${slip}`, figures }];
    },
    honest: (at) => {
      const slip = send(at);
      at.ledger.pass(12);
      receive(at, slip, 10_000);
    },
  },
  "load-refused": {
    cheat: (at) => {
      const slip = send(at);
      at.ledger.pass(30);
      const body = { slip: { index: slip }, at: at.province.yard, reason: "Cát lẫn bùn, không đạt" };
      const refusal = kept(at.ledger.say("yardKeeper", "load.refuse", body));
      return [{ subject: `slip/${slip}`, figures: { refusal } }];
    },
    honest: (at) => {
      const slip = send(at);
      at.ledger.pass(30);
      receive(at, slip, 10_000);
    },
  },
  // Both were signed with no network and come together; nobody has received the first when the second comes.
  "vehicle-busy": {
    cheat: (at) => {
      const first = offline(at, 1);
      at.ledger.pass(5 * HOUR);
      const second = offline(at, 2);
      const before = kept(at.ledger.bring(first));
      const slip = kept(at.ledger.bring(second));
      const figures = { vehicle: at.province.trucks[0]!, before, phase: PHASE.observe };
      return [{ subject: `slip/${slip}`, figures }];
    },
    honest: (at) => {
      const [first, second] = [offline(at, 1), offline(at, 2, 1)];
      kept(at.ledger.bring(first));
      kept(at.ledger.bring(second));
    },
  },
  "cycle-too-short": {
    cheat: (at) => {
      const before = send(at);
      at.ledger.pass(12);
      receive(at, before, 10_000);
      at.ledger.pass(6);
      const slip = send(at);
      const need_minutes = at.ledger.book.need("route", at.province.routes["sandMine→yard"]!).cycleMinutes;
      const figures = {
        vehicle: at.province.trucks[0]!,
        before,
        minutes: 18,
        need_minutes,
        phase: PHASE.observe,
      };
      return [{ subject: `slip/${slip}`, figures }];
    },
    honest: (at) => {
      const before = send(at);
      at.ledger.pass(30);
      receive(at, before, 10_000);
      at.ledger.pass(30);
      send(at);
    },
  },
  // Twenty loads running came to the yard by a route with a checkpoint that saw another lorry in each of those hours, and none of these.
  "never-seen": {
    cheat: (at) => {
      const { route } = unseen(at, 20, false);
      const { sandMine: place, yard: destination } = at.province;
      return [{ subject: `entry/${route}`, figures: { place, destination, loads: 20 } }];
    },
    honest: (at) => unseen(at, 20, true),
  },
  "vehicle-never-seen": {
    cheat: (at) => {
      const { slip } = unseen(at, 20, false);
      return [{ subject: `entry/${at.province.trucks[0]!}`, figures: { slip, loads: 20 } }];
    },
    honest: (at) => unseen(at, 20, true),
  },
  // The crusher is 12 minutes there and back. 102 loads make 101 whole trips of 12 minutes, 1.212, and a day has 1.200: nobody knows when the
  // last trip ended, so it counts for nothing, and the 102nd load is the first too many.
  "driven-too-long": {
    cheat: (at) => {
      const slips = daysTrips(at, 102);
      const figures = { vehicle: at.province.trucks[0]!, trips: 102, minutes: 1212, limit_minutes: 1200 };
      return [{ subject: `slip/${slips.at(-1)!}`, figures }];
    },
    honest: (at) => daysTrips(at, 101),
  },
  // The book ended after 48 hours; its last load may still have been on the road for a while.
  "book-slip-late": {
    cheat: (at) => {
      at.ledger.pass(6 * HOUR);
      const entry = offline(at, 3);
      at.ledger.pass(41 * HOUR + 45);
      const slip = kept(at.ledger.bring(entry));
      return [{ subject: `slipBook/${stage.book}`, figures: { slip, serial: 3 } }];
    },
    honest: (at) => {
      at.ledger.pass(6 * HOUR);
      const entry = offline(at, 3);
      at.ledger.pass(HOUR);
      kept(at.ledger.bring(entry));
    },
  },
  "slip-without-book": {
    cheat: (at) => {
      const unsent = at.ledger.write("sandMiner", "slip.issue", sandSlip(at.province));
      at.ledger.pass(20);
      const slip = kept(at.ledger.bring(unsent, true));
      return [{ subject: `slip/${slip}`, figures: { phase: PHASE.observe } }];
    },
    // Sent at once; and out of a book, carried by whoever saw it.
    honest: (at) => {
      send(at, { vehicle: at.province.trucks[1]! });
      kept(at.ledger.bring(offline(at, 5), true));
    },
  },
  "entry-waits": {
    cheat: (at) => {
      const slip = send(at);
      at.ledger.pass(3 * DAY + HOUR);
      const seenS = at.ledger.nowS - 73 * 3600;
      const seen = kept(at.ledger.say("police", "passage.record", passage(at.province, { index: slip }, seenS)));
      return [{ subject: `entry/${seen}`, figures: {} }];
    },
    honest: (at) => {
      const slip = send(at);
      at.ledger.pass(3 * DAY - HOUR);
      const seenS = at.ledger.nowS - 71 * 3600;
      kept(at.ledger.say("police", "passage.record", passage(at.province, { index: slip }, seenS)));
    },
  },
  "slip-unruled": {
    cheat: (at) => {
      const entry = offline(at, 4);
      at.ledger.pass(4 * DAY);
      const slip = kept(at.ledger.bring(entry));
      return [{ subject: `slip/${slip}`, figures: { slip_book: stage.book, serial: 4 } }];
    },
    honest: (at) => {
      const entry = offline(at, 4);
      at.ledger.pass(DAY);
      kept(at.ledger.bring(entry));
    },
  },
});
