// Production: the mine's daily book, crushers that relabel kilograms, plants whose product embodies them.

import {
  GRADE,
  MATERIAL,
  type Material,
  PHASED_RULE,
  ROLE,
  SITE_TYPE,
  type SiteType,
  STATUS,
} from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { formatDay } from "../../words/as-written.ts";
import { problem } from "../../words/problem.ts";
import {
  actsAt,
  type CheckResult,
  type Context,
  disagrees,
  notFound,
  partyOf,
  type RuleResult,
} from "../acts/context.ts";
import type { Rows } from "../acts/row.ts";
import { accountKey } from "../book/accounts.ts";
import type { Taking } from "../book/book.ts";
import type { GroundFact, SourceFact } from "../book/facts.ts";
import { recordGround, useGround } from "../book/ground.ts";
import { mapLoading } from "../book/memory.ts";
import { aboutSource, checkProduction, inPhase, isDug, phaseOf } from "../lawful/lawful.ts";
import { demandKg, timesOverFloor } from "../numbers/convert.ts";
import { endOfDay, isDay, startOfDay, yearOf } from "../numbers/time.ts";
import { checkYields } from "../registry/yields.ts";
import { countDug } from "./dues.ts";
import { checkEntrusted, spendEntrusted } from "./entrust.ts";
import { takeFree } from "./leaving.ts";
import { checkLimits } from "./load.ts";
import { endOpenings } from "./opening.ts";
import { noticeOverCapacity, reckonLater, recordedKg, surveyedKg } from "./reckoning.ts";

/** A day's production: only what the recorded total exceeds what has already left the ground becomes stock. */
function recordExtract(context: Context, body: Body<"extract.record">): RuleResult {
  const { book } = context;
  const source = book.get("source", body.source);
  const site = book.get("site", body.site);
  if (!source) return notFound("source", body.source);
  if (!site || !actsAt(context, body.site, site)) return problem("wrong-place", { route: body.site });
  if (!source.sites.includes(body.site))
    return disagrees("source-not-here", { source: source.number, site: site.name });
  if (!source.materials.includes(body.material)) {
    return disagrees("material-not-licensed", { source: source.number, material: body.material });
  }
  if (!isDug(source)) return disagrees("bad-terms", { expected: "source-that-is-dug" });
  if (!isDay(body.day)) return disagrees("bad-terms", { expected: "day-of-production" });
  const unlawful = checkProduction(context, body.source, source, body.material, body.day);
  if (unlawful) return { disagrees: unlawful };
  reckonLater(context, body.source);
  const ground = book.need("ground", body.source);
  const recorded = { ...ground, recordedKg: ground.recordedKg + body.massKg };
  if (!Number.isSafeInteger(recordedKg(recorded)))
    return disagrees("bad-terms", { expected: "production-within-numbers" });
  const beyondDay = checkDayOfProduction(context, body, source, ground);
  if (beyondDay) return { disagrees: beyondDay };
  const kg = recorded.recordedKg - recorded.drawnKg;
  if (kg <= 0) {
    recordGround(book, body.source, body.massKg);
    return undefined;
  }
  const year = yearOfProduction(context, body, kg);
  const refusal = checkLimits(book, body.source, year, kg);
  if (refusal) {
    keepBeyond(context, body, source, ground, year);
    return { disagrees: refusal };
  }
  recordGround(book, body.source, body.massKg);
  useGround(book, body.source, year, kg);
  book.fromGround(
    body.source,
    body.material,
    kg,
    accountKey({
      kind: "stock",
      site: body.site,
      holder: source.holder,
      product: 0,
      material: body.material,
      source: body.source,
    }),
    GRADE.ledger,
  );
  book.put("made", context.index, { fromS: startOfDay(body.day), untilS: endOfDay(body.day) });
  return undefined;
}

/**
 * Checks that a source can have produced so much on one day: by its own daily limit, else a share of its yearly capacity. Capacity that was
 * not used cannot be dug up on one day afterwards; what an office's survey bears out was dug, whatever the rate.
 */
function checkDayOfProduction(
  context: Context,
  body: Body<"extract.record">,
  source: SourceFact,
  ground: GroundFact,
): CheckResult {
  const { book, index: entry, rules } = context;
  const { source: subject, day, material, massKg } = body;
  const id = `${subject}/${day}`;
  const produced_kg = (book.get("dug", id)?.kg ?? 0) + massKg;
  const { dayPermille } = rules.set.tolerances;
  const day_kg =
    source.dayKg ?? (source.yearKg === null ? undefined : timesOverFloor(source.yearKg, dayPermille, 1000));
  const borneOut = (surveyedKg(book, subject) ?? 0) >= Math.max(ground.drawnKg, recordedKg(ground) + massKg);
  if (day_kg !== undefined && produced_kg > day_kg && !borneOut) {
    const refusal = problem("production-beyond-day", {
      source: source.number,
      day: formatDay(day),
      produced_kg,
      day_kg,
    });
    const phase = phaseOf(context, PHASED_RULE.production, aboutSource(book, source, material));
    const blocked = inPhase(context, phase, refusal, `source/${subject}`, { entry, produced_kg, day_kg });
    if (blocked) return blocked;
  }
  book.put("dug", id, { kg: produced_kg });
  countDug(book, subject, day, massKg);
  return undefined;
}

