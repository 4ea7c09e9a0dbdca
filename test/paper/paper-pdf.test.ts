// A paper as a PDF: the words and figures of its description and no others, in the layout of Decree 30/2020/NĐ-CP, tagged, the same bytes every time.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import {
  PDFArray,
  PDFBool,
  PDFDict,
  PDFName,
  PDFNumber,
  type PDFRawStream,
  PDFStream,
  PDFString,
} from "@cantoo/pdf-lib";
import { beforeAll, describe, expect, test } from "vitest";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { paperPdf } from "../../src/paper/pdf/write-pdf.ts";
import { LETTERS, MARKS } from "../../src/spelling/characters.ts";
import { paperHtml } from "../../src/web/paper-html.ts";
import { type ReadPdf, readPdf, tagsUnder, textAt } from "./pdf-reading.ts";
import { installedFont, samplePaper, workLines } from "./sample-paper.ts";

const wasm = readFileSync(createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm"));
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });

const MM = 72 / 25.4;
const LEFT = 30 * MM;
const RIGHT = 595.28 - 15 * MM;

let bytes: Uint8Array;
let read: ReadPdf;
beforeAll(async () => {
  bytes = await paperPdf(samplePaper(45), installedFont);
  read = await readPdf(bytes);
});

const named = (role: string) => [...tagsUnder(read.tags)].filter((tag) => tag.role === role);

