// Registration in bulk: the authority's spreadsheet of parties, places or vehicles is read, its columns are chosen on screen, each row is
// shown as what it will become or with its reason, and what is ready is signed entry by entry. The same file again registers nothing twice.
import { html } from "hono/html";
import { type Layout, layoutIn, sheetIn, sheetText } from "../../estimate/headings.ts";
import {
  columnsOf,
  guessRegister,
  MOST_ROWS,
  REGISTER_SORTS,
  type RegisterManner,
  type RegisterSort,
  readRegister,
} from "../../estimate/register-table.ts";
import { readSheet, type Sheet, type SheetRead, withinBounds } from "../../estimate/sheet.ts";
import { mayOpen } from "../../http/readers.ts";
import type { Who } from "../../http/who.ts";
import { form, hiddenField, selectField, type TypedValues, textField } from "../../web/fields.ts";
import { type Markup, t } from "../../web/layout.ts";
import { actionButton, breadcrumb, disclosure, secondButton } from "../../web/parts.ts";
import { formatCount } from "../../words/as-written.ts";
import type { Lang, Words } from "../../words/lang.ts";
import { signInBulk } from "../bulk-signing.ts";
import {
  type BulkRow,
  bulkOpenRows,
  bulkSigning,
  bulkSummary,
  bulkThere,
  distinctIn,
  namesInRows,
} from "../bulk-view.ts";
import { islandLines, islandRoot } from "../field/island-root.ts";
import { answerPage, closedPage, type PageRequest, typedForm } from "../request.ts";
import { judgeRows } from "./register-rows.ts";

const PATH = "/register";
const JOB: Words = { vi: "Đăng ký hàng loạt từ bảng tính", en: "Register in bulk from a spreadsheet" };
const CLOSED: Words = {
  vi: "Trang này dành cho cơ quan quản lý khoáng sản.",
  en: "This page is for the licensing authority.",
};
/** The sheet comes back with every reading as a field of the form, which may have 1 MB in all. */
const MOST_TEXT_BYTES = 900 * 1024;

/** How a sheet is read: its sort, its columns, and what goes for all rows. */
type Reading = { readonly sort: RegisterSort; readonly layout: Layout<string>; readonly manner: RegisterManner };

/** GET /register */
export async function registerPage(request: PageRequest): Promise<Response> {
  if (!mayOpen(request.who, "register")) return closedPage(request, JOB, CLOSED);
  return show(request, {}, uploadForm({}, request.lang));
}

/** POST /register: a file; the same sheet by other columns; or the signature under its rows. */
export async function postRegisterSheet(request: PageRequest): Promise<Response> {
  const { who, lang } = request;
  if (!mayOpen(who, "register")) return closedPage(request, JOB, CLOSED);
  const { file } = await request.context.req.parseBody({ all: false }).catch(() => ({ file: undefined }));
  const typed = await typedForm(request.context, { tables: true });
  const sort = sortIn(typed.sort);
  const fresh = file instanceof File && file.size > 0;
  const read = fresh ? readSheet(new Uint8Array(await file.arrayBuffer())) : sheetTyped(typed.sheet);
  const bound = read.ok ? bounded(read.sheet) : read;
  if (!bound.ok) return show(request, { wrong: bound.reason }, uploadForm(typed, lang, bound.reason));
  const { sheet } = bound;
  const reading = fresh ? guessed(sheet, sort) : readingIn(typed, sort);
  const given = fresh ? { ...typed, distinct: "" } : typed;
  return showRows(request, who, { sheet, reading, typed: given, sign: typed.do === "sign" });
}

function sortIn(text: string | undefined): RegisterSort {
  return text !== undefined && Object.hasOwn(REGISTER_SORTS, text) ? (text as RegisterSort) : "parties";
}

function sheetTyped(text: string | undefined): SheetRead {
  if (text) return withinBounds(sheetIn(text));
  return { ok: false, reason: { vi: "Chưa chọn tệp.", en: "No file was chosen." } };
}

function bounded(sheet: Sheet): SheetRead {
  const rows = sheet.filter((row) => row.some((cell) => cell !== "")).length;
  const most = MOST_ROWS + 1;
  if (rows <= most && new TextEncoder().encode(sheetText(sheet)).length <= MOST_TEXT_BYTES) return { ok: true, sheet };
  const [vi, en] = [formatCount(MOST_ROWS, "vi"), formatCount(MOST_ROWS, "en")];
  const reason = {
    vi: `Bảng có hơn ${vi} dòng, hoặc hơn 900 KB chữ. Chia thành nhiều tệp, đăng ký từng tệp.`,
    en: `The sheet has more than ${en} rows, or more than 900 KB of text. Split it, and register the parts.`,
  };
  return { ok: false, reason };
}

