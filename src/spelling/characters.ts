// The characters that an entry's text may hold: a closed list, written out, so that no later Unicode version judges an old entry otherwise.
// State papers are written in the Vietnamese set of TCVN 6909:2001 (Decree 30/2020/NĐ-CP, Annex I), and a firm's name in Latin letters (Law on
// Enterprises 2020, Articles 37 and 39). Every character here has been in Unicode since version 9.0 (2016) or before; a test holds the list to
// the tables of the Unicode version that it runs on.

/** First and last of each range. */
type Ranges = readonly (readonly [first: number, last: number])[];

/** Latin letters, those of Vietnamese among them. Left out: ligatures and letters that Unicode calls deprecated. */
export const LETTERS: Ranges = [
  [0x41, 0x5a],
  [0x61, 0x7a],
  [0xaa, 0xaa],
  [0xba, 0xba],
  [0xc0, 0xd6],
  [0xd8, 0xf6],
  [0xf8, 0x131],
  [0x134, 0x13e],
  [0x141, 0x148],
  [0x14a, 0x17e],
  [0x180, 0x180],
  [0x1a0, 0x1a1],
  [0x1af, 0x1b0],
  [0x1cd, 0x1d4],
  [0x218, 0x21b],
  [0x243, 0x243],
  [0x1ea0, 0x1ef9],
];

/**
 * Tone marks and the breve. Composed text has them only where no composed letter exists, as in the names of the Central Highlands' places;
 * one may follow a letter, and no second one.
 */
export const MARKS: Ranges = [
  [0x300, 0x301],
  [0x303, 0x303],
  [0x306, 0x306],
  [0x309, 0x309],
  [0x323, 0x323],
];

/** Digits, punctuation, units, fractions, arrows and mathematical signs of office papers. A blank is U+0020 and no other. */
export const SIGNS: Ranges = [
  [0x20, 0x40],
  [0x5b, 0x60],
  [0x7b, 0x7e],
  [0xa1, 0xa9],
  [0xab, 0xac],
  [0xae, 0xae],
  [0xb0, 0xb3],
  [0xb5, 0xb7],
  [0xb9, 0xb9],
  [0xbb, 0xbf],
  [0xd7, 0xd7],
  [0xf7, 0xf7],
  [0x394, 0x394],
  [0x3a3, 0x3a3],
  [0x3a6, 0x3a6],
  [0x3a9, 0x3a9],
  [0x3b8, 0x3b8],
  [0x3bb, 0x3bc],
  [0x3c0, 0x3c0],
  [0x3c6, 0x3c6],
  [0x2010, 0x2016],
  [0x2018, 0x201f],
  [0x2020, 0x2022],
  [0x2026, 0x2026],
  [0x2030, 0x2033],
  [0x2039, 0x203a],
  [0x2044, 0x2044],
  [0x2070, 0x2070],
  [0x2074, 0x2079],
  [0x2080, 0x2089],
  [0x20ab, 0x20ac],
  [0x2103, 0x2103],
  [0x2116, 0x2116],
  [0x2122, 0x2122],
  [0x2190, 0x2199],
  [0x2200, 0x22ff],
];

/** Letters that only free text may have: Greek, Cyrillic, kana, Han and Hangul. No name, plate, number or code is written with them. */
export const OTHER_LETTERS: Ranges = [
  [0x391, 0x3a1],
  [0x3a3, 0x3a9],
  [0x3b1, 0x3c9],
  [0x400, 0x45f],
  [0x3041, 0x3096],
  [0x30a1, 0x30fa],
  [0x4e00, 0x9fa5],
  [0xac00, 0xd7a3],
];

function classOf(...lists: readonly Ranges[]): string {
  const hex = (code: number) => `\\u{${code.toString(16)}}`;
  return lists
    .flat()
    .map(([first, last]) => `${hex(first)}-${hex(last)}`)
    .join("");
}

/** A character that is not of these letters, marks and signs, or a mark that follows no letter. */
const strange = (letters: string, also = "") =>
  new RegExp(`[^${letters}${classOf(MARKS, SIGNS)}${also}]|(?<![${letters}])[${classOf(MARKS)}]`, "gu");

const NOT_IN_LINE = strange(classOf(LETTERS));
const NOT_IN_PROSE = strange(classOf(LETTERS, OTHER_LETTERS), "\n");

const composed = (text: string) => text === text.normalize("NFC");

/** True if a text is one line of Latin letters, digits and signs in NFC, with no blank at its ends. */
export function isLine(text: string): boolean {
  return text !== "" && text.search(NOT_IN_LINE) < 0 && !/^ | $/.test(text) && composed(text);
}

/** True if every character of a text is seen, and something besides blanks and line feeds is there; in NFC. */
export function isProse(text: string): boolean {
  return text.search(NOT_IN_PROSE) < 0 && /[^ \n]/.test(text) && composed(text);
}

/** The nearest text that is one line: a blank in place of what a line may not hold, each run of blanks as one. */
export function toLine(text: string): string {
  return text.normalize("NFC").replaceAll(NOT_IN_LINE, " ").replaceAll(/ +/g, " ").trim();
}

/** The nearest visible text: a blank in place of what nobody sees. */
export function toProse(text: string): string {
  return text.normalize("NFC").replaceAll(NOT_IN_PROSE, " ").trim();
}

/** Text as someone typed or pasted it: each blank as the one blank, without the unseen signs that come along with what is copied; in NFC. */
export function asTyped(text: string): string {
  return text
    .normalize("NFC")
    .replaceAll("\r\n", "\n")
    .replaceAll(/[\t\u00a0\u2000-\u200a\u202f\u3000]/g, " ")
    .replaceAll(/[\u00ad\u200b-\u200f\u2060\ufeff]|\ufe0f/g, "");
}
