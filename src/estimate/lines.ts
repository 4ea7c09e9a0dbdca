// An estimate's rows become lines of a contract: columns by their headings, numbers in either notation. Each row is a line, a row that is
// passed over (blank, a heading, a sum), or a row that is named with its reason: none is lost.
import { lineValue } from "../rules/numbers/convert.ts";
import { parseDong, parseQuantity } from "../words/as-typed.ts";
import type { Words } from "../words/lang.ts";
import { cellIn, guessColumns, type Layout, plainWords } from "./headings.ts";
import type { Sheet } from "./sheet.ts";

/** The columns of an estimate by what they hold, with the words of their headings, without marks and in small letters. */
const HEADINGS = {
  code: ["ma hieu", "ma hieu dinh muc", "ma cong tac", "ma so", "mhdg", "ma don gia", "code"],
  name: ["noi dung cong viec", "ten cong viec", "ten cong tac", "hang muc", "mo ta cong viec", "noi dung", "dien giai"],
  unit: ["don vi", "don vi tinh", "dvt", "dv", "unit"],
  quantity: ["khoi luong", "khoi luong moi thau", "so luong", "kl", "quantity"],
  price: ["don gia", "don gia du thau", "don gia tong hop", "unit price"],
  amount: ["thanh tien", "thanh tien (vnd)", "amount"],
} as const;
export type EstimateColumn = keyof typeof HEADINGS;
export const ESTIMATE_COLUMNS = Object.keys(HEADINGS) as EstimateColumn[];

export type EstimateLayout = Layout<EstimateColumn>;

export type EstimateLine = {
  readonly row: number;
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  readonly quantityMilli: number;
  readonly unitPriceDong: number;
};
export type EstimateRead = {
  readonly lines: readonly EstimateLine[];
  readonly passed: readonly { readonly row: number; readonly text: string }[];
  readonly bad: readonly { readonly row: number; readonly text: string; readonly reason: Words }[];
};

/** Guesses the columns of an estimate. */
export function guessLayout(sheet: Sheet): EstimateLayout {
  return guessColumns(sheet, HEADINGS, { figured: true });
}

/** Sums, taxes and what is written in words: no work of its own. */
const SUMS = /^(tong|cong|thue|gia tri|lam tron|bang chu|chi phi du phong|total|sum)\b/;

export function readEstimate(sheet: Sheet, layout: EstimateLayout): EstimateRead {
  const lines: EstimateLine[] = [];
  const passed: { row: number; text: string }[] = [];
  const bad: { row: number; text: string; reason: Words }[] = [];
  for (const [i, cells] of sheet.entries()) {
    const text = cells.filter((cell) => cell !== "").join(" | ");
    if (text === "") continue;
    const row = i + 1;
    if (i <= layout.head || isPassed(cells, layout)) passed.push({ row, text });
    else {
      const line = readRow(cells, layout);
      if ("reason" in line) bad.push({ row, text, reason: line.reason });
      else lines.push({ row, ...line });
    }
  }
  return { lines, passed, bad };
}

/** Headings of parts, sums, and the row of column numbers "(1) (2) (3)". */
function isPassed(cells: readonly string[], layout: EstimateLayout): boolean {
  const [code, quantity, price] = (["code", "quantity", "price"] as const).map((column) =>
    cellIn(cells, layout, column),
  );
  if (code === "" && quantity === "" && price === "") return true;
  const words = cells.map(plainWords).filter((cell) => cell !== "");
  if (words.every((cell) => /^[([]?\d{1,2}[)\]]?( ?= ?.*)?$/.test(cell))) return true;
  return quantity === "" && words.some((cell) => SUMS.test(cell));
}

function readRow(cells: readonly string[], layout: EstimateLayout): Omit<EstimateLine, "row"> | { reason: Words } {
  const [code, name, unit] = (["code", "name", "unit"] as const).map((column) => cellIn(cells, layout, column));
  if (!code) return { reason: { vi: "Chưa có mã hiệu.", en: "There is no code." } };
  if (!name) return { reason: { vi: "Chưa có nội dung công việc.", en: "The work has no name." } };
  if (!unit) return { reason: { vi: "Chưa có đơn vị.", en: "There is no unit." } };
  const quantity = parseQuantity(canonical(cellIn(cells, layout, "quantity"), layout));
  if (!quantity.ok) return { reason: named("Khối lượng", "Quantity", quantity.reason) };
  if (quantity.value === 0) return { reason: { vi: "Khối lượng bằng 0.", en: "The quantity is 0." } };
  const price = parseDong(canonical(cellIn(cells, layout, "price"), layout));
  if (!price.ok) return { reason: named("Đơn giá", "Unit price", price.reason) };
  const amount = cellIn(cells, layout, "amount");
  const line = { code, name, unit, quantityMilli: quantity.value, unitPriceDong: price.value };
  if (amount === "") return line;
  const product = lineValue(quantity.value, price.value);
  const stated = Number(canonical(amount, layout).replace(",", "."));
  // A sheet may show an amount that is rounded to a whole đồng.
  if (Math.abs(stated - product) <= 1) return line;
  return {
    reason: {
      vi: `Thành tiền ghi ${amount}, khối lượng × đơn giá là ${product}.`,
      en: `The amount says ${amount}; quantity × unit price is ${product}.`,
    },
  };
}

function named(vi: string, en: string, reason: Words): Words {
  return { vi: `${vi}: ${reason.vi}`, en: `${en}: ${reason.en}` };
}

/** A number of the sheet's notation without groups and with a comma before decimals; what is no such number stays as it is. */
function canonical(text: string, { decimals }: EstimateLayout): string {
  const tight = text.replaceAll(/[\s\u00a0]/g, "");
  const group = decimals === "," ? "." : ",";
  const grouped = new RegExp(`^\\d{1,3}(\\${group}\\d{3})+(\\${decimals}\\d+)?$`);
  const bare = new RegExp(`^\\d+(\\${decimals}\\d+)?$`);
  if (!grouped.test(tight) && !bare.test(tight)) return text;
  const [whole = "", part = ""] = tight.replaceAll(group, "").split(decimals);
  // Four decimals are read as decimals in every language of the form; three could be a group.
  return part === "" ? whole : `${whole},${part.padEnd(4, "0")}`;
}
