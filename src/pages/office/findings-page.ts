// A finding as those read it who must act on it: what has to be stopped, by place, and what has to be recovered, by result. For
// authorities and inspectors; a treasury sees the results of its own projects.
import { html } from "hono/html";
import { MATERIALS } from "../../format/codes.ts";
import { reachFor } from "../../http/finding-reads.ts";
import { closedDesk, mayOpen, readsEveryProject } from "../../http/readers.ts";
import type { Book } from "../../rules/book/book.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import type { Touched } from "../../rules/oversight/touched.ts";
import { entryName } from "../../rules/readings/reading.ts";
import type { Reach, TouchedResult } from "../../store/finding-extent.ts";
import { type Content, type Markup, t } from "../../web/layout.ts";
import { breadcrumb, definitions, disclosure, figuresTable } from "../../web/parts.ts";
import { formatCount, formatDateTime, formatDong, formatTonnes } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";
import { answerPage, askWho, indexOf, missing, type PageRequest, refusePage } from "../request.ts";
import { bodyWords } from "./entry-words.ts";

/** The findings, newest first, each with whether it is in force. */
export async function findingsPage(request: PageRequest): Promise<Response> {
  const { lang, who, services } = request;
  if (!who) return askWho(request);
  if (!mayOpen(who, "findings")) return refusePage(request, closedDesk(who, "findings"));
  const indexes = await services.view.whole("findings");
  const stored = new Map((await services.view.entries(indexes)).map((entry) => [entry.index, entry]));
  const facts = await services.view.facts("finding", indexes);
  const active = indexes.filter((index) => facts.get(String(index))?.lifted === undefined);
  const rows = indexes.flatMap((index) => {
    const found = stored.get(index);
    if (found?.entry.kind !== "finding.record") return [];
    return [
      [
        html`<a href="/findings/${index}">${found.entry.body.document}</a>`,
        formatDateTime(found.receivedMs, lang),
        active.includes(index) ? t(lang, "Đang có hiệu lực", "In force") : t(lang, "Đã rút", "Lifted"),
      ],
    ];
  });
  const body = figuresTable({
    caption: t(lang, "Kết luận kiểm tra, mới nhất trước", "Findings, newest first"),
    columns: [
      { head: t(lang, "Văn bản", "Document") },
      { head: t(lang, "Vào sổ lúc", "Entered at") },
      { head: t(lang, "Hiệu lực", "Force") },
    ],
    rows,
    empty: {
      what: t(lang, "Chưa có kết luận nào.", "No finding yet."),
      how: t(
        lang,
        "Kết luận xuất hiện khi cơ quan quản lý hoặc thanh tra đã ký ban hành.",
        "A finding appears once an authority or inspector has signed it.",
      ),
    },
  });
  return answerPage(request, {
    title: t(lang, "Kết luận kiểm tra", "Findings"),
    job: { vi: "Kết luận kiểm tra", en: "Findings" },
    crumbs: breadcrumb(lang, [
      { text: t(lang, "Trang đầu", "Start"), path: "/" },
      { text: t(lang, "Kết luận kiểm tra", "Findings") },
    ]),
    body,
  });
}

