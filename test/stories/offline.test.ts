// Mỏ mất mạng hai ngày: a slip book carries a mine through two days without network, and every serial is explained at the end.
// Figures by hand.

import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { MATERIAL, MEASURE } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { slipCode } from "../../src/format/slipcode.ts";
import { type Ledger, newDevice, openProvince, word } from "../rules/ledger.ts";
import { receipt, sandSlip } from "../rules/world.ts";
import { drawn, giveDevice, numbers, standing, stockOf, until } from "./people.ts";

let base: Ledger;
let province: Province;
let kid: Uint8Array;
/** 10 November, 08:30 in Vietnam, when the book is granted for 48 hours. */
let grantedS: number;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  kid = Uint8Array.from(Buffer.from(await giveDevice(base, "gate", province.sandMiner), "hex"));
  until(base, 20261110, 8, 30);
  grantedS = base.nowS;
});

function grantBook(ledger: Ledger, other: Partial<Body<"book.grant">> = {}): number {
  return ledger.must("gate", "book.grant", {
    source: province.sandSource,
    site: province.sandMine,
    material: 1,
    kid,
    serials: 10,
    massKg: 120_000,
    untilS: grantedS + 48 * 3600,
    ...other,
  });
}

/** A slip signed at the gate so many hours after the grant, with no network; nobody has it but the driver. */
function signed(ledger: Ledger, book: number, serial: number, hours: number, truck: number, massKg = 15_000) {
  const body = sandSlip(province, { vehicle: province.trucks[truck]!, massKg, book: [book, serial] });
  return ledger.write("gate", "slip.issue", body, { claimedS: grantedS + Math.round(hours * 3600) });
}

const yardStock = () => stockOf(province.yard, province.yardKeeper);

