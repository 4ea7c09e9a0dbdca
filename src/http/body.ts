// Reading what was sent: never more than the limit, whatever the sender announces, and never half understood.

import type { Context } from "hono";
import type { z } from "zod";
import { fromUtf8 } from "../format/bytes.ts";
import { type Problem, problem } from "../words/problem.ts";
import { ok, type Result, refused } from "../words/result.ts";
import { type Limits, noRoom } from "./limits.ts";

const JSON_LIMIT = 8192;

/** The body's bytes, or `too-large` as soon as that is known: from the announced length, or while a stream comes in. */
export async function readLimited(context: Context, limit: number, room?: Room): Promise<Result<Uint8Array>> {
  const announced = context.req.header("content-length");
  if (announced !== undefined && Number(announced) > limit)
    return refused(problem("too-large", { bytes: Number(announced), limit }));
  try {
    // With an announced length the server's parser ends the body there, so that it can be read in one piece.
    if (announced === undefined || room) return await readStream(context.req.raw.body, limit, room);
    const bytes = new Uint8Array(await context.req.arrayBuffer());
    return bytes.length > limit ? refused(problem("too-large", { bytes: bytes.length, limit })) : ok(bytes);
  } catch {
    return refused(problem("bad-request", { expected: "whole-content" }));
  }
}

/** Room in memory for a body that is still coming in, on its sender's account. */
export type Room = { take(bytes: number): Problem | undefined; give(bytes: number): void };

/** A sender's room among the bodies of all. */
export function roomFor({ held: { bytes } }: Pick<Limits, "held">, sender: string): Room {
  return {
    take: (amount) => {
      const taken = bytes.take(sender, amount);
      return taken === "taken" ? undefined : noRoom(taken, 5);
    },
    give: (amount) => bytes.give(sender, amount),
  };
}

async function readStream(
  body: ReadableStream<Uint8Array> | null,
  limit: number,
  room?: Room,
): Promise<Result<Uint8Array>> {
  if (!body) return ok(new Uint8Array());
  let held = 0;
  const hold = (bytes: number) => {
    const full = room?.take(bytes);
    if (full === undefined) held += bytes;
    return full;
  };
  try {
    return await readChunks(body, limit, hold);
  } finally {
    room?.give(held);
  }
}

async function readChunks(
  body: ReadableStream<Uint8Array>,
  limit: number,
  hold: (bytes: number) => Problem | undefined,
): Promise<Result<Uint8Array>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > limit) {
      // Not cancelled: that resets the connection, and the sender would lose the answer. The host lets the rest run by for a moment.
      reader.releaseLock();
      return refused(problem("too-large", { bytes: length, limit }));
    }
    const full = hold(part.value.length);
    if (full) {
      reader.releaseLock();
      return refused(full);
    }
    chunks.push(part.value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return ok(bytes);
}

/** The JSON or form body as the schema has it, or the problem with the first place that is wrong. */
export async function readValue<S extends z.ZodType>(context: Context, schema: S): Promise<Result<z.infer<S>>> {
  const bytes = await readLimited(context, JSON_LIMIT);
  if (!bytes.ok) return bytes;
  const read = schema.safeParse(parsed(mediaType(context), bytes.value));
  if (read.success) return ok(read.data);
  const issue = read.error.issues[0];
  const path = issue?.path.join(".") ?? "";
  return refused(
    problem("bad-request", {
      expected: "form",
      form: path ? `${path}: ${issue?.message}` : (issue?.message ?? "JSON"),
    }),
  );
}

function parsed(type: string, bytes: Uint8Array): unknown {
  const text = fromUtf8(bytes);
  if (text === undefined) return undefined;
  if (type === "application/x-www-form-urlencoded") return Object.fromEntries(new URLSearchParams(text));
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The media type of a request's body without its parameters, lower case; empty where none is named. */
export function mediaType(context: Context): string {
  return (context.req.header("content-type") ?? "").split(";")[0]!.trim().toLowerCase();
}

/** True if the reader asked for a page: browsers name text/html when a person navigates. */
export function wantsPage(context: Context): boolean {
  return (context.req.header("accept") ?? "").includes("text/html");
}
