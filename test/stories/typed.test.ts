// Mã gõ tay đến trước phiếu: a receiver without a camera types the code under the QR of an offline slip; what it says waits for the slip
// and counts at its own hour. Figures by hand.

import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { MATERIAL, MEASURE } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { slipCode } from "../../src/format/slipcode.ts";
import { accountKey } from "../../src/rules/book/accounts.ts";
import { contradictionOf } from "../../src/rules/origins/trace.ts";
import { type Ledger, openProvince, type Said, word } from "../rules/ledger.ts";
import { passage, receipt, sandSlip } from "../rules/world.ts";
import { giveDevice, numbers, stockOf, until } from "./people.ts";

let base: Ledger;
let province: Province;
/** A slip book granted at 08:30 on 10 November for 48 hours: 10 serials, 120 t. */
let book: number;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  const kid = Uint8Array.from(Buffer.from(await giveDevice(base, "gate", province.sandMiner), "hex"));
  until(base, 20261110, 8, 30);
  const { sandSource: source, sandMine: site } = province;
  const granted = { source, site, material: MATERIAL.sand, kid, serials: 10, massKg: 120_000 };
  book = base.must("gate", "book.grant", { ...granted, untilS: base.nowS + 48 * 3600 });
});

/** A slip of 15 t signed at the gate now, with no network, and the code that is printed on it. */
function offline(ledger: Ledger, serial: number, other: Partial<Body<"slip.issue">> = {}) {
  const body = sandSlip(province, { massKg: 15_000, book: [book, serial], ...other });
  const entry = ledger.write("gate", "slip.issue", body);
  return { entry, code: slipCode(entry.id) };
}

function got(ledger: Ledger, code: string, massKg: number, other: Partial<Body<"load.receive">> = {}): Said {
  return ledger.say("yardKeeper", "load.receive", receipt(0, province.yard, massKg, { slip: { code }, ...other }));
}

function indexOf(said: Said): number {
  if ("refused" in said) throw new Error(JSON.stringify(said.refused));
  return said.index;
}

const yard = () => stockOf(province.yard, province.yardKeeper);

describe("nhận hàng bằng mã gõ tay khi phiếu chưa vào sổ (a receipt by typed code)", () => {
  it("được giữ, chưa chuyển kg nào, và ghi đúng giờ nhận khi phiếu đến", () => {
    const ledger = base.fork();
    const { entry, code } = offline(ledger, 1);
    ledger.pass(35);
    const received = got(ledger, code.toLowerCase().replaceAll("-", " "), 14_900);
    const receivedS = ledger.nowS;
    expect(word(received)).toBe("kept: slip-awaited");
    expect(numbers(received)).toEqual({ code });
    expect([ledger.kg(yard()), ledger.kg(`slipBook/${book}`)]).toEqual([0, 120_000]);
    // The mine has network the next day. 15,000 kg leave the book; 14,900 are in the yard and 100 were lost, a day ago.
    ledger.pass(24 * 60);
    const slip = indexOf(ledger.bring(entry));
    expect([ledger.kg(yard()), ledger.kg(`lost/${province.yard}`), ledger.kg(`slipBook/${book}`)]).toEqual([
      14_900, 100, 105_000,
    ]);
    const state = ledger.book.need("slipState", slip);
    expect(state).toMatchObject({
      status: "received",
      receivedKg: 14_900,
      final: indexOf(received),
      finalS: receivedS,
    });
    expect(state.contested).toBeNull();
    // In time by its own hour, however late its slip was sent: expiry was 08:30 + 30 min on the way + the margin.
    expect(ledger.signals(slip)).not.toContain("late-receipt");
    ledger.pass(24 * 60);
    ledger.must("operator", "clock.tick", {});
    expect(ledger.signals(ledger.size - 1)).not.toContain("slip-expired");
  });

  it("nhận sau khi phiếu hết hạn vẫn ghi kg, kèm cảnh báo nhận muộn theo giờ nhận", () => {
    const ledger = base.fork();
    const { entry, code } = offline(ledger, 1);
    ledger.pass(20 * 60);
    got(ledger, code, 15_000);
    ledger.pass(60);
    const slip = indexOf(ledger.bring(entry));
    expect(ledger.signals(slip)).toContain("late-receipt");
    expect(ledger.kg(yard())).toBe(15_000);
  });

  it("chặn giờ của phiếu: phiếu không thể ký sau khi hàng đã được nhận", () => {
    const ledger = base.fork();
    const body = sandSlip(province, { massKg: 15_000, book: [book, 1] });
    // Signed with an hour three hours ahead, so that the source's next day would bear it.
    const entry = ledger.write("gate", "slip.issue", body, { claimedS: ledger.nowS + 3 * 3600 });
    ledger.pass(40);
    const receivedS = ledger.nowS;
    got(ledger, slipCode(entry.id), 15_000);
    ledger.pass(300);
    expect(ledger.bring(entry)).toMatchObject({ eventS: receivedS });
  });

  it("không chặn giờ phiếu của chính đơn vị mình: mỏ tự nhận thì không phải bên khác thấy", () => {
    const ledger = base.fork();
    const { entry, code } = offline(ledger, 1);
    const claimedS = ledger.nowS;
    const at = province.sandMine;
    const early = receipt(0, at, 15_000, { slip: { code } });
    ledger.say("sandMiner", "load.receive", early, { claimedS: claimedS - 1200 });
    expect(ledger.bring(entry)).toMatchObject({ eventS: claimedS });
  });

  it("phiếu gửi trực tuyến mà mã đã có người gõ trước: in phiếu khi sổ chưa nhận, thành cảnh báo", () => {
    const ledger = base.fork();
    const entry = ledger.write("sandMiner", "slip.issue", sandSlip(province, { massKg: 15_000 }));
    ledger.pass(40);
    got(ledger, slipCode(entry.id), 15_000);
    const slip = indexOf(ledger.bring(entry));
    expect(ledger.signals(slip)).toContain("seen-before-logged");
    expect(ledger.kg(yard())).toBe(15_000);
  });
});

