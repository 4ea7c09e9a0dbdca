// Contracts: what a package is to build, in which quantities and at which prices, by which recipes, and on which terms money is advanced
// and kept back. A contract and its amendments are in force when owner, contractor, supervisor and every member have signed.

import type { ContractLine } from "../../format/bodies/contract.ts";
import { CLAIM_KIND, RECIPE_SOURCE, ROLE } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { unitKey, workKey } from "../../spelling/work-codes.ts";
import { type Problem, problem } from "../../words/problem.ts";
import { ok, type Result, refused } from "../../words/result.ts";
import { type CheckResult, type Context, notFound, partyOf } from "../acts/context.ts";
import { type Proposal, proposedIn } from "../acts/proposal.ts";
import { CLAIMANTS, type Rows } from "../acts/row.ts";
import type { Book } from "../book/book.ts";
import type { ContractFact, Need } from "../book/facts.ts";
import { mapLoading } from "../book/memory.ts";
import type { RecipeFact } from "../book/weighing-facts.ts";
import { lineValue } from "../numbers/convert.ts";
import { partiesOf, partyIn } from "./chairs.ts";
import { checkPlainCode } from "./line-codes.ts";
import { checkRecipeDay, isOfUnit, noticeLean } from "./recipe.ts";

/** The most đồng that one contract, claim or sum of lines may have. */
export const MOST_DONG = 10 ** 15;
/** The most lines of a contract: as many as the longest annex has. */
const MOST_LINES = 4200;

/** A contract package by its project and number. */
export type PackageOf = { readonly project: number; readonly package: number };

export function contractKey({ project, package: contract }: PackageOf): string {
  return `${project}/${contract}`;
}

/** The contract of a package as amended; undefined while it is not in the book. */
export function contractOf(book: Book, of: PackageOf): ContractFact | undefined {
  return book.get("contract", contractKey(of));
}

export function contractLineOf(book: Book, of: PackageOf, number: number): ContractLine | undefined {
  return book.get("contractLine", `${contractKey(of)}/${number}`);
}

/** The part of a line that dossiers have claimed; under 0 of all adjustments of price. */
export function claimedOf(book: Book, of: PackageOf, number: number): { milli: number; dong: number } {
  return book.get("claimed", `${contractKey(of)}/${number}`) ?? { milli: 0, dong: 0 };
}

/** The entries by which a court sees who the members of a joint venture were: contract and amendments, with their approvals. */
export function membershipOf(book: Book, of: PackageOf): number[] {
  const entries = contractOf(book, of)?.membership ?? [];
  const proposals = mapLoading(entries, (index) => ({ index, proposal: book.need("proposal", index) }));
  return proposals.flatMap(({ index, proposal }) => [index, ...proposal.approvals.map((each) => each.index)]);
}

/** The members of the joint venture that builds a package, besides its contractor. */
export function membersOf(book: Book, of: PackageOf): readonly number[] {
  return contractOf(book, of)?.members ?? [];
}

/** Everyone whose signature a contract of the package needs, once each; a problem where the signer is none of the package's own parties. */
function needsOf(
  context: Context,
  of: PackageOf,
  members: readonly number[],
  before: readonly number[] = [],
): Result<Need[]> {
  const { book } = context;
  const project = book.get("project", of.project);
  if (!project) return refused(notFound("project", of.project));
  const contractor = partyIn(project, "contractor", of.package);
  if (contractor === undefined) return refused(notFound("package", of.package));
  const parties = partiesOf(project, of.package);
  if (!parties.includes(partyOf(context))) return refused(problem("no-standing", { need: "party-of-package" }));
  for (const member of members) {
    if (!book.get("party", member)?.roles.includes(ROLE.contractor))
      return refused(problem("not-found", { what: "party-of-role", role: ROLE.contractor, index: member }));
  }
  if (new Set([contractor, ...members]).size !== members.length + 1)
    return refused(problem("bad-terms", { expected: "each-member-once" }));
  return ok([...new Set([...parties, ...members, ...before])].map((party) => ({ party })));
}

const REGISTER: Proposal<"contract.register"> = {
  needs(context, body) {
    const refusal = checkRegister(context, body);
    return refusal ? refused(refusal) : needsOf(context, body, body.members ?? []);
  },
  effect(context, body, index) {
    const refusal = checkRegister(context, body);
    if (refusal) return refusal;
    const { document, advancePermille, clearedPermille, retentionPermille } = body;
    const terms = { document, advancePermille, clearedPermille, retentionPermille };
    const adjustmentDong = body.adjustmentDong ?? null;
    const contract = {
      index,
      latest: index,
      ...terms,
      adjustmentDong,
      members: body.members ?? [],
      membership: body.members ? [index] : [],
    };
    putLines(context, body, body.lines, index);
    const numbers = body.lines.map((line) => line.number);
    context.book.put("contract", contractKey(body), { ...contract, lines: numbers, valueDong: worthOf(body.lines) });
    context.book.enlist(`contracts/${body.project}`, index);
    return undefined;
  },
};

