// Price adjustments: a line that asks for the difference of price of work already paid needs no material again. It names the dossier whose
// result paid that work, and may not ask for more of it than was paid.
import type { AnnexLine } from "../../format/bodies/payment.ts";
import { OUTCOME } from "../../format/codes.ts";
import { unitKey, workKey } from "../../spelling/work-codes.ts";
import { problem } from "../../words/problem.ts";
import type { CheckResult } from "../acts/context.ts";
import type { Book } from "../book/book.ts";

const sameWork = (a: AnnexLine, b: AnnexLine) =>
  workKey(a.code) === workKey(b.code) && unitKey(a.unit) === unitKey(b.unit);

/** True while the result of a dossier pays all of it. */
export function isPaid(book: Book, annex: number): boolean {
  return book.get("claim", annex)?.decision?.outcome === OUTCOME.pay;
}

/** Checks each adjusting line of an annex: its dossier is of this package and paid in full, and has as much of this work. */
export function checkAdjustments(
  book: Book,
  { project, package: contract, lines }: { project: number; package: number; lines: readonly AnnexLine[] },
): CheckResult {
  for (const [i, line] of lines.entries()) {
    if (line.adjusts === undefined) continue;
    const claim = book.get("claim", line.adjusts);
    const fits = claim?.project === project && claim.package === contract && isPaid(book, line.adjusts);
    const paid = fits ? book.need("annex", line.adjusts).body.lines : [];
    const sum = (some: readonly AnnexLine[]) => some.reduce((milli, each) => milli + each.quantityMilli, 0);
    const paidMilli = sum(paid.filter((each) => each.adjusts === undefined && sameWork(each, line)));
    const askedMilli = sum(lines.filter((each) => each.adjusts === line.adjusts && sameWork(each, line)));
    if (askedMilli > paidMilli || line.recipe !== undefined)
      return problem("annex-adjusts", {
        line: i + 1,
        index: line.adjusts,
        left_milli: paidMilli,
        need_milli: askedMilli,
      });
  }
  return undefined;
}
