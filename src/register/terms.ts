// The measured terms of a licence row: dates, area, capacity, reserves, state. Each reader takes cells and gives the value
// with the doubts it leaves; a value that cannot be read for certain is left out, never put in by guess.
import {
  type DecimalMark,
  type Figure,
  type IsoDate,
  officeDate,
  readDate,
  readFigure,
  wholeUnits,
  yearsLater,
} from "./decimal.ts";
import { quoted, type Reason, reasonWith } from "./reasons.ts";

/** A value with the questions it raises and the notes of what was done to it. */
export type Term<T> = { readonly value: T; readonly questions: readonly Reason[]; readonly notes: readonly Reason[] };

/** Whole cubic metres and whole tonnes, each only where the register states it. */
export type Quantity = { readonly m3?: number; readonly t?: number };

type Unit = "m3" | "t";

/** An amount as a licence states it, in the unit it is stated in. */
export type Stated = { readonly unit: Unit; readonly amount: number };

// The ledger's own bound on an amount in an entry; a mountain range has less.
const MOST = 1_000_000_000_000;
const UNIT_NAMES = { m3: ["m³", "m³"], t: ["tấn", "tonnes"], m2: ["m²", "m²"], ha: ["ha", "ha"] } as const;

/** A column as reports name it, with its meaning in both languages. */
export type Heading = { readonly column: string; readonly vi: string; readonly en: string };

function splitUnit(cell: string): { text: string; unit: "m3" | "t" | "m2" | "ha" | undefined } {
  const match = /^(.*?[\d])\s*(m3|m³|tấn|t|m2|m²|ha)(?:\s*\/\s*năm)?$/iu.exec(cell.trim());
  if (match === null) return { text: cell, unit: undefined };
  const word = (match[2] ?? "").toLowerCase();
  const unit = word.startsWith("t")
    ? "t"
    : word.endsWith("3") || word.endsWith("³")
      ? "m3"
      : word === "ha"
        ? "ha"
        : "m2";
  return { text: match[1] ?? "", unit };
}

type Found = { readonly figure?: Figure; readonly questions: Reason[]; readonly given: boolean };

// Quantities of a licence are thousands, areas are hectares with a few decimals: an ambiguous 20.000 is first read that
// way, and asked about unless the rest of the table settles it.
function settle(
  cell: string,
  text: string,
  head: Heading,
  prefer: "grouped" | "decimal",
  mark: DecimalMark | undefined,
): Found {
  const reading = readFigure(text);
  if (reading.kind === "empty") return { questions: [], given: false };
  if (reading.kind === "figure") return { figure: reading.figure, questions: [], given: true };
  if (reading.kind === "prose") {
    const code =
      head.column === "Dien_tich_ha" ? "area_odd" : head.column.startsWith("CS_") ? "capacity_odd" : "reserve_odd";
    const asked = reasonWith(
      code,
      `Cột ${head.column} (${head.vi}) ghi ${quoted(cell)}, không đọc được thành số; ghi lại bằng một số theo giấy phép.`,
      `Column ${head.column} (${head.en}) says ${quoted(cell)}, which is no figure; state one figure as in the licence.`,
    );
    return { questions: [asked], given: true };
  }
  const settled = mark === undefined ? undefined : mark === reading.mark ? "decimal" : "grouped";
  if (settled === prefer) return { figure: reading[prefer], questions: [], given: true };
  const words = prefer === "grouped" ? ["hàng nghìn", "thousands"] : ["phần thập phân", "a decimal fraction"];
  const asked = reasonWith(
    "figure_ambiguous",
    `Cột ${head.column} (${head.vi}) ghi ${quoted(cell)}: dấu «${reading.mark}» có thể là hàng nghìn hoặc thập phân, tạm hiểu là ${words[0]}; xác nhận lại.`,
    `Column ${head.column} (${head.en}) says ${quoted(cell)}: “${reading.mark}” may mark thousands or decimals, read as ${words[1]} for now; please confirm.`,
  );
  return { figure: reading[prefer], questions: [asked], given: true };
}

