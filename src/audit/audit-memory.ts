// The memory of an audit: everything that the log has brought about, of which only what was asked for lately is in the maps. The rest is in a
// temporary file and is read back where a rule asks for it, so that the memory does not grow with the log and the rules see no difference.
import type { AccountKey } from "../rules/book/accounts.ts";
import type { Changes } from "../rules/book/book.ts";
import type { FactKey } from "../rules/book/fact-kinds.ts";
import { compareDue, type Due, type Lot, type LotQueue, Memory } from "../rules/book/memory.ts";
import type { Signal } from "../rules/book/signal.ts";
import { COLD_TABLES, type ColdRow, ColdRows, type ColdTable } from "./cold-rows.ts";

/** Facts and lots together that are held before all of them go to the file. */
const MOST_HELD = 20_000;
/** How far ahead of the time asked for dues are taken out of the file. */
const DUE_AHEAD_MS = 3_600_000;

/** Lots by number, and by account those that entered it since the maps were last emptied. */
class HeldLots extends Map<number, Lot> {
  readonly entered = new Map<AccountKey, Set<number>>();

  override set(id: number, lot: Lot): this {
    if (!this.has(id)) {
      const ids = this.entered.get(lot.account);
      if (ids) ids.add(id);
      else this.entered.set(lot.account, new Set([id]));
    }
    return super.set(id, lot);
  }

  override clear(): void {
    this.entered.clear();
    super.clear();
  }
}

export class AuditMemory extends Memory {
  override readonly lots = new HeldLots();
  readonly #cold = new ColdRows();
  readonly #mostHeld: number;
  /** Changed in the maps since the file was written. */
  readonly #changedFacts = new Set<FactKey>();
  readonly #changedLots = new Set<number>();

  constructor(mostHeld = MOST_HELD) {
    // Not complete: a fact that is not in the maps may be in the file.
    super(false);
    this.#mostHeld = mostHeld;
  }

  /** Takes note of what a leaf has changed for good; between two leaves the maps may be emptied. */
  keep({ facts, lots, dues }: Changes): void {
    for (const { key } of facts) this.#changedFacts.add(key);
    for (const { id, parent } of lots) {
      this.#changedLots.add(id);
      if (parent > 0) this.#changedLots.add(parent);
    }
    for (const due of dues) if (due.atMs > this.dueKnownMs) this.#cold.putDue(due);
    if (this.facts.size + this.lots.size > this.#mostHeld) this.empty();
  }

  /** Brings everything into the file and empties the maps. */
  empty(): void {
    for (const key of this.#changedFacts) this.#cold.putFact(key, this.facts.get(key));
    for (const id of this.#changedLots) this.#cold.putLot(this.lots.get(id)!);
    for (const [key, seq] of this.seqs) if (seq) this.#cold.put("seq", key, seq.index, seq.id);
    for (const [leaf, signals] of this.signals) if (signals.length > 0) this.#cold.putSignals(leaf, signals);
    for (const due of this.dues) this.#cold.putDue(due);
    this.dueKnownMs = -1;
    this.dues.length = 0;
    const maps = [this.facts, this.lots, this.queues, this.seqs, this.signals];
    for (const emptied of [...maps, this.#changedFacts, this.#changedLots]) emptied.clear();
  }

  /** Every row, for a file to go on from; empties the maps. */
  *rows(): Iterable<readonly [ColdTable, Iterable<ColdRow>]> {
    this.empty();
    for (const table of COLD_TABLES) yield [table, this.#cold.rows(table)];
  }

  /** Puts a row of such a file back. */
  putRow(table: ColdTable, row: ColdRow): void {
    this.#cold.put(table, ...row);
  }

  override fact(key: FactKey): unknown {
    let value = this.facts.get(key);
    if (value === undefined) {
      value = this.#cold.fact(key) ?? null;
      this.facts.set(key, value);
    }
    return value ?? undefined;
  }

  override queue(account: AccountKey): LotQueue {
    const known = this.queues.get(account);
    if (known) return known;
    // The file's lots as the maps hold them now, and those that have entered since.
    const ids = new Set(this.lots.entered.get(account));
    for (const lot of this.#cold.openLots(account)) {
      if (!this.lots.has(lot.id)) this.lots.set(lot.id, lot);
      ids.add(lot.id);
    }
    const lots = [...ids].flatMap((id) => this.lots.get(id) ?? []);
    const queue = lots.filter((lot) => lot.account === account && lot.left > 0).sort(inOrder);
    this.queues.set(account, queue);
    return queue;
  }

  override lot(id: number): Lot {
    const held = this.lots.get(id);
    if (held) return held;
    const lot = this.#cold.lot(id);
    if (!lot) throw new Error(`lot ${id} does not exist`);
    this.lots.set(id, lot);
    return lot;
  }

  /** The replay begins with the first leaf, so the highest number of each key is always known, and most numbers are above it. */
  override seq(kid: string, seq: number): { index: number; id: string } | undefined {
    const highest = this.highestSeq.get(kid);
    if (highest === undefined) this.highestSeq.set(kid, 0);
    if (seq > (highest ?? 0)) return undefined;
    const key = `${kid}/${seq}`;
    return this.seqs.get(key) ?? this.#cold.seq(key);
  }

  override signalsAt(leaf: number): readonly Signal[] {
    return this.signals.get(leaf) ?? this.#cold.signals(leaf) ?? [];
  }

  override nextDue(untilMs: number): Due | undefined {
    if (untilMs > this.dueKnownMs) {
      this.dueKnownMs = untilMs + DUE_AHEAD_MS;
      this.dues.push(...this.#cold.takeDues(this.dueKnownMs));
      this.dues.sort(compareDue);
    }
    return super.nextDue(untilMs);
  }
}

function inOrder(a: Lot, b: Lot): number {
  return a.queuePosition - b.queuePosition || a.id - b.id;
}
