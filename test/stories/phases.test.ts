// Quy tắc theo ngày: obligations, hours and phase-outs tighten by date, kind of site and material; two of three roots decide it, and what
// was decided under the old rules keeps its figures.

import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { demoRules } from "../../src/demo/province.ts";
import type { RuleSet } from "../../src/format/bodies/ruleset.ts";
import { FACTOR_USE, MATERIAL, OBLIGATION, OBLIGATION_STATE, PHASE, PHASED_RULE } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { rulesAt } from "../../src/rules/acts/context.ts";
import { computeClaim, hashFigures } from "../../src/rules/payment/figures.ts";
import { type Ledger, openProvince, word } from "../rules/ledger.ts";
import { completeAnnex, decide, figuresOf, receipt, reviewOf, sandSlip, sandToDyke, workLine } from "../rules/world.ts";
import { grant, until, way } from "./people.ts";

let base: Ledger;
let province: Province;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
});

/** A rule set from a moment on, by two roots. */
function decideRules(ledger: Ledger, rules: Partial<RuleSet>, fromS = ledger.nowS): number {
  const proposal = ledger.must("root0", "rules.set", { ...demoRules(fromS), ...rules });
  ledger.must("root1", "approve", { proposal });
  ledger.pass(1);
  return proposal;
}

const dayS = (day: number) =>
  Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100) - 1, day % 100, -7) / 1000;

const sand = (ledger: Ledger, truck: number, other: Partial<Body<"slip.issue">> = {}) =>
  ledger.say("sandMiner", "slip.issue", sandSlip(province, { vehicle: province.trucks[truck]!, ...other }));

const rock = (ledger: Ledger, truck: number) =>
  ledger.say("stoneMiner", "slip.issue", {
    route: province.routes["stoneMine→crusher"]!,
    vehicle: province.trucks[truck]!,
    source: province.stoneSource,
    material: 3,
    massKg: 15_000,
    measure: 3,
  });

describe("nghĩa vụ siết dần (obligations tighten)", () => {
  it("từ ngày đã định chỉ chặn mỏ cát, mỏ đá chưa: theo vật liệu và theo ngày", () => {
    const ledger = base.fork();
    const deposit = { obligation: OBLIGATION.landLease, state: OBLIGATION_STATE.notShown };
    ledger.agree("authority", "deputy", "obligation.attest", { subject: province.stoneSource, items: [deposit] });
    decideRules(ledger, { phases: [{ rule: 1, phase: 3, fromS: dayS(20261201), material: 1 }] });
    // November: both are observed. December: sand is blocked, rock still is not.
    expect([word(sand(ledger, 0)), word(rock(ledger, 1))]).toEqual(["ok", "ok"]);
    until(ledger, 20261130, 18, 59);
    expect(word(sand(ledger, 2))).toBe("ok");
    until(ledger, 20261201, 8);
    expect([word(sand(ledger, 3)), word(rock(ledger, 4))]).toEqual(["refused: obligation-not-shown", "ok"]);
  });

  it("theo loại nơi: bãi bị chặn, mỏ chỉ cảnh báo", () => {
    const ledger = base.fork();
    const wharf = { obligation: OBLIGATION.wharfLicence, state: OBLIGATION_STATE.notShown };
    ledger.agree("authority", "deputy", "obligation.attest", { subject: province.yard, items: [wharf] });
    const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province, { massKg: 15_000 }));
    ledger.pass(30);
    ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 15_000));
    const send = (truck: number) =>
      ledger.say("yardKeeper", "slip.issue", {
        route: province.routes["yard→dyke"]!,
        vehicle: province.trucks[truck]!,
        material: 1,
        massKg: 5000,
        measure: 1,
        package: 2,
      });
    expect(word(send(1))).toBe("ok");
    expect(ledger.signals(ledger.size - 1)).toContain("obligation-not-shown");
    decideRules(ledger, { phases: [{ rule: 1, phase: 3, siteType: 2 }] });
    expect(word(send(2))).toBe("refused: obligation-not-shown");
    expect(word(sand(ledger, 3))).toBe("ok");
  });

  it("được miễn phải nêu căn cứ; đã hết hiệu lực thì chặn dù quy tắc mới chỉ theo dõi", () => {
    const ledger = base.fork();
    const attest = (item: Body<"obligation.attest">["items"][number]) =>
      word(
        ledger.together("authority", "deputy", "obligation.attest", { subject: province.sandSource, items: [item] }),
      );
    expect(attest({ obligation: 4, state: 2 })).toBe("refused: bad-terms");
    expect(attest({ obligation: 4, state: 2, document: "Công văn số 77/SNNMT-KS" })).toBe("ok");
    expect(sand(ledger, 0)).toMatchObject({ verdict: null });
    expect(ledger.signals(ledger.size - 1)).toEqual([]);
    expect(attest({ obligation: 6, state: 1, until: 20261110 })).toBe("ok");
    expect(word(sand(ledger, 1))).toBe("ok");
    until(ledger, 20261111, 8);
    expect(word(sand(ledger, 2))).toBe("refused: obligation-lapsed");
  });
});

