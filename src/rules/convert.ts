// Exact conversions: integers and fractions only. What a source or stock supplies rounds down once, what a claim demands
// rounds up once (design section 4).
import type { FactorFact } from "./facts.ts";

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
export function limitKg(amount: number, unit: 1 | 2 | 3, factor: FactorFact | undefined): number | undefined {
  if (unit === 2) return amount * 1000;
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
