// Decides if a load is contradicted, and by what: one pure function over everything that is kept about a slip. It looks at the set of
// observations, never at the order in which they reached the log, so that an upload that was late or repeated changes nothing. An
// observation contradicts only what could not both have happened, within the tolerances of the rule set under which the slip was issued;
// a second look at one event confirms it. docs/verdicts.md draws an example of each.

import type { Tolerances } from "../../format/bodies/ruleset.ts";
import { DIRECTION } from "../../format/codes.ts";
import type { RouteFact, SlipFact } from "../book/facts.ts";
import type { Observation } from "../book/observations.ts";
import { timesOverFloor } from "../numbers/convert.ts";
import { uncertaintyKg, type Water, waterBetween } from "../weighing/uncertainty.ts";

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
  | "too-far-apart"
  | "trips-overlap"
  | "signed-while-stopped"
  | "logged-after-search";

/** `index` is the observation that contradicts, `other` the entry that it disagrees with; `kg` are in question, null for the whole load. */
export type Contradiction = {
  readonly why: ContradictionCode;
  readonly index: number;
  readonly other: number;
  readonly atS: number;
  readonly kg: number | null;
};

/** The facts on which the judgement of one slip rests. `observations` leaves out what was set aside or waits for a ruling. */
export type Evidence = {
  readonly index: number;
  readonly slip: SlipFact;
  readonly route: RouteFact;
  /** `atS` 0: taken back as never used; else the hour of a reversal, before which it may have been seen. */
  readonly voided: { readonly index: number; readonly atS: number } | null;
  readonly observations: readonly Observation[];
  readonly tolerances: Tolerances;
  /** The straight line between two places in metres; undefined where one of them has no coordinates. */
  metresBetween(a: number, b: number): number | undefined;
};

/** `implausible`: observations that cannot be about this load, such as a receipt of 1 kg elsewhere. They contradict nothing. */
export type Judgement = { readonly contradictions: readonly Contradiction[]; readonly implausible: readonly number[] };

/** Judges a load. Contradictions come in the order of their hours; the answer does not depend on the order of `observations`. */
export function judgeLoad(evidence: Evidence): Judgement {
  const sorted = [...evidence.observations].sort((a, b) => a.atS - b.atS || a.index - b.index);
  const receipts = receiptsOf(evidence, sorted);
  const contradictions = [
    ...(evidence.voided ? thoughVoid(evidence, sorted, evidence.voided) : afterReceipt(evidence, sorted, receipts)),
    ...seenTwice(evidence, sorted),
    ...otherPlate(evidence, sorted),
    ...otherWeight(evidence, sorted, receipts),
    ...acceptedLess(sorted, receipts),
    ...receivedTwice(evidence, receipts),
    ...thoughRefused(evidence, sorted, receipts),
    ...impossibleTravel(evidence, sorted),
    ...otherTrips(evidence, sorted),
    ...signedWhileStopped(evidence, sorted),
    ...loggedAfterSearch(evidence, sorted),
    ...receipts.elsewhere.map((each) => contradiction("received-elsewhere", each, evidence.index)),
  ];
  contradictions.sort((a, b) => a.atS - b.atS || (a.why < b.why ? -1 : a.why > b.why ? 1 : a.index - b.index));
  return { contradictions, implausible: receipts.implausible.map((each) => each.index) };
}

function contradiction(
  why: ContradictionCode,
  by: Observation,
  other: number,
  kg: number | null = null,
): Contradiction {
  return { why, index: by.index, other, atS: by.atS, kg };
}

/** The least seconds in which a vehicle can be at one place on the way twice with two loads. */
export function anotherTripS({ route, tolerances }: Pick<Evidence, "route" | "tolerances">): number {
  const thereAndBack = route.cycleMinutes > 0 ? route.cycleMinutes : 2 * route.minutes;
  const least = timesOverFloor(thereAndBack * 60, tolerances.tripPermille, 1000);
  return Math.max(least, tolerances.sameLookMinutes * 60);
}

function clockS({ tolerances }: Pick<Evidence, "tolerances">): number {
  return tolerances.clockMinutes * 60;
}

const outbound = (each: Observation) => each.what === "seen" && each.direction === DIRECTION.outbound;

/** Seen outbound at one place, long enough apart for another load. */
function seenTwice(evidence: Evidence, sorted: readonly Observation[]): Contradiction[] {
  const last = new Map<number, Observation>();
  return sorted.filter(outbound).flatMap((each) => {
    const before = last.get(each.place);
    last.set(each.place, each);
    const again = before && each.atS - before.atS > anotherTripS(evidence);
    return again ? [contradiction("seen-twice", each, before.index)] : [];
  });
}

