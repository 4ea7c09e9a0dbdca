// Changes to a slip on its way: more time, another vehicle, another destination, reversal after it was seen, refusal
// by its receiver. Each needs the word of more than its issuer.

import { ROLE, STATUS } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { formatDay } from "../../words/as-written.ts";
import { problem } from "../../words/problem.ts";
import { ok, type Result, refused } from "../../words/result.ts";
import {
  type CheckResult,
  type Context,
  type Disagreement,
  notFound,
  type Observer,
  partyOf,
  type RuleResult,
} from "../acts/context.ts";
import type { Proposal } from "../acts/proposal.ts";
import { CLAIMANTS, type Rows, SENDERS } from "../acts/row.ts";
import type { Need, RouteFact, SlipFact } from "../book/facts.ts";
import type { Refused } from "../book/waiting-facts.ts";
import { checkObligations, checkPurpose } from "../lawful/lawful.ts";
import { timesOverFloor } from "../numbers/convert.ts";
import { dayOf } from "../numbers/time.ts";
import { keep, observe } from "./observing.ts";
import { checkReceiver } from "./receive.ts";
import { holdReturning } from "./returning.ts";
import { accountOfSlip, afterAct, checkSlipAct, isOnRoad } from "./slip-life.ts";
import { bearStop, checkStopped } from "./stops.ts";
import { busyWith, dropTrip, handOver, isBusyWith, takeOver } from "./trips.ts";
import { slipOrHold } from "./waiting.ts";
import { bearWeighings } from "./weighed.ts";
import { checkOpen } from "./whereabouts.ts";

/** A slip of the signer that is still on its way. */
function openSlip(context: Context, act: "slip.amend" | "slip.reverse", index: number): Result<SlipFact> {
  const { book } = context;
  const slip = book.get("slip", index);
  const state = book.get("slipState", index);
  if (!slip || !state) return refused(notFound("slip", index));
  const over = checkSlipAct(act, index, state);
  return over ? refused(over) : ok(slip);
}

function ownSlip(context: Context, act: "slip.amend" | "slip.reverse", index: number): Result<SlipFact> {
  const slip = openSlip(context, act, index);
  if (!slip.ok || slip.value.issuer === partyOf(context)) return slip;
  return refused(problem("no-standing", { need: "issuer" }));
}

/** Who keeps a destination: the site's party, or the contractor of the package. */
function keeperOf(context: Context, place: number, contract: number): number | undefined {
  const site = context.book.get("site", place);
  const project = context.book.get("project", place);
  return site?.party ?? project?.packages.find((each) => each.number === contract)?.contractor;
}

/** The receiver countersigns; where sender and receiver are one party, the authority does. */
function receiverOf(context: Context, slip: SlipFact, place: number, contract: number): Result<Need[]> {
  const keeper = keeperOf(context, place, contract);
  if (keeper === undefined) return refused(notFound("destination", place));
  return keeper === slip.issuer ? ok([{ role: ROLE.authority }]) : ok([{ party: keeper }]);
}

