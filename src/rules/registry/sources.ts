// Lawful sources: what a licence or another instrument grants, and how its terms change.

import { AMOUNT_UNIT, FACTOR_USE, type Material, STATUS } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { problem } from "../../words/problem.ts";
import { ok, type Result, refused } from "../../words/result.ts";
import { type CheckResult, type Context, notFound } from "../acts/context.ts";
import { type Proposal, secondHand } from "../acts/proposal.ts";
import { AUTHORITY, type Rows } from "../acts/row.ts";
import type { Book } from "../book/book.ts";
import type { SourceFact } from "../book/facts.ts";
import { isDug } from "../lawful/lawful.ts";
import { limitKg } from "../numbers/convert.ts";
import { isDay, yearOf } from "../numbers/time.ts";
import { checkFactor } from "./factor.ts";
import { checkOnce, enterOnce } from "./once.ts";

/** Two persons register a source: it is capacity that others load from. */
const GRANT_SOURCE: Proposal<"source.grant"> = {
  needs(context, body) {
    const granted = grantedBy(context, body, context.index);
    return granted.ok ? ok(secondHand(context)) : granted;
  },
  effect(context, body, index) {
    const { book } = context;
    const granted = grantedBy(context, body, index);
    if (!granted.ok) return granted.problem;
    enterOnce({ ...context, index }, "source", spellingOf(body));
    book.put("source", index, granted.value);
    book.put("ground", index, { drawnKg: 0, recordedKg: 0, years: {} });
    book.enlist("sources", index);
    for (const site of body.sites) book.enlist(`sources/${site}`, index);
    return undefined;
  },
};

/** The source that a grant makes at this leaf, with its limits in kilograms. */
function grantedBy(context: Context, body: Body<"source.grant">, index: number): Result<SourceFact> {
  const refusal = checkGrant(context.book, body);
  if (refusal) return refused(refusal);
  const yearKg = limitOf(context, body.capacityYear, body.materials);
  const totalKg = limitOf(context, body.reserve, body.materials);
  if (!yearKg.ok) return yearKg;
  if (!totalKg.ok) return totalKg;
  const dayKg = limitOf(context, body.capacityDay, body.materials);
  if (!dayKg.ok) return dayKg;
  return ok({
    instrument: body.instrument,
    number: body.number,
    issuer: body.issuer,
    holder: body.holder,
    sites: body.sites,
    materials: body.materials,
    from: body.from ?? null,
    until: body.until ?? null,
    yearKg: yearKg.value ?? null,
    totalKg: totalKg.value ?? null,
    ...(dayKg.value === undefined ? {} : { dayKg: dayKg.value }),
    hours: body.hours ?? null,
    season: body.season ?? null,
    projects: body.projects ?? null,
    packages: body.packages ?? null,
    operators: body.operators ?? null,
    sinceS: Math.floor(context.receivedMs / 1000),
    standing: { status: STATUS.active, index },
  });
}

function checkGrant(book: Book, body: Body<"source.grant">): CheckResult {
  if (!book.get("party", body.holder)) return notFound("party", body.holder);
  for (const site of body.sites) if (!book.get("site", site)) return notFound("place", site);
  const unknown = checkPurposes(book, body);
  if (unknown) return unknown;
  for (const day of [body.issued, body.from, body.until]) {
    if (day !== undefined && !isDay(day)) return problem("bad-terms", { expected: "day-in-calendar", day });
  }
  if (body.from !== undefined && body.until !== undefined && body.until < body.from) {
    return problem("bad-terms", { expected: "expiry-after-start" });
  }
  if (!body.reserve && !isDug(body)) return problem("bad-terms", { expected: "reserve-of-instrument" });
  return checkOnce(book, "source", spellingOf(body), body.distinctFrom);
}

/** The words by which a licence is one record. */
function spellingOf({ number, issuer, issued }: Body<"source.grant">): string[] {
  return [number, issuer, String(issued ?? "")];
}

type Purposes = Pick<Body<"source.grant">, "projects" | "packages" | "operators">;

/** Checks that a source's projects, packages and operators exist. */
function checkPurposes(book: Book, { projects, packages, operators }: Purposes): CheckResult {
  for (const project of projects ?? []) if (!book.get("project", project)) return notFound("project", project);
  for (const each of packages ?? []) {
    const contracts = book.get("project", each.project)?.packages ?? [];
    if (!contracts.some((contract) => contract.number === each.package)) return notFound("package", each.package);
  }
  for (const operator of operators ?? []) if (!book.get("party", operator)) return notFound("party", operator);
  return undefined;
}

