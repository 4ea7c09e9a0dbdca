// Payment control: what a claim's lines demand, what the book evidences, what is spent, and what nobody can claim twice or unseen.

import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { MATERIAL, MEASURE, OUTCOME, RECIPE_SOURCE } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import type { AccountKey } from "../../src/rules/book/accounts.ts";
import { lineValue } from "../../src/rules/numbers/convert.ts";
import { hashFigures } from "../../src/rules/payment/figures.ts";
import { type Ledger, openProvince, word } from "./ledger.ts";
import {
  annexOf,
  completeAnnex,
  decide,
  figuresOf,
  receipt,
  reviewOf,
  sandSlip,
  sandToDyke,
  workLine,
} from "./world.ts";

let base: Ledger;
let province: Province;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
});

const dyke = (product: number, material: number): AccountKey => `project/${province.dyke}/2/${product}/${material}`;
const concrete = (milli: number, price = 1_200_000) => workLine(milli, price, province.concrete, { code: "AF.11230" });
const sandFill = (milli: number, price = 265_000) => workLine(milli, price, province.embankment);

/** Stone from quarry and crusher into the dyke's package, in loads of 18 tonnes. */
function stoneToDyke(ledger: Ledger, kg: number): void {
  const haul = (route: string, load: Partial<Body<"slip.issue">>, to: number, contract?: number) => {
    for (let left = kg, i = 0; left > 0; left -= 18_000, i++) {
      if (i % 12 === 0) ledger.pass(120);
      const body = {
        route: province.routes[route]!,
        vehicle: province.trucks[i % 12]!,
        massKg: Math.min(18_000, left),
        measure: MEASURE.volume,
        ...load,
        ...(contract ? { package: contract } : {}),
      };
      const slip = ledger.must("stoneMiner", "slip.issue", body);
      const keeper = contract ? "builderB" : "stoneMiner";
      ledger.pass(1);
      ledger.must(keeper, "load.receive", receipt(slip, to, body.massKg, contract ? { package: contract } : {}));
    }
  };
  haul("stoneMine→crusher", { source: province.stoneSource, material: 3 }, province.crusher);
  const batch = {
    site: province.crusher,
    inputs: [{ material: MATERIAL.blastedRock, massKg: kg }],
    outputs: [{ material: MATERIAL.stone1x2, massKg: kg }],
  };
  ledger.must("stoneMiner", "batch.process", batch);
  haul("crusher→dyke", { material: 6 }, province.dyke, 2);
}

/** Sixty tonnes in loads. */
const SIXTY = [18_000, 18_000, 18_000, 6000];

describe("the officer's sentence", () => {
  it("BT móng M250, 100 m³: sand needs 73.4 t, has 60.0 t, lacks 13.4 t → 81.726 m³ → 98,071,200 đ at 1,200,000 đ", () => {
    const ledger = base.fork();
    sandToDyke(ledger, province, SIXTY);
    stoneToDyke(ledger, 135_780);
    const annex = completeAnnex(ledger, province, [concrete(100_000)]);
    const { figures } = figuresOf(ledger, annex);
    const [line] = figures.lines;
    expect(line!.materials[0]).toMatchObject({
      demandKg: 73_416,
      ledgerKg: 60_000,
      insufficientKg: 13_416,
      contradictedKg: 0,
    });
    expect(line!.materials[1]).toMatchObject({ demandKg: 135_780, ledgerKg: 135_780, insufficientKg: 0 });
    expect([line!.acceptedMilli, line!.acceptedDong]).toEqual([81_726, 98_071_200]);
    expect([figures.claimedDong, figures.acceptedDong]).toEqual([120_000_000, 98_071_200]);
    // Both are spent for what was accepted: the stone that was there for nothing stays.
    expect(decide(ledger, annex).decision).toMatchObject({ verdict: null });
    const spent = [Math.ceil((73_416 * 81_726) / 100_000), Math.ceil((135_780 * 81_726) / 100_000)];
    expect(ledger.kg(`paid/${annex}`)).toBe(spent[0]! + spent[1]!);
    expect([ledger.kg(dyke(0, 1)), ledger.kg(dyke(0, 6))]).toEqual([60_000 - spent[0]!, 135_780 - spent[1]!]);
  });

  it("accepted đồng floor after the quantity has floored", () => {
    const ledger = base.fork();
    sandToDyke(ledger, province, [10_000]);
    const annex = completeAnnex(ledger, province, [sandFill(10_000, 333_333)]);
    const line = figuresOf(ledger, annex).figures.lines[0]!;
    expect(line.acceptedMilli).toBe(Math.floor((10_000 * 10_000) / 16_836));
    expect(line.acceptedDong).toBe(Math.floor((5939 * 333_333) / 1000));
  });
});

