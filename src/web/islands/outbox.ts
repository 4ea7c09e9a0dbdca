// Signed entries waiting to be sent. What a device has signed must reach the ledger once, however often the network,
// the page or the phone dies: entries are signed before they come here, kept on disk under their entry id, and deleted
// only after the ledger's receipt for that very entry was checked. Sending twice is harmless; losing one is not.
import {
  change,
  insert,
  type KeptReceipt,
  openOutboxStore,
  readReceiptOf,
  readReceiptsSince,
  readWaiting,
  recordSendOutcome,
  removeRefused,
  type SendOutcome,
  type SendProblem,
  type Waiting,
} from "./shared/outbox-store.ts";

/** Checks a receipt against the entry it should be for; only `true` lets the entry leave the queue. */
export type VerifyReceipt = (receipt: Uint8Array<ArrayBuffer>, waiting: Waiting) => Promise<boolean>;

/** An entry as it comes into the outbox. */
export type Signed = Pick<Waiting, "entryId" | "bytes" | "label" | "statement">;

/** The contents of an outbox: what waits, whether it is being sent, and how much this device has sent since the day began. */
export type Contents = { readonly waiting: Waiting[]; readonly sending: boolean; readonly sentToday: number };

/** An open outbox. */
export interface Outbox {
  /** Resolves when one signed entry is on disk, then begins to send; the same entry id again changes nothing. */
  add(entry: Signed): Promise<void>;
  /** The entry that says the same and was signed or sent since a moment; not one that was refused. */
  same(statement: string, sinceMs: number): Promise<string | undefined>;
  /** Sends what waits, oldest first; two callers share one run, and one tab at a time sends. */
  drain(): Promise<void>;
  retry(entryId: string): Promise<void>;
  /** Forgets an entry that the ledger refused and that nobody wants to send again; one that waits is never forgotten. */
  discard(entryId: string): Promise<void>;
  list(): Promise<Waiting[]>;
  receipt(entryId: string): Promise<KeptReceipt | undefined>;
  /** The receipts that came since a moment. */
  sentSince(sinceMs: number): Promise<KeptReceipt[]>;
  /** Calls back after every change, and at once. */
  watch(changed: (now: Contents) => void): void;
  close(): void;
}

/** A gate's network often connects and then carries nothing: so long one sending may take before it counts as no network. */
const SEND_MS = 20_000;
const RETRY_MS = 30_000; // The longest pause; the first ones are a second or two, since a gate's network comes and goes.

const ON_THE_WAY: Record<"offline" | "receipt-invalid" | "server", SendProblem> = {
  offline: { code: "offline", vi: "Chưa có mạng; sẽ tự gửi lại.", en: "No network; it will be sent again by itself." },
  server: {
    code: "server",
    vi: "Máy chủ đang bận; sẽ tự gửi lại.",
    en: "The server is busy; it will be sent again by itself.",
  },
  "receipt-invalid": {
    code: "receipt-invalid",
    vi: "Biên nhận không khớp với mục đã ký; mục vẫn được giữ và sẽ gửi lại.",
    en: "The receipt does not match the signed entry; the entry is kept and will be sent again.",
  },
};

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Reads a problem answer (RFC 9457) with our `code`, `vi` and `en`; any other body still gives a sentence. */
async function problemOf(response: Response): Promise<SendProblem> {
  const body: unknown = await response.json().catch(() => undefined);
  const said = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const title = text(said.title);
  const detail = text(said.detail);
  const code = text(said.code) ?? `http-${response.status}`;
  // Our own problems say the whole sentence in `detail` and `detail_en`; their title has no figures.
  const whole = detail !== undefined && text(said.detail_en) !== undefined;
  return {
    code,
    vi: text(said.vi) ?? (whole ? detail : title) ?? "Sổ không nhận mục này.",
    en: text(said.en) ?? text(said.detail_en) ?? title ?? "The ledger did not take this entry.",
    status: response.status,
    ...(detail === undefined || whole ? {} : { detail }),
  };
}

/** Only the ledger's own problem is a refusal: a captive portal or a proxy answers 4xx too, and must not stop an entry. */
function isRefusal(response: Response): boolean {
  const ours = response.headers.get("content-type")?.startsWith("application/problem+json") === true;
  return ours && response.status < 500 && ![401, 408, 425, 429].includes(response.status);
}

