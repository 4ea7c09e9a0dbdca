// Rows of a file on their way into the ledger: how many are of which sort, those that somebody must look at, those that will be signed in
// full words, and the form that signs them, on this device where its key is registered.
import { html, raw } from "hono/html";
import { hex } from "../format/bytes.ts";
import type { Statement } from "../format/kinds.ts";
import type { Book } from "../rules/book/book.ts";
import { mapLoading } from "../rules/book/memory.ts";
import { entriesNamed, entryName, readBody } from "../rules/readings/reading.ts";
import type { View } from "../store/view.ts";
import { hiddenField } from "../web/fields.ts";
import { type Content, type Markup, t } from "../web/layout.ts";
import { actionButton, disclosure, figuresTable } from "../web/parts.ts";
import { formatCount } from "../words/as-written.ts";
import type { Lang, Words } from "../words/lang.ts";
import { bodyLine } from "./office/entry-words.ts";
import { bodyBytes } from "./statement.ts";

/** A row of a file before it is signed. `alike` are the records that a row which is asked about resembles. */
export type BulkRow = { readonly row: number; readonly text: string } & (
  | { readonly state: "ready"; readonly said: Statement }
  | { readonly state: "there"; readonly index: number; readonly reason: Words }
  | { readonly state: "asked"; readonly said: Statement; readonly alike: readonly number[]; readonly reason: Words }
  | { readonly state: "twice" | "wrong"; readonly reason: Words }
);
type Ready = Extract<BulkRow, { state: "ready" }>;
type Named = ReadonlyMap<number, string | undefined>;

/** The names of all entries that rows to be signed name. */
export function namesInRows(view: View, rows: readonly BulkRow[]): Promise<Named> {
  const wanted = new Set(rows.flatMap((row) => ("said" in row ? [...entriesNamed(readBody(row.said))] : [])));
  return view.read((book: Book) => new Map(mapLoading([...wanted], (index) => [index, entryName(book, index)])));
}

const STATES: readonly (readonly [BulkRow["state"], Words])[] = [
  ["ready", { vi: "sẽ ký", en: "to be signed" }],
  ["there", { vi: "đã có trong sổ", en: "in the ledger already" }],
  ["asked", { vi: "giống mục khác", en: "like another record" }],
  ["twice", { vi: "trùng trong tệp", en: "twice in the file" }],
  ["wrong", { vi: "chưa được", en: "not right yet" }],
];

/** "1.240 dòng: 1.200 sẽ ký; 40 đã có trong sổ". */
export function bulkSummary(rows: readonly BulkRow[], lang: Lang): Markup {
  const counts = STATES.flatMap(([state, words]) => {
    const count = rows.filter((row) => row.state === state).length;
    return count === 0 ? [] : [`${formatCount(count, lang)} ${words[lang]}`];
  });
  const all = formatCount(rows.length, lang);
  return html`<p class="lead">${t(lang, `${all} dòng`, `${all} rows`)}${counts.length === 0 ? "" : ": "}${counts.join("; ")}.</p>`;
}

/** The rows that somebody must look at, each with its reason; a row that is asked about has a box to tick. */
export function bulkOpenRows(rows: readonly BulkRow[], lang: Lang): Markup | "" {
  const open = rows.filter((row) => row.state !== "ready" && row.state !== "there");
  if (open.length === 0) return "";
  return figuresTable({
    caption: t(
      lang,
      `${formatCount(open.length, lang)} dòng cần xem`,
      `${formatCount(open.length, lang)} rows to look at`,
    ),
    columns: [
      { head: t(lang, "Dòng", "Row") },
      { head: t(lang, "Lý do", "Reason") },
      { head: t(lang, "Trong tệp", "In the file") },
    ],
    rows: open.map((row): Content[] => [String(row.row), openWords(row, lang), row.text]),
  });
}

function openWords(row: Exclude<BulkRow, Ready>, lang: Lang): Content {
  if (row.state !== "asked") return row.reason[lang];
  const value = `${row.row}:${row.alike.join("+")}`;
  return html`<div>${row.reason[lang]}<br><label class="choice"><input type="checkbox" name="distinct" value="${value}"><span>${t(lang, "Là hai, không phải một", "They are two, not one")}</span></label></div>`;
}

/** Rows that were called distinct, as `bulkOpenRows` sends them: "12:5+7,13:8". */
export function distinctIn(text = ""): Map<number, number[]> {
  const read = new Map<number, number[]>();
  for (const [, row, indexes] of text.matchAll(/(\d{1,6}):(\d{1,10}(?:\+\d{1,10})*)/g))
    read.set(Number(row), [...(read.get(Number(row)) ?? []), ...(indexes ?? "").split("+").map(Number)]);
  return read;
}

/** The form that signs: where it is posted, its verb, and the fields that the next reading of the same file needs. */
export type BulkForm = {
  readonly path: string;
  readonly verb: string;
  readonly fields: Readonly<Record<string, string>>;
  /** The beginning of the address of what a row becomes; its number in the log follows. */
  readonly page?: string;
};
const ENTRY = "/entries/";

/** The rows that will be signed, in words, and the form that signs them; a device signs one after another, and says at each row what became of it. */
export function bulkSigning(
  rows: readonly BulkRow[],
  names: Named,
  { path, verb, fields, page = ENTRY }: BulkForm,
  lang: Lang,
): Markup | "" {
  const ready = rows.filter((row) => row.state === "ready");
  if (ready.length === 0) return "";
  const said = ready.map(({ row, said: { kind, body }, text }) => {
    const wire = bodyBytes(kind, body);
    if (!wire.ok) throw new Error(`row ${row} was ready and is not well formed`);
    return [row, kind, hex(wire.value), text.slice(0, LABEL)];
  });
  const hidden = Object.entries({ ...fields, do: "sign" }).map(([name, value]) => hiddenField(name, value));
  const table = figuresTable({
    caption: t(lang, "Nội dung sẽ ký, theo thứ tự", "What will be signed, in this order"),
    columns: [{ head: t(lang, "Dòng", "Row") }, { head: t(lang, "Sẽ ghi vào sổ", "Goes into the ledger") }],
    rows: ready.map(({ row, said: statement }): Content[] => [
      String(row),
      html`<div>${bodyLine(statement, names, lang)}<br><strong data-row="${row}"></strong></div>`,
    ]),
  });
  return html`${table}<form class="form" method="post" action="${path}" novalidate${raw(' enctype="multipart/form-data"')} data-form="bulk" data-page="${page}" data-rows="${JSON.stringify(said)}">${hidden}${actionButton({ verb })}</form>`;
}

/** As much of a row as a device's list of waiting entries shows. */
const LABEL = 80;

/** The rows that the ledger has already, folded. */
export function bulkThere(rows: readonly BulkRow[], lang: Lang, page = ENTRY): Markup | "" {
  const there = rows.filter((row) => row.state === "there");
  if (there.length === 0) return "";
  const count = formatCount(there.length, lang);
  return disclosure(
    t(lang, `${count} dòng đã có trong sổ, bỏ qua`, `${count} rows that the ledger has already, passed over`),
    html`<ul>${there.map(({ row, reason, index }) => html`<li>${row}: <a href="${page}${index}">${reason[lang]}</a></li>`)}</ul>`,
  );
}
