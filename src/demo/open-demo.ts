// The demo's first start: the story is played to its end by its own clock, before any door opens; the service then goes on in the present.
import { rmSync, writeFileSync } from "node:fs";
import type { HeadSigner } from "../intake/signer.ts";
import { Intake } from "../intake.ts";
import type { Database } from "../store/database.ts";
import type { View } from "../store/view.ts";
import { storyStart } from "./calendar.ts";
import type { DossierScene } from "./dossiers.ts";
import { playDemo } from "./play.ts";
import { Scribe, StoryClock } from "./scribe.ts";
import { leaveWork } from "./waiting-work.ts";

export type DemoOpening = {
  readonly origin: string;
  readonly signer: HeadSigner;
  readonly database: Database;
  readonly view: View;
  /** From which the personas' keys follow. */
  readonly seed: Uint8Array;
  /** A file that exists while the story is played, where half a story can be cleared away. */
  readonly marker: string | undefined;
  readonly progress: ((vi: string, en: string) => void) | undefined;
};

/** Plays the demo onto an empty ledger; throws where the story would end after the present. */
export async function playStory(opening: DemoOpening): Promise<void> {
  const { origin, signer, database, view, seed, marker } = opening;
  const nowS = Math.floor(Date.now() / 1000);
  const clock = new StoryClock(storyStart(nowS) * 1000);
  if (marker !== undefined) writeFileSync(marker, `${process.pid}\n`);
  const intake = new Intake(database, signer, clock);
  await intake.start();
  const scribe = new Scribe(origin, seed, clock, (entries) => intake.submitAll(entries));
  const head = async () => intake.note;
  const stage: DossierScene = { scribe, logKey: signer.key, head, read: (reading) => view.read(reading) };
  const { province } = await playDemo(stage, opening.progress);
  await leaveWork(stage, province, nowS, opening.progress);
  await intake.idle();
  if (clock.wallMs() > Date.now()) throw new Error("the demo's story ends in the future");
  if (marker !== undefined) rmSync(marker);
}
