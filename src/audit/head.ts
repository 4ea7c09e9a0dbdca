// The tree head that an audit measures a log against, as the audit's own findings.
import { headOf } from "../format/note.ts";
import { type OpenedHead, openHead, type Signatories } from "../format/signatories.ts";
import { checkPolicy, isAfterCosigners, policyAt } from "../format/witness-policy.ts";
import { type Broken, broken } from "./broken.ts";

/** Opens a note for the signatories of a log, or says what is broken about it, at the last entry that it confirms. */
export async function checkNote(note: string, by: Signatories): Promise<OpenedHead | Broken> {
  const opened = await openHead(note, by);
  if (typeof opened !== "string") return opened;
  return broken(Math.max(0, (headOf(note)?.size ?? 1) - 1), opened);
}

/**
 * Checks that enough of the witnesses that the replayed log asks for at that size have cosigned its head, after its last leaf was
 * received; undefined when they have.
 */
export async function checkWitnesses(note: string, by: Signatories, lastMs: number): Promise<Broken | undefined> {
  const size = headOf(note)?.size ?? 1;
  const at = Math.max(0, size - 1);
  const policy = policyAt(by, size);
  const { cosigners } = await checkPolicy(note, policy);
  if (isAfterCosigners(lastMs, cosigners))
    return broken(at, "time", "sau giờ xác nhận độc lập · after its cosignatures");
  return cosigners.length < policy.needed
    ? broken(at, "witnesses", `${cosigners.length} / ${policy.needed}`)
    : undefined;
}
