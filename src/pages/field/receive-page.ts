// The receiver's screen: what is on the way here, one form for what was found, and plainly what the book made of it.

import { html } from "hono/html";
import { mayOpen, mayRead } from "../../http/readers.ts";
import { judgeSlip } from "../../rules/readings/checkpoint-answer.ts";
import { type Kept, textField } from "../../web/fields.ts";
import { readPresented } from "../../web/islands/shared/offline.ts";
import { readReceiveForm, readRefusalForm } from "../../web/islands/shared/receive-form.ts";
import type { FormErrors } from "../../web/islands/shared/slip-form.ts";
import { capital, materialText } from "../../web/islands/shared/verdict-words.ts";
import { type Content, type Markup, page, t } from "../../web/layout.ts";
import {
  actionButton,
  definitions,
  disclosure,
  figuresTable,
  nextPage,
  problemPanel,
  type ShownProblem,
  secondButton,
} from "../../web/parts.ts";
import { formatDateTime, formatTonnes } from "../../words/as-written.ts";
import type { Lang, Words } from "../../words/lang.ts";
import { problem } from "../../words/problem.ts";
import { actFor, answer, closedPage, indexOf as leafOf, type PageRequest, shown, typedForm } from "../request.ts";
import { statusMark } from "../slip-words.ts";
import { arrivalForm, arrivalHead, cargoWord, openedOf, refuseForm } from "./arrival-form.ts";
import { type Arrival, type HeldStock, readArrival, readYard, type Yard } from "./arrivals.ts";
import { islandKey, islandLines, islandRoot } from "./island-root.ts";
import { manifestOf } from "./manifest.ts";

const JOB: Words = { vi: "Nhận hàng", en: "Receive a load" };
const CLOSED: Words = {
  vi: "Màn hình này dành cho bến bãi, trạm trộn và công trường nhận hàng.",
  en: "This screen is for yards, plants and building sites that receive loads.",
};

async function yardOf(request: PageRequest): Promise<Yard | undefined> {
  const before = leafOf(request.context.req.query("before"));
  return mayOpen(request.who, "receiving") ? readYard(request.services, request.who.party, before) : undefined;
}

/** GET /receive; `?slip=INDEX` or `?text=CODE` opens the form of one load. */
export async function showReceive(request: PageRequest): Promise<Response> {
  const yard = await yardOf(request);
  if (!yard) return closedPage(request, JOB, CLOSED);
  const { slip, text } = request.context.req.query();
  if (slip !== undefined || text !== undefined) {
    const index = slip !== undefined && /^\d{1,10}$/.test(slip) ? Number(slip) : await indexOf(request, text ?? "");
    const arrival = index === undefined ? undefined : await arrivalOf(request, index);
    if (arrival) return answer(await receivePage(request, yard, { arrival }));
    const gone = problem("not-found", { what: "slip-of-code", index: "" });
    return answer(await receivePage(request, yard, { problem: shown(gone), text: text ?? "" }), 404);
  }
  return answer(await receivePage(request, yard, {}));
}

/** The slip that a typed or scanned text names, if the ledger has it. */
async function indexOf(request: PageRequest, text: string): Promise<number | undefined> {
  const presented = readPresented(text);
  if (typeof presented === "string") return undefined;
  const atS = Math.floor(request.services.now() / 1000);
  const judgement = await request.services.view.read((book) => judgeSlip(book, presented, { atS }));
  return judgement.slip?.index ?? undefined;
}

/** One load as this receiver may know it: whose it is not reads what is public of it, and never its plate. */
function arrivalOf({ services, who }: PageRequest, index: number): Promise<Arrival | undefined> {
  return services.view.read((book) => {
    if (!book.get("slip", index)) return undefined;
    const arrival = readArrival(book, index);
    return mayRead(book, who, { what: "slip", slip: index }) ? arrival : { ...arrival, plate: null };
  });
}

