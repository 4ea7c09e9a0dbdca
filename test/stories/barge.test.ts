// Sà lan về bến: one boat is filled at the mine, emptied into sixty trucks and shared by two yards. Figures by hand.

import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { MATERIAL, MEASURE } from "../../src/format/codes.ts";
import { type Ledger, openProvince, word } from "../rules/ledger.ts";
import { receipt, sandSlip } from "../rules/world.ts";
import { drawn, numbers, place, standing, stockOf, until, vehicle, way, welcome } from "./people.ts";

let base: Ledger;
let province: Province;
let boat: number;
let shipper: number;
let hold: number;
let yardB: number;
let keeperB: number;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  shipper = await welcome(base, "shipper", "Hợp tác xã vận tải thủy Sông Lam", [3, 12]);
  keeperB = await welcome(base, "keeperB", "Bãi vật liệu Cồn Hến", [3]);
  hold = place(base, 8, "Khoang sà lan AG-12000", shipper);
  yardB = place(base, 2, "Bãi Cồn Hến", keeperB);
  boat = vehicle(base, "AG-12000", 5, 900_000);
});

describe("một sà lan, sáu mươi chuyến xe, hai bãi (a barge into sixty trucks and two yards)", () => {
  it("780 tấn rời mỏ: 388,5 tấn về bãi thứ nhất, 381 tấn về bãi thứ hai, 1 tấn còn trong khoang, 9,5 tấn hao hụt", () => {
    const ledger = base.fork();
    const toHold = way(ledger, province.sandMine, hold, 120);
    const toYard = [way(ledger, hold, province.yard, 20), way(ledger, hold, yardB, 30)] as const;
    ledger.pass(1);
    const load = { route: toHold, vehicle: boat, massKg: 780_000, measure: MEASURE.draught, readings: [310, 1090] };
    const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province, load));
    ledger.pass(100);
    // The hold reads 400 t on the first day, 372 t the next morning: 780 − 400 − 372 = 8 t went on the way.
    const first = { part: 1, final: 0, measure: MEASURE.volume };
    ledger.must("shipper", "load.receive", receipt(slip, hold, 400_000, first));
    expect(ledger.kg(stockOf(hold, shipper))).toBe(400_000);
    expect(ledger.kg(`transit/${slip}`)).toBe(380_000);

    // One round: six trucks of 13.0 t to the first yard (12.95 t weighed there), six of 12.7 t to the second.
    const round = () => {
      const slips = province.trucks.map((truck, i) => {
        const near = i < 6;
        const body = { vehicle: truck, material: MATERIAL.sand, measure: MEASURE.scale };
        const massKg = near ? 13_000 : 12_700;
        return ledger.must("shipper", "slip.issue", { ...body, route: toYard[near ? 0 : 1], massKg });
      });
      ledger.pass(35);
      for (const [i, at] of slips.entries()) {
        const near = i < 6;
        const [who, where, massKg] = near
          ? (["yardKeeper", province.yard, 12_950] as const)
          : (["keeperB", yardB, 12_700] as const);
        ledger.must(who, "load.receive", receipt(at, where, massKg));
      }
    };
    round();
    round();
    // 2 × (6 × 13.0 + 6 × 12.7) = 308.4 t gone of 400.
    expect(ledger.kg(stockOf(hold, shipper))).toBe(91_600);

    // Overnight the slip's time runs out: what the hold has not taken yet waits in stray, and is still received.
    until(ledger, 20261111, 8);
    const second = receipt(slip, hold, 372_000, { part: 2, measure: 3 });
    const at = ledger.must("shipper", "load.receive", second);
    expect(ledger.signals(at)).toContain("late-receipt");
    for (let i = 0; i < 3; i++) round();

    // 30 × 12.95 = 388.5; 30 × 12.7 = 381.0; 772 − 390 − 381 = 1; lost 8 + 30 × 0.05 = 9.5; in all 780.
    expect(ledger.kg(stockOf(province.yard, province.yardKeeper))).toBe(388_500);
    expect(ledger.kg(stockOf(yardB, keeperB))).toBe(381_000);
    expect(ledger.kg(stockOf(hold, shipper))).toBe(1000);
    expect(ledger.kg(`lost/${hold}`) + ledger.kg(`lost/${province.yard}`)).toBe(8000 + 1500);
    expect(drawn(ledger, province.sandSource, 2026)).toEqual({ yearKg: 780_000, allKg: 780_000 });
    expect(standing(ledger, province.sandSource)).toBe(780_000);

    // The sixty-first truck finds one tonne.
    const more = {
      route: toYard[0],
      vehicle: province.trucks[0]!,
      material: MATERIAL.sand,
      massKg: 2000,
      measure: MEASURE.scale,
    };
    const said = ledger.say("shipper", "slip.issue", more);
    expect(word(said)).toBe("refused: stock-short");
    expect(numbers(said)).toEqual({ left_kg: 1000, need_kg: 2000 });
  });

  it("một phiếu, hai bãi: 350 tấn ở bãi này, 245 tấn ở bãi kia sau khi điều chỉnh có ký đối ứng, 5 tấn hao hụt", () => {
    const ledger = base.fork();
    const toA = way(ledger, province.sandMine, province.yard, 60);
    const toB = way(ledger, province.sandMine, yardB, 90);
    ledger.pass(1);
    const load = { route: toA, vehicle: boat, massKg: 600_000, measure: MEASURE.draught };
    const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province, load));
    ledger.pass(60);
    ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 350_000, { final: 0, measure: 3 }));

    // The second yard has no word in it yet: its receipt would contradict. It countersigns the diversion first.
    const proposal = ledger.must("sandMiner", "slip.amend", { slip, route: toB, reason: "Bãi thứ nhất hết chỗ chứa" });
    expect(word(ledger.say("yardKeeper", "approve", { proposal }))).toBe("refused: no-standing");
    ledger.must("keeperB", "approve", { proposal });
    ledger.must("keeperB", "load.receive", receipt(slip, yardB, 245_000, { part: 2, measure: 3 }));

    expect(ledger.kg(stockOf(province.yard, province.yardKeeper))).toBe(350_000);
    expect(ledger.kg(stockOf(yardB, keeperB))).toBe(245_000);
    expect(ledger.kg(`lost/${yardB}`)).toBe(5000);
    expect(standing(ledger, province.sandSource)).toBe(600_000);

    // Half an hour later the first yard cannot take from it again: it is no destination any more. Kept, moves nothing.
    ledger.pass(30);
    const again = receipt(slip, province.yard, 5000, { part: 3 });
    expect(word(ledger.say("yardKeeper", "load.receive", again))).toBe("kept: implausible");
    expect(ledger.kg(stockOf(province.yard, province.yardKeeper))).toBe(350_000);
  });
});
