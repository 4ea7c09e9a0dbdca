// Kết luận kiểm tra: an authority's finding is a predicate over origins. What it names by time is found also where no slip brought it,
// and what it touches can be listed: what to stop, and what to recover. Figures by hand.

import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { AMOUNT_UNIT, MATERIAL } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import type { AccountKey } from "../../src/rules/book/accounts.ts";
import { contradictionOf } from "../../src/rules/origins/trace.ts";
import { type Ledger, openProvince } from "../rules/ledger.ts";
import { receipt } from "../rules/world.ts";
import { grant, stockOf, until } from "./people.ts";

let base: Ledger;
let province: Province;

const DOCUMENT = "Kết luận số 4/KL-TTr ngày 10/11/2026";
const why = { document: DOCUMENT, reason: "Khai thác ngoài mốc giới được cấp" };
/** Unix seconds of an hour of Vietnam in November 2026. */
const at = (day: number, hour: number, minute = 0) => Date.UTC(2026, 10, day, hour - 7, minute) / 1000;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
});

/** Kilograms of an account that a finding of these terms contradicts; the finding is lifted again and leaves nothing. */
function touched(ledger: Ledger, account: AccountKey, terms: Partial<Body<"finding.record">>): number {
  const kg = () =>
    ledger.book
      .lots(account)
      .filter((lot) => contradictionOf(ledger.book, lot))
      .reduce((sum, lot) => sum + lot.left, 0);
  const finding = ledger.must("authority", "finding.record", { ...terms, ...why });
  const found = kg();
  ledger.agree("authority", "deputy", "finding.lift", { finding, ...why });
  expect(kg()).toBe(0);
  return found;
}

describe("kết luận theo thời gian, với hàng không do phiếu chở đến (a timed finding where no slip is)", () => {
  it("sản lượng ghi sổ: theo ngày khai thác, không theo giờ ghi", () => {
    const ledger = base.fork();
    const { sandSource: source, sandMine: site, sandMiner } = province;
    until(ledger, 20261112, 9);
    ledger.must("sandMiner", "extract.record", {
      source,
      site,
      material: 1,
      day: 20261110,
      massKg: 30_000,
      measure: 4,
    });
    const pile = stockOf(site, sandMiner, 1, source);
    expect(touched(ledger, pile, { source, fromS: at(10, 10), untilS: at(10, 11) })).toBe(30_000);
    expect(touched(ledger, pile, { site, fromS: at(10, 10), untilS: at(10, 11) })).toBe(30_000);
    expect(touched(ledger, pile, { source, fromS: at(12, 8), untilS: at(12, 10) })).toBe(0);
    expect(touched(ledger, pile, { site: province.yard, fromS: at(10, 10), untilS: at(10, 11) })).toBe(0);
  });

  it("giấy tờ được xác nhận: theo những ngày ghi trên giấy", () => {
    const ledger = base.fork();
    const { sandSource: source, dyke } = province;
    until(ledger, 20261116, 9);
    const days = { from: 20261111, until: 20261113, document: "Hóa đơn 1C26TAA-128" };
    const lodged = { project: dyke, package: 2, source, material: MATERIAL.sand, massKg: 40_000, ...days };
    const paper = ledger.must("builderB", "paper.lodge", lodged);
    ledger.agree("authority", "deputy", "paper.attest", { paper, massKg: 35_000, document: "Văn bản số 45" });
    const heap: AccountKey = `project/${dyke}/2/0/1`;
    expect(touched(ledger, heap, { source, fromS: at(12, 0), untilS: at(12, 1) })).toBe(35_000);
    // The last second of its last day, and the first of the next.
    expect(touched(ledger, heap, { source, fromS: at(14, 0) - 1, untilS: at(14, 0) - 1 })).toBe(35_000);
    expect(touched(ledger, heap, { source, fromS: at(14, 0), untilS: at(16, 12) })).toBe(0);
    expect(touched(ledger, heap, { source: province.stoneSource, fromS: at(12, 0), untilS: at(12, 1) })).toBe(0);
  });

  it("tồn đầu kỳ: theo giờ kê khai có hiệu lực", () => {
    const ledger = base.fork();
    const { yard, yardKeeper } = province;
    const reserve = { unit: AMOUNT_UNIT.tonnes, amount: 60 };
    const source = grant(ledger, {
      instrument: 8,
      number: "02/TK",
      holder: yardKeeper,
      sites: [yard],
      materials: [1],
      reserve,
    });
    const stock = { source, material: MATERIAL.sand, massKg: 20_000, at: yard, document: "Biên bản kiểm kê" };
    const proposal = ledger.must("yardKeeper", "opening.declare", stock);
    until(ledger, 20261110, 15);
    ledger.must("authority", "approve", { proposal });
    const heap = stockOf(yard, yardKeeper);
    expect(touched(ledger, heap, { site: yard, fromS: at(10, 14, 30), untilS: at(10, 15, 30) })).toBe(20_000);
    expect(touched(ledger, heap, { source, fromS: at(10, 8), untilS: at(10, 14) })).toBe(0);
  });

  it("đá nghiền trong giờ bị kết luận thì có mâu thuẫn, đá chưa nghiền đến từ trước thì không", () => {
    const ledger = base.fork();
    const { crusher, stoneMiner, stoneSource: source, routes, trucks } = province;
    const load = { route: routes["stoneMine→crusher"]!, vehicle: trucks[0]!, source, material: MATERIAL.blastedRock };
    const slip = ledger.must("stoneMiner", "slip.issue", { ...load, massKg: 18_000, measure: 3 });
    ledger.pass(12);
    ledger.must("stoneMiner", "load.receive", receipt(slip, crusher, 18_000));
    until(ledger, 20261110, 12);
    const outputs = [{ material: MATERIAL.stone1x2, massKg: 9500 }];
    ledger.must("stoneMiner", "batch.process", { site: crusher, inputs: [{ material: 3, massKg: 10_000 }], outputs });
    const terms = { site: crusher, fromS: at(10, 11, 30), untilS: at(10, 12, 30) };
    expect(touched(ledger, stockOf(crusher, stoneMiner, 6), terms)).toBe(9500);
    expect(touched(ledger, stockOf(crusher, stoneMiner, 3), terms)).toBe(0);
    // By the hour of its slip the rock is touched, and with it what was made of it.
    const morning = { site: crusher, fromS: at(10, 8), untilS: at(10, 9) };
    expect(touched(ledger, stockOf(crusher, stoneMiner, 6), morning)).toBe(9500);
    expect(touched(ledger, stockOf(crusher, stoneMiner, 3), morning)).toBe(8000);
  });
});