describe("mỏ mất mạng hai ngày với quyển phiếu dự phòng (a mine offline for two days)", () => {
  it("mười số phiếu, 120 tấn giữ chỗ: 45 tấn chở đi, 75 tấn trả lại sau khi hết hạn cộng tuyến dài nhất", () => {
    const ledger = base.fork();
    const { sandSource, yard } = province;
    const book = grantBook(ledger);
    expect(ledger.kg(`slipBook/${book}`)).toBe(120_000);
    expect(drawn(ledger, sandSource, 2026).yearKg).toBe(120_000);

    // Serials 1 and 2 go to the same yard in the same truck, one in the morning, one in the afternoon; serial 3 the next day.
    const one = signed(ledger, book, 1, 1, 0);
    const two = signed(ledger, book, 2, 6, 0);
    const three = signed(ledger, book, 3, 25, 1);
    // The yard has network: it sends the slip's own bytes with its receipt, and intake puts the slip in the log just before.
    until(ledger, 20261110, 10, 10);
    expect(word(ledger.bring(one, true))).toBe("ok");
    ledger.must("yardKeeper", "load.receive", receipt(0, yard, 15_000, { slip: { entry: one.bytes } }));
    expect(ledger.kg(yardStock())).toBe(15_000);
    expect(ledger.kg(`slipBook/${book}`)).toBe(105_000);

    // Two days later the mine is back and sends what it has: serial 2, before the yard sends its receipt. It comes late and says so.
    until(ledger, 20261112, 9);
    const late = ledger.bring(two);
    expect(word(late)).toBe("ok");
    expect(ledger.signals(ledger.size - 1)).toContain("book-slip-late");
    const stale = receipt(ledger.size - 1, yard, 14_900);
    ledger.must("yardKeeper", "load.receive", stale, { claimedS: grantedS + 7 * 3600 });
    // 15.0 + 14.9 at the yard, 0.1 lost on the way; 120 − 30 = 90 t left in the book.
    expect(ledger.kg(yardStock())).toBe(29_900);
    expect(ledger.kg(`lost/${yard}`)).toBe(100);
    expect(ledger.kg(`slipBook/${book}`)).toBe(90_000);

    // Closing explains all ten: 1, 2, 3 used (3 still to come), 4 and 7 to 10 spoilt, 5 and 6 unknown (two sheets were lost).
    const spoilt = [4, 7, 8, 9, 10];
    expect(word(ledger.say("gate", "book.close", { book, spoilt: [1], unknown: [] }))).toBe("refused: book-serial");
    expect(word(ledger.say("gate", "book.close", { book, spoilt, unknown: [5, 11] }))).toBe("refused: book-serial");
    expect(word(ledger.say("gate", "book.close", { book, spoilt, unknown: [5, 5] }))).toBe("refused: book-serial");
    ledger.must("gate", "book.close", { book, spoilt, unknown: [5, 6] });
    expect(word(ledger.bring(three))).toBe("ok");
    expect(ledger.kg(`slipBook/${book}`)).toBe(75_000);

    // Serial 4 was said to be spoilt, serial 5 unknown: slips of theirs are kept and move nothing.
    const spoiltOne = ledger.bring(signed(ledger, book, 4, 26, 4));
    expect([word(spoiltOne), numbers(spoiltOne)]).toEqual(["kept: book-serial", { index: book, serial: 4 }]);
    const unknownOne = ledger.bring(signed(ledger, book, 5, 27, 5));
    expect([word(unknownOne), numbers(unknownOne)]).toEqual(["kept: slip-unruled", { index: ledger.size - 1 }]);
    expect(ledger.kg(`slipBook/${book}`)).toBe(75_000);

    // The book ended at 08:30 on the 12th. The longest way out of the mine takes 50 minutes; a barge may take three times as long,
    // and the rules add 30: 08:30 + 150 + 30 = 11:30. Until then the reserve stays.
    until(ledger, 20261112, 11, 29, 59);
    ledger.must("operator", "clock.tick", {});
    expect(ledger.kg(`slipBook/${book}`)).toBe(75_000);
    expect(drawn(ledger, sandSource, 2026).yearKg).toBe(120_000);
    until(ledger, 20261112, 11, 30);
    ledger.must("operator", "clock.tick", {});
    expect(ledger.kg(`slipBook/${book}`)).toBe(0);
    expect(drawn(ledger, sandSource, 2026)).toEqual({ yearKg: 45_000, allKg: 45_000 });
    expect(standing(ledger, sandSource)).toBe(45_000);

    // What comes after that posts nothing, whatever its serial.
    expect(word(ledger.bring(signed(ledger, book, 6, 30, 6)))).toBe("kept: slip-unruled");
    expect(standing(ledger, sandSource)).toBe(45_000);
  });

  it("phiếu ngoài tuyến chỉ tiêu được trong quyển của mình: quá cân, quá hạn, sai máy đều không chuyển kilôgam nào", () => {
    const ledger = base.fork();
    const book = grantBook(ledger, { massKg: 20_000, serials: 3 });
    ledger.pass(60);
    expect(word(ledger.bring(signed(ledger, book, 1, 0.5, 0)))).toBe("ok");
    // 20 − 15 = 5 t are left in the book, though the mine itself has 59,980 t left this year.
    expect(numbers(ledger.bring(signed(ledger, book, 2, 0.6, 1)))).toEqual({ left_kg: 5000, need_kg: 15_000 });
    const sameAgain = ledger.bring(signed(ledger, book, 1, 0.7, 2, 5000));
    expect(word(sameAgain)).toBe("kept: book-serial");
    const outside = ledger.bring(signed(ledger, book, 4, 0.7, 3, 5000));
    expect(word(outside)).toBe("kept: book-serial");
    const stranger = sandSlip(province, { vehicle: province.trucks[4]!, massKg: 5000, book: [book, 3] });
    expect(word(ledger.say("sandMiner", "slip.issue", stranger))).toBe("kept: no-standing");
    until(ledger, 20261112, 9);
    expect(word(ledger.bring(signed(ledger, book, 3, 48.5, 5, 5000)))).toBe("kept: book-over");
    expect(ledger.kg(`slipBook/${book}`)).toBe(5000);
    expect(standing(ledger, province.sandSource)).toBe(20_000);
  });

  it("xe không thể quay vòng nhanh hơn tuyến đường, kể cả khi mất mạng", () => {
    const ledger = base.fork();
    const book = grantBook(ledger);
    ledger.pass(180);
    expect(word(ledger.bring(signed(ledger, book, 1, 1, 0)))).toBe("ok");
    // The way to the yard has a cycle of 30 minutes; 20 minutes later is noticed, 10 minutes later cannot be, since half is the least.
    expect(word(ledger.bring(signed(ledger, book, 2, 1 + 20 / 60, 0)))).toBe("ok");
    expect(ledger.signals(ledger.size - 1)).toContain("cycle-too-short");
    expect(word(ledger.bring(signed(ledger, book, 3, 1 + 50 / 60, 0)))).toBe("ok");
    // Sent in the other order they are judged no differently: an older slip does not take the newer one's place.
    expect(word(ledger.bring(signed(ledger, book, 4, 0.2, 0)))).toBe("ok");
    expect(word(ledger.bring(signed(ledger, book, 5, 2, 0)))).toBe("kept: trips-overlap");
    const contested = ledger.leaves.filter(({ index }) => ledger.book.get("slipState", index)?.contested);
    // The lorry cannot have been loaded at 50 minutes past and again at the full hour: both are in doubt, and no other.
    expect(contested.map(({ entry }) => entry.kind === "slip.issue" && entry.body.book?.[1])).toEqual([3, 5]);
  });

  it("phiếu hủy chờ ba ngày xem có ai đã thấy xe không, rồi trả về sau quyển đã đóng, là lòng đất", () => {
    const ledger = base.fork();
    const { sandSource } = province;
    const book = grantBook(ledger, { serials: 2, massKg: 40_000 });
    ledger.pass(120);
    ledger.bring(signed(ledger, book, 1, 1, 0));
    const first = ledger.size - 1;
    ledger.must("gate", "slip.void", { slip: first, reason: "Xe hỏng trước khi rời mỏ" });
    expect([ledger.kg(`slipBook/${book}`), ledger.kg(`returning/${first}`)]).toEqual([25_000, 15_000]);
    ledger.bring(signed(ledger, book, 2, 1.5, 1));
    const second = ledger.size - 1;
    ledger.must("gate", "book.close", { book, spoilt: [], unknown: [] });
    // Every serial has come, so the rest of the reserve went back at once: 40 − 15 − 15 = 10 t.
    expect(drawn(ledger, sandSource, 2026).yearKg).toBe(30_000);
    ledger.must("gate", "slip.void", { slip: second, reason: "Xe hỏng trước khi rời mỏ" });
    // Nobody saw either of them within three days: both go back behind the closed book, into the ground.
    ledger.pass(72 * 60);
    ledger.must("operator", "clock.tick", {});
    expect(drawn(ledger, sandSource, 2026)).toEqual({ yearKg: 0, allKg: 0 });
    expect(ledger.kg(`slipBook/${book}`)).toBe(0);
  });

  it("phần lấy từ đống tại mỏ trở về đúng chỗ trong hàng của đống đó", () => {
    const ledger = base.fork();
    const { sandSource, sandMine, sandMiner } = province;
    const stock = stockOf(sandMine, sandMiner, 1, sandSource);
    const day = { source: sandSource, site: sandMine, material: MATERIAL.sand, day: 20261110, measure: MEASURE.survey };
    ledger.must("sandMiner", "extract.record", { ...day, massKg: 30_000 });
    ledger.must("sandMiner", "extract.record", { ...day, massKg: 10_000 });
    const before = ledger.book.lots(stock).map(({ queuePosition: order, left }) => [order, left]);
    const book = grantBook(ledger, { massKg: 35_000, serials: 1 });
    // 30 t of the first pile and 5 t of the second are set aside.
    expect(ledger.kg(stock)).toBe(5000);
    ledger.must("gate", "book.close", { book, spoilt: [1], unknown: [] });
    const after = new Map<number, number>();
    for (const { queuePosition: order, left } of ledger.book.lots(stock))
      after.set(order, (after.get(order) ?? 0) + left);
    expect([...after]).toEqual(before);
    expect(drawn(ledger, sandSource, 2026).yearKg).toBe(40_000);
  });
});

