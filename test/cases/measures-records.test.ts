// Tỷ lệ, hệ số, hóa đơn, giấy tờ: yields, factors, invoices and papers. Each fraud beside its honest twin; figures by hand.
import { describe, expect, it } from "vitest";
import { MATERIAL, MEASURE } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { hashFigures } from "../../src/rules/payment/figures.ts";
import { type Ledger, openProvince, type Said, word } from "../rules/ledger.ts";
import { annexOf, completeAnnex, decide, figuresOf, receipt, sandSlip, sandToDyke, workLine } from "../rules/world.ts";
import { until } from "../stories/people.ts";

type Stage = Awaited<ReturnType<typeof openProvince>>;

function signals(ledger: Ledger, said: Said): string[] {
  if ("refused" in said) throw new Error(JSON.stringify(said.refused));
  return ledger.signals(said.index);
}

describe("F23: a quarry sells paper for river sand: rock becomes sand one to one", () => {
  const DOCUMENT = "Biên bản thử nghiệm dây chuyền";

  /** 17 t of blasted rock lie at the crusher. */
  async function crusher(yieldPhase: 1 | 3): Promise<Stage> {
    const stage = await openProvince({ yieldPhase });
    const { ledger, province } = stage;
    const load = { source: province.stoneSource, material: MATERIAL.blastedRock, massKg: 17_000 };
    const way = { route: province.routes["stoneMine→crusher"]!, vehicle: province.trucks[0]! };
    const slip = ledger.must("stoneMiner", "slip.issue", { ...load, ...way, measure: MEASURE.volume });
    ledger.pass(12);
    ledger.must("stoneMiner", "load.receive", receipt(slip, province.crusher, 17_000));
    return stage;
  }

  function run({ ledger, province }: Stage, outputs: NonNullable<Body<"batch.process">["outputs"]>): Said {
    const inputs = [{ material: MATERIAL.blastedRock, massKg: 17_000 }];
    return ledger.fork().say("stoneMiner", "batch.process", { site: province.crusher, inputs, outputs });
  }

  const sand = [{ material: MATERIAL.sand, massKg: 17_000 }];

  it("with no yields set it is seen, and refused where the province blocks", async () => {
    const observed = await crusher(1);
    const ledger = observed.ledger.fork();
    const inputs = [{ material: MATERIAL.blastedRock, massKg: 17_000 }];
    const body = { site: observed.province.crusher, inputs, outputs: sand };
    expect(signals(ledger, ledger.say("stoneMiner", "batch.process", body))).toEqual(["yields-not-set"]);
    expect(word(run(await crusher(3), sand))).toBe("refused: yields-not-set");
  });

  it("yields whose least shares add up to 1,300 ‰ are no yields: refused; 600 + 400 ‰ may be set", async () => {
    const { ledger, province } = await crusher(3);
    const set = (dust: number) => {
      const stone = { output: MATERIAL.stone1x2, leastPermille: 600, mostPermille: 1000 };
      const bounds = [stone, { output: MATERIAL.stoneDust, leastPermille: dust, mostPermille: 1000 }];
      return word(
        ledger
          .fork()
          .together("authority", "deputy", "yield.set", { site: province.crusher, document: DOCUMENT, bounds }),
      );
    };
    expect([set(700), set(400)]).toEqual(["refused: bad-terms", "ok"]);
    // Nor can 600 ‰ of stone come where all products together are 500 ‰ at most.
    const all = { leastPermille: 0, mostPermille: 500 };
    const bounds = [{ output: MATERIAL.stone1x2, leastPermille: 600, mostPermille: 1000 }, all];
    const said = ledger.together("authority", "deputy", "yield.set", {
      site: province.crusher,
      document: DOCUMENT,
      bounds,
    });
    expect(word(said)).toBe("refused: bad-terms");
  });

  it("honest twins: a crusher that makes stone is asked nothing; one whose tested line makes 30 % sand may make 5,100 kg", async () => {
    const stage = await crusher(3);
    expect(word(run(stage, [{ material: MATERIAL.stone1x2, massKg: 16_000 }]))).toBe("ok");
    const bounds = [{ output: MATERIAL.sand, leastPermille: 100, mostPermille: 300 }];
    stage.ledger.agree("authority", "deputy", "yield.set", {
      site: stage.province.crusher,
      document: DOCUMENT,
      bounds,
    });
    expect(word(run(stage, [{ material: MATERIAL.sand, massKg: 5100 }]))).toBe("ok");
    expect(word(run(stage, [{ material: MATERIAL.sand, massKg: 5101 }]))).toBe("refused: yield-outside");
  });
});

