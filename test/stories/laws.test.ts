// Laws over random histories of every kind: what leaves the ground is somewhere, lines are first in first out, a finding lifted and a
// result reversed leave no trace, and strangers' entries may change places. SEED=n HISTORIES=1 plays one alone.

import { beforeAll, describe, expect, it } from "vitest";
import { MATERIAL, MEASURE } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import type { AccountKey } from "../../src/rules/book/accounts.ts";
import { Book, type Changes } from "../../src/rules/book/book.ts";
import { type Lot, Memory, Missing } from "../../src/rules/book/memory.ts";
import { step } from "../../src/rules/kinds/fold.ts";
import { contradictionOf } from "../../src/rules/origins/trace.ts";
import type { Ledger, Written } from "../rules/ledger.ts";
import { Dice } from "../rules/player.ts";
import { Store } from "../rules/store.ts";
import { decide, figuresOf, sandSlip } from "../rules/world.ts";
import { Deeds, openStage, type Stage } from "./deeds.ts";

const FIRST = Number(process.env.SEED ?? 1);
const HISTORIES = Number(process.env.HISTORIES ?? 120);
const MOVES = 80;

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});

const lotsOf = (ledger: Ledger) => [...ledger.book.memory.lots.values()];

function law(holds: boolean, seed: number, what: string): void {
  if (!holds) throw new Error(`SEED=${seed}: ${what}`);
}

/** Each posting sums to zero, and by material too but for a crusher; lots keep source and grade. */
function checkPosting(ledger: Ledger, { changes, entry }: Written, seed: number): void {
  for (const lot of changes.lots) {
    law(Number.isSafeInteger(lot.kg) && lot.kg > 0 && lot.parentLeft >= 0, seed, "whole kilograms");
    if (lot.parent === 0) continue;
    const parent = ledger.book.memory.lots.get(lot.parent)!;
    law(parent.source === lot.source && parent.grade === lot.grade, seed, "a lot keeps its source and grade");
    law(parent.material === lot.material || entry.kind === "batch.process", seed, "only a crusher relabels");
  }
}

/** Acts that take what is first in line: afterwards nothing older than what they took is left, but for what a contradiction holds back. */
const IN_LINE = ["slip.issue", "book.grant", "sale.declare", "stock.count", "package.transfer", "approve"];

