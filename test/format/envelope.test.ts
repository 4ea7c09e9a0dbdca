// A right signature does not make an entry: its envelope and its payload have one spelling and one shape.
import { describe, expect, it } from "vitest";
import { concat, hex } from "../../src/format/bytes.ts";
import { type Cbor, encodeCbor } from "../../src/format/cbor.ts";
import { decodeEntry, kidOf, verifyEntry } from "../../src/format/entry.ts";
import { KINDS } from "../../src/format/kinds.ts";
import { envelope, payloadMap } from "./envelope.ts";
import { keyOf, ORIGIN } from "./samples.ts";

/** The refusal's name, or the entry. */
function read(bytes: Uint8Array) {
  const decoded = decodeEntry(bytes);
  return "entry" in decoded ? decoded.entry : decoded.malformed.what;
}

describe("a rightly signed payload in another envelope is refused:", () => {
  const payload = encodeCbor(payloadMap());
  const kid = kidOf(keyOf("1"));
  const header = (...pairs: [number, Cbor][]) => encodeCbor(encodeCbor(new Map(pairs)));
  it.each<[string, Record<string, Uint8Array>]>([
    ["no tag", { tag: new Uint8Array() }],
    ["another tag", { tag: Uint8Array.of(0xd1) }],
    ["tag 18 with a longer head", { tag: Uint8Array.of(0xd8, 18) }],
    ["tag 18 twice", { tag: Uint8Array.of(0xd2, 0xd2) }],
    ["an indefinite array", { array: Uint8Array.of(0x9f), after: Uint8Array.of(0xff) }],
    ["an array with a longer head", { array: Uint8Array.of(0x98, 4) }],
    ["an array of five", { array: Uint8Array.of(0x85), after: Uint8Array.of(0xa0) }],
    ["another algorithm", { protectedHeader: header([1, -7], [4, kid]) }],
    ["Ed448's newer name", { protectedHeader: header([1, -53], [4, kid]) }],
    ["no kid", { protectedHeader: header([1, -8]) }],
    ["a longer kid", { protectedHeader: header([1, -8], [4, concat(kid, kid)]) }],
    ["a third header", { protectedHeader: header([1, -8], [3, 0], [4, kid]) }],
    ["an empty protected header", { protectedHeader: Uint8Array.of(0x40) }],
    [
      "a protected header that is no byte string",
      {
        protectedHeader: encodeCbor(
          new Map<number, Cbor>([
            [1, -8],
            [4, kid],
          ]),
        ),
      },
    ],
    ["kid in the unprotected header", { unprotected: encodeCbor(new Map<number, Cbor>([[4, kid]])) }],
    ["something in the unprotected header", { unprotected: encodeCbor(new Map<number, Cbor>([[99, 0]])) }],
    ["no unprotected header", { unprotected: new Uint8Array() }],
    ["the payload's head longer", { payload: concat(Uint8Array.of(0x59, 0, payload.length), payload) }],
    ["the payload as text", { payload: concat(Uint8Array.of(0x78, payload.length), payload) }],
    ["the payload bare", { payload }],
    ["the payload detached", { payload: Uint8Array.of(0xf6) }],
    ["an empty payload", { payload: Uint8Array.of(0x40) }],
    ["a trailing byte", { after: Uint8Array.of(0) }],
    ["another entry behind it", { after: payload }],
    ["no signature", { signature: Uint8Array.of(0x40) }],
    ["a longer signature", { signature: encodeCbor(new Uint8Array(65)) }],
  ])("%s", async (_, parts) => {
    expect(read(await envelope(payload, parts))).toBe("not-an-entry");
  });

  it("while a signature of zeros is well-formed and does not verify", async () => {
    const zero = await envelope(payload, { signature: encodeCbor(new Uint8Array(64)) });
    const entry = read(zero);
    if (typeof entry === "string") throw new Error(entry);
    expect(await verifyEntry(entry, keyOf("1"), ORIGIN)).toBe(false);
  });
});

describe("a rightly signed payload of another content is refused:", () => {
  it.each<[string, string, Record<number, Cbor | undefined>]>([
    ["a missing key", "not-an-entry", { 3: undefined }],
    ["a sixth key", "not-an-entry", { 6: 1 }],
    ["another key in place of the body", "bad-body", { 5: undefined, 6: new Map() }],
    ["seq 0", "not-an-entry", { 2: 0 }],
    ["a negative seq", "not-an-entry", { 2: -1 }],
    ["a seq beyond 2^31 - 1", "not-an-entry", { 2: 2 ** 31 }],
    ["a negative time", "not-an-entry", { 3: -1 }],
    ["a time as text", "not-an-entry", { 3: "2026" }],
    ["an anchor of seven bytes", "not-an-entry", { 4: [1, new Uint8Array(7)] }],
    ["an anchor of one", "not-an-entry", { 4: [1] }],
    ["an anchor of three", "not-an-entry", { 4: [1, new Uint8Array(8), 1] }],
    ["a negative anchor", "not-an-entry", { 4: [-1, new Uint8Array(8)] }],
    ["kind 0", "unknown-kind", { 1: 0 }],
    ["a kind nobody published", "unknown-kind", { 1: 9999 }],
    ["a kind as text", "not-an-entry", { 1: "slip.issue" }],
    ["a body of another kind", "bad-body", { 1: KINDS["slip.void"].number }],
    ["a body that is a list", "bad-body", { 5: [1, 2] }],
    ["an empty body", "bad-body", { 5: new Map() }],
  ])("%s", async (_, what, change) => {
    expect(read(await envelope(encodeCbor(payloadMap(change))))).toBe(what);
  });

  it("and so is every non-canonical spelling of a right one", async () => {
    const canonical = hex(encodeCbor(payloadMap()));
    const spellings: [string, string][] = [
      ["a501170217", "a5" + "01181702" + "17"],
      ["a501170217", "a5" + "02170117"],
      ["a501170217", "b805" + "01170217"],
      ["a501170217", "bf" + "01170217"],
      ["a501170217", "a6" + "011701170217"],
      ["820748", "98020748"],
      ["820748", "82180748"],
      ["820748", "82075808"],
      ["195d20", "1a00005d20"],
      ["195d20", "fa46ba4000"],
      ["195d20", "c2425d20"],
      ["090801", "0908f5"],
      ["090801", "0908f6"],
      ["090801", "09080100"],
    ];
    for (const [from, to] of spellings) {
      expect(canonical).toContain(from);
      const payload = new Uint8Array(Buffer.from(canonical.replace(from, to), "hex"));
      expect(read(await envelope(payload))).toBe("not-an-entry");
    }
  });
});
