// What time has brought due is nobody's asking: after an outage the next entry is taken, however much has fallen due meanwhile.
import { expect, it } from "vitest";
import { slipCode } from "../../src/format/slipcode.ts";
import { ROUNDS, runLoaded } from "../../src/intake/run-loaded.ts";
import { Book } from "../../src/rules/book/book.ts";
import { Memory, type NotLoaded } from "../../src/rules/book/memory.ts";
import { openProvince } from "../rules/ledger.ts";
import { Store } from "../rules/store.ts";
import { receipt, sandSlip } from "../rules/world.ts";

/** More than one entry may ask in turn. */
const DUE = 2 * ROUNDS;

it("a program that starts after three days takes the next entry, though 128 typed codes are to be given up first", async () => {
  const { ledger, province } = await openProvince();
  for (let n = 0; n < DUE; n++) {
    const code = slipCode(ledger.write("sandMiner", "slip.issue", sandSlip(province, { massKg: 10_000 + n })).id);
    ledger.say("yardKeeper", "load.receive", receipt(0, province.yard, 9_000, { slip: { code } }));
    ledger.pass(1);
  }
  const store = new Store();
  for (const leaf of ledger.leaves) store.append(leaf.receivedMs, leaf.entry, leaf.changes);
  // 72 hours later each code is given up: one look into the store for each, and nothing of it is in this program's memory.
  ledger.pass(4 * 24 * 60);
  const entry = ledger.write("operator", "clock.tick", {});
  let rounds = 0;
  const book = new Book(new Memory(false), store.nextLot);
  const load = async (notLoaded: readonly NotLoaded[]) => {
    rounds += 1;
    store.load(book.memory, notLoaded, ledger.book.memory.pastHead!);
  };
  const batch = [{ entry, carried: undefined }];
  const { outcomes, leaves } = await runLoaded({ book, size: ledger.size, receivedMs: ledger.nowMs, batch, load });
  expect(outcomes).toMatchObject([{ ok: true }]);
  // The same changes as on a book that holds everything; what is due is asked for together, not one thing after another.
  ledger.bring(entry);
  expect(leaves[0]!.changes).toEqual(ledger.leaves.at(-1)!.changes);
  expect(rounds).toBeLessThan(ROUNDS);
});
