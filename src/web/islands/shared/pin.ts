// Which log a device trusts: the keys it pinned when it first met the log, and those that the log's roots have put in their place since,
// followed from entry to entry and never on a page's word. A page that names a key to which nothing leads is not believed.

import { hex } from "../../../format/bytes.ts";
import { proveBundle } from "../../../format/prove-bundle.ts";
import { type LogKey, logKeysOf, logKeysText, parseLogKeys } from "../../../format/signatories.ts";
import { kept, putOnShelf } from "./shelf.ts";

/** The log that a device trusts: its name, the keys of its heads by rising size, and the id of its entry 0 once that was seen. */
export type PinnedLog = { readonly origin: string; readonly keys: readonly LogKey[]; readonly opening?: string };

/** The log that a page names in data attributes: the log and its keys as /log/vkey writes them. */
export function logNamedBy(data: DOMStringMap): PinnedLog {
  return { origin: data.origin ?? "", keys: parseLogKeys(data.logKeys ?? "") ?? [] };
}

/** The verifier key of a pinned log for something of this size. */
export function keyAt(log: PinnedLog, size: number): string | undefined {
  return log.keys.findLast((each) => each.from <= size)?.vkey;
}

/**
 * The pinned log after the log's own account of its keys (GET /log/keys), or undefined where that is not this log's: it must lead from a
 * pinned key, begin with the entry 0 that was seen first, and take nothing back.
 */
export async function followed(pinned: PinnedLog, account: Uint8Array): Promise<PinnedLog | undefined> {
  const proven = await proveBundle(account, logKeysText(pinned.keys));
  if ("flaw" in proven || proven.by.origin !== pinned.origin) return undefined;
  const opening = hex(proven.leaves.get(0)!.entry.id);
  if (pinned.opening !== undefined && pinned.opening !== opening) return undefined;
  const keys = logKeysOf(proven.by);
  const newest = pinned.keys.at(-1)!;
  if (keys.at(-1)!.from < newest.from) return undefined;
  return { origin: pinned.origin, keys, opening };
}

/** Asks the log for its keys and remembers them where they follow from what is pinned; answers what is pinned then. */
export async function learnKeys(pinned: PinnedLog): Promise<PinnedLog> {
  const answer = await fetch("/log/keys").catch(() => undefined);
  const account = answer?.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
  const next = account && (await followed(pinned, account));
  if (!next) return pinned;
  await putOnShelf(nameOf(pinned.origin), next);
  return next;
}

/** The keys that this device has pinned for the log. */
export async function pinnedNow(log: PinnedLog): Promise<PinnedLog> {
  return (await kept<PinnedLog>(nameOf(log.origin))) ?? log;
}

/**
 * Pins the log at first sight; afterwards answers the log that this device knows, and whether the page is of that log: it names the
 * newest key that is known or can be followed, or, read without a network, an older one.
 */
export async function pinLog(page: PinnedLog): Promise<{ readonly log: PinnedLog; readonly same: boolean }> {
  if (page.keys.length === 0) return { log: page, same: false };
  const before = await kept<PinnedLog>(nameOf(page.origin));
  if (!before) {
    await putOnShelf(nameOf(page.origin), page);
    return { log: await learnKeys(page), same: true };
  }
  const named = page.keys.at(-1)?.vkey;
  const isKnown = (log: PinnedLog) => log.keys.some((each) => each.vkey === named);
  if (isKnown(before)) return { log: before, same: true };
  const log = await learnKeys(before);
  return { log, same: isKnown(log) };
}

function nameOf(origin: string): string {
  return `log ${origin}`;
}
