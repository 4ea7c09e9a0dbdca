// Work lines without tracked material rest on no kilogram, so nothing in the book is spent when they are paid: the same line under a new
// dossier number would be paid again. The book does not know what the contract holds; it knows a line that it has seen before.

import type { AnnexLine } from "../../format/bodies/payment.ts";
import { hex, utf8 } from "../../format/bytes.ts";
import { acceptsMoney } from "../../format/codes.ts";
import { entryIdOf } from "../../format/entry.ts";
import type { Body } from "../../format/kinds.ts";
import { bare } from "../../spelling/folding.ts";
import { unitKey, workKey } from "../../spelling/work-codes.ts";
import type { Book } from "../book/book.ts";
import { mapLoading } from "../book/memory.ts";

/** Signals each plain line that another dossier of the package, pending or paid, has in some spelling with the same quantity and price. */
export function noticeRepeated(
  book: Book,
  index: number,
  { project, package: contract, lines }: Body<"annex.propose">,
): void {
  const plain = lines.flatMap((line, i) => (line.recipe === undefined ? [{ line, n: i + 1 }] : []));
  const found = mapLoading(plain, ({ line, n }) => {
    const key = `${project}/${contract}/${digestOf(line)}`;
    const before = book.get("plainLine", key)?.annex;
    return { key, n, line, before: before !== undefined && isAlive(book, before) ? before : undefined };
  });
  for (const { key, n, line, before } of found) {
    if (before === undefined) book.put("plainLine", key, { annex: index });
    else book.signal("line-claimed-again", `annex/${index}`, { line: n, claim: before, value_vnd: line.valueDong });
  }
}

/** Work that was refused, returned or withdrawn has not been paid and may be claimed again. */
function isAlive(book: Book, annex: number): boolean {
  const { decision, withdrawn } = book.need("claim", annex);
  if (withdrawn) return false;
  return decision === null || acceptsMoney(decision.outcome);
}

function digestOf({ code, name, unit, quantityMilli, unitPriceDong }: AnnexLine): string {
  const words = JSON.stringify([workKey(code), bare(name), unitKey(unit), quantityMilli, unitPriceDong]);
  return hex(entryIdOf(utf8(words))).slice(0, 24);
}
