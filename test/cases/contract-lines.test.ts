// Hợp đồng trong sổ (the contract is in the book): each way to be paid for what the contract does not have, with the honest claim beside it.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import type { ContractLine } from "../../src/format/bodies/contract.ts";
import { COMPACTION, MATERIAL, MEASURE, PHASE, PHASED_RULE, RECIPE_SOURCE, ROLE } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { type Ledger, openProvince, word } from "../rules/ledger.ts";
import {
  annexOf,
  completeAnnex,
  contracted,
  decide,
  dykeContract,
  figuresOf,
  receipt,
  sandSlip,
  sandToDyke,
  workLine,
} from "../rules/world.ts";
import { numbers, until, way, welcome } from "../stories/people.ts";

let base: Ledger;
let province: Province;
/** Line 1 of the contract: 1.000 m³ of sand fill at 265.000 đ. Line 2: 40 t of steel at 18.600.000 đ, without tracked material. */
let fill: ContractLine;
let steel: ContractLine;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  const sand = { code: "AB.13410", name: "Đắp cát công trình, K95", unit: "m³", recipe: province.embankment };
  fill = { number: 1, ...sand, quantityMilli: 1_000_000, unitPriceDong: 265_000 };
  const bars = { code: "AF.61120", name: "Cốt thép", unit: "tấn", plainBasis: "Định mức AF.61120: không có cát, đá" };
  steel = { number: 2, ...bars, quantityMilli: 40_000, unitPriceDong: 18_600_000 };
});

/** So many thousandths of a contract line, as an honest dossier claims them. */
function claimed(by: ContractLine, quantityMilli: number, other: Parameters<typeof workLine>[3] = {}) {
  const { code, name, unit, number: contractLine } = by;
  return workLine(quantityMilli, by.unitPriceDong, by.recipe, { code, name, unit, contractLine, ...other });
}
const propose = (ledger: Ledger, line: ReturnType<typeof workLine>, other: Partial<Body<"annex.propose">> = {}) =>
  ledger.say("builderB", "annex.propose", annexOf(province, [line], other));
const signalsOf = (ledger: Ledger, code: string) =>
  ledger.leaves.flatMap(({ changes }) => changes.signals).filter((each) => each.code === code);
const withContract = (lines = [fill, steel], other: Parameters<typeof dykeContract>[2] = {}) => {
  const ledger = base.fork();
  const contract = contracted(ledger, dykeContract(province, lines, other));
  return { ledger, contract };
};

describe("F37: mã hiệu viết khác để khỏi kê vật liệu (a code spelt so that no material is asked)", () => {
  const SPELT = ["AB.13410.", "ab.13410", "AB13410", "AB.1341O", "AB.13410a", "TT.01"];

  it("F37: 1.000 m³ đắp cát dưới mã gần giống, không định mức: hợp đồng không có công tác ấy", () => {
    const { ledger } = withContract();
    const words = SPELT.map((code) =>
      word(propose(ledger, workLine(1_000_000, 265_000, undefined, { code, contractLine: 1 }))),
    );
    expect(words.filter((each) => each === "ok")).toEqual([]);
    expect(word(propose(ledger, workLine(1_000_000, 265_000, undefined, { code: "TT.01" })))).toBe(
      "refused: contract-line",
    );
  });

  it("F37: trong hợp đồng, dòng không có định mức phải nêu căn cứ, và mã đã có định mức thì phải dùng định mức", () => {
    const { recipe: _, ...bare } = fill;
    const plain = { ...bare, code: "TT.01" };
    const say = (line: ContractLine) =>
      word(base.fork().say("builderB", "contract.register", dykeContract(province, [line])));
    expect(say(plain)).toBe("refused: contract-plain");
    expect(say({ ...bare, plainBasis: "Tạm tính" })).toBe("refused: annex-recipe");
    expect(say({ ...plain, plainBasis: "Điều 5 hợp đồng: chủ đầu tư cấp cát" })).toBe("ok");
  });

  it("F37, thật: đúng mã, định mức và đơn giá của dòng hợp đồng thì nhận", () => {
    const { ledger } = withContract();
    expect([word(propose(ledger, claimed(fill, 400_000))), word(propose(ledger, claimed(steel, 40_000)))]).toEqual([
      "ok",
      "ok",
    ]);
    // m3 and m³ are one unit.
    expect(word(propose(ledger, claimed(fill, 1000, { unit: "m3" })))).toBe("ok");
  });
});

