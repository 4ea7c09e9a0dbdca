// The device as a signer: its key, the pinned log, the outbox. What a page signs here is signed by this browser's own key, numbered
// before it is signed, kept before it is sent, and done only when the ledger's receipt has been checked.
import { hex } from "../../../format/bytes.ts";
import { entryIdOf, type Payload, possessionMessage, signEntry } from "../../../format/entry.ts";
import type { Body, KindName } from "../../../format/kinds.ts";
import { type DeviceKey, ensureKey } from "../keystore.ts";
import { type Outbox, openOutbox } from "../outbox.ts";
import type { SendProblem } from "./outbox-store.ts";
import { learnKeys, logNamedBy, type PinnedLog, pinnedNow } from "./pin.ts";
import { checkHead, checkReceipt } from "./receipt.ts";
import { anchor, meetHead } from "./shelf.ts";

/** Values that the page gives its island in data attributes of the element [data-field]; `log` is the page's word until it is pinned. */
export type Setting = {
  log: PinnedLog;
  /** True if the page is of the log that this device pinned. */
  known: boolean;
  lang: "vi" | "en";
  kids: string[];
  party: number | undefined;
  persona: string | undefined;
};

/** Reads the page's setting. */
export function settingOf(root: HTMLElement): Setting {
  const { kids, party, persona } = root.dataset;
  return {
    log: logNamedBy(root.dataset),
    known: false,
    lang: document.documentElement.lang === "en" ? "en" : "vi",
    kids: (kids ?? "").split(",").filter(Boolean),
    party: party ? Number(party) : undefined,
    persona: persona || undefined,
  };
}

/** Says in the element [data-says] what is happening; an empty sentence clears it. */
export function say(sentence: string): void {
  for (const line of document.querySelectorAll("[data-says]")) line.textContent = sentence;
}

/** The fate of a sent entry: its proved index, the ledger's refusal, or that it waits for the network. */
export type Sent =
  | { index: number }
  | { refused: SendProblem; entryId: string }
  | { waiting: SendProblem | undefined; entryId: string };

/**
 * How long a person waits for the ledger's receipt before the entry counts as waiting in this device: at the road the next vehicle waits too, at
 * a desk the receipt is what prints.
 */
export const PATIENCE_MS = { road: 4000, desk: 30_000 };

export type Device = {
  key: DeviceKey;
  outbox: Outbox;
  /** Signs a statement, keeps it in the outbox, sends it, and tells what became of it. */
  write<K extends KindName>(kind: K, body: Body<K>, label: string, patienceMs: number): Promise<Sent>;
  /** Lets go of an entry that the ledger refused: its number is spent, and it is not to be sent later by mistake. */
  discard(entryId: string): Promise<void>;
};

/** Opens the outbox alone: what was signed before is sent, whoever is signed in now. */
export async function openFieldOutbox(log: PinnedLog): Promise<Outbox> {
  const outbox = await openOutbox({
    verify: async (receipt, waiting) => {
      const { entryId } = waiting;
      // The log may have come to another key since this page was opened.
      const proved =
        (await checkReceipt(receipt, entryId, log)) ?? (await checkReceipt(receipt, entryId, await learnKeys(log)));
      if (proved) await meetHead(proved.head);
      return proved !== undefined;
    },
  });
  return outbox;
}

/** The signing device, or the sentence why there is none. */
export async function openDevice(setting: Setting, outbox: Outbox): Promise<Device | { no: string }> {
  if (!setting.known)
    return {
      no:
        setting.lang === "vi"
          ? "Trang này nêu khóa sổ khác với khóa máy đã ghi nhớ. Không ký. Báo đơn vị vận hành."
          : "This page names another log key than the one this device remembers. Nothing is signed. Tell the operator.",
    };
  const made = await ensureKey(setting.log.origin);
  if (!made.ok) return { no: made[setting.lang] };
  const { key } = made;
  return {
    key,
    outbox,
    discard: (entryId) => outbox.discard(entryId),
    async write(kind, body, label, patienceMs) {
      const entryId = await navigator.locks.request(SIGNING, () =>
        signOnce({ key, outbox, setting }, { kind, body }, label),
      );
      await Promise.race([outbox.drain(), new Promise((resolve) => setTimeout(resolve, patienceMs))]);
      return fateOf(outbox, entryId, setting.log);
    },
  };
}

