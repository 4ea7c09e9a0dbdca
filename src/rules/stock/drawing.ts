// Drawing from a source without a slip: where papers, letters, openings and excavation put kilograms, within the source's terms and limits.
import { type Grade, type Instrument, type Material, SITE_TYPE } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { problem } from "../../words/problem.ts";
import { ok, type Result, refused } from "../../words/result.ts";
import { type CheckResult, type Context, notFound } from "../acts/context.ts";
import { type AccountKey, accountKey } from "../book/accounts.ts";
import type { MadeFact, ProjectFact, SourceFact } from "../book/facts.ts";
import { useGround } from "../book/ground.ts";
import { checkOnPaper, type Destination } from "../lawful/lawful.ts";
import { yearOf } from "../numbers/time.ts";
import { checkLimits } from "./load.ts";

export function contractorOf(project: ProjectFact, contract: number | undefined): number | undefined {
  return project.packages.find((each) => each.number === contract)?.contractor;
}

/** Where kilograms that no slip brought are put: a package of a project, or a holder's stock at a place. */
function placeOf(
  context: Context,
  at: number,
  contract: number | undefined,
  holder: number | undefined,
  material: Material,
  index: number,
): Result<AccountKey> {
  const project = context.book.get("project", at);
  if (project) {
    return contractorOf(project, contract) === undefined
      ? refused(notFound("package", contract ?? 0))
      : ok(accountKey({ kind: "project", project: at, packageNumber: contract ?? 0, product: 0, material }));
  }
  const site = context.book.get("site", at);
  if (holder !== undefined && !context.book.get("party", holder)) return refused(notFound("holder", holder));
  // A mine's stock is each source's own, and slips from it name theirs.
  if (site?.type === SITE_TYPE.mine)
    return ok(
      accountKey({
        kind: "stock",
        site: at,
        holder: context.book.get("source", index)?.holder ?? site.party,
        product: 0,
        material,
        source: index,
      }),
    );
  return site
    ? ok(accountKey({ kind: "stock", site: at, holder: holder ?? site.party, product: 0, material, source: 0 }))
    : refused(notFound("place", at));
}

/** Takes kilograms out of a source's ground for a destination, within its terms and limits. */
export function draw(
  context: Context,
  index: number,
  source: SourceFact,
  material: Material,
  kg: number,
  to: AccountKey,
  at: Destination,
  grade: Grade,
  whenS: number,
  made: MadeFact = { fromS: whenS },
): CheckResult {
  const { book } = context;
  if (!source.materials.includes(material))
    return problem("material-not-licensed", { source: source.number, material });
  if (kg <= 0) return problem("bad-body", { path: "body.massKg", expected: "mass-above-zero" });
  const refusal =
    checkOnPaper({ ...context, eventS: whenS }, index, source, material, at) ??
    checkLimits(book, index, yearOf(whenS), kg);
  if (refusal) return refusal;
  useGround(book, index, yearOf(whenS), kg);
  book.fromGround(index, material, kg, to, grade);
  book.put("made", book.leaf, made);
  return undefined;
}

export function sourceOf(
  context: Context,
  index: number,
  instruments: readonly Instrument[] | undefined,
): Result<SourceFact> {
  const source = context.book.get("source", index);
  if (!source) return refused(notFound("source", index));
  if (instruments && !instruments.includes(source.instrument))
    return refused(problem("bad-terms", { expected: "source-of-instrument" }));
  return ok(source);
}

/** A source that an act draws from, and the account that the kilograms go to. */
export type Drawing = { readonly source: SourceFact; readonly to: AccountKey };

export function drawingOf(
  context: Context,
  body: Pick<Body<"foreign.attest">, "source" | "at" | "package" | "holder" | "material">,
  instrument: Instrument,
): Result<Drawing> {
  const source = sourceOf(context, body.source, [instrument]);
  if (!source.ok) return source;
  // A source names the places that it may fill; of projects it names those that it is bound to.
  if (context.book.get("site", body.at) && !source.value.sites.includes(body.at))
    return refused(problem("source-not-here", { source: source.value.number, site: body.at }));
  const to = placeOf(context, body.at, body.package, body.holder, body.material, body.source);
  return to.ok ? ok({ source: source.value, to: to.value }) : to;
}
