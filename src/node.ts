// `npm start`: the service behind a port of this machine. Everything it needs is read from the environment here and nowhere else.

import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Hono } from "hono";
import { z } from "zod";
import { logEvent } from "./eventlog.ts";
import { makeApp } from "./http/app.ts";
import { type Limits, networkOf } from "./http/limits.ts";
import { refuse } from "./http/problems.ts";
import { publicUrl } from "./http/public-address.ts";
import { quickDoor } from "./http/quick.ts";
import { PAGES } from "./pages/pages.ts";
import { openService, type Service } from "./service/service.ts";
import { serversIn } from "./store/primary.ts";
import { problem } from "./words/problem.ts";

const flag = z.enum(["0", "1", "true", "false"]).transform((text) => text === "1" || text === "true");
const absent = (value: unknown) => (value === "" ? undefined : value);

const server = z.url({ protocol: /^postgres(ql)?$/ });
const namesServers = (url: string) => serversIn(url).every((each) => server.safeParse(each).success);

/** The environment; an empty value counts as absent. */
const environment = z.object({
  PORT: z.preprocess(absent, z.coerce.number().int().min(0).max(65_535).default(8787)),
  HOST: z.preprocess(absent, z.string().default("127.0.0.1")),
  /** Several hosts, in libpq's form, are a primary and its standbys. */
  DATABASE_URL: z.preprocess(absent, z.string().refine(namesServers, "postgres://…").optional()),
  /** Data folder of the embedded database, and of the keys. */
  SO_NGUON_DATA: z.preprocess(absent, z.string().default("./data")),
  SO_NGUON_KEYS: z.preprocess(absent, z.string().optional()),
  /** The log's name, while it is empty. */
  SO_NGUON_ORIGIN: z.preprocess(absent, z.string().min(3).max(80).optional()),
  /** Where people reach the service: links, cookies and HSTS follow it. When absent, the address that it listens on. */
  SO_NGUON_PUBLIC_URL: z.preprocess(absent, publicUrl.optional()),
  /** True to play the demo; when absent, yes where nothing else is configured and only this machine can connect. */
  SO_NGUON_DEMO: z.preprocess(absent, flag.optional()),
  SO_NGUON_MONITOR_TOKEN: z.preprocess(absent, z.string().min(16).optional()),
  SO_NGUON_METRICS_TOKEN: z.preprocess(absent, z.string().min(16).optional()),
  /** Reverse proxies in front, each of which adds the address it was asked from to X-Forwarded-For. */
  SO_NGUON_PROXIES: z.preprocess(absent, z.coerce.number().int().min(0).max(9).default(0)),
  /** Lines of `vkey url`; when absent, the file `witnesses` in the keys folder. */
  SO_NGUON_WITNESSES: z.preprocess(absent, z.string().optional()),
  SO_NGUON_ACCEPT_CLOCK: z.preprocess(absent, flag.default(false)),
  /** Serve on a database server that can lose what it acknowledged. */
  SO_NGUON_ACCEPT_LOSS: z.preprocess(absent, flag.default(false)),
});
export type Environment = z.infer<typeof environment>;

/** A service that listens. `address` is where a browser finds it. */
export type Listening = { readonly address: string; readonly service: Service; close(): Promise<void> };

/** How long the service waits for a client; milliseconds. */
export type Patience = {
  /** For a request's headers, from the connection's start or the last answer on. */
  readonly headersMs: number;
  /** For the whole request. */
  readonly requestMs: number;
  /** For a client that neither sends nor reads while its answer is due; longer than the longest wait for a database (store/postgres.ts). */
  readonly silenceMs: number;
  /** How often it is looked for those whose time is over. */
  readonly lookMs: number;
};
const PATIENCE: Patience = { headersMs: 10_000, requestMs: 60_000, silenceMs: 240_000, lookMs: 2_000 };
const GOODBYE_MS = 10_000;

/**
 * Listens, then opens the ledger: a busy port is known at once, and who comes before the ledger is open is asked to come again.
 * Throws what `openService` throws, and listening errors as Node names them.
 */
