// Facts about single cells: minerals, figures, days, names, numbers and states as registers write them.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldName, holderKey, mineKey, partName, partNumber } from "../../src/register/compared-names.ts";
import { decimalMarkOf, readDate, readFigure, wholeUnits, yearsLater } from "../../src/register/decimal.ts";
import { mineralsInMineName, readMinerals } from "../../src/register/minerals.ts";
import { readState } from "../../src/register/state.ts";
import { readArea } from "../../src/register/terms.ts";

describe("a mineral text means", () => {
  test.each<[string, number[]]>([
    ["Cát, sỏi", [1, 2]],
    ["cát,sỏi", [1, 2]],
    ["Cát và sỏi", [1, 2]],
    ["Cát XD", [1]],
    ["Cát XD (gia hạn)", [1]],
    ["Cát, sỏi XD\n(GP chuyển nhượng)\n", [1, 2]],
    ["CÁT LÀM VẬT LIỆU XÂY DỰNG THÔNG THƯỜNG", [1]],
    ["Cát vàng", [1]],
    ["Cuội, sỏi", [2]],
    ["Đá XD", [3]],
    ["Đá làm VLXDTT", [3]],
    ["Đá làm VLXDTT".normalize("NFD"), [3]],
    ["Đá vôi làm vật liệu xây dựng thông thường", [3]],
    ["Đá quarzit làm VLXDTT  ", [3]],
    ["Đất san lấp", [4]],
    ["Đất đắp nền", [4]],
    ["Đất, đá làm vật liệu san lấp", [4]],
    ["Sét", [5]],
    ["Sét gạch ngói", [5]],
    ["Đất sét", [5]],
    ["Đất làm gạch", [5]],
    ["Cát, sỏi, đất san lấp", [1, 2, 4]],
  ])("%j: %j", (text, materials) => {
    const reading = readMinerals(text);
    expect(reading.materials).toEqual(materials);
    expect([...reading.outside, ...reading.unknown]).toEqual([]);
  });

  test.each([
    "Quặng sắt",
    "Sắt",
    "Apatit",
    "Vàng",
    "Chì - kẽm",
    "Đồng",
    "Đất hiếm",
    "Than",
    "Cao lanh – felspat",
    "Caolanh – felspat",
    "Kaolin",
    "Grafit",
    "Thạch anh",
    "Serpentin",
    "Nước khoáng nóng",
    "Granit bán phong hoá",
    "Đá vôi trắng",
    "Đá hoa",
    "Đá ốp lát",
    "Đá ốp lát xây dựng",
    "Đá vôi xi măng",
    "Cát trắng",
    "Sét kaolin",
    "Đá quý",
    "Zeolit",
    "",
  ])("%j: nothing that the ledger follows", (text) => {
    expect(readMinerals(text).materials).toEqual([]);
  });

  test.each<[string, number[], string]>([
    ["Đá vôi", [3], "limestone"],
    ["Đá granit", [3], "granite"],
    ["Đá hoa làm VLXDTT", [3], "marble_as_stone"],
    ["Đất làm gạch", [5], "brick_earth"],
    ["Sét SX xi măng", [5], "cement_clay"],
    ["Đất", [4], "plain_earth"],
  ])("%j: %j, with the doubt %s", (text, materials, doubt) => {
    expect(readMinerals(text)).toMatchObject({ materials, unclear: [doubt] });
  });

  test("what is out of scope beside a material is named, and never becomes one", () => {
    expect(readMinerals("Cát, vàng sa khoáng")).toMatchObject({ materials: [1], outside: ["vàng sa khoáng"] });
    expect(readMinerals("Đá vôi xi măng và đá xây dựng")).toMatchObject({
      materials: [3],
      outside: ["đá vôi xi măng"],
    });
  });
});

describe("a mine's name opens with its mineral", () => {
  test.each<[string, number[] | undefined]>([
    ["Mỏ cát trên sông Vân", [1]],
    ["02 điểm cát, sỏi sông Vân", [1, 2]],
    ["Mỏ đá thôn Yên", [3]],
    ["Đá hoa Làng Ngọc", []],
    ["Mỏ đất sét thôn Ngói", [5]],
    ["Sét Rừng Lim, xã Thử", [5]],
    ["Cát Bình, xã Cát Bình", undefined],
    ["Trên sông Vân thuộc Bản Mỏ Thử", undefined],
    ["Xã Hà Lam", undefined],
  ])("%s", (mine, materials) => {
    expect(mineralsInMineName(mine)).toEqual(materials);
  });
});

