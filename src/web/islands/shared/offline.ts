// The checkpoint's verdict with no network: the slip's own signature against keys fetched while there was one. It knows less than the
// ledger (a slip received an hour ago still looks good), and the page says from when its list is.
import { hex, unhex, utf8 } from "../../../format/bytes.ts";
import { decodeEntry, type Entry, verifyEntry } from "../../../format/entry.ts";
import { readQrText, readSlipCode, slipCode } from "../../../format/slipcode.ts";
import { isBehind, isStale, openTrust, type TrustHead } from "../../../format/trust.ts";
import type { CheckpointReason, Judged, REASON_COLOUR, SlipView } from "../../../rules/readings/checkpoint-answer.ts";
import { keysOf } from "../../../spelling/keyboard.ts";
import { keyAt, type PinnedLog } from "./pin.ts";

/** GET /trust.json: the log's signed note (format/trust.ts) and the JSON text that it vouches for. */
export type TrustBundle = { note: string; document: string };

/** The document of a trust bundle, all that a checkpoint's device may know: by log index unless said otherwise. Times are Unix seconds. */
export type Trust = {
  origin: string;
  madeMs: number;
  /** After this many seconds the list is not believed: keys may have ended since. */
  maxAgeS: number;
  /** The newest tree head as a signed note. */
  head: string | null;
  /** kid → public key in hex, party, and the index at which it ended. */
  keys: Record<string, { key: string; party: number | null; ended: number | null }>;
  vehicles: Record<string, { plate: string; class: number }>;
  routes: Record<string, { from: string; to: string; allowS: Record<string, number>; checkpoints: number[] }>;
  sources: Record<string, string>;
  products: Record<string, { name: string; unit: string }>;
  /** Names of contract packages by "route/package". */
  packages: Record<string, string>;
  /** Printed code → why the slip no longer travels, for slips still within their time. */
  ended: Record<
    string,
    { reason: "void" | "received" | "refused" | "contested"; figures: Record<string, string | number> }
  >;
  /** My checkpoints. */
  sites: Record<string, string>;
};

/** Sections that only grow and change: of these a device that has an older list is sent what has changed. */
export const GROWING = ["keys", "vehicles", "sources", "products"] as const;
export type Growing = Pick<Trust, (typeof GROWING)[number]>;

/** GET /trust.json?from=SIZE, for a device that holds the bundle of that size: the new note, and the list without what that bundle has already. */
export type TrustChanges = { note: string; changes: string };

