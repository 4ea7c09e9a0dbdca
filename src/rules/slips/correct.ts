// Corrections: a party mends its own record while nothing rests on it. The first word stays in the log and on the slip, set aside by the
// second, which is judged as if it had been said at once; what others observed still counts beside it. A receipt is corrected while its
// kilograms have not moved on, a passage within a time that the rule set states, by the device that recorded it.
import { ROLE } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { type Problem, problem } from "../../words/problem.ts";
import {
  type Context,
  type Disagreement,
  disagrees,
  notFound,
  type Observer,
  partyOf,
  type RuleResult,
  rulesAt,
} from "../acts/context.ts";
import { RECEIVERS, type Rows } from "../acts/row.ts";
import { kindOfAccount, parseAccount } from "../book/accounts.ts";
import type { Book } from "../book/book.ts";
import type { SlipState } from "../book/facts.ts";
import { type Lot, mapLoading } from "../book/memory.ts";
import type { Observation } from "../book/observations.ts";
import type { Corrected } from "../book/waiting-facts.ts";
import { checkReadings, checkScale } from "../weighing/scales.ts";
import { keep, noticeContradiction, type Observed, observe } from "./observing.ts";
import { see, sightingOf } from "./passage.ts";
import { checkReceiver, closeIfWhole, fitsSlip, receiptOf, receivePart, receiveUnder, weighingOf } from "./receive.ts";
import { findSlip, unruledCode } from "./reference.ts";
import { accountOfSlip, afterAct, hasMoved, isCarrying, isOnRoad } from "./slip-life.ts";
import { slipOrHold } from "./waiting.ts";

function correctLoad(context: Context, body: Body<"load.correct">): RuleResult {
  const { book } = context;
  const refusal = checkReceiver(context, body);
  if (refusal) return refusal;
  const { slip, ...corrected } = body;
  const found = slipOrHold(context, slip, { kind: "load.correct", body: corrected });
  if ("disagrees" in found) return found;
  const own = book.need("slipState", found.index).observations.find((each) => each.index === body.receipt);
  if (own && own.party !== partyOf(context)) return problem("no-standing", { need: "party-that-recorded" });
  const disagreement = correctUnder(context, found.index, body);
  // A load reopened after its time was over is on the road no more.
  if (book.need("slip", found.index).expiresS * 1000 <= context.receivedMs) strayFrom(book, found.index);
  return disagreement;
}

/** A correction under a slip of the log: at once, or when its slip has come. */
export function correctUnder(observer: Observer, index: number, body: Corrected): Disagreement | undefined {
  const { book } = observer;
  const slip = book.need("slip", index);
  const before = book.need("slipState", index);
  const first = inForce(before, body.receipt, "received");
  if (!first || first.party !== partyOf(observer))
    return disagrees("not-found", { what: "receipt", index: body.receipt });
  if (first.moved?.weighing !== undefined && body.weighing === undefined)
    return disagrees("weighing-bound", { index: body.receipt, weighing: first.moved.weighing });
  const wrongHour = checkArrival(observer, first, body.arrivedS);
  if (wrongHour) return { disagrees: wrongHour };
  // The load is judged by the rules of the hour at which it arrived.
  const atS = body.arrivedS ?? first.atS;
  const arrived = { ...observer, eventS: atS, rules: rulesAt(book.need("rules", 0), atS) };
  const lots = stillThere(book, first);
  if (body.right !== undefined) return moveReceipt(observer, arrived, index, first, lots, body);
  if (!lots) return correctSpent(observer, index, first, receiptOf(arrived, body, slip));
  releaseWeighing(book, first, body);
  const unweighed = checkReadings(body) ?? checkScale(arrived, body, weighingOf(arrived, body, slip, index));
  if (unweighed) {
    bindWeighing(book, first);
    return { disagrees: unweighed };
  }
  takeBack(book, index, first, lots);
  const receipt = receiptOf(arrived, body, slip);
  const { against, counts } = replace(observer, index, first, receipt);
  book.put("held", observer.index, { kid: observer.signer.kid, kind: "load.correct", body });
  if (counts && fitsSlip(arrived, body, slip, book.need("slipState", index)))
    receivePart(arrived, index, body, slip, receipt, "load.correct");
  else if (isCarrying(book.need("slipState", index).status)) closeIfWhole(book, index, "load.correct");
  noticeClearing(observer, index, before);
  return against && { disagrees: against };
}

/** A receipt cannot be of an hour after the log had it, nor before its first word: an earlier hour would choose the rules, the year and the price. */
function checkArrival(
  { book, eventS }: Observer,
  first: Observation,
  arrivedS: number | undefined,
): Problem | undefined {
  if (arrivedS === undefined) return undefined;
  const loggedMs = book.memory.head(first.index + 1)?.receivedMs;
  const until_s = Math.min(eventS, loggedMs === undefined ? eventS : Math.floor(loggedMs / 1000));
  if (arrivedS >= first.atS && arrivedS <= until_s) return undefined;
  return problem("arrival-hour", { index: first.index, from_s: first.atS, until_s });
}

