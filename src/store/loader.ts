// Loading what a partial memory does not hold: all of a batch together, one query for each sort of thing.
import { type Kysely, sql } from "kysely";
import { hex } from "../format/bytes.ts";
import type { Grade, Material } from "../format/codes.ts";
import { entryIdOf } from "../format/entry.ts";
import { hashesForRoot, rootOf } from "../format/tree.ts";
import { type AccountKey, kindOfAccount } from "../rules/book/accounts.ts";
import { FACTS, type FactKey } from "../rules/book/fact-kinds.ts";
import { LISTS } from "../rules/book/lists.ts";
import { compareDue, type Lot, Memory, type NotLoaded } from "../rules/book/memory.ts";
import { expiryOf, factPlaceOf, readFact } from "./fact-rows.ts";
import type { Schema } from "./schema.ts";
import { readSignal } from "./signal-reader.ts";
import type { TreeReader } from "./tree-reader.ts";

type Of<W extends NotLoaded["what"]> = Extract<NotLoaded, { what: W }>;

/** How far ahead of the time asked for the due list is read, so that it is not asked for again with every batch. */
const DUE_AHEAD_MS = 600_000;

/** Past every leaf that a log can have. */
const END = Number.MAX_SAFE_INTEGER;

/**
 * Fills the memory with everything named; what the store does not hold is remembered as absent. With `before`, facts and lots are
 * as they stood just before that leaf: the ledger only ever grows, so the past is a matter of not looking further.
 */
export async function loadMissing(
  db: Kysely<Schema>,
  tree: TreeReader,
  memory: Memory,
  notLoaded: readonly NotLoaded[],
  before: number = END,
): Promise<void> {
  const of = <W extends NotLoaded["what"]>(what: W) => notLoaded.filter((item): item is Of<W> => item.what === what);
  await Promise.all([
    loadFacts(db, memory, of("fact"), before),
    loadSeqs(db, memory, of("seq")),
    loadHighestSeqs(db, memory, of("seq")),
    loadLots(db, memory, of("lot"), before),
    loadSignals(db, memory, of("signals")),
    of("waiting").length > 0 ? loadWaiting(db, memory) : undefined,
  ]);
  for (const account of new Set(of("queue").map((item) => item.account))) await loadQueue(db, memory, account, before);
  for (const size of new Set(of("head").map((item) => item.size))) await loadHead(db, tree, memory, size);
  const due = of("due");
  if (due.length > 0) await loadDue(db, memory, Math.max(...due.map((item) => item.untilMs)));
}

/** The newest version of one fact by its whole key, "kind/id"; undefined where there is none. */
export async function loadFact(db: Kysely<Schema>, tree: TreeReader, key: FactKey): Promise<unknown> {
  const scratch = new Memory(false);
  await loadMissing(db, tree, scratch, [{ what: "fact", key }]);
  return scratch.facts.get(key) ?? undefined;
}

/** The newest version of each fact. */
async function loadFacts(
  db: Kysely<Schema>,
  memory: Memory,
  notLoaded: readonly Of<"fact">[],
  before: number,
): Promise<void> {
  const keys = [...new Set(notLoaded.map((item) => item.key))];
  const places = keys.map((key) => ({ key, ...factPlaceOf(key) }));
  const numbered = places.filter((place) => "number" in place);
  const named = places.filter((place) => "name" in place);
  const codes = places.filter((place) => "code" in place);
  const keep = (wanted: readonly { key: FactKey }[], rows: readonly FoundFact[]) => {
    for (const { key } of wanted) memory.facts.set(key, null);
    for (const { at, value } of rows) {
      const { key } = wanted[at - 1]!;
      memory.facts.set(key, readFact(key, value));
    }
  };
  await Promise.all([
    numbered.length > 0 && newestNumbered(db, numbered, before).then((rows) => keep(numbered, rows)),
    named.length > 0 && newestNamed(db, named, before).then((rows) => keep(named, rows)),
    codes.length > 0 && loadCodes(db, memory, codes, before),
  ]);
}

