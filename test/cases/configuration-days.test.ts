// Những gì đặt theo ngày (what is set for stated days): lịch nghỉ, lời văn giấy tờ và bộ quy tắc là mục sổ; hết ngày thì sổ nói rõ và chạy tiếp.
import { beforeAll, describe, expect, it } from "vitest";
import { demoRules, type Province } from "../../src/demo/province.ts";
import type { RuleSet } from "../../src/format/bodies/ruleset.ts";
import { CLAIM_KIND } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { readAct } from "../../src/pages/office/act-fields.ts";
import { rulesAt } from "../../src/rules/acts/context.ts";
import { controlDeadline, deadlineOf } from "../../src/rules/numbers/deadline.ts";
import { endOfDay, startOfDay } from "../../src/rules/numbers/time.ts";
import { configuredAt } from "../../src/rules/readings/configured.ts";
import { calendarIn, textsAt } from "../../src/rules/registry/configuration.ts";
import { FIRST_TEXTS } from "../../src/words/first-configuration.ts";
import { type Ledger, openProvince, type Said, word } from "../rules/ledger.ts";

let base: Ledger;
let province: Province;
beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
});

/** An hour of a day in Vietnam. */
const at = (text: string) => Date.parse(`${text}:00+07:00`);
const on = (ledger: Ledger, day: string) => {
  ledger.nowMs = at(`${day}T08:00`);
  return ledger;
};
const dueOf = (ledger: Ledger, complete: string) => {
  const { day, sure } = deadlineOf(calendarIn(ledger.book), at(complete), 2);
  return { day, sure };
};
const signalsOf = (ledger: Ledger, code: string) =>
  ledger.leaves.flatMap(({ changes }) => changes.signals).filter((each) => each.code === code);

/** Holidays of a year, proposed by the treasury and approved by a root. */
function holidays(
  ledger: Ledger,
  year: number,
  days: readonly number[],
  other: Partial<Body<"calendar.set">> = {},
): Said {
  const off = days.map((day) => ({ day: year * 10_000 + day }));
  return ledger.together("officer", "root0", "calendar.set", {
    year,
    document: `Thông báo lịch nghỉ ${year}`,
    off,
    ...other,
  });
}
/** Wording, proposed by the treasury and approved by a root. */
function wording(ledger: Ledger, body: Body<"texts.set">): Said {
  return ledger.together("officer", "root0", "texts.set", body);
}
/** A rule set, carried by two roots. */
function ruled(ledger: Ledger, other: Partial<RuleSet>): Said {
  return ledger.together("root0", "root1", "rules.set", { ...demoRules(ledger.nowS), ...other });
}

