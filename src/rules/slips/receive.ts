// Receipts: a slip's kilograms are received once, in parts, where the slip says. Every receipt is kept; one that confirms another moves
// nothing, and one that could not have happened beside the others contradicts the load.
import { type Material, MEASURE, SITE_TYPE } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { problem } from "../../words/problem.ts";
import {
  actsAt,
  type CheckResult,
  type Context,
  type Disagreement,
  disagrees,
  notFound,
  type Observer,
  partyOf,
  type RuleResult,
} from "../acts/context.ts";
import { RECEIVERS, type Rows } from "../acts/row.ts";
import { type AccountKey, accountKey, kindOfAccount } from "../book/accounts.ts";
import type { Book, Taking } from "../book/book.ts";
import type { SlipFact, SlipState } from "../book/facts.ts";
import { type Lot, mapLoading } from "../book/memory.ts";
import { byHour, type Observation } from "../book/observations.ts";
import type { Received } from "../book/waiting-facts.ts";
import { aboutPlace } from "../lawful/lawful.ts";
import { timesOverFloor } from "../numbers/convert.ts";
import { chairsAt, partiesOf, partyIn } from "../registry/chairs.ts";
import { membersOf } from "../registry/contract.ts";
import { bandOfMass, checkReadings, checkScale, scaleOf, useWeighing, type Weighing } from "../weighing/scales.ts";
import { drainedKg, uncertaintyKg, waterBetween } from "../weighing/uncertainty.ts";
import { noticeBands, noticeBias, noticeTare } from "../weighing/weighing-signals.ts";
import { observe } from "./observing.ts";
import { isDestination, isTakenBack } from "./receipts.ts";
import { accountOfSlip, afterAct, isCarrying } from "./slip-life.ts";
import { slipOrHold } from "./waiting.ts";
import { releaseWeighings } from "./weighed.ts";
import { countLoad, countUnseen, noticeIdle } from "./whereabouts.ts";

function receiveLoad(context: Context, body: Body<"load.receive">): RuleResult {
  const refusal = checkReceiver(context, body);
  if (refusal) return refusal;
  const { slip, ...received } = body;
  const found = slipOrHold(context, slip, { kind: "load.receive", body: received });
  return "disagrees" in found ? found : receiveUnder(context, found.index, body);
}

/** A receipt under a slip of the log: at once, or when its slip has come. A second look at one arrival confirms it and moves nothing. */
export function receiveUnder(observer: Observer, index: number, body: Received): Disagreement | undefined {
  const { book } = observer;
  const slip = book.need("slip", index);
  const before = book.need("slipState", index);
  const first = before.observations.find((each) => each.what === "received" && each.part === body.part);
  // A receipt that the receiver's own scale does not bear out moves nothing and accuses nobody.
  const unweighed = checkReadings(body) ?? checkScale(observer, body, weighingOf(observer, body, slip, index));
  if (unweighed) return { disagrees: unweighed };
  const receipt = receiptOf(observer, body, slip);
  const { against, counts } = observe(observer, index, receipt);
  const disagreement = against && { disagrees: against };
  // Kept whole: it may come to count, or count instead of another, by what comes later (settling.ts).
  book.put("held", observer.index, { kid: observer.signer.kid, kind: "load.receive", body });
  if (!counts) return disagreement;
  if (isPartOf(observer, body, slip, before)) reopenLost(book, index);
  if (!fitsSlip(observer, body, slip, book.need("slipState", index)))
    return disagreement ?? repeated(body, index, receipt, first, before.final);
  receivePart(observer, index, body, slip, receipt);
  return disagreement;
}

/** Checks that kilograms of a slip can still be received so: it is on its way, to this place, and this part of it has not come. */
export function fitsSlip(observer: Observer, body: Received, slip: SlipFact, state: SlipState): boolean {
  return isCarrying(state.status) && isPartOf(observer, body, slip, state);
}

/** True for a part of a load that nobody has received yet, at a place where the load may be received. */
function isPartOf(observer: Observer, body: Received, slip: SlipFact, state: SlipState): boolean {
  return !state.parts.includes(body.part) && isPartAt(observer, body, slip, state);
}

