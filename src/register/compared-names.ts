// Names as registers spell them, and the keys under which two spellings are one name. Used before anything is compared:
// holders become parties, mines become sites, licence numbers find each other in two tables. A key is for comparing
// only; what is kept and shown is the text as written.

/** The text in Unicode NFC without unseen marks (zero width, direction), every run of white space as one space, trimmed. */
export function tidy(text: string): string {
  return text
    .normalize("NFC")
    .replace(/\s+/gu, " ")
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .trim();
}

/**
 * The text for comparing: tidy, lower case, punctuation as spaces, and the tone mark of oa, oe, uy on the second vowel,
 * since offices write both "hóa" and "hoá".
 */
export function foldName(text: string): string {
  return tidy(text)
    .toLowerCase()
    .normalize("NFD")
    .replace(/(o)([\u0300\u0301\u0303\u0309\u0323])([ae])(?![\u0300-\u036f])/g, "$1$3$2")
    .replace(/(u)([\u0300\u0301\u0303\u0309\u0323])(y)(?![\u0300-\u036f])/g, "$1$3$2")
    .normalize("NFC")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

function expand(folded: string, words: ReadonlyMap<string, string>): string {
  return folded
    .split(" ")
    .map((word) => words.get(word) ?? word)
    .join(" ");
}

// "TNHH 1TV", "MTV" and "Một thành viên" are one legal form; none of these abbreviations can be part of a proper name.
const LEGAL_FORMS = new Map([
  ["cty", "công ty"],
  ["cp", "cổ phần"],
  ["mtv", "một thành viên"],
  ["1tv", "một thành viên"],
  ["dntn", "doanh nghiệp tư nhân"],
  ["htx", "hợp tác xã"],
]);

const TRADES = new Map([
  ["tm", "thương mại"],
  ["xd", "xây dựng"],
  ["đt", "đầu tư"],
  ["đtxd", "đầu tư xây dựng"],
  ["xdtm", "xây dựng thương mại"],
  ["tmth", "thương mại tổng hợp"],
  ["sx", "sản xuất"],
  ["ks", "khoáng sản"],
  ["kt", "khai thác"],
  ["vlxd", "vật liệu xây dựng"],
  ["dv", "dịch vụ"],
  ["xnk", "xuất nhập khẩu"],
]);

const PLACES = new Map([
  ["h", "huyện"],
  ["x", "xã"],
  ["p", "phường"],
  ["tt", "thị trấn"],
  ["tp", "thành phố"],
]);

const BRACKETS = /\(([^()]*)\)/g;
const RENAMED = /trước đây|tên cũ|đổi tên|tên mới|chuyển đổi từ/i;
const ANNOTATION = /gian? hạn|cấp lại|chuyển nhượng|trúng đấu giá|tận thu|bổ sung|điều chỉnh/i;

/** A name taken apart: what it is called, notes that stood in brackets beside it, and the words of a change of name. */
export type Name = { readonly name: string; readonly notes: readonly string[]; readonly renamed: string | undefined };

/** Takes recognised bracketed remarks (renewed, transferred, renamed …) off a name; an unknown bracket stays part of it. */
export function partName(text: string): Name {
  const notes: string[] = [];
  let renamed: string | undefined;
  const name = tidy(text).replace(BRACKETS, (whole, inside: string) => {
    if (RENAMED.test(inside)) renamed = tidy(inside);
    else if (ANNOTATION.test(inside)) notes.push(tidy(inside));
    else return whole;
    return "";
  });
  return { name: tidy(name), notes, renamed };
}

/** The key under which spellings of one holder meet: legal forms written out, remarks in brackets left aside. */
export function holderKey(text: string): string {
  return expand(foldName(partName(text).name), LEGAL_FORMS);
}

/** A looser key that only raises suspicion: trades written out and "một thành viên" dropped; never merges two parties. */
export function looseHolderKey(text: string): string {
  const written = expand(expand(foldName(tidy(text).replace(BRACKETS, " ")), LEGAL_FORMS), TRADES);
  return written.replace(/ một thành viên| và/g, "");
}

/** The key under which spellings of one mine meet: brackets and "nay là …" (its place's new name) left aside. */
export function mineKey(text: string): string {
  const bare = tidy(text)
    .replace(BRACKETS, " ")
    .replace(/[\s,]*nay là.*$/i, "");
  return expand(foldName(bare), PLACES).replace(/^mỏ /, "");
}

/** A licence number taken apart; `first` is the instrument itself, `others` the older or amending ones named with it. */
export type LicenceNumber = {
  readonly first: string;
  readonly dated: string | undefined;
  readonly others: readonly { readonly number: string; readonly dated: string | undefined }[];
  readonly regular: boolean;
};

const NUMBER =
  /(\d+[a-z]?)\s*\/\s*([\p{L}\d]+(?:\s*[-–]\s*[\p{L}\d]+)*)(?:\s*(?:ngày\s*)?(\d{1,2}\/\d{1,2}\/\d{4}))?/giu;

/**
 * Reads the free text of a number cell: the first number of the form digits/letters, a date written right after it, and
 * the numbers that follow. A text without such a number is irregular and is compared whole.
 */
export function partNumber(text: string): LicenceNumber {
  // Dates go first: "12/6/2018" would otherwise read as a number of its own.
  const found = [...tidy(text).matchAll(NUMBER)].filter((match) => /\p{L}/u.test(match[2] ?? ""));
  const numbers = found.map((match) => ({
    number: `${match[1]}/${(match[2] ?? "").replace(/\s+/g, "").replace(/–/g, "-")}`.toUpperCase(),
    dated: match[3],
  }));
  const first = numbers[0];
  if (first === undefined) return { first: tidy(text).toUpperCase(), dated: undefined, others: [], regular: false };
  return { first: first.number, dated: first.dated, others: numbers.slice(1), regular: true };
}