describe("F46: one invoice lodged as two papers", () => {
  function lodge({ ledger, province }: Stage, document: string, other: Partial<Body<"paper.lodge">> = {}): Said {
    const load = { project: province.dyke, package: 2, source: province.sandSource, material: MATERIAL.sand };
    const days = { from: 20261101, until: 20261109 };
    return ledger.say("builderB", "paper.lodge", { ...load, massKg: 17_000, document, ...days, ...other });
  }

  it("is seen, however its marks, capitals and spaces are written", async () => {
    const stage = await openProvince();
    expect(signals(stage.ledger, lodge(stage, "Hóa đơn 1C26TAA-128"))).toEqual([]);
    expect(signals(stage.ledger, lodge(stage, "HOÁ ĐƠN  1C26TAA 128"))).toEqual(["paper-twice"]);
  });

  it("honest twin: the next invoice, and one invoice over two materials, are two papers", async () => {
    const stage = await openProvince();
    lodge(stage, "Hóa đơn 1C26TAA-128");
    expect(signals(stage.ledger, lodge(stage, "Hóa đơn 1C26TAA-129"))).toEqual([]);
    const rock = { source: stage.province.stoneSource, material: MATERIAL.blastedRock };
    expect(signals(stage.ledger, lodge(stage, "Hóa đơn 1C26TAA-128", rock))).toEqual([]);
  });
});

describe("H22: a month's invoice", () => {
  /** Three loads of 17,000 kg by scale, of which 16,950 kg each are received. */
  async function month(): Promise<Stage & { slips: number[] }> {
    const stage = await openProvince();
    const { ledger, province } = stage;
    const slips = [0, 1, 2].map((truck) => {
      const load = { vehicle: province.trucks[truck]!, massKg: 17_000, measure: MEASURE.scale };
      const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province, load));
      ledger.pass(46);
      ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 16_950));
      return slip;
    });
    return { ...stage, slips };
  }

  function invoice(
    { ledger }: Stage,
    slips: number[],
    massKg: number,
    other: Partial<Body<"invoice.link">> = {},
  ): Said {
    const body = { seller: "0100000001", number: "1C26TAA-128", day: 20261130, massKg, slips, papers: [], ...other };
    return ledger.say("sandMiner", "invoice.link", body);
  }

  it("states what was received, 50,850 kg, or what was sent, 51,000 kg: both are right", async () => {
    const received = await month();
    expect(signals(received.ledger, invoice(received, received.slips, 50_850))).toEqual([]);
    const sent = await month();
    expect(signals(sent.ledger, invoice(sent, sent.slips, 51_000))).toEqual([]);
  });

  it("of more than 400 loads goes on in a second part under its number; each part is entered once, by one party", async () => {
    const stage = await month();
    const [first, ...rest] = stage.slips;
    expect(word(invoice(stage, [first!], 17_000))).toBe("ok");
    expect(word(invoice(stage, rest, 34_000))).toBe("refused: already-exists");
    // Written otherwise it is the same invoice.
    expect(word(invoice(stage, rest, 34_000, { number: "1c26taa 00000128" }))).toBe("refused: already-exists");
    expect(word(invoice(stage, rest, 34_000, { part: 2 }))).toBe("ok");
    expect(word(invoice(stage, rest, 34_000, { part: 2 }))).toBe("refused: already-exists");
    const body = { seller: "0100000001", number: "1C26TAA-128", day: 20261130, massKg: 1, slips: rest, papers: [] };
    expect(word(stage.ledger.say("yardKeeper", "invoice.link", { ...body, part: 3 }))).toBe("refused: already-exists");
  });

  // Three scales of 17,000 × 5 ‰ + 1 = 86 kg: √3 × 86 ≈ 149 kg beyond the 51,000 kg sent, or below the 50,850 kg received.
  it("fraud twin: 51,150 kg charged, or a load that another part has charged already, are seen", async () => {
    const most = await month();
    expect(signals(most.ledger, invoice(most, most.slips, 51_149))).toEqual([]);
    const over = await month();
    expect(signals(over.ledger, invoice(over, over.slips, 51_150))).toEqual(["invoice-differs"]);
    const again = invoice(over, over.slips.slice(0, 1), 17_000, { part: 2 });
    expect([word(again), signals(over.ledger, again)]).toEqual(["kept: already-exists", ["invoiced-twice"]]);
  });
});

