// Danh sách phiếu tải về (the downloaded list of slips): days that are asked for, and cells that a spreadsheet may not take for anything else.
import { describe, expect, it } from "vitest";
import { csvLine } from "../../src/pages/csv.ts";
import { spanOf } from "../../src/pages/field/slip-export.ts";

describe("khoảng ngày (the span of days)", () => {
  it("begins with the first second in Vietnam of the one day and ends with the last of the other, however they are written", () => {
    // 10 November 2026, 00:00 in Vietnam is 9 November, 17:00 in universal time.
    const fromS = Date.UTC(2026, 10, 9, 17, 0, 0) / 1000;
    const span = { fromS, untilS: fromS + 2 * 86_400 - 1 };
    expect(spanOf("2026-11-10", "2026-11-11")).toEqual(span);
    expect(spanOf("10/11/2026", "11/11/2026")).toEqual(span);
  });

  it("is refused in words: a day that is none, an end before its beginning, more than a year and a day", () => {
    const said = (from: string, to: string) => {
      const span = spanOf(from, to);
      return "reason" in span ? span.reason.vi : "";
    };
    expect(said("", "2026-11-11")).toBe("Chọn cả ngày đầu và ngày cuối.");
    expect(said("2026-02-30", "2026-11-11")).toBe("Chọn cả ngày đầu và ngày cuối.");
    expect(said("2026-11-11", "2026-11-10")).toBe("Ngày cuối ở trước ngày đầu.");
    expect(said("2024-01-01", "2025-01-01")).toBe("");
    expect(said("2024-01-01", "2025-01-02")).toBe("Mỗi tệp nhiều nhất 367 ngày.");
  });
});

describe("một dòng của tệp (a row of the file)", () => {
  it("keeps commas and quotes within their cell, and numbers as numbers", () => {
    expect(csvLine(["Bãi “A”, Hòa Sơn", 17_200, "", 'ghi "đủ"'])).toBe('"Bãi “A”, Hòa Sơn",17200,,"ghi ""đủ"""\r\n');
  });

  it("holds no formula: a name that begins like one is text, and one that only contains the sign is left alone", () => {
    expect(csvLine(['=HYPERLINK("http://x")', "@sum", "Công ty A=B"])).toBe(
      '"\'=HYPERLINK(""http://x"")","\'@sum","Công ty A=B"\r\n',
    );
  });
});