describe("khối lượng lũy kế (sums over dossiers stay within the contract)", () => {
  it("600 rồi 401 m³ trên 1.000 m³: hồ sơ sau vượt 1 m³, chờ phụ lục; 400 m³ thì nhận", () => {
    const { ledger, contract } = withContract();
    completeAnnex(ledger, province, [claimed(fill, 600_000)]);
    const over = propose(ledger, claimed(fill, 401_000));
    expect([word(over), numbers(over)]).toEqual([
      "refused: contract-quantity",
      { number: 1, left_milli: 400_000, asked_milli: 401_000 },
    ]);
    expect(word(propose(ledger, claimed(fill, 400_000)))).toBe("ok");
    const more = { ...fill, quantityMilli: 1_001_000 };
    const amendment = { contract, document: "Phụ lục số 1", reason: "Bổ sung khối lượng đắp", lines: [more] };
    const proposal = ledger.must("owner", "contract.amend", amendment);
    expect(word(propose(ledger, claimed(fill, 401_000)))).toBe("refused: contract-quantity");
    for (const who of ["builderB", "supervisor"]) ledger.must(who, "approve", { proposal });
    expect(word(propose(ledger, claimed(fill, 401_000)))).toBe("ok");
  });

  it("bản nháp chưa đủ chữ ký không giữ chỗ; hai bản cùng vượt thì bản ký đủ sau bị từ chối", () => {
    const { ledger } = withContract();
    const write = () => ledger.write("builderB", "annex.propose", annexOf(province, [claimed(fill, 700_000)]));
    const [first, second] = [write(), write()];
    const indexes = [first, second].map((entry) => {
      const said = ledger.bring(entry);
      if ("refused" in said) throw new Error(JSON.stringify(said.refused));
      return said.index;
    });
    const sign = (who: string, i: number) =>
      word(ledger.say(who, "annex.cosign", { annex: indexes[i]!, entryId: [first, second][i]!.id }));
    expect([sign("supervisor", 0), sign("supervisor", 1), sign("owner", 0)]).toEqual(["ok", "ok", "ok"]);
    expect(sign("owner", 1)).toBe("refused: contract-quantity");
  });

  it("phần không được chấp nhận và hồ sơ bị trả không mất: đề nghị lại được", () => {
    const { ledger } = withContract();
    // 10.000 kg of sand: of 1.000 m³ × 1,22 × 1.380 = 1.683.600 kg needed, ⌊1.000.000 × 10.000 / 1.683.600⌋ = 5.939 thousandths.
    sandToDyke(ledger, province, [10_000]);
    const annex = completeAnnex(ledger, province, [claimed(fill, 1_000_000)]);
    expect(word(propose(ledger, claimed(fill, 1)))).toBe("refused: contract-quantity");
    expect(word(decide(ledger, annex).decision!)).toBe("ok");
    expect(figuresOf(ledger, annex).figures.lines).toHaveLength(1);
    const tooMuch = propose(ledger, claimed(fill, 994_062));
    expect(numbers(tooMuch)).toMatchObject({ left_milli: 994_061 });
    const rest = completeAnnex(ledger, province, [claimed(fill, 994_061)]);
    expect(word(decide(ledger, rest, 4).decision!)).toBe("ok");
    expect(word(propose(ledger, claimed(fill, 994_061)))).toBe("ok");
  });

  it("kết quả bị hủy: khối lượng lại tính như đã đề nghị; ai khác đã đề nghị phần ấy thì hồ sơ cũ chỉ trả lại được", () => {
    const { ledger } = withContract();
    const annex = completeAnnex(ledger, province, [claimed(steel, 30_000)]);
    const refused = decide(ledger, annex, 3).decision!;
    if (!("index" in refused)) throw new Error("not refused by the treasury");
    const other = completeAnnex(ledger, province, [claimed(steel, 20_000)]);
    const why = { document: "Quyết định số 5", reason: "Nhầm hồ sơ khi ký kết quả" };
    const proposal = ledger.must("officer", "decision.reverse", { decision: refused.index, ...why });
    ledger.must("approver", "approve", { proposal });
    // 30 t and 20 t on a line of 40 t: one of them has to give way.
    expect(word(decide(ledger, annex, 1).decision!)).toBe("refused: contract-quantity");
    expect(word(decide(ledger, annex, 4).decision!)).toBe("ok");
    expect(word(decide(ledger, other, 1).decision!)).toBe("ok");
  });

  it("phụ lục không hạ khối lượng dưới phần đã đề nghị", () => {
    const { ledger, contract } = withContract();
    completeAnnex(ledger, province, [claimed(steel, 30_000)]);
    const lower = (quantityMilli: number) =>
      ledger.say("owner", "contract.amend", {
        contract,
        document: "Phụ lục số 1",
        reason: "Giảm khối lượng cốt thép",
        lines: [{ ...steel, quantityMilli }],
      });
    expect(word(lower(29_999))).toBe("refused: contract-claimed");
    expect(word(lower(30_000))).toBe("ok");
  });

  it("làm dở khi vào sổ: khối lượng đã thanh toán trước được ký cùng hợp đồng và tính là đã đề nghị", () => {
    const { ledger } = withContract([{ ...steel, paidMilli: 25_000 }]);
    expect(numbers(propose(ledger, claimed(steel, 15_001)))).toMatchObject({ left_milli: 15_000 });
    expect(word(propose(ledger, claimed(steel, 15_000)))).toBe("ok");
  });

  it("hợp đồng ghi sau khi sổ đã chi: không khai ít hơn phần sổ đã chấp nhận", () => {
    const ledger = base.fork();
    // 10 t of steel at 18.600.000 đ: 186.000.000 đ accepted while the book had no contract.
    const { contractLine: _, ...line } = claimed(steel, 10_000);
    decide(ledger, completeAnnex(ledger, province, [line]));
    const say = (paidMilli: number) =>
      word(ledger.fork().say("owner", "contract.register", dykeContract(province, [{ ...steel, paidMilli }])));
    expect([say(9999), say(10_000)]).toEqual(["refused: contract-paid-before", "ok"]);
  });
});

