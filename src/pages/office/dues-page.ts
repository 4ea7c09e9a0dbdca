// Dues on what was sent: of each source and month what was dug, sent and paid for, and what was short when a quarter was judged. The same
// figures as a table for spreadsheets, for whoever fills in the yearly statistics. For the offices, the tax office and the source's own people.
import { html } from "hono/html";
import { DUES, type DuesCode, PHASES } from "../../format/codes.ts";
import { mayOpen } from "../../http/readers.ts";
import type { Who } from "../../http/who.ts";
import type { Book } from "../../rules/book/book.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import { yearOf } from "../../rules/numbers/time.ts";
import { DUES_CODES, type DuesMonth, type SourceDues, sourceDues } from "../../rules/readings/source-dues.ts";
import { actingFor } from "../../rules/registry/successions.ts";
import { type Content, type Markup, t } from "../../web/layout.ts";
import { actionButton, breadcrumb, definitions, figuresTable } from "../../web/parts.ts";
import { formatCount, formatDong, formatMonth, formatTonnes } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";
import { CSV_BEGIN, csvHeaders, csvLine } from "../csv.ts";
import { answerPage, askWho, closedPage, indexOf, missing, type PageRequest } from "../request.ts";
import { partyNames } from "./names-of.ts";

const JOB = { vi: "Thuế, phí theo khối lượng xuất", en: "Dues on what was sent" };
const FOR_WHOM = {
  vi: "Trang này dành cho cơ quan thuế, cơ quan quản lý và đơn vị khai thác.",
  en: "This page is for the tax office, the authorities and whoever runs the source.",
};

/** GET /dues: the sources that the visitor may see. */
export async function duesPage(request: PageRequest): Promise<Response> {
  const { lang, services, who } = request;
  if (!who) return askWho(request);
  if (!mayOpen(who, "dues")) return closedPage(request, JOB, FOR_WHOM);
  const all = await services.view.whole("sources");
  const rows = await services.view.read((book) => rowsFor(book, who, all));
  const holders = await partyNames(
    services.view,
    rows.map(({ holder }) => holder),
  );
  const table = figuresTable({
    caption: t(lang, "Nguồn vật liệu", "Sources"),
    columns: [
      { head: t(lang, "Giấy tờ", "Instrument") },
      { head: t(lang, "Đơn vị", "Holder") },
      { head: t(lang, "Xét đến hết", "Judged up to") },
      { head: t(lang, "Còn thiếu", "Short") },
    ],
    rows: rows.map(({ source, number, holder, judged, behind }) => [
      html`<a href="/dues/${source}">${number}</a>`,
      holders.get(holder) ?? "",
      judged === 0 ? "–" : formatMonth(judged),
      shortWords(behind, lang),
    ]),
    empty: {
      what: t(lang, "Đơn vị chưa có nguồn nào trong sổ.", "Your party has no source in the ledger."),
      how: t(lang, "Nguồn hiện ở đây khi Sở ghi vào sổ.", "A source appears here once the authority registers it."),
    },
  });
  return answerPage(request, { title: JOB[lang], job: JOB, crumbs: crumbs(lang), body: table, wide: true });
}

function rowsFor(book: Book, who: Who, sources: readonly number[]) {
  const own = actingFor(book, who.party);
  return mapLoading(sources, (source) => {
    const { number, holder } = book.need("source", source);
    const { judged, behind } = book.get("dues", source) ?? { judged: 0, behind: [] };
    return { source, number, holder, judged, behind, own: own.includes(holder) };
  }).filter(({ own }) => own || mayOpen(who, "duesOfAll"));
}

function crumbs(lang: Lang, number?: string): Markup {
  return breadcrumb(lang, [
    { text: t(lang, "Trang đầu", "Start"), path: "/" },
    ...(number === undefined ? [{ text: JOB[lang] }] : [{ text: JOB[lang], path: "/dues" }, { text: number }]),
  ]);
}

function shortWords(behind: SourceDues["behind"], lang: Lang): Content {
  if (behind.length === 0) return "–";
  return html`${behind.map(({ due, shortKg, shortDong }) => {
    const amounts = [
      ...(shortKg > 0 ? [`${formatTonnes(shortKg, lang)} ${t(lang, "tấn", "t")}`] : []),
      ...(shortDong > 0 ? [formatDong(shortDong, lang)] : []),
    ];
    return html`<div>${DUES[due][lang]}: ${amounts.join("; ")}</div>`;
  })}`;
}

