// The plate of a weighbridge, out of its readings: when a vehicle on it has been weighed, and when what was shown may not be signed.
// Pure: time is what the caller says, in milliseconds that only grow.
import type { ScaleReading } from "./frames.ts";

/** The rules of a weighing. */
export const SETTLE = {
  /** So many readings in a row, none apart from another by more than one division, … */
  readings: 10,
  /** … over so long, while the indicator itself says that nothing moves; … */
  holdMs: 3000,
  /** … over so long where the indicator has no flag for motion. */
  holdUnflaggedMs: 5000,
  /** After a longer silence nobody knows what was on the plate meanwhile. */
  gapMs: 2000,
  /** Mud and rain: an empty plate shows no more than so many divisions, … */
  zeroDivisions: 2,
  /** … over so long. */
  zeroHoldMs: 1000,
  /** Anything lighter is a person or a motorbike, not a vehicle that carries a load. */
  leastVehicleKg: 1000,
  /** A driver and his mate step on or off: the steady weights of one visit differ by no more. */
  personsKg: 300,
} as const;

/** One vehicle from an empty plate to an empty plate: the least and the greatest of its steady weights. */
export type Visit = { readonly lowKg: number; readonly highKg: number };

/**
 * Why a visit is not signed: no weight was steady; the weight rose, or fell by more than persons weigh, after it was steady; another vehicle
 * came before the plate was empty; the line was silent.
 */
export type Spoilt = "never-steady" | "rose" | "fell" | "no-zero" | "gap";

export type PlatformEvent =
  | { readonly what: "empty" }
  | { readonly what: "steady"; readonly visit: Visit }
  | { readonly what: "left"; readonly visit: Visit }
  | { readonly what: "spoilt"; readonly why: Spoilt };

/** Readings in a row within one division of each other, none of which moves. */
type Run = { sinceMs: number; count: number; lowKg: number; highKg: number };
type OnPlate = { topKg: number; visit: Visit | undefined; leaving: boolean; spoilt: Spoilt | undefined };

/** Follows one plate. It begins by waiting for an empty one: what is on it at the start came unseen. */
export class Platform {
  readonly #divisionKg: number;
  #state: "unknown" | "empty" | OnPlate = "unknown";
  #run: Run | undefined;
  #lastMs: number | undefined;

  constructor(divisionKg: number) {
    this.#divisionKg = divisionKg;
  }

  /** Takes one reading in; answers what has just become known. */
  hear(reading: ScaleReading, atMs: number): PlatformEvent | undefined {
    const gap = this.#lastMs !== undefined && atMs - this.#lastMs > SETTLE.gapMs;
    this.#lastMs = atMs;
    const lost = gap ? this.#lose() : undefined;
    this.#follow(reading, atMs);
    return lost ?? this.#step(reading, atMs);
  }

  /** After a silence the plate must be seen empty before anything is weighed. */
  #lose(): PlatformEvent | undefined {
    this.#run = undefined;
    const state = this.#state;
    this.#state = "unknown";
    const vehicle = typeof state === "object" && state.topKg >= SETTLE.leastVehicleKg;
    return vehicle ? { what: "spoilt", why: "gap" } : undefined;
  }

  #follow({ kg, motion, net, outOfRange }: ScaleReading, atMs: number): void {
    if (outOfRange || net || motion === true) {
      this.#run = undefined;
      return;
    }
    const { lowKg, highKg, sinceMs, count } = this.#run ?? { lowKg: kg, highKg: kg, sinceMs: atMs, count: 0 };
    const [low, high] = [Math.min(lowKg, kg), Math.max(highKg, kg)];
    this.#run =
      high - low > this.#divisionKg
        ? { sinceMs: atMs, count: 1, lowKg: kg, highKg: kg }
        : { sinceMs, count: count + 1, lowKg: low, highKg: high };
  }

  #step(reading: ScaleReading, atMs: number): PlatformEvent | undefined {
    if (this.#isEmpty(atMs)) return this.#emptied();
    const { outOfRange, kg } = reading;
    const onPlate = outOfRange || Math.abs(kg) > this.#zeroKg;
    if (this.#state === "unknown" || (this.#state === "empty" && !onPlate)) return undefined;
    if (this.#state === "empty") this.#state = { topKg: 0, visit: undefined, leaving: false, spoilt: undefined };
    const state = this.#state;
    state.topKg = Math.max(state.topKg, outOfRange ? SETTLE.leastVehicleKg : kg);
    const { visit } = state;
    if (!outOfRange && visit) {
      const below = kg * 2 < visit.lowKg;
      if (state.leaving && !below) state.spoilt ??= "no-zero";
      state.leaving ||= below;
    }
    return this.#isSteady(reading, atMs) ? this.#weigh(state) : undefined;
  }

  /** A weight has been steady for long enough: it is the vehicle's, unless it contradicts what was steady before. */
  #weigh(state: OnPlate): PlatformEvent | undefined {
    const { lowKg, highKg } = this.#run!;
    if (state.leaving || state.spoilt || lowKg < SETTLE.leastVehicleKg) return undefined;
    const before = state.visit;
    const visit = {
      lowKg: Math.min(before?.lowKg ?? lowKg, lowKg),
      highKg: Math.max(before?.highKg ?? highKg, highKg),
    };
    // Its front axles alone, while it waited: less than half of what the whole vehicle weighs.
    if (before && before.highKg * 2 <= lowKg) state.visit = { lowKg, highKg };
    else if (visit.highKg - visit.lowKg <= SETTLE.personsKg) state.visit = visit;
    else state.spoilt = before && lowKg < before.lowKg ? "fell" : "rose";
    const same = before?.lowKg === state.visit?.lowKg && before?.highKg === state.visit?.highKg;
    return state.spoilt || same ? undefined : { what: "steady", visit: state.visit! };
  }

  #emptied(): PlatformEvent | undefined {
    const state = this.#state;
    this.#state = "empty";
    if (state === "empty") return undefined;
    if (state === "unknown") return { what: "empty" };
    if (state.topKg < SETTLE.leastVehicleKg) return undefined;
    if (state.spoilt) return { what: "spoilt", why: state.spoilt };
    return state.visit ? { what: "left", visit: state.visit } : { what: "spoilt", why: "never-steady" };
  }

  get #zeroKg(): number {
    return SETTLE.zeroDivisions * this.#divisionKg;
  }

  #isEmpty(atMs: number): boolean {
    const run = this.#run;
    if (!run || run.lowKg < -this.#zeroKg || run.highKg > this.#zeroKg) return false;
    return atMs - run.sinceMs >= SETTLE.zeroHoldMs;
  }

  #isSteady({ motion }: ScaleReading, atMs: number): boolean {
    const run = this.#run;
    const holdMs = motion === undefined ? SETTLE.holdUnflaggedMs : SETTLE.holdMs;
    return run !== undefined && run.count >= SETTLE.readings && atMs - run.sinceMs >= holdMs;
  }
}
