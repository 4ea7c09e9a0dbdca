// A payment result in a court bundle, judged from its entries: who signed what, in which order and under which role, and that the figures
// follow from quantities, prices, recipes and factors.

import type { AnnexLine, ClaimFigures, LineFigure, MaterialFigure, SetOff } from "../../format/bodies/payment.ts";
import { type Flaw, flaw, type Origin } from "../../format/bundle.ts";
import { equal, hex } from "../../format/bytes.ts";
import { CLAIM_KIND, type Material, OUTCOME, ROLE } from "../../format/codes.ts";
import type { Proven } from "../../format/prove-bundle.ts";
import { verifyConsistency } from "../../format/tree.ts";
import { firmOf } from "../../spelling/tax-codes.ts";
import { CHAIRS, type Chair } from "../book/shared-facts.ts";
import { demandKg, lineValue, ratioFloor } from "../numbers/convert.ts";
import { moneyOf } from "../payment/claim.ts";
import { hashFigures } from "../payment/figures.ts";
import { partyIn } from "../registry/chairs.ts";
import { actsFor, partyAt, type Said, said, sameHouse } from "./acting.ts";
import { chairsOf, personAt, signedAs } from "./said.ts";
import { checkWays } from "./ways.ts";

/** The facts that are proven of a payment result. */
export type ResultProof = {
  readonly kind: "result";
  readonly decision: Said<"decision.sign">;
  /** With the lines of all its parts. */
  readonly annex: Said<"annex.propose">["body"];
  readonly figures: ClaimFigures;
  readonly origins: readonly Origin[];
};

type Papers = {
  readonly proven: Proven;
  readonly decision: Said<"decision.sign">;
  readonly review: Said<"review.make">;
  /** With the lines of all its parts. */
  readonly annex: Said<"annex.propose">;
  readonly figures: ClaimFigures;
};

export function judgeResult(proven: Proven, decision: Said<"decision.sign">): ResultProof | Flaw {
  const { figures, origins, subject } = proven.bundle;
  const review = said(proven, decision.body.review, "review.make");
  const annex = said(proven, decision.body.annex, "annex.propose");
  const project = annex && said(proven, annex.body.project, "project.register");
  if (!review || !annex || !project || !figures || !origins) return flaw("link", subject);
  const whole = withParts(proven, annex);
  if ("flaw" in whole) return whole;
  const papers = { proven, decision, review, annex: whole, figures };
  const wrong =
    checkLinks(papers) ??
    checkSigners(papers) ??
    checkReviewedHead(papers) ??
    checkMoney(papers) ??
    checkLines(papers) ??
    checkWays(proven, whole, figures, origins);
  return wrong ?? { kind: "result", decision, annex: whole.body, figures, origins };
}

/** The annex with the lines of its parts, each of which must be the very entry that its proposal names, by the same party. */
function withParts(proven: Proven, annex: Said<"annex.propose">): Said<"annex.propose"> | Flaw {
  const lines = [];
  for (const { index, entryId } of annex.body.parts ?? []) {
    const part = said(proven, index, "annex.part");
    if (!part || !equal(part.id, entryId)) return flaw("link", index, "phần bảng kê · part of the annex");
    lines.push(...part.body.lines);
  }
  return { ...annex, body: { ...annex.body, lines: [...lines, ...annex.body.lines] } };
}

/** The signed papers name one another, agree on the outcome, and were signed one after the other. */
function checkLinks({ proven, decision, review, annex }: Papers): Flaw | undefined {
  const { subject } = proven.bundle;
  const { body } = decision;
  const linked =
    equal(body.reviewId, review.id) && review.body.annex === body.annex && review.body.outcome === body.outcome;
  if (!linked) return flaw("link", body.review);
  const order = [...(annex.body.parts ?? []).map((each) => Math.min(each.index, body.annex)), body.annex, body.review];
  if (body.annex >= body.review || body.review >= subject || order.some((each) => each > body.review))
    return flaw("order", body.review);
  return review.body.outcome !== OUTCOME.pay && review.body.reasons.length === 0
    ? flaw("link", body.review, "thiếu lý do · no reason")
    : undefined;
}

