// The primary dies for good, and its standby takes over. With synchronous replication nobody's receipt is lost; with a standby that lost the
// tail the signer refuses to go on, and so it does where the old primary comes back. The service finds the new server by itself.
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { makeKeyFile } from "../../src/disk/keyfile.ts";
import type { ProblemDocument } from "../../src/http/problems.ts";
import type { Intake, SubmitAnswer } from "../../src/intake.ts";
import { openDatabase } from "../../src/store/connect.ts";
import type { Server } from "../server.ts";
import { findAll } from "./kill.ts";
import { type Blow, FAILOVERS } from "./points.ts";
import { ask, cancelWaits, follow, promote, waitsForStandby } from "./replicated.ts";
import { killAll } from "./strike.ts";
import { openDatabaseAt, Struck } from "./struck.ts";
import { LOG_SEED } from "./traffic.ts";

const codes = (answers: readonly SubmitAnswer[]) => [
  ...new Set(answers.map((each) => (each.ok ? "receipt" : each.problem.code))),
];

let struck: Struck;
beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(() => {});
});

async function openStruck(): Promise<void> {
  struck = await Struck.open();
}
async function closeStruck(): Promise<void> {
  vi.restoreAllMocks();
  await struck.close();
}

/** One life of a service; the wire outlives it. */
async function inOneLife<T>(work: (intake: Intake) => Promise<T>): Promise<T> {
  const database = openDatabaseAt(struck.url);
  try {
    return await work(await struck.start(database));
  } finally {
    await database.close();
  }
}

async function people(count: number): Promise<Uint8Array[]> {
  const { scribe, province } = struck.traffic;
  const person = () =>
    scribe.sign("root0", "person.register", {
      number: crypto.getRandomValues(new Uint8Array(16)),
      party: province.authority,
    });
  return Promise.all(Array.from({ length: count }, person));
}

async function storedAt(server: Server): Promise<number> {
  const [head] = await ask<{ size: string }>(server, "select size from ledger.head");
  return Number(head!.size);
}

async function expectNothingLost(): Promise<void> {
  expect([...struck.traffic.open.keys()]).toEqual([]);
  expect(await struck.flaws()).toEqual([]);
}