describe("đơn giá, định mức, độ chặt theo dòng hợp đồng (price, recipe and class come from the contract line)", () => {
  it("đơn giá cao hơn 1 đồng, hay định mức khác của cùng mã, là khác hợp đồng", () => {
    const { ledger } = withContract();
    const dear = workLine(1000, 265_001, province.embankment, { contractLine: 1 });
    expect(word(propose(ledger, dear))).toBe("refused: contract-differs");
    const lean = leanFill(ledger);
    expect(word(propose(ledger, { ...claimed(fill, 1000), recipe: lean }))).toBe("refused: contract-differs");
  });

  it("dòng K98 không dùng định mức tính cho K90", () => {
    const ledger = base.fork();
    const at = (compaction: 1 | 2 | 3 | 4) =>
      ledger.agree("authority", "deputy", "recipe.set", {
        ...{ code: `AB.6412${compaction}`, name: "Đắp nền", unit: "m³", waste: 1, document: "Định mức" },
        source: RECIPE_SOURCE.ministryNorm,
        lines: ledger.book.need("recipe", province.embankment).lines,
        compaction,
      });
    const loose = at(COMPACTION.k90);
    const line: ContractLine = { ...fill, code: "AB.64122", recipe: loose };
    const say = (compaction: 1 | 2 | 3 | 4) =>
      word(ledger.say("owner", "contract.register", dykeContract(province, [{ ...line, compaction }])));
    expect([say(COMPACTION.k98), say(COMPACTION.k90)]).toEqual(["refused: contract-compaction", "ok"]);
  });

  it("định mức hết hạn thì không đề nghị thêm được; đến hết ngày cuối vẫn được", () => {
    const { ledger } = withContract();
    ledger.must("authority", "recipe.end", {
      recipe: province.embankment,
      until: 20261112,
      reason: "Định mức thay thế",
    });
    until(ledger, 20261112, 16);
    expect(word(propose(ledger, claimed(fill, 1000)))).toBe("ok");
    until(ledger, 20261113, 8);
    const late = propose(ledger, claimed(fill, 1000));
    expect([word(late), numbers(late)]).toEqual([
      "refused: recipe-ended",
      { recipe: province.embankment, until: "12/11/2026" },
    ]);
  });
});

/** A recipe of the project with 1 kg of sand in a cubic metre of the norm's code. */
function leanFill(ledger: Ledger, code = "AB.13410"): number {
  const [sand] = ledger.book.need("recipe", province.embankment).lines;
  return ledger.agree("supervisor", "owner", "recipe.set", {
    ...{ code, name: "Đắp cát, thiết kế riêng", unit: "m³", waste: 1, document: "Thiết kế cấp phối số 12" },
    source: RECIPE_SOURCE.mixDesign,
    lines: [{ ...sand!, numerator: 1, denominator: 1380 }],
    project: province.dyke,
  });
}

