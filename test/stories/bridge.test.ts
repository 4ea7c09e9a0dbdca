// Bốn năm của một gói thầu đường dẫn cầu: tạm ứng, ba lần thanh toán, điều chỉnh giá, thu hồi, tiền giữ lại và quyết toán, trong khi giám sát, liên
// danh, giấy phép, chủ đầu tư và kho bạc đều thay đổi. Every figure is worked out by hand beside it.
import { sha256 } from "@noble/hashes/sha2.js";
import { beforeAll, describe, expect, it } from "vitest";
import { registerProvince } from "../../src/demo/province.ts";
import { Scribe, StoryClock } from "../../src/demo/scribe.ts";
import { utf8 } from "../../src/format/bytes.ts";
import { MATERIAL } from "../../src/format/codes.ts";
import { signerFromSeed } from "../../src/format/ed25519.ts";
import { packageMoney } from "../../src/rules/payment/package-money.ts";
import { balanceOf, payableDong } from "../../src/rules/payment/recovery.ts";
import { Ledger, MORNING_MS, ORIGIN, submitTo } from "../rules/ledger.ts";
import { type Bridge, playBridge } from "./bridge.ts";
import { stockOf } from "./people.ts";

let ledger: Ledger;
let bridge: Bridge;
let province: Awaited<ReturnType<typeof registerProvince>>;

beforeAll(async () => {
  ledger = new Ledger(MORNING_MS);
  const clock = new StoryClock(MORNING_MS);
  const submit = submitTo(ledger);
  const scribe = new Scribe(ORIGIN, sha256(utf8("bridge")), clock, (entries) => {
    ledger.nowMs = clock.wallMs();
    return submit(entries);
  });
  const logSigner = await signerFromSeed(sha256(utf8("bridge log")));
  province = await registerProvince(scribe, logSigner.key);
  clock.pass(1);
  const head = async () => ({ size: ledger.size, root: ledger.root() });
  bridge = await playBridge({ scribe, province, head, read: async (reading) => reading(ledger.book) });
});

/** Accepted, cleared of the advance, kept back, paid out. */
const money = (n: number) => {
  const { figures } = bridge.results[n]!;
  return [figures.acceptedDong, figures.clearedDong, figures.retainedDong, payableDong(figures)];
};

