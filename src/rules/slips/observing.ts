// Keeps an observation with its slip and judges the load anew. Whoever observes passes here: checkpoints, receivers, who refuses a load,
// scales, and what had waited under a typed code.

import { type Problem, problem } from "../../words/problem.ts";
import type { Observer } from "../acts/context.ts";
import type { Book } from "../book/book.ts";
import type { SlipState } from "../book/facts.ts";
import { mapLoading } from "../book/memory.ts";
import type { Observation } from "../book/observations.ts";
import { noticeSpent, releaseSpent } from "../payment/spent.ts";
import { evidenceOf, judgeAlone } from "./judging.ts";
import type { Contradiction, Judgement } from "./load-evidence.ts";
import { giveBackWaiting, wentAfterAll } from "./returning.ts";
import { besides, otherLoads } from "./two-loads.ts";

/**
 * Observations kept of one slip, in all and of one device or, where it is not known, party: no load is looked at more often, and a fact must
 * not grow without end. Who fills their own share takes nobody's place; where several have filled it all, the load is contested.
 */
const MOST = { inAll: 64, ofOne: 16 };

/**
 * The judgement of an observation. `against`: what it disagrees with, if anything. `counts`: false where the observation itself is what
 * cannot have happened beside the others, so that it may move nothing.
 */
export type Observed = { readonly against: Problem | undefined; readonly counts: boolean };

/** Keeps an observation and judges it beside everything else that is known of its slip. */
export function observe({ book }: Pick<Observer, "book">, slip: number, observation: Observation): Observed {
  const { index, party } = observation;
  const state = book.need("slipState", slip);
  const counting = state.observations.filter((each) => each.aside === undefined);
  if (counting.filter((each) => voiceOf(each) === voiceOf(observation)).length >= MOST.ofOne)
    return failed(problem("slip-crowded", { code: book.need("slip", slip).code, count: counting.length }));
  const first = counting.find((each) => each.what === "uncounted");
  if (first) return failed(problem("observed-too-often", { index: slip, other: first.index }));
  const said = counting.length < MOST.inAll ? observation : uncountedOf(observation);
  const judgement = keep(book, slip, { ...state, observations: [...state.observations, said] });
  const disagreements = judgement.contradictions.filter((each) => each.index === index || each.other === index);
  for (const each of disagreements) noticeContradiction(book, slip, each);
  const blamed = disagreements.find((each) => each.index === index);
  if (blamed) return failed(problemOf(slip, blamed, index));
  if (state.fault) return failed(problem("slip-not-open", { index: slip, state: state.status }));
  if (judgement.implausible.includes(index)) {
    book.signal("implausible-observation", `slip/${slip}`, { entry: index, party });
    return failed(problem("implausible", { index: slip }));
  }
  const [other] = disagreements;
  return { against: other && problemOf(slip, other, index), counts: true };
}

/** Whose share of a slip's observations one takes: a device's, or a party's where only that is known. */
export function voiceOf({ key, party }: Pick<Observation, "key" | "party">): string {
  return key === undefined ? `party/${party}` : `key/${key}`;
}

/** Says of an observation only that it was made: there is no room for what it says. */
export function uncountedOf({ index, party, place, atS }: Observation): Observation {
  return { index, what: "uncounted", party, place, atS };
}

function failed(against: Problem): Observed {
  return { against, counts: false };
}

/** Writes a slip's state with what contradicts it now, and looks again at the other loads of its vehicle. */
export function keep(book: Book, slip: number, state: SlipState): Judgement {
  const judgement = settle(book, slip, state);
  lookBeside(book, slip, state);
  return judgement;
}

/** Writes a slip's state with what contradicts it now; tells the treasury where kilograms of it are already spent. */
function settle(book: Book, slip: number, state: SlipState): Judgement {
  const before = book.need("slipState", slip).contested;
  const judgement = judgementOf(book, slip, state);
  const contested = state.fault ?? contestedBy(judgement.contradictions);
  const released = state.voided?.held === true && !wentAfterAll(state.voided, contested, judgement.contradictions);
  const voided = released && state.voided ? { voided: { index: state.voided.index, atS: state.voided.atS } } : {};
  book.put("slipState", slip, { ...state, ...voided, contested, changed: book.leaf });
  if (contested && inQuestion(contested) > inQuestion(before)) noticeSpent(book, slip, contested.index);
  if (inQuestion(contested) < inQuestion(before)) releaseSpent(book, slip);
  if (released) giveBackWaiting(book, slip, book.need("slip", slip));
  return judgement;
}

/** The kilograms of a slip that are in question: none, some, or all of whatever it brought. */
function inQuestion(contested: SlipState["contested"]): number {
  return contested ? (contested.kg ?? Infinity) : 0;
}

/** Judges a slip by everything that is kept about it and counts, and by what was seen of other loads of its vehicle. */
export function judgementOf(book: Book, index: number, state: SlipState): Judgement {
  const evidence = evidenceOf(book, index, state);
  const alone = judgeAlone(evidence);
  const others = otherLoads(book, evidence, state, alone);
  if (others.length === 0) return alone;
  return { ...alone, contradictions: [...alone.contradictions, ...others].sort((a, b) => a.atS - b.atS) };
}

/** Looks again at the other slips of a vehicle whose judgement may rest on what is now kept of this one. */
export function lookBeside(book: Book, slip: number, state: SlipState): void {
  // All of them are loaded together: a mine that writes a hundred slips for a lorry keeps no officer's sighting of it out.
  const others = mapLoading(besides(book, slip, state), (other) => {
    const theirs = book.need("slipState", other);
    book.get("spent", other);
    return { other, theirs, contradictions: judgementOf(book, other, theirs).contradictions };
  });
  for (const { other, theirs, contradictions } of others) {
    const contested = theirs.fault ?? contestedBy(contradictions);
    if (contested?.index === theirs.contested?.index && contested?.why === theirs.contested?.why) continue;
    settle(book, other, theirs);
    const blamed = contradictions.find((each) => each.index === contested?.index && each.why === contested.why);
    if (blamed) noticeContradiction(book, other, blamed);
  }
}

/** The first contradiction of the whole load by its hour; where there is none, the one that puts most kilograms in question. */
function contestedBy(contradictions: readonly Contradiction[]): SlipState["contested"] {
  const whole = contradictions.find((each) => each.kg === null);
  if (whole) return { index: whole.index, why: whole.why };
  const [most] = [...contradictions].sort((a, b) => (b.kg ?? 0) - (a.kg ?? 0));
  return most ? { index: most.index, why: most.why, kg: most.kg ?? 0 } : null;
}

/** The contradiction that an observation is kept with, as seen from its own side. */
function problemOf(slip: number, { why, index, other }: Contradiction, own: number): Problem {
  return problem(why, { index: slip, other: own === index ? other : index });
}

/** Tells the authority of a contradiction of a load. */
export function noticeContradiction(
  book: Book,
  slip: number,
  { why, index, other }: Pick<Contradiction, "why" | "index" | "other">,
): void {
  book.signal(why, `slip/${slip}`, { entry: index, other });
  book.enlist("contests", `${slip} ${index}`);
}