describe("F42: định mức non đặt trước khi có định mức của bộ, hoặc dưới mã riêng (a lean recipe before the norm, or under its own code)", () => {
  it("F42: định mức non có trước, định mức của bộ có sau: mỗi hồ sơ dùng nó đều được so và báo", () => {
    const ledger = base.fork();
    const lean = leanFill(ledger, "AB.13999");
    expect(signalsOf(ledger, "recipe-lean")).toEqual([]);
    const { lines } = ledger.book.need("recipe", province.embankment);
    const named = { code: "AB.13999", name: "Đắp cát", unit: "m³", document: "Định mức của bộ" };
    const norm = ledger.agree("authority", "deputy", "recipe.set", {
      ...named,
      source: RECIPE_SOURCE.ministryNorm,
      waste: 1,
      lines,
    });
    // 1.000 m³: 1.000 kg of sand asked where the norm asks 1.683.600.
    const line = workLine(1_000_000, 265_000, lean, { code: "AB.13999" });
    for (const dossier of [1, 2]) {
      expect(word(propose(ledger, line))).toBe("ok");
      const told = signalsOf(ledger, "recipe-lean");
      expect(told).toHaveLength(dossier);
      expect(told.at(-1)).toMatchObject({ subject: `recipe/${lean}`, figures: { material: MATERIAL.sand, norm } });
    }
    const asked = (recipe: number) => {
      const work = workLine(1_000_000, 265_000, recipe, { code: "AB.13999" });
      const fork = ledger.fork();
      return figuresOf(fork, completeAnnex(fork, province, [work], { number: 9 })).figures.lines[0]!.materials;
    };
    // 1.220 × 1.380 = 1.683,6 kg a m³ by the norm; of the lean one nothing is asked, since 1.000 kg are below the 2.000 kg that are exempt.
    expect(asked(norm)).toMatchObject([{ demandKg: 1_683_600, exemptKg: 0, insufficientKg: 1_683_600 }]);
    expect(asked(lean)).toMatchObject([{ demandKg: 1000, exemptKg: 1000, insufficientKg: 0 }]);
  });

  it("F42: mã riêng không có định mức để so: báo khi hợp đồng hay hồ sơ dùng", () => {
    const ledger = base.fork();
    const lean = leanFill(ledger, "TT.01");
    const contract = contracted(ledger, dykeContract(province, [{ ...fill, code: "TT.01", recipe: lean }]));
    const told = signalsOf(ledger, "recipe-without-norm");
    expect(told.map(({ subject, figures }) => [subject, figures])).toEqual([[`recipe/${lean}`, { used: contract }]]);
  });

  it("F42: khai đơn vị khác định mức để khỏi bị so: không gọi là non, nhưng báo chưa so được, và Kho bạc của dự án thấy", () => {
    const ledger = base.fork();
    const [sand] = ledger.book.need("recipe", province.embankment).lines;
    // 1 kg of sand in the whole of a section, where the norm asks 1.683,6 kg of each m³.
    const lean = ledger.agree("supervisor", "owner", "recipe.set", {
      ...{ code: "AB.13410", name: "Đắp cát", unit: "đoạn", waste: 1, document: "Thiết kế cấp phối số 15" },
      source: RECIPE_SOURCE.mixDesign,
      lines: [{ ...sand!, numerator: 1, denominator: 1380 }],
      project: province.dyke,
    });
    expect(signalsOf(ledger, "recipe-lean")).toEqual([]);
    const contract = contracted(ledger, dykeContract(province, [{ ...fill, unit: "đoạn", recipe: lean }]));
    const told = signalsOf(ledger, "recipe-without-norm");
    expect(told.map(({ subject, figures, project }) => [subject, figures, project])).toEqual([
      [`recipe/${lean}`, { used: contract }, province.dyke],
    ]);
  });

  it("F42, thật: định mức 100 m³ của dự án không bị so với định mức 1 m³; “m3” và “m³” là một đơn vị", () => {
    const ledger = base.fork();
    const [sand] = ledger.book.need("recipe", province.embankment).lines;
    const named = { code: "AB.13410", name: "Đắp cát", waste: 1, document: "Thiết kế cấp phối số 16" };
    const set = (unit: string, numerator: number, denominator: number) =>
      ledger.agree("supervisor", "owner", "recipe.set", {
        ...named,
        source: RECIPE_SOURCE.mixDesign,
        unit,
        lines: [{ ...sand!, numerator, denominator }],
        project: province.dyke,
      });
    // 122 m³ of loose sand for 100 m³, written in the unit of a hundred.
    set("100 m³", 122, 1);
    // Another unit with a smaller figure would have been called lean.
    set("m² dày 10 cm", 122, 1000);
    expect(signalsOf(ledger, "recipe-lean")).toEqual([]);
    set("m3", 1, 10);
    expect(signalsOf(ledger, "recipe-lean")).toHaveLength(1);
  });

  it("F42, thật: cấp phối duyệt kém định mức 4 % không bị báo, định mức của bộ càng không", () => {
    const ledger = base.fork();
    const [sand] = ledger.book.need("recipe", province.embankment).lines;
    // 1,22 × 96 % = 1,1712 m³.
    const mix = ledger.agree("supervisor", "owner", "recipe.set", {
      ...{ code: "AB.13410", name: "Đắp cát", unit: "m³", waste: 1, document: "Thí nghiệm đầm nén số 4" },
      source: RECIPE_SOURCE.mixDesign,
      lines: [{ ...sand!, numerator: 11_712, denominator: 10_000 }],
      project: province.dyke,
    });
    contracted(
      ledger,
      dykeContract(province, [
        { ...fill, recipe: mix },
        { ...fill, number: 2 },
      ]),
    );
    expect(word(propose(ledger, { ...claimed(fill, 1000), recipe: mix }))).toBe("ok");
    expect([...signalsOf(ledger, "recipe-lean"), ...signalsOf(ledger, "recipe-without-norm")]).toEqual([]);
  });
});

