// Invitations in bulk: for each device of a spreadsheet a one-time link, given once as a table to be sent out. A device that is invited already
// gets no second link. The device makes its key, and each is registered by two persons as any other.
import { html } from "hono/html";
import { type Layout, layoutIn } from "../../estimate/headings.ts";
import { DEVICE_COLUMNS } from "../../estimate/register-columns.ts";
import { guessRegister, type RegisterRow, readRegister } from "../../estimate/register-table.ts";
import type { Sheet } from "../../estimate/sheet.ts";
import { checkInvited, type Invited, invite, invitedNow } from "../../http/invitations.ts";
import { mayOpen } from "../../http/readers.ts";
import type { Who } from "../../http/who.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import { bare } from "../../spelling/folding.ts";
import { form, hiddenField } from "../../web/fields.ts";
import { type Content, type Markup, t } from "../../web/layout.ts";
import { actionButton, breadcrumb, disclosure, figuresTable, secondButton } from "../../web/parts.ts";
import { formatCount } from "../../words/as-written.ts";
import type { Lang, Words } from "../../words/lang.ts";
import { sentence } from "../../words/problem.ts";
import { columnFields, fileField, layoutFields, sheetSent } from "../bulk-file.ts";
import { CSV_BEGIN, csvHeaders, csvLine } from "../csv.ts";
import { answerPage, closedPage, type PageRequest } from "../request.ts";
import { withParty } from "./register-rows.ts";

const PATH = "/keys/sheet";
const JOB: Words = { vi: "Mời nhiều thiết bị từ bảng tính", en: "Invite many devices from a spreadsheet" };
const CLOSED: Words = {
  vi: "Trang này dành cho cơ quan quản lý khoáng sản.",
  en: "This page is for the licensing authority.",
};
/** Devices of one file; each has to be called about its key's code. */
const MOST_DEVICES = 300;

type DeviceRow = { readonly row: number; readonly text: string } & (
  | { readonly invited: Invited; readonly name: string; readonly place: string }
  | { readonly reason: Words }
);

/** GET /keys/sheet */
export async function inviteSheetPage(request: PageRequest): Promise<Response> {
  if (!mayOpen(request.who, "register")) return closedPage(request, JOB, CLOSED);
  return show(request, uploadForm(request.lang));
}

/** POST /keys/sheet: a file, the same sheet by other columns, or the links of its rows as a table. */
export async function postInviteSheet(request: PageRequest): Promise<Response> {
  const { who, lang } = request;
  if (!mayOpen(who, "register")) return closedPage(request, JOB, CLOSED);
  const { typed, fresh, read } = await sheetSent(request, MOST_DEVICES);
  if (!read.ok) return show(request, uploadForm(lang, read.reason), 422);
  const { sheet } = read;
  const { tonnes: _, ...guessed } = guessRegister(sheet, DEVICE_COLUMNS);
  const layout = fresh ? guessed : layoutIn(typed, Object.keys(DEVICE_COLUMNS));
  const given = readRegister(sheet, layout, DEVICE_COLUMNS, { tonnes: false, instead: {} });
  const rows = await judgeDevices(request, who, given);
  return typed.do === "links" ? linksOf(request, who, rows) : show(request, rowsPart(rows, { layout, sheet }, lang));
}

/** Each row as the device that it invites, or the reason why not. */
async function judgeDevices(request: PageRequest, who: Who, given: readonly RegisterRow[]): Promise<DeviceRow[]> {
  const { services } = request;
  const named = await services.view.read((book) =>
    mapLoading(given, (row) => withParty(book, row, DEVICE_COLUMNS.party)),
  );
  const keyOf = ({ party, person, site }: Invited) => `${party}/${person}/${site}`;
  const before = new Set((await invitedNow(services)).map(keyOf));
  const inFile = new Map<string, number>();
  const judged: DeviceRow[] = [];
  for (const row of named) {
    const device = await deviceOf(request, who, row);
    const earlier = "invited" in device ? inFile.get(keyOf(device.invited)) : undefined;
    const { row: number, text } = row;
    if ("reason" in device) judged.push(device);
    else if (before.has(keyOf(device.invited))) judged.push({ row: number, text, reason: INVITED });
    else if (earlier !== undefined) judged.push({ row: number, text, reason: twiceAs(earlier) });
    else judged.push(device);
    if ("invited" in device) inFile.set(keyOf(device.invited), number);
  }
  return judged;
}

const INVITED: Words = {
  vi: "Đã có liên kết mời còn hạn, chưa thiết bị nào dùng.",
  en: "There is a link in force already, which no device has used.",
};

function twiceAs(row: number): Words {
  return { vi: `Trùng với dòng ${row} của tệp.`, en: `The same as row ${row} of the file.` };
}

async function deviceOf({ services }: PageRequest, who: Who, row: RegisterRow): Promise<DeviceRow> {
  if ("reason" in row) return row;
  const { row: number, text, typed } = row;
  const party = Number(typed.party);
  const site = typed.site === undefined ? null : await placeCalled(services, party, typed.site);
  if (site === undefined)
    return {
      ...{ row: number, text },
      reason: {
        vi: `Chỉ dùng tại nơi: đơn vị này không có “${typed.site}”.`,
        en: `Only at the place: this party has no “${typed.site}”.`,
      },
    };
  const person = typed.person === undefined ? null : Number(typed.person);
  if (person !== null && !Number.isSafeInteger(person))
    return {
      ...{ row: number, text },
      reason: {
        vi: "Người giữ khóa: ghi số mục sổ đã đăng ký người này.",
        en: "Holder: write the person's entry number.",
      },
    };
  const invited = { party, person, site };
  const problem = await checkInvited(services, who, invited);
  if (problem) return { row: number, text, reason: { vi: sentence(problem, "vi"), en: sentence(problem, "en") } };
  const name = (await services.view.fact("party", party))?.name ?? "";
  return { row: number, text, invited, name, place: typed.site ?? "" };
}

