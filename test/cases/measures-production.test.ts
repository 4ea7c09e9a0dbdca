// Sản lượng, phiếu và đo đạc: production books, slips and surveys beside each other. Each fraud beside its honest twin; figures by hand.
// The sand mine of the demo may dig 60,000 t a year, so 2 % of it, 1,200 t, on one day.
import { describe, expect, it } from "vitest";
import { AMOUNT_UNIT, INSTRUMENT, MATERIAL, MEASURE, PHASE } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { type Ledger, openProvince, type Said, word } from "../rules/ledger.ts";
import { sandSlip } from "../rules/world.ts";
import { grant, until } from "../stories/people.ts";

type Stage = Awaited<ReturnType<typeof openProvince>>;

function produce(
  { ledger, province }: Stage,
  day: number,
  massKg: number,
  other: Partial<Body<"extract.record">> = {},
) {
  const body = {
    source: province.sandSource,
    site: province.sandMine,
    material: MATERIAL.sand,
    measure: MEASURE.survey,
  };
  return ledger.say("sandMiner", "extract.record", { ...body, day, massKg, ...other });
}

function survey({ ledger, province }: Stage, who: string, massKg: number, subject = province.sandSource): Said {
  const body = { subject, material: MATERIAL.sand, massKg, document: "Biên bản đo đạc" };
  return ledger.say(who, "survey.record", body);
}

/** The signals of an entry, but for the demo mine's missing papers. */
function signals(ledger: Ledger, said: Said): string[] {
  if ("refused" in said) throw new Error(JSON.stringify(said.refused));
  return ledger.signals(said.index).filter((code) => code !== "obligation-not-shown");
}

/** The signals of one code with their figures, wherever they were raised. */
function raised(ledger: Ledger, code: string) {
  return ledger.leaves.flatMap(({ changes }) => changes.signals.filter((each) => each.code === code));
}

describe("F25: 60,000 t 'dug on 31 December', recorded on 10 January", () => {
  it("is seen, and eats the new year's capacity: nothing is left to sell twice", async () => {
    const stage = await openProvince();
    const { ledger, province } = stage;
    until(ledger, 20270110, 8);
    const said = produce(stage, 20261231, 60_000_000);
    expect(signals(ledger, said)).toEqual(["production-beyond-day", "production-late"]);
    expect(ledger.book.need("ground", province.sandSource).years).toEqual({ 2027: 60_000_000 });
    // The stock is sold first; then the ground of 2027 has nothing left.
    const more = produce(stage, 20270109, 1_000_000);
    expect(word(more)).toBe("kept: capacity-exceeded");
  });

  it("is kept and moves nothing where the province blocks, until an office's survey bears it out", async () => {
    const stage = await openProvince({ productionPhase: PHASE.block });
    const { ledger, province } = stage;
    until(ledger, 20270110, 8);
    expect(word(produce(stage, 20261231, 60_000_000))).toBe("kept: production-beyond-day");
    expect(ledger.book.need("ground", province.sandSource)).toMatchObject({ drawnKg: 0, recordedKg: 0 });
    // The mine's own survey bears nothing out.
    survey(stage, "sandMiner", 60_000_000);
    expect(word(produce(stage, 20261231, 60_000_000))).toBe("kept: production-beyond-day");
    survey(stage, "authority", 60_000_000);
    expect(word(produce(stage, 20261231, 60_000_000))).toBe("ok");
  });

  it("honest twin: a day's 1,100 t of 31 December, recorded on 2 January after the holiday, count for the old year", async () => {
    const stage = await openProvince({ productionPhase: PHASE.block });
    const { ledger, province } = stage;
    until(ledger, 20270102, 8);
    const said = produce(stage, 20261231, 1_100_000);
    expect([word(said), signals(ledger, said)]).toEqual(["ok", []]);
    expect(ledger.book.need("ground", province.sandSource).years).toEqual({ 2026: 1_100_000 });
  });

  it("two records of one day are one day: 700 t and 600 t are 100 t too much; on two days they are not", async () => {
    const stage = await openProvince({ productionPhase: PHASE.block });
    until(stage.ledger, 20261112, 8);
    expect(word(produce(stage, 20261110, 700_000))).toBe("ok");
    expect(word(produce(stage, 20261110, 600_000))).toBe("kept: production-beyond-day");
    expect(word(produce(stage, 20261111, 600_000))).toBe("ok");
  });

  it("a licence that states its own daily limit is held to that one", async () => {
    const stage = await openProvince({ productionPhase: PHASE.block });
    const { ledger, province } = stage;
    const source = grant(ledger, {
      instrument: INSTRUMENT.extractionLicence,
      number: "20/GP-UBND",
      holder: province.sandMiner,
      sites: [province.sandMine],
      materials: [MATERIAL.sand],
      capacityYear: { unit: AMOUNT_UNIT.tonnes, amount: 60_000 },
      capacityDay: { unit: AMOUNT_UNIT.tonnes, amount: 300 },
    });
    expect(word(produce(stage, 20261110, 300_001, { source }))).toBe("kept: production-beyond-day");
    expect(word(produce(stage, 20261110, 300_000, { source }))).toBe("ok");
  });
});

