import { createPublicKey, verify as nodeVerify } from "node:crypto";
import * as noble from "@noble/ed25519";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { concat, equal, hex, unhex, utf8 } from "../../src/format/bytes.ts";
import {
  isAcceptableKey,
  isWellFormedSignature,
  publicKeyFromSeed,
  signerFromSeed,
  verifySignature,
  verifyWithNoble,
} from "../../src/format/ed25519.ts";
import {
  bytesOf,
  challenge,
  FIELD,
  KEY,
  MESSAGE,
  NON_CANONICAL,
  NON_CANONICAL_SMALL_ORDER,
  numberOf,
  ORDER,
  signatureWith,
  spell,
  TORSION,
} from "./edges/vectors.ts";
import rfc8032 from "./vectors/ed25519.json" with { type: "json" };

const { Point } = noble;

async function byWebCrypto(key: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  const native = await crypto.subtle.importKey("raw", Buffer.from(key), "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", native, Buffer.from(signature), Buffer.from(message));
}
function byNodeCrypto(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const jwk = { kty: "OKP", crv: "Ed25519", x: Buffer.from(key).toString("base64url") };
  return nodeVerify(null, message, createPublicKey({ key: jwk, format: "jwk" }), signature);
}
async function verdicts(key: Uint8Array, message: Uint8Array, signature: Uint8Array) {
  return {
    rule: await verifySignature(key, message, signature),
    noble: verifyWithNoble(key, message, signature),
    web: await byWebCrypto(key, message, signature),
    node: byNodeCrypto(key, message, signature),
  };
}
const REFUSED = { rule: false, noble: false, web: false, node: false };
const ACCEPTED = { rule: true, noble: true, web: true, node: true };

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe("the vectors of RFC 8032", () => {
  it.each(rfc8032.vectors)("$name signs and verifies everywhere", async (vector) => {
    const [seed, key, message] = [unhex(vector.seed), unhex(vector.key), unhex(vector.message)];
    const signer = await signerFromSeed(seed);
    expect(hex(signer.key)).toBe(vector.key);
    expect(hex(await signer.sign(message))).toBe(vector.signature);
    expect(isAcceptableKey(key)).toBe(true);
    expect(await verdicts(key, message, unhex(vector.signature))).toEqual(ACCEPTED);
  });
});

describe("a key is refused at registration", () => {
  const base = Point.fromBytes(KEY);
  const refused: [string, Uint8Array][] = [
    ...TORSION.map((point, n): [string, Uint8Array] => [`small order, ${n} of 8`, point.toBytes()]),
    ...NON_CANONICAL_SMALL_ORDER.map((key): [string, Uint8Array] => [`small order, non-canonical ${hex(key)}`, key]),
    ...NON_CANONICAL.map((key): [string, Uint8Array] => [`non-canonical ${hex(key)}`, key]),
    ...TORSION.slice(1).map((point, n): [string, Uint8Array] => [`mixed torsion ${n + 1}`, base.add(point).toBytes()]),
    ["on no point", spell(2n, 0)],
    ["31 bytes", KEY.slice(1)],
    ["33 bytes", concat(KEY, Uint8Array.of(0))],
    ["nothing", new Uint8Array(0)],
  ];
  it.each(refused)("%s", async (_, key) => {
    expect(isAcceptableKey(key)).toBe(false);
    for (const R of [Point.BASE.toBytes(), Point.ZERO.toBytes()]) {
      const signature = signatureWith(R, equal(R, Point.BASE.toBytes()) ? 1n : 0n, key);
      expect(await verifySignature(key, MESSAGE, signature)).toBe(false);
      expect(verifyWithNoble(key, MESSAGE, signature)).toBe(false);
    }
  });

  it("because under mixed torsion the platforms disagree", () => {
    const key = base.add(TORSION[1]!).toBytes();
    const R = [1n, 2n, 3n, 4n, 5n].map((r) => ({ r, R: Point.BASE.multiply(r).toBytes() }));
    const disputed = R.filter(({ R }) => challenge(R, key) % 8n !== 0n);
    expect(disputed.length).toBeGreaterThan(0);
    for (const { r, R } of disputed) {
      const signature = signatureWith(R, r, key);
      expect(noble.verify(signature, MESSAGE, key, { zip215: false })).toBe(true);
      expect(byNodeCrypto(key, MESSAGE, signature)).toBe(false);
    }
  });

  it("while fourteen small-order spellings and some non-canonical ones of large order were tried", () => {
    expect(new Set(TORSION.map((point) => point.toHex())).size + NON_CANONICAL_SMALL_ORDER.length).toBe(14);
    expect(NON_CANONICAL.length).toBeGreaterThan(8);
  });
});

