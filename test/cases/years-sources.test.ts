// Giấy phép gia hạn, chuyển nhượng; mỏ đổi chủ: a source goes on under another number or another holder. What lies at the mine can be sold,
// what was used counts on, what was contradicted stays contradicted, and what was on the road arrives.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { INSTRUMENT, MATERIAL, MEASURE, ROLE, SITE_TYPE, STATUS } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { contradictionOf } from "../../src/rules/origins/trace.ts";
import { type Ledger, openProvince, type Said, word } from "../rules/ledger.ts";
import { receipt } from "../rules/world.ts";
import { grant, numbers, place, stockOf, until, way, welcome } from "../stories/people.ts";

const document = "Giấy phép khai thác khoáng sản số 45/GP-UBND (gia hạn)";
const tonnes = (amount: number) => ({ unit: 2 as const, amount });

let base: Ledger;
let province: Province;
let miner: number;
let heir: number;
let mine: number;
let old: number;
let route: number;

/** A quarry of 50 t a year and 90 t in all, licensed until 30 November 2026; 12 t of what was dug lie at the mine. */
beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  miner = await welcome(base, "miner", "Hợp tác xã Cát Bến Thủy", [ROLE.mineOperator]);
  heir = await welcome(base, "heir", "Công ty TNHH Khoáng sản Hồng Lĩnh", [ROLE.mineOperator]);
  mine = place(base, SITE_TYPE.mine, "Mỏ cát Bến Thủy", miner);
  old = licence(base, "12/GP-UBND", miner, { until: 20261130, reserve: tonnes(90) });
  route = way(base, mine, province.yard, 30);
  base.must("miner", "extract.record", { ...dug, source: old, site: mine, massKg: 12_000 });
});

const dug = { material: MATERIAL.sand, day: 20261110, measure: MEASURE.scale };

function licence(ledger: Ledger, number: string, holder: number, other: Partial<Body<"source.grant">> = {}): number {
  const terms = { instrument: INSTRUMENT.extractionLicence, materials: [MATERIAL.sand], capacityYear: tonnes(50) };
  return grant(ledger, { ...terms, number, holder, sites: [mine], capacityDay: tonnes(50), ...other });
}

function send(ledger: Ledger, who: string, source: number, massKg: number, truck = 0): Said {
  const load = { route, vehicle: province.trucks[truck]!, source, material: MATERIAL.sand, massKg };
  return ledger.say(who, "slip.issue", { ...load, measure: MEASURE.volume });
}

function succeed(ledger: Ledger, successor: number, by: readonly string[], reserveWhole = 0): Said {
  const body = { source: old, successor, document, reserveWhole };
  const proposal = ledger.must("authority", "source.succeed", body);
  let said: Said = { index: proposal, verdict: null, eventS: 0 };
  for (const who of by) said = ledger.say(who, "approve", { proposal });
  ledger.pass(1);
  return said;
}

const yardKg = (ledger: Ledger) => ledger.kg(stockOf(province.yard, province.yardKeeper));