/** Seen on another vehicle than those that the slip was given to; a load handed over by amendment is on the new one. */
function otherPlate(evidence: Evidence, sorted: readonly Observation[]): Contradiction[] {
  const { slip, index } = evidence;
  const former = slip.former ?? [];
  return sorted
    .filter((each) => {
      if (each.what !== "seen") return false;
      if (each.vehicle !== undefined)
        return each.vehicle !== slip.vehicle && !former.some((one) => one.vehicle === each.vehicle);
      if (each.plate !== 0) return false;
      return !former.some((one) => one.vehicle !== slip.vehicle && each.atS >= one.untilS - clockS(evidence));
    })
    .map((each) => contradiction("plate-differs", each, index));
}

type Receipts = {
  /** At a destination of the slip, or taken back by its sender after a refusal; by hour. */
  readonly right: readonly Observation[];
  readonly elsewhere: readonly Observation[];
  readonly implausible: readonly Observation[];
  /** The hour at which the load was received in full, and by which receipt. */
  readonly closed: Observation | undefined;
};

function receiptsOf(evidence: Evidence, sorted: readonly Observation[]): Receipts {
  const received = sorted.filter((each) => each.what === "received");
  const right = received.filter((each) => isDestination(evidence, each) || isTakenBack(evidence, each, sorted));
  const rest = received.filter((each) => !right.includes(each) && !isCorrectedAtOnce(evidence, each, right));
  const elsewhere = rest.filter((each) => isPlausible(evidence, each));
  return {
    right,
    elsewhere,
    implausible: rest.filter((each) => !elsewhere.includes(each)),
    closed: closingReceipt(evidence, right),
  };
}

/** True if a place, and in a project the package, was a destination of the slip at an hour. */
export function isDestination(
  evidence: Pick<Evidence, "slip" | "tolerances">,
  { place, package: contract, atS }: Pick<Observation, "place" | "package" | "atS">,
): boolean {
  const { slip } = evidence;
  if (place === slip.to && (contract ?? 0) === slip.package) return true;
  return (slip.former ?? []).some(
    (one) => one.to === place && one.package === (contract ?? 0) && atS <= one.untilS + clockS(evidence),
  );
}

/** A load that its receiver turned away may be taken back where it came from. */
export function isTakenBack(
  { slip }: Pick<Evidence, "slip">,
  { place }: Pick<Observation, "place">,
  all: readonly Observation[],
): boolean {
  return place === slip.from && all.some((each) => each.what === "refused");
}

/** The wrong place chosen on the screen, and the right one at once: one party's word about one load. */
function isCorrectedAtOnce({ tolerances }: Evidence, wrong: Observation, right: readonly Observation[]): boolean {
  return right.some(
    (each) =>
      each.party === wrong.party &&
      each.kg === wrong.kg &&
      Math.abs(each.atS - wrong.atS) <= tolerances.secondLookMinutes * 60,
  );
}

/** True if a receipt at another place can be this load at all: its weight, its hour and the way there. */
function isPlausible(evidence: Evidence, { kg = 0, atS, place }: Observation): boolean {
  const { slip, tolerances, metresBetween } = evidence;
  const heavy = kg * 1000 >= slip.massKg * tolerances.plausiblePermille;
  const inTime = atS >= slip.eventS - clockS(evidence) && atS <= slip.expiresS + tolerances.lateMinutes * 60;
  const leastS = leastSeconds(evidence, metresBetween(slip.from, place));
  return heavy && inTime && atS - slip.eventS + clockS(evidence) >= leastS;
}

function closingReceipt({ slip }: Evidence, right: readonly Observation[]): Observation | undefined {
  let kg = 0;
  const parts = new Set<number>();
  for (const each of right) {
    if (each.final === 1) return each;
    if (!parts.has(each.part ?? 1)) kg += each.kg ?? 0;
    parts.add(each.part ?? 1);
    if (kg >= slip.massKg) return each;
  }
  return undefined;
}

/** Seen on the way out after the whole load had been received. An empty vehicle on its way back is no contradiction. */
function afterReceipt(evidence: Evidence, sorted: readonly Observation[], { closed }: Receipts): Contradiction[] {
  if (!closed) return [];
  return sorted
    .filter((each) => outbound(each) && each.atS > closed.atS + clockS(evidence))
    .map((each) => contradiction("seen-after-receipt", each, closed.index));
}

/**
 * A slip that was taken back, and yet somebody else saw or received its load. Whoever reversed a seen slip knew of the passages before;
 * a receipt that came to the log later contradicts the reversal whatever its hour, since what was received did not come back.
 */
