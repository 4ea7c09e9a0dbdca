// Reading what was sent: never more than the limit, whatever the sender announces, and never half understood.

import type { Context } from "hono";
import type { z } from "zod";
import { fromUtf8 } from "../format/bytes.ts";
import { problem } from "../words/problem.ts";
import { ok, type Result, refused } from "../words/result.ts";

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

/** Memory for bodies that are still coming in, shared by all senders: bytes that came and are not yet handed on. */
export class Room {
  readonly #most: number;
  #taken = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Takes so many bytes; false, and nothing is taken, where there is no room for them. */
  take(bytes: number): boolean {
    if (this.#taken + bytes > this.#most) return false;
    this.#taken += bytes;
    return true;
  }

  give(bytes: number): void {
    this.#taken -= bytes;
  }
}

async function readStream(
  body: ReadableStream<Uint8Array> | null,
  limit: number,
  room?: Room,
): Promise<Result<Uint8Array>> {
  if (!body) return ok(new Uint8Array());
  let held = 0;
  const hold = (bytes: number) => {
    if (room && !room.take(bytes)) return false;
    held += bytes;
    return true;
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
  hold: (bytes: number) => boolean,
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
    if (!hold(part.value.length)) {
      reader.releaseLock();
      return refused(problem("busy", { seconds: 5 }));
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
