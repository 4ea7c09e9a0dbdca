// Mâu thuẫn trong hồ sơ chứng cứ: whatever the book names as the contradiction of a load, the reader of a court bundle must accept as one, else an
// honest result cannot be proven. Played with every scene of a contradiction: the bundle is all leaves of the ledger, the way that of the slip.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { unhex } from "../../src/format/bytes.ts";
import { MATERIAL, MEASURE } from "../../src/format/codes.ts";
import { checkContested } from "../../src/rules/readings/contested.ts";
import { type Ledger, openProvince, word } from "../rules/ledger.ts";
import { provenOf } from "../rules/proven.ts";
import { receipt, sandSlip } from "../rules/world.ts";
import { giveMachine } from "./people.ts";
import { CONTRADICTION_SCENES } from "./signals/contradictions.ts";
import { ROAD_SCENES } from "./signals/road.ts";
import { kept } from "./signals/scene.ts";
import { WEIGHT_SCENES } from "./signals/weights.ts";

/** Why a reader refuses an entry as the contradiction of a slip's load, received or not; undefined where it accepts it. */
function refusal(ledger: Ledger, slip: number, contested: number, receiptOf: readonly number[] = []) {
  const way = [...receiptOf, slip];
  return checkContested(provenOf(ledger), { line: 0, material: MATERIAL.sand, kg: 1, way, contested });
}

/** The slips that are contested, with the code of each and the refusal of its reader. */
function contestedIn(ledger: Ledger, receiptOf: readonly number[] = []) {
  return ledger.leaves.flatMap(({ index, entry }) => {
    const contested = entry.kind === "slip.issue" ? ledger.book.need("slipState", index).contested : null;
    return contested ? [{ why: contested.why, refusal: refusal(ledger, index, contested.index, receiptOf) }] : [];
  });
}

describe.each([CONTRADICTION_SCENES, ROAD_SCENES, WEIGHT_SCENES])("scenes %#", ({ open, scenes }) => {
  it("each contradiction that the book names is accepted by the reader of a bundle", async () => {
    const { ledger, province } = await open();
    const all = [];
    for (const { cheat } of Object.values(scenes)) {
      const at = { ledger: ledger.fork(), province };
      await cheat(at);
      all.push(...contestedIn(at.ledger));
    }
    expect(all.filter((each) => each.refusal !== undefined)).toEqual([]);
    if (scenes === CONTRADICTION_SCENES.scenes) expect(new Set(all.map((each) => each.why)).size).toBeGreaterThan(13);
  });
});

describe("another slip of the lorry, a scale that no slip names, a lorry that took the load over", () => {
  let base: Ledger;
  let province: Province;
  let mineScale: number;
  let yardScale: number;

  beforeAll(async () => {
    ({ ledger: base, province } = await openProvince());
    const scale = async (who: string, party: number, place: number) => {
      const kid = unhex(await giveMachine(base, who, party));
      const document = "Giấy chứng nhận kiểm định số 118";
      const body = { place, number: `CAN-${place}`, document, from: 20260212, until: 20271130, kid };
      return base.must("authority", "scale.register", body);
    };
    mineScale = await scale("mineScale", province.sandMiner, province.sandMine);
    yardScale = await scale("yardScale", province.yardKeeper, province.yard);
  });

  const load = { massKg: 15_000, measure: MEASURE.scale, readings: [26_300, 11_300] };
  const issue = (ledger: Ledger, other = {}) =>
    ledger.must("sandMiner", "slip.issue", sandSlip(province, { ...load, ...other }));
  const weigh = (ledger: Ledger, who: "mineScale" | "yardScale", grossKg: number, vehicle = province.trucks[0]!) => {
    const scale = who === "mineScale" ? mineScale : yardScale;
    return kept(ledger.say(who, "weighing.record", { scale, vehicle, grossKg, tareKg: 11_300 }));
  };

  it("the mine's scale weighed 9 t five minutes before a slip of 15 t: accepted", () => {
    const ledger = base.fork();
    const weighing = weigh(ledger, "mineScale", 20_300);
    ledger.pass(5);
    const slip = issue(ledger);
    expect(ledger.book.need("slipState", slip).contested).toMatchObject({ index: weighing, why: "weight-differs" });
    expect(refusal(ledger, slip, weighing)).toBeUndefined();
  });

  it("forger: the scale's reading of another lorry, of another place, or of another day is none", () => {
    const ledger = base.fork();
    const another = weigh(ledger, "mineScale", 20_300, province.trucks[1]!);
    const days = weigh(ledger, "mineScale", 20_300);
    ledger.pass(2 * 24 * 60);
    const slip = issue(ledger);
    const elsewhere = kept(
      ledger.say("yardScale", "weighing.record", {
        scale: yardScale,
        vehicle: province.trucks[0]!,
        grossKg: 20_300,
        tareKg: 11_300,
      }),
    );
    for (const contested of [another, days])
      expect(refusal(ledger, slip, contested)).toMatchObject({ flaw: "contested", index: contested });
    // The slip goes to the yard, so the yard's own scale may speak of it; of a load to the dyke it does not.
    expect(refusal(ledger, slip, elsewhere)).toBeUndefined();
    const other = base.fork();
    const route = province.routes["sandMine→dyke"]!;
    const toDyke = issue(other, { route, package: 2 });
    expect(refusal(other, toDyke, weigh(other, "yardScale", 20_300))).toMatchObject({ flaw: "contested" });
  });

  it("forger: a slip of another lorry, or of the same one two days before, is none", () => {
    const ledger = base.fork();
    const before = issue(ledger);
    ledger.pass(30);
    ledger.must("yardKeeper", "load.receive", receipt(before, province.yard, 15_000));
    ledger.pass(2 * 24 * 60);
    const another = issue(ledger, { vehicle: province.trucks[1]! });
    const slip = issue(ledger);
    for (const contested of [before, another])
      expect(refusal(ledger, slip, contested)).toMatchObject({ flaw: "contested", index: contested });
  });

  it("a lorry was stopped without a slip, and then given one on the road: accepted with its amendment, and not without", () => {
    const ledger = base.fork();
    const slip = issue(ledger);
    const vehicle = province.trucks[1]!;
    const stoppedS = ledger.nowS;
    ledger.pass(20);
    const reason = "Xe hỏng lốp giữa đường, xe khác chở tiếp";
    const proposal = ledger.must("sandMiner", "slip.amend", { slip, vehicle, reason });
    ledger.must("yardKeeper", "approve", { proposal });
    const stop = kept(ledger.say("police", "stop.record", { site: province.checkpoint, vehicle, stoppedS }));
    expect(ledger.book.need("slipState", slip).contested).toMatchObject({ index: stop, why: "signed-while-stopped" });
    expect(refusal(ledger, slip, stop)).toBeUndefined();
    const unapproved = base.fork();
    const alone = issue(unapproved);
    unapproved.must("sandMiner", "slip.amend", { slip: alone, vehicle, reason });
    const site = province.checkpoint;
    const held = unapproved.say("police", "stop.record", { site, vehicle, stoppedS: unapproved.nowS });
    expect(word(held)).toBe("ok");
    expect(refusal(unapproved, alone, kept(held))).toMatchObject({ flaw: "contested" });
  });
});
