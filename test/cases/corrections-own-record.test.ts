// Một đơn vị tự đính chính điều chính mình đã ghi: a party corrects its own record while nothing rests on it. Beside each honest mistake is
// the cheat who would use the same door.
import { beforeAll, describe, expect, it } from "vitest";
import { MEASURE } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { slipCode } from "../../src/format/slipcode.ts";
import { acceptedLoads } from "../../src/rules/slips/acceptance.ts";
import { type Ledger, openProvince, type Said, word } from "../rules/ledger.ts";
import { completeAnnex, decide, passage, receipt, sandSlip, workLine } from "../rules/world.ts";
import { giveDevice, type Province, place, stockOf, way } from "../stories/people.ts";

const reason = "Gõ thiếu một chữ số không khi nhập";

let base: Ledger;
let province: Province;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  base.pass(60);
});

/** 17 t of sand leave the mine for the yard, 30 minutes away, or for package 2 of the dyke. */
function send(ledger: Ledger, to: "yard" | "dyke" = "yard", other: Partial<Body<"slip.issue">> = {}): number {
  const route = province.routes[to === "yard" ? "sandMine→yard" : "sandMine→dyke"]!;
  const load = { route, massKg: 17_000, measure: MEASURE.scale, ...(to === "dyke" ? { package: 2 } : {}) };
  const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province, { ...load, ...other }));
  ledger.pass(46);
  return slip;
}

function indexOf(said: Said): number {
  if ("refused" in said) throw new Error(JSON.stringify(said.refused));
  return said.index;
}

const correct = (
  ledger: Ledger,
  who: string,
  entry: number,
  slip: number,
  at: number,
  massKg: number,
  other: Partial<Body<"load.correct">> = {},
) => ledger.say(who, "load.correct", { ...receipt(slip, at, massKg), receipt: entry, reason, ...other });

const yard = () => stockOf(province.yard, province.yardKeeper);
const dyke = () => `project/${province.dyke}/2/0/1` as const;
const stateOf = (ledger: Ledger, slip: number) => ledger.book.need("slipState", slip);
const contest = (ledger: Ledger, slip: number) => stateOf(ledger, slip).contested?.why;

