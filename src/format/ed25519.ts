/**
 * The one Ed25519 rule, used by every signature in the book: entries, proofs of possession, tree heads, cosignatures.
 *
 * `entry` and `note` are built on it. Verifiers of the world disagree at the edges of Ed25519 (small order, mixed
 * torsion, non-canonical encodings, the cofactor), and a court must not get another answer than intake did. So the
 * edges are cut off before any library is asked: keys are checked once for canonical encoding and torsion, signatures
 * for S < L and for a canonical R that is not the identity. For what remains, the cofactorless equation
 * [S]B = R + [k]A of RFC 8032 §5.1.7 has one answer in WebCrypto, OpenSSL and the fallback alike.
 */
import * as noble from "@noble/ed25519";
import { sha512 } from "@noble/hashes/sha2.js";
import { concat, hex, unhex } from "./bytes.ts";

noble.hashes.sha512 = sha512;

/** One device's signing right: its 32-byte public key, and the act of signing, which gives 64 bytes (RFC 8032 §5.1.6). */
export type Signer = { key: Uint8Array; sign(message: Uint8Array): Promise<Uint8Array> };

/** The cached facts about a public key; `native` is "none" where this platform's WebCrypto has no Ed25519. */
type RememberedKey = { acceptable: boolean; native: CryptoKey | "none" | undefined };

/** Enough for every device of a province; an imported key weighs one to two kilobytes. */
const REMEMBERED_KEYS = 8192;

const remembered = new Map<string, RememberedKey>();

/** L, the order of the base point, little-endian (RFC 8032 §5.1). */
const ORDER = unhex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
/** p = 2^255 - 19, little-endian. */
const FIELD = unhex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");
/** PKCS #8 wrapping of a raw seed (RFC 8410 §7): everything before the 32 bytes. */
const PKCS8_HEAD = unhex("302e020100300506032b657004220420");

/**
 * True if a key may be registered: 32 bytes, canonical encoding (y < p, no signed zero), on the curve, not the identity,
 * torsion-free; costs about a millisecond the first time.
 */
export function isAcceptableKey(key: Uint8Array): boolean {
  return recall(key).acceptable;
}

function isSoundPoint(key: Uint8Array): boolean {
  if (key.length !== 32) return false;
  const point = strictPoint(key);
  return point !== undefined && !point.is0() && point.isTorsionFree();
}

/**
 * True if 64 bytes have the form R ‖ S that every platform reads alike: S < L (RFC 8032 §5.1.7), y of R below p, R not the
 * identity. Measured: OpenSSL 3.0, workerd and Chromium take R = identity, OpenSSL 3.5 refuses it; only the key's owner can make one.
 */
export function isWellFormedSignature(signature: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  if (!isBelow(signature.subarray(32), ORDER)) return false;
  const y = signature.slice(0, 32);
  y[31] = y[31]! & 0x7f;
  const isOne = y[0] === 1 && y.every((byte, at) => at === 0 || byte === 0);
  return isBelow(y, FIELD) && !isOne;
}

/**
 * True if `signature` is the key's over `message`, by the cofactorless equation of RFC 8032 §5.1.7; false, never a throw,
 * for an unacceptable key and for any malformed input. Runs natively; the first use of a key costs a millisecond more.
 */
export async function verifySignature(key: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  if (!isWellFormedSignature(signature)) return false;
  const known = recall(key);
  if (!known.acceptable) return false;
  known.native ??= await importNative(key);
  if (known.native === "none") return nobleAccepts(key, message, signature);
  return crypto.subtle.verify("Ed25519", known.native, owned(signature), owned(message));
}

/** The same verdict as `verifySignature` with no platform cryptography: the fallback of old browsers, some ten times slower. */
export function verifyWithNoble(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  return isWellFormedSignature(signature) && recall(key).acceptable && nobleAccepts(key, message, signature);
}

/** The 32-byte public key of a 32-byte seed (RFC 8032 §5.1.5); throws on any other length. */
export function publicKeyFromSeed(seed: Uint8Array): Uint8Array {
  if (seed.length !== 32) throw new RangeError("an Ed25519 seed has 32 bytes");
  return noble.getPublicKey(seed);
}

/** A signer from a 32-byte seed, native where WebCrypto has Ed25519; throws on any other length. */
export async function signerFromSeed(seed: Uint8Array): Promise<Signer> {
  const key = publicKeyFromSeed(seed);
  const secret = seed.slice();
  try {
    const pkcs8 = concat(PKCS8_HEAD, secret);
    const native = await crypto.subtle.importKey("pkcs8", owned(pkcs8), "Ed25519", false, ["sign"]);
    return {
      key,
      sign: async (message) => new Uint8Array(await crypto.subtle.sign("Ed25519", native, owned(message))),
    };
  } catch {
    // Both signers are deterministic (RFC 8032 §5.1.6), so nobody can tell afterwards which one signed.
    return { key, sign: async (message) => noble.sign(message, secret) };
  }
}

/**
 * Noble multiplies by the cofactor even with `zip215: false`; under a torsion-free key the two equations differ exactly
 * when R has a torsion part, hence the check on R, last because a refused signature never needs it.
 */
function nobleAccepts(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (!noble.verify(signature, message, key, { zip215: false })) return false;
  return strictPoint(signature.slice(0, 32))?.isTorsionFree() ?? false;
}

function strictPoint(encoding: Uint8Array): noble.Point | undefined {
  try {
    return noble.Point.fromBytes(encoding, false);
  } catch {
    return undefined;
  }
}

/** Least recently used first: a Map keeps insertion order, and each use inserts anew. */
function recall(key: Uint8Array): RememberedKey {
  const name = hex(key);
  const known = remembered.get(name) ?? { acceptable: isSoundPoint(key), native: undefined };
  remembered.delete(name);
  remembered.set(name, known);
  if (remembered.size > REMEMBERED_KEYS) {
    for (const oldest of remembered.keys()) {
      remembered.delete(oldest);
      break;
    }
  }
  return known;
}

/** The key is remembered, never the pending promise: on Workers a promise of one request may not be awaited by another. */
async function importNative(key: Uint8Array): Promise<CryptoKey | "none"> {
  try {
    return await crypto.subtle.importKey("raw", owned(key), "Ed25519", true, ["verify"]);
  } catch {
    return "none";
  }
}

/** Little-endian a < b over 32 bytes; not constant-time, everything compared here is public. */
function isBelow(a: Uint8Array, b: Uint8Array): boolean {
  for (let at = 31; at >= 0; at--) {
    const difference = a[at]! - b[at]!;
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** WebCrypto's types want bytes that are not shared memory; nothing in this book lives in shared memory. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}
