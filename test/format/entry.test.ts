// An entry has one spelling under one key for one log: everything next to it is refused.
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { concat, equal, hex } from "../../src/format/bytes.ts";
import { encodeCbor } from "../../src/format/cbor.ts";
import {
  decodeEntry,
  ENTRY_LIMIT,
  FREEZE_LIMIT,
  kidOf,
  limitOf,
  noAnchor,
  type Payload,
  possessionMessage,
  signEntry,
  verifyEntry,
  verifyEntryAtOnce,
} from "../../src/format/entry.ts";
import { KINDS, type KindName, type Statement } from "../../src/format/kinds.ts";
import { sessionMessage } from "../../src/format/slipcode.ts";
import { envelope, payloadMap } from "./envelope.ts";
import { keyOf, ORIGIN, PLAIN_SLIP, payloadOf, samples, signerOf, signSample } from "./samples.ts";

let slip: Uint8Array;
beforeAll(async () => {
  slip = await signSample({ kind: "slip.issue", body: PLAIN_SLIP });
});

/** The refusal's name, or the entry. */
function read(bytes: Uint8Array) {
  const decoded = decodeEntry(bytes);
  return "entry" in decoded ? decoded.entry : decoded.malformed.what;
}

async function holds(bytes: Uint8Array, key = keyOf("1"), origin = ORIGIN): Promise<boolean> {
  const entry = read(bytes);
  if (typeof entry === "string") return false;
  const verdict = await verifyEntry(entry, key, origin);
  expect(verifyEntryAtOnce(entry, key, origin)).toBe(verdict);
  return verdict;
}

describe("an entry", () => {
  it("is the COSE_Sign1 that RFC 9052 describes", async () => {
    expect(hex(await envelope(encodeCbor(payloadMap())))).toBe(hex(slip));
    expect(await holds(slip)).toBe(true);
  });

  it("verifies under its own key and its own log only", async () => {
    expect(await holds(slip, keyOf("2"))).toBe(false);
    expect(await holds(slip, keyOf("1"), `${ORIGIN}/`)).toBe(false);
    expect(await holds(slip, keyOf("1"), "")).toBe(false);
    const payload = payloadOf({ kind: "slip.issue", body: PLAIN_SLIP });
    const elsewhere = await signEntry(payload, await signerOf("1"), "demo.so-nguon.example");
    expect(await holds(elsewhere)).toBe(false);
    expect(await holds(elsewhere, keyOf("1"), "demo.so-nguon.example")).toBe(true);
  });

  it("keeps its bytes, its id and its signer", () => {
    const entry = read(slip);
    if (typeof entry === "string") throw new Error(entry);
    expect(equal(entry.bytes, slip)).toBe(true);
    expect(hex(entry.kid)).toBe(hex(kidOf(keyOf("1"))));
    expect(entry).toMatchObject(payloadOf({ kind: "slip.issue", body: PLAIN_SLIP }));
  });
});

describe("a slip with one bit flipped", () => {
  it("never verifies, wherever the bit is", async () => {
    let decoded = 0;
    for (let bit = 0; bit < slip.length * 8; bit++) {
      const flipped = slip.slice();
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      const entry = read(flipped);
      if (typeof entry === "string") continue;
      decoded += 1;
      expect(await verifyEntry(entry, keyOf("1"), ORIGIN)).toBe(false);
    }
    // Flips inside kid, numbers and signature stay well-formed: the signature is what refuses them.
    expect(decoded).toBeGreaterThan(500);
  });

  it("or cut at any length, or lengthened, is no entry", () => {
    for (let end = 0; end < slip.length; end++) expect(typeof read(slip.subarray(0, end))).toBe("string");
    for (let from = 1; from < slip.length; from++) expect(typeof read(slip.subarray(from))).toBe("string");
    for (let byte = 0; byte < 256; byte++) expect(typeof read(concat(slip, Uint8Array.of(byte)))).toBe("string");
  });

  it("or with any two bytes exchanged is no valid entry", async () => {
    for (let at = 1; at < slip.length; at++) {
      const swapped = slip.slice();
      [swapped[at - 1], swapped[at]] = [slip[at]!, slip[at - 1]!];
      if (!equal(swapped, slip)) expect(await holds(swapped)).toBe(false);
    }
  });
});

