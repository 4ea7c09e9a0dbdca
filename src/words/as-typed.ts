// Numbers as people type them, read into the ledger's integers beside as-written.ts, so that a dot never means one thing on screen and
// another in a form. What can be read in two ways is refused with a reason.
import type { Lang, Words } from "./lang.ts";

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

/** Which separator marks decimals in this text: none, one of them, or "two ways" when both readings are lawful. */
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
  if (result.code === "too-fine" && unit === "tonne") {
    return refusal("too-fine", {
      vi: `“${shown}” chia nhỏ hơn kilôgam. Ô này tính bằng tấn, nhiều nhất ba chữ số sau dấu phẩy: hãy viết như 17,235.`,
      en: `“${shown}” is finer than a kilogram. This field is in tonnes, with at most three decimals: write it like 17,235.`,
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
