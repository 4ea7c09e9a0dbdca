// The result of payment control: one officer makes it from the figures, another person approves and signs. What the rules refuse is shown
// above the form with everything that was typed.
import { html } from "hono/html";
import { unhex } from "../../format/bytes.ts";
import { acceptsMoney, LISTED_REASONS, type Outcome } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { personNames } from "../../http/person-names.ts";
import { isOfficer } from "../../http/readers.ts";
import { mayDo, type OfficerDuty } from "../../rules/acts/officer-duties.ts";
import { moneyOf } from "../../rules/payment/claim.ts";
import { claimStatus } from "../../rules/payment/claim-life.ts";
import { type FieldErrors, form, hiddenField, type Kept, textArea } from "../../web/fields.ts";
import { type Content, type Markup, t } from "../../web/layout.ts";
import { actionButton, definitions, disclosure } from "../../web/parts.ts";
import { formatCount, formatDong, formatMoment } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";
import { type Problem, problem, statusOf } from "../../words/problem.ts";
import { type PageRequest, refusePage, typedForm } from "../request.ts";
import { type Dossier, outcomeWords } from "./dossier.ts";
import { type DossierView, decidedEnd, dossierPage, openDossier } from "./dossier-page.ts";
import { reviewForm } from "./review-form.ts";
import { refusal, signOrAsk } from "./sign-or-ask.ts";
import { withdrawnEnd } from "./withdrawal.ts";

type Typed = Readonly<Record<string, string>>;
/** The words typed in the forms of the page, each form with its errors. */
type KeptForms = { readonly review?: Kept; readonly approval?: Kept; readonly sendBack?: Kept };

/** The dossier with what its state and the visitor's office allow. */
export async function showDossier(request: PageRequest): Promise<Response> {
  const view = await openDossier(request);
  if (view instanceof Response) return view;
  return dossierPage(request, view, await endOf(request, view));
}

async function endOf(request: PageRequest, view: DossierView, kept: KeptForms = {}): Promise<Markup> {
  const { dossier } = view;
  const { lang, who } = request;
  const status = claimStatus(dossier.claim);
  if (status === "decided") return decidedEnd(dossier, lang);
  if (status === "withdrawn") return withdrawnEnd(request, dossier);
  if (!isOfficer(who, dossier.project)) return outsiderEnd(dossier, lang);
  if (status === "drafting")
    return html`<h2>${t(lang, "Chưa kiểm soát được", "Not ready for control")}</h2><p>${t(lang, "Hồ sơ chưa đủ chữ ký của nhà thầu, tư vấn giám sát và chủ đầu tư; thời hạn kiểm soát chưa tính. Số liệu trên là số tạm tính theo sổ hiện nay.", "Not all parties have signed; the time limit has not begun. The figures above are provisional.")}</p>`;
  const duties = await dutiesOf(request);
  const review = duties.review ? await reviewForm(request, dossier, kept.review) : undefined;
  if (status === "control")
    return html`${await sentBackWords(request, dossier)}${review ?? notYours(t(lang, "Hồ sơ chờ chuyên viên hoặc trưởng phòng lập kết quả kiểm soát.", "A specialist or a head of division makes the result of this dossier."))}`;
  const again = review && disclosure(t(lang, "Lập lại kết quả khác", "Make another result instead"), review);
  return html`${await approvalForm(request, dossier, duties.approve, kept)}${again ?? ""}`;
}

/** The duties that the visitor's position has now. */
async function dutiesOf({ services, who }: PageRequest): Promise<Record<OfficerDuty, boolean>> {
  const person = typeof who?.person === "number" ? await services.view.fact("person", who.person) : undefined;
  const nowS = Math.floor(services.now() / 1000);
  return { review: mayDo("review", person ?? {}, nowS), approve: mayDo("approve", person ?? {}, nowS) };
}

function notYours(words: string): Markup {
  return html`<p>${words}</p>`;
}

