// The operator's hourly tick: whatever time brings due happens just before the next leaf, and where nothing comes for an hour the
// tick is that leaf (docs/design.md, The book). On the same round the operator freezes the keys that signed twice under one number.

import { type Rounds, startRounds } from "../disk/rounds.ts";
import { logEvent } from "../eventlog.ts";
import { hex } from "../format/bytes.ts";
import type { Statement } from "../format/kinds.ts";
import type { Intake, SubmitAnswer } from "../intake.ts";
import { readHead } from "../store/append.ts";
import type { Database } from "../store/database.ts";
import type { Problem } from "../words/problem.ts";

const HOUR_MS = 3_600_000;
const LOOK_MS = 60_000;

/** The statements that the operator's key signs without a person. */
export type OperatorStatement = Extract<Statement, { kind: "clock.tick" | "key.freeze" }>;

type Parts = {
  intake: Intake;
  database: Database;
  /** Signs as the operator; absent where this machine does not hold the operator's key. */
  sign: ((statement: OperatorStatement, claimedS: number) => Promise<Uint8Array>) | undefined;
  now(): number;
};

/** Looks once a minute, and at once; a log with a leaf in the last hour needs no tick. */
export function startTicking(parts: Parts): Rounds {
  if (!parts.sign) return { stop: async () => undefined };
  const look = async () => {
    await freezeEquivocators(parts).catch((error: unknown) =>
      logEvent("operator.round-failed", { kind: "key.freeze" }, error),
    );
    const answer = await tickIfDue(parts);
    if (answer && !answer.ok) logEvent("operator.entry-refused", { kind: "clock.tick", code: answer.problem.code });
  };
  const failed = (error: unknown) => logEvent("operator.round-failed", { kind: "clock.tick" }, error);
  return startRounds(() => look().catch(failed), LOOK_MS, { atOnce: true });
}

/** Ticks when the newest leaf is an hour old; answers what the ledger said, or undefined where none was due. */
async function tickIfDue(parts: Parts): Promise<SubmitAnswer | undefined> {
  const head = await readHead(parts.database.kysely);
  const now = parts.now();
  if (!parts.sign || !head || now - head.receivedMs < HOUR_MS) return undefined;
  return parts.intake.submit(await parts.sign({ kind: "clock.tick", body: {} }, Math.floor(now / 1000)));
}

/** Enters a key.freeze for each proof of equivocation on the desk; answers the kids that are frozen by now. A refused one is left for a person. */
export async function freezeEquivocators(parts: Parts): Promise<string[]> {
  const { kysely } = parts.database;
  const frozen: string[] = [];
  if (!parts.sign) return frozen;
  const proofs = await kysely.selectFrom("desk.equivocation").selectAll().where("frozen", "is", null).execute();
  for (const { kid, stored, entry } of proofs) {
    const body = { stored, other: entry };
    const answer = await parts.intake.submit(
      await parts.sign({ kind: "key.freeze", body }, Math.floor(parts.now() / 1000)),
    );
    const index = answer.ok ? answer.value.index : frozenAlready(answer.problem);
    if (index === undefined) {
      const code = answer.ok ? undefined : answer.problem.code;
      logEvent("operator.entry-refused", { kind: "key.freeze", key: hex(kid), code });
      continue;
    }
    await kysely.updateTable("desk.equivocation").set({ frozen: index }).where("kid", "=", kid).execute();
    frozen.push(hex(kid));
  }
  return frozen;
}

/** Someone else was first; the index of that freeze. */
function frozenAlready({ code, figures }: Problem): number | undefined {
  return code === "frozen-key" ? Number(figures.index) : undefined;
}
