// Chợ đen nghi vấn (a grey market of contests): a stolen key contests every slip of the province, and whoever pays has his lifted. What it said is
// found by the key and the hours, and two officers set all of it aside in one act; what others observed still counts.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { type Ledger, openProvince, type Said } from "../rules/ledger.ts";
import { passage, receipt, sandSlip } from "../rules/world.ts";
import { stockOf, until } from "../stories/people.ts";

let base: Ledger;
let province: Province;
/** Twelve honest loads of 15 t that are at the yard. */
let slips: number[];

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  until(base, 20261110, 9);
  slips = province.trucks.slice(0, 12).map((vehicle) => {
    base.pass(2);
    return base.must("sandMiner", "slip.issue", sandSlip(province, { vehicle, massKg: 15_000, measure: 1 }));
  });
  base.pass(40);
  for (const slip of slips) base.must("yardKeeper", "load.receive", receipt(slip, province.yard, 15_000));
});

const indexOf = (said: Said): number => {
  if ("refused" in said) throw new Error(JSON.stringify(said.refused));
  return said.index;
};
const contested = (ledger: Ledger) =>
  slips.filter((slip) => ledger.book.need("slipState", slip).contested !== null).length;
const verifiedKg = (ledger: Ledger) =>
  ledger.kg(stockOf(province.yard, province.yardKeeper)) - 15_000 * contested(ledger);

/** The thief of the plant's telephone receives each of the loads at the plant, with so many kilograms. */
const stolen = (ledger: Ledger, massKg: number) =>
  slips.map((slip) => indexOf(ledger.say("plantKeeper", "load.receive", receipt(slip, province.plant, massKg))));

/** The entries of the list of contradictions that the leaves from one on made: "slip observation". */
const listed = (ledger: Ledger, from: number) =>
  ledger.leaves
    .slice(from)
    .flatMap(({ changes }) => changes.listings)
    .flatMap(({ list, key }) => (list === "contests" ? [key] : []));

describe("F52: one stolen key contests every slip of the province", () => {
  it("cheat: 12 loads, 180 t, are in question by 12 receipts of 15 t elsewhere; one act of two officers brings them back", () => {
    const ledger = base.fork();
    const from = ledger.size;
    const false12 = stolen(ledger, 15_000);
    expect([contested(ledger), verifiedKg(ledger)]).toEqual([12, 0]);
    const pairs = listed(ledger, from);
    expect(new Set(pairs)).toEqual(new Set(slips.map((slip, i) => `${slip} ${false12[i]}`)));
    const observations = pairs.map((pair) => {
      const [slip = 0, observation = 0] = pair.split(" ").map(Number);
      return { slip, observation };
    });
    ledger.agree("authority", "deputy", "contest.lift", {
      observations,
      document: "Biên bản làm việc số 9",
      reason: "Điện thoại của trạm trộn bị lấy cắp",
    });
    expect([contested(ledger), verifiedKg(ledger)]).toEqual([0, 180_000]);
  });

  it("cheat: whoever hides behind the lifting does not profit: what an officer saw of one of the loads still contradicts it", () => {
    const ledger = base.fork();
    const false12 = stolen(ledger, 15_000);
    // 30 minutes of way, half of a cycle for another trip: seen outbound again half an hour after the yard had it.
    ledger.pass(30);
    ledger.say("police", "passage.record", passage(province, { index: slips[0]! }, ledger.nowS));
    ledger.agree("authority", "deputy", "contest.lift", {
      observations: slips.map((slip, i) => ({ slip, observation: false12[i]! })),
      document: "Biên bản làm việc số 9",
      reason: "Điện thoại của trạm trộn bị lấy cắp",
    });
    expect([contested(ledger), verifiedKg(ledger)]).toEqual([1, 165_000]);
    expect(ledger.book.need("slipState", slips[0]!).contested?.why).toBe("seen-after-receipt");
  });

  it("cheat: by receipts of 1 kg, which no load of 15 t can be, it contests nothing; each is a signal against the key's party", () => {
    const ledger = base.fork();
    const from = ledger.size;
    stolen(ledger, 1);
    expect([contested(ledger), verifiedKg(ledger), listed(ledger, from)]).toEqual([0, 180_000, []]);
    const signals = ledger.leaves.slice(from).flatMap(({ changes }) => changes.signals);
    expect(signals.filter(({ code }) => code === "implausible-observation")).toHaveLength(12);
  });

  it("honest: a keeper who typed the slip of another load, and corrects it at once, needs nobody's lifting", () => {
    const ledger = base.fork();
    const slip = ledger.must(
      "sandMiner",
      "slip.issue",
      sandSlip(province, { vehicle: province.trucks[12 % province.trucks.length]!, massKg: 15_000, measure: 1 }),
    );
    ledger.pass(35);
    ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 15_000));
    expect(ledger.book.need("slipState", slip).contested).toBeNull();
  });
});
