// Background work that a PostgreSQL server does and the embedded one, a single process, never does: checkpoints, without
// which the write-ahead log grows for ever and a start after a kill replays all of it, and statistics, without which plans
// are made for the empty tables of the first day.
import type { PGlite } from "@electric-sql/pglite";
import { type Rounds, startRounds } from "../disk/rounds.ts";

const everyMs = 5_000;
const walBytes = 64 * 1024 * 1024;

/** Looks after an embedded database every few seconds until stopped; a round without need costs one small query. */
export function tend(pglite: PGlite): Rounds {
  // A round that fails, say because the database is closing, is tried again by the next one.
  return startRounds(() => tendOnce(pglite).catch(() => {}), everyMs);
}

/** One round: statistics for each table that doubled since its last ones, then a checkpoint after 64 MiB of log. */
export async function tendOnce(pglite: PGlite): Promise<void> {
  const grown = await pglite.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class
     where relkind = 'r' and relnamespace::regnamespace::text in ('ledger', 'desk')
       and pg_relation_size(oid) > 65536 + 2 * 8192 * greatest(relpages, 0)::bigint`,
  );
  for (const { name } of grown.rows) await pglite.query(`vacuum (analyze) ${name}`);
  const due = await pglite.query<{ due: boolean }>(
    "select pg_current_wal_lsn() - redo_lsn > $1::bigint as due from pg_control_checkpoint()",
    [walBytes],
  );
  if (due.rows[0]?.due) await pglite.query("checkpoint");
}
