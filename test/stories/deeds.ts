// A hand that does everything the later kinds allow, at random from one seed: books, papers, openings, counts, sales, amendments,
// reversals, transfers, results and findings, beside loads, crushers and plants. It expects nothing; the laws are the test's.

import { sha256 } from "@noble/hashes/sha2.js";
import type { Province } from "../../src/demo/province.ts";
import { unhex, utf8 } from "../../src/format/bytes.ts";
import { AMOUNT_UNIT, MATERIAL, MEASURE } from "../../src/format/codes.ts";
import type { Body, KindName } from "../../src/format/kinds.ts";
import { type Ledger, openProvince, type Said } from "../rules/ledger.ts";
import { Dice } from "../rules/player.ts";
import { annexOf, decide, receipt, workLine } from "../rules/world.ts";
import { grant } from "./people.ts";

export type Stage = {
  ledger: Ledger;
  province: Province;
  opening: number;
  letters: number;
  balance: number;
  road: number;
};

/** The demo province with a source for each act that is not digging, and a project of two packages. */
export async function openStage(): Promise<Stage> {
  const { ledger, province } = await openProvince();
  const { owner, supervisor, treasury, builderA, builderB, yard } = province;
  const packages = [builderB, builderA].map((contractor, i) => ({ number: i + 1, name: `Gói ${i + 1}`, contractor }));
  const parts = { owner, supervisor, treasury, packages };
  const road = ledger.must("authority", "project.register", { code: "8099999", name: "Đường ven sông", ...parts });
  const at = { holder: owner, sites: [yard], reserve: { unit: AMOUNT_UNIT.tonnes, amount: 90 } };
  const opening = grant(ledger, { ...at, instrument: 8, number: "01/TK", materials: [1, 3, 6] });
  const letters = grant(ledger, { ...at, instrument: 9, number: "55/SNNMT", materials: [1] });
  const balance = grant(ledger, {
    ...at,
    instrument: 6,
    number: "CB/01",
    materials: [1],
    projects: [road, province.dyke],
  });
  return { ledger, province, opening, letters, balance, road };
}

type Sent = { index: number; from: number; to: number; contract: number; massKg: number; who: string };

export class Deeds {
  readonly ledger: Ledger;
  readonly dice: Dice;
  /** How often each kind was accepted and agreed. */
  readonly done = new Map<string, number>();
  readonly claims: number[] = [];
  readonly results: { annex: number; decision: number }[] = [];
  readonly findings: number[] = [];
  readonly #stage: Stage;
  readonly #sent: Sent[] = [];
  readonly #books: { index: number; serial: number }[] = [];
  #number = 0;

  constructor(stage: Stage, seed: number) {
    this.#stage = stage;
    this.ledger = stage.ledger.fork();
    this.dice = new Dice(seed);
  }

  play(): void {
    const often = [
      () => this.#send(),
      () => this.#send(),
      () => this.#receive(),
      () => this.#receive(),
      () => this.#receive(),
    ];
    const seldom = [
      () => this.ledger.pass(this.dice.between(10, 200)),
      () => this.#book(),
      () => this.#bookSlip(),
      () => this.#closeBook(),
      () => this.#turn(),
      () => this.#turn(),
      () => this.#shelf(),
      () => this.#paper(),
      () => this.#opening(),
      () => this.#transfer(),
      () => this.#make(),
      () => this.claim(),
      () => this.#takeBack(),
    ];
    this.dice.one([...often, ...seldom])();
  }

  say<K extends KindName>(who: string, kind: K, body: Body<K>): number | undefined {
    return this.#count(kind, this.ledger.say(who, kind, body));
  }