describe("H12: the storekeeper types 1,700 for 17,000 and 'final'", () => {
  it("corrects it: 17,000 kg are there, nothing is lost, both figures stay on the slip", () => {
    const ledger = base.fork();
    const slip = send(ledger);
    const typo = ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 1700));
    expect([ledger.kg(yard()), ledger.kg(`lost/${province.yard}`)]).toEqual([1700, 15_300]);
    ledger.pass(240);
    expect(word(correct(ledger, "yardKeeper", typo, slip, province.yard, 17_000))).toBe("ok");
    expect([ledger.kg(yard()), ledger.kg(`lost/${province.yard}`)]).toEqual([17_000, 0]);
    expect(contest(ledger, slip)).toBeUndefined();
    const kept = stateOf(ledger, slip).observations.map(({ kg, aside }) => [kg, aside === undefined]);
    expect(kept).toEqual([
      [1700, false],
      [17_000, true],
    ]);
    expect(stateOf(ledger, slip)).toMatchObject({ status: "received", receivedKg: 17_000, parts: [1] });
  });

  it("reopens a wrong 'final': the second barge of the same slip still comes", () => {
    const ledger = base.fork();
    const slip = send(ledger);
    const first = ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 9000));
    expect(stateOf(ledger, slip).status).toBe("received");
    expect(word(correct(ledger, "yardKeeper", first, slip, province.yard, 9000, { final: 0 }))).toBe("ok");
    expect([stateOf(ledger, slip).status, ledger.kg(`transit/${slip}`), ledger.kg(yard())]).toEqual([
      "transit",
      8000,
      9000,
    ]);
    ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 8000, { part: 2 }));
    expect([ledger.kg(yard()), ledger.kg(`lost/${province.yard}`)]).toEqual([17_000, 0]);
  });

  it("of the first of two parts leaves the second and its 'final' as they were: 9,000 + 7,500, lost 500", () => {
    const ledger = base.fork();
    const slip = send(ledger);
    const first = ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 900, { final: 0 }));
    ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 7500, { part: 2 }));
    expect(ledger.kg(`lost/${province.yard}`)).toBe(17_000 - 900 - 7500);
    expect(word(correct(ledger, "yardKeeper", first, slip, province.yard, 9000, { final: 0 }))).toBe("ok");
    expect([ledger.kg(yard()), ledger.kg(`lost/${province.yard}`)]).toEqual([16_500, 500]);
    expect(stateOf(ledger, slip)).toMatchObject({ status: "received", receivedKg: 16_500 });
  });

  it("can be put right twice, by correcting the correction; the first word can then no more be corrected", () => {
    const ledger = base.fork();
    const slip = send(ledger);
    const typo = ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 1700));
    const again = indexOf(correct(ledger, "yardKeeper", typo, slip, province.yard, 16_000));
    expect(word(correct(ledger, "yardKeeper", typo, slip, province.yard, 17_000))).toBe("kept: not-found");
    expect(word(correct(ledger, "yardKeeper", again, slip, province.yard, 17_000))).toBe("ok");
    expect(ledger.kg(yard())).toBe(17_000);
  });

  it("typed under a code whose slip has not come is corrected when the slip comes", () => {
    const ledger = base.fork();
    const entry = ledger.write(
      "sandMiner",
      "slip.issue",
      sandSlip(province, { massKg: 17_000, measure: MEASURE.scale }),
    );
    ledger.pass(46);
    const code = { code: slipCode(entry.id) };
    const typo = ledger.say("yardKeeper", "load.receive", { ...receipt(0, province.yard, 1700), slip: code });
    const body = { ...receipt(0, province.yard, 17_000), slip: code, receipt: indexOf(typo), reason };
    expect(word(ledger.say("yardKeeper", "load.correct", body))).toBe("kept: slip-awaited");
    const slip = indexOf(ledger.bring(entry, true));
    expect([ledger.kg(yard()), contest(ledger, slip)]).toEqual([17_000, undefined]);
  });

  it("cheat: raised after its kilograms were paid or sold on, it is kept and changes nothing", () => {
    const ledger = base.fork();
    const slip = send(ledger, "dyke");
    const typo = ledger.must("builderB", "load.receive", receipt(slip, province.dyke, 16_836, { package: 2 }));
    // Ten m³ of fill ask 16,836 kg.
    const annex = completeAnnex(ledger, province, [workLine(10_000, 265_000, province.embankment)]);
    expect(word(decide(ledger, annex, 1).decision!)).toBe("ok");
    const later = correct(ledger, "builderB", typo, slip, province.dyke, 17_000, { package: 2 });
    expect(word(later)).toBe("kept: receipt-moved-on");
    expect([ledger.kg(dyke()), ledger.kg(`lost/${province.dyke}`)]).toEqual([0, 164]);

    const sold = base.fork();
    const load = send(sold);
    const first = sold.must("yardKeeper", "load.receive", receipt(load, province.yard, 1700));
    sold.must("yardKeeper", "sale.declare", { site: province.yard, material: 1, massKg: 100, day: 20261110 });
    expect(word(correct(sold, "yardKeeper", first, load, province.yard, 17_000))).toBe("kept: receipt-moved-on");
    expect(sold.kg(yard())).toBe(1600);
  });

  it("cheat: another's record is nobody else's to correct, not even the supervisor's", () => {
    const ledger = base.fork();
    const slip = send(ledger, "dyke");
    const entry = ledger.must("builderB", "load.receive", receipt(slip, province.dyke, 1700, { package: 2 }));
    const by = (who: string) => word(correct(ledger, who, entry, slip, province.dyke, 17_000, { package: 2 }));
    expect([by("supervisor"), by("owner"), by("yardKeeper")]).toEqual([
      "refused: no-standing",
      "refused: no-standing",
      "refused: no-standing",
    ]);
    expect(ledger.kg(dyke())).toBe(1700);
  });

  it("cheat: corrected to swallow 3 t of other sand, the whole load is in question as with any receipt of 20 t", () => {
    const ledger = base.fork();
    const slip = send(ledger);
    const entry = ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 17_000));
    // 3,000 kg over are more than 510 of water, √(86² + 101²) = 133 of both scales, and a tenth of the load.
    expect(word(correct(ledger, "yardKeeper", entry, slip, province.yard, 20_000))).toBe("kept: received-too-much");
    expect([contest(ledger, slip), ledger.kg(yard())]).toEqual(["received-too-much", 0]);
    expect(word(correct(ledger, "yardKeeper", entry + 1, slip, province.yard, 17_000))).toBe("ok");
  });

  it("cheat: corrected to what the checkpoint weighed, the checkpoint's weight still counts", () => {
    const ledger = base.fork();
    const slip = send(ledger);
    const seen = passage(province, { index: slip }, ledger.nowS - 600, { massKg: 8000 });
    expect(word(ledger.say("police", "passage.record", seen))).toBe("kept: weight-differs");
    const entry = indexOf(ledger.say("yardKeeper", "load.receive", receipt(slip, province.yard, 17_000)));
    const before = stateOf(ledger, slip).contested;
    correct(ledger, "yardKeeper", entry, slip, province.yard, 8000);
    expect(stateOf(ledger, slip).contested).toEqual(before);
  });
});

