// Exports with a verdict for whoever writes a reader: the files of a short log, and what changes of them must be refused, each under the code that
// our audit gives it. A stranger changes files, or chains leaves anew under the old head; a log that lies signs its head anew.
import { base64, concat, utf8 } from "../../src/format/bytes.ts";
import { decodeLeaf, encodeLeaf, FIRST_PREVIOUS, type Leaf } from "../../src/format/leaf.ts";
import { signNote, vkeyOf } from "../../src/format/note.ts";
import { decodeEntryBundle, encodeEntryBundle } from "../../src/format/tile.ts";
import { leafHash } from "../../src/format/tree.ts";
import { noteOf, ORIGIN, type ResultLog } from "../fuzz/result-log.ts";
import { signerOf } from "./samples.ts";
import { type Splice, told } from "./splices.ts";
import { exportOf } from "./story.ts";

/** `changes`: of a file what changed, or null where it is missing; the others are as they were. */
export type ExportVector = {
  readonly name: string;
  readonly changes: Readonly<Record<string, readonly Splice[] | null>>;
  readonly vkey?: string;
  readonly accept: boolean;
  readonly code: string;
  readonly why: string;
};

/** Leaves of the short log: its registrations by the roots. */
export const LENGTH = 20;
const [ENTRIES, TILE, HEAD, KEYS] = ["tile/entries/000.p/20", "tile/0/000.p/20", "checkpoint", "log.vkey"];

type Files = ReadonlyMap<string, Uint8Array>;

/** A bit of the signature that ends an entry or its leaf. */
const flipped = (bytes: Uint8Array) => bytes.map((byte, i) => (i === bytes.length - 9 ? byte ^ 1 : byte));

/** The leaves chained anew, with one of them bent. */
function linked(leaves: readonly Uint8Array[], bend: (leaf: Leaf, at: number) => Leaf = (leaf) => leaf): Uint8Array[] {
  let previous = FIRST_PREVIOUS;
  return leaves.map((bytes, index) => {
    const next = encodeLeaf(bend({ ...decodeLeaf(bytes)!, index, previous }, index));
    previous = leafHash(next);
    return next;
  });
}

function changesOf(old: Files, next: Files): ExportVector["changes"] {
  const changes: Record<string, readonly Splice[] | null> = {};
  for (const name of new Set([...old.keys(), ...next.keys()])) {
    const is = next.get(name);
    const splices = is ? told(old.get(name) ?? new Uint8Array(0), is) : null;
    if (splices === null || splices.length > 0) changes[name] = splices;
  }
  return changes;
}

