// The dossiers of an owner, contractor or supervisor: the list, and one dossier with the one thing left to do, which is to sign it.

import { html } from "hono/html";
import { unhex } from "../../format/bytes.ts";
import { OUTCOME } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { closedDesk, mayOpen } from "../../http/readers.ts";
import type { ClaimFact } from "../../rules/book/facts.ts";
import type { Chair } from "../../rules/book/shared-facts.ts";
import { openChairs } from "../../rules/payment/annex.ts";
import { claimStatus } from "../../rules/payment/claim-life.ts";
import { form, type Kept, textField } from "../../web/fields.ts";
import { type Markup, t } from "../../web/layout.ts";
import { actionButton, breadcrumb, figuresTable, nextPage } from "../../web/parts.ts";
import { formatCount, formatDong } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";
import { type Problem, problem, statusOf } from "../../words/problem.ts";
import { answerPage, askWho, type PageRequest, refusePage, typedForm } from "../request.ts";
import {
  addressOf,
  askedOf,
  type DossierRow,
  decidedPage,
  type ListedDossier,
  listedOf,
  listTools,
  pageAfter,
  RESULTS_BELOW,
  readListed,
  searchFor,
  withAmounts,
} from "./dossier-list.ts";
import { type DossierView, decidedEnd, dossierPage, openDossier } from "./dossier-page.ts";
import { outcomeMark, projectCell } from "./queue-page.ts";
import { refusal, signOrAsk } from "./sign-or-ask.ts";
import { withdrawForm, withdrawnEnd } from "./withdrawal.ts";

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
  const { view } = services;
  const asked = askedOf(request);
  const { open, decided } = await listedOf(view, who.parties);
  const sought = await searchFor(view, who.parties, asked.q);
  const openPart = async () => {
    const waits = (each: ListedDossier) => asked.show !== "mine" || waitsForParty(each, who.parties);
    const listed = (await readListed(view, open)).filter((each) => sought(each) && waits(each));
    const { rows, next } = pageAfter(listed, asked.after, compareNewest);
    const table = claimsTable(await withAmounts(view, rows), who.parties, lang);
    return html`${table}${nextPage(lang, next && addressOf(PATH, { ...asked, after: { annex: next.annex } }))}`;
  };
  const decidedPart = async () => {
    const below = asked.show === undefined;
    const { rows, next } = await decidedPage(view, decided, asked.before, sought, below ? RESULTS_BELOW : undefined);
    const on = next === undefined ? undefined : addressOf(PATH, { ...asked, show: "decided", before: next });
    return html`<h2>${t(lang, "Đã có kết quả", "Decided")}</h2>${claimsTable(await withAmounts(view, rows), who.parties, lang)}${nextPage(lang, on)}`;
  };
  const body = html`${listTools(PATH, asked, ["mine", "decided"], lang)}
${asked.show === "decided" ? "" : await openPart()}
${asked.show === "mine" || asked.after !== undefined || decided.length === 0 ? "" : await decidedPart()}`;
  return answerPage(request, {
    title: t(lang, "Hồ sơ của đơn vị", "Our dossiers"),
    job: { vi: "Hồ sơ đề nghị thanh toán của đơn vị", en: "Our payment dossiers" },
    crumbs: breadcrumb(lang, [
      { text: t(lang, "Trang đầu", "Start"), path: "/" },
      { text: t(lang, "Hồ sơ của đơn vị", "Our dossiers") },
    ]),
    body: html`${body}${actionButton({ verb: t(lang, "Lập bảng kê mới", "New annex"), path: "/claims/new" })}`,
    wide: true,
  });
}

const PATH = "/claims";

function compareNewest(a: Pick<ListedDossier, "annex">, b: Pick<ListedDossier, "annex">): number {
  return b.annex - a.annex;
}

function claimsTable(rows: readonly DossierRow[], parties: readonly number[], lang: Lang): Markup {
  return figuresTable({
    caption: t(lang, "Mới nhất trước", "Newest first"),
    columns: [
      { head: t(lang, "Hồ sơ", "Dossier") },
      { head: t(lang, "Dự án, gói thầu", "Project, package") },
      { head: t(lang, "Đề nghị", "Asked"), unit: t(lang, "đ", "VND"), kind: "figure" },
      { head: t(lang, "Trạng thái", "State") },
      { head: t(lang, "Việc cần làm", "To do") },
    ],
    rows: rows.map((row) => [
      html`<a href="/claims/${row.annex}">${t(lang, `Số ${row.claim.number}`, `No. ${row.claim.number}`)}</a>`,
      projectCell(row, lang),
      formatCount(row.askedDong, lang),
      outcomeMark(row.claim, lang),
      todo(row, parties, lang),
    ]),
    empty: {
      what: t(lang, "Không có hồ sơ nào ở đây.", "No dossiers here."),
      how: t(
        lang,
        "Hồ sơ xuất hiện ở đây khi một bên của gói thầu lập bảng kê nguồn gốc vật liệu.",
        "A dossier appears once a party of the package proposes an origin annex.",
      ),
    },
  });
}

function isDrafting(claim: ClaimFact): boolean {
  return claimStatus(claim) === "drafting";
}

/** True of an annex that one of these parties has yet to sign. */
export function waitsForParty(dossier: Pick<ListedDossier, "project" | "claim">, parties: readonly number[]): boolean {
  return isDrafting(dossier.claim) && chairsLeft(dossier, parties).length > 0;
}

