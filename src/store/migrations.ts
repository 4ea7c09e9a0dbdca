// Brings a database to the shape that this code expects: every file of `migrations/` once, in the order of its number. Run by
// `so-nguon migrate`, by the service at its start and by every test; never on Workers, which find their database ready.
import fs from "node:fs/promises";
import { sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import type { Database } from "./database.ts";

const folder = new URL("../../migrations/", import.meta.url);

/** Runs what is missing and answers the names of what it ran, none when all was done; safe when several start at once. */
export async function migrate(db: Database): Promise<string[]> {
  const names = await migrationNames();
  const done = await migrationsDone(db);
  if (names.length === done.length && names.every((name, at) => name === done[at])) return [];
  const unknown = done.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new Error(
      `Cơ sở dữ liệu mới hơn chương trình (${unknown.join(", ")}): hãy cập nhật chương trình. · ` +
        `The database is newer than this program (${unknown.join(", ")}): update the program.`,
    );
  }
  // A table of millions of rows takes its time, and so does another process that is at it already.
  const patient = db.patient?.() ?? db;
  try {
    return await run(patient, names);
  } finally {
    if (patient !== db) await patient.close();
  }
}

async function run(db: Database, names: string[]): Promise<string[]> {
  const migrator = new Migrator({
    db: db.kysely,
    provider: { getMigrations: () => load(names) },
    // Beside the other mutable tables: schema `ledger` holds nothing that the audit cannot check.
    migrationTableSchema: "desk",
    migrationTableName: "migration",
    migrationLockTableName: "migration_lock",
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error) throw error;
  return (results ?? []).map((result) => result.migrationName);
}

/** The migrations of this code, by name without ending, in order. */
async function migrationNames(): Promise<string[]> {
  const files = (await fs.readdir(folder)).filter((file) => file.endsWith(".ts")).sort();
  for (const file of files) {
    if (!/^\d{4}_[a-z0-9_]+\.ts$/.test(file)) throw new Error(`migrations/${file} is not named NNNN_name.ts`);
  }
  return files.map((file) => file.slice(0, -".ts".length));
}

/** The migrations that the database says it has run, in order; one small query, so that a start with nothing to do stays quick. */
async function migrationsDone(db: Database): Promise<string[]> {
  const found = await sql<{ there: boolean }>`select to_regclass('desk.migration') is not null as there`.execute(
    db.kysely,
  );
  if (!found.rows[0]?.there) return [];
  const done = await sql<{ name: string }>`select name from desk.migration order by name collate "C"`.execute(
    db.kysely,
  );
  return done.rows.map((row) => row.name);
}

async function load(names: string[]): Promise<Record<string, Migration>> {
  const migrations: Record<string, Migration> = {};
  for (const name of names) {
    const { up } = (await import(new URL(`${name}.ts`, folder).href)) as { up?: Migration["up"] };
    if (!up) throw new Error(`migrations/${name}.ts exports no up()`);
    migrations[name] = {
      up: async (trx) => {
        // A role may have a limit of its own.
        await sql`set local statement_timeout = 0`.execute(trx);
        await up(trx);
      },
    };
  }
  return migrations;
}
