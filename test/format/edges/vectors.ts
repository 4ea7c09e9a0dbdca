// Ed25519's edges, derived here from the curve: the classes that RFC 8032 leaves open and that published collections ("Taming the many
// EdDSAs", CCTV, Wycheproof) try verifiers with. Keys and R of small order, of mixed torsion and in other spellings than the canonical
// one, each with each, S beyond its bound, and honest signatures among them.
import * as noble from "@noble/ed25519";
import { sha512 } from "@noble/hashes/sha2.js";
import { concat, hex, unhex, utf8 } from "../../../src/format/bytes.ts";
import { publicKeyFromSeed } from "../../../src/format/ed25519.ts";
import rfc8032 from "../vectors/ed25519.json" with { type: "json" };

noble.hashes.sha512 = sha512;

const { Point } = noble;
/** L, the order of the base point. */
export const ORDER = Point.CURVE().n;
/** p = 2^255 - 19. */
export const FIELD = Point.CURVE().p;
export const MESSAGE: Uint8Array = utf8("phiếu vận chuyển vật liệu");
/** The honest key of the tests, and the scalar behind it. */
export const KEY: Uint8Array = publicKeyFromSeed(new Uint8Array(32).fill(7));
const SECRET = noble.utils.getExtendedPublicKey(new Uint8Array(32).fill(7)).scalar;

