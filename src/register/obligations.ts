// The obligations table beside the licence table: which of its rows speaks of which licence, what it shows, and where the
// two tables disagree. A row is found by number, day of grant, holder and mine together (three of the four must agree, the
// fourth is asked about), never by a number alone: in the real register one number is an iron mine's and a sand pit's.
import { OBLIGATION_STATE, type Obligation, type ObligationState } from "../format/codes.ts";
import { OBLIGATION_COLUMNS, type ObligationColumn } from "./columns.ts";
import { tidy } from "./compared-names.ts";
import type { Identified } from "./identity.ts";
import { quoted, type Reason, reasonWith } from "./reasons.ts";

/** The state of one obligation of a mine by the table: 1 met, 3 not shown; `text` is the document that the cell names. */
export type PlannedObligation = {
  readonly obligation: Extract<Obligation, 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10>;
  readonly state: Extract<ObligationState, 1 | 3>;
  readonly text?: string;
};

const DOCUMENT = /\d+\s*\/\s*\p{L}|\d{1,2}\/\d{1,2}\/\d{4}/u;

/** Reads the ten obligation cells of a row: "a" is met, empty or a dash is not shown, a document's number or day is met with its text. */
export function readObligations(source: Identified): { obligations: PlannedObligation[]; questions: Reason[] } {
  const questions: Reason[] = [];
  const columns = Object.entries(OBLIGATION_COLUMNS) as [ObligationColumn, PlannedObligation["obligation"]][];
  const obligations = columns.map(([column, obligation]): PlannedObligation => {
    const text = tidy(source.cell(column));
    if (text === "" || /^[-–—]+$/.test(text)) return { obligation, state: OBLIGATION_STATE.notShown };
    if (text.toLowerCase() === "a") return { obligation, state: OBLIGATION_STATE.met };
    if (DOCUMENT.test(text) && !/chưa|không|hết hạn|miễn/i.test(text))
      return { obligation, state: OBLIGATION_STATE.met, text };
    questions.push(
      reasonWith(
        "obligation_mark_unclear",
        `Bảng nghĩa vụ, dòng ${source.row}, cột ${column} ghi ${quoted(text)}, không phải «a» hay số văn bản; tạm coi là chưa thể hiện, xác nhận lại.`,
        `Obligations table, row ${source.row}, column ${column} says ${quoted(text)}, neither “a” nor a document; taken as not shown for now, please confirm.`,
      ),
    );
    return { obligation, state: OBLIGATION_STATE.notShown, text };
  });
  return { obligations, questions };
}

/** The obligations table's answer for one licence row; `differs` is the one part of the identity that does not agree. */
export type Match =
  | { readonly kind: "matched"; readonly source: Identified; readonly differs: Part | undefined }
  | { readonly kind: "ambiguous"; readonly rows: readonly number[] }
  | { readonly kind: "absent"; readonly near: readonly number[] };

/** One of the four parts of a row's identity. */
export type Part = "number" | "day" | "holder" | "mine";
const PARTS: readonly Part[] = ["number", "day", "holder", "mine"];

function partOf(source: Identified, part: Part): string {
  if (part === "number") return source.number.first;
  if (part === "day") return source.grantedOn ?? "";
  return part === "holder" ? source.holderKey : source.mineKey;
}

function keyOf(source: Identified, parts: readonly Part[]): string | undefined {
  const values = parts.map((part) => partOf(source, part));
  return values.includes("") ? undefined : values.join("\n");
}

function byKey(sources: readonly Identified[], parts: readonly Part[]): Map<string, Identified[]> {
  const groups = new Map<string, Identified[]>();
  for (const source of sources) {
    const key = keyOf(source, parts);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [source]);
    else group.push(source);
  }
  return groups;
}

type Matching = { readonly found: Map<number, Match>; readonly taken: Set<number> };

// All four parts first, then each way of leaving one out; what an earlier round settled is out of the later ones, so a
// perfect match is never lost to a near one. A group with several rows on either side is ambiguous on the spot.
function round(
  licences: readonly Identified[],
  table: readonly Identified[],
  without: Part | undefined,
  into: Matching,
): void {
  const parts = PARTS.filter((part) => part !== without);
  const left = byKey(
    licences.filter((source) => !into.found.has(source.row)),
    parts,
  );
  const right = byKey(
    table.filter((source) => !into.taken.has(source.row)),
    parts,
  );
  for (const [key, sources] of left) {
    const candidates = right.get(key) ?? [];
    const [only, second] = candidates;
    if (only === undefined) continue;
    for (const source of sources) {
      if (second === undefined && sources.length === 1) {
        into.found.set(source.row, { kind: "matched", source: only, differs: without });
        into.taken.add(only.row);
      } else {
        into.found.set(source.row, { kind: "ambiguous", rows: candidates.slice(0, 5).map(({ row }) => row) });
      }
    }
  }
}

/** Finds for each licence row its row of the obligations table; no row of that table serves two licences. */
export function matchObligations(licences: readonly Identified[], table: readonly Identified[]): Map<number, Match> {
  const into: Matching = { found: new Map(), taken: new Set() };
  for (const without of [undefined, "mine", "holder", "day", "number"] as const) round(licences, table, without, into);
  const free = table.filter((source) => !into.taken.has(source.row));
  const numbers = byKey(free, ["number"]);
  const places = byKey(free, ["holder", "mine"]);
  for (const source of licences.filter(({ row }) => !into.found.has(row))) {
    const near = [
      ...(numbers.get(keyOf(source, ["number"]) ?? "") ?? []),
      ...(places.get(keyOf(source, ["holder", "mine"]) ?? "") ?? []),
    ];
    into.found.set(source.row, { kind: "absent", near: [...new Set(near.slice(0, 3).map(({ row }) => row))] });
  }
  return into.found;
}

/** The question that a missing or unclear match leaves; undefined when the row was matched. */
export function matchQuestion(match: Match): Reason | undefined {
  if (match.kind === "matched") return undefined;
  if (match.kind === "ambiguous") {
    const rows = match.rows.join(", ");
    return reasonWith(
      "obligations_ambiguous",
      `Nhiều dòng cùng khớp với bảng nghĩa vụ (dòng ${rows} của bảng đó); chưa lấy nghĩa vụ nào, chỉ rõ dòng đúng.`,
      `Several rows fit the obligations table (its row ${rows}); no obligation is taken until the right row is named.`,
    );
  }
  const near = match.near.join(", ");
  return reasonWith(
    "obligations_absent",
    `Không thấy giấy phép này trong bảng nghĩa vụ (khớp theo số, ngày cấp, đơn vị và mỏ)${near === "" ? "" : `; gần giống dòng ${near} của bảng đó`}; mọi nghĩa vụ coi là chưa thể hiện.`,
    `The licence is not in the obligations table (by number, day, holder and mine)${near === "" ? "" : `; its row ${near} comes near`}; every obligation counts as not shown.`,
  );
}