describe("máy mất, khóa đổi, mỏ bị đình chỉ (lost, rotated, suspended)", () => {
  it("quyển của máy bị mất do cơ quan quản lý đóng; đơn vị khác không đóng được", () => {
    const ledger = base.fork();
    const book = grantBook(ledger, { serials: 4 });
    ledger.agree("authority", "deputy", "key.revoke", { kid, reason: "Đơn vị báo mất máy tại cổng mỏ" });
    const unknown = [1, 2, 3, 4];
    expect(word(ledger.say("stoneMiner", "book.close", { book, spoilt: [], unknown }))).toBe("refused: no-standing");
    expect(word(ledger.say("gate", "book.close", { book, spoilt: [], unknown }))).toBe("refused: revoked-key");
    ledger.must("authority", "book.close", { book, spoilt: [], unknown });
    until(ledger, 20261112, 11, 30);
    ledger.must("operator", "clock.tick", {});
    expect(drawn(ledger, province.sandSource, 2026)).toEqual({ yearKg: 0, allKg: 0 });
    expect(word(ledger.say("authority", "book.close", { book, spoilt: [], unknown }))).toBe("refused: already-signed");
  });

  it("khóa bị thu hồi: phiếu mà trạm đã thấy trước đó vẫn được tính, phiếu chưa ai thấy thì không", () => {
    const ledger = base.fork();
    const book = grantBook(ledger, { serials: 2 });
    const [seen, unseen] = [signed(ledger, book, 1, 0.5, 0), signed(ledger, book, 2, 0.6, 1)];
    ledger.pass(60);
    const typed = { slip: { code: slipCode(seen.id) }, seenS: ledger.nowS, site: province.checkpoint };
    expect(word(ledger.say("police", "passage.record", { ...typed, direction: 1, verdict: 4 }))).toBe(
      "kept: slip-awaited",
    );
    ledger.agree("authority", "deputy", "key.revoke", { kid, reason: "Đơn vị báo mất máy tại cổng mỏ" });
    ledger.pass(60);
    expect([word(ledger.bring(seen)), word(ledger.bring(unseen))]).toEqual(["ok", "refused: revoked-key"]);
    expect(ledger.kg(`slipBook/${book}`)).toBe(105_000);
  });

  it("khóa đã đổi chỉ còn ký được phiếu của quyển đang mở của nó", async () => {
    const ledger = base.fork();
    const book = grantBook(ledger, { serials: 2, massKg: 40_000 });
    const { key, possession, kid: next } = await newDevice("gate, second device");
    ledger.must("gate", "key.rotate", { key, possession });
    ledger.kids.set("gate2", next);
    ledger.pass(120);
    expect(word(ledger.bring(signed(ledger, book, 1, 1, 0)))).toBe("ok");
    const online = sandSlip(province, { vehicle: province.trucks[2]! });
    expect(word(ledger.say("gate", "slip.issue", online))).toBe("refused: revoked-key");
    expect(word(ledger.say("gate2", "slip.issue", online))).toBe("ok");
    // The new device closes the book of the old one: it is the same party.
    ledger.must("gate2", "book.close", { book, spoilt: [2], unknown: [] });
    expect(word(ledger.bring(signed(ledger, book, 2, 1.5, 1)))).toBe("refused: revoked-key");
  });

  it("đình chỉ giữa chừng: phiếu ký trước giờ đình chỉ vẫn đi, phiếu ký sau thì không", () => {
    const ledger = base.fork();
    const book = grantBook(ledger);
    ledger.pass(120);
    // Suspended at 10:30, two hours after the grant.
    const document = "Quyết định đình chỉ số 5/QĐ-UBND";
    ledger.must("authority", "source.status", { subject: province.sandSource, status: 2, document });
    ledger.pass(120);
    expect(word(ledger.bring(signed(ledger, book, 1, 1.5, 0)))).toBe("ok");
    expect(word(ledger.bring(signed(ledger, book, 2, 2.5, 1)))).toBe("kept: source-inactive");
  });

  it("giấy phép hết hạn trong thời gian quyển phiếu: phiếu ký sau ngày hết hạn không đi", () => {
    const ledger = base.fork();
    const document = "Giấy phép điều chỉnh số 12/GP-UBND";
    ledger.agree("authority", "deputy", "source.amend", { source: province.sandSource, document, until: 20261110 });
    const book = grantBook(ledger);
    until(ledger, 20261111, 10);
    expect(word(ledger.bring(signed(ledger, book, 1, 3, 0)))).toBe("ok");
    expect(word(ledger.bring(signed(ledger, book, 2, 25, 1)))).toBe("kept: source-expired");
  });
});
