// A witness's door: the one address of tlog-witness, and two for people. Strangers come here, so everything has an end: bytes, headers,
// seconds, connections.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Keeper, Reply } from "./keeper.ts";
import { LONGEST_ACCOUNT, LONGEST_REQUEST } from "./server.ts";

const TEXT = "text/plain; charset=utf-8";

/** A server that is not listening yet; `POST …/add-checkpoint`, `POST …/add-log-keys`, `GET /vkey`, `GET /healthz`. */
export function makeWitnessServer(keeper: Keeper): Server {
  const limits = {
    headersTimeout: 5_000,
    requestTimeout: 10_000,
    keepAliveTimeout: 60_000,
    maxHeaderSize: 8_192,
    connectionsCheckingInterval: 1_000,
  };
  const server = createServer(limits, (request, response) => {
    answer(keeper, request)
      .catch((): Reply => ({ status: 400, type: TEXT, body: "unreadable request\n" }))
      .then((reply) => send(response, reply));
  });
  server.maxConnections = 256;
  return server;
}

async function answer(keeper: Keeper, request: IncomingMessage): Promise<Reply> {
  const path = (request.url ?? "").split("?")[0]!;
  const keys = path.endsWith("/add-log-keys");
  if (keys || path.endsWith("/add-checkpoint")) {
    if (request.method !== "POST") return { status: 405, type: TEXT, body: "POST only\n" };
    const body = await readBody(request, keys ? LONGEST_ACCOUNT : LONGEST_REQUEST);
    if (body === undefined) return { status: 413, type: TEXT, body: "too long\n" };
    return keys ? keeper.addKeys(body) : keeper.add(body);
  }
  if (request.method !== "GET") return { status: 404, type: TEXT, body: "no such address\n" };
  if (path === "/vkey") return { status: 200, type: TEXT, body: `${keeper.vkey}\n` };
  if (path === "/healthz") return { status: 200, type: TEXT, body: "ok\n" };
  return { status: 404, type: TEXT, body: "no such address\n" };
}

async function readBody(request: IncomingMessage, longest: number): Promise<Uint8Array | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > longest) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function send(response: ServerResponse, reply: Reply): void {
  if (response.destroyed) return;
  response.writeHead(reply.status, {
    "content-type": reply.type,
    "content-length": Buffer.byteLength(reply.body),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...(reply.retryS === undefined ? {} : { "retry-after": String(reply.retryS) }),
    ...(reply.status === 413 ? { connection: "close" } : {}),
  });
  response.end(reply.body);
}