function checkRegister(context: Context, body: Body<"contract.register">): CheckResult {
  const { book } = context;
  const known = contractOf(book, body);
  if (known) return problem("already-exists", { what: "contract", value: known.document, index: known.index });
  const refusal = checkLines(context, body.project, body.lines);
  if (refusal) return refusal;
  const paidDong = body.lines.reduce((sum, line) => sum + lineValue(line.paidMilli ?? 0, line.unitPriceDong), 0);
  const accepted_vnd = acceptedWithoutContract(book, body);
  return paidDong < accepted_vnd ? problem("contract-paid-before", { paid_vnd: paidDong, accepted_vnd }) : undefined;
}

/** Đồng that results of this book accepted of the package's work while it had no contract. */
function acceptedWithoutContract(book: Book, { project, package: contract }: PackageOf): number {
  const annexes = book.get("decided", project)?.annexes ?? [];
  const claims = mapLoading(annexes, (annex) => book.need("claim", annex));
  return claims
    .filter(({ kind }) => kind === CLAIM_KIND.interim || kind === CLAIM_KIND.final)
    .filter((claim) => claim.package === contract)
    .reduce((sum, { decision }) => sum + (decision?.acceptedDong ?? 0), 0);
}

const AMEND: Proposal<"contract.amend"> = {
  needs(context, body) {
    const found = amended(context, body);
    if (!found.ok) return found;
    // A member that leaves signs it too: what it received until then is in the claims of those who stay.
    const { of, contract } = found.value;
    return needsOf(context, of, contract.members, membersOf(context.book, of));
  },
  effect(context, body, index) {
    const found = amended(context, body);
    if (!found.ok) return found.problem;
    const { of, contract } = found.value;
    putLines(context, of, body.lines ?? [], index);
    const membership = body.members ? [...contract.membership, index] : contract.membership;
    context.book.put("contract", contractKey(of), { ...contract, membership, latest: index });
    return undefined;
  },
};

/** The contract as an amendment makes it, or why it does not. */
function amended(context: Context, body: Body<"contract.amend">): Result<{ of: PackageOf; contract: ContractFact }> {
  const { book } = context;
  const proposal = book.get("proposal", body.contract);
  const registered = proposal && proposedIn(proposal);
  if (registered?.kind !== "contract.register") return refused(notFound("contract", body.contract));
  const of = registered.body;
  const before = contractOf(book, of);
  if (before?.index !== body.contract) return refused(notFound("contract", body.contract));
  const lines = body.lines ?? [];
  const refusal = checkLines(context, of.project, lines) ?? checkReplaced(book, of, lines);
  if (refusal) return refused(refusal);
  const numbers = [...new Set([...before.lines, ...lines.map((line) => line.number)])];
  const kept = before.lines.filter((number) => !lines.some((line) => line.number === number));
  const all = [...mapLoading(kept, (number) => contractLineOf(book, of, number)!), ...lines];
  const valueDong = worthOf(all);
  if (numbers.length > MOST_LINES || valueDong > MOST_DONG) return refused(tooMuch());
  const contract = {
    ...before,
    lines: numbers,
    valueDong,
    advancePermille: body.advancePermille ?? before.advancePermille,
    clearedPermille: body.clearedPermille ?? before.clearedPermille,
    retentionPermille: body.retentionPermille ?? before.retentionPermille,
    adjustmentDong: body.adjustmentDong ?? before.adjustmentDong,
    members: body.members ?? before.members,
  };
  return ok({ of: { project: of.project, package: of.package }, contract });
}

/** A line that is replaced keeps at least the quantity that is claimed, and what was paid before the book stays as it was signed. */
function checkReplaced(book: Book, of: PackageOf, lines: readonly ContractLine[]): CheckResult {
  const problems = mapLoading(lines, (line): Problem | undefined => {
    const before = contractLineOf(book, of, line.number);
    if (!before) return undefined;
    if (line.paidMilli !== before.paidMilli) return problem("bad-terms", { expected: "paid-before-as-signed" });
    const { milli } = claimedOf(book, of, line.number);
    if (line.quantityMilli >= milli) return undefined;
    return problem("contract-claimed", { number: line.number, claimed_milli: milli, found_milli: line.quantityMilli });
  });
  return problems.find((each) => each !== undefined);
}

/** Lines of a contract or an amendment, each by itself and together. */
function checkLines(context: Context, project: number, lines: readonly ContractLine[]): CheckResult {
  if (new Set(lines.map((line) => line.number)).size !== lines.length)
    return problem("bad-terms", { expected: "each-line-once" });
  if (worthOf(lines) > MOST_DONG) return tooMuch();
  return mapLoading(lines, (line) => checkLine(context, project, line)).find((each) => each !== undefined);
}

