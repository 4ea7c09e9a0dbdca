// Where the kilograms of a slip come from: a source's stock and ground, a yard's stock, or a plant's mixed product.
import { GRADE, type Material, SITE_TYPE } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { problem } from "../../words/problem.ts";
import { ok, type Result, refused } from "../../words/result.ts";
import { type CheckResult, type Context, keptBy, notFound, partyOf } from "../acts/context.ts";
import { type AccountKey, accountKey, slipOf } from "../book/accounts.ts";
import type { Book, Taking } from "../book/book.ts";
import type { GroundFact, RouteFact, SlipFact, SourceFact } from "../book/facts.ts";
import { successionOf, useGround } from "../book/ground.ts";
import { checkCarried, checkPurpose, checkSource, type Destination, isDug } from "../lawful/lawful.ts";
import { yearOf } from "../numbers/time.ts";
import { checkEntrusted, spendEntrusted } from "./entrust.ts";
import { takeFree, takeShare } from "./leaving.ts";
import { endOpenings } from "./opening.ts";
import { reckonLater } from "./reckoning.ts";

/** The lots that a slip will move, decided before anything is changed. */
export type LoadPlan = { readonly kg: number; post(to: AccountKey): void };

/** The plan for a slip's kilograms, or why it has no right to them. */
export function planLoad(
  context: Context,
  body: Body<"slip.issue">,
  route: RouteFact,
  carried: boolean,
): Result<LoadPlan> {
  const site = context.book.get("site", route.from);
  if (!site) return refused(notFound("departure", route.from));
  if (site.type === SITE_TYPE.mine) return fromMine(context, body, route, carried);
  if (body.source !== undefined) return refused(problem("source-not-here", { source: body.source, site: site.name }));
  return body.product === undefined
    ? fromStock(context, body, route.from, route.to)
    : fromMixed(context, body, route.from);
}

function fromMine(context: Context, body: Body<"slip.issue">, route: RouteFact, carried: boolean): Result<LoadPlan> {
  const { source: index, material } = body;
  if (index === undefined || material === undefined || body.product !== undefined) {
    return refused(problem("bad-body", { path: "body.source", expected: "source-and-material" }));
  }
  const to = { place: route.to, contract: body.package };
  return drawFromMine(context, index, route.from, material, body.massKg, to, carried ? checkCarried : checkSource);
}

/** `check`: what the source must meet at this moment. Kilograms of a source at a mine: first what its production book has put into stock, then the ground, within its limits. */
export function drawFromMine(
  context: Context,
  index: number,
  site: number,
  material: Material,
  massKg: number,
  to: Destination,
  check: typeof checkSource,
): Result<LoadPlan> {
  const { book } = context;
  const source = book.get("source", index);
  if (!source) return refused(notFound("source", index));
  const refusal = checkOrigin(context, index, source, site, material) ?? check(context, index, source, material, to);
  if (refusal) return refused(refusal);
  endOpenings(
    context,
    accountKey({ kind: "stock", site, holder: source.holder, product: 0, material, source: index }),
    site,
  );
  const plan = drawFromSource(book, index, site, material, massKg, context.eventS, to);
  if (!plan.ok) return plan;
  return ok({
    kg: plan.value.kg,
    post(into) {
      plan.value.post(into);
      reckonLater(context, index);
    },
  });
}

/** The stock of a source at its mine and, before it, what its predecessors left there; for a load, as far as their own purposes allow it. */
export function shelvesOf(book: Book, index: number, site: number, material: Material, to?: Destination): AccountKey[] {
  const earlier = (book.need("source", index).predecessors ?? []).filter(
    (each) => !to || checkPurpose(book.need("source", each), to) === undefined,
  );
  return [...earlier, index].map((source) => {
    const { holder } = book.need("source", source);
    return accountKey({ kind: "stock", site, holder, product: 0, material, source });
  });
}

/** The first kilograms of several accounts, one after the other. */
export function firstOf(book: Book, accounts: readonly AccountKey[], massKg: number): Taking[] {
  const takings: Taking[] = [];
  for (const account of accounts) takings.push(...book.first(account, massKg - total(takings)));
  return takings;
}

