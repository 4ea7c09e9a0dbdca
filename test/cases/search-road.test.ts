// Tra không thấy phiếu: an officer searches by plate, finds no slip on its way and signs that. A slip of that lorry which comes to the log
// afterwards and claims an earlier hour was made for the officer, unless it was signed where there was no network or two clocks explain it.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { MATERIAL } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { type Ledger, openProvince, type Said, word } from "../rules/ledger.ts";
import { receipt, sandSlip } from "../rules/world.ts";
import { giveDevice, numbers } from "../stories/people.ts";

let base: Ledger;
let province: Province;
let book: number;

/** 08:30 in the morning; the mine's gate has a slip book for the day. */
beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  const kid = Uint8Array.from(Buffer.from(await giveDevice(base, "gate", province.sandMiner), "hex"));
  const { sandSource: source, sandMine: site } = province;
  const granted = { source, site, material: MATERIAL.sand, kid, serials: 10, massKg: 100_000 };
  book = base.must("gate", "book.grant", { ...granted, untilS: base.nowS + 12 * 3600 });
  base.pass(30);
});

const plateOf = (ledger: Ledger, truck = 0) => ledger.book.need("vehicle", province.trucks[truck]!).plate;

function search(ledger: Ledger, other: Partial<Body<"search.record">> = {}): Said {
  const of = { site: province.checkpoint, plate: plateOf(ledger), searchedS: ledger.nowS, size: ledger.size };
  return ledger.say("police", "search.record", { ...of, ...other });
}

const signed = (ledger: Ledger) => ledger.write("sandMiner", "slip.issue", sandSlip(province));

function contested(ledger: Ledger, said: Said): string | undefined {
  if ("refused" in said) throw new Error(said.refused.code);
  return ledger.book.need("slipState", said.index).contested?.why;
}

function signals(ledger: Ledger, said: Said): string[] {
  if ("refused" in said) throw new Error(said.refused.code);
  return ledger.signals(said.index);
}

describe("a slip uploaded after the search, with an hour from before it", () => {
  it("claims 08:30, searched at 09:00, comes at 09:10: it is contradicted", () => {
    const ledger = base.fork();
    const slip = signed(ledger);
    ledger.pass(30);
    expect(word(search(ledger))).toBe("ok");
    ledger.pass(10);
    const said = ledger.bring(slip);
    expect(word(said)).toBe("kept: logged-after-search");
    expect(contested(ledger, said)).toBe("logged-after-search");
  });

  it("the same where the officer's statement reaches the log last: the log had fewer entries when he searched", () => {
    const ledger = base.fork();
    const slip = signed(ledger);
    ledger.pass(30);
    const [searchedS, size] = [ledger.nowS, ledger.size];
    ledger.pass(10);
    const said = ledger.bring(slip);
    expect(word(said)).toBe("ok");
    ledger.pass(20);
    expect(word(search(ledger, { searchedS, size }))).toBe("kept: logged-after-search");
    expect(contested(ledger, said)).toBe("logged-after-search");
  });

  it("honest: the clocks differ by a quarter of an hour, so the authority sees it and nothing is contradicted", () => {
    const ledger = base.fork();
    ledger.pass(20);
    const slip = signed(ledger);
    ledger.pass(10);
    search(ledger);
    ledger.pass(5);
    const said = ledger.bring(slip);
    expect([word(said), contested(ledger, said)]).toEqual(["ok", undefined]);
    expect(signals(ledger, said)).toContain("slip-after-search");
  });

  it("honest: out of a slip book, sent in the evening, the load counts and the authority sees it", () => {
    const ledger = base.fork();
    const load = sandSlip(province, { book: [book, 1] });
    const slip = ledger.write("gate", "slip.issue", load);
    ledger.pass(30);
    search(ledger);
    // The longest way from the mine and the book's own end bound how late a slip may come: 20:00.
    ledger.pass(9 * 60);
    const said = ledger.bring(slip);
    expect([word(said), contested(ledger, said)]).toEqual(["ok", undefined]);
    expect(signals(ledger, said)).toContain("slip-after-search");
  });

  it("honest: a lorry seen empty in the morning takes a slip later", () => {
    const ledger = base.fork();
    search(ledger);
    ledger.pass(40);
    const said = ledger.bring(signed(ledger));
    expect([word(said), contested(ledger, said)]).toEqual(["ok", undefined]);
    expect(signals(ledger, said)).not.toContain("slip-after-search");
  });
});

describe("an officer who says that there was none", () => {
  it("although the log had one: his word is kept with the slip that was there, and moves nothing", () => {
    const ledger = base.fork();
    const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province));
    ledger.pass(10);
    const said = search(ledger);
    expect(word(said)).toBe("kept: slip-was-there");
    expect(numbers(said)).toMatchObject({ index: slip });
    expect(ledger.book.need("slipState", slip).contested).toBeNull();
  });

  it("names an older log to miss a slip: such a log had not that size at that hour", () => {
    const ledger = base.fork();
    const size = ledger.size;
    ledger.must("sandMiner", "slip.issue", sandSlip(province));
    ledger.pass(40);
    expect(word(search(ledger, { size }))).toBe("refused: bad-terms");
    expect(word(search(ledger, { size: ledger.size + 1 }))).toBe("refused: bad-terms");
  });

  it("honest: the load had been received before he searched", () => {
    const ledger = base.fork();
    const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province));
    ledger.pass(31);
    ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 10_000));
    ledger.pass(1);
    expect(word(search(ledger))).toBe("ok");
  });

  it("is an officer of the post; the plate may be one that nobody has registered, in any spelling", () => {
    const ledger = base.fork();
    expect(word(search(ledger, { plate: "99X-999.99" }))).toBe("ok");
    expect(word(search(ledger, { site: province.yard }))).toBe("refused: not-found");
    const of = { site: province.checkpoint, plate: plateOf(ledger), searchedS: ledger.nowS, size: ledger.size };
    expect(word(ledger.say("sandMiner", "search.record", of))).toBe("refused: no-standing");
    ledger.must("sandMiner", "slip.issue", sandSlip(province));
    ledger.pass(5);
    const spelt = plateOf(ledger).replaceAll(/[-.]/g, " ");
    expect(word(search(ledger, { plate: spelt }))).toBe("kept: slip-was-there");
  });
});
