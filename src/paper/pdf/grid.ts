// A table on the sheets: columns as wide as their contents ask, cells that wrap, borders, and head rows that come again on every page.
import type { PaperTable } from "../office-paper.ts";
import { balancedLines, type Line, linesOf, type Word } from "./line-breaks.ts";
import { SHEET, type Span, WHOLE } from "./sheets.ts";
import type { Tag } from "./tags.ts";
import type { Typesetter } from "./typesetter.ts";

/** Sizes of letters, the first that fits: below the last, words are broken. */
const SIZES = [10, 9, 8] as const;
const LEADING = 1.2;
const PAD = { x: 3, y: 2.5 } as const;

/** A cell, its words measured once: of a table of thousands of rows most of the work. */
type Cell = { readonly words: readonly Word[]; readonly narrowest: number; readonly widest: number };
type Column = { readonly figure: boolean; readonly span: Span };

export function writeTable(pen: Typesetter, parent: Tag, table: PaperTable): void {
  const tag = parent.add("Table");
  const { size, widths, head, rows, total } = measured(pen, table);
  let x = WHOLE.x;
  const columns = table.columns.map(({ kind }, i): Column => {
    const span = { x, width: widths[i]! };
    x += span.width;
    return { figure: kind === "figure", span };
  });
  const grid = new Grid(pen, columns, size, head);
  grid.head(tag);
  for (const row of rows) grid.row(tag, row);
  if (total) grid.row(tag, total);
  grid.close();
}

type Measured = {
  readonly size: number;
  readonly widths: readonly number[];
  readonly head: readonly Cell[];
  readonly rows: readonly (readonly Cell[])[];
  readonly total: readonly Cell[] | undefined;
};

function measured(pen: Typesetter, table: PaperTable): Measured {
  let found: Measured | undefined;
  for (const size of SIZES) {
    const blank = pen.blank(size);
    const cell = (text: string, bold: boolean, figure: boolean): Cell => {
      const words = pen.words([{ text: figure ? text.replaceAll(" ", "\u00a0") : text, bold }], size);
      const widest = words.reduce((sum, word) => sum + word.width + blank, 0) - (words.length > 0 ? blank : 0);
      return { words, narrowest: Math.max(0, ...words.map((word) => word.width)), widest };
    };
    const figure = (i: number) => table.columns[i]?.kind === "figure";
    const head = table.columns.map((column) => cell(column.head, true, false));
    const rows = table.rows.map((row) => row.map((text, i) => cell(text, false, figure(i))));
    const total = table.total?.map((text, i) => cell(text, true, figure(i)));
    const all = [head, ...rows, ...(total ? [total] : [])];
    const { widths, fits } = widthsOf(all, head.length);
    found = { size, widths, head, rows, total };
    if (fits) break;
  }
  return found!;
}

/** Each column gets what its longest word asks; what is left goes to those whose lines would be longer. */
function widthsOf(rows: readonly (readonly Cell[])[], count: number): { widths: number[]; fits: boolean } {
  const narrowest = new Array<number>(count).fill(0);
  const widest = new Array<number>(count).fill(0);
  for (const row of rows)
    for (const [i, cell] of row.entries()) {
      narrowest[i] = Math.max(narrowest[i]!, cell.narrowest + 2 * PAD.x);
      widest[i] = Math.max(widest[i]!, cell.widest + 2 * PAD.x);
    }
  const least = sumOf(narrowest);
  const free = WHOLE.width - least;
  if (free < 0) return { widths: narrowest.map((width) => (width * WHOLE.width) / least), fits: false };
  const wishes = widest.map((width, i) => Math.min(width - narrowest[i]!, WHOLE.width));
  const wished = sumOf(wishes);
  // Without a wish the room is shared evenly.
  const share = (i: number) => (wished === 0 ? 1 / count : wishes[i]! / wished);
  return { widths: narrowest.map((width, i) => width + free * share(i)), fits: true };
}

function sumOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0);
}

/** The rows as they are written, and the borders of what is on the page so far. */
class Grid {
  readonly #pen: Typesetter;
  readonly #columns: readonly Column[];
  readonly #size: number;
  readonly #head: readonly (readonly Line[])[];
  /** The heights of the horizontal borders on this page. */
  #rules: number[] = [];

  constructor(pen: Typesetter, columns: readonly Column[], size: number, head: readonly Cell[]) {
    this.#pen = pen;
    this.#columns = columns;
    this.#size = size;
    const blank = pen.blank(size);
    this.#head = head.map(({ words }, i) => balancedLines(words, blank, columns[i]!.span.width - 2 * PAD.x));
  }

  #broken(cells: readonly Cell[]): Line[][] {
    const blank = this.#pen.blank(this.#size);
    return cells.map(({ words }, i) => linesOf(words, blank, this.#columns[i]!.span.width - 2 * PAD.x));
  }

  #heightOf(cells: readonly (readonly Line[])[]): number {
    return Math.max(1, ...cells.map((lines) => lines.length)) * this.#size * LEADING + 2 * PAD.y;
  }

  /** The head with its tags, on a page that has room for a row below it. */
  head(table: Tag): void {
    const { sheets } = this.#pen;
    sheets.need(2 * this.#heightOf(this.#head));
    this.#rules = [sheets.y];
    const row = table.add("TR");
    for (const [i, lines] of this.#head.entries()) {
      const tag = row.add("TH");
      tag.scope = "Column";
      if (lines.length > 0) sheets.mark(tag, () => this.#cell(lines, i, true));
    }
    this.#under(this.#head);
  }

  row(table: Tag, cells: readonly Cell[]): void {
    const { sheets } = this.#pen;
    const lines = this.#broken(cells);
    if (sheets.y - this.#heightOf(lines) < SHEET.bottom) {
      this.close();
      sheets.turn();
      this.#rules = [sheets.y];
      sheets.artifact(() => {
        for (const [i, head] of this.#head.entries()) this.#cell(head, i, true);
      });
      this.#under(this.#head);
    }
    const row = table.add("TR");
    for (const [i, each] of lines.entries()) {
      const tag = row.add(i === 0 ? "TH" : "TD");
      if (i === 0) tag.scope = "Row";
      if (each.length > 0) sheets.mark(tag, () => this.#cell(each, i, false));
    }
    this.#under(lines);
  }

  /** Moves below the row that was written. */
  #under(cells: readonly (readonly Line[])[]): void {
    const { sheets } = this.#pen;
    sheets.y -= this.#heightOf(cells);
    this.#rules.push(sheets.y);
  }

  #cell(lines: readonly Line[], i: number, head: boolean): void {
    const { sheets } = this.#pen;
    const { span, figure } = this.#columns[i]!;
    const inner = { x: span.x + PAD.x, width: span.width - 2 * PAD.x };
    const align = head ? "centre" : figure ? "right" : "left";
    const blank = this.#pen.blank(this.#size);
    let y = sheets.y - PAD.y - this.#size * 0.92;
    for (const line of lines) {
      sheets.line(line, this.#size, blank, inner, y, align);
      y -= this.#size * LEADING;
    }
  }

  /** Draws the borders of the rows on this page. */
  close(): void {
    const { sheets } = this.#pen;
    const [top, bottom] = [this.#rules[0]!, this.#rules.at(-1)!];
    sheets.artifact(() => {
      for (const y of this.#rules) sheets.rule(WHOLE.x, y, WHOLE.x + WHOLE.width, y, 0.5);
      for (const { span } of this.#columns) sheets.rule(span.x, top, span.x, bottom, 0.5);
      sheets.rule(WHOLE.x + WHOLE.width, top, WHOLE.x + WHOLE.width, bottom, 0.5);
    });
  }
}
