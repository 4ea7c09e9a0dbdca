// The settings of a PostgreSQL server that keep an acknowledged entry from being lost in a crash: checked in the very transaction that is
// to be acknowledged, since the next one may come to another server.
import type { Database } from "./database.ts";
import { UnfitServer } from "./primary.ts";

/**
 * For the select list of a transaction that will be acknowledged. It makes this one transaction wait until it is on disk, and on the
 * synchronous standbys' disks, whatever the server, the role, the database or a pooler have set (`remote_apply` waits for more, and
 * stays); and it answers the settings that only the server's operator can change.
 */
export const DURABLY = `set_config('synchronous_commit',
  case current_setting('synchronous_commit') when 'remote_apply' then 'remote_apply' else 'on' end, true),
  current_setting('fsync') as fsync, current_setting('full_page_writes') as full_page_writes`;

/** A row with what `DURABLY` answers. */
export type Durability = { fsync: string; full_page_writes: string };

/**
 * Throws `UnfitServer` where the server would forget in a crash what it has acknowledged, and nobody accepts that; `unlogged` tables of
 * the ledger are emptied by a crash. Where it is accepted, `told` says it once more.
 */
export function refuseLoss(of: Durability, { acceptLoss }: Database, unlogged = 0, told = false): void {
  const losses = [
    of.fsync === "off" ? "fsync = off" : [],
    of.full_page_writes === "off" ? "full_page_writes = off" : [],
    unlogged > 0 ? "UNLOGGED" : [],
  ].flat();
  if (losses.length === 0) return;
  const which = losses.join(", ");
  const vi = `Máy chủ cơ sở dữ liệu có thể mất mục đã xác nhận khi mất điện hoặc dừng đột ngột (${which}).`;
  const en = `The database server can lose acknowledged entries in a crash (${which}).`;
  if (!acceptLoss)
    throw new UnfitServer(
      `${vi} Bật lại, hoặc đặt SO_NGUON_ACCEPT_LOSS=1 nếu chỉ chạy thử. · ${en} Switch it on, or set SO_NGUON_ACCEPT_LOSS=1 for a trial.`,
    );
  if (told) acceptLoss(`${vi} · ${en}`);
}