function guessed(sheet: Sheet, sort: RegisterSort): Reading {
  const { tonnes, ...layout } = guessRegister(sheet, sort);
  return { sort, layout, manner: { tonnes, instead: {} } };
}

function readingIn(typed: TypedValues, sort: RegisterSort): Reading {
  const columns = Object.keys(columnsOf(sort));
  const instead = Object.fromEntries(columns.map((name) => [name, typed[`instead-${name}`] ?? ""]));
  return { sort, layout: layoutIn(typed, columns), manner: { tonnes: typed.unit === "t", instead } };
}

type Asked = { readonly sheet: Sheet; readonly reading: Reading; readonly typed: TypedValues; readonly sign: boolean };

async function showRows(request: PageRequest, who: Who, { sheet, reading, typed, sign }: Asked): Promise<Response> {
  const { lang, services } = request;
  const { sort, layout, manner } = reading;
  const given = readRegister(sheet, layout, sort, manner);
  const distinct = distinctIn(typed.distinct);
  const notation: Lang = layout.decimals === "," ? "vi" : "en";
  const judge = () => judgeRows(services, given, { sort, kid: who.kid, notation, distinct });
  let rows = await judge();
  let signed: Markup | "" = "";
  if (sign) {
    const refused = await signInBulk(request, rows);
    const before = rows;
    rows = (await judge()).map((row) => withRefusal(row, refused));
    const entered = before.filter(({ state, row }) => state === "ready" && !refused.has(row)).length;
    const [done, failed] = [entered, refused.size].map((count) => formatCount(count, lang));
    signed = html`<p class="lead" role="status">${t(lang, `Đã ghi ${done} mục vào sổ; ${failed} dòng không ghi được.`, `${done} entries are in the ledger; ${failed} rows were not taken.`)}</p>`;
  }
  const fields = fieldsOf(reading, typed, sheet);
  const count = formatCount(rows.filter(({ state }) => state === "ready").length, lang);
  const verb = t(lang, `Ký và đăng ký ${count} dòng`, `Sign and register ${count} rows`);
  const body = html`${signed}${bulkSummary(rows, lang)}${islandLines()}
${columnsForm(reading, { sheet, rows, fields }, lang)}
${bulkSigning(rows, await namesInRows(services.view, rows), { path: PATH, verb, fields }, lang)}
<div data-key></div>${bulkThere(rows, lang)}
${disclosure(t(lang, "Đọc tệp khác", "Read another file"), uploadForm({ sort }, lang))}`;
  return show(request, { script: true }, await islandRoot(request, body));
}

/** The ledger's own answer in the place of what was foreseen, for a row that it did not take. */
function withRefusal(row: BulkRow, refused: ReadonlyMap<number, Words>): BulkRow {
  const reason = refused.get(row.row);
  return reason && row.state === "ready" ? { row: row.row, text: row.text, state: "wrong", reason } : row;
}

/** Everything by which the same sheet is read in the same way again. */
function fieldsOf({ sort, layout, manner }: Reading, typed: TypedValues, sheet: Sheet): Record<string, string> {
  const columns = Object.entries(layout.places).map(([name, place]) => [`column-${name}`, String(place)] as const);
  const instead = Object.entries(manner.instead).map(([name, value]) => [`instead-${name}`, value] as const);
  return {
    ...Object.fromEntries([...columns, ...instead]),
    ...{ sort, head: String(layout.head + 1), decimals: layout.decimals, unit: manner.tonnes ? "t" : "kg" },
    ...{ distinct: typed.distinct ?? "", sheet: sheetText(sheet) },
  };
}