/** The load came with another slip: the first word is set aside where it was written, and counts under the right slip as if it had been said there. */
function moveReceipt(
  observer: Observer,
  arrived: Observer,
  index: number,
  first: Observation,
  lots: readonly Lot[] | undefined,
  { right, receipt: _, reason: __, arrivedS: ___, ...body }: Corrected,
): Disagreement | undefined {
  const { book } = observer;
  const found = findSlip(book, right!);
  if (!found) return disagrees("not-found", { what: "slip", index: right?.index ?? 0 });
  if ("code" in found) return disagrees("right-slip-absent", { code: found.code });
  if (unruledCode(book, found.index) !== undefined) return disagrees("slip-unruled", { index: found.index });
  if (!lots) return disagrees("receipt-moved-on", { index: first.index });
  const slip = book.need("slip", found.index);
  releaseWeighing(book, first, body);
  const unweighed = checkReadings(body) ?? checkScale(arrived, body, weighingOf(arrived, body, slip, found.index));
  if (unweighed) {
    bindWeighing(book, first);
    return { disagrees: unweighed };
  }
  const before = book.need("slipState", index);
  takeBack(book, index, first, lots);
  const state = book.need("slipState", index);
  const aside = (each: Observation) => (each.index === first.index ? { ...each, aside: observer.index } : each);
  keep(book, index, { ...state, observations: state.observations.map(aside) });
  if (isCarrying(book.need("slipState", index).status)) closeIfWhole(book, index, "load.correct");
  noticeClearing(observer, index, before);
  return receiveUnder(arrived, found.index, body);
}

/** A correction of what has moved on moves nothing. Where it says less than had counted, the difference is in question from now on. */
function correctSpent(observer: Observer, slip: number, first: Observation, second: Observation): Disagreement {
  const { book } = observer;
  replace(observer, slip, first, second);
  markSpent(book, slip, first.index);
  return { disagrees: problem("receipt-moved-on", { index: first.index }) };
}

/** Remembers that what a receipt brought stays where it moved on to, though the receipt was set aside. */
export function markSpent(book: Book, slip: number, receipt: number): void {
  const state = book.need("slipState", slip);
  const observations = state.observations.map((each) =>
    each.index === receipt ? { ...each, spent: 1 as const } : each,
  );
  const { contradictions } = keep(book, slip, { ...state, observations });
  for (const each of contradictions)
    if (each.why === "receipt-set-aside" && each.index === receipt) noticeContradiction(book, slip, each);
}

/** An observation of a slip that still counts. */
function inForce(state: SlipState, index: number, what: Observation["what"]): Observation | undefined {
  return state.observations.find((each) => each.index === index && each.what === what && each.aside === undefined);
}

/** The lots of a receipt; undefined where any of them, or of its product, has left the place or been part of a result. */
export function stillThere(book: Book, { moved }: Observation): Lot[] | undefined {
  const lots = mapLoading(moved?.lots ?? [], (id) => book.memory.lot(id));
  if (lots.some((lot) => lot.left < lot.kg)) return undefined;
  const mixed = mixedOf(lots);
  const short = mixed && (book.get("mixed", mixed)?.quantityMilli ?? 0) < (moved?.milli ?? 0);
  return short ? undefined : lots;
}

/** Where the quantity of a mixed product in stock is counted. */
function mixedOf([lot]: readonly Lot[]): string | undefined {
  const account = lot && parseAccount(lot.account);
  if (account?.kind !== "stock" || account.product === 0) return undefined;
  return `${account.site}/${account.holder}/${account.product}`;
}

/** The weighing that the first word rested on may serve the second. */
function releaseWeighing(book: Book, first: Observation, body: Pick<Corrected, "weighing">): void {
  const index = first.moved?.weighing;
  if (index !== undefined && body.weighing === index)
    book.put("weighing", index, { ...book.need("weighing", index), used: null });
}

/** A correction that does not count leaves the weighing with the first word. */
function bindWeighing(book: Book, { index, moved }: Observation): void {
  if (moved?.weighing === undefined) return;
  const weighing = book.need("weighing", moved.weighing);
  if (weighing.used === null) book.put("weighing", moved.weighing, { ...weighing, used: index });
}