/** 256-bit little-endian. */
export function bytesOf(n: bigint): Uint8Array {
  return unhex(n.toString(16).padStart(64, "0")).reverse();
}
export function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${hex(bytes.slice().reverse())}`);
}
/** k of RFC 8032 §5.1.7 over the test's message. */
export function challenge(R: Uint8Array, key: Uint8Array, message: Uint8Array = MESSAGE): bigint {
  return numberOf(sha512(concat(R, key, message))) % ORDER;
}
/** n·P for any n ≥ 0, also for points outside the prime-order group. */
function times(n: bigint, point: noble.Point): noble.Point {
  let sum = Point.ZERO;
  for (let bit = n.toString(2).length - 1; bit >= 0; bit--) {
    sum = sum.double();
    if ((n >> BigInt(bit)) & 1n) sum = sum.add(point);
  }
  return sum;
}
/** An encoding of y with the sign bit as given, whether or not it is canonical. */
export function spell(y: bigint, sign: 0 | 1): Uint8Array {
  return bytesOf(y + (sign === 1 ? 1n << 255n : 0n));
}
/** A generator of the eight small-order points: L times any point whose torsion part has order 8. */
function orderEight(): noble.Point {
  for (let y = 2n; ; y++) {
    try {
      const torsion = times(ORDER, Point.fromBytes(bytesOf(y)));
      if (!times(4n, torsion).is0()) return torsion;
    } catch {
      // Half of all y are on no point.
    }
  }
}
/** The eight points of small order, the identity first. */
export const TORSION: readonly noble.Point[] = Array.from({ length: 8 }, (_, n) => times(BigInt(n), orderEight()));
/** Their six other spellings: y not below p, or a sign on x = 0. */
export const NON_CANONICAL_SMALL_ORDER: readonly Uint8Array[] = [
  spell(FIELD, 0),
  spell(FIELD, 1),
  spell(FIELD + 1n, 0),
  spell(FIELD + 1n, 1),
  spell(1n, 1),
  spell(FIELD - 1n, 1),
];
/** Every other non-canonical y that has room below 2^255 and lies on the curve. */
export const NON_CANONICAL: readonly Uint8Array[] = Array.from({ length: 17 }, (_, n) => [
  spell(FIELD + 2n + BigInt(n), 0),
  spell(FIELD + 2n + BigInt(n), 1),
])
  .flat()
  .filter((encoding) => {
    try {
      return Point.fromBytes(encoding, true) !== undefined;
    } catch {
      return false;
    }
  });

/** R ‖ S with S solving the cofactored equation for this spelling of R = rB + small order. */
export function signatureWith(R: Uint8Array, r: bigint, key: Uint8Array = KEY, secret: bigint = SECRET): Uint8Array {
  return concat(R, bytesOf((r + challenge(R, key) * secret) % ORDER));
}

/** One question to every verifier, in hexadecimal, and what the rule answers about the key and about the signature. */
export type Edge = {
  readonly name: string;
  readonly keyName: string;
  readonly key: string;
  readonly message: string;
  readonly signature: string;
  readonly registered: boolean;
  readonly accepted: boolean;
  /** R = identity under a good key: the rule refuses it because platforms differ. */
  readonly disputed: boolean;
};

/** A spelling of a key with the scalar behind its prime-order part; nought where nobody knows one. */
type KeyCase = {
  readonly name: string;
  readonly key: Uint8Array;
  readonly secret: bigint;
  readonly registered: boolean;
};
type NonceCase = { readonly name: string; readonly R: Uint8Array; readonly r: bigint };

const NONCE = 0x5eed5eed5eedn;

/** All of them: the vectors of RFC 8032, each kind of key with each kind of R, and each way to write S wrongly. */
export function edges(): Edge[] {
  const rfc = rfc8032.vectors.map(({ name, key, message, signature }) => {
    return {
      name: `RFC 8032 ${name}`,
      keyName: name,
      key,
      message,
      signature,
      registered: true,
      accepted: true,
      disputed: false,
    };
  });
  const crossed = keyCases().flatMap((key) => nonceCases().map((nonce) => crossing(key, nonce)));
  const scalars = honestKeys().flatMap((key) => wrongScalars(key));
  return [...rfc, ...crossed, ...scalars];
}

function honestKeys(): KeyCase[] {
  const seeds = [new Uint8Array(32).fill(7), ...rfc8032.vectors.map((vector) => unhex(vector.seed))];
  return seeds.map((seed, n) => {
    const { scalar } = noble.utils.getExtendedPublicKey(seed);
    return { name: `honest key ${n}`, key: publicKeyFromSeed(seed), secret: scalar, registered: true };
  });
}

function keyCases(): KeyCase[] {
  const refused = { registered: false, secret: 0n };
  const honest = Point.fromBytes(KEY);
  return [
    ...honestKeys(),
    ...TORSION.map((point, n) => ({ ...refused, name: `key of small order ${n}`, key: point.toBytes() })),
    ...NON_CANONICAL_SMALL_ORDER.map((key) => ({ ...refused, name: `key of small order, spelt ${hex(key)}`, key })),
    ...NON_CANONICAL.map((key) => ({ ...refused, name: `key spelt ${hex(key)}`, key })),
    ...TORSION.slice(1).map((point, n) => {
      return { ...refused, name: `key of mixed torsion ${n + 1}`, key: honest.add(point).toBytes(), secret: SECRET };
    }),
    { ...refused, name: "key on no point", key: spell(2n, 0) },
  ];
}

function nonceCases(): NonceCase[] {
  const R = Point.BASE.multiply(NONCE);
  return [
    { name: "honest R", R: R.toBytes(), r: NONCE },
    ...TORSION.map((point, n) => ({ name: `R of small order ${n}`, R: point.toBytes(), r: 0n })),
    ...NON_CANONICAL_SMALL_ORDER.map((R) => ({ name: `R of small order, spelt ${hex(R)}`, R, r: 0n })),
    ...NON_CANONICAL.map((R) => ({ name: `R spelt ${hex(R)}`, R, r: NONCE })),
    ...TORSION.slice(1).map((point, n) => {
      return { name: `R of mixed torsion ${n + 1}`, R: R.add(point).toBytes(), r: NONCE };
    }),
    { name: "R on no point", R: spell(2n, 0), r: NONCE },
  ];
}

function crossing({ name, key, secret, registered }: KeyCase, nonce: NonceCase): Edge {
  return {
    name: `${name}, ${nonce.name}`,
    keyName: name,
    key: hex(key),
    message: hex(MESSAGE),
    signature: hex(signatureWith(nonce.R, nonce.r, key, secret)),
    registered,
    accepted: registered && nonce.name === "honest R",
    disputed: registered && hex(nonce.R) === hex(Point.ZERO.toBytes()),
  };
}

function wrongScalars({ name, key, secret }: KeyCase): Edge[] {
  const honest = signatureWith(Point.BASE.multiply(NONCE).toBytes(), NONCE, key, secret);
  const S = numberOf(honest.slice(32));
  const flip = (at: number) => honest.map((byte, n) => (n === at ? byte ^ 1 : byte));
  const withS = (s: bigint) => concat(honest.slice(0, 32), bytesOf(s));
  const wrong: Readonly<Record<string, Uint8Array>> = {
    "S + L": withS(S + ORDER),
    "S + 8L": withS(S + 8n * ORDER),
    "the largest S + nL below 2^256": withS(S + ((2n ** 256n - 1n - S) / ORDER) * ORDER),
    "S = L": withS(ORDER),
    "S = L - 1": withS(ORDER - 1n),
    "S = 0": withS(0n),
    "S = 2^256 - 1": withS(2n ** 256n - 1n),
    "-S": withS(ORDER - S),
    "a bit of R turned": flip(3),
    "a bit of S turned": flip(40),
    "the sign of R turned": honest.map((byte, n) => (n === 31 ? byte ^ 0x80 : byte)),
    "all zero": new Uint8Array(64),
  };
  const about = {
    keyName: name,
    key: hex(key),
    message: hex(MESSAGE),
    registered: true,
    accepted: false,
    disputed: false,
  };
  return Object.entries(wrong).map(([what, signature]) => {
    return { ...about, name: `${name}, ${what}`, signature: hex(signature) };
  });
}
