// Payment control: the officer's review of a complete dossier, and the approver's result.

import type { ClaimFigures } from "../../format/bodies/payment.ts";
import { hex } from "../../format/bytes.ts";
import { acceptsMoney, OUTCOME, type Outcome, ROLE } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { problem } from "../../words/problem.ts";
import { type CheckResult, type Context, notFound, partyOf, rulesAt } from "../acts/context.ts";
import { checkDuty } from "../acts/officer-duties.ts";
import type { Rows } from "../acts/row.ts";
import { accountKey } from "../book/accounts.ts";
import type { Book } from "../book/book.ts";
import type { ClaimFact, ResultFact, ReviewFact, RulesFact } from "../book/facts.ts";
import { checkClaimAct, putClaim } from "./claim-life.ts";
import { decideContracted } from "./contracted.ts";
import { type ClaimResult, computeClaim, hashFigures } from "./figures.ts";
import { checkAmounts } from "./package-money.ts";
import { payableDong, postSetOffs } from "./recovery.ts";
import { rememberSpent } from "./spent.ts";
import { checkReasons } from "./true-reasons.ts";

/** The claim recomputed from the book at this leaf. */
export function claimAsItStands(book: Book, annex: number, rules: RulesFact["sets"][number]): ClaimResult | undefined {
  const proposed = book.get("annex", annex);
  const claim = book.get("claim", annex);
  if (!proposed || !claim?.complete) return undefined;
  return computeClaim(book, proposed.body, claim.complete.index, rules);
}

/** The rules of a claim: those in force on the day when it became complete. */
export function rulesOfClaim(book: Book, claim: ClaimFact): RulesFact["sets"][number] {
  return rulesAt(book.need("rules", 0), Math.floor((claim.complete?.ms ?? 0) / 1000));
}

function makeReview(context: Context, body: Body<"review.make">): CheckResult {
  const { book, index } = context;
  const claim = book.get("claim", body.annex);
  if (!claim) return notFound("dossier", body.annex);
  const refusal = checkOfficer(context, claim);
  if (refusal) return refusal;
  const early = checkClaimAct("review.make", body.annex, claim) ?? checkDuty(context, "review");
  if (early) return early;
  // Two officers at once: the second has not seen the first one's review, and is told of it.
  if (claim.review !== (body.replaces ?? null))
    return problem("review-meanwhile", { index: body.annex, latest: claim.review ?? body.annex });
  const { size, root } = body;
  if (size > index || size === 0 || book.memory.head(size)?.root8 !== hex(root.subarray(0, 8))) {
    return problem("bad-terms", { expected: "known-tree-head" });
  }
  const rules = rulesOfClaim(book, claim);
  const result = claimAsItStands(book, body.annex, rules);
  if (!result || rules.index !== body.rules || hex(hashFigures(result.figures)) !== hex(body.figuresHash))
    return problem("figures-differ");
  const asked = book.need("annex", body.annex).body;
  const wrong = checkOutcome(body.outcome, result.figures) ?? checkReasons(asked, result.figures, body);
  if (wrong) return wrong;
  const { annex, outcome, reasons } = body;
  const person = context.signer.key.person ?? -1;
  const before = latestReviewOf(book, claim)?.makers ?? [];
  book.put("review", index, {
    annex,
    id: context.entryId,
    outcome,
    figuresHash: hex(body.figuresHash),
    person,
    makers: [...new Set([...before, person])],
    reasons,
  });
  const { sentBack: _, ...open } = claim;
  putClaim(book, "review.make", annex, { ...open, review: index });
  return undefined;
}

/** The review that waits, or that was sent back last. */
function latestReviewOf(book: Book, { review, sentBack }: ClaimFact): ReviewFact | undefined {
  const latest = review ?? (sentBack === undefined ? undefined : book.need("sentBack", sentBack).review);
  return latest === undefined ? undefined : book.get("review", latest);
}

