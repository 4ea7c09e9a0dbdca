// Tables as a workbook: numbers that can be summed, days that can be sorted, names that are never formulas, the same bytes every time.
import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "vitest";
import { readSheet } from "../../src/estimate/sheet.ts";
import { type BookSheet, workbookOf } from "../../src/paper/workbook.ts";

const LOADS: BookSheet = {
  name: "Chuyến hàng",
  columns: [
    { head: "Phiếu", kind: "text", width: 18 },
    { head: "Khối lượng", kind: "milli", width: 12 },
    { head: "Tính cho hạng mục (kg)", kind: "whole", width: 12 },
    { head: "Xuất lúc", kind: "moment", width: 18 },
    { head: "Hiệu lực đến", kind: "day", width: 12 },
  ],
  // 06:30 of 01/03/2026 in Vietnam is 23:30 of the day before in Greenwich.
  rows: [["3RQH-SQ05-6KX0", 245_211, 17_310, Date.UTC(2026, 1, 28, 23, 30), 20_320_331]],
  total: ["Cộng", undefined, 17_310, undefined, undefined],
};

const partsOf = (bytes: Uint8Array) =>
  Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, part]) => [name, strFromU8(part)]));
const cellsOf = (xml: string) =>
  [...xml.matchAll(/<c r="([A-Z]+\d+)"([^>]*)>(.*?)<\/c>/g)].map(([, at, kind, value]) => [
    at,
    /t="(\w+)"/.exec(kind!)?.[1] ?? "n",
    value!.replaceAll(/<[^>]*>/g, ""),
  ]);

test("numbers and days are written as such, days by the clock of Vietnam", async () => {
  const sheet = partsOf(await workbookOf([LOADS]))["xl/worksheets/sheet1.xml"]!;
  const cells = cellsOf(sheet).filter(([at]) => at!.endsWith("2"));
  // Days since 30/12/1899: 01/01/2000 is 36526; 01/03/2026 is 26 years of 365 days, 7 leap days and 59 days later, 6,5 hours are 0,2708333 of a day.
  const march = 36_526 + 26 * 365 + 7 + 59;
  expect(march).toBe(46_082);
  expect(cells.slice(1, 3)).toEqual([
    ["B2", "n", "245.211"],
    ["C2", "n", "17310"],
  ]);
  expect(Number(cells[3]![2])).toBeCloseTo(march + 6.5 / 24, 6);
  // 31/03/2032: 32 years of 365 days, 8 leap days and 31 + 29 + 30 days after 01/01/2000.
  expect(Number(cells[4]![2])).toBe(36_526 + 32 * 365 + 8 + 90);
});

test("it is read back by the reader of spreadsheets", async () => {
  const read = readSheet(await workbookOf([LOADS]));
  expect(read.ok && read.sheet[0]).toEqual(LOADS.columns.map(({ head }) => head));
  expect(read.ok && read.sheet[1]!.slice(0, 3)).toEqual(["3RQH-SQ05-6KX0", "245,211", "17310"]);
  expect(read.ok && read.sheet[2]!.slice(0, 3)).toEqual(["Cộng", "", "17310"]);
});

test("a name that looks like a formula is a name, and one that looks like a number stays as it is typed", async () => {
  const names = ["=1+1", "+84", "-2", "@SUM(A1)", "007", "a < b & c"];
  const sheet = { ...LOADS, rows: names.map((name) => [name]), total: [] };
  const parts = partsOf(await workbookOf([sheet]));
  expect(parts["xl/worksheets/sheet1.xml"]).not.toContain("<f>");
  const read = readSheet(await workbookOf([sheet]));
  expect(read.ok && read.sheet.slice(1, 7).map(([name]) => name)).toEqual(names);
});

test("the same tables are the same bytes, others are not", async () => {
  const [first, second] = [await workbookOf([LOADS]), await workbookOf([LOADS])];
  expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
  const other = { ...LOADS, rows: [["3RQH-SQ05-6KX0", 245_212]] };
  expect(Buffer.from(await workbookOf([other])).equals(Buffer.from(first))).toBe(false);
});
