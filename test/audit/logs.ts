// Logs for the audit's tests: the demo's story on a database of their own, and its export in a folder that goes when the test goes.

import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { sha256 } from "@noble/hashes/sha2.js";
import { exportLog } from "../../src/cli/export.ts";
import { haul } from "../../src/demo/haulage.ts";
import { playDemo } from "../../src/demo/play.ts";
import { Scribe, StoryClock } from "../../src/demo/scribe.ts";
import { utf8 } from "../../src/format/bytes.ts";
import { MATERIAL, MEASURE } from "../../src/format/codes.ts";
import { signerFromSeed } from "../../src/format/ed25519.ts";
import { headOf, vkeyOf } from "../../src/format/note.ts";

import { HeadSigner } from "../../src/intake/signer.ts";
import { Intake } from "../../src/intake.ts";
import type { Database } from "../../src/store/database.ts";
import { makeBundle } from "../../src/store/make-bundle.ts";
import { migrate } from "../../src/store/migrations.ts";
import { openInMemory } from "../../src/store/pglite.ts";
import { View } from "../../src/store/view.ts";
import { MORNING_MS, memoryInProcess, ORIGIN, openWorld, type World } from "../world.ts";

export type Story = {
  readonly database: Database;
  readonly intake: Intake;
  readonly scribe: Scribe;
  readonly view: View;
  readonly vkey: string;
  readonly honest: number;
  readonly dishonest: number;
};

/** Plays the demo on a fresh database: a few hundred entries of nearly every kind. */
export async function playStory(database: Database): Promise<Story> {
  const clock = new StoryClock(MORNING_MS);
  const signer = await signerFromSeed(sha256(utf8("audited log")));
  const intake = new Intake(database, new HeadSigner(ORIGIN, signer, memoryInProcess()), clock);
  await intake.start();
  const scribe = new Scribe(ORIGIN, sha256(utf8("audited")), clock, (entries) => intake.submitAll(entries));
  const view = new View(database.kysely);
  const head = async () => intake.note;
  const dossiers = await playDemo({ scribe, logKey: signer.key, head, read: (reading) => view.read(reading) });
  return { database, intake, scribe, view, vkey: vkeyOf(ORIGIN, signer.key), ...dossiers };
}

/** A short log with rows in every table: a province and some loads of sand, a few of them short. */
export async function playLoads(database: Database): Promise<Omit<Story, "honest" | "dishonest">> {
  const { intake, scribe, province } = await openWorld(database);
  const plan = {
    route: "sandMine→yard",
    sender: "sandMiner",
    receiver: "yardKeeper",
    to: province.yard,
    minutes: 30,
    load: { source: province.sandSource, material: MATERIAL.sand },
    massKg: () => 17_000,
    lessKg: (n: number) => (n % 5 === 0 ? 900 : 50),
    passes: false,
  };
  await haul(scribe, province, plan, 100);
  await carrySlips({ intake, scribe, province });
  return { database, intake, scribe, view: new View(database.kysely), vkey: vkeyOf(ORIGIN, intake.logKey) };
}

/** Slips that nobody sent, embedded by their receiver: one that had every right, and one that had none. */
async function carrySlips({ intake, scribe, province }: Pick<World, "intake" | "scribe" | "province">): Promise<void> {
  const head = headOf(intake.note!)!;
  (await scribe.pen("sandMiner")).anchor = { size: head.size, root8: head.root.slice(0, 8) };
  const route = province.routes["sandMine→yard"]!;
  const load = { route, source: province.sandSource, material: MATERIAL.sand, measure: MEASURE.scale };
  for (const [truck, massKg] of [
    [0, 17_000],
    [1, 90_000],
  ] as const) {
    scribe.clock.until(MORNING_MS + (5 + truck) * 86_400_000);
    const slip = await scribe.sign("sandMiner", "slip.issue", { ...load, vehicle: province.trucks[truck]!, massKg });
    scribe.clock.pass(40);
    const part = { at: province.yard, part: 1, final: 1, massKg: 16_900, measure: MEASURE.scale };
    await scribe.write("yardKeeper", "load.receive", { slip: { entry: slip }, ...part });
  }
}

/** Exports a story's log into a fresh folder. */
export async function exported(story: Omit<Story, "honest" | "dishonest">): Promise<string> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-export-"));
  await exportLog(story.database, story.intake.note!, dir);
  return dir;
}

/** Every file below a folder, by its path from there. */
export function filesOf(dir: string): string[] {
  return fs
    .readdirSync(dir, { recursive: true, encoding: "utf8" })
    .filter((name) => fs.statSync(path.join(dir, name)).isFile())
    .sort();
}

/** The demo's two results as court bundles: one paid, with yard, crusher and plant on the way; one refused, with contested loads. */
export async function resultBundles(): Promise<{ vkey: string; paid: Uint8Array; refused: Uint8Array }> {
  const database = await openInMemory();
  await migrate(database);
  const story = await playStory(database);
  const bundleOf = async (annex: number) => {
    const { index } = (await story.view.fact("claim", annex))!.decision!;
    return (await makeBundle(database.kysely, story.intake.note!, index))!;
  };
  const bundles = { vkey: story.vkey, paid: await bundleOf(story.honest), refused: await bundleOf(story.dishonest) };
  await database.close();
  return bundles;
}
