// Scales: registered things of a place, calibrated for a time. A load weighed on one names it; what the scale's own key has signed
// is the reading itself, and serves one slip or receipt.

import type { Measures } from "../../format/bodies/ruleset.ts";
import { hex } from "../../format/bytes.ts";
import { MEASURE, type Measure, PHASE, PHASED_RULE, STATUS } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { formatDay } from "../../words/as-written.ts";
import { problem } from "../../words/problem.ts";
import { type CheckResult, type Context, notFound, type Observer, partyOf } from "../acts/context.ts";
import { AUTHORITY, type Rows } from "../acts/row.ts";
import type { Book } from "../book/book.ts";
import type { ScaleFact, WeighingFact } from "../book/weighing-facts.ts";
import { type About, inPhase, phaseOf } from "../lawful/lawful.ts";
import { dayOf, isDay } from "../numbers/time.ts";
import { bandKg } from "./uncertainty.ts";

function registerScale(context: Context, body: Body<"scale.register">): CheckResult {
  const { book, index } = context;
  const refusal = checkCertificate(body) ?? countScale(book, body.place);
  if (refusal) return refusal;
  const { place, number, from, until } = body;
  const standing = { status: STATUS.active, index };
  book.put("scale", index, { place, number, from, until, before: null, standing, ...bandOf(body) });
  book.enlist("scales", index);
  book.enlist(`scales/${place}`, index);
  return body.kid && bindKey(context, hex(body.kid), index, place);
}

/** A new certificate; the one before is kept, since what was weighed under it may come late. */
function certifyScale(context: Context, body: Body<"scale.certify">): CheckResult {
  const { book } = context;
  const scale = book.get("scale", body.scale);
  if (!scale) return notFound("scale", body.scale);
  const refusal = checkCertificate(body);
  if (refusal) return refusal;
  const { from, until } = body;
  const { bandPermille: _, ...kept } = scale;
  book.put("scale", body.scale, { ...kept, from, until, before: [scale.from, scale.until], ...bandOf(body) });
  return body.kid && bindKey(context, hex(body.kid), body.scale, scale.place);
}

/** The error that a certificate states, where it states one. */
function bandOf({ bandPermille }: { bandPermille?: number | undefined }): Pick<ScaleFact, "bandPermille"> {
  return bandPermille === undefined ? {} : { bandPermille };
}

function checkCertificate({ from, until }: { from: number; until: number }): CheckResult {
  if (isDay(from) && isDay(until) && from <= until) return undefined;
  return problem("bad-terms", { expected: "days-of-certificate" });
}

/** A place knows how many scales it has: where it has one, a weighed load names it. */
function countScale(book: Book, place: number): CheckResult {
  const site = book.get("site", place);
  const project = book.get("project", place);
  if (site) book.put("site", place, { ...site, scales: (site.scales ?? 0) + 1 });
  else if (project) book.put("project", place, { ...project, scales: (project.scales ?? 0) + 1 });
  else return notFound("place", place);
  return undefined;
}

/** A scale's key is a machine's: of the place's party and of no person; from here on it signs weighings and nothing else. */
function bindKey({ book }: Context, kid: string, scale: number, place: number): CheckResult {
  const key = book.get("key", kid);
  if (!key) return problem("unknown-key", { kid });
  if (key.revoked !== null) return problem("revoked-key", { kid, index: key.revoked });
  const site = book.get("site", place);
  const project = book.get("project", place);
  const keepers = site
    ? [site.party]
    : [project?.owner, project?.supervisor, ...(project?.packages ?? []).map((each) => each.contractor)];
  const fits = key.role === null && key.party !== null && key.person === null && keepers.includes(key.party);
  if (!fits || key.scale !== undefined)
    return problem("key-refused", {
      expected: "machine-key-of-place",
    });
  book.put("key", kid, { ...key, scale });
  return undefined;
}

/** A weighing signed by the scale's own key: nobody types it. */
export function recordWeighing(context: Context, body: Body<"weighing.record">): CheckResult {
  const { book, index, signer, eventS } = context;
  const scale = book.get("scale", body.scale);
  if (!scale) return notFound("scale", body.scale);
  if (signer.key.scale !== body.scale) return problem("no-standing", { need: "own-key-of-scale" });
  if (!book.get("vehicle", body.vehicle)) return notFound("vehicle", body.vehicle);
  if (body.grossKg <= body.tareKg) return problem("bad-terms", { expected: "gross-above-tare" });
  book.put("weighing", index, { ...body, party: partyOf(context), eventS, used: null });
  book.enlist(`weighings/${scale.place}`, index);
  return undefined;
}

/** The weighing that a slip or receipt states for its load. */
export type Weighed = {
  readonly measure: Measure;
  readonly massKg: number;
  readonly readings?: number[];
  readonly scale?: number;
  readonly weighing?: number;
};

