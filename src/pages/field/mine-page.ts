// The dispatcher's one screen: choose, weigh, issue. The browser's key signs where it is registered; without script, or without a key
// in the demo, the form goes to the server. A refusal keeps everything that was typed.

import { html } from "hono/html";
import { refuse } from "../../http/problems.ts";
import { closedDesk, mayOpen } from "../../http/readers.ts";
import { hasMoved, isOnRoad } from "../../rules/slips/slip-life.ts";
import { type Kept, selectField, textField } from "../../web/fields.ts";
import { type FormErrors, readSlipForm } from "../../web/islands/shared/slip-form.ts";
import { capital } from "../../web/islands/shared/verdict-words.ts";
import { type Content, type Markup, page, show, t } from "../../web/layout.ts";
import { actionButton, disclosure, figuresTable, problemPanel, type ShownProblem } from "../../web/parts.ts";
import { formatTime, formatTonnes } from "../../words/as-written.ts";
import type { Words } from "../../words/lang.ts";
import { actFor, answer, closedPage, type PageRequest, shown, typedForm } from "../request.ts";
import { measureChoices, statusMark } from "../slip-words.ts";
import { islandLines, islandRoot } from "./island-root.ts";
import { choicesOf, type MineData, type MineOrigin, readMineData, type SourceRoom, vehicleOf } from "./mine-data.ts";
import { type ScaleChoice, scaleField } from "./scale-choices.ts";

const JOB: Words = { vi: "Xuất phiếu vận chuyển", en: "Issue a transport slip" };
const CLOSED: Words = {
  vi: "Màn hình này dành cho mỏ, bến bãi và trạm có hàng xuất.",
  en: "This screen is for mines, yards and plants that send loads.",
};

/** GET /mine. */
export async function showMine(request: PageRequest): Promise<Response> {
  const mine = await mineDataOf(request);
  return mine ? answer(await minePage(request, mine, {})) : closedPage(request, JOB, CLOSED);
}

/** POST /mine: the demo's persona signs on the server; a refusal comes back with what was typed. */
export async function postMine(request: PageRequest): Promise<Response> {
  const mine = await mineDataOf(request);
  if (!mine || !request.who) return closedPage(request, JOB, CLOSED);
  const typed = await typedForm(request.context);
  const choices = choicesOf(mine, request.who.party);
  const vehicles = [...choices.vehicles, ...(await vehicleOf(request.services, typed.plate ?? ""))];
  const read = readSlipForm(typed, { ...choices, vehicles }, request.frame.lang);
  if ("errors" in read) return answer(await minePage(request, mine, { typed, errors: read.errors }), 422);
  const said = await actFor(request, "slip.issue", read.body);
  if (said.ok) return request.context.redirect(`/slip/${said.value.index}`, 303);
  const status = said.problem.code === "unauthorised" ? 401 : 422;
  return answer(await minePage(request, mine, { typed, problem: shown(said.problem) }), status);
}

/** GET /vehicles?plate=: the vehicle of a typed plate, for who may issue a slip for it. */
export async function showVehicles({ context, services, who }: PageRequest): Promise<Response> {
  if (!mayOpen(who, "sending")) return refuse(closedDesk(who, "sending"));
  const plate = (context.req.query("plate") ?? "").trim().slice(0, 40);
  const vehicles = plate === "" ? [] : await vehicleOf(services, plate);
  return context.json({ vehicles }, 200, { "cache-control": "no-store" });
}

async function mineDataOf(request: PageRequest): Promise<MineData | undefined> {
  return mayOpen(request.who, "sending") ? readMineData(request.services, request.who.party) : undefined;
}

type MineState = { typed?: Record<string, string>; errors?: FormErrors; problem?: ShownProblem };