export async function listen(
  env: Environment,
  progress?: (vi: string, en: string) => void,
  patience: Patience = PATIENCE,
): Promise<Listening> {
  const demo = wantsDemo(env);
  let app: Hono | undefined;
  let quick: ReturnType<typeof quickDoor> | undefined;
  const listener = getRequestListener(
    (request, bindings) => app?.fetch(request, bindings) ?? refuse(problem("busy", { seconds: 3 })),
  );
  const timing = {
    headersTimeout: patience.headersMs,
    requestTimeout: patience.requestMs,
    connectionsCheckingInterval: patience.lookMs,
    keepAliveTimeout: 75_000,
  };
  const server = createServer(timing, (request, response) => {
    if (namesTwoHosts(request)) return response.writeHead(400, { connection: "close" }).end();
    if (!quick?.(request, response)) void listener(request, response);
  });
  server.setTimeout(patience.silenceMs);
  server.listen(env.PORT, env.HOST);
  await once(server, "listening");
  try {
    const service = await openService({
      dir: env.SO_NGUON_DATA,
      databaseUrl: env.DATABASE_URL,
      keys: env.SO_NGUON_KEYS,
      origin: env.SO_NGUON_ORIGIN,
      demo,
      publicUrl: env.SO_NGUON_PUBLIC_URL ?? addressOf(server, env.HOST),
      acceptClock: env.SO_NGUON_ACCEPT_CLOCK,
      ...(env.SO_NGUON_ACCEPT_LOSS ? { acceptLoss: (said: string) => logEvent("store.loss-accepted", { said }) } : {}),
      monitorToken: env.SO_NGUON_MONITOR_TOKEN,
      metricsToken: env.SO_NGUON_METRICS_TOKEN,
      witnesses: env.SO_NGUON_WITNESSES,
      visitors: { proxies: env.SO_NGUON_PROXIES, peerOf: (context) => getConnInfo(context).remote.address },
      ...(progress ? { progress } : {}),
    });
    app = makeApp(service.services, PAGES);
    quick = quickDoor(service.services);
    shareConnections(server, service.services.limits);
    return { address: addressOf(server, env.HOST), service, close: () => shut(server, service) };
  } catch (error) {
    server.close();
    server.closeAllConnections();
    throw error;
  }
}

/** Two names in one request could mean one thing to a proxy and another to us (RFC 9112 §3.2): Node would take the first and say nothing. */
function namesTwoHosts({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) if (rawHeaders[i]!.toLowerCase() === "host") hosts += 1;
  return hosts > 1;
}

/** No address holds more connections than its share: those beyond it are closed, unheard. */
function shareConnections(server: Server, limits: Limits): void {
  server.on("connection", (socket: Socket) => {
    const sender = networkOf(socket.remoteAddress ?? "");
    if (limits.held.connections.take(sender, 1) !== "taken") return void socket.destroy();
    socket.once("close", () => limits.held.connections.give(sender, 1));
  });
}

function addressOf(server: Server, host: string): string {
  const bound = server.address();
  if (typeof bound !== "object" || !bound) throw new Error("the server has no address");
  return `http://${host.includes(":") ? `[${host}]` : host}:${bound.port}`;
}

const isLoopback = (host: string) => ["127.0.0.1", "::1", "localhost"].includes(host);

/** The server signs for personas, so the demo is for this machine alone; asked for elsewhere, it is refused. */
function wantsDemo(env: Environment): boolean {
  const here = isLoopback(env.HOST);
  if (env.SO_NGUON_DEMO && !here)
    throw new Error(
      `Bản dùng thử chỉ chạy trên máy này, không chạy trên ${env.HOST}. · The demo listens on loopback only, not on ${env.HOST}.`,
    );
  return env.SO_NGUON_DEMO ?? (here && !env.DATABASE_URL && !env.SO_NGUON_ORIGIN);
}

/** No new connection, answers for what was asked, then the ledger is closed. */
async function shut(server: Server, service: Service): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const late = setTimeout(() => server.closeAllConnections(), GOODBYE_MS);
  await closed;
  clearTimeout(late);
  await service.close();
}

