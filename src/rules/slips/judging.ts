// A load judged alone: by the facts about its slip and by everything that is kept with it.
import { rulesAt } from "../acts/context.ts";
import type { Book } from "../book/book.ts";
import type { SlipState } from "../book/facts.ts";
import { straightLineM } from "../numbers/distance.ts";
import { judgeLoad } from "./contradictions.ts";
import type { Evidence, Judgement } from "./load-evidence.ts";

/** Everything on which the judgement of a slip alone rests. */
export function evidenceOf(book: Book, index: number, state: SlipState): Evidence {
  const slip = book.need("slip", index);
  return {
    index,
    slip,
    route: book.need("route", slip.route),
    voided: state.voided ?? null,
    observations: state.observations.filter((each) => each.aside === undefined),
    spent: state.observations.filter((each) => each.spent === 1),
    tolerances: rulesAt(book.need("rules", 0), slip.eventS).set.tolerances,
    metresBetween: (a, b) => metresBetween(book, a, b),
  };
}

export function judgeAlone(evidence: Evidence): Judgement {
  if (evidence.observations.length + evidence.spent.length === 0) return { contradictions: [], implausible: [] };
  return judgeLoad(evidence);
}

/** The straight line between two sites that both have coordinates. */
export function metresBetween(book: Book, a: number, b: number): number | undefined {
  const from = book.get("site", a)?.at;
  const to = book.get("site", b)?.at;
  return from && to ? straightLineM(from, to) : undefined;
}
