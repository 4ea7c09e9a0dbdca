import { createHash } from "node:crypto";
import { expect, it, test } from "vitest";
import { Chance } from "../../src/demo/chance.ts";
import { Scribe, StoryClock } from "../../src/demo/scribe.ts";
import { hex } from "../../src/format/bytes.ts";
import { signerFromSeed } from "../../src/format/ed25519.ts";
import { HeadSigner } from "../../src/intake/signer.ts";
import { Intake } from "../../src/intake.ts";
import { FRAUDS, type FraudName } from "../../src/simulate/frauds.ts";
import { type Simulated, simulate } from "../../src/simulate/simulation.ts";
import { readHead } from "../../src/store/append.ts";
import type { Database } from "../../src/store/database.ts";
import { View } from "../../src/store/view.ts";
import { onEachDatabase } from "../databases.ts";
import { MORNING_MS, memoryInProcess } from "../world.ts";

const bytes = (text: string) => new Uint8Array(createHash("sha256").update(text).digest());

async function play(
  database: Database,
  seed: number,
  loads: number,
  frauds?: ReadonlyMap<FraudName, number>,
): Promise<Simulated & { root: string; size: number; view: View }> {
  const origin = `simulation.songuon.example/${seed}`;
  const clock = new StoryClock(MORNING_MS);
  const logSigner = await signerFromSeed(bytes(`log ${seed}`));
  const intake = new Intake(database, new HeadSigner(origin, logSigner, memoryInProcess()), clock);
  await intake.start();
  const scribe = new Scribe(origin, bytes(`keys ${seed}`), clock, (entries) => intake.submitAll(entries));
  const view = new View(database.kysely);
  const done = await simulate({
    seed,
    loads,
    scribe,
    logKey: logSigner.key,
    read: (reading) => view.read(reading),
    ...(frauds ? { frauds } : {}),
  });
  const head = await readHead(database.kysely);
  return { ...done, root: hex(head!.root), size: head!.size, view };
}

/** The root that seed 11 gives on each database. */
const roots: string[] = [];

onEachDatabase("a made-up province", (open, kind) => {
  it("plays honestly: nothing refused, nothing contradicted, every claim paid in full", async () => {
    const done = await play(await open(), 11, 400);
    expect(done.tally).toMatchObject({ refused: 0, contradicted: 0, waiting: 0 });
    expect(done.tally.kinds["slip.issue"]).toBe(400);
    expect(done.results.pay).toBeGreaterThan(0);
    expect(done.results).toMatchObject({ part: 0, refuse: 0, return: 0 });
    expect(done.frauds).toEqual([]);
    roots.push(done.root);
  });

  if (kind === "postgres") {
    it("is one story for one seed, here as in the embedded database, and another for another seed", async () => {
      expect(new Set(roots).size).toBe(1);
      expect((await play(await open(), 12, 40)).root).not.toBe(roots[0]);
    });
  }

  it("has every planted fraud answered as the rules say, and labels only what was planted", async () => {
    const names = Object.keys(FRAUDS) as FraudName[];
    const { frauds, unplanted, view, size } = await play(await open(), 5, 700, new Map(names.map((name) => [name, 1])));
    expect(unplanted).toEqual([]);
    expect(frauds.map(({ fraud }) => fraud).sort()).toEqual([...names].sort());
    expect(frauds.filter(({ found }) => found === false)).toEqual([]);
    for (const { how, entries } of frauds) {
      expect(entries.length > 0).toBe(how !== "refused");
      for (const index of entries) expect(index).toBeLessThan(size);
    }
    const signalled = frauds.find(({ how }) => how === "signal")!;
    const passage = (await view.entries(signalled.entries))[0]!.entry;
    const slip = passage.kind === "passage.record" ? (passage.body.slip.index ?? 0) : 0;
    expect((await view.signals(`slip/${slip}`)).map(({ code }) => code)).toContain(signalled.expected);
  });
});

test("chance repeats itself from its seed and draws evenly enough", () => {
  const [one, same, other] = [new Chance("a"), new Chance("a"), new Chance("b")];
  const draw = (chance: Chance) => Array.from({ length: 8 }, () => chance.word());
  const first = draw(one);
  expect(draw(same)).toEqual(first);
  expect(draw(other)).not.toEqual(first);
  const counts = new Array<number>(6).fill(0);
  for (let i = 0; i < 6000; i++) counts[one.below(6)]! += 1;
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
});
