// Number plates of vehicles and registration numbers of vessels. Blanks, hyphens and dots part a plate for the eye only. Road series of Vietnam
// (Circular 79/2024/TT-BCA) have neither O nor I, and no two of them differ by D and Đ alone; a vessel of Bình Định (BĐ) and one of Bình Dương
// (BD) are two. A plate keeps its number when provinces merge, and an old plate of four digits is not the new one of five.
import { likeDigits, plain } from "./folding.ts";
import { type Likeness, type Spelling, type Spelt, shareLook } from "./likeness.ts";

const letters = (plate: string) => plain(plate).replaceAll(" ", "");
const road = (plate: string) => plate.replaceAll("Đ", "D").replaceAll("O", "0").replaceAll("I", "1");

/** A plate as search compares it: what is equal on the road has one key. */
export function plateKey(plate: string): string {
  return road(letters(plate));
}

/** True of a text that can be nothing but a road vehicle's plate: two digits, its series, four or five digits. */
export function isRoadPlate(text: string): boolean {
  return /^[0-9]{2}[A-Z]{1,2}[0-9]{4,6}$/.test(plateKey(text));
}

/** True of a text that is the last digits of a plate and no plate. */
export function isPlateEnd(text: string): boolean {
  return /^[0-9]{3,5}$/.test(text.trim());
}

/** A number for the last three digits of a plate, from 1; undefined where it has fewer, or the text is not the end of one. */
export function plateEnding(plate: string): number | undefined {
  const digits = /([0-9]{3})$/.exec(plateKey(plate))?.[1];
  return digits === undefined ? undefined : Number(digits) + 1;
}

/** Letters behind the last digit are no part of any series, unless they are taken for digits. */
function looks([plate = ""]: Spelt): readonly string[] {
  const withoutLast = letters(plate).replace(/[A-ZĐ]+$/, "");
  const found = [plateKey(plate), road(withoutLast)].map(likeDigits).map((look) => look.replace(/[A-Z]+$/, ""));
  const digits = new Set(found.filter((look) => look !== ""));
  return digits.size === 0 ? [plateKey(plate)] : [...digits];
}

function compare(one: Spelt, other: Spelt): Likeness {
  const [[plate = "", water], [otherPlate = "", otherWater]] = [one, other];
  const same = water === "water" ? letters(plate) === letters(otherPlate) : plateKey(plate) === plateKey(otherPlate);
  if (same && water === otherWater) return "equal";
  return shareLook(looks(one), looks(other)) ? "resembles" : "different";
}

/** Spelt as: the plate, and "water" or "road". */
export const PLATES: Spelling = { looks, compare };
