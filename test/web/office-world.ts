// The demo province behind the office's pages, on an embedded database: services as the pages are given them, with a visitor who
// takes a persona's place by a cookie.
import { sha256 } from "@noble/hashes/sha2.js";
import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import { CAST } from "../../src/demo/cast.ts";
import { playDemo } from "../../src/demo/play.ts";
import { Scribe, StoryClock } from "../../src/demo/scribe.ts";
import { utf8 } from "../../src/format/bytes.ts";
import { signerFromSeed } from "../../src/format/ed25519.ts";
import { Limits } from "../../src/http/limits.ts";
import { Metrics } from "../../src/http/metrics.ts";
import { PublicAddress } from "../../src/http/public-address.ts";
import { logKeysFor, type Services } from "../../src/http/services.ts";
import { Sessions } from "../../src/http/session.ts";
import type { Who } from "../../src/http/who.ts";
import { HeadSigner } from "../../src/intake/signer.ts";
import { Intake } from "../../src/intake.ts";
import { migrate } from "../../src/store/migrations.ts";
import { openInMemory } from "../../src/store/pglite.ts";
import { View } from "../../src/store/view.ts";
import { loadAssets } from "../../src/web/built/assets.ts";
import { MORNING_MS, memoryInProcess, ORIGIN } from "../world.ts";

export type OfficeWorld = {
  services: Services;
  scribe: Scribe;
  clock: StoryClock;
  honest: number;
  dishonest: number;
  close(): Promise<void>;
};

/** The whole demo story played on a fresh ledger; the clock stands where it ends. */
export async function playOffice(): Promise<OfficeWorld> {
  const database = await openInMemory();
  await migrate(database);
  const clock = new StoryClock(MORNING_MS);
  const logSigner = await signerFromSeed(sha256(utf8("office log")));
  const intake = new Intake(database, new HeadSigner(ORIGIN, logSigner, memoryInProcess()), clock);
  await intake.start();
  const scribe = new Scribe(ORIGIN, sha256(utf8("office")), clock, (entries) => intake.submitAll(entries));
  const view = new View(database.kysely);
  const head = async () => intake.note;
  const read: View["read"] = (reading) => view.read(reading);
  const story = await playDemo({ scribe, logKey: logSigner.key, head, read });
  const assets = await loadAssets();
  const publicAddress = new PublicAddress("http://localhost");
  const sessions = new Sessions({
    origin: ORIGIN,
    database,
    view,
    publicAddress,
    demo: true,
    now: () => clock.wallMs(),
  });
  const services: Services = {
    origin: ORIGIN,
    logKeys: async () => logKeysFor(ORIGIN, logSigner.key, await view.signatories()),
    database,
    view,
    sequencer: {
      submitAll: (entries) => intake.submitAll(entries),
      receipt: (index) => intake.receipt(index),
      head,
      halted: async () => intake.halted,
      vouch: (head) => intake.vouch(head),
    },
    demo: { scribe, personas: CAST },
    assets,
    metrics: new Metrics(),
    limits: new Limits({ proxies: 0, peerOf: () => undefined, nowMs: () => performance.now() }),
    sessions,
    monitorToken: undefined,
    metricsToken: undefined,
    publicAddress,
    now: () => clock.wallMs(),
    who: (context) => whoOf(context, view, scribe, sessions),
  };
  return { services, scribe, clock, ...story, close: () => database.close() };
}

/** Cookie "persona" takes a persona's place at once; without it the session speaks, as in the service. */
async function whoOf(context: Context, view: View, scribe: Scribe, sessions: Sessions): Promise<Who | undefined> {
  const persona = getCookie(context, "persona");
  if (persona === undefined) return sessions.who(context);
  const { kid } = await scribe.pen(persona);
  const key = await view.fact("key", kid);
  if (!key || key.party === null) return undefined;
  const party = await view.fact("party", key.party);
  if (!party) return undefined;
  const parties = [key.party, ...(party.predecessors ?? [])];
  return { kid, party: key.party, parties, partyName: party.name, roles: party.roles, person: key.person, persona };
}
