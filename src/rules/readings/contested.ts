// The contradictions of a court bundle: an observation of a slip on their way, or a finding that their way fits.
import type { SlipReference } from "../../format/bodies/movement.ts";
import { type Flaw, flaw, type Origin } from "../../format/bundle.ts";
import { DIRECTION } from "../../format/codes.ts";
import type { Entry } from "../../format/entry.ts";
import type { Body, Statement } from "../../format/kinds.ts";
import type { Proven } from "../../format/prove-bundle.ts";
import { plateKey } from "../../spelling/plates.ts";
import { actsFor, partyAt, type Said, said, sameHouse } from "./acting.ts";
import { actAt, chairsUntil, done, keeps, namesSlip, receives, slipNamed, slipsOf } from "./said.ts";

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
  const vehicles = slips.flatMap(({ index, slip }) => [slip.body.vehicle, ...vehiclesGiven(proven, index)]);
  const names = (reference: SlipReference) => slips.some(({ index, slip }) => namesSlip(reference, slip, index));
  if (entry.kind === "stop.record") {
    return vehicles.includes(entry.body.vehicle) && keeps(proven, entry.body.site, contested)
      ? undefined
      : flaw("contested", contested, "xe khác · another vehicle");
  }
  if (entry.kind === "search.record") {
    const key = plateKey(entry.body.plate);
    const sought = vehicles.some((index) => {
      const vehicle = said(proven, index, "vehicle.register");
      return vehicle !== undefined && plateKey(vehicle.body.plate) === key;
    });
    return sought && keeps(proven, entry.body.site, contested)
      ? undefined
      : flaw("contested", contested, "xe khác · another vehicle");
  }
  if (entry.kind === "slip.issue" || entry.kind === "weighing.record") {
    const isNamed = slips.some(({ slip }) => slip.body.weighing === contested);
    return isNamed || (vehicles.includes(entry.body.vehicle) && bearsOn(proven, origin, entry))
      ? undefined
      : flaw("contested", contested, "chuyến khác · another trip");
  }
  if (
    !namesOne(entry, names, (index) => slips.some((each) => each.index === index)) &&
    !seenWithAnother(proven, slips, entry)
  )
    return flaw("contested", contested, "phiếu khác · another slip");
  return signedByKeeper(proven, entry, contested)
    ? undefined
    : flaw("contested", contested, "người ký không giữ nơi này · signed by somebody who does not keep the place");
}

/** The vehicles that amendments which somebody approved have given to a slip. */
function vehiclesGiven(proven: Proven, slip: number): number[] {
  return done(proven, "slip.amend", proven.size).flatMap(({ body }) =>
    body.slip === slip && body.vehicle !== undefined ? [body.vehicle] : [],
  );
}

/** Another slip of the lorry from elsewhere, or a scale's reading of it, bears on a load that was sent or received within so many seconds of it. */
const BESIDE_S = 86_400;

/** True if another slip of the way's lorry, or a weighing at a place of the way that no slip names, is of the hours of its load. */
function bearsOn(proven: Proven, { way }: Origin, entry: Extract<Entry, { kind: "slip.issue" | "weighing.record" }>) {
  if (entry.kind === "slip.issue")
    return slipsOf(proven, { way }).some((index) => collide(proven, said(proven, index, "slip.issue")!, entry));
  const hours = way.flatMap((index) => {
    const act = proven.leaves.get(index)?.entry;
    return act?.kind === "slip.issue" || act?.kind === "load.receive" ? [act.claimedS] : [];
  });
  const place = said(proven, entry.body.scale, "scale.register")?.body.place;
  return (
    place !== undefined &&
    way.some((index) => placesOf(proven, index).includes(place)) &&
    hours.some((hour) => Math.abs(hour - entry.claimedS) <= BESIDE_S)
  );
}

type Slip = { readonly index: number; readonly slip: Said<"slip.issue"> };

/**
 * True if a checkpoint saw the lorry of one of the slips with another, `other`, when it cannot have been loaded with this one: the other was still to
 * be delivered, or on it before and after.
 */
function seenWithAnother(proven: Proven, slips: readonly Slip[], entry: Entry): boolean {
  if (entry.kind !== "passage.record" && entry.kind !== "passage.correct") return false;
  const reference = slipNamed(entry);
  const { direction, seenS } = entry.body;
  if (direction !== DIRECTION.outbound) return false;
  return [...proven.leaves.keys()].some((at) => {
    const other = said(proven, at, "slip.issue");
    if (!other || !namesSlip(reference, other, at)) return false;
    const way = said(proven, other.body.route, "route.set")?.body;
    if (!way) return false;
    return slips.some(({ index, slip: { body, claimedS } }) => {
      if (index === at || body.vehicle !== other.body.vehicle) return false;
      if (Math.abs(seenS - claimedS) > BESIDE_S) return false;
      return seenS <= claimedS ? claimedS - seenS < cycleS(way) : other.claimedS < claimedS;
    });
  });
}

/** The seconds after which a lorry is back where a way begins. */
function cycleS({ cycleMinutes, minutes }: Body<"route.set">): number {
  return 60 * (cycleMinutes || 2 * minutes);
}

/** True if one lorry was loaded twice in too short a time: at one place within the cycle of the first way, or at two within a day. */
function collide(proven: Proven, a: Extract<Entry, { kind: "slip.issue" }>, b: Extract<Entry, { kind: "slip.issue" }>) {
  if (a === b) return false;
  const [first, second] = a.claimedS <= b.claimedS ? [a, b] : [b, a];
  const [way, next] = [first, second].map((each) => said(proven, each.body.route, "route.set")?.body);
  if (!way || !next) return false;
  const seconds = second.claimedS - first.claimedS;
  return way.from === next.from ? seconds < cycleS(way) : seconds <= BESIDE_S;
}

/** True if an observation names one of the slips. */
function namesOne(entry: Entry, names: (reference: SlipReference) => boolean, has: (slip: number) => boolean): boolean {
  switch (entry.kind) {
    case "load.receive":
    case "load.refuse":
    case "load.correct":
    case "passage.record":
    case "passage.correct":
      return names(slipNamed(entry));
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
