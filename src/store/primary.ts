// Several PostgreSQL servers of which one takes writes: connections go to that one, and after a failover to the one promoted in its place.
import type pg from "pg";

/** Thrown when a server takes no writes, or would forget in a crash what it has acknowledged. Operators read the words. */
export class UnfitServer extends Error {}

/** Why a standby is not used. */
export const STANDBY =
  "Máy chủ cơ sở dữ liệu này là bản dự phòng, chưa nâng lên thành máy chính nên không ghi được. Xem docs/operations.md, mục “Failover”. · " +
  "This database server is a standby and takes no writes until it is promoted. See docs/operations.md, “Failover”.";

/** The servers that a database URL names in libpq's form, `postgres://user:secret@db1:5432,db2:5432/name`: a URL each, in their order. */
export function serversIn(url: string): string[] {
  const [, before = "", hosts = "", after = ""] = /^([^/]*\/\/(?:[^@/]*@)?)([^/?#]*)(.*)$/.exec(url) ?? [];
  return hosts.includes(",") ? hosts.split(",").map((host) => before + host + after) : [url];
}

/** Connections to whichever of the pools' servers takes writes; the one that did last is asked first. */
export class Primary {
  readonly #pools: readonly pg.Pool[];
  readonly #writable = new WeakSet<pg.PoolClient>();
  #at = 0;
  /** Kysely looks for a pool's settings here; these are each pool's own. */
  readonly options = {};

  constructor(pools: readonly pg.Pool[]) {
    this.#pools = pools;
  }

  /** Throws, with what each server said, when none takes writes. */
  async connect(): Promise<pg.PoolClient> {
    const refusals: string[] = [];
    const first = this.#at;
    for (let tried = 0; tried < this.#pools.length; tried++) {
      const at = (first + tried) % this.#pools.length;
      try {
        const client = await this.#connectTo(this.#pools[at]!);
        this.#at = at;
        return client;
      } catch (error) {
        refusals.push(`${at + 1}: ${error instanceof Error ? error.message : error}`);
      }
    }
    const said = refusals.join("; ").replaceAll(" · ", " / ");
    throw new UnfitServer(
      `Không máy chủ nào trong DATABASE_URL nhận ghi (${said}). · No server of DATABASE_URL takes writes (${said}).`,
    );
  }

  async end(): Promise<void> {
    await Promise.all(this.#pools.map((pool) => pool.end()));
  }

  /** A server turns from primary to standby only by a restart, which breaks its connections: each is asked once. */
  async #connectTo(pool: pg.Pool): Promise<pg.PoolClient> {
    const client = await pool.connect();
    if (this.#writable.has(client)) return client;
    try {
      const { rows } = await client.query<{ standby: boolean }>("select pg_is_in_recovery() as standby");
      if (rows[0]?.standby) throw new UnfitServer(STANDBY);
      this.#writable.add(client);
      return client;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }
}
