// The officer's queue: dossiers of the treasury, what is due first on top, decided ones below.

import { html } from "hono/html";
import { CLAIM_KIND } from "../../format/codes.ts";
import { closedDesk, mayOpen } from "../../http/readers.ts";
import type { Who } from "../../http/who.ts";
import { rulesAt } from "../../rules/acts/context.ts";
import type { ClaimFact } from "../../rules/book/facts.ts";
import { controlDeadline, type Deadline } from "../../rules/numbers/deadline.ts";
import { claimStatus } from "../../rules/payment/claim-life.ts";
import { configuredAt } from "../../rules/readings/configured.ts";
import { calendarIn } from "../../rules/registry/configuration.ts";
import type { View } from "../../store/view.ts";
import { type Content, type Markup, t } from "../../web/layout.ts";
import { breadcrumb, figuresTable, nextPage } from "../../web/parts.ts";
import { formatCount, formatDateTime } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";
import { answerPage, askWho, type PageRequest, refusePage } from "../request.ts";
import { endingNotes } from "./configuration-page.ts";
import { claimStatusWords, deadlineWords, packageName } from "./dossier.ts";
import {
  type Asked,
  addressOf,
  askedOf,
  compareDeadlines,
  type DossierRow,
  decidedPage,
  type ListedDossier,
  listedOf,
  listTools,
  pageAfter,
  RESULTS_BELOW,
  readListed,
  type Show,
  searchFor,
  withAmounts,
} from "./dossier-list.ts";
import { loadRecoveries, recoveriesTable } from "./recoveries.ts";

/** An open dossier with its deadline. */
type Open = DossierRow & { readonly deadline: Deadline | undefined };
/** The filters of the queue. */
const FILTERS: readonly Show[] = ["mine", "overdue", "contested", "decided"];
const PATH = "/treasury";

/** "Hồ sơ chờ kiểm soát": what is due first on top; the search, the filters and the cursors are in the address. */
export async function queuePage(request: PageRequest): Promise<Response> {
  const { lang, who, services } = request;
  if (!who) return askWho(request);
  if (!mayOpen(who, "control")) return refusePage(request, closedDesk(who, "control"));
  const { view } = services;
  const asked = askedOf(request);
  const { open, decided } = await listedOf(view, who.parties);
  const sought = await searchFor(view, who.parties, asked.q);
  const fits = (each: ListedDossier) => who.parties.includes(each.project.treasury) && sought(each);
  const contested = await view.contradictedAnnexes();
  const first = asked.show === undefined && asked.after === undefined;
  const body = html`${first ? await heading(request, who) : ""}${listTools(PATH, asked, FILTERS, lang)}
${asked.show === "decided" || asked.show === "contested" ? "" : await openPart(request, asked, await dueDossiers(view, open, fits))}
${first || asked.show === "decided" || asked.show === "contested" ? await decidedPart(request, asked, decided, contested, fits) : ""}
${first && asked.q === "" ? html`<h2>${t(lang, "Thu hồi", "Recoveries")}</h2>${recoveriesTable(await loadRecoveries(view, who.parties), lang)}` : ""}`;
  return answerPage(request, {
    title: t(lang, "Hồ sơ chờ kiểm soát", "Dossiers to control"),
    job: { vi: "Hồ sơ chờ kiểm soát", en: "Dossiers awaiting control" },
    crumbs: breadcrumb(lang, [
      { text: t(lang, "Trang đầu", "Start"), path: "/" },
      { text: t(lang, "Kho bạc Nhà nước", "State Treasury") },
    ]),
    body,
    wide: true,
  });
}

/** The configuration that ends soon, which a treasury has to renew. */
async function heading({ lang, services }: PageRequest, who: Who): Promise<Markup> {
  const nowS = Math.floor(services.now() / 1000);
  const { ending } = await services.view.read((book) => configuredAt(book, who.party, nowS));
  return html`${endingNotes(ending, lang)}${ending.length > 0 ? html`<p><a href="/configuration">${t(lang, "Xem và nhập bản nối tiếp", "See, and enter what follows")}</a></p>` : ""}`;
}