const AMEND_SLIP: Proposal<"slip.amend"> = {
  needs(context, body) {
    const found = ownSlip(context, "slip.amend", body.slip);
    if (!found.ok) return found;
    const slip = found.value;
    const changes = [body.extendMinutes, body.vehicle, body.route].filter((each) => each !== undefined);
    if (changes.length === 0) return refused(problem("bad-body", { path: "body", expected: "a-change" }));
    const unfit = checkExtension(context, body, slip) ?? checkCarrier(context, body.slip, slip, body.vehicle);
    // Countersigned later, it was still proposed while the vehicle was free.
    const held = unfit ?? checkHeld(context, body.vehicle);
    if (held) return refused(held);
    const route = body.route === undefined ? undefined : context.book.get("route", body.route);
    if (body.route !== undefined && route?.from !== slip.from) return refused(notFound("route", body.route));
    const to = destinationOf(slip, route, body.package);
    const closed = checkDestinationOpen(context, slip, to.place);
    return closed ? refused(closed) : receiverOf(context, slip, to.place, to.contract);
  },
  effect(context, body, proposal) {
    const { book, index } = context;
    const found = openSlip(context, "slip.amend", body.slip);
    if (!found.ok) return found.problem;
    const slip = found.value;
    const route = body.route === undefined ? undefined : book.need("route", body.route);
    const { place: to, contract } = destinationOf(slip, route, body.package);
    const bound = route && boundElsewhere(context, slip, to, contract);
    const unfit =
      bound ??
      checkDestinationOpen(context, slip, to) ??
      checkExtension(context, body, slip) ??
      checkCarrier(context, body.slip, slip, body.vehicle);
    if (unfit) return unfit;
    const added = body.extendMinutes ?? 0;
    const extended = added === 0 ? {} : { extended: (slip.extended ?? 0) + added };
    const expiresS = slip.expiresS + added * 60;
    const vehicle = body.vehicle ?? slip.vehicle;
    const changed = { vehicle, to, package: contract, route: body.route ?? slip.route };
    const askedS = Math.floor((book.memory.head(proposal + 1)?.receivedMs ?? context.receivedMs) / 1000);
    const before = { to: slip.to, package: slip.package, vehicle: slip.vehicle, untilS: context.eventS, askedS };
    const moved = vehicle !== slip.vehicle || to !== slip.to || contract !== slip.package;
    const former = moved ? { former: [...(slip.former ?? []), before] } : {};
    if (vehicle !== slip.vehicle) handOver(book, body.slip);
    book.put("slip", body.slip, { ...slip, ...changed, expiresS, ...extended, ...former });
    if (vehicle !== slip.vehicle) {
      takeOver(book, body.slip);
      bearStop(context, body.slip);
      bearWeighings(context, vehicle, context.eventS);
      book.put("lastSlipOfVehicle", vehicle, {
        ...book.get("lastSlipOfVehicle", vehicle),
        slip: body.slip,
        route: slip.route,
        eventS: slip.eventS,
      });
    }
    if (to !== slip.to) book.enlist(`to/${to}`, body.slip);
    const state = book.need("slipState", body.slip);
    if (moved) keep(book, body.slip, state);
    if (!isOnRoad(state.status) && expiresS * 1000 > context.receivedMs) {
      for (const lot of book.lots(accountOfSlip(body.slip, state.status)))
        book.move({ lot, kg: lot.left }, accountOfSlip(body.slip, "transit"));
      const moving = afterAct("slip.amend", book.need("slipState", body.slip), "transit");
      book.put("slipState", body.slip, { ...moving, changed: index });
    }
    book.due(Math.max(expiresS * 1000, context.receivedMs + 1), `expire/${body.slip}`);
    return undefined;
  },
};

/** Where an amended slip goes: the new route's end; within one project it keeps its package unless another is named. */
function destinationOf(
  slip: SlipFact,
  route: RouteFact | undefined,
  contract: number | undefined,
): { place: number; contract: number } {
  if (!route || route.to === slip.to) return { place: slip.to, contract: contract ?? slip.package };
  return { place: route.to, contract: contract ?? 0 };
}

/** A slip that is extended again and again is a slip for another load: in all it gets so many minutes more. */
function checkExtension({ rules }: Context, body: Body<"slip.amend">, slip: SlipFact): CheckResult {
  const limit_minutes = rules.set.extendMinutes;
  const used_minutes = slip.extended ?? 0;
  const asked = body.extendMinutes ?? 0;
  if (asked === 0 || used_minutes + asked <= limit_minutes) return undefined;
  return problem("slip-extended", { index: body.slip, used_minutes, limit_minutes });
}

/** A load is not sent on to a place that has been closed. */
function checkDestinationOpen({ book, eventS }: Context, slip: SlipFact, place: number): CheckResult {
  const site = place === slip.to ? undefined : book.get("site", place);
  return site && checkOpen(site, eventS);
}

/** A vehicle that is held on the road without a slip is not given another's. */
function checkHeld(context: Context, vehicle: number | undefined): CheckResult {
  if (vehicle === undefined) return undefined;
  return checkStopped(context, vehicle, context.book.need("vehicle", vehicle).plate);
}

