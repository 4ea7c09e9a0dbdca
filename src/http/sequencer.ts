// The sequencer as handlers see it.
import type { TrustHead } from "../format/trust.ts";
import type { Receipt } from "../intake/log-receipts.ts";
import type { Intake, SubmitAnswer } from "../intake.ts";
import { type Problem, problem } from "../words/problem.ts";
import { refused } from "../words/result.ts";

/** The sequencer of an intake in this process. */
export function sequencerOf(intake: Intake): Sequencer {
  return {
    submitAll: (entries) => intake.submitAll(entries),
    receipt: (index) => intake.receipt(index),
    head: async () => intake.note,
    halted: async () => intake.halted,
    vouch: (head) => intake.vouch(head),
  };
}

/** A log is opened by its operator, with `so-nguon init`: while it is empty, a service takes nothing, so that nobody opens it from the network. */
export function onceOpened(sequencer: Sequencer): Sequencer {
  return {
    ...sequencer,
    submitAll: async (entries) =>
      (await sequencer.head()) === undefined
        ? entries.map(() => refused(problem("not-opened")))
        : sequencer.submitAll(entries),
  };
}

/** The sequencer as handlers see it: in this process on Node, behind a Durable Object on Workers. */
export type Sequencer = {
  submitAll(entries: readonly Uint8Array[]): Promise<SubmitAnswer[]>;
  receipt(index: number): Promise<Receipt | undefined>;
  /** The newest signed tree head as a note; undefined for an empty log. */
  head(): Promise<string | undefined>;
  /** Why nothing is taken until the operator acts; undefined while all is well. */
  halted(): Promise<Problem | undefined>;
  /** The log's signed note for a trust bundle. */
  vouch(head: TrustHead): Promise<string>;
};
