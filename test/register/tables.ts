// Little tables for tests of the register import: a licence row is written as what differs from a plain sand pit's.
import { LICENCE_COLUMNS, OBLIGATIONS_TABLE_COLUMNS, OPTIONAL_COLUMNS } from "../../src/register/columns.ts";

type Cells = Readonly<Record<string, string>>;

const PLAIN: Cells = {
  TT: "1",
  Ten_don_vi: "Công ty TNHH Bến Thử",
  Ten_mo_xa: "Mỏ cát Bến Thử, xã Thử Nghiệm",
  Huyen_cu: "Huyện Thử",
  Loai_KS: "Cát XD",
  So_GP: "7001/GP-UBND",
  Ngay_cap: "01/02/2020",
  Ngay_het_han: "01/02/2030",
  Dien_tich_ha: "3.5",
  Co_quan_cap: "Tỉnh cấp",
  CS_m3: "10000",
  Hien_trang: "Đang KT",
  TL_KT_m3: "100000",
};

const LICENCE_HEADER = [...new Set(["TT", ...LICENCE_COLUMNS, ...OPTIONAL_COLUMNS])];
const OBLIGATIONS_HEADER = [...new Set(["TT", ...OBLIGATIONS_TABLE_COLUMNS, ...OPTIONAL_COLUMNS])];

const quoted = (cell: string): string => (/[",\n\r;\t|]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** CSV text with a header, LF between lines. */
export function csv(header: readonly string[], rows: readonly Cells[], delimiter = ","): string {
  const lines = rows.map((row) => header.map((column) => quoted(row[column] ?? "")).join(delimiter));
  return `${[header.join(delimiter), ...lines].join("\n")}\n`;
}

/** Rows of a licence table; each row states only what differs from the plain one. */
export function licenceRows(rows: readonly Cells[]): Cells[] {
  return rows.map((row) => ({ ...PLAIN, ...row }));
}

/** A licence table as bytes. */
export function licences(...rows: readonly Cells[]): Uint8Array {
  return new TextEncoder().encode(csv(LICENCE_HEADER, licenceRows(rows)));
}

/** A licence table as text, for tests that spoil it. */
export function licenceText(...rows: readonly Cells[]): string {
  return csv(LICENCE_HEADER, licenceRows(rows));
}

/** An obligations table as bytes; cells not given are the plain licence's, no obligation shown. */
export function obligations(...rows: readonly Cells[]): Uint8Array {
  return new TextEncoder().encode(csv(OBLIGATIONS_HEADER, licenceRows(rows)));
}

/** The bytes of a text in UTF-8. */
export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