describe("H15: the licence runs out while 12 t that were dug before lie at the mine", () => {
  it("the renewed licence sends them, and none of its own ground is eaten", () => {
    const ledger = base.fork();
    until(ledger, 20261201, 8);
    expect(word(send(ledger, "miner", old, 12_000))).toBe("refused: source-expired");
    const renewed = licence(ledger, "45/GP-UBND", miner, { reserve: tonnes(78) });
    expect(word(succeed(ledger, renewed, ["deputy"]))).toBe("ok");
    const slip = send(ledger, "miner", renewed, 12_000);
    expect(word(slip)).toBe("ok");
    expect(ledger.kg(stockOf(mine, miner, MATERIAL.sand, old))).toBe(0);
    // 12.000 kg left the ground under the old licence this year, and not one more.
    expect(ledger.book.need("ground", renewed).years["2026"]).toBe(12_000);
    if ("refused" in slip) throw new Error("refused");
    ledger.pass(40);
    expect(word(ledger.say("yardKeeper", "load.receive", receipt(slip.index, province.yard, 12_000)))).toBe("ok");
    expect(yardKg(ledger)).toBe(12_000);
  });

  it("what left on the last evening arrives after midnight, and nothing new leaves", () => {
    const ledger = base.fork();
    until(ledger, 20261130, 23, 50);
    const slip = ledger.must("miner", "slip.issue", {
      ...{ route, vehicle: province.trucks[0]!, source: old, material: MATERIAL.sand },
      ...{ massKg: 12_000, measure: MEASURE.volume },
    });
    until(ledger, 20261201, 0, 30);
    expect(word(send(ledger, "miner", old, 5000, 1))).toBe("refused: source-expired");
    expect(word(ledger.say("yardKeeper", "load.receive", receipt(slip, province.yard, 12_000)))).toBe("ok");
    expect(yardKg(ledger)).toBe(12_000);
  });

  it("suspended or gone over: the load on the road arrives, the next one does not leave", () => {
    for (const stop of ["suspended", "succeeded"] as const) {
      const ledger = base.fork();
      const slip = send(ledger, "miner", old, 10_000);
      ledger.pass(5);
      if (stop === "suspended")
        ledger.must("authority", "source.status", { subject: old, status: STATUS.suspended, document });
      else succeed(ledger, licence(ledger, "45/GP-UBND", miner), ["deputy"]);
      expect(word(send(ledger, "miner", old, 2000, 1)), stop).toBe("refused: source-inactive");
      ledger.pass(40);
      if ("refused" in slip) throw new Error("refused");
      expect(word(ledger.say("yardKeeper", "load.receive", receipt(slip.index, province.yard, 10_000))), stop).toBe(
        "ok",
      );
    }
  });
});

describe("H15, the fraud: a renewal is used to dig twice", () => {
  it("this year's use counts on: 50 t a year less 12 t dug leave 38 t, not 50 t", () => {
    const ledger = base.fork();
    const renewed = licence(ledger, "45/GP-UBND", miner);
    succeed(ledger, renewed, ["deputy"]);
    // 12.000 kg of stock and 38.000 kg of ground are 50.000 kg: the 50.001st kilogram is refused.
    const loads = [12_000, 13_000, 13_000, 12_000];
    for (const [truck, massKg] of loads.entries())
      expect(word(send(ledger, "miner", renewed, massKg, truck))).toBe("ok");
    const more = send(ledger, "miner", renewed, 1, 4);
    expect(word(more)).toBe("refused: capacity-exceeded");
    expect(numbers(more)).toMatchObject({ left_kg: 0, need_kg: 1 });
  });

  it("a reserve of the whole deposit is not granted anew: 90 t less 12 t are 78 t", () => {
    const ledger = base.fork();
    const terms = { reserve: tonnes(90), capacityYear: tonnes(900), capacityDay: tonnes(900) };
    const renewed = licence(ledger, "45/GP-UBND", miner, terms);
    succeed(ledger, renewed, ["deputy"], 1);
    const record = (massKg: number) =>
      ledger.say("miner", "extract.record", { ...dug, source: renewed, site: mine, massKg });
    const tooMuch = record(78_001);
    expect(word(tooMuch)).toBe("kept: reserve-exceeded");
    expect(numbers(tooMuch)).toMatchObject({ left_kg: 78_000, need_kg: 78_001 });
    expect(ledger.book.need("ground", renewed).drawnKg).toBe(12_000);
    expect(word(record(78_000))).toBe("ok");
  });

  it("a remainder that is more than was left is named: 90 t said to be left where 78 t are", () => {
    const ledger = base.fork();
    const renewed = licence(ledger, "45/GP-UBND", miner, { reserve: tonnes(90) });
    const said = succeed(ledger, renewed, ["deputy"]);
    if ("refused" in said) throw new Error("refused");
    const raised = ledger.leaves[said.index]!.changes.signals;
    expect(raised).toMatchObject([
      { code: "limit-raised", subject: `source/${renewed}`, figures: { before_kg: 78_000, limit_kg: 90_000 } },
    ]);
  });

  it("contradicted stock stays contradicted: a finding on the old licence follows its 12 t into the yard", () => {
    const ledger = base.fork();
    const renewed = licence(ledger, "45/GP-UBND", miner);
    const finding = { source: old, document: "Kết luận thanh tra số 3", reason: "Khai thác ngoài ranh giới mỏ" };
    ledger.must("authority", "finding.record", finding);
    succeed(ledger, renewed, ["deputy"]);
    const slip = send(ledger, "miner", renewed, 12_000);
    if ("refused" in slip) throw new Error("refused");
    const [lot] = ledger.book.lots(`transit/${slip.index}`);
    expect(contradictionOf(ledger.book, lot!)).toMatchObject({ why: "finding" });
    // What is dug under the new licence is not: 1 t more of its own ground.
    const clean = send(ledger, "miner", renewed, 1000, 1);
    if ("refused" in clean) throw new Error("refused");
    expect(contradictionOf(ledger.book, ledger.book.lots(`transit/${clean.index}`)[0]!)).toBeUndefined();
  });

  it("nobody does it alone, twice, to another mine, or out of a suspension", () => {
    const ledger = base.fork();
    const renewed = licence(ledger, "45/GP-UBND", miner);
    const body = { source: old, successor: renewed, document, reserveWhole: 0 };
    const proposal = ledger.must("authority", "source.succeed", body);
    expect(word(ledger.say("authority", "approve", { proposal }))).toBe("refused: needs-second");
    expect(ledger.book.need("source", renewed).predecessors).toBeUndefined();
    expect(word(ledger.say("miner", "source.succeed", body))).toBe("refused: no-standing");
    const elsewhere = ledger.say("authority", "source.succeed", { ...body, successor: province.sandSource });
    expect(word(elsewhere)).toBe("refused: bad-terms");
    ledger.must("deputy", "approve", { proposal });
    expect(word(ledger.say("authority", "source.succeed", body))).toBe("refused: bad-terms");
    const suspended = base.fork();
    suspended.must("authority", "source.status", { subject: old, status: STATUS.suspended, document });
    const next = licence(suspended, "46/GP-UBND", miner);
    expect(word(suspended.say("authority", "source.succeed", { ...body, successor: next }))).toBe(
      "refused: source-inactive",
    );
  });
});

