// Sửa giới hạn của nguồn, và các dòng của bảng kê: a limit that is amended, and lines of an annex that honest people write otherwise.
import { beforeAll, describe, expect, it } from "vitest";
import type { AnnexLine } from "../../src/format/bodies/payment.ts";
import { type Ledger, openProvince, type Said, word } from "../rules/ledger.ts";
import { annexOf, completeAnnex, decide, figuresOf, receipt, sandSlip, sandToDyke, workLine } from "../rules/world.ts";
import { grant, type Province, stockOf } from "../stories/people.ts";

let base: Ledger;
let province: Province;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  base.pass(60);
});

describe("F50: capacity amended below what is used, or raised", () => {
  /** A source of 40 t a year, 36 t of which have been drawn. */
  const used = () => {
    const ledger = base.fork();
    const source = grant(ledger, {
      holder: province.sandMiner,
      sites: [province.sandMine],
      instrument: 1,
      number: "50/GP-UBND",
      materials: [1],
      capacityYear: { unit: 2, amount: 40 },
    });
    for (const truck of [0, 1])
      ledger.must(
        "sandMiner",
        "slip.issue",
        sandSlip(province, { source, vehicle: province.trucks[truck]!, massKg: 18_000 }),
      );
    const amend = (tonnes: number) => {
      const capacityYear = { unit: 2 as const, amount: tonnes };
      ledger.agree("authority", "deputy", "source.amend", { source, document: "Quyết định số 31", capacityYear });
      return ledger.size - 1;
    };
    return { ledger, amend };
  };

  it("36 t drawn of 10 t: an inspector is told, with both numbers", () => {
    const { ledger, amend } = used();
    const amendment = amend(10);
    const [signal] = ledger.leaves[amendment]!.changes.signals;
    expect(signal).toMatchObject({ code: "limit-below-drawn", figures: { limit_kg: 10_000, drawn_kg: 36_000 } });
  });

  it("raised by one clerk from 40 t to 400 t: an inspector is told", () => {
    const { ledger, amend } = used();
    const amendment = amend(400);
    const [signal] = ledger.leaves[amendment]!.changes.signals;
    expect(signal).toMatchObject({ code: "limit-raised", figures: { before_kg: 40_000, limit_kg: 400_000 } });
  });

  it("honest: cut to 38 t, with 36 t drawn, nobody is told", () => {
    const { ledger, amend } = used();
    expect(ledger.signals(amend(38))).toEqual([]);
  });
});

const propose = (ledger: Ledger, lines: AnnexLine[]): Said =>
  ledger.say("builderB", "annex.propose", annexOf(province, lines));

describe("H25: the unit typed m3 for m³", () => {
  it("is the same unit; kilograms asked are the same", () => {
    const ledger = base.fork();
    sandToDyke(ledger, province, [16_836]);
    const annex = completeAnnex(ledger, province, [workLine(10_000, 265_000, province.embankment, { unit: "m3" })]);
    expect(figuresOf(ledger, annex).figures.lines[0]!.materials[0]).toMatchObject({
      demandKg: 16_836,
      ledgerKg: 16_836,
    });
  });

  it("cheat: m² is another unit than m³, and the answer says so", () => {
    const said = propose(base.fork(), [workLine(10_000, 265_000, province.embankment, { unit: "m²" })]);
    expect(said).toMatchObject({ refused: { code: "annex-unit", figures: { unit: "m²", recipe_unit: "m³" } } });
  });
});

describe("H24: a line with the difference of price only", () => {
  /** Ten m³ of fill paid at 265,000 đ, whose price is adjusted to 280,000 đ afterwards: 150,000 đ more. */
  const paid = () => {
    const ledger = base.fork();
    sandToDyke(ledger, province, [16_836]);
    const annex = completeAnnex(ledger, province, [workLine(10_000, 265_000, province.embankment)]);
    expect(word(decide(ledger, annex).decision!)).toBe("ok");
    const difference = (quantityMilli: number, other: Partial<AnnexLine> = {}) =>
      workLine(quantityMilli, 15_000, undefined, { code: "AB.13410", adjusts: annex, ...other });
    return { ledger, annex, difference };
  };

  it("names the dossier that paid the work, asks for no sand again, and is paid: 150,000 đ", () => {
    const { ledger, difference } = paid();
    const later = completeAnnex(ledger, province, [difference(10_000)]);
    expect(figuresOf(ledger, later).figures).toMatchObject({ acceptedDong: 150_000, lines: [{ materials: [] }] });
    expect(word(decide(ledger, later).decision!)).toBe("ok");
  });

  it("cheat: more than was paid, at once or in two lines, or another work, is refused", () => {
    const { ledger, difference } = paid();
    const refused = "refused: annex-adjusts";
    expect(word(propose(ledger, [difference(10_001)]))).toBe(refused);
    expect(word(propose(ledger, [difference(6000), difference(6000)]))).toBe(refused);
    expect(word(propose(ledger, [difference(1000, { code: "AB.99999" })]))).toBe(refused);
  });

  it("cheat: new fill under its own code without sand is refused as before, and so is a dossier nobody has paid", () => {
    const ledger = base.fork();
    const plain = workLine(10_000, 265_000, undefined, { code: "AB.13410" });
    expect(word(propose(ledger, [plain]))).toBe("refused: annex-recipe");
    const unpaid = completeAnnex(ledger, province, [workLine(10_000, 265_000, province.embankment)]);
    expect(word(propose(ledger, [{ ...plain, adjusts: unpaid }]))).toBe("refused: annex-adjusts");
  });

  it("cheat: where the first result is reversed, the difference is worth nothing", () => {
    const { ledger, annex, difference } = paid();
    const later = completeAnnex(ledger, province, [difference(10_000)]);
    const { decision } = ledger.book.need("claim", annex);
    const why = { document: "Biên bản làm việc số 9", reason: "Đã chi nhầm gói thầu, phải làm lại" };
    const proposal = ledger.must("officer", "decision.reverse", { decision: decision!.index, ...why });
    ledger.must("approver", "approve", { proposal });
    expect(figuresOf(ledger, later).figures.acceptedDong).toBe(0);
  });
});

describe("H14: partial refusal, 5 t taken and 12 t sent back to the mine", () => {
  const part = () => {
    const ledger = base.fork();
    const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province, { massKg: 17_000, measure: 1 }));
    ledger.pass(40);
    ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 5000, { final: 0 }));
    ledger.must("yardKeeper", "load.refuse", {
      slip: { index: slip },
      at: province.yard,
      reason: "Phần còn lại lẫn bùn",
    });
    ledger.pass(40);
    return { ledger, slip };
  };
  const mine = () => stockOf(province.sandMine, province.sandMiner, 1, province.sandSource);

  it("the mine takes 12 t back: 5 t in the yard, 12 t at the mine, nothing contradicted or lost", () => {
    const { ledger, slip } = part();
    ledger.must("sandMiner", "load.receive", receipt(slip, province.sandMine, 12_000, { part: 2 }));
    expect([ledger.kg(stockOf(province.yard, province.yardKeeper)), ledger.kg(mine())]).toEqual([5000, 12_000]);
    expect(ledger.book.need("slipState", slip)).toMatchObject({ status: "received", contested: null });
  });

  it("cheat: the mine takes back 17 t of which 5 t stayed: more came than the slip has, and the load is in question", () => {
    const { ledger, slip } = part();
    const back = ledger.say("sandMiner", "load.receive", receipt(slip, province.sandMine, 17_000, { part: 2 }));
    expect(word(back)).toBe("kept: received-too-much");
    expect(ledger.kg(mine())).toBe(0);
  });
});
