// Vehicles stopped on the road without a slip. A slip that is signed for one while it is held was made for the officer: on line it is refused,
// and where either of the two comes to the log later, the slip carries the contradiction, whichever came first.
import { ROLE, SITE_TYPE } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { type Problem, problem } from "../../words/problem.ts";
import {
  actsAt,
  type CheckResult,
  type Context,
  notFound,
  partyOf,
  type RuleResult,
  rulesAt,
} from "../acts/context.ts";
import type { Rows } from "../acts/row.ts";
import type { Book } from "../book/book.ts";
import type { RecordedStop, Stop } from "../book/facts.ts";
import { DAY_S, dayOf } from "../numbers/time.ts";
import { noticeClearing } from "./correct.ts";
import { signedForS } from "./load-evidence.ts";
import { keep, observe } from "./observing.ts";
import { idOf, slipsHad } from "./trips.ts";
import { waitForRuling } from "./unruled.ts";

/** Stops, and searches, of one vehicle that are kept of one device: more than any officer would make while a slip can still come late. */
const MOST_OF_DEVICE = 16;

/** Checks that the signer is an officer of a checkpoint. */
export function checkPost(context: Context, post: number): CheckResult {
  const site = context.book.get("site", post);
  if (site?.type !== SITE_TYPE.checkpoint) return notFound("checkpoint", post);
  return actsAt(context, post, site) ? undefined : problem("no-standing", { need: "officers-of-checkpoint" });
}

function recordStop(context: Context, body: Body<"stop.record">): RuleResult {
  const { book, index, eventS, rules, signer } = context;
  const elsewhere = checkPost(context, body.site);
  if (elsewhere) return elsewhere;
  if (!book.get("vehicle", body.vehicle)) return notFound("vehicle", body.vehicle);
  const fromS = Math.min(body.stoppedS, eventS);
  // A stop that nobody ends lapses: nobody holds a lorry for ever, and its officer may have lost the device.
  const untilS = fromS + rules.set.tolerances.lateMinutes * 60;
  const stop: Stop = { index, place: body.site, party: partyOf(context), key: signer.key.index, fromS, untilS };
  const before = book.get("stops", body.vehicle)?.stops ?? [];
  book.put("stops", body.vehicle, { stops: withLatest(before, stop) });
  const loggedS = Math.floor(context.receivedMs / 1000);
  book.put("stop", index, { vehicle: body.vehicle, site: body.site, kid: signer.kid, loggedS });
  book.enlist(`stops/${body.site}`, index);
  const against = slipsDuring(book, body.vehicle, stop).map((slip) => bear(context, slip, body.vehicle, stop));
  const first = against.find((each) => each !== undefined);
  return first && { disagrees: first };
}

/** Adds what a device did about a vehicle; where it has done so very often, its own earliest falls away, never another's. */
export function withLatest<T extends { readonly key: number }>(before: readonly T[], latest: T): T[] {
  const own = before.filter(({ key }) => key === latest.key);
  const earliest = own.length < MOST_OF_DEVICE ? undefined : own[0];
  return [...before.filter((each) => each !== earliest), latest];
}

/** An officer of the post releases it at an hour; that the plate was read wrongly is the word of the device that stopped it. */
function releaseStop(context: Context, body: Body<"stop.release">): RuleResult {
  const { book, eventS, index: release, signer } = context;
  const recorded = book.get("stop", body.stop);
  if (!recorded) return notFound("stop", body.stop);
  if (!actsAt(context, recorded.site, book.need("site", recorded.site)))
    return problem("no-standing", { need: "officers-of-checkpoint" });
  if (body.wrongPlate === 1 && signer.kid !== recorded.kid)
    return problem("no-standing", { need: "device-that-recorded" });
  const { stops } = book.need("stops", recorded.vehicle);
  const stop = stops.find((each) => each.index === body.stop);
  if (!stop) return notFound("stop", body.stop);
  const early = releasedTooEarly(context, body.stop, recorded, body.releasedS);
  if (early) return waitForRuling(context, early);
  const releasedS = body.wrongPlate === 1 ? stop.fromS : Math.max(stop.fromS, Math.min(body.releasedS, eventS));
  const ended = { ...stop, untilS: Math.min(stop.untilS, releasedS) };
  book.put("stops", recorded.vehicle, { stops: stops.map((each) => (each === stop ? ended : each)) });
  for (const slip of slipsDuring(book, recorded.vehicle, stop)) {
    const before = book.need("slipState", slip);
    const observations = before.observations.map((each) =>
      each.what === "stopped" && each.index === stop.index ? { ...each, untilS: ended.untilS } : each,
    );
    keep(book, slip, { ...before, observations });
    noticeClearing({ book, index: release }, slip, before);
  }
  return undefined;
}

