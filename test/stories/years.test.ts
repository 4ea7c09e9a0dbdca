// Năm dương lịch: what a year's capacity counts when rock is dug in one year and sold in the next, when a licence is cut below what is
// used, and in the last minute of December. Figures by hand.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import type { Body } from "../../src/format/kinds.ts";
import { type Ledger, openProvince, word } from "../rules/ledger.ts";
import { completeAnnex, figuresOf, receipt, sandSlip, sandToDyke, workLine } from "../rules/world.ts";
import { drawn, numbers, standing, stockOf, until } from "./people.ts";

let base: Ledger;
let province: Province;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
});

/** Rock from the quarry to the crusher; each truck once. */
function rock(truck: number, massKg: number): Body<"slip.issue"> {
  const route = province.routes["stoneMine→crusher"]!;
  const vehicle = province.trucks[truck]!;
  return { route, vehicle, source: province.stoneSource, material: 3, massKg, measure: 3 };
}

function production(day: number, massKg: number): Body<"extract.record"> {
  return { source: province.stoneSource, site: province.stoneMine, material: 3, day, massKg, measure: 4 };
}

describe("đá khai thác tháng 12, bán tháng 01 (December rock sold in January)", () => {
  it("tính vào công suất năm khai thác, không tính vào năm bán", () => {
    const ledger = base.fork();
    const { stoneSource, stoneMine, stoneMiner } = province;
    until(ledger, 20261231, 17);
    ledger.must("stoneMiner", "extract.record", production(20261231, 25_000));
    // The book of the last day is completed on 2 January: still that day's rock.
    until(ledger, 20270102, 8);
    ledger.must("stoneMiner", "extract.record", production(20261231, 15_000));
    const stock = stockOf(stoneMine, stoneMiner, 3, stoneSource);
    expect(ledger.kg(stock)).toBe(40_000);
    expect(drawn(ledger, stoneSource, 2026)).toEqual({ yearKg: 40_000, allKg: 40_000 });

    // 15 + 15 t come from the December pile; the third load takes its last 10 t and 5 t out of January's ground.
    until(ledger, 20270105, 8);
    for (const truck of [0, 1, 2]) ledger.must("stoneMiner", "slip.issue", rock(truck, 15_000));
    expect(ledger.kg(stock)).toBe(0);
    expect(drawn(ledger, stoneSource, 2026).yearKg).toBe(40_000);
    expect(drawn(ledger, stoneSource, 2027)).toEqual({ yearKg: 5000, allKg: 45_000 });
    expect(standing(ledger, stoneSource)).toBe(45_000);
  });
});

describe("giấy phép bị điều chỉnh xuống dưới mức đã dùng (a licence amended below what is used)", () => {
  it("chặn phiếu sau, không sửa phiếu trước; hủy phiếu trả lại phần đã dùng", () => {
    const ledger = base.fork();
    const { sandSource, dyke, trucks } = province;
    // Two loads are in the dyke, a third is on the road: 3 × 15 = 45 t used of 60,000 t.
    sandToDyke(ledger, province, [15_000, 15_000]);
    const third = ledger.must("sandMiner", "slip.issue", sandSlip(province, { vehicle: trucks[5]!, massKg: 15_000 }));
    const annex = completeAnnex(ledger, province, [workLine(10_000, 265_000, province.embankment)]);
    const before = figuresOf(ledger, annex).figures;
    const document = "Giấy phép điều chỉnh số 12/GP-UBND";
    ledger.agree("authority", "deputy", "source.amend", {
      source: sandSource,
      document,
      capacityYear: { unit: 2, amount: 40 },
    });

    const next = (massKg: number) =>
      ledger.say("sandMiner", "slip.issue", sandSlip(province, { vehicle: trucks[6]!, massKg }));
    expect(numbers(next(1))).toEqual({ source: "412/GP-UBND", year: 2026, left_kg: 0, need_kg: 1 });
    const granted = ledger.say("sandMiner", "book.grant", {
      source: sandSource,
      site: province.sandMine,
      material: 1,
      kid: Uint8Array.from(Buffer.from(ledger.kids.get("sandMiner")!, "hex")),
      serials: 1,
      massKg: 1,
      untilS: ledger.nowS + 3600,
    });
    expect(word(granted)).toBe("refused: capacity-exceeded");
    // What was lawful when it was sent stays lawful: the same figures, and the third load still arrives.
    expect(figuresOf(ledger, annex).figures).toEqual(before);
    expect(ledger.kg(`project/${dyke}/2/0/1`)).toBe(30_000);
    expect(drawn(ledger, sandSource, 2026).yearKg).toBe(45_000);

    // Voided, it leaves 45 − 15 = 30 t used, so 40 − 30 = 10 t may still go, and not one kilogram more.
    ledger.must("sandMiner", "slip.void", { slip: third, reason: "Xe hỏng trước khi rời mỏ" });
    expect(numbers(next(1))).toMatchObject({ left_kg: 0 });
    ledger.pass(72 * 60);
    ledger.must("operator", "clock.tick", {});
    expect(numbers(next(10_001))).toEqual({ source: "412/GP-UBND", year: 2026, left_kg: 10_000, need_kg: 10_001 });
    expect(word(next(10_000))).toBe("ok");
  });

  it("phiếu đang trên đường vẫn được nhận", () => {
    const ledger = base.fork();
    const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province, { massKg: 15_000 }));
    const document = "Giấy phép điều chỉnh số 12/GP-UBND";
    const terms = { source: province.sandSource, document, until: 20261109 };
    ledger.agree("authority", "deputy", "source.amend", { ...terms, capacityYear: { unit: 2, amount: 1 } });
    ledger.pass(40);
    ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 15_000));
    expect(ledger.kg(stockOf(province.yard, province.yardKeeper))).toBe(15_000);
    const said = ledger.say("sandMiner", "slip.issue", sandSlip(province, { vehicle: province.trucks[1]! }));
    expect(word(said)).toBe("refused: source-expired");
  });
});