/** The kilograms themselves, whoever asks: the stock of a source at its mine, then its ground within the limits of the hour's year. */
export function drawFromSource(
  book: Book,
  index: number,
  site: number,
  material: Material,
  massKg: number,
  eventS: number,
  to: Destination,
): Result<LoadPlan> {
  const source = book.need("source", index);
  const stocked = firstOf(book, shelvesOf(book, index, site, material, to), massKg);
  const groundKg = massKg - total(stocked);
  if (groundKg > 0 && !isDug(source))
    return refused(problem("stock-short", { left_kg: total(stocked), need_kg: massKg }));
  const beyond = groundKg === 0 ? undefined : checkLimits(book, index, yearOf(eventS), groundKg);
  if (beyond) return refused(beyond);
  return ok({
    kg: massKg,
    post(into) {
      book.openAccount(into);
      for (const taking of stocked) book.move(taking, into);
      if (groundKg === 0) return;
      useGround(book, index, yearOf(eventS), groundKg);
      book.fromGround(index, material, groundKg, into, GRADE.ledger);
    },
  });
}

function checkOrigin(
  context: Context,
  index: number,
  source: SourceFact,
  site: number,
  material: Material,
): CheckResult {
  if (!source.sites.includes(site)) return problem("source-not-here", { source: source.number, site });
  const party = partyOf(context);
  const operates = source.operators?.includes(party) ?? keptBy(context.book.need("site", site), party, context.eventS);
  if (source.holder !== party && !operates) return problem("source-not-here", { source: source.number, site });
  if (!source.materials.includes(material)) {
    return problem("material-not-licensed", { source: source.number, material, index });
  }
  return undefined;
}

/** Checks that a year's capacity and the whole reserve still hold `kg`: those of the source and of whatever it went over to. */
export function checkLimits(book: Book, index: number, year: number, kg: number): CheckResult {
  const beyond = successionOf(book, index).map((each) =>
    checkOwnLimits(book.need("source", each), book.need("ground", each), year, kg),
  );
  return beyond.find((each) => each !== undefined);
}

function checkOwnLimits(source: SourceFact, ground: GroundFact, year: number, kg: number): CheckResult {
  const usedKg = ground.years[String(year)] ?? 0;
  if (source.yearKg !== null && usedKg + kg > source.yearKg) {
    const left_kg = Math.max(0, source.yearKg - usedKg);
    return problem("capacity-exceeded", { source: source.number, year, left_kg, need_kg: kg });
  }
  const usedInAllKg = ground.drawnKg - (source.usedBeforeKg ?? 0);
  if (source.totalKg !== null && usedInAllKg + kg > source.totalKg) {
    const left_kg = Math.max(0, source.totalKg - usedInAllKg);
    return problem("reserve-exceeded", { source: source.number, left_kg, need_kg: kg });
  }
  return undefined;
}

function fromStock(context: Context, body: Body<"slip.issue">, site: number, to: number): Result<LoadPlan> {
  const { book } = context;
  if (body.material === undefined)
    return refused(problem("bad-body", { path: "body.material", expected: "a-material" }));
  const shelf = { site, holder: body.holder ?? partyOf(context), material: body.material };
  const stock = accountKey({
    kind: "stock",
    site,
    holder: shelf.holder,
    product: 0,
    material: body.material,
    source: 0,
  });
  endOpenings(context, stock, site);
  const plan = takeStock(book, stock, site, to, body.massKg);
  if (!plan.ok) return plan;
  const refusal = checkEntrusted(context, shelf, body.massKg);
  if (refusal) return refused(refusal);
  return ok({
    kg: body.massKg,
    post(into) {
      plan.value.post(into);
      spendEntrusted(context, shelf, body.massKg);
    },
  });
}

