// An open ledger database, whichever engine is behind it.
import type { Kysely } from "kysely";
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