function columnsForm(
  { sort, layout, manner }: Reading,
  { sheet, rows, fields }: { sheet: Sheet; rows: readonly BulkRow[]; fields: Readonly<Record<string, string>> },
  lang: Lang,
): Markup {
  const width = Math.max(...sheet.map((row) => row.length));
  const heads = sheet[Math.max(0, layout.head)] ?? [];
  const choices = Array.from({ length: width }, (_, i) => ({ value: String(i), text: `${i + 1}. ${heads[i] ?? ""}` }));
  const columns = Object.entries(columnsOf(sort));
  const none = t(lang, "Không có", "None");
  const chosen = columns.map(([name, words]) =>
    selectField({
      name: `column-${name}`,
      label: words[lang],
      choices,
      none,
      value: String(layout.places[name] ?? ""),
    }),
  );
  const coded = columns.flatMap(([name, { codes, ...words }]) => {
    if (!codes) return [];
    const label = t(lang, `${words.vi} của dòng để trống`, `${words.en} where the cell is empty`);
    const options = Object.entries(codes).map(([value, code]) => ({ value, text: code[lang] }));
    return [selectField({ name: `instead-${name}`, label, choices: options, none, value: manner.instead[name] ?? "" })];
  });
  const units = [
    { value: "kg", text: "kg" },
    { value: "t", text: t(lang, "tấn", "tonnes") },
  ];
  const notations = [
    { value: ",", text: "1.234,5" },
    { value: ".", text: "1,234.5" },
  ];
  const masses = columns.some(([, { reads }]) => reads === "mass")
    ? html`${selectField({ name: "unit", label: t(lang, "Tải trọng tính bằng", "Masses are in"), choices: units, value: fields.unit ?? "" })}${selectField({ name: "decimals", label: t(lang, "Cách viết số", "Numbers are written"), choices: notations, value: layout.decimals })}`
    : hiddenField("decimals", layout.decimals);
  const open = bulkOpenRows(rows, lang);
  return form(
    PATH,
    html`${open}<fieldset class="line-fields"><legend>${t(lang, "Các cột của bảng", "The sheet's columns")}</legend>${chosen}${coded}
${textField({ name: "head", label: t(lang, "Dòng tiêu đề cuối cùng", "Last row of headings"), inputmode: "numeric", value: String(layout.head + 1) })}${masses}</fieldset>
${(["sort", "distinct", "sheet"] as const).map((name) => hiddenField(name, fields[name] ?? ""))}
${secondButton({ verb: t(lang, "Đọc lại theo các cột này", "Read again by these columns") })}`,
    true,
  );
}

function uploadForm(typed: TypedValues, lang: Lang, wrong?: Words): Markup {
  const choices = Object.entries(REGISTER_SORTS).map(([value, words]) => ({ value, text: words[lang] }));
  const rows = formatCount(MOST_ROWS, lang);
  const hint = t(
    lang,
    `Tệp XLSX hoặc CSV, đến 1 MB và ${rows} dòng`,
    `An XLSX or CSV file, up to 1 MB and ${rows} rows`,
  );
  const errors = wrong ? { file: wrong[lang] } : {};
  return form(
    PATH,
    html`${selectField({ name: "sort", label: t(lang, "Mỗi dòng là một", "Each row is one of"), choices }, { typed })}
${textField({ name: "file", type: "file", label: t(lang, "Bảng tính", "Spreadsheet"), hint }, { errors })}
${actionButton({ verb: t(lang, "Đọc bảng", "Read the sheet") })}`,
    true,
  );
}

/** The columns that each sort of sheet may have, for whoever prepares one. */
function columnsKnown(lang: Lang): Markup {
  const sorts = Object.entries(REGISTER_SORTS).map(([sort, words]) => {
    const columns = Object.values(columnsOf(sort as RegisterSort)).map(
      (column) => `${column[lang]}${column.needed ? t(lang, " (cần có)", " (needed)") : ""}`,
    );
    return html`<li><strong>${words[lang]}</strong>: ${columns.join("; ")}</li>`;
  });
  return disclosure(t(lang, "Các cột mà trang này đọc", "The columns that this page reads"), html`<ul>${sorts}</ul>`);
}

function show(
  request: PageRequest,
  { wrong, script }: { wrong?: Words; script?: true },
  body: Markup,
): Promise<Response> {
  const { lang } = request;
  return answerPage(
    request,
    {
      title: JOB[lang],
      job: JOB,
      crumbs: breadcrumb(lang, [{ text: t(lang, "Trang đầu", "Start"), path: "/" }, { text: JOB[lang] }]),
      body: html`${body}${script ? "" : columnsKnown(lang)}`,
      ...(script ? { scripts: ["bulk.js"] } : {}),
      wide: true,
    },
    wrong ? 422 : 200,
  );
}
