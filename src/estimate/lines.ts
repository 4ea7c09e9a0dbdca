// An estimate's rows become lines of a contract: columns by their headings, numbers in either notation. Each row is a line, a row that is
// passed over (blank, a heading, a sum), or a row that is named with its reason: none is lost.
import { lineValue } from "../rules/numbers/convert.ts";
import { parseDong, parseQuantity } from "../words/as-typed.ts";
import type { Words } from "../words/lang.ts";
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

/** Where each column is, from 0; and the row, from 0, after which the lines begin. */
export type Layout = {
  readonly head: number;
  readonly places: Readonly<Partial<Record<EstimateColumn, number>>>;
  /** The sign before the decimals. */
  readonly decimals: "," | ".";
};

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

const HEAD_ROWS = 40;

/** Letters without marks, in small letters. */
function plain(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/đ/gi, "d")
    .toLowerCase()
    .replaceAll(/\s+/g, " ")
    .trim();
}

/** Guesses which row is the heading and which column is which; a row of headings may be followed by a second one. */
export function guessLayout(sheet: Sheet): Layout {
  const rows = sheet.slice(0, HEAD_ROWS).map(placesIn);
  const known = rows.map((places) => Object.keys(places).length);
  const best = Math.max(0, ...known);
  const head = known.indexOf(best);
  const second = sheet[head + 1] ?? [];
  const continues = second.some((cell) => cell !== "") && !second.some((cell) => /\d/.test(cell));
  const places = { ...(continues ? rows[head + 1] : {}), ...rows[head] };
  return { head: continues ? head + 1 : head, places, decimals: guessDecimals(sheet) };
}

function placesIn(cells: readonly string[]): Partial<Record<EstimateColumn, number>> {
  const found: Partial<Record<EstimateColumn, number>> = {};
  for (const column of ESTIMATE_COLUMNS) {
    const words: readonly string[] = HEADINGS[column];
    const read = cells.map((cell) => plain(cell).replace(/ *[([].*$/, ""));
    const exact = read.findIndex((cell) => words.includes(cell));
    const place = exact >= 0 ? exact : read.findIndex((cell) => words.some((word) => cell.startsWith(`${word} `)));
    if (place >= 0) found[column] = place;
  }
  return found;
}

/** The notation that more cells can only be read in: "1.234,5" has comma decimals, "1,234.5" point decimals. */
function guessDecimals(sheet: Sheet): Layout["decimals"] {
  const cells = sheet.flat();
  const comma = cells.filter((cell) =>
    /^\d{1,3}(\.\d{3})+,\d+$|^\d{1,3}(\.\d{3}){2,}$|^\d+,(\d{1,2}|\d{4,})$/.test(cell),
  );
  const point = cells.filter((cell) =>
    /^\d{1,3}(,\d{3})+\.\d+$|^\d{1,3}(,\d{3}){2,}$|^\d+\.(\d{1,2}|\d{4,})$/.test(cell),
  );
  return point.length > comma.length ? "." : ",";
}

/** Sums, taxes and what is written in words: no work of its own. */
const SUMS = /^(tong|cong|thue|gia tri|lam tron|bang chu|chi phi du phong|total|sum)\b/;

export function readEstimate(sheet: Sheet, layout: Layout): EstimateRead {
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

function at(cells: readonly string[], { places }: Layout, column: EstimateColumn): string {
  const place = places[column];
  return place === undefined ? "" : (cells[place] ?? "").trim();
}

/** Headings of parts, sums, and the row of column numbers "(1) (2) (3)". */
function isPassed(cells: readonly string[], layout: Layout): boolean {
  const [code, quantity, price] = (["code", "quantity", "price"] as const).map((column) => at(cells, layout, column));
  if (code === "" && quantity === "" && price === "") return true;
  const words = cells.map(plain).filter((cell) => cell !== "");
  if (words.every((cell) => /^[([]?\d{1,2}[)\]]?( ?= ?.*)?$/.test(cell))) return true;
  return quantity === "" && words.some((cell) => SUMS.test(cell));
}

function readRow(cells: readonly string[], layout: Layout): Omit<EstimateLine, "row"> | { reason: Words } {
  const [code, name, unit] = (["code", "name", "unit"] as const).map((column) => at(cells, layout, column));
  if (!code) return { reason: { vi: "Chưa có mã hiệu.", en: "There is no code." } };
  if (!name) return { reason: { vi: "Chưa có nội dung công việc.", en: "The work has no name." } };
  if (!unit) return { reason: { vi: "Chưa có đơn vị.", en: "There is no unit." } };
  const quantity = parseQuantity(canonical(at(cells, layout, "quantity"), layout));
  if (!quantity.ok) return { reason: named("Khối lượng", "Quantity", quantity.reason) };
  if (quantity.value === 0) return { reason: { vi: "Khối lượng bằng 0.", en: "The quantity is 0." } };
  const price = parseDong(canonical(at(cells, layout, "price"), layout));
  if (!price.ok) return { reason: named("Đơn giá", "Unit price", price.reason) };
  const amount = at(cells, layout, "amount");
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
function canonical(text: string, { decimals }: Layout): string {
  const tight = text.replaceAll(/[\s\u00a0]/g, "");
  const group = decimals === "," ? "." : ",";
  const grouped = new RegExp(`^\\d{1,3}(\\${group}\\d{3})+(\\${decimals}\\d+)?$`);
  const bare = new RegExp(`^\\d+(\\${decimals}\\d+)?$`);
  if (!grouped.test(tight) && !bare.test(tight)) return text;
  const [whole = "", part = ""] = tight.replaceAll(group, "").split(decimals);
  // Four decimals are read as decimals in every language of the form; three could be a group.
  return part === "" ? whole : `${whole},${part.padEnd(4, "0")}`;
}
