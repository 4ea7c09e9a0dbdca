// The head that may be signed: not only there to be read, but on every disk that the server promises. A commit whose answer was lost,
// or that a server finds in its log after a crash, can be read before any standby has it; a receipt for it would go down with that server.
import { sql } from "kysely";
import { DURABLY, type HeadRow, readHead } from "./append.ts";
import type { Database } from "./connect.ts";

/** Thrown when the server takes no writes, or would forget in a crash what it has acknowledged. Operators read the words. */
export class UnfitServer extends Error {}

type Server = { standby: boolean; fsync: string; full_page_writes: string; unlogged: number };

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

/** Commits a message that changes nothing, since a commit waits for all the log before it. A standby could not, and is found first. */
async function settle({ kysely, acceptLoss }: Database): Promise<void> {
  const { rows } = await sql<Server>`select pg_is_in_recovery() as standby,
    current_setting('fsync') as fsync, current_setting('full_page_writes') as full_page_writes,
    (select count(*) from pg_class where relnamespace = 'ledger'::regnamespace and relpersistence <> 'p') as unlogged,
    case when not pg_is_in_recovery() then pg_logical_emit_message(true, 'ledger', 'settled') end,
    ${sql.raw(DURABLY)}`.execute(kysely);
  const server = rows[0]!;
  if (server.standby) throw new UnfitServer(STANDBY);
  const losses = [
    server.fsync === "on" ? [] : "fsync = off",
    server.full_page_writes === "on" ? [] : "full_page_writes = off",
    server.unlogged === 0 ? [] : "UNLOGGED",
  ].flat();
  if (losses.length === 0) return;
  const { vi, en } = lossWords(losses.join(", "));
  if (!acceptLoss)
    throw new UnfitServer(
      `${vi} Bật lại, hoặc đặt SO_NGUON_ACCEPT_LOSS=1 nếu chỉ chạy thử. · ${en} Switch it on, or set SO_NGUON_ACCEPT_LOSS=1 for a trial.`,
    );
  acceptLoss(`${vi} · ${en}`);
}

const STANDBY =
  "Máy chủ cơ sở dữ liệu này là bản dự phòng, chưa nâng lên thành máy chính nên không ghi được. Xem docs/operations.md, mục “Failover”. · " +
  "This database server is a standby and takes no writes until it is promoted. See docs/operations.md, “Failover”.";

function lossWords(losses: string): { vi: string; en: string } {
  return {
    vi: `Máy chủ cơ sở dữ liệu có thể mất mục đã xác nhận khi mất điện hoặc dừng đột ngột (${losses}).`,
    en: `The database server can lose acknowledged entries in a crash (${losses}).`,
  };
}