function checkLine(ledger: Ledger, { changes, entry }: Written, seed: number): void {
  if (!IN_LINE.includes(entry.kind)) return;
  for (const { parent } of changes.lots) {
    const taken = ledger.book.memory.lots.get(parent);
    if (!taken || !/^(stock|project|slipBook)\//.test(taken.account)) continue;
    const queue = ledger.book.memory.queues.get(taken.account)!;
    // A mixed product gives of all its minerals; each is a line of its own, so the law is the same.
    const stays = (lot: Lot) => {
      const by = contradictionOf(ledger.book, lot);
      return by !== undefined && by.share === undefined;
    };
    const older = queue.filter((lot) => lot.queuePosition < taken.queuePosition);
    law(
      older.every((lot) => stays(lot) !== stays(taken)),
      seed,
      "first in, first out",
    );
  }
}

/** What the whole book is: every lot's rest, every source's counters, nothing made and nothing gone. */
function checkBook(ledger: Ledger, seed: number): void {
  const taken = new Map<number, number>();
  const begun = new Map<number, number>();
  const back = new Map<number, number>();
  for (const lot of lotsOf(ledger)) {
    taken.set(lot.parent, (taken.get(lot.parent) ?? 0) + lot.kg);
    if (lot.parent === 0) begun.set(lot.source, (begun.get(lot.source) ?? 0) + lot.kg);
    if (lot.account.startsWith("ground/")) back.set(lot.source, (back.get(lot.source) ?? 0) + lot.kg);
  }
  let standing = 0;
  for (const lot of lotsOf(ledger)) {
    law(lot.left === lot.kg - (taken.get(lot.id) ?? 0) && lot.left >= 0, seed, "what is left is what was not taken");
    standing += lot.left;
  }
  law(standing === [...begun.values()].reduce((a, b) => a + b, 0), seed, "nothing is made and nothing is gone");
  for (const [source, kg] of begun) {
    const ground = ledger.book.need("ground", source);
    const terms = ledger.book.need("source", source);
    const net = kg - (back.get(source) ?? 0);
    law(ground.drawnKg === net, seed, "the ground counts what has left it");
    law(Object.values(ground.years).reduce((a, b) => a + b, 0) === net, seed, "so do its years");
    law(net <= (terms.totalKg ?? net), seed, "within the reserve");
    for (const year of Object.values(ground.years))
      law(year >= 0 && year <= (terms.yearKg ?? year), seed, "and the year");
  }
}

/** The law's own reading of a finding, from the words of docs/rules.md and not from the rules' code. */
function touches(ledger: Ledger, finding: Body<"finding.record">, lot: Lot): boolean {
  const ways: number[] = [];
  const places: string[] = [];
  const made: { place: string | undefined; fromS: number; untilS: number }[] = [];
  let root = lot;
  for (let at: Lot | undefined = lot; at; at = at.parent === 0 ? undefined : ledger.book.memory.lots.get(at.parent)) {
    const [kind, id] = at.account.split("/");
    if (kind === "transit" || kind === "stray") ways.push(Number(id));
    if (kind === "stock") places.push(id!);
    const when = madeWhen(ledger, at);
    if (when) made.push({ place: kind === "stock" ? id : undefined, ...when });
    root = at;
  }
  if (finding.source !== undefined && root.source !== finding.source) return false;
  const slips = finding.slips;
  if (slips && !ways.some((way) => slips.includes(way))) return false;
  if (finding.site === undefined && finding.fromS === undefined) return true;
  if (finding.fromS === undefined && places.includes(String(finding.site))) return true;
  const fromS = finding.fromS ?? 0;
  const untilS = finding.untilS ?? 9e15;
  const here = (place: string | undefined) => finding.site === undefined || place === String(finding.site);
  if (made.some((each) => here(each.place) && each.fromS <= untilS && each.untilS >= fromS)) return true;
  return ways.some((way) => {
    // The load left between its own hour and the first that others know of, and was on its way until the last receipt.
    const { from, to, eventS, issuer } = ledger.book.need("slip", way);
    const looks = ledger.book.need("slipState", way).observations.filter((each) => /^(seen|received)$/.test(each.what));
    let leftS = Math.floor(ledger.leaves[way]!.receivedMs / 1000);
    if (leftS <= eventS + 60) leftS = eventS;
    let cameS = eventS;
    for (const look of looks) {
      if (look.party !== issuer && look.atS < leftS) leftS = Math.max(look.atS, eventS);
      if (look.what === "received" && look.atS > cameS) cameS = look.atS;
    }
    const overlaps = (lastS: number) => eventS <= untilS && lastS >= fromS;
    return (here(String(from)) && overlaps(leftS)) || (to === finding.site && overlaps(cameS));
  });
}

/** When the material is from that a lot's own entry brought about: a paper and a day's production say their days, others their hour. */
function madeWhen(ledger: Ledger, lot: Lot): { fromS: number; untilS: number } | undefined {
  const leaf = ledger.leaves[lot.leaf]!;
  const entry = leaf.entry.kind === "approve" ? ledger.leaves[leaf.entry.body.proposal]!.entry : leaf.entry;
  const dayS = (day: number) =>
    Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100) - 1, day % 100, -7) / 1000;
  const days = (from: number, until: number) => ({ fromS: dayS(from), untilS: dayS(until) + 86_399 });
  const hour = { fromS: leaf.accepted.eventS, untilS: leaf.accepted.eventS };
  if (lot.account.startsWith("lost/")) return undefined;
  if (entry.kind === "extract.record") return days(entry.body.day, entry.body.day);
  if (entry.kind === "paper.attest") {
    const paper = ledger.leaves[entry.body.paper]!.entry.body as Body<"paper.lodge">;
    return days(paper.from, paper.until);
  }
  if (leaf.entry.kind === "approve" && lot.parent === 0) return hour;
  const makes = ["batch.process", "foreign.attest", "excavation.accept"].includes(entry.kind);
  return makes ? hour : undefined;
}

function play(seed: number, moves = MOVES): Deeds {
  const deeds = new Deeds(stage, seed);
  for (let i = 0; i < moves; i++) {
    const size = deeds.ledger.size;
    deeds.play();
    for (const leaf of deeds.ledger.leaves.slice(size)) checkPosting(deeds.ledger, leaf, seed);
    if (deeds.ledger.size === size + 1) checkLine(deeds.ledger, deeds.ledger.leaves.at(-1)!, seed);
  }
  return deeds;
}

