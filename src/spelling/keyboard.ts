// The keys behind a text: a Vietnamese keyboard in the Telex way turns AA into Â and DD into Đ also where a code was meant, a chat turns hyphens
// into dashes, and a scanner that acts as a keyboard sends small letters.

/** The key that made each mark; a circumflex is the letter pressed twice. */
const MARK_KEYS: Readonly<Record<string, string>> = {
  "\u0306": "W",
  "\u031b": "W",
  "\u0301": "S",
  "\u0300": "F",
  "\u0309": "R",
  "\u0303": "X",
  "\u0323": "J",
};
const CIRCUMFLEX = "\u0302";
/** Marks that change a letter were typed before those that give it a tone. */
const SHAPES = `${CIRCUMFLEX}\u0306\u031b`;

/** A text as it was keyed, in capital letters: "21Â1" is 21AA1. Characters that no such keyboard makes stay as they are. */
export function keysOf(text: string): string {
  const letters = text.normalize("NFKC").toUpperCase().replaceAll("Đ", "DD").normalize("NFD");
  return letters.replaceAll(/([A-Z])([\u0300-\u036f]+)/g, (whole, letter: string, marks: string) => {
    const ordered = Array.from(marks).sort((a, b) => Number(SHAPES.includes(b)) - Number(SHAPES.includes(a)));
    const keys = ordered.map((mark) => (mark === CIRCUMFLEX ? letter : MARK_KEYS[mark]));
    return keys.includes(undefined) ? whole : letter + keys.join("");
  });
}
