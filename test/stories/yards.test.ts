// Bãi chung và trạm trộn: a yard that several holders share, loads that are turned back, and a pour made from three sands. By hand.

import { sha256 } from "@noble/hashes/sha2.js";
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { utf8 } from "../../src/format/bytes.ts";
import { AMOUNT_UNIT, COLOUR, DIRECTION, MATERIAL, MEASURE } from "../../src/format/codes.ts";
import { type Ledger, openProvince, word } from "../rules/ledger.ts";
import { figuresOf, receipt, sandSlip, workLine } from "../rules/world.ts";
import { byGrade, drawn, grant, numbers, standing, stockOf, until, welcome } from "./people.ts";

let base: Ledger;
let province: Province;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
});

describe("bãi chung nhiều chủ hàng (a shared yard with several holders)", () => {
  it("hàng của ai đứng tên người ấy: xuất, kiểm kê, bán của người này không đụng đến người kia", async () => {
    const ledger = base.fork();
    const { yard, yardKeeper, sandSource } = province;
    const traderA = await welcome(ledger, "traderA", "Công ty TNHH Thương mại An Bình", [3]);
    const traderB = await welcome(ledger, "traderB", "Công ty TNHH Vật liệu Bảo Long", [3]);
    const bring = (truck: number, massKg: number, holder?: number) => {
      const slip = ledger.must(
        "sandMiner",
        "slip.issue",
        sandSlip(province, { vehicle: province.trucks[truck]!, massKg }),
      );
      ledger.pass(30);
      ledger.must("yardKeeper", "load.receive", receipt(slip, yard, massKg, holder === undefined ? {} : { holder }));
    };
    bring(0, 15_000, traderA);
    bring(1, 15_000, traderA);
    bring(2, 12_000, traderB);
    bring(3, 9000);
    const stocks = () => [traderA, traderB, yardKeeper].map((holder) => ledger.kg(stockOf(yard, holder)));
    expect(stocks()).toEqual([30_000, 12_000, 9000]);

    const send = (truck: number, massKg: number, holder?: number) =>
      ledger.say("yardKeeper", "slip.issue", {
        route: province.routes["yard→dyke"]!,
        vehicle: province.trucks[truck]!,
        material: 1,
        massKg,
        measure: 1,
        package: 2,
        ...(holder === undefined ? {} : { holder }),
      });
    // Nobody's stock leaves by the keeper's word alone: only by its holder's order, for so much, until its day.
    expect(numbers(send(4, 10_000, traderB))).toEqual({ holder: traderB, left_kg: 0, need_kg: 10_000 });
    expect(word(send(4, 10_000, traderB))).toBe("refused: not-entrusted");
    const order = { site: yard, material: MATERIAL.sand, until: 20261110 };
    ledger.must("traderA", "stock.entrust", { ...order, massKg: 8000 });
    ledger.must("traderB", "stock.entrust", { ...order, massKg: 15_000 });
    // The second trader has 12 t, whatever else lies in the yard.
    expect(numbers(send(4, 13_000, traderB))).toEqual({ left_kg: 12_000, need_kg: 13_000 });
    expect(word(send(4, 10_000, traderB))).toBe("ok");
    expect(stocks()).toEqual([30_000, 2000, 9000]);

    // Of the order 5 t are left, of the stock 2 t; one of another material, an ended one and yesterday's cover nothing.
    expect(ledger.book.get("entrustment", `${yard}/${traderB}/1/0`)).toMatchObject({ leftKg: 5000 });
    const later = ledger.fork();
    until(later, 20261111, 8);
    expect(
      numbers(
        later.say("yardKeeper", "slip.issue", {
          route: province.routes["yard→dyke"]!,
          vehicle: province.trucks[5]!,
          material: 1,
          massKg: 1000,
          measure: 1,
          package: 2,
          holder: traderB,
        }),
      ),
    ).toEqual({ holder: traderB, left_kg: 0, need_kg: 1000 });

    // The keeper counts 28 t of the first trader: 2 t are lost, and the others' stock stands.
    const count = { site: yard, material: MATERIAL.sand, measure: MEASURE.survey };
    ledger.must("yardKeeper", "stock.count", { ...count, holder: traderA, massKg: 28_000 });
    expect(stocks()).toEqual([28_000, 2000, 9000]);
    // 3 t counted where the book has 2 t: a signal, no credit; 2.100 kg lie within the 5 % of a survey, 106 kg.
    const above = ledger.must("yardKeeper", "stock.count", { ...count, holder: traderB, massKg: 3000 });
    expect(ledger.signals(above)).toEqual(["count-above-book"]);
    const within = { ...count, holder: traderB, massKg: 2100 };
    expect(ledger.signals(ledger.must("yardKeeper", "stock.count", within))).toEqual(["count-above-book-within-band"]);
    expect(stocks()).toEqual([28_000, 2000, 9000]);

    const sale = { site: yard, material: MATERIAL.sand, day: 20261110 };
    const beyond = ledger.say("yardKeeper", "sale.declare", { ...sale, holder: traderA, massKg: 8001 });
    expect(word(beyond)).toBe("kept: not-entrusted");
    ledger.must("yardKeeper", "sale.declare", { ...sale, holder: traderA, massKg: 8000 });
    ledger.must("traderA", "stock.entrust", { ...order, massKg: 5000 });
    ledger.must("traderA", "stock.entrust", { ...order, massKg: 0 });
    const ended = ledger.say("yardKeeper", "sale.declare", { ...sale, holder: traderA, massKg: 1 });
    expect(word(ended)).toBe("kept: not-entrusted");
    expect(numbers(ledger.say("yardKeeper", "sale.declare", { ...sale, massKg: 9001 }))).toEqual({
      left_kg: 9000,
      need_kg: 9001,
    });
    expect(stocks()).toEqual([20_000, 2000, 9000]);
    // 51 t came: 20 + 2 + 9 stand, 10 on the road, 2 lost, 8 sold.
    expect(ledger.kg(`lost/${yard}`)).toBe(2000);
    expect(ledger.kg(`sold/${yard}`)).toBe(8000);
    expect(standing(ledger, sandSource)).toBe(51_000);
  });
});

