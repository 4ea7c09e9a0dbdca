// Cảnh báo về cân: signals about measurements, each with the one who must not pass and the honest twin. Figures by hand.
import { PHASE, STATUS, VEHICLE_CLASS } from "../../../src/format/codes.ts";
import type { Body } from "../../../src/format/kinds.ts";
import type { WEIGHT_SIGNALS } from "../../../src/words/signals/weights.ts";
import { openProvince } from "../../rules/ledger.ts";
import { receipt, sandSlip } from "../../rules/world.ts";
import { until } from "../people.ts";
import { kept, type Stage, scenes } from "./scene.ts";

/** The sand mine and the yard have a scale each, calibrated until 30 November. */
let stage: Stage & { readonly mineScale: number; readonly otherScale: number; yardScale: number };

async function open(): Promise<Stage> {
  const { ledger, province } = await openProvince({ scalePhase: PHASE.observe });
  const scale = (place: number, nth: number) => {
    const certificate = { document: "Giấy chứng nhận kiểm định số 118", from: 20260212, until: 20261130 };
    return ledger.must("authority", "scale.register", { place, number: `CAN-${place}-${nth}`, ...certificate });
  };
  stage = {
    ledger,
    province,
    mineScale: scale(province.sandMine, 1),
    otherScale: scale(province.sandMine, 2),
    yardScale: scale(province.yard, 1),
  };
  ledger.pass(1);
  return stage;
}

/** A load of sand, weighed on the mine's scale. */
const send = ({ ledger, province }: Stage, massKg: number, other: Partial<Body<"slip.issue">> = {}) =>
  ledger.must("sandMiner", "slip.issue", sandSlip(province, { massKg, measure: 1, scale: stage.mineScale, ...other }));

/** The yard weighs and receives it half an hour later. */
function receive(
  { ledger, province }: Stage,
  slip: number,
  massKg: number,
  other: Partial<Body<"load.receive">> = {},
): number {
  ledger.pass(30);
  const body = receipt(slip, province.yard, massKg, { scale: stage.yardScale, ...other });
  return kept(ledger.say("yardKeeper", "load.receive", body));
}

/** Loads of these masses on one truck, each received whole; the last slip. */
function trips(at: Stage, masses: readonly number[]): number {
  let slip = 0;
  for (const massKg of masses) {
    slip = send(at, massKg);
    receive(at, slip, massKg);
  }
  return slip;
}

/** Loads of these masses, each on another truck; the last slip. */
function fleet(at: Stage, masses: readonly number[]): number {
  let slip = 0;
  for (const [i, massKg] of masses.entries()) {
    at.ledger.pass(2);
    slip = send(at, massKg, { vehicle: at.province.trucks[i]! });
  }
  return slip;
}

/** Twenty loads of 15.000 … 15.019 kg over the mine's scales in turn, each received so much lighter. */
function haul(at: Stage, lessKg: (n: number) => number, scales: readonly number[]): void {
  for (let n = 0; n < 20; n++) {
    const scale = scales[n % scales.length]!;
    const slip = send(at, 15_000 + n, { vehicle: at.province.trucks[n % 12]!, scale });
    receive(at, slip, 15_000 + n - lessKg(n));
  }
}

/** A truck whose papers say that it weighs 11.300 kg empty. */
function papered({ ledger }: Stage): number {
  const truck = { plate: "77C-900.01", class: VEHICLE_CLASS.heavyTruck, payloadKg: 18_000, tareKg: 11_300 };
  const vehicle = ledger.must("authority", "vehicle.register", truck);
  ledger.pass(1);
  return vehicle;
}

