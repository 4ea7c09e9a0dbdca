// The way of a file into a page of bulk work: sent or read again, bounded, its columns chosen on screen; then judged, and judged once more when
// it has been signed.
import { html } from "hono/html";
import { type Layout, sheetIn, sheetText } from "../estimate/headings.ts";
import { readSheet, type Sheet, type SheetRead, withinBounds } from "../estimate/sheet.ts";
import { selectField, textField } from "../web/fields.ts";
import { type Markup, t } from "../web/layout.ts";
import { formatCount } from "../words/as-written.ts";
import type { Lang, Words } from "../words/lang.ts";
import { signInBulk } from "./bulk-signing.ts";
import type { BulkRow } from "./bulk-view.ts";
import { type PageRequest, typedForm } from "./request.ts";

/** The sheet comes back with every reading as a field of the form, which may have 1 MB in all. */
const MOST_TEXT_BYTES = 900 * 1024;

/** A form of bulk work: its fields, its sheet or the reason why there is none, and whether the sheet is a file just sent. */
export type SheetSent = { readonly typed: Record<string, string>; readonly fresh: boolean; readonly read: SheetRead };

/** The file of a form, or the sheet that it carries from an earlier reading. */
export async function sheetSent({ context }: PageRequest, mostRows: number): Promise<SheetSent> {
  const { file } = await context.req.parseBody({ all: false }).catch(() => ({ file: undefined }));
  const typed = await typedForm(context, { tables: true });
  const fresh = file instanceof File && file.size > 0;
  const read = fresh ? readSheet(new Uint8Array(await file.arrayBuffer())) : sheetTyped(typed.sheet);
  return { typed, fresh, read: read.ok ? bounded(read.sheet, mostRows) : read };
}

function sheetTyped(text: string | undefined): SheetRead {
  if (text) return withinBounds(sheetIn(text));
  return { ok: false, reason: { vi: "Chưa chọn tệp.", en: "No file was chosen." } };
}

function bounded(sheet: Sheet, mostRows: number): SheetRead {
  const rows = sheet.filter((row) => row.some((cell) => cell !== "")).length;
  // One row more for the headings.
  const fits = rows <= mostRows + 1 && new TextEncoder().encode(sheetText(sheet)).length <= MOST_TEXT_BYTES;
  if (fits) return { ok: true, sheet };
  const [vi, en] = [formatCount(mostRows, "vi"), formatCount(mostRows, "en")];
  const reason = {
    vi: `Bảng có hơn ${vi} dòng, hoặc hơn 900 KB chữ. Chia thành nhiều tệp, làm từng tệp.`,
    en: `The sheet has more than ${en} rows, or more than 900 KB of text. Split it, and do the parts.`,
  };
  return { ok: false, reason };
}

/** The field of the file, with its bounds. */
export function fileField(lang: Lang, mostRows: number, wrong?: Words): Markup {
  const rows = formatCount(mostRows, lang);
  const hint = t(
    lang,
    `Tệp XLSX hoặc CSV, đến 1 MB và ${rows} dòng`,
    `An XLSX or CSV file, up to 1 MB and ${rows} rows`,
  );
  const errors = wrong ? { file: wrong[lang] } : {};
  return textField({ name: "file", type: "file", label: t(lang, "Bảng tính", "Spreadsheet"), hint }, { errors });
}

type Columns = Readonly<Record<string, Words>>;

/** The columns of the sheet to choose, and the row after which the rows begin. */
export function columnFields(columns: Columns, layout: Layout<string>, sheet: Sheet, lang: Lang): Markup {
  const width = Math.max(...sheet.map((row) => row.length));
  const heads = sheet[Math.max(0, layout.head)] ?? [];
  const choices = Array.from({ length: width }, (_, i) => ({ value: String(i), text: `${i + 1}. ${heads[i] ?? ""}` }));
  const none = t(lang, "Không có", "None");
  const chosen = Object.entries(columns).map(([name, words]) => {
    const value = String(layout.places[name] ?? "");
    return selectField({ name: `column-${name}`, label: words[lang], choices, none, value });
  });
  const label = t(lang, "Dòng tiêu đề cuối cùng", "Last row of headings");
  return html`${chosen}${textField({ name: "head", label, inputmode: "numeric", value: String(layout.head + 1) })}`;
}

/** The unit of the sheet's masses, and the sign before its decimals. */
export function massFields(tonnes: boolean, { decimals }: Pick<Layout<string>, "decimals">, lang: Lang): Markup {
  const units = [
    { value: "kg", text: "kg" },
    { value: "t", text: t(lang, "tấn", "tonnes") },
  ];
  const notations = [
    { value: ",", text: "1.234,5" },
    { value: ".", text: "1,234.5" },
  ];
  return html`${selectField({ name: "unit", label: t(lang, "Khối lượng tính bằng", "Masses are in"), choices: units, value: tonnes ? "t" : "kg" })}${selectField({ name: "decimals", label: t(lang, "Cách viết số", "Numbers are written"), choices: notations, value: decimals })}`;
}

/** The fields by which the same sheet is read in the same columns again. */
export function layoutFields({ places, head, decimals }: Layout<string>, sheet: Sheet): Record<string, string> {
  const columns = Object.entries(places).map(([name, place]) => [`column-${name}`, String(place)] as const);
  return { ...Object.fromEntries(columns), head: String(head + 1), decimals, sheet: sheetText(sheet) };
}

/** The rows, judged; where they are signed here, judged again with the ledger's own answers, and a line that counts them. */
export async function judgedRows(
  request: PageRequest,
  sign: boolean,
  judge: () => Promise<BulkRow[]>,
): Promise<{ readonly rows: BulkRow[]; readonly told: Markup | "" }> {
  const { lang } = request;
  const before = await judge();
  if (!sign) return { rows: before, told: "" };
  const refused = await signInBulk(request, before);
  const rows = (await judge()).map((row) => withRefusal(row, refused));
  const entered = before.filter(({ state, row }) => state === "ready" && !refused.has(row)).length;
  const [done, failed] = [entered, refused.size].map((count) => formatCount(count, lang));
  const words = t(
    lang,
    `Đã ghi ${done} mục vào sổ; ${failed} dòng không ghi được.`,
    `${done} entries are in the ledger; ${failed} rows were not taken.`,
  );
  return { rows, told: html`<p class="lead" role="status">${words}</p>` };
}

/** The ledger's own answer in the place of what was foreseen, for a row that it did not take. */
function withRefusal(row: BulkRow, refused: ReadonlyMap<number, Words>): BulkRow {
  const reason = refused.get(row.row);
  return reason && row.state === "ready" ? { row: row.row, text: row.text, state: "wrong", reason } : row;
}