describe("under an accepted key all verifiers agree", () => {
  const r = 0x5eed5eed5eedn;
  const R = Point.BASE.multiply(r);
  const honest = signatureWith(R.toBytes(), r);
  const S = numberOf(honest.slice(32));
  const flip = (at: number) => honest.map((byte, n) => (n === at ? byte ^ 1 : byte));

  it("on a signature with a nonce of the signer's choice", async () => {
    expect(await verdicts(KEY, MESSAGE, honest)).toEqual(ACCEPTED);
    expect(await verdicts(KEY, utf8("khác"), honest)).toEqual(REFUSED);
  });

  const refused: [string, Uint8Array][] = [
    ["a flipped bit in R", flip(3)],
    ["a flipped bit in S", flip(40)],
    ["S + L", concat(honest.slice(0, 32), bytesOf(S + ORDER))],
    ["S + 8L", concat(honest.slice(0, 32), bytesOf(S + 8n * ORDER))],
    ["S = L", concat(honest.slice(0, 32), bytesOf(ORDER))],
    ["S = 0", concat(honest.slice(0, 32), bytesOf(0n))],
    ["S = 2^256 - 1", concat(honest.slice(0, 32), bytesOf((1n << 256n) - 1n))],
    ["R on no point", signatureWith(spell(2n, 0), r)],
    ["all zero", new Uint8Array(64)],
    ...TORSION.slice(1).map((point, n): [string, Uint8Array] => [
      `R of mixed torsion ${n + 1}`,
      signatureWith(R.add(point).toBytes(), r),
    ]),
    ...TORSION.slice(1).map((point, n): [string, Uint8Array] => [
      `R of small order ${n + 1}`,
      signatureWith(point.toBytes(), 0n),
    ]),
    ...NON_CANONICAL_SMALL_ORDER.map((encoding): [string, Uint8Array] => [
      `R of small order, non-canonical ${hex(encoding)}`,
      signatureWith(encoding, 0n),
    ]),
    ...NON_CANONICAL.map((encoding): [string, Uint8Array] => [
      `R non-canonical ${hex(encoding)}`,
      signatureWith(encoding, r),
    ]),
  ];
  it.each(refused)("refusing %s", async (_, signature) => {
    expect(await verdicts(KEY, MESSAGE, signature)).toEqual(REFUSED);
  });

  it("though the cofactored equation would take R with torsion, which is why the fallback checks R", () => {
    for (const point of TORSION.slice(1)) {
      const signature = signatureWith(R.add(point).toBytes(), r);
      expect(noble.verify(signature, MESSAGE, KEY, { zip215: false })).toBe(true);
    }
  });

  it("except on R = identity, which OpenSSL 3.0, workerd and Chromium take and OpenSSL 3.5 refuses: the rule refuses it everywhere", async () => {
    const signature = signatureWith(Point.ZERO.toBytes(), 0n);
    expect(noble.verify(signature, MESSAGE, KEY, { zip215: false })).toBe(true);
    expect(isWellFormedSignature(signature)).toBe(false);
    expect(await verifySignature(KEY, MESSAGE, signature)).toBe(false);
    expect(verifyWithNoble(KEY, MESSAGE, signature)).toBe(false);
  });

  it("and a signature of any other length than 64 is refused", async () => {
    for (const signature of [new Uint8Array(0), honest.slice(0, 63), concat(honest, Uint8Array.of(0))]) {
      expect(isWellFormedSignature(signature)).toBe(false);
      expect(await verifySignature(KEY, MESSAGE, signature)).toBe(false);
      expect(verifyWithNoble(KEY, MESSAGE, signature)).toBe(false);
    }
  });

  it("on signatures damaged anywhere, under any key", async () => {
    const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 });
    const damage = fc.array(fc.tuple(fc.nat(63), fc.integer({ min: 0, max: 255 })), { maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(seeds, fc.uint8Array(), damage, async (seed, message, changes) => {
        const key = publicKeyFromSeed(seed);
        const signature = noble.sign(message, seed);
        for (const [at, byte] of changes) signature[at] = byte;
        const all = await verdicts(key, message, signature);
        expect(new Set(Object.values(all)).size).toBe(1);
      }),
      { numRuns: 60 },
    );
  });
});

describe("where WebCrypto has no Ed25519", () => {
  it("the fallback signs and verifies the same bytes", async () => {
    const seed = new Uint8Array(32).fill(9);
    const native = await (await signerFromSeed(seed)).sign(MESSAGE);
    vi.stubGlobal("crypto", { subtle: { importKey: () => Promise.reject(new Error("NotSupportedError")) } });
    const signer = await signerFromSeed(seed);
    expect(await signer.sign(MESSAGE)).toEqual(native);
    expect(await verifySignature(signer.key, MESSAGE, native)).toBe(true);
    expect(await verifySignature(signer.key, utf8("khác"), native)).toBe(false);
    expect(await verifySignature(signer.key, MESSAGE, concat(native.slice(0, 32), bytesOf(ORDER)))).toBe(false);
  });

  it("and also where there is no WebCrypto at all", async () => {
    vi.stubGlobal("crypto", undefined);
    const signer = await signerFromSeed(new Uint8Array(32).fill(10));
    expect(await verifySignature(signer.key, MESSAGE, await signer.sign(MESSAGE))).toBe(true);
  });
});

it("more keys than are remembered still verify", async () => {
  const seed = new Uint8Array(32).fill(11);
  const signer = await signerFromSeed(seed);
  const signature = await signer.sign(MESSAGE);
  expect(await verifySignature(signer.key, MESSAGE, signature)).toBe(true);
  // Keys on no point are refused in microseconds, so this fills the memory cheaply.
  for (let n = 0; n < 9000; n++) {
    expect(verifyWithNoble(bytesOf(FIELD + 20n + BigInt(n)), MESSAGE, signature)).toBe(false);
  }
  expect(await verifySignature(signer.key, MESSAGE, signature)).toBe(true);
});

it("a signer uses the platform's own Ed25519 where there is one: the fallback gives the same bytes, many times slower", async () => {
  const sign = vi.spyOn(crypto.subtle, "sign");
  const signer = await signerFromSeed(new Uint8Array(32).fill(7));
  await signer.sign(utf8("phiếu"));
  expect(sign).toHaveBeenCalledOnce();
});

it("a seed that is not 32 bytes is a broken invariant", async () => {
  expect(() => publicKeyFromSeed(new Uint8Array(31))).toThrow(RangeError);
  await expect(signerFromSeed(new Uint8Array(33))).rejects.toThrow(RangeError);
});
