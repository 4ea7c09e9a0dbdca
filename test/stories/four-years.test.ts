// Cầu Bến Thủy, 2026–2030: one bridge over four years. Its supervisor is replaced, a member leaves its joint venture, its quarry goes on under
// another licence of another holder, province and treasury merge; it is paid by an advance, three claims, an adjustment of price, less a
// recovery, and is settled. Every figure by hand.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import type { AnnexLine } from "../../src/format/bodies/payment.ts";
import {
  CLAIM_KIND,
  INSTRUMENT,
  MATERIAL,
  MEASURE,
  OUTCOME,
  POSITION,
  ROLE,
  SETTLEMENT_OUTCOME,
  SITE_TYPE,
} from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import type { ResultFact } from "../../src/rules/book/facts.ts";
import { moneyOf } from "../../src/rules/payment/claim.ts";
import { hashFigures } from "../../src/rules/payment/figures.ts";
import { packageMoney } from "../../src/rules/payment/package-money.ts";
import { balanceOf, payableDong } from "../../src/rules/payment/recovery.ts";
import { membersOf } from "../../src/rules/registry/contract.ts";
import { type Ledger, openProvince, type Said, word } from "../rules/ledger.ts";
import { figuresOf, receipt, reviewOf } from "../rules/world.ts";
import { byGrade, drawn, giveDevice, grant, numbers, place, stockOf, until, way, welcome } from "./people.ts";

const tonnes = (amount: number) => ({ unit: 2 as const, amount });

/** Who signs in a chair at the time. */
const chairs = { supervisor: "supervisor", officer: "officer", approver: "approver" };

let ledger: Ledger;
let province: Province;
let bridge: number;
let contract: number;
const party = { miner: 0, heir: 0, member: 0, second: 0, region: 0, merged: 0 };
const source: Record<"old" | "renewed", number> = { old: 0, renewed: 0 };
let mine: number;
let recovery: number;
let route: number;
/** What was decided, with what the book said of it that day. */
const results: { annex: number; decision: number; paidDong: number; then: ResultFact }[] = [];

/** Proposes and has everyone approve in turn; the last word. */
function signed(by: string, kind: Parameters<Ledger["say"]>[1], body: unknown, then: readonly string[]): Said {
  let said = ledger.say(by, kind, body as never);
  if ("refused" in said) return said;
  const proposal = said.index;
  for (const who of then) said = ledger.say(who, "approve", { proposal });
  ledger.pass(1);
  return said;
}

/** The lorries' yearly inspection. */
function inspect(authority: string, day: number): void {
  for (const vehicle of province.trucks.slice(0, 5))
    ledger.must(authority, "vehicle.inspect", { vehicle, inspectedUntil: day, document: "Giấy chứng nhận kiểm định" });
}

/** Loads of 17 t of sand from the quarry to the bridge, one lorry each. */
function haul(miner: string, from: number, receiver: string, loads: number): void {
  for (let truck = 0; truck < loads; truck++) {
    const load = { route, vehicle: province.trucks[truck]!, source: from, material: MATERIAL.sand, massKg: 17_000 };
    const slip = ledger.must(miner, "slip.issue", { ...load, measure: MEASURE.volume, package: 1 });
    ledger.pass(46);
    ledger.must(receiver, "load.receive", receipt(slip, bridge, 17_000, { package: 1 }));
  }
}

const sandKg = () => ledger.kg(`project/${bridge}/1/0/${MATERIAL.sand}`);

/** A contract line claimed: 1 is the sand fill at 265.000 đ, 2 the steel at 10.000.000 đ. */
function filling(cubicMetres: number): AnnexLine {
  return {
    ...{ code: "AB.13410", name: "Đắp cát đường dẫn, K95", unit: "m³", recipe: province.embankment, contractLine: 1 },
    ...{ quantityMilli: cubicMetres * 1000, unitPriceDong: 265_000, valueDong: cubicMetres * 265_000 },
  };
}
function steel(weight: number, price = 10_000_000): AnnexLine {
  return {
    ...{ code: "AF.61120", name: "Cốt thép mố, trụ", unit: "tấn", contractLine: 2 },
    ...{ quantityMilli: weight * 1000, unitPriceDong: price, valueDong: weight * price },
  };
}

