// Factor rows: what a cubic metre weighs, by which document, for whom and when. Of the rows of one material, state and label exactly
// one counts on a day for a project, and whoever converts names that one: the choice is the book's, never the converter's.

import { MATERIAL, type Material, PHASED_RULE, RECIPE_SOURCE, ROLE } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { formatDay } from "../../words/as-written.ts";
import { type Problem, problem } from "../../words/problem.ts";
import { ok, refused } from "../../words/result.ts";
import { type CheckResult, type Context, notFound } from "../acts/context.ts";
import { type Proposal, proposerOf, secondHand } from "../acts/proposal.ts";
import type { Rows } from "../acts/row.ts";
import type { Book } from "../book/book.ts";
import { mapLoading } from "../book/memory.ts";
import type { FactorFact, RecipeFact } from "../book/weighing-facts.ts";
import { aboutPlace, inPhase, phaseOf } from "../lawful/lawful.ts";
import { dayOf, isDay } from "../numbers/time.ts";

/** Rows that a series keeps of all, and of each project: what has been replaced so often is no longer chosen among. */
const MOST_ROWS = 64;

/**
 * The authority's rows hold for all, and two of its officers sign them. A supervisor's is the signed test of a project that it supervises, and
 * the project's owner signs it too.
 */
const SET_FACTOR: Proposal<"factor.set"> = {
  needs(context, body) {
    const { book, signer } = context;
    const project = body.project === undefined ? undefined : book.get("project", body.project);
    if (body.project !== undefined && !project) return refused(notFound("project", body.project));
    if (!isDay(body.from) || (body.until !== undefined && (!isDay(body.until) || body.until < body.from)))
      return refused(problem("bad-terms", { expected: "days-of-factor" }));
    if (signer.key.role === "root" || signer.roles.includes(ROLE.authority)) return ok(secondHand(context));
    if (!project || project.supervisor !== signer.key.party || body.precedence !== undefined)
      return refused(problem("no-standing", { need: "supervisor-of-factor" }));
    return ok([{ party: project.owner }]);
  },
  effect(context, body, index) {
    enterFactor(context.book, body, index);
    return undefined;
  },
};

function enterFactor(book: Book, body: Body<"factor.set">, index: number): void {
  const { material, use, numerator, denominator, document, from } = body;
  const label = body.label ?? "";
  const row: FactorFact = {
    ...{ material, use, numerator, denominator, document, label, from },
    until: body.until ?? null,
    province: body.province ?? null,
    project: body.project ?? null,
    precedence: body.precedence ?? 0,
    party: proposerOf(book, index),
  };
  const series = seriesOf(row, row.project);
  const rows = book.get("series", series)?.rows ?? [];
  book.put("factor", index, row);
  book.put("series", series, { rows: [...rows, index].slice(-MOST_ROWS) });
  book.enlist("factors", index);
}

/**
 * Gives a row its last day, today at the earliest: what was converted by it until then stays, and from the next day on the row that counted before
 * counts again.
 */
function endFactor({ book, signer, eventS, receivedMs }: Context, body: Body<"factor.end">): CheckResult {
  const row = book.get("factor", body.factor);
  if (!row) return notFound("factor", body.factor);
  const { party } = signer.key;
  const owner = row.project === null ? undefined : book.need("project", row.project).owner;
  if (party !== row.party && (party === null || party !== owner))
    return problem("no-standing", { need: "author-of-factor" });
  const today = Math.max(dayOf(eventS), dayOf(Math.floor(receivedMs / 1000)));
  if (!isDay(body.until) || body.until < today || (row.until !== null && body.until > row.until))
    return problem("factor-ended", {
      factor: body.factor,
      until: row.until === null ? "–" : formatDay(row.until),
    });
  book.put("factor", body.factor, { ...row, until: body.until });
  return undefined;
}

/** A project's own tests are a series beside the one that holds for all, so that no supervisor crowds out what others have set. */
function seriesOf({ material, use, label }: FactorFact, project: number | null): string {
  return project === null ? `${material}/${use}/${label}` : `${material}/${use}/${label}/${project}`;
}

