// A leaf has one spelling, and its hash chain begins at the hash of nothing.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat, equal, hex } from "../../src/format/bytes.ts";
import { type Cbor, encodeCbor } from "../../src/format/cbor.ts";
import { decodeLeaf, encodeLeaf, FIRST_PREVIOUS } from "../../src/format/leaf.ts";
import { leafHash } from "../../src/format/tree.ts";
import { chain, storyEntries } from "./story.ts";

const PREVIOUS = new Uint8Array(32).fill(3);
const ENTRY = new Uint8Array(100).fill(7);
const LEAF = { index: 5, receivedMs: 1_772_668_900_000, previous: PREVIOUS, entry: ENTRY, carried: false };

describe("a leaf", () => {
  it("reads back as it was written, for any index, time and entry", () => {
    const leaf = fc.record({
      index: fc.maxSafeNat(),
      receivedMs: fc.maxSafeNat(),
      previous: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      entry: fc.uint8Array({ maxLength: 400 }),
      carried: fc.boolean(),
    });
    fc.assert(
      fc.property(leaf, (value) => {
        expect(decodeLeaf(encodeLeaf(value))).toEqual(value);
      }),
    );
  });

  it.each<[string, Cbor]>([
    ["version 0", [0, 5, 9, PREVIOUS, ENTRY]],
    ["version 3", [3, 5, 9, PREVIOUS, ENTRY]],
    ["four parts", [1, 5, 9, PREVIOUS]],
    ["six parts", [1, 5, 9, PREVIOUS, ENTRY, 0]],
    ["a negative index", [1, -1, 9, PREVIOUS, ENTRY]],
    ["a negative time", [1, 5, -9, PREVIOUS, ENTRY]],
    ["an index as text", [1, "5", 9, PREVIOUS, ENTRY]],
    ["a hash of 31 bytes", [1, 5, 9, PREVIOUS.slice(1), ENTRY]],
    ["a hash of 33 bytes", [1, 5, 9, concat(PREVIOUS, PREVIOUS.slice(31)), ENTRY]],
    ["an entry as a list", [1, 5, 9, PREVIOUS, [1]]],
    ["a map", new Map([[1, 5]])],
  ])("is not %s", (_, wire) => {
    expect(decodeLeaf(encodeCbor(wire))).toBeUndefined();
  });

  it("with a bit flipped or bytes cut is refused or is another leaf, and never hashes the same", () => {
    const bytes = encodeLeaf(LEAF);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = bytes.slice();
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      const read = decodeLeaf(flipped);
      if (read !== undefined) expect(hex(encodeLeaf(read))).toBe(hex(flipped));
      expect(equal(leafHash(flipped), leafHash(bytes))).toBe(false);
    }
    for (let end = 0; end < bytes.length; end++) expect(decodeLeaf(bytes.subarray(0, end))).toBeUndefined();
    expect(decodeLeaf(concat(bytes, Uint8Array.of(0)))).toBeUndefined();
  });
});

it("a chain begins at the hash of nothing and names each leaf's hash in the next", async () => {
  const leaves = chain(await storyEntries(5));
  expect(hex(FIRST_PREVIOUS)).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (const [i, bytes] of leaves.entries()) {
    const expected = i === 0 ? FIRST_PREVIOUS : leafHash(leaves[i - 1]!);
    expect(hex(decodeLeaf(bytes)!.previous)).toBe(hex(expected));
  }
});