describe("quy mô dự án (size of the project)", () => {
  it("từ 100 tỷ đồng trở lên thì chặn, dưới 5 tỷ thì chỉ theo dõi, còn lại theo mức chung; dự án không ghi giá trị tính như lớn nhất", () => {
    const { owner, supervisor, treasury, builderA, sandMine, sandMiner, dyke } = province;
    const bound = { obligation: OBLIGATION.landLease, state: OBLIGATION_STATE.notShown };
    const phases = [
      { rule: PHASED_RULE.obligations, phase: PHASE.block, leastDong: 100_000_000_000 },
      { rule: PHASED_RULE.obligations, phase: PHASE.observe, belowDong: 5_000_000_000 },
    ];
    /** What a slip of sand to a new project of this value comes to, under a general phase. */
    const sentTo = (valueDong: number | undefined, obligationPhase: 1 | 3) => {
      const ledger = base.fork();
      ledger.agree("authority", "deputy", "obligation.attest", { subject: province.sandSource, items: [bound] });
      decideRules(ledger, { obligationPhase, phases });
      const packages = [{ number: 2, name: "Gói thầu số 2", contractor: builderA }];
      const value = valueDong === undefined ? {} : { valueDong };
      const parts = { owner, supervisor, treasury, packages, ...value };
      const project = ledger.must("authority", "project.register", { code: "8011111", name: "Đường", ...parts });
      const route = way(ledger, sandMine, project, 20);
      expect(ledger.book.need("site", sandMine).party).toBe(sandMiner);
      return word(sand(ledger, 0, { route, package: 2 }));
    };
    const blocked = "refused: obligation-not-shown";
    expect([sentTo(100_000_000_000, 1), sentTo(99_999_999_999, 1)]).toEqual([blocked, "ok"]);
    expect([sentTo(4_999_999_999, 3), sentTo(5_000_000_000, 3)]).toEqual(["ok", blocked]);
    // A project whose value nobody registered counts among the largest; neither band fits a yard.
    expect([sentTo(undefined, 1), sentTo(undefined, 3)]).toEqual([blocked, blocked]);
    const ledger = base.fork();
    ledger.agree("authority", "deputy", "obligation.attest", { subject: province.sandSource, items: [bound] });
    decideRules(ledger, { phases });
    expect(word(sand(ledger, 0))).toBe("ok");
    expect(ledger.book.need("project", dyke).valueDong).toBeUndefined();
  });
});

