// The database is put back to an old backup, or to another history: the signer remembers what it signed and signs nothing, and says
// why. The way out that the message names, the true database again, works.
import fs from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { fileMemory } from "../../src/service/signer-file.ts";
import { openDatabase } from "../../src/store/connect.ts";
import type { Database } from "../../src/store/database.ts";
import { migrate } from "../../src/store/migrations.ts";
import { acceptLoss, onPostgres } from "../databases.ts";
import { memoryInProcess } from "../world.ts";
import { Copies } from "./copies.ts";
import { growsOnly } from "./evidence.ts";
import { findAll, makeGround } from "./kill.ts";
import { Traffic } from "./traffic.ts";

const ground = makeGround();
afterEach(ground.clear);

/** A place that can be copied away and put back. */
type Vault = { open(): Promise<Database>; save(name: string): Promise<void>; restore(name: string): Promise<void> };

async function restoreAndRefuse(vault: Vault): Promise<void> {
  const founding = await vault.open();
  const traffic = await Traffic.found(founding, ground.keys);
  await founding.close();
  await vault.save("old");
  const more = async () => {
    const database = await vault.open();
    const intake = await traffic.openIntake(database, fileMemory(ground.keys));
    for (const round of await traffic.rounds()) await traffic.take(round, await intake.submitAll(round));
    await database.close();
  };
  await more();
  await more();
  await vault.save("true");
  const size = traffic.signed.at(-1)!.size;
  const count = traffic.signed.length;

  await vault.restore("old");
  const refusal = new RegExp(`đã xác nhận sổ ${size} mục[^]*Restoring a backup`);
  const restored = await vault.open();
  await expect(traffic.openIntake(restored, fileMemory(ground.keys))).rejects.toThrow(refusal);
  expect(traffic.signed).toHaveLength(count);

  // A history of the same height and beyond, written behind the signer's back.
  const fork = await traffic.behindItsBack(restored, memoryInProcess());
  for (let height = 0; height < size + 2; ) {
    const body = { number: crypto.getRandomValues(new Uint8Array(16)), party: traffic.province.authority };
    const answer = await fork.submit(await traffic.scribe.sign("root0", "person.register", body));
    height = answer.ok ? answer.value.index + 1 : size + 2;
    if (height < size) continue;
    await expect(traffic.openIntake(restored, fileMemory(ground.keys))).rejects.toThrow(refusal);
  }
  expect(traffic.signed).toHaveLength(count);
  await restored.close();

  await vault.restore("true");
  await more();
  expect(growsOnly(traffic.signed)).toBe(true);
  await findAll(traffic, await vault.open(), ground.keys);
}

describe("a restored folder", () => {
  it("is refused by the signer until the true one is back", async () => {
    const home = path.join(ground.data, "postgres");
    const made = await openDatabase({ dir: ground.data });
    await migrate(made);
    await made.close();
    await restoreAndRefuse({
      open: () => openDatabase({ dir: ground.data }),
      save: async (name) => fs.cpSync(home, path.join(ground.base, name), { recursive: true }),
      restore: async (name) => {
        fs.rmSync(home, { recursive: true });
        fs.cpSync(path.join(ground.base, name), home, { recursive: true });
      },
    });
  }, 120_000);
});

onPostgres("a restored database", (open) => {
  it("is refused by the signer until the true one is back", async () => {
    const { url } = await open();
    const copies = new Copies(url!);
    await restoreAndRefuse({
      open: () => openDatabase({ url, acceptLoss }),
      save: (copy) => copies.save(copy),
      restore: (copy) => copies.restore(copy),
    });
    await copies.clear();
  }, 120_000);
});
