// Bodies of oversight: reports, findings as predicates over origins, recoveries, settlement.
import { integer, list, maybe, record, text } from "../shape.ts";
import { recoveryClosure, settlementOutcome } from "./code-shapes.ts";
import { document, dong, index, permille, reason, seconds } from "./common.ts";

/** A citizen's or a commune's report; names and numbers of people stay out of it. */
export const reportLodge = record({
  subject: [1, maybe(index)],
  text: [2, text(10, 1000)],
  commune: [3, maybe(text(1, 80))],
});

/** What became of a signal: the leaf and ordinal that name it, and the word of whoever looked into it. */
export const signalClose = record({ leaf: [1, index], ordinal: [2, integer(0, 10_000)], reason: [3, reason] });

/**
 * An authority's finding: every lot whose origin fits all given parts is contradicted, wherever it is or will go. At least one of
 * source, slips and site is given.
 */
export const findingRecord = record({
  source: [1, maybe(index)],
  slips: [2, maybe(list(index, 1, 400))],
  /** Material that passed through this place. */
  site: [3, maybe(index)],
  fromS: [4, maybe(seconds)],
  untilS: [5, maybe(seconds)],
  document: [6, document],
  reason: [7, reason],
});

/** Takes a finding back; what it contradicted stands exactly as before. */
export const findingLift = record({ finding: [1, index], document: [2, document], reason: [3, reason] });

/** Sets what one party observed of a slip aside as false; takes effect when a second person of the authority signs. */
export const contestLift = record({
  slip: [1, index],
  /** The observation by which that party contests the slip. */
  observation: [2, index],
  document: [3, document],
  reason: [4, reason],
});

/** Money to be recovered after a result; set off in the next results of the project that pay the same contractor. */
export const recoveryOpen = record({
  decision: [1, index],
  amountDong: [2, dong],
  document: [3, document],
  reason: [4, reason],
  /** Where it rests on a finding: lifting that takes the ground away, and what was recovered is given back. */
  finding: [5, maybe(index)],
});

/** Settles a recovery, or part of it, outside a result. */
export const recoveryClose = record({
  recovery: [1, index],
  amountDong: [2, dong],
  document: [3, document],
  means: [4, recoveryClosure],
});

/** The owner's and finance agency's check over the project's life before final settlement. */
export const settlementCheck = record({
  project: [1, index],
  outcome: [2, settlementOutcome],
  /** Share of norm-based figures that the finance agency tolerates. */
  bandPermille: [3, permille],
  document: [4, document],
  reason: [5, reason],
});

export const witnessSet = record({ needed: [1, integer(0, 16)], witnesses: [2, list(text(10, 200), 0, 16)] });
