// Codes of works as in the norms of Circular 12/2021/TT-BXD: two letters and five digits, "AB.13410". Estimates write them with other
// punctuation, and add letters or further digits for variants of their own: such a code resembles the norm's.
import { likeDigits, numbered } from "./folding.ts";
import type { Likeness, Spelling, Spelt } from "./likeness.ts";

const LETTER_LIKE: Readonly<Record<string, string>> = { 0: "O", 1: "I", 2: "Z", 5: "S", 6: "G", 8: "B" };

/** The code that a work of the book is kept under. */
export function workKey(code: string): string {
  return numbered(code) || code;
}

/** Two signs read as letters, then what can be read as digits, as far as five. */
function looks([code = ""]: Spelt): readonly string[] {
  const signs = numbered(code).replaceAll(".", "");
  const head = signs.slice(0, 2).replaceAll(/[012568]/g, (digit) => LETTER_LIKE[digit]!);
  return [
    head +
      likeDigits(signs.slice(2))
        .replaceAll(/[^0-9]/g, "")
        .slice(0, 5),
  ];
}

function compare(one: Spelt, other: Spelt): Likeness {
  if (looks(one)[0] !== looks(other)[0]) return "different";
  return workKey(one[0] ?? "") === workKey(other[0] ?? "") ? "equal" : "resembles";
}

/** Spelt as: the code. */
export const WORK_CODES: Spelling = { looks, compare };

/** A unit in one spelling: m3 and m³, or M2 and m², are one unit. */
export function unitKey(unit: string): string {
  return numbered(unit) || unit;
}