/** POST /receive by the demo's persona. */
export async function postReceive(request: PageRequest): Promise<Response> {
  const yard = await yardOf(request);
  if (!yard) return closedPage(request, JOB, CLOSED);
  const typed = await typedForm(request.context);
  const index = Number(typed.slip);
  const arrival = Number.isSafeInteger(index) ? await arrivalOf(request, index) : undefined;
  if (!arrival) {
    const gone = problem("not-found", { what: "slip", index: typed.slip ?? "" });
    return answer(await receivePage(request, yard, { problem: shown(gone) }), 404);
  }
  const read = readReceiveForm(typed, { index }, request.frame.lang, openedOf(arrival).leftKg);
  if ("errors" in read) return answer(await receivePage(request, yard, { arrival, typed, errors: read.errors }), 422);
  const said = await actFor(request, "load.receive", read.body);
  if (said.ok) return request.context.redirect(`/receive/${said.value.index}`, 303);
  return answer(await receivePage(request, yard, { arrival, typed, problem: shown(said.problem) }), 422);
}

/** POST /receive/refuse by the demo's persona. */
export async function postRefusal(request: PageRequest): Promise<Response> {
  const yard = await yardOf(request);
  if (!yard) return closedPage(request, JOB, CLOSED);
  const typed = await typedForm(request.context);
  const index = leafOf(typed.slip);
  const arrival = index === undefined ? undefined : await arrivalOf(request, index);
  if (index === undefined || !arrival) {
    const gone = problem("not-found", { what: "slip", index: typed.slip ?? "" });
    return answer(await receivePage(request, yard, { problem: shown(gone) }), 404);
  }
  const read = readRefusalForm(typed, { index });
  if ("errors" in read) return answer(await receivePage(request, yard, { arrival, typed, errors: read.errors }), 422);
  const said = await actFor(request, "load.refuse", read.body);
  if (said.ok) return request.context.redirect(`/entries/${said.value.index}`, 303);
  return answer(await receivePage(request, yard, { arrival, typed, problem: shown(said.problem) }), 422);
}

/** GET /receive/:index: what the book made of one receipt. */
export async function showReceived(request: PageRequest): Promise<Response> {
  const { services, context, frame } = request;
  const { lang } = frame;
  const index = Number(context.req.param("index"));
  const yard = await yardOf(request);
  const [stored] = Number.isSafeInteger(index) ? await services.view.entries([index]) : [];
  if (!yard || stored?.entry.kind !== "load.receive") return closedPage(request, JOB, CLOSED);
  const { body } = stored.entry;
  if (!yard.places.some((place) => place.index === body.at)) return closedPage(request, JOB, CLOSED);
  const slipIndex = body.slip.index ?? (body.slip.code ? await indexOf(request, body.slip.code) : undefined);
  const arrival = slipIndex === undefined ? undefined : await arrivalOf(request, slipIndex);
  const place = yard.places.find((each) => each.index === body.at)?.name ?? "";
  const outcome = stored.verdict
    ? html`${problemPanel(shown(stored.verdict, t(lang, `Đã lưu ở mục ${index}, nhưng chưa ghi khối lượng nào. Giữ lại hàng riêng và báo nơi gửi, cơ quan quản lý.`, `Stored at entry ${index}, but no kilograms were posted. Keep the load apart and tell the sender and the authority.`)))}`
    : html`<p class="lead" role="status">${t(lang, `Đã ghi vào sổ ở mục ${index}: nhận ${formatTonnes(body.massKg, lang)} tấn tại ${place}.`, `Recorded at entry ${index}: ${formatTonnes(body.massKg, lang)} t received at ${place}.`)}</p>${arrival ? html`<p>${differenceText(arrival, lang)}</p>` : ""}`;
  const inner = html`${outcome}${arrival ? arrivalFacts(arrival, lang) : ""}<p><a href="/acts/load.correct?of=${index}&amp;receipt=${index}">${t(lang, "Gõ nhầm? Đính chính lần nhận này", "A slip of the finger? Correct this receipt")}</a></p>${actionButton({ verb: t(lang, "Nhận xe tiếp theo", "Receive the next load"), path: "/receive" })}`;
  return answer(page({ ...frame, title: JOB[lang], job: JOB, body: inner }));
}

