// Random histories against the naive model: whatever is said in whatever order, kilograms are neither made nor lost nor paid twice.
// A failure prints its seed; SEED=n HISTORIES=1 plays that one alone.
import { beforeAll, describe, expect, it, vi } from "vitest";
import { entriesNamedBy } from "../../src/format/references.ts";
import { slipOf } from "../../src/rules/book/accounts.ts";
import { Book, type Changes } from "../../src/rules/book/book.ts";
import { type Lot, Memory, Missing, type NotLoaded } from "../../src/rules/book/memory.ts";
import { step } from "../../src/rules/kinds/fold.ts";
import type { Written } from "./ledger.ts";
import { type Arena, type Move, openArena, Player } from "./player.ts";
import { Store } from "./store.ts";

const FIRST = Number(process.env.SEED ?? 1);
const HISTORIES = Number(process.env.HISTORIES ?? 1500);
const MOVES = 90;
/** All histories together take a quiet minute on one core. */
vi.setConfig({ testTimeout: 300_000 });

let arena: Arena;

beforeAll(async () => {
  arena = await openArena();
});

/** Plays a history; `look` sees every move with the leaf it wrote, if any. */
function play(seed: number, look: (player: Player, move: Move, leaf: Written | undefined) => void): Player {
  const player = new Player(arena, seed);
  for (let i = 0; i < MOVES; i++) {
    let move: Move | undefined;
    try {
      const size = player.ledger.size;
      move = player.play();
      look(player, move, player.ledger.size > size ? player.ledger.leaves.at(-1) : undefined);
    } catch (error) {
      const what = JSON.stringify(move, (_, value) => (value instanceof Uint8Array ? "bytes" : value));
      throw new Error(`SEED=${seed} move ${i} ${what}`, { cause: error });
    }
  }
  return player;
}

/** Whatever breaks at the end of a history names its seed too. */
function named(seed: number, check: () => void): void {
  try {
    check();
  } catch (error) {
    throw new Error(`SEED=${seed}, at the end`, { cause: error });
  }
}

function fateOf(move: Move): string {
  if (!move.said || "refused" in move.said) return "refused";
  return move.said.verdict ? "kept" : "ok";
}

const open = (player: Player) => [...player.ledger.book.memory.lots.values()].filter((lot) => lot.left > 0);

function sums(lots: readonly Lot[]): Map<string, number> {
  const kg = new Map<string, number>();
  for (const lot of lots) kg.set(lot.account, (kg.get(lot.account) ?? 0) + lot.left);
  return kg;
}

/** Everything a memory holds, in a fixed order; an account that was only looked at is no difference. */
function picture(book: Book): unknown {
  const { facts, queues: lines, lots, seqs, dues } = book.memory;
  const sorted = (map: Map<unknown, unknown>) => [...map].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  const held = new Map([...lines].filter(([, queue]) => queue.length > 0));
  return structuredClone([sorted(facts), sorted(held), sorted(lots), sorted(seqs), dues, book.nextLot]);
}

