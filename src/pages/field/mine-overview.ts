// The dispatcher's surroundings: the three figures that stay in view, what stops a source or will soon, what is left, and the day's slips.
import { html } from "hono/html";
import { hasMoved } from "../../rules/slips/slip-life.ts";
import { capital } from "../../web/islands/shared/verdict-words.ts";
import { type Content, type Markup, t } from "../../web/layout.ts";
import { figuresTable } from "../../web/parts.ts";
import { formatTime, formatTonnes } from "../../words/as-written.ts";
import type { PageRequest } from "../request.ts";
import { statusMark } from "../slip-words.ts";
import type { MineData, SourceRoom } from "./mine-data.ts";

/** Sources whose rest the strip names; the table below has them all. */
const IN_STRIP = 2;

/** The strip that stays in view while the form is filled: the day's loads, what is left of the year, and what lapses soon. */
export function glance({ frame: { lang } }: PageRequest, mine: MineData): Markup {
  const counted = mine.today.filter(({ state }) => hasMoved(state.status));
  const kg = counted.reduce((sum, each) => sum + each.slip.massKg, 0);
  const limited = mine.sources.filter(({ yearLeftKg }) => yearLeftKg !== null);
  const left = limited
    .slice(0, IN_STRIP)
    .map(
      ({ number, yearLeftKg }) =>
        html`<span class="one-line">${limited.length > 1 ? `${number}: ` : ""}${formatTonnes(yearLeftKg ?? 0, lang)}</span>`,
    );
  const many = mine.sources.length > 1;
  const ofSource = ({ number, warnings }: SourceRoom) =>
    warnings.flatMap(({ lapses }) => (lapses ? [many ? `${number}: ${lapses[lang]}` : lapses[lang]] : []));
  const lapsing = [
    ...mine.sources.flatMap(ofSource),
    ...mine.scaleWarnings.flatMap(({ lapses }) => lapses?.[lang] ?? []),
  ];
  const items: readonly (readonly [string, Content])[] = [
    [
      t(lang, "Hôm nay", "Today"),
      t(
        lang,
        `${counted.length} phiếu, ${formatTonnes(kg, lang)} tấn`,
        `${counted.length} slips, ${formatTonnes(kg, lang)} t`,
      ),
    ],
    ...(limited.length === 0
      ? []
      : [
          [
            t(lang, `Còn được khai thác năm ${limited[0]!.year} (tấn)`, `Left to extract in ${limited[0]!.year} (t)`),
            html`${left}${limited.length > IN_STRIP ? html`<span>${t(lang, `và ${limited.length - IN_STRIP} nguồn khác`, `and ${limited.length - IN_STRIP} more`)}</span>` : ""}`,
          ] as const,
        ]),
    [
      t(lang, "Sắp hết hạn", "Lapses soon"),
      lapsing.length === 0 ? t(lang, "không có trong 30 ngày tới", "nothing within 30 days") : lapsing.join("; "),
    ],
  ];
  return html`<dl class="glance">${items.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** Warnings about the sources: those that stop it are shown before the load is weighed, the others below the form. */
export function warningsPart(request: PageRequest, mine: MineData, which: "stopping" | "other"): Content {
  return html`${mine.sources
    .filter((source) => source.warnings.length > 0 && isStopped(source) === (which === "stopping"))
    .map((source) => sourceNote(request, mine, source))}`;
}

function sourceNote(request: PageRequest, mine: MineData, source: SourceRoom): Markup {
  const { lang } = request.frame;
  const stopped = isStopped(source);
  const heading = stopped
    ? t(lang, `Chưa xuất được từ nguồn ${source.number}`, `No slips from source ${source.number} now`)
    : t(lang, `Lưu ý về nguồn ${source.number}`, `To note about source ${source.number}`);
  const words = [...source.warnings].sort((a, b) => Number(b.stops) - Number(a.stops)).map((each) => each.words[lang]);
  return html`<section class="note${stopped ? " stop" : ""}"><h2>${heading}</h2>${words.map((sentence) => html`<p>${sentence}</p>`)}${stopped ? wayOut(request, mine) : ""}</section>`;
}

const isStopped = (source: SourceRoom): boolean => source.warnings.some((warning) => warning.stops);

/** The ways on meanwhile: another source of theirs, or the load waits; a visitor of the demo is shown where any hour will do. */
function wayOut({ frame: { lang }, services, who }: PageRequest, mine: MineData): Content {
  const others = mine.sources.filter((source) => !isStopped(source)).map((source) => source.number);
  const meanwhile =
    others.length > 0
      ? t(
          lang,
          `Nguồn khác đang xuất được: ${others.join(", ")}.`,
          `Other sources that give now: ${others.join(", ")}.`,
        )
      : t(
          lang,
          "Xe đã bốc hàng thì giữ tại mỏ đến khi nguồn xuất được trở lại.",
          "A loaded vehicle waits at the mine until the source gives again.",
        );
  const free = services.demo?.personas.find((each) => each.anyHour && each.id !== who?.persona);
  const demo = free
    ? html`<form method="post" action="/demo/persona"><p>${t(lang, "Bản thử nghiệm: muốn xuất phiếu ngay bây giờ, vào vai mỏ không giới hạn giờ.", "Demo: to issue a slip right now, take the place of a mine without licensed hours.")}</p>
<button class="button second" type="submit" name="persona" value="${free.id}">${t(lang, free.vi, free.en)}</button></form>`
    : "";
  return html`<p>${meanwhile}</p>${demo}`;
}

/** The rest of each source's capacity. */
export function roomPart({ frame: { lang } }: PageRequest, mine: MineData): Content {
  if (mine.sources.length === 0) return "";
  const left = (kg: number | null) => (kg === null ? t(lang, "không ghi", "not stated") : formatTonnes(kg, lang));
  return figuresTable({
    caption: t(
      lang,
      `Còn được khai thác năm ${mine.sources[0]?.year ?? ""}`,
      `Left to extract in ${mine.sources[0]?.year ?? ""}`,
    ),
    columns: [
      { head: t(lang, "Nguồn", "Source") },
      { head: t(lang, "Công suất năm", "Yearly capacity"), unit: t(lang, "tấn", "t"), kind: "figure" },
      { head: t(lang, "Còn lại năm nay", "Left this year"), unit: t(lang, "tấn", "t"), kind: "figure" },
      { head: t(lang, "Trữ lượng còn lại", "Reserve left"), unit: t(lang, "tấn", "t"), kind: "figure" },
    ],
    rows: mine.sources.map((source) => [
      capital(`${source.instrument[lang]} ${source.number}`),
      left(source.yearKg),
      left(source.yearLeftKg),
      left(source.totalLeftKg),
    ]),
  });
}

/** The day's slips, all of them, and their sum. */
export function todayPart({ frame: { lang } }: PageRequest, mine: MineData): Content {
  const counted = mine.today.filter(({ state }) => hasMoved(state.status));
  const total = counted.reduce((kg, each) => kg + each.slip.massKg, 0);
  // Only a place with a scale in the book can do otherwise.
  const byHand = mine.scales.length === 0 ? 0 : counted.filter(({ slip }) => slip.weighing === undefined).length;
  const hands = byHand === 0 ? "" : t(lang, `, ${byHand} phiếu nhập tay`, `, ${byHand} typed by hand`);
  return figuresTable({
    caption: t(lang, "Phiếu đã xuất hôm nay", "Slips issued today"),
    columns: [
      { head: t(lang, "Phiếu", "Slip") },
      { head: t(lang, "Giờ", "Time") },
      { head: t(lang, "Xe", "Vehicle") },
      { head: t(lang, "Nơi đến", "To") },
      { head: t(lang, "Khối lượng", "Mass"), unit: t(lang, "tấn", "t"), kind: "figure" },
      { head: t(lang, "Tình trạng", "Status") },
    ],
    rows: mine.today.map(({ index, slip, state, to, plate }) => [
      html`<a class="figure" href="/slip/${index}">${slip.code}</a>`,
      formatTime(slip.eventS * 1000),
      html`<span class="figure">${plate}</span>`,
      to,
      formatTonnes(slip.massKg, lang),
      html`<span class="figure">${statusMark(state, lang)}</span>`,
    ]),
    total: [
      t(lang, `Cộng ${counted.length} phiếu${hands}`, `${counted.length} slips${hands}`),
      "",
      "",
      "",
      formatTonnes(total, lang),
      "",
    ],
    empty: {
      what: t(lang, "Hôm nay chưa xuất phiếu nào.", "No slips yet today."),
      how: t(
        lang,
        "Phiếu xuất xong hiện ở đây cùng tình trạng của chuyến hàng.",
        "Each slip issued appears here with what became of its load.",
      ),
    },
  });
}