describe("hàng bị trả lại (a load turned back)", () => {
  it("một phần nhận, phần còn lại bị từ chối: về mỏ thành tồn kho của nguồn đó, xuất lại không tính thêm công suất", () => {
    const ledger = base.fork();
    const { yard, sandMine, sandMiner, sandSource } = province;
    const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province, { massKg: 15_000 }));
    ledger.pass(30);
    ledger.must("yardKeeper", "load.receive", receipt(slip, yard, 9000, { final: 0 }));
    const back = receipt(slip, sandMine, 6000, { part: 2 });
    // Before anyone refused it, the mine cannot take it back: that would be a second destination.
    const early = ledger.fork();
    expect(word(early.say("sandMiner", "load.receive", back))).toBe("kept: implausible");
    ledger.must("yardKeeper", "load.refuse", { slip: { index: slip }, at: yard, reason: "Cát lẫn bùn, không đạt" });
    ledger.pass(30);
    ledger.must("sandMiner", "load.receive", back);
    expect(ledger.kg(stockOf(yard, province.yardKeeper))).toBe(9000);
    expect(ledger.kg(stockOf(sandMine, sandMiner, 1, sandSource))).toBe(6000);
    expect(drawn(ledger, sandSource, 2026).yearKg).toBe(15_000);
    ledger.must("sandMiner", "slip.issue", sandSlip(province, { vehicle: province.trucks[1]!, massKg: 6000 }));
    expect(drawn(ledger, sandSource, 2026).yearKg).toBe(15_000);
    expect(ledger.book.need("slipState", slip)).toMatchObject({
      status: "received",
      receivedKg: 15_000,
      contested: null,
    });
  });

  it("phiếu đã qua trạm chỉ đảo được khi cơ quan quản lý ký: cát trở về chỗ cũ", () => {
    const ledger = base.fork();
    const { checkpoint, sandSource, dyke } = province;
    const route = province.routes["sandMine→dyke"]!;
    const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province, { route, package: 2, massKg: 15_000 }));
    ledger.pass(20);
    const seen = { site: checkpoint, direction: DIRECTION.outbound, seenS: ledger.nowS, verdict: COLOUR.green };
    ledger.must("police", "passage.record", { ...seen, slip: { index: slip } });
    const voided = ledger.say("sandMiner", "slip.void", { slip, reason: "Cầu hỏng, xe quay về" });
    expect(word(voided)).toBe("refused: slip-already-seen");
    const proposal = ledger.must("sandMiner", "slip.reverse", { slip, reason: "Cầu hỏng, xe quay về" });
    expect(ledger.kg(`transit/${slip}`)).toBe(15_000);
    expect(word(ledger.say("builderB", "approve", { proposal }))).toBe("refused: no-standing");
    ledger.must("authority", "approve", { proposal });
    expect(ledger.kg(`transit/${slip}`)).toBe(0);
    // The sand waits for as long as a passage may still be on a device without a network.
    expect(drawn(ledger, sandSource, 2026)).toEqual({ yearKg: 15_000, allKg: 15_000 });
    ledger.pass(72 * 60);
    ledger.must("operator", "clock.tick", {});
    expect(drawn(ledger, sandSource, 2026)).toEqual({ yearKg: 0, allKg: 0 });
    const late = ledger.say("builderB", "load.receive", receipt(slip, dyke, 15_000, { package: 2 }));
    expect(word(late)).toBe("kept: void-but-received");
  });
});