describe("a figure is read exactly or not at all", () => {
  const exact = (cell: string): string => {
    const reading = readFigure(cell);
    return reading.kind === "figure" ? `${reading.figure.units}e-${reading.figure.scale}` : reading.kind;
  };
  test.each([
    ["20000", "20000e-0"],
    ["4.3", "43e-1"],
    ["4,3", "43e-1"],
    ["1.234,5", "12345e-1"],
    ["1,234.5", "12345e-1"],
    ["1.234.567", "1234567e-0"],
    ["1.234.567,89", "123456789e-2"],
    ["20 000", "20000e-0"],
    ["20\u00a0000", "20000e-0"],
    ["11.5865", "115865e-4"],
    ["0.123", "123e-3"],
    ["1234.567", "1234567e-3"],
    ["20.000", "either"],
    ["20,000", "either"],
    ["", "empty"],
    ["-", "empty"],
    ["–", "empty"],
    ["-5", "prose"],
    ["1.23.456", "prose"],
    ["1,2,3", "prose"],
    ["12.", "prose"],
    [".5", "prose"],
    ["1e5", "prose"],
    ["0x10", "prose"],
    ["٢٠", "prose"],
    ["khoảng 20000", "prose"],
    ["9".repeat(40), "prose"],
    ["=1+1", "prose"],
  ])("%j: %s", (cell, expected) => {
    expect(exact(cell)).toBe(expected);
  });

  test("any whole number written with Vietnamese or English separators comes back as itself", () => {
    const groups = (digits: string, mark: string): string => digits.replace(/\B(?=(\d{3})+$)/g, mark);
    fc.assert(
      fc.property(fc.bigInt(1_000_000n, 10n ** 15n), fc.constantFrom(".", ",", " "), (value, mark) => {
        const reading = readFigure(groups(value.toString(), mark));
        return reading.kind === "figure" && reading.figure.units === value && reading.figure.scale === 0;
      }),
    );
  });

  test("hectares become whole square metres without a floating point in between", () => {
    expect(readArea("4.35", ".").value).toBe(43_500);
    expect(readArea("0.07", ".").value).toBe(700);
    expect(readArea("1.0051", ".").value).toBe(10_051);
    expect(readArea("8,2", undefined).value).toBe(82_000);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999 }), (m2) => {
        const text = `${Math.floor(m2 / 10_000)}.${String(m2 % 10_000).padStart(4, "0")}`;
        return readArea(text, ".").value === m2;
      }),
    );
  });

  test("a fraction is dropped downwards and said, beyond 2^53 - 1 nothing is returned", () => {
    expect(wholeUnits({ units: 1_120_941n, scale: 1 }, 0)).toEqual({ value: 112_094, exact: false });
    expect(wholeUnits({ units: 2n ** 53n, scale: 0 }, 0)).toBeUndefined();
  });

  test("the table's decimal mark is known only when its clear figures agree", () => {
    expect(decimalMarkOf(["4.3", "20.000", ""])).toBe(".");
    expect(decimalMarkOf(["4,3", "1.234,5"])).toBe(",");
    expect(decimalMarkOf(["4,3", "4.3"])).toBeUndefined();
    expect(decimalMarkOf(["20.000"])).toBeUndefined();
  });
});

describe("a day is one of the calendar", () => {
  test.each([
    ["13/04/2007", "2007-04-13"],
    ["3/4/2007", "2007-04-03"],
    ["13.04.2007", "2007-04-13"],
    ["2007-04-13", "2007-04-13"],
    ["29/02/2024", "2024-02-29"],
    ["29/02/2023", "odd"],
    ["29/02/2100", "odd"],
    ["31/04/2024", "odd"],
    ["00/01/2024", "odd"],
    ["04/13/2024", "odd"],
    ["13/04/07", "odd"],
    ["13/04-2007", "odd"],
    ["45678", "odd"],
    ["theo quyết định", "odd"],
    ["", "empty"],
    ["-", "empty"],
  ])("%j: %s", (cell, expected) => {
    const reading = readDate(cell);
    expect(reading.kind === "day" ? reading.day : reading.kind).toBe(expected);
  });

  test("thirty years after 29 February is 28 February where the year has no other", () => {
    expect(yearsLater("2024-02-29", 30)).toBe("2054-02-28");
    expect(yearsLater("2024-02-29", 4)).toBe("2028-02-29");
  });
});

