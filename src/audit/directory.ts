// The audit of an export: files in the C2SP tlog-tiles layout, re-verified from nothing, as a stranger with another program would.

import path from "node:path";
import { readRegularFile } from "../disk/regular-file.ts";
import { equal, fromUtf8 } from "../format/bytes.ts";
import { headOf } from "../format/note.ts";
import {
  logKeysOf,
  logKeysText,
  parseLogKeys,
  pinFault,
  type Signatories,
  signatoriesOf,
  termsAt,
} from "../format/signatories.ts";
import { decodeEntryBundle, entriesPath, TILE_HEIGHT, TILE_WIDTH, tilePath, tileWidthAt } from "../format/tile.ts";
import { signatoriesIn } from "../rules/registry/policy.ts";
import { type AuditHooks, auditLeaves, type Leaves, type OnProgress, type Resumable } from "./audit-leaves.ts";
import { type Broken, broken } from "./broken.ts";
import { checkNote, checkWitnesses } from "./head.ts";
import { type LogHashes, leafHashNative } from "./log-hashes.ts";
import type { Replay } from "./replay.ts";

/** The auditor's own knowledge of the log: the log's verifier key, and notes seen before; `cosigned` is the newest that witnesses signed. */
export type Pins = {
  readonly vkey?: string | undefined;
  readonly sinceHead?: string | undefined;
  readonly cosigned?: string | undefined;
};

/** A log found whole. */
export type Sound = {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly vkey: string;
  readonly cosigned: readonly string[];
  readonly replay: Replay;
  /** Entries that an earlier audit had verified and this one only compared. */
  readonly resumed?: number;
};

/** Loads the state that a stopped audit of the log with this verifier key left, where its auditor keeps such states. */
export type Resume = (vkey: string) => Resumable;

/** Re-verifies an export folder; answers what it says, or the first broken rule. `judged` is told each leaf that the rules accept. */
export async function auditDirectory(
  dir: string,
  pins: Pins,
  progress: OnProgress,
  resume: Resume = () => ({}),
  judged: NonNullable<AuditHooks["judged"]> = () => undefined,
): Promise<Sound | Broken> {
  const note = await readText(path.join(dir, "checkpoint"));
  const head = headOf(note);
  if (note === undefined || !head) return note === undefined ? broken(0, "file", "checkpoint") : broken(0, "note");
  const first = await readRun(dir, head.size, 0);
  if ("rule" in first) return first;
  const opening = signatoriesOf(first[0]!);
  if (!opening) return broken(0, "entry", "mục 0 không mở sổ · entry 0 does not open the log");
  // Which key signs heads of this size only the whole log can tell; that it is none of those named beside it shows at once.
  const early = await checkKeys(dir, note, opening, pins);
  if (early) return early;
  const watch = { opened: tileZero(dir, head.size) };
  const resumed = resume(opening.terms[0]!.vkey);
  const known = resumed.replay?.hashes;
  // The state of an earlier audit counts as a head seen before: a log that is shorter now does not extend it.
  if (known && known.size > head.size) return broken(head.size, "since-head", `${known.size} > ${head.size}`);
  const before = known?.size ?? 0;
  const leaves = runs(dir, head.size, watch.opened, known);
  const { replay, broken: found } = await auditLeaves(
    leaves,
    opening.origin,
    head.size,
    { opened: watch.opened.check, judged },
    progress,
    resumed,
  );
  const wrong = found ?? (await checkTree(dir, replay, head.size, head.root));
  if (wrong) return wrong;
  const by = signatoriesIn(replay.book);
  const opened = await checkNote(note, by);
  if ("rule" in opened) return opened;
  if (opened.odd) return broken(head.size - 1, opened.odd.what, opened.odd.name);
  const keys = logKeysText(logKeysOf(by));
  if ((await readText(path.join(dir, "log.vkey"))) !== keys) return broken(0, "vkey", "log.vkey ≠ sổ · the log");
  const unlike = checkPinned(by, pins, head.size) ?? (await checkSince(replay, by, pins));
  if (unlike) return unlike;
  const tooFew = await checkWitnesses(note, by, replay.hashes.receivedMs(head.size - 1));
  if (tooFew) return tooFew;
  const { vkey } = termsAt(by, head.size);
  return {
    origin: by.origin,
    size: head.size,
    root: head.root,
    vkey,
    cosigned: opened.cosigned,
    replay,
    resumed: before,
  };
}

/** The pinned key is one of those beside the export, those begin with entry 0's, and the head is signed by one of them. */
async function checkKeys(dir: string, note: string, by: Signatories, pins: Pins): Promise<Broken | undefined> {
  const beside = await readText(path.join(dir, "log.vkey"));
  if (beside === undefined) return broken(0, "file", "log.vkey");
  const keys = parseLogKeys(beside);
  if (keys?.[0]?.vkey !== by.terms[0]!.vkey) return broken(0, "vkey", "log.vkey ≠ mục 0 · entry 0");
  const pinned = pins.vkey === undefined ? undefined : (parseLogKeys(pins.vkey) ?? []);
  if (pinned && !pinned.some((pin) => keys.some((key) => key.vkey === pin.vkey)))
    return broken(0, "vkey", "--vkey ≠ mục 0 · entry 0");
  const terms = keys.map((key) => ({ ...by.terms[0]!, ...key }));
  const checked = await checkNote(note, { ...by, terms });
  return "rule" in checked ? checked : undefined;
}

/** Checks that the pinned key is the log's at this size, or began the line of keys that leads to it. */
export function checkPinned(by: Signatories, pins: Pins, size: number): Broken | undefined {
  const fault = pins.vkey === undefined ? undefined : pinFault(by, parseLogKeys(pins.vkey) ?? [], size);
  if (fault === "handover") return broken(0, "handover");
  return fault && broken(0, "vkey", "--vkey ≠ khóa sổ · the log's key");
}

