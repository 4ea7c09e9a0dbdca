// The estimate's spreadsheet becomes the lines of a contract: a file is read, its columns are chosen on screen, each row that is no line is
// named with its reason, and what was read goes on to the form of the act, where owner, contractor and supervisor sign it.
import { html } from "hono/html";
import { layoutIn, sheetIn, sheetText } from "../../estimate/headings.ts";
import {
  ESTIMATE_COLUMNS,
  type EstimateColumn,
  type EstimateLayout,
  type EstimateLine,
  type EstimateRead,
  guessLayout,
  readEstimate,
} from "../../estimate/lines.ts";
import { readSheet, type Sheet, withinBounds } from "../../estimate/sheet.ts";
import type { Book } from "../../rules/book/book.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import { lineValue } from "../../rules/numbers/convert.ts";
import { unitKey, workKey } from "../../spelling/work-codes.ts";
import { form, hiddenField, selectField, type TypedValues, textField } from "../../web/fields.ts";
import { type Content, type Markup, t } from "../../web/layout.ts";
import { actionButton, breadcrumb, disclosure, figuresTable, secondButton } from "../../web/parts.ts";
import { formatCount, formatDong, formatQuantity } from "../../words/as-written.ts";
import type { Lang, Words } from "../../words/lang.ts";
import { answerPage, askWho, type PageRequest, typedForm } from "../request.ts";
import { loadChoices } from "./annex-form.ts";
import { askClaimant } from "./claims-page.ts";

/** The most lines of one entry; the others follow as an amendment. */
const A_PART = 100;
const COLUMN_WORDS: Readonly<Record<EstimateColumn, Words>> = {
  code: { vi: "Mã hiệu", en: "Code" },
  name: { vi: "Nội dung công việc", en: "Name of the work" },
  unit: { vi: "Đơn vị", en: "Unit" },
  quantity: { vi: "Khối lượng", en: "Quantity" },
  price: { vi: "Đơn giá", en: "Unit price" },
  amount: { vi: "Thành tiền", en: "Amount" },
};

/** A line with the recipe that the book has for its code and unit. */
type Joined = EstimateLine & { readonly recipe?: number; readonly compaction?: number };

/** GET /contracts/new */
export async function estimatePage(request: PageRequest): Promise<Response> {
  return askClaimant(request) ?? show(request, {}, undefined);
}

/** POST /contracts/new: a file, or what was read of it with other columns. */
export async function postEstimate(request: PageRequest): Promise<Response> {
  const refused = askClaimant(request);
  if (refused || !request.who) return refused ?? askWho(request);
  const { file } = await request.context.req.parseBody({ all: false });
  const typed = await typedForm(request.context, { tables: true });
  if (!(file instanceof File) || file.size === 0) {
    if (!typed.sheet) return show(request, typed);
    const again = withinBounds(sheetIn(typed.sheet));
    if (!again.ok) return show(request, {}, undefined, undefined, again.reason);
    return show(request, typed, again.sheet, layoutIn(typed, ESTIMATE_COLUMNS));
  }
  const read = readSheet(new Uint8Array(await file.arrayBuffer()));
  if (!read.ok) return show(request, typed, undefined, undefined, read.reason);
  return show(request, typed, read.sheet, guessLayout(read.sheet));
}

async function show(
  request: PageRequest,
  typed: TypedValues,
  sheet?: Sheet,
  layout?: EstimateLayout,
  wrong?: Words,
): Promise<Response> {
  const { lang } = request;
  const { packages } = await loadChoices(request);
  const errors = wrong ? { file: wrong[lang] } : {};
  const upload = form(
    "/contracts/new",
    html`${selectField({ name: "package", label: t(lang, "Dự án, gói thầu", "Project, package"), choices: packages }, { typed })}
${textField({ name: "file", type: "file", label: t(lang, "Bảng dự toán, bảng giá hợp đồng", "The contract's priced bill"), hint: t(lang, "Tệp XLSX hoặc CSV, đến 1 MB", "An XLSX or CSV file up to 1 MB") }, { errors })}
${actionButton({ verb: t(lang, "Đọc bảng", "Read the sheet") })}`,
    true,
  );
  const found = sheet && layout ? await readPart(request, typed, sheet, layout) : "";
  return answerPage(
    request,
    {
      title: t(lang, "Hợp đồng từ bảng dự toán", "A contract from its estimate"),
      job: { vi: "Ghi hợp đồng vào sổ từ bảng dự toán", en: "Enter a contract from its estimate" },
      crumbs: breadcrumb(lang, [
        { text: t(lang, "Hồ sơ của đơn vị", "Our dossiers"), path: "/claims" },
        { text: t(lang, "Hợp đồng từ bảng dự toán", "A contract from its estimate") },
      ]),
      body: html`${found === "" ? upload : disclosure(t(lang, "Đọc tệp khác", "Read another file"), upload)}${found}`,
      wide: true,
    },
    wrong ? 422 : 200,
  );
}

