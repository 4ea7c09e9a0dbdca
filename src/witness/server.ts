/**
 * The answers of a witness (C2SP tlog-witness): from what it remembers of a log and one request, to a head worth remembering and
 * cosigning, or a refusal.
 *
 * It runs outside the ledger: another province, a People's Council or an auditor runs it, and it knows of the ledger nothing but
 * its public key. This file decides and does nothing: no clock, no disk, no network. `keeper.ts` remembers and signs, `http.ts` listens.
 */

import { decodeBundle } from "../format/bundle.ts";
import { equal, fromUtf8, unbase64 } from "../format/bytes.ts";
import { headOf, openNote, parseVkey, type TreeHead } from "../format/note.ts";
import { proveBundle } from "../format/prove-bundle.ts";
import { type LogKey, logKeysOf, logKeysText, parseLogKeys } from "../format/signatories.ts";
import { EMPTY_ROOT, verifyConsistency } from "../format/tree.ts";

/** The last head that was cosigned for a log; `note` is the request's, so that two notes can show a fork to anybody. */
export type Remembered = { readonly size: number; readonly root: Uint8Array; readonly note: string };

/** The logs that a witness serves by origin: verifier keys, or the lines of a log.vkey, as its operator gave them. */
export type Logs = ReadonlyMap<string, readonly string[]>;

/** A witness's memory of one log: the last head, and the log's keys where its roots have come to another than the operator gave. */
export type Recollection = { readonly last: Remembered | undefined; readonly keys: readonly LogKey[] | undefined };

/** A request taken apart: the client's idea of the witness's size, the proof from there, the signed head. */
export type AddCheckpoint = { oldSize: number; proof: Uint8Array[]; note: string; head: TreeHead };

/** The decision on a request; `evidence` is a second signed head of a size that was cosigned already: the log has forked. */
export type CosignDecision =
  | { readonly status: 200; readonly head: TreeHead; readonly note: string; readonly grows: boolean }
  | { readonly status: 409; readonly size: number; readonly evidence?: string }
  | { readonly status: 400 | 403 | 404 | 422; readonly reason: string };

/** The specification's most ("add-checkpoint"). */
const MOST_HASHES = 63;
/** 63 hashes and a note with a hundred lines fit. */
export const LONGEST_REQUEST = 64 * 1024;

/** The parts of a request body, or undefined for any other spelling than the specification's (tlog-witness, "add-checkpoint"). */
export function parseRequest(body: Uint8Array): AddCheckpoint | undefined {
  const request = parseGrowth(body, LONGEST_REQUEST);
  const head = request && headOf(request.shown);
  return head && { oldSize: request.oldSize, proof: request.proof, note: request.shown, head };
}

type Growth = { oldSize: number; proof: Uint8Array[]; shown: string };

function parseGrowth(body: Uint8Array, longest: number): Growth | undefined {
  const text = body.length > longest ? undefined : fromUtf8(body);
  // The first empty line ends the proof: none of its lines may be empty, while the note has an empty line too.
  const end = text?.indexOf("\n\n") ?? -1;
  if (text === undefined || end < 0) return undefined;
  const [first = "", ...rows] = text.slice(0, end).split("\n");
  const old = /^old (0|[1-9][0-9]{0,15})$/.exec(first);
  const oldSize = Number(old?.[1]);
  if (old === null || !Number.isSafeInteger(oldSize) || rows.length > MOST_HASHES) return undefined;
  const proof = rows.map(unbase64).filter((hash) => hash?.length === 32);
  if (proof.length !== rows.length) return undefined;
  return { oldSize, proof: proof as Uint8Array[], shown: text.slice(end + 2) };
}

