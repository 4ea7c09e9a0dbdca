// A small honest log built from the samples, and the hands to build a dishonest one: chain, tree, head, static files.
import { concat, utf8 } from "../../src/format/bytes.ts";
import { signEntry } from "../../src/format/entry.ts";
import type { Statement } from "../../src/format/kinds.ts";
import { encodeLeaf, FIRST_PREVIOUS } from "../../src/format/leaf.ts";
import { signNote, treeHeadText, vkeyOf } from "../../src/format/note.ts";
import { encodeProof } from "../../src/format/proof.ts";
import { encodeEntryBundle, entriesPath, TILE_WIDTH, tilePath, tileWidthAt } from "../../src/format/tile.ts";
import {
  appendLeaf,
  emptyFrontier,
  hashesCompletedBy,
  inclusionProof,
  leafHash,
  type ReadHash,
  rootOf,
} from "../../src/format/tree.ts";
import { keyOf, ORIGIN, PLAIN_SLIP, payloadOf, samples, signerOf } from "./samples.ts";

const START_MS = 1_772_668_900_000;

/** Counts each key's seq as a device does, so that a story uses every number once. */
export function pens(origin = ORIGIN) {
  const used = new Map<string, number>();
  return async (name: string, statement: Statement): Promise<Uint8Array> => {
    const seq = (used.get(name) ?? 0) + 1;
    used.set(name, seq);
    return signEntry({ ...payloadOf(statement), seq }, await signerOf(name), origin);
  };
}

/** Entries of a young log: genesis, registrations, a slip with its passage and receipt, and ticks up to `length`. */
export async function storyEntries(length: number, origin = ORIGIN): Promise<Uint8Array[]> {
  const body = await samples();
  const sign = pens(origin);
  const entries = [
    await sign("1", { kind: "genesis", body: { ...body.genesis, origin } }),
    await sign("1", { kind: "party.register", body: body["party.register"] }),
    await sign("1", { kind: "person.register", body: body["person.register"] }),
    await sign("1", { kind: "site.register", body: body["site.register"] }),
    await sign("1", { kind: "key.register", body: body["key.register"] }),
    await sign("2", { kind: "vehicle.register", body: body["vehicle.register"] }),
    await sign("1", { kind: "source.grant", body: body["source.grant"] }),
    await sign("2", { kind: "approve", body: { proposal: 4 } }),
    await sign("4", { kind: "slip.issue", body: PLAIN_SLIP }),
    await sign("4", { kind: "slip.issue", body: { ...PLAIN_SLIP, massKg: 23_500, readings: [38_080, 14_580] } }),
    await sign("4", { kind: "slip.void", body: body["slip.void"] }),
    await sign("3", { kind: "load.receive", body: body["load.receive"] }),
  ];
  while (entries.length < length) entries.push(await sign("operator", { kind: "clock.tick", body: {} }));
  return entries;
}

/** The entries as chained leaves, one second apart. */
export function chain(entries: readonly Uint8Array[], receivedMs = (i: number) => START_MS + 1000 * i): Uint8Array[] {
  let previous = FIRST_PREVIOUS;
  return entries.map((entry, index) => {
    const leaf = encodeLeaf({ index, receivedMs: receivedMs(index), previous, entry, carried: false });
    previous = leafHash(leaf);
    return leaf;
  });
}

/** Every perfect subtree of the leaves, and their root. */
export function treeOf(leaves: readonly Uint8Array[]): { size: number; root: Uint8Array; read: ReadHash } {
  const hashes = new Map<string, Uint8Array>();
  let frontier = emptyFrontier();
  for (const leaf of leaves) {
    const hash = leafHash(leaf);
    for (const node of hashesCompletedBy(frontier, hash)) hashes.set(`${node.level}/${node.index}`, node.hash);
    frontier = appendLeaf(frontier, hash);
  }
  const read: ReadHash = (level, index) => {
    const hash = hashes.get(`${level}/${index}`);
    if (!hash) throw new Error(`no hash ${level}/${index}`);
    return hash;
  };
  return { size: frontier.size, root: rootOf(frontier), read };
}

/** The tree head of the leaves, signed by `signer` under the name `origin`. */
export async function headOf(leaves: readonly Uint8Array[], signer = "log", origin = ORIGIN): Promise<string> {
  const { size, root } = treeOf(leaves);
  return signNote(treeHeadText({ origin, size, root }), origin, await signerOf(signer));
}

/** The verifier key that readers of the vectors pin. */
export const VKEY = vkeyOf(ORIGIN, keyOf("log"));

/** The receipt of leaf `index` against the head of all leaves. */
export async function receiptOf(leaves: readonly Uint8Array[], index: number): Promise<string> {
  const { size, read } = treeOf(leaves);
  const proof = inclusionProof(index, size, read);
  return encodeProof({ extra: leaves[index]!, index, proof, head: await headOf(leaves) });
}

/** The static files of a log by their path: checkpoint, log.vkey, Merkle tiles, entry bundles. */
export function exportOf(leaves: readonly Uint8Array[], head: string, vkey = VKEY): Map<string, Uint8Array> {
  const { size, read } = treeOf(leaves);
  const files = new Map([
    ["checkpoint", utf8(head)],
    ["log.vkey", utf8(`${vkey}\n`)],
  ]);
  for (let level = 0; tileWidthAt(size, level, 0) > 0; level++) {
    for (let index = 0, width = 0; ; index++) {
      width = tileWidthAt(size, level, index);
      if (width === 0) break;
      const hashes = Array.from({ length: width }, (_, i) => read(level * 8, index * TILE_WIDTH + i));
      files.set(tilePath(level, index, width), concat(...hashes));
      if (level > 0) continue;
      const bundle = leaves.slice(index * TILE_WIDTH, index * TILE_WIDTH + width);
      files.set(entriesPath(index, width), encodeEntryBundle(bundle));
    }
  }
  return files;
}
