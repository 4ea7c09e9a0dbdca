// The money of a contract package: what was advanced and how much of it is cleared, what was accepted, kept back and released. Nothing
// of it is stored: it is added up from the results that are in force, so that a reversed result restores every balance exactly.

import type { AnnexPropose } from "../../format/bodies/payment.ts";
import { CLAIM_KIND } from "../../format/codes.ts";
import { problem } from "../../words/problem.ts";
import type { CheckResult } from "../acts/context.ts";
import type { Book } from "../book/book.ts";
import type { ContractFact, WorksMoney } from "../book/facts.ts";
import { mapLoading } from "../book/memory.ts";
import { ratioCeil, timesOverFloor } from "../numbers/convert.ts";
import { contractOf } from "../registry/contract.ts";

/** The money of one package; of the whole project where none is named. */
export function packageMoney(book: Book, project: number, contract?: number): WorksMoney {
  const annexes = book.get("decided", project)?.annexes ?? [];
  const claims = mapLoading(annexes, (annex) => book.need("claim", annex)).filter(
    (claim) => contract === undefined || claim.package === contract,
  );
  const results = mapLoading(claims, ({ kind, decision }) => ({ kind, ...book.need("result", decision?.index ?? -1) }));
  const sum = (of: "acceptedDong" | "clearedDong" | "retainedDong", ...kinds: number[]) =>
    results.filter(({ kind }) => kinds.includes(kind)).reduce((dong, result) => dong + result[of], 0);
  const work = [CLAIM_KIND.interim, CLAIM_KIND.final];
  return {
    advancedDong: sum("acceptedDong", CLAIM_KIND.advance),
    clearedDong: sum("clearedDong", ...work),
    acceptedDong: sum("acceptedDong", ...work),
    retainedDong: sum("retainedDong", ...work),
    releasedDong: sum("acceptedDong", CLAIM_KIND.retention),
  };
}

/** The part of its advances that a package has not cleared. */
export function advanceLeftDong({ advancedDong, clearedDong }: WorksMoney): number {
  return advancedDong - clearedDong;
}

/** The part kept back that is not released. */
export function retentionLeftDong({ retainedDong, releasedDong }: WorksMoney): number {
  return retainedDong - releasedDong;
}

/** The parts that a claim clears of advances and has kept back. */
export type Withheld = { readonly clearedDong: number; readonly retainedDong: number };

/**
 * Of what a claim has accepted, the part that clears advances, and the part kept back. Advances are cleared in proportion to all work
 * accepted, rounded up to the đồng, the whole of them once `clearedPermille` of the contract's value is accepted; a final claim clears
 * what is left. Retention rounds down, and takes at most what clearing leaves. Without a contract only a final claim clears.
 */
export function withheldOf(
  book: Book,
  { project, package: number, kind }: AnnexPropose,
  acceptedDong: number,
): Withheld {
  if (kind === CLAIM_KIND.advance || kind === CLAIM_KIND.retention) return { clearedDong: 0, retainedDong: 0 };
  const money = packageMoney(book, project, number);
  const contract = contractOf(book, { project, package: number });
  const due = kind === CLAIM_KIND.final ? money.advancedDong : dueDong(money, contract, acceptedDong);
  const clearedDong = Math.min(acceptedDong, Math.max(0, due - money.clearedDong));
  const retainedDong = timesOverFloor(acceptedDong, contract?.retentionPermille ?? 0, 1000);
  return { clearedDong, retainedDong: Math.min(retainedDong, acceptedDong - clearedDong) };
}

/** The part of the advances that has to be cleared when so much more work is accepted. */
function dueDong({ advancedDong, acceptedDong }: WorksMoney, contract: ContractFact | undefined, more: number): number {
  if (!contract || contract.valueDong === 0) return 0;
  const due = ratioCeil([advancedDong, acceptedDong + more, 1000], [contract.valueDong, contract.clearedPermille]);
  return Math.min(advancedDong, due);
}

/** Advances stay within the contract's terms or, without a contract, within the project's registered value; what was kept back is released once. */
export function checkAmounts(book: Book, body: AnnexPropose): CheckResult {
  if (body.advanceDong !== undefined) {
    const contract = contractOf(book, body);
    const { advancedDong } = packageMoney(book, body.project, contract ? body.package : undefined);
    const most = contract
      ? timesOverFloor(contract.valueDong, contract.advancePermille, 1000)
      : (book.need("project", body.project).valueDong ?? Number.POSITIVE_INFINITY);
    const left_vnd = Math.max(0, most - advancedDong);
    if (body.advanceDong > left_vnd) return problem("advance-over", { asked_vnd: body.advanceDong, left_vnd });
  }
  if (body.releaseDong !== undefined) {
    const left_vnd = retentionLeftDong(packageMoney(book, body.project, body.package));
    if (body.releaseDong > left_vnd) return problem("retention-over", { asked_vnd: body.releaseDong, left_vnd });
  }
  return undefined;
}
