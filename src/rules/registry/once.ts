// One thing, one record: what a registration names is looked for under every spelling that equals or resembles it. An equal one is refused with
// the record that exists; a resembling one is asked: it is refused until the entry itself says that the two are distinct, and then both stay and
// an inspector sees it.
import { LICENCES } from "../../spelling/licences.ts";
import type { Likeness, Spelling, Spelt } from "../../spelling/likeness.ts";
import { NAMES } from "../../spelling/office-names.ts";
import { PLATES } from "../../spelling/plates.ts";
import { TAX_CODES } from "../../spelling/tax-codes.ts";
import { WORK_CODES } from "../../spelling/work-codes.ts";
import { problem } from "../../words/problem.ts";
import type { Subject } from "../../words/signals.ts";
import type { CheckResult, Context } from "../acts/context.ts";
import type { Book } from "../book/book.ts";

const SPELLINGS = {
  plate: PLATES,
  source: LICENCES,
  party: NAMES,
  "tax-code": TAX_CODES,
  recipe: WORK_CODES,
} as const satisfies Readonly<Record<string, Spelling>>;
type Sort = keyof typeof SPELLINGS;

/** A record of the book that equals or resembles a spelling. */
export type Alike = { readonly index: number; readonly likeness: Exclude<Likeness, "different"> };

/** The records that equal or resemble a spelling, in log order. */
export function alikeOf(book: Book, sort: Sort, spelt: Spelt): Alike[] {
  const { looks, compare } = SPELLINGS[sort];
  const found = new Map<number, Alike>();
  for (const look of looks(spelt)) {
    for (const { index, as } of book.get("spelt", `${sort}/${look}`)?.records ?? []) {
      const likeness = compare(spelt, as);
      if (likeness !== "different") found.set(index, { index, likeness });
    }
  }
  return [...found.values()].sort((a, b) => a.index - b.index);
}

/** Refuses a spelling that equals a record, and one that resembles a record which the entry does not call distinct. */
export function checkOnce(book: Book, sort: Sort, spelt: Spelt, distinctFrom: readonly number[] = []): CheckResult {
  const alike = alikeOf(book, sort, spelt);
  const value = spelt[0] ?? "";
  const equal = alike.find(({ likeness }) => likeness === "equal");
  if (equal) return problem("already-exists", { what: sort, value, index: equal.index });
  const asked = alike.find(({ index }) => !distinctFrom.includes(index));
  return asked && problem("resembles", { what: sort, value, index: asked.index });
}

/** Enters a spelling that was checked under this entry's index, and shows which records it resembles. */
export function enterOnce({ book, index }: Context, sort: Sort, spelt: Spelt): void {
  noticeAlike(book, `entry/${index}`, alikeOf(book, sort, spelt));
  for (const look of SPELLINGS[sort].looks(spelt)) {
    const id = `${sort}/${look}`;
    const records = book.get("spelt", id)?.records ?? [];
    book.put("spelt", id, { records: [...records, { index, as: [...spelt] }] });
  }
}

/** Shows that a subject is called distinct from records that it resembles. */
export function noticeAlike(book: Book, subject: Subject, alike: readonly Alike[]): void {
  for (const { index: before } of alike) book.signal("called-distinct", subject, { before });
}
