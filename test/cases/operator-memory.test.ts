// The sequencer's memory is bounded by bytes: what it counts follows what the book puts, replaces and takes back.
import { describe, expect, test } from "vitest";
import { bytesOf, HeldMemory } from "../../src/intake/held-facts.ts";
import { Book } from "../../src/rules/book/book.ts";

describe("bytes of a value", () => {
  test("follow its size and not its number", () => {
    // A list of 1,000 numbers: 24 of its own, and 8 + 8 for each.
    expect(bytesOf(Array.from({ length: 1000 }, () => 1))).toBe(24 + 1000 * 16);
    expect(bytesOf({ name: "cát" })).toBe(24 + 8 + 16 + 3);
    expect(bytesOf(null)).toBe(8);
  });
});

describe("a held memory", () => {
  test("counts a replaced fact once and forgets what is taken back", () => {
    const memory = new HeldMemory();
    const book = new Book(memory, 1);
    book.open(0);
    expect(memory.bytes).toBe(0);
    memory.facts.set("exempted/1/1", null);
    const empty = memory.bytes;
    const paid = Array.from({ length: 500 }, (_, annex) => ({ annex, material: 1 as const, kg: 5 }));
    book.put("exempted", "1/1", { paid });
    const full = memory.bytes;
    expect(full).toBeGreaterThan(empty + 500 * 50);
    book.put("exempted", "1/1", { paid });
    expect(memory.bytes).toBe(full);
    book.rollback(0);
    expect(memory.bytes).toBe(empty);
    memory.facts.delete("exempted/1/1");
    expect(memory.bytes).toBe(0);
  });
});