/** Why the approver sent the latest review back, above the form in which another is made. */
async function sentBackWords({ lang, services }: PageRequest, { claim }: Dossier): Promise<Markup | ""> {
  if (claim.sentBack === undefined) return "";
  const [stored] = await services.view.entries([claim.sentBack]);
  if (stored?.entry.kind !== "review.return") throw new Error(`entry ${claim.sentBack} sends no review back`);
  const { reason, review } = stored.entry.body;
  const at = formatMoment(stored.receivedMs, lang);
  return html`<aside class="since"><p><strong>${t(lang, `Người phê duyệt trả lại kết quả đề xuất lúc ${at}:`, `The approver sent the review back at ${at}:`)}</strong> ${reason}</p><p><a href="/entries/${review}">${t(lang, "Kết quả đã trả lại", "The review that was sent back")}</a></p></aside>`;
}

function outsiderEnd(dossier: Dossier, lang: Lang): Markup {
  const cosign = claimStatus(dossier.claim) === "drafting";
  const path = `/claims/${dossier.annex}`;
  return cosign
    ? html`<div class="action"><a class="button second" href="${path}">${t(lang, "Đến trang ký bảng kê", "To the signing page")}</a></div>`
    : html`<p>${t(lang, "Kho bạc Nhà nước đang kiểm soát hồ sơ này.", "The treasury is controlling this dossier.")}</p>`;
}

async function approvalForm(
  request: PageRequest,
  dossier: Dossier,
  approves: boolean,
  kept: KeptForms,
): Promise<Markup> {
  const { lang, who } = request;
  const { claim, review } = dossier;
  if (!review || claim.review === null) throw new Error("a dossier that awaits approval has a review");
  const { text, stated, madeMs } = await reviewWords(request, claim.review);
  const name = (await personNames(request.services, [review.person])).get(review.person);
  const accepted = acceptsMoney(review.outcome) ? dossier.result.figures.acceptedDong : 0;
  const reasons = review.reasons.map((code) => LISTED_REASONS[code]);
  const facts = definitions([
    [
      t(lang, "Kết quả đề xuất", "Proposed result"),
      html`<strong>${outcomeWords(review.outcome, lang)}</strong>, ${formatDong(accepted, lang)}`,
    ],
    [
      t(lang, "Lý do", "Reasons"),
      reasons.length > 0
        ? html`<ul>${reasons.map((each) => html`<li>${t(lang, each.vi, each.en)}</li>`)}</ul>`
        : t(lang, "không có", "none"),
    ],
    ...(stated === undefined ? [] : [[t(lang, "Lý do nêu rõ", "The reason in words"), stated] as [Content, Content]]),
    [t(lang, "Ý kiến của cán bộ kiểm soát", "The officer's remarks"), text],
    [t(lang, "Người lập", "Made by"), makerWords({ madeMs, person: review.person, name, review: claim.review }, lang)],
  ]);
  const heading = html`<h2>${t(lang, "Phê duyệt kết quả kiểm soát thanh toán", "Approve the result of payment control")}</h2>${facts}`;
  if (typeof who?.person === "number" && review.makers.includes(who.person))
    return html`${heading}<p><strong>${t(lang, "Anh/chị đã lập kết quả của hồ sơ này. Người phê duyệt phải là người khác.", "You have made a result of this dossier. Another person must approve it.")}</strong></p>`;
  if (!approves)
    return html`${heading}${notYours(t(lang, "Kết quả chờ giám đốc, phó giám đốc hoặc trưởng phòng được giao ký thừa lệnh phê duyệt.", "A director, a deputy or a head who signs by order approves this result."))}`;
  const fields = html`${hiddenField("review", String(claim.review))}${hiddenField("figures", review.figuresHash)}
${textArea({ name: "text", id: "approval", label: t(lang, "Ý kiến phê duyệt", "The approver's words"), hint: t(lang, "Từ 10 đến 500 ký tự; in trong kết quả.", "10 to 500 characters; printed on the result."), minlength: 10, maxlength: 500, rows: 5, value: text }, kept.approval ?? {})}
${actionButton({ verb: t(lang, "Phê duyệt và ký", "Approve and sign") })}`;
  const back = html`${hiddenField("review", String(claim.review))}
${textArea({ name: "reason", label: t(lang, "Lý do trả lại cán bộ kiểm soát", "Why it goes back to the officer"), hint: t(lang, "Từ 10 đến 500 ký tự; cán bộ đọc khi lập lại. Không in trên giấy gửi chủ đầu tư.", "10 to 500 characters; for the officer, not for the owner's paper."), minlength: 10, maxlength: 500, rows: 3 }, kept.sendBack ?? {})}
<div class="action"><button class="button second" type="submit">${t(lang, "Trả lại cán bộ", "Send back to the officer")}</button></div>`;
  const backForm = form(`/treasury/${dossier.annex}/send-back`, back);
  const fold = kept.sendBack
    ? backForm
    : disclosure(t(lang, "Chưa đồng ý: trả lại cán bộ kiểm soát", "Do not agree: send it back"), backForm);
  return html`${heading}${form(`/treasury/${dossier.annex}/decision`, fields)}${fold}`;
}

