// PostgreSQL is killed inside an append, where only the server knows how far it has come, and again and again under many senders at once.
// What it had not flushed is gone with its memory: that is shown too, on a table of no promises.
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import type { Intake } from "../../src/intake.ts";
import { openDatabase } from "../../src/store/connect.ts";
import { openPostgres } from "../../src/store/postgres.ts";
import { findAll } from "./kill.ts";
import { type Blow, MOMENTS, STORM, VICTIMS } from "./points.ts";
import { freeze, killAll } from "./strike.ts";
import { isTrouble, openDatabaseAt, Struck } from "./struck.ts";

let struck: Struck;

beforeAll(async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  // A commit that waits for nobody stays in the server's memory for long, so that a kill shows who relies on it.
  struck = await Struck.open({ synchronous_commit: "off", wal_writer_delay: "10s" });
});
afterEach(() => struck.revived);
afterAll(async () => {
  vi.restoreAllMocks();
  await struck.close();
});

async function asked<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(struck.server.url());
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/** What a connection that looks on sees of the append, again and again for a while. */
type Sight = { waits: boolean; unflushed: boolean; inserted: string };
async function isSeen(watcher: pg.Client, what: (now: Sight, before: Sight) => boolean): Promise<boolean> {
  let before: Sight | undefined;
  for (let looks = 0; looks < 2000; looks++) {
    const { rows } = await watcher.query<Sight>(`select wait_event_type = 'Lock' as waits,
      pg_current_wal_insert_lsn()::text as inserted, pg_current_wal_insert_lsn() > pg_current_wal_flush_lsn() as unflushed
      from pg_stat_activity where state = 'active' and query like 'with moved as%'`);
    if (rows[0] && before && what(rows[0], before)) return true;
    before = rows[0];
    await pause(2);
  }
  return false;
}
const isStopped = (now: Sight) => now.waits;
/** It has written its commit to the log's buffers and sleeps before it flushes them. */
const isSleeping = (now: Sight, before: Sight) => now.unflushed && now.inserted === before.inserted;

/** Sends a round, kills the server once its append is seen so, and sends again; answers how many appends it took. */
async function killWhen(intake: Intake, entries: Uint8Array[], seen: Parameters<typeof isSeen>[1]): Promise<number> {
  const before = struck.wire.appends;
  await asked(async (watcher) => {
    const first = intake.submitAll(entries);
    expect(await isSeen(watcher, seen)).toBe(true);
    struck.strike("server", 0);
    const answers = await first;
    expect(answers.some(isTrouble)).toBe(true);
    await struck.traffic.take(entries, answers);
  });
  await struck.revived;
  await struck.insist(intake, entries);
  return struck.wire.appends - before;
}

async function inOneLife(work: (intake: Intake) => Promise<void>): Promise<void> {
  const database = openDatabaseAt(struck.url);
  try {
    await work(await struck.start(database));
  } finally {
    await database.close();
  }
  await struck.revived;
  expect(await struck.flaws()).toEqual([]);
}

it("an append of which half the rows were inserted leaves none, and is written again", async () => {
  await inOneLife(async (intake) => {
    for (const round of (await struck.traffic.rounds()).slice(0, -1)) await struck.insist(intake, round);
    const round = (await struck.traffic.rounds()).at(-1)!;
    const holder = new pg.Client(struck.server.url());
    holder.on("error", () => {});
    await holder.connect();
    // Another's uncommitted lot under the next number: the append's insert waits for it, its leaves and facts already made.
    await holder.query("begin");
    await holder.query(`insert into ledger.lot (id, leaf, parent, parent_left, kg, position, source, material, grade, account)
      select next_lot, size, 0, 0, 0, 0, 0, 1, 1, 'x' from ledger.head`);
    expect(await killWhen(intake, round, isStopped)).toBe(2);
  });
});

it("an append whose commit was in memory and not in the log leaves nothing, and is written again", async () => {
  await asked(async (client) => {
    await client.query("alter system set commit_delay = 100000");
    await client.query("alter system set commit_siblings = 0");
    await client.query("select pg_reload_conf()");
  });
  await inOneLife(async (intake) => {
    for (const round of await struck.traffic.rounds()) expect(await killWhen(intake, round, isSleeping)).toBe(2);
  });
  await asked((client) => client.query("alter system reset all"));
  await asked((client) => client.query("select pg_reload_conf()"));
});

it("a server that waits for no disk forgets what is not the ledger's, and nothing of the ledger", async () => {
  await asked((client) => client.query("create table forgettable (n int)"));
  await inOneLife(async (intake) => {
    for (const round of await struck.traffic.rounds()) {
      const answers = await intake.submitAll(round);
      await struck.traffic.take(round, answers);
      expect(answers.some(isTrouble)).toBe(false);
      await asked(async (client) => {
        await client.query("insert into forgettable values (1)");
        struck.strike("server", 0);
      });
      await struck.revived;
      const { rowCount } = await asked((client) => client.query("select from forgettable"));
      expect(rowCount, "the blow bites: what nobody waited for is lost").toBe(0);
    }
  });
});

it("one service lives through many blows under many senders, and each gets its receipts", async () => {
  const blows = Array.from({ length: STORM }, (_, i): Blow => {
    const cut = MOMENTS[1 + (i % 3)]!;
    return {
      statement: "append",
      nth: 1 + ((7 * i) % 5),
      cut,
      victim: VICTIMS[Math.floor(i / 3) % 3]!,
      afterUs: 400 * (i % 11),
    };
  });
  const { traffic, wire } = struck;
  const number = () => crypto.getRandomValues(new Uint8Array(16));
  const party = traffic.province.authority;
  const person = () => traffic.scribe.sign("root0", "person.register", { number: number(), party });
  await inOneLife(async (intake) => {
    wire.arm(...blows);
    const sender = async () => {
      while (wire.ambushes.length > 0) {
        const entries = [await person(), await person()];
        for (const entry of entries) traffic.expectAnswer(entry);
        await struck.insist(intake, entries);
      }
    };
    await Promise.all(Array.from({ length: 12 }, sender));
    expect(intake.halted).toBeUndefined();
  });
  expect(wire.sprung).toEqual(blows);
  expect([...traffic.open.keys()]).toEqual([]);
}, 240_000);

it("a server that stands still is given up, and taken up again when it goes on", async () => {
  // The longest that a statement may take is short here, so that the silence after it is noticed soon.
  const database = openPostgres({ url: struck.url, poolSize: 2, statementTimeoutMs: 500 });
  const intake = await struck.start(database);
  for (const round of (await struck.traffic.rounds()).slice(-2)) {
    const thaw = freeze(struck.server);
    const answers = await intake.submitAll(round);
    expect(answers.some(isTrouble)).toBe(true);
    await struck.traffic.take(round, answers);
    thaw();
    await struck.insist(intake, round);
  }
  await database.close();
  expect([...struck.traffic.open.keys()]).toEqual([]);
  expect(await struck.flaws()).toEqual([]);
}, 240_000);

it("has every receipt that it handed out, each proved anew", async () => {
  killAll(struck.server);
  await struck.server.start();
  const found = await findAll(struck.traffic, await openDatabase({ url: struck.server.url() }), struck.ground.keys);
  expect(found).toBe(struck.traffic.handed.size);
});
