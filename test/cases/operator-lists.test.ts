// Lists that decide something are never cut off: vehicles held at a busy post, and loads on their way to a busy place.
import { describe, expect, test } from "vitest";
import { latestTo } from "../../src/pages/field/arrivals.ts";
import { listSince } from "../../src/store/list-since.ts";
import type { Listed, StoredEntry } from "../../src/store/view.ts";

/** A list whose leaves are these, as the store reads it. */
function listOf(leaves: readonly number[]) {
  return async (_: unknown, limit = Number.POSITIVE_INFINITY, before = Number.POSITIVE_INFINITY): Promise<Listed[]> =>
    leaves
      .filter((leaf) => leaf < before)
      .sort((a, b) => b - a)
      .slice(0, limit)
      .map((leaf) => ({ leaf, key: String(leaf) }));
}

describe("vehicles held at a post, and a mine's slips of the day", () => {
  // Leaf n came in second 10 n.
  const view = {
    list: listOf(Array.from({ length: 1000 }, (_, leaf) => leaf)),
    entries: async ([leaf = 0]: readonly number[]) => [{ index: leaf, receivedMs: leaf * 10_000 } as StoredEntry],
  };

  test("are read back to the first that counts, however many a night has", async () => {
    // Since second 7,000 leaf 700 is the first; leaf 600 ends the fourth look of 100, and nothing below it is read.
    const found = (await listSince(view, "stops/5", 7_000_000)).map(({ leaf }) => leaf);
    expect(found).toEqual(Array.from({ length: 400 }, (_, i) => 999 - i));
  });

  test("are all read where there are few", async () => {
    const few = await listSince({ ...view, list: listOf([3, 8]) }, "stops/5", 7_000_000);
    expect(few.map(({ leaf }) => leaf)).toEqual([8, 3]);
  });
});

describe("loads on their way to a party's places", () => {
  test("are whole over the pages, at more than one place", async () => {
    const of: Record<string, readonly number[]> = {
      "to/1": Array.from({ length: 5000 }, (_, i) => 2 * i),
      "to/2": Array.from({ length: 2500 }, (_, i) => 2 * i + 1),
    };
    const view = {
      list: (list: string, limit?: number, before?: number) => listOf(of[list] ?? [])(list, limit, before),
    };
    const seen: number[] = [];
    for (let before: number | undefined, more = true; more; ) {
      const page = await latestTo(view, [1, 2], before);
      expect(page.slips.length).toBeLessThanOrEqual(3000);
      seen.push(...page.slips);
      more = page.next !== undefined;
      before = page.next;
    }
    expect(seen).toEqual([...of["to/1"]!, ...of["to/2"]!].sort((a, b) => b - a));
  });

  test("are one page where a place has few", async () => {
    expect(await latestTo({ list: listOf([1, 2]) }, [1])).toEqual({ slips: [2, 1], next: undefined });
  });
});