function todo(dossier: Pick<ListedDossier, "project" | "claim">, parties: readonly number[], lang: Lang): string {
  const { claim } = dossier;
  if (waitsForParty(dossier, parties)) return t(lang, "ký xác nhận", "sign it");
  if (isDrafting(claim)) return t(lang, "chờ các bên khác ký", "others must sign");
  switch (claim.decision?.outcome) {
    case OUTCOME.return:
      return t(lang, "bổ sung rồi lập lại hồ sơ", "complete it and propose again");
    case OUTCOME.part:
    case OUTCOME.refuse:
      return t(lang, "xem phần chưa đủ căn cứ", "see what is not evidenced");
    default:
      return "–";
  }
}

/** One dossier before those who answer for it, with the button where their signature is missing. */
export async function claimPage(request: PageRequest): Promise<Response> {
  const view = await openDossier(request);
  if (view instanceof Response) return view;
  return showClaim(request, view);
}

async function showClaim(
  request: PageRequest,
  view: DossierView,
  refused?: Problem,
  kept: Kept = {},
): Promise<Response> {
  const end = html`${await claimEnd(request, view, kept)}${withdrawForm(request, view.dossier)}`;
  return dossierPage(request, view, end, refusal(refused), refused ? statusOf(refused) : 200);
}

async function claimEnd(request: PageRequest, { dossier }: DossierView, kept: Kept): Promise<Markup> {
  const { lang, who } = request;
  const { claim } = dossier;
  const status = claimStatus(claim);
  if (status === "decided") return decidedEnd(dossier, lang);
  if (status === "withdrawn") return withdrawnEnd(request, dossier);
  if (status !== "drafting")
    return html`<p>${t(lang, "Các bên đã ký đủ. Kho bạc Nhà nước đang kiểm soát hồ sơ.", "All have signed. The treasury is controlling the dossier.")}</p>`;
  if (!who || chairsLeft(dossier, who.parties).length === 0)
    return html`<p>${t(lang, "Đơn vị đã ký; hồ sơ còn chờ các bên khác.", "Signed here; other parties have yet to sign.")}</p>`;
  const note = t(
    lang,
    "Ký xác nhận nghĩa là đơn vị chịu trách nhiệm về khối lượng và đơn giá của các hạng mục trên. Bảng kê không sửa được sau khi ký.",
    "Signing means that your party answers for the quantities and prices above. A signed annex cannot be changed.",
  );
  const paper = textField(
    {
      name: "document",
      label: paperOf(chairsLeft(dossier, who.parties), lang),
      hint: t(
        lang,
        "Số, ngày của văn bản; thông báo của Kho bạc dẫn lại. Để trống nếu chưa có.",
        "Number and date of the paper; the treasury's notice quotes it. Leave empty if there is none.",
      ),
      maxlength: 300,
    },
    kept,
  );
  return html`<h2>${t(lang, "Ký xác nhận bảng kê", "Co-sign the annex")}</h2><p>${note}</p>${form(`/claims/${dossier.annex}/cosign`, html`${paper}${actionButton({ verb: t(lang, "Ký xác nhận bảng kê", "Co-sign the annex") })}`)}`;
}

/** The paper that a party adds to the dossier with its signature. */
function paperOf(chairs: readonly Chair[], lang: Lang): string {
  if (chairs.includes("owner"))
    return t(lang, "Giấy đề nghị thanh toán vốn (mẫu 04.a/TT)", "Request for payment (form 04.a/TT)");
  return chairs.includes("supervisor")
    ? t(lang, "Biên bản nghiệm thu khối lượng hoàn thành", "Acceptance record of the work")
    : t(lang, "Văn bản kèm theo", "Paper that goes with it");
}

/** True if a party signs the dossier, or has signed it. */
function signsFor(dossier: DossierView["dossier"], parties: readonly number[]): boolean {
  return dossier.claim.signed.some((each) => parties.includes(each.party)) || chairsLeft(dossier, parties).length > 0;
}

/** The chairs of the dossier that are these parties' and have not signed. */
function chairsLeft(
  { project, claim }: Pick<DossierView["dossier"], "project" | "claim">,
  parties: readonly number[],
): Chair[] {
  return parties.flatMap((party) => openChairs(project, claim, party));
}

/** The posted co-signature. */
export async function postCosign(request: PageRequest): Promise<Response> {
  const view = await openDossier(request);
  if (view instanceof Response) return view;
  const { dossier } = view;
  const { lang, who } = request;
  if (!who || !signsFor(dossier, who.parties))
    return refusePage(request, problem("no-standing", { need: "party-of-package" }));
  const typed = await typedForm(request.context);
  if (typed.do === "edit") return showClaim(request, view, undefined, { typed });
  const document = typed.document?.trim();
  const body: Body<"annex.cosign"> = {
    annex: dossier.annex,
    entryId: unhex(dossier.proposed.id),
    ...(document ? { document } : {}),
  };
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
      ...(document ? [[t(lang, "Văn bản kèm theo", "Paper that goes with it"), document] as const] : []),
    ],
    next: `/claims/${dossier.annex}`,
    back: { path: `/claims/${dossier.annex}/cosign`, typed },
  });
  return "response" in signed ? signed.response : showClaim(request, view, signed.refused, { typed });
}
