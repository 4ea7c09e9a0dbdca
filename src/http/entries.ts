// POST /entries: the door through which everything enters the log. It reads bytes, hands them to the sequencer in their order and
// answers with receipts or problems; it judges nothing itself.

import type { Context, Hono } from "hono";
import { splitSequence } from "../format/cbor-sequence.ts";
import { FREEZE_LIMIT } from "../format/entry.ts";
import type { Receipt } from "../intake/log-receipts.ts";
import { problem } from "../words/problem.ts";
import { refused } from "../words/result.ts";
import { mediaType, readLimited, roomFor } from "./body.ts";
import { takeEntries } from "./entry-door.ts";
import { documentOf, refuse } from "./problems.ts";
import type { Services } from "./services.ts";

/** Entries of one sequence, and its bytes. */
export const SEQUENCE_ENTRIES = 512;
export const SEQUENCE_BYTES = 8 * 1024 * 1024;

/** Mounts the resource; before every middleware, since this is the path that must be fast. */
export function mountEntries(app: Hono, services: Services): void {
  app.post("/entries", async (context) => {
    const sender = services.limits.senderOf(context);
    const type = mediaType(context);
    if (type === "application/cose") return one(context, services, sender);
    if (type === "application/cbor-seq") return many(context, services, sender);
    return refuse(problem("unsupported-media"), { accept: "application/cose, application/cbor-seq" });
  });
}

async function one(context: Context, services: Services, sender: string): Promise<Response> {
  const bytes = await readLimited(context, FREEZE_LIMIT);
  if (!bytes.ok) return refuse(bytes.problem);
  const { answers, fields } = await takeEntries(services, [bytes.value], sender);
  const [answer] = answers;
  if (!answer) throw new Error("the sequencer gave no answer");
  if (!answer.ok) return refuse(answer.problem, fields);
  return answerOne(answer.value, context.req.header("accept"), fields);
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

function answerOne(receipt: Receipt, accept: string | undefined, fields: Readonly<Record<string, string>>): Response {
  const headers = { ...receiptHeaders(receipt), ...fields };
  if (accept?.includes("application/json"))
    return new Response(JSON.stringify(resourceOf(receipt)), {
      headers: { ...headers, "content-type": "application/json" },
    });
  return new Response(receipt.proof, { headers: { ...headers, "content-type": "text/plain; charset=utf-8" } });
}

async function many(context: Context, services: Services, sender: string): Promise<Response> {
  const bytes = await readLimited(context, SEQUENCE_BYTES, roomFor(services.limits, sender));
  if (!bytes.ok) return refuse(bytes.problem);
  const { items, rest } = splitSequence(bytes.value, SEQUENCE_ENTRIES);
  if (items.length === SEQUENCE_ENTRIES && rest.length > 0) {
    return refuse(problem("bad-request", { expected: "entries-in-one-request", most: SEQUENCE_ENTRIES }));
  }
  const cutOff = problem("not-an-entry", { expected: "form", form: "CBOR sequence of COSE_Sign1" });
  if (items.length === 0 && rest.length > 0) return refuse(cutOff);
  const { answers, fields } = await takeEntries(services, items, sender);
  const all = [...answers, ...(rest.length > 0 ? [refused(cutOff)] : [])];
  return Response.json(
    all.map((each) => (each.ok ? resourceOf(each.value) : documentOf(each.problem))),
    { headers: { "cache-control": "no-store", "x-content-type-options": "nosniff", ...fields } },
  );
}

/** A receipt as its JSON resource. */
export function resourceOf(receipt: Receipt) {
  const { index, entryId, proof, verdict } = receipt;
  return { index, entryId, proof, verdict: verdict && documentOf(verdict) };
}
