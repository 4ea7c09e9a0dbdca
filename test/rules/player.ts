// A player of random histories: one seed, one history. It says mostly sensible things and often foolish or dishonest ones, and asks the
// naive model each time what ought to become of them.

import type { Province } from "../../src/demo/province.ts";
import type { AnnexLine } from "../../src/format/bodies/payment.ts";
import { CLAIM_KIND, MATERIAL, MEASURE } from "../../src/format/codes.ts";
import type { Body, KindName } from "../../src/format/kinds.ts";
import { straightLineM } from "../../src/rules/numbers/distance.ts";
import { dayOf } from "../../src/rules/numbers/time.ts";
import { type Ledger, openProvince, type Said } from "./ledger.ts";
import { type Fate, Model } from "./model.ts";
import { decide, figuresOf, passage, receipt, workLine } from "./world.ts";

/** Mulberry32: small, seeded, the same everywhere. */
export class Dice {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }
  below(n: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % n;
  }
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }
  one<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
  /** True once in `n`. */
  once(n: number): boolean {
    return this.below(n) === 0;
  }
}

export type Arena = { ledger: Ledger; province: Province; tight: number };
/** What was said, by whom, what the model foretold and what the rules made of it. */
/** The demo province with a small licence beside, which players exhaust. */
export async function openArena(): Promise<Arena> {
  const { ledger, province } = await openProvince();
  const tight = ledger.agree("authority", "deputy", "source.grant", {
    instrument: 4,
    number: "19/GP-UBND",
    issuer: "Ủy ban nhân dân tỉnh Sông Lam",
    holder: province.sandMiner,
    sites: [province.sandMine],
    materials: [1],
    capacityYear: { unit: 2, amount: 150 },
    reserve: { unit: 2, amount: 400 },
  });
  ledger.pass(10);
  return { ledger, province, tight };
}

export type Move = { who: string; kind: KindName | "wait"; body: unknown; foretold: Fate; said: Said | undefined };

export class Player {
  readonly ledger: Ledger;
  readonly model: Model;
  readonly dice: Dice;
  readonly #province: Province;
  readonly #tight: number;
  readonly #slips: { index: number; body: Body<"slip.issue">; to: number }[] = [];
  readonly #claims: { index: number; id: Uint8Array; who: string }[] = [];
  #number = 0;

  constructor(arena: Arena, seed: number) {
    this.ledger = arena.ledger.fork();
    this.dice = new Dice(seed);
    this.#province = arena.province;
    this.#tight = arena.tight;
    const routes = Object.values(arena.province.routes).map(
      (index) => [index, this.ledger.book.need("route", index)] as const,
    );
    const at = (place: number) => this.ledger.book.get("site", place)?.at;
    const metres = (places: number[]) =>
      places.slice(1).reduce((sum, place, i) => {
        const [a, b] = [at(places[i]!), at(place)];
        return sum + (a && b ? straightLineM(a, b) : 0);
      }, 0);
    this.model = new Model(arena.province, new Map(routes), metres);
    const source = (yearKg: number, totalKg: number, byDay: boolean) => ({
      yearKg,
      totalKg,
      byDay,
      drawn: 0,
      recorded: 0,
      years: new Map(),
    });
    this.model.sources.set(arena.province.sandSource, source(60_000_000, 400_000_000, true));
    this.model.sources.set(arena.province.stoneSource, source(120_000_000, 1_500_000_000, false));
    this.model.sources.set(arena.tight, source(150_000, 400_000, false));
  }

