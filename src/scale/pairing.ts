// Two visits of one vehicle make a weighing: full and empty, on this scale, within half a day. A tare that was typed or kept from another day
// makes none.
import type { Visit } from "./platform.ts";

export const PAIRING = {
  /** A vehicle comes back within so long, or is weighed anew. */
  withinMs: 12 * 3_600_000,
  /** A plate that is typed later than this is not the last visit's. */
  namedWithinMs: 10 * 60_000,
  /** Less between full and empty is no load: the vehicle was weighed twice over. */
  leastLoadKg: 500,
} as const;

/** How vehicles come: empty where loads are sent, full where they are received. */
export type FirstEnd = "empty" | "full";

/** A visit and the wall clock's time at which the plate was empty again. */
export type KeptVisit = Visit & { readonly leftMs: number };

export type WeighedLoad = { readonly grossKg: number; readonly tareKg: number };

/**
 * The weighing that a vehicle's second visit completes; undefined where it is to be kept as the first of a pair. Of the steady weights of a
 * visit the full vehicle has the least and the empty one the greatest, so that nobody's foot on the plate makes a load heavier.
 */
export function pairVisits(first: KeptVisit | undefined, second: KeptVisit, end: FirstEnd): WeighedLoad | undefined {
  if (!first || second.leftMs - first.leftMs > PAIRING.withinMs || second.leftMs < first.leftMs) return undefined;
  const [empty, full] = end === "empty" ? [first, second] : [second, first];
  const load = { grossKg: full.lowKg, tareKg: empty.highKg };
  return load.grossKg - load.tareKg >= PAIRING.leastLoadKg ? load : undefined;
}
