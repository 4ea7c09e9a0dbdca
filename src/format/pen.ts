// A pen: one key with its running number, writing entries for one log. Whoever holds it must keep `seq` durably before a
// signature leaves the device; browsers and the command line do, demos and simulations start from nothing each time.

import { hex } from "./bytes.ts";
import type { Signer } from "./ed25519.ts";
import { type Anchor, kidOf, noAnchor, type Payload, possessionMessage, signEntry } from "./entry.ts";
import type { Body, KindName } from "./kinds.ts";

export class Pen {
  readonly signer: Signer;
  readonly origin: string;
  /** The latest tree head the holder knows; it goes into what is written next. */
  anchor: Anchor = noAnchor();
  #next: number;

  constructor(signer: Signer, origin: string, nextSeq = 1) {
    this.signer = signer;
    this.origin = origin;
    this.#next = nextSeq;
  }

  /** The key's kid in hexadecimal. */
  get kid(): string {
    return hex(kidOf(this.signer.key));
  }

  /** Signs a statement under the next number; the number is burned whatever becomes of the entry. */
  write<K extends KindName>(kind: K, body: Body<K>, claimedS: number): Promise<Uint8Array> {
    const seq = this.#next;
    this.#next += 1;
    const payload = { kind, body, seq, claimedS, anchor: this.anchor } as Payload;
    return signEntry(payload, this.signer, this.origin);
  }

  /** Proof of possession for the registration of this key. */
  possession(): Promise<Uint8Array> {
    return this.signer.sign(possessionMessage(this.origin, this.signer.key));
  }
}