/** The party's one place of that name; undefined where there is none, or several. */
async function placeCalled(
  { view }: PageRequest["services"],
  party: number,
  name: string,
): Promise<number | undefined> {
  const sites = await view.facts("site", await view.whole(`sites/${party}`));
  const found = [...sites].filter(([, site]) => site.party === party && bare(site.name) === bare(name));
  return found.length === 1 ? Number(found[0]![0]) : undefined;
}

/** Makes the links, and answers them as a table: they are said this once. */
async function linksOf(request: PageRequest, who: Who, rows: readonly DeviceRow[]): Promise<Response> {
  const { lang, services } = request;
  const head = [
    t(lang, "Dòng", "Row"),
    t(lang, "Đơn vị", "Party"),
    t(lang, "Chỉ dùng tại nơi", "Only at the place"),
    t(lang, "Liên kết mời, dùng một lần trong 48 giờ", "Link, works once within 48 hours"),
  ];
  const lines: string[] = [];
  for (const row of rows) {
    if ("reason" in row) continue;
    const made = await invite(services, who, row.invited);
    const link = made.ok ? services.publicAddress.linkTo(`/enrol/${made.value.token}`) : sentence(made.problem, lang);
    lines.push(csvLine([row.row, row.name, row.place, link]));
  }
  return new Response(CSV_BEGIN + csvLine(head) + lines.join(""), { headers: csvHeaders("lien-ket-moi") });
}

function rowsPart(rows: readonly DeviceRow[], read: { layout: Layout<string>; sheet: Sheet }, lang: Lang): Markup {
  const fields = layoutFields(read.layout, read.sheet);
  const hidden = (more: Readonly<Record<string, string>>) =>
    Object.entries({ ...fields, ...more }).map(([name, value]) => hiddenField(name, value));
  const ready = rows.flatMap((row) => ("invited" in row ? [row] : []));
  const wrong = rows.flatMap((row) => ("reason" in row ? [row] : []));
  const [all, count, left] = [rows.length, ready.length, wrong.length].map((each) => formatCount(each, lang));
  const open =
    wrong.length === 0
      ? ""
      : figuresTable({
          caption: t(lang, `${left} dòng cần xem`, `${left} rows to look at`),
          columns: [
            { head: t(lang, "Dòng", "Row") },
            { head: t(lang, "Lý do", "Reason") },
            { head: t(lang, "Trong tệp", "In the file") },
          ],
          rows: wrong.map(({ row, reason, text }): Content[] => [String(row), reason[lang], text]),
        });
  const making =
    ready.length === 0
      ? ""
      : html`${figuresTable({
          caption: t(lang, "Thiết bị sẽ mời", "Devices that will be invited"),
          columns: [
            { head: t(lang, "Dòng", "Row") },
            { head: t(lang, "Đơn vị", "Party") },
            { head: t(lang, "Chỉ dùng tại nơi", "Only at the place") },
          ],
          rows: ready.map(({ row, name, place }): Content[] => [String(row), name, place]),
        })}<p>${t(lang, "Tệp liên kết chỉ tải được một lần này. Gửi từng liên kết cho người giữ thiết bị, rồi gọi đối chiếu mã khóa như mọi khóa khác.", "The file of links is given this once. Send each link to its holder, then call and compare the key's code as for any other key.")}</p>
${form(PATH, html`${hidden({ do: "links" })}${actionButton({ verb: t(lang, `Tạo ${count} liên kết, tải tệp CSV`, `Make ${count} links, download CSV`) })}`, true)}`;
  const columns = form(
    PATH,
    html`<fieldset class="line-fields"><legend>${t(lang, "Các cột của bảng", "The sheet's columns")}</legend>${columnFields(DEVICE_COLUMNS, read.layout, read.sheet, lang)}</fieldset>
${hiddenField("sheet", fields.sheet ?? "")}${hiddenField("decimals", read.layout.decimals)}${secondButton({ verb: t(lang, "Đọc lại theo các cột này", "Read again by these columns") })}`,
    true,
  );
  return html`<p class="lead">${t(lang, `${all} dòng: ${count} sẽ mời; ${left} chưa được.`, `${all} rows: ${count} to be invited; ${left} not right yet.`)}</p>
${open}${columns}${making}${disclosure(t(lang, "Đọc tệp khác", "Read another file"), uploadForm(lang))}`;
}

function uploadForm(lang: Lang, wrong?: Words): Markup {
  const words = Object.values(DEVICE_COLUMNS).map(
    (column) => `${column[lang]}${column.needed ? t(lang, " (cần có)", " (needed)") : ""}`,
  );
  return html`<p>${t(lang, "Các cột: ", "Columns: ")}${words.join("; ")}.</p>${form(PATH, html`${fileField(lang, MOST_DEVICES, wrong)}${actionButton({ verb: t(lang, "Đọc bảng", "Read the sheet") })}`, true)}`;
}

function show(request: PageRequest, body: Markup, status = 200): Promise<Response> {
  const { lang } = request;
  const crumbs = breadcrumb(lang, [
    { text: t(lang, "Khóa thiết bị", "Device keys"), path: "/keys" },
    { text: JOB[lang] },
  ]);
  return answerPage(request, { title: JOB[lang], job: JOB, crumbs, body, wide: true }, status);
}
