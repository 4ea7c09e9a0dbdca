// A ledger in memory for tests of the rules: the fold, a complete memory, and entries with the true layout but an empty signature
// (the fold never looks at signatures). Thousands of histories start from one province that is registered once.

import { sha256 } from "@noble/hashes/sha2.js";
import { type Province, registerProvince } from "../../src/demo/province.ts";
import { Scribe, StoryClock, type Submit } from "../../src/demo/scribe.ts";
import type { RuleSet } from "../../src/format/bodies/ruleset.ts";
import { concat, hex, unhex, utf8 } from "../../src/format/bytes.ts";
import { encodeCbor } from "../../src/format/cbor.ts";
import { signerFromSeed } from "../../src/format/ed25519.ts";
import { type Anchor, decodeEntry, type Entry, encodePayload, noAnchor, type Payload } from "../../src/format/entry.ts";
import type { Body, KindName } from "../../src/format/kinds.ts";
import { encodeLeaf, FIRST_PREVIOUS } from "../../src/format/leaf.ts";
import { appendLeaf, emptyFrontier, leafHash, rootOf } from "../../src/format/tree.ts";
import type { AccountKey } from "../../src/rules/book/accounts.ts";
import { Book, type Changes } from "../../src/rules/book/book.ts";
import { Memory } from "../../src/rules/book/memory.ts";
import { type Accepted, step } from "../../src/rules/kinds/fold.ts";
import type { Problem, ProblemCode } from "../../src/words/problem.ts";
import { ok, refused } from "../../src/words/result.ts";

export const ORIGIN = "demo.songuon.example/rules";
/** 10 November 2026, 08:00 in Vietnam. */
export const MORNING_MS = Date.UTC(2026, 10, 10, 1, 0, 0);

/** An accepted leaf with everything it changed. */
export type Written = {
  readonly index: number;
  readonly receivedMs: number;
  readonly entry: Entry;
  readonly carried: boolean;
  readonly accepted: Accepted;
  readonly changes: Changes;
};

/** An entry that the rules refused. */
export type Declined = Omit<Written, "accepted" | "changes"> & { readonly problem: Problem };

export type Said = { index: number; verdict: Problem | null; eventS: number } | { refused: Problem };

/** What may differ from an honest device: the claimed time, the anchor, the number, or being carried inside an observation. */
export type Manner = { claimedS?: number; anchor?: Anchor; seq?: number; carried?: boolean };

/** An entry in the one spelling, with 64 zero bytes for a signature. */
export function unsigned(kid: string, payload: Payload): Entry {
  const head = Uint8Array.of(0xd2, 0x84, 0x4d, 0xa2, 0x01, 0x27, 0x04, 0x48);
  const tail = concat(Uint8Array.of(0x58, 0x40), new Uint8Array(64));
  const bytes = concat(head, unhex(kid), Uint8Array.of(0xa0), encodeCbor(encodePayload(payload)), tail);
  const decoded = decodeEntry(bytes);
  if (!("entry" in decoded)) throw new Error(JSON.stringify(decoded.malformed));
  return decoded.entry;
}

export class Ledger {
  book = new Book(new Memory(true), 1);
  nowMs: number;
  readonly leaves: Written[] = [];
  /** What the rules refused, each where it stood: `index` is that of the leaf it would have become. */
  readonly refused: Declined[] = [];
  readonly seqs: Map<string, number>;
  readonly kids: Map<string, string>;

  constructor(nowMs: number, kids = new Map<string, string>(), seqs = new Map<string, number>()) {
    this.nowMs = nowMs;
    this.kids = kids;
    this.seqs = seqs;
    this.#knowHeads();
  }

