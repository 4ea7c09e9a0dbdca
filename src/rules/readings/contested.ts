// The contradictions of a court bundle: an observation of a slip on their way, or a finding that their way fits.
import type { SlipReference } from "../../format/bodies/movement.ts";
import { type Flaw, flaw, type Origin } from "../../format/bundle.ts";
import type { Entry } from "../../format/entry.ts";
import type { Statement } from "../../format/kinds.ts";
import type { Proven } from "../../format/prove-bundle.ts";
import { plateKey } from "../../spelling/plates.ts";
import { actsFor, partyAt, said, sameHouse } from "./acting.ts";
import { actAt, chairsUntil, keeps, namesSlip, receives, slipsOf } from "./said.ts";

/** A contradiction speaks of a slip on the way, or is a finding that the way fits. */
export function checkContested(proven: Proven, origin: Origin): Flaw | undefined {
  const { contested } = origin;
  if (contested === undefined) return undefined;
  const entry = proven.leaves.get(contested)?.entry;
  if (!entry) return flaw("contested", contested, "thiếu mục · missing");
  if (entry.kind === "finding.record")
    return findingFits(proven, origin, entry.body)
      ? undefined
      : flaw("contested", contested, "nguồn khác · another source");
  const slips = slipsOf(proven, origin).map((index) => ({ index, slip: said(proven, index, "slip.issue")! }));
  const names = (reference: SlipReference) => slips.some(({ index, slip }) => namesSlip(reference, slip, index));
  if (entry.kind === "stop.record") {
    const held = slips.some(({ slip }) => slip.body.vehicle === entry.body.vehicle);
    return held && keeps(proven, entry.body.site, contested)
      ? undefined
      : flaw("contested", contested, "xe khác · another vehicle");
  }
  if (entry.kind === "search.record") {
    const key = plateKey(entry.body.plate);
    const sought = slips.some(({ slip }) => {
      const vehicle = said(proven, slip.body.vehicle, "vehicle.register");
      return vehicle !== undefined && plateKey(vehicle.body.plate) === key;
    });
    return sought && keeps(proven, entry.body.site, contested)
      ? undefined
      : flaw("contested", contested, "xe khác · another vehicle");
  }
  if (!namesOne(entry, names, (index) => slips.some((each) => each.index === index)))
    return slips.some(({ slip }) => slip.body.weighing === contested)
      ? undefined
      : flaw("contested", contested, "phiếu khác · another slip");
  return signedByKeeper(proven, entry, contested)
    ? undefined
    : flaw("contested", contested, "người ký không giữ nơi này · signed by somebody who does not keep the place");
}

/** True if an observation names one of the slips. */
function namesOne(entry: Entry, names: (reference: SlipReference) => boolean, has: (slip: number) => boolean): boolean {
  switch (entry.kind) {
    case "load.receive":
    case "load.refuse":
    case "load.correct":
    case "passage.record":
      return names(entry.body.slip);
    case "passage.correct":
      return names(entry.body.right ?? entry.body.slip);
    case "acceptance.record":
      return entry.body.slips.some(has);
    default:
      return false;
  }
}

/** True if an observation is signed by whoever keeps its place. */
function signedByKeeper(proven: Proven, entry: Entry, index: number): boolean {
  switch (entry.kind) {
    case "load.receive":
    case "load.refuse":
    case "load.correct":
      return receives(proven, entry.body.at, entry.body.package, index);
    case "passage.record":
      return keeps(proven, entry.body.site, index);
    case "passage.correct":
      return sameHouse(proven, partyAt(proven, entry.body.passage), partyAt(proven, index));
    case "acceptance.record":
      return chairsUntil(proven, entry.body.project, index).some((chairs) => actsFor(proven, index, chairs.supervisor));
    default:
      return false;
  }
}

function findingFits(
  proven: Proven,
  { way }: Origin,
  { source, slips, site }: Extract<Statement, { kind: "finding.record" }>["body"],
): boolean {
  if (source !== undefined && way.at(-1) !== source) return false;
  if (slips && !way.some((index) => slips.includes(index))) return false;
  return site === undefined || way.some((index) => placesOf(proven, index).includes(site));
}

/** The places that an entry of a way speaks of. */
function placesOf(proven: Proven, index: number): number[] {
  const act = actAt(proven, index);
  switch (act?.kind) {
    case "slip.issue": {
      const route = said(proven, act.body.route, "route.set")?.body;
      return route ? [route.from, route.to] : [];
    }
    case "load.receive":
    case "load.correct":
    case "foreign.attest":
    case "opening.declare":
      return [act.body.at];
    case "batch.process":
    case "book.grant":
      return [act.body.site];
    case "source.grant":
      return act.body.sites;
    default:
      return [];
  }
}
