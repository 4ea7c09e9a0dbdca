// A load of the hidden truth with the slip that it bears, and what anybody recorded about it: the score judges by this, the ledger never sees it.
import type { Chance } from "../demo/chance.ts";
import type { SlipReference } from "../format/bodies/movement.ts";
import { MATERIAL, MEASURE } from "../format/codes.ts";
import type { Entry } from "../format/entry.ts";
import type { Body } from "../format/kinds.ts";
import { slipCode } from "../format/slipcode.ts";
import { ERRORS, POSTS } from "./parameters.ts";
import type { PlayedPlace, PlayedWay } from "./stage.ts";
import type { World } from "./world.ts";

/** Something that a person wrote down about a slip, by the hour of that person's telephone. `sent`: the entry, once it is signed. */
export type Recorded = {
  readonly what: "seen" | "received" | "refused" | "void" | "stopped" | "accepted";
  readonly place: number;
  readonly atS: number;
  readonly entry: Entry;
  kg?: number;
  bandKg?: number;
  otherPlate?: boolean;
  readonly part?: number;
};

/** `lawfulKg`: what of the slip's sand lawfully left its source and really came where the slip says. */
export type TrueLoad = {
  way: PlayedWay;
  vehicle: number;
  readonly slip: Entry;
  readonly slipS: number;
  readonly slipKg: number;
  readonly bandKg: number;
  readonly honest: boolean;
  lawfulKg: number;
  readonly records: Recorded[];
};

/** A mass as a place measures it: by its weighbridge in steps of 20 kg, or by the bed. */
export function measured(world: World, chance: Chance, place: PlayedPlace, kg: number): number {
  if (place.scale === undefined) return spread(chance, kg, ERRORS.volume);
  const bias = world.chance(`scale ${place.index}`).between(-ERRORS.scaleBias, ERRORS.scaleBias);
  return 20 * Math.round(spread(chance, (kg * (1000 + bias)) / 1000, ERRORS.scale) / 20);
}

/** Within so many thousandths of a value, evenly. */
export function spread(chance: Chance, kg: number, permille: number): number {
  return Math.round((kg * (10_000 + chance.between(-10 * permille, 10 * permille))) / 10_000);
}

/** The uncertainty that the rules give a place's method, in kilograms. */
export function methodBandKg(place: PlayedPlace, kg: number): number {
  return Math.ceil((kg * (place.scale === undefined ? 50 : 5)) / 1000);
}

const TARE_KG = 11_300;

/** How a place states a mass: by its scale with both readings, or by the bed's volume. */
export function massOf(
  place: PlayedPlace,
  kg: number,
): Pick<Body<"load.receive">, "massKg" | "measure" | "readings" | "scale"> {
  if (place.scale === undefined) return { massKg: kg, measure: MEASURE.volume };
  return { massKg: kg, measure: MEASURE.scale, readings: [kg + TARE_KG, TARE_KG], scale: place.scale };
}

export function writtenSlip(way: PlayedWay, vehicle: number, kg: number): Body<"slip.issue"> {
  const { from, to, route } = way;
  const { readings, ...mass } = massOf(from, kg);
  return {
    route,
    vehicle,
    material: MATERIAL.sand,
    ...mass,
    ...(readings === undefined ? {} : { readings }),
    ...(from.source === undefined ? {} : { source: from.source }),
    ...(to.package === undefined ? {} : { package: to.package }),
  };
}

/** How an observer's telephone names the slip: by its entry where it can look it up, else by the bytes that it scanned or the code that was typed. */
export function namedBy(world: World, chance: Chance, { slip }: TrueLoad, persona: string, atS: number): SlipReference {
  const typed = chance.happens(POSTS.typedCode);
  const index = world.hasNetwork(persona, atS) ? world.log.indexOf(slip) : undefined;
  if (index !== undefined) return { index };
  return typed ? { code: slipCode(slip.id) } : { entry: slip.bytes };
}

export function writtenReceipt(
  at: PlayedPlace,
  kg: number,
  slip: SlipReference,
  part: { part: number; final: 0 | 1 } = { part: 1, final: 1 },
): Body<"load.receive"> {
  const { readings, ...mass } = massOf(at, kg);
  return {
    slip,
    at: at.index,
    ...part,
    ...mass,
    ...(readings === undefined ? {} : { readings }),
    ...(at.package === undefined ? {} : { package: at.package }),
  };
}
