// A lorry has one load at a time. Checkpoints say when it had which: seen with one slip, then with another, then with the first again; seen with two
// slips sooner than it can have delivered one and fetched the next; loaded anew while it was on its way with another. Each is judged from what is
// kept of both slips, never from the order in which it came, so that whatever changes the one looks again at the other.
import type { Book } from "../book/book.ts";
import type { SlipFact, SlipState } from "../book/facts.ts";
import { mapLoading } from "../book/memory.ts";
import type { Observation } from "../book/observations.ts";
import { dayOf } from "../numbers/time.ts";
import { evidenceOf, judgeAlone } from "./judging.ts";
import {
  anotherTripS,
  type Contradiction,
  type ContradictionCode,
  clockS,
  contradiction,
  type Evidence,
  type Judgement,
  leastSeconds,
  outbound,
} from "./load-evidence.ts";

/** Slips whose hours are further apart bear on each other no more: no lorry has one load for longer. */
const NEAR_S = 12 * 3600;
/** Contradictions of a slip alone that say that a sighting was not of its load: whoever showed the paper had another load, or none. */
const DOUBTED: ReadonlySet<ContradictionCode> = new Set([
  "seen-twice",
  "seen-after-receipt",
  "void-but-seen",
  "plate-differs",
  "too-far-apart",
]);

/** When a vehicle was seen with a load on its way out, and by which device. */
type Seen = { readonly atS: number; readonly key: number };
/** The times of a load: when it was taken on, where it was seen, and after how long its vehicle can be loaded again. */
type Times = { readonly loadedS: number; readonly seen: readonly Seen[]; readonly againS: number };

/** An hour that was written down afterwards is no clock's. */
function seenAs({ atS, key, noted }: Observation): Seen {
  return { atS, key: noted ? 0 : (key ?? 0) };
}

/** The sightings of a load on its way out, those included that were set aside. */
function sightingsOf(state: SlipState): Observation[] {
  return state.observations.filter((each) => outbound(each) && each.plate !== 0);
}

/** The sightings of a load that may be believed: they count, and nothing else that is kept with the slip says that they were of another load. */
function believed({ observations, slip }: Evidence, { contradictions }: Judgement): Observation[] {
  const doubted = new Set(contradictions.filter(({ why }) => DOUBTED.has(why)).map((each) => each.index));
  return observations.filter(
    (each) =>
      outbound(each) &&
      each.plate !== 0 &&
      (each.vehicle === undefined || each.vehicle === slip.vehicle) &&
      !doubted.has(each.index),
  );
}

/** True if its load went over to another vehicle: which of them had it when is for the amendment to say. */
function changedVehicle({ vehicle, former }: SlipFact): boolean {
  return (former ?? []).some((each) => each.vehicle !== vehicle);
}

/** The other trips of a slip's vehicles that may contradict it, or it them, by their hours alone; of an honest lorry there are none. */
export function besides(book: Book, index: number, state: SlipState): number[] {
  const evidence = evidenceOf(book, index, state);
  const { slip, tolerances } = evidence;
  const own: Times = {
    loadedS: slip.eventS,
    seen: sightingsOf(state).map(seenAs),
    againS: anotherTripS(evidence),
  };
  const vehicles = new Set([slip.vehicle, ...(slip.former ?? []).map((each) => each.vehicle)]);
  const days = new Set([own.loadedS - NEAR_S, own.loadedS + NEAR_S].map(dayOf));
  const ids = [...vehicles].flatMap((vehicle) => [...days].map((day) => `${vehicle}/${day}`));
  const trips = mapLoading(ids, (id) => book.get("trips", id)?.trips ?? []).flat();
  const near = trips.filter(([other, , loadedS]) => other !== index && Math.abs(loadedS - own.loadedS) <= NEAR_S);
  return mapLoading(near, ([other, , loadedS, cycle]) => {
    const seen = sightingsOf(book.need("slipState", other)).map(seenAs);
    const againS = anotherTripS({ route: { cycleMinutes: cycle, minutes: 0 }, tolerances });
    return mayClash(own, { loadedS, seen, againS }, clockS(evidence)) ? [other] : [];
  }).flat();
}

/** False where two loads of one vehicle agree whatever the places. */
function mayClash(a: Times, b: Times, clock: number): boolean {
  return (
    a.seen.some((each) => loadedWhile(b.loadedS, each.atS, a, a.againS, clock)) ||
    b.seen.some((each) => loadedWhile(a.loadedS, each.atS, b, b.againS, clock)) ||
    a.seen.some((each) =>
      b.seen.some((their) => tooSoon(each, their, each.atS <= their.atS ? a.againS : b.againS, clock)),
    ) ||
    a.seen.some((each) => between(each, b.seen, clock)) ||
    b.seen.some((each) => between(each, a.seen, clock))
  );
}

