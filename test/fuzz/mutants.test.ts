// Some thousand mutants of what strangers hand over: nothing throws, and what is accepted means what the honest one means. The same by the
// hundred thousand, with the readers in Python beside ours: `npm run fuzz`.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleTarget, historyTarget } from "./bundle-targets.ts";
import { exportTarget } from "./export-target.ts";
import { runMutants } from "./mutation-run.ts";
import { rememberSignatures } from "./remembered.ts";
import { bundleOf, playResultLog, type ResultLog } from "./result-log.ts";
import type { Target } from "./target.ts";
import { keysTarget, noteTarget, policyTarget, qrTarget, receiptTarget } from "./text-targets.ts";

const SEED = 2026;
let world: ResultLog;
let bundles: Uint8Array[];

afterAll(rememberSignatures());

beforeAll(async () => {
  world = await playResultLog();
  bundles = await Promise.all(
    [world.paid, world.part, world.slip].map((about) => bundleOf(world.leaves, about, world.log)),
  );
});

/** Runs so many mutants, of which some are accepted and some are refused for several reasons. */
async function hold(target: Target, rounds: number): Promise<void> {
  const { said, accepted, faults, rounds: run } = await runMutants(target, { seed: SEED, rounds });
  expect(faults).toEqual([]);
  expect([run, accepted > 0, said.size > 1]).toEqual([rounds, true, true]);
}

describe(`mutants of seed ${SEED}`, () => {
  it("of heads and their cosignatures", async () => hold(await noteTarget(world), 700));
  it("of receipts", async () => hold(await receiptTarget(world), 700));
  it("of slips' QR texts", async () => hold(await qrTarget(world), 700));
  it("of the log's keys as somebody pins them", async () => hold(await keysTarget(world, bundles[2]!), 700));
  it("of witness policies", async () => hold(await policyTarget(world), 700));
  it("of court bundles", () => hold(bundleTarget(bundles.map((bytes) => ({ bytes, vkey: world.vkey }))), 400));
  it("of exports", async () => {
    const target = await exportTarget(world, 16);
    await hold(target, 200).finally(() => target.done());
  });
  it("of a log that lies about itself: whatever its entries say is read without a fault", () =>
    hold(
      historyTarget(world, [
        [world.paid, bundles[0]!],
        [world.slip, bundles[2]!],
      ]),
      60,
    ));
});
