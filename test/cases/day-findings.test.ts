// Kết luận kiểm tra theo giờ (findings by span), and that each costs only what it names.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { AMOUNT_UNIT, INSTRUMENT } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import type { FactKey } from "../../src/rules/book/fact-kinds.ts";
import { contradictionOf } from "../../src/rules/origins/trace.ts";
import { type Ledger, openProvince } from "../rules/ledger.ts";
import { passage, receipt, sandSlip, sandToDyke } from "../rules/world.ts";
import { grant, stockOf, until } from "../stories/people.ts";

let base: Ledger;
let province: Province;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
});

const why = { document: "Kết luận số 4/KL-TTr", reason: "Khai thác ban đêm" };
/** Unix seconds of an hour of 10 November 2026 in Vietnam; hours beyond 24 are of the next day. */
const at = (hour: number, minute = 0) => Date.UTC(2026, 10, 10, hour - 7, minute) / 1000;
const yardKg = (ledger: Ledger) => {
  const lots = ledger.book.lots(stockOf(province.yard, province.yardKeeper));
  return {
    kg: lots.reduce((kg, lot) => kg + lot.left, 0),
    found: lots.reduce((kg, lot) => (contradictionOf(ledger.book, lot)?.why === "finding" ? kg + lot.left : kg), 0),
  };
};

describe("F10: kết luận theo giờ, phiếu ghi lùi giờ (a finding by span, and a slip that types an earlier hour)", () => {
  /** 18 t on a slip that says 18:50, five minutes before the mine closes, comes to the log at 22:46 inside the yard's receipt. */
  const night = (span: Pick<Body<"finding.record">, "fromS" | "untilS">, seen?: [number, number]) => {
    const ledger = base.fork();
    until(ledger, 20261110, 18, 50);
    const entry = ledger.write("sandMiner", "slip.issue", sandSlip(province, { massKg: 18_000 }));
    until(ledger, 20261110, 22, 46);
    const said = ledger.bring(entry, true);
    if ("refused" in said) throw new Error(JSON.stringify(said.refused));
    const slip = { index: said.index };
    if (seen) {
      const seenS = at(...seen);
      ledger.must("police", "passage.record", passage(province, slip, seenS), { claimedS: seenS });
    }
    ledger.must("yardKeeper", "load.receive", receipt(said.index, province.yard, 18_000));
    ledger.must("authority", "finding.record", { source: province.sandSource, ...span, ...why });
    return yardKg(ledger);
  };

  it("F10: kết luận về đêm ấy, từ 19 giờ đến 5 giờ, bắt được chuyến ghi 18 giờ 50 mà 22 giờ 46 mới có người biết", () => {
    expect(night({ fromS: at(19), untilS: at(29) })).toEqual({ kg: 18_000, found: 18_000 });
  });

  it("F10, thật: trạm đã thấy xe lúc 18 giờ 58 thì chuyến rời mỏ trước 19 giờ; nộp phiếu ban đêm không bị bắt oan", () => {
    expect(night({ fromS: at(19), untilS: at(29) }, [18, 58])).toEqual({ kg: 18_000, found: 0 });
  });

  it("F10, thật: kết luận về đêm hôm sau không bắt chuyến của đêm nay", () => {
    expect(night({ fromS: at(43), untilS: at(53) })).toEqual({ kg: 18_000, found: 0 });
  });
});

describe("chi phí của một kết luận (the cost of a finding)", () => {
  /** So many other sources, each with a finding of its own. */
  const others = (ledger: Ledger, count: number) => {
    for (let i = 0; i < count; i++) {
      const source = grant(ledger, {
        instrument: INSTRUMENT.openingStock,
        number: `${i + 1}/TK-SNNMT`,
        issued: 20261101,
        holder: province.yardKeeper,
        sites: [province.plant],
        materials: [1],
        until: 20261231,
        reserve: { unit: AMOUNT_UNIT.tonnes, amount: 10 },
      });
      ledger.must("authority", "finding.record", { source, ...why });
    }
  };
  /** Facts that an act writes, with their length; and facts that asking after one lot reads. */
  const costs = (count: number) => {
    const ledger = base.fork();
    const slips = sandToDyke(ledger, province, [10_000, 10_000, 10_000]);
    others(ledger, count);
    const finding = ledger.must("authority", "finding.record", { slips, ...why });
    const written = ledger.leaves[finding]!.changes.facts;
    const lot = ledger.book.lots(`project/${province.dyke}/2/0/1`)[0]!;
    const read: FactKey[] = [];
    const { memory } = ledger.book;
    const plain = memory.fact.bind(memory);
    memory.fact = (key) => {
      read.push(key);
      return plain(key);
    };
    expect(contradictionOf(ledger.book, lot)?.index).toBe(finding);
    memory.fact = plain;
    return {
      written: written.length,
      bytes: JSON.stringify(written.map(({ value }) => value)).length,
      read: read.length,
    };
  };

  it("không tăng theo số kết luận khác: 5 hay 50 kết luận đã có thì vẫn ghi và đọc bấy nhiêu", () => {
    const [few, many] = [costs(5), costs(50)];
    // The finding itself and the three slips that it names.
    expect(few.written).toBe(4);
    expect({ ...many, bytes: 0 }).toEqual({ ...few, bytes: 0 });
    // Log indexes have more digits in a longer log; nothing else grows.
    expect(Math.abs(many.bytes - few.bytes)).toBeLessThan(20);
  });

  it("rút kết luận rồi thì không còn dấu vết ở phiếu và ở nguồn", () => {
    const ledger = base.fork();
    const slips = sandToDyke(ledger, province, [10_000]);
    for (const terms of [{ slips }, { source: province.sandSource }, { site: province.sandMine }]) {
      const before = slips.map((slip) => ledger.book.need("slipState", slip));
      const finding = ledger.must("authority", "finding.record", { ...terms, ...why });
      const lot = ledger.book.lots(`project/${province.dyke}/2/0/1`)[0]!;
      expect(contradictionOf(ledger.book, lot)?.index).toBe(finding);
      ledger.agree("authority", "deputy", "finding.lift", { finding, ...why });
      expect(contradictionOf(ledger.book, lot)).toBeUndefined();
      expect(slips.map((slip) => ledger.book.need("slipState", slip))).toEqual(before);
    }
  });
});
