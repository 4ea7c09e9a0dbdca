// Numbers and dates as an office writes them. Pages, printed papers and the command line turn the ledger's integers into text here and
// nowhere else. Pure: integer arithmetic only, Vietnam's fixed UTC+7, no locale tables that differ from one machine to the next.
import type { Lang } from "./lang.ts";
import { VIETNAM_OFFSET_S } from "./vietnam-time.ts";

/** A whole number of some unit; a number must be a safe integer. */
export type Whole = number | bigint;

const MONTHS_EN = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const MINUS = "\u2212";

function whole(value: Whole): bigint {
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new RangeError(`not a whole number: ${value}`);
  return BigInt(value);
}

function grouped(digits: string, lang: Lang): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, lang === "vi" ? "." : ",");
}

/** Writes value / 10^scale with exactly `places` decimals, half rounded away from zero; a rounded zero has no sign. */
function decimal(value: bigint, scale: number, places: number, lang: Lang): string {
  const step = 10n ** BigInt(scale - places);
  const magnitude = value < 0n ? -value : value;
  const rounded = (magnitude * 2n + step) / (step * 2n);
  const digits = rounded.toString().padStart(places + 1, "0");
  const head = grouped(places > 0 ? digits.slice(0, -places) : digits, lang);
  const tail = places > 0 ? (lang === "vi" ? "," : ".") + digits.slice(-places) : "";
  return (value < 0n && rounded > 0n ? MINUS : "") + head + tail;
}

/** A count with thousands grouped and no unit: 73416 gives "73.416", in English "73,416". */
export function formatCount(count: Whole, lang: Lang = "vi"): string {
  return decimal(whole(count), 0, 0, lang);
}

const SPANS = [
  [1440, "ngày", "day"],
  [60, "giờ", "hour"],
  [1, "phút", "minute"],
] as const;

/** A length of time in its two largest units: 75 gives "1 giờ 15 phút", 4320 "3 ngày", 0 "0 phút"; what is smaller is dropped. */
export function formatDuration(minutes: number, lang: Lang = "vi"): string {
  const first = SPANS.findIndex(([length]) => minutes >= length);
  if (first === -1) return lang === "vi" ? "0 phút" : "0 minutes";
  let rest = minutes;
  const parts = SPANS.slice(first, first + 2).map(([length, vi, en]) => {
    const count = Math.floor(rest / length);
    rest -= count * length;
    return count === 0 ? "" : `${formatCount(count, lang)} ${lang === "vi" ? vi : count > 1 ? `${en}s` : en}`;
  });
  return parts.filter((part) => part !== "").join(" ");
}

/** Kilograms with their unit, for appendices: 73416 gives "73.416 kg". */
export function formatKg(massKg: Whole, lang: Lang = "vi"): string {
  return `${formatCount(massKg, lang)} kg`;
}

/** Kilograms as tonnes with one decimal and no unit, half rounded away from zero: 73416 gives "73,4". */
export function formatTonnes(massKg: Whole, lang: Lang = "vi"): string {
  return decimal(whole(massKg), 3, 1, lang);
}

/** Đồng with their sign: 98040000 gives "98.040.000 đ", in English "98,040,000 VND". */
export function formatDong(amountVnd: Whole, lang: Lang = "vi"): string {
  return `${formatCount(amountVnd, lang)} ${lang === "vi" ? "đ" : "VND"}`;
}

/** A work quantity held in thousandths of its unit, trailing zeros dropped: 81700 gives "81,7", 100000 gives "100". */
export function formatQuantity(quantityMilli: Whole, lang: Lang = "vi"): string {
  return decimal(whole(quantityMilli), 3, 3, lang).replace(/[.,]?0+$/, "");
}

/** A part of a whole as a percentage with one decimal, floored so that 99,96 % never reads as all of it. */
export function formatShare(part: Whole, total: Whole, lang: Lang = "vi"): string {
  const all = whole(total);
  if (all <= 0n) return lang === "vi" ? "không có" : "none";
  return `${decimal((whole(part) * 1000n) / all, 1, 1, lang)} %`;
}

/** The shortfall written out: "thiếu 13,4 tấn"; "đủ" when nothing is; below 50 kg in kilograms, so it never reads 0,0. */
export function shortfallSentence(neededKg: Whole, haveKg: Whole, lang: Lang = "vi"): string {
  const gap = whole(neededKg) - whole(haveKg);
  if (gap <= 0n) return lang === "vi" ? "đủ" : "none missing";
  const amount = gap < 50n ? formatKg(gap, lang) : `${formatTonnes(gap, lang)} ${lang === "vi" ? "tấn" : "tonnes"}`;
  return lang === "vi" ? `thiếu ${amount}` : `short by ${amount}`;
}

function hanoiParts(instantMs: number): { day: string; month: string; monthIndex: number; year: number; time: string } {
  if (!Number.isFinite(instantMs)) throw new RangeError(`not an instant: ${instantMs}`);
  const local = new Date(instantMs + VIETNAM_OFFSET_S * 1000);
  const two = (n: number): string => String(n).padStart(2, "0");
  const monthIndex = local.getUTCMonth();
  return {
    day: two(local.getUTCDate()),
    month: two(monthIndex + 1),
    monthIndex,
    year: local.getUTCFullYear(),
    time: `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`,
  };
}

/** The day in Vietnam of a Unix instant in milliseconds: "12/11/2026", in English "12 Nov 2026". */
export function formatDate(instantMs: number, lang: Lang = "vi"): string {
  const p = hanoiParts(instantMs);
  return lang === "vi" ? `${p.day}/${p.month}/${p.year}` : `${Number(p.day)} ${MONTHS_EN[p.monthIndex]} ${p.year}`;
}

/** The hour in Vietnam of a Unix instant in milliseconds: "14:20". */
export function formatTime(instantMs: number): string {
  return hanoiParts(instantMs).time;
}

/** Day and hour in Vietnam of a Unix instant in milliseconds: "12/11/2026 14:20". */
export function formatDateTime(instantMs: number, lang: Lang = "vi"): string {
  return `${formatDate(instantMs, lang)} ${formatTime(instantMs)}`;
}

/** Day, hour and second in Vietnam of a Unix instant in milliseconds: "12/11/2026 14:20:05". */
export function formatInstant(instantMs: number): string {
  const seconds = String(new Date(instantMs).getUTCSeconds()).padStart(2, "0");
  return `${formatDateTime(instantMs)}:${seconds}`;
}

/** A day given as yyyymmdd: 20261112 gives "12/11/2026". */
export function formatDay(day: number): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${two(day % 100)}/${two(Math.floor(day / 100) % 100)}/${Math.floor(day / 10_000)}`;
}

/** A month given as yyyymm: 202611 gives "11/2026". */
export function formatMonth(month: number): string {
  return `${String(month % 100).padStart(2, "0")}/${Math.floor(month / 100)}`;
}

/** Day and hour for the middle of a sentence: "14:20 ngày 12/11/2026", in English "14:20 on 12 Nov 2026". */
export function formatMoment(instantMs: number, lang: Lang = "vi"): string {
  return `${formatTime(instantMs)} ${lang === "vi" ? "ngày" : "on"} ${formatDate(instantMs, lang)}`;
}

/** The date line of a letter, zeros before days below 10 and months 1 and 2 (Decree 30/2020/NĐ-CP, Appendix I). */
export function formatLetterDate(instantMs: number): string {
  const p = hanoiParts(instantMs);
  return `ngày ${p.day} tháng ${p.monthIndex < 2 ? p.month : p.monthIndex + 1} năm ${p.year}`;
}
