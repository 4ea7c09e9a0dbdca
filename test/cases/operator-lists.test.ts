// Lists that decide something are never cut off: vehicles held at a busy post, and loads on their way to a busy place.
import { describe, expect, test } from "vitest";
import { latestTo } from "../../src/pages/field/arrivals.ts";
import { stopsInForce } from "../../src/pages/field/road-page.ts";
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

describe("vehicles held at a post", () => {
  // Leaf n came in second 10 n; a stop lapses after 3,000 s, so at second 10,000 leaf 700 is the first that may hold.
  const view = {
    list: listOf(Array.from({ length: 1000 }, (_, leaf) => leaf)),
    entries: async ([leaf = 0]: readonly number[]) => [{ index: leaf, receivedMs: leaf * 10_000 } as StoredEntry],
  };

  test("are read back to the last stop that can hold, however many a night has", async () => {
    const found = await stopsInForce(view, 5, 3000, 10_000);
    expect(found[0]).toBe(999);
    expect(found).toContain(700);
    // What has lapsed for long is not read: 999 − 3 × 100 is 699, and leaf 600 ends the fourth look.
    expect(found).toHaveLength(400);
  });

  test("are all read where the post is new", async () => {
    expect(await stopsInForce({ ...view, list: listOf([3, 8]) }, 5, 3000, 10_000)).toEqual([8, 3]);
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