/** The approver does not agree: the dossier goes back to the officers, with the reason. */
function returnReview(context: Context, body: Body<"review.return">): CheckResult {
  const { book, index } = context;
  const review = book.get("review", body.review);
  const claim = review && book.get("claim", review.annex);
  if (!review || !claim) return notFound("review", body.review);
  const refusal = checkApprover(context, "review.return", body.review, review, claim);
  if (refusal) return refusal;
  book.put("sentBack", index, { review: body.review });
  putClaim(book, "review.return", review.annex, { ...claim, review: null, sentBack: index });
  return undefined;
}

/** Checks that the signer may approve or send back a review: the one that waits, made by others, by a position that approves. */
function checkApprover(
  context: Context,
  act: "review.return" | "decision.sign",
  index: number,
  review: ReviewFact,
  claim: ClaimFact,
): CheckResult {
  const refusal = checkOfficer(context, claim) ?? checkClaimAct(act, review.annex, claim, index);
  if (refusal) return refusal;
  if (claim.review !== index) return problem("review-replaced", { index, latest: claim.review ?? index });
  const { person } = context.signer.key;
  if (person !== null && review.makers.includes(person)) return problem("same-person");
  return checkDuty(context, "approve");
}

/** Officers of the project's own treasury, as persons: a machine's key decides nothing. */
function checkOfficer(context: Context, claim: ClaimFact): CheckResult {
  const project = context.book.need("project", claim.project);
  const stands = partyOf(context) === project.treasury && context.signer.key.person !== null;
  return stands ? undefined : problem("no-standing", { need: "treasury-of-project" });
}

/** Pay needs every đồng evidenced, part needs some. */
function checkOutcome(outcome: Outcome, figures: ClaimFigures): CheckResult {
  const { claimedDong, acceptedDong } = figures;
  const fits =
    outcome === OUTCOME.pay
      ? acceptedDong === claimedDong
      : outcome === OUTCOME.part
        ? acceptedDong > 0 && acceptedDong < claimedDong
        : true;
  return fits
    ? undefined
    : problem("outcome-mismatch", { outcome, accepted_vnd: acceptedDong, claimed_vnd: claimedDong });
}

/** The amounts of a result with these figures: a refusal or return accepts nothing, pays nothing and sets nothing off. */
export function moneyOf(
  figures: ClaimFigures,
  outcome: Outcome,
): Pick<Body<"decision.sign">, "claimedDong" | "acceptedDong" | "paidDong"> {
  const { claimedDong, acceptedDong } = figures;
  if (!acceptsMoney(outcome)) return { claimedDong, acceptedDong: 0, paidDong: 0 };
  return { claimedDong, acceptedDong, paidDong: payableDong(figures) };
}

/** The result: figures are recomputed at its own leaf, accepted kilograms become paid, contradicted ones are withheld. */
function signDecision(context: Context, body: Body<"decision.sign">): CheckResult {
  const { book, index } = context;
  const review = book.get("review", body.review);
  const claim = book.get("claim", body.annex);
  if (!review || review.annex !== body.annex || review.id !== hex(body.reviewId) || !claim)
    return notFound("review", body.review);
  const refusal = checkApprover(context, "decision.sign", body.review, review, claim);
  if (refusal) return refusal;
  const result = claimAsItStands(book, body.annex, rulesOfClaim(book, claim));
  const hash = hex(body.figuresHash);
  if (!result || hash !== review.figuresHash || hex(hashFigures(result.figures)) !== hash)
    return problem("figures-differ");
  const { outcome } = body;
  const accepted = acceptsMoney(outcome);
  const money = moneyOf(result.figures, outcome);
  if (
    outcome !== review.outcome ||
    body.acceptedDong !== money.acceptedDong ||
    body.paidDong !== money.paidDong ||
    body.claimedDong !== money.claimedDong
  ) {
    return problem("outcome-mismatch", {
      outcome,
      accepted_vnd: money.acceptedDong,
      claimed_vnd: result.figures.claimedDong,
    });
  }
  const { body: asked } = book.need("annex", body.annex);
  const beyond =
    (accepted ? checkAmounts(book, asked) : undefined) ??
    decideContracted(book, body.annex, asked, accepted ? result.figures : undefined);
  if (beyond) return beyond;
  if (outcome !== OUTCOME.return) postResult(book, body.annex, result, accepted);
  if (accepted) {
    const { annexes } = book.get("decided", claim.project) ?? { annexes: [] };
    book.put("decided", claim.project, { annexes: [...annexes, body.annex] });
  }
  if (accepted) recordExempted(book, body.annex, claim, result.figures);
  if (accepted) postSetOffs(book, body.annex, result.figures.setOffs);
  putClaim(book, "decision.sign", body.annex, {
    ...claim,
    decision: { index, outcome, acceptedDong: body.acceptedDong, claimedDong: body.claimedDong },
  });
  book.put("result", index, {
    annex: body.annex,
    outcome,
    ...totals(result.figures),
    claimedDong: body.claimedDong,
    acceptedDong: body.acceptedDong,
    clearedDong: accepted ? result.figures.clearedDong : 0,
    retainedDong: accepted ? result.figures.retainedDong : 0,
  });
  book.enlist("decisions", index);
  book.enlist(`decisions/${body.annex}`, index);
  return undefined;
}

