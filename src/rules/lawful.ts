// Whether a source may give at this moment: its status, dates, hours, season, purpose and obligations, each in its phase.
import { OBLIGATIONS, PHASES, type Phase, STATUSES } from "../format/materials.ts";
import { type Problem, problem } from "../problem.ts";
import type { Context, Refusal } from "./context.ts";
import type { SourceFact } from "./facts.ts";
import { dayOf, dayText, minuteOf } from "./time.ts";

/** A rule's phase decides whether it blocks; otherwise it is noticed and shown. */
export function inPhase(context: Context, phase: keyof typeof PHASES, refusal: Problem): Refusal {
  if (phase === 3) return refusal;
  context.book.signal(refusal.code, `slip/${context.index}`, { ...refusal.figures, phase: PHASES[phase].en });
  return undefined;
}

/** Whether a source may give at this moment, for this destination: status, dates, hours, season, obligations, purpose. */
export function checkSource(context: Context, index: number, source: SourceFact, to: number): Refusal {
  const { eventS } = context;
  const today = dayOf(eventS);
  if (source.standing.status !== 1) {
    return problem("source-inactive", {
      source: source.number,
      status: STATUSES[source.standing.status].vi,
      index: source.standing.index,
    });
  }
  if (source.from !== null && today < source.from)
    return problem("source-not-yet", { source: source.number, from: dayText(source.from) });
  if (source.until !== null && today > source.until)
    return problem("source-expired", { source: source.number, until: dayText(source.until) });
  if (source.projects && !source.projects.includes(to)) return problem("source-not-bound", { source: source.number });
  if (!inHours(source, eventS)) {
    const blocked = inPhase(context, phaseOf(context, 2, source), problem("outside-hours", { source: source.number }));
    if (blocked) return blocked;
  }
  const out = phasedOut(context, index, source);
  if (out) return out;
  return checkObligations(context, index, phaseOf(context, 1, source));
}

/** The phase of a rule for a source now: the last exception that fits by date, kind of site and material, else the general one. */
export function phaseOf({ book, eventS, rules }: Context, rule: 1 | 2 | 3, source: SourceFact | undefined): Phase {
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
  const [first, last] = source.season ?? [101, 1231];
  const minute = minuteOf(eventS);
  const day = dayOf(eventS) % 10_000;
  const inSeason = first! <= last! ? day >= first! && day <= last! : day >= first! || day <= last!;
  return inSeason && minute >= opens! && minute < closes!;
}

/** Lapsed blocks; not shown does what the rules' phase says; met and exempt pass. */
function checkObligations(context: Context, subject: number, phase: Phase): Refusal {
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
