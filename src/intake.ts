// The way of every entry, top to bottom: slip → intake → rules → log → book → decision.
//   1. prepare   bytes → verified entry                       no lock, in parallel        intake/prepare.ts
//   2. run       entry → rules → book, one by one             what came meanwhile is one batch   intake/batch.ts, rules/kinds/fold.ts
//   3. seal      leaves → hash chain → Merkle tree → rows                                  intake/batch.ts
//   4. commit    rows, guarded by the head's size and hash    one transaction              store/append.ts
//   5. sign      the committed head, never before the commit                               intake/signer.ts
//   6. answer    a receipt or a problem for each caller
// A crash between any two steps loses nothing that was answered: what was committed is signed again, what was not is sent again.

import type { Clock } from "./disk/machine-clock.ts";
import { type EventName, logEvent } from "./eventlog.ts";
import { hex } from "./format/bytes.ts";
import type { TrustHead } from "./format/trust.ts";
import {
  type EntryOutcome,
  foreseen,
  isHeld,
  type JudgedRun,
  type NewLeaf,
  type Sealed,
  seal,
} from "./intake/batch.ts";
import { type Equivocation, equivocationsIn, keepEquivocations } from "./intake/equivocation.ts";
import { HeldMemory } from "./intake/held-facts.ts";
import { KeyFinder } from "./intake/key-finder.ts";
import { requireKnownRules } from "./intake/known-rules.ts";
import { LogClock } from "./intake/log-clock.ts";
import { type Committed, freshReceipt, type Receipt, readReceipt } from "./intake/log-receipts.ts";
import { type Prepared, prepare } from "./intake/prepare.ts";
import { runLoaded } from "./intake/run-loaded.ts";
import { type HeadSigner, HistoryConflict, keyInForce, LOG_FACT } from "./intake/signer.ts";
import { Book } from "./rules/book/book.ts";
import type { KeyFact, LogFact } from "./rules/book/facts.ts";
import type { NotLoaded } from "./rules/book/memory.ts";
import { appendBatch, type HeadRow, readHead } from "./store/append.ts";
import { isBroken, readAgain } from "./store/away.ts";
import type { Database } from "./store/database.ts";
import { standingHead } from "./store/durable-head.ts";
import { loadFact, loadMissing } from "./store/loader.ts";
import { TreeReader } from "./store/tree-reader.ts";
import { View } from "./store/view.ts";
import { type Problem, problem } from "./words/problem.ts";
import { ok, type Result, refused } from "./words/result.ts";

export type SubmitAnswer = Result<Receipt>;

const BATCH = 512;
/** Bytes of facts and lots kept in memory between batches; beyond it the memory starts afresh. */
export const BYTES_HELD = 128 * 1024 * 1024;
/** How often a batch is taken again before its senders are asked to come back. */
const TRIES = 8;

type Waiting = { prepared: Prepared; answer: (answer: SubmitAnswer) => void; tries: number };
/** A batch after the rules: what became of each entry, and its leaves sealed onto `base`. */
type JudgedBatch = {
  outcomes: EntryOutcome[];
  leaves: NewLeaf[];
  sealed: (Sealed & { base: HeadRow | undefined }) | undefined;
  twice: Equivocation[];
};

export class Intake {
  readonly #database: Database;
  readonly #signer: HeadSigner;
  readonly #watch: LogClock;
  #tree: TreeReader;
  readonly #keys: KeyFinder;
  #queue: Waiting[] = [];
  #working: Promise<void> | undefined;
  /** Where the log will end when what is judged is committed. */
  #tip: HeadRow | undefined;
  #held = new HeldMemory();
  #book = new Book(this.#held, 1);
  #known = false;
  #signed: { size: number; note: string } | undefined;
  /** Set for good where the database does not extend what is signed: nothing more is put on such a history. */
  #conflict: HistoryConflict | undefined;

  constructor(database: Database, signer: HeadSigner, clock: Clock) {
    this.#database = database;
    this.#signer = signer;
    this.#watch = new LogClock(clock);
    this.#tree = new TreeReader(database.kysely);
    const view = new View(database.kysely);
    this.#keys = new KeyFinder((kids) => readAgain(TRIES, () => view.facts("key", kids)));
  }