type Maker = { madeMs: number; person: number; name: string | undefined; review: number };

/** An officer is known to the book by the entry that registered them; the name is kept outside it. */
function makerWords({ madeMs, person, name, review }: Maker, lang: Lang): Content {
  const at = formatMoment(madeMs, lang);
  const link = html`<a href="/entries/${review}">${t(lang, "mục", "entry")} ${review}</a>`;
  const who = name === undefined ? t(lang, "cán bộ kiểm soát", "the officer") : `${name},`;
  return html`${who} ${t(lang, `đăng ký tại mục ${person}, ký lúc ${at}`, `registered at entry ${person}, signed at ${at}`)} (${link})`;
}

/** The words of a review and when it was signed. */
async function reviewWords(
  request: PageRequest,
  review: number,
): Promise<{ text: string; stated: string | undefined; madeMs: number }> {
  const [stored] = await request.services.view.entries([review]);
  if (stored?.entry.kind !== "review.make") throw new Error(`entry ${review} is no review`);
  const { text, stated } = stored.entry.body;
  return { text, stated, madeMs: stored.receivedMs };
}

/** The dossier for an officer of its treasury, who alone signs its result; or the answer that says why not. */
async function openControl(request: PageRequest): Promise<DossierView | Response> {
  const view = await openDossier(request);
  if (view instanceof Response || isOfficer(request.who, view.dossier.project)) return view;
  return refusePage(request, problem("no-standing", { need: "treasury-of-project" }));
}

/** The posted review: signed, or shown again with why not. */
export async function postReview(request: PageRequest): Promise<Response> {
  const view = await openControl(request);
  if (view instanceof Response) return view;
  const { dossier } = view;
  const typed = await typedForm(request.context);
  const again = async (refused?: Problem, errors: FieldErrors = {}) =>
    showAgain(request, view, { review: { typed: { reasons: "", ...typed }, errors } }, refused);
  const errors = textErrors(typed, request.lang, "text", typed.stated?.trim() ? "stated" : "text");
  if (typed.do === "edit" || errors) return again(undefined, errors);
  const outcome = Number(typed.outcome) as Outcome;
  const body: Body<"review.make"> = {
    annex: dossier.annex,
    outcome,
    size: Number(typed.size),
    root: bytesOf(typed.root),
    rules: dossier.rules.index,
    figuresHash: bytesOf(typed.figures),
    reasons: (typed.reasons ?? "").split(",").filter(Boolean).map(Number) as Body<"review.make">["reasons"],
    text: typed.text!.trim(),
    ...(typed.stated?.trim() ? { stated: typed.stated.trim() } : {}),
    ...(typed.replaces ? { replaces: Number(typed.replaces) } : {}),
  };
  const { figures } = dossier.result;
  const signed = await signOrAsk(request, {
    kind: "review.make",
    body,
    says: says(request.lang, dossier, outcome, moneyOf(figures, outcome), [body.stated, body.text]),
    next: `/treasury/${dossier.annex}`,
    back: { path: `/treasury/${dossier.annex}/review`, typed },
  });
  return "response" in signed ? signed.response : again(signed.refused);
}

