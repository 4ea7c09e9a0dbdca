// The checks that a source may give at this moment: its status, dates, hours, season, purpose and obligations, each in its phase.
import {
  INSTRUMENT,
  type Material,
  OBLIGATION_STATE,
  type OBLIGATIONS,
  PHASE,
  PHASED_RULE,
  type Phase,
  type PhasedRule,
  type SiteType,
  STATUS,
} from "../../format/codes.ts";
import { formatDay } from "../../words/as-written.ts";
import { type Problem, problem } from "../../words/problem.ts";
import type { PhasedSignal, SignalFigures, Subject } from "../../words/signals.ts";
import type { CheckResult, Context } from "../acts/context.ts";
import type { Book } from "../book/book.ts";
import type { SourceFact } from "../book/facts.ts";
import { inHours, inSeason } from "../numbers/hours.ts";
import { DAY_S, dayOf, startOfDay } from "../numbers/time.ts";

/** A rule's phase decides whether it blocks; otherwise it is noticed and shown. `subject` and `figures` are the signal's. */
export function inPhase<C extends PhasedSignal>(
  { book }: Pick<Context, "book">,
  phase: Phase,
  refusal: Problem<C>,
  subject: Subject,
  figures: Omit<SignalFigures<C>, "phase">,
): CheckResult {
  if (phase === PHASE.block) return refusal;
  book.signal<PhasedSignal>(refusal.code, subject, { ...figures, phase });
  return undefined;
}

/** Where a source's material goes: a place, and in a project the contract package. */
export type Destination = { readonly place: number; readonly contract: number | undefined };

/** Checks that a source may give a material at this moment, for this destination: status, dates, purpose, hours, season, obligations. */
export function checkSource(
  context: Context,
  index: number,
  source: SourceFact,
  material: Material,
  to: Destination,
): CheckResult {
  return (
    checkGrant(context, index, source, material, to) ??
    checkHours(context, index, source, material, to.place) ??
    checkObligations(context, index, aboutSource(context.book, source, material, to.place)) ??
    checkDues(context, index, source, aboutSource(context.book, source, material, to.place))
  );
}

/** Checks that the source's instrument covers this day, this material and this destination. */
function checkGrant(
  context: Context,
  index: number,
  source: SourceFact,
  material: Material,
  to: Destination,
): CheckResult {
  return (
    checkTerms(source, dayOf(context.eventS)) ?? phasedOut(context, index, source, material) ?? checkPurpose(source, to)
  );
}

/** A purpose-bound source gives to its projects, and to its packages of them, only. */
export function checkPurpose(source: SourceFact, { place, contract }: Destination): CheckResult {
  const packages = source.packages?.filter((each) => each.project === place);
  const fits =
    (source.projects === null || source.projects.includes(place)) &&
    (packages === undefined || packages.some((each) => each.package === contract));
  return fits ? undefined : problem("source-not-bound", { source: source.number });
}

/**
 * Checks that a slip signed offline keeps its source's terms. The book has set its kilograms aside, so a suspension stops what was signed
 * after it and not what was on the road by then.
 */
export function checkOffline(
  context: Context,
  index: number,
  source: SourceFact,
  material: Material,
  to: Destination,
): CheckResult {
  const { eventS } = context;
  return (
    stoppedBy(source, eventS) ??
    checkDays(source, dayOf(eventS)) ??
    phasedOut(context, index, source, material) ??
    checkPurpose(source, to) ??
    checkHours(context, index, source, material, to.place)
  );
}

/** The same for a slip that another's observation carries: it was signed before, and whoever brings it is not to blame for what came between. */
export function checkCarried(
  context: Context,
  index: number,
  source: SourceFact,
  material: Material,
  to: Destination,
): CheckResult {
  return (
    checkOffline(context, index, source, material, to) ??
    checkObligations(context, index, aboutSource(context.book, source, material, to.place)) ??
    checkDues(context, index, source, aboutSource(context.book, source, material, to.place))
  );
}

/** A source that was suspended, ended or gone over to another by an hour. */
function stoppedBy(source: SourceFact, atS: number): CheckResult {
  return atS >= (source.standing.sinceS ?? 0) ? checkStanding(source) : undefined;
}

