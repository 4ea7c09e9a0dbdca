// One batch through the rules: entry by entry against the book, then leaves, tree and rows for the store. Nothing here waits; what
// is not in memory is collected for everyone at once, loaded by the caller, and the batch is run again from the start.
import { logEvent } from "../eventlog.ts";
import { hex } from "../format/bytes.ts";
import type { Entry } from "../format/entry.ts";
import { KINDS } from "../format/kinds.ts";
import { encodeLeaf, FIRST_PREVIOUS } from "../format/leaf.ts";
import { slipCode } from "../format/slipcode.ts";
import { TILE_HEIGHT } from "../format/tile.ts";
import { appendCompleted, type Frontier, hashesCompletedBy, leafHash, rootOf } from "../format/tree.ts";
import { accountKey } from "../rules/book/accounts.ts";
import type { Book, Changes } from "../rules/book/book.ts";
import { placeOfList } from "../rules/book/lists.ts";
import { type Memory, Missing, type NotLoaded } from "../rules/book/memory.ts";
import { type Accepted, step } from "../rules/kinds/fold.ts";
import { daysAround } from "../rules/slips/trips.ts";
import { type HeadRow, type LedgerRows, noRows } from "../store/append.ts";
import { besideLeaf, expiryOf, factPlaceOf, factText } from "../store/fact-rows.ts";
import { type Problem, problem } from "../words/problem.ts";
import { ok, type Result, refused } from "../words/result.ts";
import { type Prepared, slipNamedBy } from "./prepare.ts";

/** The outcome of one submission: the index of its leaf (new or from an earlier submission of the same bytes), or a problem. */
export type EntryOutcome = Result<{ index: number; fresh: boolean; verdict: Problem | null }>;

/** An accepted leaf of the batch, before it is hashed. */
export type NewLeaf = { entry: Entry; carried: boolean; accepted: Accepted; changes: Changes };
export type JudgedRun = { outcomes: EntryOutcome[]; leaves: NewLeaf[] };
/** `lacking`: the entries, by their place in the batch, that asked for what is not loaded. */
export type Run = JudgedRun | { notLoaded: NotLoaded[]; lacking: number[] };

/** Runs a batch against the book from index `size` on. Where something is not loaded, the book is left as it was. */
export function runBatch(book: Book, size: number, receivedMs: number, batch: readonly Prepared[]): Run {
  const start = book.mark();
  const outcomes: (EntryOutcome | Broken)[] = [];
  const leaves: NewLeaf[] = [];
  const notLoaded: NotLoaded[] = [];
  const lacking: number[] = [];
  for (const [at, prepared] of batch.entries()) {
    const before = book.mark();
    const count = leaves.length;
    try {
      outcomes.push(runOne(book, size, receivedMs, prepared, leaves));
    } catch (error) {
      leaves.length = count;
      book.rollback(before);
      if (error instanceof Missing) {
        notLoaded.push(...error.notLoaded);
        lacking.push(at);
      } else outcomes.push({ broken: error });
    }
  }
  if (notLoaded.length === 0) return { outcomes: outcomes.map((each, i) => settled(each, batch[i]!.entry)), leaves };
  book.rollback(start);
  return { notLoaded, lacking };
}

/** A rule threw. While something was lacking that may only mean that an earlier entry of the batch was not there yet. */
type Broken = { broken: unknown };

/** An entry on which a rule broke is refused by itself: its neighbours are not to blame. */
function settled(outcome: EntryOutcome | Broken, entry: Entry): EntryOutcome {
  if (!("broken" in outcome)) return outcome;
  logEvent("rules.broken", { entry: hex(entry.id), kind: entry.kind }, outcome.broken);
  return refused(problem("internal"));
}

function runOne(book: Book, size: number, receivedMs: number, prepared: Prepared, leaves: NewLeaf[]): EntryOutcome {
  const { entry, carried } = prepared;
  const stored = book.memory.seq(hex(entry.kid), entry.seq);
  if (stored?.id === hex(entry.id)) return ok({ index: stored.index, fresh: false, verdict: null });
  const before = book.mark();
  const count = leaves.length;
  // If the embedded slip is invalid or already logged, process the observation without it.
  if (carried && !book.memory.seq(hex(carried.kid), carried.seq)) {
    const slip = attempt(book, size + leaves.length, receivedMs, carried, true);
    if (slip.ok) leaves.push(slip.value);
  }
  const result = attempt(book, size + leaves.length, receivedMs, entry, false);
  if (!result.ok) {
    book.rollback(before);
    leaves.length = count;
    return result;
  }
  leaves.push(result.value);
  return ok({ index: size + leaves.length - 1, fresh: true, verdict: result.value.accepted.verdict });
}

