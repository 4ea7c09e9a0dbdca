// Bảng dự toán thành các dòng hợp đồng (an estimate's spreadsheet becomes lines of a contract): cột theo tiêu đề, số theo cả hai cách viết, dòng
// nào không đọc được thì nêu lý do, không dòng nào mất.
import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { guessLayout, readEstimate } from "../../src/estimate/lines.ts";
import { readSheet, type Sheet } from "../../src/estimate/sheet.ts";

const csv = (text: string) => readSheet(strToU8(text));
function sheetOf(read: ReturnType<typeof readSheet>): Sheet {
  if (!read.ok) throw new Error(read.reason.en);
  return read.sheet;
}
const estimateOf = (sheet: Sheet) => readEstimate(sheet, guessLayout(sheet));

/** As an estimate program writes it: a title, headings in two rows, a row of column numbers, a part's heading, a sum, a signature. */
const VIETNAMESE = [
  "BẢNG GIÁ HỢP ĐỒNG;;;;;;",
  ";;;;;;",
  "STT;Mã hiệu;Nội dung công việc;Đơn vị;Khối lượng;Đơn giá;Thành tiền",
  ";;;;mời thầu;(đồng);(đồng)",
  "(1);(2);(3);(4);(5);(6);(7) = (5)x(6)",
  "I;;PHẦN NỀN ĐƯỜNG;;;;",
  "1;AB.13410;Đắp cát công trình, K95;m³;1.000,5;265.000;265.132.500",
  "2;AB.64113a;Đắp đất nền đường;100m3;12,25;1.250.000;15.312.500",
  ";;Tổng cộng;;;;280.445.000",
  ";;Bằng chữ: Hai trăm tám mươi triệu;;;;",
].join("\r\n");

describe("bảng viết theo lối Việt Nam (Vietnamese notation)", () => {
  const read = estimateOf(sheetOf(csv(VIETNAMESE)));

  it("đọc đúng hai dòng: 1.000,5 × 265.000 = 265.132.500 đ; 12,25 × 1.250.000 = 15.312.500 đ", () => {
    expect(read.lines).toEqual([
      {
        ...{ row: 7, code: "AB.13410", name: "Đắp cát công trình, K95", unit: "m³" },
        ...{ quantityMilli: 1_000_500, unitPriceDong: 265_000 },
      },
      {
        ...{ row: 8, code: "AB.64113a", name: "Đắp đất nền đường", unit: "100m3" },
        ...{ quantityMilli: 12_250, unitPriceDong: 1_250_000 },
      },
    ]);
    expect(read.bad).toEqual([]);
  });

  it("không dòng nào mất: mỗi dòng có chữ là dòng hợp đồng, dòng bỏ qua hoặc dòng nêu lý do", () => {
    expect(read.passed).toHaveLength(7);
    expect(read.passed.map(({ text }) => text)).toContain("I | PHẦN NỀN ĐƯỜNG");
  });
});

describe("bảng viết theo lối Anh (plain notation)", () => {
  it("1,000.5 và 265,000 là cùng những số ấy", () => {
    const text = [
      "No\tCode\tNội dung\tĐVT\tKL\tĐơn giá\tThành tiền",
      "1\tAB.13410\tĐắp cát\tm3\t1,000.5\t265,000\t265,132,500",
    ].join("\n");
    const read = estimateOf(sheetOf(csv(text)));
    expect(read.lines).toMatchObject([{ quantityMilli: 1_000_500, unitPriceDong: 265_000 }]);
  });
});