export async function exportVectors(world: ResultLog) {
  const leaves = world.leaves.slice(0, LENGTH);
  const head = await noteOf(leaves, world.log);
  const honest = exportOf(leaves, head, world.vkey);
  const vectors: ExportVector[] = [];
  const add = (code: string, name: string, files: Files, why: string, vkey?: string) =>
    vectors.push({
      name,
      changes: changesOf(honest, files),
      ...(vkey === undefined ? {} : { vkey }),
      accept: code === "accepted",
      code,
      why,
    });
  const changed = (name: string, change: (data: Uint8Array) => Uint8Array) =>
    new Map(honest).set(name, change(honest.get(name)!));
  const text = (name: string, change: (text: string) => string) =>
    changed(name, (data) => utf8(change(Buffer.from(data).toString())));
  const without = (name: string) => new Map([...honest].filter(([each]) => each !== name));
  const order = (change: (list: Uint8Array[]) => void) =>
    changed(ENTRIES, (data) => {
      const list = decodeEntryBundle(data)!;
      change(list);
      return encodeEntryBundle(list);
    });
  const anew = async (bent: readonly Uint8Array[]) => exportOf(bent, await noteOf(bent, world.log), world.vkey);
  const under = (bent: readonly Uint8Array[]) => exportOf(bent, head, world.vkey);

  add("accepted", "a log of twenty entries", honest, "head, keys, one tile, one entry bundle");
  add(
    "accepted",
    "its first nineteen entries under their own head",
    await anew(leaves.slice(0, 19)),
    "every log was once shorter: only a head seen before shows what is missing",
  );
  add("file", "no head", without(HEAD), "checkpoint is there");
  add("file", "no keys", without(KEYS), "log.vkey is there");
  add("file", "no entries", without(ENTRIES), "the bundles hold as many leaves as the head says");
  add("file", "no tile", without(TILE), "every tile of the head's tree is there");
  add(
    "file",
    "a head that is no UTF-8",
    changed(HEAD, (data) => concat(data, Uint8Array.of(0xff))),
    "notes are UTF-8",
  );
  add(
    "note",
    "a head of four lines",
    text(HEAD, (of) => of.replace("\n\n", "\nmore\n\n")),
    "exactly three lines",
  );
  add(
    "note",
    "a size with a zero ahead",
    text(HEAD, (of) => of.replace("\n20\n", "\n020\n")),
    "decimal without leading zeros",
  );
  add(
    "note",
    "a head without its last line end",
    text(HEAD, (of) => of.slice(0, -1)),
    "every line ends in 0A",
  );
  add(
    "head-signature",
    "a signature changed",
    text(HEAD, (of) => of.replace(/(— \S+ .{20})./, "$1A")),
    "the log's line does not hold",
  );
  add(
    "head-signature",
    "a head by another key",
    new Map(honest).set(
      HEAD,
      utf8(await signNote(head.slice(0, head.indexOf("\n\n") + 1), ORIGIN, await signerOf("3"))),
    ),
    "the log's line must be there",
  );
  add(
    "vkey",
    "a log.vkey with another key",
    text(KEYS, () => `${vkeyOf(ORIGIN, world.signers.values().next().value!.key)}\n`),
    "log.vkey is exactly the lines of the log's keys",
  );
  add(
    "vkey",
    "a log.vkey without its last line end",
    text(KEYS, (of) => of.trimEnd()),
    "log.vkey is exactly the lines of the log's keys",
  );
  add("vkey", "another key pinned", honest, "the pinned key is the log's", vkeyOf(ORIGIN, (await signerOf("3")).key));
  add(
    "tile",
    "a hash of a tile changed",
    changed(TILE, (data) => data.map((byte, i) => (i === 99 ? byte ^ 1 : byte))),
    "every tile holds the hashes of its leaves",
  );
  add(
    "tile",
    "a tile with a byte more",
    changed(TILE, (data) => concat(data, Uint8Array.of(0))),
    "a tile has 32 bytes a hash",
  );
  add(
    "bundle",
    "an entry bundle cut short",
    changed(ENTRIES, (data) => data.slice(0, -1)),
    "none cut short",
  );
  add(
    "bundle",
    "an entry bundle with a byte more",
    changed(ENTRIES, (data) => concat(data, Uint8Array.of(0))),
    "nothing after the last leaf",
  );
  add(
    "bundle",
    "a leaf left out",
    order((list) => void list.splice(9, 1)),
    "together exactly as many leaves as the head says",
  );
  add(
    "index",
    "two leaves in each other's place",
    order((list) => void list.splice(9, 2, list[10]!, list[9]!)),
    "a leaf's own index is its place",
  );
  add(
    "leaf",
    "a leaf with a byte more",
    order((list) => void list.splice(9, 1, concat(list[9]!, Uint8Array.of(0)))),
    "nothing follows the value",
  );
  add(
    "tile",
    "a bit of a leaf",
    order((list) => void list.splice(9, 1, flipped(list[9]!))),
    "the leaf's hash is another than in the tile",
  );
  add(
    "root",
    "the last leaf received a millisecond later, its tile made anew",
    under(linked(leaves, (leaf, at) => ({ ...leaf, receivedMs: leaf.receivedMs + (at === LENGTH - 1 ? 1 : 0) }))),
    "the root over all leaves is the head's",
  );
  add(
    "chain",
    "a leaf that does not name the one before it, signed anew",
    await anew(linked(leaves, (leaf, at) => (at === 9 ? { ...leaf, previous: new Uint8Array(32) } : leaf))),
    "prevLeafHash is the hash of the leaf before it",
  );
  add(
    "time",
    "a leaf received before the one ahead of it, signed anew",
    await anew(linked(leaves, (leaf, at) => (at === 9 ? { ...leaf, receivedMs: 1 } : leaf))),
    "receivedMs never runs back",
  );
  add(
    "signature",
    "a signature that does not hold, signed anew",
    await anew(linked(leaves, (leaf, at) => (at === 9 ? { ...leaf, entry: flipped(leaf.entry) } : leaf))),
    "every entry is signed by the key of its kid",
  );
  add(
    "carried",
    "a leaf said to have come in the next one, signed anew",
    await anew(linked(leaves, (leaf, at) => (at === 9 ? { ...leaf, carried: true } : leaf))),
    "a leaf that begins with 2 holds a slip that the next entry embeds",
  );
  add(
    "entry",
    "no entry, signed anew",
    await anew(linked(leaves, (leaf, at) => (at === 9 ? { ...leaf, entry: leaf.entry.slice(1) } : leaf))),
    "the envelope is fixed",
  );
  const files = Object.fromEntries([...honest].map(([name, data]) => [name, base64(data)]));
  return { origin: ORIGIN, vkey: world.vkey, files, vectors };
}
