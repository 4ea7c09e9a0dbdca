// What contradicts a load and what confirms it, judged over sets of observations. One slip: 18,000 kg of sand by scale, issued at 08:00
// from mine 1 to site 2, 45 minutes of way, a cycle of 100 minutes; checkpoints 5 and 6 stand 30 km apart. Hours are minutes after 08:00.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Observation } from "../../src/rules/book/observations.ts";
import { judgeLoad } from "../../src/rules/slips/contradictions.ts";
import type { Evidence } from "../../src/rules/slips/load-evidence.ts";
import { uncertaintyKg } from "../../src/rules/weighing/uncertainty.ts";
import { FIRST_TOLERANCES } from "../../src/words/first-rules.ts";

const EIGHT_S = 1_795_654_800;
const PARTY = { mine: 100, yard: 101, contractor: 102, supervisor: 103, police: 104 };
const MINE = 1;
const YARD = 2;
const OTHER_YARD = 3;
const POST = 5;
const FAR_POST = 6;
const at = (minutes: number) => EIGHT_S + minutes * 60;

const slip: Evidence["slip"] = {
  code: "AAAAAAAAAAAA",
  from: MINE,
  to: YARD,
  route: 20,
  vehicle: 30,
  package: 0,
  material: 1,
  product: null,
  quantityMilli: null,
  massKg: 18_000,
  bookKg: 18_000,
  bandKg: 91,
  source: 40,
  holder: PARTY.mine,
  eventS: at(0),
  expiresS: at(120),
  issuer: PARTY.mine,
};
const route = { from: MINE, to: YARD, distanceM: 25_000, minutes: 45, cycleMinutes: 100, checkpoints: [POST] };

let next = 1000;
const seen = (minutes: number, other: Partial<Observation> = {}): Observation => ({
  index: next++,
  what: "seen",
  party: PARTY.police,
  place: POST,
  direction: 1,
  plate: 1,
  atS: at(minutes),
  ...other,
});
const received = (minutes: number, kg: number, other: Partial<Observation> = {}): Observation => ({
  index: next++,
  what: "received",
  party: PARTY.yard,
  place: YARD,
  part: 1,
  final: 1,
  kg,
  bandKg: Math.ceil(kg / 200) + 1,
  atS: at(minutes),
  ...other,
});
const refused = (minutes: number, party: number): Observation => ({
  index: next++,
  what: "refused",
  party,
  place: YARD,
  atS: at(minutes),
});

function judged(observations: readonly Observation[], other: Partial<Evidence> = {}) {
  return judgeLoad({
    index: 7,
    slip,
    route,
    voided: null,
    observations,
    spent: [],
    tolerances: FIRST_TOLERANCES,
    metresBetween: (a, b) => (a === b ? 0 : [a, b].sort().join() === "5,6" ? 30_000 : undefined),
    ...other,
  });
}
const why = (observations: readonly Observation[], other: Partial<Evidence> = {}) =>
  judged(observations, other).contradictions.map((each) => each.why);

describe("a second look confirms", () => {
  it("when two officers of one post scan one lorry at the change of shift", () => {
    expect(why([seen(20), seen(24), seen(28, { party: PARTY.police })])).toEqual([]);
  });

  it("when the lorry waits an hour less than another trip would take: 50 minutes of a cycle of 100", () => {
    expect(why([seen(20), seen(70)])).toEqual([]);
  });

  it("when the empty lorry passes on its way back, with the slip still in the cab", () => {
    expect(why([seen(20), received(50, 17_960), seen(80, { direction: 2 })])).toEqual([]);
  });

  it("when contractor and supervisor both write one arrival down", () => {
    expect(why([received(50, 17_960), received(51, 17_960, { party: PARTY.supervisor })])).toEqual([]);
  });

  it("when a clock is some minutes off: seen 10 minutes after the receipt", () => {
    expect(why([received(50, 18_000), seen(60)])).toEqual([]);
  });

  it("when the vehicle was changed by amendment and the officer's QR still names the old one", () => {
    const handed = { ...slip, former: [{ to: YARD, package: 0, vehicle: 29, untilS: at(30), askedS: at(30) }] };
    expect(why([seen(40, { plate: 0 })], { slip: handed })).toEqual([]);
    expect(why([seen(40, { plate: 0, vehicle: 30 })], { slip: handed })).toEqual([]);
  });

  it("when the keeper of two yards chose the wrong one and then the right one", () => {
    expect(why([received(50, 17_960, { place: OTHER_YARD }), received(52, 17_960)])).toEqual([]);
  });
});

