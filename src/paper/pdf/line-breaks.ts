// Breaks text into lines of a given width. Figures stay with their units and decree numbers in one piece, as on screen; a word that is wider
// than the line is broken where it must be.
import { UNIT_FIGURE } from "../../words/unit-figure.ts";
import type { PaperText } from "../office-paper.ts";
import type { Face, Faces } from "./faces.ts";

/** A part of a word in one face. */
export type Piece = { readonly face: Face; readonly text: string; readonly width: number };
/** A word is never broken but where it must be: one or more pieces without a blank between them. */
export type Word = { readonly pieces: readonly Piece[]; readonly width: number };
export type Line = { readonly words: readonly Word[]; readonly width: number; readonly last: boolean };

type Style = { readonly faces: Faces; readonly size: number };

/** The runs as words, at a size in points. */
export function typesetWords(text: PaperText, { faces, size }: Style): Word[] {
  const words: Word[] = [];
  let open: Piece[] = [];
  const close = () => {
    if (open.length > 0) words.push(wordOf(open));
    open = [];
  };
  for (const run of text) {
    const face = faces[run.bold ? (run.italic ? "boldItalic" : "bold") : run.italic ? "italic" : "plain"];
    for (const [i, part] of parts(run.text).entries()) {
      if (i > 0) close();
      if (part !== "") open.push({ face, text: part, width: face.width(part) * size });
    }
  }
  close();
  return words;
}

function wordOf(pieces: readonly Piece[]): Word {
  return { pieces, width: pieces.reduce((sum, piece) => sum + piece.width, 0) };
}

/** Split at blanks, of which those inside a figure with its unit are made unbreakable first; text begins or ends with a blank where a part is empty. */
function parts(text: string): string[] {
  const held = text.split(UNIT_FIGURE).map((part, i) => (i % 2 === 1 ? part.replaceAll(" ", "\u00a0") : part));
  return held.join("").split(/[ \n\t]+/);
}

/** Words in lines; the first may begin further in. */
export function linesOf(words: readonly Word[], blank: number, width: number, indent = 0): Line[] {
  const lines: Line[] = [];
  let line: Word[] = [];
  let used = 0;
  let room = width - indent;
  const queue = [...words].reverse();
  while (queue.length > 0) {
    const word = queue.pop()!;
    const need = line.length === 0 ? word.width : used + blank + word.width;
    // A hundredth of a point is no overflow but a rounding.
    if (need <= room + 0.01) {
      line.push(word);
      used = need;
    } else if (line.length > 0) {
      lines.push({ words: line, width: used, last: false });
      line = [];
      room = width;
      queue.push(word);
    } else {
      const [head, rest] = cut(word, room);
      lines.push({ words: [head], width: head.width, last: false });
      room = width;
      if (rest) queue.push(rest);
    }
  }
  if (line.length > 0) lines.push({ words: line, width: used, last: true });
  const end = lines.at(-1);
  return end && !end.last ? [...lines.slice(0, -1), { ...end, last: true }] : lines;
}

/** As few lines as the width allows, of nearly one length: of a title or a head nothing hangs over. */
export function balancedLines(words: readonly Word[], blank: number, width: number): Line[] {
  const most = linesOf(words, blank, width).length;
  let narrow = Math.max(0, ...words.map((word) => word.width));
  let wide = width;
  while (wide - narrow > 1) {
    const middle = (narrow + wide) / 2;
    if (linesOf(words, blank, middle).length > most) narrow = middle;
    else wide = middle;
  }
  return linesOf(words, blank, wide);
}

/** As many characters of a word as fit, one at least, and the rest. */
function cut(word: Word, room: number): [Word, Word | undefined] {
  const head: Piece[] = [];
  let used = 0;
  for (const [i, piece] of word.pieces.entries()) {
    if (used + piece.width <= room) {
      head.push(piece);
      used += piece.width;
      continue;
    }
    const characters = [...piece.text];
    const each = piece.width / piece.face.width(piece.text);
    let taken = 0;
    let width = 0;
    for (const character of characters) {
      const next = width + piece.face.width(character) * each;
      if (used + next > room && (taken > 0 || head.length > 0)) break;
      width = next;
      taken++;
    }
    const part = (from: number, to?: number): Piece[] => {
      const text = characters.slice(from, to).join("");
      return text === "" ? [] : [{ face: piece.face, text, width: piece.face.width(text) * each }];
    };
    const rest = [...part(taken), ...word.pieces.slice(i + 1)];
    return [wordOf([...head, ...part(0, taken)]), rest.length > 0 ? wordOf(rest) : undefined];
  }
  return [wordOf(head), undefined];
}
