// Figures as an office writes them. Pages and printed papers turn the ledger's integers into text here and nowhere
// else, and read typed numbers back here, so that a dot never means one thing on screen and another in a form.
// Pure: integer arithmetic only, Vietnam's fixed UTC+7, no locale tables that differ from one machine to the next.
import type { Lang, Words } from "../words/lang.ts";

/** A whole number of some unit; a number must be a safe integer. */
export type Whole = number | bigint;

const HANOI_OFFSET_MS = 7 * 3_600_000; // Asia/Ho_Chi_Minh has kept UTC+7 without daylight saving since 1975.
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

/** What is missing, written out: "thiếu 13,4 tấn"; "đủ" when nothing is; below 50 kg in kilograms, so it never reads 0,0. */
export function shortfallSentence(neededKg: Whole, haveKg: Whole, lang: Lang = "vi"): string {
  const gap = whole(neededKg) - whole(haveKg);
  if (gap <= 0n) return lang === "vi" ? "đủ" : "none missing";
  const amount = gap < 50n ? formatKg(gap, lang) : `${formatTonnes(gap, lang)} ${lang === "vi" ? "tấn" : "tonnes"}`;
  return lang === "vi" ? `thiếu ${amount}` : `short by ${amount}`;
}

function hanoiParts(instantMs: number): { day: string; month: string; monthIndex: number; year: number; time: string } {
  if (!Number.isFinite(instantMs)) throw new RangeError(`not an instant: ${instantMs}`);
  const local = new Date(instantMs + HANOI_OFFSET_MS);
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

/** Day and hour for the middle of a sentence: "14:20 ngày 12/11/2026", in English "14:20 on 12 Nov 2026". */
export function formatMoment(instantMs: number, lang: Lang = "vi"): string {
  return `${formatTime(instantMs)} ${lang === "vi" ? "ngày" : "on"} ${formatDate(instantMs, lang)}`;
}

/** The date line of a letter, zeros before days below 10 and months 1 and 2 (Decree 30/2020/NĐ-CP, Appendix I). */
export function formatLetterDate(instantMs: number): string {
  const p = hanoiParts(instantMs);
  return `ngày ${p.day} tháng ${p.monthIndex < 2 ? p.month : p.monthIndex + 1} năm ${p.year}`;
}

/** Why a typed number was refused. */
export type TypedRefusal = "empty" | "negative" | "not-a-number" | "ambiguous" | "too-fine" | "too-large";

/** A typed number as an integer of the unit asked for, or the reason why it was not taken. */
export type Typed = { ok: true; value: number } | { ok: false; code: TypedRefusal; reason: Words };

const REASONS: Record<TypedRefusal, Words> = {
  empty: { vi: "Chưa nhập số.", en: "No number was typed." },
  negative: { vi: "Không nhận số âm.", en: "A negative number is not accepted." },
  "not-a-number": { vi: "Đây chưa phải là một con số, ví dụ 18,5.", en: "This is not a number, for example 18,5." },
  ambiguous: { vi: "Số này đọc được hai cách.", en: "This number can be read in two ways." },
  "too-fine": { vi: "Số này lẻ hơn mức ô này nhận.", en: "This number is finer than this field takes." },
  "too-large": { vi: "Số này quá lớn.", en: "This number is too large." },
};

function refusal(code: TypedRefusal, reason: Words = REASONS[code]): Typed {
  return { ok: false, code, reason };
}

/** Which separator stands for decimals in this text: none, one of them, or "two ways" when both readings are lawful. */
function decimalSign(text: string, places: number, lang: Lang): "none" | "." | "," | "two ways" | "broken" {
  const signs = [...text].filter((c) => c === "." || c === ",");
  const last = signs.at(-1);
  if (last === undefined) return "none";
  if (new Set(signs).size === 2) return signs.filter((c) => c === last).length === 1 ? last : "broken";
  const groups = /^[1-9]\d{0,2}([.,]\d{3})+$/.test(text);
  if (signs.length > 1) return groups ? "none" : "broken";
  if (!groups) return last;
  // One separator before exactly three digits: the page's own sign decides only where the field leaves one reading.
  const grouping = lang === "vi" ? "." : ",";
  if (places === 0) return last === grouping ? "none" : "two ways";
  return lang === "vi" && last === "," ? last : "two ways";
}

/** Reads digits, grouping and decimals into an integer of 10^-places units; refuses what has two readings. */
function parseScaled(typed: string, places: number, lang: Lang): Typed {
  const trimmed = typed.trim();
  if (trimmed === "") return refusal("empty");
  if (/^[-\u2212\u2013]/.test(trimmed)) return refusal("negative");
  const spaced = trimmed.replace(/[\u00a0\u2009\u202f]/g, " ");
  if (spaced.includes(" ") && !/^\d{1,3}( \d{3})+([.,]\d+)?$/.test(spaced)) return refusal("not-a-number");
  const text = spaced.replaceAll(" ", "");
  if (!/^\d[\d.,]*$/.test(text) || /[.,]$/.test(text)) return refusal("not-a-number");
  const sign =
    spaced.includes(" ") && /[.,]/.test(text)
      ? (text.match(/[.,]/)?.[0] as "." | ",")
      : decimalSign(text, places, lang);
  if (sign === "broken") return refusal("not-a-number");
  if (sign === "two ways") return refusal("ambiguous");
  const [headText = "", tail = ""] = sign === "none" ? [text] : text.split(sign);
  if (/[.,]/.test(headText) && !/^[1-9]\d{0,2}([.,])\d{3}(\1\d{3})*$/.test(headText)) return refusal("not-a-number");
  const fraction = tail.replace(/0+$/, "");
  if (fraction.length > places) return refusal("too-fine");
  const value = Number(headText.replace(/[.,]/g, "") + fraction.padEnd(places, "0"));
  return Number.isSafeInteger(value) && value <= 1e15 ? { ok: true, value } : refusal("too-large");
}

function massRefusal(result: Typed, typed: string, unit: "kg" | "tonne"): Typed {
  if (result.ok) return result;
  const shown = typed.trim();
  if (result.code === "ambiguous" && unit === "tonne") {
    return refusal("ambiguous", {
      vi: `“${shown}” đọc được hai cách: số thập phân hay hàng nghìn. Ô này tính bằng tấn: hãy viết như 18,5.`,
      en: `“${shown}” can be read in two ways: decimals or thousands. This field is in tonnes: write it like 18,5.`,
    });
  }
  if (result.code === "ambiguous" || result.code === "too-fine") {
    return refusal(result.code, {
      vi: `“${shown}” không phải số kilôgam nguyên. Hãy viết đủ kilôgam, ví dụ 18500 hoặc 18.500.`,
      en: `“${shown}” is not a whole number of kilograms. Write all kilograms, for example 18500.`,
    });
  }
  return result;
}

/**
 * Reads a typed mass into integer kilograms: "18,5" in tonnes and "18.500" or "18 500" in kilograms give 18500. A unit
 * typed after the number wins over the field's. "18.500" in tonnes is refused, since it is 18,5 t or 18 500 t.
 */
export function parseMass(typed: string, unit: "kg" | "tonne", lang: Lang = "vi"): Typed {
  const match = /^(.*?)\s*(kg|kilôgam|tấn|tonnes?|t)\.?$/iu.exec(typed.trim().normalize("NFC"));
  const said = match?.[2]?.toLowerCase();
  const asked = said === undefined ? unit : said.startsWith("k") ? "kg" : "tonne";
  const digits = match?.[1] ?? typed;
  return massRefusal(parseScaled(digits, asked === "kg" ? 0 : 3, lang), digits, asked);
}

/** Reads a typed work quantity into thousandths of its unit: "81,7" gives 81700; "1.000" is refused as having two readings. */
export function parseQuantity(typed: string, lang: Lang = "vi"): Typed {
  const result = parseScaled(typed, 3, lang);
  if (result.ok || result.code !== "ambiguous") return result;
  return refusal("ambiguous", {
    vi: `“${typed.trim()}” đọc được hai cách: số thập phân hay hàng nghìn. Hãy viết như 81,7 hoặc 1000.`,
    en: `“${typed.trim()}” can be read in two ways: decimals or thousands. Write it like 81,7 or 1000.`,
  });
}

/** Reads a typed amount of money into whole đồng: "98.040.000 đ" gives 98040000. */
export function parseDong(typed: string, lang: Lang = "vi"): Typed {
  return parseScaled(typed.replace(/\s*(đồng|đ|₫|vnd)\.?\s*$/iu, ""), 0, lang);
}
