// One row of the licence table becomes an outcome: a licence, a licence with questions, or a refusal. It comes between
// reading and the comparison of rows, and looks at nothing but its own row. It reads as a careful officer would:
// what the cell says is kept, what is doubtful is asked, what cannot name a lawful source is refused with the reason.

import { INSTRUMENT } from "../format/codes.ts";
import type { Column } from "./columns.ts";
import { partName, tidy } from "./compared-names.ts";
import type { DecimalMark, IsoDate } from "./decimal.ts";
import type { Identified } from "./identity.ts";
import { type Imported, type Licence, type OpenTerm, type RefusedRow, type RowOutcome, refusedRow } from "./licence.ts";
import { readAmounts } from "./licensed-amounts.ts";
import { holderQuestions, issuerQuestions, numberQuestions } from "./naming.ts";
import { quoted, type Reason, type RefusalCode, reasonWith } from "./reasons.ts";
import { type Mineral, mineralOf, mineralQuestions } from "./scope.ts";
import { judgeState } from "./state.ts";
import { readArea, readDates } from "./terms.ts";

/** The context in which a row is read: the day of the import, the table's decimal mark, and the mineral that the other table gives. */
export type RowContext = {
  readonly asOf: IsoDate;
  readonly mark: DecimalMark | undefined;
  readonly mineralElsewhere: string | undefined;
};

function unreadable(source: Identified): RefusedRow | undefined {
  if (source.shape === "blank") {
    return refusedRow(
      source,
      "row_blank",
      "Dòng trống giữa bảng; xóa dòng này.",
      "A blank row inside the table; delete it.",
    );
  }
  if (source.shape === "damaged") {
    return refusedRow(
      source,
      "row_damaged",
      `Dòng có ký tự hỏng (gần dòng ${source.line} của tệp); chép lại ô hỏng từ bản gốc.`,
      `The row holds broken characters (near line ${source.line} of the file); copy the broken cell again from the original.`,
    );
  }
  if (source.shape === "long" || source.shape === "cut") {
    const [vi, en] = source.shape === "long" ? ["thừa ô", "too many cells"] : ["thiếu ô", "too few cells"];
    return refusedRow(
      source,
      "row_damaged",
      `Dòng ${vi} so với tiêu đề (gần dòng ${source.line} của tệp), các cột có thể bị lệch; sửa dòng rồi nhập lại.`,
      `The row has ${en} against the header (near line ${source.line} of the file), so columns may have shifted; mend the row and import again.`,
    );
  }
  return undefined;
}

function unnamed(source: Identified): RefusedRow | undefined {
  const missing: [boolean, RefusalCode, string, string, string][] = [
    [tidy(source.cell("So_GP")) === "", "number_missing", "So_GP", "số giấy phép", "licence number"],
    [source.holder === "", "holder_missing", "Ten_don_vi", "tên đơn vị", "holder"],
    [source.mine === "", "mine_missing", "Ten_mo_xa", "tên mỏ", "mine"],
  ];
  const found = missing.find(([absent]) => absent);
  if (found === undefined) return undefined;
  const [, code, column, vi, en] = found;
  return refusedRow(
    source,
    code,
    `Cột ${column} (${vi}) trống nên không thể ghi thành nguồn; bổ sung rồi nhập lại.`,
    `Column ${column} (${en}) is empty, so no source can be registered; fill it in and import again.`,
  );
}

const COMMUNE = /(?:^|[\s,])((?:các )?(?:xã|phường|thị trấn|x\.|p\.|tt\.?)[\s:].*)$/iu;

function textOf(source: Identified, column: Column): string | undefined {
  const text = tidy(source.cell(column));
  return text === "" || /^[-–—]+$/.test(text) ? undefined : text;
}

function bracketNotes(column: Column, notes: readonly string[]): Reason[] {
  return notes.map((note) =>
    reasonWith(
      "bracket_moved",
      `Cột ${column}: phần trong ngoặc ${quoted(note)} chuyển sang ghi chú.`,
      `Column ${column}: the bracketed remark ${quoted(note)} moves to the note.`,
    ),
  );
}