async function readPart(
  request: PageRequest,
  typed: TypedValues,
  sheet: Sheet,
  layout: EstimateLayout,
): Promise<Markup> {
  const { lang, services } = request;
  const read = readEstimate(sheet, layout);
  const [project = 0] = (typed.package ?? "").split("/").map(Number);
  const joined = await services.view.read((book) => joinRecipes(book, project, read.lines));
  return html`${columnsForm(typed, sheet, layout, lang)}
${badTable(read, lang)}
${linesTable(joined, lang)}
${disclosure(t(lang, `${read.passed.length} dòng bỏ qua: tiêu đề, tổng cộng`, `${read.passed.length} rows passed over: headings, sums`), html`<ul>${read.passed.map(({ row, text }) => html`<li>${row}: ${text}</li>`)}</ul>`)}
${partForms(typed, joined, read, lang)}`;
}

/** The recipe of a line's code, where it is of the line's unit and of every project or this one. */
function joinRecipes(book: Book, project: number, lines: readonly EstimateLine[]): Joined[] {
  return mapLoading(lines, (line) => {
    const index = book.get("work", workKey(line.code))?.recipe;
    const recipe = index === undefined || index === null ? undefined : book.get("recipe", index);
    if (index === undefined || index === null || !recipe || unitKey(recipe.unit) !== unitKey(line.unit)) return line;
    if (recipe.project !== null && recipe.project !== project) return line;
    return { ...line, recipe: index, ...(recipe.compaction === undefined ? {} : { compaction: recipe.compaction }) };
  });
}

function columnsForm(typed: TypedValues, sheet: Sheet, layout: EstimateLayout, lang: Lang): Markup {
  const width = Math.max(...sheet.map((row) => row.length));
  const heads = sheet[Math.max(0, layout.head)] ?? [];
  const choices = Array.from({ length: width }, (_, i) => ({ value: String(i), text: `${i + 1}. ${heads[i] ?? ""}` }));
  const fields = ESTIMATE_COLUMNS.map((column) =>
    selectField({
      ...{ name: `column-${column}`, label: COLUMN_WORDS[column][lang], choices },
      ...{ none: t(lang, "Không có", "None"), value: String(layout.places[column] ?? "") },
    }),
  );
  const notations = [
    { value: ",", text: "1.234,5" },
    { value: ".", text: "1,234.5" },
  ];
  return form(
    "/contracts/new",
    html`<fieldset class="line-fields"><legend>${t(lang, "Các cột của bảng", "The sheet's columns")}</legend>${fields}
${textField({ name: "head", label: t(lang, "Dòng tiêu đề cuối cùng", "Last row of headings"), inputmode: "numeric", value: String(layout.head + 1) })}
${selectField({ name: "decimals", label: t(lang, "Cách viết số", "Numbers are written"), choices: notations, value: layout.decimals })}
${textField({ name: "plainBasis", label: t(lang, "Căn cứ chung cho các dòng không có vật liệu phải theo dõi", "Basis of all lines without tracked material"), hint: t(lang, "Điều khoản hợp đồng hoặc định mức", "A clause or a norm") }, { typed })}</fieldset>
${hiddenField("package", typed.package ?? "")}${hiddenField("sheet", sheetText(sheet))}
${secondButton({ verb: t(lang, "Đọc lại theo các cột này", "Read again by these columns") })}`,
  );
}

