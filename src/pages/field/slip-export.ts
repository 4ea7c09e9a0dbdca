// The slips that a party has issued over a span of days, as a table for its office: all of them, read some at a time in the order of the log
// and sent as they are read, so that a year needs no more memory than a day.
import { html } from "hono/html";
import { MATERIALS } from "../../format/codes.ts";
import { mayOpen } from "../../http/readers.ts";
import type { Book } from "../../rules/book/book.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import { DAY_S, dayOf, endOfDay, isDay, startOfDay } from "../../rules/numbers/time.ts";
import { placeName } from "../../rules/readings/checkpoint-answer.ts";
import { firstLeafSince } from "../../store/list-since.ts";
import type { View } from "../../store/view.ts";
import { textField } from "../../web/fields.ts";
import { weightClass } from "../../web/islands/shared/verdict-words.ts";
import { type Markup, t } from "../../web/layout.ts";
import { disclosure, secondButton } from "../../web/parts.ts";
import { formatCount, formatDateTime, formatDay } from "../../words/as-written.ts";
import type { Lang, Words } from "../../words/lang.ts";
import { SLIP_STATES } from "../../words/things.ts";
import { CSV_BEGIN, csvHeaders, csvLine } from "../csv.ts";
import { answerPage, closedPage, type PageRequest } from "../request.ts";

const JOB: Words = { vi: "Tải danh sách phiếu đã xuất", en: "Download the slips issued" };
const CLOSED: Words = {
  vi: "Danh sách này dành cho đơn vị đã xuất phiếu.",
  en: "This list is for the party that issued the slips.",
};
/** Slips of one reading. */
const AT_ONCE = 500;
/** Days of one file: a year and a day. */
const MOST_DAYS = 367;

/** First and last second of the days asked for. */
type Span = { readonly fromS: number; readonly untilS: number };

/** GET /mine/slips.csv?from=&to=: the party's own slips of these days, by the hour at which they were issued. */
export async function exportSlips(request: PageRequest): Promise<Response> {
  const { who, lang, services } = request;
  const { from = "", to = "" } = request.context.req.query();
  if (!mayOpen(who, "sending")) return closedPage(request, JOB, CLOSED);
  const span = spanOf(from, to);
  if ("reason" in span) return askAgain(request, { from, to }, span.reason);
  const { view } = services;
  const sites = (await Promise.all(who.parties.map((party) => view.whole(`sites/${party}`)))).flat();
  const rows = rowsOf(view, { sites: [...new Set(sites)], issuers: who.parties, span, lang });
  const text = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await rows.next();
      if (next.done) controller.close();
      else controller.enqueue(text.encode(next.value));
    },
  });
  return new Response(body, { headers: csvHeaders(`phieu-${dayOf(span.fromS)}-${dayOf(span.untilS)}`) });
}

/** A day as an office types it, or as programs write it. */
function dayIn(text: string): number | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const [, typedDay, typedMonth, typedYear] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  const found = Number(year ?? typedYear) * 10_000 + Number(month ?? typedMonth) * 100 + Number(day ?? typedDay);
  return Number.isSafeInteger(found) && isDay(found) ? found : undefined;
}

/** The span of two typed days, or the reason why they are none. */
export function spanOf(from: string, to: string): Span | { readonly reason: Words } {
  const [first, last] = [dayIn(from.trim()), dayIn(to.trim())];
  if (first === undefined || last === undefined)
    return { reason: { vi: "Chọn cả ngày đầu và ngày cuối.", en: "Choose both the first and the last day." } };
  if (last < first) return { reason: { vi: "Ngày cuối ở trước ngày đầu.", en: "The last day is before the first." } };
  const span = { fromS: startOfDay(first), untilS: endOfDay(last) };
  if (span.untilS - span.fromS < MOST_DAYS * DAY_S) return span;
  const [vi, en] = [formatCount(MOST_DAYS, "vi"), formatCount(MOST_DAYS, "en")];
  return { reason: { vi: `Mỗi tệp nhiều nhất ${vi} ngày.`, en: `A file has at most ${en} days.` } };
}

