// The connection to PostgreSQL breaks at each statement of the sequencer, in each way that a connection can: the client cannot see
// whether the statement was carried out, the sequencer must find out, and both cases are told apart here.
import { sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Intake, SubmitAnswer } from "../../src/intake.ts";
import { fileMemory } from "../../src/service/signer-file.ts";
import { openDatabase } from "../../src/store/connect.ts";
import type { Database } from "../../src/store/database.ts";
import { acceptLoss, onPostgres, type TestDatabase } from "../databases.ts";
import { search } from "./evidence.ts";
import { findAll, type Ground, makeGround } from "./kill.ts";
import { CUTS, cutsOf } from "./points.ts";
import { Traffic } from "./traffic.ts";
import { type Ambush, Wire } from "./wire.ts";

const TRIES = 6;

onPostgres("a service whose connection breaks", (open) => {
  let ground: Ground;
  let direct: TestDatabase;
  let admin: pg.Client;
  let wire: Wire;
  let wired: string;
  let traffic: Traffic;

  beforeAll(async () => {
    // Each cut is told to the operator; here they are meant.
    vi.spyOn(console, "error").mockImplementation(() => {});
    ground = makeGround();
    direct = await open();
    admin = new pg.Client(direct.url);
    admin.on("error", () => {});
    await admin.connect();
    ({ wire, url: wired } = await Wire.to(direct.url!));
    wire.endBackend = async (pid) => {
      await admin.query("select pg_terminate_backend($1, 5000)", [pid]);
    };
    traffic = await Traffic.found(direct, ground.keys);
    for (let quiet = 0; quiet < 5; quiet++) await serve([]);
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    wire.close();
    await admin.end();
    ground.clear();
  });

  /** One life through the wire, restarted and sent again until all is answered; tells what the struck append came to. */
  async function serve(ambushes: Ambush[]): Promise<Struck | undefined> {
    const database = await openDatabase({ url: wired, poolSize: 3, acceptLoss });
    wire.arm(...ambushes);
    let struck: Struck | undefined;
    try {
      const intake = await restart(database);
      for (const round of await traffic.rounds()) {
        const [sprung, appends] = [wire.sprung.length, wire.appends];
        let answers = await intake.submitAll(round);
        await traffic.take(round, answers);
        if (wire.sprung.length > sprung && !struck)
          struck = { appends: wire.appends - appends, troubled: answers.some(isTrouble) };
        for (let again = 1; answers.some(isTrouble) && again < TRIES; again++) {
          answers = await intake.submitAll(round);
          await traffic.take(round, answers);
        }
        expect(answers.some(isTrouble), "sent again in vain").toBe(false);
      }
    } finally {
      await database.close();
    }
    return struck;
  }

  async function restart(database: Database): Promise<Intake> {
    for (let again = 1; ; again++) {
      try {
        return await traffic.openIntake(database, fileMemory(ground.keys));
      } catch (error) {
        if (again === TRIES) throw error;
      }
    }
  }

  it.each(
    cutsOf().map(
      (ambushes) => [ambushes.map(({ statement, cut }) => `${statement}: ${cut}`).join(", then "), ambushes] as const,
    ),
  )("keeps every receipt: %s", async (_name, ambushes) => {
    const struck = await serve([...ambushes]);
    expect(wire.sprung).toEqual(ambushes);
    expect([...traffic.open.keys()]).toEqual([]);
    const [first, second] = ambushes;
    // Failed and not written is written now; failed but written is not written twice; nobody has to ask again. (A server that
    // ends a connection says so before it hangs up: what asks in between fails too, and is then sent again.)
    if (first!.statement === "append" && second?.cut !== "ended by the server")
      expect(struck).toEqual({ appends: first!.cut === "cut before its answer" ? 1 : 2, troubled: false });
    // What is only read is read again on another connection: whichever statement was struck, no sender is told to come back.
    if (struck) expect(struck.troubled, "told to come back").toBe(false);
    const found = await search(direct, traffic.vkey, [...traffic.handed.values()], traffic.signed);
    expect(found.flaws).toEqual([]);
  });

  it("a statement that the server carries out long after its connection broke is found and not repeated", async () => {
    for (const release of ["commit", "rollback"] as const) {
      const holder = new pg.Client(direct.url);
      await holder.connect();
      await holder.query("begin");
      await holder.query("select size from ledger.head for update");
      await serveWhileHeld(holder, release);
      await holder.end();
    }
    const found = await search(direct, traffic.vkey, [...traffic.handed.values()], traffic.signed);
    expect(found.flaws).toEqual([]);
  });

  /** The append waits for the head's row; its connection breaks; the sequencer reads the old head; then the row is let go. */
  async function serveWhileHeld(holder: pg.Client, release: "commit" | "rollback"): Promise<void> {
    const database = await openDatabase({ url: wired, poolSize: 3, acceptLoss });
    wire.arm();
    try {
      const intake = await restart(database);
      const rounds = await traffic.rounds();
      const first = intake.submitAll(rounds[0]!);
      expect(await waitForLocks(1), "the append waits for the held head").toBe(true);
      wire.breakAppend();
      // The sequencer has read the old head and sends the batch again; both appends now wait, and one of them may win.
      expect(await waitForLocks(2), "the broken append and the repeated one wait").toBe(true);
      await holder.query(release);
      await traffic.take(rounds[0]!, await first);
      for (const round of rounds) await traffic.take(round, await intake.submitAll(round));
      expect([...traffic.open.keys()]).toEqual([]);
    } finally {
      await database.close();
    }
  }

  async function waitForLocks(count: number): Promise<boolean> {
    for (let looks = 0; looks < 500; looks++) {
      const { rows } = await sql<{ waiting: number }>`select count(*)::int as waiting from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(direct.kysely);
      if (rows[0]!.waiting >= count) return true;
      await new Promise((done) => setTimeout(done, 5));
    }
    return false;
  }

  it.each([
    ["cut on the way, which the pool has not heard of", async () => wire.breakAll()],
    [
      "ended by the server as it restarts",
      async () => {
        await admin.query(
          "select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'so-nguon'",
        );
      },
    ],
  ])("the next senders are answered when all connections of the pool broke: %s", async (_name, breakThem) => {
    const poolSize = 6;
    const database = await openDatabase({ url: wired, poolSize, acceptLoss });
    wire.arm();
    try {
      const intake = await restart(database);
      for (const round of await traffic.rounds()) {
        // As many connections as the pool may have, all open and idle.
        await Promise.all(Array.from({ length: poolSize }, () => sql`select pg_sleep(0.05)`.execute(database.kysely)));
        await breakThem();
        const answers = await intake.submitAll(round);
        await traffic.take(round, answers);
        expect(answers.filter(isTrouble)).toEqual([]);
      }
      expect([...traffic.open.keys()]).toEqual([]);
    } finally {
      await database.close();
    }
    const found = await search(direct, traffic.vkey, [...traffic.handed.values()], traffic.signed);
    expect(found.flaws).toEqual([]);
  });

  it("has every receipt that it handed out", async () => {
    expect(CUTS).toHaveLength(3);
    await findAll(traffic, await openDatabase({ url: direct.url, acceptLoss }), ground.keys);
  });
});

type Struck = { appends: number; troubled: boolean };

/** The service's own trouble, after which the same bytes are sent again. */
function isTrouble(answer: SubmitAnswer): boolean {
  return !answer.ok && ["internal", "busy"].includes(answer.problem.code);
}
