// Short words for the tests of the rules: loads, receipts, claims and results in the demo province.

import type { Province } from "../../src/demo/province.ts";
import type { AnnexLine } from "../../src/format/bodies/payment.ts";
import { CLAIM_KIND, LISTED_REASON, OUTCOME, type Outcome } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { claimAsItStands, moneyOf, rulesOfClaim } from "../../src/rules/payment/claim.ts";
import type { ClaimResult } from "../../src/rules/payment/figures.ts";
import { hashFigures } from "../../src/rules/payment/figures.ts";
import { reasonsInFigures } from "../../src/rules/payment/true-reasons.ts";
import type { Ledger, Manner, Said } from "./ledger.ts";

/** A slip of sand from the mine; anything may be said otherwise. */
export function sandSlip(province: Province, other: Partial<Body<"slip.issue">> = {}): Body<"slip.issue"> {
  return {
    route: province.routes["sandMine→yard"]!,
    vehicle: province.trucks[0]!,
    source: province.sandSource,
    material: 1,
    massKg: 10_000,
    measure: 3,
    ...other,
  };
}

/** A final receipt of a whole load. */
export function receipt(
  slip: number,
  at: number,
  massKg: number,
  other: Partial<Body<"load.receive">> = {},
): Body<"load.receive"> {
  return { slip: { index: slip }, at, part: 1, final: 1, massKg, measure: 1, ...other };
}

export function passage(
  province: Province,
  slip: Body<"passage.record">["slip"],
  seenS: number,
  other: Partial<Body<"passage.record">> = {},
): Body<"passage.record"> {
  return { slip, site: province.checkpoint, direction: 1, seenS, verdict: 1, plateMatches: 1, ...other };
}

/** Sand straight from the mine into a package of the dyke, load by load with different trucks and honest hours. */
export function sandToDyke(ledger: Ledger, province: Province, loads: readonly number[]): number[] {
  return loads.map((massKg, i) => {
    const route = province.routes["sandMine→dyke"]!;
    const vehicle = province.trucks[i % province.trucks.length]!;
    const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province, { route, vehicle, massKg, package: 2 }));
    ledger.pass(46);
    ledger.must("builderB", "load.receive", receipt(slip, province.dyke, massKg, { package: 2 }));
    return slip;
  });
}

/** A work line whose value follows from quantity and price. */
export function workLine(
  quantityMilli: number,
  unitPriceDong: number,
  recipe: number | undefined,
  other: Partial<AnnexLine> = {},
): AnnexLine {
  const valueDong = Number((BigInt(quantityMilli) * BigInt(unitPriceDong) + 500n) / 1000n);
  const line = {
    code: recipe ? "AB.13410" : "XX.1",
    name: "việc",
    unit: "m³",
    quantityMilli,
    unitPriceDong,
    valueDong,
  };
  return { ...line, ...(recipe === undefined ? {} : { recipe }), ...other };
}

let number = 0;

export function annexOf(province: Province, lines: AnnexLine[], other: Partial<Body<"annex.propose">> = {}) {
  number += 1;
  return { project: province.dyke, package: 2, number: 1 + (number % 9999), kind: CLAIM_KIND.interim, lines, ...other };
}

/** The contract of the dyke's package, with terms that hold nothing back unless they are said otherwise. */
export function dykeContract(
  province: Province,
  lines: Body<"contract.register">["lines"],
  other: Partial<Body<"contract.register">> = {},
): Body<"contract.register"> {
  const terms = { advancePermille: 0, clearedPermille: 1000, retentionPermille: 0 };
  return { project: province.dyke, package: 2, document: "Hợp đồng số 12/HĐ-XD", lines, ...terms, ...other };
}

/** Registers a contract with all its signatures; answers its entry. */
export function contracted(ledger: Ledger, body: Body<"contract.register">, builder = "builderB"): number {
  const proposal = ledger.must(builder, "contract.register", body);
  for (const who of ["supervisor", "owner"]) ledger.must(who, "approve", { proposal });
  return proposal;
}

/** Proposes and co-signs an annex of the dyke's package; complete when it answers. */
export function completeAnnex(
  ledger: Ledger,
  province: Province,
  lines: AnnexLine[],
  other: Partial<Body<"annex.propose">> = {},
): number {
  const entry = ledger.write("builderB", "annex.propose", annexOf(province, lines, other));
  const said = ledger.bring(entry);
  if ("refused" in said) throw new Error(JSON.stringify(said.refused));
  for (const who of ["supervisor", "owner"]) ledger.must(who, "annex.cosign", { annex: said.index, entryId: entry.id });
  return said.index;
}

/** The claim's figures as the book stands. */
export function figuresOf(ledger: Ledger, annex: number): ClaimResult {
  const rules = rulesOfClaim(ledger.book, ledger.book.need("claim", annex));
  const result = claimAsItStands(ledger.book, annex, rules);
  if (!result) throw new Error(`claim ${annex} is not complete`);
  return result;
}

const WORDS = "Số liệu khớp sổ gốc điện tử tại thời điểm kiểm soát.";

export function reviewOf(ledger: Ledger, annex: number, outcome: Outcome): Body<"review.make"> {
  const { figures } = figuresOf(ledger, annex);
  const rules = rulesOfClaim(ledger.book, ledger.book.need("claim", annex)).index;
  const head = { size: ledger.size, root: ledger.root() };
  const inFigures = outcome === OUTCOME.pay ? [] : reasonsInFigures(ledger.book.need("annex", annex).body, figures);
  const refused = outcome === OUTCOME.refuse || outcome === OUTCOME.return;
  // Evidenced money is refused, and a dossier without a fault in its figures returned, only for what its papers lack.
  const states = refused && (inFigures.length === 0 || figures.acceptedDong > 0);
  const reasons = states ? [...inFigures, LISTED_REASON.partMissing] : inFigures;
  const stated = states ? { stated: "Thiếu biên bản nghiệm thu khối lượng hoàn thành." } : {};
  const waiting = ledger.book.need("claim", annex).review;
  const replaces = waiting === null ? {} : { replaces: waiting };
  const seen = { annex, outcome, ...head, rules, figuresHash: hashFigures(figures), ...replaces };
  return { ...seen, reasons, text: WORDS, ...stated };
}

/** Review by one officer and result by another; `outcome` defaults to what the figures allow. */
export function decide(ledger: Ledger, annex: number, wanted?: Outcome): { review: Said; decision?: Said } {
  const { figures } = figuresOf(ledger, annex);
  const { claimedDong, acceptedDong } = figures;
  const outcome = wanted ?? (acceptedDong === claimedDong ? 1 : acceptedDong === 0 ? 3 : 2);
  const entry = ledger.write("officer", "review.make", reviewOf(ledger, annex, outcome));
  const review = ledger.bring(entry);
  if ("refused" in review) return { review };
  const decision = ledger.say("approver", "decision.sign", {
    review: review.index,
    reviewId: entry.id,
    annex,
    outcome,
    figuresHash: hashFigures(figures),
    ...moneyOf(figures, outcome),
    bases: ["Nghị định số 254/2025/NĐ-CP"],
    text: WORDS,
  });
  return { review, decision };
}

export type { Manner };
