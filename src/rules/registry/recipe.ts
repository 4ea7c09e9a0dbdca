// Recipes: what one unit of work holds, by whose word, until which day, and how they compare with the ministry's norm.

import { RECIPE_SOURCE, ROLE } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { bare } from "../../spelling/folding.ts";
import { workKey } from "../../spelling/work-codes.ts";
import { formatDay } from "../../words/as-written.ts";
import { type Problem, problem } from "../../words/problem.ts";
import { ok, type Result, refused } from "../../words/result.ts";
import { type CheckResult, type Context, notFound } from "../acts/context.ts";
import { type Proposal, proposerOf, secondHand } from "../acts/proposal.ts";
import type { Rows } from "../acts/row.ts";
import type { Book } from "../book/book.ts";
import type { Need } from "../book/facts.ts";
import type { RecipeFact } from "../book/weighing-facts.ts";
import { dayOf, isDay } from "../numbers/time.ts";
import { checkFactor } from "./factor.ts";
import { checkOnce, enterOnce } from "./once.ts";

/**
 * A norm is the authority's, by two of its officers; an owner's or supervisor's recipe is an approved mix design or an estimate of a project of
 * theirs, and the other of the two signs it too.
 */
const SET_RECIPE: Proposal<"recipe.set"> = {
  needs(context, body) {
    const refusal = checkLines(context, body);
    if (refusal) return refused(refusal);
    const needs = otherAuthor(context, body);
    if (!needs.ok) return needs;
    const asked = isNewWork(context.book, body)
      ? checkOnce(context.book, "recipe", [body.code], body.distinctFrom)
      : undefined;
    return asked ? refused(asked) : needs;
  },
  effect: enterRecipe,
};

function checkLines(context: Context, body: Body<"recipe.set">): CheckResult {
  for (const line of body.lines) {
    const refusal = checkFactor(context, line.factor, [line.material], body.project ?? null);
    if (refusal) return refusal;
  }
  const materials = body.lines.map((line) => line.material);
  if (new Set(materials).size !== materials.length) return problem("bad-terms", { expected: "one-line-a-material" });
  if (body.until !== undefined && !isDay(body.until))
    return problem("bad-terms", { expected: "day-in-calendar", day: body.until });
  return undefined;
}

function isNewWork(book: Book, { code }: Body<"recipe.set">): boolean {
  return book.get("work", workKey(code)) === undefined;
}

function enterRecipe(context: Context, body: Body<"recipe.set">, index: number): CheckResult {
  const { book } = context;
  const refusal = checkLines(context, body);
  if (refusal) return refusal;
  const { code, name, unit, source, document, lines } = body;
  if (isNewWork(book, body)) {
    const asked = checkOnce(book, "recipe", [code], body.distinctFrom);
    if (asked) return asked;
    enterOnce({ ...context, index }, "recipe", [code]);
  }
  const recipe: RecipeFact = {
    ...{ code, name, unit, source, document, lines },
    project: body.project ?? null,
    ...(body.compaction === undefined ? {} : { compaction: body.compaction }),
    ...(body.until === undefined ? {} : { until: body.until }),
    party: proposerOf(book, index),
  };
  const key = workKey(code);
  const work = book.get("work", key);
  book.put("recipe", index, recipe);
  book.put("work", key, { recipe: index, norm: source === RECIPE_SOURCE.ministryNorm ? index : (work?.norm ?? null) });
  noticeLean(context, index, recipe);
  book.enlist("recipes", index);
  return undefined;
}

/** Who signs a recipe besides its author: a second officer of the authority, or the other of a project's owner and supervisor. */
function otherAuthor(context: Context, body: Body<"recipe.set">): Result<Need[]> {
  const { book, signer } = context;
  const project = body.project === undefined ? undefined : book.get("project", body.project);
  if (body.project !== undefined && !project) return refused(notFound("project", body.project));
  if (signer.key.role === "root" || signer.roles.includes(ROLE.authority)) return ok(secondHand(context));
  const theirs = project && (signer.key.party === project.owner || signer.key.party === project.supervisor);
  if (!theirs || body.source === RECIPE_SOURCE.ministryNorm)
    return refused(problem("no-standing", { need: "parties-of-recipe" }));
  return ok([{ party: project.owner }, { party: project.supervisor }]);
}

