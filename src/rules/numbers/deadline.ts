// When the treasury's answer is due: working days as Vietnam counts them. Between a claim's completion and the queue of the
// treasury. Tết and the days swapped around other holidays are fixed by the Government for each year, so the days are a dated table
// with the paper each row comes from, and not a formula; a library of holidays would only guess at them.
import { CLAIM_KIND, type ClaimKind } from "../../format/codes.ts";
import { dayOf, startOfDay } from "./time.ts";

/** Days off of one year as yyyymmdd, Saturdays worked in exchange, and the paper that fixes them; `fixed` false: reckoned ahead of it. */
export type HolidayYear = {
  readonly year: number;
  readonly fixed: boolean;
  readonly document: string;
  readonly off: readonly number[];
  readonly worked: readonly number[];
};

/** Public holidays of office workers; weekends need no row. Unofficial copies were read: replace a row when its paper changes. */
export const HOLIDAYS: readonly HolidayYear[] = [
  {
    year: 2025,
    fixed: true,
    document: "Bộ luật Lao động số 45/2019/QH14, Điều 112; Thông báo số 6150/TB-BLĐTBXH ngày 03/12/2024",
    off: [
      20250101, 20250127, 20250128, 20250129, 20250130, 20250131, 20250407, 20250430, 20250501, 20250502, 20250901,
      20250902,
    ],
    worked: [20250426],
  },
  {
    year: 2026,
    fixed: true,
    document: "Bộ luật Lao động số 45/2019/QH14, Điều 112; Thông báo số 9441/TB-BNV ngày 16/10/2025",
    off: [
      20260101, 20260102, 20260216, 20260217, 20260218, 20260219, 20260220, 20260427, 20260430, 20260501, 20260831,
      20260901, 20260902,
    ],
    worked: [20260110, 20260822],
  },
  {
    year: 2027,
    fixed: false,
    document: "Bộ luật Lao động số 45/2019/QH14, Điều 112 (tạm tính, chưa có thông báo của cơ quan có thẩm quyền)",
    off: [20270101, 20270205, 20270208, 20270209, 20270210, 20270211, 20270416, 20270430, 20270503, 20270902, 20270903],
    worked: [],
  },
];

/** Working days that Decree 254/2025/NĐ-CP gives the treasury from a complete dossier; an advance has one. */
export const CONTROL_DAYS = { claim: 2, advance: 1 } as const;

const DAY_S = 86_400;

/** True if offices work on a day (yyyymmdd); undefined where the table has no such year. */
export function isWorkingDay(day: number): boolean | undefined {
  const year = HOLIDAYS.find((each) => each.year === Math.floor(day / 10_000));
  if (!year) return undefined;
  if (year.worked.includes(day)) return true;
  const weekday = new Date((startOfDay(day) + DAY_S / 2) * 1000).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !year.off.includes(day);
}

/** Until when the answer is due: the last day as yyyymmdd, and the first millisecond after it. */
export type Deadline = { readonly day: number; readonly endMs: number; readonly fixed: boolean };

/**
 * The deadline `workingDays` after the day of receipt, which itself does not count; it ends with its last day (Civil Code
 * 91/2015/QH13, articles 147 and 148). Undefined where the table of holidays ends too early.
 */
export function deadlineOf(receivedMs: number, workingDays: number): Deadline | undefined {
  let atS = startOfDay(dayOf(Math.floor(receivedMs / 1000)));
  for (let left = workingDays; left > 0; ) {
    atS += DAY_S;
    const works = isWorkingDay(dayOf(atS));
    if (works === undefined) return undefined;
    if (works) left -= 1;
  }
  const day = dayOf(atS);
  const fixed = HOLIDAYS.find((each) => each.year === Math.floor(day / 10_000))?.fixed === true;
  return { day, endMs: (atS + DAY_S) * 1000, fixed };
}

/** The deadline of a dossier complete at `completeMs`; kind 2 is an advance. */
export function controlDeadline(completeMs: number, kind: ClaimKind): Deadline | undefined {
  return deadlineOf(completeMs, kind === CLAIM_KIND.advance ? CONTROL_DAYS.advance : CONTROL_DAYS.claim);
}
