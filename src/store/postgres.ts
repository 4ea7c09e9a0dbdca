// A PostgreSQL server reached through `pg`: the ledger's home in production, on Node and, through Hyperdrive's connection
// string, on Workers. It imports nothing of Node but the buffer, and nothing of PGlite, so that a worker's bundle stays small.
import type { Socket } from "node:net";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { AcceptLoss, Database } from "./database.ts";
import { Primary, serversIn } from "./primary.ts";
import type { Schema } from "./schema.ts";
import { readers } from "./values.ts";

/** How much longer than the server may think a connection may be silent before it counts as dead. */
const SILENCE_MS = 5000;

/** PostgreSQL's code of a warning that has none of its own. */
const WARNING = "01000";

/** Where a PostgreSQL is and how hard to lean on it; a URL of several hosts names a primary and its standbys (./primary.ts). */
export type PostgresPlace = {
  url: string;
  /** Connections at most; 8 when absent. */
  poolSize?: number | undefined;
  /** After this the server gives a statement up; 60 000 when absent, 0 never (and for poolers that refuse the setting). */
  statementTimeoutMs?: number | undefined;
  acceptLoss?: AcceptLoss | undefined;
};

/** Opens a ledger on a PostgreSQL server; connects at the first query, so a wrong address is refused there. */
export function openPostgres(place: PostgresPlace): Database {
  const pools = serversIn(place.url).map((url) => makePool({ ...place, url }));
  const pool = pools.length === 1 ? pools[0]! : new Primary(pools);
  const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  let closing: Promise<void> | undefined;
  const close = async () => {
    await kysely.destroy();
    // Kysely leaves a pool alone that it never used.
    if (!pools[0]!.ending) await pool.end();
  };
  const prepared = async (name: string, text: string, values: unknown[]) => {
    const client = await pool.connect();
    // A wait for the standbys that an operator cancels ends like any commit, but for a warning.
    let warning: Error | undefined;
    const hear = (notice: { code?: string | undefined; message?: string | undefined }) => {
      if (notice.code === WARNING) warning = new Error(notice.message);
    };
    client.on("notice", hear);
    try {
      const { rows } = await client.query({ name, text, values });
      if (warning) throw warning;
      client.off("notice", hear);
      client.release();
      return rows;
    } catch (error) {
      client.release(true);
      throw error;
    }
  };
  return {
    kysely,
    kind: "postgres",
    acceptLoss: place.acceptLoss,
    prepared,
    patient: () => openPostgres({ ...place, poolSize: 2, statementTimeoutMs: 0 }),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

/** A pool of connections that read values as the ledger's code expects them. */
export function makePool(place: PostgresPlace): pg.Pool {
  const statementTimeoutMs = place.statementTimeoutMs ?? 60_000;
  const pool = new pg.Pool({
    connectionString: place.url,
    max: place.poolSize ?? 8,
    application_name: "so-nguon",
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    ...(statementTimeoutMs > 0 ? { statement_timeout: statementTimeoutMs } : {}),
    // Per pool, not pg.types.setTypeParser: that one is global and would reach a library or a test that shares `pg`.
    types: {
      getTypeParser: (oid: number, format?: "text" | "binary") =>
        (format !== "binary" && readers[oid]) || pg.types.getTypeParser(oid, format),
    },
  });
  // A server that restarts breaks idle connections. The pool drops them by itself, but without a listener Node would end
  // the process; queries in flight still fail on their own.
  pool.on("error", () => {});
  // A connection that breaks while someone holds it tells its holder by the failed query and everyone else by this event.
  pool.on("connect", (client) => {
    client.on("error", () => {});
    if (statementTimeoutMs > 0) hangUpWhenSilent(client as unknown as pg.Client, statementTimeoutMs + SILENCE_MS);
  });
  return pool;
}

/**
 * A machine that lost its power, or a server that waits for a standby that did, neither answers nor closes: TCP would wait a quarter of
 * an hour, and nothing could be said to whoever waits. What became of the statement is then found out like after any broken connection.
 */
function hangUpWhenSilent(client: pg.Client, longestMs: number): void {
  const stream = client.connection.stream as Partial<Socket>;
  stream.setTimeout?.(longestMs, () => stream.destroy?.());
}
