// Phiếu nộp muộn: a slip that comes after its book is over, or whose serial was given up as unknown, moves nothing until the authority
// rules; its device takes no other book, and what was received under it waits. Figures by hand.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import type { Body } from "../../src/format/kinds.ts";
import { slipCode } from "../../src/format/slipcode.ts";
import { type Ledger, openProvince, type Said, word } from "../rules/ledger.ts";
import { receipt, sandSlip } from "../rules/world.ts";
import { drawn, giveDevice, stockOf, until } from "./people.ts";

let base: Ledger;
let province: Province;
let kid: Uint8Array;
/** Granted at 08:30 on 10 November for 24 hours: 4 serials, 60 t. The longest way from the mine is far below four hours for a barge. */
let book: number;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  kid = Uint8Array.from(Buffer.from(await giveDevice(base, "gate", province.sandMiner), "hex"));
  until(base, 20261110, 8, 30);
  book = base.must("gate", "book.grant", grant(base));
});

function grant(ledger: Ledger): Body<"book.grant"> {
  const { sandSource: source, sandMine: site } = province;
  const untilS = ledger.nowS + 24 * 3600;
  return { source, site, material: 1, kid, serials: 4, massKg: 60_000, untilS };
}

function signed(ledger: Ledger, serial: number, truck = 0) {
  const body = sandSlip(province, { vehicle: province.trucks[truck]!, massKg: 15_000, book: [book, serial] });
  return ledger.write("gate", "slip.issue", body);
}

const why = { document: "Biên bản làm việc số 9", reason: "Đã đối chiếu camera và phiếu cân tại mỏ" };
const rule = (ledger: Ledger, slip: number, counts: 0 | 1, who = "authority") =>
  ledger.together(who, "deputy", "slip.rule", { entries: [slip], counts, ...why });
const indexOf = (said: Said) => {
  if ("refused" in said) throw new Error(JSON.stringify(said.refused));
  return said.index;
};
const yard = () => stockOf(province.yard, province.yardKeeper);

