// Distances between two places in whole metres, from coordinates in units of 1e-7 degree. Integers only, and never more than the straight
// line: a contradiction that rests on a distance must hold for every road there could be.

/** A place on the map; both in units of 1e-7 degree. */
export type Coordinates = { readonly latitudeE7: number; readonly longitudeE7: number };

/** One degree of latitude is at least this long anywhere in Vietnam, in millimetres per 1e-7 degree × 1000 (WGS 84, 8° to 24° north). */
const LATITUDE_MICROMETRES = 11_057n;
/** One degree of longitude on the equator, likewise. */
const EQUATOR_MICROMETRES = 11_131n;
/** cos(latitude) in permille, rounded down, by whole degree from 0 to 30. */
const COSINE_PERMILLE = [
  1000, 999, 999, 998, 997, 996, 994, 992, 990, 987, 984, 981, 978, 974, 970, 965, 961, 956, 951, 945, 939, 933, 927,
  920, 913, 906, 898, 891, 882, 874, 866,
] as const;

/** The straight line between two places in metres, rounded down. */
export function straightLineM(a: Coordinates, b: Coordinates): number {
  const north = BigInt(Math.abs(a.latitudeE7 - b.latitudeE7)) * LATITUDE_MICROMETRES;
  const highest = Math.ceil(Math.max(Math.abs(a.latitudeE7), Math.abs(b.latitudeE7)) / 1e7);
  const cosine = BigInt(COSINE_PERMILLE[highest] ?? 0);
  const east = (BigInt(Math.abs(a.longitudeE7 - b.longitudeE7)) * EQUATOR_MICROMETRES * cosine) / 1000n;
  return Number(squareRoot(north * north + east * east) / 1_000_000n);
}

/** The whole square root, rounded down (Newton). */
export function squareRoot(square: bigint): bigint {
  if (square < 2n) return square;
  let guess = 1n << (BigInt(square.toString(2).length + 1) / 2n);
  for (;;) {
    const next = (guess + square / guess) / 2n;
    if (next >= guess) return guess;
    guess = next;
  }
}
