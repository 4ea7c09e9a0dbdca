// Một khối cát nặng bao nhiêu, theo văn bản nào: factor rows, and the one that counts on a day for a project. Figures by hand.

import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { MATERIAL, RECIPE_SOURCE } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { hashFigures } from "../../src/rules/payment/figures.ts";
import { chosenRow } from "../../src/rules/registry/factor.ts";
import { type Ledger, openProvince, word } from "../rules/ledger.ts";
import { annexOf, completeAnnex, figuresOf, sandToDyke, workLine } from "../rules/world.ts";
import { until } from "./people.ts";

let base: Ledger;
let province: Province;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
});

/** A row for loose sand of medium fineness. */
function row(kgM3: number, other: Partial<Body<"factor.set">> = {}): Body<"factor.set"> {
  const label = "cát, mô đun độ lớn 1,5–2,0";
  return {
    material: 1,
    use: 1,
    numerator: kgM3,
    denominator: 1,
    document: `Công bố ${kgM3}`,
    from: 20260101,
    label,
    ...other,
  };
}

function recipe(factor: number, other: Partial<Body<"recipe.set">> = {}): Body<"recipe.set"> {
  const lines = [{ material: MATERIAL.sand, numerator: 122, denominator: 100, factor }];
  const names = { code: "AB.13499", name: "Đắp nền bằng cát mịn, K95", unit: "m³", document: "Định mức số 9" };
  return { ...names, source: 3, waste: 1, lines, ...other };
}

describe("hệ số được dùng (the row that counts)", () => {
  it("là dòng của dự án, rồi theo mức ưu tiên, rồi của tỉnh trước cả nước, rồi mới hơn; mỗi ngày một dòng", () => {
    const ledger = base.fork();
    const set = (body: Body<"factor.set">, who = "authority") =>
      ledger.agree(who, who === "authority" ? "deputy" : "owner", "factor.set", body);
    const country = set(row(1310));
    const counts = (day: number, project: number | null = null) =>
      chosenRow(ledger.book, ledger.book.need("factor", country), day, project);
    expect(counts(20261110)).toBe(country);
    const ours = set(row(1330, { province: "42" }));
    expect(counts(20261110)).toBe(ours);
    // Another province's row is none of ours.
    set(row(1200, { province: "40", precedence: 9 }));
    expect(counts(20261110)).toBe(ours);
    const newer = set(row(1340, { province: "42", from: 20261201 }));
    expect([counts(20261130), counts(20261201)]).toEqual([ours, newer]);
    const decree = set(row(1300, { precedence: 3, from: 20261115, until: 20261231 }));
    expect([counts(20261114), counts(20261115), counts(20261231), counts(20270101)]).toEqual([
      ours,
      decree,
      decree,
      newer,
    ]);
    const test = set(row(1290, { project: province.dyke }), "supervisor");
    expect([counts(20261120, province.dyke), counts(20261120, province.bridge)]).toEqual([test, decree]);
    expect(counts(20251231)).toBeUndefined();
  });

  it("không phải do người quy đổi chọn: dòng nhẹ hơn, hết hạn, của dự án khác hay của vật liệu khác đều bị từ chối", () => {
    const ledger = base.fork();
    const light = ledger.agree("authority", "deputy", "factor.set", row(1200));
    expect(word(ledger.fork().together("authority", "deputy", "recipe.set", recipe(light)))).toBe("ok");
    const ours = ledger.agree("authority", "deputy", "factor.set", row(1330, { precedence: 1 }));
    expect(ledger.together("authority", "deputy", "recipe.set", recipe(light))).toMatchObject({
      refused: { code: "factor-outranked", figures: { factor: light, by: ours, document: "Công bố 1330" } },
    });
    expect(word(ledger.together("authority", "deputy", "recipe.set", recipe(ours)))).toBe("ok");
    const old = ledger.agree("authority", "deputy", "factor.set", row(1250, { until: 20260630, precedence: 5 }));
    expect(word(ledger.together("authority", "deputy", "recipe.set", recipe(old)))).toBe(
      "refused: factor-not-in-force",
    );
    const test = ledger.agree("supervisor", "owner", "factor.set", row(1290, { project: province.dyke }));
    expect(word(ledger.together("authority", "deputy", "recipe.set", recipe(test)))).toBe("refused: not-found");
    const stone = ledger.agree("authority", "deputy", "factor.set", row(1550, { material: 6 }));
    expect(word(ledger.together("authority", "deputy", "recipe.set", recipe(stone)))).toBe("refused: not-found");
    // A limit in cubic metres is converted by the same choice, and by a factor of what the source may give.
    const limit = (factor: number) =>
      word(
        ledger.fork().say("authority", "source.grant", {
          instrument: 1,
          number: "77/GP-UBND",
          issuer: "Ủy ban nhân dân tỉnh Sông Lam",
          holder: province.sandMiner,
          sites: [province.sandMine],
          materials: [1],
          capacityYear: { unit: 3, amount: 1000, factor },
        }),
      );
    expect([limit(light), limit(ours), limit(stone)]).toEqual([
      "refused: factor-outranked",
      "ok",
      "refused: not-found",
    ]);
  });

  it("chỉ do cơ quan quản lý ban hành; giám sát chỉ ký kết quả thí nghiệm cho dự án của mình, không tự đặt ưu tiên", () => {
    const ledger = base.fork();
    const says = (who: string, other: Partial<Body<"factor.set">>) =>
      word(ledger.fork().say(who, "factor.set", row(1290, other)));
    expect(says("supervisor", {})).toBe("refused: no-standing");
    expect(says("supervisor", { project: province.dyke, precedence: 9 })).toBe("refused: no-standing");
    expect(says("supervisor", { project: province.dyke })).toBe("ok");
    expect(says("builderB", { project: province.dyke })).toBe("refused: no-standing");
    expect(says("authority", { until: 20251231 })).toBe("refused: bad-terms");
  });
});

