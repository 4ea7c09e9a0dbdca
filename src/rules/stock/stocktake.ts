// Looking at what is there: counts and private sales. Less than the book is lost; more is only noticed, never credited.
import type { Body } from "../../format/kinds.ts";
import { problem } from "../../words/problem.ts";
import { ok, type Result, refused } from "../../words/result.ts";
import { actsAt, type Context, disagrees, notFound, partyOf, type RuleResult } from "../acts/context.ts";
import { type Rows, SENDERS } from "../acts/row.ts";
import { type AccountKey, accountKey } from "../book/accounts.ts";
import type { Book } from "../book/book.ts";
import { isDay } from "../numbers/time.ts";
import { bandKg } from "../weighing/uncertainty.ts";
import { checkEntrusted, spendEntrusted } from "./entrust.ts";
import { takeFree } from "./leaving.ts";
import { firstOf, shelvesOf } from "./load.ts";
import { endOpenings } from "./opening.ts";

type Shelf = { site: number; material: Body<"stock.count">["material"]; holder?: number; source?: number };

/** The account a count or sale speaks of: the holder's stock, at a mine that of a named source. */
function shelfOf(context: Context, body: Shelf): Result<AccountKey> {
  const site = context.book.get("site", body.site);
  if (!site) return refused(notFound("place", body.site));
  if (!actsAt(context, body.site, site)) return refused(problem("wrong-place", { route: body.site }));
  const source = body.source === undefined ? undefined : context.book.get("source", body.source);
  if (body.source !== undefined && !source) return refused(notFound("source", body.source));
  const holder = source?.holder ?? body.holder ?? partyOf(context);
  return ok(
    accountKey({
      kind: "stock",
      site: body.site,
      holder,
      product: 0,
      material: body.material,
      source: body.source ?? 0,
    }),
  );
}

/** The accounts that a count looks at: under the successor of a source, one heap with the stock that its predecessors left there. */
function heapOf(book: Book, { site, material, source }: Shelf, shelf: AccountKey): AccountKey[] {
  return source === undefined ? [shelf] : shelvesOf(book, source, site, material);
}

function countStock(context: Context, body: Body<"stock.count">): RuleResult {
  const { book, index } = context;
  const found = shelfOf(context, body);
  if (!found.ok) return found.problem;
  const shelf = found.value;
  endOpenings(context, shelf, body.site);
  const heap = heapOf(book, body, shelf);
  const bookKg = heap.reduce((kg, each) => kg + book.balance(each), 0);
  const difference_kg = body.massKg - bookKg;
  book.put("count", shelf, { index, countedKg: body.massKg, bookKg });
  if (difference_kg < 0) {
    for (const taking of firstOf(book, heap, -difference_kg))
      book.move(taking, accountKey({ kind: "lost", place: body.site }));
    book.signal("count-below-book", `site/${body.site}`, { count: index, counted_kg: body.massKg, book_kg: bookKg });
  }
  if (difference_kg > 0) {
    const within = difference_kg <= bandKg(context.rules.set.measures, body.massKg, body.measure);
    book.signal(within ? "count-above-book-within-band" : "count-above-book", `site/${body.site}`, {
      count: index,
      counted_kg: body.massKg,
      book_kg: bookKg,
    });
  }
  return undefined;
}

/** Private and retail sales leave the book for good; a yard cannot sell privately what it does not have. */
function declareSale(context: Context, body: Body<"sale.declare">): RuleResult {
  const { book } = context;
  const found = shelfOf(context, body);
  if (!found.ok) return found.problem;
  const shelf = found.value;
  if (!isDay(body.day)) return problem("bad-terms", { expected: "day-of-sale" });
  const source = body.source === undefined ? undefined : book.need("source", body.source);
  if (source?.projects || source?.packages) return disagrees("source-not-bound", { source: source.number });
  endOpenings(context, shelf, body.site);
  const free = takeFree(book, shelf, body.massKg);
  if (!free.ok) return { disagrees: free.problem };
  // At a mine the source says who may send and sell; elsewhere whoever owns what lies there.
  const of = { site: body.site, holder: body.holder ?? partyOf(context), material: body.material };
  const unwilling = source ? undefined : checkEntrusted(context, of, body.massKg);
  if (unwilling) return { disagrees: unwilling };
  if (!source) spendEntrusted(context, of, body.massKg);
  for (const taking of free.value) book.move(taking, accountKey({ kind: "sold", site: body.site }));
  return undefined;
}

export const STOCKTAKE_ROWS = {
  "stock.count": { nature: "observation", signers: SENDERS, moves: "stock → lost", apply: countStock },
  "sale.declare": { nature: "observation", signers: SENDERS, moves: "stock → sold", apply: declareSale },
} satisfies Rows;
