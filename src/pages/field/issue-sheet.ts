// Slips in bulk: a dispatcher's spreadsheet is read, each row is shown as the slip that it will become or with its reason, and the slips are
// signed one after another by the device's key, as the form signs one.
import { html } from "hono/html";
import { type Layout, layoutIn, sheetText } from "../../estimate/headings.ts";
import type { Sheet } from "../../estimate/sheet.ts";
import { guessSlips, MOST_SLIPS, readSlips, SLIP_COLUMNS, type SlipColumn } from "../../estimate/slip-table.ts";
import { mayOpen } from "../../http/readers.ts";
import { form, hiddenField, type TypedValues } from "../../web/fields.ts";
import { type Markup, t } from "../../web/layout.ts";
import { actionButton, breadcrumb, disclosure, secondButton } from "../../web/parts.ts";
import { formatCount } from "../../words/as-written.ts";
import type { Lang, Words } from "../../words/lang.ts";
import { columnFields, fileField, judgedRows, layoutFields, massFields, sheetSent } from "../bulk-file.ts";
import { bulkOpenRows, bulkSigning, bulkSummary, bulkThere, namesInRows } from "../bulk-view.ts";
import { answerPage, closedPage, type PageRequest } from "../request.ts";
import { islandLines, islandRoot } from "./island-root.ts";
import { type MineData, readMineData } from "./mine-data.ts";
import { scaleField } from "./scale-choices.ts";
import { judgeSlips } from "./slip-rows.ts";

const PATH = "/mine/sheet";
/** A slip's own page, with its code and its QR. */
const SLIP = "/slip/";
const JOB: Words = { vi: "Xuất phiếu từ bảng tính", en: "Issue slips from a spreadsheet" };
const CLOSED: Words = {
  vi: "Trang này dành cho mỏ, bến bãi và trạm có hàng xuất.",
  en: "This page is for mines, yards and plants that send loads.",
};

/** GET /mine/sheet */
export async function issueSheetPage(request: PageRequest): Promise<Response> {
  if (!mayOpen(request.who, "sending")) return closedPage(request, JOB, CLOSED);
  return show(request, {}, html`${uploadForm(request.lang)}${columnsKnown(request.lang)}`);
}

/** POST /mine/sheet: a file; the same sheet by other columns; or the signature under its rows. */
export async function postIssueSheet(request: PageRequest): Promise<Response> {
  const { who, lang, services } = request;
  if (!mayOpen(who, "sending")) return closedPage(request, JOB, CLOSED);
  const { typed, fresh, read } = await sheetSent(request, MOST_SLIPS);
  if (!read.ok) return show(request, { status: 422 }, uploadForm(lang, read.reason));
  const { sheet } = read;
  const mine = await readMineData(services, who.party, { everyRoute: true });
  if (!mine) return closedPage(request, JOB, CLOSED);
  const guessed = fresh ? guessSlips(sheet) : undefined;
  const layout = guessed ?? layoutIn(typed, Object.keys(SLIP_COLUMNS) as SlipColumn[]);
  const tonnes = guessed?.tonnes ?? typed.unit !== "kg";
  const scale = fresh ? onlyScale(mine) : (typed.scale ?? "");
  const notation: Lang = layout.decimals === "," ? "vi" : "en";
  const asked = { mine, kid: who.kid, party: who.party, notation, scale };
  const judge = () => {
    const nowS = Math.floor(services.now() / 1000);
    return judgeSlips(services, readSlips(sheet, layout, tonnes, nowS), asked);
  };
  const { rows, told } = await judgedRows(request, typed.do === "sign", judge);
  const fields = { ...layoutFields(layout, sheet), unit: tonnes ? "t" : "kg", scale };
  const count = formatCount(rows.filter(({ state }) => state === "ready").length, lang);
  const verb = t(lang, `Ký và xuất ${count} phiếu`, `Sign and issue ${count} slips`);
  const signing = { path: PATH, verb, fields, page: SLIP };
  const body = html`${told}${bulkSummary(rows, lang)}${islandLines()}
${form(
  PATH,
  html`${bulkOpenRows(rows, lang)}${columnsOf({ layout, sheet, tonnes, scale }, mine, lang)}
${hiddenField("sheet", sheetText(sheet))}${secondButton({ verb: t(lang, "Đọc lại theo các cột này", "Read again by these columns") })}`,
  true,
)}
${bulkSigning(rows, await namesInRows(services.view, rows), signing, lang)}
<div data-key></div>${bulkThere(rows, lang, SLIP)}
${disclosure(t(lang, "Đọc tệp khác", "Read another file"), uploadForm(lang))}`;
  return show(request, { script: true }, await islandRoot(request, body));
}

/** The party's scale where it has one only, as the form chooses it; a weighing that the scale signed is of one load and not of a file. */
function onlyScale({ scales }: MineData): string {
  const plain = scalesOf(scales);
  return plain.length === 1 ? plain[0]!.value : "";
}

const scalesOf = (scales: MineData["scales"]) => scales.filter(({ value }) => value.startsWith("scale/"));

type Reading = {
  readonly layout: Layout<SlipColumn>;
  readonly sheet: Sheet;
  readonly tonnes: boolean;
  readonly scale: string;
};

function columnsOf({ layout, sheet, tonnes, scale }: Reading, { scales }: MineData, lang: Lang): Markup {
  const typed: TypedValues = { scale };
  return html`<fieldset class="line-fields"><legend>${t(lang, "Các cột của bảng", "The sheet's columns")}</legend>${columnFields(SLIP_COLUMNS, layout, sheet, lang)}${massFields(tonnes, layout, lang)}${scaleField(scalesOf(scales), { typed }, lang)}</fieldset>`;
}

function uploadForm(lang: Lang, wrong?: Words): Markup {
  const verb = t(lang, "Đọc bảng", "Read the sheet");
  return form(PATH, html`${fileField(lang, MOST_SLIPS, wrong)}${actionButton({ verb })}`, true);
}

function columnsKnown(lang: Lang): Markup {
  const words = Object.values(SLIP_COLUMNS).map((column) => column[lang]);
  const how = t(
    lang,
    "Cần có biển số, nơi đến, khối lượng; vật liệu khi nơi xuất có nhiều loại. Phiếu có giờ lúc ký; dòng ghi giờ đã qua quá lâu hoặc chưa đến thì không ký được.",
    "Plate, destination and mass are needed; the material where the place sends several. A slip has the hour of its signing; a row whose hour is too long past, or still to come, cannot be signed.",
  );
  return html`<p>${how}</p>${disclosure(t(lang, "Các cột mà trang này đọc", "The columns that this page reads"), html`<ul>${words.map((each) => html`<li>${each}</li>`)}</ul>`)}`;
}

function show(
  request: PageRequest,
  { script, status = 200 }: { script?: true; status?: number },
  body: Markup,
): Promise<Response> {
  const { lang } = request;
  const page = {
    title: JOB[lang],
    job: JOB,
    crumbs: breadcrumb(lang, [
      { text: t(lang, "Xuất phiếu vận chuyển", "Issue a transport slip"), path: "/mine" },
      { text: JOB[lang] },
    ]),
    ...{ body, wide: true },
    ...(script ? { scripts: ["bulk.js"] } : {}),
  };
  return answerPage(request, page, status);
}
