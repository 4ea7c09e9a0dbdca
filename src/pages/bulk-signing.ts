// Signing many rows for the demo's persona, some at a time and in order, as its device would: what the ledger does not take is told by row.
import type { Statement } from "../format/kinds.ts";
import type { Words } from "../words/lang.ts";
import { problem, sentence } from "../words/problem.ts";
import type { BulkRow } from "./bulk-view.ts";
import type { PageRequest } from "./request.ts";

/** Entries that are sent together. */
const AT_ONCE = 100;

/** Signs the ready rows; answers the reason of each that was not taken. A device that holds its own key signs in the browser and never comes here. */
export async function signInBulk(
  { services, who }: Pick<PageRequest, "services" | "who">,
  rows: readonly BulkRow[],
): Promise<Map<number, Words>> {
  const { demo, sequencer, now } = services;
  const refused = new Map<number, Words>();
  const ready = rows.flatMap((row) => (row.state === "ready" ? [{ row: row.row, said: row.said as Statement }] : []));
  for (let at = 0; at < ready.length; at += AT_ONCE) {
    const some = ready.slice(at, at + AT_ONCE);
    const bytes: Uint8Array[] = [];
    const persona = demo ? who?.persona : undefined;
    if (demo && persona)
      for (const { said } of some)
        bytes.push(await demo.scribe.sign(persona, said.kind, said.body, Math.floor(now() / 1000)));
    const answers = await sequencer.submitAll(bytes);
    for (const [i, { row }] of some.entries()) {
      const answer = answers[i];
      if (answer?.ok) continue;
      const why = answer ? answer.problem : problem("unauthorised");
      refused.set(row, { vi: sentence(why, "vi"), en: sentence(why, "en") });
    }
  }
  return refused;
}
