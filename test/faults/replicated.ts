// A primary and its standbys, for failovers: a standby is copied and made synchronous, promoted when the primary is dead, and the wire then
// leads to it, as an address that moves would.
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { Server } from "../server.ts";
import { DURABLE, type Struck } from "./struck.ts";

/** Runs statements on a server, on a connection of their own. */
export async function ask<R extends pg.QueryResultRow>(
  server: Server,
  text: string,
  values: unknown[] = [],
): Promise<R[]> {
  const client = new pg.Client(server.url());
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query<R>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** Looks until a query answers a row; throws when that does not come about. */
export async function seen(server: Server, text: string, values: unknown[] = []): Promise<pg.QueryResultRow> {
  for (let looks = 0; looks < 1500; looks++) {
    const [row] = await ask(server, text, values);
    if (row) return row;
    await pause(20);
  }
  throw new Error(`never seen: ${text} ${values.join(", ")}`);
}

/** How a standby follows: with `synchronous` no commit is answered before the standby has it on disk. */
export type Following = "synchronous" | "asynchronous";

let count = 0;

/** A standby of the server that takes writes, streaming. */
export async function follow(struck: Struck, how: Following): Promise<Server> {
  const name = `standby${++count}`;
  const standby = await Server.copyOf(struck.server, struck.ground.base, name, DURABLE);
  struck.servers.push(standby);
  await standby.start();
  const streams = "select from pg_stat_replication where application_name = $1 and state = 'streaming'";
  await seen(struck.server, streams, [name]);
  if (how === "asynchronous") return standby;
  await ask(struck.server, `alter system set synchronous_standby_names = '${name}'`);
  await ask(struck.server, "select pg_reload_conf()");
  await seen(struck.server, `${streams} and sync_state = 'sync'`, [name]);
  return standby;
}

/** Makes a standby the server that takes writes, and leads the wire there. */
export async function promote(struck: Struck, standby: Server): Promise<void> {
  await ask(standby, "select pg_promote(true, 120)");
  struck.server = standby;
  struck.wire.target = { host: "127.0.0.1", port: standby.port };
}

/** Waits until a commit waits for a standby; answers the number of its process. */
export async function waitsForStandby(server: Server, statement: string): Promise<number> {
  const row = await seen(server, "select pid from pg_stat_activity where wait_event = 'SyncRep' and query like $1", [
    `${statement}%`,
  ]);
  return row.pid as number;
}

/** Cancels every wait of the service for a standby, as an impatient operator might; answers how many there were. */
export async function cancelWaits(server: Server): Promise<number> {
  const waiting = await ask(
    server,
    "select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep' and application_name = 'so-nguon'",
  );
  return waiting.length;
}
