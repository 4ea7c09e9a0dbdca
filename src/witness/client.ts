// The log's side of witnessing: signed heads are offered here, and while intake goes on, the newest is carried to each witness of the
// policy until enough have cosigned it; then it is the head that the log shows. Nothing ever waits for a witness.
import { logEvent } from "../eventlog.ts";
import { headOf, parseVkey } from "../format/note.ts";
import type { ProveGrowth } from "../format/tree.ts";
import { checkPolicy, type PolicyVerdict, type WitnessPolicy } from "../format/witness-policy.ts";
import { askWitness, type Failure, type Introduce, type OfferedHead } from "./ask-witness.ts";
import type { WitnessPlace } from "./places.ts";

/** Where the newest cosigned head outlives the process. */
export type CosignedStore = { read(): Promise<string | undefined>; write(note: string): Promise<void> };

/** A witness that is waited for, and why. */
type Late = { readonly name: string; readonly reason: Failure | "no-address" | "waiting" };

/** How the witnesses do. `waitingMs`: since when heads go on being signed above the newest cosigned one; `late` names who is waited for. */
export type CosigningHealth = {
  readonly degraded: boolean;
  readonly needed: number;
  readonly signedSize: number;
  readonly cosignedSize: number;
  readonly waitingMs: number;
  readonly late: readonly Late[];
};

/** The part of cosigning that `http` needs: in this process on Node, behind a Durable Object on Workers. */
export type Cosigned = {
  newest(): string | undefined | Promise<string | undefined>;
  health(): CosigningHealth | Promise<CosigningHealth>;
};

export type CosigningParts = {
  readonly policy: WitnessPolicy;
  readonly places: readonly WitnessPlace[];
  readonly prove: ProveGrowth;
  readonly store: CosignedStore;
  /** Judges a cosigned head; the policy alone does where the log never comes to another. */
  judge?(note: string): Promise<PolicyVerdict>;
  /** The court bundle that shows a witness how the log came to the key of this head; absent for a log with its first key. */
  readonly introduce?: Introduce;
  /** Wall clock, milliseconds. */
  now(): number;
  /** Least time between two heads that are carried to the witnesses. */
  readonly pauseMs?: number;
  readonly timeoutMs?: number;
  /** A cosigned head may fall behind this long before readiness says so. */
  readonly patienceMs?: number;
  readonly shortestRetryMs?: number;
};

/** One head on its way, and the lines that it has so far, by vkey. */
type Round = { readonly head: OfferedHead; readonly begunMs: number; readonly lines: Map<string, string> };

type Witness = {
  readonly place: WitnessPlace;
  thoughtSize: number;
  busy: boolean;
  /** The round that it last failed, and how often in a row. */
  failed: Round | undefined;
  failures: number;
  failure: Failure | undefined;
  retryMs: number;
};

const LONGEST_RETRY_MS = 60_000;

export class Cosigning {
  readonly #parts: Required<Omit<CosigningParts, "introduce">> & Pick<CosigningParts, "introduce">;
  readonly #witnesses: Witness[];
  readonly #closing = new AbortController();
  readonly #asking = new Set<Promise<void>>();
  #latest: OfferedHead | undefined;
  #round: Round | undefined;
  #newest: OfferedHead | undefined;
  #waitingSinceMs: number | undefined;
  #publishing: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;