  /** One thing more happens. */
  play(): Move {
    const plays = [
      [8, () => this.#mine()],
      [3, () => this.#yard()],
      [2, () => this.#plant()],
      [10, () => this.#receive()],
      [3, () => this.#pass()],
      [2, () => this.#look()],
      [2, () => this.#void()],
      [6, () => this.#wait()],
      [2, () => this.#extract()],
      [2, () => this.#crush()],
      [2, () => this.#mix()],
      [1, () => this.#propose()],
      [3, () => this.#cosign()],
      [2, () => this.#decide()],
      [1, () => this.#stranger()],
    ] as const;
    const whole = plays.reduce((sum, [weight]) => sum + weight, 0);
    let at = this.dice.below(whole);
    for (const [weight, play] of plays) {
      if (at < weight) return play();
      at -= weight;
    }
    throw new Error("no play");
  }

  #say<K extends KindName>(who: string, kind: K, body: Body<K>, foretell: () => Fate): Move {
    // Nobody says two things in one second.
    this.ledger.nowMs += 1000;
    this.model.expire(this.ledger.nowMs);
    const foretold = foretell();
    return { who, kind, body, foretold, said: this.ledger.say(who, kind, body) };
  }

  #issue(who: string, party: number, route: string, load: Partial<Body<"slip.issue">>): Move {
    const province = this.#province;
    const index = this.ledger.size;
    const vehicles = load.product === undefined ? province.trucks.slice(0, 6) : province.mixers;
    const to = this.ledger.book.need("route", province.routes[route]!).to;
    const contract = to === province.bridge ? 1 : to === province.dyke ? 2 : undefined;
    const stray = this.dice.once(25) ? { package: 3 } : contract === undefined ? {} : { package: contract };
    const massKg = this.dice.once(15) ? this.dice.between(19_700, 19_900) : this.dice.between(1, 19_000);
    const mass = load.product === undefined ? massKg : 22_000;
    const body = {
      route: province.routes[route]!,
      vehicle: this.dice.one(vehicles),
      massKg: mass,
      measure: MEASURE.volume,
      ...load,
      ...stray,
    };
    const move = this.#say(who, "slip.issue", body, () => this.model.issue(index, who, party, body, this.ledger.nowS));
    if (move.foretold === "ok") this.#slips.push({ index, body, to });
    return move;
  }

  #mine(): Move {
    const { sandMiner, stoneMiner, sandSource, stoneSource } = this.#province;
    if (this.dice.once(3))
      return this.#issue("stoneMiner", stoneMiner, "stoneMine→crusher", { source: stoneSource, material: 3 });
    const source = this.dice.once(3) ? this.#tight : sandSource;
    return this.#issue("sandMiner", sandMiner, this.dice.one(["sandMine→yard", "sandMine→dyke"]), {
      source,
      material: 1,
    });
  }

  #yard(): Move {
    const { yardKeeper, stoneMiner } = this.#province;
    if (this.dice.once(2))
      return this.#issue("yardKeeper", yardKeeper, this.dice.one(["yard→plant", "yard→dyke"]), { material: 1 });
    return this.#issue("stoneMiner", stoneMiner, this.dice.one(["crusher→plant", "crusher→dyke"]), {
      material: this.dice.one([6, 9] as const),
    });
  }

  #plant(): Move {
    const { plantKeeper, concrete } = this.#province;
    const quantityMilli = this.dice.between(1, 9000);
    return this.#issue("plantKeeper", plantKeeper, this.dice.one(["plant→bridge", "plant→dyke"]), {
      product: concrete,
      quantityMilli,
    });
  }

  #receive(): Move {
    const province = this.#province;
    const slip = this.#slips.length === 0 || this.dice.once(40) ? undefined : this.#recent();
    const index = slip?.index ?? this.dice.below(this.ledger.size + 3);
    const elsewhere = this.dice.once(20);
    const to = slip?.to ?? province.yard;
    const at = elsewhere ? this.dice.one([province.yard, province.dyke, province.plant]) : to;
    const keepers = new Map([
      [province.yard, ["yardKeeper", province.yardKeeper, 0]],
      [province.plant, ["plantKeeper", province.plantKeeper, 0]],
      [province.crusher, ["stoneMiner", province.stoneMiner, 0]],
      [province.dyke, ["builderB", province.builderB, 2]],
      [province.bridge, ["builderA", province.builderA, 1]],
    ] as const);
    const [keeper, keeping, contract] = keepers.get(at)!;
    // Now and then the supervisor of the dyke writes a load down as well.
    const supervised = at === province.dyke && this.dice.once(4);
    const [who, party] = supervised ? ["supervisor", province.supervisor] : [keeper, keeping];
    const whole = slip?.body.massKg ?? 5000;
    const massKg = this.dice.once(8)
      ? Math.ceil(whole * 1.03)
      : this.dice.once(2)
        ? whole
        : this.dice.between(1, whole);
    const body = receipt(index, at, massKg, {
      part: this.dice.once(3) ? this.dice.between(1, 3) : 1,
      final: this.dice.once(3) ? 0 : 1,
      ...(contract === 0 ? {} : { package: contract }),
      ...(slip?.body.product !== undefined && this.dice.once(2) ? { quantityMilli: this.dice.between(1, 9000) } : {}),
    });
    return this.#say(who, "load.receive", body, () =>
      this.model.receive(this.ledger.size, party, body, this.ledger.nowS),
    );
  }

  /** Mostly one of the latest slips, sometimes any. */
  #recent() {
    const from = this.dice.once(5) ? 0 : Math.max(0, this.#slips.length - 8);
    return this.#slips[this.dice.between(from, this.#slips.length - 1)]!;
  }

  #pass(): Move {
    const index = this.#slips.length === 0 ? 0 : this.#recent().index;
    const direction = this.dice.once(4) ? 2 : 1;
    const body = passage(this.#province, { index }, this.ledger.nowS, {
      direction,
      plateMatches: this.dice.once(20) ? 0 : 1,
    });
    return this.#say("police", "passage.record", body, () =>
      this.model.pass(this.ledger.size, this.#province.police, body, this.ledger.nowS),
    );
  }