describe("H26: lịch nghỉ hết ở năm 2027 (the table of holidays ends)", () => {
  it("H26: hồ sơ đủ ngày 30/12/2027: có hạn, chỉ trừ thứ bảy, chủ nhật, và nói rõ", () => {
    // 30/12/2027 is a Thursday: Friday 31/12 is the first working day, Monday 03/01/2028 the second.
    expect(dueOf(base, "2027-12-30T08:00")).toEqual({ day: 20280103, sure: "weekends" });
    // 03/01/2028 is a Monday: Tuesday and Wednesday.
    expect(dueOf(base, "2028-01-03T08:00")).toEqual({ day: 20280105, sure: "weekends" });
    // Inside 2027, whose holidays were reckoned ahead of the Government's paper.
    expect(dueOf(base, "2027-11-10T08:00")).toEqual({ day: 20271112, sure: "provisional" });
    expect(dueOf(base, "2026-11-10T08:00")).toEqual({ day: 20261112, sure: "fixed" });
  });

  it("H26: lịch 2028 nhập từ trang của Kho bạc, một khóa gốc duyệt: không cần bản phần mềm mới", () => {
    const ledger = on(base.fork(), "2027-11-20");
    expect(word(holidays(ledger, 2027, [101, 205, 208, 209, 210, 211]))).toBe("ok");
    // New Year's Day of 2028 is a Saturday, made good on Monday 03/01.
    const said = ledger.say("officer", "calendar.set", {
      year: 2028,
      document: "Thông báo lịch nghỉ 2028",
      off: [{ day: 20280103, name: "Nghỉ bù Tết Dương lịch" }],
    });
    if ("refused" in said) throw new Error(said.refused.code);
    // Nothing holds until a root approves; a colleague of the office does not suffice.
    expect(word(ledger.fork().say("approver", "approve", { proposal: said.index }))).toBe("refused: no-standing");
    expect(dueOf(ledger, "2027-12-30T08:00").day).toBe(20280103);
    expect(word(ledger.say("root1", "approve", { proposal: said.index }))).toBe("ok");
    // Friday 31/12, then Tuesday 04/01.
    expect(dueOf(ledger, "2027-12-30T08:00")).toEqual({ day: 20280104, sure: "fixed" });
  });

  it("ngày làm bù tính là ngày làm việc; tạm ứng một ngày, và quy tắc đổi được số ngày", () => {
    const ledger = on(base.fork(), "2027-11-20");
    // Friday 07/01/2028 off, Saturday 08/01 worked in exchange.
    holidays(ledger, 2028, [107], { worked: [20280108] });
    expect(dueOf(ledger, "2028-01-05T08:00").day).toBe(20280108);
    const calendar = calendarIn(ledger.book);
    expect(controlDeadline(calendar, at("2028-01-05T08:00"), CLAIM_KIND.advance).day).toBe(20280106);
    // A decree that gives three working days: 06/01, 08/01 and Monday 10/01.
    const days = { claim: 3, advance: 2 };
    expect(controlDeadline(calendar, at("2028-01-05T08:00"), CLAIM_KIND.interim, days).day).toBe(20280110);
    expect(word(ruled(ledger, { controlDays: days }))).toBe("ok");
    ledger.pass(1);
    expect(rulesAt(ledger.book.need("rules", 0), ledger.nowS).set.controlDays).toEqual(days);
  });

  it("bỏ cách một năm, ghi ngày của năm khác, ghi trùng: hỏi lại; thay lịch phải nêu mục bị thay", () => {
    const ledger = on(base.fork(), "2027-11-20");
    expect(word(holidays(ledger, 2029, [101]))).toBe("refused: days-gap");
    expect(word(holidays(ledger, 2028, [103], { worked: [20270108] }))).toBe("refused: bad-terms");
    expect(word(holidays(ledger, 2028, [103], { worked: [20280103] }))).toBe("refused: bad-terms");
    const first = holidays(ledger, 2028, [103]);
    if ("refused" in first) throw new Error(first.refused.code);
    expect(word(holidays(ledger, 2028, [103, 126]))).toBe("refused: days-overlap");
    expect(word(holidays(ledger, 2028, [103, 126], { replaces: first.index }))).toBe("ok");
    // Wednesday 26/01/2028 is off since: from Monday 24/01 the second working day is Thursday.
    expect(dueOf(ledger, "2028-01-24T08:00").day).toBe(20280127);
  });

  it("cột ngày dán vào trang là một lịch: mỗi dòng một ngày và tên", () => {
    const off = "03/01/2028 Nghỉ bù Tết Dương lịch\n26/01/2028 -\n27/01/2028";
    const typed = { year: "2028", document: "Thông báo số 1", off, worked: "08/01/2028" };
    expect(readAct("calendar.set", typed, "vi")).toEqual({
      year: 2028,
      document: "Thông báo số 1",
      off: [{ day: 20280103, name: "Nghỉ bù Tết Dương lịch" }, { day: 20280126 }, { day: 20280127 }],
      worked: [20280108],
    });
  });
});

