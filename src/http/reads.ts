// The public JSON reads: results of payment control, a slip's public side, and for its parties a claim with today's figures.

import type { Context, Hono } from "hono";
import { z } from "zod";
import { base64, hex } from "../format/bytes.ts";
import { MATERIALS, type Material, type Named, OUTCOMES } from "../format/codes.ts";
import { headOf } from "../format/note.ts";
import { readSlipCode } from "../format/slipcode.ts";
import type { Book } from "../rules/book/book.ts";
import { claimAsItStands, rulesOfClaim } from "../rules/payment/claim.ts";
import { claimedDongOf, hashFigures } from "../rules/payment/figures.ts";
import { advanceLeftDong, retentionLeftDong } from "../rules/payment/package-money.ts";
import { payableDong } from "../rules/payment/recovery.ts";
import { type ContractAccount, contractAccount } from "../rules/readings/contract-account.ts";
import { notReported } from "../rules/readings/not-reported.ts";
import { problem } from "../words/problem.ts";
import { ok, type Result, refused } from "../words/result.ts";
import { wantsPage } from "./body.ts";
import { publicDocumentOf, refuse } from "./problems.ts";
import { mayRead } from "./readers.ts";
import type { ClaimReview, Decision, PublicSlip } from "./resources.ts";
import type { Services } from "./services.ts";
import type { Who } from "./who.ts";

/** Query of /decisions: newest first, before a result's index where one is given; `reversed`: those too that were taken back since. */
const decisionsQuery = z.strictObject({
  reversed: z.enum(["true", "false"]).default("false"),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  before: z.coerce.number().int().min(0).optional(),
});

/** Mounts the JSON resources; a browser that navigates gets the page of the same address, which other modules mount. */
export function mountReads(app: Hono, services: Services): void {
  app.get("/decisions", async (context, next) => {
    if (wantsPage(context)) return next();
    const query = decisionsQuery.safeParse(context.req.query());
    if (!query.success) return refuse(problem("bad-request", { expected: "form", form: "limit 1–1000, before ≥ 0" }));
    const { limit, before, reversed } = query.data;
    const found = await decisionsOf(services, limit, before, reversed === "true");
    return context.json(found, 200, { "cache-control": "no-cache", vary: "accept" });
  });

  app.get("/slips/:slip", async (context) => {
    const found = await publicSlipOf(services, context.req.param("slip"));
    if (!found.ok) return refuse(found.problem);
    return context.json(found.value, 200, { "cache-control": "no-cache", vary: "accept" });
  });

  app.get("/claims/:annex{[0-9]{1,10}}", async (context, next) => {
    if (wantsPage(context)) return next();
    const found = await claimFor(context, services, Number(context.req.param("annex")));
    if (!found.ok) return refuse(found.problem);
    return context.json(found.value, 200, { "cache-control": "private, no-cache" });
  });
}

/** The signed results, newest first; without those that were reversed, a dossier is there once. */
async function decisionsOf(
  services: Services,
  limit: number,
  before: number | undefined,
  withReversed: boolean,
): Promise<Decision[]> {
  const { view } = services;
  const indexes: number[] = [];
  const reversed = new Map<string, number>();
  for (let last = before; indexes.length < limit; ) {
    const page = (await view.list("decisions", limit - indexes.length, last)).map(({ key }) => Number(key));
    if (page.length === 0) break;
    for (const [index, fact] of await view.facts("reversed", page)) reversed.set(index, fact.index);
    indexes.push(...page.filter((index) => withReversed || !reversed.has(String(index))));
    last = page.at(-1);
  }
  const [results, entries] = await Promise.all([view.facts("result", indexes), view.entries(indexes)]);
  const claims = await view.facts(
    "claim",
    [...results.values()].map((result) => result.annex),
  );
  const projects = await view.facts("project", [...new Set([...claims.values()].map((claim) => claim.project))]);
  const ids = new Map(entries.map(({ index, entry }) => [index, hex(entry.id)]));
  return indexes.map((index) => {
    const result = demand(results.get(String(index)));
    const claim = demand(claims.get(String(result.annex)));
    return {
      claim: result.annex,
      project: demand(projects.get(String(claim.project))).code,
      outcome: OUTCOMES[result.outcome].en,
      claimed_kg: result.claimedKg,
      verified_kg: result.verifiedKg,
      exempt_kg: result.exemptKg,
      insufficient_kg: result.insufficientKg,
      contradicted_kg: result.contradictedKg,
      claimed_vnd: result.claimedDong,
      accepted_vnd: result.acceptedDong,
      entry: demand(ids.get(index)),
      index,
      reversed: reversed.get(String(index)) ?? null,
    };
  });
}

