// The number of a request: random, in a header of its answer, on the page of an error and in the log, so that whoever calls the operator and the
// operator's log speak of the same one. It is never taken from the visitor.
import type { Context, Hono } from "hono";
import { hex } from "../format/bytes.ts";

export const REQUEST_ID = "request-id";

const numbered = new WeakMap<Context, string>();

export function newRequestId(): string {
  return hex(crypto.getRandomValues(new Uint8Array(6)));
}

/** The number of the request that a context answers. */
export function requestIdOf(context: Context): string {
  const id = numbered.get(context) ?? newRequestId();
  numbered.set(context, id);
  return id;
}

/** Middleware for everything mounted after it: each answer says its request's number. */
export function mountRequestIds(app: Hono): void {
  app.use(async (context, next) => {
    await next();
    context.res.headers.set(REQUEST_ID, requestIdOf(context));
  });
}