/** A billion tonnes: far above any mine, far below what numbers hold exactly. */
const MOST_KG = 10 ** 12;

function limitOf(
  context: Context,
  stated: Body<"source.grant">["capacityYear"],
  materials: readonly Material[],
): Result<number | undefined> {
  if (!stated) return ok(undefined);
  const { book } = context;
  const factor = stated.factor === undefined ? undefined : book.get("factor", stated.factor);
  const wanted = stated.unit === AMOUNT_UNIT.m3InPlace ? FACTOR_USE.inPlace : FACTOR_USE.loose;
  if (stated.unit !== AMOUNT_UNIT.tonnes && factor?.use !== wanted) {
    return refused(problem("bad-terms", { expected: "factor-of-unit" }));
  }
  const refusal = stated.factor === undefined ? undefined : checkFactor(context, stated.factor, materials, null);
  if (refusal) return refused(refusal);
  const kg = limitKg(stated.amount, stated.unit, factor);
  if (kg !== undefined && kg <= MOST_KG) return ok(kg);
  return refused(problem("bad-terms", { expected: "mass-up-to", most_kg: MOST_KG }));
}

/** New terms, by two persons, from now on: what is not given stays; what was drawn under the old ones stays drawn. */
const AMEND_SOURCE: Proposal<"source.amend"> = {
  needs(context, body) {
    const amended = amendedBy(context, body);
    return amended.ok ? ok(secondHand(context)) : amended;
  },
  effect(context, body, amendment) {
    const { book } = context;
    const amended = amendedBy(context, body);
    if (!amended.ok) return amended.problem;
    const [before, after] = [book.need("source", body.source), amended.value];
    const ground = book.need("ground", body.source);
    const yearDrawnKg = ground.years[String(yearOf(context.eventS))] ?? 0;
    noticeLimit(book, amendment, body.source, { before: before.yearKg, after: after.yearKg, drawnKg: yearDrawnKg });
    noticeLimit(book, amendment, body.source, {
      before: before.totalKg,
      after: after.totalKg,
      drawnKg: ground.drawnKg - (before.usedBeforeKg ?? 0),
    });
    book.put("source", body.source, after);
    for (const site of after.sites) if (!before.sites.includes(site)) book.enlist(`sources/${site}`, body.source);
    return undefined;
  },
};

function amendedBy(context: Context, body: Body<"source.amend">): Result<SourceFact> {
  const { book } = context;
  const source = book.get("source", body.source);
  if (!source) return refused(notFound("source", body.source));
  for (const site of body.sites ?? []) if (!book.get("site", site)) return refused(notFound("place", site));
  const unknown = checkPurposes(book, body);
  if (unknown) return refused(unknown);
  if (body.until !== undefined && !isDay(body.until))
    return refused(problem("bad-terms", { expected: "day-in-calendar", day: body.until }));
  const materials = body.materials ?? source.materials;
  const yearKg = limitOf(context, body.capacityYear, materials);
  const totalKg = limitOf(context, body.reserve, materials);
  if (!yearKg.ok) return yearKg;
  if (!totalKg.ok) return totalKg;
  const dayKg = limitOf(context, body.capacityDay, materials);
  if (!dayKg.ok) return dayKg;
  return ok({
    ...source,
    yearKg: yearKg.value ?? source.yearKg,
    totalKg: totalKg.value ?? source.totalKg,
    ...(dayKg.value === undefined ? {} : { dayKg: dayKg.value }),
    until: body.until ?? source.until,
    materials,
    sites: body.sites ?? source.sites,
    hours: body.hours ?? source.hours,
    season: body.season ?? source.season,
    projects: body.projects ?? source.projects,
    packages: body.packages ?? source.packages,
    operators: body.operators ?? source.operators,
  });
}

type Limit = { readonly before: number | null; readonly after: number | null; readonly drawnKg: number };

/** A limit that is set below what has been drawn, or raised: the authority alone does either, so an inspector has to look. */
function noticeLimit(book: Book, amendment: number, source: number, { before, after, drawnKg }: Limit): void {
  if (after === null || after === before) return;
  if (after < drawnKg)
    book.signal("limit-below-drawn", `source/${source}`, { amendment, limit_kg: after, drawn_kg: drawnKg });
  if (before !== null && after > before)
    book.signal("limit-raised", `source/${source}`, { amendment, before_kg: before, limit_kg: after });
}

