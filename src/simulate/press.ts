// The press: what everyone in the played province says in one stretch of time, signed in order and sent together. What is said honestly
// must be accepted, or wait because the stock that it would take is contradicted by somebody's fraud; any other refusal is a fault of the
// simulation and ends it.
import type { Scribe } from "../demo/scribe.ts";
import { anchorTo } from "../format/entry.ts";
import type { Body, KindName } from "../format/kinds.ts";
import { parseTreeHead } from "../format/note.ts";
import type { Pen } from "../format/pen.ts";
import { decodeProof } from "../format/proof.ts";
import type { Receipt } from "../intake/log-receipts.ts";
import type { SubmitAnswer } from "../intake.ts";
import { type Problem, type ProblemCode, sentence } from "../words/problem.ts";

/**
 * Counts of what was sent: `contradicted` are honest observations that the ledger kept with a verdict, `waiting` honest loads and batches
 * that were refused, since what their place has is contradicted.
 */
export type Tally = {
  accepted: number;
  refused: number;
  contradicted: number;
  waiting: number;
  kinds: Partial<Record<KindName, number>>;
};

/**
 * Refusals that an honest place meets where somebody's fraud touches it: its stock is contradicted, a batch that waits has made nothing yet, or a
 * vehicle's last load is still open, since its receipt is contradicted.
 */
const WAITING: readonly ProblemCode[] = ["stock-contested", "stock-short", "product-short", "vehicle-busy"];

type Line = {
  readonly kind: KindName;
  readonly bytes: Promise<Uint8Array>;
  readonly honest: boolean;
  readonly waits?: (problem: Problem) => void;
  readonly hear: (answer: SubmitAnswer, bytes: Uint8Array) => void;
};

export class Press {
  readonly scribe: Scribe;
  readonly tally: Tally = { accepted: 0, refused: 0, contradicted: 0, waiting: 0, kinds: {} };
  /** How much each persona has signed through the press. */
  readonly spoken = new Map<string, number>();
  readonly #pens = new Map<string, Pen>();
  #lines: Line[] = [];
  #lastProof: string | undefined;

  constructor(scribe: Scribe) {
    this.scribe = scribe;
  }

  /** Makes the pens of personas ready; whoever speaks must be known here first. */
  async know(personas: readonly string[]): Promise<void> {
    for (const persona of personas) this.#pens.set(persona, await this.scribe.pen(persona));
  }

  pen(persona: string): Pen {
    const pen = this.#pens.get(persona);
    if (!pen) throw new Error(`nobody is called ${persona}`);
    return pen;
  }

  /** Says something that must be accepted; `hear` is told its receipt. With `waits` it may wait for contradicted stock instead. */
  say<K extends KindName>(
    persona: string,
    kind: K,
    body: Body<K>,
    atS: number,
    hear?: (receipt: Receipt, bytes: Uint8Array) => void,
    waits?: (problem: Problem) => void,
  ): void {
    const bytes = this.#write(persona, kind, body, atS);
    this.#lines.push({
      kind,
      bytes,
      honest: true,
      ...(waits ? { waits } : {}),
      hear: (answer, entry) => answer.ok && hear?.(answer.value, entry),
    });
  }

  /** Says something that may well be refused. */
  lie<K extends KindName>(
    persona: string,
    kind: K,
    body: Body<K>,
    atS: number,
    hear: (answer: SubmitAnswer) => void,
  ): void {
    this.send(kind, this.#write(persona, kind, body, atS), hear);
  }

  #write<K extends KindName>(persona: string, kind: K, body: Body<K>, atS: number): Promise<Uint8Array> {
    this.spoken.set(persona, (this.spoken.get(persona) ?? 0) + 1);
    return this.pen(persona).write(kind, body, atS);
  }

  /** Sends bytes that are signed already. */
  send(kind: KindName, bytes: Promise<Uint8Array> | Uint8Array, hear: (answer: SubmitAnswer) => void): void {
    this.#lines.push({ kind, bytes: Promise.resolve(bytes), honest: false, hear });
  }

  /** Sends what was said since the last time, in that order. */
  async print(): Promise<void> {
    const lines = this.#lines;
    this.#lines = [];
    if (lines.length === 0) return;
    const entries = await Promise.all(lines.map((queue) => queue.bytes));
    const answers = await this.scribe.deliver(entries);
    for (const [i, queue] of lines.entries()) this.#hear(queue, answers[i]!, entries[i]!);
  }

  #hear(queue: Line, answer: SubmitAnswer, bytes: Uint8Array): void {
    const { tally } = this;
    if (!answer.ok) {
      const { problem } = answer;
      if (queue.waits && WAITING.includes(problem.code)) {
        tally.waiting += 1;
        queue.waits(problem);
        return;
      }
      if (queue.honest) throw new Error(`${queue.kind}: ${sentence(problem, "en")} ${JSON.stringify(problem)}`);
      tally.refused += 1;
    } else {
      tally.accepted += 1;
      tally.kinds[queue.kind] = (tally.kinds[queue.kind] ?? 0) + 1;
      if (queue.honest && answer.value.verdict) tally.contradicted += 1;
      this.#lastProof = answer.value.proof;
    }
    queue.hear(answer, bytes);
  }

  /** The newest tree head that an answer carried. */
  head(): { size: number; root: Uint8Array } | undefined {
    const note = this.#lastProof === undefined ? undefined : decodeProof(this.#lastProof)?.head;
    return note === undefined ? undefined : parseTreeHead(`${note.split("\n\n")[0]}\n`);
  }

  /** Everyone's device sees the newest tree head, as it does when it is switched on in the morning. */
  anchorAll(): void {
    const head = this.head();
    if (!head) return;
    const anchor = anchorTo(head);
    for (const pen of this.#pens.values()) pen.anchor = anchor;
  }

  /** Enters a list of one kind and answers the indexes, for registrations. */
  async enter<K extends KindName>(persona: string, kind: K, bodies: readonly Body<K>[]): Promise<number[]> {
    const indexes: number[] = [];
    const atS = this.scribe.clock.seconds;
    for (const [i, body] of bodies.entries()) {
      this.say(persona, kind, body, atS, ({ index }) => {
        indexes[i] = index;
      });
    }
    await this.print();
    return indexes;
  }

  /** Proposes, and has a second person approve; answers the proposals' indexes. */
  async agree<K extends KindName>(
    first: string,
    second: string,
    kind: K,
    bodies: readonly Body<K>[],
  ): Promise<number[]> {
    const proposals = await this.enter(first, kind, bodies);
    const approvals = proposals.map((proposal) => ({ proposal }));
    await this.enter(second, "approve", approvals);
    return proposals;
  }
}