/** What the treasury sees of every claim that has no result yet. */
function claimsOf({ ledger, claims }: Deeds): unknown[] {
  const open = claims.filter((annex) => ledger.book.get("claim", annex)?.complete);
  return open.map((annex) => [annex, figuresOf(ledger, annex).figures]);
}

/** Kilograms by place in line, for an account: a place keeps what it holds however often it was taken and given back. */
function lineOf(ledger: Ledger, account: AccountKey): Map<number, number> {
  const line = new Map<number, number>();
  for (const { queuePosition: order, left } of ledger.book.lots(account))
    line.set(order, (line.get(order) ?? 0) + left);
  return line;
}

/** The line with most đồng for a kilogram, the earlier among equals. */
function servedFirst(ledger: Ledger, annex: number): number {
  const { lines } = ledger.book.need("annex", annex).body;
  const worth = figuresOf(ledger, annex).figures.lines.map(({ materials }, i) => {
    const kg = materials.reduce((sum, each) => sum + each.demandKg, 0);
    return kg === 0 ? -1 : lines[i]!.valueDong / kg;
  });
  return worth.indexOf(Math.max(...worth));
}

describe(`${HISTORIES} random histories of ${MOVES} acts of every kind`, () => {
  it("conserve every kilogram through books, papers, crushers, recipes and reversals, first in first out", () => {
    const seen = new Map<string, number>();
    for (let seed = FIRST; seed < FIRST + HISTORIES; seed++) {
      const { ledger, done } = play(seed);
      checkBook(ledger, seed);
      for (const [kind, times] of done) seen.set(kind, (seen.get(kind) ?? 0) + times);
    }
    // Worth nothing where they never reach.
    for (const kind of [
      ["slip.issue", "load.receive", "slip.void", "load.refuse", "book.grant", "book.close", "extract.record"],
      [
        "stock.count",
        "sale.declare",
        "paper.attest",
        "foreign.attest",
        "excavation.accept",
        "batch.process",
        "approve",
      ],
      ["decision.sign", "decision.reverse", "finding.record", "finding.lift", "package.transfer", "opening.declare"],
    ].flat())
      expect([kind, (seen.get(kind) ?? 0) >= HISTORIES / 10]).toEqual([kind, true]);
  });

  it("a finding contradicts exactly the kilograms of its origin, wherever they are, and lifting it restores everything", () => {
    let contradicted = 0;
    for (let seed = FIRST; seed < FIRST + HISTORIES; seed++) {
      const deeds = play(seed, 50);
      const { ledger } = deeds;
      // What time has brought due happens now and not between the two looks.
      ledger.must("operator", "clock.tick", {});
      const open = () => lotsOf(ledger).filter((lot) => lot.left > 0);
      const before = new Map(open().map((lot) => [lot.id, contradictionOf(ledger.book, lot)?.index ?? 0]));
      const figures = claimsOf(deeds);
      const finding = deeds.find();
      if (!finding) continue;
      for (const lot of open()) {
        const expected = before.get(lot.id) !== 0 || touches(ledger, finding, lot);
        law((contradictionOf(ledger.book, lot) !== undefined) === expected, seed, `lot ${lot.id} in ${lot.account}`);
        if (before.get(lot.id) === 0 && expected) contradicted += 1;
      }
      const document = "Quyết định số 6/QĐ";
      const index = deeds.findings.at(-1)!;
      ledger.agree("authority", "deputy", "finding.lift", {
        finding: index,
        document,
        reason: "Kết luận bị hủy theo khiếu nại",
      });
      expect([seed, claimsOf(deeds)]).toEqual([seed, figures]);
      for (const lot of open())
        law((contradictionOf(ledger.book, lot)?.index ?? 0) === before.get(lot.id), seed, "lifted");
    }
    expect(contradicted).toBeGreaterThan(HISTORIES);
  });

  it("a finding moves the figures of the line that is served first by exactly the kilograms that fit it", () => {
    let moved = 0;
    for (let seed = FIRST; seed < FIRST + HISTORIES; seed++) {
      const deeds = play(seed, 60);
      deeds.claim(false);
      const { ledger } = deeds;
      const annex = deeds.claims.findLast((each) => ledger.book.get("claim", each)?.decision === null);
      if (annex === undefined || !ledger.book.need("claim", annex).complete) continue;
      const before = figuresOf(ledger, annex).figures.lines;
      const finding = deeds.find();
      if (!finding) continue;
      const first = servedFirst(ledger, annex);
      const after = figuresOf(ledger, annex).figures.lines[first]!;
      const drawn = figuresOf(ledger, annex).lines[first]!.draws;
      for (const [i, now] of after.materials.entries()) {
        const was = before[first]!.materials[i]!;
        const found = (each: typeof now) => each.ledgerKg + each.paperKg + each.transitionalKg;
        law(
          found(now) + now.contradictedKg === found(was) + was.contradictedKg,
          seed,
          "the line draws the same kilograms",
        );
        const fit = drawn[i]!.contested.filter(({ lot }) => touches(ledger, finding, lot));
        const kg = fit.reduce((sum, taking) => sum + taking.kg, 0);
        law(
          now.contradictedKg >= was.contradictedKg && now.contradictedKg - was.contradictedKg <= kg,
          seed,
          "and no more",
        );
        law(now.insufficientKg === was.insufficientKg && now.exemptKg === was.exemptKg, seed, "nothing else moves");
        if (now.contradictedKg > was.contradictedKg) moved += 1;
      }
    }
    expect(moved).toBeGreaterThan(HISTORIES / 20);
  });

  it("a result reversed leaves every place in line as it was, and the claim to be decided anew with the same figures", () => {
    let reversed = 0;
    for (let seed = FIRST; seed < FIRST + HISTORIES; seed++) {
      const deeds = play(seed, 60);
      deeds.claim(false);
      const { ledger } = deeds;
      const { dyke, embankment, concrete } = stage.province;
      const annex = deeds.claims.findLast((each) => ledger.book.get("claim", each)?.decision === null);
      if (annex === undefined || !ledger.book.need("claim", annex).complete) continue;
      const accounts: AccountKey[] = [
        `project/${dyke}/2/0/1`,
        ...[embankment, concrete].flatMap((of) => [1, 6].map((m): AccountKey => `project/${dyke}/2/${of}/${m}`)),
      ];
      const lines = accounts.map((account) => lineOf(ledger, account));
      const { figures } = figuresOf(ledger, annex);
      const { decision } = decide(ledger, annex);
      if (!decision || "refused" in decision) throw new Error(`SEED=${seed}: no result`);
      const why = { document: "Kết luận số 4/KL-TTr", reason: "Căn cứ đã thay đổi theo kết luận" };
      const proposal = ledger.must("officer", "decision.reverse", { decision: decision.index, ...why });
      ledger.must("approver", "approve", { proposal });
      expect([seed, accounts.map((account) => lineOf(ledger, account))]).toEqual([seed, lines]);
      expect([seed, figuresOf(ledger, annex).figures]).toEqual([seed, figures]);
      expect([seed, "refused" in decide(ledger, annex).decision!]).toEqual([seed, false]);
      checkBook(ledger, seed);
      reversed += 1;
    }
    expect(reversed).toBeGreaterThan(HISTORIES / 2);
  });
});

