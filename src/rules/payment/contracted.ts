// A dossier against its package's contract. Each line names its contract line and is the same work at the same price by the
// same recipe; over all dossiers the quantity stays within the contract's. A dossier counts from its last signature on, with what it
// asks; a result leaves it counting with what was accepted.

import type { AnnexLine, AnnexPropose, ClaimFigures } from "../../format/bodies/payment.ts";
import { PHASED_RULE } from "../../format/codes.ts";
import { unitKey, workKey } from "../../spelling/work-codes.ts";
import { problem } from "../../words/problem.ts";
import type { CheckResult, Context } from "../acts/context.ts";
import type { Book } from "../book/book.ts";
import type { ClaimedFact } from "../book/facts.ts";
import { mapLoading } from "../book/memory.ts";
import { aboutPlace, inPhase, phaseOf } from "../lawful/lawful.ts";
import { claimedOf, contractKey, contractLineOf, contractOf, type PackageOf } from "../registry/contract.ts";

/** Under this number all adjustments of price of a package are counted, in đồng. */
const ADJUSTMENTS = 0;

/** The quantities and đồng of a dossier, by the number of the contract line. */
type Tally = ReadonlyMap<number, ClaimedFact>;

/** The lines as they ask or, where there are figures, as they were accepted. */
export function tallyOf(lines: readonly AnnexLine[], figures?: ClaimFigures): Tally {
  const tally = new Map<number, ClaimedFact>();
  for (const [i, line] of lines.entries()) {
    if (line.contractLine === undefined) continue;
    const number = line.adjusts === undefined ? line.contractLine : ADJUSTMENTS;
    const { acceptedMilli: milli, acceptedDong: dong } = figures?.lines[i] ?? {
      acceptedMilli: line.quantityMilli,
      acceptedDong: line.valueDong,
    };
    const before = tally.get(number) ?? { milli: 0, dong: 0 };
    tally.set(number, { milli: before.milli + milli, dong: before.dong + dong });
  }
  return tally;
}

/** Checks a proposed annex against the contract of its package; without one the rules' phase says whether it may be claimed. */
export function checkContracted(context: Context, body: AnnexPropose): CheckResult {
  const { book } = context;
  const contract = contractOf(book, body);
  if (!contract) {
    const n = body.lines.findIndex((line) => line.contractLine !== undefined);
    if (n >= 0) return problem("contract-line", { line: n + 1, number: body.lines[n]?.contractLine ?? 0 });
    return checkMissing(context, body);
  }
  const differing = mapLoading(
    body.lines.map((line, i) => ({ line, n: i + 1 })),
    ({ line, n }) => checkTerms(book, body, line, n),
  ).find((each) => each !== undefined);
  return differing ?? checkLeft(book, body, tallyOf(body.lines), contract.adjustmentDong);
}

/** The book has no contract of the package: blocked, or told once while the phase does not block. */
function checkMissing(context: Context, body: AnnexPropose): CheckResult {
  const { book, index } = context;
  const phase = phaseOf(context, PHASED_RULE.contract, aboutPlace(book, body.project));
  const key = contractKey(body);
  const refusal = problem("contract-missing", { package: body.package });
  if (book.get("contractMissing", key)?.phase === phase) return undefined;
  const blocked = inPhase(context, phase, refusal, `annex/${index}`, { package: body.package });
  if (!blocked) book.put("contractMissing", key, { phase });
  return blocked;
}

/** Checks that a line is the work of its contract line: code, unit, price and recipe; an adjustment of price has its own price and no recipe. */
function checkTerms(book: Book, of: PackageOf, line: AnnexLine, n: number): CheckResult {
  const number = line.contractLine;
  const by = number === undefined ? undefined : contractLineOf(book, of, number);
  if (number === undefined || !by) return problem("contract-line", { line: n, number: number ?? 0 });
  const sameWork = workKey(by.code) === workKey(line.code) && unitKey(by.unit) === unitKey(line.unit);
  const sameTerms =
    line.adjusts !== undefined || (by.unitPriceDong === line.unitPriceDong && by.recipe === line.recipe);
  if (sameWork && sameTerms) return undefined;
  return problem("contract-differs", {
    ...{ line: n, number, code: by.code, unit: by.unit, price_vnd: by.unitPriceDong },
    recipe: by.recipe ?? "–",
  });
}

