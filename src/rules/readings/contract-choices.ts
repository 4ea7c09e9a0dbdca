// The lines that a package's contract has, with what dossiers have claimed of each and what is left, and the money that may still be asked
// for: what the form of a new dossier shows. A reading; nothing here changes the book.
import type { ContractLine } from "../../format/bodies/contract.ts";
import type { Book } from "../book/book.ts";
import { mapLoading } from "../book/memory.ts";
import { timesOverFloor } from "../numbers/convert.ts";
import { isPaid } from "../payment/adjusted.ts";
import { packageMoney, retentionLeftDong } from "../payment/package-money.ts";
import { claimedOf, contractLineOf, contractOf, type PackageOf } from "../registry/contract.ts";

export type ContractChoice = ContractLine & { readonly claimedMilli: number; readonly leftMilli: number };

export type ContractChoices = {
  readonly document: string;
  readonly valueDong: number;
  readonly lines: readonly ContractChoice[];
  /** Advances that may still be asked for, what is kept back, and what is left for adjustments of price; null where prices are fixed. */
  readonly advanceDong: number;
  readonly retainedDong: number;
  readonly adjustmentDong: number | null;
  /** Dossiers paid in full, whose prices may be adjusted: entry and number. */
  readonly paid: readonly { readonly annex: number; readonly number: number }[];
};

/** Undefined while the book has no contract of the package. */
export function contractChoices(book: Book, of: PackageOf): ContractChoices | undefined {
  const contract = contractOf(book, of);
  if (!contract) return undefined;
  const lines = mapLoading(contract.lines, (number): ContractChoice[] => {
    const line = contractLineOf(book, of, number);
    const claimedMilli = claimedOf(book, of, number).milli;
    return line ? [{ ...line, claimedMilli, leftMilli: line.quantityMilli - claimedMilli }] : [];
  }).flat();
  const money = packageMoney(book, of.project, of.package);
  const most = timesOverFloor(contract.valueDong, contract.advancePermille, 1000);
  return {
    document: contract.document,
    valueDong: contract.valueDong,
    lines: lines.sort((a, b) => a.number - b.number),
    advanceDong: Math.max(0, most - money.advancedDong),
    retainedDong: retentionLeftDong(money),
    adjustmentDong: contract.adjustmentDong === null ? null : contract.adjustmentDong - claimedOf(book, of, 0).dong,
    paid: paidOf(book, of),
  };
}

function paidOf(book: Book, of: PackageOf): { annex: number; number: number }[] {
  const annexes = book.get("decided", of.project)?.annexes ?? [];
  const claims = mapLoading(annexes, (annex) => ({ annex, claim: book.need("claim", annex) }));
  return claims
    .filter(({ annex, claim }) => claim.package === of.package && isPaid(book, annex))
    .map(({ annex, claim }) => ({ annex, number: claim.number }));
}
