// Slips: the right to send one load, what it moves, voiding it, and its expiry.

import { PHASED_RULE, STATUS } from "../../format/codes.ts";
import { entryIdOf } from "../../format/entry.ts";
import type { Body } from "../../format/kinds.ts";
import { slipCode } from "../../format/slipcode.ts";
import { formatDay } from "../../words/as-written.ts";
import { type Problem, problem } from "../../words/problem.ts";
import {
  actsAt,
  type CheckResult,
  type Context,
  disagrees,
  notFound,
  partyOf,
  type RuleResult,
} from "../acts/context.ts";
import { type Rows, SENDERS } from "../acts/row.ts";
import { type Book, untouchedSlip } from "../book/book.ts";
import type { RouteFact, SlipFact, VehicleFact } from "../book/facts.ts";
import type { Due } from "../book/memory.ts";
import { aboutPlace, checkObligations, inPhase, phaseOf } from "../lawful/lawful.ts";
import { allowanceS, dayOf, yearOf } from "../numbers/time.ts";
import { countSent } from "../stock/dues.ts";
import { planLoad } from "../stock/load.ts";
import { noticeSlipDay } from "../stock/paper-days.ts";
import { bandOfMass, checkReadings, checkScale, scaleOf, useWeighing, type Weighing } from "../weighing/scales.ts";
import { noticePlace, noticeWeights } from "../weighing/weighing-signals.ts";
import { judgementOf, keep } from "./observing.ts";
import { giveBackWaiting, holdReturning, wentAfterAll } from "./returning.ts";
import { bearSearches } from "./searches.ts";
import { accountOfSlip, afterAct, checkSlipAct, slipAllows } from "./slip-life.ts";
import { drawFromSlipBook } from "./slipbook.ts";
import { bearStop, checkStopped } from "./stops.ts";
import { beginTrip, checkTrip, dropTrip, isTrip } from "./trips.ts";
import { comesBeforeStock, setApart } from "./unruled.ts";
import { codeCame, observedBefore } from "./waiting.ts";
import { bearWeighings } from "./weighed.ts";
import { checkOpen, countLoad, noticeIdle } from "./whereabouts.ts";

/**
 * Issues a slip. Online it is a right and refused as a whole; `embedded` in another's observation it is itself an
 * observation: stored, with its verdict, moving nothing where the right fails.
 */
