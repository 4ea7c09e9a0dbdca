// Sending to a service that asks to be let alone for a while: what it had no room for, or a key's quota for, is sent again when it said.
import { setTimeout as sleep } from "node:timers/promises";
import type { SubmitAnswer } from "../intake.ts";
import type { ProblemCode } from "../words/problem.ts";
import type { Call } from "./command.ts";

export type Send = (entries: readonly Uint8Array[]) => Promise<SubmitAnswer[]>;
/** Lets so many seconds pass, having said why: so many entries wait. */
export type Pause = (seconds: number, entries: number) => Promise<void>;

/** Refusals of the moment; each says in how many seconds to come again. */
const OF_THE_MOMENT: readonly ProblemCode[] = ["too-many-requests", "busy", "away"];
/** A service that takes nothing for so many tries has another trouble than too many senders. */
const MOST_TRIES = 50;

/** Sends entries in their order; those refused for the moment are sent again until they are taken, refused for good, or nothing moves. */
export async function sendPatiently(send: Send, entries: readonly Uint8Array[], pause: Pause): Promise<SubmitAnswer[]> {
  const answers = await send(entries);
  for (let fruitless = 0; fruitless < MOST_TRIES; ) {
    const waiting = answers.flatMap((answer, at) => (secondsOf(answer) === undefined ? [] : [at]));
    if (waiting.length === 0) break;
    await pause(Math.max(...waiting.map((at) => secondsOf(answers[at]!)!)), waiting.length);
    const again = await send(waiting.map((at) => entries[at]!));
    for (const [i, at] of waiting.entries()) answers[at] = again[i] ?? answers[at]!;
    const moved = again.some((answer) => secondsOf(answer) === undefined);
    fruitless = moved ? 0 : fruitless + 1;
  }
  return answers;
}

/** In how many seconds the entry may come again; undefined where sending it again would change nothing. */
function secondsOf(answer: SubmitAnswer): number | undefined {
  if (answer.ok || !OF_THE_MOMENT.includes(answer.problem.code)) return undefined;
  return Math.max(1, Number(answer.problem.figures.seconds) || 1);
}

/** The pause of a command: one line for who waits at the terminal or reads the log. */
export function pauseOf({ io }: Pick<Call, "io">): Pause {
  return async (seconds, entries) => {
    io.err(
      `Dịch vụ chưa nhận thêm: ${entries} mục chờ ${seconds} giây rồi gửi lại. · The service takes no more now: ${entries} entries wait ${seconds} seconds and are sent again.\n`,
    );
    await sleep(seconds * 1000);
  };
}