/** A dossier signed by contractor, supervisor and owner of the day. */
function dossier(lines: AnnexLine[], other: Partial<Body<"annex.propose">> = {}): number {
  const number = results.length + 1;
  const body = { project: bridge, package: 1, number, kind: CLAIM_KIND.interim, lines, ...other };
  const entry = ledger.write("builderB", "annex.propose", body);
  const said = ledger.bring(entry);
  if ("refused" in said) throw new Error(JSON.stringify(said.refused));
  for (const who of [chairs.supervisor, "owner"])
    ledger.must(who, "annex.cosign", { annex: said.index, entryId: entry.id });
  return said.index;
}

/** The treasury of the day pays a dossier in full; accepted, cleared, kept back, set off, paid out. */
function pay(annex: number): number[] {
  const { figures } = figuresOf(ledger, annex);
  const review = ledger.write(chairs.officer, "review.make", reviewOf(ledger, annex, OUTCOME.pay));
  const reviewed = ledger.bring(review);
  if ("refused" in reviewed) throw new Error(JSON.stringify(reviewed.refused));
  const decision = ledger.must(chairs.approver, "decision.sign", {
    ...{ review: reviewed.index, reviewId: review.id, annex, outcome: OUTCOME.pay, figuresHash: hashFigures(figures) },
    ...{ ...moneyOf(figures, OUTCOME.pay), bases: ["Nghị định số 254/2025/NĐ-CP"], text: "Số liệu khớp sổ gốc." },
  });
  const then = ledger.book.need("result", decision);
  results.push({ annex, decision, paidDong: payableDong(figures), then });
  ledger.pass(1);
  const { acceptedDong, clearedDong, retainedDong, setOffs } = figures;
  const takenDong = setOffs.reduce((sum, each) => sum + each.takenDong, 0);
  return [acceptedDong, clearedDong, retainedDong, takenDong, payableDong(figures)];
}

const claimedLeft = () => packageMoney(ledger.book, bridge, 1);
const settle = (outcome: 1 | 2) =>
  ledger.say("owner", "settlement.check", {
    ...{ project: bridge, outcome, bandPermille: 0, document: "Báo cáo quyết toán số 9" },
    reason: "Kiểm tra trước quyết toán dự án hoàn thành",
  });

beforeAll(async () => {
  ({ ledger, province } = await openProvince());
  for (const [who, name, roles, position] of [
    ["miner", "Hợp tác xã Cát Bến Thủy", [ROLE.mineOperator]],
    ["heir", "Công ty TNHH Khoáng sản Hồng Lĩnh", [ROLE.mineOperator]],
    ["member", "Công ty CP Cầu 12 Hồng Lĩnh", [ROLE.contractor]],
    ["second", "Công ty CP Tư vấn Giám sát Trường Vinh", [ROLE.supervisor]],
    ["region", "Kho bạc Nhà nước khu vực XI", [ROLE.treasury], POSITION.specialist],
    ["merged", "Sở Nông nghiệp và Môi trường tỉnh Lam Hồng", [ROLE.authority]],
  ] as const)
    party[who] = await welcome(ledger, who, name, [...roles], position);
  await giveDevice(ledger, "region2", party.region, POSITION.director);
  await giveDevice(ledger, "merged2", party.merged);
});

