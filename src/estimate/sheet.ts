// First step of reading an estimate, a register or a file of slips: the bytes of a spreadsheet (XLSX or CSV) become rows of text, or one reason why they cannot be read.
// Numbers of a workbook are written in the Vietnamese way without groups, so that the next step reads one notation.
import { CsvError } from "csv-parse/sync";
import { strFromU8 } from "fflate";
import { SaxesParser } from "saxes";
import { csvRecords, decodeCsv } from "../register/read.ts";
import type { Words } from "../words/lang.ts";
import { unpackParts } from "./unpack.ts";

/** Rows of cells as text; a cell that is not there is empty. */
export type Sheet = readonly (readonly string[])[];
export type SheetRead = { readonly ok: true; readonly sheet: Sheet } | { readonly ok: false; readonly reason: Words };

/** A workbook with more is refused, never read in part: no estimate has so much, and no file of a page of bulk work. */
const MOST = { rows: 5000, columns: 60, cells: 300_000, text: 32_767, depth: 32, attributes: 64 };
/** A workbook with a password, and one of the format before 2007, begin so. */
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0];

export function readSheet(bytes: Uint8Array): SheetRead {
  if (COMPOUND.every((byte, i) => bytes[i] === byte)) return LOCKED;
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const read = isZip ? readWorkbook(bytes) : readCsv(bytes);
  return read.ok ? withinBounds(read.sheet) : read;
}

/** A sheet as large as an estimate can be, however it came here; empty cells at the end of a row do not count. */
export function withinBounds(sheet: Sheet): SheetRead {
  if (sheet.length > MOST.rows)
    return no(`Bảng có hơn ${MOST.rows} dòng.`, `The sheet has more than ${MOST.rows} rows.`);
  const rows = sheet.map((row) => row.slice(0, row.findLastIndex((cell) => cell !== "") + 1));
  if (rows.some((row) => row.length > MOST.columns))
    return no(`Bảng có hơn ${MOST.columns} cột.`, `The sheet has more than ${MOST.columns} columns.`);
  return { ok: true, sheet: rows };
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

const LOCKED = no(
  "Tệp đặt mật khẩu, hoặc là tệp XLS kiểu cũ. Bỏ mật khẩu, lưu lại thành XLSX rồi gửi.",
  "The file has a password, or is an old XLS file. Take the password off and save it as XLSX.",
);
const UNREADABLE = {
  damaged: no("Tệp không phải bảng tính XLSX còn nguyên.", "The file is no sound XLSX workbook."),
  encrypted: LOCKED,
  "too-large": no(
    `Tệp lớn hơn một bảng mà trang này đọc: nhiều nhất ${MOST.rows} dòng, ${MOST.columns} cột. Xóa phần không phải bảng rồi gửi.`,
    `The file is larger than a sheet that this page reads: at most ${MOST.rows} rows and ${MOST.columns} columns. Delete what is not the table.`,
  ),
};

/** Reads the worksheet of a workbook that has most rows: an estimate's cover and its tables of norms have fewer. */
function readWorkbook(bytes: Uint8Array): SheetRead {
  const unpacked = unpackParts(bytes, /^xl\/(sharedStrings|worksheets\/[^/]+)\.xml$/);
  if (!unpacked.ok) return UNREADABLE[unpacked.why];
  const { parts } = unpacked;
  try {
    const shared = parts.get("xl/sharedStrings.xml");
    const strings = shared ? stringsIn(strFromU8(shared)) : [];
    const names = [...parts.keys()].filter((name) => name.startsWith("xl/worksheets/"));
    const sheets = names.map((name) => cellsIn(strFromU8(parts.get(name)!), strings));
    const sheet = sheets.reduce((longest, each) => (each.length > longest.length ? each : longest), [] as Sheet);
    return sheet.length > 0 ? { ok: true, sheet } : no("Tệp không có trang tính nào.", "The file has no worksheet.");
  } catch (error) {
    if (error instanceof TooMuch) return UNREADABLE["too-large"];
    return no("Trang tính trong tệp bị hỏng.", "The worksheet in the file is damaged.");
  }
}

/** Thrown where a part of a workbook has more of something than an estimate can have. */
class TooMuch extends Error {}

type Heard = {
  readonly opened: (name: string, attributes: Readonly<Record<string, string>>) => void;
  /** Text inside the elements that hold a cell's text. */
  readonly said: (text: string) => void;
  readonly closed: (name: string) => void;
};

/** Parses a part; stops at what no workbook of an estimate has: deep nesting, crowds of attributes, more cells or strings than it can hold. */
function parse(xml: string, counted: string, heard: Heard): void {
  const parser = new SaxesParser();
  let [depth, attributes, elements, within] = [0, 0, 0, false];
  parser.on("opentagstart", ({ name }) => {
    depth += 1;
    attributes = 0;
    if (name === counted) elements += 1;
    if (depth > MOST.depth || elements > MOST.cells) throw new TooMuch();
  });
  parser.on("attribute", () => {
    attributes += 1;
    if (attributes > MOST.attributes) throw new TooMuch();
  });
  parser.on("opentag", ({ name, attributes: given }) => {
    within = name === "v" || name === "t";
    heard.opened(name, given);
  });
  parser.on("text", (part) => {
    if (within) heard.said(part);
  });
  parser.on("closetag", ({ name }) => {
    depth -= 1;
    within = false;
    heard.closed(name);
  });
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(xml).close();
}

/** The shared strings of a workbook in their order; a string may be in several runs. */
function stringsIn(xml: string): string[] {
  const found: string[] = [];
  let text = "";
  parse(xml, "si", {
    opened: (name) => {
      if (name === "si") text = "";
    },
    said: (part) => {
      text = joined(text, part);
    },
    closed: (name) => {
      if (name === "si") found.push(tidy(text));
    },
  });
  return found;
}

/** The text of a cell, which a workbook bounds too. */
function joined(text: string, part: string): string {
  if (text.length + part.length > MOST.text) throw new TooMuch();
  return text + part;
}

/** The cells of a worksheet. Of merged cells the first has the value, as the file keeps it; the others are empty. */
function cellsIn(xml: string, strings: readonly string[]): Sheet {
  const rows: string[][] = [];
  let [row, column, type, text] = [-1, -1, "", ""];
  parse(xml, "c", {
    opened: (name, attributes) => {
      const at = attributes.r ?? "";
      if (name === "row") [row, column] = [at === "" ? row + 1 : Number(at) - 1, -1];
      if (name !== "c") return;
      column = at === "" ? column + 1 : columnOf(at);
      [type, text] = [attributes.t ?? "n", ""];
    },
    said: (part) => {
      text = joined(text, part);
    },
    closed: (name) => {
      if (name !== "c" || text === "") return;
      if (row >= MOST.rows || column >= MOST.columns) throw new TooMuch();
      while (rows.length <= row) rows.push([]);
      const cells = rows[row]!;
      while (cells.length < column) cells.push("");
      cells[column] = type === "s" ? (strings[Number(text)] ?? "") : type === "n" ? numberText(text) : tidy(text);
    },
  });
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
