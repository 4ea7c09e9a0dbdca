// Where kilograms are held (docs/design.md, The book). An account is a record to those who ask what it is, and its key to the lots, the
// memory and the tables. The one printer of keys and the one parser are here, and whoever tells the kinds apart names each of them.
import type { Material } from "../../format/codes.ts";

export type Account =
  /** Back in the ground of a source: where voided slips return what they had drawn. */
  | { readonly kind: "ground"; readonly source: number }
  /** Stock at a place: a holder's, of one product (0: none) and material, and at a mine of one source (0: any). */
  | {
      readonly kind: "stock";
      readonly site: number;
      readonly holder: number;
      readonly product: number;
      readonly material: Material;
      readonly source: number;
    }
  /** On the way under a slip. */
  | { readonly kind: "transit"; readonly slip: number }
  /** Expired on the way: held until a late receipt or a finding explains it. */
  | { readonly kind: "stray"; readonly slip: number }
  /** Given back by a void, and held until observations of the slip can no longer come. */
  | { readonly kind: "returning"; readonly slip: number }
  /** Received into a contract package of a project, of one product (0: none) and material. */
  | {
      readonly kind: "project";
      readonly project: number;
      readonly packageNumber: number;
      readonly product: number;
      readonly material: Material;
    }
  /** Accepted in a claim: spent once and for good. */
  | { readonly kind: "paid"; readonly annex: number }
  /** Contradicted in a claim: set aside until a finding or a reversal. */
  | { readonly kind: "withheld"; readonly annex: number }
  /** Lost at a place (site or project), on the way to it, or in a batch. */
  | { readonly kind: "lost"; readonly place: number }
  /** Reserved for a slip book: offline slips spend nothing else. */
  | { readonly kind: "slipBook"; readonly slipBook: number }
  /** Sold to private buyers from a place. */
  | { readonly kind: "sold"; readonly site: number }
  /** Opening stock of a place whose last day is over: it has no lawful origin any more. */
  | { readonly kind: "lapsed"; readonly site: number };

export type AccountKind = Account["kind"];

/** An account as text: its kind, then its numbers in the order of the record. */
export type AccountKey = `${AccountKind}/${string}`;

export function accountKey(account: Account): AccountKey {
  switch (account.kind) {
    case "ground":
      return `ground/${account.source}`;
    case "stock":
      return `stock/${account.site}/${account.holder}/${account.product}/${account.material}/${account.source}`;
    case "transit":
    case "stray":
    case "returning":
      return `${account.kind}/${account.slip}`;
    case "project":
      return `project/${account.project}/${account.packageNumber}/${account.product}/${account.material}`;
    case "paid":
    case "withheld":
      return `${account.kind}/${account.annex}`;
    case "lost":
      return `lost/${account.place}`;
    case "slipBook":
      return `slipBook/${account.slipBook}`;
    case "sold":
    case "lapsed":
      return `${account.kind}/${account.site}`;
  }
}

export function parseAccount(key: AccountKey): Account {
  const kind = kindOfAccount(key);
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = key
    .slice(kind.length + 1)
    .split("/")
    .map(Number);
  switch (kind) {
    case "ground":
      return { kind, source: a };
    case "stock":
      return { kind, site: a, holder: b, product: c, material: d as Material, source: e };
    case "transit":
    case "stray":
    case "returning":
      return { kind, slip: a };
    case "project":
      return { kind, project: a, packageNumber: b, product: c, material: d as Material };
    case "paid":
    case "withheld":
      return { kind, annex: a };
    case "lost":
      return { kind, place: a };
    case "slipBook":
      return { kind, slipBook: a };
    case "sold":
    case "lapsed":
      return { kind, site: a };
    default:
      return noSuchKind(kind);
  }
}

/** Ends a `switch` over the kinds of account: the compiler refuses it while a kind has no case. */
export function noSuchKind(kind: never): never {
  throw new Error(`no such account: ${kind}`);
}

/** The kind alone: asked at every step of an origin, so the rest of the key is not parsed for it. */
export function kindOfAccount(key: AccountKey): AccountKind {
  return key.slice(0, key.indexOf("/")) as AccountKind;
}

/** The beginning of the keys of a kind, or of those of its accounts under one first number: for a search in the tables. */
export function keysFrom(kind: AccountKind, first?: number): string {
  return first === undefined ? `${kind}/` : `${kind}/${first}/`;
}

/** The slip that kilograms in an account are carried under, for transit and stray. */
export function slipOf(key: AccountKey): number | undefined {
  const kind = kindOfAccount(key);
  return kind === "transit" || kind === "stray" || kind === "returning"
    ? Number(key.slice(kind.length + 1))
    : undefined;
}

/** The place whose stock an account is. */
export function siteOf(key: AccountKey): number | undefined {
  const account = parseAccount(key);
  return account.kind === "stock" ? account.site : undefined;
}
