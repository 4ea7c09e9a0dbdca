// Where kilograms are held. An account is its name; the names are made here and nowhere else (docs/design.md, The book).
import type { Material } from "../../format/codes.ts";

/** Back in the ground of a source: where voided slips return what they had drawn. */
export function ground(source: number): string {
  return `ground/${source}`;
}

/** Stock at a place: holder's, of one product (0: none), of one material, and at a mine of one source (0: any). */
export function stock(site: number, holder: number, product: number, material: Material, source = 0): string {
  return `stock/${site}/${holder}/${product}/${material}/${source}`;
}

/** On the way under a slip. */
export function transit(slip: number): string {
  return `transit/${slip}`;
}

/** Expired on the way: held until a late receipt or a finding explains it. */
export function stray(slip: number): string {
  return `stray/${slip}`;
}

/** Received into a contract package, of one product (0: none) and material. */
export function project(index: number, contract: number, product: number, material: Material): string {
  return `project/${index}/${contract}/${product}/${material}`;
}

/** Accepted in a claim: spent once and for good. */
export function paid(annex: number): string {
  return `paid/${annex}`;
}

/** Contradicted in a claim: set aside until a finding or a reversal. */
export function withheld(annex: number): string {
  return `withheld/${annex}`;
}

/** Lost at a place (site or project), on the way to it, or in a batch. */
export function lost(place: number): string {
  return `lost/${place}`;
}

/** Reserved for a slip book: offline slips spend nothing else. */
export function slipBook(index: number): string {
  return `slipBook/${index}`;
}

/** Sold to private buyers from a place. */
export function sold(site: number): string {
  return `sold/${site}`;
}

/** Opening stock of a place whose day is over: of no lawful origin any more. */
export function lapsed(site: number): string {
  return `lapsed/${site}`;
}

/** The slip book whose reserve an account is. */
export function slipBookOf(account: string): number | undefined {
  const [kind, id] = account.split("/");
  return kind === "slipBook" ? Number(id) : undefined;
}

/** The place whose stock an account is. */
export function siteOf(account: string): number | undefined {
  const [kind, id] = account.split("/");
  return kind === "stock" ? Number(id) : undefined;
}

/** The slip whose way an account is, for transit and stray. */
export function slipOf(account: string): number | undefined {
  const [kind, id] = account.split("/");
  return kind === "transit" || kind === "stray" ? Number(id) : undefined;
}