/** GET /dues/:source?year=: a source's year by month; `format=csv` gives the table alone. */
export async function sourceDuesPage(request: PageRequest): Promise<Response> {
  const { lang, services, who, context } = request;
  if (!who) return askWho(request);
  const index = indexOf(context.req.param("index"));
  const source = index === undefined ? undefined : await services.view.fact("source", index);
  if (index === undefined || !source) return missing(request, "source", index ?? 0);
  const nowS = Math.floor(services.now() / 1000);
  const asked = context.req.query("year") ?? "";
  const year = /^20\d\d$/.test(asked) ? Number(asked) : yearOf(nowS);
  const found = await services.view.read((book) =>
    actingFor(book, who.party).includes(source.holder) || mayOpen(who, "duesOfAll")
      ? sourceDues(book, index, year, nowS)
      : undefined,
  );
  if (!found) return closedPage(request, JOB, FOR_WHOM);
  if (context.req.query("format") === "csv") return csv(`${index}-${year}`, found.months);
  const holder = (await partyNames(services.view, [source.holder])).get(source.holder) ?? "";
  const { judged, behind, phase } = found;
  const body = html`${definitions([
    [t(lang, "Đơn vị", "Holder"), holder],
    [t(lang, "Đã xét đến hết tháng", "Judged up to the end of"), judged === 0 ? "–" : formatMonth(judged)],
    [t(lang, "Còn thiếu so với số đã xuất", "Short of what was sent"), shortWords(behind, lang)],
    [t(lang, "Mức áp dụng hiện nay", "What the rules do now"), PHASES[phase][lang]],
  ])}
${monthsTable(found.months, year, lang)}
<p><a href="/dues/${index}?year=${year - 1}">${year - 1}</a> · <a href="/dues/${index}?year=${year + 1}">${year + 1}</a> · <a href="/dues/${index}?year=${year}&amp;format=csv">${t(lang, "Tải bảng này (CSV)", "This table as CSV")}</a></p>
<p class="soft">${t(lang, "Khối lượng khai thác lấy từ sổ sản lượng hằng ngày, khối lượng xuất từ phiếu vận chuyển đã trừ phần hủy, trả lại. Một quý được xét khi đã hết quý và hết số ngày để nộp, xác nhận theo bộ quy tắc. Đây là số liệu để lập mẫu 05 đến 08 của Thông tư 36/2025/TT-BNNMT; bản chính của các mẫu ấy chưa có ở đây nên tên cột theo sổ này, người lập phải chép sang đúng cột.", "What was dug comes from the daily production book, what was sent from transport slips, less what was voided or given back. A quarter is judged when it is over and the rule set's days to pay and attest have passed. These are the figures for forms 05 to 08 of Circular 36/2025/TT-BNNMT; the forms themselves were not at hand, so the columns bear this ledger's names and have to be copied to the right ones.")}</p>
${mayOpen(who, "taxes") ? actionButton({ path: `/acts/obligation.attest?subject=${index}`, verb: t(lang, "Xác nhận số đã nộp", "Attest what was paid") }) : ""}`;
  return answerPage(request, {
    title: source.number,
    job: { vi: `${JOB.vi}: ${source.number}`, en: `${JOB.en}: ${source.number}` },
    crumbs: crumbs(lang, source.number),
    body,
    wide: true,
  });
}

/** Three columns of a due: the kilograms paid for, what was owed, what was paid. */
const ASPECTS = [
  { field: "paidKg", vi: "đã nộp cho", en: "paid for", kg: true },
  { field: "owedDong", vi: "phải nộp", en: "owed", kg: false },
  { field: "paidDong", vi: "đã nộp", en: "paid", kg: false },
] as const;

/** The columns of dues that a year has figures of. */
function columnsIn(months: readonly DuesMonth[]) {
  return DUES_CODES.flatMap((due) => ASPECTS.map((aspect) => ({ due, ...aspect }))).filter(({ due, field }) =>
    months.some(({ paid }) => paid[due]?.[field] !== undefined),
  );
}

function monthsTable(months: readonly DuesMonth[], year: number, lang: Lang): Markup {
  const columns = columnsIn(months);
  const tonnes = t(lang, "tấn", "t");
  const figure = (kg: boolean, value: number | undefined) => {
    if (value === undefined) return "–";
    return kg ? formatTonnes(value, lang) : formatCount(value, lang);
  };
  const sum = (of: (each: DuesMonth) => number) => months.reduce((total, each) => total + of(each), 0);
  return figuresTable({
    caption: t(lang, `Năm ${year}, theo tháng`, `${year} by month`),
    columns: [
      { head: t(lang, "Tháng", "Month") },
      { head: t(lang, "Khai thác", "Dug"), unit: tonnes, kind: "figure" },
      { head: t(lang, "Đã xuất theo phiếu", "Sent by slip"), unit: tonnes, kind: "figure" },
      ...columns.map(({ due, kg, ...words }) => ({
        head: `${nameOf(due, lang)}, ${words[lang]}`,
        unit: kg ? tonnes : "đ",
        kind: "figure" as const,
      })),
    ],
    rows: months.map(({ month, dugKg, sentKg, paid }) => [
      formatMonth(month),
      figure(true, dugKg),
      figure(true, sentKg),
      ...columns.map(({ due, field, kg }) => figure(kg, paid[due]?.[field])),
    ]),
    total: [
      t(lang, "Cả năm", "The year"),
      figure(
        true,
        sum(({ dugKg }) => dugKg),
      ),
      figure(
        true,
        sum(({ sentKg }) => sentKg),
      ),
      ...columns.map(({ due, field, kg }) =>
        figure(
          kg,
          sum(({ paid }) => paid[due]?.[field] ?? 0),
        ),
      ),
    ],
  });
}

function nameOf(due: DuesCode, lang: Lang): string {
  const name = DUES[due][lang];
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** All columns, whether they have figures or not: kilograms and đồng as whole numbers, a cell without an attestation empty. */
function csv(name: string, months: readonly DuesMonth[]): Response {
  const columns = DUES_CODES.flatMap((due) => ASPECTS.map((aspect) => ({ due, ...aspect })));
  const head = [
    "Tháng",
    "Khai thác (kg)",
    "Đã xuất theo phiếu (kg)",
    ...columns.map(({ due, vi, kg }) => `${nameOf(due, "vi")}, ${vi} (${kg ? "kg" : "đồng"})`),
  ];
  const rows = months.map(({ month, dugKg, sentKg, paid }) => [
    formatMonth(month),
    dugKg,
    sentKg,
    ...columns.map(({ due, field }) => paid[due]?.[field] ?? ""),
  ]);
  const text = CSV_BEGIN + [head, ...rows].map(csvLine).join("");
  return new Response(text, { headers: csvHeaders(`thue-phi-${name}`) });
}
