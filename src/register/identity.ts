// Who, where and under which paper a row speaks: the identity by which rows of two tables find each other and by which
// repeats are noticed. Computed once per row of either table, before any row is interpreted, because a holder's cell may be
// merged over several rows and a number alone names no licence.
import type { Column } from "./columns.ts";
import { holderKey, type LicenceNumber, mineKey, partNumber, tidy } from "./compared-names.ts";
import { type IsoDate, readDate } from "./decimal.ts";
import { cellOf, type Table, type TableRow } from "./read.ts";

/** A row with its identity; `holderRow` is the row that the holder was taken from when its own cell is empty. */
export type Identified = {
  readonly row: number;
  readonly line: number;
  readonly shape: TableRow["shape"];
  readonly cell: (column: Column) => string;
  readonly has: (column: Column) => boolean;
  readonly tt: string;
  readonly holder: string;
  readonly holderRow: number;
  readonly mine: string;
  readonly number: LicenceNumber;
  readonly grantedOn: IsoDate | undefined;
  readonly holderKey: string;
  readonly mineKey: string;
};

/**
 * Gives each row of a table its identity. An empty holder cell beside an empty TT is how a merged cell is exported: the
 * holder is then that of the nearest row above that has one. With a TT of its own the row stays without a holder.
 */
export function identify(table: Table): Identified[] {
  let above = { holder: "", row: 0 };
  return table.rows.map((source) => {
    const cell = (column: Column): string => cellOf(table, source, column);
    const tt = tidy(cell("TT"));
    const own = tidy(cell("Ten_don_vi"));
    const readable = source.shape === "whole" || source.shape === "short";
    if (own !== "" && readable) above = { holder: own, row: source.row };
    const merged = own === "" && tt === "" && table.places.has("TT") && readable;
    const holder = merged ? above.holder : own;
    const granted = readDate(cell("Ngay_cap"));
    return {
      row: source.row,
      line: source.line,
      shape: source.shape,
      cell,
      has: (column) => table.places.has(column),
      tt,
      holder,
      holderRow: merged && holder !== "" ? above.row : source.row,
      mine: tidy(cell("Ten_mo_xa")),
      number: partNumber(cell("So_GP")),
      grantedOn: granted.kind === "day" ? granted.day : undefined,
      holderKey: holderKey(holder),
      mineKey: mineKey(cell("Ten_mo_xa")),
    };
  });
}
