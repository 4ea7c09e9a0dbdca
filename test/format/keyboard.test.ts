// Codes as they come from people's keyboards, chats and scanners. Each row is keyed by hand on a Telex keyboard: the left text is what appears.
import { describe, expect, it } from "vitest";
import { qrText, readSlipCode, slipCode } from "../../src/format/slipcode.ts";
import { keysOf } from "../../src/spelling/keyboard.ts";
import { readPresented } from "../../src/web/islands/shared/offline.ts";

describe("a text as it was keyed", () => {
  it.each([
    ["21Â1", "21AA1"],
    ["Đ7", "DD7"],
    ["á2", "AS2"],
    ["à", "AF"],
    ["ẻ", "ER"],
    ["ẽ9", "EX9"],
    ["ạ", "AJ"],
    ["ấ", "AAS"],
    ["ệ", "EEJ"],
    ["ă", "AW"],
    ["ÂÂ", "AAAA"],
    ["２１ａ", "21A"],
    ["PRHJ-FT6P", "PRHJ-FT6P"],
    ["ö", "O\u0308"],
  ])("%j was keyed as %j", (seen, keyed) => {
    expect(keysOf(seen)).toBe(keyed);
  });
});

describe("a short code", () => {
  // Ids whose codes hold pairs that a Telex keyboard joins, found by looking for them.
  const codes = Array.from({ length: 20_000 }, (_, n) => {
    const id = new Uint8Array(32);
    new DataView(id.buffer).setUint32(0, n * 2_654_435_761);
    new DataView(id.buffer).setUint32(4, n * 40_503);
    return slipCode(id);
  });
  const joined: readonly (readonly [RegExp, string, string])[] = [
    [/^[^AEDO]*AA[^AEDSFRXJWO]*$/, "AA", "Â"],
    [/^[^AEDO]*DD[^AEDO]*$/, "DD", "Đ"],
    [/^[^AEDO]*AS[^AEDSFRXJWO]*$/, "AS", "á"],
    [/^[^AEDO]*EJ[^AEDSFRXJWO]*$/, "EJ", "ẹ"],
  ];

  it.each(joined)("with %s is read as it was meant", (pattern, keys, seen) => {
    const fitting = codes.map((code) => code.replaceAll("-", "")).filter((code) => pattern.test(code));
    expect(fitting.length).toBeGreaterThan(0);
    for (const code of fitting) expect(readPresented(code.replace(keys, seen))).toEqual({ code: readSlipCode(code) });
  });

  it.each(["–", "—", ".", " ", "_", "\u00a0", "\u200b", " - ", "/"])("parted by %j", (mark) => {
    const code = codes[7]!;
    const read = readPresented(` ${code.replaceAll("-", mark).toLowerCase()} `);
    // A stroke makes an address of it, and an address is never followed or guessed at.
    expect(read).toEqual(mark === "/" ? "not-ours" : { code });
  });

  it("with a wrong character is called mistyped, and what is no code is not ours", () => {
    const code = codes[7]!;
    const wrong = code.slice(0, -1) + (code.endsWith("0") ? "1" : "0");
    expect(readPresented(wrong)).toBe("mistyped");
    for (const other of ["https://phieu.example/1", "38C-100.37", "Phiếu của xe tôi", "12345", ""])
      expect(readPresented(other)).toBe("not-ours");
  });
});

describe("a slip's QR text", () => {
  it("is read in small letters, as a scanner with its capitals turned over sends it", () => {
    const bytes = Uint8Array.from({ length: 150 }, (_, i) => (i * 37) % 256);
    expect(readPresented(qrText(bytes).toLowerCase())).toEqual({ bytes });
    expect(readPresented(`${qrText(bytes)}\r\n`)).toEqual({ bytes });
  });
});
