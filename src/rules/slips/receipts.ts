// Contradictions of receipts: a load is received once, whole or in parts, where its slip leads, and not after it was turned away there.
import type { Observation } from "../book/observations.ts";
import { uncertaintyKg } from "../weighing/uncertainty.ts";
import {
  anotherTripS,
  type Contradiction,
  clockS,
  contradiction,
  type Evidence,
  leastSeconds,
  outbound,
  type Receipts,
} from "./load-evidence.ts";
import { isMixedIn, mostWaterKg, waterOf } from "./weights.ts";

export function receiptsOf(evidence: Evidence, sorted: readonly Observation[]): Receipts {
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
    // A second look at a part closes nothing: the first says if more is to come.
    if (parts.has(each.part ?? 1)) continue;
    parts.add(each.part ?? 1);
    kg += each.kg ?? 0;
    if (each.final === 1 || kg >= slip.massKg) return each;
  }
  return undefined;
}

/**
 * Seen on the way out after the whole load had been received, whether or not a receipt says that nothing more comes. An empty vehicle on its way back
 * is no contradiction.
 */
export function afterReceipt(evidence: Evidence, sorted: readonly Observation[], receipts: Receipts): Contradiction[] {
  const parts = partsOf(receipts);
  const last = parts.find((_, i) => isWhole(evidence, parts.slice(0, i + 1))) ?? receipts.closed;
  if (!last) return [];
  return sorted
    .filter((each) => outbound(each) && each.atS > last.atS + clockS(evidence))
    .map((each) => contradiction("seen-after-receipt", each, last.index));
}

/**
 * One part received twice, or more after the whole had come: long enough apart for another load, or at two places where both cannot be true. And more
 * than the slip has.
 */
export function receivedTwice(evidence: Evidence, receipts: Receipts): Contradiction[] {
  const { index } = evidence;
  const parts = partsOf(receipts);
  const twice = receipts.right.flatMap((each) => {
    const before = parts.find((one) => one.part === each.part) ?? receipts.closed;
    const again = before && (each.atS - before.atS > anotherTripS(evidence) || isAtTwoPlaces(evidence, before, each));
    return again ? [contradiction("received-twice", each, before.index)] : [];
  });
  const over = exceeding(evidence, parts);
  return over ? [...twice, contradiction("received-too-much", over, index)] : twice;
}

/** True for two receipts at two destinations of one slip, by two parties, that are together more than its load. */
function isAtTwoPlaces(evidence: Evidence, a: Observation, b: Observation): boolean {
  const { slip } = evidence;
  if (a.place === b.place || a.party === b.party) return false;
  const bandsKg = [slip.bandKg, a.bandKg ?? 0, b.bandKg ?? 0];
  return (a.kg ?? 0) + (b.kg ?? 0) > slip.massKg + mostWaterKg(evidence) + uncertaintyKg(bandsKg);
}

/** The receipts by which a load comes: the first of each part, until it has come whole. */
function partsOf({ right, closed }: Receipts): Observation[] {
  return right.filter(
    (each, i) => right.findIndex((one) => one.part === each.part) === i && !(closed && each.atS > closed.atS),
  );
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

/**
 * One part weighed by two people who received it, the second time less by more than both measurements can be wrong: what the second weight does not
 * bear out is in question. Which of them reached the log first is nothing to it.
 */
export function receivedLess(evidence: Evidence, receipts: Receipts): Contradiction[] {
  const parts = partsOf(receipts);
  return receipts.right.flatMap((each) => {
    const first = parts.find((one) => one.part === each.part);
    if (!first || first === each || first.place !== each.place) return [];
    if (each.atS - first.atS > anotherTripS(evidence)) return [];
    const foundKg = Math.min(first.kg ?? 0, evidence.slip.massKg);
    const missingKg = foundKg - (each.kg ?? 0) - uncertaintyKg([first.bandKg ?? 0, each.bandKg ?? 0]);
    return missingKg > 0 ? [contradiction("weight-differs", each, first.index, missingKg)] : [];
  });
}

/**
 * A receipt is false, by its own party's correction or by two officers, and its kilograms have moved on. In question is what no other receipt of that
 * part at that place bears out.
 */
export function movedOn({ slip, spent }: Evidence, { right }: Receipts): Contradiction[] {
  return spent.flatMap((each) => {
    const other = right.find((one) => one.part === each.part && one.place === each.place);
    if (!other) return [contradiction("receipt-set-aside", each, each.aside ?? each.index)];
    const broughtKg = Math.min(each.kg ?? 0, slip.massKg);
    const missingKg = broughtKg - (other.kg ?? 0) - uncertaintyKg([each.bandKg ?? 0, other.bandKg ?? 0]);
    return missingKg > 0 ? [contradiction("receipt-set-aside", each, other.index, missingKg)] : [];
  });
}

/**
 * Turned away at its destination by one party and received there by another: afterwards, or at whatever hour where the receipts leave nothing that
 * could have been turned away. The party that refused may accept the load later.
 */
export function thoughRefused(evidence: Evidence, sorted: readonly Observation[], receipts: Receipts): Contradiction[] {
  const parts = partsOf(receipts);
  return sorted.flatMap((refusal) => {
    if (refusal.what !== "refused" || isAcceptedLater(sorted, refusal)) return [];
    const others = receipts.right.filter((each) => each.place === refusal.place && each.party !== refusal.party);
    const came = parts.filter((each) => each.place === refusal.place);
    const whole = isWhole(evidence, came) ? others.at(-1) : undefined;
    return others
      .filter((each) => each === whole || each.atS > refusal.atS + clockS(evidence))
      .map((each) => contradiction("received-though-refused", each, refusal.index));
  });
}

function isAcceptedLater(sorted: readonly Observation[], { party, place, atS }: Observation): boolean {
  return sorted.some(
    (each) => each.what !== "refused" && each.party === party && each.place === place && each.atS > atS,
  );
}

/** True if so much was received that the rest of the slip is no more than measuring and water explain. */
function isWhole(evidence: Evidence, parts: readonly Observation[]): boolean {
  const { slip } = evidence;
  const kg = parts.reduce((sum, each) => sum + (each.kg ?? 0), 0);
  const bandsKg = parts.map((each) => each.bandKg ?? 0);
  return kg >= slip.massKg - mostWaterKg(evidence) - uncertaintyKg([slip.bandKg, ...bandsKg]);
}
