// One slip as its parties see it: the QR and code for the driver, its load, its state; paper in A5 and on the 80 mm roll;
// taking it back while nobody has seen it. Not public: it shows a plate.
import { html } from "hono/html";
import { hex } from "../../format/bytes.ts";
import { mayRead } from "../../http/readers.ts";
import type { SlipFact, SlipState } from "../../rules/book/facts.ts";
import { type SlipView, viewSlip } from "../../rules/readings/checkpoint-answer.ts";
import { isOnRoad, slipAllows } from "../../rules/slips/slip-life.ts";
import { isTrip } from "../../rules/slips/trips.ts";
import type { StoredEntry } from "../../store/view.ts";
import { type Kept, textArea } from "../../web/fields.ts";
import { loadText } from "../../web/islands/shared/verdict-words.ts";
import { type Content, type Markup, page, t } from "../../web/layout.ts";
import {
  breadcrumb,
  definitions,
  disclosure,
  problemPanel,
  proofFold,
  qrFigure,
  type ShownProblem,
  secondButton,
  shortCode,
} from "../../web/parts.ts";
import { type Paper, printPage, slipSheet } from "../../web/print.ts";
import { formatDateTime, formatDuration, formatTonnes } from "../../words/as-written.ts";
import type { Words } from "../../words/lang.ts";
import { actFor, answer, closedPage, type PageRequest, shown, typedForm } from "../request.ts";
import { statusMark } from "../slip-words.ts";
import { islandLines, islandRoot } from "./island-root.ts";
import { AGAIN_KEY } from "./mine-form.ts";
import { qrSvg } from "./qr.ts";
import { readWeightsOf, type SlipWeights, weightLines } from "./slip-weights.ts";

const JOB: Words = { vi: "Phiếu vận chuyển vật liệu", en: "Material transport slip" };
const NOTICE: Words = { vi: "Phiếu này không thay hóa đơn.", en: "This slip does not replace an invoice." };

type Shown = {
  index: number;
  slip: SlipFact;
  state: SlipState;
  view: SlipView;
  stored: StoredEntry;
  weights: SlipWeights;
  voidable: boolean;
  kept: boolean;
};

/** The papers a slip is printed on, by the value of `paper`. */
const PAPERS: readonly Paper[] = ["a5", "roll", "roll58"];

/** GET /slip/:index; `?paper=a5`, `roll` and `roll58` print, `&copies=3` one sheet each for driver, receiver and book. */
export async function showSlip(request: PageRequest): Promise<Response> {
  const found = await findSlip(request);
  if (!found) return missing(request);
  const { paper: wanted, copies } = request.context.req.query();
  const paper = PAPERS.find((each) => each === wanted);
  if (paper) return answer(await printedSlip(request, found, paper, copies === "3"));
  return answer(await slipPage(request, found, {}));
}

/** POST /slip/:index/void by the demo's persona; a device voids with its own key. */
export async function postVoid(request: PageRequest): Promise<Response> {
  const found = await findSlip(request);
  if (!found || found.slip.issuer !== request.who?.party) return missing(request);
  const typed = await typedForm(request.context);
  const reason = (typed.reason ?? "").trim();
  if (reason.length < 10 || reason.length > 500) {
    const errors = { reason: { vi: "Lý do từ 10 đến 500 ký tự.", en: "A reason of 10 to 500 characters." } };
    return answer(await slipPage(request, found, { kept: { typed, errors } }), 422);
  }
  const said = await actFor(request, "slip.void", { slip: found.index, reason });
  if (said.ok) return request.context.redirect(`/slip/${found.index}`, 303);
  return answer(await slipPage(request, found, { kept: { typed }, problem: shown(said.problem) }), 422);
}

function missing(request: PageRequest): Promise<Response> {
  return closedPage(request, JOB, {
    vi: "Không có phiếu này, hoặc phiếu này không phải của đơn vị đang đăng nhập.",
    en: "There is no such slip, or it is not one of the signed-in party's.",
  });
}