describe("the scarcest material", () => {
  it("caps the work: sand 60 %, stone 100 % → 60 % accepted, both spent at 60 %", () => {
    const ledger = base.fork();
    // Of 25 m³: sand 18,354 kg, stone 33,945 kg.
    sandToDyke(ledger, province, [11_013]);
    stoneToDyke(ledger, 33_945);
    const annex = completeAnnex(ledger, province, [concrete(25_000)]);
    expect(figuresOf(ledger, annex).figures.lines[0]!.acceptedMilli).toBe(15_000);
    decide(ledger, annex);
    expect(ledger.kg(dyke(0, 1))).toBe(11_013 - 11_013);
    expect(ledger.kg(dyke(0, 6))).toBe(33_945 - 20_367);
  });

  it("that is wholly absent leaves nothing to accept and nothing spent", () => {
    const ledger = base.fork();
    sandToDyke(ledger, province, [18_000]);
    const annex = completeAnnex(ledger, province, [concrete(20_000)]);
    expect(figuresOf(ledger, annex).figures.lines[0]).toMatchObject({ acceptedMilli: 0, acceptedDong: 0 });
    expect(word(decide(ledger, annex).decision!)).toBe("ok");
    expect(ledger.kg(dyke(0, 1))).toBe(18_000);
  });
});

describe("contested kilograms", () => {
  it("are taken in their turn and withheld, so that the clean ones behind them do not step in", () => {
    const ledger = base.fork();
    const [first] = sandToDyke(ledger, province, [6000, 6000, 6000]);
    ledger.say("builderB", "load.receive", receipt(first!, province.dyke, 6000, { package: 2 }));
    const annex = completeAnnex(ledger, province, [sandFill(5000)]);
    const line = figuresOf(ledger, annex).figures.lines[0]!;
    expect(line.materials[0]).toMatchObject({
      demandKg: 8418,
      ledgerKg: 2418,
      contradictedKg: 6000,
      insufficientKg: 0,
    });
    decide(ledger, annex);
    expect(ledger.kg(`withheld/${annex}`)).toBe(6000);
    expect(ledger.kg(`paid/${annex}`)).toBeLessThanOrEqual(2418);
  });

  it("are found through yard, crusher and plant", () => {
    const ledger = base.fork();
    const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province));
    ledger.pass(40);
    ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 10_000));
    const on = {
      route: province.routes["yard→dyke"]!,
      vehicle: province.trucks[1]!,
      material: MATERIAL.sand,
      massKg: 10_000,
      measure: MEASURE.volume,
      package: 2,
    };
    const next = ledger.must("yardKeeper", "slip.issue", on);
    ledger.pass(40);
    ledger.must("builderB", "load.receive", receipt(next, province.dyke, 10_000, { package: 2 }));
    const annex = completeAnnex(ledger, province, [sandFill(5000)]);
    expect(figuresOf(ledger, annex).figures.lines[0]!.materials[0]).toMatchObject({ contradictedKg: 0 });
    ledger.say("plantKeeper", "load.receive", receipt(slip, province.plant, 10_000));
    expect(figuresOf(ledger, annex).figures.lines[0]!.materials[0]).toMatchObject({ contradictedKg: 8418 });
  });

  it("make a result signed on older figures impossible", () => {
    const ledger = base.fork();
    const [slip] = sandToDyke(ledger, province, [9000]);
    const annex = completeAnnex(ledger, province, [sandFill(5000)]);
    const stale = reviewOf(ledger, annex, 1);
    const entry = ledger.write("officer", "review.make", stale);
    const review = ledger.bring(entry);
    if ("refused" in review) throw new Error(JSON.stringify(review.refused));
    // The load arrives a second time, long after: that was another lorry.
    ledger.pass(180);
    ledger.say("builderB", "load.receive", receipt(slip!, province.dyke, 9000, { package: 2 }));
    const again = { ...stale, replaces: review.index };
    expect(word(ledger.say("officer", "review.make", again))).toBe("refused: figures-differ");
    const result = {
      review: review.index,
      reviewId: entry.id,
      annex,
      outcome: OUTCOME.pay,
      figuresHash: stale.figuresHash,
      claimedDong: 1_325_000,
      acceptedDong: 1_325_000,
      paidDong: 1_325_000,
      bases: ["Nghị định"],
      text: "Đủ căn cứ thanh toán.",
    };
    expect(word(ledger.say("approver", "decision.sign", result))).toBe("refused: figures-differ");
  });
});

