// Licences and the other instruments of sources, by number, issuer and day. Offices number their papers from 1 in each year and each kind of
// paper (Decree 30/2020/NĐ-CP, Article 15): 12/GP-UBND of 2021 and of 2022 are two licences, and so are 12/GP-UBND and 12/QĐ-UBND.
import { likeDigits, plain } from "./folding.ts";
import type { Likeness, Spelling, Spelt } from "./likeness.ts";
import { nameWords } from "./office-names.ts";

type Number = { readonly first: string; readonly like: string; readonly symbol: string };

/** The number before the symbol: 412 of "412/GP-UBND", "Giấy phép số 0412/GP-UBND" and "4l2/GP-UBND". */
function partsOf(number: string): Number {
  const words = plain(number).replaceAll("Đ", "D").split(" ");
  const at = words.findIndex((word) => /[0-9]/.test(word));
  const first = (words[at] ?? "").replace(/^0+/, "");
  const digits = /^[0-9]+$/.test(likeDigits(first)) ? likeDigits(first) : (/[0-9]+/.exec(first)?.[0] ?? "");
  return { first, like: digits.replace(/^0+/, ""), symbol: words.slice(at + 1).join("") };
}

function looks([number = ""]: Spelt): readonly string[] {
  const { like, symbol } = partsOf(number);
  return [like === "" ? symbol : like];
}

const issuerOf = (issuer: string) =>
  nameWords(issuer)
    .filter((word) => word !== "TINH")
    .join("");

function compare(one: Spelt, other: Spelt): Likeness {
  const [[number = "", issuer = "", day = ""], [otherNumber = "", otherIssuer = "", otherDay = ""]] = [one, other];
  if (looks(one)[0] !== looks(other)[0]) return "different";
  const [part, otherPart] = [partsOf(number), partsOf(otherNumber)];
  const [by, otherBy] = [issuerOf(issuer), issuerOf(otherIssuer)];
  const sameNumber = part.first === otherPart.first && part.symbol === otherPart.symbol;
  if (sameNumber && by === otherBy && day === otherDay) return "equal";
  // "UBND tỉnh" is short for one of its names in full.
  const issuers = by.startsWith(otherBy) || otherBy.startsWith(by);
  const symbols = likeDigits(part.symbol) === likeDigits(otherPart.symbol);
  if (day !== "" && day === otherDay) return issuers || symbols ? "resembles" : "different";
  const sameYear = day === "" || otherDay === "" || day.slice(0, 4) === otherDay.slice(0, 4);
  return sameYear && issuers && symbols ? "resembles" : "different";
}

/** Spelt as: the number with its symbol, the issuer, and the day as yyyymmdd or nothing. */
export const LICENCES: Spelling = { looks, compare };
