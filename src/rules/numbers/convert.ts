// Exact conversions: integers and fractions only. What a source or stock supplies rounds down once, what a claim demands
// rounds up once (docs/design.md, The book).
import { AMOUNT_UNIT, type AmountUnit } from "../../format/codes.ts";

/** a × b ÷ c rounded down; all non-negative, the product exact. */
export function timesOverFloor(a: number, b: number, c: number): number {
  return Number((BigInt(a) * BigInt(b)) / BigInt(c));
}

/** The product of the factors over the product of the divisors, rounded up. */
export function ratioCeil(factors: readonly number[], divisors: readonly number[]): number {
  const top = factors.reduce((product, n) => product * BigInt(n), 1n);
  const bottom = divisors.reduce((product, n) => product * BigInt(n), 1n);
  return Number((top + bottom - 1n) / bottom);
}

/** The product of the factors over the product of the divisors, rounded down. */
export function ratioFloor(factors: readonly number[], divisors: readonly number[]): number {
  const top = factors.reduce((product, n) => product * BigInt(n), 1n);
  const bottom = divisors.reduce((product, n) => product * BigInt(n), 1n);
  return Number(top / bottom);
}

/** Kilograms of a limit stated in m³ (by a factor in kg/m³) or in tonnes; rounded down, since a limit is supply. */
export function limitKg(
  amount: number,
  unit: AmountUnit,
  factor: { numerator: number; denominator: number } | undefined,
): number | undefined {
  if (unit === AMOUNT_UNIT.tonnes) return amount * 1000;
  if (!factor) return undefined;
  return ratioFloor([amount, factor.numerator], [factor.denominator]);
}

/** Kilograms that `quantityMilli` thousandths of a unit demand of a recipe line; rounded up. */
export function demandKg(
  quantityMilli: number,
  line: { numerator: number; denominator: number },
  factor: { numerator: number; denominator: number },
): number {
  return ratioCeil([quantityMilli, line.numerator, factor.numerator], [1000, line.denominator, factor.denominator]);
}

/** Đồng of a quantity in thousandths at a unit price, rounded half up as form 03.a/TT has it. */
export function lineValue(quantityMilli: number, unitPriceDong: number): number {
  return Number((BigInt(quantityMilli) * BigInt(unitPriceDong) + 500n) / 1000n);
}

/** An exact fraction in lowest terms, its denominator positive. */
export type Fraction = { readonly top: bigint; readonly bottom: bigint };

/** top ÷ bottom in lowest terms; the divisor is not zero. */
export function fraction(top: number | bigint, bottom: number | bigint = 1n): Fraction {
  const [a, b] = [BigInt(top), BigInt(bottom)];
  if (b === 0n) throw new Error("a fraction over zero");
  const by = b < 0n ? -divisor(a, b) : divisor(a, b);
  return { top: a / by, bottom: b / by };
}

function divisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

export function plus(a: Fraction, b: Fraction): Fraction {
  return fraction(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom);
}

export function times(a: Fraction, b: Fraction): Fraction {
  return fraction(a.top * b.top, a.bottom * b.bottom);
}

export function over(a: Fraction, b: Fraction): Fraction {
  return fraction(a.top * b.bottom, a.bottom * b.top);
}

/** A non-negative fraction with this many decimals and a decimal point, rounded half up: for showing, never for reckoning on. */
export function decimals(of: Fraction, places: number): string {
  const scale = 10n ** BigInt(places);
  const digits = String((2n * of.top * scale + of.bottom) / (2n * of.bottom)).padStart(places + 1, "0");
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** Bands of extraction above the licensed capacity, each from its first percent up to the next; undefined: below them. */
export const OVER_CAPACITY = [15, 25, 50, 100] as const;
export type OverCapacity = { readonly percent: Fraction; readonly band: (typeof OVER_CAPACITY)[number] | undefined };

/** By how many percent what was extracted exceeds the capacity, and the band that it falls into; zero percent where it does not. */
export function overCapacity(extracted: Fraction, capacity: Fraction): OverCapacity {
  const ratio = over(extracted, capacity);
  const beyond = ratio.top - ratio.bottom;
  const percent = beyond > 0n ? fraction(beyond * 100n, ratio.bottom) : fraction(0);
  const band = OVER_CAPACITY.findLast((from) => percent.top >= BigInt(from) * percent.bottom);
  return { percent, band };
}