describe("H33: the supervisor's test density was entered by mistake", () => {
  const REASON = "Mẫu thí nghiệm không đại diện";

  /** 17 t of sand lie in the dyke and are claimed by the norm; then the test is entered, and the norm can be claimed no more. */
  async function tested(): Promise<Stage & { annex: number; factor: number }> {
    const stage = await openProvince();
    const { ledger, province } = stage;
    sandToDyke(ledger, province, [17_000]);
    const annex = completeAnnex(ledger, province, [workLine(5000, 265_000, province.embankment)]);
    const { label } = ledger.book.need("factor", ledger.book.need("recipe", province.embankment).lines[0]!.factor);
    const row = { material: MATERIAL.sand, use: 1 as const, numerator: 1450, denominator: 1, from: 20261101 };
    const named = label === "" ? {} : { label };
    const body = { ...row, ...named, document: "Kết quả thí nghiệm số 12", project: province.dyke };
    return { ...stage, annex, factor: ledger.agree("supervisor", "owner", "factor.set", body) };
  }

  function claim({ ledger, province }: Stage): string {
    return word(
      ledger.say("builderB", "annex.propose", annexOf(province, [workLine(5000, 265_000, province.embankment)])),
    );
  }

  it("ends with the day on which its author or the owner says so; from the next day the norm can be claimed again", async () => {
    for (const who of ["supervisor", "owner"]) {
      const stage = await tested();
      expect(claim(stage)).toBe("refused: factor-outranked");
      stage.ledger.must(who, "factor.end", { factor: stage.factor, until: 20261110, reason: REASON });
      until(stage.ledger, 20261111, 8);
      expect(claim(stage)).toBe("ok");
    }
  });

  it("the figures of the dossier that was complete before, and of its result, stay as they were", async () => {
    const stage = await tested();
    const { ledger, annex, factor } = stage;
    const before = hashFigures(figuresOf(ledger, annex).figures);
    const { decision } = decide(ledger, annex);
    ledger.must("owner", "factor.end", { factor, until: 20261110, reason: REASON });
    until(ledger, 20261111, 8);
    expect(decision && word(decision)).toBe("ok");
    expect(hashFigures(figuresOf(ledger, annex).figures)).toEqual(before);
  });

  it("fraud twin: nobody else ends it, not for a day that is over, and no ended row is prolonged", async () => {
    const { ledger, factor } = await tested();
    const end = (who: string, day: number) =>
      word(ledger.say(who, "factor.end", { factor, until: day, reason: REASON }));
    expect(end("builderB", 20261110)).toBe("refused: no-standing");
    expect(end("authority", 20261110)).toBe("refused: no-standing");
    expect(end("supervisor", 20261109)).toBe("refused: factor-ended");
    expect(end("supervisor", 20261120)).toBe("ok");
    expect(end("owner", 20261121)).toBe("refused: factor-ended");
  });
});