describe("a paper as a PDF", () => {
  test("has every word of the page, and each of its cells", () => {
    const page = String(paperHtml(samplePaper(45), ""));
    const parts = page.split(/<\/?(?:p|h1|h2|h3|li|ul|ol|td|th|caption|br|span class="letter-subject")[ >]/);
    const said = parts
      .map((part) => part.replace(/^[^<]*">|^[a-z-]*="[^>]*>/, ""))
      .map((part) =>
        part
          .replaceAll(/<[^>]*>/g, "")
          .replaceAll(/\s+/g, " ")
          .trim(),
      )
      .filter((part) => part !== "" && !part.includes("="));
    expect(said.length).toBeGreaterThan(350);
    // A list's dashes are drawn by the page's style; a line of the PDF ends anywhere, also within a hash.
    const bare = (text: string) => text.replaceAll(/\s/g, "");
    const written = bare(read.words);
    expect(said.filter((part) => !written.includes(bare(part)))).toEqual([]);
  });

  test("has the figures of its description and no others", async () => {
    // 600,000 m³ at 265.000 đ are 159.000.000; 64.980.915 of them evidenced leave 94.019.085.
    const cells = named("TR")[1]!.kids.map(({ text }) => text);
    expect(cells).toEqual([
      "1. Đắp cát công trình, K95",
      "600,000 m³",
      "159.000.000",
      "245,211 m³",
      "64.980.915",
      "354,789 m³",
      "94.019.085",
    ]);
    expect(159_000_000 - 64_980_915).toBe(94_019_085);
    expect(read.words).not.toContain("94.019.086");
    const other = samplePaper(45);
    const changed = { ...other, body: [{ ...other.body[1]!, total: ["Cộng", "", "1", "", "2", "", "3"] } as never] };
    const twin = await readPdf(await paperPdf(changed, installedFont));
    expect(twin.words).not.toContain("318.000.000");
    expect(read.words).toContain("318.000.000");
  });

  test("is the same to the byte each time, and another on another day", async () => {
    expect(Buffer.from(await paperPdf(samplePaper(45), installedFont)).equals(Buffer.from(bytes))).toBe(true);
    const paper = samplePaper(45);
    const later = { ...paper, head: { ...paper.head, dateMs: paper.head.dateMs + 86_400_000 } };
    expect(Buffer.from(await paperPdf(later, installedFont)).equals(Buffer.from(bytes))).toBe(false);
  });

  test("keeps the margins, breaks a word that is wider than its place, and numbers pages from the second", async () => {
    const long = workLines(1);
    const table = { ...long, rows: [["W".repeat(200), "1.234.567,891 100m2/lần", "9".repeat(15), "1", "2", "3", "4"]] };
    const wide = await readPdf(await paperPdf({ ...samplePaper(1), body: [table as never] }, installedFont));
    expect(wide.words.replaceAll(" ", "")).toContain("W".repeat(200));
    for (const { pages } of [read, wide]) {
      const outside = pages.flatMap(({ texts }) =>
        texts.filter(({ from, to, y }) => from < LEFT - 0.1 || to > RIGHT + 0.1 || y < 20 * MM),
      );
      expect(outside).toEqual([]);
      const numbers = pages.map(({ texts }) => texts.filter(({ y }) => y > 841.89 - 20 * MM).map(({ text }) => text));
      expect(numbers).toEqual(pages.map((_, i) => (i === 0 ? [] : [String(i + 1)])));
    }
  });

  test("never leaves a signature alone on a page, and sets a letter closer where that brings it onto one", async () => {
    const line = (n: number) => ({ block: "paragraph" as const, text: [{ text: `Câu thứ ${n} của giấy này.` }] });
    const pagesOf = async (lines: number) => {
      const body = Array.from({ length: lines }, (_, i) => line(i + 1));
      const { pages } = await readPdf(await paperPdf({ ...samplePaper(1), body }, installedFont));
      return pages.slice(0, -1).map(({ texts }) => texts.filter(({ text }) => text.startsWith("Câu thứ")).length);
    };
    const found: number[][] = [];
    for (let lines = 6; lines <= 26; lines += 2) found.push(await pagesOf(lines));
    expect(found.filter((pages) => pages.length === 1).length).toBeGreaterThan(2);
    expect(found.filter((pages) => pages.length === 2).length).toBeGreaterThan(2);
    expect(found.filter((pages) => pages.at(-1) === 0)).toEqual([]);
    expect(found.map((pages) => pages.reduce((sum, n) => sum + n, 0))).toEqual(found.map((_, i) => 6 + 2 * i));
  });

  test("repeats the head of a table on each of its pages, once for a reader of tags", () => {
    const head = "Hạng mục";
    const shown = read.pages.map(({ texts }) => texts.filter(({ text }) => text === head).length);
    // 45 lines, some of four rows, fill the first page's rest and two more.
    expect(shown).toEqual([1, 1, 1, 0, 0]);
    expect(named("TH").filter(({ text }) => text === head)).toHaveLength(1);
    expect(named("TR")).toHaveLength(1 + 45 + 1);
  });

  test("is tagged: title, paragraphs, tables, lists, and nothing is written without a tag but rules and repeated heads", () => {
    expect(read.tags.role).toBe("Document");
    expect(named("H1").map(({ text }) => text)[0]).toMatch(/^THÔNG BÁO Về việc từ chối thanh toán một phần/);
    expect(named("Table")).toHaveLength(1);
    expect(named("LI")).toHaveLength(3);
    expect(named("H2").map(({ text }) => text)).toEqual(["PHỤ LỤC", "KHỐI LƯỢNG VẬT LIỆU VÀ SỐ MỤC SỔ"]);
    expect(textAt(named("Figure")[0]!.dict, "Alt")).toContain("918/7K3F-92QD-M1PA");
    const { context, catalog } = read.document;
    const root = context.lookup(catalog.get(PDFName.of("StructTreeRoot")), PDFDict);
    const numbers = root.lookup(PDFName.of("ParentTree"), PDFDict).lookup(PDFName.of("Nums"), PDFArray);
    for (const [i, page] of read.document.getPages().entries()) {
      expect(page.node.lookup(PDFName.of("StructParents"), PDFNumber).asNumber()).toBe(i);
      expect(numbers.lookup(2 * i + 1, PDFArray).size()).toBe(read.pages[i]!.marks);
    }
  });

  test("says its title and language, and describes itself in XMP", () => {
    const { document } = read;
    const { catalog } = document;
    expect(document.getTitle()).toBe("Thông báo từ chối thanh toán một phần, hồ sơ số 3");
    expect(document.getCreationDate()?.toISOString()).toBe("2026-11-27T03:00:00.000Z");
    expect(catalog.lookup(PDFName.of("Lang"), PDFString).asString()).toBe("vi-VN");
    expect(catalog.lookup(PDFName.of("MarkInfo"), PDFDict).lookup(PDFName.of("Marked"), PDFBool).asBoolean()).toBe(
      true,
    );
    const metadata = catalog.lookup(PDFName.of("Metadata"), PDFStream) as PDFRawStream;
    const xmp = Buffer.from(metadata.contents).toString("utf8");
    expect(xmp).toContain("Thông báo từ chối thanh toán một phần, hồ sơ số 3");
    expect(xmp).toContain("<xmp:CreateDate>2026-11-27T03:00:00Z</xmp:CreateDate>");
  });

  test("has one field for a digital signature, empty, between the office and the signer's name", () => {
    const form = read.document.catalog.lookup(PDFName.of("AcroForm"), PDFDict);
    const fields = form.lookup(PDFName.of("Fields"), PDFArray);
    expect(fields.size()).toBe(1);
    const field = fields.lookup(0, PDFDict);
    expect(field.lookup(PDFName.of("FT"), PDFName).decodeText()).toBe("Sig");
    expect(field.get(PDFName.of("V"))).toBeUndefined();
    const [, bottom, , top] = field
      .lookup(PDFName.of("Rect"), PDFArray)
      .asArray()
      .map((length) => (length as PDFNumber).asNumber());
    const texts = read.pages.flatMap((page) => page.texts);
    expect(texts.find(({ text }) => text === "PHÓ GIÁM ĐỐC")!.y).toBeGreaterThan(top!);
    expect(texts.find(({ text }) => text === "Lê Thị Hạnh")!.y).toBeLessThan(bottom!);
  });

  test("has the QR code as squares, which a scanner reads", async () => {
    const boxes = read.pages.flatMap((page) => page.boxes);
    const [x0, y0] = [Math.min(...boxes.map(([x]) => x!)), Math.min(...boxes.map(([, y]) => y!))];
    const dots = 4;
    const side = Math.ceil(26 * MM * dots) + 160;
    const data = new Uint8ClampedArray(side * side * 4).fill(255);
    for (const [x, y, width, height] of boxes as [number, number, number, number][])
      for (let row = Math.round((y - y0) * dots); row < Math.round((y - y0 + height) * dots); row++)
        for (let column = Math.round((x - x0) * dots); column < Math.round((x - x0 + width) * dots); column++)
          data.fill(0, ((side - 80 - row) * side + 80 + column) * 4, ((side - 80 - row) * side + 80 + column) * 4 + 3);
    const picture = { data, width: side, height: side, colorSpace: "srgb" } as ImageData;
    const codes = await readBarcodes(picture, { formats: ["QRCode"] });
    expect(codes.map(({ text }) => text)).toEqual([samplePaper().end.qr]);
  });

  test("writes all letters and marks that the ledger admits, and names a sign that the font lacks by its number", async () => {
    const letters = LETTERS.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i));
    const marked = MARKS.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i));
    const text = [
      ...letters.map((code) => String.fromCodePoint(code)),
      ...marked.map((code) => `ĕ${String.fromCodePoint(code)}`),
    ];
    const body = [{ block: "paragraph" as const, text: [{ text: `${text.join(" ")} 中 ∛` }] }];
    const { words } = await readPdf(await paperPdf({ ...samplePaper(1), body }, installedFont));
    expect(text.filter((each) => !words.includes(` ${each} `))).toEqual([]);
    expect(words).toContain("[U+4E2D] [U+221B]");
    expect(words).not.toContain("\ufffd");
  });

  test("holds 2,000 work lines, each once", async () => {
    const { words, tags } = await readPdf(await paperPdf(samplePaper(2000), installedFont));
    expect([...tagsUnder(tags)].filter(({ role }) => role === "TR")).toHaveLength(2002);
    const missing = Array.from({ length: 2000 }, (_, i) => ` ${i + 1}. `).filter((n) => !words.includes(n));
    expect(missing).toEqual([]);
  }, 60_000);
});
