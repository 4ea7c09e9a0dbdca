// Giấy tờ, tồn kho ban đầu, công văn, đất đào: what comes into the book without a slip. One pile is declared once, every such source has an
// amount, and papers neither repeat what slips brought nor reach back over years that nobody recorded. Figures by hand.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { AMOUNT_UNIT, INSTRUMENT, type Instrument, MATERIAL, ROLE } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { type Ledger, openProvince, type Said, word } from "../rules/ledger.ts";
import { sandToDyke } from "../rules/world.ts";
import { byGrade, drawn, grant, numbers, place, standing, stockOf, until, welcome } from "../stories/people.ts";

let base: Ledger;
let province: Province;
/** A second yard, of another keeper. */
let yardB: number;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  const keeper = await welcome(base, "keeperB", "Bãi vật liệu Cồn Hến", [ROLE.keeper]);
  yardB = place(base, 2, "Bãi Cồn Hến", keeper);
});

const RECORD = "Biên bản kiểm kê số 03 ngày 01/11/2026";

/** Opening stock of 60 t of sand that lies at these places. */
function opening(ledger: Ledger, sites: number[], number = "01/TK-SNNMT"): number {
  return grant(ledger, {
    instrument: INSTRUMENT.openingStock,
    number,
    holder: province.yardKeeper,
    sites,
    materials: [MATERIAL.sand],
    reserve: { unit: AMOUNT_UNIT.tonnes, amount: 60 },
  });
}

/** A keeper declares 30 t of a source's stock at a place, and the authority records it. */
function declare(ledger: Ledger, who: string, source: number, at: number, document = RECORD): Said {
  const stock = { source, material: MATERIAL.sand, massKg: 30_000, document, at };
  return ledger.together(who, "authority", "opening.declare", stock);
}

const codes = (ledger: Ledger) => ledger.leaves.flatMap(({ changes }) => changes.signals.map(({ code }) => code));

describe("F44: một đống cát kê khai hai lần, ở hai bãi (one pile declared twice, at two yards)", () => {
  it("cheat: a yard that the source does not name records nothing: 30 t of 60 t are declared, not 60", () => {
    const ledger = base.fork();
    const source = opening(ledger, [province.yard]);
    expect(word(declare(ledger, "yardKeeper", source, province.yard))).toBe("ok");
    expect(word(declare(ledger, "keeperB", source, yardB))).toBe("refused: source-not-here");
    expect(standing(ledger, source)).toBe(30_000);
  });

  it("cheat: the same record for the same pile again, also from another source and otherwise spelt", () => {
    const ledger = base.fork();
    const source = opening(ledger, [province.yard]);
    const other = opening(ledger, [province.yard], "02/TK-SNNMT");
    declare(ledger, "yardKeeper", source, province.yard);
    for (const [from, document] of [
      [source, RECORD],
      [other, RECORD],
      [source, "BIÊN BẢN KIỂM KÊ  số 3, ngày 01.11.2026".replace("số 3", "số 03")],
    ] as const)
      expect(word(declare(ledger, "yardKeeper", from, province.yard, document))).toBe("refused: already-exists");
    expect(byGrade(ledger, stockOf(province.yard, province.yardKeeper))).toEqual([0, 0, 30_000]);
  });

  it("cheat: two proposals that wait side by side: the second is not approved once the first is", () => {
    const ledger = base.fork();
    const source = opening(ledger, [province.yard]);
    const stock = { source, material: MATERIAL.sand, massKg: 30_000, document: RECORD, at: province.yard };
    const [one, two] = [1, 2].map(() => ledger.must("yardKeeper", "opening.declare", stock));
    ledger.must("authority", "approve", { proposal: one! });
    expect(word(ledger.say("authority", "approve", { proposal: two! }))).toBe("refused: already-exists");
    expect(standing(ledger, source)).toBe(30_000);
  });

  it("cheat: a neighbour's letter fills no yard that its source does not name", () => {
    const ledger = base.fork();
    const source = letters(ledger);
    const load = { source, material: MATERIAL.sand, massKg: 30_000, document: "Công văn số 18" };
    const attest = (at: number, scan: number) =>
      word(
        ledger.together("authority", "deputy", "foreign.attest", {
          ...load,
          at,
          evidence: new Uint8Array(32).fill(scan),
        }),
      );
    expect([attest(yardB, 1), attest(province.yard, 2)]).toEqual(["refused: source-not-here", "ok"]);
  });

  it("one record used at two yards that the source names is recorded, and the authority is told", () => {
    const ledger = base.fork();
    const source = opening(ledger, [province.yard, yardB]);
    declare(ledger, "yardKeeper", source, province.yard);
    expect(codes(ledger)).not.toContain("paper-twice");
    expect(word(declare(ledger, "keeperB", source, yardB))).toBe("ok");
    expect(ledger.signals(ledger.size - 1)).toEqual(["paper-twice"]);
  });

  it("honest twin: two heaps by two records, each at its yard: 30 + 30 t, and nobody is told of anything", () => {
    const ledger = base.fork();
    const source = opening(ledger, [province.yard, yardB]);
    const from = ledger.size;
    expect(word(declare(ledger, "yardKeeper", source, province.yard))).toBe("ok");
    expect(word(declare(ledger, "keeperB", source, yardB, "Biên bản kiểm kê số 04 ngày 01/11/2026"))).toBe("ok");
    expect(ledger.leaves.slice(from).flatMap(({ changes }) => changes.signals)).toEqual([]);
    expect(standing(ledger, source)).toBe(60_000);
  });
});