/** The posted approval: signed, or shown again with why not. */
export async function postDecision(request: PageRequest): Promise<Response> {
  const view = await openControl(request);
  if (view instanceof Response) return view;
  const { dossier } = view;
  const typed = await typedForm(request.context);
  const again = async (refused?: Problem, errors: FieldErrors = {}) =>
    showAgain(request, view, { approval: { typed, errors } }, refused);
  const errors = textErrors(typed, request.lang, "text");
  if (typed.do === "edit" || errors) return again(undefined, errors);
  const review = Number(typed.review);
  const made = await request.services.view.fact("review", review);
  if (!made) return again(problem("not-found", { what: "review", index: review || 0 }));
  const { figures } = dossier.result;
  const body: Body<"decision.sign"> = {
    review,
    reviewId: unhex(made.id),
    annex: dossier.annex,
    outcome: made.outcome,
    figuresHash: bytesOf(typed.figures),
    ...moneyOf(figures, made.outcome),
    bases: dossier.rules.set.bases,
    text: typed.text!.trim(),
  };
  const signed = await signOrAsk(request, {
    kind: "decision.sign",
    body,
    says: says(request.lang, dossier, made.outcome, body, [body.text]),
    next: `/treasury/${dossier.annex}`,
    back: { path: `/treasury/${dossier.annex}/decision`, typed },
  });
  return "response" in signed ? signed.response : again(signed.refused);
}

/** The posted return to the officer: signed, or shown again with why not. */
export async function postSendBack(request: PageRequest): Promise<Response> {
  const view = await openControl(request);
  if (view instanceof Response) return view;
  const { lang } = request;
  const typed = await typedForm(request.context);
  const again = async (refused?: Problem, errors: FieldErrors = {}) =>
    showAgain(request, view, { sendBack: { typed, errors } }, refused);
  const errors = textErrors(typed, lang, "reason");
  if (typed.do === "edit" || errors) return again(undefined, errors);
  const reason = typed.reason!.trim();
  const signed = await signOrAsk(request, {
    kind: "review.return",
    body: { review: Number(typed.review), reason },
    says: [[t(lang, "Trả lại cán bộ kiểm soát", "Sent back to the officer"), reason]],
    next: `/treasury/${view.dossier.annex}`,
    back: { path: `/treasury/${view.dossier.annex}/send-back`, typed },
  });
  return "response" in signed ? signed.response : again(signed.refused);
}

async function showAgain(
  request: PageRequest,
  view: DossierView,
  kept: KeptForms,
  refused: Problem | undefined,
): Promise<Response> {
  return dossierPage(
    request,
    view,
    await endOf(request, view, kept),
    refusal(refused),
    refused ? statusOf(refused) : 422,
  );
}

function says(
  lang: Lang,
  dossier: Dossier,
  outcome: Outcome,
  { acceptedDong, paidDong }: Pick<Body<"decision.sign">, "acceptedDong" | "paidDong">,
  words: readonly (string | undefined)[],
): [Content, Content][] {
  return [
    [
      t(lang, "Hồ sơ", "Dossier"),
      t(
        lang,
        `số ${dossier.claim.number}, ${dossier.project.name}`,
        `no. ${dossier.claim.number}, ${dossier.project.name}`,
      ),
    ],
    [t(lang, "Kết quả", "Result"), html`<strong>${outcomeWords(outcome, lang)}</strong>`],
    [t(lang, "Chấp nhận", "Accepted"), formatDong(acceptedDong, lang)],
    ...(paidDong === acceptedDong
      ? []
      : [[t(lang, "Chi sau bù trừ", "Paid after set-off"), formatDong(paidDong, lang)] as [Content, Content]]),
    ...words.flatMap((each) =>
      each === undefined ? [] : [[t(lang, "Nội dung", "Words"), each] as [Content, Content]],
    ),
  ];
}

/** Names of fields whose words are too short or too long, each with its error; undefined where all will do. */
function textErrors(typed: Typed, lang: Lang, ...names: readonly string[]): FieldErrors | undefined {
  const wrong = names.flatMap((name) => {
    const length = (typed[name] ?? "").trim().length;
    const words = t(
      lang,
      `Đang có ${formatCount(length)} ký tự; cần từ 10 đến 500.`,
      `${length} characters; 10 to 500 are needed.`,
    );
    return length >= 10 && length <= 500 ? [] : [[name, words] as const];
  });
  return wrong.length === 0 ? undefined : Object.fromEntries(wrong);
}

/** Bytes of a hidden field; what is not hexadecimal becomes nothing, which the statement's shape then refuses. */
function bytesOf(text: string | undefined): Uint8Array {
  return /^([0-9a-f]{2})*$/.test(text ?? "") ? unhex(text ?? "") : new Uint8Array();
}