describe("H30: two yards of one keeper, the wrong one chosen on the screen", () => {
  /** A second yard of the same keeper, as near to the mine as the first. */
  const twoYards = () => {
    const ledger = base.fork();
    const other = place(ledger, 2, "Bãi số 2 Bến Thượng", province.yardKeeper);
    way(ledger, province.sandMine, other, 30);
    return { ledger, other };
  };

  it("is corrected hours later: the load lies in the right yard and nothing contradicts it", () => {
    const { ledger, other } = twoYards();
    const slip = send(ledger);
    const wrong = ledger.say("yardKeeper", "load.receive", receipt(slip, other, 17_000));
    expect(word(wrong)).toBe("kept: received-elsewhere");
    ledger.pass(300);
    expect(word(correct(ledger, "yardKeeper", indexOf(wrong), slip, province.yard, 17_000))).toBe("ok");
    expect([ledger.kg(yard()), contest(ledger, slip)]).toEqual([17_000, undefined]);
    expect(ledger.signals(ledger.size - 1)).toContain("corrected-away");
  });

  it("cheat: 'corrected' away from where the slip goes, the load is contested as received elsewhere", () => {
    const { ledger, other } = twoYards();
    const slip = send(ledger);
    const entry = ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 17_000));
    expect(word(correct(ledger, "yardKeeper", entry, slip, other, 17_000))).toBe("kept: received-elsewhere");
    expect([ledger.kg(yard()), ledger.kg(stockOf(other, province.yardKeeper))]).toEqual([0, 0]);
  });
});

describe("an officer corrects his own passage", () => {
  const seeing = { direction: 1 as const };

  it("typed under another lorry's slip: that load is clear again, and the right one was seen", () => {
    const ledger = base.fork();
    const slips = [send(ledger), send(ledger, "yard", { vehicle: province.trucks[1]! })];
    const seenS = ledger.nowS - 300;
    const wrong = passage(province, { index: slips[0]! }, seenS, { plateMatches: 0 });
    const entry = indexOf(ledger.say("police", "passage.record", wrong));
    expect(contest(ledger, slips[0]!)).toBe("plate-differs");
    ledger.pass(20);
    const body = { passage: entry, slip: { index: slips[0]! }, right: { index: slips[1]! }, ...seeing, seenS, reason };
    expect(word(ledger.say("police", "passage.correct", { ...body, plateMatches: 1 }))).toBe("ok");
    expect(slips.map((slip) => contest(ledger, slip))).toEqual([undefined, undefined]);
    expect(stateOf(ledger, slips[1]!).observations).toMatchObject([{ what: "seen", plate: 1, atS: seenS }]);
  });

  it("cheat: another device of the same force cannot correct it, nor the same one two days later", () => {
    const ledger = base.fork();
    const slip = send(ledger);
    const seenS = ledger.nowS - 300;
    const entry = indexOf(
      ledger.say("police", "passage.record", passage(province, { index: slip }, seenS, { plateMatches: 0 })),
    );
    const body = { passage: entry, slip: { index: slip }, ...seeing, seenS, plateMatches: 1, reason };
    expect(word(ledger.say("patrol", "passage.correct", body))).toBe("refused: no-standing");
    ledger.pass(2 * 1440);
    expect(word(ledger.say("police", "passage.correct", body))).toBe("kept: correction-late");
    expect(contest(ledger, slip)).toBe("plate-differs");
  });

  it("cheat: his correction leaves what an honest officer of the force saw of the same lorry", () => {
    const ledger = base.fork();
    const slip = send(ledger);
    const see = (who: string, ago: number) =>
      indexOf(
        ledger.say(who, "passage.record", passage(province, { index: slip }, ledger.nowS - ago, { plateMatches: 0 })),
      );
    const first = see("police", 600);
    see("patrol", 500);
    const body = {
      passage: first,
      slip: { index: slip },
      ...seeing,
      seenS: ledger.nowS - 600,
      plateMatches: 1,
      reason,
    };
    expect(word(ledger.say("police", "passage.correct", body))).toBe("ok");
    expect(contest(ledger, slip)).toBe("plate-differs");
  });
});