/** The open dossiers that fit, each with its deadline, the first due first. */
async function dueDossiers(
  view: View,
  open: readonly number[],
  fits: (listed: ListedDossier) => boolean,
): Promise<(ListedDossier & { readonly deadline: Deadline | undefined })[]> {
  const [listed, calendar, rules] = await Promise.all([
    readListed(view, open),
    view.read(calendarIn),
    view.fact("rules", 0),
  ]);
  const deadlineOf = ({ complete, kind }: ClaimFact) =>
    complete && rules
      ? controlDeadline(calendar, complete.ms, kind, rulesAt(rules, Math.floor(complete.ms / 1000)).set.controlDays)
      : undefined;
  return listed
    .filter(fits)
    .map((each) => {
      const deadline = deadlineOf(each.claim);
      return { ...each, deadline, ...(deadline ? { dueMs: deadline.endMs } : {}) };
    })
    .sort(compareDeadlines);
}

async function openPart(
  { lang, services, who }: PageRequest,
  asked: Asked,
  open: readonly (ListedDossier & { readonly deadline: Deadline | undefined })[],
): Promise<Markup> {
  const nowMs = services.now();
  const shown =
    asked.show === "mine"
      ? await awaitingPerson(services.view, open, who?.person ?? null)
      : asked.show === "overdue"
        ? open.filter(({ dueMs }) => dueMs !== undefined && dueMs <= nowMs)
        : open;
  const complete = open.filter(({ claim }) => claim.complete).length;
  const lead =
    complete > 0 && asked.show === undefined && asked.after === undefined
      ? html`<p class="lead">${t(lang, `${complete} hồ sơ đã đủ thành phần đang chờ kết quả.`, `${complete} complete dossiers await a result.`)}</p>`
      : "";
  const { rows, next } = pageAfter(shown, asked.after);
  const amounts = await withAmounts(services.view, rows);
  const table = openTable(
    amounts.map((row, i) => ({ ...row, deadline: rows[i]?.deadline })),
    lang,
    nowMs,
  );
  return html`${lead}${table}${nextPage(lang, next && addressOf(PATH, { ...asked, after: next }))}`;
}

/** Dossiers that a person of the treasury may act on now: to review, or to approve what somebody else reviewed. */
export async function awaitingPerson<T extends ListedDossier>(
  view: Pick<View, "facts">,
  open: readonly T[],
  person: number | null,
): Promise<T[]> {
  const complete = open.filter(({ claim }) => claim.complete);
  const reviews = await view.facts(
    "review",
    complete.flatMap(({ claim }) => claim.review ?? []),
  );
  return complete.filter(({ claim }) => claim.review === null || reviews.get(String(claim.review))?.person !== person);
}

async function decidedPart(
  { lang, services }: PageRequest,
  asked: Asked,
  decided: readonly number[],
  contested: ReadonlyMap<number, number>,
  fits: (listed: ListedDossier) => boolean,
): Promise<Markup> {
  const below = asked.show === undefined;
  const listed = asked.show === "contested" ? decided.filter((annex) => contested.has(annex)) : decided;
  const { rows, next } = await decidedPage(
    services.view,
    listed,
    asked.before,
    fits,
    below ? RESULTS_BELOW : undefined,
  );
  const on =
    next === undefined ? undefined : addressOf(PATH, { ...asked, show: asked.show ?? "decided", before: next });
  return html`<h2>${t(lang, "Đã có kết quả", "Decided")}</h2>
${decidedTable(await withAmounts(services.view, rows), contested, lang)}${nextPage(lang, on)}`;
}

function openTable(rows: readonly Open[], lang: Lang, nowMs: number): Markup {
  return figuresTable({
    caption: t(lang, "Chưa có kết quả, hạn gần nhất trước", "Without a result, the nearest deadline first"),
    columns: [
      { head: t(lang, "Hồ sơ", "Dossier") },
      { head: t(lang, "Dự án, gói thầu", "Project, package") },
      { head: t(lang, "Đề nghị", "Asked"), unit: t(lang, "đ", "VND"), kind: "figure" },
      { head: t(lang, "Nhận đủ hồ sơ", "Complete since") },
      { head: t(lang, "Hạn trả kết quả", "Due by the end of") },
      { head: t(lang, "Trạng thái", "State") },
    ],
    rows: rows.map((row) => [
      dossierLink(row, lang),
      projectCell(row, lang),
      formatCount(row.askedDong, lang),
      row.claim.complete ? formatDateTime(row.claim.complete.ms, lang) : t(lang, "chưa đủ chữ ký", "not signed by all"),
      dueCell(row, lang, nowMs),
      claimStatusWords(row.claim, lang),
    ]),
    empty: {
      what: t(lang, "Không có hồ sơ nào đang chờ.", "No dossier is waiting."),
      how: t(
        lang,
        "Hồ sơ xuất hiện ở đây khi nhà thầu, tư vấn giám sát và chủ đầu tư đã ký bảng kê nguồn gốc vật liệu.",
        "A dossier appears here once contractor, supervisor and owner have signed the origin annex.",
      ),
    },
  });
}

