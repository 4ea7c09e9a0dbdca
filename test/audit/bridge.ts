// The story of the bridge's approach (test/stories/bridge.ts) on a database of its own, with a court bundle of each result.
import { parseTreeHead, vkeyOf } from "../../src/format/note.ts";
import type { Intake } from "../../src/intake.ts";
import type { Database } from "../../src/store/database.ts";
import { makeBundle } from "../../src/store/make-bundle.ts";
import { migrate } from "../../src/store/migrations.ts";
import { openInMemory } from "../../src/store/pglite.ts";
import { View } from "../../src/store/view.ts";
import { type Bridge, playBridge } from "../stories/bridge.ts";
import { ORIGIN, openWorld } from "../world.ts";

export type PlayedBridge = {
  readonly database: Database;
  readonly intake: Intake;
  readonly vkey: string;
  readonly bridge: Bridge;
  /** Of the results, in their order. */
  readonly bundles: readonly Uint8Array[];
};

export async function playedBridge(): Promise<PlayedBridge> {
  const database = await openInMemory();
  await migrate(database);
  const { intake, scribe, clock, province } = await openWorld(database);
  clock.pass(1);
  const view = new View(database.kysely);
  const head = async () => {
    const { note } = intake;
    const known = note === undefined ? undefined : parseTreeHead(note.slice(0, note.indexOf("\n\n") + 1));
    if (!known) throw new Error("the log has no signed head");
    return { size: known.size, root: known.root };
  };
  const bridge = await playBridge({ scribe, province, head, read: view.read.bind(view) });
  const bundles: Uint8Array[] = [];
  for (const { decision } of bridge.results) bundles.push((await makeBundle(database.kysely, intake.note!, decision))!);
  return { database, intake, vkey: vkeyOf(ORIGIN, intake.logKey), bridge, bundles };
}
