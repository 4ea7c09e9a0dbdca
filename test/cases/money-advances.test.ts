// Tiền của gói thầu (the money of a package): advances and how they are cleared, retention, price adjustments, recoveries that follow the
// firm, and the settlement that adds it all up; each cheat with the honest twin, every figure worked out by hand.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import type { ContractLine } from "../../src/format/bodies/contract.ts";
import { CLAIM_KIND, RECOVERY_CLOSURE, ROLE } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { advanceLeftDong, packageMoney, retentionLeftDong } from "../../src/rules/payment/package-money.ts";
import { payableDong } from "../../src/rules/payment/recovery.ts";
import { type Ledger, openProvince, type Said, word } from "../rules/ledger.ts";
import { annexOf, completeAnnex, contracted, decide, dykeContract, figuresOf, workLine } from "../rules/world.ts";
import { giveDevice, numbers } from "../stories/people.ts";

let base: Ledger;
let province: Province;
/** The only line of the contract: 100 t of steel at 10.000.000 đ, together 1.000.000.000 đ, without tracked material. */
const STEEL: ContractLine = {
  ...{ number: 1, code: "AF.61120", name: "Cốt thép", unit: "tấn", plainBasis: "Định mức AF.61120: không có cát, đá" },
  quantityMilli: 100_000,
  unitPriceDong: 10_000_000,
};
/** Thirty percent may be advanced, all is cleared when 80 % is accepted, 5 % is kept back, prices may be adjusted by 50 million. */
const TERMS = { advancePermille: 300, clearedPermille: 800, retentionPermille: 50, adjustmentDong: 50_000_000 };

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
});

const open = (terms: Partial<Body<"contract.register">> = TERMS) => {
  const ledger = base.fork();
  contracted(ledger, dykeContract(province, [STEEL], terms));
  return ledger;
};
const tonnes = (milli: number) =>
  workLine(milli, 10_000_000, undefined, { code: "AF.61120", name: "Cốt thép", unit: "tấn", contractLine: 1 });
const advanced = (advanceDong: number) => ({ kind: CLAIM_KIND.advance, advanceDong });
const released = (releaseDong: number) => ({ kind: CLAIM_KIND.retention, releaseDong });
const asks = (ledger: Ledger, other: Partial<Body<"annex.propose">>) =>
  ledger.say("builderB", "annex.propose", annexOf(province, [], other));

/** An annex through all signatures, paid in full; answers its figures and its result. */
function paid(ledger: Ledger, lines: ReturnType<typeof workLine>[], other: Partial<Body<"annex.propose">> = {}) {
  const annex = completeAnnex(ledger, province, lines, other);
  const { figures } = figuresOf(ledger, annex);
  const decision = decide(ledger, annex).decision!;
  expect(word(decision)).toBe("ok");
  const { acceptedDong, clearedDong, retainedDong } = figures;
  return { annex, decision: indexOf(decision), money: [acceptedDong, clearedDong, retainedDong, payableDong(figures)] };
}

function indexOf(said: Said): number {
  if ("refused" in said) throw new Error(JSON.stringify(said.refused));
  return said.index;
}

const moneyOf = (ledger: Ledger) => packageMoney(ledger.book, province.dyke, 2);