/** One leaf on a book that must be told what it lacks; answers what the leaf changed. */
function stepBlind(book: Book, store: Store, leaf: Written, heads: NonNullable<Memory["pastHead"]>): Changes {
  for (let round = 0; round < 100; round++) {
    const mark = book.mark();
    try {
      const result = step(book, leaf);
      if ("refused" in result) throw new Error(`refused: ${JSON.stringify(result.refused)}`);
      book.commitJournal();
      return book.changes;
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      book.rollback(mark);
      store.load(book.memory, error.notLoaded, heads);
    }
  }
  throw new Error("a step asked for more in 100 rounds running");
}

describe("a book that knows only what it asked for", () => {
  it("comes to the same changes, leaf by leaf", () => {
    for (let seed = FIRST; seed < FIRST + HISTORIES / 4; seed++) {
      const { ledger } = play(seed);
      const heads = ledger.book.memory.pastHead!;
      const store = new Store();
      for (const leaf of stage.ledger.leaves) store.append(leaf.receivedMs, leaf.entry, leaf.changes);
      let book = new Book(new Memory(false), store.nextLot);
      for (const leaf of ledger.leaves.slice(stage.ledger.size)) {
        // Now and then the process forgets all, as after a restart.
        if ((leaf.index + seed) % 13 === 0) book = new Book(new Memory(false), store.nextLot);
        const changes = stepBlind(book, store, leaf, heads);
        expect([seed, leaf.index, changes]).toEqual([seed, leaf.index, leaf.changes]);
        store.append(leaf.receivedMs, leaf.entry, leaf.changes);
      }
    }
  });
});

