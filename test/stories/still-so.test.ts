// Cảnh báo được nêu một lần và giữ mãi; điều nó nêu có thể đã được đính chính hoặc giải thích. (A signal is raised once and kept; what it tells of
// may have been set right since, and the book says so.)
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { MEASURE } from "../../src/format/codes.ts";
import { isStillSo } from "../../src/rules/readings/still-so.ts";
import { type Ledger, openProvince } from "../rules/ledger.ts";
import { passage, receipt, sandSlip } from "../rules/world.ts";

let base: Ledger;
let province: Province;
beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
});

/** The signals of a ledger that nothing has explained yet. */
function open(ledger: Ledger): string[] {
  const raised = ledger.leaves.flatMap(({ changes }) => changes.signals);
  return raised.filter((each) => isStillSo(ledger.book, each)).map(({ code }) => code);
}

function sent(): { ledger: Ledger; slip: number } {
  const ledger = base.fork();
  const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province, { massKg: 15_000, measure: MEASURE.scale }));
  return { ledger, slip };
}

describe("phiếu hết hạn (an expired slip)", () => {
  it("không còn là cảnh báo khi lần nhận đến muộn; còn là cảnh báo khi không ai nhận", () => {
    const { ledger, slip } = sent();
    const claimedS = ledger.nowS + 40 * 60;
    ledger.pass(600);
    ledger.must("operator", "clock.tick", {});
    expect(open(ledger)).toContain("slip-expired");
    // The keeper's telephone had no network: received at 40 minutes, sent after ten hours.
    ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 15_000), { claimedS });
    expect(open(ledger)).not.toContain("slip-expired");
  });
});

describe("số gõ nhầm (a number mistyped)", () => {
  it("không còn là cảnh báo khi chính người ghi đính chính", () => {
    const { ledger, slip } = sent();
    ledger.pass(40);
    const first = ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 1_500));
    expect(open(ledger)).toContain("measurements-differ");
    ledger.pass(30);
    const right = { ...receipt(slip, province.yard, 15_000), receipt: first, reason: "Gõ thiếu một số" };
    ledger.must("yardKeeper", "load.correct", right);
    expect(open(ledger)).not.toContain("measurements-differ");
  });
});

describe("hai phần, phần sau gửi trước (two parts, the later one sent first)", () => {
  it("thiếu lúc đầu không còn là cảnh báo khi phần đầu vào sổ", () => {
    const { ledger, slip } = sent();
    ledger.pass(90);
    const part = (n: number, final: 0 | 1, massKg: number, minutesAgo: number) =>
      ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, massKg, { part: n, final }), {
        claimedS: ledger.nowS - minutesAgo * 60,
      });
    part(2, 1, 7_000, 20);
    expect(open(ledger)).toContain("measurements-differ");
    part(1, 0, 8_000, 45);
    expect(open(ledger)).not.toContain("measurements-differ");
  });
});

describe("biển số khác (another plate)", () => {
  it("còn là cảnh báo đến khi thiết bị đã ghi đính chính", () => {
    const { ledger, slip } = sent();
    ledger.pass(15);
    const seenS = ledger.nowS;
    const body = passage(province, { index: slip }, seenS, { plateMatches: 0 });
    const said = ledger.say("police", "passage.record", body);
    if ("refused" in said) throw new Error(said.refused.code);
    expect(open(ledger)).toContain("plate-differs");
    ledger.pass(20);
    const { site: _, verdict: __, ...right } = { ...body, plateMatches: 1 as const };
    ledger.must("police", "passage.correct", { ...right, passage: said.index, reason: "Bấm nhầm nút biển số" });
    expect(open(ledger)).not.toContain("plate-differs");
  });
});
