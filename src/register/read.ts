// First step of the import: the bytes of one CSV file become rows, or one reason why the file cannot be read.
// It comes before all interpretation: it knows delimiters, quotes, encodings and headers, and nothing of minerals. A file
// that is not plainly a UTF-8 table with the expected columns is refused whole, because half-read columns grant wrong rights.
import { CsvError, parse } from "csv-parse/sync";
import { type Column, columnKey, OPTIONAL_COLUMNS, requiredColumns, type TableKind } from "./columns.ts";
import { quoted, type Reason, reasonWith } from "./reasons.ts";

/** One data row. `row` counts data rows from 1 (header and blank lines not counted), `line` is its last line in the file. */
export type TableRow = {
  readonly row: number;
  readonly line: number;
  readonly cells: readonly string[];
  readonly shape: "whole" | "short" | "cut" | "long" | "blank" | "damaged";
};

/** A table whose required columns are all present. */
export type Table = {
  readonly kind: TableKind;
  readonly rows: readonly TableRow[];
  readonly places: ReadonlyMap<Column, number>;
};

/** A table, or the reason why the file is refused. */
export type ReadResult = { readonly ok: true; readonly table: Table } | { readonly ok: false; readonly reason: Reason };

const MAX_BYTES = 64 * 1024 * 1024;
const MAX_CELLS_BYTES = 1024 * 1024;
const DELIMITERS = [",", ";", "\t", "|"] as const;

/** The text of a cell in NFC, not trimmed; a column or cell that is absent is empty. */
export function cellOf(table: Table, row: TableRow, column: Column): string {
  const place = table.places.get(column);
  return place === undefined ? "" : (row.cells[place] ?? "").normalize("NFC");
}

function refuse(given: Reason): { readonly ok: false; readonly reason: Reason } {
  return { ok: false, reason: given };
}

const WORKBOOK =
  "Tệp là bảng tính Excel hoặc tệp nén, không phải CSV. Mở tệp và lưu lại dạng «CSV UTF-8» rồi nhập lại.";
const WORKBOOK_EN = "The file is a spreadsheet or archive, not CSV. Open it, save it as “CSV UTF-8” and import again.";
const ENCODING =
  "Tệp không phải mã UTF-8 (có thể lưu bằng Unicode UTF-16 hoặc bảng mã cũ). Lưu lại dạng «CSV UTF-8» rồi nhập lại.";
const ENCODING_EN =
  "The file is not UTF-8 (perhaps UTF-16 or an old code page). Save it as “CSV UTF-8” and import again.";

function startsWith(bytes: Uint8Array, ...head: number[]): boolean {
  return head.every((byte, index) => bytes[index] === byte);
}

/** The text of a CSV file, or why it cannot be read. */
export function decodeCsv(bytes: Uint8Array): { ok: true; text: string } | { ok: false; reason: Reason } {
  if (bytes.length > MAX_BYTES) {
    return refuse(
      reasonWith(
        "file_too_big",
        "Tệp lớn hơn 64 MB. Chia tệp thành nhiều phần rồi nhập từng phần.",
        "The file is larger than 64 MB. Split it and import the parts.",
      ),
    );
  }
  const zip = startsWith(bytes, 0x50, 0x4b, 0x03, 0x04);
  const ole = startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0);
  if (zip || ole || startsWith(bytes, 0x25, 0x50, 0x44, 0x46)) {
    return refuse(reasonWith("file_is_workbook", WORKBOOK, WORKBOOK_EN));
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return refuse(reasonWith("file_not_utf8", ENCODING, ENCODING_EN));
  }
  if (text.includes("\0")) return refuse(reasonWith("file_not_utf8", ENCODING, ENCODING_EN));
  // UTF-8 bytes once misread as Windows-1252 and saved again: every Vietnamese vowel with two marks shows "á»" or "áº".
  if (/á[»º]|Ä‘|Æ°/.test(text)) {
    return refuse(
      reasonWith(
        "file_damaged_text",
        "Chữ Việt trong tệp bị mã hóa hai lần (ví dụ «á»», «Ä‘»). Xuất lại tệp từ bảng tính gốc dạng «CSV UTF-8».",
        "The Vietnamese text is doubly encoded (“á»”, “Ä‘”). Export again from the original spreadsheet as “CSV UTF-8”.",
      ),
    );
  }
  if (text.trim() === "") {
    return refuse(
      reasonWith(
        "file_empty",
        "Tệp trống. Kiểm tra lại tệp cần nhập.",
        "The file is empty. Check which file to import.",
      ),
    );
  }
  return { ok: true, text };
}

type CsvRecord = { readonly record: string[]; readonly info: { readonly lines: number } };

