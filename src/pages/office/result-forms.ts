// The result of payment control: one officer makes it from the figures, another person approves and signs. What the rules refuse is shown
// above the form with everything that was typed.
import { html } from "hono/html";
import { hex, unhex } from "../../format/bytes.ts";
import {
  acceptsMoney,
  LISTED_REASON,
  LISTED_REASONS,
  type ListedReason,
  OUTCOME,
  OUTCOMES,
  type Outcome,
} from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { headOf } from "../../format/note.ts";
import { isOfficer } from "../../http/readers.ts";
import { moneyOf } from "../../rules/payment/claim.ts";
import { claimStatus } from "../../rules/payment/claim-life.ts";
import { hashFigures } from "../../rules/payment/figures.ts";
import { choiceField, type FieldErrors, form, hiddenField, type Kept, textArea } from "../../web/fields.ts";
import { type Content, type Markup, t } from "../../web/layout.ts";
import { actionButton, definitions, disclosure } from "../../web/parts.ts";
import { formatCount, formatDong } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";
import { type Problem, problem, statusOf } from "../../words/problem.ts";
import { type PageRequest, refusePage, typedForm } from "../request.ts";
import { type Dossier, outcomeWords } from "./dossier.ts";
import { type DossierView, decidedEnd, dossierPage, openDossier } from "./dossier-page.ts";
import { refusal, signOrAsk } from "./sign-or-ask.ts";

type Typed = Readonly<Record<string, string>>;

/** The dossier with what its state and the visitor's office allow. */
export async function showDossier(request: PageRequest): Promise<Response> {
  const view = await openDossier(request);
  if (view instanceof Response) return view;
  return dossierPage(request, view, await endOf(request, view));
}

async function endOf(
  request: PageRequest,
  view: DossierView,
  kept: { review?: Kept; approval?: Kept } = {},
): Promise<Markup> {
  const { dossier } = view;
  const { lang, who } = request;
  const status = claimStatus(dossier.claim);
  if (status === "decided") return decidedEnd(dossier, lang);
  if (!isOfficer(who, dossier.project)) return outsiderEnd(dossier, lang);
  if (status === "drafting")
    return html`<h2>${t(lang, "Chưa kiểm soát được", "Not ready for control")}</h2><p>${t(lang, "Hồ sơ chưa đủ chữ ký của nhà thầu, tư vấn giám sát và chủ đầu tư; thời hạn kiểm soát chưa tính. Số liệu trên là số tạm tính theo sổ hiện nay.", "Not all parties have signed; the time limit has not begun. The figures above are provisional.")}</p>`;
  if (status === "control") return reviewForm(request, dossier, kept.review);
  const again = disclosure(
    t(lang, "Lập lại kết quả khác", "Make another result instead"),
    await reviewForm(request, dossier, kept.review),
  );
  return html`${await approvalForm(request, dossier, kept.approval)}${again}`;
}

function outsiderEnd(dossier: Dossier, lang: Lang): Markup {
  const cosign = claimStatus(dossier.claim) === "drafting";
  const path = `/claims/${dossier.annex}`;
  return cosign
    ? html`<div class="action"><a class="button second" href="${path}">${t(lang, "Đến trang ký bảng kê", "To the signing page")}</a></div>`
    : html`<p>${t(lang, "Kho bạc Nhà nước đang kiểm soát hồ sơ này.", "The treasury is controlling this dossier.")}</p>`;
}

/** The outcome that the figures suggest: all evidenced is paid, some is part, nothing is refused. */
function suggestedOutcome(dossier: Dossier): Outcome {
  const { claimedDong, acceptedDong } = dossier.result.figures;
  if (acceptedDong === claimedDong) return OUTCOME.pay;
  return acceptedDong > 0 ? OUTCOME.part : OUTCOME.refuse;
}

/** The listed reasons that the figures call for. */
function suggestedReasons(dossier: Dossier): ListedReason[] {
  const materials = dossier.lines.flatMap((each) => each.figure.materials);
  const reasons: ListedReason[] = [];
  if (materials.some((each) => each.insufficientKg > 0)) reasons.push(LISTED_REASON.notEnough);
  if (materials.some((each) => each.contradictedKg > 0)) reasons.push(LISTED_REASON.contradictory);
  return reasons;
}

const REASON_CODES = Object.values(LISTED_REASON);

async function reviewForm(request: PageRequest, dossier: Dossier, kept: Kept = {}): Promise<Markup> {
  const { lang, services } = request;
  const note = await services.sequencer.head();
  const head = headOf(note);
  const { figures } = dossier.result;
  const english = {
    [OUTCOME.pay]: "Pay",
    [OUTCOME.part]: "Pay in part",
    [OUTCOME.refuse]: "Refuse",
    [OUTCOME.return]: "Return for completion",
  } as const;
  const fields = html`${hiddenField("figures", hex(hashFigures(figures)))}${hiddenField("size", String(head?.size ?? 0))}${hiddenField("root", head ? hex(head.root) : "")}
${choiceField(
  {
    name: "outcome",
    label: t(lang, "Kết quả", "Result"),
    value: String(suggestedOutcome(dossier)),
    choices: Object.values(OUTCOME).map((code) => ({
      value: String(code),
      text: t(lang, OUTCOMES[code].vi, english[code]),
      hint: outcomeHint(code, figures, lang),
    })),
  },
  kept,
)}
${choiceField(
  {
    name: "reasons",
    label: t(lang, "Lý do theo danh mục (khi không chấp nhận toàn bộ)", "Listed reasons (unless all is accepted)"),
    many: true,
    value: suggestedReasons(dossier).join(","),
    choices: REASON_CODES.map((code) => ({
      value: String(code),
      text: t(lang, LISTED_REASONS[code].vi, LISTED_REASONS[code].en),
    })),
  },
  kept,
)}
${textArea({ name: "text", label: t(lang, "Nhận xét của người kiểm soát", "The officer's remarks"), hint: t(lang, "Từ 10 đến 500 ký tự. Nêu điều còn thiếu hoặc chưa khớp, không quy kết.", "10 to 500 characters. Say what is missing or does not agree; accuse nobody."), minlength: 10, maxlength: 500, rows: 5 }, kept)}
${actionButton({ verb: t(lang, "Ký kết quả, trình phê duyệt", "Sign and submit for approval") })}`;
  return html`<h2>${t(lang, "Lập kết quả kiểm soát thanh toán", "Make the result of payment control")}</h2>${form(`/treasury/${dossier.annex}/review`, fields)}`;
}

