// A server on which an acknowledged entry could be lost is refused, in words, at the start and whenever the service comes back to one:
// fsync or full_page_writes off, a table without a log, a standby. What the service can set itself, it sets.
import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { SubmitAnswer } from "../../src/intake.ts";
import { readEnvironment, startProblem } from "../../src/node.ts";
import { openService } from "../../src/service/service.ts";
import { fileMemory } from "../../src/service/signer-file.ts";
import { type DatabasePlace, openDatabase } from "../../src/store/connect.ts";
import { DURABLY } from "../../src/store/durability.ts";
import { standingHead } from "../../src/store/durable-head.ts";
import { migrate } from "../../src/store/migrations.ts";
import { serversIn } from "../../src/store/primary.ts";
import { soNguonWith } from "../cli/run.ts";
import { Server } from "../server.ts";
import type { Ground } from "./kill.ts";
import { DURABLE, openGround } from "./struck.ts";
import { Traffic } from "./traffic.ts";

let ground: Ground;
let server: Server;
let client: pg.Client;

beforeAll(async () => {
  ground = openGround();
  server = await Server.make(ground.base, "server", DURABLE);
  await server.start();
  client = new pg.Client(server.url());
  await client.connect();
  const database = await openDatabase({ url: server.url() });
  await migrate(database);
  await database.close();
});
afterAll(async () => {
  await client.end();
  await server.stop();
  ground.clear();
});

/** Changes settings of the whole server, and waits until a new connection has them. */
async function set(settings: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(settings)) await client.query(`alter system set ${name} = ${value}`);
  await client.query("select pg_reload_conf()");
  for (let looks = 0; looks < 500; looks++) {
    const fresh = new pg.Client(server.url());
    await fresh.connect();
    const shown = await Promise.all(
      Object.keys(settings).map(
        async (name) => (await fresh.query<Record<string, string>>(`show ${name}`)).rows[0]![name],
      ),
    );
    await fresh.end();
    if (Object.values(settings).every((value, i) => value === shown[i])) return;
  }
  throw new Error("the server does not take its settings");
}

async function heads(place: DatabasePlace): Promise<unknown> {
  const database = await openDatabase(place);
  return standingHead(database).finally(() => database.close());
}

const codeOf = (answer: SubmitAnswer) => (answer.ok ? "receipt" : answer.problem.code);

const REFUSED = (what: string) =>
  new RegExp(
    `có thể mất mục đã xác nhận .*\\(${what}\\).*ACCEPT_LOSS=1.* · .*can lose acknowledged entries.*\\(${what}\\)`,
  );

describe("a server that would forget in a crash", () => {
  const off = [
    ["fsync = off", "alter system set fsync = off", "alter system set fsync = on"],
    ["full_page_writes = off", "alter system set full_page_writes = off", "alter system set full_page_writes = on"],
    ["UNLOGGED", "alter table ledger.signal set unlogged", "alter table ledger.signal set logged"],
  ] as const;

  it.each(off)("is refused in words, or accepted with the same words: %s", async (what, spoil, mend) => {
    const [, name] = /system set (\w+)/.exec(spoil) ?? [];
    const change = (statement: string, value: string) => (name ? set({ [name]: value }) : client.query(statement));
    await change(spoil, "off");
    await expect(heads({ url: server.url() })).rejects.toThrow(REFUSED(what));
    const told: string[] = [];
    await expect(heads({ url: server.url(), acceptLoss: (words) => told.push(words) })).resolves.toBeUndefined();
    expect(told).toEqual([expect.stringMatching(new RegExp(`mất mục đã xác nhận.*\\(${what}\\).* · .*\\(${what}\\)`))]);
    await change(mend, "on");
    await expect(heads({ url: server.url() })).resolves.toBeUndefined();
  });

  it("is refused by the service and by the command line, which take SO_NGUON_ACCEPT_LOSS", async () => {
    await set({ fsync: "off" });
    const place = { dir: ground.data, databaseUrl: server.url(), keys: path.join(ground.base, "service-keys") };
    await expect(openService({ ...place, origin: "test.songuon.example/loss" })).rejects.toThrow(
      REFUSED("fsync = off"),
    );
    expect(readEnvironment({ SO_NGUON_ACCEPT_LOSS: "1" })).toMatchObject({ SO_NGUON_ACCEPT_LOSS: true });
    const keys = path.join(ground.base, "init-keys");
    const init = (env: Record<string, string>) =>
      soNguonWith(
        { DATABASE_URL: server.url(), SO_NGUON_KEYS: keys, ...env },
        ...["init", "--origin", "test.songuon.example/loss", "--province", "42", "--keys", keys],
      );
    const refused = await init({});
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/can lose acknowledged entries/);
    const accepted = await init({ SO_NGUON_ACCEPT_LOSS: "1" });
    expect([accepted.code, accepted.err]).toEqual([0, expect.stringMatching(/can lose acknowledged entries/)]);
    await client.query("drop schema ledger, desk cascade");
    fs.rmSync(keys, { recursive: true });
    await set({ fsync: "on" });
  });

  it("is refused also where a running service comes back to it: nothing is acknowledged or signed there", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const database = await openDatabase({ url: server.url() });
    await migrate(database);
    const traffic = await Traffic.found(database, ground.keys);
    const intake = await traffic.openIntake(database, fileMemory(ground.keys));
    const { size } = intake;
    const entry = async () => [await traffic.scribe.sign("operator", "clock.tick", {})];
    // No query is under way when the connections end, so that nothing breaks: the next append is the first to come there.
    await set({ fsync: "off" });
    await client.query(
      "select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'so-nguon'",
    );
    const entries = await entry();
    for (const sent of [entries, entries, await entry()])
      expect((await intake.submitAll(sent)).map(codeOf)).toEqual(["busy"]);
    expect([intake.size, traffic.signed.at(-1)!.size]).toEqual([size, size]);
    await set({ fsync: "on" });
    const answers = await intake.submitAll(entries);
    await traffic.take(entries, answers);
    expect([answers.map(codeOf), intake.size]).toEqual([["receipt"], size + 1]);
    await database.close();
    vi.restoreAllMocks();
  });
});

