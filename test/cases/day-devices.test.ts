// Trạm chưa báo cáo khi kiểm soát thanh toán: the officer is told which checkpoints may still contradict what a dossier rests on.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { claimAsItStands, rulesOfClaim } from "../../src/rules/payment/claim.ts";
import { notReported } from "../../src/rules/readings/not-reported.ts";
import { type Ledger, openProvince } from "../rules/ledger.ts";
import { completeAnnex, passage, sandSlip, sandToDyke, workLine } from "../rules/world.ts";
import { until } from "../stories/people.ts";

let base: Ledger;
let province: Province;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  until(base, 20261110, 9);
});

/** A load of 16,836 kg for ten m³ of fill, that left the mine at 09:00 and came to the dyke at 09:46, and its complete dossier. */
function claimed() {
  const ledger = base.fork();
  const leftS = ledger.nowS;
  const [slip] = sandToDyke(ledger, province, [16_836]);
  const arrivedS = ledger.nowS;
  const annex = completeAnnex(ledger, province, [workLine(10_000, 265_000, province.embankment)]);
  return { ledger, slip: slip!, annex, leftS, arrivedS };
}

function silentOf(ledger: Ledger, annex: number) {
  const rules = rulesOfClaim(ledger.book, ledger.book.need("claim", annex));
  const result = claimAsItStands(ledger.book, annex, rules)!;
  const lots = result.lines.flatMap(({ draws }) => draws.flatMap(({ clean }) => clean.map(({ lot }) => lot)));
  return notReported(ledger.book, lots, ledger.nowS);
}

/** The checkpoint sees another lorry, which it can only bring when it has network. */
function seeAnother(ledger: Ledger): void {
  const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province, { vehicle: province.trucks[5]! }));
  ledger.pass(5);
  ledger.must("police", "passage.record", passage(province, { index: slip }, ledger.nowS));
}

describe("F12: chi tiền khi thiết bị của trạm chưa có mạng lại (payment before the officers' devices are back)", () => {
  it("F12: the checkpoint on the way has recorded nothing since the load came: the officer is told which", () => {
    const { ledger, annex, arrivedS } = claimed();
    expect(silentOf(ledger, annex)).toEqual([{ place: province.checkpoint, loads: 1, sinceS: arrivedS }]);
    ledger.pass(26 * 60);
    expect(silentOf(ledger, annex)).toHaveLength(1);
  });

  it("what it recorded before the load came says nothing of its device since", () => {
    const ledger = base.fork();
    seeAnother(ledger);
    ledger.pass(120);
    sandToDyke(ledger, province, [16_836]);
    const annex = completeAnnex(ledger, province, [workLine(10_000, 265_000, province.embankment)]);
    expect(silentOf(ledger, annex)).toHaveLength(1);
  });

  it("honest: the checkpoint has reported a lorry that it saw an hour later, so what it had to say of this load is here", () => {
    const { ledger, annex } = claimed();
    ledger.pass(60);
    seeAnother(ledger);
    expect(silentOf(ledger, annex)).toEqual([]);
  });

  it("honest: three days later an observation would wait for a ruling, and nobody is kept waiting", () => {
    const { ledger, annex } = claimed();
    ledger.pass(72 * 60 + 1);
    expect(silentOf(ledger, annex)).toEqual([]);
  });
});
