// Days on the road for the test of hidden truths (hidden-road.test.ts): what really happened, what of it people wrote down, and what of it must
// come out in the end. Clocks are up to six minutes off and scales half a percent.
import type { Province } from "../../src/demo/province.ts";
import { MEASURE } from "../../src/format/codes.ts";
import type { Entry } from "../../src/format/entry.ts";
import type { Body, KindName } from "../../src/format/kinds.ts";
import type { Ledger } from "./ledger.ts";
import type { Dice } from "./player.ts";
import { passage, receipt, sandSlip } from "./world.ts";

const DECLARED_KG = 15_000;
export const MINUTE_S = 60;

/** The demo province, a slip book of the mine's gate, and a scale at mine and yard. */
export type Stage = {
  readonly province: Province;
  readonly book: number;
  /** How many entries the log has before the day. */
  readonly size: number;
  /** The plate of the first lorry. */
  readonly plate: string;
  readonly scales: { readonly mine: number; readonly yard: number };
};

/** The log as whoever sends a deed knows it: where entries are, and how a slip is named. */
export type Log = { at(name: string): number; slip(name: string): Body<"passage.record">["slip"] };
/** Something that somebody signed at an hour. `after`: entries that must be in the log before; `soon`: sent at once, on line. */
export type Deed = {
  readonly name: string;
  readonly who: string;
  readonly atS: number;
  readonly after?: readonly string[];
  readonly soon?: boolean;
  readonly approvedBy?: string;
  readonly write: (log: Log) => [KindName, unknown];
};
export type Slip = { readonly name: string; readonly entry: (ledger: Ledger) => Entry; readonly atS: number };
/** `truthKg`: how much of the slips' sand is really where they say, at most; `contested`: whether somebody's entry contradicts them. */
export type Day = {
  what: string;
  slips: Slip[];
  deeds: Deed[];
  truthKg: number;
  contested: boolean;
  leastKg: number;
  /** True where the authority rules on nothing: what waits goes on waiting. */
  unruled?: boolean;
};

/** Clocks are some minutes off, scales half a percent. */
const clock = (dice: Dice) => MINUTE_S * dice.between(-6, 6);
const about = (dice: Dice, kg: number) => Math.round((kg * (1000 + dice.between(-4, 4))) / 1000);

function slipOf(at: Stage, name: string, serial: number, atS: number, other: Partial<Body<"slip.issue">> = {}): Slip {
  const body = sandSlip(at.province, {
    massKg: DECLARED_KG,
    measure: MEASURE.scale,
    book: [at.book, serial],
    ...other,
  });
  return { name, atS, entry: (ledger) => ledger.write("gate", "slip.issue", body, { claimedS: atS }) };
}

const seen = (
  at: Stage,
  name: string,
  atS: number,
  other: Partial<Body<"passage.record">> = {},
  slip = "slip",
  who = "police",
) =>
  ({
    name,
    who,
    atS,
    write: (log) => ["passage.record", passage(at.province, log.slip(slip), atS, other)],
  }) satisfies Deed;

const got = (
  at: Stage,
  name: string,
  atS: number,
  massKg: number,
  other: Partial<Body<"load.receive">> = {},
  who = "yardKeeper",
  slip = "slip",
) =>
  ({
    name,
    who,
    atS,
    write: (log) => [
      "load.receive",
      { ...receipt(0, other.at ?? at.province.yard, massKg, other), slip: log.slip(slip) },
    ],
  }) satisfies Deed;

const toDyke = (at: Stage) => ({ route: at.province.routes["sandMine→dyke"]!, package: 2 });
const atDyke = (at: Stage) => ({ at: at.province.dyke, package: 2 });

