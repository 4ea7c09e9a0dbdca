// Where the kilograms behind a figure come from, as a tree from the project back to the sources: what a treasury officer opens
// from a work line. Pure over the book's lots; lots that came the same way at the same leaf are one step.
import { GRADE } from "../../format/codes.ts";
import { type AccountKind, kindOfAccount, noSuchKind, parseAccount, slipOf } from "../book/accounts.ts";
import type { Book, Taking } from "../book/book.ts";
import type { SlipFact, SlipState, SourceFact } from "../book/facts.ts";
import { type Lot, mapLoading } from "../book/memory.ts";
import { ancestry, entryOf } from "./trace.ts";

/** One step back, with the kilograms of the claim that came through it and the steps that they rest on, first in first. */
export type OriginStep = { readonly kg: number; readonly from: readonly OriginStep[] } & Stage;

/**
 * The kinds of step: a receipt, the slip it came under, a batch or crushing, a slip book, a day's production, opening stock or works,
 * attested paper, a transfer between packages, the source; `leaf` is its entry.
 */
export type Stage =
  | { readonly what: "slip"; readonly leaf: number; readonly slip: SlipFact; readonly state: SlipState }
  | { readonly what: "batch"; readonly leaf: number; readonly place: number; readonly product: number }
  | { readonly what: "source"; readonly leaf: number; readonly source: SourceFact }
  | {
      readonly what: "receipt" | "crush" | "slipBook" | "extract" | "opening" | "paper" | "transfer";
      readonly leaf: number;
      readonly place: number;
    };

/** The origin of takings as a tree whose roots are how they came to where they are; every level sums to the takings' kilograms. */
export function originOf(book: Book, takings: readonly Taking[]): OriginStep[] {
  const groups = new Map<string, { stage: Stage; takings: Taking[] }>();
  for (const taking of mapLoading(takings, ({ lot, kg }) => ({ lot: standing(book, lot), kg }))) {
    const stage = stageOf(book, taking.lot);
    const key = `${stage.what}/${stage.leaf}`;
    const group = groups.get(key);
    if (group) group.takings.push(taking);
    else groups.set(key, { stage, takings: [taking] });
  }
  return mapLoading([...groups.values()], ({ stage, takings: through }) => {
    const parents = mapLoading(through, ({ lot, kg }) => ({ lot: before(book, lot), kg })).filter(isKnown);
    const from = parents.length > 0 ? originOf(book, parents) : groundOf(book, through);
    const kg = through.reduce((sum, taking) => sum + taking.kg, 0);
    return { ...stage, kg, from };
  });
}

/** The kilograms of all source steps of a tree by source, in kilograms. */
export function sourcesOf(steps: readonly OriginStep[]): Map<number, number> {
  const totals = new Map<number, number>();
  for (const step of steps) {
    const under = step.what === "source" ? new Map([[step.leaf, step.kg]]) : sourcesOf(step.from);
    for (const [source, kg] of under) totals.set(source, (totals.get(source) ?? 0) + kg);
  }
  return totals;
}

function isKnown(taking: { lot: Lot | undefined; kg: number }): taking is Taking {
  return taking.lot !== undefined;
}

/** True if kilograms in an account of this kind have come to their end: their last step is that of the lot they were taken from. */
const ENDS: Readonly<Record<AccountKind, boolean>> = {
  ground: true,
  stock: false,
  transit: false,
  stray: false,
  returning: false,
  project: false,
  paid: true,
  withheld: true,
  lost: true,
  slipBook: false,
  sold: true,
  lapsed: true,
};

/** The lot itself, or the one before the moves that change nothing of its origin: to an end, or back to a place it had. */
function standing(book: Book, lot: Lot): Lot {
  const parent = parentOf(book, lot);
  if (!parent) return lot;
  if (ENDS[kindOfAccount(lot.account)]) return standing(book, parent);
  if (lot.queuePosition === lot.id) return lot;
  const earlier = ancestry(book, parent).find(
    (each) => each.account === lot.account && each.queuePosition === lot.queuePosition,
  );
  return earlier ? standing(book, earlier) : lot;
}

function stageOf(book: Book, lot: Lot): Stage {
  const account = parseAccount(lot.account);
  switch (account.kind) {
    case "transit":
    case "stray":
    case "returning": {
      const { slip } = account;
      return { what: "slip", leaf: slip, slip: book.need("slip", slip), state: book.need("slipState", slip) };
    }
    case "slipBook": {
      const { site } = book.need("slipBook", account.slipBook);
      return { what: "slipBook", leaf: account.slipBook, place: site };
    }
    case "stock":
      return stageAt(book, lot, account.site, account.product, "extract");
    case "project":
      return stageAt(book, lot, account.project, account.product, "paper");
    case "ground":
    case "paid":
    case "withheld":
    case "lost":
    case "sold":
    case "lapsed":
      return stageOf(book, book.memory.lot(lot.parent));
    default:
      return noSuchKind(account);
  }
}

/** How kilograms came to a place; `unbrought` is what they are where neither a slip nor another lot brought them there. */
function stageAt(book: Book, lot: Lot, place: number, product: number, unbrought: "extract" | "paper"): Stage {
  const at = { leaf: lot.leaf, place };
  const parent = parentOf(book, lot);
  if (!parent) return { what: lot.grade === GRADE.transitional ? "opening" : unbrought, ...at };
  if (slipOf(parent.account) !== undefined) return { what: "receipt", ...at, leaf: entryOf(book, lot) };
  if (kindOfAccount(parent.account) === "project") return { what: "transfer", ...at };
  return parent.material === lot.material ? { what: "batch", ...at, product } : { what: "crush", ...at };
}

function parentOf(book: Book, lot: Lot): Lot | undefined {
  return lot.parent === 0 ? undefined : book.memory.lot(lot.parent);
}

/** The lot one step back; expiry moves a slip's kilograms from transit to stray, which is still one slip. */
function before(book: Book, lot: Lot): Lot | undefined {
  const slip = slipOf(lot.account);
  let at = parentOf(book, lot);
  while (at && slip !== undefined && slipOf(at.account) === slip) at = parentOf(book, at);
  return at;
}

function groundOf(book: Book, takings: readonly Taking[]): OriginStep[] {
  const totals = new Map<number, number>();
  for (const { lot, kg } of takings) totals.set(lot.source, (totals.get(lot.source) ?? 0) + kg);
  return mapLoading([...totals], ([leaf, kg]) => ({
    what: "source",
    leaf,
    source: book.need("source", leaf),
    kg,
    from: [],
  }));
}
