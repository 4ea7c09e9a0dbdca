// Cảnh báo mâu thuẫn: signals of what could not both have happened, each with the one who must not pass and the honest twin.
import { COLOUR, DIRECTION } from "../../../src/format/codes.ts";
import type { Body } from "../../../src/format/kinds.ts";
import type { CONTRADICTION_SIGNALS } from "../../../src/words/signals/contradictions.ts";
import { openProvince } from "../../rules/ledger.ts";
import { completeAnnex, decide, passage, receipt, sandSlip, sandToDyke, workLine } from "../../rules/world.ts";
import { kept, type Stage, scenes } from "./scene.ts";

let stage: Stage;

async function open(): Promise<Stage> {
  stage = await openProvince();
  stage.ledger.pass(30);
  return stage;
}

/** 10 t of sand, measured by the truck's bed, leave the mine for the yard, 30 minutes away. */
const send = ({ ledger, province }: Stage, other: Partial<Body<"slip.issue">> = {}) =>
  ledger.must("sandMiner", "slip.issue", sandSlip(province, other));

/** The same load, written down and not sent yet. */
const signedOffline = ({ ledger, province }: Stage) => ledger.write("sandMiner", "slip.issue", sandSlip(province));

/** Two slips of one lorry, signed off line 40 minutes apart and in the log together. */
function twoTrips(at: Stage): { first: number; second: number } {
  const one = signedOffline(at);
  at.ledger.pass(40);
  const two = signedOffline(at);
  return { first: kept(at.ledger.bring(one, true)), second: kept(at.ledger.bring(two, true)) };
}

/** 10 t of sand leave the mine for package 2 of the dyke. */
const sendToDyke = (at: Stage) => send(at, { route: at.province.routes["sandMine→dyke"]!, package: 2 });

/** A receipt so many minutes later. */
function receive(at: Stage, minutes: number, slip: number, massKg: number, who = "yardKeeper", to = at.province.yard) {
  at.ledger.pass(minutes);
  return kept(at.ledger.say(who, "load.receive", receipt(slip, to, massKg)));
}

/** A passage so many minutes later. */
function see(at: Stage, minutes: number, slip: number, other: Partial<Body<"passage.record">> = {}): number {
  at.ledger.pass(minutes);
  return kept(at.ledger.say("police", "passage.record", passage(at.province, { index: slip }, at.ledger.nowS, other)));
}

/** The officer corrects his passage three minutes later: the plate was the slip's. */
function mend({ ledger }: Stage, slip: number, entry: number): number {
  ledger.pass(3);
  const right = { direction: DIRECTION.outbound, seenS: ledger.nowS - 180, plateMatches: 1 };
  const body = { passage: entry, slip: { index: slip }, ...right, reason: "Đọc nhầm biển số trong mưa" };
  return kept(ledger.say("police", "passage.correct", body));
}

/** No slip of the first lorry found now. */
function searched({ ledger, province }: Stage): Body<"search.record"> {
  const { plate } = ledger.book.need("vehicle", province.trucks[0]!);
  return { site: province.checkpoint, plate, searchedS: ledger.nowS, size: ledger.size };
}

function takeBack({ ledger }: Stage, slip: number): number {
  ledger.pass(5);
  return ledger.must("sandMiner", "slip.void", { slip, reason: "Xe hỏng, không chở" });
}

/** At the dyke: one of the package's parties turns a load away, or receives it. */
function atDyke(at: Stage, slip: number, who: string, turnedAway: boolean): number {
  at.ledger.pass(40);
  const { dyke } = at.province;
  const refusal = { slip: { index: slip }, at: dyke, package: 2, reason: "Cát lẫn bùn, không đạt" };
  if (turnedAway) return kept(at.ledger.say(who, "load.refuse", refusal));
  return kept(at.ledger.say(who, "load.receive", receipt(slip, dyke, 10_000, { package: 2 })));
}

/** Two checkpoints on one meridian, so many hundredths of a degree apart; one is 1.113 m. */
function twoCheckpoints({ ledger, province }: Stage, hundredths: number): [number, number] {
  const checkpoint = (name: string, latitudeE7: number) =>
    ledger.must("authority", "site.register", {
      type: 9,
      name,
      party: province.police,
      latitudeE7,
      longitudeE7: 1_056_000_000,
    });
  return [checkpoint("Chốt A", 187_000_000), checkpoint("Chốt B", 187_000_000 + hundredths * 100_000)];
}

