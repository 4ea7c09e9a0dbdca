// A shape reads exactly what it writes, refuses everything else by its path, and says the same in CDDL.
import { describe, expect, it } from "vitest";
import type { Cbor } from "../../src/format/cbor.ts";
import {
  bytes,
  bytesUpTo,
  choice,
  integer,
  keyName,
  list,
  Misshapen,
  maybe,
  named,
  pair,
  plainRecord,
  text,
} from "../../src/format/shape.ts";

const load = plainRecord({
  massKg: [1, integer(1, 100)],
  plate: [2, maybe(text(4, 8))],
  marks: [3, maybe(list(integer(0, 9), 1, 2))],
  measure: [5, choice({ 1: { vi: "cân", en: "scale" }, 4: { vi: "đo đạc", en: "survey" } })],
});

/** Path and expectation of the refusal, or "read". */
function verdict(act: () => unknown): string {
  try {
    act();
    return "read";
  } catch (error) {
    if (!(error instanceof Misshapen)) throw error;
    return error.path;
  }
}

const wire = (...pairs: [number, Cbor][]) => new Map<number, Cbor>(pairs);
const WHOLE = wire([1, 50], [2, "77C-1"], [3, [1, 2]], [5, 4]);

describe("a record", () => {
  it("reads and writes the same map", () => {
    const value = load.read(WHOLE, "body");
    expect(value).toEqual({ massKg: 50, plate: "77C-1", marks: [1, 2], measure: 4 });
    expect(load.write(value, "body")).toEqual(WHOLE);
    expect(load.read(wire([1, 1], [5, 1]), "body")).toEqual({ massKg: 1, measure: 1 });
  });

  it.each<[string, string, Cbor]>([
    ["no map", "body", [1, 2]],
    ["a missing field", "body.measure", wire([1, 50])],
    ["a key that is not listed", "body.4", wire([1, 50], [4, 1], [5, 1])],
    ["a negative key", "body.-1", wire([1, 50], [5, 1], [-1, 1])],
    ["zero where one is least", "body.massKg", wire([1, 0], [5, 1])],
    ["more than the most", "body.massKg", wire([1, 101], [5, 1])],
    ["text for a number", "body.massKg", wire([1, "50"], [5, 1])],
    ["a code that is not listed", "body.measure", wire([1, 50], [5, 2])],
    ["too long a list", "body.marks", wire([1, 50], [3, [1, 2, 3]], [5, 1])],
    ["an empty list", "body.marks", wire([1, 50], [3, []], [5, 1])],
    ["a wrong item of a list", "body.marks[1]", wire([1, 50], [3, [1, 10]], [5, 1])],
    ["text for a list", "body.marks", wire([1, 50], [3, "12"], [5, 1])],
    ["an empty map for text", "body.plate", wire([1, 50], [2, new Map()], [5, 1])],
  ])("refuses %s and names the place", (_, path, value) => {
    expect(verdict(() => load.read(value, "body"))).toBe(path);
  });

  it("does not write what it would not read", () => {
    const write = (value: object) => verdict(() => load.write(value as never, "body"));
    expect(write({ massKg: 50 })).toBe("body.measure");
    expect(write({ massKg: 1.5, measure: 1 })).toBe("body.massKg");
    expect(write({ massKg: 50, measure: 2 })).toBe("body.measure");
    expect(write({ massKg: 50, measure: 1, note: "x" })).toBe("body.note");
    expect(write({ massKg: 50, measure: 1, marks: [] })).toBe("body.marks");
    expect(write({ massKg: 50, measure: 1, plate: undefined })).toBe("read");
  });

  it("cannot have two fields under one key", () => {
    expect(() => plainRecord({ a: [1, integer(0, 1)], b: [1, integer(0, 1)] })).toThrow("share a key");
  });

  it("says the same in CDDL", () => {
    expect(load.cddl.split("\n")).toEqual([
      "{",
      "  1 => 1..100, ; massKg",
      "  ? 2 => words<4, 8>, ; plate",
      "  ? 3 => [1*2 0..9], ; marks",
      "  5 => (1 ; scale",
      "    / 4 ; survey",
      "    ), ; measure",
      "}",
    ]);
    expect(named("load", load)).toMatchObject({ cddl: "load", definition: load.cddl });
  });
});

it("a pair holds its two values in their order and nothing else", () => {
  const sheet = pair(integer(0, 9), text(1, 3));
  expect(sheet.read([4, "b"], "sheet")).toEqual([4, "b"]);
  expect(sheet.write([4, "b"], "sheet")).toEqual([4, "b"]);
  expect(sheet.cddl).toBe("[0..9, words<1, 3>]");
  const given: Cbor[] = [[4], [4, "b", 1], ["b", 4], [10, "b"], 4, new Map()];
  expect(given.map((wire) => verdict(() => sheet.read(wire, "x")))).toEqual(["x", "x", "x[0]", "x[0]", "x", "x"]);
});

describe("text", () => {
  const words = text(1, 12);
  const holds = (value: Cbor) => verdict(() => words.read(value, "text")) === "read";

  it.each(["Nguyễn Huệ", "đá 1×2", "m³", "dòng\nhai", "ký — quỹ", "砂"])("takes %j", (value) => {
    expect(holds(value)).toBe(true);
    expect(words.write(value, "text")).toBe(value);
  });

  it.each<[string, string]>([
    ["nothing", ""],
    ["too much", "mười ba chữ ơi"],
    ["letters in NFD", "Nguyễn".normalize("NFD")],
    ["a compatibility letter that NFC replaces", "\u212b"],
    ["a tab", "a\tb"],
    ["a carriage return", "a\r\n"],
    ["NUL", "a\0"],
    ["delete", "a\u007f"],
    ["a C1 control", "a\u0085"],
    ["a soft hyphen", "a\u00adb"],
    ["a zero-width space", "a\u200bb"],
    ["a right-to-left override", "a\u202eb"],
    ["an isolate", "a\u2066b"],
    ["a line separator", "a\u2028b"],
    ["a byte order mark", "a\ufeff"],
    ["a lone surrogate", "a\ud800"],
  ])("refuses %s", (_, value) => {
    expect(holds(value)).toBe(false);
    expect(verdict(() => words.write(value, "text"))).toBe("text");
  });

  it("that names a key has no space and no plus sign", () => {
    const given = ["demo.so-nguon.example/2026", "sổ-nguồn", "a b", "a+b", "a\u00a0b", "a\nb", "ab"];
    const taken = given.filter((value) => verdict(() => keyName(3, 30).read(value, "origin")) === "read");
    expect(taken).toEqual(given.slice(0, 2));
  });

  it("refuses bytes and numbers", () => {
    expect(holds(Uint8Array.of(97))).toBe(false);
    expect(holds(5)).toBe(false);
  });
});

it("byte strings have exactly the stated length", () => {
  const of = (length: number) => new Uint8Array(length);
  expect([31, 32, 33].map((n) => verdict(() => bytes(32).read(of(n), "key")))).toEqual(["key", "read", "key"]);
  expect([1, 2, 4, 5].map((n) => verdict(() => bytesUpTo(2, 4).read(of(n), "x")))).toEqual(["x", "read", "read", "x"]);
  expect(verdict(() => bytes(2).read("ab", "key"))).toBe("key");
});

it("integers include both ends and nothing else", () => {
  const few = integer(-2, 3);
  const given = [-3, -2, -0, 0, 3, 4, 0.5, Number.NaN, 2 ** 60];
  expect(given.filter((n) => verdict(() => few.read(n, "n")) === "read")).toEqual([-2, -0, 0, 3]);
});