function tooMuch(): Problem {
  return problem("bad-terms", { expected: "lines-and-sum-within", most: MOST_LINES, most_vnd: MOST_DONG });
}

/** A line has the recipe of its code, unit, project and class of compaction; without one it says by what it holds no tracked material. */
function checkLine(context: Context, project: number, line: ContractLine): CheckResult {
  const { book } = context;
  const { number } = line;
  if ((line.paidMilli ?? 0) > line.quantityMilli) return problem("bad-terms", { expected: "paid-within-line" });
  const recipe = line.recipe === undefined ? undefined : book.get("recipe", line.recipe);
  if (line.recipe !== undefined && !recipe) return notFound("recipe", line.recipe);
  const refusal = checkRecipe(book, project, { ...line, n: number }, recipe);
  if (refusal) return refusal;
  if (recipe === undefined)
    return line.plainBasis === undefined ? problem("contract-plain", { number }) : checkPlainCode(book, number, line);
  if (line.plainBasis !== undefined) return problem("bad-terms", { expected: "recipe-or-basis" });
  if (recipe.compaction !== line.compaction)
    return problem("contract-compaction", { number, recipe: line.recipe ?? 0 });
  return checkRecipeDay(context, line.recipe ?? 0, recipe);
}

/** If a work code has a recipe, a line of that code uses a recipe that matches code, unit and project; `n` is the line's number. */
export function checkRecipe(
  book: Book,
  project: number,
  line: { readonly n: number; readonly code: string; readonly unit: string; readonly recipe?: number | undefined },
  recipe: RecipeFact | undefined,
): CheckResult {
  const work = book.get("work", workKey(line.code));
  if (recipe && unitKey(recipe.unit) !== unitKey(line.unit))
    return problem("annex-unit", { line: line.n, unit: line.unit, recipe_unit: recipe.unit });
  const fits = recipe
    ? (recipe.project === null || recipe.project === project) &&
      (work === undefined || workKey(recipe.code) === workKey(line.code))
    : work === undefined;
  if (fits) return undefined;
  return problem("annex-recipe", { line: line.n, work: line.code, recipe: line.recipe ?? work?.recipe ?? 0 });
}

function worthOf(lines: readonly ContractLine[]): number {
  return lines.reduce((sum, line) => sum + lineValue(line.quantityMilli, line.unitPriceDong), 0);
}

/** Writes the lines; what was paid before the book counts as claimed from the start. */
function putLines(context: Context, of: PackageOf, lines: readonly ContractLine[], entry: number): void {
  const { book } = context;
  for (const line of lines) {
    const key = `${contractKey(of)}/${line.number}`;
    const milli = line.paidMilli ?? 0;
    if (milli > 0 && !book.get("contractLine", key))
      book.put("claimed", key, { milli, dong: lineValue(milli, line.unitPriceDong) });
    book.put("contractLine", key, line);
  }
  noticeRecipes(
    context,
    lines.flatMap(({ recipe }) => recipe ?? []),
    entry,
  );
}

/** Compares the recipes that an entry uses with the norms of today, each recipe once: the norm may be younger than the recipe. */
export function noticeRecipes(context: Pick<Context, "book" | "rules">, used: readonly number[], entry: number): void {
  const { book } = context;
  noticeLeanRecipes(context, used);
  for (const { index, recipe } of recipesOf(book, used)) {
    const norm = book.get("work", workKey(recipe.code))?.norm ?? null;
    const compared = norm !== null && isOfUnit(recipe, book.need("recipe", norm));
    if (!compared && recipe.source !== RECIPE_SOURCE.ministryNorm)
      book.signal("recipe-without-norm", `recipe/${index}`, { used: entry });
  }
}

/** The same of recipes whose contract was asked already whether a norm exists. */
export function noticeLeanRecipes(context: Pick<Context, "book" | "rules">, used: readonly number[]): void {
  for (const { index, recipe } of recipesOf(context.book, used)) noticeLean(context, index, recipe);
}

function recipesOf(book: Book, used: readonly number[]) {
  return mapLoading([...new Set(used)], (index) => ({ index, recipe: book.need("recipe", index) }));
}

export const CONTRACT_ROWS = {
  "contract.register": {
    nature: "registry",
    makes: "terms",
    approvedBy: ["parties-and-members"],
    signers: CLAIMANTS,
    proposal: REGISTER,
  },
  "contract.amend": {
    nature: "registry",
    makes: "terms",
    approvedBy: ["parties-and-members"],
    signers: CLAIMANTS,
    proposal: AMEND,
  },
} satisfies Rows;