/** True for a place where a part of the load may be received. */
export function isPartAt(observer: Observer, body: Received, slip: SlipFact, state: SlipState): boolean {
  const at = { place: body.at, atS: observer.eventS, ...(body.package === undefined ? {} : { package: body.package }) };
  const { tolerances } = observer.rules.set;
  return isDestination({ slip, tolerances }, at) || isTakenBack({ slip }, at, state.observations);
}

/** The same arrival written down twice with the same weight confirms it; with another weight it asks for a correction. */
function repeated(
  body: Received,
  index: number,
  receipt: Observation,
  first: Observation | undefined,
  final: number | null,
): Disagreement | undefined {
  if (!first)
    return final === null ? undefined : disagrees("receipt-repeated", { index, part: body.part, other: final });
  const apart = Math.abs((first.kg ?? 0) - (receipt.kg ?? 0));
  const same = apart <= uncertaintyKg([first.bandKg ?? 0, receipt.bandKg ?? 0]);
  return same ? undefined : disagrees("receipt-repeated", { index, part: body.part, other: first.index });
}

export function receiptOf(
  { book, index, eventS, signer, rules }: Observer,
  body: Received,
  slip: SlipFact,
): Observation {
  const { at, part, final, massKg } = body;
  return {
    index,
    what: "received",
    party: partyOf({ signer }),
    place: at,
    atS: eventS,
    kg: massKg,
    bandKg: bandOfMass(book, rules.set.measures, body),
    ...(body.moisturePermille === undefined ? {} : { moisture: body.moisturePermille }),
    part,
    final: final as 0 | 1,
    ...(body.package === undefined ? {} : { package: body.package }),
    ...(slip.product === null || body.quantityMilli === undefined ? {} : { milli: body.quantityMilli }),
  };
}

/** Posts a part, and with the last one what was lost on the way. */
export function receivePart(
  observer: Observer,
  index: number,
  body: Received,
  slip: SlipFact,
  receipt: Observation,
  act: "load.receive" | "load.correct" = "load.receive",
): void {
  const { book } = observer;
  const state = book.need("slipState", index);
  const held = accountOfSlip(index, state.status);
  if (act === "load.receive") notice(observer, body, slip, index);
  if (act === "load.receive" && state.parts.length === 0) {
    countLoad(observer, body.at, "in");
    noticeIdle(observer, body.at, index);
  }
  useWeighing(observer, body);
  const milli = creditedMilli(observer, body, slip, state, receipt);
  const lots = post(observer, body, slip, held, milli, state);
  const arrived = lots.reduce((kg, lot) => kg + lot.kg, 0);
  // The lots carry the slip's leaf: who asks where they came from must find the receipt.
  if (observer.index !== book.leaf) for (const lot of lots) book.put("posted", lot.id, { receipt: observer.index });
  const moved = {
    lots: lots.map((lot) => lot.id),
    ...(milli === 0 ? {} : { milli }),
    ...(body.weighing === undefined ? {} : { weighing: body.weighing }),
  };
  book.put("slipState", index, {
    ...state,
    observations: state.observations.map((each) => (each.index === receipt.index ? { ...each, moved } : each)),
    parts: [...state.parts, body.part],
    receivedKg: state.receivedKg + arrived,
    receivedMilli: state.receivedMilli + milli,
    changed: observer.index,
  });
  releaseWeighings(book, index);
  if (!closeIfWhole(book, index, act)) return;
  countUnseen(book, index);
  const found = { ...wholeOf(book.need("slipState", index)), moisture: receipt.moisture };
  const drained = drainedKg(slip, found, observer.rules.set.tolerances);
  // One receipt, one signal: measurements that differ say all that a loss would.
  if (!noticeBands(observer, slip, index, found))
    noticeLoss(observer, slip, state.receivedKg + arrived + drained, index, found.bandKg);
  const scale = scaleOf(book, body);
  const both = state.parts.length === 0 && slip.scale !== undefined && scale !== undefined && scale !== slip.scale;
  if (both && slip.product === null) noticeBias(observer, [slip.scale!, scale], slip.massKg, body.massKg);
}

/** A load as its receiver measured it, all parts together. One scale or one stick may err the same way each time: the parts' errors add up. */
function wholeOf({ observations }: SlipState): { massKg: number; bandKg: number } {
  const counted = observations.filter((each) => each.moved && each.aside === undefined);
  return {
    massKg: counted.reduce((sum, each) => sum + (each.kg ?? 0), 0),
    bandKg: counted.reduce((sum, each) => sum + (each.bandKg ?? 0), 0),
  };
}

