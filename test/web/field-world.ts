// The demo province behind the field's pages on a real port of loopback: sign in as a persona, let story time pass, and cut the
// network off as a tunnel or a mountain does.

import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import type { BrowserContext, Page } from "playwright-core";
import { CAST } from "../../src/demo/cast.ts";
import { makeApp } from "../../src/http/app.ts";
import { Limits } from "../../src/http/limits.ts";
import { Metrics } from "../../src/http/metrics.ts";
import { PublicAddress } from "../../src/http/public-address.ts";
import { sequencerOf } from "../../src/http/sequencer.ts";
import { logKeysFor, type Services } from "../../src/http/services.ts";
import { Sessions } from "../../src/http/session.ts";
import { fieldPages } from "../../src/pages/field.ts";
import { migrate } from "../../src/store/migrations.ts";
import { openInMemory } from "../../src/store/pglite.ts";
import { View } from "../../src/store/view.ts";
import { loadAssets } from "../../src/web/built/assets.ts";
import { openWorld, type World } from "../world.ts";

export type FieldWorld = World & {
  services: Services;
  /** http://127.0.0.1:port */
  address: string;
  /** Takes a persona's place; the cookie to send with requests. */
  cookieOf(persona: string): Promise<string>;
  /** The same in a browser. */
  signIn(context: BrowserContext, persona: string): Promise<void>;
  /** Takes a persona's place in a browser, opens a page and lets the browser sign with a key of its own. */
  enrolled(context: BrowserContext, persona: string, path: string): Promise<Page>;
  /** Log indexes of all entries of a kind. */
  indexesOf(kind: string): Promise<number[]>;
  close(): Promise<void>;
};

/** Gives the browser its key: the page says so when the ledger knows it. */
export async function enrol(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Đăng ký khóa của trình duyệt này" }).click();
  await page.getByText("Ký bằng khóa của trình duyệt này").waitFor();
}

/** Waits until the browser keeps the page's shell and files, and is served by its worker. Each wait ends by itself, so that a worker that never comes costs half a minute. */
export async function shelved(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.ready.then(() => true));
  await page.reload();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

/** Opens the world and listens on loopback. */
export async function openField(): Promise<FieldWorld> {
  const database = await openInMemory();
  await migrate(database);
  const world = await openWorld(database);
  const { intake, clock, scribe } = world;
  const view = new View(database.kysely);
  const now = () => clock.wallMs();
  const publicAddress = new PublicAddress("http://localhost");
  const sessions = new Sessions({ origin: scribe.origin, database, view, publicAddress, demo: true, now });
  const services: Services = {
    origin: scribe.origin,
    logKeys: async () => logKeysFor(scribe.origin, intake.logKey, await view.signatories()),
    database,
    view,
    sequencer: sequencerOf(intake),
    demo: { scribe, personas: CAST },
    assets: await loadAssets(),
    metrics: new Metrics(),
    limits: new Limits({ proxies: 0, peerOf: () => undefined, nowMs: () => performance.now() }),
    monitorToken: undefined,
    metricsToken: undefined,
    publicAddress,
    now,
    sessions,
    who: (context) => sessions.who(context),
  };
  const server = createAdaptorServer({ fetch: makeApp(services, [fieldPages]).fetch }) as Server;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cookieOf = async (persona: string): Promise<string> => {
    const answer = await fetch(`${address}/demo/persona`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ persona }),
    });
    return (answer.headers.getSetCookie()[0] ?? "").split(";")[0] ?? "";
  };
  const signIn = async (context: BrowserContext, persona: string): Promise<void> => {
    const cookie = await cookieOf(persona);
    const at = cookie.indexOf("=");
    await context.addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url: address }]);
    await context.clock.setFixedTime(clock.wallMs());
  };
  return {
    ...world,
    services,
    address,
    cookieOf,
    signIn,
    async enrolled(context, persona, path) {
      await signIn(context, persona);
      const page = await context.newPage();
      await page.goto(address + path);
      await enrol(page);
      return page;
    },
    async indexesOf(kind) {
      const all = await view.entries(Array.from({ length: intake.size }, (_, index) => index));
      return all.filter((each) => each.entry.kind === kind).map((each) => each.index);
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await intake.idle();
      await database.close();
    },
  };
}