async function findSlip(request: PageRequest): Promise<Shown | undefined> {
  const { services, who, context } = request;
  const index = Number(context.req.param("index"));
  if (!who || !Number.isSafeInteger(index) || index < 0) return undefined;
  const [stored] = await services.view.entries([index]);
  if (stored?.entry.kind !== "slip.issue") return undefined;
  const found = await services.view.read((book) => {
    const slip = book.need("slip", index);
    const state = book.need("slipState", index);
    const kept = mayRead(book, who, { what: "paper", slip: index });
    return mayRead(book, who, { what: "slip", slip: index })
      ? { slip, state, kept, view: viewSlip(book, index, slip, state) }
      : undefined;
  });
  if (!found) return undefined;
  const { slip, state } = found;
  const untouched =
    slipAllows("slip.void", state.status) && state.parts.length === 0 && state.observations.every(isTrip);
  const weights = await readWeightsOf(services, stored.entry.body, slip.eventS);
  return { ...found, index, stored, weights, voidable: slip.issuer === who.party && untouched };
}

function linesOf({ frame: { lang } }: PageRequest, { view, weights }: Shown): (readonly [Content, Content])[] {
  return [
    [t(lang, "Xe, tàu", "Vehicle"), html`<strong>${view.plate ?? ""}</strong>`],
    [t(lang, "Từ", "From"), view.from],
    [t(lang, "Đến", "To"), view.package === null ? view.to : html`${view.to}<br>${view.package}`],
    [t(lang, "Hàng", "Load"), loadText(view, lang)],
    ...weightLines(weights, lang),
    ...(view.source === null ? [] : [[t(lang, "Nguồn", "Source"), view.source] as const]),
    [t(lang, "Xuất lúc", "Issued"), formatDateTime(view.issuedS * 1000, lang)],
    [t(lang, "Hết hạn", "Expires"), html`<strong>${formatDateTime(view.expiresS * 1000, lang)}</strong>`],
  ];
}

/** Until when the slip is good, and the way to more time, which the receiver must agree to. */
function validity({ frame: { lang }, services, who }: PageRequest, { index, slip }: Shown): Content {
  const minutes = Math.max(0, Math.floor((slip.expiresS * 1000 - services.now()) / 60_000));
  const more =
    who?.party === slip.issuer
      ? html` <a href="/acts/slip.amend?slip=${index}">${t(lang, "Xe hỏng, tắc đường: đề xuất gia hạn", "Broken down or held up: propose more time")}</a>`
      : "";
  return html`<p class="lead">${t(lang, "Có giá trị đến", "Good until")} <strong class="figure">${formatDateTime(slip.expiresS * 1000, lang)}</strong> ${t(lang, `(còn ${formatDuration(minutes)}).`, `(${formatDuration(minutes, lang)} left).`)}${more}</p>`;
}

type SlipForm = { kept?: Kept; problem?: ShownProblem };

async function slipPage(request: PageRequest, found: Shown, form: SlipForm): Promise<Markup> {
  const { index, slip, state, view, stored, voidable } = found;
  const { lang } = request.frame;
  const mine = request.who?.party === slip.issuer;
  const open = isOnRoad(state.status) && !state.contested;
  const qr = open
    ? qrFigure(qrSvg(stored.entry.bytes, `Phiếu ${view.code}`), shortCode(view.code))
    : shortCode(view.code);
  const body = html`<div data-problem>${form.problem ? problemPanel(form.problem) : ""}</div>${islandLines()}
${open ? "" : html`<p class="lead">${t(lang, "Phiếu không còn để đi đường:", "No longer for the road:")} ${statusMark(state, lang)}</p>`}
<div class="slip-face">${qr}<div><p class="slip-figure figure">${formatTonnes(slip.massKg, lang)} <span class="unit">${t(lang, "tấn", "t")}</span></p><p class="plate">${view.plate ?? ""}</p></div></div>
${open ? validity(request, found) : ""}${definitions([...linesOf(request, found), [t(lang, "Tình trạng", "Status"), statusMark(state, lang)]])}
<p class="soft">${NOTICE[lang]}</p>
${mine && open ? html`<p class="desk-again"><a class="button second" href="/mine?again=${index}" data-press="${AGAIN_KEY}">${t(lang, "Phiếu tiếp theo, như phiếu này", "Next slip, like this one")} <kbd>${AGAIN_KEY}</kbd></a></p>` : ""}
${
  open
    ? html`<div class="action"><a class="button" href="/slip/${index}?paper=a5">${t(lang, "In khổ A5", "Print A5")}</a>${secondButton({ verb: t(lang, "In 80\u00a0mm", "80\u00a0mm roll"), path: `/slip/${index}?paper=roll` })}</div>
<p>${t(lang, "Khổ khác:", "Other papers:")} <a href="/slip/${index}?paper=roll58">${t(lang, "cuộn 58\u00a0mm", "58\u00a0mm roll")}</a>, <a href="/slip/${index}?paper=a5&amp;copies=3">${t(lang, "A5 ba liên (lái xe, nơi nhận, lưu)", "A5 in three copies (driver, receiver, kept)")}</a></p>`
    : ""
}
${voidable ? voidPart(request, found, form) : ""}
${proofFold(lang, { index, entryId: hex(stored.entry.id), leafHash: hex(stored.leafHash), kid: hex(stored.entry.kid), ...(found.kept ? { courtPath: `/entries/${index}/bundle` } : {}), more: [[t(lang, "Biên nhận của sổ", "The ledger's receipt"), html`<a href="/log/proof/${index}">/log/proof/${index}</a>`]] })}`;
  const crumbs = mine
    ? breadcrumb(lang, [{ text: t(lang, "Xuất phiếu", "Issue"), path: "/mine" }, { text: view.code }])
    : undefined;
  return page({
    ...request.frame,
    title: `${JOB[lang]} ${view.code}`,
    job: JOB,
    body: await islandRoot(request, body),
    scripts: ["mine.js"],
    ...(crumbs ? { crumbs } : {}),
  });
}