describe(`${HISTORIES} random histories of ${MOVES} moves`, () => {
  it("become what the naive model foretells, to the kilogram, and keep every law of the book", () => {
    const seen = new Map<string, number>();
    for (let seed = FIRST; seed < FIRST + HISTORIES; seed++) {
      const player = play(seed, (at, move, leaf) => {
        if (fateOf(move) !== move.foretold) throw new Error(`became ${fateOf(move)}: ${JSON.stringify(move.said)}`);
        const sort = `${move.kind} ${move.foretold}`;
        seen.set(sort, (seen.get(sort) ?? 0) + 1);
        if (leaf) checkLeaf(at, leaf);
      });
      named(seed, () => {
        checkBook(player);
        checkModel(player);
      });
    }
    // The histories are worth nothing where they never reach: each of these happens, and often.
    for (const sort of [
      [
        "slip.issue ok",
        "slip.issue refused",
        "slip.void ok",
        "slip.void refused",
        "load.receive ok",
        "load.receive kept",
      ],
      ["load.receive refused", "passage.record ok", "passage.record kept", "extract.record ok", "extract.record kept"],
      ["batch.process ok", "batch.process refused", "annex.propose ok", "annex.cosign ok", "decision.sign ok"],
    ].flat())
      expect([sort, (seen.get(sort) ?? 0) > HISTORIES / 50]).toEqual([sort, true]);
  });

  it("leave no trace of what was refused", () => {
    for (let seed = FIRST; seed < FIRST + Math.ceil(HISTORIES / 75); seed++) {
      let before: unknown;
      const player = new Player(arena, seed);
      for (let i = 0; i < MOVES; i++) {
        before = picture(player.ledger.book);
        const move = player.play();
        if (move.kind === "decision.sign" || fateOf(move) !== "refused") continue;
        expect([seed, i, picture(player.ledger.book)]).toEqual([seed, i, before]);
      }
    }
  });

  it("replay to the same changes on a fresh book", () => {
    for (let seed = FIRST; seed < FIRST + Math.ceil(HISTORIES / 10); seed++) {
      const { ledger } = play(seed, () => {});
      const fresh = arena.ledger.fork();
      for (const leaf of ledger.leaves.slice(arena.ledger.size)) {
        fresh.nowMs = leaf.receivedMs;
        const said = fresh.bring(leaf.entry, leaf.carried);
        expect(said).toEqual({ index: leaf.index, ...leaf.accepted });
        expect(fresh.leaves.at(-1)!.changes).toEqual(leaf.changes);
      }
      expect(picture(fresh.book)).toEqual(picture(ledger.book));
    }
  });

  it("name only entries of the kinds that the definition of each field says", () => {
    const stray: string[] = [];
    let named = 0;
    for (let seed = FIRST; seed < FIRST + Math.ceil(HISTORIES / 75); seed++) {
      const { leaves } = play(seed, () => {}).ledger;
      for (const { index, entry } of leaves.filter(({ accepted }) => accepted.verdict === null)) {
        for (const { index: to, kinds } of entriesNamedBy(entry)) {
          const found = leaves[to]?.entry.kind ?? "nothing";
          if (kinds.length > 0 && !kinds.includes(found)) stray.push(`${entry.kind} ${index} → ${found} ${to}`);
          named += 1;
        }
      }
    }
    expect(stray).toEqual([]);
    expect(named).toBeGreaterThan(100);
  });

  it("come to the same on a book that knows only what it asked for", () => {
    for (let seed = FIRST; seed < FIRST + Math.ceil(HISTORIES / 15); seed++) {
      const { ledger } = play(seed, () => {});
      const store = new Store();
      for (const leaf of arena.ledger.leaves) store.append(leaf.receivedMs, leaf.entry, leaf.changes);
      let book = new Book(new Memory(false), store.nextLot);
      for (const leaf of ledger.leaves.slice(arena.ledger.size)) {
        // Now and then the process forgets all, as after a restart.
        if ((leaf.index + seed) % 17 === 0) book = new Book(new Memory(false), store.nextLot);
        const changes = partialStep(book, store, leaf, ledger.book.memory.pastHead!);
        expect([seed, leaf.index, changes]).toEqual([seed, leaf.index, leaf.changes]);
        store.append(leaf.receivedMs, leaf.entry, leaf.changes);
      }
    }
  });
});

/** The driver's protocol: what is missing is loaded and the step is run again from the start. */
function partialStep(book: Book, store: Store, leaf: Written, pastHead: NonNullable<Memory["pastHead"]>): Changes {
  for (let round = 0; round < 100; round++) {
    const mark = book.mark();
    let notLoaded: readonly NotLoaded[];
    try {
      const result = step(book, leaf);
      if ("refused" in result) throw new Error(`refused: ${JSON.stringify(result.refused)}`);
      book.commitJournal();
      return book.changes;
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      notLoaded = error.notLoaded;
    }
    book.rollback(mark);
    store.load(book.memory, notLoaded, pastHead);
  }
  throw new Error("a step asked for more in 100 rounds running");
}

/** Said a million times, so without a matcher each. */
function law(holds: boolean): void {
  if (!holds) throw new Error("a law of the book is broken");
}