/** Checks that a source works at this hour of this season; no night work on the river, with or without a network. */
function checkHours(context: Context, index: number, source: SourceFact, material: Material, to: number): CheckResult {
  if (inSeason(source, dayOf(context.eventS)) && inHours(source, context.eventS)) return undefined;
  const phase = phaseOf(context, PHASED_RULE.hours, aboutSource(context.book, source, material, to));
  return inPhase(context, phase, problem("outside-hours", { source: source.number }), context.subject, {
    source: index,
  });
}

/** The same for what a paper, letter or declaration says: its day counts, the hour of signing in an office does not. */
export function checkOnPaper(
  context: Context,
  index: number,
  source: SourceFact,
  material: Material,
  to: Destination,
): CheckResult {
  return (
    checkGrant(context, index, source, material, to) ??
    checkObligations(context, index, aboutSource(context.book, source, material, to.place))
  );
}

/**
 * Checks that a source may have produced on a day. The day's terms count, not the hour of writing it down in the evening; a day before
 * the log knew the source, or too long ago, would draw on capacity that nobody could check at the time.
 */
export function checkProduction(
  context: Context,
  index: number,
  source: SourceFact,
  material: Material,
  day: number,
): CheckResult {
  const about = aboutSource(context.book, source, material);
  const receivedS = Math.floor(context.receivedMs / 1000);
  const first = Math.max(dayOf(source.sinceS), dayOf(receivedS - context.rules.set.tolerances.backfillDays * DAY_S));
  if (day < first || startOfDay(day) > context.eventS)
    return problem("bad-terms", { expected: "day-of-production-from", from: formatDay(first) });
  const outside = checkTerms(source, day) ?? phasedOut(context, index, source, material);
  if (outside) return outside;
  if (!inSeason(source, day)) {
    const refusal = problem("outside-hours", { source: source.number });
    const blocked = inPhase(context, phaseOf(context, PHASED_RULE.hours, about), refusal, context.subject, {
      source: index,
    });
    if (blocked) return blocked;
  }
  return checkObligations(context, index, about);
}

/** Excavation, opening stock and letters put kilograms in a place by acts of their own; nobody digs under them. */
export function isDug({ instrument }: Pick<SourceFact, "instrument">): boolean {
  return (
    instrument !== INSTRUMENT.projectExcavation &&
    instrument !== INSTRUMENT.openingStock &&
    instrument !== INSTRUMENT.neighbourLetter
  );
}

function checkTerms(source: SourceFact, day: number): CheckResult {
  return checkStanding(source) ?? checkDays(source, day);
}

function checkStanding({ number, standing }: SourceFact): CheckResult {
  const { status, index } = standing;
  return status === STATUS.active ? undefined : problem("source-inactive", { source: number, status, index });
}

function checkDays(source: SourceFact, day: number): CheckResult {
  if (source.from !== null && day < source.from)
    return problem("source-not-yet", { source: source.number, from: formatDay(source.from) });
  if (source.until !== null && day > source.until)
    return problem("source-expired", { source: source.number, until: formatDay(source.until) });
  return undefined;
}

/** The case that a rule is asked about, for its exceptions: kinds of site, materials and size of the project; empty for a vehicle. */
export type About = {
  readonly types: readonly SiteType[];
  readonly materials: readonly Material[];
  /** Registered value in đồng of the project that a load or claim is for; absent where it is for none. */
  readonly valueDong?: number;
};

const NOTHING: About = { types: [], materials: [] };

/** A source by the kinds of its sites and what is asked of it. */
export function aboutSource(book: Book, source: SourceFact, material: Material, to?: number): About {
  return {
    types: source.sites.map((site) => book.need("site", site).type),
    materials: [material],
    ...sizeOf(book, to),
  };
}

/** A project that states no value counts among the largest: whoever leaves it out escapes no rule for large works. */
const LARGEST_DONG = 10 ** 15;

function sizeOf(book: Book, to: number | undefined): Pick<About, "valueDong"> {
  const project = to === undefined ? undefined : book.get("project", to);
  return project ? { valueDong: project.valueDong ?? LARGEST_DONG } : {};
}

