/**
 * What a witness answers (C2SP tlog-witness): from what it remembers of a log and one request, to a head worth remembering and
 * cosigning, or a refusal.
 *
 * It stands outside the ledger: another province, a People's Council or an auditor runs it, and it knows of the ledger nothing but
 * its public key. This file decides and does nothing: no clock, no disk, no network. `keeper.ts` remembers and signs, `http.ts` listens.
 */
import { equal, fromUtf8, unbase64 } from "../format/bytes.ts";
import { openNote, parseTreeHead, parseVkey, type TreeHead, unverifiedText } from "../format/note.ts";
import { EMPTY_ROOT, verifyConsistency } from "../format/tree.ts";

/** The last head that was cosigned for a log; `note` is the request's, so that two notes can show a fork to anybody. */
export type Remembered = { readonly size: number; readonly root: Uint8Array; readonly note: string };

/** The logs that a witness serves: verifier keys by origin. */
export type Logs = ReadonlyMap<string, readonly string[]>;

/** A request taken apart: the client's idea of the witness's size, the proof from there, the signed head. */
export type AddCheckpoint = { oldSize: number; proof: Uint8Array[]; note: string; head: TreeHead };

/** What to do with a request; `evidence` is a second signed head of a size that was cosigned already: the log has forked. */
export type Decision =
  | { readonly status: 200; readonly head: TreeHead; readonly note: string; readonly grows: boolean }
  | { readonly status: 409; readonly size: number; readonly evidence?: string }
  | { readonly status: 400 | 403 | 404 | 422; readonly reason: string };

/** The specification's most ("add-checkpoint"). */
const MOST_HASHES = 63;
/** 63 hashes and a note with a hundred lines fit. */
export const LONGEST_REQUEST = 64 * 1024;

/** The parts of a request body, or undefined for any other spelling than the specification's (tlog-witness, "add-checkpoint"). */
export function parseRequest(body: Uint8Array): AddCheckpoint | undefined {
  const text = body.length > LONGEST_REQUEST ? undefined : fromUtf8(body);
  // The first empty line ends the proof: none of its lines may be empty, while the note has an empty line too.
  const end = text?.indexOf("\n\n") ?? -1;
  if (text === undefined || end < 0) return undefined;
  const [first = "", ...rows] = text.slice(0, end).split("\n");
  const old = /^old (0|[1-9][0-9]{0,15})$/.exec(first);
  const oldSize = Number(old?.[1]);
  if (old === null || !Number.isSafeInteger(oldSize) || rows.length > MOST_HASHES) return undefined;
  const proof = rows.map(unbase64).filter((hash) => hash?.length === 32);
  const note = text.slice(end + 2);
  const head = parseTreeHead(unverifiedText(note) ?? "");
  if (proof.length !== rows.length || head === undefined) return undefined;
  return { oldSize, proof: proof as Uint8Array[], note, head };
}

/** The decision on one request, by what is remembered of its log; checks come in the specification's order. */
export async function decide(
  logs: Logs,
  recall: (origin: string) => Remembered | undefined,
  body: Uint8Array,
): Promise<Decision> {
  const request = parseRequest(body);
  if (request === undefined) return { status: 400, reason: "malformed request" };
  const { oldSize, proof, note, head } = request;
  const vkeys = logs.get(head.origin);
  if (vkeys === undefined) return { status: 404, reason: "unknown origin" };
  const opened = await openNote(note, [...vkeys]);
  if (opened === undefined) return { status: 403, reason: "not signed by the log" };
  if (oldSize > head.size) return { status: 400, reason: "old size above the checkpoint's" };
  const last = recall(head.origin);
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

/** The logs of verifier keys, by the origin that is each key's name; undefined for a vkey that no log signs with. */
export function logsOf(vkeys: readonly string[]): Logs | undefined {
  const logs = new Map<string, string[]>();
  for (const spelled of vkeys) {
    const vkey = parseVkey(spelled);
    if (vkey?.type !== 1) return undefined;
    logs.set(vkey.name, [...(logs.get(vkey.name) ?? []), spelled]);
  }
  return logs;
}