describe("hồ sơ và hệ số (claims and their rows)", () => {
  it("hồ sơ mới theo dòng mới, kết quả cũ tính lại theo dòng cũ cho cùng con số", () => {
    const ledger = base.fork();
    const old = ledger.agree("authority", "deputy", "factor.set", row(1330));
    const before = ledger.agree("authority", "deputy", "recipe.set", recipe(old));
    sandToDyke(ledger, province, [17_000]);
    const line = (of: number) => workLine(10_000, 265_000, of, { code: "AB.13499" });
    const annex = completeAnnex(ledger, province, [line(before)]);
    // 10 × 1,22 × 1.330 = 16.226 kg.
    const first = figuresOf(ledger, annex).figures;
    expect(first.lines[0]!.materials[0]).toMatchObject({ demandKg: 16_226, ledgerKg: 16_226 });
    const newer = ledger.agree("authority", "deputy", "factor.set", row(1400, { from: 20261111 }));
    until(ledger, 20261111, 8);
    expect(word(ledger.say("builderB", "annex.propose", annexOf(province, [line(before)])))).toBe(
      "refused: factor-outranked",
    );
    const after = ledger.agree("authority", "deputy", "recipe.set", recipe(newer));
    const next = completeAnnex(ledger, province, [line(after)]);
    // 10 × 1,22 × 1.400 = 17.080 kg.
    expect(figuresOf(ledger, next).figures.lines[0]!.materials[0]).toMatchObject({ demandKg: 17_080 });
    expect(hashFigures(figuresOf(ledger, annex).figures)).toEqual(hashFigures(first));
  });

  it("đất đắp không có thí nghiệm của dự án: theo dõi thì cảnh báo, chặn thì không nhận hồ sơ; có thí nghiệm thì tính", async () => {
    const tries = async (fillPhase: 1 | 3) => {
      const { ledger } = await openProvince({ fillPhase });
      const earth = row(1450, { material: 4, use: 3, label: "đất đắp K95" });
      const general = ledger.agree("authority", "deputy", "factor.set", earth);
      const lines = [{ material: MATERIAL.fill, numerator: 113, denominator: 100, factor: general }];
      const norm = ledger.agree("authority", "deputy", "recipe.set", recipe(general, { lines }));
      const line = (of: number) => workLine(100_000, 90_000, of, { code: "AB.13499" });
      const untested = ledger.say("builderB", "annex.propose", annexOf(province, [line(norm)]));
      const signals = "index" in untested ? ledger.signals(untested.index) : [];
      const test = ledger.agree("supervisor", "owner", "factor.set", {
        ...earth,
        numerator: 1812,
        project: province.dyke,
      });
      const own = { lines: [{ ...lines[0]!, factor: test }], source: RECIPE_SOURCE.mixDesign, project: province.dyke };
      const mix = ledger.agree("supervisor", "owner", "recipe.set", recipe(test, own));
      const outranked = ledger.say("builderB", "annex.propose", annexOf(province, [line(norm)]));
      const annex = completeAnnex(ledger, province, [line(mix)]);
      const { demandKg } = figuresOf(ledger, annex).figures.lines[0]!.materials[0]!;
      return [word(untested), signals, word(outranked), demandKg];
    };
    // 100 × 1,13 × 1.812 = 204.756 kg.
    expect(await tries(1)).toEqual([
      "ok",
      ["factor-needs-test", "contract-missing"],
      "refused: factor-outranked",
      204_756,
    ]);
    expect(await tries(3)).toEqual(["refused: factor-needs-test", [], "refused: factor-outranked", 204_756]);
  });
});
