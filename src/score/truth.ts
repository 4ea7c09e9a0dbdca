// Decides if anything that somebody wrote down contradicts a load: the sentences of docs/verdicts.md once more, in the plainest form and with nothing
// of the rules' code, so that a rule that stops working is missed by the score.

import { PROMISED } from "./parameters.ts";
import type { Recorded, TrueLoad } from "./true-load.ts";
import type { World } from "./world.ts";

/** `whole`: something cannot be true beside the slip. `provenKg`: the most that a weighing on the way leaves standing. */
export type Truth = { readonly whole: string | undefined; readonly provenKg: number };

/** Judges a load by what reached the log, at the hours that their telephones said and never later than they came. */
export function truthOf(world: World, load: TrueLoad): Truth {
  const there = load.records.flatMap((each) => {
    const index = world.log.indexOf(each.entry);
    const leaf = index === undefined ? undefined : world.log.leaves[index]!;
    const isLate = leaf && Math.floor(leaf.receivedMs / 1000) - each.atS > LATE_S;
    return leaf && !isLate ? [{ ...each, atS: Math.min(each.atS, Math.floor(leaf.receivedMs / 1000)) }] : [];
  });
  there.sort((a, b) => a.atS - b.atS);
  const seen = there.filter((each) => each.what === "seen");
  const received = there.filter((each) => each.what === "received");
  const here = received.filter((each) => each.place === load.way.to.index);
  const void_ = there.find((each) => each.what === "void");
  const whole =
    (seen.some((each) => each.otherPlate) && "another lorry") ||
    (seenTwice(load, seen) && "seen twice") ||
    (tripsApart(load, here) && "received twice") ||
    (!void_ && seenAfter(seen, here) && "seen after the receipt") ||
    (void_ && (seen.length > 0 || received.length > 0) && "void but seen") ||
    (received.some((each) => isElsewhere(load, each)) && "received elsewhere") ||
    (there.some((each) => each.what === "refused" && here.some((one) => one.atS > each.atS + PROMISED.clockS)) &&
      "turned away") ||
    (here.some((each) => tooMuch(load, each)) && "too much") ||
    (stoppedFirst(world, load, there) && "signed while stopped");
  const weights = seen.filter((each) => each.kg !== undefined).map((each) => mostLeft(load, each));
  return { whole: whole || undefined, provenKg: Math.min(load.slipKg, ...weights) };
}

/** Observations older than this wait for the authority's ruling and say nothing until then. */
const LATE_S = 72 * 3600;

function anotherTripS({ way }: TrueLoad): number {
  return Math.max(Math.floor((2 * way.minutes * 60 * PROMISED.tripPermille) / 1000), PROMISED.sameLookS);
}

function seenTwice(load: TrueLoad, seen: readonly Recorded[]): boolean {
  return seen.some((each, i) => {
    const before = seen.slice(0, i).findLast((one) => one.place === each.place);
    return before !== undefined && each.atS - before.atS > anotherTripS(load);
  });
}

function tripsApart(load: TrueLoad, here: readonly Recorded[]): boolean {
  const [first, ...later] = here;
  return (
    first !== undefined &&
    later.some((each) => each.part !== first.part && each.atS - first.atS > anotherTripS(load) && isWhole(load, first))
  );
}

function isWhole(load: TrueLoad, receipt: Recorded): boolean {
  return (receipt.kg ?? 0) >= load.slipKg;
}

function seenAfter(seen: readonly Recorded[], here: readonly Recorded[]): boolean {
  const [first] = here;
  return first !== undefined && first.part === 1 && seen.some((each) => each.atS > first.atS + PROMISED.clockS);
}

function isElsewhere(load: TrueLoad, each: Recorded): boolean {
  const { to, from } = load.way;
  return (
    each.place !== to.index &&
    each.place !== from.index &&
    (each.kg ?? 0) * 1000 >= load.slipKg * PROMISED.plausiblePermille
  );
}

function tooMuch(load: TrueLoad, each: Recorded): boolean {
  const excessKg = (each.kg ?? 0) - load.slipKg * (1 + PROMISED.wetPermille / 1000);
  return excessKg > Math.hypot(load.bandKg, each.bandKg ?? 0) && excessKg * 1000 > load.slipKg * PROMISED.mixedPermille;
}

/** The slip's own hour, never before the stop by more than clocks are wrong; on line it is signed when the log has it. */
function stoppedFirst(world: World, load: TrueLoad, there: readonly Recorded[]): boolean {
  const index = world.log.indexOf(load.slip);
  const slip = index === undefined ? undefined : world.log.book.get("slip", index);
  if (!slip) return false;
  const signedS = slip.offline ? slip.eventS : (slip.loggedS ?? slip.eventS);
  return there.some((each) => each.what === "stopped" && signedS >= each.atS + PROMISED.clockS);
}

function mostLeft(load: TrueLoad, { kg = 0, bandKg = 0 }: Recorded): number {
  return Math.ceil(kg + Math.hypot(load.bandKg, bandKg) + (load.slipKg * PROMISED.wetPermille) / 1000) + 5;
}
