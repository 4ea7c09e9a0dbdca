// POST /entries: the door through which everything enters the log. It reads bytes, hands them to the sequencer in their order and
// answers with receipts or problems; it judges nothing itself.

import type { Context, Hono } from "hono";
import { splitSequence } from "../format/cbor-sequence.ts";
import { FREEZE_LIMIT } from "../format/entry.ts";
import type { Receipt, SubmitAnswer } from "../intake.ts";
import { problem } from "../words/problem.ts";
import { refused } from "../words/result.ts";
import { mediaType, Room, readLimited } from "./body.ts";
import { documentOf, refuse } from "./problems.ts";
import type { Services } from "./services.ts";

/** Entries of one sequence, and its bytes. */
export const SEQUENCE_ENTRIES = 512;
export const SEQUENCE_BYTES = 8 * 1024 * 1024;
/** Bytes of sequences that are still coming in, of all senders together. One entry at a time needs none of this room. */
export const SEQUENCES_BYTES = 64 * 1024 * 1024;
/** Entries taken but not yet answered, beyond which senders are asked to come again. */
export const IN_FLIGHT = 16_384;

/** Mounts the resource; before every middleware, since this is the path that must be fast. */
export function mountEntries(app: Hono, services: Services): void {
  const { sequencer } = services;
  const room = new Room(SEQUENCES_BYTES);
  let inFlight = 0;

  async function take(entries: readonly Uint8Array[]): Promise<SubmitAnswer[]> {
    if (inFlight + entries.length > IN_FLIGHT) return entries.map(() => refused(problem("busy", { seconds: 2 })));
    inFlight += entries.length;
    try {
      return await sequencer.submitAll(entries);
    } finally {
      inFlight -= entries.length;
    }
  }

  app.post("/entries", async (context) => {
    const type = mediaType(context);
    if (type === "application/cose") return one(context, take);
    if (type === "application/cbor-seq") return many(context, take, room);
    return refuse(problem("unsupported-media"), { accept: "application/cose, application/cbor-seq" });
  });
}

type Take = (entries: readonly Uint8Array[]) => Promise<SubmitAnswer[]>;

async function one(context: Context, take: Take): Promise<Response> {
  const bytes = await readLimited(context, FREEZE_LIMIT);
  if (!bytes.ok) return refuse(bytes.problem);
  const [answer] = await take([bytes.value]);
  if (!answer) throw new Error("the sequencer gave no answer");
  if (!answer.ok) return refuse(answer.problem);
  return answerOne(answer.value, context.req.header("accept"));
}

/** The headers of the answer to one entry, outside its receipt. */
export function receiptHeaders(receipt: Receipt): Record<string, string> {
  return {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "so-nguon-index": String(receipt.index),
    "so-nguon-verdict": receipt.verdict?.code ?? "accepted",
  };
}

function answerOne(receipt: Receipt, accept: string | undefined): Response {
  const headers = receiptHeaders(receipt);
  if (accept?.includes("application/json"))
    return new Response(JSON.stringify(resourceOf(receipt)), {
      headers: { ...headers, "content-type": "application/json" },
    });
  return new Response(receipt.proof, { headers: { ...headers, "content-type": "text/plain; charset=utf-8" } });
}

async function many(context: Context, take: Take, room: Room): Promise<Response> {
  const bytes = await readLimited(context, SEQUENCE_BYTES, room);
  if (!bytes.ok) return refuse(bytes.problem);
  const { items, rest } = splitSequence(bytes.value, SEQUENCE_ENTRIES);
  if (items.length === SEQUENCE_ENTRIES && rest.length > 0) {
    return refuse(problem("bad-request", { expected: "entries-in-one-request", most: SEQUENCE_ENTRIES }));
  }
  const cutOff = problem("not-an-entry", { expected: "form", form: "CBOR sequence of COSE_Sign1" });
  if (items.length === 0 && rest.length > 0) return refuse(cutOff);
  const answers = [...(await take(items)), ...(rest.length > 0 ? [refused(cutOff)] : [])];
  return Response.json(
    answers.map((each) => (each.ok ? resourceOf(each.value) : documentOf(each.problem))),
    { headers: { "cache-control": "no-store", "x-content-type-options": "nosniff" } },
  );
}

/** A receipt as its JSON resource. */
export function resourceOf(receipt: Receipt) {
  const { index, entryId, proof, verdict } = receipt;
  return { index, entryId, proof, verdict: verdict && documentOf(verdict) };
}