/** Checks that the log extends the heads seen before, which must themselves be the log's. */
export async function checkSince(replay: Replay, by: Signatories, pins: Pins): Promise<Broken | undefined> {
  for (const note of [pins.sinceHead, pins.cosigned]) {
    const wrong = note === undefined ? undefined : await checkSeen(replay, by, note);
    if (wrong) return wrong;
  }
  return undefined;
}

async function checkSeen({ hashes }: Replay, by: Signatories, note: string): Promise<Broken | undefined> {
  const seen = headOf(note);
  if (!seen) return broken(0, "since-head", "không phải mốc xác nhận · not a tree head");
  const at = Math.max(0, Math.min(seen.size, hashes.size) - 1);
  const checked = await checkNote(note, by);
  if ("rule" in checked) return broken(at, "since-head", checked.rule);
  if (seen.size > hashes.size) return broken(hashes.size, "since-head", `${seen.size} > ${hashes.size}`);
  return equal(hashes.root(seen.size), seen.root) ? undefined : broken(at, "since-head");
}

/** Level 0 of the tiles as the leaves go by: a wrong leaf is named at once, before the chain breaks at the next one. */
function tileZero(dir: string, size: number) {
  let tile = new Uint8Array();
  return {
    async load(n: number): Promise<Broken | undefined> {
      const read = await readTile(dir, size, 0, n);
      if ("rule" in read) return read;
      tile = new Uint8Array(read);
      return undefined;
    },
    check(index: number, hash: Uint8Array): Broken | undefined {
      const at = 32 * (index % TILE_WIDTH);
      return equal(tile.subarray(at, at + 32), hash) ? undefined : broken(index, "tile", "tile/0");
    },
  };
}

/** The leaves that are new to this audit, in order; those of an earlier one are compared by their hashes. */
async function* runs(dir: string, size: number, tile: ReturnType<typeof tileZero>, known?: LogHashes): Leaves {
  const count = Math.ceil(size / TILE_WIDTH);
  const from = known?.size ?? 0;
  let next = readRun(dir, size, 0);
  for (let n = 0; n < count; n++) {
    const run = await next;
    if (n + 1 < count) next = readRun(dir, size, n + 1);
    if ("rule" in run) {
      yield run;
      continue;
    }
    const first = n * TILE_WIDTH;
    const old = run.slice(0, Math.max(0, from - first));
    const wrong = (await tile.load(n)) ?? (known && checkKnown(old, first, tile, known));
    yield wrong ?? run.slice(old.length);
  }
}

function checkKnown(
  leaves: readonly Uint8Array[],
  first: number,
  tile: ReturnType<typeof tileZero>,
  known: LogHashes,
): Broken | undefined {
  for (const [i, leaf] of leaves.entries()) {
    const at = first + i;
    const hash = leafHashNative(leaf);
    if (!equal(hash, known.span(0, at, at + 1))) return broken(at, "since-head", "--resume");
    const wrong = tile.check(at, hash);
    if (wrong) return wrong;
  }
  return undefined;
}

async function readRun(dir: string, size: number, n: number): Promise<readonly Uint8Array[] | Broken> {
  const width = tileWidthAt(size, 0, n);
  if (width === 0) return broken(0, "size", "sổ rỗng · an empty log");
  const name = entriesPath(n, width);
  const bytes = await readBytes(path.join(dir, name));
  if (!bytes) return broken(n * TILE_WIDTH, "file", name);
  const leaves = decodeEntryBundle(bytes);
  if (leaves?.length !== width)
    return broken(n * TILE_WIDTH + Math.min(leaves?.length ?? 0, width - 1), "bundle", name);
  return leaves;
}

async function readTile(dir: string, size: number, level: number, n: number): Promise<Uint8Array | Broken> {
  const width = tileWidthAt(size, level, n);
  const name = tilePath(level, n, width);
  const at = Math.min(size - 1, n * TILE_WIDTH ** (level + 1));
  const bytes = await readBytes(path.join(dir, name));
  if (!bytes) return broken(at, "file", name);
  return bytes.length === 32 * width ? bytes : broken(at, "tile", name);
}

/** Root, and every tile above the leaves. */
async function checkTree(dir: string, replay: Replay, size: number, root: Uint8Array): Promise<Broken | undefined> {
  const { hashes } = replay;
  for (let level = 1; tileWidthAt(size, level, 0) > 0; level++) {
    for (let n = 0; tileWidthAt(size, level, n) > 0; n++) {
      const tile = await readTile(dir, size, level, n);
      if ("rule" in tile) return tile;
      const own = hashes.span(level * TILE_HEIGHT, n * TILE_WIDTH, n * TILE_WIDTH + tile.length / 32);
      const at = tile.findIndex((byte, i) => byte !== own[i]);
      const covers = (n * TILE_WIDTH + Math.floor(at / 32)) * TILE_WIDTH ** level;
      if (at >= 0) return broken(covers, "tile", tilePath(level, n, tile.length / 32));
    }
  }
  return equal(hashes.root(size), root) ? undefined : broken(size - 1, "root");
}

/** More than 256 leaves of the longest entries take, each behind its length. */
const MOST_BYTES = 8 * 1024 * 1024;

async function readBytes(file: string): Promise<Uint8Array | undefined> {
  const found = readRegularFile(file, MOST_BYTES);
  return typeof found === "string" ? undefined : found;
}

async function readText(file: string): Promise<string | undefined> {
  const bytes = await readBytes(file);
  return bytes && fromUtf8(bytes);
}
