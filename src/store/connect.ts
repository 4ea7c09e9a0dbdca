// The door of the store: one call for whoever needs a ledger, be it on a PostgreSQL server, in a folder or in memory.
// A worker calls `openPostgres` of ./postgres.ts itself, since bundlers follow even the imports that wait below.
import type { Kysely } from "kysely";
import { openPostgres } from "./postgres.ts";
import type { Schema } from "./schema.ts";

/** An open database; `close` waits for what is under way, may be called twice, and gives the folder's lock back. */
export type Database = {
  kysely: Kysely<Schema>;
  kind: "postgres" | "pglite";
  /** Runs a statement whose text never changes under its name, where the server keeps plans by name; a warning is an error. */
  prepared?: (name: string, text: string, values: unknown[]) => Promise<unknown[]>;
  /** The same place with no limit on the time that a statement takes; whoever asks closes it. */
  patient?: () => Database;
  /** Told what a server may lose that does not keep all it acknowledges (./standing.ts); where absent, such a server is refused. */
  acceptLoss?: AcceptLoss | undefined;
  close(): Promise<void>;
};

/** Hears, in both languages, what may be lost. */
export type AcceptLoss = (words: string) => void;

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
  const { openFolder, openMemory } = await import("./pglite.ts");
  return place.dir ? await openFolder(place.dir) : await openMemory();
}
