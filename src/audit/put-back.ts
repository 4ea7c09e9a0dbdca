// The way out after a backup that holds fewer entries than were signed: the leaves of an export, re-verified from the first one, go back into the
// tables as rows, each at its own index and time, with everything that the rules make of it. All of it in one transaction, which is committed only
// when the audit finds the ledger whole.
import { sql, type Transaction } from "kysely";
import { equal } from "../format/bytes.ts";
import { seal } from "../intake/batch.ts";
import { appendBatch, type HeadRow, readHead } from "../store/append.ts";
import type { Database } from "../store/database.ts";
import type { Schema } from "../store/schema.ts";
import type { OnProgress } from "./audit-leaves.ts";
import { auditSnapshot } from "./audit-ledger.ts";
import { type Broken, broken } from "./broken.ts";
import { auditDirectory, type Pins, type Sound } from "./directory.ts";
import type { Replayed } from "./replay.ts";

/** Entries that were put back, and the ledger as the audit found it then. */
export type PutBack = { readonly before: number; readonly sound: Sound };

/** Thrown to undo the transaction. */
class Undo extends Error {
  readonly found: Broken;
  constructor(found: Broken) {
    super(found.rule);
    this.found = found;
  }
}

/** Leaves that are written by one statement, as many as the sequencer takes at once. */
const MOST = 512;

/** Puts the entries of an export that a database lacks into it; answers what is broken, with nothing written, where anything is. */
export async function putBack(
  database: Database,
  dir: string,
  pins: Pins,
  progress: OnProgress,
): Promise<PutBack | Broken> {
  const patient = database.patient?.() ?? database;
  try {
    return await patient.kysely.transaction().execute(async (tx) => {
      await sql`set local statement_timeout = 0`.execute(tx);
      return await writeAndAudit(database, tx, { dir, pins, progress });
    });
  } catch (error) {
    if (error instanceof Undo) return error.found;
    throw error;
  } finally {
    if (patient !== database) await patient.close();
  }
}

type Asked = { readonly dir: string; readonly pins: Pins; readonly progress: OnProgress };

async function writeAndAudit(
  { kind, acceptLoss, close }: Database,
  tx: Transaction<Schema>,
  { dir, pins, progress }: Asked,
): Promise<PutBack> {
  const held = await readHead(tx);
  // Without prepared statements, which take a connection of their own.
  const rows = new Rows({ kysely: tx, kind, acceptLoss, close }, held);
  const exported = await auditDirectory(dir, pins, progress, undefined, (leaf) => rows.take(leaf));
  const wrong = "rule" in exported ? exported : ((await rows.flush()) ?? shorter(exported, held));
  if (wrong) throw new Undo(wrong);
  const sound = await auditSnapshot(tx, pins, progress);
  if ("rule" in sound) throw new Undo(sound);
  return { before: held?.size ?? 0, sound };
}

function shorter({ size }: Sound, held: HeadRow | undefined): Broken | undefined {
  return held && held.size > size ? broken(size, "size", `${size} < ${held.size}`) : undefined;
}

/** The rows that a database lacks, in batches as the sequencer would have written them. */
class Rows {
  readonly #database: Database;
  readonly #held: HeadRow | undefined;
  #head: HeadRow | undefined;
  #pending: Replayed[] = [];

  constructor(database: Database, held: HeadRow | undefined) {
    this.#database = database;
    this.#held = held;
    this.#head = held;
  }

  async take(leaf: Replayed): Promise<Broken | undefined> {
    const { index, receivedMs } = leaf.leaf;
    const size = this.#held?.size ?? 0;
    if (index < size) {
      // The last leaf's hash covers all before it.
      const same = index < size - 1 || equal(leaf.hash, this.#held!.lastHash);
      return same
        ? undefined
        : broken(index, "since-head", "cơ sở dữ liệu giữ sổ khác · the database holds another log");
    }
    const first = this.#pending[0];
    const full = first && (first.leaf.receivedMs !== receivedMs || this.#pending.length === MOST);
    const found = full ? await this.flush() : undefined;
    this.#pending.push(leaf);
    return found;
  }

  async flush(): Promise<Broken | undefined> {
    const last = this.#pending.at(-1);
    if (!last) return undefined;
    const { head, rows } = seal(this.#head, last.leaf.receivedMs, this.#pending, last.nextLot);
    const written = await appendBatch(this.#database, this.#head, head, rows);
    this.#head = head;
    this.#pending = [];
    return written ? undefined : broken(last.leaf.index, "size", "tiến trình khác vừa ghi · another process wrote");
  }
}
