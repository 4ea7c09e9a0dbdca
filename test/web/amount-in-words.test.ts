// Amounts in words, as they are read aloud at a counter.
import { describe, expect, it } from "vitest";
import { dongInWords } from "../../src/words/amount-in-words.ts";

describe("an amount in words", () => {
  it.each([
    [0, "Không đồng"],
    [5, "Năm đồng"],
    [10, "Mười đồng"],
    [15, "Mười lăm đồng"],
    [21, "Hai mươi mốt đồng"],
    [105, "Một trăm lẻ năm đồng"],
    [1_005, "Một nghìn không trăm lẻ năm đồng"],
    [15_000_000, "Mười lăm triệu đồng"],
    [13_250_000, "Mười ba triệu hai trăm năm mươi nghìn đồng"],
    [182_789_485, "Một trăm tám mươi hai triệu bảy trăm tám mươi chín nghìn bốn trăm tám mươi lăm đồng"],
    [1_000_000_000, "Một tỷ đồng"],
    [1_526_750_000, "Một tỷ năm trăm hai mươi sáu triệu bảy trăm năm mươi nghìn đồng"],
    [2_000_000_001, "Hai tỷ không trăm lẻ một đồng"],
    [3_000_000_000_000, "Ba nghìn tỷ đồng"],
  ])("%d đ", (dong, words) => {
    expect(dongInWords(dong)).toBe(words);
  });

  it("is not made of what is no amount", () => {
    expect(() => dongInWords(-1)).toThrow(RangeError);
    expect(() => dongInWords(1.5)).toThrow(RangeError);
  });
});