/**
 * A part of the load whose last part reached the log first: what that one wrote off is under the slip again, and written off anew by
 * `closeIfWhole` as far as it did not come.
 */
function reopenLost(book: Book, index: number): void {
  const { lost: ids, ...state } = book.need("slipState", index);
  const lost = mapLoading(ids ?? [], (id) => book.memory.lot(id));
  const [one] = lost;
  if (!one || state.status !== "received" || lost.some((lot) => lot.left < lot.kg)) return;
  const open = kindOfAccount(book.memory.lot(one.parent).account) === "stray" ? "stray" : "transit";
  for (const lot of lost) book.move({ lot, kg: lot.left }, accountOfSlip(index, open));
  book.put("slipState", index, { ...state, status: open, final: null, finalS: null });
}

/** Ends a slip whose load has come whole, or of which a receipt says that nothing more comes: the rest is lost. False where it goes on. */
export function closeIfWhole(book: Book, index: number, act: "load.receive" | "load.correct"): boolean {
  const state = book.need("slipState", index);
  const rest = book.lots(accountOfSlip(index, state.status));
  const counted = state.observations.filter((each) => each.moved && each.aside === undefined).sort(byHour);
  const last = counted.find((each) => each.final === 1) ?? (rest.length === 0 ? counted.at(-1) : undefined);
  if (!last) return false;
  const lost = rest.map((lot) => book.move({ lot, kg: lot.left }, accountKey({ kind: "lost", place: last.place })).id);
  book.put("slipState", index, {
    ...afterAct(act, state, "received"),
    final: last.index,
    finalS: last.atS,
    ...(lost.length === 0 ? {} : { lost }),
  });
  return true;
}

/** Of a mixed product, what the receiver's own weight bears out: where the load is lighter than measuring explains, its share. */
function creditedMilli(
  observer: Observer,
  body: Received,
  slip: SlipFact,
  state: SlipState,
  receipt: Observation,
): number {
  const milli = milliOf(body, slip, state);
  if (slip.product === null || !slip.quantityMilli) return milli;
  const expectedKg = timesOverFloor(slip.massKg, milli, slip.quantityMilli);
  const { lostKg } = waterBetween({ massKg: expectedKg }, { massKg: body.massKg }, observer.rules.set.tolerances);
  const leastKg = expectedKg - lostKg - uncertaintyKg([slip.bandKg, receipt.bandKg ?? 0]);
  return body.massKg >= leastKg ? milli : timesOverFloor(milli, body.massKg, expectedKg);
}

export function weighingOf({ book }: Observer, body: Received, slip: SlipFact, index: number): Weighing {
  const about = aboutPlace(book, body.at, slip.material ?? undefined);
  return { place: body.at, vehicle: slip.vehicle, slip: index, about };
}

/** Whoever keeps the place: its operator, or in a project the contractor of the package, its owner or supervisor. */
export function checkReceiver(context: Context, body: { at: number; package?: number; holder?: number }): CheckResult {
  const { book } = context;
  if (body.holder !== undefined && !book.get("party", body.holder)) return notFound("holder", body.holder);
  const site = book.get("site", body.at);
  if (site)
    return actsAt(context, body.at, site) ? undefined : problem("no-standing", { need: "keeper-of-destination" });
  const project = book.get("project", body.at);
  if (!project) return notFound("destination", body.at);
  const contract = body.package ?? 0;
  if (partyIn(project, "contractor", contract) === undefined) return notFound("package", contract);
  // Whoever was replaced meanwhile was in the right at the hour of the receipt.
  const party = partyOf(context);
  const stands =
    [chairsAt(project, context.eventS), project].some((chairs) => partiesOf(chairs, contract).includes(party)) ||
    membersOf(book, { project: body.at, package: contract }).includes(party);
  return stands ? undefined : problem("no-standing", { need: "receiver-of-package" });
}

/** Thousandths of a mixed product that this receipt says came; all that is still to come where it does not say. */
function milliOf(body: Received, slip: SlipFact, state: SlipState): number {
  if (slip.product === null) return 0;
  return body.quantityMilli ?? (slip.quantityMilli ?? 0) - state.receivedMilli;
}