describe("with a synchronous standby", () => {
  beforeAll(openStruck);
  afterAll(closeStruck);

  it.each(FAILOVERS.map((blow) => [`${blow.statement}, ${blow.cut}`, blow] as const))(
    "no receipt is lost when the primary dies for good: %s",
    async (_name, blow: Blow) => {
      const { traffic, wire } = struck;
      const standby = await follow(struck, "synchronous");
      struck.recover = () => promote(struck, standby);
      wire.arm(blow);
      let appends = 0;
      await inOneLife(async (intake) => {
        for (const round of await traffic.rounds()) {
          const [sprung, before] = [wire.sprung.length, wire.appends];
          await struck.insist(intake, round);
          if (wire.sprung.length > sprung) appends = wire.appends - before;
        }
      });
      await struck.revived;
      expect(wire.sprung).toEqual([blow]);
      expect(struck.server).toBe(standby);
      // What the primary had carried out before it died stands at the standby, and is not written twice.
      if (blow.statement === "append" && blow.cut === "killed before its answer") expect(appends).toBe(1);
      if (blow.statement === "append" && blow.cut === "killed before it is sent") expect(appends).toBe(2);
      await expectNothingLost();
    },
    120_000,
  );

  it("what only the primary had on disk when it crashed is not acknowledged before a standby has it", async () => {
    const { traffic } = struck;
    const old = struck.server;
    const standby = await follow(struck, "synchronous");
    const entries = await people(6);
    for (const entry of entries) traffic.expectAnswer(entry);
    await inOneLife(async (intake) => {
      const before = await storedAt(old);
      killAll(standby);
      const first = intake.submitAll(entries);
      await waitsForStandby(old, "with moved as");
      struck.recover = () => old.start();
      struck.strike("server", 0);
      expect(codes(await first)).toEqual(["busy"]);
      await struck.revived;
      expect(await storedAt(old), "the commit was in the primary's log, and is there to be read").toBe(before + 6);

      // Sent again they are found at once; but a receipt now would go down with the primary.
      const again = intake.submitAll(entries);
      await waitsForStandby(old, "select pg_is_in_recovery()");
      killAll(old);
      await standby.start();
      await promote(struck, standby);
      await traffic.take(entries, await again);
      expect(traffic.open.size).toBe(6);
      expect(await storedAt(standby)).toBe(before);
      await struck.insist(intake, entries);
      expect(await storedAt(standby)).toBe(before + 6);
    });
    await expectNothingLost();
  }, 120_000);

  it("an operator who cancels the wait for the standby gets no receipt out of it either", async () => {
    const { traffic } = struck;
    const standby = await follow(struck, "synchronous");
    const entries = await people(3);
    for (const entry of entries) traffic.expectAnswer(entry);
    await inOneLife(async (intake) => {
      killAll(standby);
      let answers: SubmitAnswer[] | undefined;
      const answered = intake.submitAll(entries).then((all) => {
        answers = all;
      });
      let cancelled = 0;
      for (let looks = 0; !answers && looks < 1000; looks++) cancelled += await cancelWaits(struck.server);
      await answered;
      expect(codes(answers!)).toEqual(["busy"]);
      expect(cancelled).toBeGreaterThan(1);
      await traffic.take(entries, answers!);
      await standby.start();
      await struck.insist(intake, entries);
    });
    await expectNothingLost();
    killAll(struck.server);
    await promote(struck, standby);
    await expectNothingLost();
  }, 120_000);

  it("an old primary that comes back is not written to", async () => {
    const { traffic } = struck;
    const old = struck.server;
    const standby = await follow(struck, "synchronous");
    killAll(old);
    await promote(struck, standby);
    await inOneLife(async (intake) => {
      for (const round of await traffic.rounds()) await struck.insist(intake, round);
      // The address moves back, as where nobody fenced the old machine off. Nobody holds it back by its standby either.
      await old.start();
      await ask(old, "alter system reset synchronous_standby_names");
      await ask(old, "select pg_reload_conf()");
      const before = await storedAt(old);
      struck.wire.target = { host: "127.0.0.1", port: old.port };
      struck.wire.breakAll();
      const entries = await people(4);
      const answers: SubmitAnswer[] = [];
      for (let again = 0; again < 5 && !codes(answers).includes("history"); again++)
        answers.push(...(await intake.submitAll(entries)));
      expect(codes(answers)).toContain("history");
      expect(codes(answers)).not.toContain("receipt");
      expect(await storedAt(old)).toBe(before);
      expect(intake.halted).toMatchObject({ code: "history", figures: { stored: before } });
    });
    await old.stop();
    struck.wire.target = { host: "127.0.0.1", port: standby.port };
    await inOneLife(async (intake) => {
      for (const round of await traffic.rounds()) await struck.insist(intake, round);
    });
    await expectNothingLost();
  }, 120_000);

  it("has every receipt that it handed out, each proved anew", async () => {
    const found = await findAll(struck.traffic, await openDatabase({ url: struck.server.url() }), struck.ground.keys);
    expect(found).toBe(struck.traffic.handed.size);
  });
});

describe("with an asynchronous standby", () => {
  beforeAll(openStruck);
  afterAll(closeStruck);

  it("that lost the tail nothing is signed or written; the true server goes on", async () => {
    const { traffic } = struck;
    const old = struck.server;
    const standby = await follow(struck, "asynchronous");
    await inOneLife(async (intake) => {
      killAll(standby);
      for (const round of await traffic.rounds()) await struck.insist(intake, round);
      killAll(old);
      await standby.start();
      await promote(struck, standby);
      const [signed, stored] = [traffic.signed.at(-1)!.size, await storedAt(standby)];
      expect(stored).toBeLessThan(signed);
      expect(await struck.flaws(), "the receipts of the tail are not there").not.toEqual([]);
      const entries = await people(4);
      const answers: SubmitAnswer[] = [];
      for (let again = 0; again < 5 && !codes(answers).includes("history"); again++)
        answers.push(...(await intake.submitAll(entries)));
      expect(codes(answers)).toContain("history");
      expect(codes(answers)).not.toContain("receipt");
      expect(intake.halted).toEqual({ code: "history", figures: { signed, stored } });
      expect(await storedAt(standby)).toBe(stored);
    });
    const heads = traffic.signed.length;
    await expect(struck.start(openDatabaseAt(struck.url))).rejects.toThrow(/đã xác nhận sổ .*Restoring a backup/);
    expect(traffic.signed).toHaveLength(heads);

    // The way out that the words lead to: the disk of the old primary, where the tail is.
    await standby.stop();
    await old.start();
    struck.server = old;
    struck.wire.target = { host: "127.0.0.1", port: old.port };
    await inOneLife(async (intake) => {
      for (const round of await traffic.rounds()) await struck.insist(intake, round);
    });
    await expectNothingLost();
    await findAll(traffic, await openDatabase({ url: old.url() }), struck.ground.keys);
  }, 120_000);
});

