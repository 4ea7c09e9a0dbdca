// Equivocation seen by the sequencer: a second, different entry with a valid signature under a number that is in the log. It is
// refused, and its bytes are kept on the desk until the operator's key.freeze shows them to everyone.
import { logEvent } from "../eventlog.ts";
import { hex } from "../format/bytes.ts";
import { ENTRY_LIMIT, type Entry } from "../format/entry.ts";
import type { Memory } from "../rules/book/memory.ts";
import type { Database } from "../store/database.ts";
import type { EntryOutcome } from "./batch.ts";
import type { Prepared } from "./prepare.ts";

/** A signed entry and the index of the other one that its key signed under the same number. */
export type Equivocation = { readonly entry: Entry; readonly stored: number };

/** The parts of a batch that contradict the log after the batch: refused entries, and slips embedded in observations. */
export function equivocationsIn(batch: readonly Prepared[], outcomes: readonly EntryOutcome[], memory: Memory) {
  return batch.flatMap(({ entry, carried }, i): Equivocation[] => {
    const outcome = outcomes[i]!;
    const reused = !outcome.ok && outcome.problem.code === "seq-reused";
    return [...(reused ? [entry] : []), ...(carried ? [carried] : [])].flatMap((each) => {
      const stored = memory.seqs.get(`${hex(each.kid)}/${each.seq}`);
      return stored && stored.id !== hex(each.id) ? [{ entry: each, stored: stored.index }] : [];
    });
  });
}

/**
 * Keeps one proof for each key; more would prove no more, and a thief could fill the desk with them. What is committed is answered even
 * if the desk cannot be written, so a failure is only told to the operator.
 */
export async function keepEquivocations(database: Database, found: readonly Equivocation[]): Promise<void> {
  try {
    await insertEquivocations(database, found);
  } catch (error) {
    logEvent("intake.equivocation-unkept", { keys: found.length }, error);
  }
}

async function insertEquivocations({ kysely }: Database, found: readonly Equivocation[]): Promise<void> {
  for (const { entry, stored } of found) {
    // A freeze embeds the entry, so it cannot show one that is a large freeze itself.
    if (entry.bytes.length > ENTRY_LIMIT) continue;
    await kysely
      .insertInto("desk.equivocation")
      .values({ kid: entry.kid, stored, entry: entry.bytes, frozen: null })
      .onConflict((on) => on.column("kid").doNothing())
      .execute();
  }
}