/** One finding: what it says, what to stop, what to recover. */
export async function findingPage(request: PageRequest): Promise<Response> {
  const { lang, services, context } = request;
  const index = indexOf(context.req.param("index")) ?? 0;
  const found = await reachFor(context, services, index);
  if (!found.ok) {
    const { code } = found.problem;
    if (code === "unauthorised") return askWho(request);
    return code === "not-found" ? missing(request, "finding", index) : refusePage(request, found.problem);
  }
  const reach = found.value;
  const whole = request.who !== undefined && readsEveryProject(request.who);
  const [stored] = await services.view.entries([index]);
  const said = stored ? await bodyWords(services.view, stored.entry, lang, true) : [];
  const state = reach.standing ? t(lang, "Đang có hiệu lực", "In force") : t(lang, "Đã rút", "Lifted");
  const named = await services.view.read((book) =>
    mapLoading(reach.touched, (one) => ({ one, row: touchedRow(book, one, lang) })),
  );
  const rowsOf = (remedy: Remedy) => named.filter(({ one }) => REMEDIES[one.what] === remedy).map(({ row }) => row);
  const stop = rowsOf("stop");
  const gone = rowsOf("gone");
  const body = html`${definitions([[t(lang, "Hiệu lực", "Force"), html`<strong>${state}</strong>`], ...said])}
${lead(reach, lang, whole)}
<h2>${t(lang, "Cần dừng", "To stop")}</h2>
${whole ? touchedTable(stop, lang, t(lang, "Vật liệu còn lại thuộc phạm vi kết luận", "Material within the finding that is still there")) : html`<p>${t(lang, "Phần này chỉ cơ quan quản lý khoáng sản và thanh tra xem được, không phải là không có.", "This part is for licensing authorities and inspectors; it is withheld here, not empty.")}</p>`}
<h2>${t(lang, "Cần thu hồi", "To recover")}</h2>
${await resultsTable(request, reach.results)}
${gone.length === 0 ? "" : disclosure(t(lang, "Đã hao hụt, đã bán hoặc đã về lại nguồn", "Lost, sold or back in the ground"), touchedTable(gone, lang, t(lang, "Không còn để dừng", "No longer there to stop")))}`;
  return answerPage(request, {
    title: t(lang, `Kết luận, mục ${index}`, `Finding, entry ${index}`),
    job: { vi: "Phạm vi của kết luận kiểm tra", en: "What a finding touches" },
    crumbs: breadcrumb(lang, [
      { text: t(lang, "Kết luận kiểm tra", "Findings"), path: "/findings" },
      { text: t(lang, `Mục ${index}`, `Entry ${index}`) },
    ]),
    body,
    wide: true,
  });
}

/** `whole`: the visitor reads every project; others are told the results of their own projects alone. */
function lead({ touched, results }: Reach, lang: Lang, whole: boolean): Markup {
  const kg = touched.reduce((sum, one) => (REMEDIES[one.what] === "stop" ? sum + one.kg : sum), 0);
  const dong = results.reduce((sum, one) => sum + one.recoverDong, 0);
  if (!whole)
    return html`<p class="lead">${t(
      lang,
      `Trong các dự án của đơn vị: ${formatDong(dong, "vi")} phải thu hồi từ ${results.length} kết quả.`,
      `In your own projects: ${formatDong(dong, "en")} to recover from ${results.length} results.`,
    )}</p>`;
  return html`<p class="lead">${t(
    lang,
    `Còn ${formatTonnes(kg, "vi")} tấn phải dừng, ${formatDong(dong, "vi")} phải thu hồi từ ${results.length} kết quả.`,
    `${formatTonnes(kg, "en")} t to stop, ${formatDong(dong, "en")} to recover from ${results.length} results.`,
  )}</p>`;
}

/** The measure still possible for kilograms that a finding touches. */
type Remedy = "stop" | "recover" | "gone";

const REMEDIES: Readonly<Record<Touched["what"], Remedy>> = {
  stock: "stop",
  road: "stop",
  reserve: "stop",
  package: "stop",
  lapsed: "stop",
  paid: "recover",
  withheld: "recover",
  lost: "gone",
  sold: "gone",
  returned: "gone",
};

function touchedTable(rows: readonly Content[][], lang: Lang, caption: string): Markup {
  return figuresTable({
    caption,
    columns: [
      { head: t(lang, "Ở đâu", "Where") },
      { head: t(lang, "Vật liệu", "Material") },
      { head: t(lang, "Khối lượng", "Mass"), unit: t(lang, "tấn", "t"), kind: "figure" },
    ],
    rows,
    empty: {
      what: t(lang, "Không còn vật liệu nào.", "Nothing is left."),
      how: t(
        lang,
        "Vật liệu thuộc phạm vi kết luận đã dùng hết hoặc chưa có.",
        "What it touches is used up, or never was.",
      ),
    },
  });
}

