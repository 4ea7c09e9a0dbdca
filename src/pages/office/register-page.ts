// Registration in bulk: the authority's spreadsheet of parties, places or vehicles is read, its columns are chosen on screen, each row is
// shown as what it will become or with its reason, and what is ready is signed entry by entry. The same file again registers nothing twice.
import { html } from "hono/html";
import { type Layout, layoutIn } from "../../estimate/headings.ts";
import { columnsOf, REGISTER_SORTS, type RegisterSort } from "../../estimate/register-columns.ts";
import { guessRegister, MOST_ROWS, type RegisterManner, readRegister } from "../../estimate/register-table.ts";
import type { Sheet } from "../../estimate/sheet.ts";
import { mayOpen } from "../../http/readers.ts";
import type { Who } from "../../http/who.ts";
import { form, hiddenField, selectField, type TypedValues } from "../../web/fields.ts";
import { type Markup, t } from "../../web/layout.ts";
import { actionButton, breadcrumb, disclosure, secondButton } from "../../web/parts.ts";
import { formatCount } from "../../words/as-written.ts";
import type { Lang, Words } from "../../words/lang.ts";
import { columnFields, fileField, judgedRows, layoutFields, massFields, sheetSent } from "../bulk-file.ts";
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
import { answerPage, closedPage, type PageRequest } from "../request.ts";
import { judgeRows } from "./register-rows.ts";

const PATH = "/register";
const JOB: Words = { vi: "Đăng ký hàng loạt từ bảng tính", en: "Register in bulk from a spreadsheet" };
const CLOSED: Words = {
  vi: "Trang này dành cho cơ quan quản lý khoáng sản.",
  en: "This page is for the licensing authority.",
};
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
  const { typed, fresh, read } = await sheetSent(request, MOST_ROWS);
  if (!read.ok) return show(request, { wrong: read.reason }, uploadForm(typed, lang, read.reason));
  const { sheet } = read;
  const sort = sortIn(typed.sort);
  const reading = fresh ? guessed(sheet, sort) : readingIn(typed, sort);
  const given = fresh ? { ...typed, distinct: "" } : typed;
  return showRows(request, who, { sheet, reading, typed: given, sign: typed.do === "sign" });
}

function sortIn(text: string | undefined): RegisterSort {
  return text !== undefined && Object.hasOwn(REGISTER_SORTS, text) ? (text as RegisterSort) : "parties";
}

function guessed(sheet: Sheet, sort: RegisterSort): Reading {
  const { tonnes, ...layout } = guessRegister(sheet, columnsOf(sort));
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
  const given = readRegister(sheet, layout, columnsOf(sort), manner);
  const distinct = distinctIn(typed.distinct);
  const notation: Lang = layout.decimals === "," ? "vi" : "en";
  const judge = () => judgeRows(services, given, { sort, kid: who.kid, notation, distinct });
  const { rows, told } = await judgedRows(request, sign, judge);
  const fields = fieldsOf(reading, typed, sheet);
  const count = formatCount(rows.filter(({ state }) => state === "ready").length, lang);
  const verb = t(lang, `Ký và đăng ký ${count} dòng`, `Sign and register ${count} rows`);
  const body = html`${told}${bulkSummary(rows, lang)}${islandLines()}
${columnsForm(reading, { sheet, rows, fields }, lang)}
${bulkSigning(rows, await namesInRows(services.view, rows), { path: PATH, verb, fields }, lang)}
<div data-key></div>${bulkThere(rows, lang)}
${disclosure(t(lang, "Đọc tệp khác", "Read another file"), uploadForm({ sort }, lang))}`;
  return show(request, { script: true }, await islandRoot(request, body));
}

/** Everything by which the same sheet is read in the same way again. */
function fieldsOf({ sort, layout, manner }: Reading, typed: TypedValues, sheet: Sheet): Record<string, string> {
  const instead = Object.entries(manner.instead).map(([name, value]) => [`instead-${name}`, value] as const);
  return {
    ...{ ...layoutFields(layout, sheet), ...Object.fromEntries(instead) },
    ...{ sort, unit: manner.tonnes ? "t" : "kg", distinct: typed.distinct ?? "" },
  };
}

function columnsForm(
  { sort, layout, manner }: Reading,
  { sheet, rows, fields }: { sheet: Sheet; rows: readonly BulkRow[]; fields: Readonly<Record<string, string>> },
  lang: Lang,
): Markup {
  const columns = Object.entries(columnsOf(sort));
  const none = t(lang, "Không có", "None");
  const coded = columns.flatMap(([name, { codes, ...words }]) => {
    if (!codes) return [];
    const label = t(lang, `${words.vi} của dòng để trống`, `${words.en} where the cell is empty`);
    const options = Object.entries(codes).map(([value, code]) => ({ value, text: code[lang] }));
    return [selectField({ name: `instead-${name}`, label, choices: options, none, value: manner.instead[name] ?? "" })];
  });
  const masses = columns.some(([, { reads }]) => reads === "mass")
    ? massFields(manner.tonnes, layout, lang)
    : hiddenField("decimals", layout.decimals);
  const open = bulkOpenRows(rows, lang);
  return form(
    PATH,
    html`${open}<fieldset class="line-fields"><legend>${t(lang, "Các cột của bảng", "The sheet's columns")}</legend>${columnFields(columnsOf(sort), layout, sheet, lang)}${coded}${masses}</fieldset>
${(["sort", "distinct", "sheet"] as const).map((name) => hiddenField(name, fields[name] ?? ""))}
${secondButton({ verb: t(lang, "Đọc lại theo các cột này", "Read again by these columns") })}`,
    true,
  );
}

function uploadForm(typed: TypedValues, lang: Lang, wrong?: Words): Markup {
  const choices = Object.entries(REGISTER_SORTS).map(([value, words]) => ({ value, text: words[lang] }));
  return form(
    PATH,
    html`${selectField({ name: "sort", label: t(lang, "Mỗi dòng là một", "Each row is one of"), choices }, { typed })}
${fileField(lang, MOST_ROWS, wrong)}
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
