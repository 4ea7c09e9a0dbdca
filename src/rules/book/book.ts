// The book of kilograms: facts and lots, and the only place where kilograms move. Every change is journalled, so that an
// entry that is refused, or a batch that must be run again, leaves nothing behind.
import type { Grade, Material } from "../../format/codes.ts";
import type { SignalCode, SignalFigures, Subject } from "../../words/signals.ts";
import { type AccountKey, kindOfAccount } from "./accounts.ts";
import type { FactKey, FactKind, Facts } from "./fact-kinds.ts";
import type { SlipState } from "./facts.ts";
import type { List } from "./lists.ts";
import type { Due, Lot, LotQueue, Memory } from "./memory.ts";
import type { Signal } from "./signal.ts";

/** Everything one leaf changed, in the order it happened: what the store inserts and what an audit compares. */
export type Changes = {
  facts: { key: FactKey; value: unknown }[];
  lots: Lot[];
  dues: Due[];
  listings: { list: List; key: string }[];
  signals: Signal[];
};

/** A claim on lots: which lot, how much of it. */
export type Taking = { readonly lot: Lot; readonly kg: number };

export class Book {
  readonly memory: Memory;
  /** Number of the next lot: dense over the whole log. */
  nextLot: number;
  leaf = 0;
  changes: Changes = noChanges();
  #journal: (() => void)[] = [];

  constructor(memory: Memory, nextLot: number) {
    this.memory = memory;
    this.nextLot = nextLot;
  }

  /** Starts a leaf: what follows is recorded as its changes. */
  open(leaf: number): void {
    this.leaf = leaf;
    this.changes = noChanges();
  }

  /** A place in the journal to roll back to. */
  mark(): number {
    return this.#journal.length;
  }

  /** Undoes everything since the mark, last change first. */
  rollback(mark: number): void {
    while (this.#journal.length > mark) this.#journal.pop()!();
  }

  /** Drops the undo journal: the batch is final. Also drops remembered "no such tree head" answers, since these leaves may have made one. */
  commitJournal(): void {
    for (const [size, head] of this.memory.heads) if (head === null) this.memory.heads.delete(size);
    this.#journal = [];
  }

  get<K extends FactKind>(kind: K, id: number | string): Facts[K] | undefined {
    const value = this.memory.fact(`${kind}/${id}`) as Facts[K] | undefined;
    return value ?? (kind === "slipState" ? (this.#untouched(id) as Facts[K] | undefined) : undefined);
  }

  /** Most slips are on their way when someone looks, and nothing has happened to them yet: that needs no fact of its own. */
  #untouched(slip: number | string): SlipState | undefined {
    return this.get("slip", slip) && untouchedSlip(Number(slip));
  }

  /** A fact that an accepted entry guarantees; its absence is a broken invariant. */
  need<K extends FactKind>(kind: K, id: number | string): Facts[K] {
    const value = this.get(kind, id);
    if (value === undefined) throw new Error(`no ${kind} ${id} in the book`);
    return value;
  }

  put<K extends FactKind>(kind: K, id: number | string, value: Facts[K]): void {
    const key: FactKey = `${kind}/${id}`;
    const { facts } = this.memory;
    const before = facts.get(key);
    const had = facts.has(key);
    this.#journal.push(() => (had ? facts.set(key, before) : facts.delete(key)));
    facts.set(key, value);
    this.changes.facts.push({ key, value });
  }

  /** Remembers that a fact which this leaf could have written does not exist, so that nobody asks the store for it. */
  markAbsent(kind: FactKind, id: number): void {
    const key: FactKey = `${kind}/${id}`;
    const { facts } = this.memory;
    if (this.memory.complete || facts.has(key)) return;
    facts.set(key, null);
    this.#journal.push(() => void facts.delete(key));
  }

  /** Puts a key on a list that pages read, newest first. */
  enlist(list: List, key: number | string): void {
    this.changes.listings.push({ list, key: String(key) });
  }

  /** Notices something of the closed list. */
  signal<C extends SignalCode>(code: C, subject: Subject, figures: SignalFigures<C>): void {
    this.changes.signals.push({ code, subject, project: null, figures });
  }

  /** Remembers this leaf's signals, so that a later leaf can close one. */
  keepSignals(): void {
    const { leaf } = this;
    this.memory.signals.set(leaf, this.changes.signals);
    this.#journal.push(() => void this.memory.signals.delete(leaf));
  }

  recordSeq(kid: string, seq: number, id: string): void {
    const key = `${kid}/${seq}`;
    const { seqs, highestSeq } = this.memory;
    const before = seqs.get(key);
    const top = highestSeq.get(kid);
    this.#journal.push(() => {
      if (before === undefined) seqs.delete(key);
      else seqs.set(key, before);
      if (top !== undefined) highestSeq.set(kid, top);
    });
    seqs.set(key, { index: this.leaf, id });
    if (top !== undefined && seq > top) highestSeq.set(kid, seq);
  }

  /** Has `key` fall due at a time. */
  due(atMs: number, key: string): void {
    const due = { atMs, leaf: this.leaf, key };
    this.changes.dues.push(due);
    const { dues } = this.memory;
    if (this.memory.addDue(due) >= 0) this.#journal.push(() => void dues.splice(dues.indexOf(due), 1));
  }

  /** Takes the next thing due at or before `untilMs` off the queue. */
  takeDue(untilMs: number): Due | undefined {
    const due = this.memory.nextDue(untilMs);
    if (!due) return undefined;
    const { dues } = this.memory;
    dues.shift();
    this.#journal.push(() => void dues.unshift(due));
    return due;
  }

  /** The open lots of an account, first in first. */
  lots(account: AccountKey): Lot[] {
    return [...this.memory.queue(account)];
  }