describe("F53: a mine surveys its own source to cover the inspector's survey", () => {
  it("the office's survey stays the survey; the mine's own is kept beside it and is compared as well", async () => {
    const stage = await openProvince();
    const { ledger, province } = stage;
    ledger.must("sandMiner", "slip.issue", sandSlip(province, { massKg: 18_000 }));
    // The office finds twice what left by slip.
    expect(signals(ledger, survey(stage, "authority", 36_000))).toEqual(["survey-differs"]);
    expect(signals(ledger, survey(stage, "sandMiner", 18_000))).toEqual([]);
    expect(ledger.book.need("survey", province.sandSource)).toMatchObject({ massKg: 36_000 });
    expect(ledger.book.need("survey", `${province.sandSource}/own`)).toMatchObject({ massKg: 18_000 });
  });

  it("a yard cannot survey somebody else's quarry; its own yard it may", async () => {
    const stage = await openProvince();
    expect(word(survey(stage, "yardKeeper", 1))).toBe("refused: no-standing");
    expect(word(survey(stage, "yardKeeper", 1, stage.province.sandMine))).toBe("refused: no-standing");
    expect(word(survey(stage, "yardKeeper", 1, stage.province.yard))).toBe("ok");
  });

  it("honest twin: office and mine find the same 18 t that the slips took, and nobody is asked anything", async () => {
    const stage = await openProvince();
    const { ledger, province } = stage;
    ledger.must("sandMiner", "slip.issue", sandSlip(province, { massKg: 18_000 }));
    expect(signals(ledger, survey(stage, "authority", 18_400))).toEqual([]);
    expect(signals(ledger, survey(stage, "sandMiner", 18_000))).toEqual([]);
  });
});

describe("F54: a licence of 180,000 t, and 166,025 m³ surveyed at 1.30 t/m³ = 215,832.5 t", () => {
  async function licensed(): Promise<Stage & { source: number }> {
    const stage = await openProvince();
    const { ledger, province } = stage;
    const source = grant(ledger, {
      instrument: INSTRUMENT.extractionLicence,
      number: "21/GP-UBND",
      holder: province.sandMiner,
      sites: [province.sandMine],
      materials: [MATERIAL.sand],
      capacityYear: { unit: AMOUNT_UNIT.tonnes, amount: 180_000 },
    });
    return { ...stage, source };
  }
  // 215,832.5 ÷ 180,000 = 1.19907: 19 % over, in the band from 15 to 25 %.
  const figures = { extracted_kg: 215_832_500, capacity_kg: 180_000_000, percent: 19, band: 15 };

  it("the survey names the band", async () => {
    const stage = await licensed();
    const said = survey(stage, "authority", 166_025 * 1300, stage.source);
    expect(signals(stage.ledger, said)).toEqual(["survey-differs", "over-capacity"]);
    expect(raised(stage.ledger, "over-capacity")[0]).toMatchObject({ subject: `source/${stage.source}`, figures });
  });

  it("so does the mine's own production book: 180,000 t move, 35,832.5 t more are kept and move nothing, this year or next", async () => {
    const stage = await licensed();
    const { ledger, source } = stage;
    produce(stage, 20261110, 180_000_000, { source });
    const beyond = produce(stage, 20261110, 35_832_500, { source });
    expect(word(beyond)).toBe("kept: capacity-exceeded");
    expect(raised(ledger, "over-capacity")[0]).toMatchObject({ figures });
    // Next year only what is dug next year counts: 1,000 t.
    until(ledger, 20270112, 8);
    expect(word(produce(stage, 20270111, 1_000_000, { source }))).toBe("ok");
    expect(ledger.book.need("ground", source).years).toEqual({ 2026: 180_000_000, 2027: 1_000_000 });
  });

  it("honest twin: 14.9 % over is the survey's business, and names no band; the second year allows twice as much", async () => {
    const first = await licensed();
    expect(signals(first.ledger, survey(first, "authority", 206_820_000, first.source))).toEqual(["survey-differs"]);
    const second = await licensed();
    until(second.ledger, 20270110, 8);
    survey(second, "authority", 215_832_500, second.source);
    expect(raised(second.ledger, "over-capacity")).toEqual([]);
  });
});

describe("F55: the production book says less than the slips, or more", () => {
  const due = 20261204;

  /** Two loads of 18 t leave by slip in November, and the books are compared 72 hours after its end. */
  async function month(recorded: readonly (readonly [day: number, kg: number])[], on: number): Promise<Stage> {
    const stage = await openProvince();
    const { ledger, province } = stage;
    for (const truck of [0, 1]) {
      const vehicle = province.trucks[truck]!;
      ledger.must("sandMiner", "slip.issue", sandSlip(province, { massKg: 18_000, vehicle }));
    }
    until(ledger, on, 8);
    for (const [day, kg] of recorded) produce(stage, day, kg);
    if (on < due) until(ledger, due, 8);
    ledger.must("operator", "clock.tick", {});
    return stage;
  }

  it("36 t by slips and 18 t in the book, or none at all: both figures are shown, and that nobody has surveyed", async () => {
    const half = await month([[20261110, 18_000]], 20261130);
    const figures = { recorded_kg: 18_000, drawn_kg: 36_000, surveyed_kg: 0 };
    expect(raised(half.ledger, "production-differs")).toMatchObject([{ figures }]);
    const none = await month([], 20261130);
    expect(raised(none.ledger, "production-differs")).toMatchObject([{ figures: { recorded_kg: 0 } }]);
  });

  it("the other way: 40 t recorded where the ground has lost 18 t, as the survey shows with all three figures", async () => {
    const stage = await month([[20261110, 40_000]], 20261130);
    expect(raised(stage.ledger, "production-differs")).toEqual([]);
    survey(stage, "authority", 18_000);
    const figures = { surveyed_kg: 18_000, book_kg: 40_000, recorded_kg: 40_000 };
    expect(raised(stage.ledger, "survey-differs")).toMatchObject([{ figures }]);
  });

  it("honest twin: the book is written up on 3 December, 34 t against 36 t, within the tenth that needs no explaining", async () => {
    const stage = await month(
      [
        [20261130, 18_000],
        [20261130, 16_000],
      ],
      20261203,
    );
    expect(raised(stage.ledger, "production-differs")).toEqual([]);
  });
});