describe("phiếu đến sau khi quyển hết hạn và mọi chuyến đã phải đến nơi (a slip after its book)", () => {
  it("không chuyển kg nào, có cảnh báo, và thiết bị không được cấp quyển mới", () => {
    const ledger = base.fork();
    const late = signed(ledger, 1);
    until(ledger, 20261112, 9);
    const said = ledger.bring(late);
    expect(word(said)).toBe("kept: slip-unruled");
    expect([ledger.kg(`slipBook/${book}`), ledger.kg(`transit/${indexOf(said)}`)]).toEqual([60_000, 0]);
    expect(ledger.signals(indexOf(said))).toContain("slip-unruled");
    expect(word(ledger.say("gate", "book.grant", grant(ledger)))).toBe("refused: book-frozen");
    // The serial is spent: no second slip tries its luck under it.
    expect(word(ledger.bring(signed(ledger, 1, 1)))).toBe("kept: book-serial");
  });

  it("nhận hàng theo phiếu ấy thì chờ; cơ quan quản lý chấp nhận thì ghi đúng giờ đã nhận", () => {
    const ledger = base.fork();
    const late = signed(ledger, 1);
    until(ledger, 20261112, 9);
    const slip = indexOf(ledger.bring(late));
    const got = ledger.say("yardKeeper", "load.receive", receipt(slip, province.yard, 14_800));
    expect([word(got), ledger.kg(yard())]).toEqual(["kept: slip-unruled", 0]);
    expect(ledger.book.need("slipState", slip).contested).toBeNull();
    ledger.pass(60);
    expect(word(rule(ledger, slip, 1))).toBe("ok");
    // 15 t out of the book's own reserve: 14.8 t in the yard, 0.2 t lost, 45 t still reserved.
    expect([ledger.kg(yard()), ledger.kg(`lost/${province.yard}`), ledger.kg(`slipBook/${book}`)]).toEqual([
      14_800, 200, 45_000,
    ]);
    expect(ledger.book.need("slipState", slip)).toMatchObject({
      status: "received",
      final: indexOf(got),
      contested: null,
    });
    expect(word(rule(ledger, slip, 0))).toBe("refused: slip-not-open");
    expect(word(ledger.say("gate", "book.grant", grant(ledger)))).toBe("ok");
  });

  it("không được chấp nhận thì không ghi kg nào, và lần nhận đã chờ cũng không được tính", () => {
    const ledger = base.fork();
    const late = signed(ledger, 1);
    until(ledger, 20261112, 9);
    const slip = indexOf(ledger.bring(late));
    ledger.say("yardKeeper", "load.receive", receipt(slip, province.yard, 15_000));
    const ruling = indexOf(rule(ledger, slip, 0));
    expect(ledger.kg(yard())).toBe(0);
    expect(ledger.book.need("slipState", slip)).toMatchObject({ status: "refused", contested: { index: ruling } });
    expect(word(ledger.say("gate", "book.grant", grant(ledger)))).toBe("ok");
  });

  it("không ai ngoài cơ quan quản lý kết luận được, và chỉ về phiếu đang chờ", () => {
    const ledger = base.fork();
    const late = signed(ledger, 1);
    const plain = ledger.must("sandMiner", "slip.issue", sandSlip(province, { vehicle: province.trucks[3]! }));
    until(ledger, 20261112, 9);
    const slip = indexOf(ledger.bring(late));
    for (const who of ["gate", "sandMiner", "yardKeeper", "owner", "police"])
      expect(word(rule(ledger, slip, 1, who))).toBe("refused: no-standing");
    expect(word(rule(ledger, plain, 1))).toBe("refused: slip-not-open");
    expect(word(rule(ledger, book, 1))).toBe("refused: not-found");
  });

  it("mã đã được bên khác gõ kịp giờ thì phiếu có thật: ghi ngay, dù đến muộn", () => {
    const ledger = base.fork();
    const late = signed(ledger, 1);
    ledger.pass(40);
    const typed = receipt(0, province.yard, 15_000, { slip: { code: slipCode(late.id) } });
    ledger.say("yardKeeper", "load.receive", typed);
    until(ledger, 20261112, 9);
    expect(word(ledger.bring(late))).toBe("ok");
    expect(ledger.kg(yard())).toBe(15_000);
  });

  it("mã do chính mỏ gõ, hoặc gõ sau giờ cuối, không cứu được phiếu", () => {
    const own = base.fork();
    const late = signed(own, 1);
    own.pass(40);
    const code = slipCode(late.id);
    own.say("sandMiner", "load.receive", receipt(0, province.sandMine, 15_000, { slip: { code } }));
    until(own, 20261112, 9);
    expect(word(own.bring(late))).toBe("kept: slip-unruled");

    const after = base.fork();
    const forged = after.write("gate", "slip.issue", sandSlip(province, { massKg: 15_000, book: [book, 2] }));
    until(after, 20261112, 9);
    // The accomplice says that it was received in time; the log knows when it was told.
    const typed = receipt(0, province.yard, 15_000, { slip: { code: slipCode(forged.id) } });
    after.say("yardKeeper", "load.receive", typed, { claimedS: after.nowS - 40 * 3600 });
    expect(word(after.bring(forged))).toBe("kept: slip-unruled");
    expect(after.kg(yard())).toBe(0);
  });
});

describe("số tờ kê là không rõ (a serial given up as unknown)", () => {
  it("đến sau khi đã trả phần giữ chỗ: chấp nhận thì trừ lại vào công suất, hết công suất thì không", () => {
    const ledger = base.fork();
    const unknown = signed(ledger, 4);
    ledger.must("gate", "book.close", { book, spoilt: [1, 2, 3], unknown: [4] });
    until(ledger, 20261111, 20);
    ledger.must("operator", "clock.tick", {});
    expect(drawn(ledger, province.sandSource, 2026).yearKg).toBe(0);
    const slip = indexOf(ledger.bring(unknown));
    expect(ledger.book.need("slipState", slip).status).toBe("unruled");
    const full = ledger.fork();
    expect(word(rule(ledger, slip, 1))).toBe("ok");
    expect(drawn(ledger, province.sandSource, 2026).yearKg).toBe(15_000);
    expect(ledger.kg(`stray/${slip}`)).toBe(15_000);
    full.agree("authority", "deputy", "source.amend", {
      source: province.sandSource,
      document: "Quyết định số 3",
      capacityYear: { unit: 2, amount: 14 },
    });
    expect(word(rule(full, slip, 1))).toBe("refused: capacity-exceeded");
    expect(full.book.need("slipState", slip).status).toBe("unruled");
  });

  it("tờ kê là hỏng thì không bao giờ thành phiếu", () => {
    const ledger = base.fork();
    const spoilt = signed(ledger, 1);
    ledger.must("gate", "book.close", { book, spoilt: [1], unknown: [] });
    expect(word(ledger.bring(spoilt))).toBe("kept: book-serial");
  });
});
