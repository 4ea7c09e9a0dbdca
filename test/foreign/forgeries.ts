/**
 * One honest log of 21 leaves and sixty ways to lie about it: what a forger, a thief of signatures, a careless gateway or the
 * log itself might hand over. `go.test.ts` asks two verifiers about each.
 */
import { base64, concat, hex, unbase64, unhex, utf8 } from "../../src/format/bytes.ts";
import { type Signer, signerFromSeed } from "../../src/format/ed25519.ts";
import { cosignNote, parseVkey, signNote, treeHeadText, vkeyOf } from "../../src/format/note.ts";
import type { LogKey } from "../../src/format/signatories.ts";
import {
  appendLeaf,
  consistencyProof,
  emptyFrontier,
  hashesCompletedBy,
  inclusionProof,
  leafHash,
  rootOf,
} from "../../src/format/tree.ts";
import golden from "../format/vectors/head.json" with { type: "json" };

/** Is `leaf` at `index` under the head of `note`, or does that head's tree begin with the tree of `oldNote`? */
export type Case = {
  kind: "record" | "tree";
  origin: string;
  vkeys: string[];
  /** Lines of log.vkey by rising size, where the log's key was replaced; `vkeys` are then the witnesses alone. */
  keys?: LogKey[];
  note: string;
  oldNote: string;
  leaf: Uint8Array;
  index: number;
  proof: Uint8Array[];
};
export const ORIGIN = golden.origin;
const WITNESS = golden.witnessName;
export const SIZE = 21;
const TIME = 1767225600;

/** A log with its stored hashes, and its heads as notes by size. */
class Log {
  readonly leaves: Uint8Array[];
  readonly roots: Uint8Array[] = [];
  private readonly stored = new Map<string, Uint8Array>();

  constructor(leaves: Uint8Array[]) {
    this.leaves = leaves;
    let frontier = emptyFrontier();
    this.roots.push(rootOf(frontier));
    for (const leaf of leaves) {
      for (const node of hashesCompletedBy(frontier, leafHash(leaf))) {
        this.stored.set(`${node.level}/${node.index}`, node.hash);
      }
      frontier = appendLeaf(frontier, leafHash(leaf));
      this.roots.push(rootOf(frontier));
    }
  }
  read = (level: number, index: number): Uint8Array => this.stored.get(`${level}/${index}`)!;
  text(size: number, origin = ORIGIN): string {
    return treeHeadText({ origin, size, root: this.roots[size]! });
  }
}

export const LEAVES = Array.from({ length: SIZE }, (_, n) => utf8(`mục sổ ${n}`));
export const honestLog = new Log(LEAVES);
const forkedLog = new Log(LEAVES.map((leaf, n) => (n === 2 ? utf8("mục sổ sửa lại") : leaf)));
/** Test keys, of seeds that anybody can write down. */
export const log = await signerFromSeed(new Uint8Array(32).fill(1));
const witness = await signerFromSeed(new Uint8Array(32).fill(2));
const stranger = await signerFromSeed(new Uint8Array(32).fill(3));
export const vkeys: string[] = [vkeyOf(ORIGIN, log.key), vkeyOf(WITNESS, witness.key, 4)];
const strangerSignature = await stranger.sign(utf8(honestLog.text(SIZE)));

