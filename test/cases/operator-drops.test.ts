// Người vận hành bỏ một mục hoặc xếp lại thứ tự (an operator who drops an entry, or puts another before it).
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import type { Entry } from "../../src/format/entry.ts";
import { type Ledger, openProvince } from "../rules/ledger.ts";
import { passage, sandSlip } from "../rules/world.ts";

let base: Ledger;
let province: Province;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
});

const DAY = 24 * 60;
const signals = (ledger: Ledger) => ledger.leaves.flatMap((leaf) => leaf.changes.signals);
const missing = (ledger: Ledger) => signals(ledger).filter(({ code }) => code === "numbers-missing");

/** The post sees one lorry after the other; each passage is signed on the telephone in this order. */
function seenAtPost(ledger: Ledger, loads: number): Entry[] {
  return Array.from({ length: loads }, (_, i) => {
    const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province, { vehicle: province.trucks[i]! }));
    ledger.pass(20);
    return ledger.write("police", "passage.record", passage(province, { index: slip }, ledger.nowS));
  });
}

/** The log goes on for four days, a tick a day. */
function fourDays(ledger: Ledger): void {
  for (let day = 0; day < 4; day++) {
    ledger.pass(DAY);
    ledger.must("operator", "clock.tick", {});
  }
}

describe("F09: người vận hành bỏ một lượt qua trạm (an operator drops a passage)", () => {
  it("F09: trạm gửi ba lượt, sổ chỉ giữ lượt một và lượt ba: sau ba ngày số ở giữa của khóa được nêu, một lần", () => {
    const ledger = base.fork();
    const [first, dropped, third] = seenAtPost(ledger, 3);
    ledger.bring(first!);
    ledger.bring(third!);
    expect(missing(ledger)).toEqual([]);
    fourDays(ledger);
    expect(missing(ledger)).toMatchObject([{ figures: { seq: dropped!.seq } }]);
  });

  it("F09, cùng kiểu: bỏ lượt đầu tiên và bỏ liền hai lượt cũng lộ", () => {
    const ledger = base.fork();
    const [, , third] = seenAtPost(ledger, 3);
    ledger.bring(third!);
    fourDays(ledger);
    expect(missing(ledger)).toMatchObject([{ figures: { seq: third!.seq - 1 } }]);
  });

  it("F09, thật: máy gửi lộn thứ tự, lượt giữa đến sau hai ngày mất mạng: không nêu gì", () => {
    const ledger = base.fork();
    const [first, second, third] = seenAtPost(ledger, 3);
    ledger.bring(third!);
    ledger.bring(first!);
    ledger.pass(2 * DAY);
    ledger.bring(second!);
    fourDays(ledger);
    expect(missing(ledger)).toEqual([]);
  });

  it("F09, thật: mỏ ký hụt phiếu vì hết hàng thì số bị bỏ không phải là dấu hiệu", () => {
    const ledger = base.fork();
    ledger.must("sandMiner", "slip.issue", sandSlip(province));
    ledger.pass(120);
    ledger.say("sandMiner", "slip.issue", sandSlip(province, { massKg: 40_000 }));
    ledger.must("sandMiner", "slip.issue", sandSlip(province));
    fourDays(ledger);
    expect(missing(ledger)).toEqual([]);
  });

  it("F09: hủy phiếu được xếp trước lượt qua trạm của cùng phút: lượt qua vẫn được giữ và khối lượng không về kho", () => {
    const ledger = base.fork();
    const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province));
    ledger.pass(20);
    const seen = ledger.write("police", "passage.record", passage(province, { index: slip }, ledger.nowS));
    ledger.must("sandMiner", "slip.void", { slip, reason: "Xe hỏng trước khi ra cổng" });
    ledger.bring(seen);
    expect(ledger.book.need("slipState", slip)).toMatchObject({ status: "void", contested: { why: "void-but-seen" } });
    fourDays(ledger);
    expect(ledger.kg(`returning/${slip}`)).toBe(10_000);
  });
});
