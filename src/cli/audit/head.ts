// The tree head that an audit measures a log against, as the audit's own findings.
import { headOf, type OpenedHead, openHead, type Signatories } from "../../format/signatories.ts";
import { type Broken, broken } from "./broken.ts";

/** Opens a note for the signatories of a log, or says what is broken about it, at the last entry that it confirms. */
export async function checkNote(note: string, by: Signatories): Promise<OpenedHead | Broken> {
  const opened = await openHead(note, by);
  if (typeof opened !== "string") return opened;
  return broken(Math.max(0, (headOf(note)?.size ?? 1) - 1), opened);
}