function thoughVoid(
  evidence: Evidence,
  sorted: readonly Observation[],
  voided: { index: number; atS: number },
): Contradiction[] {
  const fromS = voided.atS === 0 ? 0 : voided.atS + clockS(evidence);
  return sorted
    .filter((each) => each.party !== evidence.slip.issuer && (each.what === "seen" || each.what === "received"))
    .filter((each) => each.atS >= fromS || (each.what === "received" && each.index > voided.index))
    .map((each) => contradiction(each.what === "seen" ? "void-but-seen" : "void-but-received", each, voided.index));
}

/** One part received twice, or more after the whole had come, long enough apart for another load; and more than the slip has. */
function receivedTwice(evidence: Evidence, { right, closed }: Receipts): Contradiction[] {
  const { index } = evidence;
  const firsts = new Map<number, Observation>();
  const twice: Contradiction[] = [];
  for (const each of right) {
    const part = each.part ?? 1;
    const before = firsts.get(part) ?? (closed && each.atS > closed.atS ? closed : undefined);
    if (!before) firsts.set(part, each);
    else if (each.atS - before.atS > anotherTripS(evidence))
      twice.push(contradiction("received-twice", each, before.index));
  }
  const over = exceeding(evidence, [...firsts.values()]);
  return over ? [...twice, contradiction("received-too-much", over, index)] : twice;
}

/** The first receipt with which more has come than the slip has, by weight beyond all uncertainty or by quantity. */
function exceeding(evidence: Evidence, receipts: readonly Observation[]): Observation | undefined {
  const { slip } = evidence;
  let kg = 0;
  let milli = 0;
  let waterKg = 0;
  const bands = [slip.bandKg];
  return receipts.find((each) => {
    kg += each.kg ?? 0;
    milli += each.milli ?? 0;
    waterKg += waterOf(evidence, each).gainedKg;
    bands.push(each.bandKg ?? 0);
    return (
      (slip.product !== null && milli > (slip.quantityMilli ?? 0)) ||
      isMixedIn(evidence, kg, Math.min(waterKg, mostWaterKg(evidence)), uncertaintyKg(bands))
    );
  });
}

/** True if so much more was found than the slip says that what came with it can no longer be told apart from the load. */
function isMixedIn({ slip, tolerances }: Evidence, foundKg: number, waterKg: number, uncertainKg: number): boolean {
  const excessKg = foundKg - slip.massKg - waterKg;
  return excessKg > uncertainKg && excessKg * 1000 > slip.massKg * tolerances.mixedPermille;
}

/** The water that a load took up or lost until somebody measured it. */
function waterOf({ slip, tolerances }: Evidence, { kg = 0, moisture }: Observation): Water {
  return waterBetween(slip, { massKg: kg, moisture }, tolerances);
}

/** How much water a load can take up on the way at most. */
function mostWaterKg({ slip, tolerances }: Evidence): number {
  return timesOverFloor(slip.massKg, tolerances.wetPermille, 1000);
}

/** Weighed at a checkpoint, or by a scale at either end, and further from the slip's mass than both measurements can be wrong. */
function otherWeight(evidence: Evidence, sorted: readonly Observation[], receipts: Receipts): Contradiction[] {
  const { slip, index } = evidence;
  return weighedLoads(evidence, sorted, receipts).flatMap((each) => {
    const { kg = 0, bandKg = 0 } = each;
    const arrived = each.what === "weighed" && each.place !== slip.from;
    const stated = arrived ? receivedMass(evidence, receipts) : { kg: slip.massKg, bandsKg: [slip.bandKg] };
    // Nothing drains between the scale of a place and its gate.
    const water = each.place === slip.from ? { gainedKg: 0, lostKg: 0 } : waterOf(evidence, each);
    if (isMixedIn(evidence, kg, water.gainedKg, uncertaintyKg([slip.bandKg, bandKg])))
      return [contradiction("weight-differs", each, index)];
    const missingKg = stated.kg - kg - uncertaintyKg([...stated.bandsKg, bandKg]) - water.lostKg;
    return missingKg > 0 ? [contradiction("weight-differs", each, index, missingKg)] : [];
  });
}

/** Weights of the whole load: on its way out, and the last at the scale of its sender or receiver; a lorry that is weighed again is weighed anew. */
function weighedLoads(evidence: Evidence, sorted: readonly Observation[], { closed }: Receipts): Observation[] {
  const untilS = closed ? closed.atS + clockS(evidence) : Infinity;
  const weights = sorted.filter((each) => each.kg !== undefined && each.atS <= untilS);
  return weights.filter(
    (each, i) =>
      outbound(each) ||
      (each.what === "weighed" &&
        !weights.slice(i + 1).some((later) => later.what === "weighed" && later.place === each.place)),
  );
}

