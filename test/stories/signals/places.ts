// Cảnh báo tại mỏ, bãi, trạm: signals about places, each with the one who must not pass and the honest twin. Figures by hand.
import {
  AMOUNT_UNIT,
  INSTRUMENT,
  MATERIAL,
  MEASURE,
  OBLIGATION,
  OBLIGATION_STATE,
  PHASE,
  ROLE,
  STATUS,
} from "../../../src/format/codes.ts";
import type { Body } from "../../../src/format/kinds.ts";
import { endOfDay } from "../../../src/rules/numbers/time.ts";
import type { PLACE_SIGNALS } from "../../../src/words/signals/places.ts";
import { openProvince } from "../../rules/ledger.ts";
import { receipt, sandSlip } from "../../rules/world.ts";
import { giveDevice, grant, until, welcome } from "../people.ts";
import { kept, type Stage, scenes } from "./scene.ts";

/** Hours warn, everything else is observed; opening stock ends with 30 November. */
let stage: Stage;

async function open(): Promise<Stage> {
  stage = await openProvince({ hoursPhase: PHASE.warn, yieldPhase: PHASE.observe, openingUntil: 20261130 });
  return stage;
}

const send = ({ ledger, province }: Stage, other: Partial<Body<"slip.issue">> = {}) =>
  ledger.must("sandMiner", "slip.issue", sandSlip(province, other));

/** 10 t of sand lie in the yard. */
function stocked(at: Stage): void {
  const slip = send(at);
  at.ledger.pass(30);
  at.ledger.must("yardKeeper", "load.receive", receipt(slip, at.province.yard, 10_000));
}

/** So many lorries, all received within the minute. */
function hurried(at: Stage, loads: number): void {
  const slips = Array.from({ length: loads }, (_, i) => {
    at.ledger.pass(1);
    return send(at, { vehicle: at.province.trucks[i]! });
  });
  at.ledger.pass(20);
  for (const slip of slips) at.ledger.must("yardKeeper", "load.receive", receipt(slip, at.province.yard, 10_000));
}

const hourOf = ({ ledger }: Stage) => Math.floor(ledger.nowS / 3600) * 3600;

function count({ ledger, province }: Stage, massKg: number, other: Partial<Body<"stock.count">> = {}): number {
  const body = { site: province.yard, material: MATERIAL.sand, massKg, measure: MEASURE.survey, ...other };
  return ledger.must("yardKeeper", "stock.count", body);
}

/** Of so much rock at the crusher so much becomes stone 1×2, which by the authority's word is 35 to 60 %. */
function crushed({ ledger, province }: Stage, stoneKg: number): { batch: number; yields: number } {
  const { crusher, stoneSource: source, routes, trucks } = province;
  const load = { source, material: MATERIAL.blastedRock, massKg: 10_000, measure: MEASURE.volume };
  const slip = ledger.must("stoneMiner", "slip.issue", {
    ...load,
    route: routes["stoneMine→crusher"]!,
    vehicle: trucks[0]!,
  });
  ledger.pass(12);
  ledger.must("stoneMiner", "load.receive", receipt(slip, crusher, 10_000));
  const bounds = [{ output: MATERIAL.stone1x2, leastPermille: 350, mostPermille: 600 }];
  const yields = ledger.agree("authority", "deputy", "yield.set", {
    site: crusher,
    document: "Biên bản thử nghiệm",
    bounds,
  });
  const inputs = [{ material: MATERIAL.blastedRock, massKg: 10_000 }];
  const outputs = [{ material: MATERIAL.stone1x2, massKg: stoneKg }];
  return { batch: ledger.must("stoneMiner", "batch.process", { site: crusher, inputs, outputs }), yields };
}

/** Of 10 t of rock so much becomes crushed sand. */
function sanded({ ledger, province }: Stage, sandKg: number): number {
  const { crusher, stoneSource: source, routes, trucks } = province;
  const load = { source, material: MATERIAL.blastedRock, massKg: 10_000, measure: MEASURE.volume };
  const way = { route: routes["stoneMine→crusher"]!, vehicle: trucks[0]! };
  const slip = ledger.must("stoneMiner", "slip.issue", { ...load, ...way });
  ledger.pass(12);
  ledger.must("stoneMiner", "load.receive", receipt(slip, crusher, 10_000));
  const inputs = [{ material: MATERIAL.blastedRock, massKg: 10_000 }];
  const outputs = [{ material: MATERIAL.sand, massKg: sandKg }];
  return ledger.must("stoneMiner", "batch.process", { site: crusher, inputs, outputs });
}

