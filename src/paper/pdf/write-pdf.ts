// An office paper as a PDF: A4 in the layout of Decree 30/2020/NĐ-CP, its font embedded, tagged, with an empty field for a digital signature.
// The same paper gives the same bytes: nothing in the file comes from the clock or from chance.
import { PDFDocument, PDFHexString, PDFName, PDFString } from "@cantoo/pdf-lib";
import type { FontReader } from "../font-files.ts";
import type { OfficePaper, PaperBlock } from "../office-paper.ts";
import { embedFaces, type Faces } from "./faces.ts";
import { writeTable } from "./grid.ts";
import { endHeight, type SignatureRoom, writeEnd, writeHead } from "./letter-ends.ts";
import { SHEET, type Sheets, WHOLE } from "./sheets.ts";
import { Tag, writeTags } from "./tags.ts";
import { LOOSE, type Spacing, TIGHT, Typesetter } from "./typesetter.ts";
import { xmpOf } from "./xmp.ts";

const BODY = 13;
const APPENDIX = 12;
const LANGUAGE = "vi-VN";
const PRODUCER = "Sổ Nguồn";

export async function paperPdf(paper: OfficePaper, read: FontReader): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const faces = await embedFaces(document, read);
  const { pen, root, room } = letterIn(faces, paper);
  pen.spacing = LOOSE;
  writeAppendix(pen, root, paper);
  numberPages(pen.sheets, faces);
  addSheets(document, pen.sheets, faces);
  signatureField(document, room);
  writeTags(
    document,
    root,
    document.getPages().map((page) => page.ref),
  );
  describe(document, paper);
  return document.save({ addDefaultPage: false, updateFieldAppearances: false, objectsPerTick: 500 });
}

type WrittenLetter = { readonly pen: Typesetter; readonly root: Tag; readonly room: SignatureRoom };

/** The letter, set closer where that brings it from two pages onto one. */
function letterIn(faces: Faces, paper: OfficePaper): WrittenLetter {
  const spaced = (spacing: Spacing): WrittenLetter => {
    const root = new Tag("Document");
    const pen = new Typesetter(faces, root, spacing);
    return { pen, root, room: writeLetter(pen, root, paper) };
  };
  const loose = spaced(LOOSE);
  if (loose.pen.sheets.pages.length !== 2) return loose;
  const tight = spaced(TIGHT);
  return tight.pen.sheets.pages.length === 1 ? tight : loose;
}

function writeLetter(pen: Typesetter, root: Tag, paper: OfficePaper): SignatureRoom {
  const { sheets } = pen;
  writeHead(pen, root, paper.head);
  sheets.y -= 16;
  const title = { size: 14, align: "centre" } as const;
  const subject = { size: 13, align: "centre" } as const;
  const names = root.add("H1");
  pen.flow(names, pen.balanced([{ text: paper.name, bold: true }], title), title);
  pen.flow(names, pen.balanced([{ text: paper.subject, bold: true }], subject), subject);
  const width = WHOLE.width / 5;
  const x = WHOLE.x + (WHOLE.width - width) / 2;
  sheets.artifact(() => sheets.rule(x, sheets.y - 3, x + width, sheets.y - 3));
  sheets.y -= 7;
  pen.paragraph([{ text: `Kính gửi: ${paper.to}` }], { size: BODY, align: "centre", above: 8 });
  sheets.y -= 3;
  for (const base of paper.bases) pen.body([{ text: base, italic: true }], BODY, 3);
  sheets.y -= 3;
  for (const block of paper.body.slice(0, -1)) writeBlock(pen, root, block, BODY);
  const last = paper.body.at(-1);
  // A signature is never alone on its page: the last paragraph goes with it, unless it fills a page itself.
  if (last?.block === "paragraph") {
    const both = pen.bodyHeight(last.text, BODY) + endHeight(pen, paper.end);
    if (both < SHEET.top - SHEET.bottom) sheets.need(both);
  }
  if (last) writeBlock(pen, root, last, BODY);
  return writeEnd(pen, root, paper.end);
}

function writeAppendix(pen: Typesetter, root: Tag, { appendix }: OfficePaper): void {
  pen.sheets.turn();
  const [first = "", ...rest] = appendix.name;
  pen.paragraph([{ text: first, bold: true }], { size: 14, align: "centre" }, "H2");
  for (const line of rest) pen.paragraph([{ text: line, bold: true }], { size: 13, align: "centre" }, "H2");
  const belongs = { size: 13, align: "centre", above: 2 } as const;
  pen.flow(root.add("P"), pen.balanced([{ text: `(${appendix.belongs})`, italic: true }], belongs), belongs);
  for (const block of appendix.body) writeBlock(pen, root, block, APPENDIX);
}

