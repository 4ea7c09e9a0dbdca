// The codes of lines that ask for no material: a code that looks like one of the norms is asked, since a stroke more or less in it would leave a
// thousand cubic metres without any origin.
import { problem } from "../../words/problem.ts";
import type { CheckResult } from "../acts/context.ts";
import type { Book } from "../book/book.ts";
import { alikeOf, noticeAlike } from "./once.ts";

/** A line of an annex or of a contract. */
type Line = {
  readonly code: string;
  readonly recipe?: number | undefined;
  readonly adjusts?: number | undefined;
  readonly distinctFrom?: readonly number[] | undefined;
};

const alike = (book: Book, { code }: Line) => alikeOf(book, "recipe", [code]);
const isPlain = ({ recipe, adjusts }: Line) => recipe === undefined && adjusts === undefined;

/** Refuses line `n` where it has no recipe and its code resembles that of a recipe which it does not call distinct. */
export function checkPlainCode(book: Book, n: number, line: Line): CheckResult {
  if (!isPlain(line)) return undefined;
  const asked = alike(book, line).find(
    ({ index, likeness }) => likeness === "resembles" && !line.distinctFrom?.includes(index),
  );
  return asked && problem("annex-code-resembles", { line: n, work: line.code, recipe: asked.index });
}

/** Shows each recipe whose code a plain line resembles, for the treasury to compare. */
export function noticeDistinctLines(book: Book, annex: number, lines: readonly Line[]): void {
  const recipes = lines.filter(isPlain).flatMap((line) => alike(book, line));
  const once = new Map(recipes.map((each) => [each.index, each]));
  noticeAlike(book, `annex/${annex}`, [...once.values()]);
}