type Asked = {
  readonly sites: readonly number[];
  readonly issuers: readonly number[];
  readonly span: Span;
  readonly lang: Lang;
};

/** The file in parts. A slip signed without a network may have come days after its hour: the log is read on to its end. */
async function* rowsOf(view: View, asked: Asked): AsyncGenerator<string, undefined> {
  yield CSV_BEGIN + csvLine(headings(asked.lang));
  let after = (await firstLeafSince(view, asked.span.fromS * 1000)) - 1;
  for (;;) {
    const lists = await Promise.all(asked.sites.map((site) => view.listAfter(`from/${site}`, after, AT_ONCE)));
    const listed = lists.flat().sort((a, b) => a.leaf - b.leaf);
    const some = listed.slice(0, AT_ONCE);
    const last = some.at(-1);
    if (!last) return undefined;
    after = last.leaf;
    const lines = await view.read((book) => mapLoading(some, ({ key }) => lineOf(book, Number(key), asked)));
    const text = lines.join("");
    if (text !== "") yield text;
  }
}

function headings(lang: Lang): string[] {
  const words: readonly Words[] = [
    { vi: "Mã phiếu", en: "Code" },
    { vi: "Số mục", en: "Entry" },
    { vi: "Xuất lúc", en: "Issued" },
    { vi: "Hết hạn lúc", en: "Expires" },
    { vi: "Biển số", en: "Plate" },
    { vi: "Vật liệu", en: "Material" },
    { vi: "Khối lượng (kg)", en: "Mass (kg)" },
    { vi: "Nơi đi", en: "From" },
    { vi: "Nơi đến", en: "To" },
    { vi: "Tình trạng", en: "State" },
    { vi: "Đã nhận (kg)", en: "Received (kg)" },
    { vi: "Số cân", en: "Weighed" },
  ];
  return words.map((each) => each[lang]);
}

/** The line of a slip; nothing for one of other days, or of another keeper of the place. */
function lineOf(book: Book, index: number, { issuers, span, lang }: Asked): string {
  const slip = book.get("slip", index);
  if (!slip || !issuers.includes(slip.issuer) || slip.eventS < span.fromS || slip.eventS > span.untilS) return "";
  const state = book.need("slipState", index);
  const product = slip.product === null ? undefined : book.need("recipe", slip.product).name;
  const contested = state.contested ? t(lang, ", mâu thuẫn", ", contradicted") : "";
  return csvLine([
    slip.code,
    index,
    formatDateTime(slip.eventS * 1000),
    formatDateTime(slip.expiresS * 1000),
    book.need("vehicle", slip.vehicle).plate,
    product ?? (slip.material === null ? "" : MATERIALS[slip.material][lang]),
    slip.massKg,
    placeName(book, slip.from),
    placeName(book, slip.to),
    SLIP_STATES[state.status][lang] + contested,
    state.receivedKg,
    weightClass({ weighing: slip.weighing ?? null }, lang),
  ]);
}

function askAgain(request: PageRequest, typed: { from: string; to: string }, reason: Words): Promise<Response> {
  const { lang } = request;
  const body = exportForm(lang, typed, { to: reason[lang] });
  return answerPage(request, { title: JOB[lang], job: JOB, body }, 422);
}

/** The days to download; from the first of the month until today where nothing was typed. */
export function exportForm(lang: Lang, typed: Readonly<Record<string, string>>, errors = {}): Markup {
  return html`<form class="form" method="get" action="/mine/slips.csv">${textField({ name: "from", label: t(lang, "Từ ngày", "From"), hint: t(lang, "ngày/tháng/năm", "day/month/year") }, { typed })}
${textField({ name: "to", label: t(lang, "Đến hết ngày", "Until") }, { typed, errors })}
${secondButton({ verb: t(lang, "Tải tệp CSV", "Download CSV") })}</form>`;
}

/** The form on the desk's page, folded. */
export function exportPart(lang: Lang, nowS: number): Markup {
  const today = dayOf(nowS);
  const typed = { from: formatDay(today - (today % 100) + 1), to: formatDay(today) };
  return disclosure(JOB[lang], exportForm(lang, typed));
}