/** The latest slip that bears each code. */
async function loadCodes(
  db: Kysely<Schema>,
  memory: Memory,
  wanted: readonly { key: FactKey; code: number }[],
  before: number,
): Promise<void> {
  const { rows } = await sql<{ code: number; slip: number }>`
    select code, max(index) as slip from ledger.leaf
    where code = any(${wanted.map(({ code }) => code)}::bigint[]) and index < ${before} group by code`.execute(db);
  const slips = new Map(rows.map(({ code, slip }) => [code, slip]));
  for (const { key, code } of wanted) {
    const slip = slips.get(code);
    memory.facts.set(key, slip === undefined ? null : { slip });
  }
}

/** `at` counts from 1 in the order asked. */
type FoundFact = { at: number; value: string };

async function newestNumbered(
  db: Kysely<Schema>,
  wanted: readonly { kind: number; number: number }[],
  before: number,
): Promise<FoundFact[]> {
  const kinds = wanted.map(({ kind }) => kind);
  const numbers = wanted.map(({ number }) => number);
  const { rows } = await sql<FoundFact>`
    select wanted.at, newest.value from unnest(${kinds}::smallint[], ${numbers}::integer[]) with ordinality as wanted(kind, number, at)
    cross join lateral (select value from ledger.fact
      where kind = wanted.kind and number = wanted.number and leaf < ${before} order by leaf desc limit 1) newest`.execute(
    db,
  );
  return rows;
}

async function newestNamed(
  db: Kysely<Schema>,
  wanted: readonly { kind: number; name: string }[],
  before: number,
): Promise<FoundFact[]> {
  const kinds = wanted.map(({ kind }) => kind);
  const names = wanted.map(({ name }) => name);
  const { rows } = await sql<FoundFact>`
    select wanted.at, newest.value from unnest(${kinds}::smallint[], ${names}::text[]) with ordinality as wanted(kind, name, at)
    cross join lateral (select value from ledger.named
      where kind = wanted.kind and name = wanted.name and leaf < ${before} order by leaf desc limit 1) newest`.execute(
    db,
  );
  return rows;
}

async function loadSeqs(db: Kysely<Schema>, memory: Memory, notLoaded: readonly Of<"seq">[]): Promise<void> {
  if (notLoaded.length === 0) return;
  for (const { kid, seq } of notLoaded) memory.seqs.set(`${kid}/${seq}`, null);
  const { rows } = await sql<{ kid: string; seq: number; index: number; entry: Uint8Array }>`
    select encode(leaf.kid, 'hex') as kid, leaf.seq, leaf.index, leaf.entry
    from unnest(${notLoaded.map((item) => item.kid)}::text[], ${notLoaded.map((item) => item.seq)}::bigint[]) as wanted(kid, seq)
    join ledger.leaf on leaf.kid = decode(wanted.kid, 'hex') and leaf.seq = wanted.seq`.execute(db);
  for (const { kid, seq, index, entry } of rows) memory.seqs.set(`${kid}/${seq}`, { index, id: hex(entryIdOf(entry)) });
}

async function loadHighestSeqs(db: Kysely<Schema>, memory: Memory, notLoaded: readonly Of<"seq">[]): Promise<void> {
  const kids = [...new Set(notLoaded.map((item) => item.kid))].filter((kid) => !memory.highestSeq.has(kid));
  if (kids.length === 0) return;
  const { rows } = await sql<{ kid: string; top: number | null }>`
    select wanted.kid, (select max(seq) from ledger.leaf where leaf.kid = decode(wanted.kid, 'hex')) as top
    from unnest(${kids}::text[]) as wanted(kid)`.execute(db);
  for (const { kid, top } of rows) memory.highestSeq.set(kid, top ?? 0);
}

/** The signals of each leaf that is asked for, in their order. */
async function loadSignals(db: Kysely<Schema>, memory: Memory, lacks: readonly Of<"signals">[]): Promise<void> {
  if (lacks.length === 0) return;
  const leaves = [...new Set(lacks.map((lack) => lack.leaf))];
  const rows = await db
    .selectFrom("ledger.signal")
    .selectAll()
    .where("leaf", "in", leaves)
    .orderBy("leaf")
    .orderBy("ordinal")
    .execute();
  const found = Map.groupBy(rows, (row) => row.leaf);
  for (const leaf of leaves) memory.signals.set(leaf, (found.get(leaf) ?? []).map(readSignal));
}

