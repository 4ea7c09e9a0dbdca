// What a database would keep of the accepted leaves, and how a partial memory is given what it lacks: the same questions that
// src/store/loader.ts answers with SQL, answered from the recorded changes.
import { hex } from "../../src/format/bytes.ts";
import type { Entry } from "../../src/format/entry.ts";
import type { Changes } from "../../src/rules/book/book.ts";
import { compareDue, type Due, type Lack, type Lot, type Memory } from "../../src/rules/book/memory.ts";
import { factText, readFact } from "../../src/store/fact-rows.ts";

const AHEAD_MS = 600_000;

export class Store {
  readonly #facts = new Map<string, string>();
  readonly #lots = new Map<number, Lot>();
  readonly #left = new Map<number, number>();
  readonly #accounts = new Map<string, number[]>();
  readonly #seqs = new Map<string, { index: number; id: string }>();
  readonly #tops = new Map<string, number>();
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
    this.#tops.set(kid, Math.max(entry.seq, this.#tops.get(kid) ?? 0));
    this.#size += 1;
    this.#receivedMs = receivedMs;
  }

  load(memory: Memory, lacks: readonly Lack[], pastHead: NonNullable<Memory["pastHead"]>): void {
    for (const lack of lacks) {
      if (lack.what === "fact") {
        const value = this.#facts.get(lack.key);
        memory.facts.set(lack.key, value === undefined ? null : readFact(lack.key, value));
      }
      if (lack.what === "seq") {
        memory.seqs.set(`${lack.kid}/${lack.seq}`, this.#seqs.get(`${lack.kid}/${lack.seq}`) ?? null);
        memory.tops.set(lack.kid, this.#tops.get(lack.kid) ?? 0);
      }
      if (lack.what === "head")
        memory.heads.set(lack.size, lack.size <= this.#size ? (pastHead(lack.size) ?? null) : null);
      if (lack.what === "waiting") memory.waiting = new Set(this.#waiting);
      if (lack.what === "lot") this.#loadChain(memory, lack.id);
      if (lack.what === "line") this.#loadLine(memory, lack.account);
      if (lack.what === "due") this.#loadDue(memory, lack.untilMs);
    }
  }

  #lot(id: number): Lot {
    return { ...this.#lots.get(id)!, left: this.#left.get(id)! };
  }

  #loadChain(memory: Memory, id: number): void {
    for (let at = id; at !== 0; at = this.#lots.get(at)!.parent)
      if (!memory.lots.has(at)) memory.lots.set(at, this.#lot(at));
  }

  #loadLine(memory: Memory, account: string): void {
    const front = this.#facts.get(`front/${account}`);
    const from = front === undefined ? 0 : (readFact("front/", front) as { order: number }).order;
    const items = (this.#accounts.get(account) ?? [])
      .map((id) => this.#lot(id))
      .filter((lot) => lot.left > 0 && lot.order >= from)
      .sort((a, b) => a.order - b.order || a.id - b.id);
    for (const lot of items) memory.lots.set(lot.id, lot);
    memory.lines.set(account, { items, head: 0 });
  }

  #loadDue(memory: Memory, untilMs: number): void {
    const after = memory.dueKnownMs >= 0 ? memory.dueKnownMs : this.#receivedMs;
    const known = untilMs + AHEAD_MS;
    memory.dues.push(...this.#dues.filter(({ atMs }) => atMs > after && atMs <= known));
    memory.dues.sort(compareDue);
    memory.dueKnownMs = known;
  }
}
