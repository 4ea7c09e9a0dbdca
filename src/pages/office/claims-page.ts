// The dossiers of an owner, contractor or supervisor: the list, and one dossier with the one thing left to do, which is to sign it.

import { html } from "hono/html";
import { unhex } from "../../format/bytes.ts";
import type { Body } from "../../format/kinds.ts";
import { closedDesk, mayOpen } from "../../http/readers.ts";
import type { ClaimFact } from "../../rules/book/facts.ts";
import { openChairs } from "../../rules/payment/claim.ts";
import { claimStatus } from "../../rules/payment/claim-life.ts";
import { claimedDongOf } from "../../rules/payment/figures.ts";
import { form } from "../../web/fields.ts";
import { type Markup, t } from "../../web/layout.ts";
import { actionButton, breadcrumb, figuresTable } from "../../web/parts.ts";
import { formatCount, formatDong } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";
import { type Problem, problem, statusOf } from "../../words/problem.ts";
import { answerPage, askWho, type PageRequest, refusePage, typedForm } from "../request.ts";
import { packageName } from "./dossier.ts";
import { type DossierView, decidedEnd, dossierPage, openDossier } from "./dossier-page.ts";
import { outcomeMark } from "./queue-page.ts";
import { refusal, signOrAsk } from "./sign-or-ask.ts";

/** Those who draw up and sign dossiers, or the answer for everyone else. */
export function askClaimant(request: PageRequest): Promise<Response> | undefined {
  const { who } = request;
  if (!who) return askWho(request);
  return mayOpen(who, "claims") ? undefined : refusePage(request, closedDesk(who, "claims"));
}

/** "Hồ sơ đề nghị thanh toán" of the visitor's party. */
export async function claimsPage(request: PageRequest): Promise<Response> {
  const { lang, who, services } = request;
  const refused = askClaimant(request);
  if (refused || !who) return refused ?? askWho(request);
  const annexes = await services.view.whole(`claims/${who.party}`);
  const [claims, bodies] = await Promise.all([
    services.view.facts("claim", annexes),
    services.view.facts("annex", annexes),
  ]);
  const projects = await services.view.facts("project", [
    ...new Set([...claims.values()].map((claim) => claim.project)),
  ]);
  const rows = annexes.flatMap((annex) => {
    const claim = claims.get(String(annex));
    const body = bodies.get(String(annex))?.body;
    const project = claim && projects.get(String(claim.project));
    if (!claim || !body || !project) return [];
    const askedDong = claimedDongOf(body);
    return [
      [
        html`<a href="/claims/${annex}">${t(lang, `Số ${claim.number}`, `No. ${claim.number}`)}</a>`,
        html`<span>${project.name}<br><span class="soft">${packageName(project, claim.package, lang)}</span></span>`,
        formatCount(askedDong, lang),
        outcomeMark(claim, lang),
        todo(claim, who.party, lang),
      ],
    ];
  });
  const table = figuresTable({
    caption: t(lang, "Mới nhất trước", "Newest first"),
    columns: [
      { head: t(lang, "Hồ sơ", "Dossier") },
      { head: t(lang, "Dự án, gói thầu", "Project, package") },
      { head: t(lang, "Đề nghị", "Asked"), unit: t(lang, "đ", "VND"), kind: "figure" },
      { head: t(lang, "Trạng thái", "State") },
      { head: t(lang, "Việc cần làm", "To do") },
    ],
    rows,
    empty: {
      what: t(lang, "Đơn vị chưa có hồ sơ nào.", "No dossiers yet."),
      how: t(
        lang,
        "Hồ sơ xuất hiện ở đây khi một bên của gói thầu lập bảng kê nguồn gốc vật liệu.",
        "A dossier appears once a party of the package proposes an origin annex.",
      ),
    },
  });
  return answerPage(request, {
    title: t(lang, "Hồ sơ của đơn vị", "Our dossiers"),
    job: { vi: "Hồ sơ đề nghị thanh toán của đơn vị", en: "Our payment dossiers" },
    crumbs: breadcrumb(lang, [
      { text: t(lang, "Trang đầu", "Start"), path: "/" },
      { text: t(lang, "Hồ sơ của đơn vị", "Our dossiers") },
    ]),
    body: html`${table}${actionButton({ verb: t(lang, "Lập bảng kê mới", "New annex"), path: "/claims/new" })}`,
    wide: true,
  });
}

