// Trước khi mọi nơi nối mạng: a supplier with nothing but paper, a project half built at go-live, a neighbour province without a ledger.
// Each comes out of a source's own limits and keeps its own grade in the figures. Figures by hand.

import { sha256 } from "@noble/hashes/sha2.js";
import { beforeAll, describe, expect, it } from "vitest";
import { demoRules, type Province } from "../../src/demo/province.ts";
import { utf8 } from "../../src/format/bytes.ts";
import { AMOUNT_UNIT, INSTRUMENT, MATERIAL, MEASURE } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import type { AccountKey } from "../../src/rules/book/accounts.ts";
import { findingOf } from "../../src/rules/origins/findings.ts";
import { addUp, touchOn } from "../../src/rules/oversight/touched.ts";
import { type Ledger, openProvince, word } from "../rules/ledger.ts";
import { completeAnnex, decide, receipt, sandSlip, workLine } from "../rules/world.ts";
import { byGrade, drawn, firstLine, grant, numbers, place, standing, stockOf, until, way, welcome } from "./people.ts";

let base: Ledger;
let province: Province;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
});

const dykeSand = (): AccountKey => `project/${province.dyke}/2/0/1`;
const PAPER = "Văn bản số 214/SNNMT-KS";

describe("nhà cung cấp chỉ có giấy tờ (a paper-only supplier)", () => {
  let source: number;
  let open: Ledger;
  let own: number;

  beforeAll(async () => {
    open = base.fork();
    const miner = await welcome(open, "smallMiner", "Hộ khai thác cát Bãi Bồi", [2]);
    own = place(open, 1, "Bãi Bồi", miner);
    source = grant(open, {
      instrument: 4,
      number: "77/GP-UBND",
      holder: miner,
      sites: [own],
      materials: [1],
      capacityYear: { unit: 2, amount: 50 },
    });
    until(open, 20261205, 9);
  });

  const lodge = (ledger: Ledger, massKg: number, other: Partial<Body<"paper.lodge">> = {}) =>
    ledger.say("builderB", "paper.lodge", {
      project: province.dyke,
      package: 2,
      source,
      material: 1,
      massKg,
      document: "Hóa đơn 1C26TAA-128",
      from: 20261101,
      until: 20261130,
      ...other,
    });
  const attest = (ledger: Ledger, paper: number, massKg: number) =>
    ledger.together("authority", "deputy", "paper.attest", { paper, massKg, document: PAPER });

  it("giấy tờ được xác nhận trừ vào công suất của chính nơi bán: 35 + 15 = 50 tấn thì hết", () => {
    const ledger = open.fork();
    lodge(ledger, 40_000);
    const first = ledger.size - 1;
    // A paper alone is nothing yet.
    expect(ledger.kg(dykeSand())).toBe(0);
    expect(word(attest(ledger, first, 40_001))).toBe("refused: bad-terms");
    expect(word(attest(ledger, first, 35_000))).toBe("ok");
    expect(word(attest(ledger, first, 5000))).toBe("refused: already-signed");
    lodge(ledger, 20_000, { document: "Hóa đơn 1C26TAA-131" });
    const second = ledger.size - 1;
    expect(numbers(attest(ledger, second, 20_000))).toEqual({
      source: "77/GP-UBND",
      year: 2026,
      left_kg: 15_000,
      need_kg: 20_000,
    });
    expect(word(attest(ledger, second, 15_000))).toBe("ok");
    expect(byGrade(ledger, dykeSand())).toEqual([0, 50_000, 0]);
    expect(drawn(ledger, source, 2026)).toEqual({ yearKg: 50_000, allKg: 50_000 });
    // The day the seller connects, it finds its year eaten.
    const route = way(ledger, own, province.yard, 30);
    const slip = {
      route,
      vehicle: province.trucks[0]!,
      source,
      material: MATERIAL.sand,
      massKg: 1,
      measure: MEASURE.volume,
    };
    expect(word(ledger.say("smallMiner", "slip.issue", slip))).toBe("refused: capacity-exceeded");
  });

  it("30 m³ đắp cát cần 50.508 kg, giấy tờ 50.000 kg, thiếu 508 kg: 29,698 m³ · 7.869.970 đ", () => {
    const ledger = open.fork();
    lodge(ledger, 50_000);
    attest(ledger, ledger.size - 1, 50_000);
    // 30 × 1.22 × 1,380 = 50,508 kg; 30 × 50,000 / 50,508 = 29.6982… m³; 29.698 × 265,000 = 7,869,970 đ.
    const annex = completeAnnex(ledger, province, [workLine(30_000, 265_000, province.embankment)]);
    expect(firstLine(ledger, annex)).toEqual({
      acceptedMilli: 29_698,
      acceptedDong: 7_869_970,
      materials: [
        {
          material: 1,
          demandKg: 50_508,
          ledgerKg: 0,
          paperKg: 50_000,
          transitionalKg: 0,
          exemptKg: 0,
          insufficientKg: 508,
          contradictedKg: 0,
        },
      ],
    });
    expect(word(decide(ledger, annex).decision!)).toBe("ok");
    // Spent at 29.698 m³: 50,508 × 29.698 / 30 = 49,999.55… kg, rounded up: all 50,000.
    expect(byGrade(ledger, `paid/${annex}`)).toEqual([0, 50_000, 0]);
  });

  it("năm của giấy là năm của ngày cuối trên giấy; giấy ghi ngày chưa đến thì không nhận", () => {
    const ledger = open.fork();
    expect(word(lodge(ledger, 10_000, { until: 20261206 }))).toBe("refused: bad-terms");
    expect(word(lodge(ledger, 10_000, { from: 20261110, until: 20261109 }))).toBe("refused: bad-terms");
    lodge(ledger, 10_000);
    const paper = ledger.size - 1;
    until(ledger, 20270110, 9);
    expect(word(attest(ledger, paper, 10_000))).toBe("ok");
    expect([drawn(ledger, source, 2026).yearKg, drawn(ledger, source, 2027).yearKg]).toEqual([10_000, 0]);
  });

  it("chỉ nhà thầu hoặc chủ đầu tư của gói nộp, chỉ cơ quan quản lý xác nhận", () => {
    const ledger = open.fork();
    const paper = { project: province.dyke, package: 2, source, material: MATERIAL.sand, massKg: 1000 };
    const body = { ...paper, document: "Hóa đơn 1C26TAA-128", from: 20261101, until: 20261130 };
    expect(word(ledger.say("builderA", "paper.lodge", body))).toBe("refused: no-standing");
    const index = ledger.must("owner", "paper.lodge", body);
    const said = ledger.say("owner", "paper.attest", { paper: index, massKg: 1000, document: PAPER });
    expect(word(said)).toBe("refused: no-standing");
  });

  it("một hóa đơn phủ nhiều giấy; giấy đã có hóa đơn mà gắn hóa đơn nữa là mâu thuẫn", () => {
    const ledger = open.fork();
    lodge(ledger, 10_000);
    lodge(ledger, 12_000);
    const papers = [ledger.size - 2, ledger.size - 1];
    const invoice = { seller: "0100000001", number: "1C26TAA-128", day: 20261130, massKg: 22_000, slips: [], papers };
    const linked = ledger.must("builderB", "invoice.link", invoice);
    expect(ledger.signals(linked)).toEqual([]);
    expect(word(ledger.say("builderB", "invoice.link", invoice))).toBe("refused: already-exists");
    const other = { ...invoice, number: "1C26TAA-129", papers: [papers[1]!], massKg: 11_000 };
    const again = ledger.say("builderB", "invoice.link", other);
    expect(word(again)).toBe("kept: already-exists");
    // 11 t invoiced for a paper of 12 t, which another invoice covers already.
    expect(ledger.signals(ledger.size - 1)).toEqual(["invoiced-twice", "invoice-differs"]);
  });
});

