// Shared yards: what lies at a place under another's name leaves it by that holder's standing order only. Who keeps a yard signs for its
// gate, not for its customers.

import type { Material } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { problem } from "../../words/problem.ts";
import { type CheckResult, type Context, notFound, partyOf } from "../acts/context.ts";
import { HOLDERS, type Rows } from "../acts/row.ts";
import { dayOf, isDay } from "../numbers/time.ts";

/** A holder's stock at a place: of a material, or of a mixed product. */
export type Shelf = {
  readonly site: number;
  readonly holder: number;
  readonly material?: Material | undefined;
  readonly product?: number | undefined;
};

function keyOf({ site, holder, material, product }: Shelf): string {
  return `${site}/${holder}/${product === undefined ? material : 0}/${product ?? 0}`;
}

/** The order replaces the one before it for the same stock; an order of nothing ends it. */
function entrustStock(context: Context, body: Body<"stock.entrust">): CheckResult {
  const { book, index } = context;
  const { site, material, product, massKg, until } = body;
  const place = book.get("site", site);
  if (!place) return notFound("place", site);
  if ((material === undefined) === (product === undefined))
    return problem("bad-body", { path: "body.material", expected: "material-or-product" });
  if (product !== undefined && !book.get("recipe", product)) return notFound("product", product);
  if (!isDay(until)) return problem("bad-terms", { expected: "last-day-of-order" });
  const holder = partyOf(context);
  book.put("entrustment", keyOf({ site, holder, material, product }), { index, leftKg: massKg, until });
  book.enlist(`entrustments/${site}`, index);
  return undefined;
}

/** Checks that so much of a shelf may leave by the signer's word: it is the signer's own, or its holder's order still covers it. */
export function checkEntrusted(context: Context, shelf: Shelf, need_kg: number): CheckResult {
  if (shelf.holder === partyOf(context)) return undefined;
  const entrustment = context.book.get("entrustment", keyOf(shelf));
  const left_kg = entrustment && dayOf(context.eventS) <= entrustment.until ? entrustment.leftKg : 0;
  return left_kg < need_kg ? problem("not-entrusted", { holder: shelf.holder, left_kg, need_kg }) : undefined;
}

/** Kilograms that have left count against the order; a load that comes back does not renew it. */
export function spendEntrusted(context: Context, shelf: Shelf, kg: number): void {
  if (shelf.holder === partyOf(context)) return;
  const entrustment = context.book.need("entrustment", keyOf(shelf));
  context.book.put("entrustment", keyOf(shelf), { ...entrustment, leftKg: entrustment.leftKg - kg });
}

export const ENTRUSTMENT_ROWS = {
  "stock.entrust": { nature: "right", alone: "own", signers: HOLDERS, apply: entrustStock },
} satisfies Rows;
