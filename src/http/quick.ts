// The quick door on Node: one entry as application/cose with its length announced, answered with its receipt as text. It is what every
// device sends, so it goes past the framework; whatever is not exactly that takes the way of entries.ts, and both answer the same.

import type { IncomingMessage, ServerResponse } from "node:http";
import { logEvent } from "../eventlog.ts";
import { FREEZE_LIMIT } from "../format/entry.ts";
import { problem } from "../words/problem.ts";
import { receiptHeaders } from "./entries.ts";
import { takeEntries } from "./entry-door.ts";
import { refuse } from "./problems.ts";
import { newRequestId, REQUEST_ID } from "./request-id.ts";
import type { Services } from "./services.ts";

/** Takes a request if it is the plain case; false leaves it untouched. */
export function quickDoor(services: Services): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    const { headers } = request;
    const length = Number(headers["content-length"] ?? Number.NaN);
    const plain =
      request.method === "POST" &&
      request.url === "/entries" &&
      headers["content-type"] === "application/cose" &&
      length <= FREEZE_LIMIT &&
      !headers.accept?.includes("json");
    if (!plain) return false;
    const forwarded = headers["x-forwarded-for"];
    const sender = services.limits.senderAt(request.socket.remoteAddress, forwarded && String(forwarded));
    void bodyOf(request)
      .then((bytes) => (bytes ? answer(services, bytes, sender, response) : undefined))
      .catch((error: unknown) => {
        const id = newRequestId();
        logEvent("http.request-failed", { request: id, method: "POST", route: "/entries" }, error);
        return send(response, refuse(problem("internal")), id);
      });
    return true;
  };
}

/** The whole body; undefined when the sender went away before its end. */
function bodyOf(request: IncomingMessage): Promise<Uint8Array | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => resolve(new Uint8Array(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks))));
    request.on("error", () => resolve(undefined));
    request.on("close", () => resolve(undefined));
  });
}

async function answer(services: Services, bytes: Uint8Array, sender: string, response: ServerResponse): Promise<void> {
  const { answers, fields } = await takeEntries(services, [bytes], sender);
  const [taken] = answers;
  if (!taken) throw new Error("the sequencer gave no answer");
  if (!taken.ok) return send(response, refuse(taken.problem, fields));
  const { proof } = taken.value;
  response.writeHead(200, {
    ...receiptHeaders(taken.value),
    ...fields,
    "content-type": "text/plain; charset=utf-8",
    "content-length": Buffer.byteLength(proof),
  });
  response.end(proof);
}

async function send(response: ServerResponse, answered: Response, id = newRequestId()): Promise<void> {
  const body = Buffer.from(await answered.arrayBuffer());
  const headers = { ...Object.fromEntries(answered.headers), [REQUEST_ID]: id, "content-length": body.length };
  response.writeHead(answered.status, headers);
  response.end(body);
}
