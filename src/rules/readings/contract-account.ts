// A dossier beside its package's contract: what other dossiers have claimed of each line, what this one asks and what is left, and where
// advances and retention are before and after it. A reading; nothing here changes the book.
import type { ClaimFigures } from "../../format/bodies/payment.ts";
import { CLAIM_KIND } from "../../format/codes.ts";
import type { Book } from "../book/book.ts";
import type { WorksMoney } from "../book/facts.ts";
import { mapLoading } from "../book/memory.ts";
import { tallyOf } from "../payment/contracted.ts";
import { packageMoney } from "../payment/package-money.ts";
import { claimedOf, contractLineOf, contractOf } from "../registry/contract.ts";

/** A contract line: its quantity, what others claim of it, what this dossier asks, and the rest; below zero after a reversal only. */
export type ContractLineAccount = {
  readonly number: number;
  readonly name: string;
  readonly unit: string;
  readonly quantityMilli: number;
  readonly othersMilli: number;
  readonly askedMilli: number;
  readonly leftMilli: number;
};

export type ContractAccount = {
  /** The contract as amended: its text and its latest entry; absent while the book has none of the package. */
  readonly contract: { readonly document: string; readonly latest: number; readonly valueDong: number } | undefined;
  readonly lines: readonly ContractLineAccount[];
  /** By the results before this dossier's. */
  readonly before: WorksMoney;
  /** As it will be when this dossier is accepted with these figures. */
  readonly after: WorksMoney;
};

/** The account of a dossier with its figures, by a book that has no result of it. */
export function contractAccount(book: Book, annex: number, figures: ClaimFigures): ContractAccount {
  const { body } = book.need("annex", annex);
  const contract = contractOf(book, body);
  const own = new Map((book.get("counted", annex)?.lines ?? []).map(([number, milli]) => [number, milli]));
  const asked = [...tallyOf(body.lines)].filter(([number]) => number > 0).sort(([a], [b]) => a - b);
  const lines = mapLoading(asked, ([number, { milli: askedMilli }]): ContractLineAccount[] => {
    const line = contractLineOf(book, body, number);
    if (!line) return [];
    const othersMilli = claimedOf(book, body, number).milli - (own.get(number) ?? 0);
    const { name, unit, quantityMilli } = line;
    const leftMilli = quantityMilli - othersMilli - askedMilli;
    return [{ number, name, unit, quantityMilli, othersMilli, askedMilli, leftMilli }];
  }).flat();
  const before = packageMoney(book, body.project, body.package);
  const { document, latest, valueDong } = contract ?? {};
  const said = document === undefined || latest === undefined || valueDong === undefined;
  return {
    contract: said ? undefined : { document, latest, valueDong },
    lines,
    before,
    after: withFigures(before, body.kind, figures),
  };
}

function withFigures(before: WorksMoney, kind: number, figures: ClaimFigures): WorksMoney {
  const { acceptedDong, clearedDong, retainedDong } = figures;
  const of = (...kinds: number[]) => (kinds.includes(kind) ? acceptedDong : 0);
  return {
    advancedDong: before.advancedDong + of(CLAIM_KIND.advance),
    acceptedDong: before.acceptedDong + of(CLAIM_KIND.interim, CLAIM_KIND.final),
    releasedDong: before.releasedDong + of(CLAIM_KIND.retention),
    clearedDong: before.clearedDong + clearedDong,
    retainedDong: before.retainedDong + retainedDong,
  };
}