function demand<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("a signed result rests on what the book does not hold");
  return value;
}

/** A slip by its index or printed code, as anyone may know it. */
async function publicSlipOf(services: Services, asked: string): Promise<Result<PublicSlip>> {
  const { view } = services;
  const code = readSlipCode(asked);
  const index = /^[0-9]{1,10}$/.test(asked) ? Number(asked) : code && (await view.fact("code", code))?.slip;
  const found = typeof index === "number" ? await view.read((book) => slipInBook(book, index)) : undefined;
  if (!found || typeof index !== "number")
    return refused(problem("not-found", { what: "slip", index: asked.slice(0, 20) }));
  const [stored] = await view.entries([index]);
  const entryId = hex(stored!.entry.id);
  return ok({
    ...found,
    entryId,
    verdict: stored?.verdict ? publicDocumentOf(stored.verdict) : null,
    proof: `/log/proof/${index}`,
  });
}

function slipInBook(book: Book, index: number): Omit<PublicSlip, "entryId" | "verdict" | "proof"> | undefined {
  const slip = book.get("slip", index);
  if (!slip) return undefined;
  const state = book.need("slipState", index);
  const recipe = slip.product === null ? undefined : book.need("recipe", slip.product);
  const source = slip.source === null ? undefined : book.get("source", slip.source);
  return {
    index,
    code: slip.code,
    status: state.status,
    contested: state.contested,
    material: slip.material === null ? null : named(slip.material, MATERIALS[slip.material]),
    product: recipe
      ? { code: recipe.code, name: recipe.name, unit: recipe.unit, quantity_milli: slip.quantityMilli ?? 0 }
      : null,
    mass_kg: slip.massKg,
    received_kg: state.receivedKg,
    from: { index: slip.from, name: placeName(book, slip.from) },
    to: { index: slip.to, name: placeName(book, slip.to) },
    source:
      source && slip.source !== null ? { index: slip.source, number: source.number, issuer: source.issuer } : null,
    issued: isoOf(slip.eventS),
    expires: isoOf(slip.expiresS),
  };
}

function placeName(book: Book, place: number): string {
  return (book.get("site", place) ?? book.need("project", place)).name;
}

function isoOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

function named(code: number, words: Named): { code: number; vi: string; en: string } {
  return { code, vi: words.vi, en: words.en };
}

/** A claim with today's figures, for the parties that signed or will sign it and for its treasury. */
async function claimFor(context: Context, services: Services, annex: number): Promise<Result<ClaimReview>> {
  const who = await services.who(context);
  if (!who) return refused(problem("unauthorised"));
  const head = headOf(await services.sequencer.head());
  if (!head) return refused(problem("not-found", { what: "dossier", index: annex }));
  const at = { size: head.size, root: base64(head.root) };
  // A result has moved the kilograms it judged: a decided claim shows the figures that its result found.
  const decided = (await services.view.fact("claim", annex))?.decision?.index;
  const nowS = Math.floor(services.now() / 1000);
  const found = await services.view.read((book) => claimInBook(book, annex, who, at, nowS), decided);
  return found.ok ? ok({ ...found.value, decision: decided ?? null }) : found;
}