  /** The supervisor of the dyke turns a load away, or accepts it. */
  #look(): Move {
    const { dyke, supervisor } = this.#province;
    const loads = this.#slips.filter((each) => each.to === dyke).slice(-6);
    if (loads.length === 0) return this.#pass();
    const { index } = this.dice.one(loads);
    const at = () => [this.ledger.size, this.ledger.nowS] as const;
    if (this.dice.once(2)) {
      const body = { slip: { index }, at: dyke, package: 2, reason: "Cát lẫn nhiều bùn" };
      return this.#say("supervisor", "load.refuse", body, () =>
        this.model.look(at()[0], "refused", index, supervisor, dyke, at()[1]),
      );
    }
    const body = { project: dyke, package: 2, slips: [index] };
    return this.#say("supervisor", "acceptance.record", body, () =>
      this.model.look(at()[0], "accepted", index, supervisor, dyke, at()[1]),
    );
  }

  #void(): Move {
    const slip = this.#slips.length === 0 ? 0 : this.#recent().index;
    const who = this.dice.one(["sandMiner", "yardKeeper", "stoneMiner", "plantKeeper"]);
    const sender = this.model.slips.get(slip)?.sender;
    const says = this.dice.once(8) ? who : (sender ?? who);
    return this.#say(says, "slip.void", { slip, reason: "Xe hỏng, chưa rời mỏ" }, () =>
      this.model.void(slip, says, this.ledger.nowS),
    );
  }

  #wait(): Move {
    this.ledger.pass(this.dice.once(8) ? this.dice.between(60, 400) : this.dice.between(1, 45));
    return this.#say("operator", "clock.tick", {}, () => "ok");
  }

  #extract(): Move {
    const { sandMiner, stoneMiner, sandMine, stoneMine, sandSource, stoneSource } = this.#province;
    const [who, party, site, source, material] = this.dice.one([
      ["sandMiner", sandMiner, sandMine, sandSource, 1],
      ["sandMiner", sandMiner, sandMine, this.#tight, 1],
      ["stoneMiner", stoneMiner, stoneMine, stoneSource, 3],
    ] as const);
    const day = dayOf(this.ledger.nowS + (this.dice.once(10) ? 86_400 : 0));
    const body = { source, site, material, day, massKg: this.dice.below(90_000), measure: MEASURE.survey };
    return this.#say(who, "extract.record", body, () =>
      this.model.extract(this.ledger.size, party, body, this.ledger.nowS),
    );
  }

  #crush(): Move {
    const { stoneMiner, crusher } = this.#province;
    const has = this.model.balance(`stock/${crusher}/${stoneMiner}/0/3/0`);
    const massKg = Math.max(1, this.dice.once(6) ? has + 1 : this.dice.between(1, Math.max(1, has)));
    const first = Math.max(1, Math.floor(massKg * 0.7));
    const second = this.dice.once(10) ? massKg : Math.max(1, Math.floor(massKg * 0.2));
    const outputs = [
      { material: MATERIAL.stone1x2, massKg: first },
      { material: MATERIAL.stoneDust, massKg: second },
    ];
    const body = { site: crusher, inputs: [{ material: MATERIAL.blastedRock, massKg }], outputs };
    return this.#say("stoneMiner", "batch.process", body, () => this.model.crush(this.ledger.size, stoneMiner, body));
  }

  #mix(): Move {
    const { plantKeeper, plant, concrete } = this.#province;
    const quantityMilli = this.dice.between(1, 12_000);
    const lean = this.dice.once(5) ? 0.9 : this.dice.once(2) ? 0.97 : 1.05;
    const sand = Math.max(1, Math.ceil(quantityMilli * 0.73416 * lean));
    const stone = Math.max(1, Math.ceil(quantityMilli * 1.3578 * lean));
    const inputs = [
      { material: MATERIAL.sand, massKg: sand },
      { material: MATERIAL.stone1x2, massKg: stone },
    ];
    const body = { site: plant, inputs, product: concrete, quantityMilli };
    return this.#say("plantKeeper", "batch.process", body, () => this.model.mix(this.ledger.size, plantKeeper, body));
  }

  #propose(): Move {
    const { dyke, embankment, concrete } = this.#province;
    const lines = Array.from({ length: this.dice.between(1, 3) }, (): AnnexLine => {
      const recipe = this.dice.one([embankment, embankment, concrete]);
      const code = recipe === concrete ? "AF.11230" : "AB.13410";
      return workLine(
        this.dice.once(3) ? this.dice.between(1, 900) : this.dice.between(1000, 30_000),
        265_000,
        recipe,
        { code },
      );
    });
    if (!this.dice.once(6)) this.#number += 1;
    const body = { project: dyke, package: 2, number: Math.max(1, this.#number), kind: CLAIM_KIND.interim, lines };
    const who = this.dice.one(["builderB", "supervisor", "owner"]);
    this.model.expire(this.ledger.nowMs);
    const index = this.ledger.size;
    const foretold = this.model.propose(index, who, body);
    const entry = this.ledger.write(who, "annex.propose", body);
    if (foretold === "ok") this.#claims.push({ index, id: entry.id, who });
    return { who, kind: "annex.propose", body, foretold, said: this.ledger.bring(entry) };
  }

  #cosign(): Move {
    const claim = this.#claims.at(-1 - this.dice.below(2)) ?? this.#claims[0];
    if (!claim) return this.#wait();
    const who = this.dice.one(["builderB", "supervisor", "owner"]);
    const body = { annex: claim.index, entryId: claim.id };
    return this.#say(who, "annex.cosign", body, () => this.model.cosign(claim.index, this.ledger.size, who));
  }

  /** A review and a result, where the model says which figures they must have. */
  #decide(): Move {
    const ready = this.#claims.filter(({ index }) => {
      const claim = this.model.claims.get(index)!;
      return claim.cutoff >= 0 && !claim.decided;
    });
    if (ready.length === 0) return this.#wait();
    const annex = this.dice.one(ready).index;
    this.model.expire(this.ledger.nowMs);
    // A tick first, so that what is due by now is not counted differently by review and model.
    this.ledger.must("operator", "clock.tick", {});
    const foretold = this.model
      .figures(annex)
      .toSorted((a, b) => a.turn - b.turn)
      .map(({ accepted, draws }) => [accepted, ...draws.map((each) => each.withhold)]);
    const { figures } = figuresOf(this.ledger, annex);
    const found = figures.lines.map((line) => [
      line.acceptedMilli,
      ...line.materials.map((each) => each.contradictedKg),
    ]);
    if (JSON.stringify(found) !== JSON.stringify(foretold))
      throw new Error(`figures of ${annex}: ${JSON.stringify(found)}, the model says ${JSON.stringify(foretold)}`);
    const outcome = this.dice.once(5) ? 4 : this.dice.once(4) ? 3 : undefined;
    const { decision } = decide(this.ledger, annex, outcome);
    if (outcome === 4) this.model.claims.get(annex)!.decided = true;
    else this.model.decide(annex, outcome === undefined && figures.acceptedDong > 0);
    return { who: "approver", kind: "decision.sign", body: { annex, outcome }, foretold: "ok", said: decision };
  }

  /** Someone without standing says something that would otherwise do. */
  #stranger(): Move {
    const { yard, trucks, routes, sandSource, stoneSource, crusher } = this.#province;
    const slip = this.#slips.at(-1)?.index ?? 0;
    const issue = {
      route: routes["sandMine→yard"]!,
      vehicle: trucks[11]!,
      source: sandSource,
      material: MATERIAL.sand,
      massKg: 900,
      measure: MEASURE.volume,
    };
    const refused = (): Fate => "refused";
    return this.dice.one([
      () => this.#say("builderA", "slip.issue", issue, refused),
      () => this.#say("yardKeeper", "slip.issue", issue, refused),
      () => this.#say("sandMiner", "slip.issue", { ...issue, source: stoneSource }, refused),
      () => this.#say("sandMiner", "slip.issue", { ...issue, route: slip }, refused),
      () => this.#say("sandMiner", "slip.issue", { ...issue, vehicle: yard }, refused),
      () => this.#say("sandMiner", "slip.issue", { ...issue, source: this.ledger.size + 5 }, refused),
      () => this.#say("plantKeeper", "load.receive", receipt(slip, yard, 900), refused),
      () => this.#say("police", "load.receive", receipt(slip, yard, 900), refused),
      () =>
        this.#say("yardKeeper", "passage.record", passage(this.#province, { index: slip }, this.ledger.nowS), refused),
      () =>
        this.#say(
          "police",
          "passage.record",
          passage(this.#province, { index: slip }, this.ledger.nowS, { site: yard }),
          refused,
        ),
      () =>
        this.#say(
          "plantKeeper",
          "batch.process",
          { site: crusher, inputs: [{ material: 3, massKg: 5 }], outputs: [{ material: 6, massKg: 5 }] },
          refused,
        ),
      () => this.#say("sandMiner", "clock.tick", {}, refused),
    ])();
  }
}