/** The days, each with what really happened and what of it was written down. */
export const STORIES: Record<string, (at: Stage, dice: Dice, slipS: number) => Omit<Day, "what">> = {
  "an ordinary load": (at, dice, slipS) => {
    const [passS, yardS] = [slipS + MINUTE_S * dice.between(12, 20), slipS + MINUTE_S * dice.between(40, 60)];
    const deeds: Deed[] = [got(at, "receipt", yardS + clock(dice), about(dice, DECLARED_KG))];
    if (dice.once(2)) deeds.push(seen(at, "passage", passS + clock(dice)));
    if (dice.once(2)) deeds.push(seen(at, "again", passS + 3 * MINUTE_S + clock(dice), {}, "slip", "night"));
    return { slips: [slipOf(at, "slip", 1, slipS)], deeds, truthKg: DECLARED_KG, contested: false, leastKg: 14_900 };
  },
  "stopped without a slip, which was made afterwards": (at, dice, slipS) => {
    const stoppedS = slipS - MINUTE_S * dice.between(28, 300) + clock(dice);
    const stop: Deed = {
      name: "stop",
      who: "police",
      atS: stoppedS,
      write: () => ["stop.record", { site: at.province.checkpoint, vehicle: at.province.trucks[0]!, stoppedS }],
    };
    const deeds = [stop, got(at, "receipt", slipS + 50 * MINUTE_S + clock(dice), about(dice, DECLARED_KG))];
    return { slips: [slipOf(at, "slip", 1, slipS + clock(dice))], deeds, truthKg: 0, contested: true, leastKg: 0 };
  },
  "looked for on the road and not found, uploaded afterwards at an hour from before": (at, dice, slipS) => {
    const searchedS = slipS + MINUTE_S * dice.between(15, 30);
    const search: Deed = {
      name: "search",
      who: "police",
      atS: searchedS,
      write: () => ["search.record", { site: at.province.checkpoint, plate: at.plate, searchedS, size: at.size }],
    };
    const online = sandSlip(at.province, { massKg: DECLARED_KG, measure: MEASURE.scale });
    const slip: Slip = {
      name: "slip",
      atS: slipS,
      entry: (ledger) => ledger.write("gate", "slip.issue", online, { claimedS: slipS }),
    };
    const receipt = got(at, "receipt", slipS + 42 * MINUTE_S, about(dice, DECLARED_KG));
    const deeds = [search, { ...receipt, after: ["slip"], soon: true }];
    return { slips: [slip], deeds, truthKg: 0, contested: true, leastKg: 0 };
  },
  "another lorry stopped, its plate read wrongly": (at, dice, slipS) => {
    const stoppedS = slipS - MINUTE_S * dice.between(20, 200) + clock(dice);
    const vehicle = at.province.trucks[0]!;
    const deeds: Deed[] = [
      {
        name: "stop",
        who: "police",
        atS: stoppedS,
        write: () => ["stop.record", { site: at.province.checkpoint, vehicle, stoppedS }],
      },
      {
        name: "release",
        who: "police",
        atS: stoppedS + 900,
        after: ["stop"],
        write: (log) => [
          "stop.release",
          { stop: log.at("stop"), releasedS: stoppedS + 900, wrongPlate: 1, reason: "Đọc nhầm biển số" },
        ],
      },
      got(at, "receipt", slipS + 50 * MINUTE_S + clock(dice), about(dice, DECLARED_KG)),
    ];
    return { slips: [slipOf(at, "slip", 1, slipS)], deeds, truthKg: DECLARED_KG, contested: false, leastKg: 14_900 };
  },
  "stopped empty, released, loaded afterwards": (at, dice, slipS) => {
    const [stoppedS, releasedS] = [slipS - 90 * MINUTE_S + clock(dice), slipS - 40 * MINUTE_S + clock(dice)];
    // Typed in the evening by whoever stopped it, or said at its hour by a colleague who reads of the stop in the log.
    const evening = dice.once(2);
    const deeds: Deed[] = [
      { ...stopOf(at, stoppedS), soon: !evening },
      { ...releaseOf(evening ? "police" : "night", releasedS), soon: !evening },
      got(at, "receipt", slipS + 50 * MINUTE_S + clock(dice), about(dice, DECLARED_KG)),
    ];
    return { slips: [slipOf(at, "slip", 1, slipS)], deeds, truthKg: DECLARED_KG, contested: false, leastKg: 14_900 };
  },
  "stopped with no slip, freed in the evening by a colleague's word": (at, dice, slipS) => {
    const stoppedS = slipS - MINUTE_S * dice.between(30, 200);
    const deeds: Deed[] = [
      stopOf(at, stoppedS),
      releaseOf("night", stoppedS + MINUTE_S),
      got(at, "receipt", slipS + 50 * MINUTE_S + clock(dice), about(dice, DECLARED_KG)),
    ];
    return { slips: [slipOf(at, "slip", 1, slipS)], deeds, truthKg: 0, contested: true, leastKg: 0, unruled: true };
  },
  "a typing slip, corrected": (at, dice, slipS) => {
    const yardS = slipS + 50 * MINUTE_S + clock(dice);
    const kg = about(dice, DECLARED_KG);
    const typo = dice.one([kg / 10, kg * 2, kg - 5000]);
    const deeds: Deed[] = [
      got(at, "receipt", yardS, Math.round(typo)),
      {
        name: "correction",
        who: "yardKeeper",
        atS: yardS + 3600,
        after: ["receipt"],
        write: (log) => [
          "load.correct",
          {
            ...receipt(0, at.province.yard, kg),
            slip: log.slip("slip"),
            receipt: log.at("receipt"),
            reason: "Gõ nhầm khối lượng",
          },
        ],
      },
    ];
    return { slips: [slipOf(at, "slip", 1, slipS)], deeds, truthKg: DECLARED_KG, contested: false, leastKg: 14_900 };
  },
  "a plate that was noted wrongly, corrected by the device": (at, dice, slipS) => {
    const atS = slipS + 15 * MINUTE_S + clock(dice);
    const deeds: Deed[] = [
      seen(at, "passage", atS, { plateMatches: 0 }),
      {
        name: "correction",
        who: "police",
        atS: atS + 1800,
        after: ["passage"],
        write: (log) => {
          const { site: _, verdict: __, ...body } = passage(at.province, log.slip("slip"), atS);
          return ["passage.correct", { ...body, passage: log.at("passage"), reason: "Bấm nhầm nút biển số" }];
        },
      },
      got(at, "receipt", slipS + 50 * MINUTE_S + clock(dice), about(dice, DECLARED_KG)),
    ];
    return { slips: [slipOf(at, "slip", 1, slipS)], deeds, truthKg: DECLARED_KG, contested: false, leastKg: 14_900 };
  },
  "two parts at two hours": (at, dice, slipS) => {
    const first = dice.between(3000, 9000);
    const deeds = [
      got(at, "one", slipS + 45 * MINUTE_S + clock(dice), first, { part: 1, final: 0 }),
      got(at, "two", slipS + 75 * MINUTE_S + clock(dice), DECLARED_KG - first, { part: 2, final: 1 }),
    ];
    return { slips: [slipOf(at, "slip", 1, slipS)], deeds, truthKg: DECLARED_KG, contested: false, leastKg: 15_000 };
  },
  "three parts, the last of which says so": (at, dice, slipS) => {
    const deeds = [4000, 5000, 5900].map((kg, i) =>
      got(at, `part ${i}`, slipS + (40 + 20 * i) * MINUTE_S + clock(dice), kg, { part: i + 1, final: i === 2 ? 1 : 0 }),
    );
    return { slips: [slipOf(at, "slip", 1, slipS)], deeds, truthKg: 14_900, contested: false, leastKg: 14_900 };
  },
  "turned away by the supervisor, received all the same": (at, dice, slipS) => {
    const deeds: Deed[] = [
      {
        name: "refusal",
        who: "supervisor",
        atS: slipS + 50 * MINUTE_S + clock(dice),
        write: (log) => ["load.refuse", { slip: log.slip("slip"), ...atDyke(at), reason: "Cát lẫn nhiều bùn" }],
      },
      got(at, "receipt", slipS + 85 * MINUTE_S + clock(dice), about(dice, DECLARED_KG), atDyke(at), "builderB"),
    ];
    return { slips: [slipOf(at, "slip", 1, slipS, toDyke(at))], deeds, truthKg: 0, contested: true, leastKg: 0 };
  },
  "received in full, whatever hour was typed, and turned away by the supervisor": (at, dice, slipS) => {
    const [gotS, refusedS] = [45, 45].map((least) => slipS + MINUTE_S * dice.between(least, 95));
    const deeds: Deed[] = [
      got(at, "receipt", gotS!, about(dice, DECLARED_KG), atDyke(at), "builderB"),
      turnedAway(at, "refusal", refusedS!),
    ];
    return { slips: [slipOf(at, "slip", 1, slipS, toDyke(at))], deeds, truthKg: 0, contested: true, leastKg: 0 };
  },
  "turned away, then accepted by the supervisor after all": (at, dice, slipS) => {
    const gotS = slipS + MINUTE_S * dice.between(45, 95);
    const deeds: Deed[] = [
      got(at, "receipt", gotS, about(dice, DECLARED_KG), atDyke(at), "builderB"),
      turnedAway(at, "refusal", slipS + MINUTE_S * dice.between(45, 60)),
      look(at, slipS + MINUTE_S * dice.between(61, 100)),
    ];
    const slips = [slipOf(at, "slip", 1, slipS, toDyke(at))];
    return { slips, deeds, truthKg: DECLARED_KG, contested: false, leastKg: 14_900 };
  },
  "a part unloaded, the rest turned away by the supervisor": (at, dice, slipS) => {
    const kg = dice.between(3000, 13_000);
    const final = dice.once(2) ? 1 : 0;
    const deeds: Deed[] = [
      got(at, "receipt", slipS + 50 * MINUTE_S + clock(dice), kg, { ...atDyke(at), final }, "builderB"),
      turnedAway(at, "refusal", slipS + 60 * MINUTE_S + clock(dice)),
    ];
    const slips = [slipOf(at, "slip", 1, slipS, toDyke(at))];
    return { slips, deeds, truthKg: kg, contested: false, leastKg: kg };
  },
  "contractor and supervisor write down different weights": (at, dice, slipS) => {
    const kg = dice.between(6000, 13_000);
    const [gotS, seenS] = [50, 50].map((minutes) => slipS + minutes * MINUTE_S + clock(dice));
    const deeds: Deed[] = [
      got(at, "receipt", gotS!, DECLARED_KG, atDyke(at), "builderB"),
      got(at, "second", seenS!, kg, atDyke(at), "supervisor"),
    ];
    // The supervisor's 66 kg at most and the contractor's 76: √(66² + 76²) = 101. The earlier one counts, at one hour the lighter.
    const slips = [slipOf(at, "slip", 1, slipS, toDyke(at))];
    return { slips, deeds, truthKg: kg + 102, contested: gotS! < seenS!, leastKg: kg };
  },
  "two storekeepers, one of whom types a nought too few and corrects it": (at, dice, slipS) => {
    const kg = about(dice, DECLARED_KG);
    const [typoS, gotS] = [50, 50].map((minutes) => slipS + minutes * MINUTE_S + clock(dice));
    const deeds: Deed[] = [
      got(at, "typo", typoS!, Math.round(kg / 10)),
      got(at, "receipt", gotS!, kg),
      {
        name: "correction",
        who: "yardKeeper",
        atS: typoS! + 3600,
        after: ["typo"],
        write: (log) => [
          "load.correct",
          {
            ...receipt(0, at.province.yard, kg),
            slip: log.slip("slip"),
            receipt: log.at("typo"),
            reason: "Gõ thiếu số 0",
          },
        ],
      },
    ];
    return { slips: [slipOf(at, "slip", 1, slipS)], deeds, truthKg: DECLARED_KG, contested: false, leastKg: 14_900 };
  },
  "a false receipt in the right place, set aside": (at, dice, slipS) => {
    const deeds: Deed[] = [
      got(at, "false", slipS + 50 * MINUTE_S + clock(dice), DECLARED_KG, atDyke(at), "builderB"),
      setAside("false", "Chưa có xe nào đến"),
    ];
    return { slips: [slipOf(at, "slip", 1, slipS, toDyke(at))], deeds, truthKg: 0, contested: false, leastKg: 0 };
  },
  "turned away, and taken back by the mine": (at, dice, slipS) => {
    const deeds: Deed[] = [
      {
        name: "refusal",
        who: "yardKeeper",
        atS: slipS + 45 * MINUTE_S + clock(dice),
        write: (log) => ["load.refuse", { slip: log.slip("slip"), at: at.province.yard, reason: "Bãi đã đầy hàng" }],
      },
      got(at, "back", slipS + 95 * MINUTE_S + clock(dice), DECLARED_KG, { at: at.province.sandMine }, "sandMiner"),
    ];
    return { slips: [slipOf(at, "slip", 1, slipS)], deeds, truthKg: 0, contested: false, leastKg: 0 };
  },
  "the supervisor weighs less than was received": (at, dice, slipS) => {
    const kg = dice.between(6000, 13_000);
    const atS = slipS + 70 * MINUTE_S + clock(dice);
    const deeds: Deed[] = [
      got(at, "receipt", slipS + 50 * MINUTE_S + clock(dice), DECLARED_KG, atDyke(at), "builderB"),
      {
        name: "look",
        who: "supervisor",
        atS,
        after: ["slip"],
        write: (log) => [
          "acceptance.record",
          { project: at.province.dyke, package: 2, slips: [log.at("slip")], massKg: kg, measure: MEASURE.scale },
        ],
      },
    ];
    // √(76² + 66²) = 101 kg of uncertainty.
    return {
      slips: [slipOf(at, "slip", 1, slipS, toDyke(at))],
      deeds,
      truthKg: kg + 102,
      contested: true,
      leastKg: kg - 102,
    };
  },
  "the mine's scale signed less than the slip says": (at, dice, slipS) => {
    const kg = dice.between(6000, 12_000);
    const deeds: Deed[] = [
      weighing(at, "weighing", "mineScale", slipS - 4 * MINUTE_S, kg),
      got(at, "receipt", slipS + 50 * MINUTE_S + clock(dice), DECLARED_KG, { measure: MEASURE.volume }),
    ];
    // Bed volume 751 kg, scale at most 61 kg: 754 kg.
    const slips = [slipOf(at, "slip", 1, slipS, { measure: MEASURE.volume })];
    return { slips, deeds, truthKg: kg + 754, contested: true, leastKg: 0 };
  },
  "weighed, loaded on, weighed again": (at, dice, slipS) => {
    const deeds: Deed[] = [
      weighing(at, "first", "mineScale", slipS - 8 * MINUTE_S, 9000),
      weighing(at, "second", "mineScale", slipS - 3 * MINUTE_S, about(dice, DECLARED_KG)),
      got(at, "receipt", slipS + 50 * MINUTE_S + clock(dice), 14_900, { measure: MEASURE.volume }),
    ];
    const slips = [slipOf(at, "slip", 1, slipS, { measure: MEASURE.volume })];
    return { slips, deeds, truthKg: DECLARED_KG, contested: false, leastKg: 14_900 };
  },
  "one lorry, two slips that it cannot have had": (at, dice, slipS) => {
    const againS = slipS + MINUTE_S * dice.between(1, 14);
    const other = { ...slipOf(at, "other", 2, againS) };
    const deeds = [
      got(at, "receipt", slipS + 50 * MINUTE_S + clock(dice), about(dice, DECLARED_KG)),
      got(at, "second", againS + 52 * MINUTE_S + clock(dice), about(dice, DECLARED_KG), {}, "yardKeeper", "other"),
    ];
    return { slips: [slipOf(at, "slip", 1, slipS), other], deeds, truthKg: 0, contested: true, leastKg: 0 };
  },
  "one lorry, two honest trips": (at, dice, slipS) => {
    const againS = slipS + MINUTE_S * dice.between(90, 130);
    const deeds = [
      got(at, "receipt", slipS + 45 * MINUTE_S + clock(dice), about(dice, DECLARED_KG)),
      got(at, "second", againS + 45 * MINUTE_S + clock(dice), about(dice, DECLARED_KG), {}, "yardKeeper", "other"),
      seen(at, "passage", slipS + 15 * MINUTE_S + clock(dice)),
      seen(at, "later", againS + 15 * MINUTE_S + clock(dice), {}, "other", "night"),
    ];
    const slips = [slipOf(at, "slip", 1, slipS), slipOf(at, "other", 2, againS)];
    return { slips, deeds, truthKg: 2 * DECLARED_KG, contested: false, leastKg: 29_800 };
  },
  "a lorry that broke down, its load on another": (at, dice, slipS) => {
    const brokeS = slipS + 10 * MINUTE_S;
    const deeds: Deed[] = [
      {
        name: "change",
        who: "gateOffice",
        atS: brokeS,
        after: ["slip"],
        soon: true,
        approvedBy: "yardKeeper",
        write: (log) => [
          "slip.amend",
          { slip: log.at("slip"), vehicle: at.province.trucks[1]!, reason: "Xe hỏng giữa đường" },
        ],
      },
      seen(
        at,
        "passage",
        brokeS + 40 * MINUTE_S + clock(dice),
        dice.once(2) ? { plateMatches: 0 } : { vehicle: at.province.trucks[1]! },
      ),
      got(at, "receipt", brokeS + 75 * MINUTE_S + clock(dice), about(dice, DECLARED_KG)),
    ];
    return { slips: [slipOf(at, "slip", 1, slipS)], deeds, truthKg: DECLARED_KG, contested: false, leastKg: 14_900 };
  },
  "a false receipt elsewhere, set aside": (at, dice, slipS) => {
    const deeds: Deed[] = [
      got(at, "false", slipS + 50 * MINUTE_S + clock(dice), DECLARED_KG, { at: at.province.plant }, "plantKeeper"),
      got(at, "receipt", slipS + 50 * MINUTE_S + clock(dice), about(dice, DECLARED_KG)),
      setAside("false", "Camera của trạm trộn không có xe"),
    ];
    return { slips: [slipOf(at, "slip", 1, slipS)], deeds, truthKg: DECLARED_KG, contested: false, leastKg: 14_900 };
  },
};