/** The contract and the money of a claim's package, in the words of the API. */
function contractOfClaim({ contract, lines, after }: ContractAccount): ClaimReview["contract"] {
  return {
    entry: contract?.latest ?? null,
    value_vnd: contract?.valueDong ?? 0,
    lines: lines.map(({ number, name, unit, quantityMilli, othersMilli, askedMilli, leftMilli }) => ({
      ...{ number, name, unit, quantity_milli: quantityMilli },
      ...{ claimed_before_milli: othersMilli, this_claim_milli: askedMilli, left_milli: leftMilli },
    })),
    advanced_vnd: after.advancedDong,
    advance_cleared_vnd: after.clearedDong,
    advance_left_vnd: advanceLeftDong(after),
    retention_left_vnd: retentionLeftDong(after),
  };
}

/** The claim as a book shows it, without its result. */
function claimInBook(
  book: Book,
  annex: number,
  who: Who,
  head: ClaimReview["head"],
  nowS: number,
): Result<ClaimReview> {
  const claim = book.get("claim", annex);
  const proposed = book.get("annex", annex);
  if (!claim || !proposed) return refused(problem("not-found", { what: "dossier", index: annex }));
  const project = book.need("project", claim.project);
  if (!mayRead(book, who, { what: "dossier", annex }))
    return refused(problem("no-standing", { need: "party-of-dossier-or-treasury" }));
  const rules = rulesOfClaim(book, claim);
  const result = claimAsItStands(book, annex, rules);
  const figures = result?.figures;
  const setOffs = figures?.setOffs ?? [];
  const lots =
    result?.lines.flatMap(({ draws }) => draws.flatMap(({ clean, contested }) => [...clean, ...contested])) ?? [];
  const silent = claim.decision
    ? []
    : notReported(
        book,
        lots.map(({ lot }) => lot),
        nowS,
      );
  return ok({
    claim: annex,
    project: project.code,
    package: claim.package,
    number: claim.number,
    complete: claim.complete?.index ?? null,
    review: claim.review,
    decision: null,
    head,
    rules: rules.index,
    figures_hash: figures ? hex(hashFigures(figures)) : null,
    claimed_vnd: figures?.claimedDong ?? claimedDongOf(proposed.body),
    accepted_vnd: figures?.acceptedDong ?? 0,
    set_offs: setOffs.map(({ recovery, takenDong, returnedDong }) => ({
      recovery,
      taken_vnd: takenDong,
      returned_vnd: returnedDong,
    })),
    cleared_vnd: figures?.clearedDong ?? 0,
    retained_vnd: figures?.retainedDong ?? 0,
    contract: figures ? contractOfClaim(contractAccount(book, annex, figures)) : null,
    paid_vnd: figures ? payableDong(figures) : 0,
    not_reported: silent.map(({ place, loads, sinceS }) => ({
      place: { index: place, name: placeName(book, place) },
      loads,
      since: isoOf(sinceS),
    })),
    lines: proposed.body.lines.map((line, i) => ({
      code: line.code,
      name: line.name,
      unit: line.unit,
      quantity_milli: line.quantityMilli,
      accepted_milli: figures?.lines[i]?.acceptedMilli ?? 0,
      value_vnd: line.valueDong,
      accepted_vnd: figures?.lines[i]?.acceptedDong ?? 0,
      materials: (figures?.lines[i]?.materials ?? []).map((each) => ({
        material: named(each.material, MATERIALS[each.material as Material]),
        demand_kg: each.demandKg,
        ledger_kg: each.ledgerKg,
        paper_kg: each.paperKg,
        transitional_kg: each.transitionalKg,
        exempt_kg: each.exemptKg,
        insufficient_kg: each.insufficientKg,
        contradicted_kg: each.contradictedKg,
      })),
    })),
  });
}