function writeBlock(pen: Typesetter, root: Tag, block: PaperBlock, size: number): void {
  const { sheets } = pen;
  if (block.block === "paragraph") {
    pen.body(block.text, size);
  } else if (block.block === "heading") {
    sheets.need(80);
    pen.paragraph([{ text: block.text, bold: true }], { size, align: "left", above: 10 }, "H3");
  } else if (block.block === "list") pen.list(block.items, size);
  else if (block.rows.length === 0 && block.empty !== undefined) pen.body([{ text: block.empty }], size);
  else {
    sheets.need(90);
    sheets.y -= 8;
    const top = sheets.y;
    pen.paragraph([{ text: block.caption, bold: true }], { size: 11, align: "left" });
    const below = sheets.y;
    sheets.y = top;
    pen.paragraph([{ text: block.unit, italic: true }], { size: 11, align: "right" });
    sheets.y = Math.min(below, sheets.y) - 2;
    writeTable(pen, root, block);
    sheets.y -= 4;
  }
}

/** Numbers at the top centre, from the second page on. */
function numberPages(sheets: Sheets, faces: Faces): void {
  for (const [i, page] of sheets.pages.entries()) {
    if (i === 0) continue;
    const text = String(i + 1);
    const x = SHEET.width / 2 - (faces.plain.width(text) * BODY) / 2;
    const y = SHEET.top + 14;
    page.operators.push(
      `/Artifact BMC BT ${x.toFixed(2)} ${y.toFixed(2)} Td /plain ${BODY} Tf <${faces.plain.code(text)}> Tj ET EMC`,
    );
  }
}

function addSheets(document: PDFDocument, sheets: Sheets, faces: Faces): void {
  const { context } = document;
  const fonts = context.register(
    context.obj(Object.fromEntries(Object.values(faces).map(({ name, font }) => [name, font.ref]))),
  );
  for (const { operators } of sheets.pages) {
    const page = document.addPage([SHEET.width, SHEET.height]);
    const content = context.register(context.flateStream(operators.join("\n")));
    page.node.set(PDFName.of("Contents"), content);
    page.node.set(PDFName.of("Resources"), context.obj({ Font: fonts }));
    page.node.set(PDFName.of("Tabs"), PDFName.of("S"));
  }
}

/** An empty field, which the signer's own program fills with a digital signature. */
function signatureField(document: PDFDocument, { page, rect, tag }: SignatureRoom): void {
  const { context } = document;
  const sheet = document.getPages()[page]!;
  const field = context.register(
    context.obj({
      Type: "Annot",
      Subtype: "Widget",
      FT: "Sig",
      T: PDFString.of("signature"),
      TU: PDFHexString.fromText("Chữ ký số của người có thẩm quyền"),
      Rect: [...rect],
      F: PRINTED,
      P: sheet.ref,
    }),
  );
  sheet.node.set(PDFName.of("Annots"), context.obj([field]));
  document.catalog.set(PDFName.of("AcroForm"), context.obj({ Fields: [field] }));
  tag.field = { ref: field, page };
}

/** The flag of a field that is printed with its page (ISO 32000-1, 12.5.3). */
const PRINTED = 4;

function describe(document: PDFDocument, { title, subject, head, end }: OfficePaper): void {
  const { context, catalog } = document;
  const day = new Date(head.dateMs);
  document.setTitle(title, { showInWindowTitleBar: true });
  document.setSubject(subject);
  document.setAuthor(head.issuer);
  document.setCreator(PRODUCER);
  document.setProducer(PRODUCER);
  document.setCreationDate(day);
  document.setModificationDate(day);
  document.setLanguage(LANGUAGE);
  const xmp = xmpOf({ title, subject, author: head.issuer, producer: PRODUCER, language: LANGUAGE, day });
  const metadata = context.stream(xmp, { Type: "Metadata", Subtype: "XML" });
  catalog.set(PDFName.of("Metadata"), context.register(metadata));
  // A file needs a name of its own for a signature that is added later; the result's own code is one.
  const id = PDFHexString.fromText(end.code);
  context.trailerInfo.ID = context.obj([id, id]);
}