describe("dự án đã làm dở khi sổ bắt đầu (a project half built at go-live)", () => {
  let source: number;
  let open: Ledger;

  beforeAll(() => {
    open = base.fork();
    source = grant(open, {
      instrument: 8,
      number: "01/TK-SNNMT",
      holder: province.owner,
      sites: [province.yard],
      materials: [1],
      until: 20261231,
      reserve: { unit: 2, amount: 200 },
    });
  });

  const declare = (ledger: Ledger, massKg: number, record = 1) =>
    ledger.must("builderB", "opening.declare", {
      source,
      material: 1,
      massKg,
      document: `Biên bản kiểm kê khối lượng dở dang số ${record}, ngày 01/11/2026`,
      at: province.dyke,
      package: 2,
    });

  it("kê khai có hiệu lực khi chủ đầu tư, giám sát và kho bạc đều đã ký; ghi là chuyển tiếp", () => {
    const ledger = open.fork();
    const proposal = declare(ledger, 120_000);
    for (const who of ["owner", "supervisor"]) {
      ledger.must(who, "approve", { proposal });
      expect(ledger.kg(dykeSand())).toBe(0);
    }
    expect(word(ledger.say("owner", "approve", { proposal }))).toBe("refused: needs-second");
    expect(word(ledger.say("authority", "approve", { proposal }))).toBe("refused: no-standing");
    ledger.must("officer", "approve", { proposal });
    expect(byGrade(ledger, dykeSand())).toEqual([0, 0, 120_000]);
    expect(word(ledger.say("approver", "approve", { proposal }))).toBe("refused: already-signed");

    // 60 m³ × 1.22 × 1,380 = 101,016 kg of the 120,000: accepted in full, 18,984 kg are left.
    const annex = completeAnnex(ledger, province, [workLine(60_000, 265_000, province.embankment)]);
    expect(firstLine(ledger, annex)).toMatchObject({
      acceptedMilli: 60_000,
      acceptedDong: 15_900_000,
      materials: [{ demandKg: 101_016, ledgerKg: 0, paperKg: 0, transitionalKg: 101_016, insufficientKg: 0 }],
    });
    expect(word(decide(ledger, annex).decision!)).toBe("ok");
    expect(byGrade(ledger, dykeSand())).toEqual([0, 0, 18_984]);
  });

  it("không vượt mức ghi nhận ban đầu: kê thêm 100 tấn khi chỉ còn 80 tấn thì chữ ký cuối bị từ chối", () => {
    const ledger = open.fork();
    for (const [massKg, fate] of [
      [120_000, "ok"],
      [100_000, "refused: reserve-exceeded"],
    ] as const) {
      const proposal = declare(ledger, massKg, massKg);
      for (const who of ["owner", "supervisor"]) ledger.must(who, "approve", { proposal });
      expect(word(ledger.say("officer", "approve", { proposal }))).toBe(fate);
    }
    expect(standing(ledger, source)).toBe(120_000);
  });

  it("hết thời hạn kê khai thì không ghi nhận nữa", () => {
    const ledger = open.fork();
    until(ledger, 20261231, 8);
    const proposal = declare(ledger, 10_000);
    for (const who of ["owner", "supervisor"]) ledger.must(who, "approve", { proposal });
    until(ledger, 20270101, 8);
    expect(word(ledger.say("officer", "approve", { proposal }))).toBe("refused: source-expired");
  });

  it("tồn kho ban đầu của bãi: cơ quan quản lý ký, đưa vào công trình được, bán lại cho bãi khác thì không", async () => {
    const ledger = open.fork();
    const keeper = await welcome(ledger, "keeperB", "Bãi vật liệu Cồn Hến", [3]);
    const other = place(ledger, 2, "Bãi Cồn Hến", keeper);
    const resale = way(ledger, province.yard, other, 20);
    const stock = { source, material: MATERIAL.sand, massKg: 30_000, at: province.yard };
    const proposal = ledger.must("yardKeeper", "opening.declare", {
      ...stock,
      document: "Biên bản kiểm kê 01/11/2026",
    });
    ledger.must("authority", "approve", { proposal });
    expect(byGrade(ledger, stockOf(province.yard, province.yardKeeper))).toEqual([0, 0, 30_000]);
    const load = { vehicle: province.trucks[0]!, material: MATERIAL.sand, massKg: 10_000, measure: MEASURE.scale };
    expect(word(ledger.say("yardKeeper", "slip.issue", { ...load, route: resale }))).toBe("refused: bad-terms");
    const slip = ledger.must("yardKeeper", "slip.issue", { ...load, route: province.routes["yard→dyke"]!, package: 2 });
    ledger.pass(35);
    ledger.must("builderB", "load.receive", receipt(slip, province.dyke, 10_000, { package: 2 }));
    expect(byGrade(ledger, dykeSand())).toEqual([0, 0, 10_000]);
  });

  it("hết ngày mà quy tắc định thì tồn kho ban đầu không rời bãi được nữa; hàng nhập sau nó vẫn xuất bình thường", () => {
    const ledger = open.fork();
    const { yard, yardKeeper } = province;
    const rules = { ...demoRules(ledger.nowS), openingUntil: 20261130 };
    const change = ledger.must("root0", "rules.set", rules);
    ledger.must("root1", "approve", { proposal: change });
    const stock = { source, material: MATERIAL.sand, massKg: 30_000, at: yard };
    const document = "Biên bản kiểm kê 01/11/2026";
    const proposal = ledger.must("yardKeeper", "opening.declare", { ...stock, document });
    ledger.must("authority", "approve", { proposal });
    const bought = ledger.must("sandMiner", "slip.issue", sandSlip(province, { massKg: 12_000 }));
    ledger.pass(30);
    ledger.must("yardKeeper", "load.receive", receipt(bought, yard, 12_000));
    const send = (to: Ledger, truck: number, massKg: number) => {
      const load = { vehicle: province.trucks[truck]!, material: MATERIAL.sand, massKg, measure: MEASURE.scale };
      return to.say("yardKeeper", "slip.issue", { ...load, route: province.routes["yard→dyke"]!, package: 2 });
    };
    // The last minute of 30/11/2026 in Vietnam: 10 t of the opening stock still leave, first in first out.
    until(ledger, 20261130, 23, 59);
    expect(word(send(ledger, 1, 10_000))).toBe("ok");
    expect(byGrade(ledger, stockOf(yard, yardKeeper))).toEqual([12_000, 0, 20_000]);
    until(ledger, 20261201, 0);
    const sale = { site: yard, material: MATERIAL.sand, massKg: 12_001, day: 20261201 };
    expect(numbers(ledger.fork().say("yardKeeper", "sale.declare", sale))).toEqual({
      left_kg: 12_000,
      need_kg: 12_001,
    });
    expect(numbers(send(ledger.fork(), 2, 12_001))).toEqual({ left_kg: 12_000, need_kg: 12_001 });
    const last = send(ledger, 2, 12_000);
    expect(word(last)).toBe("ok");
    expect(ledger.signals(ledger.size - 1)).toContain("opening-ended");
    expect([ledger.kg(stockOf(yard, yardKeeper)), ledger.kg(`lapsed/${yard}`)]).toEqual([0, 20_000]);
    // 30 t were declared: 10 on the road, 20 that count for nothing any more.
    expect(standing(ledger, source)).toBe(30_000);
    // An inspector who contradicts the declaration is told where all of it lies, the 20 t that were set aside too.
    const finding = findingOf(ledger.size, { source, document, reason: "Kê khai không đúng thực tế" });
    const touched = [...ledger.book.memory.lots.values()].flatMap((lot) => touchOn(ledger.book, finding, lot) ?? []);
    expect(addUp(touched)).toEqual([
      { what: "road", slip: expect.any(Number), material: 1, kg: 10_000 },
      { what: "lapsed", place: yard, material: 1, kg: 20_000 },
    ]);
  });

  it("đống cát tại mỏ có từ trước là của nguồn ghi nhận ban đầu, không phải của giấy phép, và không đào thêm được dưới tên nó", () => {
    const ledger = open.fork();
    const pile = grant(ledger, {
      instrument: 8,
      number: "02/TK-SNNMT",
      holder: province.sandMiner,
      sites: [province.sandMine],
      materials: [1],
      reserve: { unit: 2, amount: 25 },
    });
    const body = { source: pile, material: MATERIAL.sand, massKg: 20_000, at: province.sandMine };
    const proposal = ledger.must("sandMiner", "opening.declare", { ...body, document: "Biên bản kiểm kê 01/11/2026" });
    ledger.must("authority", "approve", { proposal });
    const load = (truck: number, massKg: number) =>
      ledger.say("sandMiner", "slip.issue", {
        route: province.routes["sandMine→yard"]!,
        vehicle: province.trucks[truck]!,
        source: pile,
        material: 1,
        massKg,
        measure: 3,
      });
    expect(word(load(0, 15_000))).toBe("ok");
    expect(byGrade(ledger, `transit/${ledger.size - 1}`)).toEqual([0, 0, 15_000]);
    // 5 t of the pile are left; the reserve of 25 t would allow 10, but nobody digs under an opening stock.
    expect(numbers(load(1, 6000))).toEqual({ left_kg: 5000, need_kg: 6000 });
    const day = { source: pile, site: province.sandMine, material: MATERIAL.sand, day: 20261110, massKg: 5000 };
    expect(word(ledger.say("sandMiner", "extract.record", { ...day, measure: 4 }))).toBe("kept: bad-terms");
  });
});