export function issueSlip(context: Context, body: Body<"slip.issue">, embedded: boolean): RuleResult {
  const { book, index } = context;
  const code = slipCode(entryIdOf(context.bytes));
  const carried = embedded || isNamedBefore(context, body, code);
  const route = book.get("route", body.route);
  const vehicle = book.get("vehicle", body.vehicle);
  if (!route) return notFound("route", body.route);
  if (!vehicle) return notFound("vehicle", body.vehicle);
  // A slip that names a book was signed with no network: it is judged as what somebody did, not as what they ask.
  const observed = carried || body.book !== undefined;
  const plan = body.book ? drawFromSlipBook(context, body, route.from) : planLoad(context, body, route, carried);
  const unlawful =
    checkReadings(body) ??
    checkScale(context, body, weighingOf(context, body, route)) ??
    checkVehicle(context, body, route, vehicle, observed) ??
    checkDestination(context, body, route, observed) ??
    checkObligations(context, route.from, aboutPlace(book, route.from, body.material, route.to)) ??
    checkObligations(context, body.vehicle) ??
    (plan.ok ? outweighs(body, plan.value.kg) : plan.problem);
  const bearer = book.get("code", code)?.slip;
  const taken = bearer === undefined ? undefined : problem("code-taken", { index: bearer });
  const doubtful = () =>
    checkSending(context, body, carried) ?? taken ?? checkWithoutBook(context, body, carried, route);
  const failed = observed ? (unlawful ?? doubtful()) : (doubtful() ?? unlawful);
  if (failed && !observed) return failed;
  const unruled = failed !== undefined && waitsForRuling(failed, body);
  const bookKg = failed || !plan.ok ? 0 : plan.value.kg;
  const slip: SlipFact = {
    ...describe(context, body, route, vehicle, code, bookKg),
    ...(observed ? { offline: 1 } : {}),
  };
  book.put("slip", index, slip);
  // A typed code always means the slip that had it first: a code of 50 bits can be made to collide on purpose.
  if (!taken) book.put("code", slip.code, { slip: index });
  const waiting = taken ? undefined : book.get("waiting", slip.code);
  const waited = waiting?.sightings ?? [];
  if (waiting) codeCame(book, waiting);
  if (failed || waited.length > 0) {
    const status = unruled ? "unruled" : failed ? "refused" : "transit";
    const fault = failed && !unruled ? { fault: { index, why: failed.code } } : {};
    keep(book, index, { ...untouchedSlip(index), status, observations: waited, ...fault });
  } else book.markAbsent("slipState", index);
  book.enlist(`from/${route.from}`, index);
  book.enlist(`to/${route.to}`, index);
  if (unruled) setApart(context, body, failed, route.from);
  if (failed || !plan.ok) return disagrees(failed?.code ?? "internal", failed?.figures);
  plan.value.post(accountOfSlip(index, "transit"));
  countSent(book, slip, plan.value.kg);
  noticeDelivery(book, index, slip);
  useWeighing(context, body);
  noticePlace(context, body, route.from);
  countLoad(context, route.from, "out");
  noticeIdle(context, route.to, index);
  const lastSlip = book.get("lastSlipOfVehicle", body.vehicle);
  if (slip.eventS >= (lastSlip?.eventS ?? 0)) {
    const weights = noticeWeights(context, body, vehicle, lastSlip);
    book.put("lastSlipOfVehicle", body.vehicle, { slip: index, route: body.route, eventS: slip.eventS, ...weights });
  }
  const overlapping = beginTrip(context, index) ?? bearStop(context, index) ?? bearSearches(context, index);
  bearWeighings(context, body.vehicle, slip.eventS);
  // Schedule strictly after this leaf: anything due up to a leaf's time has already been processed for it.
  book.due(Math.max(slip.expiresS * 1000, context.receivedMs + 1), `expire/${index}`);
  for (const sighting of waited)
    if (sighting.atS < slip.eventS) book.signal("seen-before-issued", `slip/${index}`, { passage: sighting.index });
  // On line a slip is printed after its receipt, so nobody can have read its code before the log had it.
  if (waiting && !observed) book.signal("seen-before-logged", `slip/${index}`, { party: waiting.first.party });
  return overlapping && { disagrees: overlapping };
}

/** A slip straight from a source to a project: papers over the same day may speak of the same load. */
function noticeDelivery(book: Book, index: number, { source, material, to, eventS }: SlipFact): void {
  if (source === null || material === null || !book.get("project", to)) return;
  noticeSlipDay(book, index, { source, project: to, material }, eventS);
}

function weighingOf({ book, index }: Context, body: Body<"slip.issue">, { from, to }: RouteFact): Weighing {
  const about = aboutPlace(book, from, body.material, to);
  return { place: from, vehicle: body.vehicle, slip: index, about };
}

function describe(
  context: Context,
  body: Body<"slip.issue">,
  route: RouteFact,
  vehicle: VehicleFact,
  code: string,
  bookKg: number,
): SlipFact {
  const { eventS, rules } = context;
  const scale = scaleOf(context.book, body);
  const loggedS = Math.floor(context.receivedMs / 1000);
  return {
    code,
    from: route.from,
    to: route.to,
    route: body.route,
    vehicle: body.vehicle,
    package: body.package ?? 0,
    material: body.material ?? null,
    product: body.product ?? null,
    quantityMilli: body.quantityMilli ?? null,
    massKg: body.massKg,
    bookKg,
    bandKg: bandOfMass(context.book, rules.set.measures, body),
    source: body.source ?? null,
    holder: body.holder ?? partyOf(context),
    eventS,
    expiresS: eventS + allowanceS(route.minutes, vehicle.class, rules.set.marginMinutes),
    ...(loggedS - eventS > 60 ? { loggedS } : {}),
    issuer: partyOf(context),
    ...(scale === undefined ? {} : { scale }),
    ...(body.weighing === undefined ? {} : { weighing: body.weighing }),
    ...(body.moisturePermille === undefined ? {} : { moisture: body.moisturePermille }),
  };
}

