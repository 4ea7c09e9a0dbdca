// The acts by which the roots change who signs for a log: another log key, other witnesses, another root or operator. Each takes a proposal by one
// root and the approval of another, both entries of the log, so that a stranger can follow from entry 0 to the key of today with nothing
// but signatures. The rules judge the same acts when they are entered; here they are read again by whoever has only some leaves.
import { equal, hex, isHex, unhex } from "./bytes.ts";
import { isAcceptableKey, verifyWithNoble } from "./ed25519.ts";
import { type Entry, handoverMessage, kidOf, possessionMessage } from "./entry.ts";
import { parseVkey, vkeyOf } from "./note.ts";
import type { Signatories, Terms } from "./signatories.ts";

/** A root or operator key that takes another's place. */
export type Replaced = { readonly key: Uint8Array };

type Proposal = { readonly entry: Entry; readonly by: string };

/** Reads a log's acts of its roots in their order; every entry given to it has been verified under its signer's key. */
export class Roots {
  readonly #origin: string;
  readonly #opening: Uint8Array;
  readonly #roots: Set<string>;
  readonly #proposals = new Map<number, Proposal>();
  readonly #terms: Terms[];
  #operator: string;

  /** Begins with entry 0; throws for any other entry. */
  constructor(opening: Entry) {
    if (opening.kind !== "genesis") throw new Error("a log begins with entry 0");
    const { origin, roots, operatorKey, logKey, witnesses, witnessesNeeded: needed } = opening.body;
    this.#origin = origin;
    this.#opening = opening.id;
    this.#roots = new Set(roots.map((key) => hex(kidOf(key))));
    this.#operator = hex(kidOf(operatorKey));
    this.#terms = [{ from: 0, vkey: vkeyOf(origin, logKey), handedOver: false, witnesses, needed }];
  }

  /** Who signs heads, by size, as far as the entries taken so far say. */
  get signatories(): Signatories {
    return { origin: this.#origin, terms: this.#terms };
  }

  /** True if a key is a root's by now. */
  isRoot(kid: string): boolean {
    return this.#roots.has(kid);
  }

  /** Takes the entry at a leaf; answers the root or operator key that it brings into force. */
  take(index: number, entry: Entry): Replaced | undefined {
    const by = hex(entry.kid);
    if (!this.#roots.has(by)) return undefined;
    if (entry.kind === "log.rotate" || entry.kind === "witness.set") this.#proposals.set(index, { entry, by });
    if (entry.kind !== "approve") return undefined;
    const proposal = this.#proposals.get(entry.body.proposal);
    if (!proposal || proposal.by === by) return undefined;
    this.#proposals.delete(entry.body.proposal);
    return this.#effect(index + 1, proposal.entry);
  }

  #effect(from: number, { kind, body }: Entry): Replaced | undefined {
    const now = this.#terms.at(-1)!;
    if (kind === "witness.set") {
      this.#terms.push({ ...now, from, handedOver: false, witnesses: body.witnesses, needed: body.needed });
      return undefined;
    }
    if (kind !== "log.rotate") return undefined;
    if (![body.key, body.possession, body.handover ?? ""].every(isHex)) return undefined;
    const key = unhex(body.key);
    const held = verifyWithNoble(key, possessionMessage(this.#origin, key), unhex(body.possession));
    if (!isAcceptableKey(key) || !held) return undefined;
    const logKey = parseVkey(now.vkey)!.key;
    if (equal(kidOf(logKey), unhex(body.kid))) {
      const said = body.handover === undefined ? undefined : unhex(body.handover);
      const message = handoverMessage(this.#origin, this.#opening, key);
      const handedOver = said !== undefined && verifyWithNoble(logKey, message, said);
      this.#terms.push({ ...now, from, handedOver, vkey: vkeyOf(this.#origin, key) });
      return undefined;
    }
    if (this.#roots.delete(body.kid)) this.#roots.add(hex(kidOf(key)));
    else if (this.#operator === body.kid) this.#operator = hex(kidOf(key));
    else return undefined;
    return { key };
  }
}
