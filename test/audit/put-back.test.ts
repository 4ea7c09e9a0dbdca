// A ledger that lost its last entries gets them back from an export as the rows they were, and only if everything is true.
import fs from "node:fs";
import path from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { auditLedger } from "../../src/audit/audit-ledger.ts";
import { putBack } from "../../src/audit/put-back.ts";
import type { Database } from "../../src/store/database.ts";
import { migrate } from "../../src/store/migrations.ts";
import { openInMemory } from "../../src/store/pglite.ts";
import { onEachDatabase } from "../databases.ts";
import { exported, playLoads, type Story } from "./logs.ts";

const quiet = () => {};
let story: Omit<Story, "honest" | "dishonest">;
let later: string;
let earlier: string;
let pins: { vkey: string; cosigned: string };

beforeAll(async () => {
  const database = await openInMemory();
  await migrate(database);
  story = await playLoads(database);
  earlier = await exported(story);
  for (let tick = 0; tick < 5; tick++) {
    story.scribe.clock.pass(60);
    await story.scribe.write("operator", "clock.tick", {});
  }
  later = await exported(story);
  pins = { vkey: story.vkey, cosigned: story.intake.note! };
});

afterAll(async () => {
  await story.database.close();
  for (const dir of [later, earlier]) fs.rmSync(dir, { recursive: true });
});

/** The rows of every table, for comparison. */
async function tablesOf({ kysely }: Database): Promise<string> {
  const all: unknown[] = [];
  for (const table of ["leaf", "node", "fact", "named", "lot", "due", "listing", "signal", "head"]) {
    const { rows } = await sql<{
      row: string;
    }>`select t::text as row from ledger.${sql.ref(table)} t order by 1`.execute(kysely);
    all.push([table, rows.map(({ row }) => row)]);
  }
  return JSON.stringify(all);
}

onEachDatabase("a database that was restored without its last entries", (open) => {
  it("gets them back from a later export, and every table is as the sequencer wrote it", async () => {
    const database = await open();
    const size = story.intake.size;
    expect(await putBack(database, earlier, { vkey: story.vkey }, quiet)).toMatchObject({
      before: 0,
      sound: { size: size - 5 },
    });
    expect(await putBack(database, later, pins, quiet)).toMatchObject({ before: size - 5, sound: { size } });
    expect(await tablesOf(database)).toBe(await tablesOf(story.database));
    expect(await auditLedger(database.kysely, pins, quiet)).toMatchObject({ size });
    expect(await putBack(database, later, pins, quiet)).toMatchObject({ before: size, sound: { size } });
    // An export that is older than the database puts nothing back and takes nothing away.
    expect(await putBack(database, earlier, { vkey: story.vkey }, quiet)).toMatchObject({ rule: "size" });
    expect(await tablesOf(database)).toBe(await tablesOf(story.database));
  });

  it("gets nothing from an export that does not reach what witnesses have signed, nor from one with a changed byte", async () => {
    const database = await open();
    const before = await tablesOf(database);
    expect(await putBack(database, earlier, pins, quiet)).toMatchObject({ rule: "since-head" });
    expect(await tablesOf(database)).toBe(before);
    const forged = `${later}-forged`;
    fs.cpSync(later, forged, { recursive: true });
    const file = path.join(forged, "tile/entries/000");
    const bytes = fs.readFileSync(file);
    bytes[bytes.length >> 1]! ^= 4;
    fs.writeFileSync(file, bytes);
    expect(await putBack(database, forged, pins, quiet)).toHaveProperty("rule");
    expect(await tablesOf(database)).toBe(before);
    fs.rmSync(forged, { recursive: true });
  });

  it("that holds another log is left alone", async () => {
    const database = await open();
    const other = await playLoads(database);
    other.scribe.clock.pass(17);
    await other.scribe.write("operator", "clock.tick", {});
    const before = await tablesOf(database);
    expect(await putBack(database, later, pins, quiet)).toHaveProperty("rule");
    expect(await tablesOf(database)).toBe(before);
  });
});