describe("cầu Bến Thủy, bốn năm (a bridge over four years)", () => {
  it("2026: hợp đồng 1.031.800.000 đ của liên danh hai nhà thầu, tạm ứng 200 triệu trong mức 206.360.000 đ", () => {
    const { owner, supervisor, treasury, builderB } = province;
    const packages = [{ number: 1, name: "Gói thầu số 1: Mố, trụ, đường dẫn", contractor: builderB }];
    const of = { owner, supervisor, treasury, packages, valueDong: 1_200_000_000 };
    bridge = ledger.must("authority", "project.register", { code: "8123456", name: "Cầu Bến Thủy", ...of });
    mine = place(ledger, SITE_TYPE.mine, "Mỏ cát Bến Thủy", party.miner);
    route = way(ledger, mine, bridge, 45);
    const licence = { instrument: INSTRUMENT.extractionLicence, sites: [mine], materials: [MATERIAL.sand] };
    source.old = grant(ledger, {
      ...{ ...licence, number: "12/GP-UBND", holder: party.miner, until: 20280630 },
      ...{ capacityYear: tonnes(200), capacityDay: tonnes(200), reserve: tonnes(300) },
    });
    // 120 m³ × 265.000 = 31.800.000 đ and 100 t × 10.000.000 = 1.000.000.000 đ: together 1.031.800.000 đ.
    const lines: Body<"contract.register">["lines"] = [
      { ...lineOf(filling(120)), number: 1, recipe: province.embankment },
      { ...lineOf(steel(100)), number: 2, plainBasis: "Định mức AF.61120: không có cát, đá" },
    ];
    const terms = { advancePermille: 200, clearedPermille: 900, retentionPermille: 50, adjustmentDong: 60_000_000 };
    const body = { project: bridge, package: 1, document: "Hợp đồng số 31/2026/HĐ-XD", lines, ...terms };
    contract = ledger.must("builderB", "contract.register", { ...body, members: [party.member] });
    for (const who of ["supervisor", "owner", "member"]) ledger.must(who, "approve", { proposal: contract });

    const advance = { kind: CLAIM_KIND.advance, lines: [] };
    const over = ledger.say("builderB", "annex.propose", {
      ...{ project: bridge, package: 1, number: 99, ...advance, advanceDong: 206_360_001 },
    });
    expect(numbers(over)).toEqual({ asked_vnd: 206_360_001, left_vnd: 206_360_000 });
    expect(pay(dossier([], { ...advance, advanceDong: 200_000_000 }))).toEqual([200_000_000, 0, 0, 0, 200_000_000]);
  });

  it("tháng 12/2026: 5 chuyến 17 tấn; hồ sơ 1: 50 m³ cát và 40 tấn thép, thu hồi 89.003.037 đ, giữ lại 5 %, trả 303.584.463 đ", () => {
    until(ledger, 20261201, 7);
    // The member of the joint venture receives for the package too.
    haul("miner", source.old, "builderB", 3);
    haul("miner", source.old, "member", 2);
    expect(sandKg()).toBe(85_000);
    expect(drawn(ledger, source.old, 2026)).toEqual({ yearKg: 85_000, allKg: 85_000 });
    // 50 × 1,22 × 1.380 = 84.180 kg. Accepted 13.250.000 + 400.000.000 = 413.250.000 đ.
    // Cleared: 200.000.000 × 413.250.000 / (90 % of 1.031.800.000 = 928.620.000) = 89.003.036,76 → 89.003.037 đ. Kept back 20.662.500 đ.
    expect(pay(dossier([filling(50), steel(40)]))).toEqual([413_250_000, 89_003_037, 20_662_500, 0, 303_584_463]);
    expect(sandKg()).toBe(820);
  });

  it("2027: thay tư vấn giám sát có chữ ký của Kho bạc; một thành viên ký rời liên danh", () => {
    until(ledger, 20270315, 8);
    const document = "Quyết định số 40/QĐ-BQLDA";
    const change = { project: bridge, document, supervisor: party.second };
    const replaced = signed("owner", "project.amend", change, ["second", "officer"]);
    expect(word(replaced)).toBe("ok");
    chairs.supervisor = "second";
    const leaving = { contract, document, reason: "Thành viên hoàn thành phần việc, rút khỏi liên danh", members: [] };
    signed("builderB", "contract.amend", leaving, ["second", "owner"]);
    expect(membersOf(ledger.book, { project: bridge, package: 1 })).toEqual([party.member]);
    const proposal = ledger.size - 3;
    ledger.must("member", "approve", { proposal });
    expect(membersOf(ledger.book, { project: bridge, package: 1 })).toEqual([]);
  });

  it("2028: giấy phép hết hạn, mỏ đi tiếp bằng giấy phép khác của chủ khác; 34 tấn còn tại mỏ và phần đã dùng đi theo", () => {
    until(ledger, 20280620, 8);
    const dug = { site: mine, material: MATERIAL.sand, measure: MEASURE.scale };
    ledger.must("miner", "extract.record", { ...dug, source: source.old, day: 20280619, massKg: 34_000 });
    until(ledger, 20280703, 8);
    inspect("authority", 20290630);
    const load = { route, vehicle: province.trucks[0]!, source: source.old, material: MATERIAL.sand, massKg: 17_000 };
    const late = ledger.say("miner", "slip.issue", { ...load, measure: MEASURE.volume, package: 1 });
    expect(word(late)).toBe("refused: source-expired");
    const document = "Giấy phép số 45/GP-UBND ngày 01/07/2028 (chuyển nhượng, gia hạn)";
    const keeper = { site: mine, document, name: "Mỏ cát Bến Thủy – Hưng Lộc", party: party.heir };
    expect(word(signed("authority", "site.amend", keeper, ["heir", "deputy"]))).toBe("ok");
    // 300 t were granted and 85 + 34 t used: 181 t are left, and are what the new licence says.
    source.renewed = grant(ledger, {
      ...{ instrument: INSTRUMENT.extractionLicence, number: "45/GP-UBND", holder: party.heir, sites: [mine] },
      ...{ materials: [MATERIAL.sand], capacityYear: tonnes(150), capacityDay: tonnes(150), reserve: tonnes(181) },
    });
    const goesOn = { source: source.old, successor: source.renewed, document, reserveWhole: 0 };
    expect(word(signed("authority", "source.succeed", goesOn, ["deputy", "heir"]))).toBe("ok");
    expect(ledger.signals(ledger.size - 1)).not.toContain("limit-raised");

    // Five loads: two out of the old heap, three out of the ground. 34 + 51 = 85 t of this year's 150 t.
    haul("heir", source.renewed, "builderB", 5);
    expect(ledger.kg(stockOf(mine, party.miner, MATERIAL.sand, source.old))).toBe(0);
    expect(drawn(ledger, source.renewed, 2028).yearKg).toBe(85_000);
    expect(sandKg()).toBe(85_820);
  });

  it("hồ sơ 2: thu hồi 89.003.037 đ nữa, trả 303.584.463 đ; còn 1.640 kg cát và 21.993.926 đ tạm ứng", () => {
    // Due in all: 200.000.000 × 826.500.000 / 928.620.000 = 178.006.073,53 → 178.006.074 đ, less 89.003.037 cleared: 89.003.037 đ.
    expect(pay(dossier([filling(50), steel(40)]))).toEqual([413_250_000, 89_003_037, 20_662_500, 0, 303_584_463]);
    // 85.820 − 84.180.
    expect(sandKg()).toBe(1640);
    const { advancedDong, clearedDong } = claimedLeft();
    expect(advancedDong - clearedDong).toBe(21_993_926);
  });

  it("2029: hai tỉnh sáp nhập, Kho bạc về khu vực; hậu kiểm thu hồi 5.000.000 đ của hồ sơ 1", () => {
    until(ledger, 20290105, 8);
    const document = "Nghị quyết sắp xếp đơn vị hành chính số 202/2028/QH16";
    const lastDay = 20290331;
    const office = { party: province.authority, successor: party.merged, document, lastDay };
    expect(word(signed("root0", "party.succeed", office, ["root1", "merged"]))).toBe("ok");
    const pays = { party: province.treasury, successor: party.region, document, lastDay };
    expect(word(signed("root0", "party.succeed", pays, ["root1", "region"]))).toBe("ok");
    Object.assign(chairs, { officer: "region", approver: "region2" });
    const opening = {
      ...{ decision: results[1]!.decision, amountDong: 5_000_000, document: "Kết luận kiểm toán số 8" },
      reason: "Hồ sơ 1 tính thừa 0,5 tấn thép",
    };
    recovery = ledger.agree("region", "region2", "recovery.open", opening);
    until(ledger, 20290401, 8);
    const after = { name: "Bãi mới", type: SITE_TYPE.yard, party: province.yardKeeper };
    expect(word(ledger.say("authority", "site.register", after))).toBe("refused: party-succeeded");
    expect(word(ledger.say("merged", "site.register", after))).toBe("ok");
  });

  it("2030, hồ sơ cuối: 20 m³, 20 tấn thép và điều chỉnh giá 40 tấn; trừ hết tạm ứng và 5.000.000 đ thu hồi", () => {
    until(ledger, 20300610, 7);
    inspect("merged", 20310530);
    haul("heir", source.renewed, "builderB", 2);
    expect(sandKg()).toBe(35_640);
    // The renewed licence has given 85 t in 2028, of which 34 t were dug before it, and 34 t in 2030: 181 − 51 − 34 = 96 t are left.
    expect(drawn(ledger, source.renewed, 2030)).toEqual({ yearKg: 34_000, allKg: 204_000 });
    const dearer = { ...steel(40, 500_000), adjusts: results[2]!.annex };
    const annex = dossier([filling(20), steel(20), dearer], { kind: CLAIM_KIND.final });
    // 5.300.000 + 200.000.000 + 20.000.000 = 225.300.000 đ; the last of the advance 21.993.926 đ; kept back 11.265.000 đ.
    // 225.300.000 − 21.993.926 − 11.265.000 − 5.000.000 = 187.041.074 đ.
    expect(pay(annex)).toEqual([225_300_000, 21_993_926, 11_265_000, 5_000_000, 187_041_074]);
    // 20 × 1.683,6 = 33.672 kg of the 35.640 kg.
    expect(byGrade(ledger, `project/${bridge}/1/0/1`)).toEqual([1968, 0, 0]);
    const more = ledger.say("builderB", "annex.propose", {
      ...{ project: bridge, package: 1, number: 98, kind: CLAIM_KIND.interim, lines: [steel(1)] },
    });
    expect(word(more)).toBe("refused: contract-quantity");
  });

  it("trả tiền giữ lại 52.590.000 đ rồi quyết toán: mọi khoản cộng lại đúng 1.046.800.000 đ đã chi", () => {
    // 20.662.500 + 20.662.500 + 11.265.000.
    const release = { kind: CLAIM_KIND.retention, lines: [], releaseDong: 52_590_000 };
    expect(pay(dossier([], release))).toEqual([52_590_000, 0, 0, 0, 52_590_000]);
    expect(word(settle(SETTLEMENT_OUTCOME.clear))).toBe("ok");
    expect(ledger.book.need("settlement", bridge).money).toEqual({
      ...{ advancedDong: 200_000_000, clearedDong: 200_000_000, acceptedDong: 1_051_800_000 },
      ...{ retainedDong: 52_590_000, releasedDong: 52_590_000 },
    });
    // 200.000.000 + 303.584.463 × 2 + 187.041.074 + 52.590.000 = 1.046.800.000 = 1.051.800.000 of work less 5.000.000 recovered.
    expect(results.reduce((sum, { paidDong }) => sum + paidDong, 0)).toBe(1_046_800_000);
    expect(balanceOf(ledger.book, ledger.book.need("recovery", recovery))).toBe(0);
  });

  it("không điều gì đã quyết định đổi lời: các kết quả vẫn mang số của ngày ký, mỏ và dự án giữ tên và chủ cũ", () => {
    for (const { annex, decision, then } of results) {
      expect(ledger.book.need("claim", annex).decision?.index).toBe(decision);
      expect(ledger.book.need("result", decision)).toEqual(then);
    }
    expect(ledger.book.need("site", mine).former).toMatchObject([{ name: "Mỏ cát Bến Thủy", party: party.miner }]);
    expect(ledger.book.need("project", bridge).former).toMatchObject([{ supervisor: province.supervisor }]);
    expect(ledger.book.need("project", bridge).treasury).toBe(province.treasury);
  });
});

function lineOf({ code, name, unit, quantityMilli, unitPriceDong }: AnnexLine) {
  return { code, name, unit, quantityMilli, unitPriceDong };
}