async function minePage(request: PageRequest, mine: MineData, state: MineState): Promise<Markup> {
  const { lang } = request.frame;
  const kept: Kept = {
    ...(state.typed ? { typed: state.typed } : {}),
    ...(state.errors ? { errors: state.errors } : {}),
  };
  const choices = JSON.stringify(choicesOf(mine, request.who?.party ?? 0));
  const wrong = state.errors && Object.keys(state.errors).length > 0;
  const body = html`<div data-problem>${state.problem ? problemPanel(state.problem) : ""}${wrong ? html`<p class="lead" role="alert">${t(lang, "Chưa xuất được phiếu: xem các ô có dấu “!” bên dưới.", "No slip yet: see the fields marked “!” below.")}</p>` : ""}</div>
${islandLines()}${warningsPart(request, mine)}
<form class="form" method="post" action="/mine" novalidate data-form="slip" data-choices="${choices}">
${routeField(request, mine, kept)}
${plateField(request, mine, kept)}
${originField(request, mine, kept)}
${packageField(request, mine, kept)}
${weightFields(request, kept, mine.scales)}
${quantityField(request, mine, kept)}
${actionButton({ verb: t(lang, "Xuất phiếu", "Issue slip") })}
</form>
<div data-key></div>
${await roomPart(request, mine)}
${await todayPart(request, mine)}`;
  const root = await islandRoot(request, body);
  return page({ ...request.frame, title: JOB[lang], job: JOB, body: root, scripts: ["mine.js"] });
}

function routeField({ frame: { lang } }: PageRequest, mine: MineData, kept: Kept): Markup {
  const manySites = mine.sites.length > 1;
  const choices = mine.routes.map((route) => ({
    value: String(route.index),
    text: `${manySites ? `${route.fromName} → ` : ""}${route.toName} (${route.km} km)`,
  }));
  const label = manySites
    ? t(lang, "Tuyến", "Route")
    : t(lang, `Từ ${mine.sites[0]?.site.name ?? ""} đến`, `From ${mine.sites[0]?.site.name ?? ""} to`);
  return selectField(
    { name: "route", label, choices, none: t(lang, "Chọn nơi đến", "Choose"), value: choices[0]?.value ?? "" },
    kept,
  );
}

/** A typed plate with the registered ones beside it; written here since a datalist belongs to its input. */
function plateField({ frame: { lang } }: PageRequest, mine: MineData, kept: Kept): Markup {
  const error = kept.errors?.plate;
  const recent = [...new Set(mine.today.map((each) => each.plate))];
  // A vehicle on its way cannot load: the example is one that can.
  const away = new Set(mine.today.filter(({ state }) => isOnRoad(state.status)).map((each) => each.plate));
  const example = [...recent, ...mine.vehicles.map(([plate]) => plate).reverse()].find((plate) => !away.has(plate));
  const plates = [...recent, ...mine.vehicles.map(([plate]) => plate).filter((plate) => !recent.includes(plate))];
  return html`<div class="field${error ? " wrong" : ""}"><label for="f-plate">${t(lang, "Biển số xe hoặc số hiệu tàu", "Plate or boat number")}</label>${example ? html`<p class="hint">${t(lang, `Phương tiện đã đăng ký, ví dụ ${example}`, `A registered vehicle, such as ${example}`)}</p>` : ""}
<input id="f-plate" name="plate" list="plates" value="${kept.typed?.plate ?? ""}" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="20"${error ? html` aria-invalid="true" aria-describedby="f-plate-error"` : ""}>
<datalist id="plates">${plates.slice(0, 300).map((plate) => html`<option value="${plate}"></option>`)}</datalist>
${error ? html`<p class="error" id="f-plate-error">${show(error)}</p>` : ""}</div>`;
}

function originField({ frame: { lang } }: PageRequest, mine: MineData, kept: Kept): Markup {
  const manySites = mine.sites.length > 1;
  const text = (origin: MineOrigin) => `${manySites ? `${origin.siteName}: ` : ""}${capital(origin.label[lang])}`;
  const choices = mine.origins.map((origin) => ({ value: origin.value, text: text(origin) }));
  const only = choices.length === 1 ? choices[0]?.value : undefined;
  return selectField(
    {
      name: "origin",
      label: t(lang, "Vật liệu và nguồn", "Material and source"),
      choices,
      none:
        choices.length === 0
          ? t(lang, "Không còn hàng để xuất", "Nothing in stock to send")
          : t(lang, "Chọn vật liệu", "Choose"),
      ...(only === undefined ? {} : { value: only }),
    },
    kept,
  );
}