function touchedRow(book: Book, one: Touched, lang: Lang): Content[] {
  return [whereWords(book, one, lang), MATERIALS[one.material][lang], formatTonnes(one.kg, lang)];
}

function whereWords(book: Book, one: Touched, lang: Lang): Content {
  const name = (index: number) => entryName(book, index) ?? `#${index}`;
  const product = (index: number) => (index === 0 ? "" : `, ${name(index)}`);
  switch (one.what) {
    case "stock":
      return html`${name(one.place)}<br><span class="soft">${name(one.holder)}${product(one.product)}</span>`;
    case "road":
      return html`${t(lang, "Trên đường, phiếu", "On the road, slip")} <a href="/entries/${one.slip}">${name(one.slip)}</a>`;
    case "reserve":
      return html`${t(lang, "Giữ cho quyển phiếu", "Reserved for slip book")} <a href="/entries/${one.slipBook}">${one.slipBook}</a>`;
    case "package":
      return html`${name(one.project)}<br><span class="soft">${t(lang, "Gói thầu số", "Package")} ${one.package}${product(one.product)}</span>`;
    case "lost":
      return `${t(lang, "Hao hụt tại", "Lost at")} ${name(one.place)}`;
    case "sold":
      return `${t(lang, "Đã bán từ", "Sold from")} ${name(one.place)}`;
    case "returned":
      return `${t(lang, "Về lại nguồn", "Back in the ground of")} ${name(one.source)}`;
    case "lapsed":
      return `${t(lang, "Tồn đầu kỳ đã quá hạn tại", "Opening stock past its last day at")} ${name(one.place)}`;
    case "paid":
    case "withheld":
      return html`<a href="/treasury/${one.annex}">${t(lang, "Hồ sơ", "Dossier")} ${one.annex}</a>`;
  }
}

async function resultsTable(request: PageRequest, results: readonly TouchedResult[]): Promise<Markup> {
  const { lang, services } = request;
  const projects = await services.view.facts("project", [...new Set(results.map((one) => one.project))]);
  const money = (head: string) => ({ head, unit: t(lang, "đ", "VND"), kind: "figure" as const });
  const tonnes = (head: string) => ({ head, unit: t(lang, "tấn", "t"), kind: "figure" as const });
  return figuresTable({
    caption: t(lang, "Kết quả đã chấp nhận vật liệu thuộc phạm vi", "Results that accepted what it touches"),
    columns: [
      { head: t(lang, "Hồ sơ", "Dossier") },
      tonnes(t(lang, "Đã chấp nhận", "Accepted")),
      tonnes(t(lang, "Đã tách ra", "Withheld")),
      money(t(lang, "Cần thu hồi", "To recover")),
      money(t(lang, "Đã mở thu hồi", "Recoveries opened")),
      money(t(lang, "Còn phải thu", "Still open")),
    ],
    rows: results.map((one) => {
      const sum = (of: "owedDong" | "balanceDong") => one.recoveries.reduce((total, each) => total + each[of], 0);
      return [
        html`<a href="/treasury/${one.annex}">${projects.get(String(one.project))?.name ?? one.project}</a><br><span class="soft">${t(lang, "Gói thầu số", "Package")} ${one.package}, ${t(lang, "kết quả mục", "result entry")} ${one.decision}</span>`,
        formatTonnes(one.paidKg, lang),
        formatTonnes(one.withheldKg, lang),
        formatCount(one.recoverDong, lang),
        formatCount(sum("owedDong"), lang),
        formatCount(Math.max(0, sum("balanceDong")), lang),
      ];
    }),
    empty: {
      what: t(lang, "Chưa kết quả nào chấp nhận vật liệu này.", "No result has accepted this material."),
      how: t(
        lang,
        "Hồ sơ sau này sẽ tự tách phần thuộc phạm vi kết luận.",
        "Later dossiers set it aside by themselves.",
      ),
    },
  });
}
