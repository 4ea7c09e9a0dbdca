// The annex: drawn up by a party of the package, signed by the others until the dossier is complete, or taken back while signatures are missing.

import { hex } from "../../format/bytes.ts";
import { CLAIM_KIND } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { problem } from "../../words/problem.ts";
import { type CheckResult, type Context, checkPerson, notFound, partyOf } from "../acts/context.ts";
import { CLAIMANTS, type Rows } from "../acts/row.ts";
import type { Book } from "../book/book.ts";
import type { ClaimFact, ProjectFact } from "../book/facts.ts";
import { CHAIRS, type Chair } from "../book/shared-facts.ts";
import { lineValue } from "../numbers/convert.ts";
import { partiesOf, partyIn } from "../registry/chairs.ts";
import { checkRecipe, MOST_DONG, noticeLeanRecipes, noticeRecipes } from "../registry/contract.ts";
import { checkLineFactors } from "../registry/factor.ts";
import { checkPlainCode, noticeDistinctLines } from "../registry/line-codes.ts";
import { checkIndependent } from "../registry/project.ts";
import { checkRecipeDay } from "../registry/recipe.ts";
import { checkAdjustments } from "./adjusted.ts";
import { wholeAnnex } from "./annexparts.ts";
import { checkClaimAct, noteUndecided, putClaim } from "./claim-life.ts";
import { checkContracted, claimContracted } from "./contracted.ts";
import { claimedDongOf, demandsOf } from "./figures.ts";
import { checkAmounts } from "./package-money.ts";
import { noticeRepeated } from "./repeated.ts";

/** The parts in a package that nobody has signed for yet and that are a party's now, or anybody's. A part that was signed for stays signed when its party changes. */
export function openChairs(
  project: ProjectFact,
  { package: contract, signed }: Pick<ClaimFact, "package" | "signed">,
  party?: number,
): Chair[] {
  const filled = new Set(signed.flatMap((each) => each.chairs));
  return CHAIRS.filter(
    (chair) => !filled.has(chair) && (party === undefined || partyIn(project, chair, contract) === party),
  );
}

function proposeAnnex(context: Context, said: Body<"annex.propose">): CheckResult {
  const { book, index } = context;
  const whole = wholeAnnex(context, said);
  if (!whole.ok) return whole.problem;
  const body = whole.value;
  const project = book.get("project", body.project);
  if (!project) return notFound("project", body.project);
  const signers = partiesOf(project, body.package);
  if (signers.length === 0) return notFound("package", body.package);
  const party = partyOf(context);
  const chairs = openChairs(project, { package: body.package, signed: [] }, party);
  if (chairs.length === 0) return problem("no-standing", { need: "party-of-package" });
  const number = `${body.project}/${body.package}/${body.number}`;
  const used = book.get("claimNumber", number);
  if (used && !book.need("claim", used.annex).withdrawn)
    return problem("annex-number-used", { number: body.number, index: used.annex });
  const refusal = checkPerson(context) ?? checkLines(context, body);
  if (refusal) return refusal;
  book.put("annex", index, { body, id: context.entryId });
  book.put("claimNumber", number, { annex: index });
  noticeRepeated(book, index, body);
  noticeDistinctLines(book, index, body.lines);
  const recipes = (contracted: boolean) =>
    body.lines.flatMap((line) => ((line.contractLine !== undefined) === contracted ? (line.recipe ?? []) : []));
  noticeRecipes(context, recipes(false), index);
  noticeLeanRecipes(context, recipes(true));
  const claim: ClaimFact = {
    project: body.project,
    package: body.package,
    number: body.number,
    kind: body.kind,
    proposer: party,
    signed: [{ party, index, chairs }],
    complete: null,
    review: null,
    decision: null,
  };
  book.put("claim", index, claim);
  noteUndecided(book, index, claim);
  book.enlist(`claims/${project.treasury}`, index);
  for (const each of signers) book.enlist(`claims/${each}`, index);
  book.enlist("claims", index);
  return undefined;
}

