// Weighings that a scale's own key has signed and that no slip or receipt names: they bear on the load that the lorry had on at that hour.
// It is found among all trips and weighings of the lorry's day, so that the order in which these reach the log changes nothing.
import { MEASURE } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import type { Problem } from "../../words/problem.ts";
import { type Context, type RuleResult, rulesAt } from "../acts/context.ts";
import { RECEIVERS, type Rows } from "../acts/row.ts";
import type { Book } from "../book/book.ts";
import type { SlipFact, Trip } from "../book/facts.ts";
import { mapLoading } from "../book/memory.ts";
import type { Observation } from "../book/observations.ts";
import type { WeighingFact } from "../book/weighing-facts.ts";
import { timesOverFloor } from "../numbers/convert.ts";
import { recordWeighing } from "../weighing/scales.ts";
import { bandKg } from "../weighing/uncertainty.ts";
import { keep, observe } from "./observing.ts";
import { daysAround, idOf, tripsAround } from "./trips.ts";

/** Weighings of one vehicle on one day by one scale that are kept until something names them, more than any can need. */
const MOST_LOOSE = 64;

/** A rule's view of a day: the book, and how far the log's time has come. */
type Now = Pick<Context, "book" | "receivedMs">;

function weigh(context: Context, body: Body<"weighing.record">): RuleResult {
  const refusal = recordWeighing(context, body);
  if (refusal) return refusal;
  const { book, index, eventS } = context;
  const id = idOf(body.vehicle, eventS);
  const day = book.get("trips", id) ?? { trips: [] };
  const loose = day.loose ?? [];
  if (hasRoom(book, loose, body.scale)) book.put("trips", id, { ...day, loose: [...loose, index] });
  const against = bear(context, index);
  return against && { disagrees: against };
}

/** True while a scale has not signed too many of a day's weighings of a vehicle; those of other scales take none of its room. */
function hasRoom(book: Book, loose: readonly number[], scale: number): boolean {
  if (loose.length < MOST_LOOSE) return true;
  const weighings = mapLoading(loose, (index) => book.need("weighing", index));
  return weighings.filter((each) => each.scale === scale).length < MOST_LOOSE;
}

/** Finds anew the loads on which the loose weighings of a vehicle around an hour bear: a slip of it has come, or its load was handed over. */
export function bearWeighings(now: Now, vehicle: number, atS: number): void {
  const days = daysAround(vehicle, atS, Math.floor(now.receivedMs / 1000));
  const loose = days.flatMap((id) => now.book.get("trips", id)?.loose ?? []);
  for (const index of loose) bear(now, index);
}

/** Takes off a slip the weighings that a receipt now names, or that were made before the one it names. */
export function releaseWeighings(book: Book, slip: number): void {
  for (const { index, what } of book.need("slipState", slip).observations) {
    if (what !== "weighed") continue;
    const weighing = book.need("weighing", index);
    if (weighing.used !== null || isSuperseded(book, slip, weighing)) putOn(book, index, undefined);
  }
}

/** Lets a weighing bear on the load that it is about; answers what it disagrees with. */
function bear(now: Now, index: number): Problem | undefined {
  const { book } = now;
  const weighing = book.need("weighing", index);
  const slip = weighing.used === null ? slipOf(now, weighing) : undefined;
  if (slip === weighing.on || (slip === undefined && isHandedOver(book, weighing))) return undefined;
  putOn(book, index, slip);
  return slip === undefined ? undefined : observe({ book }, slip, observationOf(book, index)).against;
}

/** True if the load on which a weighing bears was on this lorry then, and has been handed over to another since. */
function isHandedOver(book: Book, { on, used, vehicle, eventS }: WeighingFact): boolean {
  if (on === undefined || used !== null) return false;
  return (book.need("slip", on).former ?? []).some((each) => each.vehicle === vehicle && eventS <= each.untilS);
}

function putOn(book: Book, index: number, slip: number | undefined): void {
  const { on, ...weighing } = book.need("weighing", index);
  if (on !== undefined) {
    const state = book.need("slipState", on);
    keep(book, on, { ...state, observations: state.observations.filter((each) => each.index !== index) });
  }
  book.put("weighing", index, slip === undefined ? weighing : { ...weighing, on: slip });
}

function observationOf(book: Book, index: number): Observation {
  const { scale, party, eventS, grossKg, tareKg } = book.need("weighing", index);
  const { measures } = rulesAt(book.need("rules", 0), eventS).set;
  const fact = book.need("scale", scale);
  const kg = grossKg - tareKg;
  const band = bandKg(measures, kg, MEASURE.scale, fact);
  return { index, what: "weighed", party, place: fact.place, atS: eventS, kg, bandKg: band };
}

/** The slip whose load a lorry had on when it was weighed; undefined where it was empty, or where the load may have been another. */
function slipOf(now: Now, weighing: WeighingFact): number | undefined {
  const { book } = now;
  const { vehicle, eventS: atS, grossKg, tareKg } = weighing;
  const { set } = rulesAt(book.need("rules", 0), atS);
  // As heavy as the empty lorry may be by its fuel and mud: it had no load on.
  if (grossKg - tareKg <= timesOverFloor(tareKg, set.measures.tarePermille, 1000)) return undefined;
  const { place } = book.need("scale", weighing.scale);
  const trips = tripsAround(now, vehicle, atS);
  const clockS = set.tolerances.clockMinutes * 60;
  const loaded = nearest(
    trips.filter(([, from, hour, cycle]) => {
      const tripS = timesOverFloor(cycle * 60, set.tolerances.tripPermille, 1000);
      const leadS = Math.min(set.measures.weighingMinutes * 60, tripS);
      return from === place && cycle > 0 && atS >= hour - leadS && atS <= hour + clockS;
    }),
    atS,
  );
  const last = trips.findLast(([, , hour]) => hour <= atS);
  const arrived = last && arrivesAt(book.need("slip", last[0]), place, atS, clockS) ? last[0] : undefined;
  // A scale of a yard weighs who arrives and who leaves: where it can have been both, it says nothing of either.
  if (loaded !== undefined && arrived !== undefined) return undefined;
  const slip = loaded ?? arrived;
  return slip === undefined || isSuperseded(book, slip, weighing) ? undefined : slip;
}

function nearest(trips: readonly Trip[], atS: number): number | undefined {
  const sorted = [...trips].sort((a, b) => Math.abs(a[2] - atS) - Math.abs(b[2] - atS) || a[0] - b[0]);
  return sorted[0]?.[0];
}

/** True if a slip's load may be weighed at a place on its arrival: a destination of it, in its time. */
function arrivesAt({ to, expiresS, former }: SlipFact, place: number, atS: number, clockS: number): boolean {
  const there = to === place || (former ?? []).some((each) => each.to === place && atS <= each.untilS + clockS);
  return there && atS <= expiresS + clockS;
}

/** True if the slip or a receipt of it rests on a later weighing at the same place: the lorry was weighed again, and that one counts. */
function isSuperseded(book: Book, slip: number, { scale, eventS }: WeighingFact): boolean {
  const { place } = book.need("scale", scale);
  const received = book
    .need("slipState", slip)
    .observations.map((each) => (each.aside === undefined ? each.moved?.weighing : undefined));
  const named = [book.need("slip", slip).weighing, ...received].filter((each) => each !== undefined);
  return mapLoading(named, (index) => book.need("weighing", index)).some(
    (each) => each.eventS >= eventS && book.need("scale", each.scale).place === place,
  );
}

export const WEIGHING_ROWS = {
  "weighing.record": { nature: "observation", signers: RECEIVERS, apply: weigh },
} satisfies Rows;