function packageField({ frame: { lang } }: PageRequest, mine: MineData, kept: Kept): Markup | "" {
  const packages = mine.routes.flatMap((route) => route.packages.map((each) => ({ ...each, route })));
  if (packages.length === 0) return "";
  const choices = [...new Map(packages.map((each) => [`${each.number} ${each.name}`, each])).values()].map((each) => ({
    value: String(each.number),
    text: each.name,
  }));
  return html`<div data-package>${selectField({ name: "package", label: t(lang, "Gói thầu (khi nơi đến là dự án)", "Package (where the destination is a project)"), choices, none: t(lang, "Không phải dự án", "Not a project") }, kept)}</div>`;
}

/** Mass in large figures; the scale's readings, where there is a scale, are in a fold below it. */
export function weightFields(
  { frame: { lang } }: PageRequest,
  kept: Kept,
  scales: readonly ScaleChoice[],
  label?: string,
): Markup {
  const unit = t(lang, "tấn", "t");
  const open =
    [kept.typed?.gross, kept.typed?.tare, kept.errors?.gross, kept.errors?.tare].some(Boolean) ||
    (kept.typed?.measure ?? "1") !== "1";
  return html`${textField({ name: "mass", label: label ?? t(lang, "Khối lượng", "Mass"), hint: t(lang, "Ví dụ 17,2 hoặc 17200 kg", "For example 17.2 or 17200 kg"), unit, big: true, inputmode: "decimal" }, kept)}
${scaleField(scales, kept, lang)}
<details class="fold"${open ? html` open` : ""}><summary>${t(lang, "Cách cân, đo và số cân tổng, bì", "How it was measured; gross and tare")}</summary><div class="fold-body">
${selectField({ name: "measure", label: t(lang, "Xác định bằng", "Measured by"), choices: measureChoices(lang), value: "1" }, kept)}
${textField({ name: "gross", label: t(lang, "Cân tổng", "Gross"), unit, inputmode: "decimal" }, kept)}
${textField({ name: "tare", label: t(lang, "Cân bì", "Tare"), unit, inputmode: "decimal" }, kept)}
</div></details>`;
}

function quantityField({ frame: { lang } }: PageRequest, mine: MineData, kept: Kept): Markup | "" {
  if (!mine.origins.some((origin) => origin.product !== undefined)) return "";
  return html`<div data-quantity>${textField({ name: "quantity", label: t(lang, "Khối lượng sản phẩm (m³, theo phiếu trộn)", "Product quantity (m³)"), inputmode: "decimal" }, kept)}</div>`;
}

/** Warnings about the sources, shown before the load is weighed. */
function warningsPart(request: PageRequest, mine: MineData): Content {
  return html`${mine.sources.filter((source) => source.warnings.length > 0).map((source) => sourceNote(request, mine, source))}`;
}

function sourceNote(request: PageRequest, mine: MineData, source: SourceRoom): Markup {
  const { lang } = request.frame;
  const stopped = isStopped(source);
  const heading = stopped
    ? t(lang, `Chưa xuất được từ nguồn ${source.number}`, `No slips from source ${source.number} now`)
    : t(lang, `Lưu ý về nguồn ${source.number}`, `To note about source ${source.number}`);
  const words = [...source.warnings].sort((a, b) => Number(b.stops) - Number(a.stops)).map((each) => each.words[lang]);
  return html`<section class="note${stopped ? " stop" : ""}"><h2>${heading}</h2>${words.map((sentence) => html`<p>${sentence}</p>`)}${stopped ? wayOut(request, mine) : ""}</section>`;
}

const isStopped = (source: SourceRoom): boolean => source.warnings.some((warning) => warning.stops);

