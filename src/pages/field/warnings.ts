// Obstacles to a slip from a source, said before the slip is refused: status, dates, hours, what is left, obligations.
import { INSTRUMENTS, OBLIGATION_STATE, OBLIGATIONS, PHASE, PHASED_RULE, PHASES, STATUS } from "../../format/codes.ts";
import { rulesAt } from "../../rules/acts/context.ts";
import type { Book } from "../../rules/book/book.ts";
import type { SourceFact } from "../../rules/book/facts.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import { aboutSource, phaseOf } from "../../rules/lawful/lawful.ts";
import { inHours, inSeason, opensAt } from "../../rules/numbers/hours.ts";
import { DAY_S, dayOf, yearOf } from "../../rules/numbers/time.ts";
import { capital } from "../../web/islands/shared/verdict-words.ts";
import { formatDay, formatMoment, formatTonnes } from "../../words/as-written.ts";
import type { Words } from "../../words/lang.ts";

/** A warning to the dispatcher; `stops` says that a slip would be refused now, `lapses` names in a few words what will end soon, and when. */
export type Warning = { readonly words: Words; readonly stops: boolean; readonly lapses?: Words };

/** So many days before a paper ends its holder is told. */
const SOON_DAYS = 30;
const endsSoon = (until: number, nowS: number): boolean =>
  until >= dayOf(nowS) && until < dayOf(nowS + SOON_DAYS * DAY_S);

const stop = (vi: string, en: string): Warning => ({ words: { vi, en }, stops: true });
const note = (vi: string, en: string): Warning => ({ words: { vi, en }, stops: false });

/** A paper that ends soon. */
function lapse({ vi, en }: Words, until: number): Warning {
  const day = formatDay(until);
  return {
    ...note(`${vi} sắp hết hạn: ${day}.`, `${en} expires soon: ${day}.`),
    lapses: { vi: `${vi} ${day}`, en: `${en} ${day}` },
  };
}

/** Certificates of a place's scales that end soon or have ended. */
export function scaleWarnings(book: Book, scales: readonly number[], nowS: number): Warning[] {
  return mapLoading(scales, (index): Warning[] => {
    const { number, until } = book.need("scale", index);
    const day = formatDay(until);
    const ended = {
      vi: `Cân ${number} hết hạn kiểm định từ ${day}`,
      en: `Scale ${number} certified only until ${day}`,
    };
    if (until < dayOf(nowS)) return [{ ...note(`${ended.vi}.`, `${ended.en}.`), lapses: ended }];
    return endsSoon(until, nowS)
      ? [lapse({ vi: `Kiểm định cân ${number}`, en: `The certificate of scale ${number}` }, until)]
      : [];
  }).flat();
}

/** Everything a dispatcher should know of a source before he loads; empty where nothing is in the way. */
export function warningsOf(book: Book, index: number, source: SourceFact, nowS: number): Warning[] {
  return [
    ...termWarnings(source, nowS),
    ...hourWarnings(book, source, nowS),
    ...roomWarnings(book, index, source, nowS),
    ...obligationWarnings(book, index, source, nowS),
  ];
}

/** Kilograms left of this year's capacity; null where the instrument states none. */
export function roomOf(book: Book, index: number, source: SourceFact, nowS: number): number | null {
  if (source.yearKg === null) return null;
  return Math.max(0, source.yearKg - (book.need("ground", index).years[String(yearOf(nowS))] ?? 0));
}

/** Warnings from the licence itself: its status and dates. */
function termWarnings(source: SourceFact, nowS: number): Warning[] {
  const warnings: Warning[] = [];
  const today = dayOf(nowS);
  const { from, until } = source;
  if (source.standing.status !== STATUS.active)
    warnings.push(
      stop("Nguồn đang không hoạt động: phiếu sẽ bị từ chối.", "The source is not active: slips will be refused."),
    );
  if (from !== null && today < from)
    warnings.push(
      stop(
        `Giấy phép có hiệu lực từ ${formatDay(from)}: phiếu trước ngày đó sẽ bị từ chối.`,
        `In force from ${formatDay(from)}: slips before that day will be refused.`,
      ),
    );
  if (until !== null && today > until)
    warnings.push(
      stop(
        `Đã hết hạn ngày ${formatDay(until)}: phiếu sẽ bị từ chối.`,
        `Expired on ${formatDay(until)}: slips will be refused.`,
      ),
    );
  else if (until !== null && endsSoon(until, nowS)) {
    const { vi, en } = INSTRUMENTS[source.instrument];
    warnings.push(lapse({ vi: capital(vi), en: capital(en) }, until));
  }
  return warnings;
}