describe("giờ và mùa (hours and season)", () => {
  it("cát sông từ 5 giờ đến trước 19 giờ, không làm đêm", () => {
    const ledger = base.fork();
    until(ledger, 20261110, 18, 59, 59);
    expect(word(sand(ledger, 0))).toBe("ok");
    until(ledger, 20261110, 19);
    expect(word(sand(ledger, 1))).toBe("refused: outside-hours");
    until(ledger, 20261111, 4, 59, 59);
    expect(word(sand(ledger, 1))).toBe("refused: outside-hours");
    until(ledger, 20261111, 5);
    expect(word(sand(ledger, 1))).toBe("ok");
  });

  it("mùa từ 01/11 đến 31/03 đi qua năm mới; giờ từ 22 đến 4 giờ đi qua nửa đêm", () => {
    const ledger = base.fork();
    const document = "Giấy phép điều chỉnh số 12/GP-UBND";
    const terms = { source: province.sandSource, document, season: [1101, 331], hours: [1320, 240] };
    ledger.agree("authority", "deputy", "source.amend", terms);
    const fates: string[] = [];
    for (const [day, hour, minute] of [
      [20261110, 21, 59],
      [20261110, 22, 0],
      [20261111, 3, 59],
      [20261111, 4, 0],
      [20270331, 23, 0],
      [20270401, 23, 0],
    ] as const) {
      until(ledger, day, hour, minute);
      fates.push(word(sand(ledger, fates.length)));
    }
    const out = "refused: outside-hours";
    expect(fates).toEqual([out, "ok", "ok", out, "ok", out]);
  });

  it("giai đoạn theo dõi thì chỉ cảnh báo", () => {
    const ledger = base.fork();
    decideRules(ledger, { hoursPhase: 2 });
    until(ledger, 20261110, 20);
    expect(word(sand(ledger, 0))).toBe("ok");
    expect(ledger.signals(ledger.size - 1)).toContain("outside-hours");
  });
});

describe("vùng và loại dừng khai thác (phase-outs)", () => {
  it("đất từ đồi tự nhiên dừng từ ngày đã định; cát cùng giấy phép thì không; mỏ đá nêu tên thì dừng riêng", () => {
    const ledger = base.fork();
    const both = grant(ledger, {
      instrument: 2,
      number: "66/GP-UBND",
      holder: province.sandMiner,
      sites: [province.sandMine],
      materials: [1, 4],
    });
    const document = "Nghị quyết số 5/NQ-HĐND";
    const fromS = dayS(20261201);
    decideRules(ledger, {
      phaseOuts: [
        { fromS, document, instrument: 2, material: 4 },
        { fromS, document, sources: [province.stoneSource] },
      ],
    });
    const fill = (truck: number) => sand(ledger, truck, { source: both, material: 4 });
    expect([word(fill(0)), word(rock(ledger, 1))]).toEqual(["ok", "ok"]);
    until(ledger, 20261201, 8);
    expect([word(fill(2)), word(rock(ledger, 3)), word(sand(ledger, 4, { source: both }))]).toEqual([
      "refused: source-phased-out",
      "refused: source-phased-out",
      "ok",
    ]);
  });
});