/** The one text of a list: keys in the order of their kids, as everything else is by its log index. */
export function trustDocument(trust: Trust): string {
  const keys = Object.fromEntries(Object.entries(trust.keys).sort(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.stringify({ ...trust, keys });
}

/** The new bundle out of the one held and its changes; whether it is the log's, its note says. */
function withChanges(held: TrustBundle, { note, changes }: TrustChanges): TrustBundle {
  const [old, next] = [JSON.parse(held.document) as Trust, JSON.parse(changes) as Trust];
  const grown = Object.fromEntries(GROWING.map((section) => [section, { ...old[section], ...next[section] }]));
  return { note, document: trustDocument({ ...next, ...(grown as Growing) }) };
}

/** The service's newest bundle: by its changes where the device holds an older one, whole where these do not come to what the log signed. */
export async function askBundle(
  held: TrustBundle | undefined,
  log: PinnedLog,
  ask: (from: number | undefined) => Promise<TrustBundle | TrustChanges | undefined>,
): Promise<TrustBundle | undefined> {
  const from = held && (await openBundle(held, log))?.head.size;
  const said = await ask(from);
  if (!said || !("changes" in said)) return said;
  const grown = held && withChanges(held, said);
  if (grown && (await openBundle(grown, log))) return grown;
  const whole = await ask(undefined);
  return whole && "document" in whole ? whole : undefined;
}

/** Where and when the device looks; `metMs` is when it met the slip before. */
export type LookingHere = { nowMs: number; site?: number; metMs?: (entryId: string) => Promise<number | undefined> };

type ColourOf<R extends CheckpointReason> = (typeof REASON_COLOUR)[R];

function verdict<R extends CheckpointReason>(
  reason: R,
  colour: ColourOf<R>,
  slip: SlipView | null = null,
  figures: Judged["figures"] = {},
): Judged {
  return { colour, reason, figures, slip };
}

/**
 * The kinds of scanned or typed text, whatever a keyboard, a chat or a scanner made of it: a slip's bytes, a short code, a code with a slip of
 * the finger, or not ours at all.
 */
export function readPresented(text: string): { bytes: Uint8Array } | { code: string } | CheckpointReason {
  const trimmed = text.trim();
  if (/^SN1:/i.test(trimmed)) {
    const bytes = [text, trimmed, keysOf(trimmed)].map(readQrText).find((each) => each !== undefined);
    return bytes ? { bytes } : "unreadable";
  }
  const keyed = keysOf(trimmed);
  // Eight to sixteen letters and digits, parted by whatever was at hand; an address or a sentence is no code.
  if (!/^[0-9A-Z][0-9A-Z\s\p{P}\u200b]{7,30}$/u.test(keyed) || /[:/@]/.test(keyed)) return "not-ours";
  const bare = keyed.replaceAll(/[^0-9A-Z]/g, "");
  const code = readSlipCode(bare);
  if (code) return { code };
  return bare.length >= 10 && bare.length <= 14 ? "mistyped" : "not-ours";
}

/** Reads a trust bundle once the pinned key of the log vouches for it; undefined where it does not. */
export async function openBundle(
  bundle: TrustBundle,
  log: PinnedLog,
): Promise<{ head: TrustHead; trust: Trust } | undefined> {
  const head = await openTrust(bundle.note, utf8(bundle.document), log.origin, (size) => keyAt(log, size));
  if (typeof head === "string") return undefined;
  const trust = JSON.parse(bundle.document) as Trust;
  return { head, trust: { ...trust, madeMs: head.issuedS * 1000, maxAgeS: head.maxAgeS } };
}

/** Which bundle a device keeps: the offered one where it is the log's and not behind the held one, else the held one. */
export async function chooseBundle(
  held: TrustBundle | undefined,
  offered: TrustBundle | undefined,
  log: PinnedLog,
): Promise<TrustBundle | undefined> {
  const [mine, next] = await Promise.all([held && openBundle(held, log), offered && openBundle(offered, log)]);
  if (!next) return mine && held;
  return mine && isBehind(next.head, mine.head) ? held : offered;
}

/** The verdict of a device without network, by the keys it holds. */
export async function judgeOffline(text: string, trust: Trust | undefined, here: LookingHere): Promise<Judged> {
  const presented = readPresented(text);
  if (presented === "unreadable" || presented === "mistyped") return verdict(presented, "amber");
  if (typeof presented === "string") return verdict("not-ours", "grey");
  if (!trust) return verdict("no-keys", "grey");
  if (isStale({ issuedS: Math.floor(trust.madeMs / 1000), maxAgeS: trust.maxAgeS }, Math.floor(here.nowMs / 1000)))
    return verdict("keys-expired", "grey", null, { whenS: Math.floor(trust.madeMs / 1000) });
  if ("code" in presented) return judgeCode(presented.code, trust);
  const decoded = decodeEntry(presented.bytes);
  if ("malformed" in decoded) return verdict("unreadable", "amber");
  const { entry } = decoded;
  if (entry.kind !== "slip.issue") return verdict("not-a-slip", "amber");
  const key = trust.keys[hex(entry.kid)];
  if (!key) return verdict("key-not-here", "amber");
  if (!(await verifyEntry(entry, unhex(key.key), trust.origin))) return verdict("forged", "red");
  return judgeGenuine(entry, key.ended, trust, here);
}

/** A typed code carries no signature: without network it is known to be ended, or nothing is known of it. */
function judgeCode(code: string, trust: Trust): Judged {
  const ended = trust.ended[code];
  return ended ? verdict(ended.reason, "red", null, ended.figures) : verdict("needs-network", "grey");
}

async function judgeGenuine(entry: Entry, keyEnded: number | null, trust: Trust, here: LookingHere): Promise<Judged> {
  const view = viewHere(entry, trust);
  const ended = trust.ended[slipCode(entry.id)];
  if (ended) return verdict(ended.reason, "red", view, ended.figures);
  // A key may have ended after it signed this slip; without the ledger nobody can tell, so a person must look.
  if (keyEnded !== null) return verdict("key-ended", "amber", view);
  const metMs = await here.metMs?.(hex(entry.id));
  if (metMs !== undefined) return verdict("seen-on-device", "red", view, { whenS: Math.floor(metMs / 1000) });
  if (!view) return verdict("key-not-here", "amber");
  const nowS = Math.floor(here.nowMs / 1000);
  if (nowS > view.expiresS) return verdict("expired", "amber", view, { expiresS: view.expiresS });
  // A minute's grace: two honest clocks differ by that much.
  if (nowS + 60 < view.issuedS) return verdict("before-issue", "amber", view, { issuedS: view.issuedS });
  const checkpoints = entry.kind === "slip.issue" ? (trust.routes[entry.body.route]?.checkpoints ?? []) : [];
  if (here.site !== undefined && checkpoints.length > 0 && !checkpoints.includes(here.site))
    return verdict("off-route", "amber", view, { place: trust.sites[here.site] ?? "" });
  return verdict("good", "green", view, { expiresS: view.expiresS });
}

/** The slip by what it says and the names held here; null where it names things registered since. */
function viewHere(entry: Entry, trust: Trust): SlipView | null {
  if (entry.kind !== "slip.issue") return null;
  const { body } = entry;
  const route = trust.routes[body.route];
  const vehicle = trust.vehicles[body.vehicle];
  if (!route || !vehicle) return null;
  const product = body.product === undefined ? undefined : trust.products[body.product];
  return {
    index: null,
    code: slipCode(entry.id),
    material: body.material ?? null,
    product: product?.name ?? null,
    quantityMilli: body.quantityMilli ?? null,
    unit: product?.unit ?? null,
    massKg: body.massKg,
    from: route.from,
    to: route.to,
    package: trust.packages[`${body.route}/${body.package ?? 0}`] ?? null,
    source: body.source === undefined ? null : (trust.sources[body.source] ?? null),
    plate: vehicle.plate,
    issuedS: entry.claimedS,
    expiresS: entry.claimedS + (route.allowS[vehicle.class] ?? 0),
    scale: null,
    weighing: body.weighing ?? null,
    status: null,
  };
}
