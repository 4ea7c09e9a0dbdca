// The figures of a claim: for each work line and material what is demanded, what the book evidences, and what the scarcest
// material lets the work quantity be. Pure arithmetic over lots in line order (docs/design.md, The decision).

import {
  type AnnexLine,
  type AnnexPropose,
  type ClaimFigures,
  figures as figuresShape,
  type LineFigure,
} from "../../format/bodies/payment.ts";
import { encodeCbor } from "../../format/cbor.ts";
import type { Material } from "../../format/codes.ts";
import { entryIdOf } from "../../format/entry.ts";
import { accountKey } from "../book/accounts.ts";
import type { Book, Taking } from "../book/book.ts";
import type { RulesFact } from "../book/facts.ts";
import { type Lot, mapLoading } from "../book/memory.ts";
import type { RecipeFact } from "../book/weighing-facts.ts";
import { demandKg, ratioCeil, ratioFloor } from "../numbers/convert.ts";
import { contradictionOf } from "../origins/trace.ts";
import { isPaid } from "./adjusted.ts";
import { withheldOf } from "./package-money.ts";
import { setOffsOf } from "./recovery.ts";
import { countDoubtful } from "./spent.ts";

/** The kilograms that one line draws: clean takings to spend when accepted, contested ones to withhold. */
export type Draw = { material: Material; clean: Taking[]; contested: Taking[] };
export type LineResult = { figure: LineFigure; draws: Draw[] };
export type ClaimResult = { figures: ClaimFigures; lines: LineResult[] };

/** The claim by the book of this leaf, resting only on what had arrived when the dossier was complete (leaf `cutoff`). */
export function computeClaim(
  book: Book,
  annex: AnnexPropose,
  cutoff: number,
  rules: RulesFact["sets"][number],
): ClaimResult {
  const pool = new Pool(book, annex.project, annex.package, cutoff);
  const recipes = annex.lines.map((line) => (line.recipe === undefined ? undefined : book.need("recipe", line.recipe)));
  const totals = demandsOf(book, annex.lines);
  for (const { material, kg } of book.get("exempted", `${annex.project}/${annex.package}`)?.paid ?? [])
    totals.set(material, (totals.get(material) ?? 0) + kg);
  const served = new Map<number, LineResult>();
  for (const i of dearestFirst(book, annex.lines)) {
    const [line, recipe] = [annex.lines[i]!, recipes[i]];
    served.set(i, recipe ? serveLine(book, pool, line, recipe, totals, rules.set.exemptKg) : plainLine(book, line));
  }
  const lines = annex.lines.map((_, i) => served.get(i)!);
  const claimedDong = claimedDongOf(annex);
  const acceptedDong = lines.reduce((sum, line) => sum + line.figure.acceptedDong, amountDongOf(annex));
  const withheld = withheldOf(book, annex, acceptedDong);
  const setOffs = setOffsOf(book, annex, acceptedDong - withheld.clearedDong - withheld.retainedDong);
  const figures = { lines: lines.map((line) => line.figure), claimedDong, acceptedDong, ...withheld, setOffs };
  return { figures, lines };
}

/** The đồng that a dossier asks for: the values of its lines, or its advance or retention. */
export function claimedDongOf(annex: AnnexPropose): number {
  return annex.lines.reduce((sum, line) => sum + line.valueDong, amountDongOf(annex));
}

/** The amount that a dossier without lines asks for. */
function amountDongOf({ advanceDong, releaseDong }: AnnexPropose): number {
  return (advanceDong ?? 0) + (releaseDong ?? 0);
}

/** SHA-256 of the figures' canonical CBOR: what a review and a result sign. */
export function hashFigures(figures: ClaimFigures): Uint8Array {
  return entryIdOf(encodeCbor(figuresShape.write(figures, "figures")));
}

/**
 * The order in which lines are served: most đồng for a kilogram first, equal ones as the annex has them. Which line bears contradicted
 * kilograms is decided by the book, not by the order that the contractor wrote (docs/decisions/0041).
 */
function dearestFirst(book: Book, lines: readonly AnnexLine[]): number[] {
  const worth = lines.map((line) => {
    const kg = [...demandsOf(book, [line]).values()].reduce((sum, each) => sum + each, 0);
    return { dong: BigInt(line.valueDong), kg: BigInt(kg) };
  });
  const compare = (a: number, b: number) => {
    const difference = worth[b]!.dong * worth[a]!.kg - worth[a]!.dong * worth[b]!.kg;
    return difference > 0n ? 1 : difference < 0n ? -1 : a - b;
  };
  const all = lines.map((_, i) => i);
  // A line without tracked material draws nothing, whenever its turn is.
  return [...all.filter((i) => worth[i]!.kg > 0n).sort(compare), ...all.filter((i) => worth[i]!.kg === 0n)];
}

/** Work without tracked material is outside the book and accepted as claimed; a difference of price while its dossier is paid. */
function plainLine(book: Book, line: AnnexLine): LineResult {
  if (line.adjusts !== undefined && !isPaid(book, line.adjusts))
    return { figure: { acceptedMilli: 0, acceptedDong: 0, materials: [] }, draws: [] };
  return { figure: { acceptedMilli: line.quantityMilli, acceptedDong: line.valueDong, materials: [] }, draws: [] };
}