/**
 * An old hour claimed today would draw on a licence, a year or an hour that is over. A slip on line prints only after its receipt; one that
 * another carries lives as long as what is observed off line.
 */
function checkSending(context: Context, body: Body<"slip.issue">, carried: boolean): CheckResult {
  // A book's own end says how late its slips may be signed; when they arrive is up to the network.
  if (body.book) return undefined;
  const minutes = minutesSince(context);
  const { sentMinutes, lateMinutes } = context.rules.set.tolerances;
  // The rest of a year may not be drawn by an hour that is typed after it: a book never crosses the year either.
  const sameYear = yearOf(context.eventS) === yearOf(Math.floor(context.receivedMs / 1000));
  const limit_minutes = carried && sameYear ? lateMinutes : sentMinutes;
  return minutes > limit_minutes ? problem("slip-late", { minutes, limit_minutes }) : undefined;
}

function minutesSince({ receivedMs, eventS }: Context): number {
  return Math.floor((Math.floor(receivedMs / 1000) - eventS) / 60);
}

/**
 * True for a slip without a book that its issuer sends too late, when another party has already typed its code. The code follows from the slip's
 * bytes, so that the slip existed when it was typed: the other party has brought it to the log as if its observation carried it.
 */
function isNamedBefore(context: Context, body: Body<"slip.issue">, code: string): boolean {
  if (body.book || minutesSince(context) <= context.rules.set.tolerances.sentMinutes) return false;
  return observedBefore(context.book, code, partyOf(context), context.index);
}

/** Off line a mine uses a slip book, whose kilograms are set aside beforehand. A slip without one leaves no trace unless somebody carries it to the log. */
function checkWithoutBook(
  context: Context,
  body: Body<"slip.issue">,
  carried: boolean,
  { from, to }: RouteFact,
): CheckResult {
  if (!carried || body.book || body.source === undefined) return undefined;
  const phase = phaseOf(context, PHASED_RULE.offline, aboutPlace(context.book, from, body.material, to));
  return inPhase(context, phase, problem("slip-without-book"), context.subject, {});
}

/** Faults of an hour, of an order or of what the mine owes: the slip may be right and waits for a ruling. Any other fault of a slip that was observed contradicts it. */
const DOUBTFUL: ReadonlySet<Problem["code"]> = new Set([
  "slip-unruled",
  "slip-late",
  "book-over",
  "code-taken",
  "slip-without-book",
  "dues-behind",
]);

function waitsForRuling({ code }: Problem, body: Body<"slip.issue">): boolean {
  return DOUBTFUL.has(code) || (body.book === undefined && comesBeforeStock(code));
}

/** The minerals in a mixed product are part of the load, so they cannot weigh more than all of it. */
function outweighs(body: Body<"slip.issue">, mineralKg: number): CheckResult {
  if (mineralKg <= body.massKg) return undefined;
  return problem("bad-terms", { expected: "mass-of-load", least_kg: mineralKg });
}

function checkVehicle(
  context: Context,
  body: Body<"slip.issue">,
  route: RouteFact,
  vehicle: VehicleFact,
  observed: boolean,
): CheckResult {
  const { eventS, rules } = context;
  const { plate } = vehicle;
  if (vehicle.standing.status !== STATUS.active) return problem("vehicle-inactive", { plate });
  if (vehicle.inspectedUntil !== null && vehicle.inspectedUntil < dayOf(eventS)) {
    return problem("vehicle-inspection", { plate, until: formatDay(vehicle.inspectedUntil) });
  }
  const allowedKg = Math.floor((vehicle.payloadKg * (1000 + rules.set.overloadPermille)) / 1000);
  if (body.massKg > allowedKg) {
    return problem("vehicle-overloaded", { plate, payload_kg: vehicle.payloadKg, need_kg: body.massKg });
  }
  const stopped = observed ? undefined : checkStopped(context, body.vehicle, plate);
  return stopped ?? checkTrip(context, body, route, plate, observed);
}

