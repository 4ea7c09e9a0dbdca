// One value has one spelling, and hostile bytes are refused before anything reads them.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat, hex, unhex } from "../../src/format/bytes.ts";
import { type Cbor, decodeCbor, encodeCbor } from "../../src/format/cbor.ts";

const integers = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer({ min: -70_000, max: 70_000 }),
  fc.constantFrom(0, -1, 23, 24, -24, -25, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, -(2 ** 32), -(2 ** 32) - 1),
);
const texts = fc.string({ unit: "binary", maxLength: 300 }).filter((text) => !text.startsWith("\ufeff"));

/** Values nested at most `depth` deep. */
function values(depth: number): fc.Arbitrary<Cbor> {
  const flat: fc.Arbitrary<Cbor>[] = [
    integers.filter((n) => !Object.is(n, -0)),
    texts,
    fc.uint8Array({ maxLength: 300 }),
  ];
  if (depth === 0) return fc.oneof(...flat);
  const inner = values(depth - 1);
  const map = fc.uniqueArray(fc.tuple(integers, inner), { selector: ([key]) => key, maxLength: 8 });
  return fc.oneof(
    ...flat,
    fc.array(inner, { maxLength: 8 }),
    map.map((pairs): Cbor => new Map(pairs)),
  );
}

/** The same value written by hand from RFC 8949 §4.2.1, as a second opinion on the library. */
function spell(value: Cbor): Uint8Array {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return concat(head(3, Buffer.byteLength(value)), new TextEncoder().encode(value));
  if (value instanceof Uint8Array) return concat(head(2, value.length), value);
  if (Array.isArray(value)) return concat(head(4, value.length), ...value.map(spell));
  const pairs = [...value].map(([key, item]) => [spell(key), spell(item)] as const);
  pairs.sort(([a], [b]) => Buffer.compare(a, b));
  return concat(head(5, value.size), ...pairs.flat());
}

function head(major: number, argument: number): Uint8Array {
  const width = [24, 2 ** 8, 2 ** 16, 2 ** 32].filter((limit) => argument >= limit).length;
  if (width === 0) return Uint8Array.of(major * 32 + argument);
  const digits = argument.toString(16).padStart(2 ** width, "0");
  return concat(Uint8Array.of(major * 32 + 23 + width), unhex(digits));
}

describe("what is encoded", () => {
  it("has the spelling that RFC 8949 §4.2.1 gives it, and reads back as itself", () => {
    fc.assert(
      fc.property(values(3), (value) => {
        const bytes = encodeCbor(value);
        expect(hex(bytes)).toBe(hex(spell(value)));
        expect(decodeCbor(bytes)).toEqual(value);
      }),
    );
  });

  const refused: [string, unknown][] = [
    ["a fraction", 1.5],
    ["negative zero", -0],
    ["infinity", Number.POSITIVE_INFINITY],
    ["not a number", Number.NaN],
    ["an integer beyond 2^53 - 1", 2 ** 53],
    ["a big integer", 1n],
    ["true", true],
    ["null", null],
    ["undefined", undefined],
    ["an object", { 1: 2 }],
    ["a map with text keys", new Map([["a", 1]])],
    ["a lone surrogate", "a\ud800"],
    ["a leading byte order mark", "\ufeffa"],
    ["nine levels", [[[[[[[[[1]]]]]]]]]],
  ];
  it.each(refused)("is never %s", (_, value) => {
    expect(() => encodeCbor(value as Cbor)).toThrow();
    expect(() => encodeCbor([value as Cbor])).toThrow();
  });
});

const NONCANONICAL: [string, string][] = [
  ["nothing", ""],
  ["1 with a longer head", "1801"],
  ["23 with a longer head", "1817"],
  ["255 in two bytes", "1900ff"],
  ["65535 in four bytes", "1a0000ffff"],
  ["2^32 - 1 in eight bytes", "1b00000000ffffffff"],
  ["-1 with a longer head", "3800"],
  ["2^53", "1b0020000000000000"],
  ["-2^53", "3b001fffffffffffff"],
  ["2^64 - 1", "1bffffffffffffffff"],
  ["-2^64", "3bffffffffffffffff"],
  ["bytes with a longer head", "580101"],
  ["text with a longer head", "780161"],
  ["an array with a longer head", "980101"],
  ["a map with a longer head", "b8010101"],
  ["indefinite bytes", "5f4101ff"],
  ["indefinite text", "7f6161ff"],
  ["an indefinite array", "9f01ff"],
  ["an indefinite map", "bf0101ff"],
  ["a break", "ff"],
  ["reserved heads", "1c"],
  ["a half float", "f93c00"],
  ["a single float", "fa3f800000"],
  ["a double float", "fb3ff0000000000000"],
  ["negative zero as a float", "f98000"],
  ["not a number", "f97e00"],
  ["false", "f4"],
  ["true", "f5"],
  ["null", "f6"],
  ["undefined", "f7"],
  ["a simple value", "f0"],
  ["a simple value in two bytes", "f8ff"],
  ["a tag", "c001"],
  ["a tagged big number", "c24101"],
  ["self-described CBOR", "d9d9f701"],
  ["unsorted keys", "a202010101"],
  ["a negative key before a positive one", "a220010001"],
  ["keys by length first instead of bytewise", "a22001181801"],
  ["a key given twice", "a201010102"],
  ["a key given twice with one value", "a201010101"],
  ["a text key", "a1616101"],
  ["a byte string key", "a1410101"],
  ["a fraction as a key", "a1f93e0001"],
  ["trailing bytes", "0101"],
  ["a trailing zero", "0100"],
  ["text cut in the middle of a letter", "61c3"],
  ["overlong UTF-8", "62c080"],
  ["a surrogate in UTF-8", "63eda080"],
  ["UTF-8 beyond U+10FFFF", "64f4908080"],
  ["a leading byte order mark", "63efbbbf"],
  ["missing bytes", "4201"],
  ["a missing item", "8201"],
  ["a missing map value", "a101"],
  ["a missing argument", "19"],
];