function dossierLink(row: DossierRow, lang: Lang): Markup {
  const kind = {
    [CLAIM_KIND.interim]: ["thanh toán", "claim"],
    [CLAIM_KIND.advance]: ["tạm ứng", "advance"],
    [CLAIM_KIND.final]: ["quyết toán", "final"],
    [CLAIM_KIND.retention]: ["tiền giữ lại", "retention"],
  } as const;
  const [vi, en] = kind[row.claim.kind];
  return html`<a href="/treasury/${row.annex}">${t(lang, `Số ${row.claim.number}`, `No. ${row.claim.number}`)}</a> <span class="soft">${t(lang, vi, en)}</span>`;
}

/** A dossier's project and package; the project by its code too, since names are alike. */
export function projectCell({ project, claim }: ListedDossier, lang: Lang): Markup {
  return html`<span>${project.name}<br><span class="soft">${project.code} · ${packageName(project, claim.package, lang)}</span></span>`;
}

/** Two working days, one for an advance; what is past its day says so and by how much. */
function dueCell(row: Open, lang: Lang, nowMs: number): Content {
  const { deadline } = row;
  if (!deadline) return t(lang, "chưa tính", "not running yet");
  const day = deadlineWords(deadline, lang);
  if (nowMs < deadline.endMs) return day;
  return html`<span>${day}<br><strong>${t(lang, "Quá hạn", "Overdue")}</strong></span>`;
}

function decidedTable(rows: readonly DossierRow[], contested: ReadonlyMap<number, number>, lang: Lang): Markup {
  const money = (head: string) => ({ head, unit: t(lang, "đ", "VND"), kind: "figure" as const });
  return figuresTable({
    caption: t(lang, "Kết quả đã ký, mới nhất trước", "Signed results, newest first"),
    columns: [
      { head: t(lang, "Hồ sơ", "Dossier") },
      { head: t(lang, "Dự án, gói thầu", "Project, package") },
      money(t(lang, "Đề nghị", "Asked")),
      money(t(lang, "Chấp nhận", "Accepted")),
      { head: t(lang, "Kết quả", "Result") },
    ],
    rows: rows.map((row) => [
      dossierLink(row, lang),
      projectCell(row, lang),
      formatCount(row.askedDong, lang),
      formatCount(row.claim.decision?.acceptedDong ?? 0, lang),
      resultCell(row, contested.get(row.annex) ?? 0, lang),
    ]),
    empty: {
      what: t(lang, "Chưa có kết quả nào.", "No result yet."),
      how: t(lang, "Kết quả xuất hiện khi lãnh đạo phê duyệt đã ký.", "A result appears once the approver has signed."),
    },
  });
}

/** The outcome, and how many loads behind it have been contradicted since and are not looked into yet. */
function resultCell({ claim }: DossierRow, contested: number, lang: Lang): Content {
  if (contested === 0) return outcomeMark(claim, lang);
  const since = t(lang, `${contested} nghi vấn sau kết quả`, `${contested} contradictions since the result`);
  return html`${outcomeMark(claim, lang)}<br><a href="/signals">${since}</a>`;
}

/** A decided dossier's outcome, which is an office's act and wears no verdict's colour; before that its state in words. */
export function outcomeMark(claim: ClaimFact, lang: Lang): Content {
  if (claimStatus(claim) !== "decided") return claimStatusWords(claim, lang);
  return html`<strong>${claimStatusWords(claim, lang)}</strong>`;
}
