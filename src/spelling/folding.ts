// The one way in which what people write is folded before it is compared: capitals, marks, width, punctuation, and letters of other alphabets
// that look like Latin ones. The tables are written out here: the signs that look alike are few, since entries hold Latin letters only (a
// general table of confusables has thousands, changes every year, and takes "m" for "rn").

const LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Letters that have no decomposition, and letters of other alphabets by the Latin letter whose look they have. */
const LOOKS: readonly (readonly [signs: string, latin: string])[] = [
  ["Ðð", "Đ"],
  ["Łł", "L"],
  ["Øø", "O"],
  ["ıİ", "I"],
  ["Ħħ", "H"],
  ["Ŧŧ", "T"],
  ["Ŋŋ", "N"],
  ["Ææ", "AE"],
  ["Œœ", "OE"],
  ["ß", "SS"],
  ["Þþ", "P"],
  ["Ƀƀ", "B"],
  ["ĸ", "K"],
  ["АаΑα", "A"],
  ["ВвΒβ", "B"],
  ["СсϹ", "C"],
  ["ЕеΕε", "E"],
  ["Ԍ", "G"],
  ["НнΗη", "H"],
  ["ІіΙι", "I"],
  ["Јј", "J"],
  ["КкΚκ", "K"],
  ["МмΜ", "M"],
  ["Ν", "N"],
  ["ОоΟο", "O"],
  ["РрΡρ", "P"],
  ["Ѕѕ", "S"],
  ["ТтΤτ", "T"],
  ["Υυ", "U"],
  ["ν", "V"],
  ["ω", "W"],
  ["ХхΧχ", "X"],
  ["УуΥγ", "Y"],
  ["Ζζ", "Z"],
  ["²", "2"],
  ["³", "3"],
];

/** The zero of each row of decimal digits that a keyboard may give: Arabic-Indic, Persian, full width. */
const ZEROS = [0x660, 0x6f0, 0xff10];

function foldings(): Map<string, string> {
  const folded = new Map<string, string>([
    ["Đ", "Đ"],
    ["đ", "Đ"],
  ]);
  for (const [i, letter] of [...LATIN].entries()) {
    for (const sign of [
      letter,
      letter.toLowerCase(),
      String.fromCodePoint(0xff21 + i),
      String.fromCodePoint(0xff41 + i),
    ])
      folded.set(sign, letter);
  }
  for (const [signs, latin] of LOOKS) for (const sign of signs) if (!folded.has(sign)) folded.set(sign, latin);
  for (let digit = 0; digit < 10; digit++)
    for (const zero of [0x30, ...ZEROS]) folded.set(String.fromCodePoint(zero + digit), String(digit));
  for (let mark = 0x300; mark <= 0x36f; mark++) folded.set(String.fromCodePoint(mark), "");
  return folded;
}
const FOLDED = foldings();

/** The text as capitals without marks (Đ stays), digits, and one blank for whatever is between them. */
export function plain(text: string): string {
  let folded = "";
  for (const sign of text.normalize("NFD")) folded += FOLDED.get(sign) ?? " ";
  return folded.replace(/ +/g, " ").trim();
}

/** The same in letters and digits alone, Đ as D. */
export function bare(text: string): string {
  return plain(text).replaceAll(" ", "").replaceAll("Đ", "D");
}

/** As `bare`, but two numbers stay two: "12/2022" is not "1/22022". */
export function numbered(text: string): string {
  return plain(text)
    .replaceAll("Đ", "D")
    .replaceAll(/(?<=\d) (?=\d)/g, ".")
    .replaceAll(" ", "");
}

const DIGIT_LIKE: Readonly<Record<string, string>> = { O: "0", Q: "0", I: "1", L: "1", Z: "2", S: "5", G: "6", B: "8" };

/** Folded text with each letter that can be taken for a digit as that digit. */
export function likeDigits(folded: string): string {
  return folded.replaceAll(/[OQILZSGB]/g, (letter) => DIGIT_LIKE[letter]!);
}
