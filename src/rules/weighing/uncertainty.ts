// How far two honest measurements of one load may lie apart: each method's own error, taken together, and the water that the load has
// taken up or lost between them. A party types none of this: errors come from the rule set and from the scale's certificate.
import type { Measures, Tolerances } from "../../format/bodies/ruleset.ts";
import { MEASURE, type Measure } from "../../format/codes.ts";
import type { ScaleFact } from "../book/weighing-facts.ts";
import { ratioFloor, timesOverFloor } from "../numbers/convert.ts";
import { squareRoot } from "../numbers/distance.ts";

/** The uncertainty of a measured mass in kilograms, rounded up: the method's, or of a scale what its certificate says. */
export function bandKg(bands: Measures, massKg: number, measure: Measure, scale?: ScaleFact): number {
  const { scalePermille, draughtPermille, volumePermille, surveyPermille } = bands;
  const permille = {
    [MEASURE.scale]: scale?.bandPermille ?? scalePermille,
    [MEASURE.draught]: draughtPermille,
    [MEASURE.volume]: volumePermille,
    [MEASURE.survey]: surveyPermille,
  }[measure];
  return timesOverFloor(massKg, permille, 1000) + 1;
}

/** The combined uncertainty of independent measurements: the root of the sum of their squares, in kilograms, rounded up. */
export function uncertaintyKg(bandsKg: readonly number[]): number {
  const square = bandsKg.reduce((sum, kg) => sum + BigInt(kg) * BigInt(kg), 0n);
  const root = squareRoot(square);
  return Number(root * root === square ? root : root + 1n);
}

/** A mass and how wet it was found, in permille of the mass; undefined where nobody measured that. */
export type Wet = { readonly massKg: number; readonly moisture?: number | undefined };

/** Kilograms of water that a load may have taken up, or lost. */
export type Water = { readonly gainedKg: number; readonly lostKg: number };

/**
 * The water between two measurements of one load: where both ends measured moisture, what their dry kilograms show, else whatever the rules allow.
 * It never explains more than the rules allow.
 */
export function waterBetween(sent: Wet, found: Wet, { wetPermille }: Pick<Tolerances, "wetPermille">): Water {
  const mostKg = timesOverFloor(sent.massKg, wetPermille, 1000);
  const gainedKg = measuredWaterKg(sent, found);
  if (gainedKg === undefined) return { gainedKg: mostKg, lostKg: mostKg };
  return { gainedKg: clamp(gainedKg, mostKg), lostKg: clamp(-gainedKg, mostKg) };
}

/** The mass that was found, less what it would weigh as wet as it was sent; negative where it has drained. */
function measuredWaterKg(sent: Wet, found: Wet): number | undefined {
  if (sent.moisture === undefined || found.moisture === undefined || sent.moisture >= 1000) return undefined;
  return found.massKg - ratioFloor([found.massKg, 1000 - found.moisture], [1000 - sent.moisture]);
}

/** The water that a load has demonstrably lost on the way, by both ends' moisture; nothing where one of them did not measure it. */
export function drainedKg(sent: Wet, found: Wet, { wetPermille }: Pick<Tolerances, "wetPermille">): number {
  return clamp(-(measuredWaterKg(sent, found) ?? 0), timesOverFloor(sent.massKg, wetPermille, 1000));
}

function clamp(kg: number, mostKg: number): number {
  return Math.min(Math.max(kg, 0), mostKg);
}
