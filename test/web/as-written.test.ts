// Figures as an office writes them, and typed numbers read back without a guess.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDong, parseMass, parseQuantity, type Typed } from "../../src/words/as-typed.ts";
import {
  formatDate,
  formatDateTime,
  formatDong,
  formatDuration,
  formatKg,
  formatLetterDate,
  formatMoment,
  formatQuantity,
  formatShare,
  formatTonnes,
  shortfallSentence,
} from "../../src/words/as-written.ts";

const outcome = (typed: Typed): number | string => (typed.ok ? typed.value : typed.code);

describe("figures are written as an office writes them", () => {
  test("kilograms, đồng and work quantities carry dots for thousands and a comma for decimals", () => {
    expect(formatKg(73_416)).toBe("73.416 kg");
    expect(formatKg(1_234_567n, "en")).toBe("1,234,567 kg");
    expect(formatDong(98_040_000)).toBe("98.040.000 đ");
    expect(formatDong(98_040_000, "en")).toBe("98,040,000 VND");
    expect(formatDong(9_007_199_254_740_993n)).toBe("9.007.199.254.740.993 đ");
    expect(formatQuantity(81_700)).toBe("81,7");
    expect(formatQuantity(100_000)).toBe("100");
    expect(formatQuantity(1_000_005)).toBe("1.000,005");
    expect(formatQuantity(0)).toBe("0");
    expect(formatQuantity(-81_700, "en")).toBe("\u221281.7");
  });

  test.each([
    [0, "0 phút", "0 minutes"],
    [1, "1 phút", "1 minute"],
    [59, "59 phút", "59 minutes"],
    [60, "1 giờ", "1 hour"],
    [75, "1 giờ 15 phút", "1 hour 15 minutes"],
    [1439, "23 giờ 59 phút", "23 hours 59 minutes"],
    [4320, "3 ngày", "3 days"],
    // A day and five minutes: the two largest units are days and hours.
    [1445, "1 ngày", "1 day"],
    [2_880_120, "2.000 ngày 2 giờ", "2,000 days 2 hours"],
  ])("%i minutes are %s", (minutes, vi, en) => {
    expect([formatDuration(minutes), formatDuration(minutes, "en")]).toEqual([vi, en]);
  });

  test.each([
    [73_416, "73,4"],
    [73_449, "73,4"],
    [73_450, "73,5"],
    [49, "0,0"],
    [50, "0,1"],
    [-49, "0,0"],
    [-50, "\u22120,1"],
    [-73_450, "\u221273,5"],
    [999_950, "1.000,0"],
    [31_350_000, "31.350,0"],
  ])("%d kg read %s tonnes", (massKg, text) => {
    expect(formatTonnes(massKg)).toBe(text);
  });

  test("tonnes are rounded by integers, never by floating point", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), (massKg) => {
        const shown = BigInt(formatTonnes(massKg).replace("\u2212", "-").replaceAll(".", "").replace(",", "")) * 100n;
        const off = shown - massKg;
        expect(off >= -50n && off <= 50n).toBe(true);
      }),
    );
    expect(() => formatTonnes(0.5)).toThrow(RangeError);
  });

  test("a difference is written out and never reads as nothing", () => {
    expect(shortfallSentence(73_416, 60_000)).toBe("thiếu 13,4 tấn");
    expect(shortfallSentence(73_416, 60_000, "en")).toBe("short by 13.4 tonnes");
    expect(shortfallSentence(60_040, 60_000)).toBe("thiếu 40 kg");
    expect(shortfallSentence(60_000, 60_000)).toBe("đủ");
  });

  test("a share short of everything never reads as all of it", () => {
    expect(formatShare(9_999, 10_000)).toBe("99,9 %");
    expect(formatShare(1, 1)).toBe("100,0 %");
    expect(formatShare(0, 0)).toBe("không có");
  });

  test("days and hours are Vietnam's, whatever the machine's zone", () => {
    const lateEvening = Date.UTC(2026, 10, 11, 17, 5);
    expect(formatDateTime(lateEvening)).toBe("12/11/2026 00:05");
    expect(formatMoment(Date.UTC(2026, 10, 12, 7, 20))).toBe("14:20 ngày 12/11/2026");
    expect(formatMoment(Date.UTC(2026, 10, 12, 7, 20), "en")).toBe("14:20 on 12 Nov 2026");
    expect(formatDate(Date.UTC(2026, 11, 31, 17))).toBe("01/01/2027");
    expect(formatLetterDate(Date.UTC(2026, 0, 5))).toBe("ngày 05 tháng 01 năm 2026");
    expect(formatLetterDate(Date.UTC(2026, 9, 15))).toBe("ngày 15 tháng 10 năm 2026");
  });
});