  /** A ledger that goes its own way from here; facts and lots are values and are shared. */
  fork(): Ledger {
    const copy = new Ledger(this.nowMs, new Map(this.kids), new Map(this.seqs));
    const { facts, queues: lines, lots, seqs, heads, signals, dues } = this.book.memory;
    const memory = new Memory(true);
    for (const [key, value] of facts) memory.facts.set(key, value);
    for (const [key, queue] of lines) memory.queues.set(key, [...queue]);
    for (const [key, lot] of lots) memory.lots.set(key, lot);
    for (const [key, seq] of seqs) memory.seqs.set(key, seq);
    for (const [key, head] of heads) memory.heads.set(key, head);
    for (const [leaf, raised] of signals) memory.signals.set(leaf, raised);
    memory.dues.push(...dues);
    copy.book = new Book(memory, this.book.nextLot);
    copy.leaves.push(...this.leaves);
    copy.refused.push(...this.refused);
    copy.#knowHeads();
    return copy;
  }

  get size(): number {
    return this.leaves.length;
  }

  get nowS(): number {
    return Math.floor(this.nowMs / 1000);
  }

  pass(minutes: number): void {
    this.nowMs += Math.round(minutes * 60_000);
  }

  /** Writes a statement in the name of a persona without bringing it to the log. */
  write<K extends KindName>(who: string, kind: K, body: Body<K>, manner: Manner = {}): Entry {
    const kid = this.kids.get(who);
    if (!kid) throw new Error(`nobody is called ${who}`);
    const seq = manner.seq ?? (this.seqs.get(who) ?? this.#lastNumber(kid)) + 1;
    if (manner.seq === undefined) this.seqs.set(who, seq);
    const claimedS = manner.claimedS ?? this.nowS;
    return unsigned(kid, { kind, body, seq, claimedS, anchor: manner.anchor ?? noAnchor() } as Payload);
  }

  /** Writes a statement and brings it to the log. */
  say<K extends KindName>(who: string, kind: K, body: Body<K>, manner: Manner = {}): Said {
    return this.bring(this.write(who, kind, body, manner), manner.carried ?? false);
  }

  /** Says what must be accepted, and agree; answers its index. */
  must<K extends KindName>(who: string, kind: K, body: Body<K>, manner: Manner = {}): number {
    const said = this.say(who, kind, body, manner);
    if ("refused" in said) throw new Error(`${who} ${kind}: refused ${JSON.stringify(said.refused)}`);
    if (said.verdict) throw new Error(`${who} ${kind}: ${JSON.stringify(said.verdict)}`);
    return said.index;
  }

  /** The highest number that a key has used in the log. */
  #lastNumber(kid: string): number {
    const used = [...this.book.memory.seqs.keys()].filter((key) => key.startsWith(`${kid}/`));
    return Math.max(0, ...used.map((key) => Number(key.slice(kid.length + 1))));
  }

  /** Proposes and, where that is accepted and waits, has a second person approve; answers the refusal of either, or the proposal. */
  together<K extends KindName>(first: string, second: string, kind: K, body: Body<K>): Said {
    const proposed = this.say(first, kind, body);
    if ("refused" in proposed || !this.book.get("proposal", proposed.index)) return proposed;
    const approved = this.say(second, "approve", { proposal: proposed.index });
    return "refused" in approved ? approved : proposed;
  }

  /** Proposes what must be accepted, and has a second person approve it; answers the proposal's index. */
  agree<K extends KindName>(first: string, second: string, kind: K, body: Body<K>): number {
    const said = this.together(first, second, kind, body);
    if ("refused" in said) throw new Error(`${first}, ${second} ${kind}: refused ${JSON.stringify(said.refused)}`);
    return said.index;
  }

  /** One step of the fold; a refusal is rolled back as intake does it. */
  bring(entry: Entry, carried = false): Said {
    const before = this.book.mark();
    const incoming = { index: this.size, receivedMs: this.nowMs, entry, carried };
    const result = step(this.book, incoming);
    if (!result.ok) {
      this.book.rollback(before);
      this.refused.push({ ...incoming, problem: result.problem });
      return { refused: result.problem };
    }
    this.book.commitJournal();
    const accepted = result.value;
    this.leaves.push({ ...incoming, accepted, changes: this.book.changes });
    return { index: incoming.index, ...accepted };
  }

