// The day of a vehicle: its trips by the hours of their slips, whatever order these came to the log in. A new trip is compared with those before
// and after it. On line, a trip that cannot be made is refused. Signed off line or embedded in an observation, it is kept, and the two
// slips contradict each other: one of them is untrue, and nobody can tell from the log which.
import type { Tolerances } from "../../format/bodies/ruleset.ts";
import { PHASE, PHASED_RULE } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { type Problem, problem } from "../../words/problem.ts";
import { type CheckResult, type Context, rulesAt } from "../acts/context.ts";
import type { Book } from "../book/book.ts";
import type { RouteFact, SlipFact, Trip, TripsFact } from "../book/facts.ts";
import { mapLoading } from "../book/memory.ts";
import type { Observation } from "../book/observations.ts";
import { aboutPlace, inPhase, phaseOf } from "../lawful/lawful.ts";
import { timesOverFloor } from "../numbers/convert.ts";
import { DAY_S, dayOf } from "../numbers/time.ts";
import { metresBetween } from "./judging.ts";
import { leastSeconds } from "./load-evidence.ts";
import { judgementOf, keep, lookBeside, noticeContradiction } from "./observing.ts";
import { isOnRoad } from "./slip-life.ts";

/** Trips of one vehicle that are kept for one day, more than any can make; and other trips that are kept with one slip. */
const MOST = { ofDay: 200, ofSlip: 4 };

/** A slip as it is about to be issued: where its vehicle is loaded, and when. */
type Loading = Pick<SlipFact, "from" | "to" | "eventS" | "issuer">;

/** The key of a vehicle's day. */
export function idOf(vehicle: number, atS: number): string {
  return `${vehicle}/${dayOf(atS)}`;
}

/** The days whose trips a trip at this hour is compared with: its own and the one before; the one after where that has begun. */
export function daysAround(vehicle: number, atS: number, nowS: number): string[] {
  const days = [idOf(vehicle, atS - DAY_S), idOf(vehicle, atS)];
  return dayOf(atS) < dayOf(nowS) ? [...days, idOf(vehicle, atS + DAY_S)] : days;
}

/** The minutes after which a vehicle can be loaded again where this route begins. */
function cycleOf({ cycleMinutes, minutes }: RouteFact): number {
  return cycleMinutes > 0 ? cycleMinutes : 2 * minutes;
}

/** The trips of a vehicle around an hour, by their hours. */
export function tripsAround(
  { book, receivedMs }: Pick<Context, "book" | "receivedMs">,
  vehicle: number,
  atS: number,
): Trip[] {
  const days = daysAround(vehicle, atS, Math.floor(receivedMs / 1000));
  return days.flatMap((id) => book.get("trips", id)?.trips ?? []);
}

/** Another trip of the vehicle that is less than a cycle away, or beside this one and from another place. */
type Near = { readonly trip: Trip; readonly minutes: number; readonly need_minutes: number };

function nearTrips(trips: readonly Trip[], from: number, atS: number, cycleMinutes: number): Near[] {
  const before = trips.findLast(([, , hour]) => hour <= atS);
  const after = trips.find(([, , hour]) => hour > atS);
  return trips.flatMap((trip) => {
    const [, place, hour, cycle] = trip;
    const need_minutes = hour <= atS ? cycle : cycleMinutes;
    const minutes = Math.floor(Math.abs(atS - hour) / 60);
    const beside = place !== from && (trip === before || trip === after);
    return minutes < need_minutes || beside ? [{ trip, minutes, need_minutes }] : [];
  });
}

/**
 * True if one vehicle cannot have been loaded with both slips: less time between them than the least for another trip, or than the ways between
 * their places take at the highest speed. The clocks of two parties may be wrong in both directions.
 */
function cannotBoth(book: Book, a: Loading, b: Loading, cycleMinutes: number, tolerances: Tolerances, clocks: boolean) {
  const [first, second] = a.eventS <= b.eventS ? [a, b] : [b, a];
  const share = timesOverFloor(cycleMinutes * 60, tolerances.tripPermille, 1000);
  const direct = metresBetween(book, first.from, second.from) ?? 0;
  const there = metresBetween(book, first.from, first.to);
  const on = metresBetween(book, first.to, second.from);
  const metres = there === undefined || on === undefined ? direct : there + on;
  const errorS = clocks && first.issuer !== second.issuer ? 2 * tolerances.clockMinutes * 60 : 0;
  const leastS = first.from === second.from ? share : Math.max(share, leastSeconds({ tolerances }, metres));
  return second.eventS - first.eventS + errorS < leastS;
}