describe("a second trip contradicts", () => {
  it("when the slip passes one post outbound again after 51 minutes, more than half of the cycle", () => {
    const first = seen(20);
    const again = seen(71);
    expect(judged([again, first]).contradictions).toEqual([
      { why: "seen-twice", index: again.index, other: first.index, atS: again.atS, kg: null },
    ]);
  });

  it("when it is seen outbound 16 minutes after it was received in full", () => {
    expect(why([received(50, 18_000), seen(66)])).toEqual(["seen-after-receipt"]);
  });

  it("when it is received again later than the lorry needs for another load", () => {
    expect(why([received(50, 17_960), received(110, 17_960)])).toEqual(["received-twice"]);
  });

  it("when it was void and somebody else saw or received it, whichever came first", () => {
    const voided = { index: 8, atS: 0 };
    expect(why([seen(12)], { voided })).toEqual(["void-but-seen"]);
    expect(why([received(50, 18_000)], { voided })).toEqual(["void-but-received"]);
  });

  it("when two posts 30 km apart see it one minute apart; not when 40 minutes lie between", () => {
    // 30 km at 100 km/h are 18 minutes; two clocks may each be 15 minutes off, so 30 km never contradicts, 100 km does: 60 − 30 = 30 min.
    const far = { metresBetween: () => 100_000 };
    expect(why([seen(20), seen(21, { place: FAR_POST })])).toEqual([]);
    expect(why([seen(20), seen(21, { place: FAR_POST })], far)).toEqual(["too-far-apart"]);
    expect(why([seen(20), seen(60, { place: FAR_POST })], far)).toEqual([]);
  });

  it("when another vehicle carries it than those it was given to", () => {
    expect(why([seen(20, { plate: 0 })])).toEqual(["plate-differs"]);
    expect(why([seen(20, { plate: 0, vehicle: 31 })])).toEqual(["plate-differs"]);
    const handed = { ...slip, former: [{ to: YARD, package: 0, vehicle: 29, untilS: at(60), askedS: at(60) }] };
    expect(why([seen(20, { plate: 0 })], { slip: handed })).toEqual(["plate-differs"]);
  });
});

describe("weights", () => {
  it("in question are the kilograms that a checkpoint's 8 t does not bear out: 18,000 − 8,000 − 258 − 540", () => {
    // Uncertainty of 91 kg by scale and 241 kg at the checkpoint: √(91² + 241²) = 257.6, rounded up 258; water 3 % of 18,000 = 540.
    expect(uncertaintyKg([91, 241])).toBe(258);
    const [found] = judged([seen(20, { kg: 8_000, bandKg: 241 })]).contradictions;
    expect(found).toMatchObject({ why: "weight-differs", kg: 9_202 });
  });

  it("agree when the checkpoint finds 17.7 t, or 18.4 t after rain", () => {
    expect(why([seen(20, { kg: 17_700, bandKg: 532 })])).toEqual([]);
    expect(why([seen(20, { kg: 18_400, bandKg: 553 })])).toEqual([]);
  });

  it("of a lorry two tonnes too heavy leave the whole load in question; of 700 kg only the excess, which nobody is credited", () => {
    expect(why([received(50, 20_500)])).toEqual(["received-too-much"]);
    expect(why([received(50, 18_700)])).toEqual([]);
  });

  it("by bed volume at the mine and a scale at the yard may lie 3 % apart", () => {
    expect(why([received(50, 18_540)], { slip: { ...slip, bandKg: 901 } })).toEqual([]);
  });

  it("of the mine's own scale, five minutes before: 12 t weighed, 18 t written", () => {
    const weighed: Observation = {
      index: 1,
      what: "weighed",
      party: PARTY.mine,
      place: MINE,
      atS: at(-5),
      kg: 12_000,
      bandKg: 61,
    };
    // √(91² + 61²) = 109.6, rounded up 110; nothing drains before the lorry has left: 18,000 − 12,000 − 110.
    expect(judged([weighed]).contradictions).toMatchObject([{ why: "weight-differs", kg: 5_890 }]);
    expect(why([{ ...weighed, kg: 17_900, bandKg: 91 }])).toEqual([]);
    // Weighed again three minutes later, when it had been loaded fully: the last weighing counts, whichever came to the log first.
    const again = { ...weighed, index: 2, atS: at(-2), kg: 17_950, bandKg: 91 };
    expect(why([weighed, again])).toEqual([]);
    expect(why([again, weighed])).toEqual([]);
  });

  it("of the yard's own scale: 12 t weighed, 18 t received; none where 12 t were received", () => {
    const weighed: Observation = {
      index: 1,
      what: "weighed",
      party: PARTY.yard,
      place: YARD,
      atS: at(45),
      kg: 12_000,
      bandKg: 61,
    };
    // As above, and 3 % of 18,000 kg may have drained: 18,000 − 12,000 − 110 − 540.
    expect(judged([weighed, received(50, 18_000)]).contradictions).toMatchObject([{ kg: 5_350 }]);
    expect(why([weighed, received(50, 12_000)])).toEqual([]);
    // Twenty minutes after it was unloaded the lorry may have another load on.
    expect(why([{ ...weighed, atS: at(70) }, received(50, 18_000)])).toEqual([]);
  });
});