/**
 * The row of a series that counts on a day: of those in force the project's own test before any other, then by precedence, then the
 * province's before the country's, then the one in force since later, then the later in the log.
 */
export function chosenRow(book: Book, of: FactorFact, day: number, project: number | null): number | undefined {
  const series = project === null ? [seriesOf(of, null)] : [seriesOf(of, null), seriesOf(of, project)];
  const indexes = series.flatMap((each) => book.get("series", each)?.rows ?? []);
  const rows = mapLoading(indexes, (index) => ({
    index,
    row: book.need("factor", index),
  }));
  const { province } = book.need("log", 0);
  const fit = rows.filter(
    ({ row }) =>
      isInForce(row, day) &&
      (row.project === null || row.project === project) &&
      (row.province === null || row.province === province),
  );
  fit.sort((a, b) => compareRows(b.row, a.row) || b.index - a.index);
  return fit[0]?.index;
}

function isInForce({ from, until }: FactorFact, day: number): boolean {
  return day >= from && (until === null || day <= until);
}

/** Positive where `a` goes before `b`. */
function compareRows(a: FactorFact, b: FactorFact): number {
  const has = (value: unknown) => (value === null ? 0 : 1);
  return (
    has(a.project) - has(b.project) ||
    a.precedence - b.precedence ||
    has(a.province) - has(b.province) ||
    a.from - b.from
  );
}

/** Checks that a conversion may name this row today: it is of these materials, and the one that counts for this project. */
export function checkFactor(
  { book, eventS }: Pick<Context, "book" | "eventS">,
  index: number,
  materials: readonly Material[],
  project: number | null,
): CheckResult {
  const row = book.get("factor", index);
  if (!row || !materials.includes(row.material)) return notFound("factor", index);
  if (row.project !== null && row.project !== project) return notFound("factor", index);
  const day = dayOf(eventS);
  if (!isInForce(row, day)) return notInForce(index, row);
  const by = chosenRow(book, row, day, project);
  if (by === index) return undefined;
  if (by === undefined) return notInForce(index, row);
  return problem("factor-outranked", { factor: index, by, document: book.need("factor", by).document });
}

function notInForce(factor: number, { from, until }: FactorFact): Problem {
  return problem("factor-not-in-force", {
    factor,
    from: formatDay(from),
    until: until === null ? "–" : formatDay(until),
  });
}

/**
 * Checks that a claim's line may be converted by its recipe's rows on the claim's day. A norm moves with its rows; what a mix design or a
 * contract fixed stays fixed while its row is in force. `contracted`: the line is claimed against a contract line, which fixed its recipe.
 */
export function checkLineFactors(
  context: Context,
  { n: line, contracted }: { readonly n: number; readonly contracted: boolean },
  recipe: RecipeFact,
  project: number,
): CheckResult {
  const { book } = context;
  for (const { factor: index, material } of recipe.lines) {
    const row = book.need("factor", index);
    const fixed = contracted || recipe.source !== RECIPE_SOURCE.ministryNorm;
    const refusal = fixed
      ? isInForce(row, dayOf(context.eventS))
        ? undefined
        : notInForce(index, row)
      : checkFactor(context, index, [material], project);
    if (refusal) return refusal;
    if (material !== MATERIAL.fill || row.project === project) continue;
    const untested = problem("factor-needs-test", { line, factor: index });
    const phase = phaseOf(context, PHASED_RULE.fillDensity, aboutPlace(book, project, material));
    const blocked = inPhase(context, phase, untested, `annex/${context.index}`, { line, factor: index });
    if (blocked) return blocked;
  }
  return undefined;
}

export const FACTOR_ROWS = {
  "factor.set": {
    nature: "registry",
    makes: "capacity",
    approvedBy: ["colleague", "owner-of-project"],
    signers: ["root", ROLE.authority, ROLE.supervisor],
    proposal: SET_FACTOR,
  },
  "factor.end": {
    nature: "registry",
    alone: "ends",
    signers: ["root", ROLE.authority, ROLE.supervisor, ROLE.projectOwner],
    apply: endFactor,
  },
} satisfies Rows;