  private constructor(parts: CosigningParts) {
    const judge = (note: string) => checkPolicy(note, parts.policy);
    this.#parts = { judge, pauseMs: 1_000, timeoutMs: 10_000, patienceMs: 600_000, shortestRetryMs: 1_000, ...parts };
    this.#witnesses = parts.places.map((place) => ({
      place,
      thoughtSize: 0,
      busy: false,
      failed: undefined,
      failures: 0,
      failure: undefined,
      retryMs: 0,
    }));
  }

  /** Begins with the head that was published last, where it still meets the policy. */
  static async open(parts: CosigningParts): Promise<Cosigning> {
    const cosigning = new Cosigning(parts);
    await cosigning.recall();
    return cosigning;
  }

  /** Takes note of a newly signed head; returns at once, and smaller or known heads change nothing. */
  offer(note: string): void {
    if (this.#closing.signal.aborted || note === this.#latest?.note) return;
    const head = headOf(note);
    if (!head || head.size <= (this.#latest?.size ?? 0)) return;
    this.#latest = { size: head.size, note };
    if (head.size > this.#cosignedSize) this.#waitingSinceMs ??= this.#parts.now();
    this.#step();
  }

  /** The newest head that enough witnesses have cosigned, as a note. */
  newest(): string | undefined {
    return this.#newest?.note;
  }

  /** Takes up what another process of this log has published. */
  async recall(): Promise<void> {
    const note = await this.#parts.store.read();
    if (note === undefined || (headOf(note)?.size ?? 0) <= this.#cosignedSize) return;
    const verdict = await this.#parts.judge(note);
    if (verdict.ok && verdict.head.size > this.#cosignedSize)
      this.#adopt({ size: verdict.head.size, note }, this.#parts.now());
  }

  health(): CosigningHealth {
    const { now, patienceMs, policy } = this.#parts;
    const waitingMs = this.#waitingSinceMs === undefined ? 0 : Math.max(0, now() - this.#waitingSinceMs);
    const late = policy.witnesses.flatMap((vkey): Late[] => {
      const { name } = parseVkey(vkey)!;
      const witness = this.#witnesses.find((each) => each.place.vkey === vkey);
      if (!witness) return [{ name, reason: "no-address" }];
      if (witness.failure) return [{ name, reason: witness.failure }];
      return waitingMs > 0 && !this.#round?.lines.has(vkey) ? [{ name, reason: "waiting" }] : [];
    });
    const signedSize = this.#latest?.size ?? 0;
    const degraded = waitingMs > patienceMs;
    return { degraded, needed: policy.needed, signedSize, cosignedSize: this.#cosignedSize, waitingMs, late };
  }

  /** Ends what is under way; the newest cosigned head stays stored. */
  async close(): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#timer);
    await Promise.all(this.#asking);
    await this.#publishing;
  }

  get #cosignedSize(): number {
    return this.#newest?.size ?? 0;
  }

  /** Chooses the head to carry, sends it to whoever is free, and sets the alarm for whoever is not yet. */
  #step(): void {
    if (this.#closing.signal.aborted || !this.#latest) return;
    const now = this.#parts.now();
    const wait = (this.#round?.begunMs ?? Number.NEGATIVE_INFINITY) + this.#parts.pauseMs - now;
    const next = this.#latest.size > Math.max(this.#round?.head.size ?? 0, this.#cosignedSize) && this.#isSpent();
    if (next && wait <= 0) this.#round = { head: this.#latest, begunMs: now, lines: new Map() };
    const alarms = next && wait > 0 ? [wait] : [];
    for (const witness of this.#witnesses) {
      const round = this.#round;
      if (!round || witness.busy || round.lines.has(witness.place.vkey)) continue;
      if (witness.retryMs > now) alarms.push(witness.retryMs - now);
      else this.#ask(witness, round);
    }
    clearTimeout(this.#timer);
    if (alarms.length === 0) return;
    this.#timer = setTimeout(() => this.#step(), Math.min(...alarms) + 1);
    this.#timer.unref();
  }

  /** True if the round has nothing more to give: published, or no witness is on it who might still complete it. */
  #isSpent(): boolean {
    const round = this.#round;
    if (!round || round.lines.size >= this.#parts.policy.needed) return true;
    return this.#witnesses.every(
      (each) => !each.busy && (each.failed === round || round.lines.has(each.place.vkey) || each.failures > 0),
    );
  }

  #ask(witness: Witness, round: Round): void {
    const { prove, introduce, now, timeoutMs } = this.#parts;
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(timeoutMs)]);
    witness.busy = true;
    const asking = askWitness(witness.place, round.head, witness.thoughtSize, {
      prove,
      introduce,
      nowS: now() / 1000,
      signal,
    })
      .catch((error: unknown) => {
        // Our own tree could not be read: no fault of the witness, tried again like one.
        logEvent("witness.proof-failed", { size: round.head.size, witness: witness.place.vkey.split("+")[0] }, error);
        return { failure: "unreachable" as const };
      })
      .then(async (answer) => {
        witness.busy = false;
        if ("line" in answer) await this.#took(witness, round, answer.line);
        else await this.#failed(witness, round, answer);
      })
      .finally(() => {
        this.#asking.delete(asking);
        this.#step();
      });
    this.#asking.add(asking);
  }

  async #took(witness: Witness, round: Round, line: string): Promise<void> {
    witness.thoughtSize = round.head.size;
    witness.failed = undefined;
    witness.failures = 0;
    witness.failure = undefined;
    round.lines.set(witness.place.vkey, line);
    if (round.lines.size < this.#parts.policy.needed) return;
    this.#publishing = this.#publishing
      .then(() => this.#publish(round))
      .catch((error: unknown) => logEvent("witness.publish-failed", { size: round.head.size }, error));
    await this.#publishing;
  }

  async #failed(witness: Witness, round: Round, answer: { failure: Failure; size?: number }): Promise<void> {
    const { shortestRetryMs, now } = this.#parts;
    witness.failed = round;
    witness.failure = answer.failure;
    witness.thoughtSize = answer.size ?? witness.thoughtSize;
    const wait = Math.min(LONGEST_RETRY_MS, shortestRetryMs * 2 ** Math.min(witness.failures, 16));
    witness.failures += 1;
    // Spread, so that a witness that comes back is not met by every log at one moment.
    witness.retryMs = now() + wait * (0.75 + Math.random() / 2);
    // Another process of this log was faster: what it published counts for this one too.
    if (answer.failure === "ahead") await this.recall();
  }

  async #publish(round: Round): Promise<void> {
    const { policy, store, judge } = this.#parts;
    const { head, lines } = round;
    if (head.size < this.#cosignedSize) return;
    const note = head.note + policy.witnesses.map((vkey) => lines.get(vkey) ?? "").join("");
    const verdict = await judge(note);
    // The log has come to another policy with this head: a head that does not meet it must not take the place of one that does.
    if (!verdict.ok) return;
    await store.write(note);
    this.#adopt({ size: head.size, note }, round.begunMs);
  }

  #adopt(head: OfferedHead, sinceMs: number): void {
    const grown = head.size > this.#cosignedSize;
    this.#newest = head;
    if (grown) this.#waitingSinceMs = (this.#latest?.size ?? 0) > head.size ? sinceMs : undefined;
  }
}
