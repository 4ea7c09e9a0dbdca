// Surveys: an independent look at what has left the ground of a source, or lies at a place. They are compared and never averaged in, and
// they count by who made them.
import { MEASURE, ROLE } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { problem } from "../../words/problem.ts";
import { actsAt, type Context, disagrees, notFound, partyOf, type RuleResult } from "../acts/context.ts";
import { type Rows, SENDERS } from "../acts/row.ts";
import { accountKey } from "../book/accounts.ts";
import type { SiteFact, SourceFact } from "../book/facts.ts";
import { timesOverFloor } from "../numbers/convert.ts";
import { bandKg } from "../weighing/uncertainty.ts";
import { licensedKg, noticeOverCapacity, recordedKg } from "./reckoning.ts";

/** A party surveys its own sources and places only, and its survey never takes the place of an office's. */
function recordSurvey(context: Context, body: Body<"survey.record">): RuleResult {
  const { book, index } = context;
  const { subject, material, massKg } = body;
  const source = book.get("source", subject);
  const site = book.get("site", subject);
  if (!source && !site) return notFound("source-or-place", subject);
  const official = isOffice(context);
  if (!official && !keeps(context, subject, source, site)) return problem("no-standing", { need: "keeper-of-place" });
  if (source && !source.materials.includes(material))
    return disagrees("material-not-licensed", { source: source.number, material });
  book.put("survey", official ? subject : `${subject}/own`, { index, massKg });
  book.enlist(`surveys/${subject}`, index);
  if (source) compareSource(context, subject, source, massKg);
  else if (site) compareShelf(context, body, site);
  return undefined;
}

function isOffice({ signer }: Context): boolean {
  return signer.roles.includes(ROLE.authority) || signer.roles.includes(ROLE.inspector);
}

/** A party keeps a place that it runs, and a source that it holds or that lies at a place that it runs. */
function keeps(context: Context, subject: number, source: SourceFact | undefined, site: SiteFact | undefined): boolean {
  if (site) return actsAt(context, subject, site);
  const party = partyOf(context);
  return source?.holder === party || (source?.sites ?? []).some((at) => context.book.need("site", at).party === party);
}

/** How far a survey and a book may lie apart before somebody has to explain it. */
function explainedKg({ rules }: Context, bookKg: number, surveyedKg: number): number {
  const { tolerances, measures } = rules.set;
  return Math.max(
    timesOverFloor(bookKg, tolerances.explainPermille, 1000),
    bandKg(measures, surveyedKg, MEASURE.survey),
  );
}

/** A survey of a source beside what has left its ground, what its production book says, and what its licence allows. */
function compareSource(context: Context, subject: number, source: SourceFact, surveyed_kg: number): void {
  const { book, index, eventS } = context;
  const ground = book.need("ground", subject);
  const book_kg = ground.drawnKg;
  const figures = { survey: index, surveyed_kg, book_kg, recorded_kg: recordedKg(ground) };
  if (Math.abs(surveyed_kg - book_kg) > explainedKg(context, book_kg, surveyed_kg))
    book.signal("survey-differs", `source/${subject}`, figures);
  const capacity_kg = licensedKg(source, eventS);
  if (capacity_kg !== undefined)
    noticeOverCapacity(book, subject, { entry: index, extracted_kg: surveyed_kg, capacity_kg });
}

/** A survey of a place that finds less than its keeper alone has in the book; more may be another holder's. */
function compareShelf(context: Context, body: Body<"survey.record">, site: SiteFact): void {
  const { book, index } = context;
  const { subject, material, massKg: surveyed_kg } = body;
  const shelf = { site: subject, holder: site.party, product: 0, material, source: 0 };
  const book_kg = book.balance(accountKey({ kind: "stock", ...shelf }));
  if (book_kg - surveyed_kg > explainedKg(context, book_kg, surveyed_kg))
    book.signal("survey-below-book", `site/${subject}`, { survey: index, material, surveyed_kg, book_kg });
}

export const SURVEY_ROWS = {
  "survey.record": {
    nature: "observation",
    signers: [ROLE.authority, ...SENDERS, ROLE.inspector],
    apply: recordSurvey,
  },
} satisfies Rows;
