// Names of offices and firms. A firm may not bear another's name, nor one that is taken for it (Law on Enterprises 2020, Articles 38 and 41).
// Capitals, punctuation and blanks make no other name; marks do ("Hòa", "Hoa"), but one reads them past each other, so that is asked.
import { plain } from "./folding.ts";
import type { Likeness, Spelling, Spelt } from "./likeness.ts";

/** Abbreviations of offices, without marks, by their words. */
const SHORT: Readonly<Record<string, string>> = {
  CTY: "CONG TY",
  CP: "CO PHAN",
  TNHH: "TRACH NHIEM HUU HAN",
  MTV: "MOT THANH VIEN",
  "1TV": "MOT THANH VIEN",
  DNTN: "DOANH NGHIEP TU NHAN",
  HTX: "HOP TAC XA",
  XD: "XAY DUNG",
  TM: "THUONG MAI",
  DV: "DICH VU",
  SX: "SAN XUAT",
  DT: "DAU TU",
  KS: "KHOANG SAN",
  VLXD: "VAT LIEU XAY DUNG",
  UBND: "UY BAN NHAN DAN",
  BQL: "BAN QUAN LY",
  BQLDA: "BAN QUAN LY DU AN",
  KBNN: "KHO BAC NHA NUOC",
  TP: "THANH PHO",
  TT: "THI TRAN",
  NN: "NONG NGHIEP",
  TN: "TAI NGUYEN",
  MT: "MOI TRUONG",
  TNMT: "TAI NGUYEN MOI TRUONG",
  NNMT: "NONG NGHIEP MOI TRUONG",
};

/** The words of a name without marks, abbreviations written out, "và" left out. */
export function nameWords(name: string): string[] {
  const words = plain(name).replaceAll("Đ", "D").split(" ");
  return words.flatMap((word) => (SHORT[word] ?? word).split(" ")).filter((word) => word !== "" && word !== "VA");
}

/** The name in capitals with its marks and with one blank for whatever parts its words. */
function exact(name: string): string {
  return name
    .normalize("NFC")
    .toUpperCase()
    .replaceAll(/[\u0020-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2010-\u22ff]+/g, " ")
    .trim();
}

function looks([name = ""]: Spelt): readonly string[] {
  const look = nameWords(name).join("").replaceAll("O", "0").replaceAll(/[IL]/g, "1");
  return [look === "" ? exact(name) : look];
}

function compare(one: Spelt, other: Spelt): Likeness {
  if (looks(one)[0] !== looks(other)[0]) return "different";
  return exact(one[0] ?? "") === exact(other[0] ?? "") ? "equal" : "resembles";
}

/** Spelt as: the name. */
export const NAMES: Spelling = { looks, compare };
