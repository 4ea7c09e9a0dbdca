// Lập hồ sơ theo dòng hợp đồng (a dossier's form by the contract's lines): each line with what is done and left, found by words, and never more
// than is left. Figures by hand.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import type { ContractLine } from "../../src/format/bodies/contract.ts";
import { contractFields, readContractLines, withAdjustment } from "../../src/pages/office/contract-lines-form.ts";
import { type ContractChoices, contractChoices } from "../../src/rules/readings/contract-choices.ts";
import { type Ledger, openProvince, word } from "../rules/ledger.ts";
import { annexOf, completeAnnex, contracted, decide, dykeContract, workLine } from "../rules/world.ts";

let base: Ledger;
let province: Province;
let paid: number;

const STEEL: ContractLine = {
  ...{ number: 7, code: "AF.61120", name: "Cốt thép mố, trụ", unit: "tấn", plainBasis: "Định mức AF.61120" },
  ...{ quantityMilli: 100_000, unitPriceDong: 10_000_000 },
};
const steel = (milli: number) =>
  workLine(milli, 10_000_000, undefined, { code: "AF.61120", name: "Cốt thép", unit: "tấn", contractLine: 7 });

/** A contract of 60 lines: fill in line 1, steel in line 7, and drains in the others; 40 t of the steel are paid. */
beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  const fill = { number: 1, code: "AB.13410", name: "Đắp cát đường dẫn, K95", unit: "m³", recipe: province.embankment };
  const numbers = Array.from({ length: 60 }, (_, i) => i + 1).filter((n) => n !== 1 && n !== 7);
  const drains = numbers.map((number) => ({
    ...{ ...STEEL, number, code: `AK.95${100 + number}`, name: `Cống tròn D${number}`, unit: "m" },
  }));
  const lines = [{ ...fill, quantityMilli: 1_000_000, unitPriceDong: 265_000 }, STEEL, ...drains];
  contracted(base, dykeContract(province, lines, { advancePermille: 100, adjustmentDong: 30_000_000 }));
  paid = completeAnnex(base, province, [steel(40_000)]);
  expect(word(decide(base, paid).decision!)).toBe("ok");
});

const choices = (): ContractChoices => contractChoices(base.book, { project: province.dyke, package: 2 })!;
const page = async (typed: Record<string, string>) => String(await contractFields(choices(), { typed }, "vi"));
const shown = async (typed: Record<string, string>) =>
  [...(await page(typed)).matchAll(/name="take(\d+)"/g)].map(([, number]) => Number(number));

describe("chọn dòng hợp đồng, không gõ số (a contract line is chosen, not typed by number)", () => {
  it("each line says contract, claimed, left and price: of 100 t of steel 40 t are claimed and 60 t left", async () => {
    expect(await page({})).toContain("Hợp đồng 100, đã đề nghị 40, còn lại 60 tấn; đơn giá 10.000.000 đ");
  });

  it("shows 40 of 60 lines; the others are found by code or a part of the name, however it is written", async () => {
    expect((await shown({})).length).toBe(40);
    expect(await page({})).toContain("Còn 20 dòng nữa");
    expect(await shown({ find: "cong tron d58" })).toEqual([58]);
    expect(await shown({ find: "AK.95158" })).toEqual([58]);
    expect(await page({ find: "gạch" })).toContain("Không có dòng hợp đồng nào khớp");
  });

  it("a line with a quantity stays in sight whatever is looked for", async () => {
    expect(await shown({ find: "AK.95158", take1: "50" })).toEqual([1, 58]);
  });

  it("what is typed becomes lines of the contract at its price and recipe, which the rules accept", () => {
    const errors = {};
    const lines = readContractLines(choices(), { take1: "50,5", take7: "60" }, "vi", errors);
    expect(errors).toEqual({});
    expect(lines).toEqual([
      {
        ...{ code: "AB.13410", name: "Đắp cát đường dẫn, K95", unit: "m³", contractLine: 1 },
        // 50,5 × 265.000.
        ...{ quantityMilli: 50_500, unitPriceDong: 265_000, valueDong: 13_382_500, recipe: province.embankment },
      },
      {
        ...{ code: "AF.61120", name: "Cốt thép mố, trụ", unit: "tấn", contractLine: 7 },
        ...{ quantityMilli: 60_000, unitPriceDong: 10_000_000, valueDong: 600_000_000 },
      },
    ]);
    expect(word(base.fork().say("builderB", "annex.propose", annexOf(province, lines)))).toBe("ok");
  });

  it("more than is left is said beside the field, before the rules refuse it", () => {
    const errors: Record<string, unknown> = {};
    readContractLines(choices(), { take7: "60,001" }, "vi", errors as never);
    expect(errors).toEqual({ take7: "Vượt khối lượng còn lại 60 tấn." });
  });

  it("a difference of price names a paid dossier from a list: 40 t × 500.000 = 20.000.000 of 30.000.000 đ", () => {
    expect(choices()).toMatchObject({ adjustmentDong: 30_000_000, paid: [{ annex: paid }] });
    const typed = withAdjustment({ adjusts1: String(paid), of1: "7", quantity1: "40", price1: "500.000" });
    const errors = {};
    const lines = readContractLines(choices(), typed, "vi", errors);
    expect([errors, lines]).toMatchObject([{}, [{ adjusts: paid, contractLine: 7, valueDong: 20_000_000 }]]);
    expect(word(base.fork().say("builderB", "annex.propose", annexOf(province, lines)))).toBe("ok");
    expect(readContractLines(choices(), { ...typed, adjusts1: "" }, "vi", errors)).toEqual([]);
    expect(errors).toEqual({ adjusts1: "Chưa chọn." });
  });

  it("says what may still be advanced: 100 ‰ of 265.000.000 + 59 × 1.000.000.000 đ", () => {
    expect(choices()).toMatchObject({ advanceDong: 5_926_500_000, retainedDong: 0 });
  });
});