describe("dòng sai thì nêu lý do (bad rows are named)", () => {
  const bad = (row: string) => {
    const text = `Mã hiệu;Nội dung công việc;Đơn vị;Khối lượng;Đơn giá;Thành tiền\n${row}`;
    const read = estimateOf(sheetOf(csv(text)));
    expect(read.lines).toEqual([]);
    return read.bad.map(({ reason }) => reason.vi);
  };

  it.each([
    [";Đắp cát;m3;10;265.000;2.650.000", "Chưa có mã hiệu."],
    ["AB.13410;;m3;10;265.000;2.650.000", "Chưa có nội dung công việc."],
    ["AB.13410;Đắp cát;;10;265.000;2.650.000", "Chưa có đơn vị."],
    ["AB.13410;Đắp cát;m3;mười;265.000;2.650.000", "Khối lượng: Đây chưa phải là một con số, ví dụ 18,5."],
    ["AB.13410;Đắp cát;m3;0;265.000;0", "Khối lượng bằng 0."],
    ["AB.13410;Đắp cát;m3;10;265.000,5;2.650.005", "Đơn giá: Số này lẻ hơn mức ô này nhận."],
    // 10 × 265.000 = 2.650.000, not 2.650.200.
    ["AB.13410;Đắp cát;m3;10;265.000;2.650.200", "Thành tiền ghi 2.650.200, khối lượng × đơn giá là 2650000."],
  ])("%s", (row, reason) => {
    expect(bad(row)).toEqual([reason]);
  });

  it("thành tiền làm tròn một đồng thì không phải sai: 0,333 × 100.001 = 33.300,333 đ", () => {
    const text = "Mã hiệu;Nội dung;Đơn vị;Khối lượng;Đơn giá;Thành tiền\nAB.1;Đắp cát;m3;0,333;100.001;33.301";
    expect(estimateOf(sheetOf(csv(text))).lines).toHaveLength(1);
  });
});

describe("tệp Excel (a workbook)", () => {
  const cell = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;
  const heads = ["Mã hiệu", "Nội dung công việc", "Đơn vị", "Khối lượng", "Đơn giá"];
  const sheet = `<worksheet xmlns="x"><sheetData>
<row r="2">${heads.map((head, i) => cell(`${"BCDEF"[i]}2`, head)).join("")}</row>
<row r="4"><c r="B4" t="s"><v>0</v></c><c r="C4" t="s"><v>1</v></c>${cell("D4", "m³")}<c r="E4"><v>0.30000000000000004</v></c><c r="F4"><f>1+1</f><v>265000</v></c></row>
<row r="5">${cell("B5", "AF.11231")}${cell("C5", "Bê tông &amp; cốt thép")}${cell("D5", "m³")}<c r="E5"><v>1000.125</v></c><c r="F5"><v>1.31E6</v></c></row>
</sheetData><mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells></worksheet>`;
  const strings = `<sst xmlns="x"><si><t>AB.13410</t></si><si><r><t>Đắp </t></r><r><t>cát</t></r></si></sst>`;
  const book = (parts: Record<string, string>) =>
    zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])));

  it("đọc chuỗi dùng chung, ô gộp, kết quả công thức; số nhị phân bỏ phần nhiễu: 0,1 + 0,2 là 0,3", () => {
    const read = readSheet(book({ "xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": strings }));
    const { lines, bad } = estimateOf(sheetOf(read));
    expect(bad).toEqual([]);
    expect(lines).toEqual([
      { row: 4, code: "AB.13410", name: "Đắp cát", unit: "m³", quantityMilli: 300, unitPriceDong: 265_000 },
      {
        ...{ row: 5, code: "AF.11231", name: "Bê tông & cốt thép", unit: "m³" },
        ...{ quantityMilli: 1_000_125, unitPriceDong: 1_310_000 },
      },
    ]);
  });

  it("tệp hỏng, tệp không có trang tính, tệp có quá nhiều dòng: nói vì sao, không đọc nửa vời", () => {
    expect(readSheet(Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0))).toMatchObject({ ok: false });
    expect(readSheet(book({ "word/document.xml": "<a/>" }))).toMatchObject({ ok: false });
    expect(readSheet(book({ "xl/worksheets/sheet1.xml": "<worksheet><row>" }))).toMatchObject({ ok: false });
    expect(csv("a;b\n".repeat(5001))).toMatchObject({ ok: false });
  });
});
