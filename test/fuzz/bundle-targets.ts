// Court bundles: changed by a stranger, who mends the digest at most, and told by a log that lies about itself, which signs everything anew.
import { type Bundle, encodeBundle } from "../../src/format/bundle.ts";
import { concat, hex } from "../../src/format/bytes.ts";
import { type Cbor, cborHead, decodeCbor, encodeCbor } from "../../src/format/cbor.ts";
import { decodeEntry, entryIdOf, signedPart } from "../../src/format/entry.ts";
import { sha256 } from "../../src/format/hash.ts";
import { decodeLeaf, encodeLeaf, FIRST_PREVIOUS, type Leaf } from "../../src/format/leaf.ts";
import { consistencyProof, inclusionProof, leafHash } from "../../src/format/tree.ts";
import { hashFigures } from "../../src/rules/payment/figures.ts";
import { verifyBundle } from "../../src/rules/readings/evidence.ts";
import { bundleIn } from "../audit/bundle-forgeries.ts";
import { treeOf } from "../format/story.ts";
import { type Chance, mutateBytes, mutateCbor, pick } from "./mutate.ts";
import { noteOf, ORIGIN, type ResultLog, type Subject } from "./result-log.ts";
import { ACCEPTED, type Judged, type Target } from "./target.ts";

/** A bundle as somebody holds it, and the log's key as he knows it. */
export type HeldBundle = { readonly bytes: Uint8Array; readonly vkey: string };

const base64Of = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

/** The statement that signatures cover, and for each line and material the kilograms with and without contradiction. */
function statementOf({ head, subject, figures, origins }: Bundle): string {
  const sums = new Map<string, number>();
  for (const { line, material, kg, contested } of origins ?? []) {
    const key = `${line}/${material}/${contested === undefined ? "clean" : "contested"}`;
    sums.set(key, (sums.get(key) ?? 0) + kg);
  }
  const text = head.slice(0, head.indexOf("\n\n"));
  return JSON.stringify([text, subject, figures && hex(hashFigures(figures)), [...sums].sort()]);
}

const leavesIn = (bundle: Bundle) => bundle.leaves.map(({ leaf }) => hex(leaf));

async function judged(bytes: Uint8Array, vkey: string): Promise<{ says: string; ask: Judged["ask"] }> {
  const found = await verifyBundle(bytes, vkey);
  return { says: "flaw" in found ? found.flaw : ACCEPTED, ask: { what: "bundle", data: base64Of(bytes), vkey } };
}

/** Bytes changed, or values of the content with the digest mended. */
export function bundleTarget(held: readonly HeldBundle[]): Target {
  const honest = held.map(({ bytes, vkey }) => {
    const bundle = bundleIn(bytes);
    return { bytes, vkey, statement: statementOf(bundle), leaves: new Set(leavesIn(bundle)) };
  });
  const mutantOf = (bytes: Uint8Array, chance: Chance): Uint8Array => {
    if (chance(5) === 0) return mutateBytes(bytes, chance);
    const [content] = decodeCbor(bytes) as [Map<number, Cbor>, Cbor];
    // Half of the changes are of what no signature covers: a leaf's is found out at once.
    const part = chance(2) === 0 ? pick([3, 4, 6, 7, 8], chance) : 0;
    const of = content.get(part);
    const box: Cbor[] = [of ?? content];
    mutateCbor(of === undefined ? content : box, chance);
    if (of !== undefined) box[0] === undefined ? content.delete(part) : content.set(part, box[0]);
    const changed = encodeCbor(content);
    return concat(Uint8Array.of(0x82), changed, Uint8Array.of(0x58, 0x20), sha256(changed));
  };
  return {
    name: "bundles",
    boundMs: 5000,
    async next(chance) {
      const of = chance ? pick(honest, chance) : honest[0]!;
      const bytes = chance ? attempt(() => mutantOf(of.bytes, chance)) : of.bytes;
      if (!bytes) return { says: "no spelling", accepted: false, isSame: false };
      const { says, ask } = await judged(bytes, of.vkey);
      const accepted = says === ACCEPTED;
      if (!accepted) return { says, accepted, isSame: false, ask, mustAgree: true };
      const bundle = bundleIn(bytes);
      const isSame = statementOf(bundle) === of.statement && leavesIn(bundle).every((leaf) => of.leaves.has(leaf));
      return { says, accepted, isSame, ask, mustAgree: true };
    },
  };
}

/** A value that has no spelling cannot be written into a file. */
function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

type Replaced = ReadonlyMap<string, Uint8Array>;