describe("typed numbers are read or refused, never guessed", () => {
  test.each([
    ["18.500", "kg", 18_500],
    ["18 500", "kg", 18_500],
    ["18\u00a0500", "kg", 18_500],
    ["18500 kg", "kg", 18_500],
    ["18,5", "tonne", 18_500],
    ["18.5", "tonne", 18_500],
    ["18,500", "tonne", 18_500],
    ["18,5 tấn", "kg", 18_500],
    ["18.500 kg", "tonne", 18_500],
    ["1.234,5", "tonne", 1_234_500],
    ["1,234.5", "tonne", 1_234_500],
    ["0,05", "tonne", 50],
    ["0.500", "tonne", 500],
    ["0", "kg", 0],
    ["18.500", "tonne", "ambiguous"],
    ["18,500", "kg", "ambiguous"],
    ["18.500 t", "kg", "ambiguous"],
    ["18,5", "kg", "too-fine"],
    ["18,5005", "tonne", "too-fine"],
    ["", "kg", "empty"],
    ["-5", "kg", "negative"],
    ["\u22125", "kg", "negative"],
    ["18 50", "kg", "not-a-number"],
    ["1.23.456", "kg", "not-a-number"],
    ["12,", "tonne", "not-a-number"],
    ["1,234.567.8", "tonne", "not-a-number"],
    ["mười tám", "kg", "not-a-number"],
    ["18 tạ", "tonne", "not-a-number"],
    ["1e3", "kg", "not-a-number"],
    ["99999999999999999", "kg", "too-large"],
  ] as const)("“%s” in %s gives %s", (text, unit, expected) => {
    expect(outcome(parseMass(text, unit))).toBe(expected);
  });

  test.each([
    ["18,500", "kg", 18_500],
    ["18.5", "tonne", 18_500],
    ["18.500", "kg", "ambiguous"],
    ["18.500", "tonne", "ambiguous"],
    ["18,500", "tonne", "ambiguous"],
  ] as const)("on an English page “%s” in %s gives %s", (text, unit, expected) => {
    expect(outcome(parseMass(text, unit, "en"))).toBe(expected);
  });

  test("a refusal repeats what was typed and says how to write it", () => {
    const fine = parseMass("17,2345", "tonne");
    // The advice is itself a number that the field takes.
    expect(fine.ok ? "" : fine.reason.vi).toContain("17,235");
    expect(outcome(parseMass("17,235", "tonne"))).toBe(17_235);
    const refused = parseMass("18.500", "tonne");
    expect(refused.ok ? "" : refused.reason.vi).toContain("“18.500” đọc được hai cách");
  });

  test("whatever is written in kilograms or with decimals is read back to the same mass", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000_000 }),
        fc.constantFrom("vi" as const, "en" as const),
        (massKg, lang) => {
          expect(parseMass(formatKg(massKg, lang), "kg", lang)).toEqual({ ok: true, value: massKg });
          if (massKg % 100 === 0)
            expect(parseMass(formatTonnes(massKg, lang), "tonne", lang)).toEqual({ ok: true, value: massKg });
        },
      ),
    );
  });

  test("quantities and money are read to their own integers", () => {
    expect(outcome(parseQuantity("81,7"))).toBe(81_700);
    expect(outcome(parseQuantity("1.000"))).toBe("ambiguous");
    expect(outcome(parseQuantity("1.000,5"))).toBe(1_000_500);
    expect(outcome(parseDong("98.040.000 đ"))).toBe(98_040_000);
    expect(outcome(parseDong("98.040.000,5"))).toBe("too-fine");
  });
});