describe("tỉnh bạn chưa có sổ (a neighbour province without a ledger)", () => {
  const letter = (ledger: Ledger, source: number, name: string, massKg: number) =>
    ledger.together("authority", "deputy", "foreign.attest", {
      source,
      material: 1,
      massKg,
      document: `Công văn ${name} của Sở tỉnh bạn`,
      evidence: sha256(utf8(name)),
      at: province.yard,
    });

  it("mỗi công văn tính một lần, trong mức của nguồn: 60 tấn vào bãi, 50 tấn nữa vượt mức 100 tấn", () => {
    const ledger = base.fork();
    const source = grant(ledger, {
      instrument: 9,
      number: "55/SNNMT tỉnh Hồng Lĩnh",
      issuer: "Sở Nông nghiệp và Môi trường tỉnh Hồng Lĩnh",
      holder: province.yardKeeper,
      sites: [province.yard],
      materials: [1],
      reserve: { unit: 2, amount: 100 },
    });
    expect(word(letter(ledger, source, "số 18", 60_000))).toBe("ok");
    expect(word(letter(ledger, source, "số 18", 10_000))).toBe("refused: already-exists");
    expect(numbers(letter(ledger, source, "số 19", 50_000))).toEqual({
      source: "55/SNNMT tỉnh Hồng Lĩnh",
      left_kg: 40_000,
      need_kg: 50_000,
    });
    // A letter that was refused has not been used up.
    expect(word(letter(ledger, source, "số 19", 40_000))).toBe("ok");
    expect(byGrade(ledger, stockOf(province.yard, province.yardKeeper))).toEqual([0, 100_000, 0]);
    expect(word(letter(ledger, province.sandSource, "số 20", 1000))).toBe("refused: bad-terms");

    // Four loads of 17 t reach the dyke: 68 t, and the treasury sees them as paper, not as ledger.
    for (let i = 0; i < 4; i++) {
      const slip = ledger.must("yardKeeper", "slip.issue", {
        route: province.routes["yard→dyke"]!,
        vehicle: province.trucks[i]!,
        material: 1,
        massKg: 17_000,
        measure: 1,
        package: 2,
      });
      ledger.pass(35);
      ledger.must("builderB", "load.receive", receipt(slip, province.dyke, 17_000, { package: 2 }));
    }
    // 40 m³ × 1.22 × 1,380 = 67,344 kg.
    const annex = completeAnnex(ledger, province, [workLine(40_000, 265_000, province.embankment)]);
    expect(firstLine(ledger, annex)).toMatchObject({
      acceptedMilli: 40_000,
      materials: [{ demandKg: 67_344, ledgerKg: 0, paperKg: 67_344, insufficientKg: 0 }],
    });
  });
});