async function headOf(text: string, signer = log, cosigner = witness): Promise<string> {
  return cosignNote(await signNote(text, ORIGIN, signer), WITNESS, cosigner, TIME);
}
export async function record(index = 13, size = SIZE): Promise<Case> {
  const proof = inclusionProof(index, size, honestLog.read);
  const note = await headOf(honestLog.text(size));
  return { kind: "record", origin: ORIGIN, vkeys, note, oldNote: "", leaf: LEAVES[index]!, index, proof };
}
export async function growth(oldSize = 11, size = SIZE): Promise<Case> {
  const proof = consistencyProof(oldSize, size, honestLog.read);
  const [oldNote, note] = [await headOf(honestLog.text(oldSize)), await headOf(honestLog.text(size))];
  return { kind: "tree", origin: ORIGIN, vkeys, note, oldNote, leaf: new Uint8Array(0), index: 0, proof };
}
function flip(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.map((byte, n) => (n === at ? byte ^ 1 : byte));
}
/** The note with the bytes of its n-th signature line changed. */
function forgeLine(note: string, n: number, change: (bytes: Uint8Array) => Uint8Array): string {
  const rows = note.split("\n");
  const row = rows.findIndex((each) => each.startsWith("— ")) + n;
  const at = rows[row]!.lastIndexOf(" ") + 1;
  rows[row] = rows[row]!.slice(0, at) + base64(change(unbase64(rows[row]!.slice(at))!));
  return rows.join("\n");
}
function lines(note: string): string[] {
  return note.slice(note.lastIndexOf("\n\n") + 2, -1).split("\n");
}
/** S + L in place of S, which a verifier without the range check would take. */
function malleated(bytes: Uint8Array): Uint8Array {
  const number = (le: Uint8Array) => BigInt(`0x${hex(le.slice().reverse())}`);
  const order = number(unhex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"));
  const s = number(bytes.slice(36)) + order;
  return concat(bytes.slice(0, 36), unhex(s.toString(16).padStart(64, "0")).reverse());
}

function rootRow(): string {
  return base64(honestLog.roots[SIZE]!);
}
function forgeProof(honest: Case, change: (proof: Uint8Array[]) => Uint8Array[]): Case {
  return { ...honest, proof: change(honest.proof) };
}
function changeNote(honest: Case, change: (note: string) => string): Case {
  return { ...honest, note: change(honest.note) };
}
function swapped(honest: Case): Case {
  return { ...honest, note: honest.oldNote, oldNote: honest.note };
}
/** The note with these signature lines of another note in place of its own. */
function withLines(honest: Case, other: string, replaced: number[]): Case {
  return changeNote(honest, (note) => {
    let changed = note;
    for (const n of replaced) changed = changed.replace(lines(note)[n]!, lines(other)[n]!);
    return changed;
  });
}
/** Both signatures over any text, also one that `cosignNote` would refuse. */
async function signedByBoth(text: string): Promise<string> {
  const time = Uint8Array.of(0, 0, 0, 0, 0x69, 0x55, 0xb9, 0);
  const signature = await witness.sign(utf8(`cosignature/v1\ntime ${TIME}\n${text}`));
  const line = base64(concat(parseVkey(vkeys[1]!)!.keyHash, time, signature));
  return `${await signNote(text, ORIGIN, log)}— ${WITNESS} ${line}\n`;
}
async function logAsWitness(): Promise<Case> {
  const honest = await record();
  const signature = unbase64(lines(honest.note)[0]!.split(" ").at(-1)!)!.slice(4);
  return changeNote(honest, (note) => forgeLine(note, 1, (bytes) => concat(bytes.slice(0, 12), signature)));
}
/** Without the prefixes of RFC 6962 the two children of an inner node would be a "leaf" with a shorter proof. */
async function innerNodeAsLeaf(): Promise<Case> {
  const honest = await record(0, 2);
  const children = concat(honestLog.read(0, 0), honestLog.read(0, 1));
  return { ...honest, note: await headOf(honestLog.text(2)), leaf: children, index: 0, proof: [] };
}

/** What is forged, and the question that carries it. */
type Forgery = [string, () => Promise<Case>];
export const recordForgeries: Forgery[] = [
  ["a flipped byte of the leaf", async () => ({ ...(await record()), leaf: flip(LEAVES[13]!, 2) })],
  ["another leaf of the log", async () => ({ ...(await record()), leaf: LEAVES[12]! })],
  ["the next index", async () => ({ ...(await record()), index: 14 })],
  ["an index as large as the tree", async () => ({ ...(await record()), index: SIZE })],
  ["a negative index", async () => ({ ...(await record()), index: -1 })],
  [
    "a flipped byte of the first proof hash",
    async () => forgeProof(await record(), (p) => [flip(p[0]!, 31), ...p.slice(1)]),
  ],
  [
    "a flipped byte of the last proof hash",
    async () => forgeProof(await record(), (p) => [...p.slice(0, -1), flip(p.at(-1)!, 0)]),
  ],
  ["two proof hashes swapped", async () => forgeProof(await record(), (p) => [p[1]!, p[0]!, ...p.slice(2)])],
  ["the proof reversed", async () => forgeProof(await record(), (p) => p.toReversed())],
  ["a proof cut at its root", async () => forgeProof(await record(), (p) => p.slice(0, -1))],
  ["a proof cut at its leaf", async () => forgeProof(await record(), (p) => p.slice(1))],
  ["no proof", async () => forgeProof(await record(), () => [])],
  ["a proof with one hash more", async () => forgeProof(await record(), (p) => [...p, p[0]!])],
  ["a proof with one hash doubled", async () => forgeProof(await record(), (p) => [p[0]!, ...p])],
  ["a proof hash of 31 bytes", async () => forgeProof(await record(), (p) => [p[0]!.slice(1), ...p.slice(1)])],
  ["the proof of another leaf", async () => forgeProof(await record(), () => inclusionProof(12, SIZE, honestLog.read))],
  ["an old head with the new proof", async () => ({ ...(await record()), note: await headOf(honestLog.text(14)) })],
  [
    "a new head with an old proof",
    async () => forgeProof(await record(), () => inclusionProof(13, 14, honestLog.read)),
  ],
  [
    "a leaf rewritten by the log after the receipt",
    async () => ({ ...(await record(2)), note: await headOf(forkedLog.text(SIZE)) }),
  ],
  ["an inner node passed off as a leaf", innerNodeAsLeaf],
];
export const headForgeries: Forgery[] = [
  [
    "a root changed after signing",
    async () => changeNote(await record(), (note) => note.replace(rootRow(), base64(flip(honestLog.roots[SIZE]!, 0)))),
  ],
  [
    "a size changed after signing",
    async () => changeNote(await record(), (note) => note.replace(`\n${SIZE}\n`, `\n${SIZE + 1}\n`)),
  ],
  [
    "a size changed before signing",
    async () => ({ ...(await record()), note: await headOf(honestLog.text(SIZE).replace(`\n${SIZE}\n`, "\n40\n")) }),
  ],
  [
    "a size with a leading zero, signed",
    async () => ({
      ...(await record()),
      note: await signedByBoth(honestLog.text(SIZE).replace(`\n${SIZE}\n`, `\n0${SIZE}\n`)),
    }),
  ],
  [
    "a fourth line, signed",
    async () => ({ ...(await record()), note: await signedByBoth(`${honestLog.text(SIZE)}thêm\n`) }),
  ],
  [
    "another origin, signed",
    async () => ({ ...(await record()), note: await headOf(honestLog.text(SIZE, "demo.songuon.example/khac")) }),
  ],
  ["another origin asked for", async () => ({ ...(await record()), origin: "demo.songuon.example/khac" })],
  [
    "a stranger's signature under the log's name",
    async () => ({ ...(await record()), note: await headOf(honestLog.text(SIZE), stranger) }),
  ],
  [
    "a stranger's signature under the log's key ID",
    async () =>
      changeNote(await record(), (note) => forgeLine(note, 0, (bytes) => concat(bytes.slice(0, 4), strangerSignature))),
  ],
  ["another pinned key", async () => ({ ...(await record()), vkeys: [vkeyOf(ORIGIN, stranger.key), vkeys[1]!] })],
  [
    "a pinned key with a wrong ID",
    async () => ({ ...(await record()), vkeys: [vkeys[0]!.replace(/\+[0-9a-f]{8}\+/, "+00000000+"), vkeys[1]!] }),
  ],
  [
    "a flipped byte of R",
    async () => changeNote(await record(), (note) => forgeLine(note, 0, (bytes) => flip(bytes, 4))),
  ],
  [
    "a flipped byte of S",
    async () => changeNote(await record(), (note) => forgeLine(note, 0, (bytes) => flip(bytes, 40))),
  ],
  ["S + L", async () => changeNote(await record(), (note) => forgeLine(note, 0, malleated))],
  [
    "a signature of 63 bytes",
    async () => changeNote(await record(), (note) => forgeLine(note, 0, (bytes) => bytes.slice(0, -1))),
  ],
  ["the signature of an older head", async () => withLines(await record(), await headOf(honestLog.text(14)), [0])],
  ["no cosignature", async () => changeNote(await record(), (note) => note.replace(`${lines(note)[1]}\n`, ""))],
  ["the cosignature of an older head", async () => withLines(await record(), await headOf(honestLog.text(14)), [1])],
  [
    "a cosignature made to look fresher",
    async () => changeNote(await record(), (note) => forgeLine(note, 1, (bytes) => flip(bytes, 11))),
  ],
  [
    "a cosignature by a stranger",
    async () => ({ ...(await record()), note: await headOf(honestLog.text(SIZE), log, stranger) }),
  ],
  ["the log's own signature as cosignature", logAsWitness],
  ["a note without its last newline", async () => changeNote(await record(), (note) => note.slice(0, -1))],
  ["a note with carriage returns", async () => changeNote(await record(), (note) => note.replaceAll("\n", "\r\n"))],
  ["a note with words behind its signatures", async () => changeNote(await record(), (note) => `${note}thêm\n`)],
];
export const treeForgeries: Forgery[] = [
  ["a fork signed by the log", async () => ({ ...(await growth()), note: await headOf(forkedLog.text(SIZE)) })],
  [
    "a fork with the fork's own proof",
    async () => ({
      ...(await growth()),
      note: await headOf(forkedLog.text(SIZE)),
      proof: consistencyProof(11, SIZE, forkedLog.read),
    }),
  ],
  ["a fork of the same size", async () => ({ ...(await growth(SIZE)), note: await headOf(forkedLog.text(SIZE)) })],
  ["a log that shrank", async () => swapped(await growth())],
  ["a log that shrank, without proof", async () => forgeProof(swapped(await growth()), () => [])],
  ["growth without proof", async () => forgeProof(await growth(), () => [])],
  ["growth from a full tree without proof", async () => forgeProof(await growth(16), () => [])],
  ["a flipped byte of the first hash", async () => forgeProof(await growth(), (p) => [flip(p[0]!, 0), ...p.slice(1)])],
  [
    "a flipped byte of the last hash",
    async () => forgeProof(await growth(), (p) => [...p.slice(0, -1), flip(p.at(-1)!, 31)]),
  ],
  ["two hashes swapped", async () => forgeProof(await growth(), (p) => [p[1]!, p[0]!, ...p.slice(2)])],
  ["a hash missing", async () => forgeProof(await growth(), (p) => p.slice(1))],
  ["a hash more", async () => forgeProof(await growth(), (p) => [...p, p[0]!])],
  [
    "the proof from another old size",
    async () => forgeProof(await growth(), () => consistencyProof(10, SIZE, honestLog.read)),
  ],
  [
    "the proof to another new size",
    async () => forgeProof(await growth(), () => consistencyProof(11, SIZE - 1, honestLog.read)),
  ],
  [
    "an old head of another origin",
    async () => ({ ...(await growth()), oldNote: await headOf(honestLog.text(11, "demo.songuon.example/khac")) }),
  ],
  [
    "an old head by a stranger",
    async () => ({ ...(await growth()), oldNote: await headOf(honestLog.text(11), stranger) }),
  ],
];

/** The log's key is replaced above this size. */
const TURN = 14;
const successor = await signerFromSeed(new Uint8Array(32).fill(4));
const keys: LogKey[] = [
  { from: 0, vkey: vkeys[0]! },
  { from: TURN, vkey: vkeyOf(ORIGIN, successor.key) },
];

/** Growth from one size to another of a log whose key was replaced between, each head signed by the key given. */
async function succession(oldSize: number, oldSigner: Signer, size: number, signer: Signer): Promise<Case> {
  const [oldNote, note] = [
    await headOf(honestLog.text(oldSize), oldSigner),
    await headOf(honestLog.text(size), signer),
  ];
  return { ...(await growth(oldSize, size)), vkeys: vkeys.slice(1), keys, oldNote, note };
}

/** Before, across and after the succession, each head by the key of its size. */
export const successions: [string, () => Promise<Case>][] = [
  ["before it", () => succession(5, log, TURN - 1, log)],
  ["across it", () => succession(TURN - 1, log, TURN, successor)],
  ["after it", () => succession(TURN, successor, SIZE, successor)],
];

/** What a thief of the old key, or a successor in a hurry, would sign. */
export const successionForgeries: [string, () => Promise<Case>][] = [
  ["a head beyond the succession by the old key", () => succession(5, log, SIZE, log)],
  ["the first head beyond it by the old key", () => succession(5, log, TURN, log)],
  ["a head before it by the new key", () => succession(5, log, TURN - 1, successor)],
  ["an older head beyond it by the old key", () => succession(TURN, log, SIZE, successor)],
  ["a head by a stranger", () => succession(5, log, SIZE, stranger)],
];
