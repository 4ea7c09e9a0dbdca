// Đổi xe giữa đường (a load handed over on the road): one slip, two lorries. A lorry that breaks down gives its load to another, and the receiver
// countersigns. The cheat uses it to let two lorries run on one slip, or to make a slip for a lorry that has been stopped without one.
// 15 t of sand leave the mine at 09:00 on lorry A; 45 minutes to the dyke, a cycle of 100.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { SITE_TYPE, STATUS } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { type Ledger, openProvince, type Said, word } from "../rules/ledger.ts";
import { passage, receipt, sandSlip } from "../rules/world.ts";
import { place, until } from "../stories/people.ts";

const SLIP_KG = 15_000;
const reason = "Xe hỏng lốp giữa đường, xe khác chở tiếp";

let base: Ledger;
let province: Province;
let slip: number;
let otherYard: number;
let nineS: number;
let toYard: number;
let toOtherYard: number;

/** 09:00: the slip of lorry A is in the log. */
beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  otherYard = place(base, SITE_TYPE.yard, "Bãi Hưng Thịnh 2", province.yardKeeper);
  const way = { from: province.sandMine, distanceM: 18_000, minutes: 45, cycleMinutes: 100 };
  const checkpoints = [province.checkpoint];
  const route = base.must("authority", "route.set", { ...way, to: province.dyke, checkpoints });
  toYard = base.must("authority", "route.set", { ...way, to: province.yard });
  toOtherYard = base.must("authority", "route.set", { ...way, to: otherYard });
  until(base, 20261110, 9);
  nineS = base.nowS;
  slip = base.must("sandMiner", "slip.issue", sandSlip(province, { route, massKg: SLIP_KG, measure: 1, package: 2 }));
});

const hour = (minutes: number) => nineS + minutes * 60;
const lorry = (name: "A" | "B") => province.trucks[name === "A" ? 0 : 1]!;
const wait = (ledger: Ledger, minutes: number) => {
  ledger.nowMs = hour(minutes) * 1000;
};

function indexOf(said: Said): number {
  if ("refused" in said) throw new Error(said.refused.code);
  return said.index;
}

/** The mine proposes at one hour after nine, in minutes, and the contractor countersigns at another. */
function handOver(ledger: Ledger, proposed: number, countersigned = proposed): Said {
  wait(ledger, proposed);
  const said = ledger.say("sandMiner", "slip.amend", { slip, vehicle: lorry("B"), reason });
  if ("refused" in said) return said;
  wait(ledger, countersigned);
  return ledger.say("builderB", "approve", { proposal: said.index });
}

const seen = (ledger: Ledger, name: "A" | "B", minutes: number, other: Partial<Body<"passage.record">> = {}) =>
  ledger.say(
    "police",
    "passage.record",
    passage(province, { index: slip }, hour(minutes), { vehicle: lorry(name), ...other }),
  );

const stop = (ledger: Ledger, name: "A" | "B", minutes: number) =>
  ledger.say("police", "stop.record", { site: province.checkpoint, vehicle: lorry(name), stoppedS: hour(minutes) });

const received = (ledger: Ledger, minutes: number) =>
  ledger.must("builderB", "load.receive", receipt(slip, province.dyke, SLIP_KG, { package: 2 }), {
    claimedS: hour(minutes),
  });

const why = (ledger: Ledger, index = slip) => ledger.book.need("slipState", index).contested?.why ?? null;

describe("two lorries run on one slip", () => {
  it("cheat: lorry A is seen with it 25 minutes after its load was handed over", () => {
    const ledger = base.fork();
    handOver(ledger, 30);
    wait(ledger, 180);
    received(ledger, 110);
    expect(word(seen(ledger, "A", 55))).toBe("kept: plate-differs");
    expect(why(ledger)).toBe("plate-differs");
  });

  it("cheat: B is seen with it first and A 25 minutes later, whenever the amendment is countersigned, in either order of upload", () => {
    for (const order of [
      ["B", "A"],
      ["A", "B"],
    ] as const) {
      const ledger = base.fork();
      handOver(ledger, 90);
      wait(ledger, 180);
      for (const name of order) seen(ledger, name, name === "B" ? 20 : 45);
      received(ledger, 110);
      expect(why(ledger)).toBe("plate-differs");
    }
  });

  it("honest twin: A is seen at 20 minutes, breaks down, and B is seen at 55", () => {
    const ledger = base.fork();
    handOver(ledger, 30);
    wait(ledger, 180);
    expect([word(seen(ledger, "A", 20)), word(seen(ledger, "B", 55))]).toEqual(["ok", "ok"]);
    received(ledger, 90);
    expect(why(ledger)).toBeNull();
  });

  it("honest twin: the contractor countersigns an hour late, and B has been on the road with it since", () => {
    const ledger = base.fork();
    handOver(ledger, 30, 90);
    wait(ledger, 180);
    expect([word(seen(ledger, "A", 20)), word(seen(ledger, "B", 40))]).toEqual(["ok", "ok"]);
    received(ledger, 100);
    expect(why(ledger)).toBeNull();
  });

  it("honest twin: A is towed home past the checkpoint, the paper still in its cab", () => {
    const ledger = base.fork();
    handOver(ledger, 30);
    wait(ledger, 180);
    expect(word(seen(ledger, "A", 80, { direction: 2 }))).toBe("ok");
    received(ledger, 90);
    expect(why(ledger)).toBeNull();
  });
});