describe("F26: bỏ trống giá trị dự án để khỏi vào diện công trình lớn (a project that states no value)", () => {
  /** Rules that block claims without a contract for works of 100 billion đồng and more. */
  const large = () =>
    openProvince({ phases: [{ rule: PHASED_RULE.contract, phase: PHASE.block, leastDong: 100_000_000_000 }] });
  const project = (ledger: Ledger, valueDong?: number) => {
    const { owner, supervisor, treasury, builderB } = province;
    const packages = [{ number: 2, name: "Gói thầu số 2", contractor: builderB }];
    const parts = { owner, supervisor, treasury, packages, ...(valueDong === undefined ? {} : { valueDong }) };
    return ledger.must("owner", "project.register", { code: "8011111", name: "Đường ven biển", ...parts });
  };

  it("F26: không ghi giá trị thì tính như công trình lớn nhất", async () => {
    const { ledger } = await large();
    const said = propose(ledger, workLine(1000, 1, undefined), { project: project(ledger) });
    expect(word(said)).toBe("refused: contract-missing");
  });

  it("F26, thật: dự án 99 tỷ có ghi giá trị thì chưa phải ghi hợp đồng; từ 100 tỷ thì phải", async () => {
    const { ledger } = await large();
    const say = (value: number) => {
      const fork = ledger.fork();
      return word(propose(fork, workLine(1000, 1, undefined), { project: project(fork, value) }));
    };
    expect([say(99_999_999_999), say(100_000_000_000)]).toEqual(["ok", "refused: contract-missing"]);
  });
});

describe("F26: phiếu đi công trình lớn mà dự án không ghi giá trị (loads for works of no stated value)", () => {
  /** Rules that ask for a registered scale where the works are of 100 billion đồng and more. */
  const large = () =>
    openProvince({ phases: [{ rule: PHASED_RULE.scales, phase: PHASE.block, leastDong: 100_000_000_000 }] });
  /** A load said to be weighed, by no scale that is named, from the sand mine to new works of this value. */
  const sent = async (valueDong?: number) => {
    const { ledger } = await large();
    const { owner, supervisor, treasury, builderB, sandMine } = province;
    const packages = [{ number: 2, name: "Gói thầu số 2", contractor: builderB }];
    const parts = { owner, supervisor, treasury, packages, ...(valueDong === undefined ? {} : { valueDong }) };
    const works = ledger.must("owner", "project.register", { code: "8011111", name: "Đường ven biển", ...parts });
    const route = way(ledger, sandMine, works, 45);
    return word(
      ledger.say("sandMiner", "slip.issue", sandSlip(province, { route, package: 2, measure: MEASURE.scale })),
    );
  };

  it("F26: không ghi giá trị thì phải cân như công trình lớn nhất; thật: 99 tỷ có ghi thì chưa phải", async () => {
    expect(await sent()).toBe("refused: scale-not-named");
    expect(await sent(100_000_000_000)).toBe("refused: scale-not-named");
    expect(await sent(99_999_999_999)).toBe("ok");
  });
});

