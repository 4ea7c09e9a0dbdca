// Tables as an XLSX workbook: numbers are numbers, days are days, so that whoever reckons with them types nothing again. The same tables give
// the same bytes.
import { unzipSync, zipSync } from "fflate";
import writeExcelFile, { type Row, type Sheet } from "write-excel-file/universal";
import { VIETNAM_OFFSET_S } from "../words/vietnam-time.ts";

/** How the cells of a column are given: `milli` in thousandths, `moment` in milliseconds since 1970, `day` as yyyymmdd. */
export type BookColumn = {
  readonly head: string;
  readonly kind: "text" | "whole" | "milli" | "moment" | "day";
  /** In characters. */
  readonly width: number;
};
export type BookCell = string | number | undefined;
export type BookSheet = {
  readonly name: string;
  readonly columns: readonly BookColumn[];
  readonly rows: readonly (readonly BookCell[])[];
  readonly total?: readonly BookCell[];
};

const FORMATS = { whole: "#,##0", milli: "#,##0.000", moment: "dd/mm/yyyy hh:mm", day: "dd/mm/yyyy" } as const;
/** A file in a zip has a day; the first that the format knows says nothing. */
const NO_DAY = Date.UTC(1980, 0, 2);

export async function workbookOf(sheets: readonly BookSheet[]): Promise<Uint8Array> {
  const blob = await writeExcelFile(sheets.map(sheetOf), { fontFamily: "Times New Roman", fontSize: 12 }).toBlob();
  // The library packs the files with the hour of the day, which is taken out again.
  const files = unzipSync(new Uint8Array(await blob.arrayBuffer()));
  return zipSync(files, { mtime: NO_DAY });
}

function sheetOf({ name, columns, rows, total }: BookSheet): Sheet<Blob> {
  const head = columns.map(
    (column) =>
      ({
        value: column.head,
        type: String,
        fontWeight: "bold",
        wrap: true,
        align: "center",
        alignVertical: "center",
      }) as const,
  );
  const row = (cells: readonly BookCell[], bold: boolean): Row =>
    cells.map((cell, i) => cellOf(cell, columns[i]!, bold));
  const data = [head, ...rows.map((cells) => row(cells, false)), ...(total ? [row(total, true)] : [])];
  const widths = columns.map(({ width }) => ({ width }));
  return { sheet: name, data, columns: widths, stickyRowsCount: 1, orientation: "landscape" };
}

function cellOf(value: BookCell, { kind }: BookColumn, bold: boolean): Row[number] {
  if (value === undefined || value === "") return null;
  const style = { ...(bold ? { fontWeight: "bold" as const } : {}), alignVertical: "top" as const };
  // Always of the type of text: a name that begins with = is a name.
  if (typeof value === "string" || kind === "text") return { value: String(value), type: String, wrap: true, ...style };
  if (kind === "whole") return { value, type: Number, format: FORMATS.whole, ...style };
  if (kind === "milli") return { value: value / 1000, type: Number, format: FORMATS.milli, ...style };
  // A workbook has no time zone: the clock of Vietnam is written.
  const date =
    kind === "moment"
      ? new Date(value + VIETNAM_OFFSET_S * 1000)
      : new Date(Date.UTC(Math.floor(value / 10_000), (Math.floor(value / 100) % 100) - 1, value % 100));
  return { value: date, type: Date, format: FORMATS[kind], ...style };
}
