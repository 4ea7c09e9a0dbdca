// Decides if a load is contradicted, and by what: one pure function over everything that is kept about a slip. It looks at the set of
// observations, never at the order in which they reached the log, so that an upload that was late or repeated changes nothing. An
// observation contradicts only what could not both have happened, within the tolerances of the rule set under which the slip was issued;
// a second look at one event confirms it. docs/verdicts.md draws an example of each.
import { byHour, type Observation } from "../book/observations.ts";
import {
  anotherTripS,
  type Contradiction,
  clockS,
  contradiction,
  type Evidence,
  type Judgement,
  leastSeconds,
  outbound,
  signedForS,
} from "./load-evidence.ts";
import { afterReceipt, movedOn, receiptsOf, receivedLess, receivedTwice, thoughRefused } from "./receipts.ts";
import { acceptedLess, otherWeight } from "./weights.ts";

/** Judges a load. Contradictions come in the order of their hours; the answer does not depend on the order of `observations`. */
export function judgeLoad(evidence: Evidence): Judgement {
  const sorted = [...evidence.observations].sort(byHour);
  const receipts = receiptsOf(evidence, sorted);
  const contradictions = [
    ...(evidence.voided ? thoughVoid(evidence, sorted, evidence.voided) : afterReceipt(evidence, sorted, receipts)),
    ...seenTwice(evidence, sorted),
    ...otherPlate(evidence, sorted),
    ...otherWeight(evidence, sorted, receipts),
    ...acceptedLess(sorted, receipts),
    ...receivedTwice(evidence, receipts),
    ...receivedLess(evidence, receipts),
    ...movedOn(evidence, receipts),
    ...thoughRefused(evidence, sorted, receipts),
    ...impossibleTravel(evidence, sorted),
    ...otherTrips(evidence, sorted),
    ...signedWhileStopped(evidence, sorted),
    ...loggedAfterSearch(evidence, sorted),
    ...uncounted(evidence, sorted),
    ...receipts.elsewhere.map((each) => contradiction("received-elsewhere", each, evidence.index)),
  ];
  contradictions.sort((a, b) => a.atS - b.atS || (a.why < b.why ? -1 : a.why > b.why ? 1 : a.index - b.index));
  return { contradictions, implausible: receipts.implausible.map((each) => each.index) };
}

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

/** Seen on another vehicle than the one that had the load then; a load handed over by amendment is on the new one. */
function otherPlate(evidence: Evidence, sorted: readonly Observation[]): Contradiction[] {
  const { slip, index } = evidence;
  const former = slip.former ?? [];
  return sorted
    .filter((each) => {
      if (each.what !== "seen") return false;
      if (each.vehicle !== undefined) return !canHave(evidence, sorted, each, each.vehicle);
      if (each.plate !== 0) return false;
      return !former.some((one) => one.vehicle !== slip.vehicle && each.atS >= one.untilS - clockS(evidence));
    })
    .map((each) => contradiction("plate-differs", each, index));
}

/**
 * True if a vehicle that was seen can have had the load. A new one may have it before its amendment is countersigned. A former one has it no more
 * after that, nor after a later one was seen with it; on its way back it is empty.
 */
function canHave(evidence: Evidence, sorted: readonly Observation[], seen: Observation, vehicle: number): boolean {
  const { slip } = evidence;
  const former = slip.former ?? [];
  if (vehicle === slip.vehicle) return true;
  const last = former.findLastIndex((one) => one.vehicle === vehicle);
  const handedOver = former[last];
  if (!handedOver) return false;
  if (!outbound(seen)) return true;
  const next = [...former.slice(last + 1).map((one) => one.vehicle), slip.vehicle];
  const seenOnNext = sorted.some(
    (each) =>
      outbound(each) &&
      each.vehicle !== undefined &&
      next.includes(each.vehicle) &&
      seen.atS - each.atS > clockS(evidence),
  );
  return !seenOnNext && seen.atS <= handedOver.untilS + clockS(evidence);
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
 * Signed, or handed over to a vehicle, while that was held on the road: a load that has no slip when it is stopped gets none afterwards. The clocks of mine and officer
 * may differ when the stop begins; after a release the lorry still has to drive to where it is loaded, which takes longer than any clock is wrong.
 */
function signedWhileStopped(evidence: Evidence, sorted: readonly Observation[]): Contradiction[] {
  const { slip, index } = evidence;
  return sorted
    .filter((each) => {
      const atS = signedForS(slip, each.vehicle ?? slip.vehicle);
      return each.what === "stopped" && atS < (each.untilS ?? each.atS) && atS >= each.atS + clockS(evidence);
    })
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

/** Observed more often than any honest load, by several together: an observation that has no room could be the one that contradicts. */
function uncounted({ index }: Evidence, sorted: readonly Observation[]): Contradiction[] {
  return sorted
    .filter((each) => each.what === "uncounted")
    .map((each) => contradiction("observed-too-often", each, index));
}