describe("H15: what happens to the old licence's slips and heap after the succession", () => {
  const yearKg = (ledger: Ledger, source: number) => ledger.book.need("ground", source).years["2026"] ?? 0;

  /** A slip under the old licence, signed now and not sent yet. */
  function unsent(ledger: Ledger, massKg: number) {
    const load = { route, vehicle: province.trucks[0]!, source: old, material: MATERIAL.sand, massKg };
    return ledger.write("miner", "slip.issue", { ...load, measure: MEASURE.volume });
  }

  it("a slip that is taken back gives its capacity back to the successor", () => {
    const ledger = base.fork();
    // 12.000 kg come from what lies there, 3.000 kg out of the ground: 15.000 kg of the year are used.
    const slip = send(ledger, "miner", old, 15_000);
    if ("refused" in slip) throw new Error("refused");
    const renewed = licence(ledger, "45/GP-UBND", miner);
    succeed(ledger, renewed, ["deputy"]);
    expect(yearKg(ledger, renewed)).toBe(15_000);
    expect(word(ledger.say("miner", "slip.void", { slip: slip.index, reason: "Xe hỏng, chưa đi" }))).toBe("ok");
    ledger.pass(73 * 60);
    ledger.say("authority", "source.status", { subject: old, status: STATUS.closed, document });
    expect(yearKg(ledger, renewed)).toBe(12_000);
    expect(ledger.book.need("ground", renewed).drawnKg).toBe(12_000);
    // The ground that the old licence had used is no less used for the reserve that is the rest: nothing of the new one is drawn.
    expect(ledger.book.need("source", renewed).usedBeforeKg).toBe(12_000);
  });

  it("a slip that comes late counts in the successor's year", () => {
    const ledger = base.fork();
    const slip = unsent(ledger, 15_000);
    ledger.pass(20);
    const renewed = licence(ledger, "45/GP-UBND", miner);
    succeed(ledger, renewed, ["deputy"]);
    expect(word(ledger.bring(slip, true))).toBe("ok");
    expect(yearKg(ledger, renewed)).toBe(15_000);
  });

  it("the fraud: late slips of the old licence do not sell the year a second time", () => {
    const ledger = base.fork();
    const slip = unsent(ledger, 15_000);
    ledger.pass(20);
    const renewed = licence(ledger, "45/GP-UBND", miner);
    succeed(ledger, renewed, ["deputy"]);
    // 12.000 kg of stock and the 38.000 kg that the year still has: 50.000 kg are sold.
    for (const [truck, massKg] of [12_000, 13_000, 13_000, 12_000].entries())
      expect(word(send(ledger, "miner", renewed, massKg, truck + 1))).toBe("ok");
    expect(word(ledger.bring(slip, true))).toBe("kept: capacity-exceeded");
    expect(yearKg(ledger, renewed)).toBe(50_000);
  });

  it("one heap under two licences is counted as one", () => {
    const ledger = base.fork();
    const renewed = licence(ledger, "45/GP-UBND", miner);
    succeed(ledger, renewed, ["deputy"]);
    const record = { ...dug, source: renewed, site: mine, massKg: 8000 };
    expect(word(ledger.say("miner", "extract.record", record))).toBe("ok");
    const stock = () => [old, renewed].map((source) => ledger.kg(stockOf(mine, miner, MATERIAL.sand, source)));
    expect(stock()).toEqual([12_000, 8000]);
    const count = { site: mine, material: MATERIAL.sand, measure: MEASURE.scale };
    // 20.000 kg lie there, whatever their licence was: nothing is amiss.
    const whole = ledger.say("miner", "stock.count", { ...count, source: renewed, massKg: 20_000 });
    if ("refused" in whole) throw new Error("refused");
    expect(ledger.leaves[whole.index]!.changes.signals).toEqual([]);
    // The fraud: 12.000 kg are there, shown for the old licence and once more for the new one. 8.000 kg are lost.
    ledger.must("miner", "stock.count", { ...count, source: old, massKg: 12_000 });
    ledger.must("miner", "stock.count", { ...count, source: renewed, massKg: 12_000 });
    expect(stock()).toEqual([4000, 8000]);
  });
});