/** Ten cubic metres of concrete: 7.342 kg of sand and 13.578 kg of stone by the recipe. */
function mixed(at: Stage, sandKg: number): number {
  const { ledger, province } = at;
  const { plant, crusher, concrete, routes, trucks, yard } = province;
  const haul = (who: string, keeper: string, way: string, to: number, truck: number, load: object) => {
    const body = { route: routes[way]!, vehicle: trucks[truck]!, massKg: 16_000, measure: MEASURE.volume, ...load };
    const slip = ledger.must(who, "slip.issue", body);
    ledger.pass(50);
    ledger.must(keeper, "load.receive", receipt(slip, to, 16_000));
  };
  const sand = { material: MATERIAL.sand };
  const rock = { source: province.stoneSource, material: MATERIAL.blastedRock };
  haul("sandMiner", "yardKeeper", "sandMine→yard", yard, 1, { source: province.sandSource, ...sand });
  haul("yardKeeper", "plantKeeper", "yard→plant", plant, 2, sand);
  haul("stoneMiner", "stoneMiner", "stoneMine→crusher", crusher, 3, rock);
  const run = { inputs: [{ material: MATERIAL.blastedRock, massKg: 16_000 }] };
  const outputs = [{ material: MATERIAL.stone1x2, massKg: 16_000 }];
  ledger.must("stoneMiner", "batch.process", { site: crusher, ...run, outputs });
  haul("stoneMiner", "plantKeeper", "crusher→plant", plant, 4, { material: MATERIAL.stone1x2 });
  const inputs = [
    { material: MATERIAL.sand, massKg: sandKg },
    { material: MATERIAL.stone1x2, massKg: 13_578 },
  ];
  return ledger.must("plantKeeper", "batch.process", { site: plant, product: concrete, quantityMilli: 10_000, inputs });
}

/** The yard declares 3 t that were there before the ledger began. */
function opened({ ledger, province }: Stage): void {
  const source = grant(ledger, {
    instrument: INSTRUMENT.openingStock,
    number: "01/TK-SNNMT",
    holder: province.owner,
    sites: [province.yard],
    materials: [MATERIAL.sand],
    reserve: { unit: AMOUNT_UNIT.tonnes, amount: 200 },
  });
  const stock = { source, material: MATERIAL.sand, massKg: 3000, at: province.yard };
  const proposal = ledger.must("yardKeeper", "opening.declare", { ...stock, document: "Biên bản kiểm kê" });
  ledger.must("authority", "approve", { proposal });
}

function surveyed({ ledger, province }: Stage, massKg: number): number {
  const survey = { material: MATERIAL.sand, document: "Báo cáo đo đạc quý IV" };
  return kept(ledger.say("authority", "survey.record", { subject: province.sandSource, massKg, ...survey }));
}

function yardSurveyed({ ledger, province }: Stage, massKg: number): number {
  const survey = { subject: province.yard, material: MATERIAL.sand, massKg, document: "Biên bản đo bãi" };
  return ledger.must("authority", "survey.record", survey);
}

/** The sand mine's production book for a day. */
function produced({ ledger, province }: Stage, massKg: number, day = 20261110): number {
  const { sandSource: source, sandMine: site } = province;
  const body = { source, site, material: MATERIAL.sand, day, massKg, measure: MEASURE.survey };
  return ledger.must("sandMiner", "extract.record", body);
}

/** Three loads of 10 t, the royalty that a tax office attests for their month, and the day on which the quarter is judged. */
async function taxed({ ledger, province }: Stage, paidKg: number): Promise<void> {
  for (const truck of [0, 1, 2])
    ledger.must("sandMiner", "slip.issue", sandSlip(province, { vehicle: province.trucks[truck]! }));
  await giveDevice(ledger, "tax2", await welcome(ledger, "tax", "Thuế tỉnh Sông Lam", [ROLE.taxOffice]));
  const balances = [{ due: OBLIGATION.royalty, month: 202611, paidKg }];
  ledger.agree("tax", "tax2", "obligation.attest", { subject: province.sandSource, items: [], balances });
  until(ledger, 20270215, 8);
  ledger.must("operator", "clock.tick", {});
}

