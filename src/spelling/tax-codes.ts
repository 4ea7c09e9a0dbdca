// Tax codes (mã số thuế, Circular 86/2024/TT-BTC): ten digits, the last of which checks the others; a branch adds a hyphen and three digits. A
// household's code is a citizen's number since 2025: no person's number enters the book, so a household is registered without one.
import type { Spelling } from "./likeness.ts";

const WEIGHTS = [31, 29, 23, 19, 17, 13, 7, 5, 3];

const digits = (code: string) => code.replaceAll(/[^0-9]/g, "");

/** True for ten digits, or thirteen with or without their hyphen, whose tenth digit is right. */
export function isTaxCode(code: string): boolean {
  if (!/^[0-9]{10}(-?[0-9]{3})?$/.test(code)) return false;
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(code[i]), 0);
  return 10 - (sum % 11) === Number(code[9]);
}

/** A code whose leading zero a workbook has dropped, with its zero: the check digit tells. Any other text stays as it is. */
export function wholeTaxCode(text: string): string {
  const whole = `0${text}`;
  return /^[0-9]{9}(-?[0-9]{3})?$/.test(text) && isTaxCode(whole) ? whole : text;
}

/** The code of the firm that a branch belongs to: the first ten digits. */
export function firmOf(code: string): string {
  return digits(code).slice(0, 10);
}

/** Spelt as: the code. A branch is a unit of its own, found beside its firm. */
export const TAX_CODES: Spelling = {
  looks: ([code = ""]) => [firmOf(code)],
  compare: ([code = ""], [other = ""]) => (digits(code) === digits(other) ? "equal" : "different"),
};