function letters(ledger: Ledger): number {
  return grant(ledger, {
    instrument: INSTRUMENT.neighbourLetter,
    number: "55/SNNMT",
    holder: province.yardKeeper,
    sites: [province.yard],
    materials: [MATERIAL.sand],
    reserve: { unit: AMOUNT_UNIT.tonnes, amount: 100 },
  });
}

describe("F45: nguồn không có khối lượng (a source without any amount)", () => {
  const terms = (instrument: Instrument, reserve?: number): Body<"source.grant"> => ({
    instrument,
    number: `${instrument}/SNNMT`,
    issuer: "Sở Nông nghiệp và Môi trường",
    holder: province.yardKeeper,
    sites: [province.yard],
    materials: [MATERIAL.sand],
    ...(reserve === undefined ? {} : { reserve: { unit: AMOUNT_UNIT.tonnes, amount: reserve } }),
  });
  const DECLARED = [INSTRUMENT.projectExcavation, INSTRUMENT.openingStock, INSTRUMENT.neighbourLetter];

  it("cheat: opening stock, a letter or excavation without a reserve is not registered", () => {
    const ledger = base.fork();
    for (const instrument of DECLARED) {
      const said = ledger.say("authority", "source.grant", terms(instrument));
      expect(numbers(said)).toEqual({ expected: "reserve-of-instrument" });
      // A yearly capacity is no amount of a pile: next year it would be there again.
      const yearly = { ...terms(instrument), capacityYear: { unit: AMOUNT_UNIT.tonnes, amount: 100 } };
      expect(numbers(ledger.say("authority", "source.grant", yearly))).toEqual({ expected: "reserve-of-instrument" });
    }
  });

  it("honest twin: each of them with its 100 t is", () => {
    const ledger = base.fork();
    for (const instrument of DECLARED)
      expect(word(ledger.together("authority", "deputy", "source.grant", terms(instrument, 100)))).toBe("ok");
  });

  it("a licence that states no amount may be registered; the authority is told when it first gives", () => {
    const ledger = base.fork();
    const licence = { ...terms(INSTRUMENT.extractionLicence), holder: province.sandMiner, sites: [province.sandMine] };
    const source = ledger.agree("authority", "deputy", "source.grant", licence);
    ledger.pass(1);
    const from = ledger.size;
    for (const truck of [0, 1])
      ledger.must("sandMiner", "slip.issue", {
        route: province.routes["sandMine→yard"]!,
        vehicle: province.trucks[truck]!,
        source,
        material: MATERIAL.sand,
        massKg: 10_000,
        measure: 3,
      });
    expect(ledger.leaves.slice(from).map((leaf) => leaf.changes.signals.map(({ code }) => code))).toEqual([
      ["limit-not-stated"],
      [],
    ]);
  });
});

/** A contractor's paper over 17 t of the mine's sand for the dyke. */
function lodge(ledger: Ledger, other: Partial<Body<"paper.lodge">> = {}): Said {
  const load = { project: province.dyke, package: 2, source: province.sandSource, material: MATERIAL.sand };
  const days = { from: 20261101, until: 20261110 };
  return ledger.say("builderB", "paper.lodge", {
    ...load,
    massKg: 17_000,
    document: "HĐ 1C26TAA-128",
    ...days,
    ...other,
  });
}

