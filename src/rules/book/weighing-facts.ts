// The book's facts about measuring: scales and their weighings, what a cubic metre weighs and what a unit of work holds; part of
// facts.ts.
import type { YieldBound } from "../../format/bodies/works.ts";
import type { Compaction, FactorUse, Material, RecipeSource } from "../../format/codes.ts";
import type { StatusSince } from "./shared-facts.ts";

/** A scale of a place and the days of its certificate, and of the one before. */
export type ScaleFact = {
  place: number;
  number: string;
  from: number;
  until: number;
  before: [from: number, until: number] | null;
  standing: StatusSince;
  /** The largest error that its certificate allows, in permille; the rule set's where it states none. */
  bandPermille?: number;
};
/** A weighing that a scale's own key signed; `used` by which slip or receipt. */
export type WeighingFact = {
  scale: number;
  vehicle: number;
  grossKg: number;
  tareKg: number;
  party: number;
  eventS: number;
  used: number | null;
  /** The slip on whose load it bears while nothing names it. */
  on?: number;
};
/**
 * Of a scale, since it was last judged: loads weighed at both ends, what was sent and by how much more was received; the same for each scale at the
 * other end. `biased`: where it was last judged by several scales, 1 if it disagreed with every one of them.
 */
export type BiasFact = {
  loads: number;
  sentKg: number;
  apartKg: number;
  others?: [scale: number, sentKg: number, apartKg: number][];
  biased?: 0 | 1;
};
/** The latest net weights of a place that sends from its stock, over all vehicles, oldest first. */
export type WeightsFact = { kg: number[] };
/** A factor row: kilograms in a cubic metre by a document, in force from a day to a day (yyyymmdd). */
export type FactorFact = {
  material: Material;
  use: FactorUse;
  numerator: number;
  denominator: number;
  document: string;
  label: string;
  from: number;
  until: number | null;
  province: string | null;
  project: number | null;
  precedence: number;
  /** The party that entered it; null: a root. */
  party: number | null;
};
/** The rows of one material, state and label, oldest first. */
export type SeriesFact = { rows: number[] };
/** A crusher's yields and the entry that set them; under 0 those of every crusher without its own. */
export type YieldFact = { index: number; bounds: YieldBound[] };
export type RecipeFact = {
  code: string;
  name: string;
  unit: string;
  source: RecipeSource;
  document: string;
  lines: { material: Material; numerator: number; denominator: number; factor: number }[];
  /** Given when it holds for one project only. */
  project: number | null;
  compaction?: Compaction;
  /** Its last day (yyyymmdd), where one is set. */
  until?: number;
  /** The party that entered it; null: a root. */
  party: number | null;
};
/** The recipes of a code of work: its latest recipe, and the latest that is a ministry norm. */
export type WorkFact = { recipe: number; norm: number | null };
