// A log to be witnessed: twenty leaves, any of its heads signed, its growth proved, and a fork of it that begins at a leaf of choice.

import { base64, utf8 } from "../../src/format/bytes.ts";
import { publicKeyFromSeed, type Signer, signerFromSeed } from "../../src/format/ed25519.ts";
import { signNote, treeHeadText, vkeyOf } from "../../src/format/note.ts";
import {
  appendLeaf,
  consistencyProof,
  emptyFrontier,
  hashesCompletedBy,
  leafHash,
  type ReadHash,
  rootOf,
} from "../../src/format/tree.ts";

export const ORIGIN = "demo.songuon.example/witnessed";

const seed = (n: number) => new Uint8Array(32).fill(n);
export const logSigner: Signer = await signerFromSeed(seed(1));
export const logVkey = vkeyOf(ORIGIN, logSigner.key);

/** A witness's signer and its vkey (type 4). */
export async function witnessKey(n: number): Promise<{ name: string; signer: Signer; vkey: string }> {
  const name = `witness-${n}.example`;
  return { name, signer: await signerFromSeed(seed(100 + n)), vkey: vkeyOf(name, publicKeyFromSeed(seed(100 + n)), 4) };
}

export type TestLog = {
  note(size: number): Promise<string>;
  root(size: number): Uint8Array;
  prove(oldSize: number, newSize: number): Promise<Uint8Array[]>;
};

/** A log of `size` leaves; from leaf `forkAt` on they say something else. */
export function makeLog(size: number, forkAt = size, origin = ORIGIN, signer = logSigner): TestLog {
  const hashes = new Map<string, Uint8Array>();
  let frontier = emptyFrontier();
  const roots = [rootOf(frontier)];
  for (let index = 0; index < size; index++) {
    const leaf = leafHash(utf8(`${index >= forkAt ? "forked " : ""}leaf ${index}`));
    for (const node of hashesCompletedBy(frontier, leaf)) hashes.set(`${node.level}/${node.index}`, node.hash);
    frontier = appendLeaf(frontier, leaf);
    roots.push(rootOf(frontier));
  }
  const read: ReadHash = (level, index) => hashes.get(`${level}/${index}`)!;
  const root = (at: number) => roots[at]!;
  return {
    root,
    note: (at) => signNote(treeHeadText({ origin, size: at, root: root(at) }), origin, signer),
    prove: async (oldSize, newSize) => consistencyProof(oldSize, newSize, read),
  };
}

/** The body of an add-checkpoint request. */
export async function request(log: TestLog, oldSize: number, newSize: number, parts: { note?: string } = {}) {
  const proof = await log.prove(oldSize, newSize);
  return utf8([`old ${oldSize}`, ...proof.map(base64), "", parts.note ?? (await log.note(newSize))].join("\n"));
}
