// The origin of kilograms as a tree from the project back to the sources.

import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { MATERIAL, MEASURE } from "../../src/format/codes.ts";
import { type AccountKey, accountKey } from "../../src/rules/book/accounts.ts";
import type { Taking } from "../../src/rules/book/book.ts";
import { type OriginStep, originOf, sourcesOf } from "../../src/rules/origins/origin.ts";
import { type Ledger, openProvince } from "./ledger.ts";
import { completeAnnex, decide, receipt, sandSlip, sandToDyke, workLine } from "./world.ts";

let base: Ledger;
let province: Province;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
});

/** Everything in an account, as a claim would take it. */
function all(ledger: Ledger, name: AccountKey): Taking[] {
  return ledger.book.lots(name).map((lot) => ({ lot, kg: lot.left }));
}

/** The words of a way, from the project back. */
function way(step: OriginStep): string[] {
  return [step.what, ...(step.from[0] ? way(step.from[0]) : [])];
}

/** Every step's kilograms are those of the steps it rests on. */
function balanced(step: OriginStep): boolean {
  const below = step.from.reduce((kg, each) => kg + each.kg, 0);
  return (step.from.length === 0 || below === step.kg) && step.from.every(balanced);
}

const dykeSand = () =>
  accountKey({ kind: "project", project: province.dyke, packageNumber: 2, product: 0, material: 1 });

describe("the origin of kilograms", () => {
  it("goes from the project by receipt and slip to the source, one step for each", () => {
    const ledger = base.fork();
    const slips = sandToDyke(ledger, province, [12_000, 9000]);
    const tree = originOf(ledger.book, all(ledger, dykeSand()));
    expect(tree.map(way)).toEqual(Array(2).fill(["receipt", "slip", "source"]));
    expect(tree.map((step) => [step.kg, step.from[0]!.leaf])).toEqual([
      [12_000, slips[0]],
      [9000, slips[1]],
    ]);
    expect(sourcesOf(tree)).toEqual(new Map([[province.sandSource, 21_000]]));
  });

  it("goes through a yard, and two yard receipts under one onward slip are two ways of one step", () => {
    const ledger = base.fork();
    for (const vehicle of province.trucks.slice(0, 2)) {
      const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province, { vehicle }));
      ledger.pass(40);
      ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 9900));
    }
    const onward = ledger.must("yardKeeper", "slip.issue", {
      route: province.routes["yard→dyke"]!,
      vehicle: province.trucks[2]!,
      material: 1,
      massKg: 15_000,
      measure: 1,
      package: 2,
    });
    ledger.pass(40);
    ledger.must("builderB", "load.receive", receipt(onward, province.dyke, 15_000, { package: 2 }));
    const tree = originOf(ledger.book, all(ledger, dykeSand()));
    expect(tree).toHaveLength(1);
    expect(way(tree[0]!)).toEqual(["receipt", "slip", "receipt", "slip", "source"]);
    expect(tree[0]!.from[0]!.from.map((step) => step.kg)).toEqual([9900, 5100]);
    expect(tree.every(balanced)).toBe(true);
  });

  it("forgets a slip that was voided: the kilograms come from where they stood before it", () => {
    const ledger = base.fork();
    const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province));
    ledger.pass(40);
    ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 10_000));
    const onward = {
      route: province.routes["yard→dyke"]!,
      vehicle: province.trucks[3]!,
      material: MATERIAL.sand,
      massKg: 10_000,
      measure: MEASURE.scale,
      package: 2,
    };
    const voided = ledger.must("yardKeeper", "slip.issue", onward);
    ledger.must("yardKeeper", "slip.void", { slip: voided, reason: "Xe hỏng trước khi rời bãi" });
    ledger.pass(72 * 60);
    ledger.must("operator", "clock.tick", {});
    const sent = ledger.must("yardKeeper", "slip.issue", onward);
    ledger.pass(40);
    ledger.must("builderB", "load.receive", receipt(sent, province.dyke, 10_000, { package: 2 }));
    const tree = originOf(ledger.book, all(ledger, dykeSand()));
    expect(tree.map(way)).toEqual([["receipt", "slip", "receipt", "slip", "source"]]);
    expect([tree[0]!.from[0]!.leaf, tree[0]!.from[0]!.from[0]!.from[0]!.leaf]).toEqual([sent, slip]);
  });

  it("keeps a late load one step, though its kilograms went astray on the way", () => {
    const ledger = base.fork();
    const body = sandSlip(province, { route: province.routes["sandMine→dyke"]!, package: 2 });
    const slip = ledger.must("sandMiner", "slip.issue", body);
    ledger.pass(600);
    ledger.must("operator", "clock.tick", {});
    ledger.must("builderB", "load.receive", receipt(slip, province.dyke, 10_000, { package: 2 }));
    expect(originOf(ledger.book, all(ledger, dykeSand())).map(way)).toEqual([["receipt", "slip", "source"]]);
  });

  it("is the same before and after a result has paid the kilograms", () => {
    const ledger = base.fork();
    sandToDyke(ledger, province, [17_000, 17_000]);
    const before = originOf(ledger.book, all(ledger, dykeSand()));
    const annex = completeAnnex(ledger, province, [workLine(20_000, 265_000, province.embankment, { unit: "m³" })]);
    expect(decide(ledger, annex).decision).toMatchObject({ verdict: null });
    const after = originOf(ledger.book, all(ledger, accountKey({ kind: "paid", annex })));
    expect(after.map((step) => [step.what, step.leaf])).toEqual(before.map((step) => [step.what, step.leaf]));
    expect(sourcesOf(after).get(province.sandSource)).toBe(33_672);
  });

  it("says which of its slips are contradicted", () => {
    const ledger = base.fork();
    const [slip] = sandToDyke(ledger, province, [17_000, 16_000]);
    ledger.say("builderB", "load.receive", receipt(slip!, province.dyke, 17_000, { package: 2, part: 2 }));
    const tree = originOf(ledger.book, all(ledger, dykeSand()));
    const contested = tree.map(({ from: [step] }) => step?.what === "slip" && step.state.contested !== null);
    expect(contested).toEqual([true, false]);
  });
});