describe("H16: the mine gets another owner", () => {
  function sold(ledger: Ledger): number {
    const licensed = licence(ledger, "45/GP-UBND", heir);
    const proposal = ledger.must("authority", "site.amend", {
      site: mine,
      document,
      party: heir,
      name: "Mỏ cát Hồng Lĩnh",
    });
    for (const who of ["heir", "deputy"]) ledger.must(who, "approve", { proposal });
    succeed(ledger, licensed, ["heir", "deputy"]);
    return licensed;
  }

  it("it sends the 10 t that it bought, at the old place and by the old route", () => {
    const ledger = base.fork();
    const licensed = sold(ledger);
    expect(word(send(ledger, "heir", licensed, 10_000))).toBe("ok");
    expect(ledger.kg(stockOf(mine, miner, MATERIAL.sand, old))).toBe(2000);
    expect(word(send(ledger, "miner", licensed, 1000, 1))).not.toBe("ok");
    expect(ledger.book.need("site", mine)).toMatchObject({
      name: "Mỏ cát Hồng Lĩnh",
      former: [{ name: "Mỏ cát Bến Thủy", party: miner }],
    });
  });

  it("a slip that the old owner signed before the sale, and that its receiver brings afterwards, counts", () => {
    const ledger = base.fork();
    const load = { route, vehicle: province.trucks[0]!, source: old, material: MATERIAL.sand, massKg: 10_000 };
    const slip = ledger.write("miner", "slip.issue", { ...load, measure: MEASURE.volume });
    ledger.pass(20);
    sold(ledger);
    expect(word(ledger.bring(slip, true))).toBe("ok");
  });

  it("the fraud: a mine is not given away without its new keeper and a second officer", () => {
    const ledger = base.fork();
    const proposal = ledger.must("authority", "site.amend", { site: mine, document, party: heir });
    ledger.must("heir", "approve", { proposal });
    expect(ledger.book.need("site", mine).party).toBe(miner);
    expect(word(ledger.say("authority", "approve", { proposal }))).toBe("refused: needs-second");
  });

  it("a commune that merges renames the place and keeps its old name", () => {
    const ledger = base.fork();
    const renamed = { site: mine, document, name: "Mỏ cát Bến Thủy, phường Trường Vinh" };
    ledger.agree("authority", "deputy", "site.amend", renamed);
    expect(ledger.book.need("site", mine)).toMatchObject({ party: miner, former: [{ name: "Mỏ cát Bến Thủy" }] });
  });
});
