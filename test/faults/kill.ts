// Kills, one after another, of the processes that serve one ledger: at each statement and each step once, each followed by a restart
// that searches the ledger before it goes on.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect } from "vitest";
import { fileMemory } from "../../src/service/signer-file.ts";
import type { Database } from "../../src/store/database.ts";
import type { Life, Said } from "./child.ts";
import { checkReceipt, growsOnly, search } from "./evidence.ts";
import { Lives } from "./lives.ts";
import { type Stop, stopsOf } from "./points.ts";
import { foldersOf, Traffic } from "./traffic.ts";

/** A ledger in folders of its own, that go with it. */
export type Ground = { base: string; data: string; keys: string; clear(): void };

/** Makes the folders. */
export function makeGround(): Ground {
  const base = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-faults-"));
  return { base, ...foldersOf(base), clear: () => fs.rmSync(base, { recursive: true, force: true }) };
}

/** Steps after which the batch is in the database for certain, and one after which it is not. */
function isWritten({ step }: Stop): boolean | undefined {
  if (step === "append, before" || step === "disk: log half written") return false;
  const growing =
    /^(append, after|disk: log synced.*|signer: (about|1 byte|half|all but|written|synced|memory written).*)$/;
  return growing.test(step) ? true : undefined;
}

/** Kills a service at every point there is for its database; nothing that was handed out may be missing afterwards. */
export async function killEverywhere(
  kind: Database["kind"],
  place: Life["place"],
  open: () => Promise<Database>,
  ground: Ground,
): Promise<{ kills: number; lost: number }> {
  const founding = await open();
  const traffic = await Traffic.found(founding, ground.keys);
  await founding.close();
  const lives = new Lives(traffic, ground.base, place, ground.keys);
  // Quiet lives first, so that every later one has loads on their way and stock in the yard.
  for (let quiet = 0; quiet < 3; quiet++) expect((await lives.live()).code).toBe(0);
  let last: { stop: Stop; signedSize: number } | undefined;
  // Lots are asked for by a slip that is taken back, so one must have been issued in peace.
  const stops = stopsOf(kind).flatMap((stop) => (/origin/.test(stop.step) ? [undefined, undefined, stop] : [stop]));
  for (const stop of [...stops, undefined]) {
    const { signal, code, said } = await lives.live(stop);
    const after = last ? `killed at “${last.stop.step}” (${last.stop.nth})` : "undisturbed";
    const searched = said[0];
    expect(searched, after).toMatchObject({ what: "searched", flaws: [] });
    if (last && searched?.what === "searched") {
      const written = isWritten(last.stop);
      if (written !== undefined) expect(searched.size > last.signedSize, after).toBe(written);
    }
    expect(stop ? signal : code, `${JSON.stringify(stop)} was never come to: ${reachedOf(said)}`).toBe(
      stop ? "SIGKILL" : 0,
    );
    last = stop && { stop, signedSize: traffic.signed.at(-1)!.size };
  }
  expect([...traffic.open.keys()]).toEqual([]);
  const lost = traffic.handed.size - (await findAll(traffic, await open(), ground.keys));
  return { kills: stopsOf(kind).length, lost };
}

function reachedOf(said: readonly Said[]): string {
  const lived = said.at(-1);
  return lived?.what === "lived" ? lived.reached.map(([step]) => step).join(", ") : "";
}

/** The last search: every receipt in the audited log, and each proved anew under the newest head; answers how many. */
export async function findAll(traffic: Traffic, database: Database, keys: string): Promise<number> {
  const handed = [...traffic.handed.values()];
  const found = await search(database, traffic.vkey, handed, traffic.signed);
  expect(found.flaws).toEqual([]);
  const intake = await traffic.openIntake(database, fileMemory(keys));
  for (const each of handed) {
    const receipt = await intake.receipt(each.index);
    const entry = traffic.sent.get(each.entryId)!;
    const proved = await checkReceipt(receipt!.proof, traffic.vkey, entry);
    expect(proved).toEqual({ ...each, size: found.size, root: found.root });
  }
  expect(growsOnly(traffic.signed)).toBe(true);
  await database.close();
  return handed.length;
}