describe("another spelling is refused:", () => {
  it.each(NONCANONICAL)("%s", (_, bytes) => {
    expect(decodeCbor(unhex(bytes))).toBeUndefined();
    expect(decodeCbor(concat(Uint8Array.of(0x81), unhex(bytes)))).toBeUndefined();
  });

  it("while the sorted, shortest spelling next to it is read", () => {
    expect(decodeCbor(unhex("a201010202"))).toEqual(
      new Map([
        [1, 1],
        [2, 2],
      ]),
    );
    expect(decodeCbor(unhex(`${"a2000120ff".slice(0, 8)}01`))).toEqual(
      new Map([
        [0, 1],
        [-1, 1],
      ]),
    );
    expect(decodeCbor(unhex("a21818012001"))).toEqual(
      new Map([
        [24, 1],
        [-1, 1],
      ]),
    );
    expect(decodeCbor(unhex("1b001fffffffffffff"))).toBe(Number.MAX_SAFE_INTEGER);
    expect(decodeCbor(unhex("3b001ffffffffffffe"))).toBe(Number.MIN_SAFE_INTEGER);
  });
});

describe("hostile bytes", () => {
  const many = (bytes: string, times: number) => unhex(bytes.repeat(times));
  it.each([
    ["arrays in arrays", many("81", 16_000)],
    ["maps in maps", many("a101", 8_000)],
    ["maps as keys of maps", many("a1", 16_000)],
    ["tags on tags", many("c1", 16_000)],
    ["indefinite arrays in arrays", many("9f", 16_000)],
    ["arrays of two, each the last of the other", many("8201", 8_000)],
    ["wide and deep", many("9840", 8_000)],
  ])("nest without end and do not overflow the stack: %s", (_, bytes) => {
    expect(decodeCbor(bytes)).toBeUndefined();
  });

  it("may lie eight levels deep and no deeper", () => {
    expect(decodeCbor(concat(many("81", 8), unhex("01")))).toBeDefined();
    expect(decodeCbor(concat(many("81", 9), unhex("01")))).toBeUndefined();
    expect(decodeCbor(concat(many("a100", 8), unhex("01")))).toBeDefined();
    expect(decodeCbor(concat(many("a100", 9), unhex("01")))).toBeUndefined();
    expect(decodeCbor(concat(many("81", 9), unhex("80")))).toBeUndefined();
  });

  it.each(["58ff", "59ffff", "5affffffff", "5b001fffffffffffff", "5bffffffffffffffff"])(
    "declare more bytes than there are: %s",
    (declared) => {
      for (const major of [2, 3, 4, 5]) {
        const bytes = concat(unhex(declared), new Uint8Array(40));
        bytes[0] = (bytes[0]! & 31) + major * 32;
        expect(decodeCbor(bytes)).toBeUndefined();
      }
    },
  );

  it("never make the decoder throw, and what it accepts is canonical", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const value = decodeCbor(bytes);
        if (value !== undefined) expect(hex(encodeCbor(value))).toBe(hex(bytes));
      }),
      { numRuns: 2000 },
    );
  });

  it("cut or changed from honest ones are refused or are another canonical value", () => {
    fc.assert(
      fc.property(values(2), fc.nat(), fc.integer({ min: 1, max: 255 }), (value, at, mask) => {
        const honest = encodeCbor(value);
        for (let end = 0; end < honest.length; end++) expect(decodeCbor(honest.subarray(0, end))).toBeUndefined();
        const changed = honest.slice();
        changed[at % changed.length]! ^= mask;
        const read = decodeCbor(changed);
        if (read !== undefined) expect(hex(encodeCbor(read))).toBe(hex(changed));
      }),
    );
  });
});