/** What one leaf did: every posting sums to zero, per material too unless a crusher relabels, and no lot gives what it has not. */
function checkLeaf(player: Player, leaf: Written): void {
  const { memory } = player.ledger.book;
  const postings = new Map<string, number>();
  const put = (key: string, kg: number) => postings.set(key, (postings.get(key) ?? 0) + kg);
  let relabelled = false;
  for (const lot of leaf.changes.lots) {
    law(Number.isSafeInteger(lot.kg) && lot.kg > 0);
    const parent = lot.parent === 0 ? undefined : memory.lots.get(lot.parent)!;
    const from = parent?.material ?? lot.material;
    put(`${lot.material}`, lot.kg);
    put(`${from}`, -lot.kg);
    if (from !== lot.material) relabelled = true;
    if (parent) {
      law(lot.source === parent.source);
      law(lot.grade === parent.grade);
      law(lot.parentLeft >= 0);
    }
  }
  law([...postings.values()].reduce((a, b) => a + b, 0) === 0);
  if (relabelled) law(leaf.entry.kind === "batch.process");
  else for (const kg of postings.values()) law(kg === 0);
}

/** What the whole book is at the end of a history. */
function checkBook(player: Player): void {
  const { memory } = player.ledger.book;
  const children = new Map<number, number>();
  const latest = new Map<number, Lot>();
  const fromGround = new Map<number, number>();
  const paid = new Map<number, number>();
  for (const lot of memory.lots.values()) {
    if (lot.parent === 0) fromGround.set(lot.source, (fromGround.get(lot.source) ?? 0) + lot.kg);
    children.set(lot.parent, (children.get(lot.parent) ?? 0) + lot.kg);
    if ((latest.get(lot.parent)?.id ?? 0) < lot.id) latest.set(lot.parent, lot);
    if (lot.account.startsWith("paid/")) paid.set(lot.parent, (paid.get(lot.parent) ?? 0) + lot.kg);
  }
  for (const lot of memory.lots.values()) {
    // What is left of a lot is what its children did not take, and what the last of them wrote down.
    law(lot.left === lot.kg - (children.get(lot.id) ?? 0));
    law(lot.left === (latest.get(lot.id)?.parentLeft ?? lot.kg));
    law(lot.left >= 0);
    if (/^(paid|withheld|ground)\//.test(lot.account)) law(lot.left === lot.kg);
  }
  for (const [parent, kg] of paid) law(kg <= memory.lots.get(parent)!.kg);
  const balances = sums(open(player));
  const created = [...fromGround.values()].reduce((a, b) => a + b, 0);
  law([...balances.values()].reduce((a, b) => a + b, 0) === created);
  for (const [index, source] of player.model.sources) {
    const ground = player.ledger.book.need("ground", index);
    const net = (fromGround.get(index) ?? 0) - (balances.get(`ground/${index}`) ?? 0);
    law(ground.drawnKg === net);
    law(Object.values(ground.years).reduce((a, b) => a + b, 0) === net);
    law(ground.drawnKg === source.drawn);
    law(ground.drawnKg <= source.totalKg);
    for (const [year, kg] of source.years) law((ground.years[String(year)] ?? 0) === kg);
    for (const kg of Object.values(ground.years)) law(kg <= source.yearKg);
  }
  for (const [account, queue] of memory.queues) {
    law(queue.every((lot, i) => i === 0 || queue[i - 1]!.queuePosition <= lot.queuePosition));
    law(queue.every((lot) => lot.left > 0 && lot.account === account && memory.lots.get(lot.id) === lot));
  }
}

/** Account by account and material by material, the book is the model; and so is what has become of each slip. */
function checkModel(player: Player): void {
  const { book } = player.ledger;
  player.model.expire(player.ledger.nowMs);
  player.ledger.must("operator", "clock.tick", {});
  const found = new Map<string, number>();
  for (const lot of open(player)) {
    if (lot.account.startsWith("ground/")) continue;
    const key = `${lot.account} ${lot.material}`;
    found.set(key, (found.get(key) ?? 0) + lot.left);
  }
  const foretold = new Map<string, number>();
  for (const [account, parcels] of player.model.accounts)
    for (const { material, kg } of parcels)
      foretold.set(`${account} ${material}`, (foretold.get(`${account} ${material}`) ?? 0) + kg);
  const sorted = (map: Map<string, number>) => [...map].filter(([, kg]) => kg > 0).sort(([a], [b]) => (a < b ? -1 : 1));
  expect(sorted(found)).toEqual(sorted(foretold));
  for (const [index, slip] of player.model.slips) {
    const state = book.need("slipState", index);
    expect([index, state.status, state.contested !== null]).toEqual([index, slip.status, slip.contested]);
    expect(slipOf(`transit/${index}`)).toBe(index);
  }
  for (const [id, milli] of player.model.mixed) expect(book.get("mixed", id)?.quantityMilli ?? 0).toBe(milli);
}
