// Facts about single rows, about rows beside each other, and about the obligations table, on tables of a few rows.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planRegister, type RegisterPlan } from "../../src/register/plan.ts";
import { AS_OF, licenceOf, outcomeOf, planned } from "./planned.ts";
import { licences, obligations, utf8 } from "./tables.ts";

describe("a row is judged by itself", () => {
  const asked = (cells: Record<string, string>): string => outcomeOf(planned(licences(cells)), 1);
  test.each<[string, Record<string, string>, string]>([
    ["plain", {}, "imported"],
    ["zero capacity", { CS_m3: "0" }, "questioned capacity_odd"],
    ["negative capacity", { CS_m3: "-5000" }, "questioned capacity_odd"],
    ["capacity with its unit", { CS_m3: "10.000 m3/năm", Dien_tich_ha: "3,5" }, "imported"],
    ["capacity in the other column's unit", { CS_m3: "10000 tấn" }, "questioned capacity_odd"],
    ["capacity above all reserve", { CS_m3: "200000" }, "questioned reserve_contradicts"],
    ["a spreadsheet's quotient", { CS_m3: "1234.3333333333" }, "questioned capacity_odd"],
    ["an absurd capacity", { CS_m3: "99999999999999999" }, "questioned capacity_odd"],
    ["extractable above licensed", { TL_phep_m3: "90000" }, "questioned reserve_contradicts"],
    ["reserve in the other unit", { TL_KT_m3: "", TL_KT_tan: "150000" }, "questioned reserve_contradicts"],
    ["an area of square metres", { Dien_tich_ha: "35000" }, "questioned area_odd"],
    ["an area with its unit", { Dien_tich_ha: "3.5 ha" }, "imported"],
    ["an area as prose", { Dien_tich_ha: "theo sơ đồ" }, "questioned area_odd"],
    ["granted tomorrow", { Ngay_cap: "01/11/2025" }, "questioned granted_in_future"],
    ["a term of 31 years", { Ngay_het_han: "01/02/2051" }, "questioned term_too_long"],
    ["a day number of a spreadsheet", { Ngay_cap: "43862" }, "questioned granted_odd"],
    ["a state nobody knows", { Hien_trang: "xem báo cáo" }, "questioned state_unclear"],
    ["no issuer", { Co_quan_cap: "" }, "questioned issuer_missing"],
    ["a ministry's licence", { Co_quan_cap: "Bộ cấp", So_GP: "7001/GP-BTNMT" }, "questioned issuer_unusual"],
    ["a number without a form", { So_GP: "chưa rõ" }, "questioned number_unusual"],
    ["no holder but a TT", { Ten_don_vi: " " }, "refused holder_missing"],
    ["no mine", { Ten_mo_xa: "" }, "refused mine_missing"],
    ["gold without a number", { Loai_KS: "Vàng", So_GP: "" }, "refused out_of_scope"],
    ["a cell with an escape character", { Ten_mo_xa: "Mỏ \u001b[31mcát" }, "refused row_damaged"],
  ])("%s", (_, cells, expected) => {
    expect(asked(cells)).toBe(expected);
  });

  test("a row that ends early is read with its missing cells empty, and asked about", () => {
    const text = new TextDecoder().decode(licences({})).trimEnd();
    expect(outcomeOf(planned(utf8(text.replace(/,+$/, ""))), 1)).toBe("questioned ragged_row");
    expect(outcomeOf(planned(utf8(text.replace(/,Tỉnh cấp.*$/, ""))), 1)).toBe("refused row_damaged");
  });

  test("unseen marks neither part two names nor reach the licence", () => {
    const plan = planned(licences({}, { Ten_don_vi: "Công ty TNHH Bến\u200b Thử", So_GP: "7002/GP-UBND" }));
    expect(plan.parties.length).toBe(1);
    expect(licenceOf(plan, 2).holder).toBe("Công ty TNHH Bến Thử");
  });

  test("a salvage licence is an instrument of its own", () => {
    expect(licenceOf(planned(licences({ Ten_mo_xa: "Mỏ cát Thử (KT tận thu)" })), 1).instrument).toBe(4);
  });
});