describe("hợp đồng chưa ghi vào sổ (a package without a contract in the book)", () => {
  it("giai đoạn theo dõi: hồ sơ vẫn nhận, báo một lần cho mỗi gói thầu; giai đoạn chặn: không nhận", async () => {
    const ledger = base.fork();
    const line = workLine(1000, 265_000, province.embankment);
    expect([word(propose(ledger, line)), word(propose(ledger, line))]).toEqual(["ok", "ok"]);
    expect(signalsOf(ledger, "contract-missing")).toHaveLength(1);
    const strict = (await openProvince({ contractPhase: PHASE.block })).ledger;
    expect(word(propose(strict, line))).toBe("refused: contract-missing");
    contracted(strict, dykeContract(province, [fill]));
    expect(word(propose(strict, claimed(fill, 1000)))).toBe("ok");
  });

  it("hồ sơ ký đủ trước khi ghi hợp đồng: trả lại được, không chi được ngoài hợp đồng", () => {
    const ledger = base.fork();
    const { contractLine: _, ...line } = claimed(steel, 1000);
    const annex = completeAnnex(ledger, province, [line]);
    contracted(ledger, dykeContract(province, [steel]));
    expect(word(decide(ledger, annex, 1).decision!)).toBe("refused: contract-line");
    expect(word(decide(ledger, annex, 4).decision!)).toBe("ok");
    expect(word(decide(ledger, completeAnnex(ledger, province, [claimed(steel, 1000)])).decision!)).toBe("ok");
  });

  it("hợp đồng có hiệu lực khi nhà thầu, giám sát, chủ đầu tư đều ký; người ngoài không ký được", () => {
    const ledger = base.fork();
    const proposal = ledger.must("builderB", "contract.register", dykeContract(province, [fill]));
    expect(word(propose(ledger, claimed(fill, 1000)))).toBe("refused: contract-line");
    const sign = (who: string) => word(ledger.say(who, "approve", { proposal }));
    expect([sign("builderA"), sign("supervisor"), sign("owner")]).toEqual(["refused: no-standing", "ok", "ok"]);
    expect(word(propose(ledger, claimed(fill, 1000)))).toBe("ok");
    expect(word(ledger.say("owner", "contract.register", dykeContract(province, [fill])))).toBe(
      "refused: already-exists",
    );
  });
});

describe("H18: liên danh hai nhà thầu, một gói thầu (a joint venture of two firms)", () => {
  it("H18: thành viên thứ hai nhận hàng khi hợp đồng ghi tên mình; người ngoài liên danh thì không", async () => {
    const ledger = base.fork();
    const second = await welcome(ledger, "second", "Công ty TNHH Cầu đường Hồng Lĩnh", [ROLE.contractor]);
    const route = province.routes["sandMine→dyke"]!;
    const load = () => {
      const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province, { route, massKg: 17_000, package: 2 }));
      ledger.pass(46);
      return slip;
    };
    const receive = (who: string, slip: number) =>
      word(ledger.say(who, "load.receive", receipt(slip, province.dyke, 17_000, { package: 2 })));
    expect(receive("second", load())).toBe("refused: no-standing");
    ledger.pass(60);
    const body = dykeContract(province, [fill], { members: [second] });
    const proposal = ledger.must("builderB", "contract.register", body);
    for (const who of ["supervisor", "owner", "second"]) ledger.must(who, "approve", { proposal });
    const slip = ledger.must("sandMiner", "slip.issue", {
      ...sandSlip(province, { route, massKg: 17_000, package: 2 }),
      vehicle: province.trucks[1]!,
    });
    ledger.pass(46);
    expect([receive("builderA", slip), receive("second", slip)]).toEqual(["refused: no-standing", "ok"]);
    expect(ledger.kg(`project/${province.dyke}/2/0/1`)).toBe(17_000);
  });
});
