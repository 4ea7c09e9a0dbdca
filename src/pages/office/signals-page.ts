// The queue of signals, and one signal with the form that closes it. The authority and inspectors see all; a treasury those of its
// projects.
import { html } from "hono/html";
import type { Body } from "../../format/kinds.ts";
import { mayCloseSignal, signalFor, signalsFor } from "../../http/signal-reads.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import { entryName } from "../../rules/readings/reading.ts";
import { signalEntries, signalParts, subjectOf } from "../../rules/readings/signal-words.ts";
import { isStillSo } from "../../rules/readings/still-so.ts";
import { cursorText, type StoredSignal } from "../../store/signal-reader.ts";
import { form, type TypedValues, textArea } from "../../web/fields.ts";
import { both, type Content, type Markup, t } from "../../web/layout.ts";
import { actionButton, breadcrumb, definitions, disclosure, emptyState, nextPage } from "../../web/parts.ts";
import { formatDateTime } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";
import { type Problem, statusOf } from "../../words/problem.ts";
import { SEVERITIES, SIGNAL_OWNERS } from "../../words/signals/row.ts";
import { SIGNAL_SUBJECTS, SIGNALS } from "../../words/signals.ts";
import { answerPage, askWho, type PageRequest, refusePage, typedForm } from "../request.ts";
import { partyNames } from "./names-of.ts";
import { refusal, signOrAsk } from "./sign-or-ask.ts";

/** The queue, page by page. */
export async function signalsPage(request: PageRequest): Promise<Response> {
  const { lang, context, services } = request;
  const found = await signalsFor(context, services);
  if (!found.ok) return refuse(request, found.problem);
  const page = found.value;
  const closed = context.req.query("state") === "closed";
  const other = closed
    ? html`<a href="/signals">${t(lang, "Cảnh báo đang mở", "Open signals")}</a>`
    : html`<a href="/signals?state=closed">${t(lang, "Cảnh báo đã đóng", "Closed signals")}</a>`;
  const stillSo = await services.view.read((book) => mapLoading(page.signals, (signal) => isStillSo(book, signal)));
  const settled = new Set(page.signals.filter((_, i) => !stillSo[i]));
  const next = nextPage(lang, page.next && `/signals?${closed ? "state=closed&" : ""}after=${cursorText(page.next)}`);
  return answerPage(request, {
    title: t(lang, "Cảnh báo", "Signals"),
    job: closed
      ? { vi: "Cảnh báo đã đóng", en: "Closed signals" }
      : { vi: "Cảnh báo chờ xem xét", en: "Signals to look into" },
    crumbs: crumbs(lang),
    body: html`<p>${other}</p>${signalsList(page.signals, settled, lang)}${next}`,
  });
}

function signalsList(signals: readonly StoredSignal[], settled: ReadonlySet<StoredSignal>, lang: Lang): Markup {
  if (signals.length === 0)
    return emptyState({
      what: t(lang, "Không có cảnh báo nào.", "No signal."),
      how: t(
        lang,
        "Cảnh báo xuất hiện khi các mục trong sổ không khớp nhau; không ai phải báo.",
        "A signal appears when entries of the ledger do not fit each other; nobody has to report it.",
      ),
    });
  return html`<p class="soft">${t(lang, "Mức cần xử lý trước, cũ trước.", "The most pressing first, the oldest first.")}</p>
<ol class="signals">${signals.map((signal) => item(signal, settled.has(signal), lang))}</ol>`;
}

function item(signal: StoredSignal, isSettled: boolean, lang: Lang): Markup {
  const { severity, owner, step } = SIGNALS[signal.code];
  const at = formatDateTime(signal.receivedMs, lang);
  return html`<li><p><strong>${SEVERITIES[severity][lang]}</strong> <span class="soft">${at}</span></p>
<p>${sentences(signal)}</p>
${isSettled ? html`<p>${settledWords(lang)}</p>` : ""}
<p class="soft">${capital(SIGNAL_OWNERS[owner][lang])}: ${both(step.vi, step.en)}</p>
<p><a href="${addressOf(signal)}">${signal.closed ? t(lang, "Xem lý do đóng", "See why it was closed") : t(lang, "Xem chứng cứ và đóng", "See the evidence and close")}</a></p></li>`;
}

function settledWords(lang: Lang): string {
  return t(
    lang,
    "Không còn như vậy: các mục đến sau đã giải thích hoặc đính chính.",
    "No longer so: later entries have explained or corrected it.",
  );
}

/** The sentence in both languages, its entries as links. */
function sentences(signal: StoredSignal): Markup {
  const said = (lang: Lang) =>
    html`${signalParts(signal, lang).map((part) => (typeof part === "string" ? part : html`<a href="/entries/${part.entry}">${part.entry}</a>`))}`;
  return both(said("vi"), said("en"));
}

function addressOf({ leaf, ordinal }: StoredSignal): string {
  return `/signals/${leaf}/${ordinal}`;
}

/** One signal, with the form that closes it. */
export async function signalPage(request: PageRequest): Promise<Response> {
  const signal = await openSignal(request);
  return signal instanceof Response ? signal : showSignal(request, signal);
}

async function openSignal(request: PageRequest): Promise<StoredSignal | Response> {
  const { context, services } = request;
  const [leaf, ordinal] = [context.req.param("leaf"), context.req.param("ordinal")].map(Number);
  const signal = await signalFor(context, services, leaf ?? 0, ordinal ?? 0);
  return signal.ok ? signal.value : refuse(request, signal.problem);
}