/** The first lots of a place's stock; opening stock is not sold on between places that only keep. */
function takeStock(book: Book, stock: AccountKey, site: number, to: number, massKg: number): Result<LoadPlan> {
  const free = takeFree(book, stock, massKg);
  if (!free.ok) return free;
  const takings = free.value;
  // Opening stock may be sold on once. The kind of stock counts, not the place by which it goes.
  const bought = ({ lot }: Taking) => lot.parent !== 0 && slipOf(book.memory.lot(lot.parent).account) !== undefined;
  const resold = takings.some((each) => each.lot.grade === GRADE.transitional && (isShelf(book, site) || bought(each)));
  if (resold && isShelf(book, to))
    return refused(
      problem("bad-terms", {
        expected: "opening-stock-stays",
      }),
    );
  return ok({ kg: massKg, post: (into) => postTakings(book, takings, into) });
}

/** A yard or shop: a place that only keeps and sells. */
function isShelf(book: Book, place: number): boolean {
  const type = book.get("site", place)?.type;
  return type === SITE_TYPE.yard || type === SITE_TYPE.shop;
}

/** A mixed product leaves with the minerals in it, in proportion to the stock; the last of it takes what is left. */
function fromMixed(context: Context, body: Body<"slip.issue">, site: number): Result<LoadPlan> {
  const { book } = context;
  const { product, quantityMilli } = body;
  const holder = body.holder ?? partyOf(context);
  if (product === undefined || !book.get("recipe", product)) return refused(notFound("product", product ?? 0));
  if (quantityMilli === undefined)
    return refused(
      problem("bad-body", {
        path: "body.quantityMilli",
        expected: "quantity-of-product",
      }),
    );
  const shelf = { site, holder, product };
  const plan = takeMixed(book, shelf, quantityMilli);
  if (!plan.ok) return plan;
  const refusal = checkEntrusted(context, shelf, plan.value.kg);
  if (refusal) return refused(refusal);
  return ok({
    kg: plan.value.kg,
    post(to) {
      plan.value.post(to);
      spendEntrusted(context, shelf, plan.value.kg);
    },
  });
}

/** The share of each mineral in so much of a product that a place holds. */
function takeMixed(
  book: Book,
  { site, holder, product }: { site: number; holder: number; product: number },
  quantityMilli: number,
): Result<LoadPlan> {
  const id = `${site}/${holder}/${product}`;
  const mixed = book.get("mixed", id)?.quantityMilli ?? 0;
  if (quantityMilli > mixed) return refused(problem("product-short", { left_milli: mixed, need_milli: quantityMilli }));
  const takings = book.need("recipe", product).lines.flatMap((line) => {
    const stock = accountKey({ kind: "stock", site, holder, product, material: line.material, source: 0 });
    return takeShare(book, stock, quantityMilli, mixed);
  });
  return ok({
    kg: total(takings),
    post(to) {
      postTakings(book, takings, to);
      book.put("mixed", id, { quantityMilli: mixed - quantityMilli });
    },
  });
}

/**
 * The kilograms of a slip that had waited for its stock or for a ruling. Everything else about it was checked when it came to the log.
 */
export function drawAgain(book: Book, slip: SlipFact): Result<LoadPlan> {
  const { from, to, holder, material, product, quantityMilli, massKg, source, eventS } = slip;
  const end = { place: to, contract: slip.package === 0 ? undefined : slip.package };
  if (source !== null && material !== null) return drawFromSource(book, source, from, material, massKg, eventS, end);
  if (product !== null) {
    const plan = takeMixed(book, { site: from, holder, product }, quantityMilli ?? 0);
    return plan.ok && plan.value.kg > massKg
      ? refused(problem("bad-terms", { expected: "mass-of-load", least_kg: plan.value.kg }))
      : plan;
  }
  if (material === null) throw new Error("a slip without a source names a material or a product");
  const stock = accountKey({ kind: "stock", site: from, holder, product: 0, material, source: 0 });
  return takeStock(book, stock, from, to, massKg);
}

/** Moves takings into an account of their own. */
export function postTakings(book: Book, takings: readonly Taking[], to: AccountKey): void {
  book.openAccount(to);
  for (const taking of takings) book.move(taking, to);
}

function total(takings: readonly Taking[]): number {
  return takings.reduce((kg, taking) => kg + taking.kg, 0);
}
