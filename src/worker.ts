// The door on Cloudflare Workers: the same application as node.ts serves, its connections made for each request, its sequencer
// behind a Durable Object. Migrations are run beforehand, from the command line, against the same database.
import type { ExecutionContext } from "cloudflare:workers";
import type { Hono } from "hono";
import { publicKeyFromSeed } from "./format/ed25519.ts";
import { makeApp } from "./http/app.ts";
import { Limits } from "./http/limits.ts";
import { Metrics } from "./http/metrics.ts";
import { PublicAddress } from "./http/public-address.ts";
import type { Sequencer as SequencerService } from "./http/sequencer.ts";
import { logKeysFor, type Services } from "./http/services.ts";
import { Sessions } from "./http/session.ts";
import { PAGES } from "./pages/pages.ts";
import type { Env } from "./service/worker/bindings.ts";
import { readSettings } from "./service/worker/environment.ts";
import { RequestDatabase } from "./service/worker/object-database.ts";
import { findAssets } from "./service/worker/served-assets.ts";
import { View } from "./store/view.ts";
import type { Cosigned } from "./witness/client.ts";

export { SequencerObject } from "./service/worker/sequencer-object.ts";

/** Kept by the isolate. Values, never promises: a request may not wait for what another one has begun. */
type Application = { readonly app: Hono; readonly requests: RequestDatabase };
let application: Application | undefined;

async function makeApplication(env: Env): Promise<Application> {
  const { origin, logSeed, monitorToken, publicUrl } = readSettings(env);
  const requests = new RequestDatabase(env.HYPERDRIVE.connectionString);
  const { database } = requests;
  const view = new View(database.kysely);
  const now = () => Date.now();
  const publicAddress = new PublicAddress(publicUrl);
  const sessions = new Sessions({ origin, database, view, publicAddress, demo: false, now });
  const services: Services = {
    origin,
    logKeys: async () => logKeysFor(origin, publicKeyFromSeed(logSeed), await view.signatories()),
    database,
    view,
    sequencer: sequencerOf(env, origin),
    cosigning: cosignedOf(env, origin),
    demo: undefined,
    assets: await findAssets(env),
    // Counts of one isolate among many say nothing: here the platform's own observability counts, and nobody reads these.
    metrics: new Metrics(),
    // Each isolate counts for itself. Cloudflare writes this header, whatever the visitor says.
    limits: new Limits({
      proxies: 0,
      peerOf: (context) => context.req.header("cf-connecting-ip"),
      nowMs: () => performance.now(),
    }),
    metricsToken: undefined,
    monitorToken,
    publicAddress,
    now,
    sessions,
    who: (context) => sessions.who(context),
  };
  return { app: makeApp(services, PAGES), requests };
}

/** The one sequencer of the log, wherever it runs; a stub belongs to its request, so each call makes one. */
function sequencerOf(env: Env, origin: string): SequencerService {
  const stub = () => env.SEQUENCER.getByName(origin);
  return {
    submitAll: (entries) => stub().submitAll(entries),
    receipt: (index) => stub().receipt(index),
    head: () => stub().head(),
    halted: () => stub().halted(),
    vouch: (head) => stub().vouch(head),
  };
}

/** The witnesses' side of the same object. */
function cosignedOf(env: Env, origin: string): Cosigned {
  const stub = () => env.SEQUENCER.getByName(origin);
  return { newest: () => stub().cosigned(), health: () => stub().cosigningHealth() };
}

/** The request without its Accept-Encoding: the platform squeezes answers itself, and would squeeze ours a second time. */
function unsqueezed(request: Request): Request {
  const headers = new Headers(request.headers);
  headers.delete("accept-encoding");
  return new Request(request, { headers });
}

export default {
  async fetch(request: Request, env: Env, context: ExecutionContext): Promise<Response> {
    application ??= await makeApplication(env);
    const { app, requests } = application;
    return requests.during(context, async () => app.fetch(unsqueezed(request)));
  },

  /** The hourly trigger of wrangler.toml. */
  async scheduled(_event: unknown, env: Env): Promise<void> {
    const answer = await env.SEQUENCER.getByName(readSettings(env).origin).tick();
    if (answer && !answer.ok) throw new Error(`the hourly tick was refused: ${JSON.stringify(answer.problem)}`);
  },
};
