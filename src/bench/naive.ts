// The naive way to the same end: each entry locks the head, loads what it needs, runs the same rules, writes, commits and is signed
// alone. Against it the sequencer's batches are measured.
import { sql } from "kysely";
import { unhex } from "../format/bytes.ts";
import { signerFromSeed } from "../format/ed25519.ts";
import { signNote, treeHeadText } from "../format/note.ts";
import { runBatch, seal } from "../intake/batch.ts";
import { type Prepared, prepare } from "../intake/prepare.ts";
import { Book } from "../rules/book/book.ts";
import type { KeyFact } from "../rules/book/facts.ts";
import { Memory } from "../rules/book/memory.ts";
import { appendBatch, readHead } from "../store/append.ts";
import { openDatabase } from "../store/connect.ts";
import { loadMissing } from "../store/loader.ts";
import { TreeReader } from "../store/tree-reader.ts";
import { View } from "../store/view.ts";
import { BENCH_ORIGIN, type Client } from "./bench-traffic.ts";

/** Entries a second from 64 clients for some seconds, each entry a locked transaction of its own. */
export async function measureNaive(url: string, clients: readonly Client[], seconds: number): Promise<number> {
  const database = await openDatabase({ url, poolSize: 16 });
  const view = new View(database.kysely);
  const tree = new TreeReader(database.kysely);
  const signer = await signerFromSeed(unhex("5a".repeat(32)));
  const keys = new Map<string, KeyFact | undefined>();
  const findKey = async (kid: string) => {
    if (!keys.has(kid)) keys.set(kid, await view.fact("key", kid));
    return keys.get(kid);
  };
  const take = (prepared: Prepared) =>
    database.kysely.transaction().execute(async (tx) => {
      await sql`select 1 from ledger.head for update`.execute(tx);
      const head = await readHead(tx);
      const book = new Book(new Memory(false), head?.nextLot ?? 1);
      const receivedMs = Math.max(Date.now(), head?.receivedMs ?? 0);
      for (;;) {
        const run = runBatch(book, head?.size ?? 0, receivedMs, [prepared]);
        if ("notLoaded" in run) {
          await loadMissing(tx, tree, book.memory, run.notLoaded);
          continue;
        }
        const [outcome] = run.outcomes;
        if (!outcome?.ok) return undefined;
        const sealed = seal(head, receivedMs, run.leaves, book.nextLot);
        await appendBatch(
          { kysely: tx, kind: "postgres", close: async () => undefined },
          head,
          sealed.head,
          sealed.rows,
        );
        await signNote(treeHeadText({ origin: BENCH_ORIGIN, ...sealed.head }), BENCH_ORIGIN, signer);
        return outcome.value.index;
      }
    });
  const began = performance.now();
  const end = began + seconds * 1000;
  let count = 0;
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() < end) {
        const prepared = await prepare(await client.next(), BENCH_ORIGIN, findKey);
        if (!prepared.ok) throw new Error(prepared.problem.code);
        client.answered(await take(prepared.value));
        count += 1;
      }
    }),
  );
  const rate = count / ((performance.now() - began) / 1000);
  await database.close();
  return rate;
}