/** The decision on one request, by what is remembered of its log; checks come in the specification's order. */
export async function decideCosign(
  logs: Logs,
  recall: (origin: string) => Recollection,
  body: Uint8Array,
): Promise<CosignDecision> {
  const request = parseRequest(body);
  if (request === undefined) return { status: 400, reason: "malformed request" };
  const { oldSize, proof, note, head } = request;
  const vkeys = logs.get(head.origin);
  if (vkeys === undefined) return { status: 404, reason: "unknown origin" };
  const { last, keys } = recall(head.origin);
  const opened = await openNote(note, keysFor(vkeys, keys, head.size));
  if (opened === undefined) return { status: 403, reason: "not signed by the log" };
  if (oldSize > head.size) return { status: 400, reason: "old size above the checkpoint's" };
  const { size, root } = last ?? { size: 0, root: EMPTY_ROOT };
  // A log that signs two roots for one size has forked, whatever else is wrong with the request.
  const forked = head.size === size && !equal(head.root, root);
  if (forked && last) return { status: 409, size, evidence: note };
  if (oldSize !== size) return { status: 409, size };
  if (forked) return { status: 422, reason: "an empty tree with a root of its own" };
  if (!verifyConsistency({ oldSize, newSize: head.size, oldRoot: root, newRoot: head.root, proof }))
    return { status: 422, reason: "the consistency proof does not hold" };
  return { status: 200, head, note, grows: last === undefined || head.size > size };
}

/** The keys under which a head of this size may be signed: where the succession is known only the one in force. */
function keysFor(given: readonly string[], known: readonly LogKey[] | undefined, size: number): string[] {
  return pinsOf(given, known).flatMap((text) => parseLogKeys(text)!.findLast((each) => each.from <= size)?.vkey ?? []);
}

/** The decision on a log's account of its keys: the keys to remember, or a refusal. */
export type KeysDecision =
  | { readonly status: 200; readonly origin: string; readonly keys: readonly LogKey[] }
  | { readonly status: 409; readonly size: number }
  | { readonly status: 400 | 403 | 404 | 422; readonly reason: string };

/** A court bundle of entry 0 and the roots' acts, in base64. */
export const LONGEST_ACCOUNT = 1024 * 1024;

/**
 * The decision on "add-log-keys", which is ours and not the specification's: the shape of add-checkpoint with a court bundle about the
 * log's keys in place of the note. The bundle's head must grow from what was cosigned last, so that whoever stole an old key and writes
 * an entry 0 and roots of his own is refused, and the keys must lead from the ones that are known.
 */
export async function decideKeys(
  logs: Logs,
  recall: (origin: string) => Recollection,
  body: Uint8Array,
): Promise<KeysDecision> {
  const request = parseGrowth(body, LONGEST_ACCOUNT);
  const account = request && unbase64(request.shown.trimEnd());
  const value = account && decodeBundle(account);
  if (!request || !account || !value || "flaw" in value) return { status: 400, reason: "malformed request" };
  const origin = headOf(value.head)?.origin ?? "";
  const given = logs.get(origin);
  if (given === undefined) return { status: 404, reason: "unknown origin" };
  const { last, keys } = recall(origin);
  const { size, root } = last ?? { size: 0, root: EMPTY_ROOT };
  if (request.oldSize !== size) return { status: 409, size };
  for (const pinned of pinsOf(given, keys)) {
    const proven = await proveBundle(account, pinned);
    if ("flaw" in proven) continue;
    const grown = { oldSize: size, newSize: proven.size, oldRoot: root, newRoot: proven.root, proof: request.proof };
    if (proven.size < size || !verifyConsistency(grown))
      return { status: 422, reason: "the consistency proof does not hold" };
    const next = logKeysOf(proven.by);
    // An account from before the last succession would make an old key good again.
    if (next.at(-1)!.from < (keys?.at(-1)?.from ?? 0)) break;
    return { status: 200, origin, keys: next };
  }
  return { status: 403, reason: "the keys do not follow from the ones that are known" };
}

function pinsOf(given: readonly string[], known: readonly LogKey[] | undefined): string[] {
  const named = given.flatMap((text) => parseLogKeys(text)!.map((each) => each.vkey));
  return known?.some((each) => named.includes(each.vkey)) ? [logKeysText(known)] : [...given];
}

/** The logs of verifier keys or lines of log.vkey, by the origin that is the keys' name; undefined for what no log signs with. */
export function logsOf(texts: readonly string[]): Logs | undefined {
  const logs = new Map<string, string[]>();
  for (const text of texts) {
    const [name, ...others] = new Set(parseLogKeys(text)?.map(({ vkey }) => parseVkey(vkey)!.name));
    if (name === undefined || others.length > 0) return undefined;
    logs.set(name, [...(logs.get(name) ?? []), text]);
  }
  return logs;
}
