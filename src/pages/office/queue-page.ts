// The officer's queue: dossiers of the treasury, what is due first on top, decided ones below.

import { html } from "hono/html";
import { CLAIM_KIND } from "../../format/codes.ts";
import { closedDesk, mayOpen } from "../../http/readers.ts";
import type { Services } from "../../http/services.ts";
import { rulesAt } from "../../rules/acts/context.ts";
import type { ClaimFact } from "../../rules/book/facts.ts";
import { controlDeadline, type Deadline } from "../../rules/numbers/deadline.ts";
import { claimStatus } from "../../rules/payment/claim-life.ts";
import { claimedDongOf } from "../../rules/payment/figures.ts";
import { configuredAt } from "../../rules/readings/configured.ts";
import { calendarIn } from "../../rules/registry/configuration.ts";
import { type Content, type Markup, t } from "../../web/layout.ts";
import { breadcrumb, figuresTable } from "../../web/parts.ts";
import { formatCount, formatDateTime } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";
import { answerPage, askWho, type PageRequest, refusePage } from "../request.ts";
import { endingNotes } from "./configuration-page.ts";
import { claimStatusWords, deadlineWords, packageName } from "./dossier.ts";
import { loadRecoveries, recoveriesTable } from "./recoveries.ts";

/** A row of the queue: the claim with the sum that its annex asks for. */
type Row = {
  annex: number;
  claim: ClaimFact;
  deadline: Deadline | undefined;
  project: string;
  package: string;
  askedDong: number;
};

/** "Hồ sơ chờ kiểm soát". */
export async function queuePage(request: PageRequest): Promise<Response> {
  const { lang, who, services } = request;
  if (!who) return askWho(request);
  if (!mayOpen(who, "control")) return refusePage(request, closedDesk(who, "control"));
  const rows = await loadRows(services, who.party, lang);
  const recoveries = await loadRecoveries(services.view, who.party);
  const open = rows.filter((row) => !row.claim.decision).sort((a, b) => dueMs(a) - dueMs(b) || a.annex - b.annex);
  const decided = rows.filter((row) => row.claim.decision);
  const waiting = open.filter((row) => row.claim.complete).length;
  const lead =
    waiting > 0
      ? html`<p class="lead">${t(lang, `${waiting} hồ sơ đã đủ thành phần đang chờ kết quả.`, `${waiting} complete dossiers await a result.`)}</p>`
      : "";
  const nowS = Math.floor(services.now() / 1000);
  const { ending } = await services.view.read((book) => configuredAt(book, who.party, nowS));
  const body = html`${lead}${endingNotes(ending, lang)}${ending.length > 0 ? html`<p><a href="/configuration">${t(lang, "Xem và nhập bản nối tiếp", "See, and enter what follows")}</a></p>` : ""}
${openTable(open, lang, services.now())}
<h2>${t(lang, "Đã có kết quả", "Decided")}</h2>
${decidedTable(decided, lang)}
<h2>${t(lang, "Thu hồi", "Recoveries")}</h2>
${recoveriesTable(recoveries, lang)}`;
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

async function loadRows(services: Services, party: number, lang: Lang): Promise<Row[]> {
  const { view } = services;
  const annexes = await view.whole(`claims/${party}`);
  const [claims, bodies] = await Promise.all([view.facts("claim", annexes), view.facts("annex", annexes)]);
  const projects = await view.facts("project", [...new Set([...claims.values()].map((claim) => claim.project))]);
  const [calendar, rules] = await Promise.all([view.read(calendarIn), view.fact("rules", 0)]);
  const deadlineOf = ({ complete, kind }: ClaimFact) =>
    complete && rules
      ? controlDeadline(calendar, complete.ms, kind, rulesAt(rules, Math.floor(complete.ms / 1000)).set.controlDays)
      : undefined;
  return annexes.flatMap((annex) => {
    const claim = claims.get(String(annex));
    const body = bodies.get(String(annex))?.body;
    const project = claim && projects.get(String(claim.project));
    if (!claim || !body || !project || project.treasury !== party) return [];
    const askedDong = claimedDongOf(body);
    return [
      {
        annex,
        claim,
        deadline: deadlineOf(claim),
        project: project.name,
        package: packageName(project, claim.package, lang),
        askedDong,
      },
    ];
  });
}

function dueMs({ deadline }: Row): number {
  return deadline?.endMs ?? Number.MAX_SAFE_INTEGER;
}

function openTable(rows: readonly Row[], lang: Lang, nowMs: number): Markup {
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
      projectCell(row),
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

function dossierLink(row: Row, lang: Lang): Markup {
  const kind = {
    [CLAIM_KIND.interim]: ["thanh toán", "claim"],
    [CLAIM_KIND.advance]: ["tạm ứng", "advance"],
    [CLAIM_KIND.final]: ["quyết toán", "final"],
    [CLAIM_KIND.retention]: ["tiền giữ lại", "retention"],
  } as const;
  const [vi, en] = kind[row.claim.kind];
  return html`<a href="/treasury/${row.annex}">${t(lang, `Số ${row.claim.number}`, `No. ${row.claim.number}`)}</a> <span class="soft">${t(lang, vi, en)}</span>`;
}

function projectCell(row: Row): Markup {
  return html`<span>${row.project}<br><span class="soft">${row.package}</span></span>`;
}

/** Two working days, one for an advance; what is past its day says so and by how much. */
function dueCell(row: Row, lang: Lang, nowMs: number): Content {
  const { deadline } = row;
  if (!deadline) return t(lang, "chưa tính", "not running yet");
  const day = deadlineWords(deadline, lang);
  if (nowMs < deadline.endMs) return day;
  return html`<span>${day}<br><strong>${t(lang, "Quá hạn", "Overdue")}</strong></span>`;
}

function decidedTable(rows: readonly Row[], lang: Lang): Markup {
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
      projectCell(row),
      formatCount(row.askedDong, lang),
      formatCount(row.claim.decision?.acceptedDong ?? 0, lang),
      outcomeMark(row.claim, lang),
    ]),
    empty: {
      what: t(lang, "Chưa có kết quả nào.", "No result yet."),
      how: t(lang, "Kết quả xuất hiện khi lãnh đạo phê duyệt đã ký.", "A result appears once the approver has signed."),
    },
  });
}

/** A decided dossier's outcome, which is an office's act and wears no verdict's colour; before that its state in words. */
export function outcomeMark(claim: ClaimFact, lang: Lang): Content {
  if (claimStatus(claim) !== "decided") return claimStatusWords(claim, lang);
  return html`<strong>${claimStatusWords(claim, lang)}</strong>`;
}
