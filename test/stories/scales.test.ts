// Hai đầu cân và một chiếc xe: measurements are looked at beside each other; what does not fit is a signal and moves nothing. By hand.

import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { OBLIGATION, OBLIGATION_STATE, VEHICLE_CLASS } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { type Ledger, openProvince } from "../rules/ledger.ts";
import { receipt, sandSlip } from "../rules/world.ts";

let base: Ledger;
let province: Province;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  const scale = { obligation: OBLIGATION.scale, state: OBLIGATION_STATE.met };
  base.agree("authority", "deputy", "obligation.attest", { subject: province.sandSource, items: [scale] });
});

/** A load of 15 t and what the yard reads of it; the signals of the receipt. */
function weighed(
  sent: Partial<Body<"slip.issue">>,
  massKg: number,
  other: Partial<Body<"load.receive">> = {},
): string[] {
  const ledger = base.fork();
  const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province, { massKg: 15_000, ...sent }));
  ledger.pass(30);
  return ledger.signals(ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, massKg, other)));
}

describe("cân nơi gửi và cân nơi nhận (the sender's measurement and the receiver's)", () => {
  it("lệch trong dải sai số chung thì thôi, lệch hơn thì cảnh báo", () => {
    // 3 % of water, 450 kg, and two scales of 5 ‰: 76 and 78 kg, together √(76² + 78²) ≈ 109 kg.
    expect(weighed({ measure: 1 }, 15_559)).toEqual([]);
    expect(weighed({ measure: 1 }, 15_560)).toEqual(["measurements-differ"]);
    // A bed's volume is worth 5 %: 751 kg, √(751² + 79²) ≈ 756 kg, so that 1.200 kg more say nothing.
    expect(weighed({ measure: 3 }, 15_560)).toEqual([]);
    expect(weighed({ measure: 3 }, 16_200)).toEqual([]);
    expect(weighed({ measure: 3 }, 16_207)).toEqual(["measurements-differ"]);
  });

  it("hai đầu cùng đo độ ẩm thì so khối lượng khô, trong mức nước mà quy tắc cho phép", () => {
    // Nearly as wet as it was sent: of 15.300 kg at 90 ‰ there would be 15.300 × 910 ÷ 920 = 15.133 kg at 80 ‰, so that 167 kg are water.
    // 300 − 167 = 133 kg are beyond √(76² + 77²) ≈ 109 kg; of 15.270 kg 166 kg are water, and 104 kg are within.
    expect(weighed({ measure: 1, moisturePermille: 80 }, 15_300, { moisturePermille: 90 })).toEqual([
      "measurements-differ",
    ]);
    expect(weighed({ measure: 1, moisturePermille: 80 }, 15_270, { moisturePermille: 90 })).toEqual([]);
    // Whoever types 400 ‰ explains no more than the rules allow: 450 kg.
    expect(weighed({ measure: 1, moisturePermille: 80 }, 15_560, { moisturePermille: 400 })).toEqual([
      "measurements-differ",
    ]);
    // Drained from 120 to 80 ‰, 14.350 kg weigh as sent 14.350 × 920 ÷ 880 = 15.002 kg; 450 kg of it count as water, and 200 are lost.
    expect(weighed({ measure: 1, moisturePermille: 120 }, 14_350, { moisturePermille: 80 })).toEqual([]);
    expect(weighed({ measure: 1 }, 14_350)).toEqual(["loss-beyond-norm"]);
  });

  it("hụt trong định mức hao hụt là hao hụt; hụt hơn cả định mức và sai số là hai phép đo trái nhau", () => {
    // The norm is 30 ‰: 450 kg may be lost and 450 kg may drain, and the scales may differ by 105 more: √(76² + 71²) ≈ 104.
    expect(weighed({ measure: 1 }, 14_550)).toEqual([]);
    // √(76² + 74²) ≈ 107: 556 kg may be missing, 560 may not.
    expect(weighed({ measure: 1 }, 14_450)).toEqual([]);
    expect(weighed({ measure: 1 }, 14_440)).toEqual(["loss-beyond-norm"]);
    expect(weighed({ measure: 1 }, 13_996)).toEqual(["loss-beyond-norm"]);
    expect(weighed({ measure: 1 }, 13_990)).toEqual(["measurements-differ"]);
  });
});

describe("xe và số bì (a truck and its tare)", () => {
  /** Trips of one truck with these gross and tare readings; the signals of each slip. */
  function trips(readings: readonly (readonly [grossKg: number, tareKg: number])[], tareKg?: number): string[][] {
    const ledger = base.fork();
    const truck = { plate: "77C-900.01", class: VEHICLE_CLASS.heavyTruck, payloadKg: 18_000 };
    const vehicle = ledger.must("authority", "vehicle.register", tareKg === undefined ? truck : { ...truck, tareKg });
    ledger.pass(1);
    return readings.map(([gross, tare]) => {
      const massKg = gross - tare;
      const body = sandSlip(province, { vehicle, massKg, measure: 1, readings: [gross, tare] });
      const slip = ledger.must("sandMiner", "slip.issue", body);
      ledger.pass(30);
      ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, massKg));
      return ledger.signals(slip);
    });
  }

  it("bì nhẹ đi hơn 5 % so với thường lệ thì cảnh báo: 11.300 kg, rồi 10.700 kg", () => {
    // 5 % of 11,300 is 565: 10,740 is within it, 10,700 is not.
    const readings = [
      [26_310, 11_300],
      [26_450, 11_320],
      [26_200, 10_740],
      [26_190, 10_700],
      [26_333, 11_310],
    ] as const;
    expect(trips(readings)).toEqual([[], [], [], ["tare-unusual"], []]);
  });

  it("bì đăng ký là mốc ngay từ chuyến đầu", () => {
    expect(trips([[26_310, 10_100]], 11_300)).toEqual([["tare-unusual"]]);
    expect(trips([[26_310, 11_100]], 11_300)).toEqual([[]]);
  });

  it("bốn chuyến liền cùng một số cân, năm chuyến liền số cân tròn: mỗi chuỗi một cảnh báo", () => {
    const same = [26_310, 11_300] as const;
    // The fifth is also the fifth of the mine's latest eight.
    const signals = [[], [], [], ["weights-identical"], ["place-weights-identical"]];
    expect(trips([same, same, same, same, same])).toEqual(signals);
    const round = [14_500, 15_000, 15_500, 16_000, 14_000, 15_000].map((net) => [net + 11_300, 11_300] as const);
    expect(trips(round)).toEqual([[], [], [], [], ["place-weights-round", "weights-round"], []]);
  });
});
