// The ledger's database as requests on Workers see it. A connection belongs to the request that opened it and dies with it, while
// everything built on the database (routes, views, hashes already read) is worth keeping for as long as the isolate lives.

import type { ExecutionContext } from "cloudflare:workers";
import { AsyncLocalStorage } from "node:async_hooks";
import { Kysely, PostgresDialect } from "kysely";
import type pg from "pg";
import type { Database } from "../../store/database.ts";
import { makePool } from "../../store/postgres.ts";
import type { Schema } from "../../store/schema.ts";

/** Connections of one request at most: a page reads a few things at once, and the platform allows six sockets. */
const POOL = 4;

export class RequestDatabase {
  readonly #url: string;
  readonly #pools = new AsyncLocalStorage<pg.Pool>();
  /** Usable inside `during` only. */
  readonly database: Database;

  /** `url` is Hyperdrive's connection string, the same for every request of a deployment. */
  constructor(url: string) {
    this.#url = url;
    const pool = { connect: () => this.#current().connect(), end: async () => {}, options: {} };
    const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
    this.database = { kysely, kind: "postgres", close: async () => {} };
  }

  /** Answers one request with connections of its own; they are opened when first needed and closed after the answer. */
  async during<T>(context: ExecutionContext, answer: () => Promise<T>): Promise<T> {
    // Hyperdrive's pooler does not take a statement timeout in the start packet.
    const pool = makePool({ url: this.#url, poolSize: POOL, statementTimeoutMs: 0 });
    try {
      return await this.#pools.run(pool, answer);
    } finally {
      context.waitUntil(pool.end());
    }
  }

  #current(): pg.Pool {
    const pool = this.#pools.getStore();
    if (!pool) throw new Error("the database was asked outside a request");
    return pool;
  }
}
