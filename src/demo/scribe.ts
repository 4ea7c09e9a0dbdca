// The scribe of a played province: keeps everyone's pens, moves the story's clock, and sends what they write. Used by the demo, the
// simulation, the bench and the tests; keys follow from a seed, so that one seed plays one story.
import { sha256 } from "@noble/hashes/sha2.js";
import { type Clock, systemClock } from "../disk/machine-clock.ts";
import { concat, utf8 } from "../format/bytes.ts";
import { signerFromSeed } from "../format/ed25519.ts";
import type { Body, KindName } from "../format/kinds.ts";
import { Pen } from "../format/pen.ts";
import { NumberedPen, type Numbers } from "../intake/numbered.ts";
import type { SubmitAnswer } from "../intake.ts";
import { sentence } from "../words/problem.ts";

/** A clock that the story sets. */
export class StoryClock implements Clock {
  #ms: number;

  constructor(startMs: number) {
    this.#ms = startMs;
  }

  wallMs(): number {
    return this.#ms;
  }

  steadyMs(): number {
    return this.#ms;
  }

  /** Whole seconds of now. */
  get seconds(): number {
    return Math.floor(this.#ms / 1000);
  }

  /** Lets minutes pass. */
  pass(minutes: number): void {
    this.#ms += Math.round(minutes * 60_000);
  }

  /** Moves on to a time; the story never goes back. */
  until(ms: number): void {
    this.#ms = Math.max(this.#ms, ms);
  }
}

/** The story has caught up with the present: a clock that nobody puts anywhere. */
export class PresentClock extends StoryClock {
  constructor() {
    super(0);
  }

  override wallMs(): number {
    return systemClock.wallMs();
  }

  override steadyMs(): number {
    return systemClock.steadyMs();
  }

  override get seconds(): number {
    return Math.floor(systemClock.wallMs() / 1000);
  }

  override pass(): void {
    throw new Error("the present passes by itself");
  }

  override until(): void {
    throw new Error("the present passes by itself");
  }
}

export type Submit = (entries: readonly Uint8Array[]) => Promise<SubmitAnswer[]>;

/** The secret of a persona: SHA-256(seed ‖ name). */
export function personaSeed(seed: Uint8Array, persona: string): Uint8Array {
  return sha256(concat(seed, utf8(persona)));
}

export class Scribe {
  readonly origin: string;
  readonly clock: StoryClock;
  readonly #seed: Uint8Array;
  readonly #submit: Submit;
  readonly #numbers: Numbers | undefined;
  readonly #pens = new Map<string, Pen>();
  readonly #numbered = new Map<string, NumberedPen>();

  /** With `numbers` every pen goes on where it stopped, however often the process starts; without, pens begin at 1. */
  constructor(origin: string, seed: Uint8Array, clock: StoryClock, submit: Submit, numbers?: Numbers) {
    this.#numbers = numbers;
    this.origin = origin;
    this.clock = clock;
    this.#seed = seed;
    this.#submit = submit;
  }

  /** The pen of a persona, for its key and proofs; its key is SHA-256(seed ‖ name). Entries are written by `sign`. */
  async pen(persona: string): Promise<Pen> {
    const known = this.#pens.get(persona);
    if (known) return known;
    const pen = new Pen(await signerFromSeed(personaSeed(this.#seed, persona)), this.origin);
    this.#pens.set(persona, pen);
    return pen;
  }

  /** Signs without sending, as a device with no network does. */
  async sign<K extends KindName>(
    persona: string,
    kind: K,
    body: Body<K>,
    claimedS = this.clock.seconds,
  ): Promise<Uint8Array> {
    const pen = await this.pen(persona);
    if (!this.#numbers) return pen.write(kind, body, claimedS);
    const numbered = this.#numbered.get(persona) ?? new NumberedPen(pen.signer, this.origin, this.#numbers);
    this.#numbered.set(persona, numbered);
    return numbered.write(kind, body, claimedS);
  }

  /** Signs and sends; whatever the answer. */
  async send<K extends KindName>(persona: string, kind: K, body: Body<K>): Promise<SubmitAnswer> {
    return (await this.#submit([await this.sign(persona, kind, body)]))[0]!;
  }

  /** Signs and sends what must be accepted; answers its index. */
  async write<K extends KindName>(persona: string, kind: K, body: Body<K>): Promise<number> {
    const answer = await this.send(persona, kind, body);
    if (!answer.ok)
      throw new Error(`${persona} ${kind}: ${sentence(answer.problem, "en")} ${JSON.stringify(answer.problem)}`);
    return answer.value.index;
  }

  /** Proposes what must be accepted, and has a second person approve it; answers the proposal's index. */
  async agree<K extends KindName>(first: string, second: string, kind: K, body: Body<K>): Promise<number> {
    const proposal = await this.write(first, kind, body);
    await this.write(second, "approve", { proposal });
    return proposal;
  }

  /** Sends what is signed already, in order. */
  deliver(entries: readonly Uint8Array[]): Promise<SubmitAnswer[]> {
    return this.#submit(entries);
  }
}
