// Recipes: what one unit of work holds, by whose word.

import { RECIPE_SOURCE, ROLE } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { workKey } from "../../spelling/work-codes.ts";
import { problem } from "../../words/problem.ts";
import { type CheckResult, type Context, notFound } from "../acts/context.ts";
import type { Rows } from "../acts/row.ts";
import type { Book } from "../book/book.ts";
import type { RecipeFact } from "../book/weighing-facts.ts";
import { checkFactor } from "./factor.ts";
import { checkOnce, enterOnce } from "./once.ts";

/** A norm is the authority's; an owner's or supervisor's recipe is an approved mix design or an estimate of a project of theirs. */
function setRecipe(context: Context, body: Body<"recipe.set">): CheckResult {
  const { book, index } = context;
  for (const line of body.lines) {
    const refusal = checkFactor(context, line.factor, [line.material], body.project ?? null);
    if (refusal) return refusal;
  }
  const materials = body.lines.map((line) => line.material);
  if (new Set(materials).size !== materials.length) return problem("bad-terms", { expected: "one-line-a-material" });
  const stranger = checkAuthor(context, body);
  if (stranger) return stranger;
  const { code, name, unit, source, document, lines } = body;
  const key = workKey(code);
  const work = book.get("work", key);
  if (!work) {
    const asked = checkOnce(book, "recipe", [code], body.distinctFrom);
    if (asked) return asked;
    enterOnce(context, "recipe", [code]);
  }
  const recipe: RecipeFact = { code, name, unit, source, document, lines, project: body.project ?? null };
  book.put("recipe", index, recipe);
  book.put("work", key, { recipe: index, norm: source === RECIPE_SOURCE.ministryNorm ? index : (work?.norm ?? null) });
  if (work && work.norm !== null && source !== RECIPE_SOURCE.ministryNorm) noticeLean(context, recipe, work.norm);
  book.enlist("recipes", index);
  return undefined;
}

function checkAuthor({ book, signer }: Context, body: Body<"recipe.set">): CheckResult {
  const project = body.project === undefined ? undefined : book.get("project", body.project);
  if (body.project !== undefined && !project) return notFound("project", body.project);
  if (signer.key.role === "root" || signer.roles.includes(ROLE.authority)) return undefined;
  const theirs = project && (signer.key.party === project.owner || signer.key.party === project.supervisor);
  return theirs && body.source !== RECIPE_SOURCE.ministryNorm
    ? undefined
    : problem("no-standing", {
        need: "parties-of-recipe",
      });
}

/** Leaner than the norm by more than the rules allow: not wrong by itself, but it hides material, so it is shown. */
function noticeLean({ book, index, rules }: Context, recipe: RecipeFact, norm: number): void {
  const kgOf = (book: Book, of: RecipeFact, material: number): [bigint, bigint] => {
    const line = of.lines.find((each) => each.material === material);
    if (!line) return [0n, 1n];
    const factor = book.need("factor", line.factor);
    return [BigInt(line.numerator) * BigInt(factor.numerator), BigInt(line.denominator) * BigInt(factor.denominator)];
  };
  const known = book.need("recipe", norm);
  for (const { material } of known.lines) {
    const [top, bottom] = kgOf(book, recipe, material);
    const [normTop, normBottom] = kgOf(book, known, material);
    if (top * normBottom * 1000n < normTop * bottom * BigInt(1000 - rules.set.leanPermille))
      book.signal("recipe-lean", `recipe/${index}`, { material, norm });
  }
}

export const RECIPE_ROWS = {
  "recipe.set": {
    nature: "registry",
    signers: ["root", ROLE.authority, ROLE.projectOwner, ROLE.supervisor],
    apply: setRecipe,
  },
} satisfies Rows;