/** The meaning of an outcome in đồng; one that the figures do not allow says so before it is signed and refused. */
function outcomeHint(
  outcome: Outcome,
  { claimedDong, acceptedDong }: Dossier["result"]["figures"],
  lang: Lang,
): string {
  if (outcome === OUTCOME.return)
    return t(lang, "Thời hạn kiểm soát coi như chưa tính", "The time limit counts as not begun");
  const short = formatDong(claimedDong - acceptedDong, lang);
  if (outcome === OUTCOME.pay && acceptedDong < claimedDong)
    return t(lang, `Không dùng được: còn thiếu căn cứ ${short}`, `Not possible: ${short} lacks evidence`);
  if (outcome === OUTCOME.part && acceptedDong === claimedDong)
    return t(lang, "Không dùng được: số tiền đề nghị đã đủ căn cứ", "Not possible: all of it is evidenced");
  if (outcome === OUTCOME.part && acceptedDong === 0)
    return t(lang, "Không dùng được: chưa có phần nào đủ căn cứ", "Not possible: no part of it is evidenced");
  const accepted = formatDong(outcome === OUTCOME.refuse ? 0 : acceptedDong, lang);
  return t(lang, `Chấp nhận ${accepted}`, `Accept ${accepted}`);
}

async function approvalForm(request: PageRequest, dossier: Dossier, kept: Kept = {}): Promise<Markup> {
  const { lang, who } = request;
  const { claim, review } = dossier;
  if (!review || claim.review === null) throw new Error("a dossier that awaits approval has a review");
  const text = await reviewText(request, claim.review);
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
    [t(lang, "Nhận xét", "Remarks"), text],
    [
      t(lang, "Người lập", "Made by"),
      t(lang, `người số ${review.person} (mục ${claim.review})`, `person ${review.person} (entry ${claim.review})`),
    ],
  ]);
  const heading = html`<h2>${t(lang, "Phê duyệt kết quả kiểm soát thanh toán", "Approve the result of payment control")}</h2>${facts}`;
  if (who?.person === review.person)
    return html`${heading}<p><strong>${t(lang, "Kết quả này do chính bạn lập. Người phê duyệt phải là người khác.", "You made this result. Another person must approve it.")}</strong></p>`;
  const fields = html`${hiddenField("review", String(claim.review))}${hiddenField("figures", review.figuresHash)}
${textArea({ name: "text", label: t(lang, "Ý kiến phê duyệt", "The approver's words"), hint: t(lang, "Từ 10 đến 500 ký tự; in trong kết quả.", "10 to 500 characters; printed on the result."), minlength: 10, maxlength: 500, rows: 5 }, kept.typed ? kept : { typed: { text }, errors: kept.errors ?? {} })}
${actionButton({ verb: t(lang, "Phê duyệt và ký", "Approve and sign") })}`;
  return html`${heading}${form(`/treasury/${dossier.annex}/decision`, fields)}`;
}

async function reviewText(request: PageRequest, review: number): Promise<string> {
  const [stored] = await request.services.view.entries([review]);
  return stored?.entry.kind === "review.make" ? (stored.entry.body as Body<"review.make">).text : "";
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
  const errors = textErrors(typed, request.lang);
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
  };
  const { figures } = dossier.result;
  const signed = await signOrAsk(request, {
    kind: "review.make",
    body,
    says: says(request.lang, dossier, outcome, moneyOf(figures, outcome), body.text),
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
  const errors = textErrors(typed, request.lang);
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
    says: says(request.lang, dossier, made.outcome, body, body.text),
    next: `/treasury/${dossier.annex}`,
    back: { path: `/treasury/${dossier.annex}/decision`, typed },
  });
  return "response" in signed ? signed.response : again(signed.refused);
}

async function showAgain(
  request: PageRequest,
  view: DossierView,
  kept: { review?: Kept; approval?: Kept },
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
  text: string,
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
    [t(lang, "Nội dung", "Words"), text],
  ];
}

function textErrors(typed: Typed, lang: Lang): FieldErrors | undefined {
  const length = (typed.text ?? "").trim().length;
  if (length >= 10 && length <= 500) return undefined;
  return {
    text: t(
      lang,
      `Mới có ${formatCount(length)} ký tự; cần từ 10 đến 500.`,
      `${length} characters; 10 to 500 are needed.`,
    ),
  };
}

/** Bytes of a hidden field; what is not hexadecimal becomes nothing, which the statement's shape then refuses. */
function bytesOf(text: string | undefined): Uint8Array {
  return /^([0-9a-f]{2})*$/.test(text ?? "") ? unhex(text ?? "") : new Uint8Array();
}
