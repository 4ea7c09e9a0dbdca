// An audit holds in memory only what was asked for lately; the rest is in a temporary file. The rules must not notice.
import { beforeAll, describe, expect, it } from "vitest";
import { AuditMemory } from "../../src/audit/audit-memory.ts";
import { Book } from "../../src/rules/book/book.ts";
import { step } from "../../src/rules/kinds/fold.ts";
import type { Ledger } from "../rules/ledger.ts";
import { Deeds, openStage, type Stage } from "../stories/deeds.ts";

const FIRST = Number(process.env.SEED ?? 1);
const HISTORIES = Number(process.env.HISTORIES ?? 6);
const MOVES = 80;

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});

/** Plays a ledger again, with what was refused between its leaves, on a memory that holds at most so many facts and lots. */
function differences(ledger: Ledger, mostHeld: number): unknown[] {
  const memory = new AuditMemory(mostHeld);
  memory.pastHead = ledger.book.memory.pastHead;
  const book = new Book(memory, 1);
  const found: unknown[] = [];
  for (const leaf of ledger.leaves) {
    for (const declined of ledger.refused.filter(({ index }) => index === leaf.index)) {
      const mark = book.mark();
      const result = step(book, declined);
      book.rollback(mark);
      if (result.ok || JSON.stringify(result.problem) !== JSON.stringify(declined.problem))
        found.push([declined.index, declined.problem, result]);
    }
    const result = step(book, leaf);
    book.commitJournal();
    memory.keep(book.changes);
    if (!result.ok || JSON.stringify([result.value, book.changes]) !== JSON.stringify([leaf.accepted, leaf.changes]))
      found.push([leaf.index, leaf.entry.kind, result]);
  }
  return found;
}

describe("the memory of an audit", () => {
  for (const mostHeld of [0, 25, 400]) {
    it(`comes to the same changes and refusals with at most ${mostHeld} facts and lots held between two leaves`, () => {
      let [leaves, refused] = [0, 0];
      for (let seed = FIRST; seed < FIRST + HISTORIES; seed++) {
        const deeds = new Deeds(stage, seed);
        for (let move = 0; move < MOVES; move++) deeds.play();
        const { ledger } = deeds;
        expect([seed, differences(ledger, mostHeld)]).toEqual([seed, []]);
        leaves += ledger.size - stage.ledger.size;
        refused += ledger.refused.length;
      }
      expect(leaves).toBeGreaterThan(40 * HISTORIES);
      expect(refused).toBeGreaterThan(0);
    });
  }

  it("gives all its rows to another one, which goes on as the first would have", () => {
    const deeds = new Deeds(stage, FIRST);
    for (let move = 0; move < MOVES; move++) deeds.play();
    const { ledger } = deeds;
    const half = ledger.size >> 1;
    const first = new AuditMemory();
    first.pastHead = ledger.book.memory.pastHead;
    let book = new Book(first, 1);
    const second = new AuditMemory();
    second.pastHead = first.pastHead;
    for (const leaf of ledger.leaves) {
      if (leaf.index === half) {
        for (const [table, rows] of first.rows()) for (const row of rows) second.putRow(table, row);
        for (const [kid, seq] of first.highestSeq) second.highestSeq.set(kid, seq);
        book = new Book(second, book.nextLot);
      }
      const result = step(book, leaf);
      book.commitJournal();
      (leaf.index < half ? first : second).keep(book.changes);
      expect([leaf.index, result.ok, book.changes]).toEqual([leaf.index, true, leaf.changes]);
    }
  });
});