/** The texts of a licence; absent ones are left out. */
function texts(source: Identified, mineral: Mineral) {
  const holder = partName(source.holder);
  const mine = partName(source.mine);
  const commune = COMMUNE.exec(mine.name)?.[1];
  const [district, region, issuer] = [
    textOf(source, "Huyen_cu"),
    textOf(source, "Vung"),
    textOf(source, "Co_quan_cap"),
  ];
  const [depth, stateText] = [textOf(source, "Muc_sau_KT"), textOf(source, "Hien_trang")];
  const note = [textOf(source, "Ghi_chu"), ...holder.notes, ...mine.notes]
    .filter((each) => each !== undefined)
    .join("; ");
  return {
    words: {
      holder: holder.name === "" ? source.holder : holder.name,
      holderAsWritten: source.holder,
      mine: mine.name === "" ? source.mine : mine.name,
      mineAsWritten: source.mine,
      ...(commune === undefined ? {} : { communeText: commune }),
      ...(district === undefined ? {} : { districtText: district }),
      ...(region === undefined ? {} : { regionText: region }),
      mineralText: mineral.text,
      // Salvage (khai thác tận thu) is an instrument of its own in the ledger's list; registers say it in the mine's name.
      instrument: /tận thu/i.test(source.mine) ? INSTRUMENT.salvageLicence : INSTRUMENT.extractionLicence,
      number: source.number.first,
      numberText: tidy(source.cell("So_GP")),
      ...(issuer === undefined ? {} : { issuer }),
      ...(depth === undefined ? {} : { depthText: depth }),
      ...(stateText === undefined ? {} : { stateText }),
      ...(note === "" ? {} : { note }),
    },
    renamed: holder.renamed,
    notes: [...bracketNotes("Ten_don_vi", holder.notes), ...bracketNotes("Ten_mo_xa", mine.notes)],
  };
}

function openTerms(licence: Omit<Licence, "open">): OpenTerm[] {
  const open: [OpenTerm, boolean][] = [
    ["grantedOn", licence.grantedOn === undefined],
    ["expiresOn", licence.expiresOn === undefined],
    ["areaM2", licence.areaM2 === undefined],
    ["capacityPerYear", licence.capacityBinding === undefined],
    ["reserve", licence.reserveBinding === undefined],
  ];
  return open.filter(([, absent]) => absent).map(([term]) => term);
}

/** Reads one row of the licence table: imported, questioned or refused, with every reason found in the row itself. */
export function interpretRow(source: Identified, context: RowContext): RowOutcome {
  const broken = unreadable(source);
  if (broken !== undefined) return broken;
  // The mineral first: a gold mine without a number is out of scope, not short of a number.
  const mineral = mineralOf(source, context.mineralElsewhere);
  if ("outcome" in mineral) return mineral;
  const nameless = unnamed(source);
  if (nameless !== undefined) return nameless;
  const { words, renamed, notes } = texts(source, mineral);
  const dates = readDates(source.cell("Ngay_cap"), source.cell("Ngay_het_han"), context.asOf);
  const area = readArea(source.cell("Dien_tich_ha"), context.mark);
  const { questions: amountQuestions, notes: amountNotes, ...amounts } = readAmounts(source, context.mark);
  const judged = judgeState(
    { state: source.cell("Hien_trang"), remark: source.cell("Ghi_chu") },
    { expiresOn: dates.value.expiresOn, asOf: context.asOf },
  );
  const licence = {
    ...words,
    ...dates.value,
    ...amounts,
    ...(area.value === undefined ? {} : { areaM2: area.value }),
    materials: mineral.reading.materials,
    state: judged.state,
  };
  const reasons = [
    ...holderQuestions(source, renamed),
    ...mineral.questions,
    ...mineralQuestions(source, mineral),
    ...numberQuestions(source),
    ...issuerQuestions(source),
    ...dates.questions,
    ...judged.questions,
    ...area.questions,
    ...amountQuestions,
  ];
  return {
    row: source.row,
    tt: source.tt,
    outcome: reasons.length === 0 ? "imported" : "questioned",
    reasons,
    notes: [...notes, ...area.notes, ...amountNotes],
    licence: { ...licence, open: openTerms(licence) },
  } satisfies Imported;
}
