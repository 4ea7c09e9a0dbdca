// Returns the head once every replica that the server promises has it on disk; only then may it be signed. A commit whose answer was lost,
// or that a server finds in its log after a crash, can be read before any standby has it; a receipt for it would go down with that server.
import { CompiledQuery } from "kysely";
import { type HeadRow, readHead } from "./append.ts";
import type { Database } from "./database.ts";
import { DURABLY, type Durability, refuseLoss } from "./durability.ts";
import { STANDBY, UnfitServer } from "./primary.ts";

/**
 * The head, undefined for a log without entries, once everything that was read is as durable as a commit of this service: flushed, and
 * confirmed by the synchronous standbys where there are any. Throws `UnfitServer`.
 */
export async function standingHead(database: Database): Promise<HeadRow | undefined> {
  const head = await readHead(database.kysely);
  // The embedded database syncs each commit itself (./pglite.ts), and has nobody else to wait for.
  if (database.kind === "postgres") await settle(database);
  return head;
}

type Answer = Durability & { standby: boolean; unlogged: number };

/** A message that changes nothing, since its commit waits for all the log before it. A standby could not, and is found first. */
const SETTLE = `select pg_is_in_recovery() as standby,
  (select count(*) from pg_class where relnamespace = 'ledger'::regnamespace and relpersistence <> 'p') as unlogged,
  case when not pg_is_in_recovery() then pg_logical_emit_message(true, 'ledger', 'settled') end,
  ${DURABLY}`;

async function settle(database: Database): Promise<void> {
  const answered = database.prepared
    ? await database.prepared("settle", SETTLE, [])
    : (await database.kysely.executeQuery(CompiledQuery.raw(SETTLE))).rows;
  const server = answered[0] as Answer;
  if (server.standby) throw new UnfitServer(STANDBY);
  refuseLoss(server, database, server.unlogged, true);
}
