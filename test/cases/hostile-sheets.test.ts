// Spreadsheets made to harm the service: small files that unpack, expand or nest to more than any estimate. Each is refused in words, and before
// it has cost the memory that it asks for; an honest workbook beside it is read.
import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readSheet, withinBounds } from "../../src/estimate/sheet.ts";
import { unpackParts } from "../../src/estimate/unpack.ts";

const SHEET = "xl/worksheets/sheet1.xml";
const STRINGS = "xl/sharedStrings.xml";
const rows = (text: string) => `<worksheet><sheetData>${text}</sheetData></worksheet>`;
const cell = (text: string) => `<row><c t="inlineStr"><is><t>${text}</t></is></c></row>`;
const book = (parts: Record<string, string | Uint8Array>) =>
  zipSync(
    Object.fromEntries(
      Object.entries(parts).map(([name, part]) => [name, typeof part === "string" ? strToU8(part) : part]),
    ),
  );
const reasonOf = (bytes: Uint8Array) => {
  const read = readSheet(bytes);
  return read.ok ? "read" : read.reason.vi;
};

/** A zip file whose parts say that they unpack to so many bytes. */
function declaring(zip: Uint8Array, bytes: number): Uint8Array {
  const lying = zip.slice();
  const view = new DataView(lying.buffer);
  for (let at = 0; at < lying.length - 4; at++) {
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, bytes, true);
    if (view.getUint32(at, true) === 0x04034b50) view.setUint32(at + 22, bytes, true);
  }
  return lying;
}

describe("a file that unpacks to more than it may (zip bomb)", () => {
  // 64 MiB of zeros are packed into some 65 kB.
  const bomb = book({ [SHEET]: new Uint8Array(64 * 1024 * 1024) });

  it("is refused, whatever size it declares", () => {
    expect(bomb.length).toBeLessThan(100_000);
    for (const bytes of [bomb, declaring(bomb, 1000), declaring(bomb, 0), declaring(bomb, 0xffffffff)])
      expect(reasonOf(bytes)).toContain("Tệp lớn hơn một bảng mà trang này đọc");
  });

  it("is refused where many parts are one by one small enough", () => {
    const part = new Uint8Array(3 * 1024 * 1024);
    const many = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`xl/worksheets/sheet${i}.xml`, part]));
    expect(reasonOf(book(many))).toContain("Tệp lớn hơn một bảng mà trang này đọc");
  });

  it("honest: parts that nobody reads are not unpacked, and a workbook that declares no size is read", () => {
    const media = { "xl/media/image1.png": new Uint8Array(32 * 1024 * 1024) };
    expect(reasonOf(book({ ...media, [SHEET]: rows(cell("cát")) }))).toBe("read");
    expect(reasonOf(declaring(book({ [SHEET]: rows(cell("cát")) }), 0))).toBe("read");
  });
});

describe("a worksheet made to cost more than it weighs", () => {
  const laughs = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>${rows(cell("&b;"))}`;

  it.each([
    ["entities that expand (billion laughs)", { [SHEET]: laughs }, "bị hỏng"],
    ["deep nesting", { [SHEET]: rows("<a>".repeat(200_000)) }, "lớn hơn"],
    [
      "a crowd of attributes",
      { [SHEET]: `<row ${Array.from({ length: 5000 }, (_, i) => `a${i}=""`).join(" ")}/>` },
      "lớn hơn",
    ],
    ["millions of empty cells", { [SHEET]: rows("<c/>".repeat(1_000_000)) }, "lớn hơn"],
    [
      "huge shared strings",
      { [SHEET]: rows(""), [STRINGS]: `<sst><si><t>${"a".repeat(1_000_000)}</t></si></sst>` },
      "lớn hơn",
    ],
    [
      "a million shared strings",
      { [SHEET]: rows(""), [STRINGS]: `<sst>${"<si/>".repeat(1_000_000)}</sst>` },
      "lớn hơn",
    ],
    ["a row too many", { [SHEET]: rows(`<row r="5001"><c r="A5001"><v>1</v></c></row>`) }, "lớn hơn"],
    ["rows that are no numbers", { [SHEET]: rows(`<row r="x"><c><v>1</v></c></row>`) }, "bị hỏng"],
  ])("is refused in words: %s", (_, parts, why) => {
    expect(reasonOf(book(parts))).toContain(why);
  });

  it("honest: formats of thousands of empty rows below the table are no rows of it", () => {
    const empty = Array.from({ length: 20_000 }, (_, i) => `<row r="${i + 2}"><c s="1"/><c s="1"/></row>`).join("");
    const read = readSheet(book({ [SHEET]: rows(`${cell("cát")}${empty}`) }));
    expect(read).toEqual({ ok: true, sheet: [["cát"]] });
  });
});

describe("a file that is no plain workbook", () => {
  it("with a password, as Excel locks it, is refused with what to do", () => {
    expect(reasonOf(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1))).toContain("Bỏ mật khẩu");
  });

  it("with a password of the zip file too", () => {
    const locked = book({ [SHEET]: rows(cell("cát")) });
    const view = new DataView(locked.buffer);
    for (let at = 0; at < locked.length - 4; at++)
      if (view.getUint32(at, true) === 0x02014b50) view.setUint16(at + 8, 1, true);
    expect(reasonOf(locked)).toContain("Bỏ mật khẩu");
  });

  it.each([
    ["cut off in the middle", book({ [SHEET]: rows(cell("cát")) }).slice(0, 80)],
    [
      "whose directory leads out of it",
      book({ [SHEET]: rows(cell("cát")) }).map((byte, at, all) => (at === all.length - 4 ? 255 : byte)),
    ],
    ["of an end alone", Uint8Array.of(0x50, 0x4b, 0x05, 0x06, ...new Uint8Array(18))],
  ])("%s, is refused", (_, bytes) => {
    expect(reasonOf(bytes)).not.toBe("read");
  });

  it("with one part twice, is refused: nobody knows which one a person has seen", () => {
    const twice = book({ [SHEET]: rows(cell("cát")), "xl/worksheets/sheet2.xml": rows(cell("đá")) });
    const text = new TextDecoder("latin1").decode(twice).replaceAll("sheet2.xml", "sheet1.xml");
    expect(
      unpackParts(
        Uint8Array.from(text, (sign) => sign.charCodeAt(0)),
        /sheet/,
      ),
    ).toEqual({ ok: false, why: "damaged" });
  });
});

describe("a sheet in a form's field", () => {
  it("is held to the same bounds, so that nobody goes round the file", () => {
    expect(withinBounds([Array.from({ length: 61 }, () => "x")])).toMatchObject({ ok: false });
    expect(withinBounds(Array.from({ length: 5001 }, () => ["x"]))).toMatchObject({ ok: false });
    expect(readSheet(strToU8(`a;b\n${";".repeat(500_000)}`))).toEqual({ ok: true, sheet: [["a", "b"], []] });
  });
});