describe("phiếu của bãi ký khi mất mạng, bãi chỉ gửi được sau ba giờ (a yard's slip without a book, sent late by itself)", () => {
  /** 16 t in the yard at 09:20; at 10:20 the yard signs a slip of 10 t for the dyke's second package, with no network. */
  function dispatched() {
    const ledger = base.fork();
    const bought = ledger.must("sandMiner", "slip.issue", sandSlip(province, { massKg: 16_000 }));
    ledger.pass(50);
    ledger.must("yardKeeper", "load.receive", receipt(bought, province.yard, 16_000));
    ledger.pass(60);
    const entry = ledger.write("yardKeeper", "slip.issue", {
      vehicle: province.trucks[1]!,
      route: province.routes["yard→dyke"]!,
      material: MATERIAL.sand,
      massKg: 10_000,
      measure: MEASURE.volume,
      package: 2,
    });
    ledger.pass(35);
    return { ledger, entry, slip: { code: slipCode(entry.id) } };
  }
  const dyke = () =>
    accountKey({ kind: "project", project: province.dyke, packageNumber: 2, product: 0, material: MATERIAL.sand });

  it("công trường đã nhận bằng mã gõ tay: phiếu được ghi như khi có người gửi kèm, 10 tấn vào công trình", () => {
    const { ledger, entry, slip } = dispatched();
    const received = ledger.say("builderB", "load.receive", receipt(0, province.dyke, 10_000, { slip, package: 2 }));
    expect(word(received)).toBe("kept: slip-awaited");
    ledger.pass(145);
    const index = indexOf(ledger.bring(entry));
    expect(ledger.signals(index)).not.toContain("seen-before-logged");
    expect([ledger.kg(yard()), ledger.kg(dyke())]).toEqual([6000, 10_000]);
    expect(ledger.book.need("slipState", index)).toMatchObject({ status: "received", contested: null });
  });

  it("chưa ai thấy phiếu: giờ gõ trong quá khứ không rút được hàng, phải ký phiếu mới", () => {
    const { ledger, entry } = dispatched();
    ledger.pass(145);
    expect(word(ledger.bring(entry))).toBe("refused: slip-late");
    expect(ledger.kg(yard())).toBe(16_000);
  });

  it("chính bãi gõ mã phiếu của mình thì không phải bên khác đã thấy", () => {
    const { ledger, entry, slip } = dispatched();
    ledger.say("yardKeeper", "load.receive", receipt(0, province.yard, 10_000, { slip }));
    ledger.pass(145);
    expect(word(ledger.bring(entry))).toBe("refused: slip-late");
  });

  it("quá 72 giờ thì chờ cơ quan kết luận, như phiếu được gửi kèm", () => {
    const { ledger, entry, slip } = dispatched();
    ledger.say("builderB", "load.receive", receipt(0, province.dyke, 10_000, { slip, package: 2 }));
    ledger.pass(73 * 60);
    expect(word(ledger.bring(entry))).toBe("kept: slip-late");
    expect([ledger.kg(yard()), ledger.kg(dyke())]).toEqual([16_000, 0]);
  });

  it("mỏ không dùng quyển phiếu thì gửi muộn cũng như được gửi kèm: quy tắc về quyển vẫn hỏi", () => {
    const ledger = base.fork();
    const entry = ledger.write("sandMiner", "slip.issue", sandSlip(province, { massKg: 15_000 }));
    ledger.pass(40);
    got(ledger, slipCode(entry.id), 15_000);
    ledger.pass(145);
    expect(ledger.signals(indexOf(ledger.bring(entry)))).toContain("slip-without-book");
  });
});