describe("B is stopped without a slip at 20 minutes, and A's slip is handed over to it at 40", () => {
  it("cheat: on line the amendment is refused", () => {
    const ledger = base.fork();
    wait(ledger, 20);
    indexOf(stop(ledger, "B", 20));
    expect(word(handOver(ledger, 40))).toBe("refused: vehicle-stopped");
  });

  it("cheat: the stop is uploaded afterwards: the slip carries it", () => {
    const ledger = base.fork();
    handOver(ledger, 40);
    wait(ledger, 120);
    expect(word(stop(ledger, "B", 20))).toBe("kept: signed-while-stopped");
    received(ledger, 100);
    expect(why(ledger)).toBe("signed-while-stopped");
  });

  it("honest twin: it was proposed before the stop, and the contractor countersigns afterwards", () => {
    const ledger = base.fork();
    wait(ledger, 15);
    const proposal = ledger.must("sandMiner", "slip.amend", { slip, vehicle: lorry("B"), reason });
    wait(ledger, 20);
    indexOf(stop(ledger, "B", 20));
    wait(ledger, 40);
    expect(word(ledger.say("builderB", "approve", { proposal }))).toBe("ok");
    expect(why(ledger)).toBeNull();
  });

  it("honest twin: it was stopped empty on its way to the broken lorry, and let go at 25", () => {
    const ledger = base.fork();
    wait(ledger, 20);
    const index = indexOf(stop(ledger, "B", 20));
    wait(ledger, 25);
    ledger.must("police", "stop.release", { stop: index, releasedS: hour(25), wrongPlate: 0, reason: "Xe không tải" });
    expect(word(handOver(ledger, 40))).toBe("ok");
    expect(why(ledger)).toBeNull();
  });
});

describe("a slip signed with no network while A is stopped, and handed over to B", () => {
  it("cheat: B takes none of the stop away, whether it reaches the log before or after", () => {
    const outcomes = [true, false].map((stopFirst) => {
      const ledger = base.fork();
      const entry = ledger.write(
        "sandMiner",
        "slip.issue",
        sandSlip(province, { route: toYard, vehicle: province.trucks[2]!, massKg: SLIP_KG, measure: 1 }),
        { claimedS: hour(25) },
      );
      wait(ledger, 60);
      const stops = () =>
        indexOf(
          ledger.say("police", "stop.record", {
            site: province.checkpoint,
            vehicle: province.trucks[2]!,
            stoppedS: hour(0),
          }),
        );
      if (stopFirst) stops();
      const made = indexOf(ledger.bring(entry, true));
      const proposal = ledger.must("sandMiner", "slip.amend", { slip: made, vehicle: province.trucks[3]!, reason });
      ledger.must("yardKeeper", "approve", { proposal });
      if (!stopFirst) stops();
      return why(ledger, made);
    });
    expect(outcomes).toEqual(["signed-while-stopped", "signed-while-stopped"]);
  });
});

describe("an officer looks for a slip of a lorry at 22 minutes, and his telephone has a network again after the handover at 40", () => {
  const searched = (name: "A" | "B") => {
    const ledger = base.fork();
    wait(ledger, 20);
    ledger.must("police", "passage.record", passage(province, { index: slip }, hour(20)));
    const size = ledger.size;
    handOver(ledger, 40);
    wait(ledger, 100);
    const { plate } = ledger.book.need("vehicle", lorry(name));
    return word(ledger.say("police", "search.record", { site: province.checkpoint, plate, searchedS: hour(22), size }));
  };

  it("honest: B had none then, and his word is right", () => {
    expect(searched("B")).toBe("ok");
  });

  it("cheat: A had one then, and 'none found' is not", () => {
    expect(searched("A")).toBe("kept: slip-was-there");
  });
});

describe("a load is diverted on the road", () => {
  const divert = (closed: boolean) => {
    const ledger = base.fork();
    const body = sandSlip(province, { route: toYard, vehicle: province.trucks[2]!, massKg: SLIP_KG, measure: 1 });
    const made = ledger.must("sandMiner", "slip.issue", body);
    const document = "Quyết định thu hồi số 5";
    if (closed) ledger.must("authority", "site.status", { subject: otherYard, status: STATUS.suspended, document });
    ledger.pass(10);
    const because = "Bãi Hưng Thịnh đã đầy, chuyển sang bãi 2";
    return word(ledger.say("sandMiner", "slip.amend", { slip: made, route: toOtherYard, reason: because }));
  };

  it("cheat: to a yard that has been closed: refused, as a slip to it would be", () => {
    expect(divert(true)).toBe("refused: source-inactive");
  });

  it("honest twin: to the keeper's other yard, which is open", () => {
    expect(divert(false)).toBe("ok");
  });
});