/** Checks that what is asked, with what is claimed already, stays within the contract. */
function checkLeft(book: Book, of: PackageOf, asked: Tally, adjustmentDong: number | null): CheckResult {
  const over = mapLoading([...asked], ([number, { milli, dong }]) => {
    const claimed = claimedOf(book, of, number);
    if (number === ADJUSTMENTS) {
      const left_vnd = (adjustmentDong ?? 0) - claimed.dong;
      return dong > left_vnd
        ? problem("contract-adjustment", { left_vnd: Math.max(0, left_vnd), asked_vnd: dong })
        : undefined;
    }
    const left_milli = (contractLineOf(book, of, number)?.quantityMilli ?? 0) - claimed.milli;
    return milli > left_milli
      ? problem("contract-quantity", { number, left_milli: Math.max(0, left_milli), asked_milli: milli })
      : undefined;
  });
  return over.find((each) => each !== undefined);
}

/** All have signed: what the dossier asks counts from here on, if the contract still has it. */
export function claimContracted(book: Book, annex: number, body: AnnexPropose): CheckResult {
  const asked = tallyOf(body.lines);
  const refusal = checkLeft(book, body, asked, contractOf(book, body)?.adjustmentDong ?? null);
  if (!refusal) countAs(book, annex, body, asked);
  return refusal;
}

/**
 * A result is signed: the dossier counts with what was accepted of it. A dossier of before the contract, or one that a reversal
 * brought back after others had claimed the same, can be refused or returned but not accepted.
 */
export function decideContracted(
  book: Book,
  annex: number,
  body: AnnexPropose,
  accepted: ClaimFigures | undefined,
): CheckResult {
  const contract = contractOf(book, body);
  const tally = accepted ? tallyOf(body.lines, accepted) : new Map<number, ClaimedFact>();
  const unnamed = body.lines.findIndex((line) => line.contractLine === undefined);
  if (contract && accepted && unnamed >= 0) return problem("contract-line", { line: unnamed + 1, number: 0 });
  countAs(book, annex, body, tally);
  const none = new Map([...tally.keys()].map((number) => [number, { milli: 0, dong: 0 }]));
  return contract && checkLeft(book, body, none, contract.adjustmentDong);
}

/** A result is reversed: the dossier counts with what it asks, as before the result. */
export function reopenContracted(book: Book, annex: number): void {
  const { body } = book.need("annex", annex);
  countAs(book, annex, body, tallyOf(body.lines));
}

/** From here on a dossier counts with this and no longer with what it counted before. */
function countAs(book: Book, annex: number, of: PackageOf, now: Tally): void {
  const before = new Map(
    (book.get("counted", annex)?.lines ?? []).map(([number, milli, dong]) => [number, { milli, dong }] as const),
  );
  const changes = mapLoading([...new Set([...before.keys(), ...now.keys()])], (number) => {
    const [was, is] = [before.get(number), now.get(number)];
    const claimed = claimedOf(book, of, number);
    const milli = claimed.milli + (is?.milli ?? 0) - (was?.milli ?? 0);
    const dong = claimed.dong + (is?.dong ?? 0) - (was?.dong ?? 0);
    return { key: `${contractKey(of)}/${number}`, claimed: { milli, dong } };
  });
  for (const { key, claimed } of changes) book.put("claimed", key, claimed);
  if (changes.length > 0)
    book.put("counted", annex, {
      lines: [...now].map(([number, { milli, dong }]): [number, number, number] => [number, milli, dong]),
    });
}