function voidPart({ frame: { lang } }: PageRequest, { index }: Shown, form: SlipForm): Content {
  const inner = html`<p>${t(lang, "Chỉ hủy được khi chưa trạm nào ghi nhận xe qua. Khối lượng trở lại nguồn.", "Possible only until a checkpoint has seen the vehicle. The kilograms go back to the source.")}</p>
<form class="form" method="post" action="/slip/${index}/void" novalidate data-form="void" data-slip="${index}">
${textArea({ name: "reason", label: t(lang, "Lý do hủy", "Reason"), hint: t(lang, "Từ 10 đến 500 ký tự", "10 to 500 characters"), rows: 3, maxlength: 500 }, form.kept ?? {})}
${secondButton({ verb: t(lang, "Hủy phiếu", "Void slip") })}</form>`;
  const said = form.problem || form.kept;
  if (said)
    return html`<details class="fold" open><summary>${t(lang, "Hủy phiếu này", "Void this slip")}</summary><div class="fold-body">${inner}</div></details>`;
  return disclosure(t(lang, "Hủy phiếu này", "Void this slip"), inner);
}

/** For whom each of three copies is. */
const COPIES: readonly Words[] = [
  { vi: "Liên 1: lái xe", en: "Copy 1: driver" },
  { vi: "Liên 2: nơi nhận", en: "Copy 2: receiver" },
  { vi: "Liên 3: lưu", en: "Copy 3: kept" },
];

/** The paper is Vietnamese on every screen: officers on the road read it. */
function printedSlip(request: PageRequest, found: Shown, paper: Paper, copies: boolean): Markup {
  const { lang, assets } = request.frame;
  const { index, slip, stored, view } = found;
  const vietnamese = { ...request, lang: "vi", frame: { ...request.frame, lang: "vi" } } as const;
  const sheet = (copy?: Words) =>
    slipSheet({
      title: JOB.vi,
      qrSvg: qrSvg(stored.entry.bytes, `Phiếu ${view.code}`),
      code: view.code,
      mass: `${formatTonnes(slip.massKg)} tấn`,
      until: ["Có giá trị đến", formatDateTime(slip.expiresS * 1000)],
      ...(copy ? { copy: copy.vi } : {}),
      ...(paper === "a5" ? { hands: ["Người lập phiếu", "Lái xe", "Người nhận"] } : {}),
      lines: linesOf(vietnamese, found),
      notice: html`${NOTICE.vi} Kiểm tra phiếu: quét mã QR hoặc gõ mã dưới mã QR ở trang Kiểm tra xe.`,
    });
  return printPage({
    lang: "vi",
    paper,
    assets,
    title: `${JOB.vi} ${view.code}`,
    body: copies ? html`${COPIES.map(sheet)}` : sheet(),
    back: { path: `/slip/${index}`, text: t(lang, "Về phiếu", "Back to the slip") },
    scripts: ["mine.js"],
  });
}