  /** Kilograms in an account. */
  balance(account: AccountKey): number {
    let kg = 0;
    for (const lot of this.lots(account)) kg += lot.left;
    return kg;
  }

  /** The first lots of an account that make up `kg`, or all there are. */
  first(account: AccountKey, kg: number): Taking[] {
    const takings: Taking[] = [];
    let need = kg;
    for (const lot of this.memory.queue(account)) {
      if (need === 0) break;
      const take = Math.min(lot.left, need);
      takings.push({ lot, kg: take });
      need -= take;
    }
    return takings;
  }

  /** Brings kilograms out of the ground of a source: the only place where they begin. */
  fromGround(source: number, material: Material, kg: number, account: AccountKey, grade: Grade): Lot {
    assertKg(kg);
    const id = this.#number();
    const lot: Lot = {
      id,
      leaf: this.leaf,
      parent: 0,
      parentLeft: 0,
      account,
      kg,
      left: kg,
      queuePosition: id,
      material,
      source,
      grade,
    };
    this.#enter(lot);
    return lot;
  }

  /** Moves part of a lot to another account. `queuePosition` is given where kilograms regain a place; `material` where a crusher relabels. */
  move(taking: Taking, account: AccountKey, as: { queuePosition?: number; material?: Material } = {}): Lot {
    assertKg(taking.kg);
    const from = this.memory.queue(taking.lot.account);
    const at = indexOfLot(from, taking.lot);
    const current = from[at];
    if (!current || current.left < taking.kg) throw new Error(`lot ${taking.lot.id} does not hold ${taking.kg} kg`);
    const left = current.left - taking.kg;
    this.#setLeft(from, at, left);
    const id = this.#number();
    const lot: Lot = {
      id,
      leaf: this.leaf,
      parent: current.id,
      parentLeft: left,
      account,
      kg: taking.kg,
      left: taking.kg,
      queuePosition: as.queuePosition ?? id,
      material: as.material ?? current.material,
      source: current.source,
      grade: current.grade,
    };
    this.#enter(lot);
    return lot;
  }

  #number(): number {
    const id = this.nextLot;
    this.#journal.push(() => {
      this.nextLot = id;
    });
    this.nextLot = id + 1;
    return id;
  }

  #setLeft(queue: LotQueue, at: number, left: number): void {
    const before = queue[at]!;
    const after = { ...before, left };
    const spent = left === 0;
    if (spent) queue.splice(at, 1);
    else queue[at] = after;
    this.memory.lots.set(after.id, after);
    this.#journal.push(() => {
      queue.splice(at, spent ? 0 : 1, before);
      this.memory.lots.set(before.id, before);
    });
    if (spent && at === 0 && keepsFirstOpenLot(before.account)) this.#putFirstOpenLot(before.account, queue);
  }

  /** An account that this leaf brings into being: known to be empty without looking. */
  openAccount(account: AccountKey): void {
    const { queues } = this.memory;
    if (queues.has(account)) return;
    queues.set(account, []);
    this.#journal.push(() => void queues.delete(account));
  }

  #enter(lot: Lot): void {
    // A new lot goes to the end of its queue, so the queue need not be loaded; a returned lot's place must be found.
    const known = this.memory.complete || this.memory.queues.has(lot.account) || lot.queuePosition !== lot.id;
    const queue = known ? this.memory.queue(lot.account) : undefined;
    this.changes.lots.push(lot);
    this.memory.lots.set(lot.id, lot);
    this.#journal.push(() => this.#takeOut(lot));
    if (!queue) return;
    let at = queue.length;
    while (at > 0 && comesAfter(queue[at - 1]!, lot)) at -= 1;
    queue.splice(at, 0, lot);
    if (at === 0 && lot.queuePosition !== lot.id && keepsFirstOpenLot(lot.account))
      this.#putFirstOpenLot(lot.account, queue);
  }

  /** Undoes that a lot entered; its queue may have been loaded since. */
  #takeOut(lot: Lot): void {
    this.memory.lots.delete(lot.id);
    const queue = this.memory.queues.get(lot.account) ?? [];
    const at = queue.findLastIndex(({ id }) => id === lot.id);
    if (at >= 0) queue.splice(at, 1);
  }

  /** Where the open lots of a long account begin, so that nobody ever reads its spent ones. */
  #putFirstOpenLot(account: AccountKey, queue: LotQueue): void {
    const [first] = queue;
    this.put("firstOpenLot", account, { queuePosition: first ? first.queuePosition : this.nextLot });
  }
}

/** The state of a slip that was issued and not yet seen. */
export function untouchedSlip(slip: number): SlipState {
  return {
    status: "transit",
    parts: [],
    receivedKg: 0,
    receivedMilli: 0,
    final: null,
    finalS: null,
    observations: [],
    contested: null,
    changed: slip,
  };
}

function noChanges(): Changes {
  return { facts: [], lots: [], dues: [], listings: [], signals: [] };
}

function assertKg(kg: number): void {
  if (!Number.isSafeInteger(kg) || kg <= 0) throw new Error(`${kg} is not a positive whole number of kilograms`);
}

/** Where a lot is in its queue, which is in order. */
function indexOfLot(queue: LotQueue, lot: Lot): number {
  let low = 0;
  let high = queue.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comesAfter(lot, queue[middle]!)) low = middle + 1;
    else high = middle;
  }
  return queue[low]?.id === lot.id ? low : -1;
}

function comesAfter(a: Lot, b: Lot): boolean {
  return a.queuePosition > b.queuePosition || (a.queuePosition === b.queuePosition && a.id > b.id);
}

function keepsFirstOpenLot(account: AccountKey): boolean {
  const kind = kindOfAccount(account);
  return kind === "stock" || kind === "project";
}
