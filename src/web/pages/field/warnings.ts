// What will stand in the way of a slip from a source, said before it is refused: status, dates, hours, what is left, obligations.
import { OBLIGATIONS, PHASES } from "../../../format/materials.ts";
import type { Book } from "../../../rules/book.ts";
import { rulesAt } from "../../../rules/context.ts";
import type { SourceFact } from "../../../rules/facts.ts";
import { dayOf, dayText, minuteOf, yearOf } from "../../../rules/time.ts";
import { formatTonnes } from "../../figures.ts";
import type { Words } from "../../layout.ts";

/** Everything a dispatcher should know of a source before he loads; empty where nothing is in the way. */
export function warningsOf(book: Book, index: number, source: SourceFact, nowS: number): Words[] {
  return [
    ...termWarnings(source, nowS),
    ...roomWarnings(book, index, source, nowS),
    ...obligationWarnings(book, index, nowS),
  ];
}

/** Kilograms left of this year's capacity; null where the instrument states none. */
export function roomOf(book: Book, index: number, source: SourceFact, nowS: number): number | null {
  if (source.yearKg === null) return null;
  return Math.max(0, source.yearKg - (book.need("ground", index).years[String(yearOf(nowS))] ?? 0));
}

/** What the paper itself will stop, or soon: status, dates, hours. */
function termWarnings(source: SourceFact, nowS: number): Words[] {
  const warnings: Words[] = [];
  const today = dayOf(nowS);
  if (source.standing.status !== 1)
    warnings.push({
      vi: "Nguồn đang không hoạt động: phiếu sẽ bị từ chối.",
      en: "The source is not active: slips will be refused.",
    });
  if (source.until !== null && today > source.until)
    warnings.push({
      vi: `Đã hết hạn ngày ${dayText(source.until)}: phiếu sẽ bị từ chối.`,
      en: `Expired on ${dayText(source.until)}: slips will be refused.`,
    });
  else if (source.until !== null && dayOf(nowS + 30 * 86_400) > source.until)
    warnings.push({ vi: `Sắp hết hạn: ${dayText(source.until)}.`, en: `Expires soon: ${dayText(source.until)}.` });
  const [opens, closes] = source.hours ?? [0, 1440];
  const minute = minuteOf(nowS);
  if (minute < opens! || minute >= closes!)
    warnings.push({
      vi: `Ngoài giờ được khai thác (${clock(opens!)} đến ${clock(closes!)}).`,
      en: `Outside licensed hours (${clock(opens!)} to ${clock(closes!)}).`,
    });
  return warnings;
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

function roomWarnings(book: Book, index: number, source: SourceFact, nowS: number): Words[] {
  const left = roomOf(book, index, source, nowS);
  if (left === null || source.yearKg === null || left * 10 >= source.yearKg) return [];
  return [
    {
      vi: `Công suất năm nay chỉ còn ${formatTonnes(left, "vi")} tấn, dưới một phần mười.`,
      en: `Only ${formatTonnes(left, "en")} t of this year's capacity is left, under a tenth.`,
    },
  ];
}

function obligationWarnings(book: Book, index: number, nowS: number): Words[] {
  const { set } = rulesAt(book.need("rules", 0), nowS);
  const held = Object.entries(book.get("obligations", index) ?? {});
  return held.flatMap(([code, { state, until }]): Words[] => {
    const obligation = OBLIGATIONS[Number(code) as keyof typeof OBLIGATIONS];
    if (state === 4 || (until !== null && until < dayOf(nowS)))
      return [
        {
          vi: `Nghĩa vụ “${obligation.vi}” đã hết hiệu lực: phiếu sẽ bị từ chối.`,
          en: `Obligation “${obligation.en}” has lapsed: slips will be refused.`,
        },
      ];
    if (state !== 3) return [];
    const phase = PHASES[set.obligationPhase];
    return [
      {
        vi: `Nghĩa vụ “${obligation.vi}” chưa thể hiện (đang ${phase.vi}).`,
        en: `Obligation “${obligation.en}” is not shown (${phase.en}).`,
      },
    ];
  });
}
