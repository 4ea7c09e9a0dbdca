// Decides if a row is about a material that the ledger knows. It settles the first thing an officer looks at: the mineral of the
// licence, with the other table's word where the cell is empty, and what the mine's own name says to it.

import { MATERIAL } from "../format/codes.ts";
import { tidy } from "./compared-names.ts";
import type { Identified } from "./identity.ts";
import { type RefusedRow, refusedRow } from "./licence.ts";
import { type Doubt, type MineralReading, mineralsInMineName, readMinerals } from "./minerals.ts";
import { quoted, type Reason, reasonWith } from "./reasons.ts";

/** The mineral text that was read (the row's own, else the other table's), what it means, and the doubt of having borrowed it. */
export type Mineral = { readonly text: string; readonly reading: MineralReading; readonly questions: Reason[] };

/** The materials of a row, or its refusal when none of them is in scope. */
export function mineralOf(source: Identified, mineralElsewhere: string | undefined): Mineral | RefusedRow {
  const own = tidy(source.cell("Loai_KS"));
  const text = own === "" ? tidy(mineralElsewhere ?? "") : own;
  if (text === "") {
    return refusedRow(
      source,
      "mineral_missing",
      "Cột Loai_KS (loại khoáng sản) trống; ghi loại khoáng sản theo giấy phép rồi nhập lại.",
      "Column Loai_KS (mineral) is empty; state the mineral as in the licence and import again.",
    );
  }
  const reading = readMinerals(text);
  if (reading.materials.length === 0) {
    const known = reading.outside.length > 0;
    return refusedRow(
      source,
      known ? "out_of_scope" : "mineral_unknown",
      known
        ? `Cột Loai_KS (loại khoáng sản) ghi ${quoted(text)}: ngoài phạm vi sổ (cát, sỏi, đá xây dựng, đất đắp, sét).`
        : `Cột Loai_KS (loại khoáng sản) ghi ${quoted(text)}: không nhận ra là cát, sỏi, đá xây dựng, đất đắp hay sét; ghi lại theo giấy phép rồi nhập lại.`,
      known
        ? `Column Loai_KS (mineral) says ${quoted(text)}: outside the book's scope (sand, gravel, building stone, fill, clay).`
        : `Column Loai_KS (mineral) says ${quoted(text)}: not recognised as sand, gravel, building stone, fill or clay; state it as in the licence and import again.`,
    );
  }
  const questions: Reason[] = [];
  if (own === "") {
    questions.push(
      reasonWith(
        "mineral_from_obligations",
        `Cột Loai_KS (loại khoáng sản) trống; lấy ${quoted(text)} từ bảng nghĩa vụ. Xác nhận theo giấy phép.`,
        `Column Loai_KS (mineral) is empty; ${quoted(text)} is taken from the obligations table. Confirm it from the licence.`,
      ),
    );
  }
  return { text, reading, questions };
}

const DOUBTS: { readonly [K in Doubt]: readonly [string, string] } = {
  limestone: [
    "đá vôi có thể là đá xây dựng, nguyên liệu xi măng hoặc nung vôi; tạm hiểu là đá xây dựng",
    "limestone may be building stone, cement feed or lime; read as building stone for now",
  ],
  granite: [
    "đá granit có thể là đá xây dựng hoặc đá ốp lát; tạm hiểu là đá xây dựng",
    "granite may be building or facing stone; read as building stone for now",
  ],
  marble_as_stone: [
    "đá hoa, đá vôi trắng ghi làm vật liệu xây dựng; tạm hiểu là đá xây dựng",
    "marble or white limestone said to be for building; read as building stone for now",
  ],
  brick_earth: ["đất làm gạch được hiểu là sét, không phải đất đắp", "brick earth is read as clay, not as fill"],
  cement_clay: [
    "sét làm nguyên liệu xi măng, không phải vật liệu bán cho công trình",
    "clay as cement feed, not a material sold to works",
  ],
  plain_earth: ["chỉ ghi «đất»; tạm hiểu là đất đắp", "only “earth” is said; read as fill for now"],
};

/** The doubts that a mineral in scope still leaves. */
export function mineralQuestions(source: Identified, { text, reading }: Mineral): Reason[] {
  const questions: Reason[] = [];
  const opening = mineralsInMineName(source.mine);
  // A mine called "Sét …" settles that its brick earth is clay.
  const unclear = reading.unclear.filter(
    (doubt) => doubt !== "brick_earth" || opening?.includes(MATERIAL.clay) !== true,
  );
  for (const doubt of unclear) {
    const [vi, en] = DOUBTS[doubt];
    questions.push(
      reasonWith(
        "mineral_unclear",
        `Cột Loai_KS (loại khoáng sản) ghi ${quoted(text)}: ${vi}. Xác nhận theo giấy phép.`,
        `Column Loai_KS (mineral) says ${quoted(text)}: ${en}. Confirm it from the licence.`,
      ),
    );
  }
  const left = [...reading.outside, ...reading.unknown];
  if (left.length > 0) {
    questions.push(
      reasonWith(
        "mineral_partly_out_of_scope",
        `Cột Loai_KS (loại khoáng sản) ghi ${quoted(text)}: phần ${left.map(quoted).join(", ")} ngoài phạm vi, không ghi vào sổ; xác nhận phần còn lại.`,
        `Column Loai_KS (mineral) says ${quoted(text)}: ${left.map(quoted).join(", ")} is out of scope and left out; confirm the rest.`,
      ),
    );
  }
  if (opening !== undefined && !opening.some((material) => reading.materials.includes(material))) {
    questions.push(
      reasonWith(
        "mine_name_contradicts",
        `Cột Loai_KS ghi ${quoted(text)} nhưng cột Ten_mo_xa (tên mỏ) ghi ${quoted(source.mine)}; kiểm tra loại khoáng sản theo giấy phép.`,
        `Column Loai_KS says ${quoted(text)}, yet column Ten_mo_xa (mine) says ${quoted(source.mine)}; check the mineral in the licence.`,
      ),
    );
  }
  return questions;
}