function notice(observer: Observer, body: Received, slip: SlipFact, index: number): void {
  const { book, eventS, index: receipt } = observer;
  if (eventS > slip.expiresS) book.signal("late-receipt", `slip/${index}`, { receipt });
  const tare = body.measure === MEASURE.scale ? body.readings?.[1] : undefined;
  if (tare !== undefined) {
    const past = book.get("lastSlipOfVehicle", slip.vehicle)?.tares ?? [];
    noticeTare(observer, tare, slip.vehicle, past, index);
  }
  const route = book.need("route", slip.route);
  const least_seconds = Math.floor(route.minutes * 60 * 0.4);
  const seconds = eventS - slip.eventS;
  if (seconds < least_seconds) book.signal("impossible-travel", `slip/${index}`, { receipt, seconds, least_seconds });
}

/** Moves what arrived to where it is received; answers the lots. A surplus is never credited. */
function post(
  observer: Observer,
  body: Received,
  slip: SlipFact,
  held: AccountKey,
  milli: number,
  state: SlipState,
): Lot[] {
  const { book } = observer;
  const project = book.get("project", body.at);
  // A refused load goes back to its owner.
  const holder = body.holder ?? (body.at === slip.from ? slip.holder : partyOf(observer));
  const product = slip.product ?? 0;
  // A refused load comes back to its mine as that source's stock.
  const atMine = book.get("site", body.at)?.type === SITE_TYPE.mine;
  const source = slip.source === null ? undefined : book.get("source", slip.source);
  const to = (material: Material) =>
    project
      ? accountKey({ kind: "project", project: body.at, packageNumber: slip.package, product, material })
      : accountKey({
          kind: "stock",
          site: body.at,
          holder: atMine ? (source?.holder ?? holder) : holder,
          product,
          material,
          source: atMine ? (slip.source ?? 0) : 0,
        });
  const takings =
    slip.product === null ? book.first(held, body.massKg) : shareOfProduct(book, slip, held, milli, state);
  const lots = takings.map((taking) => book.move(taking, to(taking.lot.material)));
  if (slip.product !== null && !project) {
    const id = `${body.at}/${holder}/${slip.product}`;
    const before = book.get("mixed", id)?.quantityMilli ?? 0;
    book.put("mixed", id, { quantityMilli: before + milli });
  }
  return lots;
}

/** A part of a mixed product holds its share of each mineral of the load; the last of it what is left. */
function shareOfProduct(book: Book, slip: SlipFact, held: AccountKey, part: number, state: SlipState): Taking[] {
  const whole = slip.quantityMilli ?? 1;
  if (state.receivedMilli + part === whole) return book.lots(held).map((lot) => ({ lot, kg: lot.left }));
  const needs = new Map<Material, number>();
  for (const lot of book.lots(held)) needs.set(lot.material, (needs.get(lot.material) ?? 0) + lot.kg);
  for (const [material, kg] of needs) needs.set(material, timesOverFloor(kg, part, whole));
  return book.lots(held).flatMap((lot) => {
    const kg = Math.min(lot.left, needs.get(lot.material) ?? 0);
    needs.set(lot.material, (needs.get(lot.material) ?? 0) - kg);
    return kg > 0 ? [{ lot, kg }] : [];
  });
}

/** A loss is beyond the norm where measuring does not explain the rest: two ends that measure differently are no loss. */
function noticeLoss(
  { book, index: receipt, rules }: Observer,
  slip: SlipFact,
  receivedKg: number,
  index: number,
  bandKg: number,
): void {
  const lost_kg = slip.bookKg - receivedKg;
  const beyondKg = lost_kg - uncertaintyKg([slip.bandKg, bandKg]);
  if (beyondKg * 1000 > slip.bookKg * rules.set.lossPermille) {
    book.signal("loss-beyond-norm", `slip/${index}`, { receipt, lost_kg, slip_kg: slip.bookKg });
  }
}

export const RECEIPT_ROWS = {
  "load.receive": {
    nature: "observation",
    signers: RECEIVERS,
    moves: "transit, stray → stock, project; rest → lost",
    apply: receiveLoad,
  },
} satisfies Rows;