  /** Reads where the log ends, refuses a clock that cannot be right and rules it does not know, and signs the committed head again. */
  async start(acceptClock = false): Promise<void> {
    this.#watch.begin((await readHead(this.#database.kysely))?.receivedMs, acceptClock);
    await requireKnownRules(this.#database, this.#tree);
    await this.#reload();
  }

  /** Why nothing is taken until the operator has mended it and starts again; undefined while all is well. */
  get halted(): Problem | undefined {
    return this.#conflict?.problem ?? (this.#watch.readMs() === undefined ? problem("clock") : undefined);
  }

  /** The key with which an empty log is opened here. */
  get logKey(): Uint8Array {
    return this.#signer.key;
  }

  /** The newest signed tree head, as a note; undefined for an empty log. */
  get note(): string | undefined {
    return this.#signed?.note;
  }

  /** The log's word for a trust bundle, as a signed note. */
  async vouch(head: TrustHead): Promise<string> {
    return this.#signer.vouch(head, await this.#keyAt(head.size));
  }

  /** Size of the newest signed head. */
  get size(): number {
    return this.#signed?.size ?? 0;
  }

  /** About how many bytes of the book are in memory. */
  get heldBytes(): number {
    return this.#held.bytes;
  }

  /** Takes one entry's bytes all the way; answers with a receipt or a problem. Order among callers is that of arrival. */
  async submit(bytes: Uint8Array): Promise<SubmitAnswer> {
    return (await this.submitAll([bytes]))[0]!;
  }

  /** Takes many entries in their order; an entry may be signed by a key that an earlier one of them registers. */
  async submitAll(all: readonly Uint8Array[]): Promise<SubmitAnswer[]> {
    const answers = new Array<Promise<SubmitAnswer>>(all.length);
    let from = 0;
    while (from < all.length) {
      const prepared = await Promise.all(
        all.slice(from).map((bytes) => prepare(bytes, this.#signer.origin, this.#findKey)),
      );
      // An unknown key may be registered by an entry of ours that is still under way: take those first, then look again.
      const unknown = prepared.findIndex((each, i) => from + i > 0 && !each.ok && each.problem.code === "unknown-key");
      const ready = unknown > 0 ? prepared.slice(0, unknown) : prepared;
      // A refusal here leaves nothing behind: it costs its sender a request, and nobody else a commit.
      for (const [i, each] of ready.entries())
        answers[from + i] = each.ok ? this.#enqueue(each.value) : Promise.resolve(refused(each.problem));
      from += ready.length;
      if (unknown > 0) await Promise.all(answers.slice(0, from));
    }
    return Promise.all(answers);
  }

  /** The receipt of a stored leaf against the newest signed head. */
  async receipt(index: number): Promise<Receipt | undefined> {
    if (index >= this.size) await this.follow();
    // Use the signed size, not the committed one: between the two a proof and a note would be of different trees.
    const signed = this.#signed;
    if (!signed || index < 0 || index >= signed.size) return undefined;
    return readReceipt(this.#database, this.#tree, signed, index);
  }

  /**
   * Signs what another process of this ledger has committed, so that this one's head and proofs are as new; its readers see no smaller head
   * afterwards. A process that is at work sees the other's entries by its own commits.
   */
  async follow(): Promise<void> {
    if (this.#working || this.#conflict) return;
    const stored = await readHead(this.#database.kysely);
    if (!stored || stored.size <= this.size) return;
    // Judged on what this process knew before, an entry that names one of the other's would be refused.
    this.#known = false;
    const head = await standingHead(this.#database);
    try {
      if (head) await this.#sign(head);
    } catch (error) {
      if (error instanceof HistoryConflict) this.#halt(error, 0);
      throw error;
    }
  }

  /** Waits until everything taken so far is answered. */
  async idle(): Promise<void> {
    while (this.#working) await this.#working;
  }

  #findKey = async (kid: string): Promise<KeyFact | undefined> => {
    const key = `key/${kid}` as const;
    const { memory } = this.#book;
    const known = memory.facts.get(key);
    return known ? (known as KeyFact) : this.#keys.find(kid);
  };

  #enqueue(prepared: Prepared): Promise<SubmitAnswer> {
    return new Promise((answer) => {
      this.#queue.push({ prepared, answer, tries: 0 });
      this.#working ??= this.#work().finally(() => {
        this.#working = undefined;
      });
    });
  }

  /**
   * Takes batch after batch. While one is being committed, signed and answered, the next is already judged on top of it: processor
   * and disk work at once. Two commits are never under way together, and where one falls through, both batches are taken again.
   */
  async #work(): Promise<void> {
    // One turn of the event loop lets everything that has already arrived join the first batch.
    await new Promise((resolve) => setImmediate(resolve));
    let under: { batch: Waiting[]; stands: Promise<boolean> } | undefined;
    while (this.#queue.length > 0 || under) {
      const batch = this.#queue.splice(0, BATCH);
      const judged = batch.length > 0 ? await this.#judge(batch, under?.stands) : undefined;
      if (under && !(await under.stands)) {
        // The batches judged on top of it have lost their base.
        this.#known = false;
        this.#takeAgain([...under.batch, ...batch]);
        under = undefined;
        continue;
      }
      if (judged === "again") {
        this.#takeAgain(batch);
        under = undefined;
        continue;
      }
      under = judged && { batch, stands: this.#conclude(batch, judged) };
    }
  }

  /** Puts batches back at the front in their order; an entry that has been tried too often is told to come again. */
  #takeAgain(batch: readonly Waiting[]): void {
    const [spent, left] = [batch.filter((each) => each.tries >= TRIES), batch.filter((each) => each.tries < TRIES)];
    for (const each of spent) each.answer(refused(problem("busy", { seconds: 5 })));
    this.#queue.unshift(...left.map((each) => ({ ...each, tries: each.tries + 1 })));
  }

  /**
   * Runs a batch through the rules and seals its leaves; what fails here fails for this batch alone. Nothing is written here, so that a batch
   * whose connection broke is simply taken again.
   */
  async #judge(batch: readonly Waiting[], under: Promise<boolean> | undefined): Promise<JudgedBatch | "again"> {
    const prepared = batch.map((each) => each.prepared);
    try {
      if (this.#conflict) throw this.#conflict;
      if (!this.#known || this.heldBytes > BYTES_HELD) {
        await under;
        await this.#reload();
      }
      const now = this.#watch.readMs();
      if (now === undefined) return unjudged(prepared, problem("clock"));
      const before = this.#tip;
      const receivedMs = Math.max(now, before?.receivedMs ?? 0);
      const { outcomes, leaves } = await this.#run(receivedMs, prepared, under);
      const twice = equivocationsIn(prepared, outcomes, this.#book.memory);
      this.#book.commitJournal();
      if (leaves.length === 0) return { outcomes, leaves, sealed: undefined, twice };
      const sealed = seal(before, receivedMs, leaves, this.#book.nextLot);
      this.#tip = sealed.head;
      return { outcomes, leaves, sealed: { ...sealed, base: before }, twice };
    } catch (error) {
      this.#known = false;
      if (error instanceof HistoryConflict) this.#halt(error, batch.length);
      else this.#tell("intake.batch-failed", batch.length, error);
      if (isBroken(error)) return "again";
      return unjudged(prepared, this.#conflict?.problem ?? problem("busy", { seconds: 5 }));
    }
  }

  async #run(receivedMs: number, batch: readonly Prepared[], under: Promise<boolean> | undefined): Promise<JudgedRun> {
    const { memory } = this.#book;
    // The store shows what is committed: looking into it waits for the batch under way.
    const load = async (notLoaded: readonly NotLoaded[]) => {
      if (notLoaded.length === 0) return;
      await under;
      await loadMissing(this.#database.kysely, this.#tree, memory, notLoaded);
    };
    await load([{ what: "fact", key: LOG_FACT } as const, ...foreseen(batch)].filter((item) => !isHeld(memory, item)));
    return runLoaded({ book: this.#book, size: this.#tip?.size ?? 0, receivedMs, batch, load });
  }

  /** Commits, signs, answers. False: nobody was answered, because another process was first, or the connection or the signer broke. */
  async #conclude(batch: readonly Waiting[], judged: JudgedBatch): Promise<boolean> {
    const { outcomes, leaves, sealed, twice } = judged;
    const prepared = batch.map((each) => each.prepared);
    try {
      if (sealed && !(await this.#commit(sealed))) return false;
      if (twice.length > 0) await keepEquivocations(this.#database, twice);
      if (sealed) await this.#sign(sealed.head, sealed.nodes);
      const answers = await this.#answer(prepared, outcomes, sealed && { sealed, leaves });
      for (const [i, each] of batch.entries()) each.answer(answers[i]!);
    } catch (error) {
      // Committed or not, nobody knows until the store answers again: taken again, an entry that is in the log gets its receipt.
      this.#known = false;
      this.#tell("intake.answer-failed", batch.length, error);
      return false;
    }
    return true;
  }

  /** Nothing more is taken; the operator is told once. */
  #halt(conflict: HistoryConflict, entries: number): void {
    if (!this.#conflict) this.#tell("intake.halted", entries, conflict);
    this.#conflict ??= conflict;
  }

  /** Tells the operator what failed, with how many entries, the signed size, and where the log ends with what is judged. */
  #tell(event: EventName, entries: number, error: unknown): void {
    const head = this.#tip && hex(this.#tip.lastHash);
    logEvent(event, { entries, signed_size: this.size, size: this.#tip?.size ?? 0, head }, error);
  }

  async #commit(sealed: Sealed & { base: HeadRow | undefined }): Promise<boolean> {
    let written = false;
    try {
      written = await appendBatch(this.#database, sealed.base, sealed.head, sealed.rows);
    } catch (error) {
      // Failed and not written, or failed but written? Only the stored head can tell.
      this.#tell("intake.commit-failed", sealed.hashes.length, error);
      const stored = await standingHead(this.#database);
      written = stored?.size === sealed.head.size && hex(stored.lastHash) === hex(sealed.head.lastHash);
    }
    if (!written) this.#known = false;
    return written;
  }

  /** Signs a head; where another process has appended and signed further meanwhile, the newer one. */
  async #sign(head: HeadRow, nodes?: Map<string, Uint8Array>): Promise<void> {
    try {
      const note = await this.#signer.sign(head, await this.#keyAt(head.size), (oldSize, newSize) =>
        this.#tree.consistency(oldSize, newSize, nodes),
      );
      // Another head may have been signed meanwhile: what readers see never goes back.
      if (head.size >= this.size) this.#signed = { size: head.size, note };
    } catch (error) {
      const stored = error instanceof HistoryConflict ? await standingHead(this.#database) : undefined;
      if (!stored || stored.size <= head.size) throw error;
      await this.#sign(stored);
    }
  }

  /** The log's key in force for heads of this size. */
  async #keyAt(size: number): Promise<string> {
    const known =
      this.#book.memory.facts.get(LOG_FACT) ?? (await loadFact(this.#database.kysely, this.#tree, LOG_FACT));
    return keyInForce(known as LogFact | undefined, size);
  }

  async #answer(
    batch: readonly Prepared[],
    outcomes: readonly EntryOutcome[],
    written: Committed | undefined,
  ): Promise<SubmitAnswer[]> {
    const answers = outcomes.map(async (outcome, i): Promise<SubmitAnswer> => {
      const { entry } = batch[i]!;
      if (!outcome.ok) return outcome;
      const { index, fresh, verdict } = outcome.value;
      if (!fresh || written?.sealed.head.size !== this.size) return this.#again(index, entry.id);
      return ok(freshReceipt(index, verdict, written, this.note!));
    });
    return Promise.all(answers);
  }

  /** The receipt of a leaf that another process committed, or that was committed when the signer failed, needs a signature first. */
  async #again(index: number, id: Uint8Array): Promise<SubmitAnswer> {
    const head = index < this.size ? undefined : await standingHead(this.#database);
    if (head) await this.#sign(head);
    const receipt = await this.receipt(index);
    // The batch below may have failed, and another process may have taken its indexes.
    return receipt?.entryId === hex(id) ? ok(receipt) : refused(problem("internal"));
  }

  /** Begins anew where the log ends. That is signed first, so that nothing is put on top of a history that cannot be. */
  async #reload(): Promise<void> {
    // A head that was read and never signed may be gone with the server that had it; another process may have brought the log to another key.
    this.#tree = new TreeReader(this.#database.kysely);
    this.#tip = await standingHead(this.#database);
    this.#held = new HeldMemory();
    this.#book = new Book(this.#held, this.#tip?.nextLot ?? 1);
    if (this.#tip) await this.#sign(this.#tip);
    else await this.#signer.begin();
    this.#known = true;
  }
}

/** A batch of which nothing goes into the book. */
function unjudged(batch: readonly Prepared[], why: Problem): JudgedBatch {
  return { outcomes: batch.map(() => refused(why)), leaves: [], sealed: undefined, twice: [] };
}