/** Four places where the load never was sign so many receipts of 1 kg for it each. */
function crowd(at: Stage, slip: number, times: number): void {
  const { crusher, plant, bridge, dyke } = at.province;
  for (let i = 0; i < times; i++) {
    receive(at, 0, slip, 1, "stoneMiner", crusher);
    receive(at, 0, slip, 1, "plantKeeper", plant);
    kept(at.ledger.say("builderA", "load.receive", receipt(slip, bridge, 1, { package: 1 })));
    kept(at.ledger.say("builderB", "load.receive", receipt(slip, dyke, 1, { package: 2 })));
  }
}

/** A dossier of the dyke that is paid, and the slip that its sand came under. */
function paid({ ledger, province }: Stage): { annex: number; slip: number; entry: number } {
  const [slip] = sandToDyke(ledger, province, [16_836]);
  const annex = completeAnnex(ledger, province, [workLine(10_000, 265_000, province.embankment)]);
  kept(decide(ledger, annex, 1).decision!);
  return { annex, slip: slip!, entry: ledger.book.need("slipState", slip!).final! };
}

/** The contractor corrects his receipt of a load that was paid for. */
function correctPaid({ ledger, province }: Stage, slip: number, entry: number, massKg: number): number {
  const body = {
    ...receipt(slip, province.dyke, massKg, { package: 2 }),
    receipt: entry,
    reason: "Gõ nhầm khối lượng",
  };
  return kept(ledger.say("builderB", "load.correct", body));
}

