// What a court bundle says contradicts kilograms: an observation of a slip on their way, or a finding that their way fits.
import { type Flaw, flaw, type Origin } from "../../format/bundle.ts";
import type { Statement } from "../../format/kinds.ts";
import type { Proven } from "../../format/prove-bundle.ts";
import { actAt, keeperOf, namesSlip, partyAt, receives, said, slipsOf } from "./said.ts";

/** What contradicts kilograms speaks of a slip on their way, or is a finding that their way fits. */
export function checkContested(proven: Proven, origin: Origin): Flaw | undefined {
  const { contested } = origin;
  if (contested === undefined) return undefined;
  const entry = proven.leaves.get(contested)?.entry;
  if (!entry) return flaw("contested", contested, "thiếu mục · missing");
  if (entry.kind === "finding.record")
    return findingFits(proven, origin, entry.body)
      ? undefined
      : flaw("contested", contested, "nguồn khác · another source");
  const observes =
    entry.kind === "load.receive" || entry.kind === "passage.record" || entry.kind === "load.refuse"
      ? entry
      : undefined;
  const slips = slipsOf(proven, origin).map((index) => ({ index, slip: said(proven, index, "slip.issue")! }));
  const named = slips.some(({ index, slip }) =>
    observes ? namesSlip(observes.body.slip, slip, index) : slip.body.weighing === contested,
  );
  if (!named) return flaw("contested", contested, "phiếu khác · another slip");
  if (!observes) return undefined;
  const party = partyAt(proven, contested);
  const keeps =
    observes.kind === "passage.record"
      ? keeperOf(proven, observes.body.site) === party
      : receives(proven, observes.body.at, observes.body.package, party);
  return keeps
    ? undefined
    : flaw("contested", contested, "người ký không giữ nơi này · signed by somebody who does not keep the place");
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