describe("23 giờ 59 ngày 31 tháng 12 (a year's end at 23:59)", () => {
  it("phiếu ký lúc 23:59:59 tính vào năm cũ, phiếu ký lúc 00:00:00 tính vào năm mới, hủy phiếu trả về năm đã lấy", () => {
    const ledger = base.fork();
    const { stoneSource } = province;
    const document = "Giấy phép điều chỉnh số 30/GP-UBND";
    ledger.agree("authority", "deputy", "source.amend", {
      source: stoneSource,
      document,
      capacityYear: { unit: 2, amount: 30 },
    });
    until(ledger, 20261231, 23, 59, 0);
    const first = ledger.must("stoneMiner", "slip.issue", rock(0, 18_000));
    ledger.nowMs += 30_000;
    // 30 − 18 = 12 t are left of 2026.
    const tooMuch = ledger.say("stoneMiner", "slip.issue", rock(1, 13_000));
    expect(numbers(tooMuch)).toEqual({ source: "87/GP-UBND", year: 2026, left_kg: 12_000, need_kg: 13_000 });
    // Signed in the last second, received half a minute into the new year.
    const last = ledger.write("stoneMiner", "slip.issue", rock(1, 12_000), { claimedS: ledger.nowS + 29 });
    ledger.nowMs += 60_000;
    expect(word(ledger.bring(last))).toBe("ok");
    expect(drawn(ledger, stoneSource, 2026).yearKg).toBe(30_000);
    expect(drawn(ledger, stoneSource, 2027).yearKg).toBe(0);
    // One second later it is another year, with 30 t of its own.
    const midnight = ledger.nowS - 30;
    const fresh = ledger.must("stoneMiner", "slip.issue", rock(2, 18_000), { claimedS: midnight });
    expect(ledger.book.need("slip", fresh).eventS).toBe(Date.UTC(2026, 11, 31, 17, 0, 0) / 1000);
    expect(drawn(ledger, stoneSource, 2027).yearKg).toBe(18_000);
    ledger.must("stoneMiner", "slip.void", { slip: first, reason: "Xe hỏng trước khi rời mỏ" });
    ledger.pass(72 * 60);
    ledger.must("operator", "clock.tick", {});
    expect(drawn(ledger, stoneSource, 2026).yearKg).toBe(12_000);
    expect(drawn(ledger, stoneSource, 2027)).toEqual({ yearKg: 18_000, allKg: 30_000 });
  });

  it("quyển phiếu dự phòng không sang năm mới", () => {
    const ledger = base.fork();
    until(ledger, 20261231, 8);
    const grant = (untilS: number) =>
      ledger.say("stoneMiner", "book.grant", {
        source: province.stoneSource,
        site: province.stoneMine,
        material: 3,
        kid: Uint8Array.from(Buffer.from(ledger.kids.get("stoneMiner")!, "hex")),
        serials: 5,
        massKg: 50_000,
        untilS,
      });
    const newYearS = Date.UTC(2026, 11, 31, 17, 0, 0) / 1000;
    expect(word(grant(newYearS))).toBe("refused: bad-terms");
    expect(word(grant(newYearS - 1))).toBe("ok");
  });
});