/** Whoever takes a load over could have been given it: running, inspected, strong enough, and not under way with another. */
function checkCarrier(context: Context, index: number, slip: SlipFact, vehicleIndex: number | undefined): CheckResult {
  if (vehicleIndex === undefined) return undefined;
  const { book, eventS, rules } = context;
  const vehicle = book.get("vehicle", vehicleIndex);
  if (!vehicle) return notFound("vehicle", vehicleIndex);
  const { plate, payloadKg, inspectedUntil } = vehicle;
  if (vehicle.standing.status !== STATUS.active) return problem("vehicle-inactive", { plate });
  if (inspectedUntil !== null && inspectedUntil < dayOf(eventS))
    return problem("vehicle-inspection", { plate, until: formatDay(inspectedUntil) });
  if (slip.massKg > timesOverFloor(payloadKg, 1000 + rules.set.overloadPermille, 1000))
    return problem("vehicle-overloaded", { plate, payload_kg: payloadKg, need_kg: slip.massKg });
  const lastSlip = book.get("lastSlipOfVehicle", vehicleIndex);
  const busy = lastSlip && lastSlip.slip !== index && isBusyWith(book, vehicleIndex, lastSlip.slip);
  return busy ? busyWith(context, plate, lastSlip.slip) : checkObligations(context, vehicleIndex);
}

/** A purpose-bound source stays bound when its load is diverted. */
function boundElsewhere({ book }: Context, slip: SlipFact, place: number, contract: number): CheckResult {
  const source = slip.source === null ? undefined : book.need("source", slip.source);
  return source && checkPurpose(source, { place, contract });
}

/** After a sighting a slip is only taken back with the authority's countersignature. */
const REVERSE_SLIP: Proposal<"slip.reverse"> = {
  needs(context, body) {
    const slip = ownSlip(context, "slip.reverse", body.slip);
    return slip.ok ? ok([{ role: ROLE.authority }]) : slip;
  },
  effect(context, body) {
    const { book, index } = context;
    const found = openSlip(context, "slip.reverse", body.slip);
    if (!found.ok) return found.problem;
    const state = book.need("slipState", body.slip);
    holdReturning(context, body.slip, state);
    dropTrip(book, body.slip);
    keep(book, body.slip, {
      ...afterAct("slip.reverse", book.need("slipState", body.slip), "void"),
      voided: { index, atS: context.eventS },
    });
    return undefined;
  },
};

/** The receiver turns the load away: nothing moves until the sender receives it back. */
function refuseLoad(context: Context, body: Body<"load.refuse">): RuleResult {
  const refusal = checkReceiver(context, body);
  if (refusal) return refusal;
  const { slip, ...refused } = body;
  const found = slipOrHold(context, slip, { kind: "load.refuse", body: refused });
  return "disagrees" in found ? found : refuseUnder(context, found.index, body);
}

/** A refusal under a slip of the log: at once, or when its slip has come. It moves nothing; later receipts by others contradict it. */
export function refuseUnder(observer: Observer, slipIndex: number, body: Refused): Disagreement | undefined {
  const { book, index, eventS } = observer;
  const { against } = observe(observer, slipIndex, {
    index,
    what: "refused",
    party: partyOf(observer),
    place: body.at,
    atS: eventS,
    ...(body.package === undefined ? {} : { package: body.package }),
  });
  if (against) return { disagrees: against };
  book.signal("load-refused", `slip/${slipIndex}`, { refusal: index });
  return undefined;
}

export const AMENDMENT_ROWS = {
  "slip.reverse": {
    nature: "right",
    makes: "clearance",
    approvedBy: ["authority"],
    signers: SENDERS,
    moves: "transit, stray → stock, ground",
    proposal: REVERSE_SLIP,
  },
  "slip.amend": {
    nature: "right",
    makes: "terms",
    approvedBy: ["keeper-of-destination", "authority"],
    signers: SENDERS,
    moves: "stray → transit",
    proposal: AMEND_SLIP,
  },
  "load.refuse": { nature: "observation", signers: [ROLE.keeper, ROLE.plantOperator, ...CLAIMANTS], apply: refuseLoad },
} satisfies Rows;
