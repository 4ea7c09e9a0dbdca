// Contradictions of weights: two measurements of one load differ by more than both can be wrong and than water explains.

import type { Observation } from "../book/observations.ts";
import { timesOverFloor } from "../numbers/convert.ts";
import { uncertaintyKg, type Water, waterBetween } from "../weighing/uncertainty.ts";
import { type Contradiction, clockS, contradiction, type Evidence, outbound, type Receipts } from "./load-evidence.ts";

/** Weighed at a checkpoint, or by a scale at either end, and further from the slip's mass than both measurements can be wrong. */
export function otherWeight(evidence: Evidence, sorted: readonly Observation[], receipts: Receipts): Contradiction[] {
  const { slip, index } = evidence;
  return weighedLoads(evidence, sorted, receipts).flatMap((each) => {
    const { kg = 0, bandKg = 0 } = each;
    const arrived = each.what === "weighed" && each.place !== slip.from;
    const stated = arrived ? receivedMass(evidence, receipts) : { kg: slip.massKg, bandsKg: [slip.bandKg] };
    // Nothing drains between the scale of a place and its gate.
    const water = each.place === slip.from ? { gainedKg: 0, lostKg: 0 } : waterOf(evidence, each);
    if (isMixedIn(evidence, kg, water.gainedKg, uncertaintyKg([slip.bandKg, bandKg])))
      return [contradiction("weight-differs", each, index)];
    const missingKg = stated.kg - kg - uncertaintyKg([...stated.bandsKg, bandKg]) - water.lostKg;
    return missingKg > 0 ? [contradiction("weight-differs", each, index, missingKg)] : [];
  });
}

/** Weighed by the supervisor on the site, and less than was received there by more than both measurements can be wrong. */
export function acceptedLess(sorted: readonly Observation[], { right }: Receipts): Contradiction[] {
  return sorted.flatMap((each) => {
    if (each.what !== "accepted" || each.kg === undefined) return [];
    const there = right.filter(
      (one, i) => one.place === each.place && right.findIndex((a) => a.part === one.part) === i,
    );
    const [last] = there.slice(-1);
    if (!last) return [];
    const receivedKg = there.reduce((kg, one) => kg + (one.kg ?? 0), 0);
    const missingKg = receivedKg - each.kg - uncertaintyKg([each.bandKg ?? 0, ...there.map((one) => one.bandKg ?? 0)]);
    return missingKg > 0 ? [contradiction("weight-differs", each, last.index, missingKg)] : [];
  });
}

/** Weights of the whole load: on its way out, and the last at the scale of its sender or receiver; a lorry that is weighed again is weighed anew. */
function weighedLoads(evidence: Evidence, sorted: readonly Observation[], { closed }: Receipts): Observation[] {
  const untilS = closed ? closed.atS + clockS(evidence) : Infinity;
  const weights = sorted.filter((each) => each.kg !== undefined && each.atS <= untilS);
  return weights.filter(
    (each, i) =>
      outbound(each) ||
      (each.what === "weighed" &&
        !weights.slice(i + 1).some((later) => later.what === "weighed" && later.place === each.place)),
  );
}

/** The mass that a receiver's own scale is compared with: what was received, once the load has come whole, and never more than its slip says. */
function receivedMass({ slip }: Evidence, { right, closed }: Receipts): { kg: number; bandsKg: number[] } {
  const parts = right.filter((each, i) => right.findIndex((one) => one.part === each.part) === i);
  const kg = parts.reduce((sum, each) => sum + (each.kg ?? 0), 0);
  return closed && kg < slip.massKg
    ? { kg, bandsKg: parts.map((each) => each.bandKg ?? 0) }
    : { kg: slip.massKg, bandsKg: [slip.bandKg] };
}

/** True if so much more was found than the slip says that what came with it can no longer be told apart from the load. */
export function isMixedIn(
  { slip, tolerances }: Evidence,
  foundKg: number,
  waterKg: number,
  uncertainKg: number,
): boolean {
  const excessKg = foundKg - slip.massKg - waterKg;
  return excessKg > uncertainKg && excessKg * 1000 > slip.massKg * tolerances.mixedPermille;
}

/** The water that a load took up or lost until somebody measured it. */
export function waterOf({ slip, tolerances }: Evidence, { kg = 0, moisture }: Observation): Water {
  return waterBetween(slip, { massKg: kg, moisture }, tolerances);
}

/** How much water a load can take up on the way at most. */
export function mostWaterKg({ slip, tolerances }: Evidence): number {
  return timesOverFloor(slip.massKg, tolerances.wetPermille, 1000);
}
