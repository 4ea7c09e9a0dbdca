// Signatures by the packet: entries in one buffer, so that handing them to another thread costs nothing; the answer is the indexes
// whose signatures do not hold. The worker thread is thread.ts; a short log is checked where it is.
import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { concat, hex, unhex } from "../format/bytes.ts";
import { isWellFormedSignature } from "../format/ed25519.ts";
import { signedPart } from "../format/entry.ts";

/** Entries one after another; entry i ends at `ends[i]` and must hold under key `keyAt[i]` of `keys` (32 bytes each). */
export type Work = {
  readonly origin: string;
  readonly indexes: Float64Array;
  readonly ends: Uint32Array;
  readonly keyAt: Uint16Array;
  readonly keys: Uint8Array;
  readonly entries: Uint8Array;
};
/** Indexes whose signature does not hold. */
export type Verdicts = { readonly bad: number[]; readonly count: number };

/** SubjectPublicKeyInfo of an Ed25519 key up to its 32 bytes (RFC 8410 §4). */
const SPKI_HEAD = unhex("302a300506032b6570032100");
const known = new Map<string, KeyObject>();

/** Keys come from the replayed book, whose rules let none in but acceptable ones: that check is not made again on each thread. */
function keyObject(raw: Uint8Array): KeyObject {
  const name = hex(raw);
  const made = known.get(name);
  if (made) return made;
  const der = Buffer.from(concat(SPKI_HEAD, raw));
  const key = createPublicKey({ key: der, format: "der", type: "spki" });
  known.set(name, key);
  return key;
}

/** Checks one packet by the one Ed25519 rule (format/ed25519.ts), with OpenSSL where the rule leaves no edge. */
export function checkWork(work: Work): Verdicts {
  const bad: number[] = [];
  const keys = Array.from({ length: work.keys.length / 32 }, (_, i) => keyObject(work.keys.slice(32 * i, 32 * i + 32)));
  let from = 0;
  for (const [i, end] of work.ends.entries()) {
    const part = signedPart(work.entries.subarray(from, end), work.origin);
    const key = keys[work.keyAt[i]!];
    const holds =
      part !== undefined &&
      key !== undefined &&
      isWellFormedSignature(part.signature) &&
      verify(null, part.signed, key, part.signature);
    if (!holds) bad.push(work.indexes[i]!);
    from = end;
  }
  return { bad, count: work.ends.length };
}
