// The forms of a load at the gate: what to compare before it is tipped, what was found, and the refusal. The same forms serve a slip that the
// ledger knows and one that is only scanned, with no network.
import { html } from "hono/html";
import { isOnRoad } from "../../rules/slips/slip-life.ts";
import { choiceField, hiddenField, type Kept, selectField, textArea, textField } from "../../web/fields.ts";
import { materialText } from "../../web/islands/shared/verdict-words.ts";
import { type Markup, t } from "../../web/layout.ts";
import { actionButton, secondButton } from "../../web/parts.ts";
import { formatDateTime, formatTonnes } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";
import type { PageRequest } from "../request.ts";
import { statusMark } from "../slip-words.ts";
import type { Arrival, Yard } from "./arrivals.ts";
import { weightFields } from "./mine-form.ts";

/** The facts to compare before the load is tipped: plate, load, sender; the rest only where it matters. */
export function arrivalHead(arrival: Arrival, yard: Yard, lang: Lang): Markup {
  const { slip, state, from, to, plate } = arrival;
  const elsewhere = yard.places.length > 1 || yard.places[0]?.index !== slip.to;
  const settled = !isOnRoad(state.status) || state.contested !== null || state.parts.length > 0;
  const ours = yard.places.some((place) => place.index === slip.to);
  const stray = ours
    ? ""
    : html`<section class="note stop"><h2>${t(lang, "Phiếu ghi nơi nhận khác", "The slip names another destination")}</h2><p>${t(lang, `Phiếu này đi ${to}, không phải nơi nhận của đơn vị. Nếu vẫn ghi nhận, số liệu được lưu kèm mâu thuẫn và không nhập kho; đề nghị nơi gửi điều chỉnh phiếu trước.`, `This slip goes to ${to}, which is not a place of yours. A receipt here is kept as a contradiction and enters no stock; request the sender to amend the slip first.`)}</p></section>`;
  return html`${stray}${plate === null ? "" : html`<p class="plate">${plate}</p>`}
<p class="lead">${formatTonnes(slip.massKg, lang)} ${t(lang, "tấn", "t")} ${cargoWord(arrival, lang)}, ${from}${elsewhere ? ` → ${to}` : ""}</p>
<p class="soft">${t(lang, "Phiếu", "Slip")} ${slip.code}, ${t(lang, "hết hạn", "expires")} ${formatDateTime(slip.expiresS * 1000, lang)}${settled ? html`. ${t(lang, "Tình trạng:", "Status:")} ${statusMark(state, lang)}` : ""}</p>`;
}

export function cargoWord({ cargo }: Arrival, lang: Lang): string {
  return cargo.product ?? materialText(cargo.material, lang);
}

/** A load whose form is opened: one that the ledger knows, or none yet. */
export type Opened = Pick<Arrival, "index" | "cargo" | "plate"> & {
  to: number;
  package: number;
  parts: readonly number[];
  leftKg: number;
};

/** The opened load of a slip that the ledger knows. */
export function openedOf({ index, slip, state, cargo, plate }: Arrival): Opened {
  const leftKg = slip.product === null ? Math.max(0, slip.massKg - state.receivedKg) : 0;
  return { index, cargo, plate, to: slip.to, package: slip.package, parts: state.parts, leftKg };
}