/** Outside of its hours or season: what the rules do then, and when the source opens again. */
function hourWarnings(book: Book, source: SourceFact, nowS: number): Warning[] {
  if (inSeason(source, dayOf(nowS)) && inHours(source, nowS)) return [];
  const [opens, closes] = source.hours ?? [0, 1440];
  const hours = { vi: `${clock(opens!)} đến ${clock(closes!)}`, en: `${clock(opens!)} to ${clock(closes!)}` };
  const outside = inSeason(source, dayOf(nowS))
    ? { vi: `Ngoài giờ được khai thác (${hours.vi})`, en: `Outside licensed hours (${hours.en})` }
    : { vi: "Ngoài mùa được khai thác", en: "Outside the licensed season" };
  const rules = rulesAt(book.need("rules", 0), nowS);
  const phase = phaseOf({ eventS: nowS, rules }, PHASED_RULE.hours, aboutSource(book, source, source.materials[0]!));
  if (phase !== PHASE.block)
    return [
      note(`${outside.vi}: phiếu vẫn xuất được, kèm cảnh báo.`, `${outside.en}: slips are issued with a warning.`),
    ];
  const again = opensAt(source, nowS);
  const until = {
    vi: again === undefined ? "" : ` trước ${formatMoment(again * 1000, "vi")}`,
    en: again === undefined ? "" : ` before ${formatMoment(again * 1000, "en")}`,
  };
  return [stop(`${outside.vi}: phiếu${until.vi} sẽ bị từ chối.`, `${outside.en}: slips${until.en} will be refused.`)];
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

function roomWarnings(book: Book, index: number, source: SourceFact, nowS: number): Warning[] {
  const left = roomOf(book, index, source, nowS);
  if (left === null || source.yearKg === null || left * 10 >= source.yearKg) return [];
  if (left === 0)
    return [
      stop("Công suất năm nay đã hết: phiếu sẽ bị từ chối.", "This year's capacity is used up: slips will be refused."),
    ];
  return [
    note(
      `Công suất năm nay chỉ còn ${formatTonnes(left, "vi")} tấn, dưới một phần mười.`,
      `Only ${formatTonnes(left, "en")} t of this year's capacity is left, under a tenth.`,
    ),
  ];
}

function obligationWarnings(book: Book, index: number, source: SourceFact, nowS: number): Warning[] {
  const rules = rulesAt(book.need("rules", 0), nowS);
  const phase = phaseOf(
    { eventS: nowS, rules },
    PHASED_RULE.obligations,
    aboutSource(book, source, source.materials[0]!),
  );
  const held = Object.entries(book.get("obligations", index) ?? {});
  return held.flatMap(([code, { state, until }]): Warning[] => {
    const obligation = OBLIGATIONS[Number(code) as keyof typeof OBLIGATIONS];
    if (state === OBLIGATION_STATE.lapsed || (until !== null && until < dayOf(nowS)))
      return [
        stop(
          `Nghĩa vụ “${obligation.vi}” đã hết hiệu lực: phiếu sẽ bị từ chối.`,
          `Obligation “${obligation.en}” has lapsed: slips will be refused.`,
        ),
      ];
    if (until !== null && endsSoon(until, nowS))
      return [lapse({ vi: `Nghĩa vụ “${obligation.vi}”`, en: `Obligation “${obligation.en}”` }, until)];
    if (state !== OBLIGATION_STATE.notShown) return [];
    if (phase === PHASE.block)
      return [
        stop(
          `Nghĩa vụ “${obligation.vi}” chưa thể hiện: phiếu sẽ bị từ chối.`,
          `Obligation “${obligation.en}” is not shown: slips will be refused.`,
        ),
      ];
    return [
      note(
        `Chưa có giấy tờ “${obligation.vi}” (đang ${PHASES[phase].vi}, chưa chặn).`,
        `No papers yet for “${obligation.en}” (${PHASES[phase].en}, not refused).`,
      ),
    ];
  });
}