/** The records of a CSV text, with the lines that they end on. */
export function csvRecords(text: string, delimiter: string, to?: number): CsvRecord[] {
  const parsed: unknown = parse(text, {
    delimiter,
    bom: true,
    info: true,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_CELLS_BYTES,
    ...(to === undefined ? {} : { to }),
  });
  return parsed as CsvRecord[]; // With info: true csv-parse answers {record, info}; its types do not follow the option.
}

function placesOf(header: readonly string[], kind: TableKind): Map<Column, number> {
  const wanted = new Map([...requiredColumns(kind), ...OPTIONAL_COLUMNS].map((name) => [columnKey(name), name]));
  const places = new Map<Column, number>();
  for (const [place, cell] of header.entries()) {
    const column = wanted.get(columnKey(cell));
    if (column !== undefined && !places.has(column)) places.set(column, place);
  }
  return places;
}

function delimiterOf(text: string, kind: TableKind): string {
  let best: string = DELIMITERS[0];
  let most = -1;
  for (const delimiter of DELIMITERS) {
    let found = 0;
    try {
      found = placesOf(csvRecords(text.slice(0, 65_536), delimiter, 1)[0]?.record ?? [], kind).size;
    } catch {
      found = -1;
    }
    if (found > most) [best, most] = [delimiter, found];
  }
  return best;
}

function headerFault(
  header: readonly string[],
  places: ReadonlyMap<Column, number>,
  kind: TableKind,
): Reason | undefined {
  const missing = requiredColumns(kind).filter((column) => !places.has(column));
  if (missing.length > 0) {
    const other = kind === "licences" ? "obligations" : "licences";
    const swapped = requiredColumns(other).every((column) => placesOf(header, other).has(column));
    const names = missing.join(", ");
    return reasonWith(
      "file_header",
      `Dòng tiêu đề thiếu cột ${names}.${swapped ? " Tệp này giống bảng kia của sổ: kiểm tra đã đưa đúng tệp chưa." : " Giữ nguyên tên cột ở dòng đầu tiên của tệp rồi nhập lại."}`,
      `The header lacks the columns ${names}.${swapped ? " This looks like the other table of the register: check which file is which." : " Keep the column names in the file's first line and import again."}`,
    );
  }
  const known = [...places.keys()].map(columnKey);
  const twice = known.filter((name) => header.filter((cell) => columnKey(cell) === name).length > 1);
  if (twice.length === 0) return undefined;
  const names = header
    .filter((cell) => twice.includes(columnKey(cell)))
    .map((cell) => quoted(cell))
    .join(", ");
  return reasonWith(
    "file_header",
    `Dòng tiêu đề có cột trùng tên: ${names}. Bỏ bớt cột trùng rồi nhập lại.`,
    `The header names a column twice: ${names}. Remove the duplicate and import again.`,
  );
}

function shapeOf(cells: readonly string[], width: number, needed: number): TableRow["shape"] {
  if (cells.every((cell) => cell.trim() === "")) return "blank";
  if (cells.some((cell) => /(?![\t\n\r])[\p{Cc}\ufffd]/u.test(cell))) return "damaged";
  if (cells.slice(width).some((cell) => cell.trim() !== "")) return "long";
  if (cells.length < width) return cells.length < needed ? "cut" : "short";
  return "whole";
}

/**
 * Reads one table of a register. Accepts a byte order mark, CRLF, line breaks inside quotes, and comma, semicolon, tab or
 * bar between cells; finds columns by name. Lines of nothing but delimiters at the end of the file are dropped.
 */
export function readTable(bytes: Uint8Array, kind: TableKind): ReadResult {
  const decoded = decodeCsv(bytes);
  if (!decoded.ok) return decoded;
  let found: CsvRecord[];
  try {
    found = csvRecords(decoded.text, delimiterOf(decoded.text, kind));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === "number" ? error.lines : 0;
    return refuse(
      reasonWith(
        "file_bad_quotes",
        `Dấu ngoặc kép không khớp ở gần dòng ${line} của tệp. Sửa ô đó (dấu " bên trong ô phải viết thành "") rồi nhập lại.`,
        `Quotes do not match near line ${line} of the file. Mend that cell (a " inside a cell is written "") and import again.`,
      ),
    );
  }
  const header = found[0]?.record ?? [];
  const places = placesOf(header, kind);
  const fault = headerFault(header, places, kind);
  if (fault !== undefined) return refuse(fault);
  const needed = Math.max(...requiredColumns(kind).map((column) => places.get(column) ?? 0)) + 1;
  const rows = found.slice(1).map(({ record, info }, index): TableRow => {
    return { row: index + 1, line: info.lines, cells: record, shape: shapeOf(record, header.length, needed) };
  });
  while (rows.at(-1)?.shape === "blank") rows.pop();
  if (rows.length > 0) return { ok: true, table: { kind, rows, places } };
  return refuse(
    reasonWith(
      "file_no_rows",
      "Tệp chỉ có dòng tiêu đề, không có dòng dữ liệu.",
      "The file has a header and no data rows.",
    ),
  );
}
