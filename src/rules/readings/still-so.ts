// A signal is raised once and kept for ever. What it tells of may have been set right since: by a correction, by a receipt that came late, because
// what was missing arrived. The book knows, and nobody has to look into such a signal any more.
import { CONTRADICTION_PROBLEMS } from "../../words/problems/contradictions.ts";
import { readSubject } from "../../words/signals.ts";
import type { Book } from "../book/book.ts";
import type { Signal } from "../book/signal.ts";

/** False where the book itself has meanwhile explained what a signal tells of; true where it has not, or cannot know. */
export function isStillSo(
  book: Book,
  { code, subject, figures }: Pick<Signal, "code" | "subject" | "figures">,
): boolean {
  const { kind, index } = readSubject(subject) ?? {};
  const state = kind === "slip" && index !== undefined ? book.get("slipState", index) : undefined;
  if (!state) return true;
  if (Object.hasOwn(CONTRADICTION_PROBLEMS, code)) return state.contested !== null;
  switch (code) {
    case "slip-expired":
      return state.status === "stray";
    case "entry-waits":
    case "slip-unruled":
      return state.status === "unruled";
    case "measurements-differ":
    case "loss-beyond-norm":
      return !state.observations.some(
        (each) =>
          (each.index === figures.receipt && each.aside !== undefined) ||
          // An earlier part came to the log later: the load was judged anew with it.
          (each.moved !== undefined && each.index > (figures.receipt ?? 0)),
      );
    default:
      return true;
  }
}
