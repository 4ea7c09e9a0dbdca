// Where the licence table and the obligations table speak of the same licence in different words or figures. The licence
// table is what gets granted; each difference becomes a question that names the column and both cells.
import type { Column } from "./columns.ts";
import { tidy } from "./compared-names.ts";
import { type DecimalMark, readDate, readFigure } from "./decimal.ts";
import type { Identified } from "./identity.ts";
import { readMinerals } from "./minerals.ts";
import type { Match, Part } from "./obligations.ts";
import { quoted, type Reason, reasonWith } from "./reasons.ts";
import { readState } from "./state.ts";
import { readArea } from "./terms.ts";

const PART_COLUMNS: { readonly [K in Part]: Column } = {
  number: "So_GP",
  day: "Ngay_cap",
  holder: "Ten_don_vi",
  mine: "Ten_mo_xa",
};

function differs(column: Column, licence: Identified, other: Identified): Reason {
  const [here, there] = [licence.cell(column), other.cell(column)].map((cell) =>
    tidy(cell) === "" ? undefined : quoted(cell),
  );
  return reasonWith(
    "tables_differ",
    `Cột ${column}: bảng giấy phép ghi ${here ?? "trống"}, bảng nghĩa vụ (dòng ${other.row}) ghi ${there ?? "trống"}; giữ theo bảng giấy phép, xác nhận lại.`,
    `Column ${column}: the licence table says ${here ?? "nothing"}, the obligations table (row ${other.row}) ${there ?? "nothing"}; the licence table is kept, please confirm.`,
  );
}

type Sense = (cell: string) => string;

function figureSense(cell: string): string {
  const reading = readFigure(cell);
  if (reading.kind === "figure") {
    const digits = reading.figure.units.toString().padStart(reading.figure.scale + 1, "0");
    const cut = digits.length - reading.figure.scale;
    return `${digits.slice(0, cut)}.${digits.slice(cut).replace(/0+$/, "")}`;
  }
  return reading.kind === "either" ? `${reading.grouped.units}.` : tidy(cell);
}

function daySense(cell: string): string {
  const reading = readDate(cell);
  return reading.kind === "day" ? reading.day : tidy(cell);
}

function mineralSense(cell: string): string {
  return readMinerals(cell).materials.join();
}

/**
 * The questions that two rows of one licence leave: the part of the identity that did not agree, then each term that both
 * tables have a column for. An empty mineral cell on either side is no disagreement.
 */
export function disagreements(licence: Identified, match: Match, marks: Marks): Reason[] {
  if (match.kind !== "matched") return [];
  const other = match.source;
  const part = match.differs === undefined ? undefined : PART_COLUMNS[match.differs];
  // A day that no calendar has agrees with nothing, yet may be written alike in both tables.
  const alike = part === undefined || tidy(licence.cell(part)) === tidy(other.cell(part));
  const questions = alike ? [] : [differs(part, licence, other)];
  const renamedPlace = /nay là/i.test(other.mine) && !/nay là/i.test(licence.mine);
  if (renamedPlace && match.differs !== "mine") questions.push(differs("Ten_mo_xa", licence, other));
  const senses: [Column, Sense, Sense][] = [
    ["Ngay_het_han", daySense, daySense],
    [
      "Dien_tich_ha",
      (cell) => `${readArea(cell, marks.licences).value}`,
      (cell) => `${readArea(cell, marks.obligations).value}`,
    ],
    ["CS_m3", figureSense, figureSense],
    ["CS_tan", figureSense, figureSense],
    ["Hien_trang", (cell) => readState(cell) ?? tidy(cell), (cell) => readState(cell) ?? tidy(cell)],
  ];
  for (const [column, here, there] of senses) {
    if (!other.has(column)) continue;
    if (here(licence.cell(column)) !== there(other.cell(column))) questions.push(differs(column, licence, other));
  }
  const minerals = [licence, other].map((source) => mineralSense(source.cell("Loai_KS")));
  const bothSay = [licence, other].every((source) => tidy(source.cell("Loai_KS")) !== "");
  if (bothSay && minerals[0] !== minerals[1]) questions.push(differs("Loai_KS", licence, other));
  return questions;
}

/** The decimal mark of each table. */
export type Marks = { readonly licences: DecimalMark | undefined; readonly obligations: DecimalMark | undefined };