/** The trips that a vehicle cannot have made beside this one. A trip that began with a load handed over on the road has no cycle, and hinders none. */
function overlaps(context: Context, near: readonly Near[], slip: Loading, clocks: boolean): Near[] {
  const { book } = context;
  return near.filter(({ trip: [index, , hour], need_minutes }) => {
    if (need_minutes === 0) return false;
    const other = { ...book.need("slip", index), eventS: hour };
    const { tolerances } = rulesAt(book.need("rules", 0), Math.min(slip.eventS, hour)).set;
    return cannotBoth(book, other, slip, need_minutes, tolerances, clocks);
  });
}

/** Why a vehicle cannot be loaded now: it is still on the road, or could not be back, or is said to have been loaded again too soon after. */
export function checkTrip(
  context: Context,
  body: Body<"slip.issue">,
  route: RouteFact,
  plate: string,
  observed: boolean,
): CheckResult {
  const { book, eventS, subject } = context;
  const { vehicle } = body;
  const last = book.get("lastSlipOfVehicle", vehicle);
  // Of a mine that was offline the slips come before their receipts, and in any order.
  if (last && isBusyWith(book, vehicle, last.slip) && (!observed || last.eventS <= eventS)) {
    const busy = busyWith(context, plate, last.slip);
    if (!observed) return busy;
    inPhase(context, PHASE.observe, busy, subject, { vehicle, before: last.slip });
  }
  const about = aboutPlace(book, route.from, body.material, route.to);
  const phase = observed ? PHASE.observe : phaseOf(context, PHASED_RULE.cycle, about);
  const near = nearTrips(tripsAround(context, vehicle, eventS), route.from, eventS, cycleOf(route));
  const impossible = overlaps(context, near, { ...route, eventS, issuer: -1 }, false);
  // Whoever loads here again has been there and back, whichever of the place's ways comes next.
  const [nearest] = near
    .filter((each) => (each.trip[1] === route.from && each.minutes < each.need_minutes) || impossible.includes(each))
    .sort((a, b) => a.minutes - b.minutes);
  if (!nearest) return undefined;
  const { minutes, need_minutes } = nearest;
  const [before] = nearest.trip;
  const short = problem("cycle-too-short", { plate, index: before, minutes, need_minutes });
  return inPhase(context, phase, short, subject, { vehicle, before, minutes, need_minutes });
}

/** Names the slip with which a vehicle is on the road, and how long that slip is still good. */
export function busyWith({ book, eventS }: Context, plate: string, slip: number): Problem<"vehicle-busy"> {
  const { expiresS } = book.need("slip", slip);
  const left_minutes = Math.max(0, Math.ceil((expiresS - eventS) / 60));
  return problem("vehicle-busy", { plate, index: slip, left_minutes });
}

/** True if a vehicle is on the road with a slip that is still its own. */
export function isBusyWith(book: Book, vehicle: number, slip: number): boolean {
  return isOnRoad(book.need("slipState", slip).status) && book.need("slip", slip).vehicle === vehicle;
}

/** Writes down the trip of a slip that has moved its load, and what contradicts it; answers what the slip disagrees with. */
export function beginTrip(context: Context, index: number): Problem | undefined {
  const { book } = context;
  const slip = book.need("slip", index);
  const cycle = cycleOf(book.need("route", slip.route));
  const near = nearTrips(tripsAround(context, slip.vehicle, slip.eventS), slip.from, slip.eventS, cycle);
  const full = enter(book, slip.vehicle, [index, slip.from, slip.eventS, cycle]);
  const others = [...overlaps(context, near, slip, true).map(({ trip }) => trip), ...full];
  const [first] = others.filter(([other]) => contradict(book, index, other));
  if (!first) return judgeBeside(book, index);
  const [other, place] = first;
  const why = place === slip.from ? "trips-overlap" : "too-far-apart";
  noticeContradiction(book, index, { why, index: other, other: index });
  return problem(why, { index, other });
}

/** A trip that fits the other slips of its vehicle: judged beside what checkpoints saw of them, as they are beside what was seen of it. */
function judgeBeside(book: Book, index: number): Problem | undefined {
  const state = book.need("slipState", index);
  const found = judgementOf(book, index, state).contradictions.find((each) => each.why === "two-loads");
  if (!found) {
    lookBeside(book, index, state);
    return undefined;
  }
  keep(book, index, state);
  noticeContradiction(book, index, found);
  return problem(found.why, { index, other: found.of === undefined ? found.other : found.index });
}

