// A service for tests: a world or the whole demo on a test's database, behind the application as it is served.
import { sha256 } from "@noble/hashes/sha2.js";
import type { Hono } from "hono";
import { CAST } from "../../src/demo/cast.ts";
import { playDemo } from "../../src/demo/play.ts";
import { Scribe, StoryClock } from "../../src/demo/scribe.ts";
import { hex, utf8 } from "../../src/format/bytes.ts";
import { type Signer, signerFromSeed } from "../../src/format/ed25519.ts";
import { makeApp } from "../../src/http/app.ts";
import { Limits } from "../../src/http/limits.ts";
import { counted, Metrics } from "../../src/http/metrics.ts";
import type { ProblemDocument } from "../../src/http/problems.ts";
import { PublicAddress } from "../../src/http/public-address.ts";
import { sequencerOf } from "../../src/http/sequencer.ts";
import { logKeysFor, type Services } from "../../src/http/services.ts";
import { Sessions } from "../../src/http/session.ts";
import { HeadSigner } from "../../src/intake/signer.ts";
import { Intake } from "../../src/intake.ts";
import { PAGES } from "../../src/pages/pages.ts";
import type { Database } from "../../src/store/database.ts";
import { View } from "../../src/store/view.ts";
import { loadAssets } from "../../src/web/built/assets.ts";
import { MORNING_MS, memoryInProcess, ORIGIN, openWorld, type World } from "../world.ts";

export const MONITOR_TOKEN = "a-token-of-the-tests-alone";
export const METRICS_TOKEN = "a-token-that-reads-metrics-alone";

export type House = { app: Hono; services: Services };

/** The demo province, nothing moved yet, behind the application. */
export async function openHouse(database: Database, demo = true, publicUrl?: string): Promise<House & World> {
  const world = await openWorld(database);
  return { ...world, ...(await furnish(database, world.intake, world.scribe, world.clock, demo, publicUrl)) };
}

/** The demo's whole story, behind the application. */
export async function playedHouse(
  database: Database,
): Promise<House & { honest: number; dishonest: number; scribe: Scribe }> {
  const clock = new StoryClock(MORNING_MS);
  const signer = await signerFromSeed(sha256(utf8("played log")));
  const intake = new Intake(database, new HeadSigner(ORIGIN, signer, memoryInProcess()), clock);
  await intake.start();
  const scribe = new Scribe(ORIGIN, sha256(utf8("played")), clock, (entries) => intake.submitAll(entries));
  const view = new View(database.kysely);
  const story = await playDemo({
    scribe,
    logKey: signer.key,
    head: async () => intake.note,
    read: (reading) => view.read(reading),
  });
  return { ...story, scribe, ...(await furnish(database, intake, scribe, clock, true)) };
}

async function furnish(
  database: Database,
  intake: Intake,
  scribe: Scribe,
  clock: StoryClock,
  demo: boolean,
  publicUrl = "http://localhost",
): Promise<House> {
  const view = new View(database.kysely);
  const now = () => clock.wallMs();
  const publicAddress = new PublicAddress(publicUrl);
  const sessions = new Sessions({ origin: ORIGIN, database, view, publicAddress, demo, now });
  const metrics = new Metrics();
  const sequencer = sequencerOf(intake);
  const services: Services = {
    origin: ORIGIN,
    logKeys: async () => logKeysFor(ORIGIN, intake.logKey, await view.signatories()),
    database,
    view,
    sequencer: counted(sequencer, metrics, intake),
    demo: demo ? { scribe, personas: CAST } : undefined,
    assets: await loadAssets(),
    metrics,
    limits: new Limits({ proxies: 0, peerOf: (context) => context.req.header("peer"), nowMs: () => performance.now() }),
    sessions,
    monitorToken: MONITOR_TOKEN,
    metricsToken: METRICS_TOKEN,
    publicAddress,
    now,
    who: (context) => sessions.who(context),
  };
  return { app: makeApp(services, PAGES), services };
}

/** Posts one entry. */
export function post(app: Hono, bytes: Uint8Array, headers: Record<string, string> = {}): Promise<Response> {
  return sent(app, bytes, { "content-type": "application/cose", ...headers });
}

/** Posts a sequence of entries. */
export function postAll(app: Hono, bytes: Uint8Array): Promise<Response> {
  return sent(app, bytes, { "content-type": "application/cbor-seq" });
}

async function sent(app: Hono, bytes: Uint8Array, headers: Record<string, string>): Promise<Response> {
  return app.request("/entries", { method: "POST", body: new Uint8Array(bytes), headers });
}

/** The problem of a response, with its status checked against the document's. */
export async function problemOf(response: Response): Promise<ProblemDocument> {
  const type = response.headers.get("content-type");
  if (type !== "application/problem+json") throw new Error(`no problem but ${response.status} ${type}`);
  const document = (await response.json()) as ProblemDocument;
  if (document.status !== response.status) throw new Error(`status ${response.status} says ${document.status}`);
  return document;
}

/** The cookies that a response sets, as the next request sends them. */
export function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

/** A session opened by signing a challenge. */
export async function signIn(app: Hono, signer: Signer, kid: string, message: (challenge: Uint8Array) => Uint8Array) {
  const asked = (await (await app.request("/session/challenge", { method: "POST" })).json()) as { challenge: string };
  const challenge = Uint8Array.from(Buffer.from(asked.challenge, "hex"));
  const signature = hex(await signer.sign(message(challenge)));
  return { challenge: asked.challenge, signature, kid };
}
