// The audit of a live ledger: the same replay, fed from the leaf table, and every column of every table of schema `ledger` compared
// with what the log says. One read-only snapshot, one cursor a table, so that a service may go on meanwhile.
import { type Kysely, sql, type Transaction } from "kysely";
import { equal, unhex } from "../format/bytes.ts";
import { decodeEntry, kidText, verifyEntry } from "../format/entry.ts";
import { FIRST_PREVIOUS } from "../format/leaf.ts";
import { openHead, signatoriesOf, termsAt } from "../format/signatories.ts";
import { signatoriesIn } from "../rules/registry/policy.ts";
import { readHead } from "../store/append.ts";
import { leafBytes } from "../store/leaf-row.ts";
import type { LeafTable, Schema } from "../store/schema.ts";
import { auditLeaves, type Leaves, type OnProgress } from "./audit-leaves.ts";
import { type Broken, broken, earlier } from "./broken.ts";
import { Cursor } from "./cursor.ts";
import { checkPinned, checkSince, type Pins, type Sound } from "./directory.ts";
import { leafHashNative } from "./log-hashes.ts";
import type { Replay } from "./replay.ts";
import { Tables } from "./tables.ts";

/** Re-verifies a live ledger; answers what it says, or the first entry at which log or tables are broken. */
export function auditLedger(db: Kysely<Schema>, pins: Pins, progress: OnProgress): Promise<Sound | Broken> {
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (tx) => {
      // Sorting a table of millions takes its time; the limit is for the service's own statements.
      await sql`set local statement_timeout = 0`.execute(tx);
      return auditSnapshot(tx, pins, progress);
    });
}

/** The same within a transaction of the caller's. */
export async function auditSnapshot(
  tx: Transaction<Schema>,
  pins: Pins,
  progress: OnProgress,
): Promise<Sound | Broken> {
  const head = await readHead(tx);
  const leaves = await LeafRows.open(tx);
  const leaf0 = await leaves.first();
  if (!head) return leaf0 ? { ...broken(0, "table"), table: "head" } : broken(0, "size", "sổ rỗng · an empty log");
  const opening = leaf0 && signatoriesOf(leaf0);
  if (!opening) return broken(0, "entry", "mục 0 không mở sổ · entry 0 does not open the log");
  const tables = await Tables.open(tx, leaves.rows);
  const watch = { judged: (leaf: Parameters<Tables["take"]>[0]) => tables.take(leaf) };
  const { replay, broken: found } = await auditLeaves(leaves.runs(), opening.origin, undefined, watch, (done) =>
    progress(done, head.size),
  );
  const wrong = found
    ? await blame(earlier(await tables.flush(), found) ?? found, replay, leaves.rows, opening.origin)
    : await tables.finish(head);
  if (wrong) return wrong;
  const by = signatoriesIn(replay.book);
  const unlike = checkPinned(by, pins, head.size) ?? (await checkSince(replay, by, pins));
  if (unlike) return unlike;
  const opened = pins.cosigned === undefined ? undefined : await openHead(pins.cosigned, by);
  const cosigned = typeof opened === "object" ? opened.cosigned : [];
  return { origin: by.origin, size: head.size, root: head.root, vkey: termsAt(by, head.size).vkey, cosigned, replay };
}

type Stored = LeafTable & Record<string, number | string | boolean | Uint8Array | null>;

/** The leaf table in order, as leaves: each linked to the hash computed for the one before, never to the stored one. */
class LeafRows {
  /** Rows read and not yet compared. */
  readonly rows = new Map<number, Stored>();
  readonly #tx: Transaction<Schema>;
  readonly #cursor: Cursor<Stored>;

  private constructor(tx: Transaction<Schema>, cursor: Cursor<Stored>) {
    this.#tx = tx;
    this.#cursor = cursor;
  }

  static async open(tx: Transaction<Schema>): Promise<LeafRows> {
    const query = sql<Stored>`select * from ledger.leaf order by index`;
    return new LeafRows(tx, await Cursor.open(tx, "audit_leaf", query));
  }

  /** Leaf 0 in its bytes, without taking it. */
  async first(): Promise<Uint8Array | undefined> {
    const row = await this.#cursor.peek();
    return row && leafBytes(row, FIRST_PREVIOUS);
  }

  async *runs(): Leaves {
    let previous = FIRST_PREVIOUS;
    let at = 0;
    for (let rows = await this.#cursor.some(); rows.length > 0; rows = await this.#cursor.some()) {
      const run: Uint8Array[] = [];
      let found: Broken | undefined;
      for (const row of rows) {
        found = row.index === at ? undefined : changed(at, "index", `${row.index}`);
        if (found) break;
        const leaf = leafBytes(row, previous);
        const hash = leafHashNative(leaf);
        if (!equal(hash, row.leaf_hash)) found = await this.#whichColumn(row, previous, hash);
        if (found) break;
        this.rows.set(at, row);
        previous = hash;
        run.push(leaf);
        at += 1;
      }
      if (run.length > 0) yield run;
      if (found) yield found;
    }
  }

  /** The hash column is wrong where the next leaf was linked to what we computed; else what is hashed was changed. */
  async #whichColumn(row: Stored, previous: Uint8Array, own: Uint8Array): Promise<Broken> {
    const next = await this.#tx
      .selectFrom("ledger.leaf")
      .selectAll()
      .where("index", "=", row.index + 1)
      .executeTakeFirst();
    const head = await readHead(this.#tx);
    const linked = next
      ? equal(leafHashNative(leafBytes(next, own)), next.leaf_hash)
      : head && equal(head.lastHash, own);
    if (linked) return changed(row.index, "leaf_hash", "");
    const other = leafHashNative(leafBytes({ ...row, carried: !row.carried }, previous));
    if (equal(other, row.leaf_hash)) return changed(row.index, "carried", "");
    return { ...changed(row.index, "entry", ""), entry: row.entry };
  }
}

/** Puts a broken rule down to a table and column: an entry whose signature still holds was not changed itself. */
async function blame(
  found: Broken,
  replay: Replay,
  rows: ReadonlyMap<number, Stored>,
  origin: string,
): Promise<Broken> {
  if (found.rule === "rules-version" || (found.table && found.column !== "entry")) return found;
  const decoded = decodeEntry(found.entry ?? rows.get(found.index)?.entry ?? new Uint8Array());
  const entry = "entry" in decoded ? decoded.entry : undefined;
  const key = entry && replay.book.get("key", kidText(entry.kid))?.key;
  const signed = entry && key !== undefined && (await verifyEntry(entry, unhex(key), origin));
  return { ...found, table: "leaf", column: signed && found.rule === "table" ? "received_ms" : "entry" };
}

function changed(index: number, column: string, detail: string): Broken {
  return { index, rule: "table", table: "leaf", column, detail };
}
