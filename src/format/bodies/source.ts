// Bodies of sources: the instruments that make material lawful where it starts, and their terms (design 10.1).
import { integer, list, maybe, named, type Of, record, text } from "../shape.ts";
import { amountUnit, instrument, material } from "./code-shapes.ts";
import { day, document, index, name } from "./common.ts";

/** An amount as the paper states it; `factor` (a factor.set index, kg per m³) is required when the unit is a volume. */
export const statedAmount = named(
  "stated-amount",
  record({ unit: [1, amountUnit], amount: [2, integer(1, 10 ** 12)], factor: [3, maybe(index)] }),
);
export type StatedAmount = Of<typeof statedAmount>;

const boundPackage = record({ project: [1, index], package: [2, integer(1, 1000)] });

/** What a source may give; a lawful instrument's own terms (design 10.1). */
export const sourceGrant = record({
  instrument: [1, instrument],
  /** Free text: a number alone is not unique. */
  number: [2, text(1, 80)],
  issuer: [3, name],
  issued: [4, maybe(day)],
  holder: [5, index],
  sites: [6, list(index, 1, 20)],
  materials: [7, list(material, 1, 10)],
  from: [8, maybe(day)],
  until: [9, maybe(day)],
  capacityYear: [10, maybe(statedAmount)],
  reserve: [11, maybe(statedAmount)],
  areaM2: [12, maybe(integer(1, 10 ** 10))],
  depth: [13, maybe(text(1, 80))],
  /** First and last minute of the day in Vietnam; absent: no limit stated. */
  hours: [14, maybe(list(integer(0, 1440), 2, 2))],
  /** First and last day of the season as mmdd. */
  season: [15, maybe(list(integer(101, 1231), 2, 2))],
  /** Projects that the material is bound to. */
  projects: [16, maybe(list(index, 1, 40))],
  /** The register's own words where it said more, and the questions it left open. */
  note: [17, maybe(text(1, 2000))],
  /** Contract packages of those projects that it is bound to. */
  packages: [18, maybe(list(boundPackage, 1, 40))],
  /** Parties that may send from it besides the holder; absent: whoever runs the mine. */
  operators: [19, maybe(list(index, 1, 20))],
});

/** New terms of a source from now on; what is not given stays. A lower limit blocks what comes after and rewrites nothing. */
export const sourceAmend = record({
  source: [1, index],
  document: [2, document],
  capacityYear: [3, maybe(statedAmount)],
  reserve: [4, maybe(statedAmount)],
  until: [5, maybe(day)],
  materials: [6, maybe(list(material, 1, 10))],
  sites: [7, maybe(list(index, 1, 20))],
  hours: [8, maybe(list(integer(0, 1440), 2, 2))],
  season: [9, maybe(list(integer(101, 1231), 2, 2))],
  projects: [10, maybe(list(index, 1, 40))],
  packages: [11, maybe(list(boundPackage, 1, 40))],
  operators: [12, maybe(list(index, 1, 20))],
});
