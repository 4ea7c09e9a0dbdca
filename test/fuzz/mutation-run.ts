// Runs mutants of one target and counts what became of them. A fault is a crash, a mutant beyond its bound, one accepted that means
// something else than the honest one, or one on which the two readers disagree.

import { chanceFrom } from "./mutate.ts";
import type { PythonReader } from "./python-reader.ts";
import type { Judged, Target } from "./target.ts";

export type Fault = { readonly round: number; readonly what: string; readonly ask?: Judged["ask"] };

export type MutationCount = {
  readonly target: string;
  readonly seed: number;
  rounds: number;
  accepted: number;
  asked: number;
  /** Of the processor: on a busy machine the clock on the wall says little. */
  slowestMs: number;
  /** How often our reader said what. */
  readonly said: Map<string, number>;
  readonly faults: Fault[];
};

export type RunOptions = {
  readonly seed: number;
  readonly rounds: number;
  readonly from?: number;
  readonly python?: PythonReader | undefined;
  /** Of what our reader refuses, each so many goes to the reader in Python; what it accepts always does. */
  readonly every?: number;
  /** Milliseconds are not asserted where many things run at once. */
  readonly isTimed?: boolean;
};

const MOST_FAULTS = 1000;

/** Chance of one round, so that it can be played alone. */
export function chanceOf(seed: number, round: number) {
  return chanceFrom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(round + 1, 0x85ebca6b));
}

export async function runMutants(target: Target, options: RunOptions): Promise<MutationCount> {
  const { seed, rounds, from = 0, python, every = 10, isTimed = false } = options;
  const count: MutationCount = {
    target: target.name,
    seed,
    rounds: 0,
    accepted: 0,
    asked: 0,
    slowestMs: 0,
    said: new Map(),
    faults: [],
  };
  const honest = await target.next();
  if (!honest.accepted) count.faults.push({ round: -1, what: `the honest one is refused: ${honest.says}` });
  const answers: Promise<void>[] = [];
  for (let round = from; round < from + rounds && count.faults.length < MOST_FAULTS; round++) {
    const before = process.cpuUsage();
    const judged = await target.next(chanceOf(seed, round)).catch((error: unknown) => ({
      says: "crash",
      accepted: false,
      isSame: false,
      ask: { what: "crash", error: error instanceof Error ? (error.stack ?? error.message) : String(error) },
    }));
    const { user, system } = process.cpuUsage(before);
    const ms = (user + system) / 1000;
    count.rounds += 1;
    count.slowestMs = Math.max(count.slowestMs, ms);
    count.said.set(judged.says, (count.said.get(judged.says) ?? 0) + 1);
    if (judged.accepted) count.accepted += 1;
    const { ask } = judged;
    if (judged.says === "crash") count.faults.push({ round, what: "crash", ask });
    if (isTimed && ms > target.boundMs) count.faults.push({ round, what: `${Math.round(ms)} ms`, ask });
    if (judged.accepted && !judged.isSame)
      count.faults.push({ round, what: "accepted, and means something else", ask });
    if (!python || !ask || judged.says === "crash" || !(judged.accepted || round % every === 0)) continue;
    count.asked += 1;
    answers.push(python.ask(ask).then((answer) => void compare(count, round, judged, answer)));
    if (answers.length >= 32) await Promise.all(answers.splice(0));
  }
  await Promise.all(answers);
  return count;
}

function compare(count: MutationCount, round: number, judged: Judged, answer: string): void {
  const accepted = answer === "verified";
  if (answer.startsWith("crashed"))
    count.faults.push({ round, what: `Python: ${answer}; ours: ${judged.says}`, ask: judged.ask });
  else if (accepted !== judged.accepted)
    count.faults.push({ round, what: `ours: ${judged.says}; Python: ${answer}`, ask: judged.ask });
}
