// Measurements looked at beside each other: sender against receiver, a truck against its own past. Nothing is averaged and nothing
// moves: what does not fit is a signal with both numbers, for whoever has to ask.
import type { Body } from "../format/kinds.ts";
import type { Measure } from "../format/materials.ts";
import type { Context } from "./context.ts";
import { timesOverFloor } from "./convert.ts";
import type { Received, SlipFact, TripFact, VehicleFact } from "./facts.ts";

/** Uncertainty of a measurement that states none, in thousandths: scale, draught, hold or bed volume, survey. An assumption. */
export const BANDS: Readonly<Record<Measure, number>> = { 1: 5, 2: 20, 3: 50, 4: 50 };

/** The uncertainty of a measured mass in kilograms, rounded up. */
export function bandKg(massKg: number, measure: Measure, statedPermille: number | undefined): number {
  return timesOverFloor(massKg, statedPermille ?? BANDS[measure], 1000) + 1;
}

/**
 * Two measurements of one load differ when the receiver's lies outside what was sent, less what may be lost on the way, by more than
 * both bands together (root of the sum of squares).
 */
export function noticeBands(
  { book, rules }: Pick<Context, "book" | "rules">,
  body: Received,
  slip: SlipFact,
  index: number,
  received_kg: number,
): void {
  const lossKg = timesOverFloor(slip.massKg, rules.set.lossPermille, 1000);
  const beyondKg = Math.max(received_kg - slip.massKg, slip.massKg - lossKg - received_kg, 0);
  const theirsKg = bandKg(received_kg, body.measure, body.bandPermille);
  const square = (kg: number) => BigInt(kg) * BigInt(kg);
  if (square(beyondKg) <= square(slip.bandKg) + square(theirsKg)) return;
  const figures = { slip_kg: slip.massKg, received_kg, slip_band_kg: slip.bandKg, received_band_kg: theirsKg };
  book.signal("measurements-differ", `slip/${index}`, figures);
}

/** The same net weight so many times running, or so many round ones, is not what a scale says of sand. */
const SAME = 4;
const ROUND = { times: 5, kg: 500 };
/** An empty truck weighs what it weighed at first: fuel and mud are a few hundredths. A step that is remembered is smaller. */
const TARE = { permille: 50, stepPermille: 10, kept: 5 };

/** A truck's scale readings beside its earlier ones; answers what to remember of them. */
export function noticeWeights(
  { book, index }: Context,
  body: Body<"slip.issue">,
  vehicle: VehicleFact,
  before: TripFact | undefined,
): Pick<TripFact, "run" | "tares"> {
  const known = { ...(before?.run && { run: before.run }), ...(before?.tares && { tares: before.tares }) };
  if (body.measure !== 1) return known;
  const [lastKg, sames, rounds] = before?.run ?? [0, 0, 0];
  const same = body.massKg === lastKg ? sames + 1 : 1;
  const round = body.massKg % ROUND.kg === 0 ? rounds + 1 : 0;
  if (same === SAME)
    book.signal("weights-identical", `slip/${index}`, { vehicle: body.vehicle, mass_kg: body.massKg, times: same });
  if (round === ROUND.times)
    book.signal("weights-round", `slip/${index}`, { vehicle: body.vehicle, mass_kg: body.massKg, times: round });
  const tareKg = body.readings?.[1];
  const run: TripFact["run"] = [body.massKg, same, round];
  return tareKg === undefined ? { ...known, run } : { run, tares: tares(book, index, tareKg, vehicle, before) };
}

function tares(
  book: Context["book"],
  index: number,
  tare_kg: number,
  vehicle: VehicleFact,
  before: TripFact | undefined,
): number[] {
  const past = before?.tares ?? (vehicle.tareKg === undefined ? [] : [vehicle.tareKg]);
  // The first and not the latest: a tare that creeps would drag any average along.
  const usual_kg = vehicle.tareKg ?? past[0];
  if (usual_kg !== undefined && apart(tare_kg, usual_kg, TARE.permille))
    book.signal("tare-unusual", `slip/${index}`, { tare_kg, usual_kg });
  const last = past.at(-1);
  if (last !== undefined && !apart(tare_kg, last, TARE.stepPermille)) return past;
  return [...past.slice(0, 1), ...past.slice(1).slice(2 - TARE.kept), tare_kg];
}

function apart(a: number, b: number, permille: number): boolean {
  return Math.abs(a - b) * 1000 > b * permille;
}
