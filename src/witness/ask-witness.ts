// One head to one witness (C2SP tlog-witness, client's side): the witness's size is learnt from its own answers, and whatever it
// says is believed only as far as its signature goes.
import { base64, equal, fromUtf8 } from "../format/bytes.ts";
import { openNote, parseVkey, unverifiedText } from "../format/note.ts";
import type { ProveGrowth } from "../format/tree.ts";
import type { WitnessPlace } from "./places.ts";

/** A log-signed head that is to be cosigned. */
export type OfferedHead = { readonly size: number; readonly note: string };

/** A court bundle about the log's keys under the head of this note (format/bundle.ts). */
export type Introduce = (note: string) => Promise<Uint8Array>;

/**
 * Why there is no cosignature. "ahead": the witness has seen a larger head; "conflict": it has seen another history; "clock": its time is
 * off; "refused" carries its HTTP status.
 */
export type Failure = "unreachable" | "timeout" | "ahead" | "conflict" | "clock" | "bad-answer" | `refused ${number}`;

/** A witness's line for a head, or why not; `size` is the size that the witness said it has, if it did. */
export type WitnessAnswer = { readonly line: string } | { readonly failure: Failure; readonly size?: number };

/** How often a witness may correct our idea of its size in one go. */
const TRIES = 5;
const LONGEST_ANSWER = 16 * 1024;
/** A cosignature further off our own clock than this says nothing about when. */
const CLOCK_S = 600;

/** Asks a witness to cosign a head, from the size that it is thought to have; never throws for what the witness does. */
export async function askWitness(
  place: WitnessPlace,
  head: OfferedHead,
  thoughtSize: number,
  how: { prove: ProveGrowth; introduce?: Introduce | undefined; nowS: number; signal: AbortSignal },
): Promise<WitnessAnswer> {
  let oldSize = Math.min(thoughtSize, head.size);
  let introduced = false;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const proof = await how.prove(oldSize, head.size);
    let told = await post(`${place.url}/add-checkpoint`, bodyOf(oldSize, proof, head.note), how.signal);
    if ("failure" in told) return told;
    if (told.status === 200) return lineIn(told.text, place.vkey, head.note, how.nowS);
    // It may know the log by an earlier key. A witness that takes no introduction answers 404, and its operator must be told.
    if (told.status === 403 && how.introduce) {
      if (introduced) return { failure: "refused 403" };
      const shown = base64(await how.introduce(head.note));
      told = await post(`${place.url}/add-log-keys`, bodyOf(oldSize, proof, `${shown}\n`), how.signal);
      if ("failure" in told) return told;
      introduced = told.status === 200;
      if (introduced) continue;
    }
    const { status, text } = told;
    if (status !== 409) return { failure: `refused ${status}` };
    const size = /^(0|[1-9][0-9]{0,15})\n$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isSafeInteger(size)) return { failure: "bad-answer" };
    if (size > head.size) return { failure: "ahead", size };
    // It has the size that we named and still will not follow: it has cosigned another tree of that size.
    if (size === oldSize) return { failure: "conflict", size };
    oldSize = size;
  }
  return { failure: "bad-answer" };
}

function bodyOf(oldSize: number, proof: readonly Uint8Array[], shown: string): string {
  return [`old ${oldSize}`, ...proof.map(base64), "", shown].join("\n");
}

async function post(
  url: string,
  body: string,
  signal: AbortSignal,
): Promise<{ status: number; text: string } | { failure: Failure }> {
  try {
    const headers = { "content-type": "text/plain; charset=utf-8" };
    const response = await fetch(url, { method: "POST", headers, body, signal, redirect: "manual" });
    const text = await readShort(response);
    return text === undefined ? { failure: "bad-answer" } : { status: response.status, text };
  } catch (error) {
    const late = signal.aborted || (error instanceof Error && error.name === "TimeoutError");
    return { failure: late ? "timeout" : "unreachable" };
  }
}

async function readShort(response: Response): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > LONGEST_ANSWER) return undefined;
    parts.push(part);
  }
  return fromUtf8(Buffer.concat(parts));
}

/** The first line of an answer that is this witness's good cosignature of this head; other lines are ignored (tlog-witness). */
async function lineIn(answer: string, vkey: string, note: string, nowS: number): Promise<WitnessAnswer> {
  const { name, keyHash } = parseVkey(vkey)!;
  const text = unverifiedText(note);
  let failure: Failure = "bad-answer";
  for (const row of answer.split("\n").filter((each) => each.startsWith(`— ${name} `))) {
    const opened = await openNote(`${text}\n${row}\n`, [vkey]);
    const line = opened?.verified.find((each) => equal(each.keyHash, keyHash));
    if (line?.timeS === undefined) continue;
    if (Math.abs(line.timeS - nowS) <= CLOCK_S) return { line: `${row}\n` };
    failure = "clock";
  }
  return { failure };
}