function attest(ledger: Ledger, paper: number): string[] {
  ledger.agree("authority", "deputy", "paper.attest", { paper, massKg: 17_000, document: "Văn bản số 45" });
  // What the mine has not shown yet is another matter.
  return ledger.signals(ledger.size - 1).filter((code) => code !== "obligation-not-shown");
}

describe("F46: một chuyến có cả phiếu và giấy tờ (one load by slip and by paper)", () => {
  const dyke = () => `project/${province.dyke}/2/0/1` as const;

  it("cheat: the slip of 10 November first: the paper over 1 to 10 November names the one day that has both", () => {
    const ledger = base.fork();
    sandToDyke(ledger, province, [17_000]);
    lodge(ledger);
    expect(attest(ledger, ledger.size - 1)).toEqual(["paper-beside-slips"]);
    const [signal] = ledger.leaves.at(-1)!.changes.signals;
    expect(signal!.figures).toEqual({ source: province.sandSource, project: province.dyke, days: 1 });
    expect(byGrade(ledger, dyke())).toEqual([17_000, 17_000, 0]);
  });

  it("cheat: the paper first: the first slip of that day names it, the second adds nothing", () => {
    const ledger = base.fork();
    lodge(ledger);
    attest(ledger, ledger.size - 1);
    const from = ledger.size;
    sandToDyke(ledger, province, [17_000, 12_000]);
    const told = ledger.leaves.slice(from).flatMap(({ changes }) => changes.signals);
    expect(told.filter(({ code }) => code === "paper-beside-slips").map(({ figures }) => figures)).toEqual([
      { source: province.sandSource, project: province.dyke, days: 1 },
    ]);
  });

  it("honest twin: papers until the mine was connected on the 10th, slips from then on; and stone beside sand", () => {
    const ledger = base.fork();
    lodge(ledger, { until: 20261109 });
    const from = ledger.size;
    attest(ledger, from - 1);
    sandToDyke(ledger, province, [17_000]);
    lodge(ledger, { source: province.stoneSource, material: MATERIAL.blastedRock, document: "HĐ 1C26TAA-131" });
    attest(ledger, ledger.size - 1);
    const told = ledger.leaves.slice(from).flatMap(({ changes }) => changes.signals.map(({ code }) => code));
    expect(told).not.toContain("paper-beside-slips");
  });
});

describe("F47: giấy tờ của các năm cũ (papers of past years)", () => {
  it("cheat: on 10 November 2026 the six years before are not to be had: papers reach back 366 days, to 9 November 2025", () => {
    const ledger = base.fork();
    for (const year of [2020, 2021, 2022, 2023, 2024]) {
      const said = lodge(ledger, { from: year * 10_000 + 1201, until: year * 10_000 + 1231 });
      expect(numbers(said)).toEqual({ expected: "days-of-paper-from", from: "09/11/2025" });
    }
    expect(word(lodge(ledger, { from: 20251108, until: 20251231 }))).toBe("refused: bad-terms");
    expect(drawn(ledger, province.sandSource, 2025)).toEqual({ yearKg: 0, allKg: 0 });
  });

  it("the one year before the ledger knew the source gives once, and an inspector is told", () => {
    const ledger = base.fork();
    lodge(ledger, { from: 20251109, until: 20251231 });
    expect(attest(ledger, ledger.size - 1)).toEqual(["paper-of-past-year"]);
    expect(drawn(ledger, province.sandSource, 2025).yearKg).toBe(17_000);
  });

  it("honest twin: October's deliveries in November, and November's in January: this is what papers are for", () => {
    const ledger = base.fork();
    lodge(ledger, { from: 20261001, until: 20261031 });
    expect(attest(ledger, ledger.size - 1)).toEqual([]);
    until(ledger, 20270110, 9);
    lodge(ledger, { from: 20261111, until: 20261130, document: "HĐ 1C26TAA-140" });
    expect(attest(ledger, ledger.size - 1)).toEqual([]);
    expect(drawn(ledger, province.sandSource, 2026).yearKg).toBe(34_000);
  });
});