/** The error of the clocks behind two sightings; one device has one clock. */
function errorS(a: Seen, b: Seen, clock: number): number {
  return a.key !== 0 && a.key === b.key ? 0 : 2 * clock;
}

function tooSoon(a: Seen, b: Seen, leastS: number, clock: number): boolean {
  return Math.abs(a.atS - b.atS) + errorS(a, b, clock) < leastS;
}

/** True if a sighting lies between two of one other load by more than clocks are wrong. */
function between(each: Seen, others: readonly Seen[], clock: number): boolean {
  const near = others.filter((other) => Math.abs(other.atS - each.atS) > errorS(each, other, clock));
  return near.some((other) => other.atS < each.atS) && near.some((other) => other.atS > each.atS);
}

/**
 * True if a vehicle that was seen with a load cannot have been loaded with another at `loadedS`: it had still to deliver the first, or had that
 * one on before and after.
 */
function loadedWhile(
  loadedS: number,
  seenS: number,
  { loadedS: otherS }: Times,
  leastS: number,
  clock: number,
): boolean {
  const error = 2 * clock;
  return seenS <= loadedS ? seenS + leastS > loadedS + error : seenS > loadedS + error && otherS < loadedS - error;
}

/** The contradictions of a slip with the other loads of its vehicle. */
export function otherLoads(book: Book, evidence: Evidence, state: SlipState, judgement: Judgement): Contradiction[] {
  if (state.voided !== undefined || state.fault !== undefined || changedVehicle(evidence.slip)) return [];
  const seen = believed(evidence, judgement);
  return mapLoading(besides(book, evidence.index, state), (index): Contradiction[] => {
    const another = evidenceOf(book, index, book.need("slipState", index));
    if (changedVehicle(another.slip)) return [];
    const theirs = believed(another, judgeAlone(another));
    const clash = seenWithBoth(evidence, seen, another, theirs);
    return clash.length > 0 ? clash : loadedMeanwhile(evidence, another, theirs);
  }).flat();
}

/** The sightings of a load at hours at which its vehicle was seen with another. */
function seenWithBoth(own: Evidence, seen: readonly Observation[], other: Evidence, theirs: readonly Observation[]) {
  const clock = Math.max(clockS(own), clockS(other));
  return seen.flatMap((each) => {
    const clash = theirs.find((their) => {
      const isFirst = each.atS < their.atS || (each.atS === their.atS && own.index < other.index);
      const [first, a, second, b] = isFirst ? [own, each, other, their] : [other, their, own, each];
      return (
        tooSoon(seenAs(a), seenAs(b), leastBetween(first, a.place, second, b.place), clock) ||
        between(seenAs(each), theirs.map(seenAs), clock) ||
        between(seenAs(their), seen.map(seenAs), clock)
      );
    });
    return clash ? [contradiction("two-loads", each, clash.index)] : [];
  });
}

/** A slip says that its vehicle was loaded while a checkpoint's sightings of another load leave no time for it: the sightings are believed. */
function loadedMeanwhile({ slip, index, ...own }: Evidence, other: Evidence, theirs: readonly Observation[]) {
  const clock = Math.max(own.tolerances.clockMinutes, other.tolerances.clockMinutes) * 60;
  const times = { loadedS: other.slip.eventS, seen: [], againS: 0 };
  const seen = theirs.find((each) => {
    const leastS = Math.min(anotherTripS(other), waysS(other, [each.place, other.slip.to, slip.from]));
    return loadedWhile(slip.eventS, each.atS, times, leastS, clock);
  });
  return seen ? [{ ...contradiction("two-loads", seen, index), of: other.index }] : [];
}

/** The least seconds from one load seen at a place to the next one seen at another: to where the first goes, to where the second is loaded, and on. */
function leastBetween(first: Evidence, place: number, second: Evidence, next: number): number {
  const againS = anotherTripS(first);
  if (place === next && first.slip.from === second.slip.from) return againS;
  return Math.min(againS, waysS(first, [place, first.slip.to, second.slip.from, next]));
}

/** The least seconds for straight lines from place to place; a line to a place without coordinates takes no time. */
function waysS(evidence: Evidence, places: readonly number[]): number {
  const metres = places.slice(1).map((place, i) => evidence.metresBetween(places[i]!, place) ?? 0);
  return leastSeconds(
    evidence,
    metres.reduce((sum, each) => sum + each, 0),
  );
}