/** Gives a recipe its last day, today at the earliest; it may be brought forward, never put off. */
function endRecipe({ book, signer, eventS, receivedMs }: Context, body: Body<"recipe.end">): CheckResult {
  const recipe = book.get("recipe", body.recipe);
  if (!recipe) return notFound("recipe", body.recipe);
  const { party } = signer.key;
  const owner = recipe.project === null ? undefined : book.need("project", recipe.project).owner;
  if (party !== recipe.party && (party === null || party !== owner))
    return problem("no-standing", { need: "author-of-recipe" });
  const today = Math.max(dayOf(eventS), dayOf(Math.floor(receivedMs / 1000)));
  if (!isDay(body.until) || body.until < today || (recipe.until !== undefined && body.until > recipe.until))
    return recipeEnded(body.recipe, recipe);
  book.put("recipe", body.recipe, { ...recipe, until: body.until });
  return undefined;
}

/** Checks that work may be claimed by a recipe today. */
export function checkRecipeDay({ eventS }: Pick<Context, "eventS">, index: number, recipe: RecipeFact): CheckResult {
  return recipe.until !== undefined && dayOf(eventS) > recipe.until ? recipeEnded(index, recipe) : undefined;
}

function recipeEnded(recipe: number, { until }: RecipeFact): Problem {
  return problem("recipe-ended", { recipe, until: until === undefined ? "–" : formatDay(until) });
}

/**
 * Signals each material of the norm of its code that a recipe has less of than the rules allow: not wrong by itself, but it hides material. It is asked
 * wherever the recipe is set or used, since the norm may be the later of the two.
 */
export function noticeLean({ book, rules }: Pick<Context, "book" | "rules">, index: number, recipe: RecipeFact): void {
  const norm = book.get("work", workKey(recipe.code))?.norm ?? null;
  if (norm === null || norm === index || recipe.source === RECIPE_SOURCE.ministryNorm) return;
  const known = book.need("recipe", norm);
  if (!isOfUnit(recipe, known)) return;
  for (const { material } of known.lines) {
    const [top, bottom] = kgIn(book, recipe, material);
    const [normTop, normBottom] = kgIn(book, known, material);
    if (top * normBottom * 1000n < normTop * bottom * BigInt(1000 - rules.set.leanPermille))
      book.signal("recipe-lean", `recipe/${index}`, { material, norm });
  }
}

/** True if two recipes are for the same unit of work, however it is written: what 100 m³ hold is no less than what one m³ holds. */
export function isOfUnit(one: Pick<RecipeFact, "unit">, other: Pick<RecipeFact, "unit">): boolean {
  return unitKey(one.unit) === unitKey(other.unit);
}

function unitKey(unit: string): string {
  return bare(unit.replaceAll("²", "2").replaceAll("³", "3"));
}

/** Kilograms of a material in one unit, as a fraction. */
function kgIn(book: Book, recipe: RecipeFact, material: number): [bigint, bigint] {
  const line = recipe.lines.find((each) => each.material === material);
  if (!line) return [0n, 1n];
  const factor = book.need("factor", line.factor);
  return [BigInt(line.numerator) * BigInt(factor.numerator), BigInt(line.denominator) * BigInt(factor.denominator)];
}

export const RECIPE_ROWS = {
  "recipe.set": {
    nature: "registry",
    makes: "capacity",
    approvedBy: ["colleague", "owner-or-supervisor"],
    signers: ["root", ROLE.authority, ROLE.projectOwner, ROLE.supervisor],
    proposal: SET_RECIPE,
  },
  "recipe.end": {
    nature: "registry",
    alone: "ends",
    signers: ["root", ROLE.authority, ROLE.projectOwner, ROLE.supervisor],
    apply: endRecipe,
  },
} satisfies Rows;