/** Enters a trip into its day; answers the last trip of a day that has more than any vehicle can make. */
function enter(book: Book, vehicle: number, trip: Trip): Trip[] {
  const id = idOf(vehicle, trip[2]);
  const day = book.get("trips", id) ?? { trips: [] };
  if (day.trips.length >= MOST.ofDay) return day.trips.slice(-1);
  const trips = [...day.trips, trip].sort((a, b) => a[2] - b[2] || a[0] - b[0]);
  book.put("trips", id, noticeDay(book, vehicle, trip, { ...day, trips }));
  return [];
}

/** A driver sleeps, and so does a lorry: told once for each day. Of the day's last trip nobody knows when it ended. */
function noticeDay(book: Book, vehicle: number, [slip, , atS]: Trip, day: TripsFact): TripsFact {
  const limit_minutes = rulesAt(book.need("rules", 0), atS).set.tolerances.drivenMinutes;
  const minutes = day.trips.slice(0, -1).reduce((sum, [, , , cycle]) => sum + cycle, 0);
  if (day.told || minutes <= limit_minutes) return day;
  book.signal("driven-too-long", `slip/${slip}`, { vehicle, trips: day.trips.length, minutes, limit_minutes });
  return { ...day, told: 1 };
}

/** Keeps each of two slips of one vehicle with the other; false where either has enough of them. */
function contradict(book: Book, a: number, b: number): boolean {
  const pairs = [
    [a, b],
    [b, a],
  ] as const;
  const crowded = pairs.every(
    ([slip]) => book.need("slipState", slip).observations.filter(isTrip).length >= MOST.ofSlip,
  );
  if (crowded) return false;
  for (const [slip, other] of pairs) {
    const state = book.need("slipState", slip);
    const { from, eventS, issuer } = book.need("slip", other);
    const loaded: Observation = { index: other, what: "loaded", party: issuer, place: from, atS: eventS };
    if (state.observations.filter(isTrip).length < MOST.ofSlip)
      keep(book, slip, { ...state, observations: [...state.observations, loaded] });
  }
  return true;
}

/** True for what is no observation of this slip but another slip of the same vehicle. */
export function isTrip(observation: Observation): boolean {
  return observation.what === "loaded";
}

/** The hour at which the slip's vehicle took its load: that of the slip, or of the amendment that gave it another vehicle. */
export function tookOverS(slip: SlipFact): number {
  return (slip.former ?? []).findLast((each) => each.vehicle !== slip.vehicle)?.untilS ?? slip.eventS;
}

/** A trip that was not made after all, or not by this vehicle: the slip was taken back, or its load handed over. The vehicle is free at once. */
export function dropTrip(book: Book, index: number): void {
  const slip = book.need("slip", index);
  const id = idOf(slip.vehicle, tookOverS(slip));
  const day = book.get("trips", id);
  if (day?.trips.some(([other]) => other === index))
    book.put("trips", id, { ...day, trips: day.trips.filter(([other]) => other !== index) });
  const state = book.need("slipState", index);
  const others = state.observations.filter(isTrip);
  if (others.length === 0) return;
  keep(book, index, { ...state, observations: state.observations.filter((each) => !isTrip(each)) });
  for (const { index: other } of others) {
    const theirs = book.need("slipState", other);
    const rest = theirs.observations.filter((each) => !isTrip(each) || each.index !== index);
    keep(book, other, { ...theirs, observations: rest });
  }
}

/** The load of a trip is handed over: its vehicle is free, and what happened to it until then still bears on the slip. */
export function handOver(book: Book, index: number): void {
  dropTrip(book, index);
  const slip = book.need("slip", index);
  const id = idOf(slip.vehicle, tookOverS(slip));
  const day = book.need("trips", id);
  book.put("trips", id, { ...day, handedOver: [...(day.handedOver ?? []), index] });
}

/** The slips that a vehicle had on some days, those included whose loads it handed over. */
export function slipsHad(book: Book, days: readonly string[]): number[] {
  const known = mapLoading(days, (id) => book.get("trips", id));
  return known.flatMap((day) => [...(day?.trips.map(([slip]) => slip) ?? []), ...(day?.handedOver ?? [])]);
}

/** The trip of a vehicle that took a load over on the road. How far it still has to go is not known: it may load again once it has delivered. */
export function takeOver(book: Book, index: number): void {
  const slip = book.need("slip", index);
  enter(book, slip.vehicle, [index, slip.from, tookOverS(slip), 0]);
}
