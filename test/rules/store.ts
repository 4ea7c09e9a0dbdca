// What a database would keep of the accepted leaves, and how a partial memory is given what it lacks: the same questions that
// src/store/loader.ts answers with SQL, answered from the recorded changes.

import { hex } from "../../src/format/bytes.ts";
import type { Entry } from "../../src/format/entry.ts";
import type { AccountKey } from "../../src/rules/book/accounts.ts";
import type { Changes } from "../../src/rules/book/book.ts";
import { compareDue, type Due, type Lot, type Memory, type NotLoaded } from "../../src/rules/book/memory.ts";
import { factText, readFact } from "../../src/store/fact-rows.ts";

const AHEAD_MS = 600_000;

export class Store {
  readonly #facts = new Map<string, string>();
  readonly #lots = new Map<number, Lot>();
  readonly #left = new Map<number, number>();
  readonly #accounts = new Map<string, number[]>();
  readonly #seqs = new Map<string, { index: number; id: string }>();
  readonly #highestSeq = new Map<string, number>();
  readonly #waiting = new Set<string>();
  readonly #dues: Due[] = [];
  #size = 0;
  #receivedMs = -1;
  nextLot = 1;

  append(receivedMs: number, entry: Entry, changes: Changes): void {
    for (const { key, value } of changes.facts) this.#facts.set(key, factText(key, value));
    for (const lot of changes.lots) {
      this.#lots.set(lot.id, { ...lot, left: lot.kg });
      this.#left.set(lot.id, lot.kg);
      if (lot.parent !== 0) this.#left.set(lot.parent, lot.parentLeft);
      this.#accounts.set(lot.account, [...(this.#accounts.get(lot.account) ?? []), lot.id]);
      this.nextLot = lot.id + 1;
    }
    for (const { list, key } of changes.listings) if (list === "waiting") this.#waiting.add(key);
    this.#dues.push(...changes.dues);
    const kid = hex(entry.kid);
    this.#seqs.set(`${kid}/${entry.seq}`, { index: this.#size, id: hex(entry.id) });
    this.#highestSeq.set(kid, Math.max(entry.seq, this.#highestSeq.get(kid) ?? 0));
    this.#size += 1;
    this.#receivedMs = receivedMs;
  }

  load(memory: Memory, notLoaded: readonly NotLoaded[], pastHead: NonNullable<Memory["pastHead"]>): void {
    for (const item of notLoaded) {
      if (item.what === "fact") {
        const value = this.#facts.get(item.key);
        memory.facts.set(item.key, value === undefined ? null : readFact(item.key, value));
      }
      if (item.what === "seq") {
        memory.seqs.set(`${item.kid}/${item.seq}`, this.#seqs.get(`${item.kid}/${item.seq}`) ?? null);
        memory.highestSeq.set(item.kid, this.#highestSeq.get(item.kid) ?? 0);
      }
      if (item.what === "head")
        memory.heads.set(item.size, item.size <= this.#size ? (pastHead(item.size) ?? null) : null);
      if (item.what === "waiting") memory.waiting = new Set(this.#waiting);
      if (item.what === "lot") this.#loadChain(memory, item.id);
      if (item.what === "queue") this.#loadQueue(memory, item.account);
      if (item.what === "due") this.#loadDue(memory, item.untilMs);
    }
  }

  #lot(id: number): Lot {
    return { ...this.#lots.get(id)!, left: this.#left.get(id)! };
  }

  #loadChain(memory: Memory, id: number): void {
    for (let at = id; at !== 0; at = this.#lots.get(at)!.parent)
      if (!memory.lots.has(at)) memory.lots.set(at, this.#lot(at));
  }

  #loadQueue(memory: Memory, account: AccountKey): void {
    const first = this.#facts.get(`firstOpenLot/${account}`);
    const from =
      first === undefined ? 0 : (readFact("firstOpenLot/", first) as { queuePosition: number }).queuePosition;
    const queue = (this.#accounts.get(account) ?? [])
      .map((id) => this.#lot(id))
      .filter((lot) => lot.left > 0 && lot.queuePosition >= from)
      .sort((a, b) => a.queuePosition - b.queuePosition || a.id - b.id);
    for (const lot of queue) memory.lots.set(lot.id, lot);
    memory.queues.set(account, queue);
  }

  #loadDue(memory: Memory, untilMs: number): void {
    const after = memory.dueKnownMs >= 0 ? memory.dueKnownMs : this.#receivedMs;
    const known = untilMs + AHEAD_MS;
    memory.dues.push(...this.#dues.filter(({ atMs }) => atMs > after && atMs <= known));
    memory.dues.sort(compareDue);
    memory.dueKnownMs = known;
  }
}