describe("F38: tạm ứng vượt giá trị và không bao giờ thu hồi (an advance above the value that is never cleared)", () => {
  it("F38: 30 % của 1.000.000.000 đ là 300.000.000 đ: thêm 1 đồng là vượt; hai lần tạm ứng cộng lại", () => {
    const ledger = open();
    const over = asks(ledger, advanced(300_000_001));
    expect([word(over), numbers(over)]).toEqual([
      "refused: advance-over",
      { asked_vnd: 300_000_001, left_vnd: 300_000_000 },
    ]);
    paid(ledger, [], advanced(200_000_000));
    expect(numbers(asks(ledger, advanced(100_000_001)))).toMatchObject({ left_vnd: 100_000_000 });
    // Two drafts that each fit: the second result is refused, and its dossier can only be returned.
    const drafts = [60_000_000, 60_000_000].map((dong) => completeAnnex(ledger, province, [], advanced(dong)));
    expect(word(decide(ledger, drafts[0]!).decision!)).toBe("ok");
    expect(word(decide(ledger, drafts[1]!).decision!)).toBe("refused: advance-over");
    expect(word(decide(ledger, drafts[1]!, 4).decision!)).toBe("ok");
    expect(moneyOf(ledger)).toMatchObject({ advancedDong: 260_000_000, clearedDong: 0 });
  });

  it("F38: chưa có hợp đồng trong sổ: tạm ứng 3.000.000.000 đ cho dự án 1.000.000.000 đ bị từ chối, trong giá trị thì nhận", () => {
    const ledger = base.fork();
    const { owner, supervisor, treasury, builderB } = province;
    const packages = [2, 3].map((number) => ({ number, name: `Gói thầu số ${number}`, contractor: builderB }));
    const parts = { owner, supervisor, treasury, packages, valueDong: 1_000_000_000 };
    const project = ledger.must("owner", "project.register", { code: "8011111", name: "Đường ven biển", ...parts });
    expect(word(asks(ledger, { project, ...advanced(3_000_000_000) }))).toBe("refused: advance-over");
    paid(ledger, [], { project, ...advanced(600_000_000) });
    // Another package of the same project: 600 + 401 million are more than the project.
    expect(word(asks(ledger, { project, package: 3, ...advanced(401_000_000) }))).toBe("refused: advance-over");
    expect(word(asks(ledger, { project, package: 3, ...advanced(400_000_000) }))).toBe("ok");
  });

  it("F38, thật: thu hồi theo tỷ lệ, hết khi chấp nhận 80 % giá trị; giữ lại 5 % mỗi lần", () => {
    const ledger = open();
    expect(paid(ledger, [], advanced(300_000_000)).money).toEqual([300_000_000, 0, 0, 300_000_000]);
    // 33,333 t = 333.330.000 đ. Due: 300.000.000 × 333.330.000 / 800.000.000 = 124.998.750 đ. Kept back 5 %: 16.666.500 đ.
    expect(paid(ledger, [tonnes(33_333)]).money).toEqual([333_330_000, 124_998_750, 16_666_500, 191_664_750]);
    // 40 t more: 733.330.000 accepted in all, 274.998.750 due, less what is cleared: 150.000.000. Kept back 20.000.000.
    expect(paid(ledger, [tonnes(40_000)]).money).toEqual([400_000_000, 150_000_000, 20_000_000, 230_000_000]);
    expect(advanceLeftDong(moneyOf(ledger))).toBe(25_001_250);
    // 10 t more pass 800 million: the rest is cleared.
    expect(paid(ledger, [tonnes(10_000)]).money).toEqual([100_000_000, 25_001_250, 5_000_000, 69_998_750]);
    // Nothing is left to clear.
    expect(paid(ledger, [tonnes(10_000)]).money).toEqual([100_000_000, 0, 5_000_000, 95_000_000]);
    expect(advanceLeftDong(moneyOf(ledger))).toBe(0);
  });

  it("phần lẻ: thu hồi làm tròn lên đến đồng, giữ lại làm tròn xuống", () => {
    const ledger = open({ ...TERMS, retentionPermille: 33 });
    paid(ledger, [], advanced(100_000_001));
    // 0,001 t = 10.000 đ. Due: 100.000.001 × 10.000 / 800.000.000 = 1.250,0000125 → 1.251 đ. Kept back: 330 đ.
    expect(paid(ledger, [tonnes(1)]).money).toEqual([10_000, 1251, 330, 8419]);
    // 20.000 accepted: due 2.500,000025 → 2.501, less 1.251: 1.250 đ.
    expect(paid(ledger, [tonnes(1)]).money).toEqual([10_000, 1250, 330, 8420]);
  });

  it("hồ sơ cuối thu hồi hết phần còn lại; chưa thu hồi hết thì chưa quyết toán được", () => {
    const ledger = open();
    paid(ledger, [], advanced(300_000_000));
    const settle = (outcome: 1 | 2) =>
      ledger.say("owner", "settlement.check", {
        ...{ project: province.dyke, outcome, bandPermille: 0 },
        document: "Báo cáo quyết toán số 3",
        reason: "Kiểm tra trước quyết toán dự án",
      });
    expect([word(settle(1)), numbers(settle(1))]).toEqual(["refused: settlement-advance", { left_vnd: 300_000_000 }]);
    expect(word(settle(2))).toBe("ok");
    // 50 t = 500.000.000 đ: in proportion only 187.500.000 would be due. Kept back 25.000.000.
    const last = paid(ledger, [tonnes(50_000)], { kind: CLAIM_KIND.final });
    expect(last.money).toEqual([500_000_000, 300_000_000, 25_000_000, 175_000_000]);
    expect(word(settle(1))).toBe("ok");
    // The settlement adds it all up.
    expect(ledger.book.need("settlement", province.dyke).money).toEqual({
      advancedDong: 300_000_000,
      clearedDong: 300_000_000,
      acceptedDong: 500_000_000,
      retainedDong: 25_000_000,
      releasedDong: 0,
    });
  });

  it("kết quả bị hủy thì số dư tạm ứng và tiền giữ lại trở về đúng như trước", () => {
    const ledger = open();
    paid(ledger, [], advanced(300_000_000));
    const before = moneyOf(ledger);
    const { decision } = paid(ledger, [tonnes(40_000)]);
    expect(moneyOf(ledger)).not.toEqual(before);
    const why = { document: "Quyết định số 5", reason: "Nhầm hồ sơ khi ký kết quả" };
    const proposal = ledger.must("officer", "decision.reverse", { decision, ...why });
    ledger.must("approver", "approve", { proposal });
    expect(moneyOf(ledger)).toEqual(before);
  });
});

