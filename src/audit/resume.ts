// A long audit that was stopped goes on where it was: everything verified so far, the replayed book included, as one file of the
// auditor's own. Not progress of signatures alone: on many processors they wait for the replay, so skipping them would save nothing.
// A resumed audit still hashes every leaf from the first one on and compares it with the file.
import { createHash } from "node:crypto";
import fs from "node:fs";
import { deserialize, serialize } from "node:v8";
import { replaceDurablySync } from "../disk/durable.ts";
import { equal, hex } from "../format/bytes.ts";
import type { AuditMemory } from "./audit-memory.ts";
import type { ColdRow, ColdTable } from "./cold-rows.ts";
import type { LogHashes } from "./log-hashes.ts";
import { Replay } from "./replay.ts";

const FORMAT = "so-nguon/audit-state/v1";
const CHUNK = 20_000;
const LEAVES_A_CHUNK = 65_536;

type Header = {
  readonly format: string;
  /** Rules may differ between programs; a book of other rules is no start. */
  readonly program: string;
  readonly vkey: string;
  readonly size: number;
  readonly root: string;
  readonly nextLot: number;
};
type ChunkName = ColdTable | "highestSeq" | "leaves";
type Chunk = readonly [name: ChunkName, items: readonly unknown[]];

/** Why a file is no state to go on from; the caller says it in words. */
export type Unusable = "damaged" | "other-program" | "other-log";

/** Writes what a replay has verified: whole or not at all. Its size is that of the book: some 0.5 KB an entry. */
export function saveReplay(file: string, replay: Replay, program: string, vkey: string): void {
  const { hashes, book, memory } = replay;
  const header: Header = {
    format: FORMAT,
    program,
    vkey,
    size: hashes.size,
    root: hex(hashes.root(hashes.size)),
    nextLot: book.nextLot,
  };
  replaceDurablySync(file, (handle) => {
    const digest = createHash("sha256");
    const put = (value: Header | Chunk) => {
      const bytes = serialize(value);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      for (const part of [length, bytes]) {
        digest.update(part);
        for (let at = 0; at < part.length; ) at += fs.writeSync(handle, part, at);
      }
    };
    put(header);
    for (const chunk of chunksOf(memory, hashes)) put(chunk);
    fs.writeSync(handle, digest.digest());
  });
}

function* chunksOf(memory: AuditMemory, hashes: LogHashes): Iterable<Chunk> {
  for (const [table, rows] of memory.rows()) yield* inChunks(table, rows);
  yield* inChunks("highestSeq", memory.highestSeq);
  for (let from = 0; from < hashes.size; from += LEAVES_A_CHUNK) {
    const to = Math.min(hashes.size, from + LEAVES_A_CHUNK);
    const times = Float64Array.from({ length: to - from }, (_, i) => hashes.receivedMs(from + i));
    yield ["leaves", [hashes.span(0, from, to).slice(), times]];
  }
}

function* inChunks(name: ChunkName, items: Iterable<unknown>): Iterable<Chunk> {
  let chunk: unknown[] = [];
  for (const item of items) {
    chunk.push(item);
    if (chunk.length < CHUNK) continue;
    yield [name, chunk];
    chunk = [];
  }
  if (chunk.length > 0) yield [name, chunk];
}

/** The replay that a file holds, or undefined where there is no file yet. */
export function loadReplay(file: string, program: string, vkey: string): Replay | Unusable | undefined {
  if (!fs.existsSync(file)) return undefined;
  // Once for the digest, once for what it vouches for: a file larger than memory must not be held twice.
  if (!isWhole(file)) return "damaged";
  const parts = partsOf(file);
  const header = parts.next().value as Header | undefined;
  if (header?.format !== FORMAT) return "damaged";
  if (header.program !== program) return "other-program";
  if (header.vkey !== vkey) return "other-log";
  const replay = new Replay(header.nextLot);
  for (const part of parts) takeChunk(replay, part as Chunk);
  const { hashes } = replay;
  if (hashes.size !== header.size || hex(hashes.root(hashes.size)) !== header.root) return "damaged";
  replay.goOn();
  return replay;
}

function takeChunk({ memory, hashes }: Replay, [name, items]: Chunk): void {
  if (name === "highestSeq") {
    for (const [kid, seq] of items as [string, number][]) memory.highestSeq.set(kid, seq);
  } else if (name === "leaves") {
    const [span, times] = items as [Uint8Array, Float64Array];
    for (const [i, ms] of times.entries()) hashes.add(span.subarray(32 * i, 32 * i + 32), ms);
  } else for (const row of items as ColdRow[]) memory.putRow(name, row);
}

const DIGEST_BYTES = 32;

function isWhole(file: string): boolean {
  const end = fs.statSync(file).size - DIGEST_BYTES;
  if (end < 0) return false;
  const digest = createHash("sha256");
  const handle = fs.openSync(file, "r");
  try {
    const buffer = Buffer.alloc(1 << 20);
    for (let at = 0; at < end; ) {
      const read = fs.readSync(handle, buffer, 0, Math.min(buffer.length, end - at), at);
      digest.update(buffer.subarray(0, read));
      at += read;
    }
    const stored = Buffer.alloc(DIGEST_BYTES);
    fs.readSync(handle, stored, 0, DIGEST_BYTES, end);
    return equal(digest.digest(), stored);
  } finally {
    fs.closeSync(handle);
  }
}

function* partsOf(file: string): Generator<unknown, undefined> {
  const end = fs.statSync(file).size - DIGEST_BYTES;
  const handle = fs.openSync(file, "r");
  try {
    const length = Buffer.alloc(4);
    for (let at = 0; at < end; ) {
      fs.readSync(handle, length, 0, 4, at);
      const bytes = Buffer.alloc(length.readUInt32BE());
      fs.readSync(handle, bytes, 0, bytes.length, at + 4);
      at += 4 + bytes.length;
      yield deserialize(bytes);
    }
    return undefined;
  } finally {
    fs.closeSync(handle);
  }
}
