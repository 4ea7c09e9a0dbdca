// The outcome of one row of a register: the licence as the ledger can grant it, and the row's outcome with its reasons.
import type { Instrument } from "../format/codes.ts";
import { tidy } from "./compared-names.ts";
import type { IsoDate } from "./decimal.ts";
import type { Identified } from "./identity.ts";
import type { RegisterMaterial } from "./minerals.ts";
import { type Reason, type RefusalCode, reasonWith } from "./reasons.ts";
import type { State } from "./state.ts";
import type { Quantity, Stated } from "./terms.ts";

/** A term that the authority must state before the licence can carry material under a limit. */
export type OpenTerm = "grantedOn" | "expiresOn" | "areaM2" | "capacityPerYear" | "reserve";

/**
 * One extraction licence as its register states it; what is absent was not stated or could not be read for certain, and
 * is then listed in `open`. Areas are square metres, quantities whole m³ or tonnes (fractions dropped downwards), days ISO.
 */
export type Licence = {
  readonly holder: string;
  readonly holderAsWritten: string;
  readonly mine: string;
  readonly mineAsWritten: string;
  readonly communeText?: string;
  readonly districtText?: string;
  readonly regionText?: string;
  readonly materials: readonly RegisterMaterial[];
  readonly mineralText: string;
  readonly instrument: Extract<Instrument, 1 | 4>;
  readonly number: string;
  readonly numberText: string;
  readonly grantedOn?: IsoDate;
  readonly expiresOn?: IsoDate;
  readonly issuer?: string;
  readonly areaM2?: number;
  readonly capacityPerYear: Quantity;
  /** The capacity that limits a year; tonnes where both units are stated, since the book counts mass. */
  readonly capacityBinding?: Stated;
  /** Reserve that may be taken out (TL_KT, "trữ lượng khai thác"). */
  readonly reserveExtractable: Quantity;
  /** Reserve inside the licensed area (TL_phep, "trữ lượng trong phép"); in practice not below the extractable one. */
  readonly reserveLicensed: Quantity;
  /** The reserve that limits the licence: the extractable one if stated, else the licensed one; in the capacity's unit if stated in it. */
  readonly reserveBinding?: Stated;
  readonly depthText?: string;
  readonly stateText?: string;
  readonly state: State;
  readonly note?: string;
  readonly open: readonly OpenTerm[];
};

/** A row that makes a source, with or without questions. `notes` say what was done to the text and need no answer. */
export type Imported = {
  readonly row: number;
  readonly tt: string;
  readonly outcome: "imported" | "questioned";
  readonly reasons: readonly Reason[];
  readonly notes: readonly Reason[];
  readonly licence: Licence;
};

/** A row that makes no source, with the reason. */
export type RefusedRow = {
  readonly row: number;
  readonly tt: string;
  readonly outcome: "refused";
  readonly reasons: readonly [Reason];
  readonly mineralText: string;
};

/** The outcome of one row. */
export type RowOutcome = Imported | RefusedRow;

/** The outcome with more questions; an imported row with a question is a questioned one. */
export function withQuestions(given: Imported, questions: readonly Reason[]): Imported {
  if (questions.length === 0) return given;
  return { ...given, outcome: "questioned", reasons: [...given.reasons, ...questions] };
}

/** A row refused for one reason. */
export function refusedRow(source: Identified, code: RefusalCode, vi: string, en: string): RefusedRow {
  const mineralText = tidy(source.cell("Loai_KS"));
  return { row: source.row, tt: source.tt, outcome: "refused", reasons: [reasonWith(code, vi, en)], mineralText };
}
