// Bodies of works: projects with their contract packages, and by what norms a unit of work becomes kilograms (docs/design.md, The decision).
import { integer, list, maybe, named, type Of, record, text } from "../shape.ts";
import { factorUse, material, recipeSource } from "./code-shapes.ts";
import { day, document, dong, index, permille } from "./common.ts";

export const projectRegister = record({
  code: [1, text(7, 7)],
  name: [2, text(1, 300)],
  owner: [3, index],
  supervisor: [4, index],
  treasury: [5, index],
  packages: [
    6,
    list(record({ number: [1, integer(1, 1000)], name: [2, text(1, 200)], contractor: [3, index] }), 1, 50),
  ],
  /** Total investment as approved; rules may ask more of large works than of small ones. */
  valueDong: [7, maybe(dong)],
});

/** A conversion factor as an exact fraction, with the paper that it comes from, for whom and since when. */
export const factorSet = record({
  material: [1, material],
  use: [2, factorUse],
  numerator: [3, integer(1, 10 ** 9)],
  denominator: [4, integer(1, 10 ** 9)],
  document: [5, document],
  from: [6, day],
  until: [7, maybe(day)],
  /** What of the material it holds for (sand by its fineness); rows of one material, state and label are one series. */
  label: [8, maybe(text(1, 80))],
  /** The province whose document it is; absent: the whole country's. */
  province: [9, maybe(text(2, 2))],
  /** Given for a signed test of one project. */
  project: [10, maybe(index)],
  /** Which row of a series counts before another that is in force on the same day: the higher. */
  precedence: [11, maybe(integer(0, 9))],
});

/** How much of its input a crusher may make of a product, of all its products where none is named: kilograms in a thousand. */
export const yieldBound = named(
  "yield-bound",
  record({ output: [1, maybe(material)], leastPermille: [2, permille], mostPermille: [3, permille] }),
);
export type YieldBound = Of<typeof yieldBound>;

/** Yields of one crusher, or of every crusher that has none of its own; they replace what was set for it before. */
export const yieldSet = record({
  site: [1, maybe(index)],
  document: [2, document],
  bounds: [3, list(yieldBound, 1, 12)],
});

/** Materials in one unit of a work item. */
export const recipeSet = record({
  code: [1, text(1, 40)],
  name: [2, text(1, 200)],
  unit: [3, text(1, 16)],
  source: [4, recipeSource],
  document: [5, document],
  /** Cubic metres of the material in one unit as numerator / denominator, weighed by the factor. */
  lines: [
    6,
    list(
      record({
        material: [1, material],
        numerator: [2, integer(1, 10 ** 9)],
        denominator: [3, integer(1, 10 ** 9)],
        factor: [4, index],
      }),
      1,
      12,
    ),
  ],
  /** 1: losses are inside the quantities. */
  waste: [7, integer(0, 1)],
  project: [8, maybe(index)],
});