function odd(code: "area_odd" | "capacity_odd" | "reserve_odd", head: Heading, cell: string): Reason {
  return reasonWith(
    code,
    `Cột ${head.column} (${head.vi}) ghi ${quoted(cell)}, là giá trị không hợp lý; kiểm tra lại theo giấy phép.`,
    `Column ${head.column} (${head.en}) says ${quoted(cell)}, which cannot be right; check it against the licence.`,
  );
}

function rounded(head: Heading, cell: string, value: number, unit: "m3" | "t" | "m2"): Reason {
  const [vi, en] = UNIT_NAMES[unit];
  return reasonWith(
    "figure_rounded",
    `Cột ${head.column} (${head.vi}) ghi ${quoted(cell)}, sổ giữ phần nguyên ${value} ${vi}.`,
    `Column ${head.column} (${head.en}) says ${quoted(cell)}; the ledger keeps the whole part, ${value} ${en}.`,
  );
}

function readUnits(
  cell: string,
  head: Heading,
  unit: Unit,
  code: "capacity_odd" | "reserve_odd",
  mark: DecimalMark | undefined,
) {
  const { text, unit: written } = splitUnit(cell);
  if (written !== undefined && written !== unit) return { questions: [odd(code, head, cell)], notes: [], given: true };
  const found = settle(cell, text, head, "grouped", mark);
  if (found.figure === undefined) return { questions: found.questions, notes: [], given: found.given };
  const whole = wholeUnits(found.figure, 0);
  if (whole === undefined || whole.value === 0 || whole.value > MOST)
    return { questions: [odd(code, head, cell)], notes: [], given: true };
  // More than three decimals of a tonne or cubic metre is a spreadsheet's division, not a figure in a licence.
  const computed = !whole.exact && found.figure.scale > 3;
  const questions = computed ? [...found.questions, odd(code, head, cell)] : found.questions;
  const notes = whole.exact ? [] : [rounded(head, cell, whole.value, unit)];
  return { value: whole.value, questions, notes, given: true };
}

/** Reads the cubic metres and tonnes of one quantity; `given` tells whether either cell said anything. */
export function readQuantity(
  cells: { readonly m3: string; readonly t: string },
  heads: { readonly m3: Heading; readonly t: Heading },
  code: "capacity_odd" | "reserve_odd",
  mark: DecimalMark | undefined,
): Term<Quantity> & { readonly given: boolean } {
  const m3 = readUnits(cells.m3, heads.m3, "m3", code, mark);
  const t = readUnits(cells.t, heads.t, "t", code, mark);
  return {
    value: {
      ...(m3.value === undefined ? {} : { m3: m3.value }),
      ...(t.value === undefined ? {} : { t: t.value }),
    },
    questions: [...m3.questions, ...t.questions],
    notes: [...m3.notes, ...t.notes],
    given: m3.given || t.given,
  };
}

const AREA: Heading = { column: "Dien_tich_ha", vi: "diện tích, ha", en: "area, ha" };
// Nothing dug for common building materials comes near 1,000 ha; a figure like that is square metres in the wrong column.
const MOST_HA_M2 = 10_000_000;

/** Reads hectares as whole square metres (1 ha = 10,000 m²), exactly; what is finer than a square metre is dropped with a note. */
export function readArea(cell: string, mark: DecimalMark | undefined): Term<number | undefined> {
  const { text, unit } = splitUnit(cell);
  if (unit === "m3" || unit === "t") return { value: undefined, questions: [odd("area_odd", AREA, cell)], notes: [] };
  const found = settle(cell, text, AREA, unit === "m2" ? "grouped" : "decimal", mark);
  if (!found.given) {
    const asked = reasonWith(
      "area_missing",
      "Cột Dien_tich_ha (diện tích, ha) trống; ghi diện tích theo giấy phép.",
      "Column Dien_tich_ha (area, ha) is empty; state the area as in the licence.",
    );
    return { value: undefined, questions: [asked], notes: [] };
  }
  if (found.figure === undefined) return { value: undefined, questions: found.questions, notes: [] };
  const whole = wholeUnits(found.figure, unit === "m2" ? 0 : 4);
  if (whole === undefined || whole.value === 0 || whole.value > MOST_HA_M2) {
    return { value: undefined, questions: [odd("area_odd", AREA, cell)], notes: [] };
  }
  const notes = whole.exact ? [] : [rounded(AREA, cell, whole.value, "m2")];
  return { value: whole.value, questions: found.questions, notes };
}

