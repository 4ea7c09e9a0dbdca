// Facts about the whole import on a fictional register of the real one's shape and troubles, its outcomes set down by hand.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { noteOf } from "../../src/register/note-of-grant.ts";
import { printReport } from "../../src/register/report.ts";
import { licenceOf, outcomeOf, planned } from "./planned.ts";

const fixture = (name: string): Uint8Array => readFileSync(new URL(`fixtures/${name}.csv`, import.meta.url));
const province = planned(fixture("licences"), fixture("obligations"));

describe("the fictional register", () => {
  test.each([
    [1, "imported", "a sand pit with nothing to ask"],
    [2, "refused out_of_scope", "iron"],
    [3, "questioned number_repeated", "sand under the iron mine's number"],
    [4, "imported", "stone in tonnes"],
    [5, "questioned capacity_both", "capacity in both units"],
    [6, "questioned capacity_missing", "capacity in neither"],
    [7, "questioned capacity_odd", "capacity as prose"],
    [8, "questioned expired_but_operating", "past its day, still operating"],
    [9, "imported", "past its day and stopped"],
    [10, "questioned expired_not_noted", "past its day, not noted"],
    [11, "questioned noted_expired", "noted as expired before its day"],
    [12, "questioned granted_odd", "granted on 31 February"],
    [13, "questioned expiry_odd", "expiry as prose"],
    [14, "questioned expiry_before_grant expired_but_operating", "expired before it was granted"],
    [15, "questioned granted_missing expiry_missing", "no days"],
    [16, "questioned area_missing", "no area"],
    [17, "questioned area_odd", "area zero"],
    [18, "imported", "line breaks inside cells, decimal comma"],
    [19, "questioned figure_ambiguous", "20.000 where the table uses both marks"],
    [20, "questioned figure_ambiguous", "4.731 ha where the table uses both marks"],
    [21, "questioned reserve_missing", "no reserve"],
    [22, "imported", "fill"],
    [23, "imported", "clay"],
    [24, "questioned mineral_unclear", "brick earth"],
    [25, "refused out_of_scope", "rare earth, which begins like fill"],
    [26, "refused out_of_scope", "white limestone"],
    [27, "refused out_of_scope", "gold"],
    [28, "refused out_of_scope", "hot water, area and capacity as prose"],
    [29, "questioned mineral_unclear", "limestone without its use"],
    [30, "questioned mineral_from_obligations", "mineral in the other table only"],
    [31, "refused mineral_missing", "mineral in neither table"],
    [32, "questioned holder_from_above", "a merged holder cell"],
    [33, "refused number_missing", "no number"],
    [34, "questioned number_is_decision number_date_differs", "an amending decision as number"],
    [35, "questioned mine_name_contradicts reserve_contradicts", "stone from a sand mine"],
    [36, "questioned legal_measure", "licence suspended"],
    [37, "questioned holder_renamed", "old name beside the new"],
    [38, "refused row_repeated", "the first row again"],
    [39, "imported", "a second licence of row 4's mine"],
    [40, "questioned same_mine_name", "two holders, one mine name"],
    [41, "questioned same_mine_name", "two holders, one mine name"],
    [42, "questioned mineral_partly_out_of_scope", "sand with gold"],
    [43, "questioned obligations_absent", "not in the obligations table"],
    [
      44,
      "questioned tables_differ tables_differ tables_differ obligation_mark_unclear",
      "other terms in the other table",
    ],
    [45, "refused mineral_unknown", "a mineral nobody listed"],
    [46, "questioned issuer_contradicts", "issued by the ministry under the province's number"],
  ])("row %i is %s: %s", (row, expected) => {
    expect(outcomeOf(province, row)).toBe(expected);
  });

  test("every row has one outcome and the three counts add up", () => {
    const { report, outcomes } = province;
    expect(outcomes.map(({ row }) => row)).toEqual(Array.from({ length: 46 }, (_, index) => index + 1));
    expect(report).toMatchObject({ rows: 46, imported: 7, questioned: 30, refused: 9 });
    expect(report.imported + report.questioned + report.refused).toBe(report.rows);
    expect(new Set(report.questions.map(({ row }) => row)).size).toBe(report.questioned);
    expect(report.refusals.length).toBe(report.refused);
    for (const { reason } of [...report.questions, ...report.refusals]) expect(reason).toMatch(/^\S.*[.!] · \S.*\.$/su);
  });

  test("a licence carries its terms as exact integers and ISO days", () => {
    expect(licenceOf(province, 1)).toMatchObject({
      holder: "Công ty TNHH Cát Vàng Sông Vân",
      materials: [1, 2],
      mineralText: "Cát, sỏi",
      number: "9201/GP-UBND",
      grantedOn: "2019-03-10",
      expiresOn: "2034-03-10",
      areaM2: 68_000,
      capacityPerYear: { m3: 8000 },
      reserveExtractable: { m3: 113_114 },
      reserveLicensed: { m3: 116_020 },
      reserveBinding: { unit: "m3", amount: 113_114 },
      depthText: "+ 30",
      state: "operating",
      open: [],
    });
    expect(licenceOf(province, 5)).toMatchObject({
      capacityPerYear: { m3: 40_000, t: 62_000 },
      capacityBinding: { unit: "t", amount: 62_000 },
    });
    expect(licenceOf(province, 15).open).toEqual(["grantedOn", "expiresOn"]);
    expect(licenceOf(province, 19).capacityPerYear).toEqual({ m3: 20_000 });
    expect(licenceOf(province, 20).areaM2).toBe(47_310);
    expect(licenceOf(province, 9).state).toBe("expired");
  });

  test("the iron mine and the sand pit of one number do not touch each other", () => {
    expect(province.outcomes[1]).toMatchObject({ outcome: "refused", mineralText: "Quặng sắt" });
    const sand = province.grants.filter(({ licence }) => licence.number === "9077/GP-UBND");
    expect(sand.map(({ row, licence }) => [row, licence.materials])).toEqual([[3, [1, 2]]]);
    expect(sand[0]?.obligations.map(({ state }) => state)).toEqual(Array(10).fill(3));
  });

  test("only sand, gravel, stone, fill and clay become sources", () => {
    expect(province.grants.map(({ row }) => row)).toEqual(
      province.outcomes.filter(({ outcome }) => outcome !== "refused").map(({ row }) => row),
    );
    for (const { licence } of province.grants) {
      expect(licence.materials.length).toBeGreaterThan(0);
      for (const material of licence.materials) expect([1, 2, 3, 4, 5]).toContain(material);
    }
  });

  test("two licences of one mine share holder and site, two holders never share a site", () => {
    const [first, second] = [4, 39].map((row) => province.grants.find((grant) => grant.row === row));
    expect(second?.party).toBe(first?.party);
    expect(second?.site).toBe(first?.site);
    expect(province.sites[first?.site ?? -1]?.rows).toEqual([4, 39]);
    const [one, other] = [40, 41].map((row) => province.grants.find((grant) => grant.row === row));
    expect(one?.site).not.toBe(other?.site);
    for (const grant of province.grants) expect(province.sites[grant.site]?.party).toBe(grant.party);
    expect(new Set(province.parties.map(({ name }) => name)).size).toBe(province.parties.length);
  });

  test("obligations are read with their documents, an unknown mark counts as not shown", () => {
    const of = (row: number) => province.grants.find((grant) => grant.row === row)?.obligations ?? [];
    expect(
      of(1)
        .filter(({ state }) => state === 1)
        .map(({ obligation }) => obligation),
    ).toEqual([1, 2, 3, 6, 7]);
    expect(of(4).find(({ obligation }) => obligation === 9)).toEqual({
      obligation: 9,
      state: 1,
      text: "9/GPMT-STNMT ngày 02/01/2024",
    });
    expect(of(44).find(({ obligation }) => obligation === 4)).toEqual({ obligation: 4, state: 3, text: "x" });
    expect(of(43)).toEqual([]);
  });

  test("an obligations row in scope without its licence is reported, one out of scope is not", () => {
    expect(province.obligations).toMatchObject({ rows: 46, matched: 44 });
    expect(province.obligations?.questions.map(({ row }) => row)).toEqual([45]);
  });

  test("without the obligations table the same rows are read and nothing is asked about it", () => {
    const alone = planned(fixture("licences"));
    expect(alone.obligations).toBeUndefined();
    expect(outcomeOf(alone, 30)).toBe("refused mineral_missing");
    expect(outcomeOf(alone, 43)).toBe("imported");
    expect(alone.grants.flatMap((grant) => grant.obligations)).toEqual([]);
  });

  test("the same bytes give the same plan", () => {
    expect(planned(fixture("licences"), fixture("obligations"))).toEqual(province);
  });

  test("the note of a grant keeps the register's own words within an entry's bound", () => {
    const grant = province.grants.find(({ row }) => row === 34);
    const note = grant === undefined ? "" : noteOf(grant);
    expect(note).toContain("Số: 1601/QĐ-UBND ngày 7/5/2023 (Điều chỉnh tên đơn vị của GP 1602/GP-UBND)");
    for (const each of province.grants) expect(noteOf(each).length).toBeLessThanOrEqual(2000);
  });

  test("the terminal report has a line for each mineral and a total", () => {
    const lines = printReport(province.outcomes).split("\n");
    expect(lines.find((line) => line.startsWith("Tổng · Total"))).toMatch(/7 +30 +9 +46$/);
    expect(lines.some((line) => line.startsWith("Đất hiếm"))).toBe(true);
  });
});