/** The value with every run of 32 bytes that is a replaced hash put right. */
function mended(value: Cbor, hashes: Replaced): Cbor {
  if (value instanceof Uint8Array) return value.length === 32 ? (hashes.get(hex(value)) ?? value) : value;
  if (Array.isArray(value)) return value.map((each) => mended(each, hashes));
  return value instanceof Map ? new Map([...value].map(([key, each]) => [key, mended(each, hashes)])) : value;
}

const BODY = 5;
/** Bytes of the envelope ahead of the payload's length. */
const HEAD = 17;

export type Change = (payload: Map<number, Cbor>, index: number) => void;

/**
 * The log told anew with some payloads changed: whatever names them by id or root follows, and every hash and signature is made again. `bend` is
 * asked of every leaf before it is written.
 */
export async function retold(
  world: ResultLog,
  at: ReadonlySet<number>,
  change: Change,
  bend: (leaf: Leaf, at: number) => Leaf = (leaf) => leaf,
) {
  const hashes = new Map<string, Uint8Array>();
  const [leaves, old] = [[] as Uint8Array[], [] as Uint8Array[]];
  let previous = FIRST_PREVIOUS;
  const reviews = new Set([world.paid, world.part].map(({ reviewedSize }) => reviewedSize));
  for (const [index, bytes] of world.leaves.entries()) {
    const leaf = decodeLeaf(bytes)!;
    const payload = decodeCbor(decodeCbor(leaf.entry.slice(HEAD, -66)) as Uint8Array) as Map<number, Cbor>;
    const before = hex(encodeCbor(payload));
    payload.set(BODY, mended(payload.get(BODY)!, hashes));
    if (at.has(index)) change(payload, index);
    const written = encodeCbor(payload);
    let { entry } = leaf;
    if (hex(written) !== before) {
      const head = concat(leaf.entry.slice(0, HEAD), cborHead(2, written.length), written, Uint8Array.of(0x58, 0x40));
      const unsigned = concat(head, new Uint8Array(64));
      const signer = world.signers.get(hex(leaf.entry.slice(8, 16)))!;
      entry = concat(head, await signer.sign(signedPart(unsigned, ORIGIN)!.signed));
      hashes.set(hex(entryIdOf(leaf.entry)), entryIdOf(entry));
    }
    const next = encodeLeaf(bend({ ...leaf, previous, entry }, index));
    previous = leafHash(next);
    leaves.push(next);
    old.push(bytes);
    if (reviews.has(leaves.length)) hashes.set(hex(treeOf(old).root), treeOf(leaves).root);
  }
  return leaves;
}

/** A bundle about the same leaves of the log as told anew. */
export async function retoldBundle(
  world: ResultLog,
  about: Subject,
  honest: Bundle,
  leaves: readonly Uint8Array[],
  more: readonly number[] = [],
) {
  const { size, read } = treeOf(leaves);
  const held = [...honest.leaves.map(({ leaf }) => decodeLeaf(leaf)!.index), ...more].sort((a, b) => a - b);
  return encodeBundle({
    ...honest,
    head: await noteOf(leaves, world.log),
    leaves: held.map((index) => ({ leaf: leaves[index]!, proof: inclusionProof(index, size, read) })),
    ...(about.reviewedSize === undefined ? {} : { reviewed: consistencyProof(about.reviewedSize, size, read) }),
  });
}

/** Entries changed and signed anew by their own keys: nothing can tell but what the entries mean together, on which both readers must agree. */
export function historyTarget(world: ResultLog, held: readonly (readonly [Subject, Uint8Array])[]): Target {
  const honest = held.map(([about, bytes]) => ({ about, bundle: bundleIn(bytes) }));
  return {
    name: "histories",
    boundMs: 5000,
    async next(chance) {
      const { about, bundle } = chance ? pick(honest, chance) : honest[0]!;
      const at = new Set<number>();
      if (chance) at.add(decodeLeaf(pick(bundle.leaves, chance).leaf)!.index);
      const leaves = await attemptAsync(() => retold(world, at, (payload) => mutateBody(payload, chance!)));
      if (!leaves || ![...at].every((index) => "entry" in decodeEntry(decodeLeaf(leaves[index]!)!.entry)))
        return { says: "no entry", accepted: false, isSame: false };
      const bytes = await retoldBundle(world, about, bundle, leaves);
      const { says, ask } = await judged(bytes, world.vkey);
      // The log itself said it: whatever it says is what it means.
      return { says, accepted: says === ACCEPTED, isSame: true, ask, mustAgree: true };
    },
  };
}

function mutateBody(payload: Map<number, Cbor>, chance: Chance): void {
  const box: Cbor[] = [payload.get(BODY)!];
  mutateCbor(box, chance, 1);
  if (box[0] instanceof Map) payload.set(BODY, box[0]);
}

async function attemptAsync<T>(make: () => Promise<T>): Promise<T | undefined> {
  try {
    return await make();
  } catch {
    return undefined;
  }
}