/**
 * A licence renewed or transferred. A second officer of the authority signs, and the new holder where there is one. The kilograms stay what
 * they are: their origin is the old source, with whatever contradicts it.
 */
const SUCCEED: Proposal<"source.succeed"> = {
  needs(context, body) {
    const { book } = context;
    const [old, next] = [book.get("source", body.source), book.get("source", body.successor)];
    if (!old) return refused(notFound("source", body.source));
    if (!next) return refused(notFound("source", body.successor));
    const unfit = checkSuccession(body, old, next);
    if (unfit) return refused(unfit);
    return ok([...secondHand(context), ...(next.holder === old.holder ? [] : [{ party: next.holder }])]);
  },
  effect({ book, index: leaf, receivedMs }, body, index) {
    const [old, next] = [book.need("source", body.source), book.need("source", body.successor)];
    const unfit = checkSuccession(body, old, next);
    if (unfit) return unfit;
    const [was, is] = [book.need("ground", body.source), book.need("ground", body.successor)];
    const standing = { status: STATUS.closed, index: leaf, sinceS: Math.floor(receivedMs / 1000) };
    const successorReserve = body.reserveWhole === 1 ? "whole" : "rest";
    book.put("source", body.source, { ...old, successor: body.successor, successorReserve, standing });
    const usedBeforeKg = (next.usedBeforeKg ?? 0) + (body.reserveWhole === 1 ? 0 : was.drawnKg);
    const predecessors = [...(old.predecessors ?? []), body.source, ...(next.predecessors ?? [])];
    book.put("source", body.successor, { ...next, predecessors, usedBeforeKg });
    book.put("ground", body.successor, {
      ...is,
      drawnKg: is.drawnKg + was.drawnKg,
      recordedKg: is.recordedKg + was.recordedKg,
      years: addYears(is.years, was.years),
      ...(was.beyond ? { beyond: addYears(is.beyond ?? {}, was.beyond) } : {}),
    });
    const leftKg = old.totalKg === null ? undefined : old.totalKg - was.drawnKg + (old.usedBeforeKg ?? 0);
    const grantedKg = next.totalKg === null ? undefined : next.totalKg - (body.reserveWhole === 1 ? was.drawnKg : 0);
    if (leftKg !== undefined && grantedKg !== undefined && grantedKg > leftKg) {
      const figures = { amendment: index, before_kg: leftKg, limit_kg: grantedKg };
      book.signal("limit-raised", `source/${body.successor}`, figures);
    }
    return undefined;
  },
};

/** One deposit under two instruments: dug, at a place in common, and neither ended nor gone over before. A suspended source has to be cleared first. */
function checkSuccession(
  { source, successor }: Pick<Body<"source.succeed">, "source" | "successor">,
  old: SourceFact,
  next: SourceFact,
): CheckResult {
  const related = source !== successor && old.sites.some((site) => next.sites.includes(site));
  if (!related || old.instrument !== next.instrument)
    return problem("bad-terms", { expected: "successor-at-same-mine" });
  if (next.successor !== undefined || old.successor !== undefined || next.standing.status !== STATUS.active)
    return problem("bad-terms", { expected: "successor-at-same-mine" });
  const { status, index } = old.standing;
  const lawful = status === STATUS.active || status === STATUS.closed;
  return lawful ? undefined : problem("source-inactive", { source: old.number, status, index });
}

function addYears(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const sum = { ...a };
  for (const [year, kg] of Object.entries(b)) sum[year] = (sum[year] ?? 0) + kg;
  return sum;
}

export const SOURCE_ROWS = {
  "source.grant": {
    nature: "registry",
    makes: "capacity",
    approvedBy: ["colleague"],
    signers: AUTHORITY,
    proposal: GRANT_SOURCE,
  },
  "source.amend": {
    nature: "registry",
    makes: "capacity",
    approvedBy: ["colleague"],
    signers: AUTHORITY,
    proposal: AMEND_SOURCE,
  },
  "source.succeed": {
    nature: "registry",
    makes: "capacity",
    approvedBy: ["colleague", "holder-of-successor"],
    signers: AUTHORITY,
    proposal: SUCCEED,
  },
} satisfies Rows;