describe("tiền giữ lại (retention)", () => {
  it("chi trả một lần: không quá phần đang giữ, không hai lần", () => {
    const ledger = open();
    // 40 t: 400.000.000 đ accepted, 20.000.000 kept back.
    expect(paid(ledger, [tonnes(40_000)]).money).toEqual([400_000_000, 0, 20_000_000, 380_000_000]);
    expect(word(asks(ledger, released(20_000_001)))).toBe("refused: retention-over");
    expect(paid(ledger, [], released(20_000_000)).money).toEqual([20_000_000, 0, 0, 20_000_000]);
    expect(retentionLeftDong(moneyOf(ledger))).toBe(0);
    expect(word(asks(ledger, released(1)))).toBe("refused: retention-over");
    // It is money of work that was accepted already: no work is accepted by it.
    expect(moneyOf(ledger)).toMatchObject({ acceptedDong: 400_000_000, releasedDong: 20_000_000 });
  });

  it("hồ sơ chi trả tiền giữ lại không kèm dòng công việc, và ngược lại", () => {
    const ledger = open();
    const both = annexOf(province, [tonnes(1)], { kind: CLAIM_KIND.retention, releaseDong: 1 });
    expect(word(ledger.say("builderB", "annex.propose", both))).toBe("refused: bad-terms");
    expect(word(asks(ledger, { kind: CLAIM_KIND.retention }))).toBe("refused: bad-terms");
    expect(word(asks(ledger, { ...advanced(1), releaseDong: 1 }))).toBe("refused: bad-terms");
  });
});

describe("điều chỉnh giá (an adjustment of price is a line of its own kind)", () => {
  /** The difference of price of so much work that a dossier paid. */
  const dearer = (adjusts: number, milli: number, dong: number) => ({
    ...tonnes(milli),
    adjusts,
    ...priced(milli, dong),
  });
  const priced = (milli: number, unitPriceDong: number) => ({
    unitPriceDong,
    valueDong: (milli * unitPriceDong) / 1000,
  });

  it("không tính vào khối lượng của hợp đồng, không vượt giá trị điều chỉnh; hợp đồng trọn gói thì không có", () => {
    const ledger = open();
    const { annex } = paid(ledger, [tonnes(100_000)]);
    const say = (line: ReturnType<typeof dearer>) =>
      word(ledger.fork().say("builderB", "annex.propose", annexOf(province, [line])));
    // The contract is claimed to its end: no work is left, 100 t × 500.000 đ = 50.000.000 đ of adjustment are.
    expect([say(tonnes(1) as ReturnType<typeof dearer>), say(dearer(annex, 100_000, 500_000))]).toEqual([
      "refused: contract-quantity",
      "ok",
    ]);
    expect(say(dearer(annex, 100_000, 500_001))).toBe("refused: contract-adjustment");
    paid(ledger, [dearer(annex, 60_000, 500_000)]);
    // 30 million have been adjusted: 20 million are left.
    expect([say(dearer(annex, 40_000, 500_000)), say(dearer(annex, 40_000, 500_001))]).toEqual([
      "ok",
      "refused: contract-adjustment",
    ]);
    const { adjustmentDong: _, ...fixed } = TERMS;
    const other = open(fixed);
    const first = paid(other, [tonnes(10_000)]).annex;
    const line = dearer(first, 10_000, 1000);
    expect(word(other.say("builderB", "annex.propose", annexOf(province, [line])))).toBe(
      "refused: contract-adjustment",
    );
  });
});