/** Contractor, supervisor and owner before the review; then two persons of the project's own treasury. */
function checkSigners(papers: Papers): Flaw | undefined {
  const { proven, decision, annex } = papers;
  const { subject } = proven.bundle;
  const { review, annex: at } = decision.body;
  const signed = new Map(CHAIRS.map((chair) => [chair, false]));
  for (const [index, { entry }] of proven.leaves) {
    const cosigns = entry.kind === "annex.cosign" && entry.body.annex === at && equal(entry.body.entryId, annex.id);
    if (index !== at && !(cosigns && index < review)) continue;
    const held = chairsHeld(papers, index);
    if (index === at && held.length === 0) return flaw("standing", at);
    for (const chair of held) signed.set(chair, true);
  }
  const unsigned = CHAIRS.find((chair) => !signed.get(chair));
  const chairs = chairsOf(proven, annex.body.project, review);
  if (unsigned !== undefined)
    return flaw("link", at, `đơn vị · party ${chairs && partyIn(chairs, unsigned, annex.body.package)}`);
  const strange = (annex.body.parts ?? []).find(
    ({ index }) => !sameHouse(proven, partyAt(proven, index), partyAt(proven, at)),
  );
  if (strange) return flaw("standing", strange.index);
  for (const index of [review, subject]) {
    const treasury = chairsOf(proven, annex.body.project, index)?.treasury;
    const officer =
      actsFor(proven, index, treasury) &&
      signedAs(proven, index, ROLE.treasury) &&
      personAt(proven, index) !== undefined;
    if (!officer) return flaw("standing", index, `kho bạc · treasury ${treasury}`);
  }
  return personAt(proven, review) === personAt(proven, subject)
    ? flaw("standing", subject, "một người · one person")
    : undefined;
}

/** The parts in the annex's package that the signer of a leaf had when it came. */
function chairsHeld({ proven, annex }: Pick<Papers, "proven" | "annex">, index: number): Chair[] {
  const chairs = chairsOf(proven, annex.body.project, index);
  if (!chairs) return [];
  return CHAIRS.filter((chair) => actsFor(proven, index, partyIn(chairs, chair, annex.body.package)));
}

/** The tree head on which the officer based the review is one that this log grew from. */
function checkReviewedHead({ proven, decision, review }: Papers): Flaw | undefined {
  const { size: oldSize, root: oldRoot } = review.body;
  const { reviewed } = proven.bundle;
  const known =
    reviewed !== undefined &&
    oldSize > 0 &&
    oldSize <= decision.body.review &&
    verifyConsistency({ oldSize, newSize: proven.size, oldRoot, newRoot: proven.root, proof: reviewed });
  return known ? undefined : flaw("reviewed", decision.body.review);
}

/** The figures are those that both signed, and the đồng add up. */
function checkMoney({ proven, decision, review, annex, figures }: Papers): Flaw | undefined {
  const { subject } = proven.bundle;
  const { body } = decision;
  const hash = hashFigures(figures);
  if (!equal(hash, body.figuresHash) || !equal(hash, review.body.figuresHash))
    return flaw("figures", subject, hex(hash));
  const { lines, advanceDong, releaseDong, kind } = annex.body;
  const amount = (advanceDong ?? 0) + (releaseDong ?? 0);
  const sum = (values: readonly number[]) => values.reduce((total, each) => total + each, amount);
  const money = moneyOf(figures, body.outcome);
  const { claimedDong, acceptedDong, clearedDong, retainedDong } = figures;
  const part = acceptedDong > 0 && acceptedDong < claimedDong;
  const adds =
    figures.lines.length === lines.length &&
    (kind === CLAIM_KIND.advance) === (advanceDong !== undefined) &&
    (kind === CLAIM_KIND.retention) === (releaseDong !== undefined) &&
    (amount === 0 || clearedDong + retainedDong === 0) &&
    claimedDong === sum(lines.map((line) => line.valueDong)) &&
    acceptedDong === sum(figures.lines.map((line) => line.acceptedDong)) &&
    acceptedDong <= claimedDong &&
    (body.outcome !== OUTCOME.pay || acceptedDong === claimedDong) &&
    (body.outcome !== OUTCOME.part || part) &&
    body.claimedDong === money.claimedDong &&
    body.acceptedDong === money.acceptedDong &&
    body.paidDong === money.paidDong;
  if (!adds) return flaw("figures", subject, "đồng");
  const strange = figures.setOffs.find((each, i) => {
    const once = figures.setOffs.findIndex((other) => other.recovery === each.recovery) === i;
    return !once || !setsOff(proven, annex, each);
  });
  const taken = figures.setOffs.reduce((total, each) => total + each.takenDong, 0);
  return strange || taken > acceptedDong - clearedDong - retainedDong
    ? flaw("figures", strange?.recovery, "bù trừ · set-off")
    : undefined;
}

/** A set-off is of a recovery, within its sum, from a result that the same treasury signed and that paid the same firm. */
function setsOff(proven: Proven, annex: Said<"annex.propose">, { recovery, takenDong, returnedDong }: SetOff): boolean {
  const opened = said(proven, recovery, "recovery.open");
  const decided = opened && said(proven, opened.body.decision, "decision.sign");
  const claim = decided && said(proven, decided.body.annex, "annex.propose");
  if (!claim || recovery >= proven.bundle.subject) return false;
  const opener = chairsOf(proven, claim.body.project, recovery)?.treasury;
  if (!actsFor(proven, recovery, opener)) return false;
  const pays = chairsOf(proven, annex.body.project, proven.bundle.subject)?.treasury;
  const ours = claim.body.project === annex.body.project || sameHouse(proven, opener, pays);
  const firms = firmsPaid(proven, opened.body.decision, claim);
  return (
    ours &&
    [...firmsPaid(proven, proven.bundle.subject, annex)].some((firm) => firms.has(firm)) &&
    Math.max(takenDong, returnedDong) <= opened.body.amountDong
  );
}

