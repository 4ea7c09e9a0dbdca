// Why a row of a register is questioned or refused: the closed list of codes, and the one way its words are printed.
// Every doubt of the import ends here, so that a person reads what was found, in which column, and what to do about it.

/** The closed list of what the import can say about a row or a file; codes are stable, words may improve. */
export type ReasonCode =
  | FileReasonCode
  | RefusalCode
  | "ragged_row"
  | "holder_from_above"
  | "holder_renamed"
  | "holder_maybe_same"
  | "same_mine_name"
  | "mineral_from_obligations"
  | "mineral_unclear"
  | "mineral_partly_out_of_scope"
  | "mine_name_contradicts"
  | "number_unusual"
  | "number_is_decision"
  | "number_date_differs"
  | "number_repeated"
  | "predecessor_listed"
  | "granted_missing"
  | "granted_odd"
  | "granted_in_future"
  | "expiry_missing"
  | "expiry_odd"
  | "expiry_before_grant"
  | "term_too_long"
  | "expired_but_operating"
  | "expired_not_noted"
  | "noted_expired"
  | "issuer_missing"
  | "issuer_contradicts"
  | "issuer_unusual"
  | "area_missing"
  | "area_odd"
  | "capacity_missing"
  | "capacity_odd"
  | "capacity_both"
  | "reserve_missing"
  | "reserve_odd"
  | "reserve_contradicts"
  | "reserve_repeated"
  | "figure_ambiguous"
  | "figure_rounded"
  | "state_unclear"
  | "legal_measure"
  | "bracket_moved"
  | "obligations_absent"
  | "obligations_ambiguous"
  | "obligation_mark_unclear"
  | "tables_differ"
  | "not_in_licences";

/** Why a file as a whole cannot be read; nothing of it is imported. */
export type FileReasonCode =
  | "file_empty"
  | "file_too_big"
  | "file_is_workbook"
  | "file_not_utf8"
  | "file_damaged_text"
  | "file_bad_quotes"
  | "file_header"
  | "file_no_rows";

/** Why one row makes no source. */
export type RefusalCode =
  | "out_of_scope"
  | "mineral_unknown"
  | "mineral_missing"
  | "number_missing"
  | "holder_missing"
  | "mine_missing"
  | "row_damaged"
  | "row_blank"
  | "row_repeated";

/** One doubt or refusal in words, Vietnamese and English, naming the column, what was found and what to do. */
export type Reason = { readonly code: ReasonCode; readonly vi: string; readonly en: string };

/** Builds a reason from its code and its two sentences. */
export function reasonWith(code: ReasonCode, vi: string, en: string): Reason {
  return { code, vi, en };
}

/** The reason as printed in reports: the Vietnamese sentence, " · ", the English one. */
export function bothSentences(given: Reason): string {
  return `${given.vi} · ${given.en}`;
}

const SHOWN = 90;

/**
 * A cell's text made fit for a sentence: on one line, cut at 90 characters, in guillemets.
 * Control and direction characters are dropped, since a cell is a stranger's text and a terminal obeys them.
 */
export function quoted(cell: string): string {
  const line = cell
    .replace(/\s+/gu, " ")
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .trim();
  const letters = [...line];
  return `«${letters.length > SHOWN ? `${letters.slice(0, SHOWN - 1).join("")}…` : line}»`;
}
