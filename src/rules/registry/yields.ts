// Yields of crushers: how much of a product comes of so much rock, by the authority's word. A crusher that makes more of one grade than
// rock gives, or loses more than machines do, is where paper becomes stone.

import type { YieldBound } from "../../format/bodies/works.ts";
import { MATERIAL, type Material, PHASED_RULE, type Phase, SITE_TYPE } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { problem } from "../../words/problem.ts";
import { ok, refused } from "../../words/result.ts";
import { type CheckResult, type Context, notFound } from "../acts/context.ts";
import { type Proposal, secondHand } from "../acts/proposal.ts";
import { AUTHORITY, type Rows } from "../acts/row.ts";
import { aboutPlace, inPhase, phaseOf } from "../lawful/lawful.ts";
import { ratioCeil, timesOverFloor } from "../numbers/convert.ts";

/** Two persons set the yields: wider ones give products that the rock does not. */
const SET_YIELDS: Proposal<"yield.set"> = {
  needs(context, body) {
    const refusal = checkBounds(context, body);
    return refusal ? refused(refusal) : ok(secondHand(context));
  },
  effect(context, body, index) {
    const refusal = checkBounds(context, body);
    if (refusal) return refusal;
    context.book.put("yield", body.site ?? 0, { index, bounds: body.bounds });
    return undefined;
  },
};

function checkBounds({ book }: Context, { site, bounds }: Body<"yield.set">): CheckResult {
  if (site !== undefined && book.get("site", site)?.type !== SITE_TYPE.crusher) return notFound("crusher", site);
  const named = new Set(bounds.map((bound) => bound.output));
  if (named.size !== bounds.length || bounds.some((bound) => bound.leastPermille > bound.mostPermille))
    return problem("bad-terms", {
      expected: "one-bound-a-product",
    });
  // Least shares of the products that are more than the rock, or than may come of it in all: no honest run could keep to them.
  const least = bounds.reduce((sum, bound) => sum + (bound.output === undefined ? 0 : bound.leastPermille), 0);
  const most = bounds.find((bound) => bound.output === undefined)?.mostPermille ?? 1000;
  return least > most ? problem("bad-terms", { expected: "least-shares-within-whole" }) : undefined;
}

type Portion = { readonly material: Material; readonly massKg: number };

/** Checks that a run keeps to its crusher's yields, or to those of all crushers; the rules' phase says what follows if it does not. */
export function checkYields(context: Context, site: number, in_kg: number, outputs: readonly Portion[]): CheckResult {
  const { book } = context;
  const yields = book.get("yield", site) ?? book.get("yield", 0);
  const phase = phaseOf(context, PHASED_RULE.yield, aboutPlace(book, site));
  if (!yields) return checkSand(context, site, phase, in_kg, outputs);
  for (const bound of yields.bounds) {
    const out_kg = madeKg(bound, outputs);
    const least_kg = ratioCeil([in_kg, bound.leastPermille], [1000]);
    const most_kg = timesOverFloor(in_kg, bound.mostPermille, 1000);
    if (out_kg >= least_kg && out_kg <= most_kg) continue;
    const output = bound.output ?? (0 as const);
    const sums = { in_kg, out_kg, least_kg, most_kg };
    const refusal = problem("yield-outside", { output, ...sums, index: yields.index });
    const figures = { ...sums, product: output, batch: context.index, yields: yields.index };
    const blocked = inPhase(context, phase, refusal, `site/${site}`, figures);
    if (blocked) return blocked;
  }
  return undefined;
}

/** Sand is what paper rock would be sold as: how much of it a crusher makes is the authority's word, or it is asked. */
function checkSand(
  context: Context,
  site: number,
  phase: Phase,
  in_kg: number,
  outputs: readonly Portion[],
): CheckResult {
  const out_kg = madeKg({ output: MATERIAL.sand }, outputs);
  if (out_kg === 0) return undefined;
  const figures = { batch: context.index, in_kg, out_kg };
  return inPhase(context, phase, problem("yields-not-set", { in_kg, out_kg }), `site/${site}`, figures);
}

function madeKg({ output }: Pick<YieldBound, "output">, outputs: readonly Portion[]): number {
  const of = outputs.filter((each) => output === undefined || each.material === output);
  return of.reduce((kg, each) => kg + each.massKg, 0);
}

export const YIELD_ROWS = {
  "yield.set": {
    nature: "registry",
    makes: "capacity",
    approvedBy: ["colleague"],
    signers: AUTHORITY,
    proposal: SET_YIELDS,
  },
} satisfies Rows;