describe("limits", () => {
  const text = (length: number) => "x".repeat(length);

  it("an entry of exactly 16,384 bytes is read and one more byte is not", async () => {
    const body = (await samples())["annex.propose"];
    const line = { ...body.lines[0]!, name: text(200), code: text(40) };
    const sized = async (lines: number, pad: number) => {
      const filled = Array.from({ length: lines }, () => line);
      const statement: Statement = {
        kind: "annex.propose",
        body: { ...body, lines: [...filled, { ...line, name: text(pad) }] },
      };
      return signEntry(payloadOf(statement), await signerOf("1"), ORIGIN);
    };
    const each = (await sized(2, 200)).length - (await sized(1, 200)).length;
    const lines = Math.floor((ENTRY_LIMIT - (await sized(0, 200)).length) / each);
    const pad = 24 + ENTRY_LIMIT - (await sized(lines + 1, 24)).length;
    const whole = await sized(lines + 1, pad);
    expect(whole.length).toBe(ENTRY_LIMIT);
    expect(typeof read(whole)).toBe("object");
    await expect(sized(lines + 1, pad + 1)).rejects.toThrow(`at most ${ENTRY_LIMIT}`);
    const tooLong = encodeCbor(payloadMap({ 1: KINDS["annex.propose"].number, 5: new Map([[9, text(ENTRY_LIMIT)]]) }));
    expect(read(await envelope(tooLong))).toBe("too-large");
  });

  it("a freeze may embed the longest entry, and nothing is longer than a freeze", async () => {
    const body = { stored: 1, other: new Uint8Array(ENTRY_LIMIT) };
    const freeze = await signSample({ kind: "key.freeze", body });
    expect(freeze.length).toBeGreaterThan(ENTRY_LIMIT);
    expect(freeze.length).toBeLessThanOrEqual(FREEZE_LIMIT);
    expect(await holds(freeze)).toBe(true);
    expect(read(new Uint8Array(FREEZE_LIMIT + 1))).toBe("too-large");
    expect(read(new Uint8Array(10_000_000))).toBe("too-large");
    expect(limitOf("key.freeze")).toBe(FREEZE_LIMIT);
  });

  it("what could not be read is not signed", async () => {
    const signer = await signerOf("1");
    const honest = payloadOf({ kind: "slip.issue", body: PLAIN_SLIP });
    const wrong: Partial<Payload>[] = [
      { seq: 0 },
      { seq: 1.5 },
      { claimedS: -1 },
      { claimedS: 2 ** 41 },
      { anchor: { size: -1, root8: new Uint8Array(8) } },
      { anchor: { size: 1, root8: new Uint8Array(9) } },
    ];
    for (const change of wrong) {
      await expect(signEntry({ ...honest, ...change } as Payload, signer, ORIGIN)).rejects.toThrow("expected");
    }
  });
});

it("bytes are lent to nobody: kid and signature outlive a reused read buffer", () => {
  const buffer = Buffer.from(slip);
  const entry = read(buffer);
  if (typeof entry === "string") throw new Error(entry);
  const [kid, signature] = [hex(entry.kid), hex(entry.signature)];
  buffer.fill(0);
  expect([hex(entry.kid), hex(entry.signature)]).toEqual([kid, signature]);
  expect(encodeCbor([1]).constructor).toBe(Uint8Array);
  expect(encodeCbor([1]).buffer.byteLength).toBe(2);
});

describe("signed messages of other purposes", () => {
  it("never have the bytes of an entry's signed structure or of each other", () => {
    const key = keyOf("4");
    const messages = [possessionMessage(ORIGIN, key), sessionMessage(ORIGIN, key)];
    for (const message of messages) expect(message[0]).not.toBe(0x84);
    expect(equal(messages[0]!, messages[1]!)).toBe(false);
    expect(equal(possessionMessage("a", key), possessionMessage("b", key))).toBe(false);
  });

  it("the anchor of a device that has seen no head is the empty tree", () => {
    expect(noAnchor().size).toBe(0);
    expect(hex(noAnchor().root8)).toBe("e3b0c44298fc1c14");
  });
});

describe("hostile bytes", () => {
  it("of any kind are answered, never thrown at", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(typeof read(bytes)).toBe("string");
      }),
      { numRuns: 1000 },
    );
  });

  it("made from valid entries of every kind by a few changed, lost or doubled bytes never verify", async () => {
    const bodies = await samples();
    const entries: Uint8Array[] = [];
    for (const kind of Object.keys(bodies) as KindName[]) {
      entries.push(await signSample({ kind, body: bodies[kind] } as never));
    }
    const place = fc.nat({ max: 20_000 });
    const change = fc.tuple(fc.constantFrom("set", "cut", "double", "insert"), place, fc.nat({ max: 255 }));
    const changes = fc.array(change, { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...entries), changes, async (honest, list) => {
        let bytes = honest;
        for (const [how, where, byte] of list) {
          const at = where % bytes.length;
          const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
          if (how === "set") bytes = concat(before, Uint8Array.of(byte), after.subarray(1));
          if (how === "cut") bytes = concat(before, after.subarray(1));
          if (how === "double") bytes = concat(before, after.subarray(0, 1), after);
          if (how === "insert") bytes = concat(before, Uint8Array.of(byte), after);
        }
        if (!equal(bytes, honest)) expect(await holds(bytes)).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});