/** Where a load was weighed, on what vehicle and under what slip it came, and by what the phase is found. */
export type Weighing = {
  readonly place: number;
  readonly vehicle: number;
  readonly slip: number;
  readonly about: About;
};

/** Gross less tare is the stated mass: a number typed over shows at once. */
export function checkReadings(body: Weighed): CheckResult {
  const [gross, tare] = body.readings ?? [];
  if (body.measure !== MEASURE.scale || gross === undefined || tare === undefined) return undefined;
  const net = gross - tare;
  return net === body.massKg ? undefined : problem("reading-mismatch", { net_kg: net, need_kg: body.massKg });
}

/** The scale that a load was weighed on: the one it names, or that of its signed weighing. */
export function scaleOf(book: Book, body: Weighed): number | undefined {
  return body.weighing === undefined ? body.scale : book.get("weighing", body.weighing)?.scale;
}

/** The uncertainty of a stated mass: by its method, and of a scale by its certificate. */
export function bandOfMass(book: Book, bands: Measures, body: Weighed): number {
  const scale = scaleOf(book, body);
  return bandKg(bands, body.massKg, body.measure, scale === undefined ? undefined : book.get("scale", scale));
}

/**
 * Checks that a load may rest on its scale. A signed weighing must be this load's and unused, in every phase; what is not calibrated, out
 * of use or not named does what the phase says. A place without a scale in the book is asked for one only where the phase blocks: a
 * province that begins would otherwise see a signal on every load.
 */
export function checkScale(context: Observer, body: Weighed, load: Weighing): CheckResult {
  const { book } = context;
  const { place, vehicle } = load;
  const subject = `slip/${load.slip}` as const;
  const { index: entry } = context;
  const named = body.scale !== undefined || body.weighing !== undefined;
  if (named && (body.measure !== MEASURE.scale || (body.scale !== undefined && body.weighing !== undefined)))
    return problem("bad-body", { path: "body.scale", expected: "scale-or-weighing" });
  const refusal = body.weighing === undefined ? undefined : checkWeighing(context, body, body.weighing, vehicle);
  if (refusal || body.measure !== MEASURE.scale) return refusal;
  const phase = phaseOf(context, PHASED_RULE.scales, load.about);
  const index = scaleOf(book, body);
  if (index === undefined) {
    const scales = (book.get("site", place) ?? book.get("project", place))?.scales ?? 0;
    return scales > 0 || phase === PHASE.block
      ? inPhase(context, phase, problem("scale-not-named", { place }), subject, { place, entry })
      : undefined;
  }
  const scale = book.get("scale", index);
  if (scale?.place !== place) return notFound("scale-of-place", index);
  const { number, standing, from, until } = scale;
  const { status } = standing;
  if (status !== STATUS.active) {
    const inactive = problem("scale-inactive", {
      scale: number,
      status: status,
      index: standing.index,
    });
    return inPhase(context, phase, inactive, subject, { scale: index, entry, status });
  }
  if (isCalibrated(scale, dayOf(context.eventS))) return undefined;
  const lapsed = problem("scale-uncalibrated", { scale: number, from: formatDay(from), until: formatDay(until) });
  return inPhase(context, phase, lapsed, subject, { scale: index, entry });
}

/** True if one of a scale's certificates covers the day: a weighing under the one before may come late. */
function isCalibrated({ from, until, before }: ScaleFact, day: number): boolean {
  const under = [[from, until] as const, ...(before ? [before] : [])];
  return under.some(([first, last]) => day >= first && day <= last);
}

function checkWeighing({ book, eventS, rules }: Observer, body: Weighed, index: number, vehicle: number): CheckResult {
  const weighing = book.get("weighing", index);
  if (!weighing) return notFound("weighing", index);
  const { grossKg, tareKg, used } = weighing;
  if (used !== null) return problem("weighing-used", { index, used });
  const [gross, tare] = body.readings ?? [grossKg, tareKg];
  const same = gross === grossKg && tare === tareKg && body.massKg === grossKg - tareKg;
  const agoS = eventS - weighing.eventS;
  const fresh = agoS >= 0 && agoS <= rules.set.measures.weighingMinutes * 60;
  if (same && fresh && weighing.vehicle === vehicle) return undefined;
  return problem("weighing-differs", { index, gross_kg: grossKg, tare_kg: tareKg, mass_kg: body.massKg });
}

/** A weighing serves one slip or receipt. */
export function useWeighing({ book, index }: Observer, body: Weighed): void {
  if (body.weighing === undefined) return;
  const weighing: WeighingFact = book.need("weighing", body.weighing);
  book.put("weighing", body.weighing, { ...weighing, used: index });
}

export const SCALE_ROWS = {
  "scale.register": { nature: "registry", alone: "describes", signers: AUTHORITY, apply: registerScale },
  "scale.certify": { nature: "registry", alone: "describes", signers: AUTHORITY, apply: certifyScale },
} satisfies Rows;
