// Whether a source may give at this moment: its status, dates, hours, season, purpose and obligations, each in its phase.
import { OBLIGATIONS, PHASES, type Phase, STATUSES } from "../format/materials.ts";
import { type Problem, problem } from "../problem.ts";
import type { Context, Refusal } from "./context.ts";
import type { SourceFact } from "./facts.ts";
import { dayOf, dayText, minuteOf, startOfDay } from "./time.ts";

/** A rule's phase decides whether it blocks; otherwise it is noticed and shown. */
export function inPhase(context: Context, phase: keyof typeof PHASES, refusal: Problem): Refusal {
  if (phase === 3) return refusal;
  context.book.signal(refusal.code, `slip/${context.index}`, { ...refusal.figures, phase: PHASES[phase].en });
  return undefined;
}

/** Days that a production book may be filled in behind: a month's outage, not last year's unused capacity. */
export const BACKFILL_DAYS = 31;

/** Whether a source may give at this moment, for this destination: status, dates, hours, season, obligations, purpose. */
export function checkSource(context: Context, index: number, source: SourceFact, to: number): Refusal {
  const { eventS } = context;
  const outside = checkTerms(source, dayOf(eventS)) ?? phasedOut(context, index, source);
  if (outside) return outside;
  if (source.projects && !source.projects.includes(to)) return problem("source-not-bound", { source: source.number });
  return checkHours(context, source) ?? checkObligations(context, index, phaseOf(context, 1, source));
}

/** Whether a source works at this hour of this season; no night work on the river, with or without a network. */
export function checkHours(context: Context, source: SourceFact): Refusal {
  if (inSeason(source, dayOf(context.eventS)) && inHours(source, context.eventS)) return undefined;
  return inPhase(context, phaseOf(context, 2, source), problem("outside-hours", { source: source.number }));
}

/** The same for what a paper, letter or declaration says: its day counts, the hour of signing in an office does not. */
export function checkOnPaper(context: Context, index: number, source: SourceFact, to: number): Refusal {
  const outside = checkTerms(source, dayOf(context.eventS)) ?? phasedOut(context, index, source);
  if (outside) return outside;
  if (source.projects && !source.projects.includes(to)) return problem("source-not-bound", { source: source.number });
  return checkObligations(context, index, phaseOf(context, 1, source));
}

/**
 * Whether a source may have produced on a day. The day's terms count, not the hour of writing it down in the evening; a day before
 * the log knew the source, or too long ago, would draw on capacity that nobody watched.
 */
export function checkProduction(context: Context, index: number, source: SourceFact, day: number): Refusal {
  const receivedS = Math.floor(context.receivedMs / 1000);
  const first = Math.max(dayOf(source.sinceS), dayOf(receivedS - BACKFILL_DAYS * 86_400));
  if (day < first || startOfDay(day) > context.eventS)
    return problem("bad-terms", { expected: `ngày sản xuất từ ${dayText(first)} · day of production` });
  const outside = checkTerms(source, day) ?? phasedOut(context, index, source);
  if (outside) return outside;
  if (!inSeason(source, day)) {
    const refusal = problem("outside-hours", { source: source.number });
    const blocked = inPhase(context, phaseOf(context, 2, source), refusal);
    if (blocked) return blocked;
  }
  return checkObligations(context, index, phaseOf(context, 1, source));
}

function checkTerms(source: SourceFact, day: number): Refusal {
  if (source.standing.status !== 1) {
    return problem("source-inactive", {
      source: source.number,
      status: STATUSES[source.standing.status].vi,
      index: source.standing.index,
    });
  }
  if (source.from !== null && day < source.from)
    return problem("source-not-yet", { source: source.number, from: dayText(source.from) });
  if (source.until !== null && day > source.until)
    return problem("source-expired", { source: source.number, until: dayText(source.until) });
  return undefined;
}

/** The phase of a rule for a source now: the last exception that fits by date, kind of site and material, else the general one. */
export function phaseOf({ book, eventS, rules }: Context, rule: 1 | 2 | 3, source?: SourceFact): Phase {
  const { obligationPhase, hoursPhase, cyclePhase, phases } = rules.set;
  const types = source?.sites.map((site) => book.need("site", site).type) ?? [];
  const fits = (each: NonNullable<typeof phases>[number]) =>
    each.rule === rule &&
    eventS >= (each.fromS ?? 0) &&
    (each.siteType === undefined || types.includes(each.siteType)) &&
    (each.material === undefined || source?.materials.includes(each.material));
  const general = { 1: obligationPhase, 2: hoursPhase, 3: cyclePhase }[rule];
  return phases?.findLast(fits)?.phase ?? general;
}

/** Sources that the province has stopped from a day on: fill from natural hills, quarries along named roads. */
function phasedOut({ eventS, rules }: Context, index: number, source: SourceFact): Refusal {
  const out = rules.set.phaseOuts?.find(
    (each) =>
      eventS >= each.fromS &&
      (each.instrument === undefined || each.instrument === source.instrument) &&
      (each.material === undefined || source.materials.includes(each.material)) &&
      (each.sources === undefined || each.sources.includes(index)),
  );
  return out && problem("source-phased-out", { source: source.number, document: out.document });
}

function inHours(source: SourceFact, eventS: number): boolean {
  const [opens, closes] = source.hours ?? [0, 1440];
  const minute = minuteOf(eventS);
  return minute >= opens! && minute < closes!;
}

function inSeason(source: SourceFact, day: number): boolean {
  const [first, last] = source.season ?? [101, 1231];
  const date = day % 10_000;
  return first! <= last! ? date >= first! && date <= last! : date >= first! || date <= last!;
}

/** Of a source, place or vehicle: lapsed blocks; not shown does what the rules' phase says; met and exempt pass. */
export function checkObligations(context: Context, subject: number, phase = phaseOf(context, 1)): Refusal {
  const { book, eventS } = context;
  const today = dayOf(eventS);
  for (const [code, held] of Object.entries(book.get("obligations", subject) ?? {})) {
    const obligation = OBLIGATIONS[Number(code) as keyof typeof OBLIGATIONS].vi;
    const lapsed = held.state === 4 || (held.until !== null && held.until < today);
    if (lapsed) return problem("obligation-lapsed", { obligation });
    if (held.state === 3) {
      const blocked = inPhase(context, phase, problem("obligation-not-shown", { obligation }));
      if (blocked) return blocked;
    }
  }
  return undefined;
}