async function send(row: Waiting, endpoint: string, verify: VerifyReceipt): Promise<SendOutcome> {
  let response: Response;
  let body: Uint8Array<ArrayBuffer>;
  try {
    response = await fetch(endpoint, {
      method: "POST",
      headers: { "content-type": "application/cose" },
      body: row.bytes,
      credentials: "same-origin",
      redirect: "error",
      signal: AbortSignal.timeout(SEND_MS),
    });
    if (isRefusal(response)) return { state: "refused", problem: await problemOf(response) };
    if (!response.ok) return { state: "waiting", problem: { ...ON_THE_WAY.server, status: response.status } };
    body = new Uint8Array(await response.arrayBuffer());
  } catch {
    return { state: "waiting", problem: ON_THE_WAY.offline };
  }
  const good = await verify(body, row).catch(() => false);
  return good ? { receipt: body } : { state: "waiting", problem: ON_THE_WAY["receipt-invalid"] };
}

/** Runs `turn` under a lock that all tabs share, and again if it was asked for meanwhile: no asking is lost, none runs twice at once. */
function oneAtATime(
  lock: string,
  turn: () => Promise<void>,
  rest: () => Promise<void>,
): { ask(): Promise<void>; running(): boolean } {
  let asked = false;
  let running: Promise<void> | undefined;
  const loop = async (): Promise<void> => {
    try {
      while (asked) {
        asked = false;
        await navigator.locks.request(lock, turn);
      }
    } finally {
      running = undefined;
    }
    await rest();
  };
  return {
    ask() {
      asked = true;
      running ??= loop();
      return running;
    },
    running: () => running !== undefined,
  };
}

/** Opens the outbox of this browser and drains it on load, on `online`, when the page is seen again, and by a timer. */
export async function openOutbox(options: {
  verify: VerifyReceipt;
  endpoint?: string;
  name?: string;
}): Promise<Outbox> {
  const { verify, endpoint = "/entries", name = "so-nguon-outbox" } = options;
  const db = await openOutboxStore(name);
  const watchers = new Set<(now: Contents) => void>();
  let soon: ReturnType<typeof setTimeout> | undefined;
  const list = () => readWaiting(db);
  const announce = async (): Promise<void> => {
    const waiting = await list();
    const sentToday = (await readReceiptsSince(db, startOfToday())).length;
    for (const changed of watchers) changed({ waiting, sending: drain.running(), sentToday });
  };
  const turn = async (): Promise<void> => {
    for (const row of await list()) {
      if (row.state !== "waiting") continue;
      const outcome = await send(row, endpoint, verify);
      await recordSendOutcome(db, row, outcome);
      await announce();
      if ("problem" in outcome && outcome.problem.code === "offline") return; // The others would only wait as long again.
    }
  };
  const rest = async (): Promise<void> => {
    await announce();
    const next = (await list()).find((row) => row.state === "waiting");
    clearTimeout(soon);
    if (next) soon = setTimeout(drain.ask, Math.min(RETRY_MS, 500 * 2 ** next.attempts));
  };
  const drain = oneAtATime(name, turn, rest);
  const stopListening = drainWhenPossible(drain.ask);
  return {
    async add(signed) {
      await insert(db, { ...signed, addedMs: Date.now(), attempts: 0, state: "waiting" });
      await announce();
      void drain.ask();
    },
    drain: drain.ask,
    async retry(entryId) {
      await change(db, entryId, (row) => ({ ...row, state: "waiting" }));
      void drain.ask();
    },
    async discard(entryId) {
      await removeRefused(db, entryId);
      await announce();
    },
    list,
    receipt: (entryId) => readReceiptOf(db, entryId),
    sentSince: (sinceMs) => readReceiptsSince(db, sinceMs),
    async same(statement, sinceMs) {
      const waits = (await list()).filter((row) => row.state === "waiting" && row.addedMs >= sinceMs);
      const rows = [...waits, ...(await readReceiptsSince(db, sinceMs))];
      return rows.find((row) => row.statement === statement)?.entryId;
    },
    watch(changed) {
      watchers.add(changed);
      void announce();
    },
    close() {
      stopListening();
      clearTimeout(soon);
      db.close();
    },
  };
}

/** Midnight by this device's clock. */
function startOfToday(): number {
  return new Date().setHours(0, 0, 0, 0);
}

/** Background Sync does not exist in Safari and Firefox, so every sign of a network starts a drain. */
function drainWhenPossible(drain: () => unknown): () => void {
  const seen = (): void => {
    if (!document.hidden) drain();
  };
  addEventListener("online", drain);
  document.addEventListener("visibilitychange", seen);
  const timer = setInterval(drain, RETRY_MS);
  queueMicrotask(drain);
  return () => {
    removeEventListener("online", drain);
    document.removeEventListener("visibilitychange", seen);
    clearInterval(timer);
  };
}