/**
 * The year whose capacity a day's production draws on: the year it was dug, not the year it was written down or sold. A record that
 * comes later than records may take counts when it comes, so that nobody digs up last year's unused capacity.
 */
function yearOfProduction(context: Context, body: Body<"extract.record">, produced_kg: number): number {
  const { book, index: entry, receivedMs, rules } = context;
  const dug = yearOf(startOfDay(body.day));
  const receivedS = Math.floor(receivedMs / 1000);
  const year = yearOf(receivedS);
  if (receivedS <= endOfDay(body.day) + rules.set.tolerances.lateMinutes * 60 || year === dug) return dug;
  book.signal("production-late", `source/${body.source}`, { entry, produced_kg, year });
  return year;
}

/** Production that a mine records beyond its licence moves nothing; its book keeps it as the mine's own word. */
function keepBeyond(
  { book, index: entry }: Context,
  body: Body<"extract.record">,
  source: SourceFact,
  ground: GroundFact,
  year: number,
): void {
  const beyondKg = (ground.beyond?.[String(year)] ?? 0) + body.massKg;
  book.put("ground", body.source, { ...ground, beyond: { ...ground.beyond, [String(year)]: beyondKg } });
  if (source.yearKg === null) return;
  const extracted_kg = (ground.years[String(year)] ?? 0) + beyondKg;
  noticeOverCapacity(book, body.source, { entry, extracted_kg, capacity_kg: source.yearKg });
}

/** A crusher's run or a plant's ticket: nothing comes out that did not go in. */
function processBatch(context: Context, body: Body<"batch.process">): CheckResult {
  const { book } = context;
  const site = book.get("site", body.site);
  if (!site || !actsAt(context, body.site, site)) return problem("wrong-place", { route: body.site });
  const { status, index: since } = site.standing;
  if (status !== STATUS.active) return problem("source-inactive", { source: site.name, status, index: since });
  const makes = site.type === SITE_TYPE.crusher ? "minerals" : MIXERS.includes(site.type) ? "product" : undefined;
  if (!makes) return problem("wrong-state", { expected: "crusher-or-plant" });
  const holder = body.holder ?? partyOf(context);
  const free = mapLoading(body.inputs, ({ material, massKg }) => {
    const stock = accountKey({ kind: "stock", site: body.site, holder, product: 0, material, source: 0 });
    endOpenings(context, stock, body.site);
    return { material, massKg, found: takeFree(book, stock, massKg) };
  });
  const inputs: Input[] = [];
  for (const { material, massKg, found } of free) {
    if (!found.ok) return found.problem;
    inputs.push({ material, massKg, takings: found.value });
  }
  if (new Set(body.inputs.map((input) => input.material)).size !== inputs.length) {
    return problem("bad-terms", { expected: "one-line-an-input" });
  }
  for (const { material, massKg } of inputs) {
    const shelf = { site: body.site, holder, material };
    const unwilling = checkEntrusted(context, shelf, massKg);
    if (unwilling) return unwilling;
    spendEntrusted(context, shelf, massKg);
  }
  const takings = inputs.flatMap((input) => input.takings);
  const refusal = makes === "minerals" ? crush(context, body, holder, takings) : mix(context, body, holder, inputs);
  if (!refusal) book.put("made", context.index, { fromS: context.eventS });
  return refusal;
}

/** Plants that make a product by a recipe. */
const MIXERS: readonly SiteType[] = [SITE_TYPE.concretePlant, SITE_TYPE.asphaltPlant, SITE_TYPE.precastPlant];
const ROCK: readonly Material[] = [MATERIAL.gravel, MATERIAL.blastedRock, MATERIAL.stone4x6, MATERIAL.rubble];
const CRUSHED: readonly Material[] = [
  MATERIAL.sand,
  MATERIAL.stone1x2,
  MATERIAL.stone4x6,
  MATERIAL.rubble,
  MATERIAL.stoneDust,
  MATERIAL.gradedAggregate,
];