function postResult(book: Book, annex: number, result: ClaimResult, accepted: boolean): void {
  const { project } = book.need("claim", annex);
  let withheldKg = book.get("withheld", project)?.withheldKg ?? 0;
  const draws = result.lines.flatMap((line) => line.draws);
  const takings = draws.flatMap((draw) => [...draw.contested, ...(accepted ? draw.clean : [])]);
  rememberSpent(
    book,
    annex,
    takings.map(({ lot }) => lot),
  );
  for (const draw of draws) {
    for (const taking of draw.contested) book.move(taking, accountKey({ kind: "withheld", annex: annex }));
    withheldKg += draw.contested.reduce((kg, taking) => kg + taking.kg, 0);
    if (accepted) for (const taking of draw.clean) book.move(taking, accountKey({ kind: "paid", annex }));
  }
  book.put("withheld", project, { withheldKg });
}

/** Kilograms paid below the threshold count towards it, so that small claims together do not pass where a large one would not. */
function recordExempted(book: Book, annex: number, claim: ClaimFact, figures: ClaimFigures): void {
  const id = `${claim.project}/${claim.package}`;
  const exempt = figures.lines.flatMap((line) => line.materials).filter((each) => each.exemptKg > 0);
  const paid = exempt.map(({ material, exemptKg }) => ({ annex, material, kg: exemptKg }));
  if (paid.length > 0) book.put("exempted", id, { paid: [...(book.get("exempted", id)?.paid ?? []), ...paid] });
}

/** Kilograms that a reversed result had exempted no longer count towards the threshold. */
export function forgetExempted(book: Book, annex: number, claim: ClaimFact): void {
  const id = `${claim.project}/${claim.package}`;
  const exempted = book.get("exempted", id);
  if (exempted) book.put("exempted", id, { paid: exempted.paid.filter((each) => each.annex !== annex) });
}

/** Kilograms of a claim by figure; the four add up to the claim. */
export function totals(
  figures: ClaimFigures,
): Pick<ResultFact, "claimedKg" | "verifiedKg" | "exemptKg" | "insufficientKg" | "contradictedKg"> {
  const sum = { claimedKg: 0, verifiedKg: 0, exemptKg: 0, insufficientKg: 0, contradictedKg: 0 };
  for (const each of figures.lines.flatMap((line) => line.materials)) {
    sum.claimedKg += each.demandKg;
    sum.verifiedKg += each.ledgerKg + each.paperKg + each.transitionalKg;
    sum.exemptKg += each.exemptKg;
    sum.insufficientKg += each.insufficientKg;
    sum.contradictedKg += each.contradictedKg;
  }
  return sum;
}

export const CLAIM_ROWS = {
  "review.make": { nature: "right", alone: "asks", signers: [ROLE.treasury], apply: makeReview },
  "review.return": { nature: "right", alone: "ends", signers: [ROLE.treasury], apply: returnReview },
  "decision.sign": {
    nature: "right",
    alone: "second",
    signers: [ROLE.treasury],
    moves: "project → paid(claim), withheld(claim)",
    apply: signDecision,
  },
} satisfies Rows;
