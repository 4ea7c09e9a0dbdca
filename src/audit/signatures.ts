// All cores on signatures: the audit replays the book on one thread and hands entries to the others in packets; the answers come
// back behind it. A packet in flight is bounded, so that a log of any size needs the same memory.
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { concat } from "../format/bytes.ts";
import { checkWork, type Verdicts, type Work } from "./verifier.ts";

const PACKET = 512;
const AHEAD = 6;

export class SignatureCheck {
  readonly #origin: string;
  readonly #threads: number;
  /** Started with the first full packet: a short log is done before a thread is up. */
  #workers: Worker[] = [];
  #indexes: number[] = [];
  #entries: Uint8Array[] = [];
  #keyAt: number[] = [];
  #keys = new Map<string, { at: number; key: Uint8Array }>();
  #turn = 0;
  #outstanding = 0;
  #firstBad: number | undefined;
  #failure: unknown;
  #wake: () => void = () => {};

  constructor(origin: string, threads = availableParallelism()) {
    this.#origin = origin;
    this.#threads = threads;
  }

  /** Lowest index found bad so far. */
  get firstBad(): number | undefined {
    return this.#firstBad;
  }

  /** Hands an entry over; waits where the workers are too far behind. */
  add(index: number, entry: Uint8Array, key: Uint8Array, kid: string): Promise<void> | undefined {
    let registered = this.#keys.get(kid);
    if (!registered) {
      registered = { at: this.#keys.size, key };
      this.#keys.set(kid, registered);
    }
    this.#indexes.push(index);
    this.#entries.push(entry);
    this.#keyAt.push(registered.at);
    if (this.#indexes.length < PACKET) return undefined;
    this.#send();
    return this.#until(AHEAD * this.#threads);
  }

  /** Waits until everything handed over has been checked; the workers stay. */
  async drain(): Promise<void> {
    if (this.#indexes.length > 0) {
      if (this.#workers.length === 0) this.#take(checkWork(this.#packet()));
      else this.#send();
    }
    await this.#until(0);
  }

  /** Waits for every answer and ends the workers; answers the lowest index whose signature does not hold. */
  async finish(): Promise<number | undefined> {
    try {
      await this.drain();
      return this.#firstBad;
    } finally {
      await Promise.all(this.#workers.map((worker) => worker.terminate()));
    }
  }

  #send(): void {
    if (this.#workers.length === 0) this.#workers = Array.from({ length: this.#threads }, () => this.#start());
    const work = this.#packet();
    this.#workers[this.#turn % this.#workers.length]!.postMessage(work, [work.entries.buffer as ArrayBuffer]);
    this.#turn += 1;
    this.#outstanding += 1;
  }

  #start(): Worker {
    const worker = new Worker(new URL("./thread.ts", import.meta.url));
    worker.on("message", (verdicts: Verdicts) => {
      this.#outstanding -= 1;
      this.#take(verdicts);
      this.#wake();
    });
    worker.on("error", (error) => {
      this.#failure = error;
      this.#wake();
    });
    return worker;
  }

  /** Packs the signatures that were added since the last packet. */
  #packet(): Work {
    const ends = new Uint32Array(this.#entries.length);
    let end = 0;
    for (const [i, entry] of this.#entries.entries()) {
      end += entry.length;
      ends[i] = end;
    }
    const work: Work = {
      origin: this.#origin,
      indexes: Float64Array.from(this.#indexes),
      ends,
      keyAt: Uint16Array.from(this.#keyAt),
      keys: concat(...[...this.#keys.values()].map(({ key }) => key)),
      entries: concat(...this.#entries),
    };
    this.#indexes = [];
    this.#entries = [];
    this.#keyAt = [];
    this.#keys = new Map();
    return work;
  }

  async #until(outstanding: number): Promise<void> {
    while (this.#outstanding > outstanding && !this.#failure) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#failure) throw this.#failure;
  }

  #take({ bad }: Verdicts): void {
    for (const index of bad) if (this.#firstBad === undefined || index < this.#firstBad) this.#firstBad = index;
  }
}