/** The difference between sender and receiver, written out; what is missing counts as loss once the last part is in. */
function differenceText({ slip, state }: Arrival, lang: "vi" | "en"): string {
  if (slip.product !== null) return "";
  const missing = slip.massKg - state.receivedKg;
  if (state.final === null && missing > 0)
    return t(
      lang,
      `Phiếu ${formatTonnes(slip.massKg, lang)} tấn, đã nhận ${formatTonnes(state.receivedKg, lang)} tấn, còn ${formatTonnes(missing, lang)} tấn chưa về.`,
      `Slip ${formatTonnes(slip.massKg, lang)} t, received ${formatTonnes(state.receivedKg, lang)} t, ${formatTonnes(missing, lang)} t still to come.`,
    );
  if (missing <= 0) return t(lang, "Đủ khối lượng ghi trên phiếu.", "The slip's mass is complete.");
  const amount = missing < 50 ? `${missing} kg` : `${formatTonnes(missing, lang)} ${t(lang, "tấn", "t")}`;
  return t(lang, `Thiếu ${amount} so với phiếu, ghi vào hao hụt.`, `${amount} less than the slip, recorded as lost.`);
}

function arrivalFacts(arrival: Arrival, lang: "vi" | "en"): Markup {
  const { slip, state, from, to, plate } = arrival;
  return definitions([
    [t(lang, "Phiếu", "Slip"), html`<a href="/slip/${arrival.index}">${slip.code}</a>`],
    [t(lang, "Nơi gửi", "From"), from],
    [t(lang, "Nơi nhận", "To"), to],
    ...(plate === null ? [] : [[t(lang, "Xe, tàu", "Vehicle"), html`<strong>${plate}</strong>`] as const]),
    [t(lang, "Hàng", "Load"), `${formatTonnes(slip.massKg, lang)} ${t(lang, "tấn", "t")} ${cargoWord(arrival, lang)}`],
    [t(lang, "Hết hạn", "Expires"), formatDateTime(slip.expiresS * 1000, lang)],
    [t(lang, "Tình trạng", "Status"), statusMark(state, lang)],
  ]);
}

type ReceiveState = {
  arrival?: Arrival;
  typed?: Record<string, string>;
  errors?: FormErrors;
  problem?: ShownProblem;
  text?: string;
};

async function receivePage(request: PageRequest, yard: Yard, form: ReceiveState): Promise<Markup> {
  const { lang } = request.frame;
  const { arrival } = form;
  const kept: Kept = {
    ...(form.typed ? { typed: form.typed } : {}),
    ...(form.errors ? { errors: form.errors } : {}),
  };
  const body = html`<div data-problem>${form.problem ? problemPanel(form.problem) : ""}</div>${islandLines()}
${arrival ? html`${arrivalHead(arrival, yard, lang)}${arrivalForm(request, yard, openedOf(arrival), kept)}${refuseForm(request, yard, openedOf(arrival), kept)}${islandKey()}<p><a href="/receive">${t(lang, "Chọn xe khác", "Choose another load")}</a></p>` : listPart(request, yard, form.text)}`;
  const places = JSON.stringify(yard.places);
  const root = html`<div data-receive data-places="${places}">${await islandRoot(request, body)}</div>`;
  return page({
    ...request.frame,
    title: JOB[lang],
    job: JOB,
    body: root,
    scripts: ["receive.js"],
    manifest: manifestOf("receive"),
  });
}

/** The scanner first, since the load is at the gate; then what is on the way, other work of the place and its stock. */
function listPart(request: PageRequest, yard: Yard, text: string | undefined): Markup {
  const { lang } = request.frame;
  const known = yard.arrivals.map((arrival) => ({
    ...openedOf(arrival),
    code: arrival.slip.code,
    head: String(arrival.plate ?? ""),
    lead: `${formatTonnes(arrival.slip.massKg, lang)} ${t(lang, "tấn", "t")} ${cargoWord(arrival, lang)}, ${arrival.from}`,
  }));
  return html`<div data-list><div data-scanner></div><div data-typed>${codeForm(lang, text)}</div>
${arrivalsTable(yard, lang)}${nextPage(lang, yard.next === undefined ? undefined : `/receive?before=${yard.next}`)}</div>
<template data-blank data-known="${JSON.stringify(known)}">${arrivalForm(request, yard, undefined, {})}${refuseForm(request, yard, undefined, {})}</template><div data-opened></div>
${islandKey()}${heldTable(yard.held, lang)}${otherWork(lang)}`;
}