/** A place by its kind, what is there and, for a project or on the way to one, the project's size. */
export function aboutPlace(book: Book, place: number, material?: Material, to?: number): About {
  const site = book.get("site", place);
  return {
    types: site ? [site.type] : [],
    materials: material === undefined ? [] : [material],
    ...sizeOf(book, to ?? place),
  };
}

/** The phase of a rule now: the last exception that fits by date, kind of site, material and size of the project, else the general one. */
export function phaseOf({ eventS, rules }: Pick<Context, "eventS" | "rules">, rule: PhasedRule, about: About): Phase {
  const {
    obligationPhase,
    hoursPhase,
    cyclePhase,
    scalePhase,
    fillPhase,
    yieldPhase,
    productionPhase,
    offlinePhase,
    contractPhase,
    duesPhase,
    phases,
  } = rules.set;
  const fits = (each: NonNullable<typeof phases>[number]) =>
    each.rule === rule &&
    eventS >= (each.fromS ?? 0) &&
    (each.siteType === undefined || about.types.includes(each.siteType)) &&
    (each.material === undefined || about.materials.includes(each.material)) &&
    (each.leastDong === undefined || (about.valueDong ?? -1) >= each.leastDong) &&
    (each.belowDong === undefined || (about.valueDong ?? each.belowDong) < each.belowDong);
  const general = {
    [PHASED_RULE.obligations]: obligationPhase,
    [PHASED_RULE.hours]: hoursPhase,
    [PHASED_RULE.cycle]: cyclePhase,
    [PHASED_RULE.scales]: scalePhase,
    [PHASED_RULE.fillDensity]: fillPhase,
    [PHASED_RULE.yield]: yieldPhase,
    [PHASED_RULE.production]: productionPhase,
    [PHASED_RULE.offline]: offlinePhase,
    [PHASED_RULE.contract]: contractPhase,
    [PHASED_RULE.dues]: duesPhase,
  }[rule];
  return phases?.findLast(fits)?.phase ?? general;
}

/** A source that sent more than its dues were paid for, as the tax office attests, may not send on where the rules' phase blocks. */
export function checkDues(context: Context, index: number, { number }: SourceFact, about: About): CheckResult {
  const [behind] = context.book.get("dues", index)?.behind ?? [];
  if (!behind || phaseOf(context, PHASED_RULE.dues, about) !== PHASE.block) return undefined;
  const { due: obligation, shortKg: short_kg, shortDong: short_vnd } = behind;
  return problem("dues-behind", { source: number, obligation, short_kg, short_vnd });
}

/** Sources that the province has stopped from a day on: fill from natural hills, quarries along named roads. */
function phasedOut({ eventS, rules }: Context, index: number, source: SourceFact, material: Material): CheckResult {
  const out = rules.set.phaseOuts?.find(
    (each) =>
      eventS >= each.fromS &&
      (each.instrument === undefined || each.instrument === source.instrument) &&
      (each.material === undefined || each.material === material) &&
      (each.sources === undefined || each.sources.includes(index)),
  );
  return out && problem("source-phased-out", { source: source.number, document: out.document });
}

/** Of a source, place or vehicle: lapsed blocks; not shown does what the rules' phase says, and is told once a month; met and exempt pass. */
export function checkObligations(context: Context, subject: number, about: About = NOTHING): CheckResult {
  const { book, eventS } = context;
  const phase = phaseOf(context, PHASED_RULE.obligations, about);
  const today = dayOf(eventS);
  for (const [code, held] of Object.entries(book.get("obligations", subject) ?? {})) {
    const obligation = Number(code) as keyof typeof OBLIGATIONS;
    const lapsed = held.state === OBLIGATION_STATE.lapsed || (held.until !== null && held.until < today);
    if (lapsed) return problem("obligation-lapsed", { obligation });
    if (held.state === OBLIGATION_STATE.notShown) {
      const refusal = problem("obligation-not-shown", { obligation });
      const figures = { holder: subject, obligation };
      if (phase === PHASE.block) return refusal;
      // Told once a month: whoever has to ask for the paper need not read it with every load.
      const told = `${subject}/${obligation}/${Math.floor(today / 100)}`;
      if (book.get("notShown", told)?.phase === phase) continue;
      book.put("notShown", told, { phase });
      inPhase(context, phase, refusal, context.subject, figures);
    }
  }
  return undefined;
}