describe("the lines of an annex", () => {
  it("are served in their order: the last goes short", () => {
    const ledger = base.fork();
    sandToDyke(ledger, province, [10_000]);
    const annex = completeAnnex(ledger, province, [sandFill(4000), sandFill(4000)]);
    expect(figuresOf(ledger, annex).figures.lines.map((line) => line.acceptedMilli)).toEqual([4000, 1939]);
  });

  it("without tracked material are accepted as claimed", () => {
    const ledger = base.fork();
    const annex = completeAnnex(ledger, province, [workLine(42_500, 18_600_000, undefined, { unit: "tấn" })]);
    expect(figuresOf(ledger, annex).figures).toMatchObject({ claimedDong: 790_500_000, acceptedDong: 790_500_000 });
  });

  it("cannot leave out the recipe that their code has, nor take another's, nor one of another unit or project", () => {
    const ledger = base.fork();
    const say = (line: ReturnType<typeof workLine>) =>
      word(ledger.say("builderB", "annex.propose", annexOf(province, [line])));
    const { recipe: _, ...bare } = concrete(1000);
    expect(say(bare)).toBe("refused: annex-recipe");
    expect(say(workLine(1000, 1, province.embankment, { code: "AF.11230" }))).toBe("refused: annex-recipe");
    expect(say({ ...concrete(1000), unit: "100 m³" })).toBe("refused: annex-unit");
    const { lines, code, name, unit } = ledger.book.need("recipe", province.concrete);
    const mix = {
      code,
      name,
      unit,
      lines,
      source: RECIPE_SOURCE.mixDesign,
      document: "Thiết kế cấp phối",
      waste: 1,
      project: province.bridge,
    };
    const recipe = ledger.agree("supervisor", "owner", "recipe.set", mix);
    expect(say({ ...concrete(1000), recipe })).toBe("refused: annex-recipe");
    expect(say({ ...concrete(1000), recipe: province.yard })).toBe("refused: not-found");
    expect(say(concrete(1000))).toBe("ok");
  });

  it("are quantity times price, rounded half up", () => {
    expect([lineValue(1, 500), lineValue(1, 499), lineValue(1500, 1)]).toEqual([1, 0, 2]);
    const wrong = { ...sandFill(1000), valueDong: 265_001 };
    const said = base.fork().say("builderB", "annex.propose", annexOf(province, [wrong]));
    expect(said).toMatchObject({ refused: { code: "annex-arithmetic", figures: { line: 1, expected_vnd: 265_000 } } });
  });

  it("that no sum can hold are refused before anyone signs them", () => {
    const ledger = base.fork();
    const say = (lines: ReturnType<typeof workLine>[]) =>
      word(ledger.say("builderB", "annex.propose", annexOf(province, lines)));
    expect(say(Array.from({ length: 2 }, () => workLine(1000, 10 ** 15, undefined)))).toBe("refused: bad-terms");
    expect(say([sandFill(10 ** 12, 1)])).toBe("refused: bad-terms");
    const factor = ledger.agree("authority", "deputy", "factor.set", {
      material: 1,
      use: 1,
      numerator: 10 ** 9,
      denominator: 1,
      document: "x",
      from: 20250101,
      label: "thử số lớn",
    });
    const absurd = {
      code: "X",
      name: "x",
      unit: "m³",
      source: RECIPE_SOURCE.ministryNorm,
      document: "x",
      waste: 1,
      lines: [{ material: MATERIAL.sand, numerator: 10 ** 9, denominator: 1, factor }],
    };
    const recipe = ledger.agree("authority", "deputy", "recipe.set", absurd);
    expect(say([workLine(1, 1000, recipe, { code: "X" })])).toBe("refused: bad-terms");
  });
});

