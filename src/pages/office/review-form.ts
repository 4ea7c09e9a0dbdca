// The form in which an officer makes the result of a dossier: what the figures allow, the reasons that are true of them, and a draft of the
// words.
import { html } from "hono/html";
import { hex } from "../../format/bytes.ts";
import { LISTED_REASONS, type ListedReason, OUTCOME, OUTCOMES, type Outcome } from "../../format/codes.ts";
import { headOf } from "../../format/note.ts";
import { hashFigures } from "../../rules/payment/figures.ts";
import { reasonsInFigures, STATED_REASONS } from "../../rules/payment/true-reasons.ts";
import { choiceField, form, hiddenField, type Kept, textArea } from "../../web/fields.ts";
import { type Markup, t } from "../../web/layout.ts";
import { actionButton } from "../../web/parts.ts";
import { formatDong } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";
import type { PageRequest } from "../request.ts";
import type { Dossier } from "./dossier.ts";

/** The outcome that the figures suggest: all evidenced is paid, some is part, nothing is refused. */
function suggestedOutcome(dossier: Dossier): Outcome {
  const { claimedDong, acceptedDong } = dossier.result.figures;
  if (acceptedDong === claimedDong) return OUTCOME.pay;
  return acceptedDong > 0 ? OUTCOME.part : OUTCOME.refuse;
}

/** A draft of the officer's remarks; Vietnamese, since they are printed on the paper. */
function draftWords({ result: { figures } }: Dossier): string {
  const { claimedDong, acceptedDong } = figures;
  const asked = formatDong(claimedDong);
  if (acceptedDong === claimedDong)
    return `Số tiền đề nghị ${asked} đủ căn cứ theo số liệu trong sổ tại thời điểm kiểm soát.`;
  const short = formatDong(claimedDong - acceptedDong);
  return acceptedDong === 0
    ? `Số tiền đề nghị ${asked} chưa đủ căn cứ; nội dung còn thiếu nêu theo từng hạng mục.`
    : `Trong tổng số ${asked} đề nghị, ${formatDong(acceptedDong)} đủ căn cứ, ${short} chưa đủ căn cứ; nội dung còn thiếu nêu theo từng hạng mục.`;
}

const ENGLISH = {
  [OUTCOME.pay]: "Pay",
  [OUTCOME.part]: "Pay in part",
  [OUTCOME.refuse]: "Refuse",
  [OUTCOME.return]: "Return for completion",
} as const;

/** The officer's form; only reasons that are true of the figures are offered, and those that come from papers outside the book. */
export async function reviewForm(request: PageRequest, dossier: Dossier, kept: Kept = {}): Promise<Markup> {
  const { lang, services } = request;
  const head = headOf(await services.sequencer.head());
  const { figures } = dossier.result;
  const offered = reasonsInFigures(dossier.proposed.body, figures);
  const choice = (code: ListedReason) => ({
    value: String(code),
    text: t(lang, LISTED_REASONS[code].vi, LISTED_REASONS[code].en),
    ...(STATED_REASONS.includes(code)
      ? { hint: t(lang, "Khi từ chối hoặc trả hồ sơ; ghi rõ ở ô dưới", "For a refusal or a return; state it below") }
      : {}),
  });
  const fields = html`${hiddenField("replaces", String(dossier.claim.review ?? ""))}${hiddenField("figures", hex(hashFigures(figures)))}${hiddenField("size", String(head?.size ?? 0))}${hiddenField("root", head ? hex(head.root) : "")}
${choiceField(
  {
    name: "outcome",
    label: t(lang, "Kết quả", "Result"),
    value: String(suggestedOutcome(dossier)),
    choices: Object.values(OUTCOME).map((code) => ({
      value: String(code),
      text: t(lang, OUTCOMES[code].vi, ENGLISH[code]),
      hint: outcomeHint(code, figures, lang),
    })),
  },
  kept,
)}
${choiceField(
  {
    name: "reasons",
    label: t(lang, "Lý do (khi không chấp nhận toàn bộ)", "Reasons (unless all is accepted)"),
    many: true,
    value: offered.join(","),
    choices: [...offered, ...STATED_REASONS].map(choice),
  },
  kept,
)}
${textArea({ name: "stated", label: t(lang, "Nêu rõ lý do ngoài số liệu trong sổ", "The reason that is not in the book's figures"), hint: t(lang, "Để trống nếu không có. Nêu giấy tờ nào, số, ngày, thiếu hoặc khác ở điểm nào; in trong thông báo.", "Leave empty if there is none. Say which paper, number and date, and what it lacks; printed on the notice."), maxlength: 500, rows: 3 }, kept)}
${textArea({ name: "text", label: t(lang, "Ý kiến của cán bộ kiểm soát", "The officer's remarks"), hint: t(lang, "Từ 10 đến 500 ký tự; sửa lại câu dự thảo nếu cần. Nêu điều còn thiếu hoặc chưa khớp, không quy kết.", "10 to 500 characters; change the draft where needed. Say what is missing or does not agree; accuse nobody."), minlength: 10, maxlength: 500, rows: 5, value: draftWords(dossier) }, kept)}
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
    return t(
      lang,
      "Thời hạn tính lại từ ngày nhận đủ hồ sơ bổ sung",
      "The time limit begins anew when the completed dossier is in",
    );
  const dong = (of: number) => formatDong(of, lang);
  const short = dong(claimedDong - acceptedDong);
  if (outcome === OUTCOME.pay && acceptedDong < claimedDong)
    return t(lang, `Không chọn được: còn ${short} chưa đủ căn cứ`, `Not possible: ${short} lacks evidence`);
  if (outcome === OUTCOME.part && acceptedDong === claimedDong)
    return t(lang, "Không chọn được: số tiền đề nghị đã đủ căn cứ", "Not possible: all of it is evidenced");
  if (outcome === OUTCOME.part && acceptedDong === 0)
    return t(lang, "Không chọn được: chưa có phần nào đủ căn cứ", "Not possible: no part of it is evidenced");
  if (outcome === OUTCOME.refuse && acceptedDong > 0)
    return t(
      lang,
      `Chấp nhận 0 đ, kể cả ${dong(acceptedDong)} đã đủ căn cứ: phải nêu rõ lý do khác`,
      `Accept nothing, ${dong(acceptedDong)} that are evidenced included: state another reason`,
    );
  return t(
    lang,
    `Chấp nhận ${dong(outcome === OUTCOME.refuse ? 0 : acceptedDong)}`,
    `Accept ${dong(outcome === OUTCOME.refuse ? 0 : acceptedDong)}`,
  );
}