/** Tax codes of two firms; a branch adds a hyphen and three digits. */
const [FIRM, OTHER_FIRM] = ["0100000003", "0100000010"];

describe("F40: né thu hồi bằng đơn vị mới cùng 10 số đầu của mã số thuế (recoveries follow the firm)", () => {
  /** A firm as two parties, the second of which builds a road of the same treasury, or of another. */
  async function firms(codes: readonly [string, string], ownTreasury = true) {
    const ledger = base.fork();
    const parties = codes.map((taxCode, i) =>
      ledger.must("root0", "party.register", {
        name: `Công ty Xây lắp số ${i + 1}`,
        roles: [ROLE.contractor],
        taxCode,
      }),
    );
    for (const [i, party] of parties.entries()) await giveDevice(ledger, `firm${i}`, party);
    const { owner, supervisor } = province;
    const treasury = ownTreasury
      ? province.treasury
      : ledger.must("root0", "party.register", { name: "Kho bạc khác", roles: [ROLE.treasury] });
    const works = parties.map((contractor, i) => {
      const packages = [{ number: 2, name: "Gói thầu số 2", contractor }];
      const of = { owner, supervisor, treasury: i === 0 ? province.treasury : treasury, packages };
      return ledger.must("authority", "project.register", { code: `801111${i}`, name: `Đường số ${i}`, ...of });
    });
    const claim = (i: 0 | 1, advanceDong: number) => {
      const body = annexOf(province, [], { project: works[i]!, ...advanced(advanceDong) });
      const entry = ledger.write(`firm${i}`, "annex.propose", body);
      const annex = indexOf(ledger.bring(entry));
      for (const who of ["supervisor", "owner"]) ledger.must(who, "annex.cosign", { annex, entryId: entry.id });
      return annex;
    };
    const decision = indexOf(decide(ledger, claim(0, 90_000_000)).decision!);
    const recovery = ledger.agree("officer", "approver", "recovery.open", {
      ...{ decision, amountDong: 30_000_000, document: "Quyết định thu hồi số 4" },
      reason: "Kiểm soát sau thanh toán: chi thừa",
    });
    return { ledger, works, recovery, setOffs: figuresOf(ledger, claim(1, 20_000_000)).figures.setOffs, claim };
  }

  it("F40: chi nhánh là đơn vị thứ hai, dự án thứ hai: 20 trong 30 triệu bị trừ ngay, còn 10 triệu cho lần sau", async () => {
    const { ledger, recovery, setOffs, claim, works } = await firms([FIRM, `${FIRM}-001`]);
    expect(setOffs).toEqual([{ recovery, takenDong: 20_000_000, returnedDong: 0 }]);
    const annex = claim(1, 20_000_000);
    expect(word(decide(ledger, annex).decision!)).toBe("ok");
    expect(figuresOf(ledger, claim(1, 50_000_000)).figures.setOffs).toEqual([
      { recovery, takenDong: 10_000_000, returnedDong: 0 },
    ]);
    // What is open belongs to the project whose result paid too much.
    const settle = (project: number) =>
      ledger.say("owner", "settlement.check", {
        ...{ project, outcome: 1, bandPermille: 0, document: "Báo cáo số 3", reason: "Kiểm tra trước quyết toán" },
      });
    expect(word(settle(works[0]!))).toBe("refused: settlement-recovery");
    const rest = { recovery, amountDong: 10_000_000, document: "Giấy nộp tiền số 77" };
    ledger.agree("officer", "approver", "recovery.close", { ...rest, means: RECOVERY_CLOSURE.paidIn });
    expect(word(settle(works[0]!))).toBe("refused: settlement-advance");
  });

  it("F40: hai chi nhánh cùng 10 số đầu là cùng một pháp nhân", async () => {
    const { recovery, setOffs } = await firms([`${FIRM}-001`, `${FIRM}-002`]);
    expect(setOffs).toMatchObject([{ recovery, takenDong: 20_000_000 }]);
  });

  it("F40, thật: công ty khác mã số thuế không bị trừ tiền của người khác; kho bạc khác không trừ thay", async () => {
    expect((await firms([FIRM, OTHER_FIRM])).setOffs).toEqual([]);
    expect((await firms([FIRM, `${FIRM}-001`], false)).setOffs).toEqual([]);
  });
});