describe("names", () => {
  test("spellings of one holder meet under one key, and different holders do not", () => {
    const key = holderKey("Công ty Cổ phần Đá Núi Voi");
    for (const spelling of ["Công ty CP Đá Núi Voi", "Cty CP  đá núi voi ", "Công ty Cổ phần Đá Núi Voi (gia hạn)"]) {
      expect(holderKey(spelling)).toBe(key);
    }
    expect(holderKey("Công ty TNHH Đá Núi Voi")).not.toBe(key);
    expect(holderKey("Công ty Cổ phần Đá Núi Voi 2")).not.toBe(key);
    expect(holderKey("Công ty TNHH MTV Bến Cát")).toBe(holderKey("Công ty TNHH Một thành viên Bến Cát"));
  });

  test("the tone mark of oa and uy may stand on either vowel, any other mark tells names apart", () => {
    expect(foldName("Thủy hóa")).toBe(foldName("Thuỷ hoá"));
    expect(foldName("Hòa".normalize("NFD"))).toBe(foldName("Hoà"));
    expect(foldName("Bản")).not.toBe(foldName("Bàn"));
  });

  test("a mine keeps its key when it is renewed, renamed in place, or its place abbreviated", () => {
    const key = mineKey("Mỏ đá Thôn Yên, xã Hà Lam, huyện Đồng Giang");
    expect(mineKey("Đá thôn Yên, xã Hà Lam, H. Đồng Giang (cấp lại)")).toBe(key);
    expect(mineKey("Mỏ đá thôn Yên, xã Hà Lam, huyện Đồng Giang nay là xã Hà Mới")).toBe(key);
    expect(mineKey("Mỏ đá thôn Yên 2, xã Hà Lam, huyện Đồng Giang")).not.toBe(key);
  });

  test("remarks in brackets leave the name, an unknown bracket stays", () => {
    expect(partName("Công ty A (gia hạn)")).toEqual({ name: "Công ty A", notes: ["gia hạn"], renamed: undefined });
    expect(partName("Công ty A (tên cũ: B)").renamed).toBe("tên cũ: B");
    expect(partName("Công ty A (Việt Nam)").name).toBe("Công ty A (Việt Nam)");
  });

  test.each<[string, string, string | undefined, string[]]>([
    [" 7001/GP-UBND ", "7001/GP-UBND", undefined, []],
    ["7001 / GP – UBND", "7001/GP-UBND", undefined, []],
    ["GP 7001/GP-UBND (Gia hạn GP số 6001/GP-UBND ngày 22/12/2017)", "7001/GP-UBND", undefined, ["6001/GP-UBND"]],
    ["7001/GP-UBND ngày 3/4/2024 (6001/GP-UBND)", "7001/GP-UBND", "3/4/2024", ["6001/GP-UBND"]],
    ["7001/GP-UBND 13/4/2023", "7001/GP-UBND", "13/4/2023", []],
    ["7001/GP-UBND (QĐ 12/6/2018)", "7001/GP-UBND", undefined, []],
  ])("the number cell %j is %s", (cell, first, dated, others) => {
    expect(partNumber(cell)).toMatchObject({ first, dated, regular: true });
    expect(partNumber(cell).others.map(({ number }) => number)).toEqual(others);
  });

  test("a number cell without a number stands for itself", () => {
    expect(partNumber("chưa rõ")).toMatchObject({ first: "CHƯA RÕ", regular: false });
  });
});

describe("a state cell says", () => {
  test.each([
    ["Đang KT", "operating"],
    [" Đang KT \n(theo báo cáo)", "operating"],
    ["Chưa KT\n(Đang XDCB)", "building"],
    ["Đang XDCB; Chưa KT", "building"],
    ["Dừng XDCB;\nChưa KT", "stopped"],
    ["Dừng KT; Đề nghị ĐCM", "stopped"],
    ["Đã đóng cửa mỏ", "closed"],
    ["", "unknown"],
    ["100000", undefined],
  ])("%j: %s", (cell, state) => {
    expect(readState(cell)).toBe(state);
  });
});
