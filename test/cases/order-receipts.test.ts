// Thứ tự nộp (the order of uploads): receipts that reach the log before the word that explains them, or after the one that closes the load. Each
// honest muddle beside the fraud that looks almost the same; one slip of 15 t from the sand mine, 30 minutes from the yard, 45 from the dyke.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import type { Body } from "../../src/format/kinds.ts";
import { type Ledger, openProvince, type Said, word } from "../rules/ledger.ts";
import { passage, receipt, sandSlip } from "../rules/world.ts";
import { giveDevice, stockOf, until } from "../stories/people.ts";

let base: Ledger;
let province: Province;

/** 09:00 in the morning. */
beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  await giveDevice(base, "bribed", province.police);
  until(base, 20261110, 9);
});

const indexOf = (said: Said): number => {
  if ("refused" in said) throw new Error(JSON.stringify(said.refused));
  return said.index;
};
const contested = (ledger: Ledger, slip: number) => ledger.book.need("slipState", slip).contested?.why ?? null;
const yardKg = (ledger: Ledger) => ledger.kg(stockOf(province.yard, province.yardKeeper));
const dykeKg = (ledger: Ledger) => ledger.kg(`project/${province.dyke}/2/0/1`);
const mineKg = (ledger: Ledger) => ledger.kg(stockOf(province.sandMine, province.sandMiner, 1, province.sandSource));

function send(ledger: Ledger, other: Partial<Body<"slip.issue">> = {}): number {
  return ledger.must("sandMiner", "slip.issue", sandSlip(province, { massKg: 15_000, measure: 1, ...other }));
}
const sendToDyke = (ledger: Ledger) => send(ledger, { route: province.routes["sandMine→dyke"]!, package: 2 });

/** A receipt of some kilograms so many minutes after nine, sent now. */
function got(
  ledger: Ledger,
  slip: number,
  minutes: number,
  massKg: number,
  other: Partial<Body<"load.receive">> = {},
  who = "yardKeeper",
): Said {
  const body = receipt(slip, other.at ?? province.yard, massKg, other);
  return ledger.say(who, "load.receive", body, { claimedS: base.nowS + minutes * 60 });
}

function refuse(ledger: Ledger, who: string, slip: number, minutes: number, other: Partial<Body<"load.refuse">> = {}) {
  const body = { slip: { index: slip }, at: province.yard, reason: "Cát lẫn nhiều bùn", ...other };
  return indexOf(ledger.say(who, "load.refuse", body, { claimedS: base.nowS + minutes * 60 }));
}

describe("a load in two parts, whose last part reaches the log first", () => {
  it("9 t at 09:45 and the last 6 t at 10:05 are 15 t, whichever telephone had a network first", () => {
    const ends = [true, false].map((inOrder) => {
      const ledger = base.fork();
      const slip = send(ledger);
      ledger.pass(180);
      const parts = [
        () => got(ledger, slip, 45, 9000, { part: 1, final: 0 }),
        () => got(ledger, slip, 65, 6000, { part: 2, final: 1 }),
      ];
      expect((inOrder ? parts : parts.reverse()).map((part) => word(part()))).toEqual(["ok", "ok"]);
      return [yardKg(ledger), ledger.kg(`lost/${province.yard}`), contested(ledger, slip)];
    });
    // Nothing is lost: 9,000 + 6,000 = 15,000.
    expect(ends).toEqual([
      [15_000, 0, null],
      [15_000, 0, null],
    ]);
  });

  it("what really was lost is written off once: 9 t and 5.9 t leave 100 kg, in either order", () => {
    const ends = [true, false].map((inOrder) => {
      const ledger = base.fork();
      const slip = send(ledger);
      ledger.pass(180);
      const parts = [
        () => got(ledger, slip, 45, 9000, { part: 1, final: 0 }),
        () => got(ledger, slip, 65, 5900, { part: 2, final: 1 }),
      ];
      for (const part of inOrder ? parts : parts.reverse()) part();
      return [yardKg(ledger), ledger.kg(`lost/${province.yard}`)];
    });
    expect(ends).toEqual([
      [14_900, 100],
      [14_900, 100],
    ]);
  });

  it("cheat: 9 t were all, and an hour later 6 t more are 'part 2': time for another load", () => {
    const ledger = base.fork();
    const slip = send(ledger);
    ledger.pass(180);
    got(ledger, slip, 45, 9000);
    expect(word(got(ledger, slip, 105, 6000, { part: 2 }))).toBe("kept: received-twice");
    expect([yardKg(ledger), ledger.kg(`lost/${province.yard}`)]).toEqual([9000, 6000]);
    expect(contested(ledger, slip)).toBe("received-twice");
  });
});

