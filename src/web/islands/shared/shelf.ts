// Storage of a field device besides its key and its outbox: the pinned log key, the newest head it has checked, the checkpoint's key
// list, and the slips it has seen. Kept in IndexedDB: a reload or a dead battery must not forget them.
import { type Anchor, anchorTo, noAnchor } from "../../../format/entry.ts";
import type { TreeHead } from "../../../format/note.ts";

const DATABASE = "so-nguon-field";
const STORE = "kept";

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

let opened: Promise<IDBDatabase> | undefined;

async function store(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  opened ??= open();
  return (await opened).transaction(STORE, mode).objectStore(STORE);
}

/** A kept value by name, or undefined. */
export async function kept<T>(name: string): Promise<T | undefined> {
  const request = (await store("readonly")).get(name);
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T | undefined);
    request.onerror = () => reject(request.error);
  });
}

/** Keeps a value; resolves when it is on disk. */
export async function putOnShelf(name: string, value: unknown): Promise<void> {
  const objects = await store("readwrite");
  return new Promise((resolve, reject) => {
    objects.transaction.oncomplete = () => resolve();
    objects.transaction.onabort = () => reject(objects.transaction.error ?? new Error("not kept"));
    objects.put(value, name);
  });
}

/** The newest head that this device has checked, as the anchor of what it signs next. */
export async function anchor(origin: string): Promise<Anchor> {
  return (await kept<Anchor>(`anchor ${origin}`)) ?? noAnchor();
}

/** Remembers a checked head if it is newer. */
export async function meetHead(head: TreeHead): Promise<void> {
  const known = await anchor(head.origin);
  if (head.size > known.size) await putOnShelf(`anchor ${head.origin}`, anchorTo(head));
}

/** A scan repeated within this time is the same vehicle standing at the same post. */
const SAME_SIGHTING_MS = 10 * 60_000;

/** When this device recorded the slip's passage in this direction within the time of one sighting (Unix ms). */
export async function passedMs(code: string, direction: string, nowMs: number): Promise<number | undefined> {
  const atMs = await kept<number>(`passed ${code} ${direction}`);
  return atMs !== undefined && nowMs - atMs <= SAME_SIGHTING_MS ? atMs : undefined;
}

/** Remembers that a slip's passage in this direction is signed. */
export function rememberPassage(code: string, direction: string, nowMs: number): Promise<void> {
  return putOnShelf(`passed ${code} ${direction}`, nowMs);
}

/** When this device met the slip before the present sighting (Unix ms), and remembers the present one. */
export async function meetSlip(entryId: string, nowMs: number): Promise<number | undefined> {
  const name = `seen ${entryId}`;
  const first = await kept<number>(name);
  if (first === undefined) await putOnShelf(name, nowMs);
  return first !== undefined && nowMs - first > SAME_SIGHTING_MS ? first : undefined;
}