function checkDestination(
  context: Context,
  body: Body<"slip.issue">,
  route: RouteFact,
  observed: boolean,
): CheckResult {
  const { book } = context;
  const site = book.get("site", route.from);
  if (!site) return notFound("departure", route.from);
  if (!actsAt(context, route.from, site)) return problem("wrong-place", { route: body.route });
  if (site.standing.status !== STATUS.active)
    return problem("source-inactive", {
      source: site.name,
      status: site.standing.status,
      index: site.standing.index,
    });
  const project = book.get("project", route.to);
  if (!project) {
    const closed = observed ? undefined : checkOpen(book.need("site", route.to), context.eventS);
    if (closed) return closed;
    return body.package === undefined ? undefined : problem("bad-terms", { expected: "package-only-for-project" });
  }
  if (project.packages.some((each) => each.number === body.package)) return undefined;
  return problem("not-found", { what: "package", index: body.package ?? 0 });
}

/** Takes back a slip that nobody has seen on the road; its kilograms regain the place they had. */
function voidSlip(context: Context, body: Body<"slip.void">): CheckResult {
  const { book, index } = context;
  const slip = book.get("slip", body.slip);
  if (!slip) return notFound("slip", body.slip);
  const state = book.need("slipState", body.slip);
  if (slip.issuer !== partyOf(context) || !actsAt(context, slip.from, book.need("site", slip.from)))
    return problem("no-standing", { need: "issuer" });
  const over = checkSlipAct("slip.void", body.slip, state);
  if (over) return over;
  if (state.parts.length > 0) return problem("slip-not-open", { index: body.slip, state: state.status });
  const sighting = state.observations.find((each) => each.party !== slip.issuer && !isTrip(each));
  if (sighting) return problem("slip-already-seen", { index: body.slip, passage: sighting.index });
  holdReturning(context, body.slip, state);
  dropTrip(book, body.slip);
  keep(book, body.slip, {
    ...afterAct("slip.void", book.need("slipState", body.slip), "void"),
    voided: { index, atS: 0 },
  });
  return undefined;
}

/** Kilograms of a slip that was taken back regain their place once observations of it can no longer come; where one contradicts, nothing comes back. */
export function returnVoided(book: Book, due: Due): void {
  const index = Number(due.key.split("/")[1]);
  const slip = book.need("slip", index);
  const state = book.need("slipState", index);
  if (state.voided && wentAfterAll(state.voided, state.contested, judgementOf(book, index, state).contradictions)) {
    book.put("slipState", index, { ...state, voided: { ...state.voided, held: true }, changed: book.leaf });
    book.signal("void-contradicted", `slip/${index}`, { entry: state.contested?.index ?? state.voided.index });
    return;
  }
  giveBackWaiting(book, index, slip);
}

/** A slip whose time has run out unreceived: its kilograms wait, unexplained, in stray. */
export function expireSlip(book: Book, due: Due): void {
  const slip = Number(due.key.split("/")[1]);
  const state = book.need("slipState", slip);
  // An amendment may have given it more time: then a later due speaks.
  if (!slipAllows("expiry", state.status) || book.need("slip", slip).expiresS * 1000 > due.atMs) return;
  for (const lot of book.lots(accountOfSlip(slip, state.status)))
    book.move({ lot, kg: lot.left }, accountOfSlip(slip, "stray"));
  book.put("slipState", slip, { ...afterAct("expiry", state, "stray"), changed: book.leaf });
  book.signal("slip-expired", `slip/${slip}`, { expired_s: Math.floor(due.atMs / 1000) });
}

export const SLIP_ROWS = {
  "slip.void": { nature: "right", alone: "own", signers: SENDERS, moves: "transit → stock, ground", apply: voidSlip },
} satisfies Rows;
