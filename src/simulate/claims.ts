// Claims of the made-up province: when enough has been received, the contractor proposes an annex, supervisor and owner sign it, an
// officer reviews what the book shows, and another person decides. An honest claim asks for a little less than was received.
import type { Chance } from "../demo/chance.ts";
import type { AnnexLine } from "../format/bodies/payment.ts";
import { unhex } from "../format/bytes.ts";
import { CLAIM_KIND, MATERIAL, type Material, OUTCOME, type Outcome } from "../format/codes.ts";
import type { Body } from "../format/kinds.ts";
import { accountKey } from "../rules/book/accounts.ts";
import type { Book } from "../rules/book/book.ts";
import { lineValue, ratioFloor } from "../rules/numbers/convert.ts";
import { claimAsItStands, moneyOf, rulesOfClaim } from "../rules/payment/claim.ts";
import { hashFigures } from "../rules/payment/figures.ts";
import { reasonsInFigures } from "../rules/payment/true-reasons.ts";
import type { Land, Package } from "./land.ts";
import type { Press } from "./press.ts";
import type { Schedule } from "./schedule.ts";

/** Reads the ledger's book; the simulation decides nothing that the book would not. */
export type ReadBook = <T>(reading: (book: Book) => T) => Promise<T>;

/** Whoever wants a claim to go wrong; answers whether it takes this one. */
export type Meddler = {
  /** Thousandths of what was received that the next claim asks for; undefined leaves it honest. */
  overstates(): number | undefined;
  /** Told the claim that was overstated and how it ended. */
  overstated(annex: number, decision: number, outcome: Outcome): void;
  /** May have an officer decide on what the same officer reviewed. */
  decides(body: Body<"decision.sign">, atS: number): void;
};

type Line = { code: string; name: string; recipe: number; price: number; needs: Need[] };
type Need = { material: Material; product: number; numerator: number; denominator: number; density: number };

const HOUR_S = 3600;

/** Told how claims end. */
export type Results = Record<"pay" | "part" | "refuse" | "return", number>;

export class Claims {
  readonly results: Results = { pay: 0, part: 0, refuse: 0, return: 0 };
  readonly #press: Press;
  readonly #chance: Chance;
  readonly #land: Land;
  readonly #read: ReadBook;
  readonly #schedule: Schedule;
  readonly #meddler: Meddler;
  /** Work that waits for the book to be read, done between two sendings. */
  #chores: (() => Promise<void>)[] = [];

  constructor(
    press: Press,
    chance: Chance,
    land: Land,
    world: { read: ReadBook; schedule: Schedule; meddler: Meddler },
  ) {
    this.#press = press;
    this.#chance = chance;
    this.#land = land;
    this.#read = world.read;
    this.#schedule = world.schedule;
    this.#meddler = world.meddler;
  }

  /** Begins what is due and does what waited for a reading. */
  async step(atS: number): Promise<void> {
    for (const each of this.#land.packages) {
      if (each.claiming || each.loadsSince < each.claimAfter) continue;
      each.claiming = true;
      each.loadsSince = 0;
      this.#chores.push(() => this.#propose(each, atS));
    }
    const chores = this.#chores;
    this.#chores = [];
    for (const chore of chores) await chore();
  }