describe("kết quả cũ theo quy tắc cũ (an old result under its own rules)", () => {
  it("đổi ngưỡng, hệ số, định mức và căn cứ pháp lý sau đó không đổi số liệu đã ký", () => {
    const ledger = base.fork();
    // 10 m³ × 1.22 × 1,380 = 16,836 kg; 12,000 kg came: 10 × 12,000 / 16,836 = 7.12758… m³, × 265,000 = 1,888,655 đ.
    sandToDyke(ledger, province, [12_000]);
    const annex = completeAnnex(ledger, province, [workLine(10_000, 265_000, province.embankment)]);
    const before = figuresOf(ledger, annex).figures;
    expect(before).toMatchObject({ acceptedDong: 1_888_655, lines: [{ acceptedMilli: 7127 }] });
    const proposed = ledger.fork();
    expect(word(decide(ledger, annex).decision!)).toBe("ok");

    // From now on nothing below 20 t is asked for, sand weighs 1,450, the norm is 1.30, and another decree is quoted.
    const change = (to: Ledger) => {
      const bases = ["Nghị định số 999/2026/NĐ-CP"];
      const rules = decideRules(to, { exemptKg: 20_000, bases }, to.nowS + 3600);
      const document = "Công bố hệ số (số liệu minh họa)";
      const sandFactor = { material: MATERIAL.sand, use: FACTOR_USE.loose, numerator: 1450, denominator: 1, document };
      const factor = to.agree("authority", "deputy", "factor.set", { ...sandFactor, from: 20261110 });
      const recipe = to.agree("authority", "deputy", "recipe.set", {
        code: "AB.13410",
        name: "Đắp nền bằng cát, K95",
        unit: "m³",
        source: 3,
        document,
        waste: 1,
        lines: [{ material: 1, numerator: 130, denominator: 100, factor }],
      });
      to.pass(120);
      return { rules, recipe };
    };
    const { rules, recipe } = change(ledger);

    // The signed result names its rule set; at the state before it, that set gives the same figures to the byte.
    const review = ledger.leaves.find(({ entry }) => entry.kind === "review.make")!.entry;
    if (review.kind !== "review.make") throw new Error("no review");
    change(proposed);
    const claim = proposed.book.need("claim", annex);
    const named = proposed.book.need("rules", 0).sets.find(({ index }) => index === review.body.rules)!;
    const replayed = computeClaim(proposed.book, proposed.book.need("annex", annex).body, claim.complete!.index, named);
    expect(replayed.figures).toEqual(before);
    expect(hashFigures(replayed.figures)).toEqual(review.body.figuresHash);
    // A claim that was complete before keeps the rules of its day; a new one has the new rules, recipe and references.
    expect(figuresOf(proposed, annex).figures).toEqual(before);
    const next = completeAnnex(ledger, province, [workLine(10_000, 265_000, recipe)]);
    // 10 × 1.30 × 1,450 = 18,850 kg, below the new threshold of 20,000.
    expect(figuresOf(ledger, next).figures.lines[0]).toMatchObject({
      acceptedMilli: 10_000,
      materials: [{ demandKg: 18_850, exemptKg: 18_850 }],
    });
    const sets = ledger.book.need("rules", 0).sets;
    expect(sets[0]!.set.bases.join()).toContain("Nghị định số 254/2025/NĐ-CP");
    expect(sets[1]!.set.bases).toEqual(["Nghị định số 999/2026/NĐ-CP"]);
    expect(sets[1]!.index).toBe(rules);
  });

  it("quy tắc ghi hiệu lực lùi ngày chỉ áp dụng từ sau khi người thứ hai ký, và sổ ghi rõ điều đó", () => {
    const ledger = base.fork();
    sandToDyke(ledger, province, [12_000]);
    const annex = completeAnnex(ledger, province, [workLine(10_000, 265_000, province.embankment)]);
    const before = figuresOf(ledger, annex).figures;
    ledger.pass(5);
    const back = decideRules(ledger, { exemptKg: 20_000 }, dayS(20261001));
    const approval = ledger.size - 1;
    expect(ledger.leaves[approval]!.changes.signals).toMatchObject([
      { code: "rules-not-back", figures: { from_s: dayS(20261001), since_s: ledger.nowS - 60 + 1 } },
    ]);
    // A dossier that was complete is not exempt by a threshold that came later; the next one is.
    expect(figuresOf(ledger, annex).figures).toEqual(before);
    const review = reviewOf(ledger, annex, 2);
    expect(review.rules).toBe(0);
    expect(word(ledger.fork().say("officer", "review.make", { ...review, rules: back }))).toBe(
      "refused: figures-differ",
    );
    const next = completeAnnex(ledger, province, [workLine(10_000, 265_000, province.embankment)]);
    expect(figuresOf(ledger, next).figures.lines[0]).toMatchObject({ materials: [{ exemptKg: 16_836 }] });
    // Nor does an hour of October come under it, though its document says so.
    expect(rulesAt(ledger.book.need("rules", 0), dayS(20261015)).index).toBe(0);
  });

  it("căn cứ pháp lý là dữ liệu do hai trong ba khóa gốc đổi, không ai đổi một mình", () => {
    const ledger = base.fork();
    const body = { ...demoRules(ledger.nowS), bases: ["Nghị định số 999/2026/NĐ-CP"] };
    expect(word(ledger.say("authority", "rules.set", body))).toBe("refused: no-standing");
    const proposal = ledger.must("root2", "rules.set", body);
    expect(word(ledger.say("root2", "approve", { proposal }))).toBe("refused: needs-second");
    expect(word(ledger.say("authority", "approve", { proposal }))).toBe("refused: no-standing");
    expect(ledger.book.need("rules", 0).sets).toHaveLength(1);
    ledger.must("root0", "approve", { proposal });
    expect(ledger.book.need("rules", 0).sets.at(-1)!.set.bases).toEqual(["Nghị định số 999/2026/NĐ-CP"]);
  });
});
