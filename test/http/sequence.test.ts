import fc from "fast-check";
import { expect, it } from "vitest";
import { concat } from "../../src/format/bytes.ts";
import { type Cbor, encodeCbor } from "../../src/format/cbor.ts";
import { splitSequence } from "../../src/format/cbor-sequence.ts";

const item = fc.letrec<{ value: Cbor }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.integer(),
    fc.string({ maxLength: 300 }).filter((text) => text.isWellFormed() && !text.startsWith("\ufeff")),
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie("value"), { maxLength: 5 }),
    fc.array(fc.tuple(fc.integer(), tie("value")), { maxLength: 4 }).map((pairs) => new Map(pairs)),
  ),
})).value;

it("a sequence comes apart into the items it was made of", () => {
  fc.assert(
    fc.property(fc.array(item, { maxLength: 8 }), (values) => {
      const parts = values.map((value) => encodeCbor(value));
      const { items, rest } = splitSequence(concat(...parts), 100);
      expect(items).toEqual(parts);
      expect(rest).toHaveLength(0);
    }),
  );
});

it("a sequence that is cut off gives its whole items and the rest as it came", () => {
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 6 }), fc.nat(), (values, seed) => {
      const parts = values.map((value) => encodeCbor(value));
      const whole = concat(...parts);
      const cut = whole.subarray(0, seed % whole.length);
      const { items, rest } = splitSequence(cut, 100);
      expect(concat(...items, rest)).toEqual(cut);
      expect(items).toEqual(parts.slice(0, items.length));
    }),
  );
});

it("any bytes at all come apart without loss, delay or error", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      const { items, rest } = splitSequence(bytes, 100);
      expect(concat(...items, rest)).toEqual(bytes);
    }),
    { numRuns: 500 },
  );
});

it.each([
  ["an array that announces more than there is", [0x9b, 0, 0, 0, 1, 0, 0, 0, 0]],
  ["text that announces more than there is", [0x7a, 0xff, 0xff, 0xff, 0xff, 0x41]],
  ["an item of indefinite length", [0x9f, 0x01, 0xff]],
  ["a reserved head", [0x1c]],
  ["a break alone", [0xff]],
  ["nesting without end", new Array(500).fill(0x81)],
])("%s is no item", (_, bytes) => {
  expect(splitSequence(Uint8Array.from(bytes), 100).items).toEqual([]);
});

it("no more items are taken than were asked for", () => {
  const { items, rest } = splitSequence(new Uint8Array(20).fill(1), 7);
  expect([items.length, rest.length]).toEqual([7, 13]);
});