function attempt(book: Book, index: number, receivedMs: number, entry: Entry, carried: boolean): Result<NewLeaf> {
  const before = book.mark();
  const result = step(book, { index, receivedMs, entry, carried });
  if (result.ok) return ok({ entry, carried, accepted: result.value, changes: book.changes });
  book.rollback(before);
  return result;
}

/** The facts that every entry asks for first: loading them beforehand saves a round. */
export function foreseen(batch: readonly Prepared[]): NotLoaded[] {
  const notLoaded: NotLoaded[] = [];
  for (const { entry, carried } of batch) {
    for (const each of carried ? [entry, carried] : [entry]) {
      notLoaded.push({ what: "seq", kid: hex(each.kid), seq: each.seq });
      // Rules ask for the number before a passage: one that is missing was dropped, or lies unsent.
      if (each.kind === "passage.record" && each.seq > 1)
        notLoaded.push({ what: "seq", kid: hex(each.kid), seq: each.seq - 1 });
      if (each.anchor.size > 0) notLoaded.push({ what: "head", size: each.anchor.size });
      if (each.kind === "slip.issue") {
        notLoaded.push(
          { what: "fact", key: `vehicle/${each.body.vehicle}` },
          { what: "fact", key: `lastSlipOfVehicle/${each.body.vehicle}` },
          { what: "fact", key: `code/${slipCode(each.id)}` },
          ...daysAround(each.body.vehicle, each.claimedS, each.claimedS).map(
            (day): NotLoaded => ({ what: "fact", key: `trips/${day}` }),
          ),
          { what: "fact", key: `obligations/${each.body.vehicle}` },
        );
      }
      const named = slipNamedBy(each)?.index;
      if (named !== undefined) {
        notLoaded.push({ what: "fact", key: `slip/${named}` }, { what: "fact", key: `slipState/${named}` });
        if (each.kind === "load.receive")
          notLoaded.push({ what: "queue", account: accountKey({ kind: "transit", slip: named }) });
      }
    }
  }
  return notLoaded;
}

/** True if the memory already holds what would be loaded. */
export function isHeld(memory: Memory, item: NotLoaded): boolean {
  if (item.what === "fact") return memory.facts.has(item.key);
  if (item.what === "queue") return memory.queues.has(item.account);
  if (item.what === "head") return memory.heads.has(item.size);
  if (item.what === "seq")
    return (
      memory.seqs.has(`${item.kid}/${item.seq}`) ||
      item.seq > (memory.highestSeq.get(item.kid) ?? Number.POSITIVE_INFINITY)
    );
  return false;
}

/** The batch as it will be stored, with every hash that a proof of its leaves needs. */
export type Sealed = {
  head: HeadRow;
  rows: LedgerRows;
  nodes: Map<string, Uint8Array>;
  hashes: Uint8Array[];
  before: Uint8Array;
};

/** Chains and hashes the leaves onto the head, and lays out the rows. */
export function seal(
  head: HeadRow | undefined,
  receivedMs: number,
  leaves: readonly NewLeaf[],
  nextLot: number,
): Sealed {
  const rows = noRows();
  let frontier: Frontier = { size: head?.size ?? 0, peaks: head?.peaks ?? [] };
  let previous = head?.lastHash ?? FIRST_PREVIOUS;
  const nodes = peakNodes(frontier);
  const hashes: Uint8Array[] = [];
  for (const leaf of leaves) {
    const index = frontier.size;
    const hash = leafHash(encodeLeaf({ index, receivedMs, previous, entry: leaf.entry.bytes, carried: leaf.carried }));
    const completed = hashesCompletedBy(frontier, hash);
    for (const node of completed) {
      nodes.set(`${node.level}/${node.index}`, node.hash);
      if (node.level > 0 && node.level % TILE_HEIGHT === 0) layNode(rows, node);
    }
    frontier = appendCompleted(frontier, completed);
    layLeaf(rows, index, receivedMs, hash, leaf);
    layChanges(rows, index, leaf.changes);
    previous = hash;
    hashes.push(hash);
  }
  const after = {
    size: frontier.size,
    lastHash: previous,
    root: rootOf(frontier),
    receivedMs,
    nextLot,
    peaks: frontier.peaks,
  };
  return { head: after, rows, nodes, hashes, before: head?.lastHash ?? FIRST_PREVIOUS };
}

