// Mã gõ tay (typed codes): codes are cheap to make up, and each would cost the ledger a fact, a due and a signal. A key has room for 1,000 codes whose
// slips may still come: 200 a day at a busy post, three days without a network, and as many again in hand.

import { sha256 } from "@noble/hashes/sha2.js";
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { utf8 } from "../../src/format/bytes.ts";
import { MATERIAL } from "../../src/format/codes.ts";
import { slipCode } from "../../src/format/slipcode.ts";
import { type Ledger, openProvince, type Said, word } from "../rules/ledger.ts";
import { passage, sandSlip } from "../rules/world.ts";
import { giveDevice } from "../stories/people.ts";

let base: Ledger;
let province: Province;
let book: number;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  await giveDevice(base, "patrol", province.police);
  const kid = Uint8Array.from(Buffer.from(await giveDevice(base, "gate", province.sandMiner), "hex"));
  const { sandSource: source, sandMine: site } = province;
  const granted = { source, site, material: MATERIAL.sand, kid, serials: 500, massKg: 5_000_000 };
  book = base.must("gate", "book.grant", { ...granted, untilS: base.nowS + 70 * 3600 });
});

const madeUp = (i: number) => slipCode(sha256(utf8(`made up ${i}`)));
const type = (ledger: Ledger, code: string, who = "police"): Said =>
  ledger.say(who, "passage.record", passage(province, { code }, ledger.nowS));
/** What the key's codes are counted as. */
const counted = (ledger: Ledger, who = "police") => {
  const { index } = ledger.book.need("key", ledger.kids.get(who)!);
  return ledger.book.get("typedCodes", index);
};
const signalsOf = (ledger: Ledger) =>
  ledger.leaves.flatMap(({ changes }) => changes.signals).filter((each) => each.code === "slip-never-came");

describe("one key types thousands of codes that no slip bears", () => {
  it("cheat: the first 1,000 wait; of the others the entry is kept, and nothing else is", () => {
    const ledger = base.fork();
    const words = Array.from({ length: 1200 }, (_, i) => word(type(ledger, madeUp(i))));
    expect([...new Set(words.slice(0, 1000))]).toEqual(["kept: slip-awaited"]);
    expect([...new Set(words.slice(1000))]).toEqual(["kept: codes-crowded"]);
    const { changes } = ledger.leaves.at(-1)!;
    expect([changes.dues, changes.listings, changes.facts.filter(({ key }) => key.startsWith("waiting/"))]).toEqual([
      [],
      [],
      [],
    ]);
    // Three days later the authority is told of 20 of them, each with how many there are; another key is not hindered.
    ledger.pass(72 * 60 + 1);
    ledger.must("operator", "clock.tick", {});
    expect(signalsOf(ledger).map(({ figures }) => figures)).toEqual(
      Array.from({ length: 20 }, (_, i) => ({ party: province.police, codes: i + 1 })),
    );
    expect(counted(ledger)).toMatchObject({ open: 0, lost: 1000 });
    expect(word(type(ledger, madeUp(5000), "patrol"))).toBe("kept: slip-awaited");
  });

  it("cheat: what never gets a slip adds up, until the key has no room at 5,000", () => {
    const ledger = base.fork();
    for (let i = 0; i < 5000; i++) {
      if (i % 1000 === 0 && i > 0) ledger.pass(72 * 60 + 1);
      type(ledger, madeUp(i));
    }
    ledger.pass(72 * 60 + 1);
    expect(word(type(ledger, madeUp(6000)))).toBe("kept: codes-crowded");
  });
});

describe("an officer of a busy post who types 200 codes a day, three days without a network", () => {
  it("honest: all wait, each bears on its slip when it comes, and the key has its whole room again", () => {
    const ledger = base.fork();
    const slips = Array.from({ length: 30 }, (_, i) => {
      ledger.pass(1);
      const vehicle = province.trucks[i % province.trucks.length]!;
      return ledger.write("gate", "slip.issue", sandSlip(province, { vehicle, massKg: 1000, book: [book, i + 1] }));
    });
    const others = Array.from({ length: 570 }, (_, i) => madeUp(i));
    const words = [...slips.map(({ id }) => slipCode(id)), ...others].map((code) => word(type(ledger, code)));
    expect([...new Set(words)]).toEqual(["kept: slip-awaited"]);
    expect(counted(ledger)).toMatchObject({ open: 600, lost: 0 });
    for (const slip of slips) ledger.bring(slip);
    expect(counted(ledger)).toMatchObject({ open: 570, lost: 0 });
    const { index } = ledger.leaves.at(-1)!;
    expect(ledger.book.need("slipState", index).observations.some((each) => each.what === "seen")).toBe(true);
  });

  it("honest: a slip that comes after its code was given up still finds it, and the key's room comes back", () => {
    const ledger = base.fork();
    const slip = ledger.write("gate", "slip.issue", sandSlip(province, { massKg: 1000, book: [book, 1] }));
    ledger.pass(10);
    type(ledger, slipCode(slip.id));
    ledger.pass(73 * 60);
    ledger.must("operator", "clock.tick", {});
    expect(counted(ledger)).toMatchObject({ open: 0, lost: 1 });
    const said = ledger.bring(slip);
    if ("refused" in said) throw new Error(said.refused.code);
    expect(ledger.book.need("slipState", said.index).observations).toHaveLength(1);
    expect(counted(ledger)).toMatchObject({ open: 0, lost: 0 });
  });
});
