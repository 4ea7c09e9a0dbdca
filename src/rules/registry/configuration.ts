// Holidays and the wording of the treasury's papers as entries of the log: an office proposes them, a root approves, and they hold from
// their day on. What has been decided keeps the words and holidays of its day, since it is read by the book that its result found.
import { ROLE } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { formatDay } from "../../words/as-written.ts";
import { FIRST_HOLIDAYS, FIRST_TEXTS, type FormTexts, type HolidayYear } from "../../words/first-configuration.ts";
import { problem } from "../../words/problem.ts";
import { ok, refused } from "../../words/result.ts";
import type { CheckResult, Context } from "../acts/context.ts";
import { begunAt, checkStated, followedBy, noticeEnd, warnBeforeEnd } from "../acts/dated.ts";
import type { Proposal } from "../acts/proposal.ts";
import type { Rows } from "../acts/row.ts";
import type { Book } from "../book/book.ts";
import type { TextsFact } from "../book/dated-facts.ts";
import type { Due } from "../book/memory.ts";
import { isDay, startOfDay } from "../numbers/time.ts";

/** The years whose holidays the book knows, ascending: those of entries, else those that a log begins with. */
export function calendarIn(book: Book): readonly HolidayYear[] {
  const set = book.get("calendar", 0)?.years ?? [];
  const first = FIRST_HOLIDAYS.filter(({ year }) => !set.some((each) => each.year === year));
  return [...first, ...set].sort((a, b) => a.year - b.year);
}

const SET_CALENDAR: Proposal<"calendar.set"> = {
  needs({ book }, body) {
    const wrong = checkYear(book, body);
    return wrong ? refused(wrong) : ok([{ root: true }]);
  },
  effect({ book, receivedMs }, body, index) {
    const wrong = checkYear(book, body);
    if (wrong) return wrong;
    const { year, document, worked = [] } = body;
    const others = (book.get("calendar", 0)?.years ?? []).filter((each) => each.year !== year);
    const off = body.off.map(({ day }) => day);
    const years = [...others, { year, fixed: true, document, off, worked, index }].sort((a, b) => a.year - b.year);
    book.put("calendar", 0, { years });
    warnBeforeEnd(book, receivedMs, year * 10_000 + 1231, `calendar/${year}/${index}`);
    return undefined;
  },
};

/** Years follow one another; each day is of its year, and none is both off and worked. */
function checkYear(book: Book, { year, off, worked = [], replaces }: Body<"calendar.set">): CheckResult {
  const days = [...off.map(({ day }) => day), ...worked];
  const wrong = days.find((day) => !isDay(day) || Math.floor(day / 10_000) !== year);
  if (wrong !== undefined) return problem("bad-terms", { expected: "day-of-year", day: formatDay(wrong), year });
  if (new Set(days).size !== days.length) return problem("bad-terms", { expected: "each-day-once" });
  const known = calendarIn(book);
  const last = known.at(-1)?.year ?? year;
  const until = formatDay(last * 10_000 + 1231);
  if (year > last + 1)
    return problem("days-gap", {
      until,
      first: formatDay((last + 1) * 10_000 + 101),
      from: formatDay(year * 10_000 + 101),
    });
  const before = known.find((each) => each.year === year)?.index;
  return before === replaces || before === undefined
    ? undefined
    : problem("days-overlap", { index: before, until: formatDay(year * 10_000 + 1231) });
}

/** The wording of a treasury's papers at an hour: what it has set, else what the roots have set for all, else what a log begins with. */
export function textsAt(book: Book, treasury: number, atS: number): FormTexts {
  const begun = [ALL, treasury].flatMap((of) =>
    textSetsOf(book, of)
      .filter(({ sinceS }) => sinceS <= atS)
      .sort((a, b) => a.sinceS - b.sinceS),
  );
  return Object.assign({}, FIRST_TEXTS, ...begun.map(({ words }) => words));
}

const ALL = 0;

/** The wordings that a treasury has set for its papers, or for 0 the roots for all. */
export function textSetsOf(book: Book, treasury: number): TextsFact["sets"] {
  return book.get("texts", treasury)?.sets ?? [];
}

const SET_TEXTS: Proposal<"texts.set"> = {
  needs(context, body) {
    const wrong = checkTexts(context, context.signer.key.party ?? ALL, body);
    return wrong ? refused(wrong) : ok([{ root: true }]);
  },
  effect(context, body, index) {
    const { book, receivedMs } = context;
    const treasury = book.need("proposal", index).by.party ?? ALL;
    const wrong = checkTexts(context, treasury, body);
    if (wrong) return wrong;
    const { from, until, document, replaces, ...words } = body;
    const sinceS = Math.max(startOfDay(from), Math.floor(receivedMs / 1000) + 1);
    const next = { index, sinceS, ...(until === undefined ? {} : { until }), document, words };
    book.put("texts", treasury, { sets: followedBy(textSetsOf(book, treasury), next, replaces) });
    warnBeforeEnd(book, receivedMs, until, `texts/${treasury}/${index}`);
    return undefined;
  },
};

function checkTexts({ book }: Context, treasury: number, body: Body<"texts.set">): CheckResult {
  const { from, until, document: _, replaces, ...words } = body;
  if (!isDay(from)) return problem("bad-terms", { expected: "day-in-calendar", day: from });
  if (Object.keys(words).length === 0) return problem("bad-terms", { expected: "a-change" });
  return checkStated(textSetsOf(book, treasury), { fromS: startOfDay(from), until, replaces });
}

/** Runs some months before the last stated day of a rule set, a wording or a year of holidays; tells it unless another follows. */
export function noticeConfigurationEnd(book: Book, { key }: Due): void {
  const [, of, about, entry] = key.split("/");
  if (of === "calendar") {
    const years = book.need("calendar", 0).years;
    const index = years.find(({ year }) => year === Number(about))?.index;
    const followed = years.some(({ year }) => year === Number(about) + 1);
    if (index === Number(entry) && !followed) noticeEnd(book, index, Number(about) * 10_000 + 1231);
    return;
  }
  const sets = of === "texts" ? textSetsOf(book, Number(about)) : statedRules(book);
  const last = begunAt(sets, Number.MAX_SAFE_INTEGER);
  if (last?.index === Number(entry) && last.until !== undefined) noticeEnd(book, last.index, last.until);
}

/** Rule sets with the days that they state. */
export function statedRules(book: Book): { index: number; sinceS: number; until?: number | undefined }[] {
  return book.need("rules", 0).sets.map(({ index, sinceS, set }) => ({ index, sinceS, until: set.until }));
}

export const CONFIGURATION_ROWS = {
  "calendar.set": {
    nature: "registry",
    makes: "order",
    approvedBy: ["another-root"],
    signers: ["root", ROLE.authority, ROLE.treasury],
    proposal: SET_CALENDAR,
  },
  "texts.set": {
    nature: "registry",
    makes: "order",
    approvedBy: ["another-root"],
    signers: ["root", ROLE.treasury],
    proposal: SET_TEXTS,
  },
} satisfies Rows;
