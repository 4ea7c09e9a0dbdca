// The operator of the database cannot change it unseen: every column of every table of schema `ledger`, one at a time, and rows
// taken away or slipped in, each with the ledger's own guards out of the way as only an administrator can have them.
import { sql, type Transaction } from "kysely";
import { beforeAll, expect, it } from "vitest";
import { auditLedger, auditSnapshot } from "../../src/audit/audit-ledger.ts";
import type { Broken } from "../../src/audit/broken.ts";
import type { Sound } from "../../src/audit/directory.ts";
import type { Schema } from "../../src/store/schema.ts";
import { onEachDatabase } from "../databases.ts";
import { playLoads } from "./logs.ts";

const quiet = () => {};
const TABLES = ["leaf", "node", "fact", "named", "lot", "due", "listing", "signal", "head"] as const;

type Column = { table: string; name: string; type: string };
type Place = { row: string; at: number };

class Undo extends Error {}

/** An expression for another value of a column's type. */
function other({ name, type }: Column): string {
  if (type === "bytea") return `set_byte("${name}", 5, get_byte("${name}", 5) # 1)`;
  if (type === "boolean") return `not "${name}"`;
  if (type === "text") return `coalesce("${name}", '') || ' '`;
  return `coalesce("${name}", 0) + ${type === "smallint" ? 64 : 1_000_000}`;
}

/** A row half-way down a table, and the leaf that it belongs to. */
async function middleRow(tx: Transaction<Schema>, table: string): Promise<Place> {
  const at = { leaf: "index", node: "(index + 1) * 256 - 1", head: "size - 1" }[table] ?? "leaf";
  const query = `select ctid::text as row, (${at})::bigint as at from ledger.${table} order by 2, ctid
    offset (select count(*) / 2 from ledger.${table}) limit 1`;
  const { rows } = await sql.raw<Place>(query).execute(tx);
  expect(rows, table).toHaveLength(1);
  return rows[0]!;
}

onEachDatabase("a live ledger", (open) => {
  let story: Awaited<ReturnType<typeof playLoads>>;
  beforeAll(async () => {
    story = await playLoads(await open());
  });

  /** Audits a ledger on which an administrator has run something, then undoes it. */
  async function auditAfter(deed: (tx: Transaction<Schema>) => Promise<unknown>): Promise<Broken | Sound> {
    let found: Broken | Sound | undefined;
    const done = story.database.kysely.transaction().execute(async (tx) => {
      await sql`set local session_replication_role = replica`.execute(tx);
      await deed(tx);
      found = await auditSnapshot(tx, { vkey: story.vkey, sinceHead: story.intake.note }, quiet);
      throw new Undo();
    });
    await expect(done).rejects.toThrow(Undo);
    return found!;
  }

  it("is clean as the sequencer left it, and may be audited while it runs", async () => {
    const found = await auditLedger(story.database.kysely, { vkey: story.vkey, sinceHead: story.intake.note }, quiet);
    expect(found).toMatchObject({ size: story.intake.size, vkey: story.vkey });
  });

  it("shows a change of any column of any table, by table, column and log index", async () => {
    const { rows: columns } = await sql<Column>`
      select table_name as table, column_name as name, data_type as type from information_schema.columns
      where table_schema = 'ledger' order by table_name, ordinal_position`.execute(story.database.kysely);
    expect(new Set(columns.map(({ table }) => table))).toEqual(new Set(TABLES));
    for (const column of columns) {
      const { table, name } = column;
      let at = -1;
      const found = await auditAfter(async (tx) => {
        const place = await middleRow(tx, table);
        at = place.at;
        if (table === "head") await sql`alter table ledger.head drop constraint head_single_check`.execute(tx);
        await sql
          .raw(`update ledger.${table} set "${name}" = ${other(column)} where ctid = '${place.row}'`)
          .execute(tx);
      });
      expect(found, `${table}.${name}`).toMatchObject({ rule: "table", table, column: name, index: at });
    }
  });

  it("shows a row that is gone from any table, by its log index", async () => {
    for (const table of TABLES) {
      let at = -1;
      const found = await auditAfter(async (tx) => {
        const place = await middleRow(tx, table);
        at = table === "head" ? 0 : place.at;
        await sql.raw(`delete from ledger.${table} where ctid = '${place.row}'`).execute(tx);
      });
      expect(found, table).toMatchObject({ rule: "table", table, index: at });
    }
  });

  it("shows a row that was slipped into any table", async () => {
    const changes: Record<string, string> = {
      leaf: "index = 1000000, seq = 1000000",
      node: "level = 16, index = 0",
      fact: "number = number + 1000000",
      named: "name = name || 'x'",
      lot: "id = 1000000",
      due: "at_ms = at_ms + 1",
      listing: "about = about + 1000000",
      signal: "ordinal = 99",
    };
    for (const [table, change] of Object.entries(changes)) {
      let at = -1;
      const found = await auditAfter(async (tx) => {
        const place = await middleRow(tx, table);
        at = table === "leaf" || table === "node" ? story.intake.size : place.at;
        await sql
          .raw(`create temp table copy as select * from ledger.${table} where ctid = '${place.row}'`)
          .execute(tx);
        await sql.raw(`update copy set ${change}`).execute(tx);
        await sql.raw(`insert into ledger.${table} select * from copy`).execute(tx);
      });
      expect(found, table).toMatchObject({ rule: "table", table, index: at });
    }
  });

  it("shows an entry swapped for another well-formed one, with its hash made to match", async () => {
    const found = (await auditAfter(async (tx) => {
      await sql`update ledger.leaf set entry = (select entry from ledger.leaf where index = 41) where index = 40`.execute(
        tx,
      );
    })) as Broken;
    expect(found).toMatchObject({ index: 40, table: "leaf" });
  });
});
