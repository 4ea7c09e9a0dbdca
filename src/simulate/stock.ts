// The stock that a place of the simulation believes to have, in kilograms by material.
import type { Material } from "../format/codes.ts";
import type { Problem } from "../words/problem.ts";
import type { Mine, Place } from "./land.ts";

export function isMine(place: Place): place is Mine {
  return "source" in place;
}

export function stockOf(place: Place, material: Material): number {
  return place.stock.get(material) ?? 0;
}

export function addStock(place: Place, material: Material, kg: number): void {
  place.stock.set(material, stockOf(place, material) + kg);
}

/** A place learns from a refusal that only so much of what it has may leave. */
export function learnStock(place: Place, material: Material, wantedKg: number, { code, figures }: Problem): void {
  if (code !== "product-short" && figures.need_kg === wantedKg) place.stock.set(material, Number(figures.left_kg));
}
