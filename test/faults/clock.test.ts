// The clock of the machine is wrong: what it stamps can never be taken back, so intake halts instead, and a start asks the operator.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Clock } from "../../src/disk/machine-clock.ts";
import { HeadSigner, type SignerMemory } from "../../src/intake/signer.ts";
import type { SubmitAnswer } from "../../src/intake.ts";
import { Intake } from "../../src/intake.ts";
import type { Database } from "../../src/store/database.ts";
import { onEachDatabase } from "../databases.ts";
import { MORNING_MS, memoryInProcess, ORIGIN } from "../world.ts";
import { search } from "./evidence.ts";
import { logSigner, Traffic } from "./traffic.ts";

// Each leap is told to the operator; here they are meant.
beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => {}));
afterEach(() => void vi.restoreAllMocks());

const DAY_MS = 86_400_000;

/** A machine whose wall clock may leap while its steady clock goes on. */
class LeapingClock implements Clock {
  wall: number;
  steady = 0;

  constructor(wallMs: number) {
    this.wall = wallMs;
  }

  wallMs(): number {
    return this.wall;
  }

  steadyMs(): number {
    return this.steady;
  }

  pass(ms: number, driftMs = 0): void {
    this.wall += ms + driftMs;
    this.steady += ms;
  }
}

const codeOf = (answer: SubmitAnswer) => (answer.ok ? "receipt" : answer.problem.code);

onEachDatabase("a clock that leaps", (open) => {
  async function opened(): Promise<{ database: Database; traffic: Traffic; memory: SignerMemory }> {
    const database = await open();
    const memory = memoryInProcess();
    const traffic = await Traffic.foundWith(database, memory);
    return { database, traffic, memory };
  }

  async function started(database: Database, memory: SignerMemory, clock: Clock, accept = false): Promise<Intake> {
    const intake = new Intake(database, new HeadSigner(ORIGIN, await logSigner(), memory), clock);
    await intake.start(accept);
    return intake;
  }

  const tick = (traffic: Traffic, ms: number) =>
    traffic.scribe.sign("operator", "clock.tick", {}, Math.floor(ms / 1000));

  it.each([
    ["forward", 11_000],
    ["forward by years", 900 * DAY_MS],
    ["back", -11_000],
    ["back by years", -900 * DAY_MS],
  ])("%s while it runs: intake halts until it is started again, and nothing is lost", async (_name, leapMs) => {
    const { database, traffic, memory } = await opened();
    const clock = new LeapingClock(MORNING_MS + 2 * DAY_MS);
    const intake = await started(database, memory, clock);
    const before = await tick(traffic, clock.wall);
    await traffic.take([before], [await intake.submit(before)]);
    for (let i = 0; i < 20; i++) clock.pass(1000, 400);
    const slewed = await tick(traffic, clock.wall);
    const answer = await intake.submit(slewed);
    expect(codeOf(answer), "a slow correction is followed").toBe("receipt");
    await traffic.take([slewed], [answer]);
    clock.pass(1000, leapMs);
    const late = await tick(traffic, clock.wall);
    expect(codeOf(await intake.submit(late))).toBe("clock");
    clock.pass(1000, -leapMs);
    expect(codeOf(await intake.submit(late)), "it stays halted when the clock leaps back").toBe("clock");
    const again = await started(database, memory, clock);
    clock.pass(60_000);
    const after = await tick(traffic, clock.wall);
    await traffic.take([after], [await again.submit(after)]);
    expect(traffic.handed.size).toBe(again.size);
    const found = await search(database, traffic.vkey, [...traffic.handed.values()], []);
    expect(found.flaws).toEqual([]);
  });

  it.each([
    ["a clock behind the last entry", -1000],
    ["a clock 91 days ahead of it", 91 * DAY_MS],
  ])("a start with %s is refused with words, and --accept-clock starts it", async (_name, offMs) => {
    const { database, traffic, memory } = await opened();
    const last = (await database.kysely.selectFrom("ledger.head").select("received_ms").executeTakeFirstOrThrow())
      .received_ms;
    const clock = new LeapingClock(last + offMs);
    await expect(started(database, memory, clock)).rejects.toThrow("--accept-clock");
    const intake = await started(database, memory, clock, true);
    const entry = await tick(traffic, clock.wall);
    await traffic.take([entry], [await intake.submit(entry)]);
    const now = await database.kysely.selectFrom("ledger.head").select("received_ms").executeTakeFirstOrThrow();
    expect(now.received_ms, "the log's time never runs back").toBe(Math.max(last, clock.wall));
    const found = await search(database, traffic.vkey, [...traffic.handed.values()], []);
    expect(found.flaws).toEqual([]);
  });
});
