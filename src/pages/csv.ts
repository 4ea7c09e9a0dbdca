// Tables that an office opens in its spreadsheet program: UTF-8 with a byte order mark, commas between cells, CRLF at the end of a row.

/** Makes spreadsheet programs read the Vietnamese letters as UTF-8. */
export const CSV_BEGIN = "\ufeff";

/** A row; text is quoted, and text that a spreadsheet would take for a formula begins with an apostrophe. */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map((cell) => (typeof cell === "number" || cell === "" ? cell : quoted(cell))).join(",")}\r\n`;
}

function quoted(cell: string): string {
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return `"${text.replaceAll('"', '""')}"`;
}

export function csvHeaders(name: string): Record<string, string> {
  return {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": `attachment; filename="${name}.csv"`,
    "cache-control": "no-store",
  };
}
