// The way of entries from the door to the sequencer and back, on the sender's account: no more at a time than its share, no more entries
// of one key than the key's quota, and no end of refusals for one address. Both doors, the plain and the whole one, go this way.
import { kidNamedBy } from "../format/entry.ts";
import type { SubmitAnswer } from "../intake.ts";
import { refused } from "../words/result.ts";
import { noRoom, tooMany } from "./limits.ts";
import type { Services } from "./services.ts";

/** The answers in the order of the entries, and the fields that tell the sender what is left of its quota. */
export type Answered = { readonly answers: readonly SubmitAnswer[]; readonly fields: Readonly<Record<string, string>> };

/** Hands entries to the sequencer. Refused without it: those of a key or address whose quota is spent, and what has no room. */
export async function takeEntries(
  { sequencer, limits }: Pick<Services, "sequencer" | "limits">,
  entries: readonly Uint8Array[],
  sender: string,
): Promise<Answered> {
  const { nothing } = limits.rates;
  const left = nothing.look(sender);
  if (!left.ok) return { answers: entries.map(() => refused(tooMany(left.waitS))), fields: nothing.fields(left) };
  const room = limits.held.entries.take(sender, entries.length);
  if (room !== "taken") return { answers: entries.map(() => refused(noRoom(room, 2))), fields: {} };
  try {
    return await takeWithin({ sequencer, limits }, entries, sender);
  } finally {
    limits.held.entries.give(sender, entries.length);
  }
}

async function takeWithin(
  { sequencer, limits }: Pick<Services, "sequencer" | "limits">,
  entries: readonly Uint8Array[],
  sender: string,
): Promise<Answered> {
  const { entries: byKey, nothing } = limits.rates;
  // The kid is what the bytes say, and nobody has checked it: a spent quota refuses, but only an entry of that key's own hand is charged.
  const kids = entries.map(kidNamedBy);
  const lefts = new Map([...new Set(kids)].map((kid) => [kid, kid === undefined ? undefined : byKey.look(kid)]));
  const isOpen = (at: number) => lefts.get(kids[at])?.ok !== false;
  const taken = await sequencer.submitAll(entries.filter((_, at) => isOpen(at)));
  let next = 0;
  const answers = entries.map((_, at) => (isOpen(at) ? taken[next++]! : refused(tooMany(lefts.get(kids[at])!.waitS))));
  for (const [at, answer] of answers.entries()) {
    if (!isOpen(at)) continue;
    const kid = kids[at];
    if (kid !== undefined && answer.ok && limits.isNew(answer.value.index)) byKey.charge(kid, 1);
    else nothing.charge(sender, 1);
  }
  const [first] = kids;
  return { answers, fields: first === undefined ? {} : byKey.fields(byKey.look(first)) };
}