describe("bốn năm của đường dẫn cầu Bến Thủy (four years of a bridge's approach)", () => {
  // The contract: 100 m³ × 265.000 đ + 10 t × 10.000.000 đ = 26.500.000 + 100.000.000 = 126.500.000 đ. Up to 20 % may be advanced: 25.300.000 đ.
  // Advances are cleared once 80 %, 101.200.000 đ, are accepted. 5 % are kept back.
  it("năm thứ nhất: tạm ứng 20.000.000 đ, rồi lần 1", () => {
    expect(money(0)).toEqual([20_000_000, 0, 0, 20_000_000]);
    // 20 m³ × 265.000 = 5.300.000; 2 t × 10.000.000 = 20.000.000. 20 m³ hold 20 × 1.683,6 = 33.672 kg; 2 × 17.000 = 34.000 kg came, one load
    // to the leading firm, one to the member. Cleared: 20.000.000 × 25.300.000 / 101.200.000 = 5.000.000. Kept back: 1.265.000.
    // Paid: 25.300.000 − 5.000.000 − 1.265.000 = 19.035.000.
    expect(money(1)).toEqual([25_300_000, 5_000_000, 1_265_000, 19_035_000]);
  });

  it("năm thứ hai: lần 2 dưới tư vấn giám sát mới, thành viên đã rút không nhận hàng nữa", () => {
    expect(bridge.tooLate[0]).toBe("no-standing");
    // 20 m³ and 3 t: 5.300.000 + 30.000.000 = 35.300.000; 60.600.000 in all.
    // Due: 20.000.000 × 60.600.000 / 101.200.000 = 11.976.284,58… → 11.976.285, less 5.000.000: 6.976.285. Kept back: 1.765.000.
    // Paid: 35.300.000 − 6.976.285 − 1.765.000 = 26.558.715.
    expect(money(2)).toEqual([35_300_000, 6_976_285, 1_765_000, 26_558_715]);
  });

  it("năm thứ ba: lần cuối có điều chỉnh giá và trừ thu hồi, do kho bạc sau sáp nhập quyết định", () => {
    expect(bridge.tooLate[1]).toBe("party-succeeded");
    // 20 m³ and 5 t: 5.300.000 + 50.000.000; dearer by 12.000 đ for the 20 m³ of the first claim: 240.000. In all 55.540.000.
    // The final claim clears the rest: 20.000.000 − 11.976.285 = 8.023.715. Kept back: 2.777.000. Set off: 1.000.000.
    // Paid: 55.540.000 − 8.023.715 − 2.777.000 − 1.000.000 = 43.739.285.
    expect(money(3)).toEqual([55_540_000, 8_023_715, 2_777_000, 43_739_285]);
    const { recovery } = bridge;
    expect(bridge.results[3]!.figures.setOffs).toEqual([{ recovery, takenDong: 1_000_000, returnedDong: 0 }]);
    expect(balanceOf(ledger.book, ledger.book.need("recovery", recovery))).toBe(0);
  });

  it("năm thứ tư: chi tiền giữ lại và quyết toán", () => {
    // 1.265.000 + 1.765.000 + 2.777.000 = 5.807.000.
    expect(money(4)).toEqual([5_807_000, 0, 0, 5_807_000]);
    const sums = {
      advancedDong: 20_000_000,
      clearedDong: 20_000_000,
      // 25.300.000 + 35.300.000 + 55.540.000.
      acceptedDong: 116_140_000,
      retainedDong: 5_807_000,
      releasedDong: 5_807_000,
    };
    expect(packageMoney(ledger.book, bridge.project)).toEqual(sums);
    expect(ledger.book.need("settlement", bridge.project)).toMatchObject({ outcome: 1, money: sums });
    // All that was paid out is what was accepted less the recovery: 116.140.000 − 1.000.000.
    const paid = bridge.results.reduce((dong, { figures }) => dong + payableDong(figures), 0);
    expect(paid).toBe(115_140_000);
  });

  it("khối lượng: ba năm khai thác dưới hai giấy phép, không kg nào bán hai lần", () => {
    const { book } = ledger;
    // 2026: 2 loads. 2027: 2 loads and 10.000 kg to stock. 2028: 34.000 kg, of which the 10.000 kg of stock are the old licence's.
    const years = { "2026": 34_000, "2027": 44_000, "2028": 24_000 };
    expect(book.need("ground", bridge.newSource)).toMatchObject({ drawnKg: 102_000, years });
    expect(book.need("ground", bridge.oldSource)).toMatchObject({ drawnKg: 78_000 });
    // Of the 112 t that are the new licence's own, 24 t are used: 102.000 − 78.000.
    expect(book.need("source", bridge.newSource)).toMatchObject({ usedBeforeKg: 78_000, totalKg: 112_000 });
    expect(ledger.kg(stockOf(bridge.mine, bridge.miner, MATERIAL.sand, bridge.oldSource))).toBe(0);
    // 6 × 17.000 came, 3 × 33.672 are paid: 102.000 − 101.016 = 984 kg are left in the package.
    expect(ledger.kg(`project/${bridge.project}/1/0/1`)).toBe(984);
    for (const { annex, figures } of bridge.results.slice(1, 4)) {
      expect(figures.lines[0]!.materials[0]).toMatchObject({ demandKg: 33_672, ledgerKg: 33_672, contradictedKg: 0 });
      expect(ledger.kg(`paid/${annex}`)).toBe(33_672);
    }
  });

  it("không mục cũ nào nói khác đi: dự án còn chủ đầu tư và kho bạc cũ, đơn vị kế thừa ký thay", () => {
    const project = ledger.book.need("project", bridge.project);
    expect([project.owner, project.treasury]).toEqual([province.owner, province.treasury]);
    expect(project.former).toMatchObject([{ supervisor: province.supervisor }]);
    expect(ledger.book.need("party", province.treasury).succeeded).toBeDefined();
    expect(ledger.book.need("site", bridge.mine).former).toMatchObject([{ name: "Mỏ cát Bến Thủy" }]);
    expect(ledger.refused.map(({ problem }) => problem.code)).toEqual(["no-standing", "party-succeeded"]);
  });
});
