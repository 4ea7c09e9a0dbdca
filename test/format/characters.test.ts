// The closed list of characters is pinned: whatever Unicode version this runs on judges, composes and folds each of them as it was judged first.
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  asTyped,
  isLine,
  isProse,
  LETTERS,
  MARKS,
  OTHER_LETTERS,
  SIGNS,
  toLine,
  toProse,
} from "../../src/spelling/characters.ts";
import { plain } from "../../src/spelling/folding.ts";

const all = (ranges: readonly (readonly [number, number])[]) =>
  ranges.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i)),
  );
const [letters, marks, signs, others] = [LETTERS, MARKS, SIGNS, OTHER_LETTERS].map(all) as [
  string[],
  string[],
  string[],
  string[],
];
const none = (list: readonly string[], bad: RegExp) => list.filter((sign) => bad.test(sign));

describe("the list, by the Unicode tables of this Node", () => {
  it("has only characters that are assigned, seen and of the sort that it says", () => {
    const unseen = /[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/u;
    expect(none([...letters, ...signs, ...others], unseen)).toEqual([]);
    expect(none(letters, /[^\p{L}]|[^\p{Script=Latin}]/u)).toEqual([]);
    expect(none(marks, /[^\p{Mn}]/u)).toEqual([]);
    expect(none(signs, /\p{M}/u)).toEqual([]);
    // The signs that are letters by Unicode are those of formulas: Δ Σ Φ Ω θ λ μ π φ and the micro sign.
    expect(signs.filter((sign) => /\p{L}/u.test(sign)).join("")).toBe("\u00b5ΔΣΦΩθλμπφ");
    expect(none(others, /[^\p{L}]/u)).toEqual([]);
    expect(signs.filter((sign) => /\p{White_Space}/u.test(sign))).toEqual([" "]);
  });

  it("has every letter of Vietnamese, in both cases", () => {
    const vowels = ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"];
    const tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"];
    const words = vowels.flatMap((vowel) => tones.map((tone) => (vowel + tone).normalize("NFC")));
    for (const word of [...words, "đ"])
      expect([word, isLine(word), isLine(word.toUpperCase())]).toEqual([word, true, true]);
  });

  // Composition and case of what is assigned never change (Unicode Stability Policy): one digest over all of it holds a runtime to that.
  it("is composed, put into capitals and folded as it was when the list was made", () => {
    const rows = [...letters, ...signs, ...others, ...letters.flatMap((letter) => marks.map((mark) => letter + mark))];
    const told = rows.map((text) => [text.normalize("NFC"), text.normalize("NFD"), text.toUpperCase(), plain(text)]);
    expect(createHash("sha256").update(JSON.stringify(told)).digest("hex").slice(0, 16)).toBe("f9b386273e851ca3");
  });
});

describe("one line", () => {
  it.each([
    "Ủy ban nhân dân tỉnh Sông Lam",
    "Công ty TNHH MTV Đá Hòa Phát – Chi nhánh số 2",
    "Kè bê tông đoạn K2+100 – K3+400 (m³)",
    "Škoda & Çalık A/S",
    "Buôn Čư\u0306 M’gar",
    "%",
  ])("takes %j", (text) => expect(isLine(text)).toBe(true));

  it.each<[why: string, text: string]>([
    ["nothing", ""],
    ["a blank alone", " "],
    ["a blank at its beginning", " Mỏ cát"],
    ["a blank at its end", "AB.13410 "],
    ["a line feed", "Mỏ cát\nBãi Sậy"],
    ["a no-break space", "Mỏ\u00a0cát"],
    ["an ideographic space", "Mỏ\u3000cát"],
    ["a zero-width space", "Mỏ\u200bcát"],
    ["a Hangul filler", "\u3164"],
    ["a Braille blank", "\u2800"],
    ["a variation selector", "Mỏ\ufe0f"],
    ["a tag character", "Mỏ\u{e0041}"],
    ["a Cyrillic letter", "Kho b\u0430c"],
    ["a Greek letter that looks Latin", "Kh\u03bf bạc"],
    ["full-width letters", "ＫＢ"],
    ["Arabic-Indic digits", "٧٧C-04269"],
    ["a mark on a mark", "Mo\u0306\u0301"],
    ["a mark on a digit", "7\u0301"],
    ["a mark at the beginning", "\u0301Mo"],
    ["a mark that Vietnam's languages do not write", "Mo\u0337"],
    ["letters in NFD", "Mỏ".normalize("NFD")],
    ["an unassigned character", "Mỏ \u0378"],
    ["a character assigned in Unicode 16", "Mỏ \ua7da"],
    ["a private character", "Mỏ \ue000"],
    ["a pictogram", "Mỏ 🚚"],
  ])("refuses %s", (_, text) => expect(isLine(text)).toBe(false));
});

describe("free text", () => {
  it("takes line feeds and other scripts' letters", () => {
    for (const text of ["Dòng một\nDòng hai", "Nhà thầu 中国路桥", "По контракту", "Δh = 2,5 m"])
      expect([text, isProse(text)]).toEqual([text, true]);
  });

  it("refuses what nobody sees, and what is blank", () => {
    for (const text of ["", " ", "\n \n", "a\u200bb", "a\u00a0b", "a\tb", "a\u202eb", "a\u0378", "o\u0306\u0301"])
      expect([text, isProse(text)]).toEqual([text, false]);
  });
});

it("typed and pasted text keeps its words and loses what nobody sees", () => {
  expect(asTyped("Mỏ\u00a0cát\tBãi\u200b Sậy\r\nhai\ufeff".normalize("NFD"))).toBe("Mỏ cát Bãi Sậy\nhai");
});

it("the nearest line or text of what a register holds is one", () => {
  expect(toLine("  Mỏ\u00a0cát\r\nBãi\u200b Sậy ")).toBe("Mỏ cát Bãi Sậy");
  expect(toProse("\ufeffDòng\u00a0một\r\nhai\u200b")).toBe("Dòng một \nhai");
  expect([isLine(toLine("Kho b\u0430c 🚚")), toLine("\u3164")]).toEqual([true, ""]);
});