/** The ways on meanwhile: another source of theirs, or the load waits; a visitor of the demo is shown where any hour will do. */
function wayOut({ frame: { lang }, services, who }: PageRequest, mine: MineData): Content {
  const others = mine.sources.filter((source) => !isStopped(source)).map((source) => source.number);
  const meanwhile =
    others.length > 0
      ? t(
          lang,
          `Nguồn khác đang xuất được: ${others.join(", ")}.`,
          `Other sources that give now: ${others.join(", ")}.`,
        )
      : t(
          lang,
          "Xe đã bốc hàng thì giữ tại mỏ đến khi nguồn xuất được trở lại.",
          "A loaded vehicle waits at the mine until the source gives again.",
        );
  const free = services.demo?.personas.find((each) => each.anyHour && each.id !== who?.persona);
  const demo = free
    ? html`<form method="post" action="/demo/persona"><p>${t(lang, "Bản thử nghiệm: muốn xuất phiếu ngay bây giờ, vào vai mỏ không giới hạn giờ.", "Demo: to issue a slip right now, take the place of a mine without licensed hours.")}</p>
<button class="button second" type="submit" name="persona" value="${free.id}">${t(lang, free.vi, free.en)}</button></form>`
    : "";
  return html`<p>${meanwhile}</p>${demo}`;
}

/** The rest of each source's capacity. */
function roomPart({ frame: { lang } }: PageRequest, mine: MineData): Content {
  if (mine.sources.length === 0) return "";
  const left = (kg: number | null) => (kg === null ? t(lang, "không ghi", "not stated") : formatTonnes(kg, lang));
  return figuresTable({
    caption: t(
      lang,
      `Còn được khai thác năm ${mine.sources[0]?.year ?? ""}`,
      `Left to extract in ${mine.sources[0]?.year ?? ""}`,
    ),
    columns: [
      { head: t(lang, "Nguồn", "Source") },
      { head: t(lang, "Công suất năm", "Yearly capacity"), unit: t(lang, "tấn", "t"), kind: "figure" },
      { head: t(lang, "Còn lại năm nay", "Left this year"), unit: t(lang, "tấn", "t"), kind: "figure" },
      { head: t(lang, "Trữ lượng còn lại", "Reserve left"), unit: t(lang, "tấn", "t"), kind: "figure" },
    ],
    rows: mine.sources.map((source) => [
      capital(`${source.instrument[lang]} ${source.number}`),
      left(source.yearKg),
      left(source.yearLeftKg),
      left(source.totalLeftKg),
    ]),
  });
}

function todayPart({ frame: { lang } }: PageRequest, mine: MineData): Content {
  const counted = mine.today.filter(({ state }) => hasMoved(state.status));
  const total = counted.reduce((kg, each) => kg + each.slip.massKg, 0);
  const table = figuresTable({
    caption: t(lang, "Phiếu đã xuất hôm nay", "Slips issued today"),
    columns: [
      { head: t(lang, "Phiếu", "Slip") },
      { head: t(lang, "Giờ", "Time") },
      { head: t(lang, "Xe", "Vehicle") },
      { head: t(lang, "Nơi đến", "To") },
      { head: t(lang, "Khối lượng", "Mass"), unit: t(lang, "tấn", "t"), kind: "figure" },
      { head: t(lang, "Tình trạng", "Status") },
    ],
    rows: mine.today.map(({ index, slip, state, to, plate }) => [
      html`<a class="figure" href="/slip/${index}">${slip.code}</a>`,
      formatTime(slip.eventS * 1000),
      html`<span class="figure">${plate}</span>`,
      to,
      formatTonnes(slip.massKg, lang),
      html`<span class="figure">${statusMark(state, lang)}</span>`,
    ]),
    total: [
      t(lang, `Cộng ${counted.length} phiếu`, `${counted.length} slips`),
      "",
      "",
      "",
      formatTonnes(total, lang),
      "",
    ],
    empty: {
      what: t(lang, "Hôm nay chưa xuất phiếu nào.", "No slips yet today."),
      how: t(
        lang,
        "Phiếu xuất xong hiện ở đây cùng tình trạng của chuyến hàng.",
        "Each slip issued appears here with what became of its load.",
      ),
    },
  });
  const hidden =
    mine.today.length > 60
      ? disclosure(
          t(lang, "Vì sao không thấy đủ?", "Not all shown?"),
          t(
            lang,
            `Bảng hiện 60 phiếu mới nhất trong ${mine.today.length} phiếu hôm nay; dòng cộng tính đủ.`,
            `The newest 60 of ${mine.today.length}; the total counts all.`,
          ),
        )
      : "";
  return html`${table}${hidden}`;
}