describe("một mẻ bê tông từ ba loại cát (a concrete pour from three sands)", () => {
  it("100 m³ M250: 73.416 kg cát = 30.000 sổ + 25.000 giấy tờ + 18.416 chuyển tiếp; 135.780 kg đá dăm", () => {
    const ledger = base.fork();
    const { plant, plantKeeper, crusher, stoneMiner, bridge, concrete, trucks, mixers, routes } = province;
    // Licensed sand through the yard: two loads of 15 t.
    for (const i of [0, 1]) {
      const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province, { vehicle: trucks[i]!, massKg: 15_000 }));
      ledger.pass(30);
      ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 15_000));
      const load = { vehicle: trucks[i]!, material: MATERIAL.sand, massKg: 15_000, measure: MEASURE.scale };
      const on = ledger.must("yardKeeper", "slip.issue", { ...load, route: routes["yard→plant"]! });
      ledger.pass(25);
      ledger.must("plantKeeper", "load.receive", receipt(on, plant, 15_000));
    }
    // Sand of the neighbour province by letter, and sand that lay there when the ledger began.
    const at = {
      holder: plantKeeper,
      sites: [plant],
      materials: [1 as const],
      reserve: { unit: AMOUNT_UNIT.tonnes, amount: 100 },
    };
    const foreign = grant(ledger, { ...at, instrument: 9, number: "55/SNNMT tỉnh Hồng Lĩnh" });
    const opening = grant(ledger, { ...at, instrument: 8, number: "03/TK-SNNMT" });
    const document = "Công văn số 18 của Sở tỉnh bạn";
    const evidence = sha256(utf8(document));
    ledger.agree("authority", "deputy", "foreign.attest", {
      source: foreign,
      material: 1,
      massKg: 25_000,
      document,
      evidence,
      at: plant,
    });
    const pile = {
      source: opening,
      material: MATERIAL.sand,
      massKg: 20_000,
      document: "Biên bản kiểm kê 01/11/2026",
      at: plant,
    };
    const proposal = ledger.must("plantKeeper", "opening.declare", pile);
    ledger.must("authority", "approve", { proposal });
    expect(byGrade(ledger, stockOf(plant, plantKeeper))).toEqual([30_000, 25_000, 20_000]);

    // Rock: 8 × 18 = 144 t to the crusher; 136 t of stone 1×2, 5 t of dust, 3 t lost; 8 × 17 = 136 t to the plant.
    for (let i = 0; i < 8; i++) {
      const load = {
        vehicle: trucks[i]!,
        source: province.stoneSource,
        material: MATERIAL.blastedRock,
        massKg: 18_000,
      };
      const slip = ledger.must("stoneMiner", "slip.issue", {
        ...load,
        route: routes["stoneMine→crusher"]!,
        measure: 3,
      });
      ledger.pass(12);
      ledger.must("stoneMiner", "load.receive", receipt(slip, crusher, 18_000));
    }
    ledger.must("stoneMiner", "batch.process", {
      site: crusher,
      inputs: [{ material: 3, massKg: 144_000 }],
      outputs: [
        { material: 6, massKg: 136_000 },
        { material: 9, massKg: 5000 },
      ],
    });
    expect(ledger.kg(`lost/${crusher}`)).toBe(3000);
    for (let i = 0; i < 8; i++) {
      const load = { vehicle: trucks[i]!, material: MATERIAL.stone1x2, massKg: 17_000, measure: MEASURE.scale };
      const slip = ledger.must("stoneMiner", "slip.issue", { ...load, route: routes["crusher→plant"]! });
      ledger.pass(50);
      ledger.must("plantKeeper", "load.receive", receipt(slip, plant, 17_000));
    }
    expect(ledger.kg(stockOf(crusher, stoneMiner, 9))).toBe(5000);

    // The ticket: 53.2 m³ × 1,380 = 73,416 kg of sand, 87.6 m³ × 1,550 = 135,780 kg of stone.
    until(ledger, 20261111, 7);
    ledger.must("plantKeeper", "batch.process", {
      site: plant,
      product: concrete,
      quantityMilli: 100_000,
      inputs: [
        { material: 1, massKg: 73_416 },
        { material: 6, massKg: 135_780 },
      ],
    });
    expect(byGrade(ledger, `stock/${plant}/${plantKeeper}/${concrete}/1/0`)).toEqual([30_000, 25_000, 18_416]);
    expect(byGrade(ledger, stockOf(plant, plantKeeper))).toEqual([0, 0, 1584]);
    expect(ledger.kg(stockOf(plant, plantKeeper, 6))).toBe(220);

    // Ten mixers of 10 m³, 24 t each.
    for (let i = 0; i < 10; i++) {
      const load = { vehicle: mixers[i % 4]!, product: concrete, quantityMilli: 10_000, massKg: 24_000 };
      const slip = ledger.must("plantKeeper", "slip.issue", {
        ...load,
        route: routes["plant→bridge"]!,
        measure: 3,
        package: 1,
      });
      ledger.pass(30);
      const pour = { package: 1, quantityMilli: 10_000, measure: MEASURE.volume };
      ledger.must("builderA", "load.receive", receipt(slip, bridge, 24_000, pour));
    }
    const poured = (material: number) => byGrade(ledger, `project/${bridge}/1/${concrete}/${material}`);
    expect(poured(1)).toEqual([30_000, 25_000, 18_416]);
    expect(poured(6)).toEqual([135_780, 0, 0]);
    expect(ledger.book.get("mixed", `${plant}/${plantKeeper}/${concrete}`)?.quantityMilli).toBe(0);

    const line = workLine(100_000, 1_200_000, concrete, { code: "AF.11230" });
    const annex = ledger.write("builderA", "annex.propose", {
      project: bridge,
      package: 1,
      number: 1,
      kind: 1,
      lines: [line],
    });
    ledger.bring(annex);
    const index = ledger.size - 1;
    for (const who of ["supervisor", "owner"]) ledger.must(who, "annex.cosign", { annex: index, entryId: annex.id });
    const none = { exemptKg: 0, insufficientKg: 0, contradictedKg: 0 };
    expect(figuresOf(ledger, index).figures).toEqual({
      claimedDong: 120_000_000,
      acceptedDong: 120_000_000,
      setOffs: [],
      clearedDong: 0,
      retainedDong: 0,
      lines: [
        {
          acceptedMilli: 100_000,
          acceptedDong: 120_000_000,
          materials: [
            { material: 1, demandKg: 73_416, ledgerKg: 30_000, paperKg: 25_000, transitionalKg: 18_416, ...none },
            { material: 6, demandKg: 135_780, ledgerKg: 135_780, paperKg: 0, transitionalKg: 0, ...none },
          ],
        },
      ],
    });
    // Nothing of three sands and one rock has gone astray: 30, 25, 20 and 144 t stand in the book.
    expect(
      [province.sandSource, foreign, opening, province.stoneSource].map((source) => standing(ledger, source)),
    ).toEqual([30_000, 25_000, 20_000, 144_000]);
  });

  it("phiếu bê tông đảo lại trả cả khối lượng bê tông lẫn cát đá trong đó", () => {
    const ledger = base.fork();
    const { plant, plantKeeper, concrete, bridge } = province;
    const at = { holder: plantKeeper, sites: [plant], reserve: { unit: AMOUNT_UNIT.tonnes, amount: 100 } };
    const opening = grant(ledger, { ...at, instrument: 8, number: "03/TK-SNNMT", materials: [1, 6] });
    for (const [material, massKg] of [
      [1, 8000],
      [6, 14_000],
    ] as const) {
      const document = "Biên bản kiểm kê 01/11/2026";
      const proposal = ledger.must("plantKeeper", "opening.declare", {
        source: opening,
        material,
        massKg,
        document,
        at: plant,
      });
      ledger.must("authority", "approve", { proposal });
    }
    // 10 m³: 7,341.6 → 7,342 kg of sand, 13,578 kg of stone.
    const inputs = [
      { material: MATERIAL.sand, massKg: 7342 },
      { material: MATERIAL.stone1x2, massKg: 13_578 },
    ];
    ledger.must("plantKeeper", "batch.process", { site: plant, product: concrete, quantityMilli: 10_000, inputs });
    const slip = ledger.must("plantKeeper", "slip.issue", {
      route: province.routes["plant→bridge"]!,
      vehicle: province.mixers[0]!,
      product: concrete,
      quantityMilli: 8000,
      massKg: 20_000,
      measure: 3,
      package: 1,
    });
    ledger.pass(30);
    // 3 m³ of the 8 are poured before the rest is turned round.
    const part = receipt(slip, bridge, 7500, { package: 1, quantityMilli: 3000, final: 0, measure: 3 });
    ledger.must("builderA", "load.receive", part);
    const proposal = ledger.must("plantKeeper", "slip.reverse", { slip, reason: "Máy bơm hỏng, xe quay về trạm" });
    ledger.must("authority", "approve", { proposal });
    // A checkpoint types this slip's code by mistake, twice, and the kilograms wait on; each time two officers set it aside.
    const inStock = () => ledger.book.get("mixed", `${plant}/${plantKeeper}/${concrete}`)?.quantityMilli;
    const mistaken = () => {
      const seen = {
        site: province.checkpoint,
        direction: DIRECTION.outbound,
        seenS: ledger.nowS,
        verdict: COLOUR.green,
      };
      const said = ledger.say("police", "passage.record", { ...seen, slip: { index: slip } });
      expect(word(said)).toMatch(/^kept: /);
      const observation = "refused" in said ? -1 : said.index;
      return { observations: [{ slip, observation }], document: "Biên bản số 7", reason: "Gõ nhầm mã của xe khác" };
    };
    ledger.pass(60);
    const first = mistaken();
    ledger.pass(72 * 60);
    ledger.must("operator", "clock.tick", {});
    expect(inStock()).toBe(2000);
    ledger.agree("authority", "deputy", "contest.lift", first);
    // 2 m³ had stayed at the plant and 5 came back: 7 m³ with all that was not poured.
    expect(inStock()).toBe(7000);
    ledger.agree("authority", "deputy", "contest.lift", mistaken());
    expect(inStock()).toBe(7000);
    const mixed = (material: number) => ledger.kg(`stock/${plant}/${plantKeeper}/${concrete}/${material}/0`);
    const poured = (material: number) => ledger.kg(`project/${bridge}/1/${concrete}/${material}`);
    // 8/10 of 7,342 = 5,873 on the way, 3/8 of it = 2,202 poured; 8/10 of 13,578 = 10,862, 3/8 of it = 4,073.
    expect([poured(1), poured(6)]).toEqual([2202, 4073]);
    expect([mixed(1), mixed(6)]).toEqual([7342 - 2202, 13_578 - 4073]);
  });
});