function badTable({ bad }: EstimateRead, lang: Lang): Markup | "" {
  if (bad.length === 0) return "";
  return figuresTable({
    caption: t(
      lang,
      `${bad.length} dòng chưa đọc được: sửa trong tệp rồi đọc lại`,
      `${bad.length} rows could not be read: mend them in the file`,
    ),
    columns: [
      { head: t(lang, "Dòng", "Row") },
      { head: t(lang, "Lý do", "Reason") },
      { head: t(lang, "Nội dung", "Content") },
    ],
    rows: bad.map(({ row, text, reason }) => [String(row), reason[lang], text]),
  });
}

function linesTable(lines: readonly Joined[], lang: Lang): Markup {
  const sum = lines.reduce((total, line) => total + lineValue(line.quantityMilli, line.unitPriceDong), 0);
  const figure = (head: string, unit?: string) => ({ head, ...(unit ? { unit } : {}), kind: "figure" as const });
  return figuresTable({
    caption: t(lang, `${lines.length} dòng của hợp đồng`, `${lines.length} lines of the contract`),
    columns: [
      { head: t(lang, "Số", "No.") },
      { head: t(lang, "Mã hiệu, nội dung", "Code, name") },
      { head: t(lang, "Định mức vật liệu", "Recipe") },
      figure(t(lang, "Khối lượng", "Quantity")),
      figure(t(lang, "Đơn giá", "Unit price"), "đ"),
      figure(t(lang, "Thành tiền", "Amount"), "đ"),
    ],
    rows: lines.map((line, i): Content[] => [
      String(i + 1),
      html`${line.code}<br>${line.name}`,
      line.recipe === undefined ? "–" : html`<a href="/entries/${line.recipe}">${line.recipe}</a>`,
      `${formatQuantity(line.quantityMilli, lang)} ${line.unit}`,
      formatCount(line.unitPriceDong, lang),
      formatCount(lineValue(line.quantityMilli, line.unitPriceDong), lang),
    ]),
    total: [t(lang, "Cộng", "Sum"), "", "", "", "", formatDong(sum, lang)],
    empty: {
      what: t(lang, "Chưa có dòng nào đọc được.", "No line could be read."),
      how: t(lang, "Chọn lại các cột ở trên.", "Choose the columns above."),
    },
  });
}

/** The ways on: the contract with its first lines, and amendments with the others. Nothing goes on while a row cannot be read. */
function partForms(typed: TypedValues, lines: readonly Joined[], { bad }: EstimateRead, lang: Lang): Markup | "" {
  if (bad.length > 0 || lines.length === 0) return "";
  const [project = "", contract = ""] = (typed.package ?? "").split("/");
  const rows = lines.map((line, i) => rowOf(line, i + 1, typed.plainBasis ?? ""));
  const parts = Array.from({ length: Math.ceil(rows.length / A_PART) }, (_, i) =>
    rows.slice(i * A_PART, (i + 1) * A_PART),
  );
  return html`${parts.map((part, i) => {
    const kind = i === 0 ? "contract.register" : "contract.amend";
    const from = i * A_PART + 1;
    const verb = t(
      lang,
      `Dòng ${from} đến ${from + part.length - 1}: ghi tiếp các điều khoản`,
      `Lines ${from} to ${from + part.length - 1}: go on to the terms`,
    );
    const of = i === 0 ? html`${hiddenField("project", project)}${hiddenField("package", contract)}` : "";
    return form(
      `/acts/${kind}`,
      html`${hiddenField("do", "edit")}${of}${hiddenField("lines", part.join("\n"))}${i === 0 ? actionButton({ verb }) : secondButton({ verb })}`,
    );
  })}`;
}

/** A line as the act's form takes it: cells with tabs between them. */
function rowOf(line: Joined, number: number, basis: string): string {
  const quantity = `${Math.floor(line.quantityMilli / 1000)},${String(line.quantityMilli % 1000).padStart(3, "0")}0`;
  const plain = line.recipe === undefined && basis !== "" ? basis : "-";
  const cells = [number, line.code, line.name, line.unit, quantity, line.unitPriceDong];
  return [...cells, line.recipe ?? "-", plain, line.compaction ?? "-"].join("\t");
}