/** A quarter of an hour is half of the cycle of the way to the yard: nobody brings another load in less. */
export const CONTRADICTION_SCENES = scenes<keyof typeof CONTRADICTION_SIGNALS>(open, {
  "seen-twice": {
    cheat: (at) => {
      const slip = send(at);
      const other = see(at, 5, slip);
      return [{ subject: `slip/${slip}`, figures: { entry: see(at, 16, slip), other } }];
    },
    honest: (at) => {
      const slip = send(at);
      see(at, 5, slip);
      see(at, 15, slip);
    },
  },
  "seen-after-receipt": {
    cheat: (at) => {
      const slip = send(at);
      const other = receive(at, 30, slip, 10_000);
      return [{ subject: `slip/${slip}`, figures: { entry: see(at, 16, slip), other } }];
    },
    honest: (at) => {
      const slip = send(at);
      receive(at, 30, slip, 10_000);
      see(at, 16, slip, { direction: DIRECTION.inbound });
    },
  },
  "void-but-seen": {
    cheat: (at) => {
      const slip = send(at);
      const other = takeBack(at, slip);
      return [{ subject: `slip/${slip}`, figures: { entry: see(at, 20, slip), other } }];
    },
    honest: (at) => takeBack(at, send(at)),
  },
  "void-but-received": {
    cheat: (at) => {
      const slip = send(at);
      const other = takeBack(at, slip);
      return [{ subject: `slip/${slip}`, figures: { entry: receive(at, 25, slip, 10_000), other } }];
    },
    honest: (at) => takeBack(at, send(at)),
  },
  "plate-differs": {
    cheat: (at) => {
      const slip = send(at);
      const entry = see(at, 10, slip, { plateMatches: 0 });
      return [{ subject: `slip/${slip}`, figures: { entry, other: slip } }];
    },
    honest: (at) => see(at, 10, send(at), { vehicle: at.province.trucks[0]! }),
  },
  // The bed's volume is worth 501 kg and a checkpoint's scale 30 ‰; 300 kg of water may drain. 10.000 − 8.000 kg are beyond all that.
  "weight-differs": {
    cheat: (at) => {
      const slip = send(at);
      const entry = see(at, 10, slip, { massKg: 8000 });
      return [{ subject: `slip/${slip}`, figures: { entry, other: slip } }];
    },
    honest: (at) => see(at, 10, send(at), { massKg: 9300 }),
  },
  "received-elsewhere": {
    cheat: (at) => {
      const slip = send(at);
      const entry = receive(at, 30, slip, 10_000, "plantKeeper", at.province.plant);
      return [{ subject: `slip/${slip}`, figures: { entry, other: slip } }];
    },
    honest: (at) => receive(at, 30, send(at), 10_000),
  },
  "received-twice": {
    cheat: (at) => {
      const slip = send(at);
      const other = receive(at, 30, slip, 10_000);
      return [{ subject: `slip/${slip}`, figures: { entry: receive(at, 16, slip, 10_000), other } }];
    },
    honest: (at) => {
      const slip = send(at);
      receive(at, 30, slip, 10_000);
      receive(at, 2, slip, 10_000);
    },
  },
  // 300 kg of water, 505 kg of both measurements' uncertainty, and beyond a tenth of the load the excess can no longer be told apart.
  "received-too-much": {
    cheat: (at) => {
      const slip = send(at);
      return [{ subject: `slip/${slip}`, figures: { entry: receive(at, 30, slip, 11_301), other: slip } }];
    },
    honest: (at) => receive(at, 30, send(at), 11_300),
  },
  "received-though-refused": {
    cheat: (at) => {
      const slip = sendToDyke(at);
      const other = atDyke(at, slip, "supervisor", true);
      return [{ subject: `slip/${slip}`, figures: { entry: atDyke(at, slip, "builderB", false), other } }];
    },
    honest: (at) => {
      const slip = sendToDyke(at);
      atDyke(at, slip, "builderB", true);
      atDyke(at, slip, "builderB", false);
    },
  },
  // Signed with no network and sent later: the second slip of the lorry is 14 minutes after the first, less than half of the cycle of 30.
  "trips-overlap": {
    cheat: (at) => {
      const first = signedOffline(at);
      at.ledger.pass(14);
      const second = signedOffline(at);
      const other = kept(at.ledger.bring(second, true));
      const slip = kept(at.ledger.bring(first, true));
      return [{ subject: `slip/${slip}`, figures: { entry: other, other: slip } }];
    },
    honest: (at) => {
      const first = signedOffline(at);
      at.ledger.pass(15);
      const second = signedOffline(at);
      kept(at.ledger.bring(second, true));
      kept(at.ledger.bring(first, true));
    },
  },
  // One lorry, two slips signed off line 40 minutes apart, as the cycle of 30 allows; the post's telephone saw it with both within 14 minutes.
  "two-loads": {
    cheat: (at) => {
      const { first, second } = twoTrips(at);
      const other = see(at, 5, first);
      const entry = see(at, 14, second);
      return [
        { subject: `slip/${first}`, figures: { entry: other, other: entry } },
        { subject: `slip/${second}`, figures: { entry, other } },
      ];
    },
    honest: (at) => {
      const { first, second } = twoTrips(at);
      see(at, 5, first);
      see(at, 15, second);
    },
  },
  // Signed with no network twenty minutes after the stop, which is more than clocks differ; or before it.
  "signed-while-stopped": {
    cheat: (at) => {
      const stoppedS = at.ledger.nowS;
      at.ledger.pass(20);
      const slip = kept(at.ledger.bring(signedOffline(at), true));
      const { checkpoint: site, trucks } = at.province;
      const stop = kept(at.ledger.say("police", "stop.record", { site, vehicle: trucks[0]!, stoppedS }));
      return [{ subject: `slip/${slip}`, figures: { entry: stop, other: slip } }];
    },
    honest: (at) => {
      const slip = signedOffline(at);
      at.ledger.pass(5);
      const { checkpoint: site, trucks } = at.province;
      kept(at.ledger.say("police", "stop.record", { site, vehicle: trucks[0]!, stoppedS: at.ledger.nowS }));
      kept(at.ledger.bring(slip, true));
    },
  },
  // An officer finds no slip; one of half an hour before comes to the log ten minutes later, or was there in time and his search finds it.
  "logged-after-search": {
    cheat: (at) => {
      const slip = signedOffline(at);
      at.ledger.pass(30);
      const search = kept(at.ledger.say("police", "search.record", searched(at)));
      at.ledger.pass(10);
      const late = kept(at.ledger.bring(slip));
      return [{ subject: `slip/${late}`, figures: { entry: search, other: late } }];
    },
    honest: (at) => {
      send(at);
      at.ledger.pass(30);
      kept(at.ledger.say("police", "search.record", searched(at)));
    },
  },
  // 180 hundredths of a degree are some 200 km, two hours at 100 km/h; 40 minutes and two clocks of 15 are not enough. 9 km are.
  "too-far-apart": {
    cheat: (at) => {
      const [near, far] = twoCheckpoints(at, 180);
      const slip = send(at);
      const other = see(at, 5, slip, { site: near });
      return [{ subject: `slip/${slip}`, figures: { entry: see(at, 40, slip, { site: far }), other } }];
    },
    honest: (at) => {
      const [near, far] = twoCheckpoints(at, 8);
      const slip = send(at);
      see(at, 5, slip, { site: near });
      see(at, 40, slip, { site: far });
    },
  },
  "void-contradicted": {
    cheat: (at) => {
      const slip = send(at);
      takeBack(at, slip);
      const entry = see(at, 20, slip);
      at.ledger.pass(3 * 24 * 60);
      at.ledger.must("operator", "clock.tick", {});
      return [{ subject: `slip/${slip}`, figures: { entry } }];
    },
    honest: (at) => {
      takeBack(at, send(at));
      at.ledger.pass(3 * 24 * 60);
      at.ledger.must("operator", "clock.tick", {});
    },
  },
  // The contractor corrects what has been paid for: to less by more than measuring explains, and to a little less.
  "receipt-set-aside": {
    cheat: (at) => {
      const { slip, entry } = paid(at);
      return [{ subject: `slip/${slip}`, figures: { entry, other: correctPaid(at, slip, entry, 9000) } }];
    },
    honest: (at) => {
      const { slip, entry } = paid(at);
      correctPaid(at, slip, entry, 16_800);
    },
  },
  "contradicted-after-payment": {
    cheat: (at) => {
      const { annex, slip } = paid(at);
      return [{ subject: `slip/${slip}`, figures: { annex, entry: see(at, 60, slip) } }];
    },
    honest: (at) => see(at, 60, paid(at).slip, { direction: DIRECTION.inbound }),
  },
  "implausible-observation": {
    cheat: (at) => {
      const slip = send(at);
      const entry = receive(at, 30, slip, 1, "plantKeeper", at.province.plant);
      return [{ subject: `slip/${slip}`, figures: { entry, party: at.province.plantKeeper } }];
    },
    honest: (at) => receive(at, 30, send(at), 10_000),
  },
  // 4 × 16 receipts of 1 kg leave no room for the officer who sees another lorry. 4 × 15 leave room for 4 more.
  "observed-too-often": {
    cheat: (at) => {
      const slip = send(at);
      crowd(at, slip, 16);
      const entry = see(at, 20, slip, { plateMatches: 0 });
      return [{ subject: `slip/${slip}`, figures: { entry, other: slip } }];
    },
    honest: (at) => {
      const slip = send(at);
      crowd(at, slip, 15);
      see(at, 20, slip);
    },
  },
  // An officer types another plate and corrects himself; the twin's load was never in doubt.
  "corrected-away": {
    cheat: (at) => {
      const slip = send(at);
      const other = see(at, 10, slip, { plateMatches: 0 });
      return [{ subject: `slip/${slip}`, figures: { entry: mend(at, slip, other), other } }];
    },
    honest: (at) => {
      const slip = send(at);
      return mend(at, slip, see(at, 10, slip));
    },
  },
  // The way to the dyke leads past the checkpoint of Cầu Đò and no other.
  "seen-off-route": {
    cheat: (at) => {
      const [site] = twoCheckpoints(at, 8);
      const slip = sendToDyke(at);
      return [{ subject: `slip/${slip}`, figures: { passage: see(at, 10, slip, { site }) } }];
    },
    honest: (at) => see(at, 10, sendToDyke(at)),
  },
  "checkpoint-alarm": {
    cheat: (at) => {
      const slip = send(at);
      return [{ subject: `slip/${slip}`, figures: { passage: see(at, 10, slip, { verdict: COLOUR.red }) } }];
    },
    honest: (at) => see(at, 10, send(at), { verdict: COLOUR.green }),
  },
});
