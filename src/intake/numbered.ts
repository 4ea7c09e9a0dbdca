// A pen that the server holds: its numbers are reserved durably before they are signed under, so that neither a crash nor a restart
// ever signs two entries under one number. What is reserved and not used is burned.
import type { Signer } from "../format/ed25519.ts";
import type { Body, KindName } from "../format/kinds.ts";
import { Pen } from "../format/pen.ts";

/** Where numbers come from: the first of `count` that this key has never used, durably its own from now on. */
export type Numbers = { take(kid: string, count: number): Promise<number> };

/** Numbers taken at once: few enough to burn at each start, enough that taking them costs nothing. */
const WINDOW = 256;

export class NumberedPen {
  readonly #numbers: Numbers;
  #pen: Pen;
  #left = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(signer: Signer, origin: string, numbers: Numbers) {
    this.#numbers = numbers;
    this.#pen = new Pen(signer, origin);
  }

  get kid(): string {
    return this.#pen.kid;
  }

  /** Signs a statement under the next number. */
  async write<K extends KindName>(kind: K, body: Body<K>, claimedS: number): Promise<Uint8Array> {
    // One caller after another takes its number; `write` takes it before it waits for the signature, which is left to run.
    const begun = this.#turn.then(async () => {
      const pen = await this.#numbered();
      return { signed: pen.write(kind, body, claimedS) };
    });
    this.#turn = begun.catch(() => undefined);
    return (await begun).signed;
  }

  async #numbered(): Promise<Pen> {
    if (this.#left === 0) {
      const first = await this.#numbers.take(this.#pen.kid, WINDOW);
      const { signer, origin, anchor } = this.#pen;
      this.#pen = new Pen(signer, origin, first);
      this.#pen.anchor = anchor;
      this.#left = WINDOW;
    }
    this.#left -= 1;
    return this.#pen;
  }
}
