// The tree head that an audit measures a log against, as the audit's own findings.
import { checkPolicy } from "../../format/policy.ts";
import { headOf, type OpenedHead, openHead, type Signatories } from "../../format/signatories.ts";
import type { Book } from "../../rules/book.ts";
import { type Broken, broken } from "./broken.ts";

/** Opens a note for the signatories of a log, or says what is broken about it, at the last entry that it confirms. */
export async function checkNote(note: string, by: Signatories): Promise<OpenedHead | Broken> {
  const opened = await openHead(note, by);
  if (typeof opened !== "string") return opened;
  return broken(Math.max(0, (headOf(note)?.size ?? 1) - 1), opened);
}

/** The signatories with the witnesses that the replayed log has come to name. */
export function signatoriesNow(by: Signatories, book: Book): Signatories {
  const witnesses = book.get("witnesses", 0)?.witnesses ?? [];
  return { ...by, witnesses: [...new Set([...by.witnesses, ...witnesses])] };
}

/** Whether enough of the witnesses that the replayed log asks for have cosigned its head; undefined when they have. */
export async function checkWitnesses(note: string, by: Signatories, book: Book): Promise<Broken | undefined> {
  const { needed, witnesses } = book.get("witnesses", 0) ?? by;
  if (needed === 0) return undefined;
  const verdict = await checkPolicy(note, { origin: by.origin, logVkey: by.vkey, witnesses, needed });
  const at = Math.max(0, (headOf(note)?.size ?? 1) - 1);
  return verdict.ok ? undefined : broken(at, "witnesses", `${verdict.cosigners.length} / ${needed}`);
}