function crush(context: Context, body: Body<"batch.process">, holder: number, takings: Taking[]): CheckResult {
  const { outputs } = body;
  if (!outputs || body.product !== undefined)
    return problem("bad-body", { path: "body.outputs", expected: "crushed-products" });
  // A crusher makes small of large: rock in, stone products and crushed sand out. River sand never becomes stone there.
  const whole = body.inputs.every(({ material }) => ROCK.includes(material));
  if (!whole || !outputs.every(({ material }) => CRUSHED.includes(material)))
    return problem("bad-terms", {
      expected: "rock-to-stone",
    });
  const in_kg = takings.reduce((kg, taking) => kg + taking.kg, 0);
  const out_kg = outputs.reduce((kg, output) => kg + output.massKg, 0);
  if (out_kg > in_kg) return problem("yield-exceeded", { in_kg, out_kg });
  const outside = checkYields(context, body.site, in_kg, outputs);
  if (outside) return outside;
  const shares = allot(
    takings,
    outputs.map((output) => output.massKg),
  );
  for (const [i, output] of outputs.entries()) {
    const to = accountKey({ kind: "stock", site: body.site, holder, product: 0, material: output.material, source: 0 });
    for (const taking of shares[i]!) context.book.move(taking, to, { material: output.material });
  }
  for (const taking of shares[outputs.length]!)
    context.book.move(taking, accountKey({ kind: "lost", place: body.site }));
  return undefined;
}

type Input = { material: Material; massKg: number; takings: Taking[] };

/** Concrete, asphalt and precast carry what was put into them; inputs leaner than the recipe allows are refused. */
function mix(context: Context, body: Body<"batch.process">, holder: number, inputs: Input[]): CheckResult {
  const { book, rules } = context;
  const { product, quantityMilli } = body;
  if (product === undefined || quantityMilli === undefined || body.outputs) {
    return problem("bad-body", {
      path: "body.product",
      expected: "product-and-quantity",
    });
  }
  const recipe = book.get("recipe", product);
  if (!recipe) return notFound("recipe", product);
  for (const line of recipe.lines) {
    const normKg = demandKg(quantityMilli, line, book.need("factor", line.factor));
    const need_kg = timesOverFloor(normKg, 1000 - rules.set.leanPermille, 1000);
    const given = inputs.find((input) => input.material === line.material)?.massKg ?? 0;
    // Too much in a mix is paper that looks for a way out of stock; how much a plant wastes is its own.
    if (given * 1000 > normKg * (1000 + rules.set.leanPermille))
      book.signal("recipe-rich", `site/${body.site}`, {
        batch: context.index,
        material: line.material,
        norm_kg: normKg,
        given_kg: given,
      });
    if (given < need_kg) return problem("recipe-mismatch", { material: line.material, need_kg });
  }
  const stranger = inputs.find((input) => !recipe.lines.some((line) => line.material === input.material));
  if (stranger) return problem("recipe-mismatch", { material: stranger.material, need_kg: 0 });
  for (const { material, takings } of inputs) {
    for (const taking of takings)
      book.move(taking, accountKey({ kind: "stock", site: body.site, holder, product, material, source: 0 }));
  }
  const id = `${body.site}/${holder}/${product}`;
  book.put("mixed", id, { quantityMilli: (book.get("mixed", id)?.quantityMilli ?? 0) + quantityMilli });
  return undefined;
}

/**
 * Shares lots among amounts pro rata, by largest remainder in lot order; the last share is what remains. Each amount is met to
 * the kilogram and no lot gives more than it has.
 */
function allot(takings: readonly Taking[], amounts: readonly number[]): Taking[][] {
  const rest = takings.map((taking) => taking.kg);
  const shares = amounts.map((amount) => {
    const totalKg = rest.reduce((a, b) => a + b, 0);
    const share = rest.map((kg) => timesOverFloor(kg, amount, totalKg));
    const remainders = rest.map((kg, i) => ({ i, part: (BigInt(kg) * BigInt(amount)) % BigInt(totalKg) }));
    remainders.sort((a, b) => (a.part === b.part ? a.i - b.i : a.part > b.part ? -1 : 1));
    let short = amount - share.reduce((a, b) => a + b, 0);
    for (const { i } of remainders) {
      if (short === 0) break;
      if (share[i]! >= rest[i]!) continue;
      share[i]! += 1;
      short -= 1;
    }
    for (const [i, kg] of share.entries()) rest[i]! -= kg;
    return share;
  });
  return [...shares, rest].map((share) => share.flatMap((kg, i) => (kg > 0 ? [{ lot: takings[i]!.lot, kg }] : [])));
}

export const PRODUCTION_ROWS = {
  "extract.record": {
    nature: "observation",
    signers: [ROLE.mineOperator],
    moves: "ground → stock(mine)",
    apply: recordExtract,
  },
  "batch.process": {
    nature: "right",
    alone: "own",
    signers: [ROLE.plantOperator],
    moves: "stock(inputs) → stock(product) + lost",
    apply: processBatch,
  },
} satisfies Rows;