describe("exempt", () => {
  it("is what a package demands below the threshold, in all its claims together", () => {
    const ledger = base.fork();
    // 1,683.6 kg each, threshold 2,000.
    const first = completeAnnex(ledger, province, [sandFill(1000)]);
    const second = completeAnnex(ledger, province, [sandFill(1000)]);
    expect(figuresOf(ledger, first).figures.lines[0]!.materials[0]).toMatchObject({
      exemptKg: 1684,
      insufficientKg: 0,
    });
    expect(figuresOf(ledger, second).figures.lines[0]!.materials[0]).toMatchObject({ exemptKg: 1684 });
    expect(decide(ledger, first, 1).decision).toMatchObject({ verdict: null });
    expect(figuresOf(ledger, second).figures.lines[0]!.materials[0]).toMatchObject({
      exemptKg: 0,
      insufficientKg: 1684,
    });
  });

  it("ends exactly at the threshold, counted over the whole claim", () => {
    const ledger = base.fork();
    const figure = (lines: ReturnType<typeof workLine>[]) =>
      figuresOf(ledger, completeAnnex(ledger, province, lines)).figures.lines.map(
        (line) => line.materials[0]!.exemptKg > 0,
      );
    expect(figure([sandFill(1187)])).toEqual([true]);
    expect(figure([sandFill(1188)])).toEqual([false]);
    expect(figure([sandFill(600), sandFill(600)])).toEqual([false, false]);
  });
});

describe("a complete dossier", () => {
  it("rests on what had arrived by then: a later load does not count", () => {
    const ledger = base.fork();
    sandToDyke(ledger, province, [4000]);
    const annex = completeAnnex(ledger, province, [sandFill(5000)]);
    sandToDyke(ledger, province, [9000]);
    expect(figuresOf(ledger, annex).figures.lines[0]!.materials[0]).toMatchObject({
      ledgerKg: 4000,
      insufficientKg: 4418,
    });
  });

  it("is not reviewed before owner, supervisor and contractor have each signed it once", () => {
    const ledger = base.fork();
    const entry = ledger.write("builderB", "annex.propose", annexOf(province, [sandFill(500)]));
    const said = ledger.bring(entry);
    if ("refused" in said) throw new Error(JSON.stringify(said.refused));
    const annex = said.index;
    const review = {
      annex,
      outcome: OUTCOME.return,
      size: 1,
      root: ledger.root(1),
      rules: 0,
      figuresHash: new Uint8Array(32),
      reasons: [3 as const],
      text: "Hồ sơ chưa đủ chữ ký.",
    };
    expect(word(ledger.say("officer", "review.make", review))).toBe("refused: annex-incomplete");
    const cosign = (who: string, entryId = entry.id) => word(ledger.say(who, "annex.cosign", { annex, entryId }));
    expect(cosign("builderB")).toBe("refused: already-signed");
    expect(cosign("supervisor", new Uint8Array(32))).toBe("refused: not-found");
    expect(cosign("builderA")).toBe("refused: no-standing");
    expect(cosign("supervisor")).toBe("ok");
    expect(cosign("supervisor")).toBe("refused: already-signed");
    expect(ledger.book.need("claim", annex).complete).toBeNull();
    expect(cosign("owner")).toBe("ok");
    expect(ledger.book.need("claim", annex).complete).toMatchObject({ index: ledger.size - 1 });
  });

  it("keeps its number in its package, whatever became of it", () => {
    const ledger = base.fork();
    const body = annexOf(province, [sandFill(500)], { number: 77 });
    const annex = ledger.must("builderB", "annex.propose", body);
    const said = ledger.say("owner", "annex.propose", body);
    expect(said).toMatchObject({ refused: { code: "annex-number-used", figures: { index: annex } } });
    expect(word(ledger.say("builderA", "annex.propose", { ...body, project: province.bridge, package: 1 }))).toBe("ok");
  });
});