/**
 * A colleague knows of a stop from the log, or was told on the road. His word that the lorry had left before the log knew that it was stopped frees it
 * for a slip that was signed meanwhile: it waits for a ruling, unless whoever stopped the lorry says so himself.
 */
function releasedTooEarly(
  { book, index, signer, rules }: Context,
  stop: number,
  { kid, loggedS }: RecordedStop,
  releasedS: number,
): Problem | undefined {
  const { person } = book.need("key", kid);
  const own = signer.kid === kid || (person !== null && person === signer.key.person);
  if (own || book.get("late", index)?.ruled !== undefined) return undefined;
  const minutes = Math.ceil((loggedS - releasedS) / 60);
  return minutes > rules.set.tolerances.clockMinutes
    ? problem("released-before-logged", { index: stop, minutes })
    : undefined;
}

function observationOf(vehicle: number, { index, place, party, fromS, untilS }: Stop) {
  return { index, what: "stopped" as const, party, place, vehicle, atS: fromS, untilS };
}

/** The slips that were signed for a vehicle, or handed over to it, while it was held, as far as they are in the log. */
function slipsDuring(book: Book, vehicle: number, { fromS, untilS }: Stop): number[] {
  const days: string[] = [];
  // A slip may claim an hour before the one at which it was signed, but not a day.
  for (let atS = fromS - DAY_S; dayOf(atS) <= dayOf(untilS); atS += DAY_S) days.push(idOf(vehicle, atS));
  return slipsHad(book, days).filter((slip) => {
    const hour = signedForS(book.need("slip", slip), vehicle);
    return hour >= fromS && hour < untilS;
  });
}

/** The stop during which an hour falls. */
function stopAt(book: Book, vehicle: number, atS: number): Stop | undefined {
  return book.get("stops", vehicle)?.stops.find((each) => atS >= each.fromS && atS < each.untilS);
}

/** Why a vehicle gets no slip now: it is held on the road. */
export function checkStopped({ book, receivedMs }: Context, vehicle: number, plate: string): CheckResult {
  const stop = stopAt(book, vehicle, Math.floor(receivedMs / 1000));
  return stop && problem("vehicle-stopped", { plate, index: stop.index });
}

/** Keeps with a slip that has moved its load, or got another vehicle, the stop during which that was signed; answers what it disagrees with. */
export function bearStop(context: Context, index: number): Problem | undefined {
  const slip = context.book.need("slip", index);
  const stop = stopAt(context.book, slip.vehicle, signedForS(slip, slip.vehicle));
  return stop && bear(context, index, slip.vehicle, stop);
}

/** Keeps a stop with a slip that was signed during it; signed so soon after its begin that one of the clocks may be wrong, it is only shown. */
function bear(context: Context, slip: number, vehicle: number, stop: Stop): Problem | undefined {
  const { book } = context;
  const fact = book.need("slip", slip);
  const { tolerances } = rulesAt(book.need("rules", 0), fact.eventS).set;
  if (signedForS(fact, vehicle) < stop.fromS + tolerances.clockMinutes * 60)
    book.signal("signed-about-stop", `slip/${slip}`, { stop: stop.index, party: stop.party });
  return observe(context, slip, observationOf(vehicle, stop)).against;
}

export const STOP_ROWS = {
  "stop.record": { nature: "observation", signers: [ROLE.transportControl], apply: recordStop },
  "stop.release": { nature: "observation", signers: [ROLE.transportControl], apply: releaseStop },
} satisfies Rows;
