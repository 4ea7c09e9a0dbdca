// The dispatcher's form: what is weighed for every load comes first, what seldom changes beside it. The last slip comes back by one key,
// without its weight.
import { html } from "hono/html";
import { MEASURE } from "../../format/codes.ts";
import { isOnRoad } from "../../rules/slips/slip-life.ts";
import { type Kept, selectField, textField } from "../../web/fields.ts";
import { capital } from "../../web/islands/shared/verdict-words.ts";
import { type Markup, show, t } from "../../web/layout.ts";
import { actionButton } from "../../web/parts.ts";
import type { PageRequest } from "../request.ts";
import { measureChoices } from "../slip-words.ts";
import { choicesOf, type MineData, type MineOrigin } from "./mine-data.ts";
import { type ScaleChoice, scaleField } from "./scale-choices.ts";

/** The key that fills the form with the last slip; islands/mine.ts listens for it. */
export const AGAIN_KEY = "F2";

/** The whole form, with what was typed before. */
export function slipForm(request: PageRequest, mine: MineData, kept: Kept): Markup {
  const { lang } = request.frame;
  const choices = JSON.stringify(choicesOf(mine, request.who?.party ?? 0));
  const again = JSON.stringify(againOf(mine) ?? {});
  return html`<form class="form desk" method="post" action="/mine" novalidate data-form="slip" data-choices="${choices}" data-again="${again}">
${againButton(request, mine)}
<div class="desk-load">${plateField(request, mine, kept)}${weightFields(request, kept, mine.scales)}<p data-weighed role="status"></p></div>
<div class="desk-way">${routeField(request, mine, kept)}${originField(request, mine, kept)}${packageField(request, mine, kept)}${quantityField(request, mine, kept)}</div>
${actionButton({ verb: t(lang, "Xuất phiếu", "Issue slip") })}
</form>${mine.manyRoutes ? html`<form id="destinations" method="get" action="/mine" data-form="destinations"></form>` : ""}`;
}

/** The values of the form for one more slip like the last: all but its weight, which is weighed anew, and its expiry, which follows from now. */
export function againOf({ last, routes }: MineData): Record<string, string> | undefined {
  if (!last) return undefined;
  const { route, source, material, product, package: contract, measure, scale } = last.body;
  const from = routes.find(({ index }) => index === route)?.from ?? last.slip.from;
  const origin =
    source !== undefined
      ? `s:${source}:${material}`
      : product === undefined
        ? `k:${from}:${material}`
        : `p:${from}:${product}`;
  return {
    route: String(route),
    plate: last.plate,
    origin,
    package: contract === undefined ? "" : String(contract),
    measure: String(measure),
    scale: scale === undefined ? "" : `scale/${scale}`,
  };
}

function againButton({ frame: { lang } }: PageRequest, { last }: MineData): Markup | "" {
  if (!last) return "";
  return html`<p class="desk-again"><a class="button second" href="/mine?again=${last.index}" data-press="${AGAIN_KEY}">${t(lang, `Lặp phiếu ${last.plate} đi ${last.to}`, `Repeat ${last.plate} to ${last.to}`)} <kbd>${AGAIN_KEY}</kbd></a></p>`;
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
  const select = selectField(
    { name: "route", label, choices, none: t(lang, "Chọn nơi đến", "Choose"), value: choices[0]?.value ?? "" },
    kept,
  );
  if (!mine.manyRoutes) return select;
  const none =
    mine.foundRoutes === 0
      ? html`<p class="error" role="status">${t(lang, "Không có nơi đến nào như vậy trong các tuyến của đơn vị.", "None of your routes leads to such a place.")}</p>`
      : "";
  return html`${select}<div class="field find"><label for="f-to">${t(lang, "Tìm nơi đến khác", "Find another destination")}</label><p class="hint">${t(lang, "Một phần tên, hoặc số cuối mã số thuế của nơi nhận", "A part of its name, or the last digits of the receiver's tax code")}</p>
<div class="find-row"><input id="f-to" name="to" form="destinations" type="search" value="${kept.typed?.to ?? ""}" autocomplete="off" maxlength="80"><button class="button second" type="submit" form="destinations">${t(lang, "Tìm", "Find")}</button></div>${none}</div>`;
}

/** A typed plate with the registered ones beside it; written here since a datalist belongs to its input. */
function plateField({ frame: { lang } }: PageRequest, mine: MineData, kept: Kept): Markup {
  const error = kept.errors?.plate;
  const recent = [...new Set(mine.today.map((each) => each.plate))];
  // A vehicle on its way cannot load: the example is one that can.
  const away = new Set(mine.today.filter(({ state }) => isOnRoad(state.status)).map((each) => each.plate));
  const example = [...recent, ...mine.vehicles.map(([plate]) => plate).reverse()].find((plate) => !away.has(plate));
  const plates = [...recent, ...mine.vehicles.map(([plate]) => plate).filter((plate) => !recent.includes(plate))];
  const described = `f-plate-hint${error ? " f-plate-error" : ""}`;
  return html`<div class="field${error ? " wrong" : ""}"><label for="f-plate">${t(lang, "Biển số xe hoặc số hiệu tàu", "Plate or boat number")}</label><p class="hint" id="f-plate-hint">${t(lang, `Cả biển số, hoặc 3 đến 5 số cuối${example ? `, ví dụ ${example}` : ""}`, `The whole plate, or its last 3 to 5 digits${example ? `, such as ${example}` : ""}`)}</p>
<input id="f-plate" name="plate" list="plates" value="${kept.typed?.plate ?? ""}" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="20" aria-describedby="${described}"${error ? html` aria-invalid="true"` : ""}>
<datalist id="plates">${plates.slice(0, 300).map((plate) => html`<option value="${plate}"></option>`)}</datalist>
${error ? html`<p class="error" id="f-plate-error">${show(error)}</p>` : ""}<div data-found></div></div>`;
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
    (kept.typed?.measure ?? String(MEASURE.scale)) !== String(MEASURE.scale);
  return html`${textField({ name: "mass", label: label ?? t(lang, "Khối lượng", "Mass"), hint: t(lang, "Ví dụ 17,2 hoặc 17200 kg", "For example 17.2 or 17200 kg"), unit, big: true, inputmode: "decimal" }, kept)}
${scaleField(scales, kept, lang)}
<details class="fold"${open ? html` open` : ""}><summary>${t(lang, "Cách cân, đo và số cân tổng, bì", "How it was measured; gross and tare")}</summary><div class="fold-body">
${selectField({ name: "measure", label: t(lang, "Xác định bằng", "Measured by"), choices: measureChoices(lang), value: String(MEASURE.scale) }, kept)}
${textField({ name: "gross", label: t(lang, "Cân tổng", "Gross"), unit, inputmode: "decimal" }, kept)}
${textField({ name: "tare", label: t(lang, "Cân bì", "Tare"), unit, inputmode: "decimal" }, kept)}
</div></details>`;
}

function quantityField({ frame: { lang } }: PageRequest, mine: MineData, kept: Kept): Markup | "" {
  if (!mine.origins.some((origin) => origin.product !== undefined)) return "";
  return html`<div data-quantity>${textField({ name: "quantity", label: t(lang, "Khối lượng sản phẩm (m³, theo phiếu trộn)", "Product quantity (m³)"), inputmode: "decimal" }, kept)}</div>`;
}
