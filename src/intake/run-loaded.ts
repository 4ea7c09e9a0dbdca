// A batch through the rules until all that they ask of the store is loaded. How much one entry may ask is bounded: whoever still asks after
// the last round is refused alone, and its neighbours go on without it.
import type { Book } from "../rules/book/book.ts";
import type { NotLoaded } from "../rules/book/memory.ts";
import { notLoadedOfDues } from "../rules/kinds/fold.ts";
import { type Problem, problem } from "../words/problem.ts";
import { refused } from "../words/result.ts";
import { type EntryOutcome, type JudgedRun, runBatch } from "./batch.ts";
import type { Prepared } from "./prepare.ts";

/** How often a batch is run again for what its entries ask of the store. */
export const ROUNDS = 64;

type Batch = {
  readonly book: Book;
  readonly size: number;
  readonly receivedMs: number;
  readonly batch: readonly Prepared[];
  /** Brings into the book's memory what is named. */
  readonly load: (notLoaded: readonly NotLoaded[]) => Promise<void>;
};

/** Runs a batch to its end, with every entry's outcome in the batch's order. */
export async function runLoaded({ book, size, receivedMs, batch, load }: Batch): Promise<JudgedRun> {
  const refusals = new Map<number, Problem>();
  await loadDues(book, size, receivedMs, load);
  for (let round = 1; ; round++) {
    const left = batch.flatMap((prepared, at) => (refusals.has(at) ? [] : [{ prepared, at }]));
    const run = runBatch(
      book,
      size,
      receivedMs,
      left.map(({ prepared }) => prepared),
    );
    if ("outcomes" in run) return { ...run, outcomes: withRefused(refusals, batch.length, run.outcomes) };
    if (round % ROUNDS > 0) await load(run.notLoaded);
    else for (const at of run.lacking) refusals.set(left[at]!.at, problem("asks-too-much", { rounds: ROUNDS }));
  }
}

/** Loads what the rules need for everything that time brings due: that counts against no entry. */
async function loadDues(book: Book, size: number, receivedMs: number, load: Batch["load"]): Promise<void> {
  for (;;) {
    const notLoaded = notLoadedOfDues(book, size, receivedMs);
    if (notLoaded.length === 0) return;
    await load(notLoaded);
  }
}

/** The outcomes of all, where some were refused and only the others run. */
function withRefused(
  refusals: ReadonlyMap<number, Problem>,
  size: number,
  others: readonly EntryOutcome[],
): EntryOutcome[] {
  const rest = others.values();
  return Array.from({ length: size }, (_, at) => {
    const refusal = refusals.get(at);
    return refusal ? refused(refusal) : rest.next().value!;
  });
}