/** Peaks by their place in the tree: with the new nodes, all that proofs of new leaves touch. */
function peakNodes(frontier: Frontier): Map<string, Uint8Array> {
  const nodes = new Map<string, Uint8Array>();
  let start = 0;
  let rest = frontier.size;
  for (const peak of frontier.peaks) {
    const level = Math.floor(Math.log2(rest));
    nodes.set(`${level}/${start / 2 ** level}`, peak);
    start += 2 ** level;
    rest -= 2 ** level;
  }
  return nodes;
}

function layNode(rows: LedgerRows, node: { level: number; index: number; hash: Uint8Array }): void {
  rows.node.level.push(node.level);
  rows.node.index.push(node.index);
  rows.node.hash.push(node.hash);
}

function layLeaf(rows: LedgerRows, index: number, receivedMs: number, hash: Uint8Array, leaf: NewLeaf): void {
  const { entry, accepted } = leaf;
  rows.leaf.index.push(index);
  rows.leaf.received_ms.push(receivedMs);
  rows.leaf.event_s.push(accepted.eventS);
  rows.leaf.kind.push(KINDS[entry.kind].number);
  rows.leaf.kid.push(entry.kid);
  rows.leaf.seq.push(entry.seq);
  rows.leaf.carried.push(leaf.carried);
  rows.leaf.entry.push(entry.bytes);
  rows.leaf.leaf_hash.push(hash);
  rows.leaf.code.push(null);
  rows.leaf.sent_from.push(null);
  rows.leaf.sent_to.push(null);
  rows.leaf.verdict.push(accepted.verdict && JSON.stringify(accepted.verdict));
}

/** Adds the rows for this leaf's changes. If a leaf changed a fact twice, only the last value is stored. */
function layChanges(rows: LedgerRows, index: number, changes: Changes): void {
  const facts = new Map(changes.facts.map(({ key, value }) => [key, value]));
  for (const [key, value] of facts) {
    const place = factPlaceOf(key);
    if ("code" in place) {
      rows.leaf.code[rows.leaf.index.length - 1] = place.code;
      continue;
    }
    const row = "number" in place ? rows.fact : rows.named;
    if ("number" in place) rows.fact.number.push(place.number);
    else rows.named.name.push(place.name);
    row.kind.push(place.kind);
    row.leaf.push(index);
    row.value.push(factText(key, value));
  }
  for (const lot of changes.lots) {
    rows.lot.id.push(lot.id);
    rows.lot.leaf.push(index);
    rows.lot.parent.push(lot.parent);
    rows.lot.parent_left.push(lot.parentLeft);
    rows.lot.account.push(lot.account);
    rows.lot.kg.push(lot.kg);
    rows.lot.position.push(lot.queuePosition);
    rows.lot.material.push(lot.material);
    rows.lot.source.push(lot.source);
    rows.lot.grade.push(lot.grade);
  }
  for (const due of changes.dues) {
    rows.due.at_ms.push(due.atMs);
    rows.due.leaf.push(index);
    rows.due.key.push(due.key === expiryOf(index) ? null : due.key);
  }
  for (const { list, key } of new Map(changes.listings.map((each) => [`${each.list} ${each.key}`, each])).values()) {
    const place = placeOfList(list);
    const beside = key === String(index) ? besideLeaf(place.list) : undefined;
    if (beside) {
      rows.leaf[beside][rows.leaf.index.length - 1] = place.about;
      continue;
    }
    rows.listing.list.push(place.list);
    rows.listing.about.push(place.about);
    rows.listing.leaf.push(index);
    rows.listing.key.push(key === String(index) ? null : key);
  }
  for (const [ordinal, signal] of changes.signals.entries()) {
    rows.signal.leaf.push(index);
    rows.signal.ordinal.push(ordinal);
    rows.signal.project.push(signal.project);
    rows.signal.code.push(signal.code);
    rows.signal.subject.push(signal.subject);
    rows.signal.figures.push(JSON.stringify(signal.figures));
  }
}