  #count(kind: string, said: Said | undefined): number | undefined {
    if (!said || "refused" in said || said.verdict) return undefined;
    this.done.set(kind, (this.done.get(kind) ?? 0) + 1);
    return said.index;
  }

  #all(proposal: number | undefined, who: readonly string[]): void {
    if (proposal === undefined) return;
    for (const each of who) this.say(each, "approve", { proposal });
  }

  #issue(who: string, way: string, load: Partial<Body<"slip.issue">>): void {
    const { province } = this.#stage;
    const route = province.routes[way]!;
    const { from, to } = this.ledger.book.need("route", route);
    const contract = to === province.dyke ? 2 : to === province.bridge ? 1 : 0;
    const massKg = load.massKg ?? this.dice.between(1000, 18_000);
    const vehicle = this.dice.one(load.product === undefined ? province.trucks : province.mixers);
    const place = contract === 0 ? {} : { package: contract };
    const index = this.say(who, "slip.issue", { route, vehicle, measure: 3, ...load, massKg, ...place });
    if (index !== undefined) this.#sent.push({ index, from, to, contract, massKg, who });
  }

  #send(): void {
    const { sandSource, stoneSource, concrete } = this.#stage.province;
    const way = this.dice.one([
      "sandMine→yard",
      "sandMine→dyke",
      "stoneMine→crusher",
      "yard→dyke",
      "yard→plant",
      "crusher→plant",
      "plant→dyke",
    ]);
    const [from] = way.split("→");
    const product = { product: concrete, quantityMilli: this.dice.between(500, 5000), massKg: 20_000 };
    if (from === "sandMine") this.#issue("sandMiner", way, { source: sandSource, material: 1 });
    else if (from === "stoneMine") this.#issue("stoneMiner", way, { source: stoneSource, material: 3 });
    else if (from === "yard") this.#issue("yardKeeper", way, { material: 1 });
    else if (from === "crusher") this.#issue("stoneMiner", way, { material: 6 });
    else this.#issue("plantKeeper", way, product);
  }

  #keeper(place: number): string {
    const { yard, crusher, plant, sandMine, stoneMine } = this.#stage.province;
    const keepers = new Map([
      [yard, "yardKeeper"],
      [crusher, "stoneMiner"],
      [plant, "plantKeeper"],
      [sandMine, "sandMiner"],
      [stoneMine, "stoneMiner"],
    ]);
    return keepers.get(place) ?? "builderB";
  }

  #receive(): void {
    if (this.#sent.length === 0) return;
    const sent = this.dice.one(this.#sent.slice(-8));
    this.ledger.pass(this.dice.between(0, 40));
    const whole = this.dice.once(2);
    const massKg = whole ? sent.massKg : this.dice.between(1, sent.massKg);
    const other = { part: this.dice.between(1, 4), final: whole ? 1 : this.dice.below(2), measure: MEASURE.scale };
    const place = sent.contract === 0 ? {} : { package: sent.contract };
    this.say(this.#keeper(sent.to), "load.receive", receipt(sent.index, sent.to, massKg, { ...other, ...place }));
  }

  /** A load that does not go the plain way: voided, given more time, reversed, or turned back. */
  #turn(): void {
    if (this.#sent.length === 0) return;
    const { index: slip, from, to, contract, massKg, who } = this.dice.one(this.#sent.slice(-3));
    const reason = "Xe hỏng, xử lý theo thực tế";
    const way = this.dice.below(4);
    if (way === 0) this.say(who, "slip.void", { slip, reason });
    if (way === 1) {
      const amend = this.say(who, "slip.amend", { slip, extendMinutes: 300, reason });
      this.#all(amend, [this.#keeper(to) === who ? "authority" : this.#keeper(to)]);
    }
    if (way === 2) this.#all(this.say(who, "slip.reverse", { slip, reason }), ["authority"]);
    if (way === 3) {
      const place = contract === 0 ? {} : { package: contract };
      this.say(this.#keeper(to), "load.refuse", { slip: { index: slip }, at: to, reason, ...place });
      this.say(who, "load.receive", receipt(slip, from, massKg, { part: 7 }));
    }
  }

  #book(): void {
    const { sandSource, sandMine } = this.#stage.province;
    const kid = unhex(this.ledger.kids.get("sandMiner")!);
    const untilS = this.ledger.nowS + this.dice.between(3600, 200_000);
    const body = { source: sandSource, site: sandMine, material: MATERIAL.sand, kid, serials: 4, untilS };
    const index = this.say("sandMiner", "book.grant", { ...body, massKg: this.dice.between(5000, 60_000) });
    if (index !== undefined) this.#books.push({ index, serial: 1 });
  }

  #bookSlip(): void {
    const book = this.#books.at(-1);
    if (!book) return;
    this.#issue("sandMiner", "sandMine→yard", {
      source: this.#stage.province.sandSource,
      material: 1,
      book: [book.index, this.dice.once(5) ? this.dice.between(1, 5) : book.serial++],
    });
  }

  #closeBook(): void {
    const book = this.#books.at(-1);
    if (!book) return;
    const used = this.ledger.book.need("slipBook", book.index).used;
    const open = [1, 2, 3, 4].filter((serial) => !used.includes(serial));
    const spoilt = open.filter(() => this.dice.once(2));
    const unknown = open.filter((serial) => !spoilt.includes(serial) && this.dice.once(2));
    this.say(this.dice.one(["sandMiner", "authority"]), "book.close", { book: book.index, spoilt, unknown });
  }

  /** Production, counts and private sales. */
  #shelf(): void {
    const { sandSource, sandMine, yard } = this.#stage.province;
    const massKg = this.dice.between(1, 30_000);
    const mine = { source: sandSource, site: sandMine, material: MATERIAL.sand };
    const way = this.dice.below(4);
    if (way === 0) this.say("sandMiner", "extract.record", { ...mine, day: 20261110, massKg: massKg * 4, measure: 4 });
    if (way === 1) this.say("yardKeeper", "stock.count", { site: yard, material: 1, massKg, measure: 4 });
    if (way === 2) this.say("yardKeeper", "sale.declare", { site: yard, material: 1, massKg, day: 20261110 });
    if (way === 3) this.say("sandMiner", "stock.count", { ...mine, massKg, measure: 4 });
  }

  #paper(): void {
    const { province } = this.#stage;
    const terms = { source: province.sandSource, material: MATERIAL.sand, massKg: this.dice.between(1, 20_000) };
    const document = "Hóa đơn 1C26TAA-128";
    const days = { from: 20261101, until: 20261110 };
    const paper = this.say("builderB", "paper.lodge", {
      project: province.dyke,
      package: 2,
      ...terms,
      document,
      ...days,
    });
    const massKg = this.dice.between(0, terms.massKg);
    if (paper !== undefined) this.#all(this.say("authority", "paper.attest", { paper, massKg, document }), ["deputy"]);
  }

  /** Kilograms that no slip brought: opening stock and works, letters, excavation. */
  #opening(): void {
    const { province, opening, letters, balance } = this.#stage;
    const { yard, dyke } = province;
    const load = {
      material: MATERIAL.sand,
      massKg: this.dice.between(1, 20_000),
      document: `Biên bản kiểm kê số ${this.ledger.size}`,
    };
    const way = this.dice.below(4);
    if (way === 0)
      this.#all(this.say("yardKeeper", "opening.declare", { ...load, source: opening, at: yard }), ["authority"]);
    if (way === 1)
      this.#all(this.say("builderB", "opening.declare", { ...load, source: opening, at: dyke, package: 2 }), [
        "owner",
        "supervisor",
        "officer",
      ]);
    const evidence = sha256(utf8(`letter ${this.dice.below(6)}`));
    if (way === 2)
      this.#all(this.say("authority", "foreign.attest", { ...load, source: letters, evidence, at: yard }), ["deputy"]);
    if (way === 3) {
      const project = this.dice.once(2) ? { project: dyke, package: 2 } : { project: this.#stage.road, package: 1 };
      this.#all(this.say("supervisor", "excavation.accept", { ...load, ...project, source: balance }), ["owner"]);
    }
  }

  #transfer(): void {
    const { road } = this.#stage;
    const massKg = this.dice.between(1, 10_000);
    const body = {
      project: road,
      from: 1,
      to: 2,
      material: MATERIAL.sand,
      massKg,
      reason: "Gói thầu số 1 thừa cát đắp",
    };
    this.#all(this.say("builderB", "package.transfer", body), ["owner", "supervisor", "builderA"]);
  }

  /** A crusher's run or a plant's ticket. */
  #make(): void {
    const { crusher, plant, concrete, stoneMiner, plantKeeper } = this.#stage.province;
    if (this.dice.once(2)) {
      const held = this.ledger.kg(`stock/${crusher}/${stoneMiner}/0/3/0`);
      const massKg = this.dice.between(1, Math.max(1, held));
      const outputs = [{ material: MATERIAL.stone1x2, massKg: Math.max(1, Math.floor(massKg * 0.9)) }];
      this.say("stoneMiner", "batch.process", { site: crusher, inputs: [{ material: 3, massKg }], outputs });
      return;
    }
    const most = Math.min(
      Math.floor(this.ledger.kg(`stock/${plant}/${plantKeeper}/0/1/0`) / 0.74),
      Math.floor(this.ledger.kg(`stock/${plant}/${plantKeeper}/0/6/0`) / 1.36),
    );
    const quantityMilli = Math.max(1, most);
    const inputs = [
      { material: MATERIAL.sand, massKg: Math.ceil(quantityMilli * 0.735) },
      { material: MATERIAL.stone1x2, massKg: Math.ceil(quantityMilli * 1.358) },
    ];
    this.say("plantKeeper", "batch.process", { site: plant, product: concrete, quantityMilli, inputs });
  }

  /** A claim on the dyke; `decided`: mostly with its result. */
  claim(decided = true): void {
    const { province } = this.#stage;
    this.#number += 1;
    const line = workLine(this.dice.between(1000, 20_000), 265_000, province.embankment);
    const lines = this.dice.once(3)
      ? [line, workLine(2000, 1_200_000, province.concrete, { code: "AF.11230" })]
      : [line];
    const entry = this.ledger.write("builderB", "annex.propose", annexOf(province, lines, { number: this.#number }));
    const annex = this.#count("annex.propose", this.ledger.bring(entry));
    if (annex === undefined) return;
    for (const who of ["supervisor", "owner"]) this.say(who, "annex.cosign", { annex, entryId: entry.id });
    this.claims.push(annex);
    if (!decided || this.dice.once(3)) return;
    const decision = this.#count("decision.sign", decide(this.ledger, annex).decision);
    if (decision !== undefined) this.results.push({ annex, decision });
  }

  /** A result taken back, a finding made or lifted. */
  #takeBack(): void {
    const way = this.dice.below(3);
    const document = "Kết luận số 4/KL-TTr";
    const reason = "Căn cứ đã thay đổi theo kết luận";
    const result = this.dice.once(2) ? this.results.pop() : undefined;
    if (way === 0 && result)
      this.#all(this.say("officer", "decision.reverse", { decision: result.decision, document, reason }), ["approver"]);
    if (way === 1) this.find();
    const finding = way === 2 ? this.findings.pop() : undefined;
    if (finding !== undefined)
      this.#all(this.say("authority", "finding.lift", { finding, document, reason }), ["deputy"]);
  }

  /** A finding over a source, some slips, a place or a time, as the dice say; answers what it says. */
  find(): Body<"finding.record"> | undefined {
    const { province, letters } = this.#stage;
    const what = this.dice.below(6);
    const slips = this.#sent.filter(() => this.dice.once(3)).map(({ index }) => index);
    const fromS = this.ledger.nowS - this.dice.between(0, 40_000);
    const predicate =
      what === 0
        ? { source: this.dice.one([province.sandSource, letters]) }
        : what === 1 && slips.length > 0
          ? { slips }
          : what === 2
            ? { site: this.dice.one([province.yard, province.crusher, province.sandMine]) }
            : what === 3
              ? {
                  site: this.dice.one([province.yard, province.crusher, province.plant]),
                  fromS,
                  untilS: fromS + 20_000,
                }
              : { source: this.dice.one([province.sandSource, letters]), fromS, untilS: fromS + 20_000 };
    const body = { ...predicate, document: "Kết luận số 4/KL-TTr", reason: "Khai thác ngoài mốc giới được cấp" };
    const index = this.say("authority", "finding.record", body);
    if (index === undefined) return undefined;
    this.findings.push(index);
    return body;
  }
}