describe("no row overwrites another", () => {
  test("one number, two mines: two sources, both asked about", () => {
    const plan = planned(licences({}, { Ten_mo_xa: "Mỏ cát Bến Khác, xã Xa", Ngay_cap: "05/06/2021" }));
    expect([1, 2].map((row) => outcomeOf(plan, row))).toEqual(Array(2).fill("questioned number_repeated"));
    expect(plan.grants.length).toBe(2);
  });

  test("one licence in two rows for two minerals: both kept", () => {
    const plan = planned(licences({}, { Loai_KS: "Sỏi" }));
    expect(plan.grants.map(({ licence }) => licence.materials)).toEqual([[1], [2]]);
    expect(plan.grants[1]?.site).toBe(plan.grants[0]?.site);
  });

  test("a licence whose predecessor is still listed is asked about", () => {
    const plan = planned(
      licences(
        { So_GP: "7002/GP-UBND (gia hạn GP 7001/GP-UBND ngày 01/02/2010)", TL_KT_m3: "200000" },
        { Ngay_cap: "01/02/2010" },
        { Ngay_cap: "03/02/2011", Ten_mo_xa: "Mỏ cát Khác" },
      ),
    );
    expect(outcomeOf(plan, 1)).toBe("questioned predecessor_listed");
  });

  test("the same exact reserve on two licences is asked about, a round one is not", () => {
    const twice = (reserve: string): string =>
      outcomeOf(
        planned(
          licences({ TL_KT_m3: reserve }, { So_GP: "7002/GP-UBND", Ten_mo_xa: "Mỏ cát Khác", TL_KT_m3: reserve }),
        ),
        2,
      );
    expect(twice("183457")).toBe("questioned reserve_repeated");
    expect(twice("200000")).toBe("imported");
  });

  test("two spellings that may be one holder stay two parties, and are asked about", () => {
    const plan = planned(
      licences(
        { Ten_don_vi: "Công ty TNHH TM Bến Thử" },
        { Ten_don_vi: "Công ty TNHH Thương mại Bến Thử", So_GP: "7002/GP-UBND", Ten_mo_xa: "Mỏ cát Khác" },
      ),
    );
    expect(plan.parties.length).toBe(2);
    expect(outcomeOf(plan, 1)).toBe("questioned holder_maybe_same");
  });

  test("rows in any order get the same outcomes", () => {
    const rows = [
      {},
      { So_GP: "7001/GP-UBND", Loai_KS: "Quặng sắt", Ten_mo_xa: "Mỏ sắt Thử" },
      { So_GP: "7003/GP-UBND", Ten_mo_xa: "Mỏ cát Ba", CS_m3: "" },
      { So_GP: "7004/GP-UBND", Ten_mo_xa: "Mỏ cát Bốn", Ngay_cap: "30/02/2020" },
    ];
    const bySite = (plan: RegisterPlan): string[] => plan.outcomes.map((_, index) => outcomeOf(plan, index + 1)).sort();
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (shuffled) => {
        expect(bySite(planned(licences(...shuffled)))).toEqual(bySite(planned(licences(...rows))));
      }),
      { numRuns: 24 },
    );
  });
});

describe("an obligations row finds its licence", () => {
  const shown = { Nop_TKM: "a" };
  const met = (plan: RegisterPlan): number[] =>
    plan.grants.map(({ obligations: list }) => list.filter(({ state }) => state === 1).length);

  test("by number, day, holder and mine together", () => {
    const plan = planned(licences({}), obligations(shown));
    expect([outcomeOf(plan, 1), met(plan)]).toEqual(["imported", [1]]);
  });

  test("never by its number alone", () => {
    const other = { ...shown, Ten_don_vi: "Công ty Khác", Ten_mo_xa: "Mỏ cát Khác", Ngay_cap: "02/02/2020" };
    const plan = planned(licences({}), obligations(other));
    expect([outcomeOf(plan, 1), met(plan)]).toEqual(["questioned obligations_absent", [0]]);
    const sameDay = { ...shown, Ten_don_vi: "Công ty Khác", Ten_mo_xa: "Mỏ cát Khác" };
    expect(outcomeOf(planned(licences({}), obligations(sameDay)), 1)).toBe("questioned obligations_absent");
  });

  test.each([
    ["mine", { Ten_mo_xa: "Mỏ cát Bến Thứ" }],
    ["holder", { Ten_don_vi: "Công ty TNHH Bến Thứ" }],
    ["day", { Ngay_cap: "02/02/2020" }],
    ["number", { So_GP: "7001/GP-UB" }],
  ])("with a question when only the %s differs", (_, cells) => {
    const plan = planned(licences({}), obligations({ ...shown, ...cells }));
    expect([outcomeOf(plan, 1), met(plan)]).toEqual(["questioned tables_differ", [1]]);
  });

  test("a perfect match is not lost to a near one, whatever the order", () => {
    const near = { Ten_mo_xa: "Mỏ cát Bến Thử 2" };
    const plan = planned(licences({}, near), obligations({ ...near, ...shown, Tram_can: "a" }, shown));
    expect(met(plan)).toEqual([1, 2]);
  });

  test("two rows that fit alike give none of their obligations", () => {
    const plan = planned(licences({}), obligations(shown, { ...shown, Camera: "a" }));
    expect([outcomeOf(plan, 1), met(plan)]).toEqual(["questioned obligations_ambiguous", [0]]);
  });

  test("the place's new name is asked about, the mine stays the same", () => {
    const renamed = { ...shown, Ten_mo_xa: "Mỏ cát Bến Thử, xã Thử Nghiệm nay là xã Mới" };
    const plan = planned(licences({}), obligations(renamed));
    expect([outcomeOf(plan, 1), met(plan)]).toEqual(["questioned tables_differ", [1]]);
  });

  test("a file that is no obligations table refuses the whole import", () => {
    expect(planRegister(licences({}), licences({}), AS_OF)).toMatchObject({ ok: false, file: "obligations" });
  });
});

test("ten thousand rows of one number are planned, each asked about", () => {
  const rows = Array.from({ length: 10_000 }, (_, index) => ({ Ten_mo_xa: `Mỏ cát ${index}` }));
  const plan = planned(licences(...rows), obligations(...rows));
  expect(plan.report).toMatchObject({ rows: 10_000, questioned: 10_000 });
});
