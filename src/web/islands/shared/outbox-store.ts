// The outbox on disk: what waits under its entry id, in the order of signing, and the receipts of what was sent. Every change is one
// strict transaction: an entry is in exactly one of the two, whenever the page or the phone dies.

/** One waiting entry: its exact signed bytes, its SHA-256 in lower-case hex, and a few words for the person. */
export interface Waiting {
  entryId: string;
  bytes: Uint8Array<ArrayBuffer>;
  label: string;
  order: number;
  addedMs: number;
  attempts: number;
  /** Kind and body as text: the same statement signed twice within minutes is one press too many. */
  statement: string;
  /** "waiting" is sent again by itself; "refused" only when a person asks for it. */
  state: "waiting" | "refused";
  problem?: SendProblem;
}

/** Why the last attempt did not end in a receipt; `code` is the ledger's own, or one of ours for the way there. */
export interface SendProblem {
  code: string;
  vi: string;
  en: string;
  detail?: string;
  status?: number;
}

/** A checked receipt, kept after its entry left the queue. */
export interface KeptReceipt {
  entryId: string;
  receipt: Uint8Array<ArrayBuffer>;
  label: string;
  statement: string;
  receivedMs: number;
}

const ENTRIES = "entries";
const RECEIPTS = "receipts";
const RECEIVED = "receivedMs";

/** Opens the outbox of that name, made empty at first. */
export function openOutboxStore(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 2);
    request.onupgradeneeded = ({ oldVersion }) => {
      const { result, transaction } = request;
      if (oldVersion === 0) {
        result.createObjectStore(ENTRIES, { keyPath: "entryId" }).createIndex("order", "order", { unique: true });
        result.createObjectStore(RECEIPTS, { keyPath: "entryId" });
      }
      transaction!.objectStore(RECEIPTS).createIndex(RECEIVED, RECEIVED);
    };
    request.onsuccess = () => {
      // A newer page may need another shape: this one lets go, and says so when somebody signs here.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
}

/** One strict-durability transaction over both stores; resolves when it is on disk. */
function transact(db: IDBDatabase, work: (entries: IDBObjectStore, receipts: IDBObjectStore) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction([ENTRIES, RECEIPTS], "readwrite", { durability: "strict" });
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("the outbox transaction was aborted"));
    work(transaction.objectStore(ENTRIES), transaction.objectStore(RECEIPTS));
  });
}

/** The waiting entries, oldest first. */
export function readWaiting(db: IDBDatabase): Promise<Waiting[]> {
  return readAll<Waiting>(db, ENTRIES, "order");
}

/** The receipt of one entry. */
export function readReceiptOf(db: IDBDatabase, entryId: string): Promise<KeptReceipt | undefined> {
  return answerOf(db.transaction(RECEIPTS).objectStore(RECEIPTS).get(entryId));
}

/** The receipts that came since a moment. */
export function readReceiptsSince(db: IDBDatabase, sinceMs: number): Promise<KeptReceipt[]> {
  return readAll<KeptReceipt>(db, RECEIPTS, RECEIVED, IDBKeyRange.lowerBound(sinceMs));
}

function readAll<T>(db: IDBDatabase, store: string, index: string, range?: IDBKeyRange): Promise<T[]> {
  return answerOf(db.transaction(store).objectStore(store).index(index).getAll(range));
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Puts an entry at the end, unless it waits already or has its receipt. */
export function insert(db: IDBDatabase, row: Omit<Waiting, "order">): Promise<void> {
  return transact(db, (entries, receipts) => {
    const done = receipts.getKey(row.entryId);
    done.onsuccess = () => {
      if (done.result !== undefined) return; // Sent and receipted before: nothing is left to send.
      const present = entries.getKey(row.entryId);
      present.onsuccess = () => {
        if (present.result !== undefined) return;
        const last = entries.index("order").openCursor(null, "prev");
        last.onsuccess = () =>
          entries.put({ ...row, order: ((last.result?.value as Waiting | undefined)?.order ?? 0) + 1 });
      };
    };
  });
}

/** Changes one row if it is still there: another tab may have finished it meanwhile, and it must not come back. */
export function change(db: IDBDatabase, entryId: string, patch: (row: Waiting) => Waiting): Promise<void> {
  return transact(db, (entries) => {
    const request = entries.get(entryId);
    request.onsuccess = () => {
      if (request.result) entries.put(patch(request.result as Waiting));
    };
  });
}

/** Forgets an entry that was refused; one that waits stays. */
export function removeRefused(db: IDBDatabase, entryId: string): Promise<void> {
  return transact(db, (entries) => {
    const request = entries.get(entryId);
    request.onsuccess = () => {
      if ((request.result as Waiting | undefined)?.state === "refused") entries.delete(entryId);
    };
  });
}

/** The result of sending: a checked receipt, or why the entry stays. */
export type SendOutcome = { receipt: Uint8Array<ArrayBuffer> } | { state: Waiting["state"]; problem: SendProblem };

/** Writes what came of sending: the entry leaves for its receipt, or stays with one attempt more. */
export function recordSendOutcome(db: IDBDatabase, row: Waiting, outcome: SendOutcome): Promise<void> {
  if ("receipt" in outcome) {
    const kept: KeptReceipt = {
      entryId: row.entryId,
      receipt: outcome.receipt,
      label: row.label,
      statement: row.statement,
      receivedMs: Date.now(),
    };
    return transact(db, (entries, receipts) => {
      receipts.put(kept);
      entries.delete(row.entryId);
    });
  }
  return change(db, row.entryId, (now) => ({
    ...now,
    attempts: now.attempts + 1,
    state: outcome.state,
    problem: outcome.problem,
  }));
}