/** One signature at a time in all tabs of this browser. */
const SIGNING = "so-nguon-signing";
/** The very same statement within so long is a second press, or a second tab, and no second deed. */
const ONE_PRESS_MS = 10 * 60_000;

/** Signs a statement and keeps it; the entry that says the same already, where there is one. */
async function signOnce<K extends KindName>(
  { key, outbox, setting }: { key: DeviceKey; outbox: Outbox; setting: Setting },
  { kind, body }: { kind: K; body: Body<K> },
  label: string,
): Promise<string> {
  const statement = JSON.stringify([kind, body], (_, value) => (value instanceof Uint8Array ? hex(value) : value));
  const before = await outbox.same(statement, Date.now() - ONE_PRESS_MS);
  if (before !== undefined) return before;
  const bytes = await signHere(key, kind, body, setting.log);
  const entryId = hex(entryIdOf(bytes));
  await outbox.add({ entryId, bytes, label, statement });
  return entryId;
}

async function signHere<K extends KindName>(
  key: DeviceKey,
  kind: K,
  body: Body<K>,
  log: PinnedLog,
): Promise<Uint8Array<ArrayBuffer>> {
  // The number is burned on disk before anything is signed: two tabs, or a crash, can never share one.
  const seq = await key.nextSeq();
  const claimedS = Math.floor(Date.now() / 1000);
  const payload = { kind, body, seq, claimedS, anchor: await anchor(log.origin) } as Payload;
  const signer = { key: key.publicKey, sign: (message: Uint8Array) => key.sign(new Uint8Array(message)) };
  return new Uint8Array(await signEntry(payload, signer, log.origin));
}

/** Looks an entry up in the outbox. */
export async function fateOf(outbox: Outbox, entryId: string, log: PinnedLog): Promise<Sent> {
  const receipt = await outbox.receipt(entryId);
  const proved =
    receipt &&
    ((await checkReceipt(receipt.receipt, entryId, log)) ??
      (await checkReceipt(receipt.receipt, entryId, await pinnedNow(log))));
  if (proved) return { index: proved.index };
  const row = (await outbox.list()).find((each) => each.entryId === entryId);
  return row?.state === "refused" && row.problem
    ? { refused: row.problem, entryId }
    : { waiting: row?.problem, entryId };
}

/** Fetches the newest head and keeps it as anchor; quiet without a network. */
export async function refreshHead(log: PinnedLog): Promise<void> {
  const answer = await fetch("/log/checkpoint").catch(() => undefined);
  const head = answer?.ok ? await checkHead(await answer.text(), log) : undefined;
  if (head) await meetHead(head);
}

/** Demo only: has the service register this browser's key for the party of the chosen persona; the sentence if it would not. */
export async function enrolDemo(key: DeviceKey, setting: Setting): Promise<string | undefined> {
  const possession = await key.sign(new Uint8Array(possessionMessage(setting.log.origin, key.publicKey)));
  const answer = await fetch("/demo/enrol", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ persona: setting.persona ?? "", key: hex(key.publicKey), possession: hex(possession) }),
  }).catch(() => undefined);
  if (answer?.ok) return undefined;
  const said = (await answer?.json().catch(() => undefined)) as { detail?: string; detail_en?: string } | undefined;
  return (
    (setting.lang === "vi" ? said?.detail : said?.detail_en) ??
    (setting.lang === "vi" ? "Chưa đăng ký được khóa; thử lại khi có mạng." : "The key was not registered; try again.")
  );
}
