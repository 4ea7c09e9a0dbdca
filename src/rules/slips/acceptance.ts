// The supervisor's own look at what was brought to the site: an observation of its own kind, many loads for one signature. It confirms what
// the contractor received and moves nothing; a mass that the supervisor had weighed is judged beside the receipts.
import { MEASURE, ROLE } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { type Problem, problem } from "../../words/problem.ts";
import { type Context, notFound, partyOf, type RuleResult } from "../acts/context.ts";
import type { Rows } from "../acts/row.ts";
import { slipOf } from "../book/accounts.ts";
import type { Book } from "../book/book.ts";
import type { SlipState } from "../book/facts.ts";
import { type Lot, mapLoading } from "../book/memory.ts";
import { ancestry } from "../origins/trace.ts";
import { chairsAt, partyIn } from "../registry/chairs.ts";
import { bandKg } from "../weighing/uncertainty.ts";
import { noticeClearing } from "./correct.ts";
import { observe } from "./observing.ts";
import { isDestination } from "./receipts.ts";

function recordAcceptance(context: Context, body: Body<"acceptance.record">): RuleResult {
  const { book } = context;
  const project = book.get("project", body.project);
  if (!project) return notFound("project", body.project);
  if (partyIn(project, "contractor", body.package) === undefined) return notFound("package", body.package);
  // A contractor that is its own supervisor is nobody's second look. Whoever was replaced meanwhile was in the right at the hour of looking.
  const stands = [chairsAt(project, context.eventS), project].some(
    (chairs) =>
      chairs.supervisor === partyOf(context) && partyIn(chairs, "contractor", body.package) !== chairs.supervisor,
  );
  if (!stands) return problem("no-standing", { need: "supervisor-of-project" });
  if (body.massKg !== undefined && body.slips.length > 1)
    return problem("bad-body", { path: "body.massKg", expected: "mass-of-one-load" });
  const unknown = mapLoading(body.slips, (slip) => (book.get("slip", slip) ? undefined : slip)).find(
    (each) => each !== undefined,
  );
  if (unknown !== undefined) return notFound("slip", unknown);
  const disagreements = mapLoading(body.slips, (slip) => wouldBeElsewhere(context, body, slip));
  const [first] = body.slips.flatMap((slip, i) => disagreements[i] ?? accept(context, body, slip) ?? []);
  return first && { disagrees: first };
}

/** The problem of a slip that was never on its way to this package. */
function wouldBeElsewhere(
  { book, eventS, rules }: Context,
  body: Body<"acceptance.record">,
  index: number,
): Problem | undefined {
  const slip = book.need("slip", index);
  const at = { place: body.project, package: body.package, atS: eventS };
  return isDestination({ slip, tolerances: rules.set.tolerances }, at)
    ? undefined
    : problem("received-elsewhere", { index, other: index });
}

function accept(context: Context, body: Body<"acceptance.record">, slip: number): Problem | undefined {
  const { index, eventS, rules } = context;
  const { project, package: contract, massKg, measure } = body;
  const weighed = massKg && {
    kg: massKg,
    bandKg: bandKg(rules.set.measures, massKg, measure ?? MEASURE.scale),
  };
  const what = "accepted" as const;
  const observation = {
    index,
    what,
    party: partyOf(context),
    place: project,
    package: contract,
    atS: eventS,
    ...weighed,
  };
  const before = context.book.need("slipState", slip);
  const { against } = observe(context, slip, observation);
  noticeClearing(context, slip, before);
  return against;
}

/** True if whoever supervised a project at that hour has accepted a slip's load there. */
function isAccepted({ observations }: SlipState, project: number): boolean {
  return observations.some((each) => each.what === "accepted" && each.place === project && each.aside === undefined);
}

/** Of the loads under which lots came to a project, how many its supervisor has accepted. */
export function acceptedLoads(book: Book, project: number, lots: readonly Lot[]): { accepted: number; of: number } {
  const nearest = mapLoading(lots, (lot) =>
    ancestry(book, lot)
      .map((each) => slipOf(each.account))
      .find((slip) => slip !== undefined),
  );
  const slips = [...new Set(nearest)].filter((slip) => slip !== undefined);
  const accepted = mapLoading(slips, (slip) => isAccepted(book.need("slipState", slip), project));
  return { accepted: accepted.filter((each) => each).length, of: slips.length };
}

export const ACCEPTANCE_ROWS = {
  "acceptance.record": { nature: "observation", signers: [ROLE.supervisor], apply: recordAcceptance },
} satisfies Rows;
