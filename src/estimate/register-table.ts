// Rows of a register's sheet as the fields of the form that registers one: the columns of each sort by their headings, codes by their words,
// masses in the sheet's unit, days as they are typed. What the fields then mean, the kind's own form reads.
import { asTyped } from "../spelling/characters.ts";
import { bare } from "../spelling/folding.ts";
import { wholeTaxCode } from "../spelling/tax-codes.ts";
import { parseMass } from "../words/as-typed.ts";
import type { Words } from "../words/lang.ts";
import { cellIn, guessColumns, type Layout, plainWords } from "./headings.ts";
import type { RegisterColumn, RegisterColumns } from "./register-columns.ts";
import type { Sheet } from "./sheet.ts";

/** More is refused, never read in part: what one person looks through and signs in one go. */
export const MOST_ROWS = 2000;

/** Guesses the columns of a register's sheet, and in which unit its masses are. */
export function guessRegister(sheet: Sheet, columns: RegisterColumns): Layout<string> & { readonly tonnes: boolean } {
  const headings = Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.headings]));
  const layout = guessColumns(sheet, headings, { figured: false });
  const masses = Object.entries(columns).filter(([, { reads }]) => reads === "mass");
  const heads = sheet.slice(0, layout.head + 1);
  const tonnes = masses.some(([name]) =>
    heads.some((cells) => /\b(tan|t|tonnes?)\b/.test(plainWords(cellIn(cells, layout, name)))),
  );
  return { ...layout, tonnes };
}

/** The manner of a whole sheet: the unit of its masses, and by column the code of rows whose cell is empty. */
export type RegisterManner = { readonly tonnes: boolean; readonly instead: Readonly<Record<string, string>> };

/** A row of the file with the fields of its form, or with the reason why it has none. */
export type RegisterRow = { readonly row: number; readonly text: string } & (
  | { readonly typed: Readonly<Record<string, string>> }
  | { readonly reason: Words }
);

/** The rows after the headings; a blank row, and one of column numbers, is none. */
export function readRegister(
  sheet: Sheet,
  layout: Layout<string>,
  columns: RegisterColumns,
  manner: RegisterManner,
): RegisterRow[] {
  return sheet.flatMap((given, i): RegisterRow[] => {
    const cells = given.map((cell) => asTyped(cell).trim());
    const filled = cells.filter((cell) => cell !== "");
    if (i <= layout.head || filled.length === 0 || filled.every((cell) => /^\(\d{1,2}\)$/.test(cell))) return [];
    const [row, text] = [i + 1, filled.join(" | ")];
    const typed: Record<string, string> = {};
    for (const [name, column] of Object.entries(columns)) {
      const cell = cellIn(cells, layout, name) || (manner.instead[name] ?? "");
      const read = readCell(cell, column, layout, manner);
      if ("reason" in read) return [{ row, text, reason: read.reason }];
      if (read.text !== "") typed[name] = read.text;
    }
    return [{ row, text, typed }];
  });
}

type CellRead = { readonly text: string } | { readonly reason: Words };

function readCell(
  cell: string,
  column: RegisterColumn,
  { decimals }: Pick<Layout<string>, "decimals">,
  { tonnes }: RegisterManner,
): CellRead {
  if (cell === "") return column.needed ? named(column, { vi: "chưa có.", en: "is missing." }) : { text: "" };
  switch (column.reads) {
    case "line":
      return { text: cell };
    case "tax-code":
      return { text: wholeTaxCode(cell) };
    case "one-code":
    case "codes":
      return readCodes(cell, column);
    case "mass": {
      const mass = parseMass(cell, tonnes ? "tonne" : "kg", decimals === "," ? "vi" : "en");
      return mass.ok ? { text: String(mass.value) } : named(column, mass.reason);
    }
    case "day":
      return readDay(cell, column);
    case "degree":
      return readDegree(cell, column);
  }
}

function named({ vi, en }: Words, reason: Words): CellRead {
  return { reason: { vi: `${vi}: ${reason.vi}`, en: `${en}: ${reason.en}` } };
}

/** Codes by their words or their numbers; several are parted by semicolons, or by commas where the words have none. */
function readCodes(cell: string, column: RegisterColumn): CellRead {
  const whole = codeCalled(cell, column);
  if (whole !== undefined) return { text: whole };
  const parts = cell.split(cell.includes(";") ? /;/ : /[,/+]/).filter((part) => part.trim() !== "");
  const codes = parts.map((part) => codeCalled(part, column));
  const strange = codes.indexOf(undefined);
  if (strange < 0 && column.reads === "codes") return { text: [...new Set(codes)].join("\n") };
  const known = Object.values(column.codes ?? {});
  const list = (lang: "vi" | "en") => known.map((words) => words[lang]).join("; ");
  const said = (parts[Math.max(0, strange)] ?? cell).trim();
  return named(column, {
    vi: `“${said}” không có trong danh mục: ${list("vi")}.`,
    en: `“${said}” is not one of: ${list("en")}.`,
  });
}

function codeCalled(text: string, { codes = {}, others = {} }: RegisterColumn): string | undefined {
  const said = bare(text);
  if (Object.hasOwn(codes, text.trim())) return text.trim();
  const found = Object.entries(codes).find(([, words]) => bare(words.vi) === said || bare(words.en) === said);
  if (found) return found[0];
  return Object.hasOwn(others, said) ? String(others[said]) : undefined;
}

/** 30 December 1899, from which workbooks count days. */
const WORKBOOK_DAYS = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;

/** A day as an office types it, as a file of data has it, or as a workbook's number. */
function readDay(cell: string, column: RegisterColumn): CellRead {
  const [, day, month, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(cell) ?? [];
  if (day) return { text: `${day}/${month}/${year}` };
  const [, isoYear, isoMonth, isoDay] = /^(\d{4})-(\d{2})-(\d{2})\b/.exec(cell) ?? [];
  if (isoYear) return { text: `${isoDay}/${isoMonth}/${isoYear}` };
  if (/^\d{5}$/.test(cell)) {
    const at = new Date(WORKBOOK_DAYS + Number(cell) * DAY_MS);
    return { text: `${at.getUTCDate()}/${at.getUTCMonth() + 1}/${at.getUTCFullYear()}` };
  }
  return named(column, { vi: `“${cell}” không phải ngày/tháng/năm.`, en: `“${cell}” is no day/month/year.` });
}

/** Degrees with decimals, as maps write them. */
function readDegree(cell: string, column: RegisterColumn): CellRead {
  if (/^-?\d{1,3}([.,]\d{1,9})?$/.test(cell))
    return { text: String(Math.round(Number(cell.replace(",", ".")) * 10_000_000)) };
  return named(column, {
    vi: `“${cell}” không phải độ thập phân, ví dụ 16,0678.`,
    en: `“${cell}” is no decimal degree.`,
  });
}