/** The firm that a result paid, by its tax codes or parties: whoever had the package when it signed the annex, and all that are one with it. */
function firmsPaid(proven: Proven, decision: number, annex: Said<"annex.propose">): Set<string | number> {
  const contractor = contractorPaid(proven, decision, annex);
  const firms = new Set<string | number>();
  if (contractor === undefined) return firms;
  for (const [index, { entry }] of proven.leaves)
    if (entry.kind === "party.register" && sameHouse(proven, contractor, index))
      firms.add(entry.body.taxCode === undefined ? index : firmOf(entry.body.taxCode));
  return firms;
}

/** The contractor that a result paid: the party that had the package when it signed the annex. */
function contractorPaid(proven: Proven, decision: number, annex: Said<"annex.propose">): number | undefined {
  const at = said(proven, decision, "decision.sign")?.body.annex;
  const signed = [...proven.leaves].filter(
    ([index, { entry }]) => index === at || (entry.kind === "annex.cosign" && entry.body.annex === at),
  );
  return signed
    .map(([index]) => index)
    .filter((index) => chairsHeld({ proven, annex }, index).includes("contractor"))
    .map((index) => partyAt(proven, index))[0];
}

/** Each line's value, demands, accepted part and accepted đồng follow from what was signed. */
function checkLines({ proven, review, annex, figures }: Papers): Flaw | undefined {
  const exemptBelow = exemptKgOf(proven, review.body.rules);
  if (exemptBelow === undefined) return flaw("reference", review.body.rules);
  const totals = new Map<Material, number>();
  for (const each of figures.lines.flatMap((line) => line.materials))
    totals.set(each.material, (totals.get(each.material) ?? 0) + each.demandKg);
  for (const [i, line] of annex.body.lines.entries()) {
    const figure = figures.lines[i]!;
    const recipe = line.recipe === undefined ? undefined : said(proven, line.recipe, "recipe.set");
    const demands = recipe?.body.lines ?? [];
    const follow = figure.materials.every((each, j) => {
      const demand = demands[j];
      const factor = demand && said(proven, demand.factor, "factor.set");
      return (
        factor !== undefined &&
        demand?.material === each.material &&
        each.demandKg === demandKg(line.quantityMilli, demand, factor.body) &&
        addsUp(each) &&
        (each.exemptKg === 0 || (totals.get(each.material) ?? 0) < exemptBelow)
      );
    });
    const whole = figure.materials.length === demands.length && (line.recipe === undefined || recipe !== undefined);
    const valued = line.valueDong === lineValue(line.quantityMilli, line.unitPriceDong);
    if (!follow || !whole || !valued || !isAcceptedPart(line, figure))
      return flaw("figures", line.recipe, `dòng · line ${i + 1}`);
  }
  return undefined;
}

/** The parts of a demand are the demand; what is exempt is exempt as a whole. */
function addsUp(each: MaterialFigure): boolean {
  const { ledgerKg, paperKg, transitionalKg, exemptKg, insufficientKg, contradictedKg } = each;
  const shown = ledgerKg + paperKg + transitionalKg + exemptKg + insufficientKg + contradictedKg;
  return shown === each.demandKg && (exemptKg === 0 || exemptKg === each.demandKg);
}

/** The scarcest material says how much of the work is accepted, rounded down; the whole of it at its value, a part at the unit price. */
function isAcceptedPart(line: AnnexLine, { acceptedMilli, acceptedDong, materials }: LineFigure): boolean {
  // A difference of price is accepted only while the dossier that it adjusts is paid, which a replay of the log shows.
  if (line.adjusts !== undefined && acceptedMilli === 0) return acceptedDong === 0 && materials.length === 0;
  const least = materials.reduce((most, each) => {
    const evidencedKg = each.demandKg - each.insufficientKg - each.contradictedKg;
    return Math.min(most, ratioFloor([line.quantityMilli, evidencedKg], [each.demandKg]));
  }, line.quantityMilli);
  const whole = acceptedMilli === line.quantityMilli;
  const dong = whole ? line.valueDong : ratioFloor([acceptedMilli, line.unitPriceDong], [1000]);
  return acceptedMilli === least && acceptedDong === dong;
}

/** Kilograms of one material below which the rules of the review ask for no origin. */
function exemptKgOf(proven: Proven, rules: number): number | undefined {
  return said(proven, rules, "rules.set")?.body.exemptKg ?? said(proven, rules, "genesis")?.body.rules.exemptKg;
}