describe("đất đào trong dự án (excavation inside a project)", () => {
  it("giám sát nghiệm thu, trong cân bằng đào đắp của chính dự án đó", () => {
    const ledger = base.fork();
    const terms = {
      instrument: INSTRUMENT.projectExcavation,
      holder: province.owner,
      sites: [province.yard],
      materials: [4 as const],
    };
    const reserve = { unit: AMOUNT_UNIT.tonnes, amount: 50 };
    const dug = grant(ledger, { ...terms, number: "Cân bằng đào đắp số 1", reserve, projects: [province.dyke] });
    const loose = grant(ledger, { ...terms, number: "Cân bằng đào đắp số 2", reserve });
    const accept = (who: string, source: number, massKg: number) =>
      ledger.together(who, "owner", "excavation.accept", {
        project: province.dyke,
        package: 2,
        source,
        material: 4,
        massKg,
        document: "Biên bản nghiệm thu số 07",
      });
    expect(word(accept("supervisor", loose, 1000))).toBe("refused: source-not-bound");
    expect(word(accept("supervisor", dug, 40_000))).toBe("ok");
    expect(numbers(accept("supervisor", dug, 20_000))).toMatchObject({ left_kg: 10_000, need_kg: 20_000 });
    expect(byGrade(ledger, `project/${province.dyke}/2/0/4`)).toEqual([40_000, 0, 0]);
  });
});