async function showSignal(request: PageRequest, signal: StoredSignal, typed: TypedValues = {}, refused?: Problem) {
  const { lang, who, services } = request;
  const { severity, owner, step } = SIGNALS[signal.code];
  const subject = subjectOf(signal.subject);
  const entries = signalEntries(signal);
  const { names, stillSo } = await services.view.read((book) => ({
    names: new Map(entries.map((index) => [index, entryName(book, index)] as const)),
    stillSo: isStillSo(book, signal),
  }));
  const rows: [Content, Content][] = [
    [t(lang, "Mức độ", "Severity"), html`<strong>${SEVERITIES[severity][lang]}</strong>`],
    [t(lang, "Về", "About"), `${SIGNAL_SUBJECTS[subject.kind][lang]} ${names.get(subject.index) ?? subject.index}`],
    [t(lang, "Ghi nhận lúc", "Noticed at"), formatDateTime(signal.receivedMs, lang)],
    [
      t(lang, "Hiện nay", "Now"),
      stillSo ? t(lang, "Chưa mục nào giải thích.", "No entry has explained it.") : settledWords(lang),
    ],
    [t(lang, "Đơn vị xem xét", "Who looks"), SIGNAL_OWNERS[owner][lang]],
    [t(lang, "Việc nên làm trước", "First step"), both(step.vi, step.en)],
    [t(lang, "Chứng cứ", "Evidence"), evidence([...new Set([...entries, signal.leaf])], names, lang)],
  ];
  const body = html`${refusal(refused)}<p class="lead">${sentences(signal)}</p>
${definitions(rows)}
${signal.closed ? await closing(request, signal.closed) : who && mayCloseSignal(who, signal) ? closeForm(signal, lang, typed) : ""}
${disclosure(t(lang, "Chứng cứ kỹ thuật", "Technical evidence"), definitions([[t(lang, "Mã, vị trí", "Code, place"), html`<code>${signal.code}</code> ${signal.leaf}/${signal.ordinal}`]]))}`;
  return answerPage(
    request,
    {
      title: t(lang, "Cảnh báo", "Signal"),
      job: { vi: "Xem xét một cảnh báo", en: "Look into a signal" },
      crumbs: crumbs(lang, t(lang, `Mục ${signal.leaf}`, `Entry ${signal.leaf}`)),
      body,
    },
    refused ? statusOf(refused) : 200,
  );
}

function evidence(entries: readonly number[], names: ReadonlyMap<number, string | undefined>, lang: Lang): Markup {
  const item = (index: number) =>
    html`<li><a href="/entries/${index}">${t(lang, "mục", "entry")} ${index}</a> ${names.get(index) ?? ""}</li>`;
  return html`<ul>${entries.map(item)}</ul>`;
}

async function closing({ lang, services }: PageRequest, closed: NonNullable<StoredSignal["closed"]>): Promise<Markup> {
  const names = await partyNames(services.view, [closed.party]);
  return html`<h2>${t(lang, "Đã đóng", "Closed")}</h2>${definitions([
    [t(lang, "Đơn vị đóng", "Closed by"), names.get(closed.party) ?? String(closed.party)],
    [t(lang, "Lý do", "Reason"), closed.reason],
    [t(lang, "Mục sổ", "Entry"), html`<a href="/entries/${closed.index}">${closed.index}</a>`],
  ])}`;
}

function closeForm(signal: StoredSignal, lang: Lang, typed: TypedValues): Markup {
  const reason = textArea(
    {
      name: "reason",
      label: t(lang, "Đã xem xét và kết luận", "What was found"),
      hint: t(
        lang,
        "Từ 10 đến 500 ký tự; lý do được ký và ghi vào sổ.",
        "10 to 500 characters; the reason is signed and entered in the ledger.",
      ),
      minlength: 10,
      maxlength: 500,
      required: true,
    },
    { typed },
  );
  return html`<h2>${t(lang, "Đóng cảnh báo", "Close the signal")}</h2>
${form(`${addressOf(signal)}/close`, html`${reason}${actionButton({ verb: t(lang, "Đóng cảnh báo", "Close the signal") })}`)}`;
}

/** The posted closing. */
export async function postSignalClose(request: PageRequest): Promise<Response> {
  const signal = await openSignal(request);
  if (signal instanceof Response) return signal;
  const { lang } = request;
  const typed = await typedForm(request.context);
  if (typed.do === "edit") return showSignal(request, signal, typed);
  const reason = (typed.reason ?? "").trim();
  const body: Body<"signal.close"> = { leaf: signal.leaf, ordinal: signal.ordinal, code: signal.code, reason };
  const signed = await signOrAsk(request, {
    kind: "signal.close",
    body,
    says: [
      [t(lang, "Cảnh báo", "Signal"), sentences(signal)],
      [t(lang, "Lý do đóng", "Reason"), reason],
    ],
    next: addressOf(signal),
    back: { path: `${addressOf(signal)}/close`, typed: { reason } },
  });
  return "response" in signed ? signed.response : showSignal(request, signal, typed, signed.refused);
}

function refuse(request: PageRequest, of: Problem): Promise<Response> {
  return of.code === "unauthorised" ? askWho(request) : refusePage(request, of);
}

function crumbs(lang: Lang, last?: string): Markup {
  const queue = t(lang, "Cảnh báo", "Signals");
  return breadcrumb(lang, [
    { text: t(lang, "Trang đầu", "Start"), path: "/" },
    ...(last === undefined ? [{ text: queue }] : [{ text: queue, path: "/signals" }, { text: last }]),
  ]);
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
