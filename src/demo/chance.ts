// Chance that can be played again: a small generator whose stream follows from a seed, for simulations and trials. Never for keys.
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8 } from "../format/bytes.ts";

/** xoshiro128** (Blackman and Vigna) over 32-bit words, seeded by SHA-256 of a text; every draw moves the one stream on. */
export class Chance {
  readonly #state: Uint32Array;

  constructor(seed: string) {
    const digest = sha256(utf8(seed));
    this.#state = new Uint32Array(digest.buffer, digest.byteOffset, 4).slice();
  }

  /** The next 32 bits. */
  word(): number {
    const s = this.#state;
    const result = Math.imul(rotate(Math.imul(s[1]!, 5), 7), 9) >>> 0;
    const t = s[1]! << 9;
    s[2]! ^= s[0]!;
    s[3]! ^= s[1]!;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= t;
    s[3] = rotate(s[3]!, 11);
    return result;
  }

  /** A whole number from 0 up to, not including, `bound` (at most 2^32). */
  below(bound: number): number {
    return Math.floor((this.word() / 2 ** 32) * bound);
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  /** True if something of this likelihood, in thousandths, happens. */
  happens(permille: number): boolean {
    return this.below(1000) < permille;
  }

  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new Error("nothing to pick from");
    return list[this.below(list.length)]!;
  }

  /** One of a list by weight; undefined for an empty list. */
  weighted<T extends { readonly weight: number }>(list: readonly T[]): T | undefined {
    let rest = (this.word() / 2 ** 32) * list.reduce((sum, each) => sum + each.weight, 0);
    for (const each of list) {
      rest -= each.weight;
      if (rest < 0) return each;
    }
    return list.at(-1);
  }

  /** Bytes of chance. */
  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.word() & 0xff);
  }
}

function rotate(word: number, by: number): number {
  return ((word << by) | (word >>> (32 - by))) >>> 0;
}