beforeAll(async () => {
  await giveDevice(base, "patrol", province.police);
});

describe("H13: contractor and supervisor both look at one load", () => {
  const accept = (ledger: Ledger, who: string, slips: number[], other: Partial<Body<"acceptance.record">> = {}) =>
    ledger.say(who, "acceptance.record", { project: province.dyke, package: 2, slips, ...other });

  it("the supervisor accepts two loads with one signature; a second receipt by the supervisor confirms as well", () => {
    const ledger = base.fork();
    const slips = [send(ledger, "dyke"), send(ledger, "dyke", { vehicle: province.trucks[1]! })];
    for (const slip of slips)
      ledger.must("builderB", "load.receive", receipt(slip, province.dyke, 17_000, { package: 2 }));
    ledger.pass(1);
    expect(
      word(ledger.say("supervisor", "load.receive", receipt(slips[0]!, province.dyke, 17_000, { package: 2 }))),
    ).toBe("ok");
    expect(word(accept(ledger, "supervisor", slips))).toBe("ok");
    expect(slips.map((slip) => contest(ledger, slip))).toEqual([undefined, undefined]);
    expect(ledger.kg(dyke())).toBe(34_000);
    expect(stateOf(ledger, slips[1]!).observations.at(-1)).toMatchObject({ what: "accepted", place: province.dyke });
    const third = send(ledger, "dyke", { vehicle: province.trucks[2]! });
    ledger.must("builderB", "load.receive", receipt(third, province.dyke, 17_000, { package: 2 }));
    const lots = ledger.book.lots(dyke());
    expect(acceptedLoads(ledger.book, province.dyke, lots)).toEqual({ accepted: 2, of: 3 });
  });

  it("a supervisor who had the load weighed puts in question what his weight does not bear out", () => {
    const ledger = base.fork();
    const slip = send(ledger, "dyke");
    ledger.must("builderB", "load.receive", receipt(slip, province.dyke, 17_000, { package: 2 }));
    // 17,000 − 12,000 − √(86² + 61²) = 105.4, rounded up 106.
    expect(word(accept(ledger, "supervisor", [slip], { massKg: 12_000, measure: MEASURE.scale }))).toBe(
      "kept: weight-differs",
    );
    expect(stateOf(ledger, slip).contested).toMatchObject({ why: "weight-differs", kg: 4894 });
  });

  it("cheat: the contractor's own key is no supervisor; a load for elsewhere is not accepted here", () => {
    const ledger = base.fork();
    const slip = send(ledger, "dyke");
    expect(word(accept(ledger, "builderB", [slip]))).toBe("refused: no-standing");
    expect(word(accept(ledger, "owner", [slip]))).toBe("refused: no-standing");
    const elsewhere = send(ledger, "yard", { vehicle: province.trucks[1]! });
    expect(word(accept(ledger, "supervisor", [elsewhere]))).toBe("kept: received-elsewhere");
    expect(stateOf(ledger, elsewhere).observations).toEqual([]);
  });

  it("cheat: turned away by the supervisor and received all the same, the load is contested until he accepts it himself, which is a signal", () => {
    const ledger = base.fork();
    const slip = send(ledger, "dyke");
    const refusal = { slip: { index: slip }, at: province.dyke, package: 2, reason: "Cát lẫn bùn, không đạt" };
    ledger.must("supervisor", "load.refuse", refusal);
    ledger.pass(30);
    const taken = ledger.say("builderB", "load.receive", receipt(slip, province.dyke, 17_000, { package: 2 }));
    expect(word(taken)).toBe("kept: received-though-refused");
    expect(contest(ledger, slip)).toBe("received-though-refused");
    ledger.pass(5);
    expect(word(accept(ledger, "builderB", [slip]))).toBe("refused: no-standing");
    expect(word(accept(ledger, "supervisor", [slip]))).toBe("ok");
    expect([contest(ledger, slip), ledger.signals(ledger.size - 1)]).toEqual([undefined, ["corrected-away"]]);
  });
});