/** Undoes a receipt: what it brought and what the final one wrote off are under the slip again. */
export function takeBack(book: Book, index: number, first: Observation, lots: readonly Lot[]): void {
  const state = book.need("slipState", index);
  if (!hasMoved(state.status) || !first.moved) return;
  const lost = mapLoading(state.lost ?? [], (id) => book.memory.lot(id));
  const [one] = [...lots, ...lost];
  if (!one) return;
  const open = kindOfAccount(book.memory.lot(one.parent).account) === "stray" ? "stray" : "transit";
  const { milli = 0 } = first.moved;
  const kg = lots.reduce((sum, lot) => sum + lot.kg, 0);
  for (const lot of [...lots, ...lost]) book.move({ lot, kg: lot.left }, accountOfSlip(index, open));
  const mixed = mixedOf(lots);
  if (mixed) book.put("mixed", mixed, { quantityMilli: (book.get("mixed", mixed)?.quantityMilli ?? 0) - milli });
  const { lost: _, ...rest } = afterAct("load.correct", state, open);
  book.put("slipState", index, {
    ...rest,
    observations: state.observations.map((each) => (each.index === first.index ? unmoved(each) : each)),
    parts: state.parts.filter((part) => part !== first.part),
    receivedKg: state.receivedKg - kg,
    receivedMilli: state.receivedMilli - milli,
    final: null,
    finalS: null,
    changed: book.leaf,
  });
}

function unmoved({ moved: _, ...said }: Observation): Observation {
  return said;
}

/** Sets an observation aside for another that takes its place, and judges the load anew. */
function replace({ book, index }: Observer, slip: number, first: Observation, second: Observation): Observed {
  const state = book.need("slipState", slip);
  const observations = state.observations.map((each) =>
    each.index === first.index ? { ...each, aside: index } : each,
  );
  book.put("slipState", slip, { ...state, observations });
  return observe({ book }, slip, second);
}

/** Lets a slip that was reopened after its time be what it would have been without the receipt. */
export function strayFrom(book: Book, index: number): void {
  const state = book.need("slipState", index);
  if (!isOnRoad(state.status)) return;
  for (const lot of book.lots(accountOfSlip(index, state.status)))
    book.move({ lot, kg: lot.left }, accountOfSlip(index, "stray"));
  book.put("slipState", index, afterAct("expiry", state, "stray"));
}

/** A record that is mended so that nothing contradicts the load any more is looked at by whoever watches. */
export function noticeClearing(
  { book, index }: Pick<Observer, "book" | "index">,
  slip: number,
  before: SlipState,
): void {
  if (before.contested && !book.need("slipState", slip).contested)
    book.signal("corrected-away", `slip/${slip}`, { entry: index, other: before.contested.index });
}

function correctPassage(context: Context, body: Body<"passage.correct">): RuleResult {
  const { book, eventS, rules } = context;
  if (body.vehicle !== undefined && !book.get("vehicle", body.vehicle)) return notFound("vehicle", body.vehicle);
  const found = findSlip(book, body.slip);
  if (!found) return disagrees("not-found", { what: "slip", index: body.slip.index ?? 0 });
  const recorded =
    "code" in found
      ? (book.get("waiting", found.code)?.sightings ?? [])
      : book.need("slipState", found.index).observations;
  const first = recorded.find((each) => each.index === body.passage && each.what === "seen");
  if (first && first.key !== context.signer.key.index) return problem("no-standing", { need: "device-that-recorded" });
  if (!first || first.aside !== undefined) return disagrees("not-found", { what: "passage", index: body.passage });
  const { correctMinutes } = rules.set.tolerances;
  const minutes = Math.floor((eventS - first.atS) / 60);
  if (minutes > correctMinutes)
    return disagrees("correction-late", { index: body.passage, minutes, limit_minutes: correctMinutes });
  const right = body.right === undefined ? found : findSlip(book, body.right);
  if (!right) return disagrees("not-found", { what: "slip", index: body.right?.index ?? 0 });
  const second = sightingOf(context, { ...body, site: first.place });
  const before = "code" in found ? undefined : book.need("slipState", found.index);
  setAside(context, found, first);
  const against = see(context, right, second);
  if ("index" in found && before) noticeClearing(context, found.index, before);
  return against && { disagrees: against };
}

type Found = { readonly index: number } | { readonly code: string };

function setAside({ book, index }: Context, found: Found, first: Observation): void {
  const aside = (each: Observation) => (each.index === first.index ? { ...each, aside: index } : each);
  if ("code" in found) {
    const waiting = book.need("waiting", found.code);
    book.put("waiting", found.code, { ...waiting, sightings: waiting.sightings.map(aside) });
    return;
  }
  const state = book.need("slipState", found.index);
  keep(book, found.index, { ...state, observations: state.observations.map(aside) });
}

export const CORRECTION_ROWS = {
  "load.correct": {
    nature: "observation",
    signers: RECEIVERS,
    moves: "stock, project, lost → transit, stray → stock, project; rest → lost",
    apply: correctLoad,
  },
  "passage.correct": { nature: "observation", signers: [ROLE.transportControl], apply: correctPassage },
} satisfies Rows;
