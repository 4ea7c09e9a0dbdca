// The configuration of province and treasury, with its days and its papers: thresholds and legal bases, holidays, the wording of papers. Whatever
// soon ends says so here months before, with the way to enter what follows.
import { html } from "hono/html";
import { mayOpen } from "../../http/readers.ts";
import { CONTROL_DAYS } from "../../rules/numbers/deadline.ts";
import { dayOf } from "../../rules/numbers/time.ts";
import { type Configured, configuredAt, type Ending } from "../../rules/readings/configured.ts";
import { type Content, type Markup, t } from "../../web/layout.ts";
import { actionButton, breadcrumb, definitions, figuresTable } from "../../web/parts.ts";
import { formatDay } from "../../words/as-written.ts";
import type { HolidayYear } from "../../words/first-configuration.ts";
import type { Lang } from "../../words/lang.ts";
import { answerPage, type PageRequest } from "../request.ts";

/** GET /configuration, for everyone. */
export async function configurationPage(request: PageRequest): Promise<Response> {
  const { lang, who, services } = request;
  const nowS = Math.floor(services.now() / 1000);
  const treasury = mayOpen(who, "control") ? who.party : 0;
  const found = await services.view.read((book) => configuredAt(book, treasury, nowS));
  // Holidays are proposed here; a root approves.
  const sets = mayOpen(who, "configuration");
  const body = html`${endingNotes(found.ending, lang)}
<h2>${t(lang, "Quy tắc và căn cứ pháp lý", "Rules and legal bases")}</h2>
${rulesPart(found, lang)}
<h2>${t(lang, "Lịch nghỉ", "Holidays")}</h2>
<p>${t(lang, "Thứ bảy, chủ nhật luôn là ngày nghỉ, trừ ngày làm bù. Năm nào chưa có lịch thì hạn trả kết quả chỉ trừ thứ bảy, chủ nhật và ghi rõ như vậy.", "Saturdays and Sundays are days off unless they are worked in exchange. For a year without holidays, deadlines count weekends alone and say so.")}</p>
${calendarTable(found.calendar, lang)}
<h2>${t(lang, "Lời văn giấy tờ của Kho bạc", "Wording of the treasury's papers")}</h2>
${textsPart(found, lang)}
${sets ? actions(found, treasury !== 0, lang) : ""}`;
  return answerPage(request, {
    title: t(lang, "Quy tắc, lịch nghỉ", "Rules, holidays"),
    job: { vi: "Quy tắc, lịch nghỉ và lời văn đang dùng", en: "Rules, holidays and wording in force" },
    crumbs: breadcrumb(lang, [
      { text: t(lang, "Trang đầu", "Start"), path: "/" },
      { text: t(lang, "Quy tắc, lịch nghỉ", "Rules, holidays") },
    ]),
    body,
  });
}

const ENDINGS: Readonly<Record<Ending["of"], readonly [vi: string, en: string]>> = {
  calendar: [
    "Lịch nghỉ theo văn bản chỉ có đến hết {until}. Nhập lịch năm sau khi có thông báo; trước lúc đó hạn trả kết quả là tạm tính.",
    "Holidays are fixed by a paper until {until}. Enter the next year's once they are announced; until then deadlines are provisional.",
  ],
  rules: [
    "Bộ quy tắc nêu đến hết {until} và chưa có bộ nối tiếp; quá ngày ấy sổ vẫn dùng bộ này.",
    "The rule set is stated until {until} and none follows; after that day the ledger goes on with it.",
  ],
  texts: [
    "Lời văn giấy tờ nêu đến hết {until} và chưa có bản nối tiếp; quá ngày ấy giấy tờ vẫn dùng bản này.",
    "The wording of papers is stated until {until} and none follows; after that day papers go on with it.",
  ],
};

/** One paragraph for each thing that soon ends; nothing where all is well. */
export function endingNotes(ending: readonly Ending[], lang: Lang): Markup | "" {
  if (ending.length === 0) return "";
  const words = ({ of, until }: Ending) => t(lang, ...ENDINGS[of]).replace("{until}", formatDay(until));
  return html`${ending.map((each) => html`<p class="lead"><strong>${t(lang, "Sắp hết hạn", "Ends soon")}:</strong> ${words(each)}</p>`)}`;
}

function entryLink(index: number, words: Content): Markup {
  return html`<a href="/entries/${index}">${words}</a>`;
}

function rulesPart({ rules }: Configured, lang: Lang): Markup {
  const { set, index, sinceS } = rules;
  const days = set.controlDays ?? CONTROL_DAYS;
  return definitions([
    [t(lang, "Văn bản", "Document"), entryLink(index, set.document)],
    [t(lang, "Áp dụng từ", "In force since"), formatDay(dayOf(sinceS))],
    [t(lang, "Nêu đến hết", "Stated until"), lastDay(set.until, lang)],
    [
      t(lang, "Thời hạn kiểm soát", "Days of control"),
      t(
        lang,
        `${days.claim} ngày làm việc; tạm ứng ${days.advance}`,
        `${days.claim} working days; an advance ${days.advance}`,
      ),
    ],
    [t(lang, "Căn cứ pháp lý", "Legal bases"), html`${set.bases.map((base) => html`<div>${base}</div>`)}`],
  ]);
}

function lastDay(until: number | undefined, lang: Lang): string {
  return until === undefined ? t(lang, "chưa định ngày", "no last day") : formatDay(until);
}

function calendarTable(calendar: readonly HolidayYear[], lang: Lang): Markup {
  const days = (list: readonly number[]) => list.map((day) => formatDay(day).slice(0, 5)).join(", ") || "–";
  return figuresTable({
    caption: t(lang, "Theo năm", "By year"),
    columns: [
      { head: t(lang, "Năm", "Year") },
      { head: t(lang, "Ngày nghỉ", "Days off") },
      { head: t(lang, "Ngày làm bù", "Worked in exchange") },
      { head: t(lang, "Căn cứ", "Document") },
    ],
    rows: calendar.map((each) => [
      String(each.year),
      days(each.off),
      days(each.worked),
      each.index === undefined ? each.document : entryLink(each.index, each.document),
    ]),
  });
}

function textsPart({ texts }: Configured, lang: Lang): Markup {
  if (!texts)
    return html`<p>${t(lang, "Đang dùng lời văn ban đầu của sổ.", "The wording that the ledger began with.")}</p>`;
  return definitions([
    [t(lang, "Văn bản", "Document"), entryLink(texts.index, texts.document)],
    [t(lang, "Áp dụng từ", "In force since"), formatDay(dayOf(texts.sinceS))],
    [t(lang, "Nêu đến hết", "Stated until"), lastDay(texts.until, lang)],
  ]);
}

/** The ways to enter what follows: the next year that is not fixed, and for a treasury its own wording. */
function actions({ calendar }: Configured, wording: boolean, lang: Lang): Markup {
  const year = (calendar.filter((each) => each.fixed).at(-1)?.year ?? calendar.at(-1)!.year) + 1;
  return html`${actionButton({ path: `/acts/calendar.set?year=${year}`, verb: t(lang, `Nhập lịch nghỉ năm ${year}`, `Enter the holidays of ${year}`) })}
${wording ? html`<p><a href="/acts/texts.set">${t(lang, "Đổi lời văn giấy tờ", "Change the wording of papers")}</a></p>` : ""}
<p class="soft">${t(lang, "Đề xuất có hiệu lực khi một khóa gốc ký duyệt.", "A proposal takes effect when a root key approves it.")}</p>`;
}