  /** Does `work` with the book some hours later. */
  #later(atS: number, work: (atS: number) => Promise<void>): void {
    const dueS = atS + HOUR_S + this.#chance.below(3 * HOUR_S);
    this.#schedule.add(dueS, (at) => void this.#chores.push(() => work(at)));
  }

  async #propose(of: Package, atS: number): Promise<void> {
    const excess = this.#meddler.overstates();
    const asked = excess ?? this.#chance.between(900, 985);
    const lines = await this.#lines(of, asked);
    if (lines.length === 0) {
      of.claiming = false;
      if (excess !== undefined) this.#meddler.overstated(-1, -1, OUTCOME.pay);
      return;
    }
    of.claims += 1;
    const body = { project: of.project, package: of.number, number: of.claims, kind: CLAIM_KIND.interim, lines };
    this.#press.say(of.persona, "annex.propose", body, atS, ({ index: annex, entryId }) => {
      const claim = { of, annex, overstated: excess !== undefined };
      const signed = { annex, entryId: unhex(entryId) };
      this.#later(atS, async (at) => this.#press.say(of.supervisor, "annex.cosign", signed, at));
      this.#schedule.add(atS + 5 * HOUR_S, (at) => {
        this.#press.say(of.owner, "annex.cosign", signed, at, () =>
          this.#later(at, (then) => this.#review(claim, then)),
        );
      });
    });
  }

  /** A line for each work that something is in the package for. */
  async #lines(of: Package, asked: number): Promise<AnnexLine[]> {
    const works = of.sort === "road" ? roadWorks(this.#land) : structureWorks(this.#land);
    const held = await this.#read((book) =>
      works.map((work) =>
        work.needs.map((need) =>
          book.balance(
            accountKey({
              kind: "project",
              project: of.project,
              packageNumber: of.number,
              product: need.product,
              material: need.material,
            }),
          ),
        ),
      ),
    );
    return works.flatMap((work, i) => {
      const quantities = work.needs.map(({ numerator, denominator, density }, j) =>
        ratioFloor([held[i]![j]!, asked, denominator], [numerator, density]),
      );
      const quantityMilli = Math.min(...quantities);
      if (quantityMilli < 10_000) return [];
      const { code, name, recipe, price: unitPriceDong } = work;
      const valueDong = lineValue(quantityMilli, unitPriceDong);
      return [{ code, name, unit: "m³", quantityMilli, unitPriceDong, valueDong, recipe }];
    });
  }

  async #review(claim: { of: Package; annex: number; overstated: boolean }, atS: number): Promise<void> {
    const head = this.#press.head();
    const seen = await this.#read((book) => {
      const rules = rulesOfClaim(book, book.need("claim", claim.annex));
      const result = claimAsItStands(book, claim.annex, rules);
      if (!result) return undefined;
      const { figures } = result;
      const reasons = reasonsInFigures(book.need("annex", claim.annex).body, figures);
      return { figures, reasons, rules: rules.index, bases: rules.set.bases };
    });
    if (!seen || !head) throw new Error(`claim ${claim.annex} is not complete`);
    const { figures, reasons, rules, bases } = seen;
    const whole = figures.acceptedDong === figures.claimedDong;
    const outcome: Outcome = whole ? OUTCOME.pay : figures.acceptedDong > 0 ? OUTCOME.part : OUTCOME.refuse;
    const figuresHash = hashFigures(figures);
    const text = whole
      ? "Vật liệu của các hạng mục đều có nguồn gốc trong sổ."
      : "Chưa đủ căn cứ nguồn gốc vật liệu cho toàn bộ khối lượng đề nghị.";
    const body = { annex: claim.annex, outcome, size: head.size, root: head.root, rules, figuresHash, reasons, text };
    this.#press.say("officer", "review.make", body, atS, ({ index: review, entryId }) => {
      const reviewed = { review, reviewId: unhex(entryId), annex: claim.annex, outcome, figuresHash };
      const decision = { ...reviewed, ...moneyOf(figures, outcome), bases, text };
      this.#later(atS, async (at) => this.#decide(claim, decision, at));
    });
  }

  #decide(claim: { of: Package; annex: number; overstated: boolean }, body: Body<"decision.sign">, atS: number): void {
    this.#meddler.decides(body, atS);
    this.#press.say("approver", "decision.sign", body, atS, ({ index }) => {
      claim.of.claiming = false;
      this.results[(["pay", "part", "refuse", "return"] as const)[body.outcome - 1]!] += 1;
      if (claim.overstated) this.#meddler.overstated(claim.annex, index, body.outcome);
    });
  }
}

/** The works of a road, by the recipes and factors of settle.ts. */
function roadWorks({ recipes }: Land): Line[] {
  const loose = (material: Material, numerator: number, density: number): Need[] => [
    { material, product: 0, numerator, denominator: 100, density },
  ];
  return [
    {
      code: "AB.66110",
      name: "Đắp cát công trình, K95",
      recipe: recipes.sandFill,
      price: 210_000,
      needs: loose(MATERIAL.sand, 122, 1380),
    },
    {
      code: "AB.64120",
      name: "Đắp nền đường bằng đất, K95",
      recipe: recipes.earthFill,
      price: 95_000,
      needs: loose(MATERIAL.fill, 113, 1450),
    },
    {
      code: "AD.11210",
      name: "Móng cấp phối đá dăm",
      recipe: recipes.base,
      price: 320_000,
      needs: loose(MATERIAL.gradedAggregate, 142, 1600),
    },
  ];
}

/** The concrete of a structure, as its plant delivers it. */
function structureWorks({ recipes }: Land): Line[] {
  const product = recipes.concrete;
  const needs: Need[] = [
    { material: MATERIAL.sand, product, numerator: 532, denominator: 1000, density: 1380 },
    { material: MATERIAL.stone1x2, product, numerator: 876, denominator: 1000, density: 1550 },
  ];
  return [{ code: "AF.11230", name: "Bê tông M250, đá 1×2", recipe: product, price: 1_200_000, needs }];
}