/** The form of what was found; `opened` is absent where the device will know the load by its scan alone. */
export function arrivalForm(request: PageRequest, yard: Yard, opened: Opened | undefined, kept: Kept): Markup {
  const { lang } = request.frame;
  const here = opened ? yard.places.find((place) => place.index === opened.to) : yard.places[0];
  const at =
    here && yard.places.length === 1
      ? hiddenField("at", String(here.index))
      : selectField(
          {
            name: "at",
            label: t(lang, "Nhận tại", "Received at"),
            choices: yard.places.map((place) => ({ value: String(place.index), text: place.name })),
            value: String(here?.index ?? ""),
            ...(here ? {} : { none: t(lang, "Chọn nơi nhận", "Choose") }),
          },
          kept,
        );
  const packages = (here ?? yard.places.find((place) => place.project))?.packages ?? [];
  const contract =
    packages.length === 0
      ? ""
      : selectField(
          {
            name: "package",
            label: t(lang, "Gói thầu", "Package"),
            choices: packages.map((each) => ({ value: String(each.number), text: each.name })),
            value: String(opened?.package || ""),
          },
          kept,
        );
  const next = Math.max(0, ...(opened?.parts ?? [])) + 1;
  const product = opened ? opened.cargo.product !== null : true;
  return html`<form class="form" method="post" action="/receive" novalidate data-form="receive" data-slip="${opened?.index ?? ""}" data-left="${opened?.leftKg || ""}">
${hiddenField("slip", String(opened?.index ?? ""))}${opened?.plate ? hiddenField("plate", opened.plate) : ""}${hiddenField("sure", kept.errors?.mass ? (kept.typed?.mass ?? "") : "")}${at}${contract}
${weightFields(request, kept, yard.scales, t(lang, "Khối lượng cân, đo được khi nhận", "Mass found on arrival"))}<p data-weighed role="status"></p>
${product ? html`<div data-quantity>${textField({ name: "quantity", label: t(lang, "Khối lượng sản phẩm", "Product quantity"), unit: opened?.cargo.unit ?? "m³", inputmode: "decimal" }, kept)}</div>` : ""}
${hiddenField("part", kept.typed?.part ?? String(next))}
${choiceField(
  {
    name: "final",
    label: t(lang, "Đã nhận hết chuyến này?", "Is this the whole of the load?"),
    choices: [
      {
        value: "1",
        text: t(
          lang,
          next === 1 ? "Nhận một lần, đã hết" : `Phần ${next}, là phần cuối`,
          next === 1 ? "Yes, all of it" : `Part ${next}, the last`,
        ),
        hint: t(lang, "Phần thiếu so với phiếu ghi vào hao hụt.", "What is missing is recorded as lost."),
      },
      { value: "0", text: t(lang, `Mới nhận phần ${next}, còn nữa`, `Part ${next}, more will come`) },
    ],
    value: "1",
  },
  kept,
)}
${actionButton({ verb: t(lang, "Xác nhận đã nhận hàng", "Confirm receipt") })}
</form>`;
}

/** Turning a load away: its kilograms stay on the road until the sender takes them back. */
export function refuseForm(request: PageRequest, yard: Yard, opened: Opened | undefined, kept: Kept): Markup {
  const { lang } = request.frame;
  const here = opened ? yard.places.find((place) => place.index === opened.to) : yard.places[0];
  const said = kept.typed?.refuse !== undefined;
  return html`<details class="fold"${said ? html` open` : ""}><summary>${t(lang, "Không nhận hàng này", "Turn this load away")}</summary><div class="fold-body">
<p>${t(lang, "Xe mang hàng trả về nơi gửi; khối lượng chưa nhận vẫn ghi là đang đi cho đến khi nơi gửi nhận lại.", "The vehicle takes the load back; what was not received stays on the road in the book until the sender has it.")}</p>
<form class="form" method="post" action="/receive/refuse" novalidate data-form="refuse" data-slip="${opened?.index ?? ""}">
${hiddenField("slip", String(opened?.index ?? ""))}${hiddenField("at", String(here?.index ?? yard.places[0]?.index ?? ""))}${hiddenField("package", String(opened?.package || ""))}${hiddenField("refuse", "1")}
${textArea({ name: "reason", label: t(lang, "Lý do, và số kilôgam trả lại", "Reason, and the kilograms turned away"), hint: t(lang, "Từ 10 đến 500 ký tự", "10 to 500 characters"), rows: 3, maxlength: 500 }, said ? kept : {})}
${secondButton({ verb: t(lang, "Ký từ chối nhận", "Sign the refusal") })}</form></div></details>`;
}