  /** The tree head of the log as it stands, as a device would anchor to it. */
  anchor(size = this.size): Anchor {
    return { size, root8: this.root(size).slice(0, 8) };
  }

  root(size = this.size): Uint8Array {
    let previous = FIRST_PREVIOUS;
    let frontier = emptyFrontier();
    for (const { index, receivedMs, entry, carried } of this.leaves.slice(0, size)) {
      const hash = leafHash(encodeLeaf({ index, receivedMs, previous, entry: entry.bytes, carried }));
      frontier = appendLeaf(frontier, hash);
      previous = hash;
    }
    return rootOf(frontier);
  }

  #knowHeads(): void {
    this.book.memory.pastHead = (size) => {
      const last = this.leaves[size - 1];
      return last && { root8: hex(this.root(size).subarray(0, 8)), receivedMs: last.receivedMs };
    };
  }

  /** Kilograms in an account. */
  kg(account: AccountKey): number {
    return this.book.balance(account);
  }

  /** Codes of the signals of one leaf. */
  signals(index: number): string[] {
    return this.leaves[index]!.changes.signals.map((each) => each.code);
  }
}

/** What a saying came to, in one word for tables: "ok", "refused: code" or "kept: code". */
export function word(said: Said): "ok" | `refused: ${ProblemCode}` | `kept: ${ProblemCode}` {
  if ("refused" in said) return `refused: ${said.refused.code}`;
  return said.verdict ? `kept: ${said.verdict.code}` : "ok";
}

const PERSONAS = [
  [
    "root0",
    "root1",
    "root2",
    "operator",
    "authority",
    "deputy",
    "sandMiner",
    "stoneMiner",
    "yardKeeper",
    "plantKeeper",
  ],
  ["police", "owner", "builderA", "builderB", "supervisor", "officer", "approver"],
].flat();

/** Brings signed entries to a ledger in memory, answering as intake does; receipts prove nothing here. */
export function submitTo(ledger: Ledger): Submit {
  return async (all) =>
    all.map((bytes) => {
      const decoded = decodeEntry(bytes);
      if (!("entry" in decoded)) throw new Error(JSON.stringify(decoded.malformed));
      const said = ledger.bring(decoded.entry);
      if ("refused" in said) return refused(said.refused);
      return ok({ index: said.index, entryId: hex(decoded.entry.id), proof: "", verdict: said.verdict });
    });
}

/** The demo province on a ledger in memory. `rules` may tighten or loosen what the demo has. */
export async function openProvince(rules?: Partial<RuleSet>): Promise<{ ledger: Ledger; province: Province }> {
  const ledger = new Ledger(MORNING_MS);
  const scribe = new Scribe(ORIGIN, sha256(utf8("rules")), new StoryClock(MORNING_MS), submitTo(ledger));
  const logSigner = await signerFromSeed(sha256(utf8("rules log")));
  const province = await registerProvince(scribe, logSigner.key, rules);
  for (const persona of PERSONAS) ledger.kids.set(persona, (await scribe.pen(persona)).kid);
  // Keys registered at this very second would be younger than anything said in it.
  ledger.pass(1);
  return { ledger, province };
}

/** From which a new device's key follows. */
export function deviceSeed(name: string): Uint8Array {
  return sha256(utf8(`device ${name}`));
}

/** A pair of keys for a new device: its public key and the proof of possession that registration asks for. */
export async function newDevice(name: string): Promise<{ key: Uint8Array; possession: Uint8Array; kid: string }> {
  const scribe = new Scribe(ORIGIN, deviceSeed(name), new StoryClock(0), async () => []);
  const pen = await scribe.pen(name);
  return { key: pen.signer.key, possession: await pen.possession(), kid: pen.kid };
}
