// Nhận nhầm phiếu, sai ngày máy (received under the wrong slip, or by a telephone a day behind): the receiver takes the receipt to where it belongs
// while the load is still there. 17 t of sand on two lorries from the mine to one yard; 30 minutes of way.
import { beforeAll, describe, expect, it } from "vitest";
import { MEASURE } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { slipCode } from "../../src/format/slipcode.ts";
import { type Ledger, openProvince, type Said, word } from "../rules/ledger.ts";
import { passage, receipt, sandSlip } from "../rules/world.ts";
import { type Province, stockOf } from "../stories/people.ts";

const LOAD_KG = 17_000;
const reason = "Chọn nhầm phiếu của xe trước trên màn hình";

let base: Ledger;
let province: Province;
/** The slips of the first and the second lorry. */
let first: number;
let second: number;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  base.pass(2 * 24 * 60);
  const load = { massKg: LOAD_KG, measure: MEASURE.scale };
  first = base.must("sandMiner", "slip.issue", sandSlip(province, load));
  base.pass(2);
  second = base.must("sandMiner", "slip.issue", sandSlip(province, { ...load, vehicle: province.trucks[1]! }));
  base.pass(40);
});

const indexOf = (said: Said): number => {
  if ("refused" in said) throw new Error(JSON.stringify(said.refused));
  return said.index;
};
const yardKg = (ledger: Ledger) => ledger.kg(stockOf(province.yard, province.yardKeeper));
const state = (ledger: Ledger, slip: number) => ledger.book.need("slipState", slip);
const received = (ledger: Ledger, slip: number, massKg = LOAD_KG, manner = {}) =>
  ledger.say("yardKeeper", "load.receive", receipt(slip, province.yard, massKg), manner);
const correct = (ledger: Ledger, entry: number, slip: number, other: Partial<Body<"load.correct">>, massKg = LOAD_KG) =>
  ledger.say("yardKeeper", "load.correct", {
    ...receipt(slip, province.yard, massKg),
    receipt: entry,
    reason,
    ...other,
  });

describe("received under the slip of another lorry", () => {
  it("goes over to the right slip: one load is at the yard, the other lorry is still on its way and is received when it comes", () => {
    const ledger = base.fork();
    const wrong = indexOf(received(ledger, first, 16_950));
    expect(word(correct(ledger, wrong, first, { right: { index: second } }, 16_950))).toBe("ok");
    expect(yardKg(ledger)).toBe(16_950);
    expect(ledger.kg(`transit/${first}`)).toBe(LOAD_KG);
    expect(state(ledger, first)).toMatchObject({ status: "transit", parts: [], receivedKg: 0, contested: null });
    expect(state(ledger, second)).toMatchObject({ status: "received", receivedKg: 16_950, contested: null });
    ledger.pass(5);
    expect(word(received(ledger, first))).toBe("ok");
    expect(yardKg(ledger)).toBe(16_950 + LOAD_KG);
    expect(state(ledger, first)).toMatchObject({ status: "received", contested: null });
  });

  it("can be put right again, from the slip that it went over to", () => {
    const ledger = base.fork();
    const wrong = indexOf(received(ledger, first));
    const moved = indexOf(correct(ledger, wrong, first, { right: { index: second } }));
    expect(word(correct(ledger, moved, second, { right: { index: first } }))).toBe("ok");
    expect([state(ledger, first).receivedKg, state(ledger, second).receivedKg, yardKg(ledger)]).toEqual([
      LOAD_KG,
      0,
      LOAD_KG,
    ]);
  });

  it("cheat: what has been sold on does not go over, and neither slip changes", () => {
    const ledger = base.fork();
    const wrong = indexOf(received(ledger, first));
    const route = province.routes["yard→plant"]!;
    ledger.pass(5);
    const onward = {
      route,
      vehicle: province.trucks[2]!,
      material: 1 as const,
      massKg: 10_000,
      measure: MEASURE.scale,
    };
    ledger.must("yardKeeper", "slip.issue", onward);
    expect(word(correct(ledger, wrong, first, { right: { index: second } }))).toBe("kept: receipt-moved-on");
    expect(state(ledger, first)).toMatchObject({ status: "received", receivedKg: LOAD_KG, contested: null });
    expect(state(ledger, second)).toMatchObject({ status: "transit", receivedKg: 0 });
  });

  it("cheat: taken to a slip that has been received already, that one is in question as with any second receipt", () => {
    const ledger = base.fork();
    ledger.must("yardKeeper", "load.receive", receipt(second, province.yard, LOAD_KG));
    ledger.pass(120);
    const wrong = indexOf(received(ledger, first));
    expect(word(correct(ledger, wrong, first, { right: { index: second } }))).toBe("kept: received-twice");
    expect(state(ledger, second).contested?.why).toBe("received-twice");
    expect(yardKg(ledger)).toBe(LOAD_KG);
  });

  it("cheat: another party's receipt stays where it is", () => {
    const ledger = base.fork();
    const wrong = indexOf(received(ledger, first));
    const body = { ...receipt(first, province.yard, LOAD_KG), receipt: wrong, reason, right: { index: second } };
    expect(word(ledger.say("builderB", "load.correct", body))).toMatch(/^refused: /);
  });

  it("to a slip that the log does not have yet: the receipt stays, and the answer says what to do", () => {
    const ledger = base.fork();
    const wrong = indexOf(received(ledger, first));
    const absent = ledger.write("sandMiner", "slip.issue", sandSlip(province, { vehicle: province.trucks[3]! }));
    const code = slipCode(absent.id);
    expect(word(correct(ledger, wrong, first, { right: { code } }))).toBe("kept: right-slip-absent");
    expect(state(ledger, first).receivedKg).toBe(LOAD_KG);
  });
});

describe("received by a telephone a day behind", () => {
  const DAY_S = 86_400;

  it("takes the hour at which it really came, and counts", () => {
    const ledger = base.fork();
    ledger.must("police", "passage.record", passage(province, { index: first }, ledger.nowS - 1200));
    const wrong = indexOf(received(ledger, first, LOAD_KG, { claimedS: ledger.nowS - DAY_S }));
    const atS = ledger.nowS;
    // By the telephone's clock the lorry passed the checkpoint a day after its load had come.
    expect(state(ledger, first).contested?.why).toBe("seen-after-receipt");
    ledger.pass(10);
    expect(word(correct(ledger, wrong, first, { arrivedS: atS }))).toBe("ok");
    expect(state(ledger, first)).toMatchObject({ status: "received", finalS: atS, contested: null });
    expect(yardKg(ledger)).toBe(LOAD_KG);
  });

  it("cheat: received on line at 9:42 and seen on the road again at 11:00, it is not 'received at 11:05'", () => {
    const ledger = base.fork();
    const one = indexOf(received(ledger, first));
    ledger.pass(78);
    const again = ledger.say("police", "passage.record", passage(province, { index: first }, ledger.nowS));
    expect(word(again)).toBe("kept: seen-after-receipt");
    ledger.pass(5);
    expect(word(correct(ledger, one, first, { arrivedS: ledger.nowS }))).toBe("kept: arrival-hour");
    expect(word(correct(ledger, one, first, { arrivedS: base.nowS - 600 }))).toBe("kept: arrival-hour");
    expect(state(ledger, first).contested?.why).toBe("seen-after-receipt");
  });
});
