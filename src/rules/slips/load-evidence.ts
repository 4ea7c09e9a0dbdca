// The judgement of one load rests on this: the facts about its slip, every observation that counts, and the tolerances of its rule set; and the
// form in which a contradiction is told.
import type { Tolerances } from "../../format/bodies/ruleset.ts";
import { DIRECTION } from "../../format/codes.ts";
import type { RouteFact, SlipFact } from "../book/facts.ts";
import type { Observation } from "../book/observations.ts";
import { timesOverFloor } from "../numbers/convert.ts";

/** Codes of the closed list of problems that say what contradicts a load. */
export type ContradictionCode =
  | "seen-twice"
  | "seen-after-receipt"
  | "void-but-seen"
  | "void-but-received"
  | "plate-differs"
  | "weight-differs"
  | "received-elsewhere"
  | "received-twice"
  | "received-too-much"
  | "received-though-refused"
  | "receipt-set-aside"
  | "too-far-apart"
  | "trips-overlap"
  | "two-loads"
  | "signed-while-stopped"
  | "logged-after-search"
  | "observed-too-often";

/**
 * `index` is the observation that contradicts, `other` the entry that it disagrees with; `kg` are in question, null for the whole load. `of`: the
 * other slip whose observation `index` is, where it is none of this one.
 */
export type Contradiction = {
  readonly why: ContradictionCode;
  readonly index: number;
  readonly other: number;
  readonly atS: number;
  readonly kg: number | null;
  readonly of?: number;
};

/** The facts on which the judgement of one slip rests. `observations` leaves out what was set aside or waits for a ruling. */
export type Evidence = {
  readonly index: number;
  readonly slip: SlipFact;
  readonly route: RouteFact;
  /** `atS` 0: taken back as never used; else the hour of a reversal, before which it may have been seen. */
  readonly voided: { readonly index: number; readonly atS: number } | null;
  readonly observations: readonly Observation[];
  /** Receipts that were set aside after what they had brought had moved on. */
  readonly spent: readonly Observation[];
  readonly tolerances: Tolerances;
  /** The straight line between two places in metres; undefined where one of them has no coordinates. */
  metresBetween(a: number, b: number): number | undefined;
};

/** `implausible`: observations that cannot be about this load, such as a receipt of 1 kg elsewhere. They contradict nothing. */
export type Judgement = { readonly contradictions: readonly Contradiction[]; readonly implausible: readonly number[] };

export function contradiction(
  why: ContradictionCode,
  by: Observation,
  other: number,
  kg: number | null = null,
): Contradiction {
  return { why, index: by.index, other, atS: by.atS, kg };
}

/** The least seconds in which a vehicle can be at one place on the way twice with two loads. */
export function anotherTripS({
  route,
  tolerances,
}: {
  readonly route: Pick<RouteFact, "cycleMinutes" | "minutes">;
  readonly tolerances: Tolerances;
}): number {
  const thereAndBack = route.cycleMinutes > 0 ? route.cycleMinutes : 2 * route.minutes;
  const least = timesOverFloor(thereAndBack * 60, tolerances.tripPermille, 1000);
  return Math.max(least, tolerances.sameLookMinutes * 60);
}

export function clockS({ tolerances }: Pick<Evidence, "tolerances">): number {
  return tolerances.clockMinutes * 60;
}

/** When a slip was signed: by its own hour without a network, and with one when the log had it, since it is printed after its receipt. */
export function signedS({ offline, eventS, loggedS }: SlipFact): number {
  return offline ? eventS : (loggedS ?? eventS);
}

/** When a vehicle was to have a slip's load: for the first when the slip was signed, for a later one when the log had the proposal to hand it over. */
export function signedForS(slip: SlipFact, vehicle: number): number {
  const former = slip.former ?? [];
  const first = [...former.map((one) => one.vehicle), slip.vehicle].indexOf(vehicle);
  return former[first - 1]?.askedS ?? signedS(slip);
}

export const outbound = (each: Observation) => each.what === "seen" && each.direction === DIRECTION.outbound;

/** The least seconds for a straight line at the highest speed that the rules think possible. */
export function leastSeconds({ tolerances }: Pick<Evidence, "tolerances">, metres: number | undefined): number {
  return metres === undefined ? 0 : Math.floor((metres * 36) / (tolerances.topKmh * 10));
}

/** The receipts of a load, sorted by what they can be. */
export type Receipts = {
  /** At a destination of the slip, or taken back by its sender after a refusal; by hour. */
  readonly right: readonly Observation[];
  readonly elsewhere: readonly Observation[];
  readonly implausible: readonly Observation[];
  /** The hour at which the load was received in full, and by which receipt. */
  readonly closed: Observation | undefined;
};
