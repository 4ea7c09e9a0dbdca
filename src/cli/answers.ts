// Sending entries, to a service over HTTP or straight into a ledger, and telling what became of them.

import { concat } from "../format/bytes.ts";
import { splitSequence } from "../format/cbor-sequence.ts";
import { type Anchor, anchorTo } from "../format/entry.ts";
import { headOf } from "../format/note.ts";
import type { SubmitAnswer } from "../intake.ts";
import { CommandError } from "../words/command-error.ts";
import { PROBLEMS, type Problem, type ProblemCode, problem, sentence } from "../words/problem.ts";
import { ok, refused } from "../words/result.ts";
import { type Pause, sendPatiently } from "./resend.ts";

/** A place to send entries to: a service's URL or an open ledger's intake. */
export type Target = {
  readonly origin: string;
  readonly anchor: Anchor | undefined;
  submit(entries: readonly Uint8Array[]): Promise<SubmitAnswer[]>;
  /** The log's account of who signs for it: a court bundle of entry 0 and the roots' acts. */
  account(): Promise<Uint8Array>;
};

/** Entries a request carries at most; a service takes this many at once. */
const AT_ONCE = 100;

/** A service behind a URL. Its origin and newest head come from /log/checkpoint. */
export async function serviceAt(url: string, pause: Pause): Promise<Target> {
  const base = url.replace(/\/+$/, "");
  const response = await fetch(`${base}/log/checkpoint`);
  const note = response.ok ? await response.text() : "";
  const head = headOf(note);
  if (!head) {
    throw new CommandError(
      `${base} không trả lời như một sổ nguồn (HTTP ${response.status}).`,
      `${base} does not answer as a ledger does (HTTP ${response.status}).`,
      "not-a-ledger",
    );
  }
  const anchor = anchorTo(head);
  const account = async () => new Uint8Array(await (await fetch(`${base}/log/keys`)).arrayBuffer());
  return { origin: head.origin, anchor, submit: (entries) => post(base, entries, pause), account };
}

async function post(base: string, entries: readonly Uint8Array[], pause: Pause): Promise<SubmitAnswer[]> {
  const answers: SubmitAnswer[] = [];
  for (let at = 0; at < entries.length; at += AT_ONCE)
    answers.push(...(await sendPatiently((some) => postOnce(base, some), entries.slice(at, at + AT_ONCE), pause)));
  return answers;
}

async function postOnce(base: string, entries: readonly Uint8Array[]): Promise<SubmitAnswer[]> {
  const one = entries.length === 1;
  const response = await fetch(`${base}/entries`, {
    method: "POST",
    headers: { "content-type": one ? "application/cose" : "application/cbor-seq", accept: "application/json" },
    body: concat(...entries) as Uint8Array<ArrayBuffer>,
  });
  const told = await readJson(response);
  return (Array.isArray(told) ? told : entries.map(() => told)).map(answerOf);
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return { code: "internal" };
  }
}

/** An answer as the service writes it: a receipt unchanged, a problem with `code` and its figures. */
function answerOf(told: unknown): SubmitAnswer {
  const value = (typeof told === "object" && told !== null ? told : {}) as Record<string, unknown>;
  const inner = (value.receipt ?? value.problem ?? value) as Record<string, unknown>;
  if (typeof inner.index === "number" && typeof inner.entryId === "string") return ok(inner as never);
  const code =
    typeof inner.code === "string" && Object.hasOwn(PROBLEMS, inner.code) ? (inner.code as ProblemCode) : "internal";
  return refused(problem(code, (inner.figures ?? {}) as Problem["figures"]));
}

/** One answer as a line for people. */
export function answerText(answer: SubmitAnswer): string {
  if (!answer.ok) {
    const { code } = answer.problem;
    return `bị từ chối · refused [${code}]: ${sentence(answer.problem, "vi")} · ${sentence(answer.problem, "en")}`;
  }
  const { index, verdict } = answer.value;
  const kept = verdict ? ` – có mâu thuẫn · contradicted [${verdict.code}]: ${sentence(verdict, "vi")}` : "";
  return `mục · entry ${index}${kept}`;
}

/** One answer for machines. */
export function answerJson(answer: SubmitAnswer): unknown {
  if (answer.ok) return { receipt: answer.value };
  const { code, figures } = answer.problem;
  return { problem: { code, figures, vi: sentence(answer.problem, "vi"), en: sentence(answer.problem, "en") } };
}

/** The entries of a file: one .cose, or a CBOR sequence of several (RFC 8742). What cannot be cut is left whole, to be refused. */
export function splitEntries(bytes: Uint8Array): Uint8Array[] {
  const { items, rest } = splitSequence(bytes, Number.POSITIVE_INFINITY);
  return rest.length === 0 ? items : [...items, rest];
}
