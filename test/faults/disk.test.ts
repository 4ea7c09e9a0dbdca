// The disk is full. On the embedded database the whole data folder lives on a tiny file system; on a server the ledger's tables do. A
// full disk is a problem for whoever sends, never a lost receipt, and with room again the same bytes are taken.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { sql } from "kysely";
import { afterEach, describe, expect, vi } from "vitest";
import type { SubmitAnswer } from "../../src/intake.ts";
import { fileMemory } from "../../src/service/signer-file.ts";
import { openDatabase } from "../../src/store/connect.ts";
import type { Database } from "../../src/store/database.ts";
import { migrate } from "../../src/store/migrations.ts";
import { acceptLoss, onPostgres } from "../databases.ts";
import { itWith, needMount } from "../machine.ts";
import { findAll, makeGround } from "./kill.ts";
import { Lives } from "./lives.ts";
import { Traffic } from "./traffic.ts";

const mounted: string[] = [];

/** Mounts a file system of its own; undefined where this user may not. */
function tinyDisk(dir: string, megabytes: number): string | undefined {
  fs.mkdirSync(dir, { recursive: true });
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", dir], { stdio: "pipe" });
  } catch {
    return undefined;
  }
  mounted.push(dir);
  return dir;
}

/** Fills a file system to the last byte; what is answered frees it again. */
function fill(dir: string): () => void {
  const ballast = path.join(dir, "ballast");
  const file = fs.openSync(ballast, "w");
  try {
    for (let size = 1 << 20; size >= 1; size = size > 4096 ? 4096 : size >> 1) {
      try {
        for (;;) if (fs.writeSync(file, Buffer.alloc(size, 1)) < size) break;
      } catch {
        // Full at this size: the smaller ones take the rest.
      }
    }
  } finally {
    fs.closeSync(file);
  }
  return () => fs.rmSync(ballast);
}

const mayMount = (() => {
  const ground = makeGround();
  const disk = tinyDisk(ground.base, 1);
  if (disk) execFileSync("umount", ["-l", mounted.pop()!]);
  ground.clear();
  return disk !== undefined;
})();
const diskToFill = needMount(mayMount);

function unmount(): void {
  for (const dir of mounted.splice(0)) execFileSync("umount", ["-l", dir]);
}
afterEach(unmount);

const isTrouble = (answer: SubmitAnswer) => !answer.ok && ["busy", "internal"].includes(answer.problem.code);

onPostgres("a full disk", (open) => {
  itWith(diskToFill, "is a problem while it is full, and loses nothing", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const ground = makeGround();
    const database = await open();
    const traffic = await Traffic.found(database, ground.keys);
    const { rows } = await sql<{ dir: string }>`select current_setting('data_directory') as dir`.execute(
      database.kysely,
    );
    const owner = fs.statSync(rows[0]!.dir);
    const disk = tinyDisk(path.join(ground.base, "tiny"), 4)!;
    fs.chmodSync(ground.base, 0o755);
    const home = path.join(disk, "space");
    fs.mkdirSync(home);
    fs.chownSync(home, owner.uid, owner.gid);
    const space = `tiny_${process.pid}`;
    await sql.raw(`create tablespace ${space} location '${home}'`).execute(database.kysely);
    await sql.raw(`alter table ledger.leaf set tablespace ${space}`).execute(database.kysely);
    const free = fill(disk);
    const intake = await traffic.openIntake(database, fileMemory(ground.keys));
    const troubled: Uint8Array[][] = [];
    // What is left of the table's last page still takes some.
    for (let round = 0; troubled.length < 3 && round < 60; round++) {
      const number = crypto.getRandomValues(new Uint8Array(16));
      const body = { number, party: traffic.province.authority };
      const entry = await traffic.scribe.sign("root0", "person.register", body);
      const answers = await intake.submitAll([entry]);
      await traffic.take([entry], answers);
      if (answers.some(isTrouble)) troubled.push([entry]);
    }
    expect(troubled).toHaveLength(3);
    free();
    for (const entries of troubled) {
      const answers = await intake.submitAll(entries);
      expect(answers.some(isTrouble)).toBe(false);
      await traffic.take(entries, answers);
    }
    await sql`alter table ledger.leaf set tablespace pg_default`.execute(database.kysely);
    await sql.raw(`drop tablespace ${space}`).execute(database.kysely);
    await findAll(traffic, await openDatabase({ url: database.url, acceptLoss }), ground.keys);
    unmount();
    ground.clear();
  });
});

describe("a full disk under the embedded database", () => {
  itWith(
    diskToFill,
    "is a problem or a clear end of the process, and loses nothing",
    async () => {
      const ground = makeGround();
      tinyDisk(ground.data, 160);
      const place = { dir: ground.data };
      const founding: Database = await openDatabase(place);
      await migrate(founding);
      const traffic = await Traffic.found(founding, ground.keys);
      await founding.close();
      const lives = new Lives(traffic, ground.base, place, ground.keys);
      expect((await lives.live()).code).toBe(0);
      const number = () => crypto.getRandomValues(new Uint8Array(16));
      const party = traffic.province.authority;
      const people = await Promise.all(
        Array.from({ length: 400 }, () => traffic.scribe.sign("root0", "person.register", { number: number(), party })),
      );
      for (const entry of people) traffic.expectAnswer(entry);
      const free = fill(ground.data);
      // Some still find room in pages that are there; the first that does not ends in words, not in silence.
      const full = await lives.liveWith(
        Array.from({ length: 20 }, (_, i) => people.slice(20 * i, 20 * i + 20)),
        undefined,
        60_000,
      );
      expect(full.signal, "it hung on the full disk").toBeNull();
      expect(traffic.open.size).toBeGreaterThan(0);
      free();
      const { code, said } = await lives.liveWith([[...traffic.open.values()]]);
      expect(said[0]).toMatchObject({ what: "searched", flaws: [] });
      expect(code).toBe(0);
      expect(traffic.open.size).toBe(0);
      await findAll(traffic, await openDatabase(place), ground.keys);
      for (const dir of mounted.splice(0)) execFileSync("umount", ["-l", dir]);
      ground.clear();
    },
    120_000,
  );
});
