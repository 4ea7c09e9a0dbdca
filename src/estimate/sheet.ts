// First step of reading an estimate: the bytes of a spreadsheet (XLSX or CSV) become rows of text, or one reason why they cannot be read.
// Numbers of a workbook are written in the Vietnamese way without groups, so that the next step reads one notation.
import { CsvError } from "csv-parse/sync";
import { strFromU8, unzipSync } from "fflate";
import { SaxesParser } from "saxes";
import { csvRecords, decodeCsv } from "../register/read.ts";
import type { Words } from "../words/lang.ts";

/** Rows of cells as text; a cell that is not there is empty. */
export type Sheet = readonly (readonly string[])[];
export type SheetRead = { readonly ok: true; readonly sheet: Sheet } | { readonly ok: false; readonly reason: Words };

/** Unpacked, of one part of a workbook: more is no estimate. */
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_ROWS = 5000;
const MOST_COLUMNS = 60;

export function readSheet(bytes: Uint8Array): SheetRead {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const read = isZip ? readWorkbook(bytes) : readCsv(bytes);
  if (!read.ok || read.sheet.length <= MOST_ROWS) return read;
  return no(`Bảng có hơn ${MOST_ROWS} dòng.`, `The sheet has more than ${MOST_ROWS} rows.`);
}

function no(vi: string, en: string): SheetRead {
  return { ok: false, reason: { vi, en } };
}

function readCsv(bytes: Uint8Array): SheetRead {
  const decoded = decodeCsv(bytes);
  if (!decoded.ok) return { ok: false, reason: decoded.reason };
  const head = decoded.text.slice(0, 4096);
  const counts = ["\t", ";", ",", "|"].map((sign) => ({ sign, count: head.split(sign).length }));
  const { sign } = counts.reduce((best, each) => (each.count > best.count ? each : best));
  try {
    return { ok: true, sheet: csvRecords(decoded.text, sign).map(({ record }) => record.map(tidy)) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return no("Dấu ngoặc kép trong tệp không khớp.", "Quotes in the file do not match.");
  }
}

/** One line of text in NFC. */
function tidy(cell: string): string {
  return cell.normalize("NFC").replaceAll(/\s+/g, " ").trim();
}

/** Reads the worksheet of a workbook that has most rows: an estimate's cover and its tables of norms have fewer. */
function readWorkbook(bytes: Uint8Array): SheetRead {
  let parts: Record<string, Uint8Array>;
  try {
    const wanted = /^xl\/(sharedStrings|worksheets\/[^/]+)\.xml$/;
    parts = unzipSync(bytes, { filter: ({ name, originalSize }) => wanted.test(name) && originalSize <= MOST_BYTES });
  } catch {
    return no("Tệp không phải bảng tính XLSX còn nguyên.", "The file is no sound XLSX workbook.");
  }
  try {
    const shared = parts["xl/sharedStrings.xml"];
    const strings = shared ? stringsIn(strFromU8(shared)) : [];
    const names = Object.keys(parts).filter((name) => name.startsWith("xl/worksheets/"));
    const sheets = names.map((name) => cellsIn(strFromU8(parts[name]!), strings));
    const sheet = sheets.reduce((longest, each) => (each.length > longest.length ? each : longest), [] as Sheet);
    return sheet.length > 0 ? { ok: true, sheet } : no("Tệp không có trang tính nào.", "The file has no worksheet.");
  } catch {
    return no("Trang tính trong tệp bị hỏng.", "The worksheet in the file is damaged.");
  }
}

/** The shared strings of a workbook in their order; a string may be in several runs. */
function stringsIn(xml: string): string[] {
  const found: string[] = [];
  let text = "";
  let within = false;
  const parser = new SaxesParser();
  parser.on("opentag", ({ name }) => {
    if (name === "si") text = "";
    within = name === "t";
  });
  parser.on("text", (part) => {
    if (within) text += part;
  });
  parser.on("closetag", ({ name }) => {
    within = false;
    if (name === "si") found.push(tidy(text));
  });
  parser.on("error", refuse);
  parser.write(xml).close();
  return found;
}

function refuse(error: Error): never {
  throw error;
}

/** The cells of a worksheet. Of merged cells the first has the value, as the file keeps it; the others are empty. */
function cellsIn(xml: string, strings: readonly string[]): Sheet {
  const rows: string[][] = [];
  let [row, column, type, text, within] = [-1, -1, "", "", false];
  const parser = new SaxesParser();
  parser.on("opentag", ({ name, attributes }) => {
    const at = (attributes.r ?? "") as string;
    if (name === "row") [row, column] = [at === "" ? row + 1 : Number(at) - 1, -1];
    if (name === "c") {
      column = at === "" ? column + 1 : columnOf(at);
      [type, text] = [(attributes.t ?? "n") as string, ""];
    }
    within = name === "v" || name === "t";
  });
  parser.on("text", (part) => {
    if (within) text += part;
  });
  parser.on("closetag", ({ name }) => {
    within = false;
    if (name !== "c" || text === "" || row >= MOST_ROWS || column >= MOST_COLUMNS) return;
    while (rows.length <= row) rows.push([]);
    const cells = rows[row]!;
    while (cells.length < column) cells.push("");
    cells[column] = type === "s" ? (strings[Number(text)] ?? "") : type === "n" ? numberText(text) : tidy(text);
  });
  parser.on("error", refuse);
  parser.write(xml).close();
  return rows;
}

/** "BC12" is in column 54. */
function columnOf(cell: string): number {
  const letters = /^[A-Z]+/.exec(cell)?.[0] ?? "A";
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** A workbook's binary number without the noise of its last digits: 0.1 + 0.2 is "0,3". */
function numberText(text: string): string {
  const value = Number(text);
  if (!Number.isFinite(value)) return tidy(text);
  return value
    .toFixed(6)
    .replace(/\.?0+$/, "")
    .replace(".", ",");
}
