// Rows of a dispatcher's sheet as the fields of the slip form: columns by their headings, masses with the unit of the sheet, hours of the day.
// Which route, vehicle and source they mean, the desk knows; what the fields are worth, the form's own reader says.
import { DAY_S, dayOf, isDay, startOfDay } from "../rules/numbers/time.ts";
import { asTyped } from "../spelling/characters.ts";
import type { Words } from "../words/lang.ts";
import { cellIn, guessColumns, type Layout, plainWords } from "./headings.ts";
import type { Sheet } from "./sheet.ts";

/** Slips of one file: about what a mine sends in half a day, looked through by one dispatcher. */
export const MOST_SLIPS = 300;

const HEADINGS = {
  plate: ["bien so", "bien so xe", "so xe", "bien kiem soat", "bks", "xe", "plate"],
  from: ["noi di", "noi xuat", "diem di", "tu", "from"],
  to: ["noi den", "noi nhan", "diem den", "cong trinh", "du an", "den", "to", "destination"],
  package: ["goi thau", "package"],
  material: ["vat lieu", "loai vat lieu", "loai hang", "hang hoa", "san pham", "material", "product"],
  source: ["nguon", "giay phep", "so giay phep", "licence", "source"],
  mass: ["khoi luong", "khoi luong hang", "trong luong hang", "trong luong", "mass", "weight"],
  gross: ["can tong", "tong trong luong", "gross"],
  tare: ["can bi", "trong luong bi", "tare"],
  quantity: ["so luong", "the tich", "quantity"],
  hour: ["gio xuat", "gio", "thoi gian", "hour", "time"],
} as const;
export type SlipColumn = keyof typeof HEADINGS;

/** The columns in the order of the form, with their words. */
export const SLIP_COLUMNS: Readonly<Record<SlipColumn, Words>> = {
  plate: { vi: "Biển số", en: "Plate" },
  to: { vi: "Nơi đến", en: "Destination" },
  material: { vi: "Vật liệu", en: "Material" },
  mass: { vi: "Khối lượng", en: "Mass" },
  hour: { vi: "Giờ xuất", en: "Hour" },
  from: { vi: "Nơi đi", en: "From" },
  package: { vi: "Gói thầu", en: "Package" },
  source: { vi: "Nguồn, giấy phép", en: "Source, licence" },
  gross: { vi: "Cân tổng", en: "Gross" },
  tare: { vi: "Cân bì", en: "Tare" },
  quantity: { vi: "Khối lượng sản phẩm", en: "Quantity of a product" },
};
const MASSES: readonly SlipColumn[] = ["mass", "gross", "tare"];

/** Guesses the columns, and the unit of the masses: tonnes, as the form has them, unless a heading says kilograms. */
export function guessSlips(sheet: Sheet): Layout<SlipColumn> & { readonly tonnes: boolean } {
  const layout = guessColumns(sheet, HEADINGS, { figured: false });
  const heads = sheet.slice(0, layout.head + 1).map((cells) => plainWords(cellIn(cells, layout, "mass")));
  return { ...layout, tonnes: !heads.some((head) => /\bkg\b/.test(head)) };
}

/** A row of the file: the text of each column, and the second at which the load left where the row says one. */
export type SlipRow = { readonly row: number; readonly text: string } & (
  | { readonly cells: Readonly<Record<SlipColumn, string>>; readonly atS?: number }
  | { readonly reason: Words }
);

/** The rows after the headings; a blank row, and one of column numbers, is none. An hour without a day is of today. */
export function readSlips(sheet: Sheet, layout: Layout<SlipColumn>, tonnes: boolean, nowS: number): SlipRow[] {
  return sheet.flatMap((given, i): SlipRow[] => {
    const typed = given.map((cell) => asTyped(cell).trim());
    const filled = typed.filter((cell) => cell !== "");
    if (i <= layout.head || filled.length === 0 || filled.every((cell) => /^\(\d{1,2}\)$/.test(cell))) return [];
    const [row, text] = [i + 1, filled.join(" | ")];
    const names = Object.keys(HEADINGS) as SlipColumn[];
    const cells = Object.fromEntries(names.map((name) => [name, cellIn(typed, layout, name)])) as Record<
      SlipColumn,
      string
    >;
    for (const name of MASSES) cells[name] = withUnit(cells[name], tonnes);
    if (cells.hour === "") return [{ row, text, cells }];
    const atS = readHour(cells.hour, nowS);
    if (atS === undefined) return [{ row, text, reason: strangeHour(cells.hour) }];
    return [{ row, text, cells, atS }];
  });
}

/** The form's fields are in tonnes, and a unit that is written wins. */
function withUnit(cell: string, tonnes: boolean): string {
  return cell === "" || tonnes || /\p{L}/u.test(cell) ? cell : `${cell} kg`;
}

function strangeHour(hour: string): Words {
  return {
    vi: `Giờ xuất: “${hour}” không phải giờ:phút, hoặc giờ:phút ngày/tháng/năm.`,
    en: `Hour: “${hour}” is no hour:minute, nor hour:minute day/month/year.`,
  };
}

const MINUTE_S = 60;
const HOUR = /(\d{1,2})(?::|h|g)(\d{2})?(?::\d{2})?/i;
const DATE = /(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})/;

/** "06:30", "6h30", either with a day before or after it, or a workbook's number: a part of a day, after the days since 30 December 1899. */
function readHour(text: string, nowS: number): number | undefined {
  const [, days, part] = /^(0|\d{5})[.,](\d{1,9})$/.exec(text) ?? [];
  if (days !== undefined) {
    const day = days === "0" ? dayOf(nowS) : workbookDay(Number(days));
    return startOfDay(day) + Math.round((Number(`0.${part}`) * DAY_S) / MINUTE_S) * MINUTE_S;
  }
  const [written = "", hour, minute = "0"] = HOUR.exec(text) ?? [];
  const [date = "", day, month, year] = DATE.exec(text) ?? [];
  const rest = text.replace(date, "").replace(written, "").replaceAll(/[\s,]/g, "");
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59 || rest !== "") return undefined;
  const on = day === undefined ? dayOf(nowS) : Number(year) * 10_000 + Number(month) * 100 + Number(day);
  return isDay(on) ? startOfDay(on) + Number(hour) * 3600 + Number(minute) * MINUTE_S : undefined;
}

/** A workbook's count of days as yyyymmdd. */
function workbookDay(days: number): number {
  const at = new Date(Date.UTC(1899, 11, 30) + days * DAY_S * 1000);
  return at.getUTCFullYear() * 10_000 + (at.getUTCMonth() + 1) * 100 + at.getUTCDate();
}