describe("outcomes", () => {
  const ready = () => {
    const ledger = base.fork();
    sandToDyke(ledger, province, [4000]);
    return { ledger, annex: completeAnnex(ledger, province, [sandFill(5000)]) };
  };

  it("pay needs every đồng evidenced and part needs some of them", () => {
    const { ledger, annex } = ready();
    expect(word(decide(ledger, annex, 1).review)).toBe("refused: outcome-mismatch");
    expect(word(decide(ledger, annex, 2).decision!)).toBe("ok");
    const none = completeAnnex(ledger, province, [concrete(5000)]);
    expect(word(decide(ledger, none, 2).review)).toBe("refused: outcome-mismatch");
  });

  it("refusing spends nothing, returning nothing either, and both need reasons", () => {
    for (const outcome of [3, 4] as const) {
      const { ledger, annex } = ready();
      const silent = { ...reviewOf(ledger, annex, outcome), reasons: [] };
      expect(word(ledger.say("officer", "review.make", silent))).toBe("refused: reasons-missing");
      expect(word(decide(ledger, annex, outcome).decision!)).toBe("ok");
      expect([ledger.kg(`paid/${annex}`), ledger.kg(dyke(0, 1))]).toEqual([0, 4000]);
    }
  });

  it("an advance carries no lines, and a claim carries some", () => {
    const ledger = base.fork();
    const say = (body: Body<"annex.propose">) => word(ledger.say("builderB", "annex.propose", body));
    expect(say(annexOf(province, [], { kind: 2, advanceDong: 5_000_000 }))).toBe("ok");
    expect(say(annexOf(province, [sandFill(1)], { kind: 2, advanceDong: 5_000_000 }))).toBe("refused: bad-terms");
    expect(say(annexOf(province, []))).toBe("refused: bad-terms");
    expect(say(annexOf(province, [sandFill(1)], { advanceDong: 1 }))).toBe("refused: bad-terms");
  });
});

describe("a review", () => {
  it("names a tree head that the log has had, the rules of the claim's day, and the figures as they are", () => {
    const ledger = base.fork();
    sandToDyke(ledger, province, [9000]);
    const annex = completeAnnex(ledger, province, [sandFill(5000)]);
    const fair = reviewOf(ledger, annex, 1);
    const say = (other: Partial<Body<"review.make">>) =>
      word(ledger.fork().say("officer", "review.make", { ...fair, ...other }));
    expect(say({ root: new Uint8Array(32) })).toBe("refused: bad-terms");
    expect(say({ size: 0 })).toBe("refused: bad-terms");
    expect(say({ size: fair.size + 1 })).toBe("refused: bad-terms");
    expect(say({ size: fair.size - 1 })).toBe("refused: bad-terms");
    expect(say({ rules: 1 })).toBe("refused: figures-differ");
    expect(say({ figuresHash: hashFigures({ ...figuresOf(ledger, annex).figures, acceptedDong: 1 }) })).toBe(
      "refused: figures-differ",
    );
    expect(say({ annex: province.dyke })).toBe("refused: not-found");
    expect(say({})).toBe("ok");
  });

  it("that a newer one has replaced is no longer approved", () => {
    const ledger = base.fork();
    sandToDyke(ledger, province, [9000]);
    const annex = completeAnnex(ledger, province, [sandFill(5000)]);
    const first = ledger.write("officer", "review.make", reviewOf(ledger, annex, 3));
    const old = ledger.bring(first);
    if ("refused" in old) throw new Error(JSON.stringify(old.refused));
    ledger.must("officer", "review.make", reviewOf(ledger, annex, 1));
    const { figuresHash } = reviewOf(ledger, annex, 3);
    const result = {
      review: old.index,
      reviewId: first.id,
      annex,
      outcome: OUTCOME.refuse,
      figuresHash,
      claimedDong: 1_325_000,
      acceptedDong: 0,
      paidDong: 0,
      bases: ["Nghị định"],
      text: "Không đủ căn cứ thanh toán.",
    };
    expect(word(ledger.say("approver", "decision.sign", result))).toBe("refused: review-replaced");
  });
});