/** The mass that a receiver's own scale is compared with: what was received, once the load has come whole, and never more than its slip says. */
function receivedMass({ slip }: Evidence, { right, closed }: Receipts): { kg: number; bandsKg: number[] } {
  const parts = right.filter((each, i) => right.findIndex((one) => one.part === each.part) === i);
  const kg = parts.reduce((sum, each) => sum + (each.kg ?? 0), 0);
  return closed && kg < slip.massKg
    ? { kg, bandsKg: parts.map((each) => each.bandKg ?? 0) }
    : { kg: slip.massKg, bandsKg: [slip.bandKg] };
}

/** Weighed by the supervisor on the site, and less than was received there by more than both measurements can be wrong. */
function acceptedLess(sorted: readonly Observation[], { right }: Receipts): Contradiction[] {
  return sorted.flatMap((each) => {
    if (each.what !== "accepted" || each.kg === undefined) return [];
    const there = right.filter(
      (one, i) => one.place === each.place && right.findIndex((a) => a.part === one.part) === i,
    );
    const [last] = there.slice(-1);
    if (!last) return [];
    const receivedKg = there.reduce((kg, one) => kg + (one.kg ?? 0), 0);
    const missingKg = receivedKg - each.kg - uncertaintyKg([each.bandKg ?? 0, ...there.map((one) => one.bandKg ?? 0)]);
    return missingKg > 0 ? [contradiction("weight-differs", each, last.index, missingKg)] : [];
  });
}

/** Turned away at its destination by one party and received there afterwards by another. */
function thoughRefused(evidence: Evidence, sorted: readonly Observation[], { right }: Receipts): Contradiction[] {
  const refusals = sorted.filter((each) => each.what === "refused");
  return right.flatMap((each) => {
    const against = refusals.find(
      (one) =>
        one.place === each.place &&
        one.party !== each.party &&
        each.atS > one.atS + clockS(evidence) &&
        !sorted.some(
          (later) =>
            later.what !== "refused" && later.party === one.party && later.atS > one.atS && later.place === one.place,
        ),
    );
    return against ? [contradiction("received-though-refused", each, against.index)] : [];
  });
}

/** At two places, too far apart for the time between. */
function impossibleTravel(evidence: Evidence, sorted: readonly Observation[]): Contradiction[] {
  const there = sorted.filter((each) => each.what === "seen" || each.what === "received");
  return there.flatMap((each, i) => {
    const before = there.slice(0, i).find((one) => {
      const leastS = leastSeconds(evidence, evidence.metresBetween(one.place, each.place));
      return one.place !== each.place && each.atS - one.atS + 2 * clockS(evidence) < leastS;
    });
    return before ? [contradiction("too-far-apart", each, before.index)] : [];
  });
}

/** Another slip says that the same vehicle was loaded elsewhere, or here again, sooner than it could be: one of the two is untrue. */
function otherTrips({ slip, index }: Evidence, sorted: readonly Observation[]): Contradiction[] {
  return sorted
    .filter((each) => each.what === "loaded")
    .map((each) => contradiction(each.place === slip.from ? "trips-overlap" : "too-far-apart", each, index));
}

/**
 * Signed while its vehicle was held on the road: a load that has no slip when it is stopped gets none afterwards. The clocks of mine and officer
 * may differ when the stop begins; after a release the lorry still has to drive to where it is loaded, which takes longer than any clock is wrong.
 */
function signedWhileStopped(evidence: Evidence, sorted: readonly Observation[]): Contradiction[] {
  const { slip, index } = evidence;
  return sorted
    .filter((each) => each.what === "stopped" && slip.eventS < (each.untilS ?? each.atS))
    .filter((each) => slip.eventS >= each.atS + clockS(evidence))
    .map((each) => contradiction("signed-while-stopped", each, index));
}

/**
 * Signed on line, by its own hour before its vehicle was searched for, and in the log only afterwards: a slip on line is printed after its
 * receipt, so none was on the lorry. A slip that was signed off line may honestly come later than the search.
 */
function loggedAfterSearch(evidence: Evidence, sorted: readonly Observation[]): Contradiction[] {
  const { slip, index } = evidence;
  if (slip.offline) return [];
  return sorted
    .filter((each) => each.what === "searched" && each.atS <= slip.expiresS)
    .filter((each) => slip.eventS + clockS(evidence) <= each.atS)
    .map((each) => contradiction("logged-after-search", each, index));
}

/** The least seconds for a straight line at the highest speed that the rules think possible. */
export function leastSeconds({ tolerances }: Pick<Evidence, "tolerances">, metres: number | undefined): number {
  return metres === undefined ? 0 : Math.floor((metres * 36) / (tolerances.topKmh * 10));
}