function todo(claim: ClaimFact, party: number, lang: Lang): string {
  if (claimStatus(claim) !== "drafting") return "–";
  return claim.signed.some((each) => each.party === party)
    ? t(lang, "chờ các bên khác ký", "others must sign")
    : t(lang, "ký xác nhận", "sign it");
}

/** One dossier before those who answer for it, with the button where their signature is missing. */
export async function claimPage(request: PageRequest): Promise<Response> {
  const view = await openDossier(request);
  if (view instanceof Response) return view;
  return showClaim(request, view);
}

function showClaim(request: PageRequest, view: DossierView, refused?: Problem): Promise<Response> {
  return dossierPage(request, view, claimEnd(request, view), refusal(refused), refused ? statusOf(refused) : 200);
}

function claimEnd(request: PageRequest, { dossier }: DossierView): Markup {
  const { lang, who } = request;
  const { claim, project } = dossier;
  const status = claimStatus(claim);
  if (status === "decided") return decidedEnd(dossier, lang);
  if (status !== "drafting")
    return html`<p>${t(lang, "Các bên đã ký đủ. Kho bạc Nhà nước đang kiểm soát hồ sơ.", "All have signed. The treasury is controlling the dossier.")}</p>`;
  if (!who || openChairs(project, claim, who.party).length === 0)
    return html`<p>${t(lang, "Đơn vị đã ký; hồ sơ còn chờ các bên khác.", "Signed here; other parties have yet to sign.")}</p>`;
  const note = t(
    lang,
    "Ký xác nhận nghĩa là đơn vị chịu trách nhiệm về khối lượng và đơn giá của các hạng mục trên. Bảng kê không sửa được sau khi ký.",
    "Signing means that your party answers for the quantities and prices above. A signed annex cannot be changed.",
  );
  return html`<h2>${t(lang, "Ký xác nhận bảng kê", "Co-sign the annex")}</h2><p>${note}</p>${form(`/claims/${dossier.annex}/cosign`, actionButton({ verb: t(lang, "Ký xác nhận bảng kê", "Co-sign the annex") }))}`;
}

/** True if a party signs the dossier, or has signed it. */
function signsFor({ project, claim }: DossierView["dossier"], party: number): boolean {
  return claim.signed.some((each) => each.party === party) || openChairs(project, claim, party).length > 0;
}

/** The posted co-signature. */
export async function postCosign(request: PageRequest): Promise<Response> {
  const view = await openDossier(request);
  if (view instanceof Response) return view;
  const { dossier } = view;
  const { lang, who } = request;
  if (!who || !signsFor(dossier, who.party))
    return refusePage(request, problem("no-standing", { need: "party-of-package" }));
  if ((await typedForm(request.context)).do === "edit") return showClaim(request, view);
  const body: Body<"annex.cosign"> = { annex: dossier.annex, entryId: unhex(dossier.proposed.id) };
  const signed = await signOrAsk(request, {
    kind: "annex.cosign",
    body,
    says: [
      [
        t(lang, "Bảng kê", "Annex"),
        t(
          lang,
          `hồ sơ số ${dossier.claim.number}, mục ${dossier.annex}`,
          `dossier ${dossier.claim.number}, entry ${dossier.annex}`,
        ),
      ],
      [t(lang, "Dự án", "Project"), dossier.project.name],
      [t(lang, "Đề nghị thanh toán", "Asked"), formatDong(dossier.result.figures.claimedDong, lang)],
    ],
    next: `/claims/${dossier.annex}`,
    back: { path: `/claims/${dossier.annex}/cosign`, typed: {} },
  });
  return "response" in signed ? signed.response : showClaim(request, view, signed.refused);
}