describe("a load that the yard turned away and the mine took back, where the mine had a network first", () => {
  it("15 t are at the mine again and nothing contradicts them once the yard's word is there", () => {
    const ledger = base.fork();
    const slip = send(ledger);
    ledger.pass(180);
    expect(word(got(ledger, slip, 100, 15_000, { at: province.sandMine }, "sandMiner"))).toBe(
      "kept: received-elsewhere",
    );
    expect([mineKg(ledger), contested(ledger, slip)]).toEqual([0, "received-elsewhere"]);
    refuse(ledger, "yardKeeper", slip, 45);
    expect([mineKg(ledger), contested(ledger, slip)]).toEqual([15_000, null]);
    expect(ledger.book.need("slipState", slip).status).toBe("received");
  });

  it("cheat: no yard turned it away: the 15 t do not come back to be sold again", () => {
    const ledger = base.fork();
    const slip = send(ledger);
    ledger.pass(180);
    got(ledger, slip, 100, 15_000, { at: province.sandMine }, "sandMiner");
    ledger.pass(4 * 24 * 60);
    ledger.must("operator", "clock.tick", {});
    expect([mineKg(ledger), contested(ledger, slip)]).toEqual([0, "received-elsewhere"]);
  });

  it("cheat: taken back by the mine at 10:40 and received by the yard at 11:40: contradicted in either order", () => {
    const ends = [true, false].map((mineFirst) => {
      const ledger = base.fork();
      const slip = send(ledger);
      ledger.pass(240);
      refuse(ledger, "yardKeeper", slip, 45);
      const words = [
        () => got(ledger, slip, 100, 15_000, { at: province.sandMine }, "sandMiner"),
        () => got(ledger, slip, 160, 15_000),
      ];
      for (const say of mineFirst ? words : words.reverse()) say();
      return contested(ledger, slip);
    });
    expect(ends).toEqual(["received-twice", "received-twice"]);
  });
});

describe("a receipt that somebody's false word kept from counting", () => {
  const turnedAway = () => {
    const ledger = base.fork();
    const slip = sendToDyke(ledger);
    ledger.pass(180);
    const refusal = refuse(ledger, "supervisor", slip, 50, { at: province.dyke, package: 2 });
    const said = got(ledger, slip, 85, 15_000, { at: province.dyke, package: 2 }, "builderB");
    expect(word(said)).toBe("kept: received-though-refused");
    return { ledger, slip, refusal };
  };

  it("counts by itself when two officers set the false refusal aside", () => {
    const { ledger, slip, refusal } = turnedAway();
    expect([dykeKg(ledger), contested(ledger, slip)]).toEqual([0, "received-though-refused"]);
    ledger.agree("authority", "deputy", "contest.lift", {
      observations: [{ slip, observation: refusal }],
      document: "Biên bản làm việc số 9",
      reason: "Giám sát ghi nhầm số phiếu",
    });
    expect([dykeKg(ledger), contested(ledger, slip)]).toEqual([15_000, null]);
    // Once: the next entry does not bring it again.
    ledger.must("operator", "clock.tick", {});
    expect([dykeKg(ledger), ledger.kg(`transit/${slip}`) + ledger.kg(`stray/${slip}`)]).toEqual([15_000, 0]);
  });

  it("cheat: nobody sets a true refusal aside, and the sand is no sand of the dyke", () => {
    const { ledger, slip } = turnedAway();
    ledger.pass(4 * 24 * 60);
    ledger.must("operator", "clock.tick", {});
    expect([dykeKg(ledger), ledger.kg(`stray/${slip}`)]).toEqual([0, 15_000]);
  });
});

describe("a slip crowded with harmless looks, so that a true one finds no room", () => {
  /** A bribed officer records so many green passages of one minute; then an honest one of the same force sees another lorry. */
  const crowded = (looks: number, plateMatches: 0 | 1) => {
    const ledger = base.fork();
    const slip = send(ledger);
    ledger.pass(20);
    for (let i = 0; i < looks; i++)
      ledger.say("bribed", "passage.record", passage(province, { index: slip }, ledger.nowS));
    ledger.pass(2);
    const said = ledger.say(
      "police",
      "passage.record",
      passage(province, { index: slip }, ledger.nowS, { plateMatches }),
    );
    return { said: word(said), contested: contested(ledger, slip), ledger, slip };
  };

  it("cheat: 20 or 100 green looks of one key leave room for what contradicts them", () => {
    for (const looks of [20, 100])
      expect(crowded(looks, 0)).toMatchObject({ said: "kept: plate-differs", contested: "plate-differs" });
  });

  it("honest: a look that tells nothing new is not kept with the slip after the 16th of one key, and hurts nobody", () => {
    const { ledger, slip } = crowded(40, 1);
    expect(ledger.book.need("slipState", slip).observations).toHaveLength(17);
    ledger.pass(10);
    expect(word(got(ledger, slip, 35, 15_000))).toBe("ok");
    expect([yardKg(ledger), contested(ledger, slip)]).toEqual([15_000, null]);
  });
});
