// The sheets of a PDF while they are written: a pen that moves down the page, opens the next one where the room ends, and marks what it writes
// for the tree of tags. Lengths are points, heights from the lower edge.
import type { Face } from "./faces.ts";
import type { Line } from "./line-breaks.ts";
import type { Tag } from "./tags.ts";

const MM = 72 / 25.4;
export const millimetres = (mm: number): number => mm * MM;

/** A4, with the margins of Decree 30/2020/NĐ-CP: top and bottom 20 mm, left 30 mm, right 15 mm. */
export const SHEET = {
  width: 595.28,
  height: 841.89,
  top: 841.89 - 20 * MM,
  bottom: 20 * MM,
  left: 30 * MM,
  right: 595.28 - 15 * MM,
} as const;
export const TEXT_WIDTH = SHEET.right - SHEET.left;

export type Align = "left" | "right" | "centre" | "justify";
/** A rectangle's left edge and width. */
export type Span = { readonly x: number; readonly width: number };
export const WHOLE: Span = { x: SHEET.left, width: TEXT_WIDTH };

const rounded = (length: number): string => String(Math.round(length * 100) / 100);

type Written = { readonly operators: string[]; marks: number };

export class Sheets {
  readonly pages: Written[] = [];
  /** The height of the pen. */
  y: number = SHEET.top;

  constructor() {
    this.turn();
  }

  /** The page that is written, from 0. */
  get page(): number {
    return this.pages.length - 1;
  }

  turn(): void {
    this.pages.push({ operators: [], marks: 0 });
    this.y = SHEET.top;
  }

  /** Opens the next page where less than this is left, and says so. */
  need(height: number): boolean {
    if (this.y - height >= SHEET.bottom || this.y === SHEET.top) return false;
    this.turn();
    return true;
  }

  put(...operators: readonly string[]): void {
    this.pages[this.page]!.operators.push(...operators);
  }

  /** Writes one stretch of a tag on this page. */
  mark(tag: Tag, write: () => void): void {
    const page = this.pages[this.page]!;
    const id = page.marks++;
    tag.kids.push({ page: this.page, id });
    this.put(`/${tag.role} <</MCID ${id}>> BDC`);
    write();
    this.put("EMC");
  }

  /** Writes what is no content: rules, borders, page numbers, heads that repeat. */
  artifact(write: () => void): void {
    this.put("/Artifact BMC");
    write();
    this.put("EMC");
  }

  rule(fromX: number, fromY: number, toX: number, toY: number, weight = 0.6): void {
    const at = (x: number, y: number) => `${rounded(x)} ${rounded(y)}`;
    this.put(`${weight} w ${at(fromX, fromY)} m ${at(toX, toY)} l S`);
  }

  box(x: number, y: number, width: number, height: number): void {
    this.put(`${[x, y, width, height].map(rounded).join(" ")} re`);
  }

  /** One line of text with its base line at `y`. */
  line(line: Line, size: number, blank: number, { x, width }: Span, y: number, align: Align): void {
    const gaps = line.words.length - 1;
    const spread = align === "justify" && !line.last && gaps > 0 ? (width - line.width) / gaps : 0;
    const free = width - line.width;
    const from = align === "right" ? x + free : align === "centre" ? x + free / 2 : x;
    const parts: string[] = [];
    let face: Face | undefined;
    let shown = "";
    const show = () => {
      if (shown !== "") parts.push(`[${shown}] TJ`);
      shown = "";
    };
    const use = (next: Face) => {
      if (face === next) return;
      show();
      face = next;
      parts.push(`/${next.name} ${size} Tf`);
    };
    for (const [i, word] of line.words.entries()) {
      for (const piece of word.pieces) {
        use(piece.face);
        shown += `<${piece.face.code(piece.text)}>`;
      }
      if (i === gaps || !face) continue;
      // A line is measured with blanks of one width; in another face, or spread, what lacks is a shift, in thousandths of the size.
      const shift = ((face.width(" ") * size - blank - spread) / size) * 1000;
      shown += `<${face.code(" ")}>${Math.abs(shift) < 0.01 ? "" : rounded(shift)}`;
    }
    show();
    this.put(`BT ${rounded(from)} ${rounded(y)} Td ${parts.join(" ")} ET`);
  }
}