describe("the program itself, told both servers", () => {
  beforeAll(openStruck);
  afterAll(closeStruck);

  it("lives through a failover under load, and every receipt it ever gave is found", async () => {
    const { traffic, ground, server: old } = struck;
    const standby = await follow(struck, "synchronous");
    makeKeyFile(path.join(ground.keys, "log.json"), undefined, LOG_SEED);
    const program = await startProgram({
      DATABASE_URL: old.url().replace(`:${old.port}/`, `:${old.port},127.0.0.1:${standby.port}/`),
      SO_NGUON_DATA: ground.data,
      SO_NGUON_KEYS: ground.keys,
    });
    const ready = async () => (await fetch(`${program.address}/readyz`)).status;
    expect(await ready()).toBe(200);
    // The program goes by the clock of this machine, and so do the devices: what is sent late is refused.
    traffic.clock.until(Date.now());
    let wanted = traffic.handed.size + 150;
    const send = async (entry: Uint8Array) => {
      for (let tries = 0; tries < 600; tries++) {
        const answer = await post(program.address, entry);
        if (answer.proof !== undefined) return traffic.took(entry, answer.proof);
        expect(["busy", "internal"]).toContain(answer.code);
        await pause(50);
      }
      throw new Error("sent in vain");
    };
    const sender = async () => {
      while (traffic.handed.size < wanted) for (const entry of await people(1)) await send(entry);
    };
    const load = Promise.all(Array.from({ length: 16 }, sender));
    while (traffic.handed.size < wanted - 75) await Promise.race([load, pause(5)]);
    killAll(old);
    // The program asks its database once a second at most.
    await expect.poll(ready, { timeout: 10_000 }).toBe(503);
    await promote(struck, standby);
    const atDeath = traffic.handed.size;
    wanted = atDeath + 150;
    await load;
    if (traffic.handed.size < wanted) await Promise.all(Array.from({ length: 16 }, sender));
    await expect.poll(ready, { timeout: 10_000 }).toBe(200);
    expect(await program.stop()).toBe(0);
    expect(traffic.handed.size).toBeGreaterThanOrEqual(wanted);
    traffic.clock.until(Date.now());
    const found = await findAll(traffic, await openDatabase({ url: standby.url() }), ground.keys);
    expect(found).toBe(traffic.handed.size);
  }, 240_000);
});

async function post(address: string, entry: Uint8Array): Promise<{ proof?: string; code?: string }> {
  const answer = await fetch(`${address}/entries`, {
    method: "POST",
    headers: { "content-type": "application/cose" },
    body: Buffer.from(entry),
  });
  const text = await answer.text();
  return answer.status === 200 ? { proof: text } : { code: (JSON.parse(text) as ProblemDocument).code };
}

/** `npm start` with an environment of its own; `stop` answers its exit code. */
async function startProgram(env: Record<string, string>): Promise<{ address: string; stop(): Promise<number | null> }> {
  const main = new URL("../../src/node.ts", import.meta.url).pathname;
  const program = spawn(process.execPath, [main], {
    // The ledger's story plays on a day of its own.
    env: { PATH: process.env.PATH, PORT: "0", SO_NGUON_DEMO: "0", SO_NGUON_ACCEPT_CLOCK: "1", ...env },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const gone = once(program, "exit") as Promise<[number | null]>;
  for await (const line of createInterface(program.stdout)) {
    const [, address] = /Ready: (\S+)/.exec(line) ?? [];
    if (address === undefined) continue;
    const stop = async () => {
      program.kill("SIGTERM");
      return (await gone)[0];
    };
    return { address, stop };
  }
  throw new Error(`the program ended with code ${(await gone)[0]}`);
}
