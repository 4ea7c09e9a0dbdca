// Reads a PDF of ours back without the code that wrote it: text by page and by mark, where each text lies, squares, and the tree of tags.
import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFRawStream,
  type PDFRef,
  PDFStream,
} from "@cantoo/pdf-lib";

/** A text of a page with the points at which it begins and ends, and the mark that it belongs to; artifacts have none. */
export type ReadText = {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly y: number;
  readonly mark: number | undefined;
};
export type ReadPage = {
  readonly texts: readonly ReadText[];
  readonly boxes: readonly (readonly number[])[];
  readonly marks: number;
};
export type ReadTag = {
  readonly role: string;
  readonly kids: readonly ReadTag[];
  readonly text: string;
  readonly dict: PDFDict;
};
export type ReadPdf = {
  readonly document: PDFDocument;
  readonly pages: readonly ReadPage[];
  readonly tags: ReadTag;
  /** All words with one blank between them. */
  readonly words: string;
};

type ReadFont = { readonly text: ReadonlyMap<string, string>; readonly width: ReadonlyMap<number, number> };

export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  const pages = document.getPages().map((page) => {
    const fonts = page.node.Resources()!.lookup(PDFName.of("Font"), PDFDict);
    const read = new Map(fonts.keys().map((key) => [key.decodeText(), fontOf(fonts.lookup(key, PDFDict))]));
    return pageOf(streamText(page.node.lookup(PDFName.of("Contents"), PDFStream)), read);
  });
  const words = pages.flatMap(({ texts }) => texts.map(({ text }) => text)).join(" ");
  return { document, pages, tags: tagsOf(document, pages), words: words.replaceAll(/\s+/g, " ") };
}

const streamText = (stream: PDFStream) =>
  Buffer.from(decodePDFRawStream(stream as PDFRawStream).decode()).toString("latin1");

function fontOf(font: PDFDict): ReadFont {
  const map = streamText(font.lookup(PDFName.of("ToUnicode"), PDFStream));
  const text = new Map(
    [...map.matchAll(/^<([0-9A-F]{4})> <([0-9A-F]+)>$/gim)].map(([, glyph = "", unicode = ""]) => [
      glyph.toUpperCase(),
      Buffer.from(unicode, "hex").swap16().toString("utf16le"),
    ]),
  );
  const widths = font
    .lookup(PDFName.of("DescendantFonts"), PDFArray)
    .lookup(0, PDFDict)
    .lookup(PDFName.of("W"), PDFArray);
  const width = new Map<number, number>();
  for (let i = 0; i < widths.size(); i += 2) {
    const first = widths.lookup(i, PDFNumber).asNumber();
    const row = widths.lookup(i + 1, PDFArray);
    for (let j = 0; j < row.size(); j++) width.set(first + j, row.lookup(j, PDFNumber).asNumber());
  }
  return { text, width };
}

const OPERATOR =
  /MCID (\d+)>> BDC|(BMC)|(EMC)|BT ([\d.-]+) ([\d.-]+) Td|\/(\w+) ([\d.]+) Tf|\[([^\]]*)\] TJ|<([0-9A-F]+)> Tj|(ET)|([\d.-]+) ([\d.-]+) ([\d.-]+) ([\d.-]+) re/g;

function pageOf(content: string, fonts: ReadonlyMap<string, ReadFont>): ReadPage {
  const texts: ReadText[] = [];
  const boxes: number[][] = [];
  let mark: number | undefined;
  let marks = 0;
  let font: ReadFont | undefined;
  let [size, x, y, from] = [0, 0, 0, 0];
  let text = "";
  const show = (array: string) => {
    for (const [, code, shift] of array.matchAll(/<([0-9A-F]+)>|([\d.-]+)/gi)) {
      if (shift !== undefined) x -= (Number(shift) / 1000) * size;
      for (const glyph of code?.match(/.{4}/g) ?? []) {
        text += font!.text.get(glyph.toUpperCase()) ?? "\ufffd";
        x += (font!.width.get(Number.parseInt(glyph, 16))! / 1000) * size;
      }
    }
  };
  for (const found of content.matchAll(OPERATOR)) {
    const [, id, artifact, closed, tx, ty, face, points, array, plain, ended, ...box] = found;
    if (id !== undefined) {
      mark = Number(id);
      marks++;
    } else if (artifact !== undefined || closed !== undefined) mark = undefined;
    else if (tx !== undefined) [x, y, from, text] = [Number(tx), Number(ty), Number(tx), ""];
    else if (face !== undefined) [font, size] = [fonts.get(face), Number(points)];
    else if (array !== undefined || plain !== undefined) show(array ?? `<${plain}>`);
    else if (ended !== undefined) texts.push({ text, from, to: x, y, mark });
    else boxes.push(box.map(Number));
  }
  return { texts, boxes, marks };
}

function tagsOf(document: PDFDocument, pages: readonly ReadPage[]): ReadTag {
  const { context, catalog } = document;
  const refs = document.getPages().map((page) => page.ref);
  const read = (dict: PDFDict): ReadTag => {
    const kids: ReadTag[] = [];
    const parts: string[] = [];
    const all = dict.lookup(PDFName.of("K"), PDFArray);
    for (let i = 0; i < all.size(); i++) {
      const kid = all.lookup(i, PDFDict);
      if (kid.get(PDFName.of("S"))) {
        kids.push(read(kid));
        continue;
      }
      const id = kid.lookupMaybe(PDFName.of("MCID"), PDFNumber)?.asNumber();
      if (id === undefined) continue;
      const page = pages[refs.indexOf(kid.get(PDFName.of("Pg")) as PDFRef)]!;
      parts.push(...page.texts.filter(({ mark }) => mark === id).map(({ text }) => text));
    }
    const role = dict.lookup(PDFName.of("S"), PDFName).decodeText();
    return { role, kids, dict, text: parts.join(" ").replaceAll(/\s+/g, " ") };
  };
  const root = context.lookup(catalog.get(PDFName.of("StructTreeRoot")), PDFDict);
  return read(root.lookup(PDFName.of("K"), PDFArray).lookup(0, PDFDict));
}

/** A tag and all below it, in reading order. */
export function* tagsUnder(tag: ReadTag): Generator<ReadTag> {
  yield tag;
  for (const kid of tag.kids) yield* tagsUnder(kid);
}

/** A text string of a dictionary, however it is written. */
export function textAt(dict: PDFDict, key: string): string {
  const value = dict.lookup(PDFName.of(key));
  return value instanceof PDFHexString ? value.decodeText() : String(value);
}
