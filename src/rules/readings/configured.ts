// The configuration as pages show it: the rules, the holidays and the wording in force, and whatever soon ends without a successor.

import type { HolidayYear } from "../../words/first-configuration.ts";
import { type RulesInForce, rulesAt } from "../acts/context.ts";
import { begunAt, WARN_DAYS } from "../acts/dated.ts";
import type { Book } from "../book/book.ts";
import type { TextsFact } from "../book/dated-facts.ts";
import { DAY_S, startOfDay } from "../numbers/time.ts";
import { calendarIn, textSetsOf } from "../registry/configuration.ts";

/** Something whose last stated day is near or over, and that nothing follows. */
export type Ending = { readonly of: "rules" | "calendar" | "texts"; readonly until: number };

export type Configured = {
  readonly rules: RulesInForce;
  readonly calendar: readonly HolidayYear[];
  /** Undefined while the wording that a log begins with is used. */
  readonly texts: TextsFact["sets"][number] | undefined;
  readonly ending: readonly Ending[];
};

/** The configuration at an hour, with the wording of a treasury's papers; of all treasuries for 0. */
export function configuredAt(book: Book, treasury: number, nowS: number): Configured {
  const facts = book.need("rules", 0);
  const calendar = calendarIn(book);
  const sets = textSetsOf(book, treasury);
  const latest = Number.MAX_SAFE_INTEGER;
  const fixed = calendar.filter((each) => each.fixed).at(-1);
  const ends: { of: Ending["of"]; until: number | undefined }[] = [
    { of: "calendar", until: fixed && fixed.year * 10_000 + 1231 },
    { of: "rules", until: rulesAt(facts, latest).set.until },
    { of: "texts", until: begunAt(sets, latest)?.until },
  ];
  const ending = ends.flatMap(({ of, until }) =>
    until !== undefined && startOfDay(until) - WARN_DAYS * DAY_S <= nowS ? [{ of, until }] : [],
  );
  return { rules: rulesAt(facts, nowS), calendar, texts: begunAt(sets, nowS), ending };
}