/** Kilograms of each material that the lines demand in all. */
export function demandsOf(book: Book, lines: readonly AnnexLine[]): Map<Material, number> {
  const totals = new Map<Material, number>();
  for (const line of lines) {
    for (const each of line.recipe === undefined ? [] : book.need("recipe", line.recipe).lines) {
      const kg = demandKg(line.quantityMilli, each, book.need("factor", each.factor));
      totals.set(each.material, (totals.get(each.material) ?? 0) + kg);
    }
  }
  return totals;
}

function serveLine(
  book: Book,
  pool: Pool,
  line: AnnexLine,
  recipe: RecipeFact,
  totals: Map<Material, number>,
  exemptKg: number,
): LineResult {
  const served = recipe.lines.map((each) => {
    const needKg = demandKg(line.quantityMilli, each, book.need("factor", each.factor));
    const exempt = (totals.get(each.material) ?? 0) < exemptKg;
    const draw = exempt
      ? { material: each.material, clean: [], contested: [] }
      : pool.draw(line.recipe ?? 0, each.material, needKg);
    return { needKg, exempt, draw };
  });
  const materials = served.map(({ needKg, exempt, draw }) => {
    const [ledgerKg, paperKg, transitionalKg] = ([1, 2, 3] as const).map((grade) => sum(draw.clean, grade));
    const contradictedKg = sum(draw.contested);
    const found = ledgerKg! + paperKg! + transitionalKg! + contradictedKg;
    return {
      material: draw.material,
      demandKg: needKg,
      ledgerKg: ledgerKg!,
      paperKg: paperKg!,
      transitionalKg: transitionalKg!,
      exemptKg: exempt ? needKg : 0,
      insufficientKg: exempt ? 0 : needKg - found,
      contradictedKg,
    };
  });
  const acceptedMilli = materials.reduce((least, each) => {
    const evidenced = each.demandKg - each.insufficientKg - each.contradictedKg;
    return Math.min(least, ratioFloor([line.quantityMilli, evidenced], [each.demandKg]));
  }, line.quantityMilli);
  const whole = acceptedMilli === line.quantityMilli;
  const acceptedDong = whole ? line.valueDong : ratioFloor([acceptedMilli, line.unitPriceDong], [1000]);
  const draws = served.map(({ needKg, draw }) => {
    const spendKg = Math.min(sum(draw.clean), ratioCeil([needKg, acceptedMilli], [line.quantityMilli]));
    return { ...draw, clean: upTo(draw.clean, spendKg) };
  });
  for (const draw of draws) pool.spend(draw);
  return { figure: { acceptedMilli, acceptedDong, materials }, draws };
}

function sum(takings: readonly Taking[], grade?: number): number {
  return takings.reduce((kg, taking) => (grade === undefined || taking.lot.grade === grade ? kg + taking.kg : kg), 0);
}

function upTo(takings: readonly Taking[], kg: number): Taking[] {
  let rest = kg;
  return takings.flatMap(({ lot, kg: has }) => {
    const take = Math.min(has, rest);
    rest -= take;
    return take > 0 ? [{ lot, kg: take }] : [];
  });
}

/** The leaf at which kilograms came into their account: what is given back regains its time with its place. */
function arrivalOf(book: Book, lot: Lot): number {
  let at = lot;
  while (at.id !== lot.queuePosition) at = book.memory.lot(at.parent);
  return at.leaf;
}

/** The package's kilograms as the claim's lines use them up, without touching the book. */
class Pool {
  readonly #book: Book;
  readonly #project: number;
  readonly #contract: number;
  readonly #cutoff: number;
  readonly #left = new Map<number, number>();
  readonly #lines = new Map<string, Lot[]>();

  constructor(book: Book, project: number, contract: number, cutoff: number) {
    this.#book = book;
    this.#project = project;
    this.#contract = contract;
    this.#cutoff = cutoff;
  }

  /** Lots for a line in order, those in its own delivered product and those received loose together; contested ones included. */
  draw(recipe: number, material: Material, needKg: number): Draw {
    const clean: Taking[] = [];
    const contested: Taking[] = [];
    let need = needKg;
    const doubtfulKg = countDoubtful(this.#book);
    for (const lot of this.#inOrder(recipe, material)) {
      if (need === 0) break;
      const kg = Math.min(need, this.#left.get(lot.id) ?? lot.left);
      if (kg === 0) continue;
      const doubtful = doubtfulKg(lot, kg);
      if (doubtful > 0) contested.push({ lot, kg: doubtful });
      if (doubtful < kg) clean.push({ lot, kg: kg - doubtful });
      need -= kg;
    }
    return { material, clean, contested };
  }

  spend(draw: Draw): void {
    for (const { lot, kg } of [...draw.clean, ...draw.contested]) {
      this.#left.set(lot.id, (this.#left.get(lot.id) ?? lot.left) - kg);
    }
  }

  #inOrder(recipe: number, material: Material): Lot[] {
    const key = `${recipe}/${material}`;
    const known = this.#lines.get(key);
    if (known) return known;
    const lots = [recipe, 0]
      .flatMap((product) =>
        this.#book.lots(
          accountKey({ kind: "project", project: this.#project, packageNumber: this.#contract, product, material }),
        ),
      )
      .filter((lot) => arrivalOf(this.#book, lot) <= this.#cutoff)
      .sort((a, b) => a.queuePosition - b.queuePosition || a.id - b.id);
    mapLoading(lots, (lot) => contradictionOf(this.#book, lot));
    this.#lines.set(key, lots);
    return lots;
  }
}