function stopOf(at: Stage, stoppedS: number): Deed {
  const write: Deed["write"] = () => [
    "stop.record",
    { site: at.province.checkpoint, vehicle: at.province.trucks[0]!, stoppedS },
  ];
  return { name: "stop", who: "police", atS: stoppedS, write };
}

function releaseOf(who: string, releasedS: number): Deed {
  const write: Deed["write"] = (log) => [
    "stop.release",
    { stop: log.at("stop"), releasedS, wrongPlate: 0, reason: "Xe không, đã kiểm tra thùng" },
  ];
  return { name: "release", who, atS: releasedS, after: ["stop"], write };
}

function turnedAway(at: Stage, name: string, atS: number): Deed {
  const write: Deed["write"] = (log) => [
    "load.refuse",
    { slip: log.slip("slip"), ...atDyke(at), reason: "Cát lẫn nhiều bùn" },
  ];
  return { name, who: "supervisor", atS, write };
}

/** The supervisor accepts the load, by the number of its slip. */
function look(at: Stage, atS: number): Deed {
  const write: Deed["write"] = (log) => [
    "acceptance.record",
    { project: at.province.dyke, package: 2, slips: [log.at("slip")] },
  ];
  return { name: "acceptance", who: "supervisor", atS, after: ["slip"], write };
}

/** Two officers set aside what somebody recorded. */
function setAside(name: string, reason: string): Deed {
  const write: Deed["write"] = (log) => [
    "contest.lift",
    {
      observations: [{ slip: log.at("slip"), observation: log.at(name) }],
      document: "Biên bản số 7",
      reason,
    },
  ];
  return {
    name: "lift",
    who: "authority",
    atS: Number.POSITIVE_INFINITY,
    after: [name, "slip"],
    approvedBy: "deputy",
    write,
  };
}

function weighing(at: Stage, name: string, who: "mineScale" | "yardScale", atS: number, kg: number, truck = 0): Deed {
  const scale = who === "mineScale" ? at.scales.mine : at.scales.yard;
  const body = { scale, vehicle: at.province.trucks[truck]!, grossKg: 11_300 + kg, tareKg: 11_300 };
  return { name, who, atS, write: () => ["weighing.record", body] };
}
