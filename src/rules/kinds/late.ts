// Observations that tell of something too long ago: whoever may type an old hour could choose the rules, the year and the price by it. They
// are kept, have no effect and contest nothing until the authority has ruled on them (slips/ruling.ts); then they count at their own hour.
import { hex, unhex } from "../../format/bytes.ts";
import { decodeEntry, type Entry } from "../../format/entry.ts";
import type { KindName } from "../../format/kinds.ts";
import { problem } from "../../words/problem.ts";
import { type CheckResult, type Context, type Disagreement, isDisagreement, rulesAt } from "../acts/context.ts";
import { proposedIn } from "../acts/proposal.ts";
import type { Row } from "../acts/row.ts";
import { waitForRuling } from "../slips/unruled.ts";
import { TABLE } from "./table.ts";

/** Observations that say a day instead of an hour and have bounds of their own, or that have no effect on kilograms and money. */
const OWN_BOUNDS: ReadonlySet<KindName> = new Set<KindName>(["extract.record", "report.lodge", "invoice.link"]);

/** Keeps an observation of long ago apart; undefined for every other entry. The limit is that of the rules in force today. */
export function keepLate(context: Context, entry: Entry, row: Row<KindName>): Disagreement | undefined {
  if (row.nature !== "observation" || OWN_BOUNDS.has(entry.kind)) return undefined;
  const { book, eventS, receivedMs } = context;
  const receivedS = Math.floor(receivedMs / 1000);
  const happenedS = entry.kind === "passage.record" ? Math.min(entry.body.seenS, eventS) : eventS;
  const minutes = Math.floor((receivedS - happenedS) / 60);
  const limit_minutes = rulesAt(book.need("rules", 0), receivedS).set.tolerances.lateMinutes;
  if (minutes <= limit_minutes) return undefined;
  return waitForRuling(context, problem("entry-late", { minutes, limit_minutes }));
}

/**
 * Lets the observations among the entries of a ruling that a second officer has just approved take effect, in log order. A rule that refuses
 * one refuses the approval.
 */
export function applyRuled(context: Context, ruling: number): CheckResult {
  const { book } = context;
  const proposal = book.need("proposal", ruling);
  if (proposal.kind !== "slip.rule" || !proposal.done) return undefined;
  const { body } = proposedIn(proposal) as Extract<Entry, { kind: "slip.rule" }>;
  if (body.counts !== 1) return undefined;
  for (const index of [...body.entries].sort((a, b) => a - b)) {
    const late = book.get("late", index);
    if (!late) continue;
    const decoded = decodeEntry(unhex(late.entry));
    if ("malformed" in decoded) throw new Error(`late entry ${index} does not decode`);
    const { entry } = decoded;
    const row = TABLE[entry.kind] as Row<KindName>;
    if (!("apply" in row)) throw new Error(`an observation of kind ${entry.kind} is a proposal`);
    const key = book.need("key", late.kid);
    const roles = key.party === null ? [] : book.need("party", key.party).roles;
    const own: Context = {
      ...context,
      index,
      eventS: late.eventS,
      signer: { kid: late.kid, key, roles },
      entryId: hex(entry.id),
      subject: `entry/${index}`,
      bytes: entry.bytes,
      rules: rulesAt(book.need("rules", 0), late.eventS),
    };
    const result = row.apply(own, entry.body, false);
    if (result && !isDisagreement(result)) return result;
  }
  return undefined;
}