/** All codes that were typed before their slip came. */
async function loadWaiting(db: Kysely<Schema>, memory: Memory): Promise<void> {
  const rows = await db.selectFrom("ledger.listing").select("key").where("list", "=", LISTS.waiting).execute();
  memory.waiting = new Set(rows.flatMap((row) => row.key ?? []));
}

type LotRow = {
  id: number;
  leaf: number;
  parent: number;
  parent_left: number;
  account: AccountKey;
  kg: number;
  left: number;
  position: number;
  material: Material;
  source: number;
  grade: Grade;
};

function lotOf(row: LotRow): Lot {
  const { parent_left: parentLeft, position: queuePosition, ...rest } = row;
  return { ...rest, parentLeft, queuePosition };
}

// The rest of a lot is the kilograms that its latest child left in it.
const left = (before: number) =>
  sql`coalesce((select child.parent_left from ledger.lot child where child.parent = lot.id and child.parent > 0 and child.leaf < ${before} order by child.id desc limit 1), lot.kg)`;

/** The named lots with all their ancestors, since whoever asks for one walks its origin. */
async function loadLots(
  db: Kysely<Schema>,
  memory: Memory,
  notLoaded: readonly Of<"lot">[],
  before: number,
): Promise<void> {
  if (notLoaded.length === 0) return;
  const { rows } = await sql<LotRow>`
    with recursive chain(id, parent) as (
      select id, parent from ledger.lot where id = any(${notLoaded.map((item) => item.id)}::bigint[])
      union select lot.id, lot.parent from chain join ledger.lot on lot.id = chain.parent)
    select lot.*, ${left(before)} as left from chain join ledger.lot on lot.id = chain.id`.execute(db);
  for (const row of rows) if (!memory.lots.has(row.id)) memory.lots.set(row.id, lotOf(row));
}

/** The open lots of an account, from the first one on. */
async function loadQueue(db: Kysely<Schema>, memory: Memory, account: AccountKey, before: number): Promise<void> {
  const { rows } = await sql<LotRow>`
    select * from (
      select lot.*, ${left(before)} as left from ledger.lot
      where account = ${account} and leaf < ${before} and position >= coalesce(
        (select (value::json ->> 0)::bigint from ledger.named
         where kind = ${FACTS.firstOpenLot.number} and name = ${account} and leaf < ${before} order by leaf desc limit 1), 0)
    ) open where open.left > 0 order by position, id`.execute(db);
  const queue = rows.map(lotOf);
  for (const lot of queue) memory.lots.set(lot.id, lot);
  memory.queues.set(account, queue);
  // A claim walks the origin of everything in its package: those ancestors come along.
  if (kindOfAccount(account) === "project")
    await loadLots(
      db,
      memory,
      queue.map((lot) => ({ what: "lot", id: lot.id })),
      before,
    );
}

async function loadHead(db: Kysely<Schema>, tree: TreeReader, memory: Memory, size: number): Promise<void> {
  const last = await db
    .selectFrom("ledger.leaf")
    .select("received_ms")
    .where("index", "=", size - 1)
    .executeTakeFirst();
  if (!last) {
    memory.heads.set(size, null);
    return;
  }
  const nodes = hashesForRoot(size);
  const read = await tree.load(nodes);
  const root = rootOf({ size, peaks: nodes.map((node) => read(node.level, node.index)) });
  memory.heads.set(size, { root8: hex(root.subarray(0, 8)), receivedMs: last.received_ms });
}

/** Everything due after what the log's last leaf has already brought about. */
async function loadDue(db: Kysely<Schema>, memory: Memory, untilMs: number): Promise<void> {
  const head = await db.selectFrom("ledger.head").select("received_ms").executeTakeFirst();
  const afterMs = memory.dueKnownMs >= 0 ? memory.dueKnownMs : (head?.received_ms ?? -1);
  const knownMs = untilMs + DUE_AHEAD_MS;
  const rows = await db
    .selectFrom("ledger.due")
    .selectAll()
    .where("at_ms", ">", afterMs)
    .where("at_ms", "<=", knownMs)
    .execute();
  for (const { at_ms, leaf, key } of rows) memory.dues.push({ atMs: at_ms, leaf, key: key ?? expiryOf(leaf) });
  memory.dues.sort(compareDue);
  memory.dueKnownMs = knownMs;
}