/** Values are quantity times price; amounts and lines are those of the kind of dossier, and within the contract. */
function checkLines(context: Context, body: Body<"annex.propose">): CheckResult {
  const { book } = context;
  const advance = body.kind === CLAIM_KIND.advance;
  const retention = body.kind === CLAIM_KIND.retention;
  const amounts = advance === (body.advanceDong !== undefined) && retention === (body.releaseDong !== undefined);
  if (!amounts || (advance || retention) !== (body.lines.length === 0))
    return problem("bad-terms", { expected: "lines-unless-advance" });
  for (const [i, line] of body.lines.entries()) {
    const expected_vnd = lineValue(line.quantityMilli, line.unitPriceDong);
    if (line.valueDong !== expected_vnd) {
      return problem("annex-arithmetic", { line: i + 1, expected_vnd, found_vnd: line.valueDong });
    }
    const recipe = line.recipe === undefined ? undefined : book.get("recipe", line.recipe);
    if (line.recipe !== undefined && !recipe) return notFound("recipe", line.recipe);
    // A difference of price asks for no material again, whatever its work holds.
    const priceOnly = line.adjusts !== undefined && recipe === undefined;
    const refusal =
      (priceOnly ? undefined : checkRecipe(book, body.project, { ...line, n: i + 1 }, recipe)) ??
      (recipe || line.contractLine !== undefined ? undefined : checkPlainCode(book, i + 1, line)) ??
      (recipe && checkRecipeDay(context, line.recipe ?? 0, recipe)) ??
      (recipe &&
        checkLineFactors(context, { n: i + 1, contracted: line.contractLine !== undefined }, recipe, body.project));
    if (refusal) return refusal;
  }
  return (
    checkAdjustments(book, body) ?? checkContracted(context, body) ?? checkAmounts(book, body) ?? checkSums(book, body)
  );
}

/** Sums that figures can hold: what they cannot would break the review of an annex already signed by everyone. */
function checkSums(book: Book, body: Body<"annex.propose">): CheckResult {
  const dong = claimedDongOf(body);
  const kilograms = [...demandsOf(book, body.lines).values()];
  if (dong <= MOST_DONG && kilograms.every((kg) => kg <= MOST_KG)) return undefined;
  return problem("bad-terms", { expected: "sums-within", most_vnd: MOST_DONG, most_kg: MOST_KG });
}

const MOST_KG = 10 ** 12;

/** A party signs the annex once; when all have, the dossier is complete and the treasury's two working days begin. */
function cosignAnnex(context: Context, body: Body<"annex.cosign">): CheckResult {
  const { book, index } = context;
  const annex = book.get("annex", body.annex);
  const claim = book.get("claim", body.annex);
  if (!annex || !claim || annex.id !== hex(body.entryId)) return notFound("annex", body.annex);
  const unnamed = checkPerson(context) ?? (claim.withdrawn && checkClaimAct("annex.cosign", body.annex, claim));
  if (unnamed) return unnamed;
  const project = book.need("project", claim.project);
  const dependent = checkIndependent(book, project);
  if (dependent) return dependent;
  const party = partyOf(context);
  const chairs = openChairs(project, claim, party);
  if (chairs.length === 0)
    return claim.signed.some((each) => each.party === party)
      ? problem("already-signed", { index: body.annex })
      : problem("no-standing", { need: "party-of-package" });
  const signed = [...claim.signed, { party, index, chairs }];
  const done = openChairs(project, { package: claim.package, signed }).length === 0;
  const complete = done ? { index, ms: context.receivedMs } : null;
  const refusal = complete && claimContracted(book, body.annex, annex.body);
  if (refusal) return refusal;
  putClaim(book, "annex.cosign", body.annex, { ...claim, signed, complete });
  if (complete) book.enlist("complete", body.annex);
  return undefined;
}

/** A party of the package takes the annex back or declines it, while signatures are missing. */
function withdrawAnnex(context: Context, body: Body<"annex.withdraw">): CheckResult {
  const { book, index } = context;
  const claim = book.get("claim", body.annex);
  if (!claim) return notFound("annex", body.annex);
  const party = partyOf(context);
  const parties = [claim.proposer, ...partiesOf(book.need("project", claim.project), claim.package)];
  if (!parties.includes(party)) return problem("no-standing", { need: "party-of-package" });
  const refusal = checkPerson(context) ?? checkClaimAct("annex.withdraw", body.annex, claim);
  if (refusal) return refusal;
  putClaim(book, "annex.withdraw", body.annex, { ...claim, withdrawn: { index, party } });
  return undefined;
}

export const ANNEX_ROWS = {
  "annex.propose": { nature: "right", alone: "asks", signers: CLAIMANTS, apply: proposeAnnex },
  "annex.cosign": { nature: "right", alone: "second", signers: CLAIMANTS, apply: cosignAnnex },
  "annex.withdraw": { nature: "right", alone: "ends", signers: CLAIMANTS, apply: withdrawAnnex },
} satisfies Rows;
