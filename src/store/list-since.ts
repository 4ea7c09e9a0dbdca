// The part of a list that leaves received since a moment have put there: whole, whatever its length, without reading the years before it.
import type { List } from "../rules/book/lists.ts";
import type { Listed, View } from "./view.ts";

/** Rows of one look. */
const AT_ONCE = 100;

/** Newest first; perhaps with some older ones, never without one that came since. */
export async function listSince(view: Pick<View, "list" | "entries">, list: List, sinceMs: number): Promise<Listed[]> {
  const found: Listed[] = [];
  for (let before: number | undefined; ; ) {
    const listed = await view.list(list, AT_ONCE, before);
    found.push(...listed);
    before = listed.at(-1)?.leaf;
    if (before === undefined || listed.length < AT_ONCE) return found;
    const [oldest] = await view.entries([before]);
    if (!oldest || oldest.receivedMs < sinceMs) return found;
  }
}

/** The first leaf that was received at a moment or later; the log's size where none has been. */
export async function firstLeafSince(view: Pick<View, "read" | "entries">, sinceMs: number): Promise<number> {
  let [low, high] = [0, await view.read((book) => book.leaf)];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [leaf] = await view.entries([middle]);
    if (leaf && leaf.receivedMs < sinceMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