export const WEIGHT_SCENES = scenes<keyof typeof WEIGHT_SIGNALS>(open, {
  // 30 ‰ of 15.000 kg may be lost, 450 kg, and two scales of 5 ‰ differ by √(76² + 74²) ≈ 107 kg: 557 kg in all.
  "loss-beyond-norm": {
    cheat: (at) => {
      const slip = send(at, 15_000);
      const figures = { receipt: receive(at, slip, 14_442), lost_kg: 558, slip_kg: 15_000 };
      return [{ subject: `slip/${slip}`, figures }];
    },
    honest: (at) => receive(at, send(at, 15_000), 14_450),
  },
  // 3 % of water are 450 kg; two scales of 5 ‰, 15.000 × 0,005 + 1 = 76 kg and 15.560 × 0,005 + 1 = 78 kg, are √(76² + 78²) ≈ 109 kg.
  "measurements-differ": {
    cheat: (at) => {
      const slip = send(at, 15_000);
      const figures = {
        receipt: receive(at, slip, 15_560),
        slip_kg: 15_000,
        slip_band_kg: 76,
        received_kg: 15_560,
        received_band_kg: 78,
      };
      return [{ subject: `slip/${slip}`, figures }];
    },
    honest: (at) => receive(at, send(at, 15_000), 15_559),
  },
  "weights-identical": {
    cheat: (at) => {
      const slip = trips(at, [15_013, 15_013, 15_013, 15_013]);
      const figures = { vehicle: at.province.trucks[0]!, mass_kg: 15_013, times: 4 };
      return [{ subject: `slip/${slip}`, figures }];
    },
    honest: (at) => trips(at, [15_013, 15_013, 15_013, 15_014]),
  },
  "weights-round": {
    cheat: (at) => {
      const slip = trips(at, [14_500, 15_000, 15_500, 16_000, 14_000]);
      const figures = { vehicle: at.province.trucks[0]!, mass_kg: 14_000, times: 5 };
      return [{ subject: `slip/${slip}`, figures }];
    },
    honest: (at) => trips(at, [14_500, 15_000, 15_510, 16_000, 14_000]),
  },
  "place-weights-identical": {
    cheat: (at) => {
      const slip = fleet(at, [15_020, 14_360, 15_020, 15_020, 15_020, 15_020]);
      const figures = { place: at.province.sandMine, mass_kg: 15_020, times: 5, of: 6 };
      return [{ subject: `slip/${slip}`, figures }];
    },
    honest: (at) => fleet(at, [15_020, 14_360, 15_020, 15_020, 15_020, 14_880]),
  },
  "place-weights-round": {
    cheat: (at) => {
      const slip = fleet(at, [15_000, 14_500, 14_360, 15_500, 16_000, 14_000]);
      const figures = { place: at.province.sandMine, mass_kg: 14_000, times: 5, of: 6 };
      return [{ subject: `slip/${slip}`, figures }];
    },
    honest: (at) => fleet(at, [15_000, 14_500, 14_360, 15_500, 16_000, 14_010]),
  },
  // 5 % of 11.300 kg are 565: 10.735 kg is within it, 10.734 kg is not.
  "tare-unusual": {
    cheat: (at) => {
      const vehicle = papered(at);
      const slip = send(at, 15_576, { vehicle, readings: [26_310, 10_734] });
      const figures = { vehicle, entry: slip, tare_kg: 10_734, usual_kg: 11_300 };
      return [{ subject: `slip/${slip}`, figures }];
    },
    honest: (at) => send(at, 15_575, { vehicle: papered(at), readings: [26_310, 10_735] }),
  },
  // Sent 20 × 15.000 + 190 = 300.190 kg; 15 ‰ of them are 4.502 kg. 20 × 240 = 4.800 kg are beyond, 20 × 225 = 4.500 kg are not.
  "scales-apart": {
    cheat: (at) => {
      haul(at, () => 240, [stage.mineScale]);
      const figures = { other: stage.yardScale, loads: 20, sent_kg: 300_190, apart_kg: -4800 };
      return [{ subject: `scale/${stage.mineScale}`, figures }];
    },
    honest: (at) => haul(at, () => 225, [stage.mineScale]),
  },
  // Two scales of the mine agree that the yard's reads less. Where only the first one's loads are 480 kg less, the yard's agrees with the other.
  "scale-bias": {
    cheat: (at) => {
      haul(at, () => 240, [stage.mineScale, stage.otherScale]);
      return [{ subject: `scale/${stage.yardScale}`, figures: { loads: 20, sent_kg: 300_190, apart_kg: -4800 } }];
    },
    honest: (at) => haul(at, (n) => (n % 2 === 0 ? 480 : 0), [stage.mineScale, stage.otherScale]),
  },
  "scale-not-named": {
    cheat: (at) => {
      const { sandMine, yard } = at.province;
      const slip = at.ledger.must("sandMiner", "slip.issue", sandSlip(at.province, { measure: 1 }));
      at.ledger.pass(30);
      const entry = kept(at.ledger.say("yardKeeper", "load.receive", receipt(slip, yard, 10_000)));
      return [
        { subject: `slip/${slip}`, figures: { place: sandMine, entry: slip, phase: PHASE.observe } },
        { subject: `slip/${slip}`, figures: { place: yard, entry, phase: PHASE.observe } },
      ];
    },
    honest: (at) => receive(at, send(at, 10_000), 10_000),
  },
  "scale-inactive": {
    cheat: (at) => {
      const { mineScale: scale } = stage;
      const status = STATUS.suspended;
      at.ledger.must("authority", "scale.status", { subject: scale, status, document: "Biên bản số 9" });
      const slip = send(at, 15_000);
      return [{ subject: `slip/${slip}`, figures: { scale, entry: slip, status, phase: PHASE.observe } }];
    },
    honest: (at) => send(at, 15_000),
  },
  "scale-uncalibrated": {
    cheat: (at) => {
      until(at.ledger, 20261201, 6);
      const slip = send(at, 15_000);
      const figures = { scale: stage.mineScale, entry: slip, phase: PHASE.observe };
      return [{ subject: `slip/${slip}`, figures }];
    },
    honest: (at) => {
      until(at.ledger, 20261130, 18, 59);
      send(at, 15_000);
    },
  },
});
