// Facts about files: what is read as a table, what is refused whole, and that no hostile file gets further.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cellOf, readTable } from "../../src/register/read.ts";
import { bothSentences } from "../../src/register/reasons.ts";
import { licences, licenceText, obligations, utf8 } from "./tables.ts";

const plain = licenceText({});

function codeOf(bytes: Uint8Array): string {
  const read = readTable(bytes, "licences");
  if (read.ok) return "ok";
  expect(bothSentences(read.reason)).toMatch(/\p{L}.* · \p{L}/u);
  return read.reason.code;
}

function rowsOf(bytes: Uint8Array) {
  const read = readTable(bytes, "licences");
  if (!read.ok) throw new Error(read.reason.en);
  return read.table;
}

describe("a table is read", () => {
  test.each([
    ["with a byte order mark", `\ufeff${plain}`],
    ["with CRLF line ends", plain.replaceAll("\n", "\r\n")],
    ["with CR line ends", plain.replaceAll("\n", "\r")],
    ["with semicolons between cells", plain.replaceAll(",", ";").replaceAll('"', "").replace("Thử; xã", "Thử, xã")],
    ["with tabs between cells", plain.replace(/"[^"]*"|,/g, (hit) => (hit === "," ? "\t" : hit))],
    ["without a last line end", plain.trimEnd()],
    ["with the header's words in full Vietnamese", plain.replace("So_GP", "Số GP").replace("Ten_don_vi", "Tên đơn vị")],
    ["with text in decomposed Unicode", plain.normalize("NFD")],
  ])("%s", (_, text) => {
    const table = rowsOf(utf8(text));
    expect(table.rows.map(({ row, shape }) => [row, shape])).toEqual([[1, "whole"]]);
    expect(cellOf(table, table.rows[0]!, "Ten_mo_xa")).toBe("Mỏ cát Bến Thử, xã Thử Nghiệm");
    expect(cellOf(table, table.rows[0]!, "TL_KT_m3")).toBe("100000");
  });

  test("a line break inside a quoted cell stays in the cell and does not count as a row", () => {
    const table = rowsOf(licences({ Ten_mo_xa: "Mỏ cát,\r\nxã Thử" }, { So_GP: "7002/GP-UBND" }));
    expect(table.rows.map(({ row }) => row)).toEqual([1, 2]);
    expect(cellOf(table, table.rows[0]!, "Ten_mo_xa")).toBe("Mỏ cát,\r\nxã Thử");
  });

  test("columns are found by name in any order, and unknown columns are left aside", () => {
    const lines = plain.trimEnd().split("\n");
    const moved = `X_la,${lines[0]}\nkhông dùng,${lines[1]}\n`;
    const table = rowsOf(utf8(moved));
    expect(cellOf(table, table.rows[0]!, "So_GP")).toBe("7001/GP-UBND");
  });

  test("blank lines are no rows, delimiter-only lines at the end are dropped, one in the middle is a blank row", () => {
    const [head, row] = plain.trimEnd().split("\n");
    const commas = ",".repeat((head ?? "").split(",").length - 1);
    const table = rowsOf(utf8(`${head}\n\n${row}\n${commas}\n${row}\n${commas}\n${commas}\n`));
    expect(table.rows.map(({ row: number, shape }) => [number, shape])).toEqual([
      [1, "whole"],
      [2, "blank"],
      [3, "whole"],
    ]);
  });

  test("a row's shape tells too many cells, too few, and characters that cannot be text", () => {
    const [head = "", row = ""] = plain.trimEnd().split("\n");
    const shapes = [
      `${row},thừa`,
      `${row},,`,
      row.replace(/,,,+$/, ""),
      "1,Công ty",
      row.replace("Thử", "Th\ufffd"),
      row.replace("Thử", "Th\u001b"),
    ];
    const table = rowsOf(utf8(`${[head, ...shapes].join("\n")}\n`));
    expect(table.rows.map(({ shape }) => shape)).toEqual(["long", "whole", "short", "cut", "damaged", "damaged"]);
  });

  test("fifty thousand rows are read, each with its number", () => {
    const [head = "", row = ""] = plain.trimEnd().split("\n");
    const table = rowsOf(utf8(`${head}\n${`${row}\n`.repeat(50_000)}`));
    expect(table.rows.length).toBe(50_000);
    expect(table.rows.at(-1)?.row).toBe(50_000);
  });
});

describe("a file is refused whole, in both languages", () => {
  const windows1258 = Uint8Array.from([...plain].map((letter) => letter.codePointAt(0)! & 0xff));
  const utf16 = new Uint8Array(Buffer.from(`\ufeff${plain}`, "utf16le"));
  test.each<[string, Uint8Array, string]>([
    ["when it is empty", new Uint8Array(0), "file_empty"],
    ["when it is only white space", utf8(" \n\n"), "file_empty"],
    ["when it is a byte order mark alone", utf8("\ufeff"), "file_empty"],
    ["when it is a workbook", Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 6, 0), "file_is_workbook"],
    ["when it is an old workbook", Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1), "file_is_workbook"],
    ["when it is a PDF", utf8("%PDF-1.7\n"), "file_is_workbook"],
    ["when it is in an old code page", windows1258, "file_not_utf8"],
    ["when it is UTF-16", utf16, "file_not_utf8"],
    ["when it holds zero bytes", utf8(plain.replace("Thử", "\0")), "file_not_utf8"],
    [
      "when its Vietnamese was encoded twice",
      utf8(
        Buffer.from(plain, "utf8")
          .toString("latin1")
          .replace(/\u00bb/g, "»"),
      ),
      "file_damaged_text",
    ],
    ["when a quote is never closed", utf8(plain.replace("Công ty", '"Công ty')), "file_bad_quotes"],
    ["when a quote stands inside a bare cell", utf8(plain.replace("Cát XD", 'Cát "XD"')), "file_bad_quotes"],
    ["when a column is renamed", utf8(plain.replace("Loai_KS", "Khoang_san")), "file_header"],
    ["when a column stands twice", utf8(plain.replace("Vung", "So_GP")), "file_header"],
    ["when the header is missing", utf8(plain.split("\n")[1] ?? ""), "file_header"],
    ["when it is some other text", utf8("Kính gửi: Sở\nVề việc…\n"), "file_header"],
    ["when no row follows the header", utf8(plain.split("\n")[0] ?? ""), "file_no_rows"],
  ])("%s", (_, bytes, code) => {
    expect(codeOf(bytes)).toBe(code);
  });

  test("a missing column is named, and the other table of the register is recognised", () => {
    const renamed = readTable(utf8(plain.replace("TL_phep_tan", "TL_phep")), "licences");
    expect(renamed.ok ? "" : renamed.reason.vi).toContain("TL_phep_tan");
    const swapped = readTable(licences({}), "obligations");
    expect(swapped.ok ? "" : swapped.reason.vi).toContain("bảng kia");
    expect(readTable(obligations({}), "obligations").ok).toBe(true);
  });

  test("no bytes at all make the reader throw", () => {
    const spoilt = fc.tuple(fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 8 })).map(([place, bytes]) => {
      const whole = utf8(plain);
      whole.set(bytes.subarray(0, whole.length - (place % whole.length)), place % whole.length);
      return whole;
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 400 }), spoilt), (bytes) => {
        const read = readTable(bytes, "licences");
        return read.ok ? read.table.rows.length > 0 : read.reason.vi !== "";
      }),
      { numRuns: 500 },
    );
  });
});
