// The observations of one slip, as they are kept with the slip's state. Nothing is dropped because something else was written down first.
import type { Direction } from "../../format/codes.ts";

/**
 * One observation. `atS` is when it happened, in Unix seconds; `index` the entry that says so; `party` whose word it is.
 *
 * - `seen`: at checkpoint `place`, `direction` 1 away from the source, 2 back; `plate` 0 where the vehicle's plate was not the slip's,
 *   `vehicle` where the officer named the one he saw; `kg` where it was weighed.
 * - `received`: `kg` as part `part` at a site, or at a project's `package`; `final` 1 where nothing more was to come; `milli` of a product.
 * - `refused`, `accepted`: by who answers for the destination.
 * - `loaded`: another slip, `index`, for which the same vehicle was loaded at an hour that does not fit this one.
 * - `stopped`: the slip's vehicle, or one that had its load before, held on the road without a slip from `atS` until `untilS`.
 * - `searched`: the slip's vehicle, of which no slip was found on its way at `atS`.
 * - `uncounted`: the first one that found no room beside the others. Nobody knows any more what the slip's observations say together.
 * - `weighed`: by a scale of the sender or the receiver that signed for itself, where no slip or receipt rests on it.
 *
 * `bandKg` is the uncertainty of the measurement behind `kg`, `moisture` how much of it was water, in permille, where that was measured. `aside` is
 * the entry that set the observation aside, or corrected it. `key` is the registration of the key that recorded a passage: only the same device
 * corrects it; `noted` 1 where a passage was written down later than it was seen, by an hour that somebody remembers. `moved` is what a receipt brought to its place, which its correction takes back: the lots, the milli of a product, and the scale's
 * weighing that it rested on. `spent` is a receipt that was set aside after what it brought had moved on: that stays where it is.
 */
export type Observation = {
  index: number;
  what: "seen" | "received" | "refused" | "accepted" | "weighed" | "loaded" | "stopped" | "searched" | "uncounted";
  party: number;
  place: number;
  atS: number;
  direction?: Direction;
  plate?: 0 | 1;
  vehicle?: number;
  kg?: number;
  bandKg?: number;
  moisture?: number;
  part?: number;
  final?: 0 | 1;
  package?: number;
  milli?: number;
  untilS?: number;
  aside?: number;
  key?: number;
  noted?: 1;
  moved?: { lots: number[]; milli?: number; weighing?: number };
  spent?: 1;
};

/** By hour; of two at one hour the lighter first, so that the order of uploads decides nothing. */
export function byHour(a: Observation, b: Observation): number {
  return a.atS - b.atS || (a.kg ?? 0) - (b.kg ?? 0) || a.party - b.party || a.index - b.index;
}
