// Writes blocks of text on the sheets: paragraphs that break between pages, centred lines, numbered lists.
import type { PaperItem, PaperText } from "../office-paper.ts";
import type { Faces } from "./faces.ts";
import { balancedLines, type Line, linesOf, typesetWords, type Word } from "./line-breaks.ts";
import { type Align, SHEET, Sheets, type Span, WHOLE } from "./sheets.ts";
import type { Tag, TagRole } from "./tags.ts";

/** The height of a line for a size of letters, and how much of the usual room is left above a paragraph. */
export type Spacing = { readonly leading: number; readonly above: number };
export const LOOSE: Spacing = { leading: 1.3, above: 1 };
/** The least that the decree allows: single lines. */
export const TIGHT: Spacing = { leading: 1.15, above: 0.6 };

/** Between the top of a line and its base line, for a size of letters. */
const ASCENT = 0.95;
const FIRST_LINE = 36;

export type TextSetting = {
  readonly size: number;
  readonly align: Align;
  readonly span?: Span;
  readonly indent?: number;
  /** Room above. */
  readonly above?: number;
};

export class Typesetter {
  readonly sheets = new Sheets();
  readonly faces: Faces;
  spacing: Spacing;
  readonly #tag: Tag;

  constructor(faces: Faces, tag: Tag, spacing: Spacing) {
    this.faces = faces;
    this.#tag = tag;
    this.spacing = spacing;
  }

  blank(size: number): number {
    return this.faces.plain.width(" ") * size;
  }

  words(text: PaperText, size: number): Word[] {
    return typesetWords(text, { faces: this.faces, size });
  }

  lines(text: PaperText, { size, span = WHOLE, indent = 0 }: TextSetting): Line[] {
    return linesOf(this.words(text, size), this.blank(size), span.width, indent);
  }

  /** The lines of a title. */
  balanced(text: PaperText, { size, span = WHOLE }: TextSetting): Line[] {
    return balancedLines(this.words(text, size), this.blank(size), span.width);
  }

  heightOf(lines: readonly Line[], size: number): number {
    return lines.length * size * this.spacing.leading;
  }

  /** A paragraph of its own, in the tree under `parent`. */
  paragraph(text: PaperText, setting: TextSetting, role: TagRole = "P", parent: Tag = this.#tag): Tag {
    const tag = parent.add(role);
    this.flow(tag, this.lines(text, setting), setting);
    return tag;
  }

  /** A paragraph of a letter's body: justified, its first line further in. A hash fills no line evenly. */
  body(text: PaperText, size: number, above = 5): void {
    this.paragraph(text, bodySetting(text, size, above));
  }

  bodyHeight(text: PaperText, size: number, above = 5): number {
    return above * this.spacing.above + this.heightOf(this.lines(text, bodySetting(text, size, above)), size);
  }

  /** Lines as one tag, over pages where they must; of a paragraph never one line alone at the foot or the head of a page. */
  flow(tag: Tag, lines: readonly Line[], setting: TextSetting): void {
    const { sheets } = this;
    const height = setting.size * this.spacing.leading;
    sheets.y -= (setting.above ?? 0) * this.spacing.above;
    let at = 0;
    while (at < lines.length) {
      sheets.need(Math.min(2, lines.length - at) * height);
      const room = Math.max(1, Math.floor((sheets.y - SHEET.bottom + 0.01) / height));
      const left = lines.length - at;
      // One line would be left over for the next page: it gets two.
      const now = room >= left ? left : left - room === 1 && room > 2 ? room - 1 : room;
      sheets.mark(tag, () => {
        for (const [i, line] of lines.slice(at, at + now).entries()) this.line(line, setting, at + i === 0);
      });
      at += now;
      if (at < lines.length) sheets.turn();
    }
  }

  /** One line below the last. */
  line(line: Line, { size, align, span = WHOLE, indent = 0 }: TextSetting, first = false): void {
    const { sheets } = this;
    const into = first ? indent : 0;
    const at = { x: span.x + into, width: span.width - into };
    sheets.line(line, size, this.blank(size), at, sheets.y - size * ASCENT, align);
    sheets.y -= size * this.spacing.leading;
  }

  /** "1." with hanging text, and points below. */
  list(items: readonly PaperItem[], size: number): void {
    const list = this.#tag.add("L");
    for (const [i, { text, under }] of items.entries()) {
      const body = this.#item(list, `${i + 1}.`, text, size, 0);
      if (under.length === 0) continue;
      const points = body.add("L");
      for (const words of under) this.#item(points, "-", words, size, HANG);
    }
  }

  #item(list: Tag, label: string, text: string, size: number, left: number): Tag {
    const { sheets } = this;
    const item = list.add("LI");
    const above = 3;
    const height = size * this.spacing.leading;
    sheets.need(above + 2 * height);
    sheets.y -= above;
    const [word] = this.lines([{ text: label }], { size, align: "left" });
    sheets.mark(item.add("Lbl"), () =>
      sheets.line(word!, size, 0, { x: WHOLE.x + left, width: HANG }, sheets.y - size * ASCENT, "left"),
    );
    const body = item.add("LBody");
    const span = { x: WHOLE.x + left + HANG, width: WHOLE.width - left - HANG };
    const setting: TextSetting = { size, align: "justify", span };
    this.flow(body.add("P"), this.lines([{ text }], setting), setting);
    return body;
  }
}

const HANG = 20;

function bodySetting(text: PaperText, size: number, above: number): TextSetting {
  return { size, align: text.some((run) => run.hash) ? "left" : "justify", indent: FIRST_LINE, above };
}
