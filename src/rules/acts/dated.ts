// Rule sets and wordings hold for stated days. They follow one another without a gap, and none cuts another's stated days short unless it
// names it. After its last stated day the latest one goes on, since no office may have to stop for want of a paper.
import { formatDay } from "../../words/as-written.ts";
import { type Problem, problem } from "../../words/problem.ts";
import type { Book } from "../book/book.ts";
import { DAY_S, dayOf, endOfDay, isDay, startOfDay } from "../numbers/time.ts";

/** One of several that follow one another: the entry that set it, when it began to hold, and its last stated day (yyyymmdd). */
export type Dated = { readonly index: number; readonly sinceS: number; readonly until?: number | undefined };
/** The days that a proposal states. */
export type StatedDays = {
  readonly fromS: number;
  readonly until?: number | undefined;
  readonly replaces?: number | undefined;
};

/** Days before the last stated one on which the offices are told that nothing follows. */
export const WARN_DAYS = 90;

/** The latest begun at a time; among equals the latest in the log. Undefined before the first. */
export function begunAt<T extends Dated>(sets: readonly T[], atS: number): T | undefined {
  let best: T | undefined;
  for (const each of sets) if (each.sinceS <= atS && each.sinceS >= (best?.sinceS ?? 0)) best = each;
  return best;
}

/** Checks that stated days follow the latest of those before: no gap, and no overlap that is not named. */
export function checkStated(before: readonly Dated[], next: StatedDays): Problem | undefined {
  if (next.until !== undefined && (!isDay(next.until) || startOfDay(next.until) < startOfDay(dayOf(next.fromS))))
    return problem("bad-terms", { expected: "expiry-after-start" });
  const last = begunAt(before, Number.MAX_SAFE_INTEGER);
  if (last?.until === undefined) return undefined;
  const until = formatDay(last.until);
  const endS = endOfDay(last.until);
  if (next.fromS > endS + 1)
    return problem("days-gap", { until, first: formatDay(dayOf(endS + 1)), from: formatDay(dayOf(next.fromS)) });
  if (next.fromS <= endS && next.replaces !== last.index) return problem("days-overlap", { index: last.index, until });
  return undefined;
}

/** Those before with the next one; what it replaces and had not begun falls away. */
export function followedBy<T extends Dated>(before: readonly T[], next: T, replaces: number | undefined): T[] {
  return [...before.filter((each) => each.index !== replaces || each.sinceS < next.sinceS), next];
}

/** Has the offices told in time that a last day comes; `key` says of what, for {@link noticeEnd}. */
export function warnBeforeEnd(book: Book, receivedMs: number, until: number | undefined, key: string): void {
  if (until === undefined) return;
  book.due(Math.max((startOfDay(until) - WARN_DAYS * DAY_S) * 1000, receivedMs + 1), `ends/${key}`);
}

/** Tells that the days of an entry end and nothing follows them yet. */
export function noticeEnd(book: Book, index: number, until: number): void {
  book.signal("configuration-ends", `entry/${index}`, { until_s: endOfDay(until) });
}
