// A dossier before all have signed: whoever drew it up takes it back, or another party of the package declines to sign, with the reason.
import { html } from "hono/html";
import { partiesOf } from "../../rules/registry/chairs.ts";
import { form, type Kept, textArea } from "../../web/fields.ts";
import { type Markup, t } from "../../web/layout.ts";
import { disclosure } from "../../web/parts.ts";
import { formatMoment } from "../../words/as-written.ts";
import { type Problem, problem, statusOf } from "../../words/problem.ts";
import { type PageRequest, refusePage, typedForm } from "../request.ts";
import type { Dossier } from "./dossier.ts";
import { dossierPage, openDossier } from "./dossier-page.ts";
import { partyNames } from "./names-of.ts";
import { refusal, signOrAsk } from "./sign-or-ask.ts";

/** The visitor's part in a draft; undefined for whoever has none, and once all have signed. */
function partIn({ who }: PageRequest, { claim, project }: Dossier): "proposer" | "other" | undefined {
  if (!who || claim.complete || claim.withdrawn) return undefined;
  if (who.parties.includes(claim.proposer)) return "proposer";
  return partiesOf(project, claim.package).some((party) => who.parties.includes(party)) ? "other" : undefined;
}

/** The form by which a draft is withdrawn or declined, folded while nobody has typed in it. */
export function withdrawForm(request: PageRequest, dossier: Dossier, kept?: Kept): Markup | "" {
  const { lang } = request;
  const part = partIn(request, dossier);
  if (part === undefined) return "";
  const verb =
    part === "proposer" ? t(lang, "Rút bảng kê", "Withdraw the annex") : t(lang, "Từ chối ký", "Decline to sign");
  const hint = t(
    lang,
    "Từ 10 đến 500 ký tự; các bên của gói thầu và Kho bạc đọc được. Số hồ sơ dùng lại được cho bảng kê lập lại.",
    "10 to 500 characters; the package's parties and the treasury read it. The number may be used for the annex drawn up anew.",
  );
  const fields = html`${textArea({ name: "reason", label: t(lang, "Lý do", "Reason"), hint, minlength: 10, maxlength: 500, rows: 3 }, kept)}
<div class="action"><button class="button second" type="submit">${verb}</button></div>`;
  const whole = form(`/claims/${dossier.annex}/withdraw`, fields);
  return kept ? whole : disclosure(verb, whole);
}

/** The end of a withdrawn dossier's page: who, when and why. */
export async function withdrawnEnd({ lang, services: { view } }: PageRequest, { claim }: Dossier): Promise<Markup> {
  if (!claim.withdrawn) throw new Error("a dossier in this state was withdrawn");
  const { index, party } = claim.withdrawn;
  const [stored] = await view.entries([index]);
  if (stored?.entry.kind !== "annex.withdraw") throw new Error(`entry ${index} withdraws no annex`);
  const name = (await partyNames(view, [party])).get(party) ?? String(party);
  const at = formatMoment(stored.receivedMs, lang);
  const says =
    party === claim.proposer
      ? t(lang, `${name} đã rút bảng kê lúc ${at}.`, `${name} withdrew the annex at ${at}.`)
      : t(lang, `${name} đã từ chối ký bảng kê lúc ${at}.`, `${name} declined to sign the annex at ${at}.`);
  return html`<h2>${t(lang, "Bảng kê không còn hiệu lực", "The annex is no longer in force")}</h2>
<p><strong>${says}</strong> ${t(lang, "Lý do:", "Reason:")} ${stored.entry.body.reason}</p>
<p>${t(lang, "Lập bảng kê mới để thay thế; số hồ sơ này dùng lại được.", "Draw up a new annex in its place; its number may be used again.")}</p>`;
}

/** The posted withdrawal: signed, or shown again with why not. */
export async function postWithdraw(request: PageRequest): Promise<Response> {
  const view = await openDossier(request);
  if (view instanceof Response) return view;
  const { dossier } = view;
  const { lang } = request;
  const parties = [dossier.claim.proposer, ...partiesOf(dossier.project, dossier.claim.package)];
  if (!request.who?.parties.some((party) => parties.includes(party)))
    return refusePage(request, problem("no-standing", { need: "party-of-package" }));
  const typed = await typedForm(request.context);
  const reason = (typed.reason ?? "").trim();
  const again = (refused?: Problem, errors: Kept["errors"] = {}) =>
    dossierPage(
      request,
      view,
      withdrawForm(request, dossier, { typed, errors }),
      refusal(refused),
      refused ? statusOf(refused) : 422,
    );
  if (typed.do === "edit") return again();
  if (reason.length < 10 || reason.length > 500)
    return again(undefined, { reason: t(lang, "Cần từ 10 đến 500 ký tự.", "10 to 500 characters are needed.") });
  const path = `/claims/${dossier.annex}`;
  const signed = await signOrAsk(request, {
    kind: "annex.withdraw",
    body: { annex: dossier.annex, reason },
    says: [
      [t(lang, "Bảng kê", "Annex"), t(lang, `hồ sơ số ${dossier.claim.number}`, `dossier ${dossier.claim.number}`)],
      [t(lang, "Lý do rút hoặc từ chối ký", "Why it is withdrawn or declined"), reason],
    ],
    next: path,
    back: { path: `${path}/withdraw`, typed },
  });
  return "response" in signed ? signed.response : again(signed.refused);
}
