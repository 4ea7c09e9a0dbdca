// Figures and dates of a register cell, read exactly: decimal strings and integers, never floating point, and no guess
// between 1.234 the thousand and 1.234 the fraction. What cannot be read for certain comes back as such, and
// the interpretation of the row turns that into a question.
import { formatDay } from "../words/as-written.ts";

/** units / 10^scale, not negative. */
export type Figure = { readonly units: bigint; readonly scale: number };

/** The sign before decimals. */
export type DecimalMark = "." | ",";

/** The reading of a cell: nothing ("" or a dash), one figure, a figure that two countries read differently, or no figure. */
export type FigureReading =
  | { readonly kind: "empty" }
  | { readonly kind: "figure"; readonly figure: Figure; readonly mark: DecimalMark | undefined }
  | { readonly kind: "either"; readonly decimal: Figure; readonly grouped: Figure; readonly mark: DecimalMark }
  | { readonly kind: "prose" };

const LONGEST = 24;

function figure(whole: string, fraction = ""): Figure {
  return { units: BigInt(whole + fraction), scale: fraction.length };
}

function oneMark(text: string, mark: DecimalMark): FigureReading {
  const parts = text.split(mark);
  const [whole = "", fraction = ""] = parts;
  if (parts.some((part) => part === "")) return { kind: "prose" };
  if (parts.length > 2) {
    const even = whole.length <= 3 && parts.slice(1).every((part) => part.length === 3);
    return even ? { kind: "figure", figure: figure(parts.join("")), mark: undefined } : { kind: "prose" };
  }
  const groupable = fraction.length === 3 && whole.length <= 3 && !whole.startsWith("0");
  if (!groupable) return { kind: "figure", figure: figure(whole, fraction), mark };
  return { kind: "either", decimal: figure(whole, fraction), grouped: figure(whole + fraction), mark };
}

function twoMarks(text: string, mark: DecimalMark): FigureReading {
  const groups = mark === "." ? "," : ".";
  const match = /^([^.,]+(?:[.,][^.,]+)*)[.,]([^.,]+)$/.exec(text);
  const head = match?.[1]?.split(groups) ?? [];
  const even = (head[0]?.length ?? 9) <= 3 && head.length > 1 && head.slice(1).every((part) => /^\d{3}$/.test(part));
  if (match === null || !even) return { kind: "prose" };
  return { kind: "figure", figure: figure(head.join(""), match[2]), mark };
}

/** Reads digits with Vietnamese or English separators (20000, 20.000, 1.234,5, 1,234.5, 20 000). */
export function readFigure(cell: string): FigureReading {
  const text = cell.trim();
  if (text === "" || /^[-–—]+$/.test(text)) return { kind: "empty" };
  if (text.length > LONGEST) return { kind: "prose" };
  if (/^\d{1,3}([ \u00a0]\d{3})+$/.test(text)) {
    return { kind: "figure", figure: figure(text.replace(/\D/g, "")), mark: undefined };
  }
  if (/^\d+$/.test(text)) return { kind: "figure", figure: figure(text), mark: undefined };
  if (!/^\d[\d.,]*\d$/.test(text)) return { kind: "prose" };
  const last = Math.max(text.lastIndexOf("."), text.lastIndexOf(","));
  const mark: DecimalMark = text[last] === "." ? "." : ",";
  return text.includes(mark === "." ? "," : ".") ? twoMarks(text, mark) : oneMark(text, mark);
}

/** floor(figure × 10^shift) as a safe integer, and whether that dropped anything; undefined beyond 2^53 - 1. */
export function wholeUnits(given: Figure, shift: number): { value: number; exact: boolean } | undefined {
  const raised = given.units * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(given.scale);
  const value = raised / divisor;
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  return { value: Number(value), exact: value * divisor === raised };
}

/** The decimal mark that the table's unmistakable figures use, or undefined when there are none or both kinds. */
export function decimalMarkOf(cells: Iterable<string>): DecimalMark | undefined {
  const seen = new Set<DecimalMark>();
  for (const cell of cells) {
    const reading = readFigure(cell);
    if (reading.kind === "figure" && reading.mark !== undefined) seen.add(reading.mark);
  }
  return seen.size === 1 ? [...seen][0] : undefined;
}

/** A day as yyyy-mm-dd; such strings compare as days. */
export type IsoDate = string;

/** The reading of a date cell: nothing, a day that the calendar has, or something else. */
export type DateReading =
  | { readonly kind: "empty" }
  | { readonly kind: "day"; readonly day: IsoDate }
  | { readonly kind: "odd" };

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Reads dd/mm/yyyy (also with . or -) or yyyy-mm-dd, refusing days that the calendar does not have; years 1945 to 2199. */
export function readDate(cell: string): DateReading {
  const text = cell.trim();
  if (text === "" || /^[-–—]+$/.test(text)) return { kind: "empty" };
  const vietnamese = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})$/.exec(text);
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const year = Number(vietnamese?.[4] ?? iso?.[1] ?? 0);
  const month = Number(vietnamese?.[3] ?? iso?.[2] ?? 0);
  const day = Number(vietnamese?.[1] ?? iso?.[3] ?? 0);
  if (year < 1945 || year > 2199 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) {
    return { kind: "odd" };
  }
  return { kind: "day", day: `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}` };
}

/** An ISO day as an office writes it, dd/mm/yyyy. */
export function officeDate(day: IsoDate): string {
  return formatDay(Number(day.replaceAll("-", "")));
}

/** The day `years` later; 29 February becomes 28 February where the year has none. */
export function yearsLater(day: IsoDate, years: number): IsoDate {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = Math.min(date, daysInMonth(year + years, month));
  return `${year + years}-${String(month).padStart(2, "0")}-${String(last).padStart(2, "0")}`;
}
