// The door of the store: one call for whoever needs a ledger, be it on a PostgreSQL server, in a folder or in memory.
// A worker calls `openPostgres` of ./postgres.ts itself, since bundlers follow even the imports that wait below.
import type { AcceptLoss, Database } from "./database.ts";
import { openPostgres } from "./postgres.ts";

/** Where the ledger lives: `url` of a PostgreSQL before `dir`, the data folder of an embedded one; neither means memory. */
export type DatabasePlace = {
  url?: string | undefined;
  dir?: string | undefined;
  /** Connections to a PostgreSQL at most; the embedded database has one. */
  poolSize?: number | undefined;
  /** See ./postgres.ts. */
  statementTimeoutMs?: number | undefined;
  acceptLoss?: AcceptLoss | undefined;
};

/** Opens the database at a place; throws `FolderInUse` when another process holds the data folder. Does not migrate. */
export async function openDatabase(place: DatabasePlace): Promise<Database> {
  if (place.url) return openPostgres({ ...place, url: place.url });
  // Only now: PGlite takes 30 MB of WebAssembly that a service on PostgreSQL never needs.
  const { openFolder, openInMemory } = await import("./pglite.ts");
  return place.dir ? await openFolder(place.dir) : await openInMemory();
}
