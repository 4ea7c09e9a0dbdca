// The four faces of the letter's font, embedded as subsets. Each character is measured and encoded once: no ligatures, no kerning, so that the
// width of a word is the sum of its characters and 2,000 rows of figures are laid out in no time.

import type { PDFDocument, PDFFont } from "@cantoo/pdf-lib";
import fontkit from "@pdf-lib/fontkit";
import { FACES, type FaceName, type FontReader } from "../font-files.ts";

const PLAIN_FEATURES = { liga: false, clig: false, kern: false };

type Measured = { readonly code: string; readonly width: number };

/** One face of a document. */
export class Face {
  readonly name: FaceName;
  readonly font: PDFFont;
  readonly #known = new Map<string, Measured>();
  readonly #has: ReadonlySet<number>;

  constructor(name: FaceName, font: PDFFont) {
    this.name = name;
    this.font = font;
    this.#has = new Set(font.getCharacterSet());
  }

  /** The width of a text at size 1. */
  width(text: string): number {
    let sum = 0;
    for (const character of text) sum += this.#measured(character).width;
    return sum;
  }

  /** The text as hexadecimal glyph numbers of the subset. */
  code(text: string): string {
    let code = "";
    for (const character of text) code += this.#measured(character).code;
    return code;
  }

  #measured(character: string): Measured {
    const known = this.#known.get(character);
    if (known) return known;
    const shape = this.#shape(character);
    const code = this.font.encodeText(shape).asString();
    const measured = { code, width: this.font.widthOfTextAtSize(shape, 1) };
    this.#known.set(character, measured);
    return measured;
  }

  /** A blank that may not be broken is written as a blank. Han, Hangul and rare signs, which the font lacks, are named by their number: nothing is lost. */
  #shape(character: string): string {
    if (character === "\u00a0") return " ";
    const code = character.codePointAt(0)!;
    return this.#has.has(code) ? character : `[U+${code.toString(16).toUpperCase().padStart(4, "0")}]`;
  }
}

export type Faces = Readonly<Record<FaceName, Face>>;

/** The tag that the format wants before the name of a font of which only some glyphs are embedded; it says nothing. */
const SUBSET_TAG = "SONGUA";

/** The glyphs of a subset as the font reader gathers them: its own fields, which its types do not name. */
type Gathering = { glyf: Uint8Array[]; offset: number; _addGlyph(gid: number): number };

/**
 * The font reader as the PDF library wants it. The library takes a subset's `encode` for that of another reader, which answers bytes; ours writes a stream. And
 * ours notes where a glyph begins in halves, so that a glyph of odd length would shift all after it: each is filled up to four bytes.
 */
const READER = {
  create(bytes: Uint8Array) {
    const font = fontkit.create(bytes);
    const subsetOf = font.createSubset.bind(font);
    font.createSubset = () => {
      const subset = subsetOf();
      const gathering = subset as unknown as Gathering;
      const add = gathering._addGlyph.bind(gathering);
      gathering._addGlyph = (gid) => {
        const at = add(gid);
        const glyph = gathering.glyf[at]!;
        const more = (4 - (glyph.length % 4)) % 4;
        // The reader's own mark of bytes that its stream takes.
        const full = Object.assign(new Uint8Array(glyph.length + more), { _isBuffer: true });
        full.set(glyph);
        gathering.glyf[at] = full;
        gathering.offset += more;
        return at;
      };
      return { includeGlyph: (glyph) => subset.includeGlyph(glyph), encodeStream: () => subset.encodeStream() };
    };
    return font;
  },
};

export async function embedFaces(document: PDFDocument, read: FontReader): Promise<Faces> {
  document.registerFontkit(READER);
  const embed = async (name: FaceName): Promise<Face> => {
    const file = FACES[name];
    const customName = `${SUBSET_TAG}+${file.replace(/\.ttf$/, "")}`;
    const bytes = await read(file);
    return new Face(name, await document.embedFont(bytes, { subset: true, customName, features: PLAIN_FEATURES }));
  };
  // One after another: the order of the objects in the file must not depend on which read ends first.
  const plain = await embed("plain");
  const italic = await embed("italic");
  const bold = await embed("bold");
  return { plain, italic, bold, boldItalic: await embed("boldItalic") };
}
