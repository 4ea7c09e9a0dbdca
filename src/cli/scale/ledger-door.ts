// The service as a weighbridge's agent asks it: a session opened by the scale's own key, vehicles by their plates, and the door of `submit`.
import { z } from "zod";
import type { KeyFile } from "../../disk/keyfile.ts";
import { hex, unhex } from "../../format/bytes.ts";
import { sessionMessage } from "../../format/slipcode.ts";
import { LedgerAway, type LedgerDoor } from "../../scale/agent.ts";
import { CommandError } from "../../words/command-error.ts";
import { sentence } from "../../words/problem.ts";
import { serviceAt } from "../answers.ts";
import { expected } from "../expected.ts";

/** How long the agent waits for an answer; sending the same bytes once more does no harm. */
const ANSWER_MS = 30_000;
const challenged = z.object({ origin: z.string(), challenge: z.string().regex(/^[0-9a-f]{64}$/) });
const found = z.object({ vehicles: z.array(z.tuple([z.string(), z.number()])).max(1000) });
const text = z.string().max(2000).catch("");
const refusal = z.object({ code: z.string().max(80).catch("refused"), detail: text, detail_en: text });
/** Refusals of the moment: the weighing waits and is sent again. */
const MOMENTARY = ["busy", "away", "too-many-requests", "internal"];
const UNAUTHORISED = 401;
const SERVER_ERROR = 500;
const TOO_MANY = 429;

/** The door of a service at an address. */
export function doorOf(url: string, key: KeyFile): LedgerDoor {
  const base = url.replace(/\/+$/, "");
  let cookie: string | undefined;
  const fetched = (path: string, init: RequestInit = {}) =>
    fetch(base + path, { ...init, signal: AbortSignal.timeout(ANSWER_MS) });
  const json = (body: unknown): RequestInit => ({
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(body),
  });

  async function signIn(): Promise<string> {
    const { origin, challenge } = challenged.parse(
      await passed(await fetched("/session/challenge", { method: "POST" })),
    );
    const signature = hex(await key.signer.sign(sessionMessage(origin, unhex(challenge))));
    const answer = await fetched("/session", json({ kid: key.kid, challenge, signature }));
    await passed(answer);
    return answer.headers
      .getSetCookie()
      .map((each) => each.split(";")[0])
      .join("; ");
  }

  return {
    head: () => reach(() => serviceAt(base, leaveAlone)),
    find: (plate) =>
      reach(async () => {
        const path = `/vehicles?plate=${encodeURIComponent(plate)}`;
        for (const again of [true, false]) {
          cookie ??= await signIn();
          const answer = await fetched(path, { headers: { cookie, accept: "application/json" } });
          if (answer.status !== UNAUTHORISED || !again) return found.parse(await passed(answer)).vehicles;
          cookie = undefined;
        }
        return [];
      }),
    send: (entry) =>
      reach(async () => {
        const { submit } = await serviceAt(base, leaveAlone);
        const [answer] = await submit([entry]);
        if (answer?.ok) return { index: answer.value.index };
        if (!answer || MOMENTARY.includes(answer.problem.code)) throw new LedgerAway();
        const { code } = answer.problem;
        return { refused: { code, vi: sentence(answer.problem, "vi"), en: sentence(answer.problem, "en") } };
      }),
  };
}

/** A service that asks for a pause is asked again in the next round. */
async function leaveAlone(): Promise<never> {
  throw new LedgerAway();
}

/** Runs a request; what did not reach the ledger is an absence, whatever its name. */
async function reach<T>(work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new LedgerAway()), ANSWER_MS);
  });
  try {
    return await Promise.race([work(), late]);
  } catch (error) {
    const timeout = error instanceof DOMException && error.name === "TimeoutError";
    const { code } = expected(error);
    if (timeout || code === "unreachable" || code === "not-a-ledger") throw new LedgerAway();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** The answer's JSON; a refusal of the scale's key ends the command with the service's own words. */
async function passed(answer: Response): Promise<unknown> {
  if (answer.status >= SERVER_ERROR || answer.status === TOO_MANY) throw new LedgerAway();
  const told: unknown = await answer.json().catch(() => ({}));
  if (answer.ok) return told;
  const { code, detail, detail_en } = refusal.parse(told);
  throw new CommandError(
    `Sổ không nhận khóa của cân. ${detail}`,
    `The ledger does not take the scale's key. ${detail_en}`,
    code,
  );
}
