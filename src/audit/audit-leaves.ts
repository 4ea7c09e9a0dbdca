// The audit of a log from its leaves, whoever hands them over: each leaf through the replay, each signature to the workers, and
// everything that is found put into one order, so that the first broken entry is named and no later one.
import { kidText } from "../format/entry.ts";
import { type Broken, broken, earlier } from "./broken.ts";
import { leafHashNative } from "./log-hashes.ts";
import { Replay, type Replayed } from "./replay.ts";
import { SignatureCheck } from "./signatures.ts";

/** Called as entries go by. */
export type OnProgress = (done: number, total: number) => void;

/** A caller's own checks: of each leaf as it comes in, and of each as the rules have judged it. */
export type AuditHooks = {
  opened?(index: number, hash: Uint8Array): Broken | undefined;
  judged?(leaf: Replayed): Broken | undefined | Promise<Broken | undefined>;
};

/** Leaves in order, in runs of any length. */
export type Leaves = AsyncIterable<readonly Uint8Array[] | Broken>;

/** How an audit that can be stopped keeps what it has verified; asked after each run of leaves. `keep` may throw to end the audit. */
export type Keeping = { due(): boolean; keep(replay: Replay): void };

/** The state that a stopped audit goes on from, and the way to keep this one's. */
export type Resumable = { readonly replay?: Replay | undefined; readonly keeping?: Keeping | undefined };

/** Replays a log, of `size` leaves where that is known beforehand; answers the replay, and what is broken first. */
export async function auditLeaves(
  leaves: Leaves,
  origin: string,
  size: number | undefined,
  watch: AuditHooks,
  progress: OnProgress,
  { replay = new Replay(), keeping }: Resumable = {},
): Promise<{ replay: Replay; broken: Broken | undefined }> {
  const signatures = new SignatureCheck(origin);
  let found: Broken | undefined;
  try {
    const onward = (done: number) => progress(done, size ?? done);
    found = await replayAll(leaves, { replay, signatures, watch, keeping, progress: onward });
  } finally {
    const bad = await signatures.finish();
    if (bad !== undefined) found = earlier(broken(bad, "signature"), found);
  }
  if (!found && size !== undefined && replay.hashes.size !== size)
    found = broken(replay.hashes.size, "size", `${replay.hashes.size} ≠ ${size}`);
  return { replay, broken: found };
}

type Parts = {
  readonly replay: Replay;
  readonly signatures: SignatureCheck;
  readonly watch: AuditHooks;
  readonly keeping: Keeping | undefined;
  progress(done: number): void;
};

async function replayAll(leaves: Leaves, parts: Parts): Promise<Broken | undefined> {
  const { replay, signatures, watch, keeping, progress } = parts;
  let at = replay.hashes.size;
  for await (const run of leaves) {
    if ("rule" in run) return (await take(replay.finish(), signatures, watch)) ?? run;
    for (const bytes of run) {
      const hash = leafHashNative(bytes);
      const judged = replay.feed(bytes, at, hash);
      const found = isBroken(judged) ? judged : watch.opened?.(at, hash);
      // A broken leaf is reported only after the leaf before it has been judged to the end.
      const before = isBroken(judged) ? undefined : await take(judged, signatures, watch);
      if (before ?? found) return before ?? found;
      at += 1;
    }
    if (signatures.firstBad !== undefined) return undefined;
    progress(at);
    if (keeping?.due()) await keep(parts, keeping);
  }
  // Before the last leaf is judged: should the log grow, that leaf may turn out to be carried by the one after it.
  if (keeping) await keep(parts, keeping);
  return take(replay.finish(), signatures, watch);
}

/** Nothing is kept while a signature is outstanding or bad. */
async function keep({ replay, signatures }: Parts, keeping: Keeping): Promise<void> {
  await signatures.drain();
  if (signatures.firstBad === undefined) keeping.keep(replay);
}

function isBroken(judged: Replayed | Broken | undefined): judged is Broken {
  return judged !== undefined && "rule" in judged;
}

async function take(
  judged: Replayed | Broken | undefined,
  signatures: SignatureCheck,
  watch: AuditHooks,
): Promise<Broken | undefined> {
  if (!judged || isBroken(judged)) return judged;
  const waiting = signatures.add(judged.leaf.index, judged.entry.bytes, judged.key, kidText(judged.entry.kid));
  if (waiting) await waiting;
  return watch.judged?.(judged);
}
