// The extent of a finding, followed forward: where its kilograms are now, so that they can be stopped, and which results have
// accepted them, so that the money can be recovered. Readings only; nothing here changes the book.
import type { Material } from "../../format/codes.ts";
import { type AccountKey, noSuchKind, parseAccount } from "../book/accounts.ts";
import type { Book } from "../book/book.ts";
import type { Predicate } from "../book/facts.ts";
import { type Lot, mapLoading } from "../book/memory.ts";
import { fits, putFinding, stands } from "../origins/findings.ts";
import { ancestry } from "../origins/trace.ts";
import { claimAsItStands, rulesOfClaim } from "../payment/claim.ts";
import { balanceOf, openedFor } from "../payment/recovery.ts";

/**
 * Where kilograms are, by log indexes; `product` is a recipe, 0 for loose material. `returned` is back in the ground, `lapsed` is opening
 * stock that still lies at its place and may not leave it any more.
 */
export type Whereabouts =
  | { readonly what: "stock"; readonly place: number; readonly holder: number; readonly product: number }
  | { readonly what: "road"; readonly slip: number }
  | { readonly what: "reserve"; readonly slipBook: number }
  | { readonly what: "package"; readonly project: number; readonly package: number; readonly product: number }
  | { readonly what: "paid" | "withheld"; readonly annex: number }
  | { readonly what: "lost" | "sold" | "lapsed"; readonly place: number }
  | { readonly what: "returned"; readonly source: number };

/** Kilograms of one material in one place that a finding touches. */
export type Touched = Whereabouts & { readonly material: Material; readonly kg: number };

/** Where the kilograms of an account are. */
function whereabouts(key: AccountKey): Whereabouts {
  const account = parseAccount(key);
  switch (account.kind) {
    case "stock":
      return { what: "stock", place: account.site, holder: account.holder, product: account.product };
    case "transit":
    case "stray":
    case "returning":
      return { what: "road", slip: account.slip };
    case "slipBook":
      return { what: "reserve", slipBook: account.slipBook };
    case "project": {
      const { project, packageNumber, product } = account;
      return { what: "package", project, package: packageNumber, product };
    }
    case "paid":
    case "withheld":
      return { what: account.kind, annex: account.annex };
    case "lost":
      return { what: "lost", place: account.place };
    case "sold":
    case "lapsed":
      return { what: account.kind, place: account.site };
    case "ground":
      return { what: "returned", source: account.source };
    default:
      return noSuchKind(account);
  }
}

/** The part of a lot that a finding touches: all that is left of it, or nothing. */
export function touchOn(book: Book, finding: Predicate, lot: Lot): Touched | undefined {
  if (lot.left === 0 || !fits(book, finding, ancestry(book, lot))) return undefined;
  return { ...whereabouts(lot.account), material: lot.material, kg: lot.left };
}

/** Touched kilograms added up by place and material, in the order in which they were met. */
export function addUp(touched: readonly Touched[]): Touched[] {
  const sums = new Map<string, Touched>();
  for (const each of touched) {
    const { kg, ...place } = each;
    const key = JSON.stringify(place);
    sums.set(key, { ...each, kg: kg + (sums.get(key)?.kg ?? 0) });
  }
  return [...sums.values()];
}

/**
 * How much less a result would have accepted had the finding stood, in đồng: what to recover. To be read in the book that the result
 * found, and thrown away with it. Zero where the finding stood already.
 */
export function acceptedTooMuchDong(book: Book, annex: number, finding: Predicate): number {
  const accepted = () =>
    claimAsItStands(book, annex, rulesOfClaim(book, book.need("claim", annex)))?.figures.acceptedDong ?? 0;
  const before = accepted();
  if (stands(book, finding.index)) return 0;
  // Whose finding it is changes no figure.
  putFinding(book, { ...finding, party: 0 });
  return before - accepted();
}

/** A recovery with what is still open of it. */
export type OpenedRecovery = { readonly recovery: number; readonly owedDong: number; readonly balanceDong: number };

/** The recoveries that rest on a finding about one result. */
export function recoveriesOf(book: Book, finding: number, decision: number, annex: number): OpenedRecovery[] {
  const opened = openedFor(book, book.need("claim", annex));
  return mapLoading(opened, (recovery) => ({ recovery, fact: book.need("recovery", recovery) }))
    .filter(({ fact }) => fact.finding === finding && fact.decision === decision)
    .map(({ recovery, fact }) => ({ recovery, owedDong: fact.owedDong, balanceDong: balanceOf(book, fact) }));
}