/** Whatever else these people sign, each on the page made from its kind. */
function otherWork(lang: Lang): Content {
  const kinds: readonly (readonly [string, string, string])[] = [
    ["batch.process", "Ghi mẻ nghiền, trộn trong ngày", "Record a batch crushed or mixed"],
    ["stock.count", "Kiểm kê tồn kho", "Count the stock"],
    ["sale.declare", "Kê khai bán ngoài công trình nhà nước", "Declare private sales"],
    ["opening.declare", "Kê khai tồn kho đầu kỳ", "Declare opening stock"],
    ["load.correct", "Đính chính một lần nhận", "Correct a receipt"],
  ];
  return disclosure(
    t(lang, "Việc khác của bãi, trạm, công trường", "Other work of the yard, plant or site"),
    html`<ul class="doors-list">${kinds.map(([kind, vi, en]) => html`<li><a href="/acts/${kind}">${t(lang, vi, en)}</a></li>`)}</ul>`,
  );
}

function codeForm(lang: "vi" | "en", text = ""): Markup {
  return html`<form class="form" method="get" action="/receive" data-form="code">${textField({ name: "text", label: t(lang, "Mã trên phiếu", "Code on the slip"), hint: t(lang, "Gõ mã ngắn in dưới mã QR của xe vừa đến.", "Type the short code under the QR of the load that came."), maxlength: 700, value: text })}${secondButton({ verb: t(lang, "Mở phiếu", "Open slip") })}</form>`;
}

function arrivalsTable(yard: Yard, lang: "vi" | "en"): Markup {
  return figuresTable({
    caption: t(lang, "Hàng đang trên đường đến", "Loads on the way here"),
    columns: [
      { head: t(lang, "Xe", "Vehicle") },
      { head: t(lang, "Nơi gửi", "From") },
      { head: t(lang, "Hàng", "Load") },
      { head: t(lang, "Khối lượng", "Mass"), unit: t(lang, "tấn", "t"), kind: "figure" },
      { head: t(lang, "Đến trước", "Due by") },
      { head: t(lang, "Tình trạng", "Status") },
    ],
    rows: yard.arrivals.map((arrival) => [
      html`<a href="/receive?slip=${arrival.index}">${arrival.plate}</a>`,
      arrival.from,
      cargoWord(arrival, lang),
      formatTonnes(arrival.slip.massKg, lang),
      formatDateTime(arrival.slip.expiresS * 1000, lang),
      statusMark(arrival.state, lang),
    ]),
    empty: {
      what: t(lang, "Hiện không có xe nào đang đến.", "Nothing is on the way here."),
      how: t(
        lang,
        "Khi nơi gửi xuất phiếu, chuyến hàng hiện ở đây cùng biển số và hạn đến.",
        "When a sender issues a slip, the load appears here with its plate and due time.",
      ),
    },
  });
}

function heldTable(held: readonly HeldStock[], lang: "vi" | "en"): Content {
  const table = figuresTable({
    caption: t(lang, "Đang có tại nơi nhận", "Held here now"),
    columns: [
      { head: t(lang, "Vật liệu", "Material") },
      { head: t(lang, "Nơi", "Place") },
      { head: t(lang, "Khối lượng", "Mass"), unit: t(lang, "tấn", "t"), kind: "figure" },
    ],
    rows: held.map((row) => [
      row.product === null
        ? capital(materialText(row.material, lang))
        : t(
            lang,
            `${capital(materialText(row.material, lang))} trong ${row.product}`,
            `${capital(materialText(row.material, lang))} in ${row.product}`,
          ),
      row.place,
      formatTonnes(row.kg, lang),
    ]),
    empty: {
      what: t(lang, "Chưa có khối lượng nào.", "Nothing is held yet."),
      how: t(
        lang,
        "Hàng nhận xong được cộng vào đây; hàng xuất hoặc đã thanh toán được trừ ra.",
        "What is received is added here; what leaves or is paid for is taken off.",
      ),
    },
  });
  return held.length > 12 ? disclosure(t(lang, "Đang có tại nơi nhận", "Held here now"), table) : table;
}