describe("synchronous_commit", () => {
  it.each([
    ["off", "on"],
    ["local", "on"],
    ["remote_write", "on"],
    ["on", "on"],
    ["remote_apply", "remote_apply"],
  ])("%s: an append commits with %s, and only that", async (usual, raised) => {
    await client.query(`set synchronous_commit = ${usual}`);
    await client.query("begin");
    await client.query(`select ${DURABLY}`);
    expect((await client.query("show synchronous_commit")).rows).toEqual([{ synchronous_commit: raised }]);
    await client.query("commit");
    expect((await client.query("show synchronous_commit")).rows).toEqual([{ synchronous_commit: usual }]);
    await client.query("reset synchronous_commit");
  });
});

describe("several servers", () => {
  it("are named as libpq names them", () => {
    expect(serversIn("postgres://u:p%40ss@db1/x?sslmode=require")).toEqual([
      "postgres://u:p%40ss@db1/x?sslmode=require",
    ]);
    expect(serversIn("postgresql://u:p@db1:5433,db2,[::1]:5434/x?a=b")).toEqual([
      "postgresql://u:p@db1:5433/x?a=b",
      "postgresql://u:p@db2/x?a=b",
      "postgresql://u:p@[::1]:5434/x?a=b",
    ]);
    expect(serversIn("postgres://db1,db2/x")).toEqual(["postgres://db1/x", "postgres://db2/x"]);
    const DATABASE_URL = "postgres://u:p@db1:5432,db2:5432/x";
    expect(readEnvironment({ DATABASE_URL })).toMatchObject({ DATABASE_URL });
    for (const wrong of ["postgres://db1,:99999/x", "mysql://db1,db2/x", "db1,db2"])
      expect(readEnvironment({ DATABASE_URL: wrong })).toMatch(/DATABASE_URL/);
  });

  it("a standby alone is refused in words; beside its primary it is passed over, whoever is named first", async () => {
    const standby = await Server.copyOf(server, ground.base, "standby", DURABLE);
    await standby.start();
    await expect(heads({ url: standby.url() })).rejects.toThrow(/bản dự phòng.*“Failover”. · .*is a standby/);
    const both = (...ports: number[]) =>
      server.url().replace(/127.0.0.1:\d+/, ports.map((port) => `127.0.0.1:${port}`).join(","));
    const [head] = (await client.query<{ size: string }>("select size from ledger.head")).rows;
    for (const ports of [
      [standby.port, server.port],
      [server.port, standby.port],
      [1, standby.port, server.port],
    ])
      expect(await heads({ url: both(...ports) })).toMatchObject({ size: Number(head!.size) });
    await expect(heads({ url: both(1, standby.port) })).rejects.toThrow(
      /Không máy chủ nào.*1: .*ECONNREFUSED.*2: .*bản dự phòng.* · No server of DATABASE_URL takes writes/,
    );
    const audited = await soNguonWith({ DATABASE_URL: standby.url(), SO_NGUON_KEYS: ground.keys }, "audit");
    expect([audited.code, audited.err], "a standby is there to be audited").toEqual([0, expect.any(String)]);
    await standby.stop();
  });

  it("one that is not there is said in words too", async () => {
    const env = readEnvironment({});
    if (typeof env === "string") throw new Error(env);
    const words = (url: string) =>
      openService({ dir: ground.data, databaseUrl: url, keys: path.join(ground.base, "service-keys") }).then(
        () => "it started",
        (error: unknown) => startProblem(error, env),
      );
    expect(await words("postgres://u:p@127.0.0.1:1/x")).toMatch(/Không nối được cơ sở dữ liệu.* · .*cannot be reached/);
    expect(await words("postgres://u:p@127.0.0.1:1,127.0.0.1:2/x")).toMatch(/Không máy chủ nào.* · No server/);
  });
});
