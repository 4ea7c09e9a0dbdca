// A changed file told by what changed of another one: places in the old file, how many bytes go there, and what comes instead.
import { base64, concat, equal, hex } from "../../src/format/bytes.ts";

/** At byte `at` of the old file `gone` bytes are replaced by `put` (base64). */
export type Splice = { readonly at: number; readonly gone: number; readonly put: string };

/** So many bytes in a row are found again in the old file. */
const WINDOW = 16;

const windowAt = (bytes: Uint8Array, at: number) => hex(bytes.subarray(at, at + WINDOW));
const windows = new WeakMap<Uint8Array, Map<string, number[]>>();

/** Where each run of so many bytes lies in a file. */
function windowsIn(file: Uint8Array): Map<string, number[]> {
  const places = windows.get(file) ?? new Map<string, number[]>();
  if (windows.has(file)) return places;
  windows.set(file, places);
  for (let at = 0; at + WINDOW <= file.length; at++) {
    const window = windowAt(file, at);
    const known = places.get(window);
    if (known) known.push(at);
    else places.set(window, [at]);
  }
  return places;
}

/** The changes that make one file of another, in the order of their places. */
function splicesOf(old: Uint8Array, next: Uint8Array): Splice[] {
  const places = windowsIn(old);
  const splices: Splice[] = [];
  for (let [from, at] = [0, 0]; from < old.length || at < next.length; ) {
    if (from < old.length && old[from] === next[at]) {
      [from, at] = [from + 1, at + 1];
      continue;
    }
    let [end, until] = [old.length, next.length];
    for (let found = at; found + WINDOW <= next.length; found++) {
      const again = places.get(windowAt(next, found))?.find((each) => each >= from);
      if (again === undefined) continue;
      [end, until] = [again, found];
      break;
    }
    splices.push({ at: from, gone: end - from, put: base64(next.slice(at, until)) });
    [from, at] = [end, until];
  }
  return splices;
}

/** The changed file. */
export function spliced(old: Uint8Array, splices: readonly Splice[]): Uint8Array {
  let at = 0;
  const parts: Uint8Array[] = [];
  for (const each of splices) {
    parts.push(old.slice(at, each.at), Buffer.from(each.put, "base64"));
    at = each.at + each.gone;
  }
  return concat(...parts, old.slice(at));
}

/** The changes of a file, which the reader of the vectors gets back whole. */
export function told(old: Uint8Array, next: Uint8Array): Splice[] {
  const splices = splicesOf(old, next);
  if (!equal(spliced(old, splices), next)) throw new Error("the changes do not make the file");
  return splices;
}