describe("hai mục cùng chờ một phiếu (two that wait for one slip)", () => {
  it("hai phần khác số cùng được ghi: 9 tấn rồi 6 tấn", () => {
    const ledger = base.fork();
    const { entry, code } = offline(ledger, 1);
    ledger.pass(35);
    const first = got(ledger, code, 9000, { final: 0 });
    ledger.pass(90);
    const second = got(ledger, code, 6000, { part: 2 });
    const slip = indexOf(ledger.bring(entry));
    expect(ledger.kg(yard())).toBe(15_000);
    expect(ledger.book.need("slipState", slip)).toMatchObject({
      parts: [1, 2],
      final: indexOf(second),
      contested: null,
    });
    // Each lot still says by which receipt it came, though both stand at the slip's leaf.
    const receipts = ledger.book.lots(yard()).map((lot) => ledger.book.need("posted", lot.id).receipt);
    expect(receipts).toEqual([indexOf(first), indexOf(second)]);
  });

  it("một phần nhận hai lần: lần đầu ghi, lần sau không ghi kg nào và phiếu thành có mâu thuẫn", () => {
    const ledger = base.fork();
    const { entry, code } = offline(ledger, 1);
    ledger.pass(35);
    got(ledger, code, 15_000);
    ledger.pass(60);
    const again = got(ledger, code, 15_000);
    const slip = indexOf(ledger.bring(entry));
    expect(ledger.kg(yard())).toBe(15_000);
    const contested = { index: indexOf(again), why: "received-twice" };
    expect(ledger.book.need("slipState", slip).contested).toEqual(contested);
    expect(contradictionOf(ledger.book, ledger.book.lots(yard())[0]!)).toMatchObject(contested);
  });

  it("nơi khác gõ mã của xe mình không thấy: không được kg nào, xe thật vẫn được ghi, phiếu có mâu thuẫn", () => {
    const ledger = base.fork();
    const { entry, code } = offline(ledger, 1);
    ledger.pass(30);
    const elsewhere = receipt(0, province.dyke, 15_000, { slip: { code }, package: 2 });
    const liar = ledger.say("builderB", "load.receive", elsewhere);
    got(ledger, code, 15_000);
    const slip = indexOf(ledger.bring(entry));
    expect([ledger.kg(yard()), ledger.kg(`project/${province.dyke}/2/0/1`)]).toEqual([15_000, 0]);
    expect(ledger.book.need("slipState", slip).contested).toEqual({ index: indexOf(liar), why: "received-elsewhere" });
  });

  it("một đơn vị giữ nhiều nhất tám mục cho một mã, nên không chiếm chỗ của đơn vị khác", () => {
    const ledger = base.fork();
    const { entry, code } = offline(ledger, 1);
    ledger.pass(30);
    const elsewhere = (part: number) => receipt(0, province.dyke, 1, { slip: { code }, package: 2, part, final: 0 });
    const words = Array.from({ length: 9 }, (_, i) => word(ledger.say("builderB", "load.receive", elsewhere(i + 1))));
    expect(words).toEqual([...Array(8).fill("kept: slip-awaited"), "kept: slip-crowded"]);
    expect(word(got(ledger, code, 15_000))).toBe("kept: slip-awaited");
    ledger.bring(entry);
    expect(ledger.kg(yard())).toBe(15_000);
  });

  it("từ chối rồi mỏ nhận lại: hàng quay về mỏ khi phiếu đến", () => {
    const ledger = base.fork();
    const { entry, code } = offline(ledger, 1);
    ledger.pass(35);
    const refused = { slip: { code }, at: province.yard, reason: "Cát lẫn bùn, không đạt yêu cầu" };
    expect(word(ledger.say("yardKeeper", "load.refuse", refused))).toBe("kept: slip-awaited");
    ledger.pass(60);
    ledger.say("sandMiner", "load.receive", receipt(0, province.sandMine, 15_000, { slip: { code } }));
    const slip = indexOf(ledger.bring(entry));
    expect(ledger.book.need("slipState", slip).contested).toBeNull();
    expect(ledger.kg(stockOf(province.sandMine, province.sandMiner, 1, province.sandSource))).toBe(15_000);
  });
});