/** Index → entry id for what was said after the stage: the same thing under another number. */
function names(ledger: Ledger): (index: number) => string {
  return (index) => ledger.leaves[index]?.entry.id.slice(0, 6).join(".") ?? String(index);
}

/** Lots by account with their ancestry, numbers replaced by what they stand for. */
function picture(ledger: Ledger): string[] {
  const name = names(ledger);
  const say = (account: AccountKey) =>
    account.replace(/^(transit|stray)\/(\d+)$/, (_, kind, id) => `${kind}/${name(Number(id))}`);
  const chain = (lot: Lot): string =>
    `${say(lot.account)}:${lot.kg}@${name(lot.leaf)}${lot.parent === 0 ? "" : ` < ${chain(ledger.book.memory.lots.get(lot.parent)!)}`}`;
  const lots = lotsOf(ledger).map((lot) => `${chain(lot)} left ${lot.left}`);
  const ways = ledger.leaves
    .filter(({ entry }) => entry.kind === "slip.issue")
    .map(({ index }) => {
      const { status, parts, receivedKg, contested } = ledger.book.need("slipState", index);
      return `${name(index)} ${status} ${parts} ${receivedKg} ${contested?.why}`;
    });
  const grounds = [stage.province.sandSource, stage.province.stoneSource].map((source) =>
    JSON.stringify(ledger.book.get("ground", source)),
  );
  return [...lots, ...ways, ...grounds].sort();
}

describe("entries that touch disjoint accounts", () => {
  it("may change places: sand on the river and rock at the quarry come to the same book in any order", () => {
    for (let seed = FIRST; seed < FIRST + 60; seed++) {
      const dice = new Dice(seed);
      const { province } = stage;
      const base = stage.ledger.fork();
      // Six trucks each, slips first; then receipts that name the slips by their own bytes, voids and production.
      const slips = { sand: [] as number[], rock: [] as number[] };
      for (let i = 0; i < 6; i++) {
        const vehicle = province.trucks[i]!;
        slips.sand.push(
          base.must("sandMiner", "slip.issue", sandSlip(province, { vehicle, massKg: dice.between(1000, 18_000) })),
        );
        slips.rock.push(
          base.must("stoneMiner", "slip.issue", {
            route: province.routes["stoneMine→crusher"]!,
            vehicle: province.trucks[6 + i]!,
            source: province.stoneSource,
            material: 3,
            massKg: dice.between(1000, 18_000),
            measure: 3,
          }),
        );
      }
      base.pass(31);
      const got = (massKg: number) => ({ part: 1, final: 1, massKg, measure: MEASURE.scale });
      const say = (slip: number, rock: boolean) => {
        const massKg = dice.between(1, base.book.need("slip", slip).massKg);
        const reason = "Xe hỏng trước khi rời mỏ";
        if (dice.once(3)) return base.write(rock ? "stoneMiner" : "sandMiner", "slip.void", { slip, reason });
        const at = rock ? province.crusher : province.yard;
        return base.write(rock ? "stoneMiner" : "yardKeeper", "load.receive", {
          slip: { index: slip },
          at,
          ...got(massKg),
        });
      };
      const river = slips.sand.map((slip) => say(slip, false));
      const quarry = slips.rock.map((slip) => say(slip, true));
      const day = { day: 20261110, measure: MEASURE.survey };
      const { sandSource, sandMine, stoneSource, stoneMine } = province;
      const dug = { source: sandSource, site: sandMine, material: MATERIAL.sand, massKg: dice.between(1, 200_000) };
      river.push(base.write("sandMiner", "extract.record", { ...dug, ...day }));
      const blasted = {
        source: stoneSource,
        site: stoneMine,
        material: MATERIAL.blastedRock,
        massKg: dice.between(1, 200_000),
      };
      quarry.push(base.write("stoneMiner", "extract.record", { ...blasted, ...day }));

      const shuffled = () => {
        const [a, b] = [[...river], [...quarry]];
        const order = [];
        while (a.length + b.length > 0) order.push((b.length === 0 || (a.length > 0 && dice.once(2)) ? a : b).shift()!);
        return order;
      };
      const told = [[...river, ...quarry], [...quarry, ...river], shuffled(), shuffled()].map((order) => {
        const ledger = base.fork();
        for (const entry of order) ledger.bring(entry);
        return picture(ledger);
      });
      for (const other of told.slice(1)) expect([seed, other]).toEqual([seed, told[0]]);
    }
  });
});