export const PLACE_SCENES = scenes<keyof typeof PLACE_SIGNALS>(open, {
  "outside-hours": {
    cheat: (at) => {
      until(at.ledger, 20261110, 20);
      const slip = send(at);
      return [{ subject: `slip/${slip}`, figures: { source: at.province.sandSource, phase: PHASE.warn } }];
    },
    honest: (at) => send(at),
  },
  "obligation-not-shown": {
    cheat: (at) => {
      const slip = send(at);
      const figures = { holder: at.province.sandSource, obligation: OBLIGATION.scale, phase: PHASE.observe };
      return [{ subject: `slip/${slip}`, figures }];
    },
    honest: (at) => {
      const met = { obligation: OBLIGATION.scale, state: OBLIGATION_STATE.met };
      at.ledger.agree("authority", "deputy", "obligation.attest", { subject: at.province.sandSource, items: [met] });
      send(at);
    },
  },
  // 30 t are sent in November, royalty is paid for 10 t; the quarter is judged 45 days after its end, at the beginning of 15 February 2027.
  "dues-behind": {
    cheat: async (at) => {
      await taxed(at, 10_000);
      const figures = { sent_kg: 30_000, paid_kg: 10_000, short_vnd: 0, phase: PHASE.observe };
      const until_s = endOfDay(20261231);
      return [
        {
          subject: `source/${at.province.sandSource}`,
          figures: { obligation: OBLIGATION.royalty, until_s, ...figures },
        },
      ];
    },
    honest: (at) => taxed(at, 30_000),
  },
  // A place handles 60 loads an hour and at most a sixth of them, 10, within one minute: the eleventh is told, once.
  "received-too-fast": {
    cheat: (at) => {
      hurried(at, 11);
      const figures = { hour_s: hourOf(at), loads: 11, within: 11, limit: 60 };
      return [{ subject: `site/${at.province.yard}`, figures }];
    },
    honest: (at) => hurried(at, 10),
  },
  "sent-too-fast": {
    cheat: (at) => {
      for (let i = 0; i < 11; i++) send(at, { vehicle: at.province.trucks[i]! });
      const figures = { hour_s: hourOf(at), loads: 11, within: 11, limit: 60 };
      return [{ subject: `site/${at.province.sandMine}`, figures }];
    },
    honest: (at) => {
      for (let i = 0; i < 10; i++) send(at, { vehicle: at.province.trucks[i]! });
    },
  },
  "place-may-not-work": {
    cheat: (at) => {
      const slip = send(at);
      at.ledger.pass(10);
      const revoked = { subject: at.province.yard, status: STATUS.revoked, document: "Quyết định số 31/QĐ-UBND" };
      at.ledger.must("authority", "site.status", revoked);
      at.ledger.pass(20);
      at.ledger.must("yardKeeper", "load.receive", receipt(slip, at.province.yard, 10_000));
      return [{ subject: `slip/${slip}`, figures: { place: at.province.yard } }];
    },
    honest: (at) => stocked(at),
  },
  // Of 10.000 kg of rock 3.500 to 6.000 kg.
  "yield-outside": {
    cheat: (at) => {
      const { batch, yields } = crushed(at, 6001);
      const sums = { in_kg: 10_000, out_kg: 6001, least_kg: 3500, most_kg: 6000 };
      const figures = { batch, product: MATERIAL.stone1x2, ...sums, yields, phase: PHASE.observe };
      return [{ subject: `site/${at.province.crusher}`, figures }];
    },
    honest: (at) => crushed(at, 6000),
  },
  // All of the rock became sand, by no yields of anybody.
  "yields-not-set": {
    cheat: (at) => {
      const figures = { batch: sanded(at, 10_000), in_kg: 10_000, out_kg: 10_000, phase: PHASE.observe };
      return [{ subject: `site/${at.province.crusher}`, figures }];
    },
    honest: (at) => {
      const bounds = [{ output: MATERIAL.sand, leastPermille: 100, mostPermille: 300 }];
      at.ledger.agree("authority", "deputy", "yield.set", { document: "Biên bản thử nghiệm", bounds });
      sanded(at, 3000);
    },
  },
  // 5 % above 7.342 kg are 7.709 kg.
  "recipe-rich": {
    cheat: (at) => {
      const batch = mixed(at, 7710);
      const figures = { batch, material: MATERIAL.sand, norm_kg: 7342, given_kg: 7710 };
      return [{ subject: `site/${at.province.plant}`, figures }];
    },
    honest: (at) => mixed(at, 7709),
  },
  "opening-ended": {
    cheat: (at) => {
      opened(at);
      until(at.ledger, 20261201, 8);
      const entry = count(at, 3000);
      return [{ subject: `site/${at.province.yard}`, figures: { entry, ended_kg: 3000, material: MATERIAL.sand } }];
    },
    honest: (at) => {
      opened(at);
      until(at.ledger, 20261130, 18);
      count(at, 3000);
    },
  },
  "count-below-book": {
    cheat: (at) => {
      stocked(at);
      const figures = { count: count(at, 9999), counted_kg: 9999, book_kg: 10_000 };
      return [{ subject: `site/${at.province.yard}`, figures }];
    },
    honest: (at) => {
      stocked(at);
      count(at, 10_000);
    },
  },
  // A survey is good to 5 %: of 10.500 kg counted 525 + 1 kg, and 500 kg more than the book lie within it.
  "count-above-book-within-band": {
    cheat: (at) => {
      stocked(at);
      const figures = { count: count(at, 10_500), counted_kg: 10_500, book_kg: 10_000 };
      return [{ subject: `site/${at.province.yard}`, figures }];
    },
    honest: (at) => {
      stocked(at);
      count(at, 10_000);
    },
  },
  // A scale is good to 5 ‰, whoever counts with it: of 10.500 kg 53 kg, and 500 kg more lie beyond it.
  "count-above-book": {
    cheat: (at) => {
      stocked(at);
      const figures = { count: count(at, 10_500, { measure: MEASURE.scale }), counted_kg: 10_500, book_kg: 10_000 };
      return [{ subject: `site/${at.province.yard}`, figures }];
    },
    honest: (at) => {
      stocked(at);
      count(at, 10_500);
    },
  },
  // 2 % of 60.000 t a year are 1.200 t a day.
  "production-beyond-day": {
    cheat: (at) => {
      const entry = produced(at, 1_200_001);
      const figures = { entry, produced_kg: 1_200_001, day_kg: 1_200_000, phase: PHASE.observe };
      return [{ subject: `source/${at.province.sandSource}`, figures }];
    },
    honest: (at) => produced(at, 1_200_000),
  },
  // Records have 72 hours: what was dug on 31/12 counts for the old year until 3/1 at midnight.
  "production-late": {
    cheat: (at) => {
      until(at.ledger, 20270104, 8);
      const entry = produced(at, 900_000, 20261231);
      const figures = { entry, produced_kg: 900_000, year: 2027 };
      return [{ subject: `source/${at.province.sandSource}`, figures }];
    },
    honest: (at) => {
      until(at.ledger, 20270103, 8);
      produced(at, 900_000, 20261231);
    },
  },
  // Slips took 10 t in November; on 4/12 the mine has recorded 8.999 kg, more than a tenth less.
  "production-differs": {
    cheat: (at) => {
      send(at);
      produced(at, 8999);
      until(at.ledger, 20261204, 8);
      at.ledger.must("operator", "clock.tick", {});
      const figures = { recorded_kg: 8999, drawn_kg: 10_000, surveyed_kg: 0 };
      return [{ subject: `source/${at.province.sandSource}`, figures }];
    },
    honest: (at) => {
      send(at);
      until(at.ledger, 20261203, 8);
      produced(at, 9000, 20261130);
      until(at.ledger, 20261204, 8);
      at.ledger.must("operator", "clock.tick", {});
    },
  },
  // 60.000 t a year: 69.000 t are 15 % more.
  "over-capacity": {
    cheat: (at) => {
      const entry = surveyed(at, 69_000_000);
      const figures = { entry, extracted_kg: 69_000_000, capacity_kg: 60_000_000, percent: 15, band: 15 };
      return [{ subject: `source/${at.province.sandSource}`, figures }];
    },
    honest: (at) => surveyed(at, 68_999_999),
  },
  // A tenth of the 10 t that the keeper has in the book, 1.000 kg, needs no explaining.
  "survey-below-book": {
    cheat: (at) => {
      stocked(at);
      const figures = { survey: yardSurveyed(at, 8999), material: MATERIAL.sand, surveyed_kg: 8999, book_kg: 10_000 };
      return [{ subject: `site/${at.province.yard}`, figures }];
    },
    honest: (at) => {
      stocked(at);
      yardSurveyed(at, 9000);
    },
  },
  // 10 t have left the ground by slip; a tenth more or less, 1.000 kg, needs no explaining.
  "survey-differs": {
    cheat: (at) => {
      send(at);
      const figures = { survey: surveyed(at, 11_001), surveyed_kg: 11_001, book_kg: 10_000, recorded_kg: 0 };
      return [{ subject: `source/${at.province.sandSource}`, figures }];
    },
    honest: (at) => {
      send(at);
      surveyed(at, 11_000);
    },
  },
});