describe("mã không bao giờ có phiếu, mã gõ sai (codes without a slip)", () => {
  it("gõ sai một chữ thì không chờ phiếu nào", () => {
    const ledger = base.fork();
    const { code } = offline(ledger, 1);
    const wrong = `${code.slice(0, -1)}${code.endsWith("0") ? "1" : "0"}`;
    expect(word(got(ledger, wrong, 15_000))).toBe("kept: not-found");
    expect(ledger.book.get("waiting", wrong)).toBeUndefined();
  });

  it("quá 72 giờ không có phiếu: cảnh báo nêu từng mục đã gõ mã và đơn vị phải giải trình", () => {
    const ledger = base.fork();
    const { code } = offline(ledger, 1);
    const seen = ledger.say("police", "passage.record", passage(province, { code }, ledger.nowS));
    ledger.pass(60);
    const received = got(ledger, code, 15_000);
    ledger.pass(72 * 60 - 61);
    ledger.must("operator", "clock.tick", {});
    expect(ledger.signals(ledger.size - 1)).not.toContain("slip-never-came");
    ledger.pass(1);
    ledger.must("operator", "clock.tick", {});
    const named = ledger.leaves.at(-1)!.changes.signals.filter((signal) => signal.code === "slip-never-came");
    expect(named).toMatchObject([
      { subject: `entry/${indexOf(seen)}` },
      { subject: `entry/${indexOf(received)}`, figures: { party: province.yardKeeper } },
    ]);
    expect(ledger.kg(yard())).toBe(0);
  });

  it("phiếu đến mà không có quyền: không ghi kg nào, mục đã giữ không được tính", () => {
    const ledger = base.fork();
    // Serial 99 is not in the book: whoever unloads by such a paper holds material of no source.
    const { entry, code } = offline(ledger, 99);
    ledger.pass(35);
    got(ledger, code, 15_000);
    const said = ledger.bring(entry);
    expect(word(said)).toBe("kept: book-serial");
    expect([ledger.kg(yard()), ledger.kg(`slipBook/${book}`)]).toEqual([0, 120_000]);
  });

  it("mục đang chờ chỉ được lấy một lần: phiếu nào sau này trùng mã cũng không còn gì để nhận", () => {
    const ledger = base.fork();
    const { entry, code } = offline(ledger, 1);
    ledger.pass(35);
    got(ledger, code, 15_000);
    const first = indexOf(ledger.bring(entry));
    expect(ledger.book.need("waiting", code).held).toEqual([]);
    expect(ledger.kg(yard())).toBe(15_000);
    expect(ledger.book.need("code", code).slip).toBe(first);
  });
});
