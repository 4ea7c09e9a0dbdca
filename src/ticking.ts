// The operator's hourly tick: whatever time brings due happens just before the next leaf, and where nothing comes for an hour the
// tick is that leaf (design section 4).
import type { Answer, Intake } from "./intake.ts";
import { readHead } from "./store/append.ts";
import type { Database } from "./store/connect.ts";

const HOUR_MS = 3_600_000;
const LOOK_MS = 60_000;

export type Ticking = { stop(): Promise<void> };

type Parts = {
  intake: Intake;
  database: Database;
  /** Signs a tick; absent where this machine does not hold the operator's key. */
  sign: ((claimedS: number) => Promise<Uint8Array>) | undefined;
  now(): number;
};

/** Looks once a minute, and at once; a log with a leaf in the last hour needs no tick. */
export function startTicking(parts: Parts): Ticking {
  if (!parts.sign) return { stop: async () => undefined };
  let round: Promise<unknown> | undefined;
  const look = () => {
    round ??= tickIfDue(parts)
      .then((answer) => answer && "problem" in answer && console.error("clock.tick", answer.problem))
      .catch((error: unknown) => console.error(error))
      .finally(() => {
        round = undefined;
      });
  };
  const timer = setInterval(look, LOOK_MS);
  timer.unref();
  look();
  return {
    stop: async () => {
      clearInterval(timer);
      await round;
    },
  };
}

/** Ticks when the newest leaf is an hour old; answers what the ledger said, or undefined where none was due. */
export async function tickIfDue(parts: Parts): Promise<Answer | undefined> {
  const head = await readHead(parts.database.kysely);
  const now = parts.now();
  if (!parts.sign || !head || now - head.receivedMs < HOUR_MS) return undefined;
  return parts.intake.submit(await parts.sign(Math.floor(now / 1000)));
}
