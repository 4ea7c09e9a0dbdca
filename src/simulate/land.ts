// The made-up province: how much of everything there is, who keeps it, and the ways between places. Everything follows from the seed.
import type { Material } from "../format/codes.ts";

/** Someone with a party and a device. */
export type PlaceKeeper = { readonly persona: string; readonly party: number };

/** A place with what its keeper believes to have in stock, in kilograms by material; a plant also in thousandths of a unit mixed. */
export type Place = PlaceKeeper & {
  readonly index: number;
  readonly stock: Map<Material, number>;
  mixedMilli: number;
};

/** A mine with its one source. `todayKg` is what its slips drew since the last production record. */
export type Mine = Place & {
  readonly source: number;
  readonly material: Material;
  readonly daylight: boolean;
  todayKg: number;
};

/** A contract package; roads take loose material, structures take concrete. */
export type Package = PlaceKeeper & {
  readonly project: number;
  readonly number: number;
  readonly sort: "road" | "structure";
  readonly owner: string;
  readonly supervisor: string;
  claims: number;
  loadsSince: number;
  claimAfter: number;
  claiming: boolean;
};

/** A way that loads go. */
export type Way = {
  readonly route: number;
  readonly from: Place | Mine;
  readonly to: Place | Package;
  readonly minutes: number;
  readonly checkpoints: readonly Place[];
  /** The material that is sent on this route; "concrete" for a plant's product. */
  readonly cargo: Material | "concrete";
  /** The recipe of what goes this way, for concrete. */
  readonly product: number | undefined;
  /** Shops that have no device: nobody records the arrival. */
  readonly silent: boolean;
  readonly weight: number;
};

export type Vehicle = { readonly index: number; readonly payloadKg: number };

export type Recipes = {
  readonly concrete: number;
  readonly sandFill: number;
  readonly earthFill: number;
  readonly base: number;
};

export type Land = {
  readonly mines: readonly Mine[];
  readonly crushers: readonly Place[];
  readonly yards: readonly Place[];
  readonly plants: readonly Place[];
  readonly checkpoints: readonly Place[];
  readonly packages: readonly Package[];
  readonly ways: readonly Way[];
  readonly trucks: readonly Vehicle[];
  readonly mixers: readonly Vehicle[];
  /** Registered trucks that carry nothing honest. */
  readonly spare: readonly Vehicle[];
  readonly recipes: Recipes;
  /** Sources of the first sand mine for whoever tries: its licence ran out, or is for next to nothing. */
  readonly traps: { readonly expired: number; readonly tiny: number };
};

/** How many of each there are for a number of loads: a province grows much slower than its traffic. */
export function sizeOf(loads: number): {
  sandMines: number;
  stoneMines: number;
  fillPits: number;
  yards: number;
  plants: number;
  shops: number;
  checkpoints: number;
  projects: number;
  trucks: number;
  mixers: number;
} {
  const scale = Math.max(1, Math.min(12, Math.round(Math.sqrt(loads / 80))));
  const trucks = Math.max(24, Math.min(1200, Math.ceil(loads / 20)));
  return {
    sandMines: 2 + Math.floor(scale / 3),
    stoneMines: 1 + Math.floor(scale / 4),
    fillPits: 1 + Math.floor(scale / 4),
    yards: 2 + Math.floor(scale / 3),
    plants: 1 + Math.floor(scale / 4),
    shops: 2,
    checkpoints: 3 + Math.floor(scale / 2),
    projects: 2 + Math.floor(scale / 2),
    trucks,
    mixers: Math.max(4, Math.ceil(trucks / 10)),
  };
}

/** Density of concrete as delivered, for a mixer's weight. */
export const CONCRETE_KG_M3 = 2400;

export function isPackage(place: Place | Package): place is Package {
  return "project" in place;
}