describe("báo trước khi hết ngày (told months before)", () => {
  it("90 ngày trước 31/12 mà chưa có lịch năm sau thì báo; có rồi thì không", () => {
    const told = (next: boolean) => {
      const ledger = on(base.fork(), "2026-12-01");
      holidays(ledger, 2027, [101]);
      if (next) holidays(ledger, 2028, [103]);
      // 31/12/2027 less 90 days is 02/10/2027.
      on(ledger, "2027-10-01").must("operator", "clock.tick", {});
      const before = signalsOf(ledger, "configuration-ends").length;
      on(ledger, "2027-10-03").must("operator", "clock.tick", {});
      return [before, signalsOf(ledger, "configuration-ends").length];
    };
    expect(told(false)).toEqual([0, 1]);
    expect(told(true)).toEqual([0, 0]);
  });

  it("trang cấu hình nói điều gì sắp hết, kể cả với lịch ban đầu của sổ", () => {
    const ending = (day: string) => configuredAt(base.book, province.treasury, at(`${day}T08:00`) / 1000).ending;
    // The first table has 2026 fixed by a paper: told from 02/10/2026 on.
    expect(ending("2026-10-01")).toEqual([]);
    expect(ending("2026-10-02")).toEqual([{ of: "calendar", until: 20261231 }]);
  });

  it("bộ quy tắc quá ngày cuối vẫn áp dụng; bộ sau phải nối liền hoặc nêu bộ bị thay", () => {
    const ledger = base.fork();
    const first = ruled(ledger, { until: 20270630, lossPermille: 25 });
    if ("refused" in first) throw new Error(first.refused.code);
    const later = on(ledger.fork(), "2027-12-30");
    later.must("operator", "clock.tick", {});
    expect(rulesAt(later.book.need("rules", 0), later.nowS).set.lossPermille).toBe(25);
    expect(signalsOf(later, "configuration-ends")).toMatchObject([{ figures: { until_s: endOfDay(20270630) } }]);
    expect(word(ruled(ledger.fork(), { fromS: startOfDay(20270702) }))).toBe("refused: days-gap");
    expect(word(ruled(ledger.fork(), { fromS: startOfDay(20270701) }))).toBe("ok");
    expect(word(ruled(ledger.fork(), { fromS: startOfDay(20270301) }))).toBe("refused: days-overlap");
    expect(word(ruled(ledger.fork(), { fromS: startOfDay(20270301), replaces: first.index }))).toBe("ok");
  });

  it("thật: bộ quy tắc không nêu ngày cuối thì thay lúc nào cũng được, không cảnh báo", () => {
    const ledger = base.fork();
    expect(word(ruled(ledger, { lossPermille: 25 }))).toBe("ok");
    expect(word(ruled(ledger, { fromS: startOfDay(20280101) }))).toBe("ok");
    on(ledger, "2027-12-30").must("operator", "clock.tick", {});
    expect(signalsOf(ledger, "configuration-ends")).toEqual([]);
  });
});

describe("lời văn giấy tờ của Kho bạc (the wording of the treasury's papers)", () => {
  const change = { document: "Quyết định số 8/QĐ-KBNN", office: "TRƯỞNG KHO BẠC" };

  it("Kho bạc đề xuất, khóa gốc duyệt; phần không nêu giữ nguyên, giấy tờ của ngày trước giữ lời cũ", () => {
    const ledger = base.fork();
    const { treasury } = province;
    expect(word(wording(ledger, { from: 20261201, ...change }))).toBe("ok");
    expect(textsAt(ledger.book, treasury, startOfDay(20261201) - 1)).toEqual(FIRST_TEXTS);
    expect(textsAt(ledger.book, treasury, startOfDay(20261201))).toEqual({ ...FIRST_TEXTS, office: "TRƯỞNG KHO BẠC" });
    // Another treasury keeps the wording of all.
    expect(textsAt(ledger.book, province.owner, startOfDay(20261201))).toEqual(FIRST_TEXTS);
    // A later change of the symbol alone keeps the office that was set before.
    expect(word(wording(ledger, { from: 20270101, document: "Quyết định số 9", symbol: "TB-KBSL" }))).toBe("ok");
    expect(textsAt(ledger.book, treasury, startOfDay(20270101))).toMatchObject({
      symbol: "TB-KBSL",
      office: "TRƯỞNG KHO BẠC",
    });
  });

  it("ghi lùi ngày thì chỉ có hiệu lực sau khi được duyệt: giấy tờ đã ký không đổi lời", () => {
    const ledger = base.fork();
    const signedS = ledger.nowS;
    ledger.pass(60);
    expect(word(wording(ledger, { from: 20260101, ...change }))).toBe("ok");
    expect(textsAt(ledger.book, province.treasury, signedS).office).toBe("GIÁM ĐỐC");
    ledger.pass(1);
    expect(textsAt(ledger.book, province.treasury, ledger.nowS).office).toBe("TRƯỞNG KHO BẠC");
  });

  it("một người Kho bạc, nhà thầu, hay Sở không tự đổi được lời văn", () => {
    const ledger = base.fork();
    const body = { from: 20261201, ...change };
    const said = ledger.say("officer", "texts.set", body);
    if ("refused" in said) throw new Error(said.refused.code);
    expect(word(ledger.say("approver", "approve", { proposal: said.index }))).toBe("refused: no-standing");
    expect(word(ledger.say("builderA", "texts.set", body))).toBe("refused: no-standing");
    expect(word(ledger.say("authority", "texts.set", body))).toBe("refused: no-standing");
    expect(word(ledger.say("officer", "texts.set", { from: 20261201, document: "Quyết định số 8" }))).toBe(
      "refused: bad-terms",
    );
    expect(textsAt(ledger.book, province.treasury, startOfDay(20261202))).toEqual(FIRST_TEXTS);
  });
});