/** No server there, or PostgreSQL's own “not now”: starting or shutting down. */
const UNREACHABLE = [
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ETIMEDOUT",
  "57P01",
  "57P03",
];

/** The words for the operator when the service cannot start or listen. */
export function startProblem(error: unknown, env: Environment): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE")
    return `Cổng ${env.PORT} đang bận: dừng chương trình đang dùng nó, hoặc đặt PORT khác. · Port ${env.PORT} is taken: stop what uses it, or set another PORT.`;
  if (code === "EACCES")
    return `Không có quyền mở cổng hoặc thư mục. · No permission for the port or the folder: ${error.message}`;
  if (typeof code === "string" && UNREACHABLE.includes(code))
    return `Không nối được cơ sở dữ liệu DATABASE_URL. · The database of DATABASE_URL cannot be reached. ${error.message}`;
  return error.message;
}

/** Read elsewhere: the debugger's word in eventlog.ts, the passphrase of a key in disk/passphrase.ts, and folders of tests. */
const OTHERS = ["SO_NGUON_DEBUG", "SO_NGUON_PASSPHRASE", "SO_NGUON_REGISTER_DIR"];

/** Variables that are meant for us and that nobody reads: ours by their prefix, and whatever has the letters of DATABASE_URL. */
function misspelt(from: Record<string, string | undefined>): string[] {
  const known = [...Object.keys(environment.shape), ...OTHERS];
  const letters = (name: string) => [...name.toUpperCase().replaceAll("_", "")].sort().join("");
  const ours = (name: string) => /^SO_?NGUON/i.test(name) || letters(name) === letters("DATABASE_URL");
  return Object.keys(from).filter((name) => ours(name) && !known.includes(name));
}

/** Reads the environment; answers what is wrong with it in words where something is. */
export function readEnvironment(from: Record<string, string | undefined>): Environment | string {
  const unknown = misspelt(from);
  if (unknown.length > 0)
    return `Biến cấu hình không có trong chương trình, kiểm tra lại cách viết · No such variables, check the spelling: ${unknown.join(", ")}`;
  const read = environment.safeParse(from);
  // A demo asked for elsewhere has a refusal of its own (wantsDemo).
  if (read.success && !read.data.SO_NGUON_DEMO && !read.data.SO_NGUON_PUBLIC_URL && !isLoopback(read.data.HOST))
    return `Dịch vụ nghe ở ${read.data.HOST}: đặt SO_NGUON_PUBLIC_URL là địa chỉ mà mọi người truy cập, ví dụ https://so.vidu.gov.vn. · The service listens on ${read.data.HOST}: set SO_NGUON_PUBLIC_URL to the address that people use, such as https://so.vidu.gov.vn.`;
  if (read.success) return read.data;
  const wrong = read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
  return `Cấu hình không đúng · The configuration is wrong: ${wrong}`;
}

async function main(): Promise<number | undefined> {
  const env = readEnvironment(process.env);
  if (typeof env === "string") {
    console.error(env);
    return 2;
  }
  try {
    const running = await listen(env, (vi, en) => console.log(`… ${vi} · ${en}`));
    await announce(running);
    stopOnSignal(running);
    return undefined;
  } catch (error) {
    console.error(startProblem(error, env));
    return 1;
  }
}

async function announce({ address, service }: Listening): Promise<void> {
  if (service.services.demo) {
    const { storyLines } = await import("./demo/story.ts");
    console.log(`\n${storyLines(address).join("\n")}\n`);
  }
  const { origin } = service.services;
  console.log(`Sẵn sàng · Ready: ${address} (${origin}, ${service.intake.size} mục · entries)`);
}

function stopOnSignal(running: Listening): void {
  let stopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      running.close().then(
        () => process.exit(0),
        (error: unknown) => {
          logEvent("service.stop-failed", {}, error);
          process.exit(1);
        },
      );
    });
  }
}

if (import.meta.main) {
  const code = await main();
  if (code !== undefined) process.exit(code);
}