/** The term of a licence; each day only where the cell holds a day of the calendar. */
export type Dates = { readonly grantedOn?: IsoDate; readonly expiresOn?: IsoDate };

function readDay(cell: string, which: "granted" | "expiry"): Term<IsoDate | undefined> {
  const reading = readDate(cell);
  if (reading.kind === "day") return { value: reading.day, questions: [], notes: [] };
  const [column, vi, en] =
    which === "granted" ? ["Ngay_cap", "ngày cấp", "granted"] : ["Ngay_het_han", "ngày hết hạn", "expires"];
  const serial = /^\d{5}$/.test(cell.trim());
  const asked =
    reading.kind === "empty"
      ? reasonWith(
          `${which}_missing`,
          `Cột ${column} (${vi}) trống; ghi ngày theo giấy phép, dạng dd/mm/yyyy.`,
          `Column ${column} (${en}) is empty; state the day as in the licence, as dd/mm/yyyy.`,
        )
      : reasonWith(
          `${which}_odd`,
          `Cột ${column} (${vi}) ghi ${quoted(cell)}, không phải ngày có trong lịch${serial ? " (có thể là số thứ tự ngày của bảng tính)" : ""}; ghi lại dạng dd/mm/yyyy.`,
          `Column ${column} (${en}) says ${quoted(cell)}, which is no day of the calendar${serial ? " (perhaps a spreadsheet's day number)" : ""}; write it as dd/mm/yyyy.`,
        );
  return { value: undefined, questions: [asked], notes: [] };
}

const LONGEST_TERM_YEARS = 30; // The longest first term that the mineral laws of 2010 and 2024 allow.

/** Reads grant and expiry and judges them together, against `asOf`, the day of the import. */
export function readDates(grantedCell: string, expiresCell: string, asOf: IsoDate): Term<Dates> {
  const granted = readDay(grantedCell, "granted");
  const expires = readDay(expiresCell, "expiry");
  const questions = [...granted.questions, ...expires.questions];
  const [from, to] = [granted.value, expires.value];
  if (from !== undefined && from > asOf) {
    questions.push(
      reasonWith(
        "granted_in_future",
        `Cột Ngay_cap (ngày cấp) ghi ${officeDate(from)}, sau ngày nhập ${officeDate(asOf)}; kiểm tra lại ngày cấp.`,
        `Column Ngay_cap (granted) says ${officeDate(from)}, after the day of import ${officeDate(asOf)}; check the day of grant.`,
      ),
    );
  }
  if (from !== undefined && to !== undefined && to <= from) {
    questions.push(
      reasonWith(
        "expiry_before_grant",
        `Ngày hết hạn ${officeDate(to)} (cột Ngay_het_han) không sau ngày cấp ${officeDate(from)} (cột Ngay_cap); kiểm tra cả hai ngày.`,
        `The expiry ${officeDate(to)} (column Ngay_het_han) is not after the grant ${officeDate(from)} (column Ngay_cap); check both days.`,
      ),
    );
  } else if (from !== undefined && to !== undefined && to > yearsLater(from, LONGEST_TERM_YEARS)) {
    questions.push(
      reasonWith(
        "term_too_long",
        `Thời hạn từ ${officeDate(from)} đến ${officeDate(to)} dài hơn ${LONGEST_TERM_YEARS} năm; kiểm tra cột Ngay_cap và Ngay_het_han.`,
        `The term from ${officeDate(from)} to ${officeDate(to)} is longer than ${LONGEST_TERM_YEARS} years; check columns Ngay_cap and Ngay_het_han.`,
      ),
    );
  }
  const value = { ...(from === undefined ? {} : { grantedOn: from }), ...(to === undefined ? {} : { expiresOn: to }) };
  return { value, questions, notes: [] };
}