describe("receipts", () => {
  it("in parts add up, in whatever order they are uploaded", () => {
    const parts = [1, 2, 3].map((part) => received(40 + part, 6_000, { part, final: part === 3 ? 1 : 0 }));
    expect(why(parts)).toEqual([]);
    expect(why([...parts].reverse())).toEqual([]);
  });

  it("at another place contradict when they could be this load, and accuse nobody when they could not", () => {
    expect(why([received(50, 17_900, { place: OTHER_YARD })])).toEqual(["received-elsewhere"]);
    const crumb = received(50, 1, { place: OTHER_YARD });
    expect(judged([crumb])).toEqual({ contradictions: [], implausible: [crumb.index] });
    const late = received(120 + 4321, 17_900, { place: OTHER_YARD });
    expect(judged([late])).toEqual({ contradictions: [], implausible: [late.index] });
  });

  it("by the contractor after the supervisor turned the load away contradict; a part taken before it, or its return, does not", () => {
    const no = refused(40, PARTY.supervisor);
    expect(why([no, received(70, 18_000, { party: PARTY.contractor })])).toEqual(["received-though-refused"]);
    expect(why([received(35, 5_000, { party: PARTY.contractor, final: 0 }), no])).toEqual([]);
    expect(why([no, received(90, 18_000, { party: PARTY.mine, place: MINE })])).toEqual([]);
    expect(
      why([no, { ...no, what: "accepted", atS: at(60) }, received(70, 18_000, { party: PARTY.contractor })]),
    ).toEqual([]);
  });

  it("at the first destination count while it was the destination", () => {
    const diverted = {
      ...slip,
      to: OTHER_YARD,
      former: [{ to: YARD, package: 0, vehicle: 30, untilS: at(60), askedS: at(60) }],
    };
    expect(why([received(50, 18_000)], { slip: diverted })).toEqual([]);
    expect(why([received(90, 18_000)], { slip: diverted })).toEqual(["received-elsewhere"]);
    expect(why([received(90, 18_000, { place: OTHER_YARD })], { slip: diverted })).toEqual([]);
  });
});

describe("the judgement", () => {
  const observation = fc.oneof(
    fc
      .record({
        m: fc.integer({ min: -20, max: 300 }),
        place: fc.constantFrom(POST, FAR_POST),
        direction: fc.constantFrom(1 as const, 2 as const),
        plate: fc.constantFrom(0 as const, 1 as const),
      })
      .map(({ m, ...rest }) => seen(m, rest)),
    fc
      .record({
        m: fc.integer({ min: 0, max: 300 }),
        kg: fc.integer({ min: 1, max: 22_000 }),
        part: fc.integer({ min: 1, max: 3 }),
        final: fc.constantFrom(0 as const, 1 as const),
        place: fc.constantFrom(YARD, OTHER_YARD, MINE),
      })
      .map(({ m, kg, ...rest }) => received(m, kg, rest)),
    fc
      .record({ m: fc.integer({ min: 0, max: 300 }), party: fc.constantFrom(PARTY.yard, PARTY.supervisor) })
      .map(({ m, party }) => refused(m, party)),
  );

  it("depends on the set of observations only, not on the order in which they came", () => {
    fc.assert(
      fc.property(
        fc
          .array(observation, { maxLength: 8 })
          .chain((set) => fc.tuple(fc.constant(set), fc.shuffledSubarray(set, { minLength: set.length }))),
        ([set, shuffled]) => {
          expect(judged(shuffled)).toEqual(judged(set));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("of an observation set aside leaves the others as they were", () => {
    const lie = seen(20, { plate: 0 });
    const truth = seen(90, { plate: 0 });
    expect(why([lie, truth])).toContain("plate-differs");
    expect(judged([truth]).contradictions).toMatchObject([{ why: "plate-differs", index: truth.index }]);
  });
});
