import { sha256 } from "@noble/hashes/sha2.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat, hex, unhex, utf8 } from "../../src/format/bytes.ts";
import {
  appendLeaf,
  consistencyProof,
  EMPTY_ROOT,
  emptyFrontier,
  type Frontier,
  hashesCompletedBy,
  hashesForConsistency,
  hashesForInclusion,
  hashesForRoot,
  inclusionProof,
  leafHash,
  nodeHash,
  rootOf,
  type TreeNode,
  verifyConsistency,
  verifyInclusion,
} from "../../src/format/tree.ts";
import golden from "./vectors/tree.json" with { type: "json" };

/** The definitions of RFC 6962 §2.1, word for word, to hold the real thing against. */
function mth(leaves: Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256(new Uint8Array(0));
  if (leaves.length === 1) return sha256(concat(Uint8Array.of(0), leaves[0]!));
  const k = split(leaves.length);
  return sha256(concat(Uint8Array.of(1), mth(leaves.slice(0, k)), mth(leaves.slice(k))));
}
function path(m: number, leaves: Uint8Array[]): Uint8Array[] {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  return m < k
    ? [...path(m, leaves.slice(0, k)), mth(leaves.slice(k))]
    : [...path(m - k, leaves.slice(k)), mth(leaves.slice(0, k))];
}
function subproof(m: number, leaves: Uint8Array[], whole: boolean): Uint8Array[] {
  if (m === leaves.length) return whole ? [] : [mth(leaves)];
  const k = split(leaves.length);
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), whole), mth(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), mth(leaves.slice(0, k))];
}
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

const LEAVES = Array.from({ length: 40 }, (_, n) => utf8(`lá ${n}`));
const HASHES = LEAVES.map(leafHash);
const ROOTS = Array.from({ length: 41 }, (_, size) => mth(LEAVES.slice(0, size)));
const STORE = new Map<string, Uint8Array>();
const FRONTIERS: Frontier[] = [emptyFrontier()];
for (const hash of HASHES) {
  const frontier = FRONTIERS.at(-1)!;
  for (const node of hashesCompletedBy(frontier, hash)) STORE.set(`${node.level}/${node.index}`, node.hash);
  FRONTIERS.push(appendLeaf(frontier, hash));
}
function read(level: number, index: number): Uint8Array {
  return STORE.get(`${level}/${index}`)!;
}
/** A reader that notes what it is asked. */
function listening() {
  const asked: TreeNode[] = [];
  return {
    asked,
    read: (level: number, index: number) => {
      asked.push({ level, index });
      return read(level, index);
    },
  };
}
const HOSTILE = [-1, -0.5, 0.5, 1.5, Number.NaN, Infinity, -Infinity, 2 ** 53, 2 ** 64, 1e308];

describe("roots", () => {
  it("are those that Certificate Transparency publishes for its eight leaves", () => {
    let frontier = emptyFrontier();
    const roots = golden.leaves.map((leaf) => {
      frontier = appendLeaf(frontier, leafHash(unhex(leaf)));
      return hex(rootOf(frontier));
    });
    expect(roots).toEqual(golden.roots);
    expect(hex(EMPTY_ROOT)).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  });

  it("of the frontier are those of the definition at every size", () => {
    expect(FRONTIERS.map((frontier) => hex(rootOf(frontier)))).toEqual(ROOTS.map(hex));
    expect(FRONTIERS.map((frontier) => frontier.size)).toEqual(FRONTIERS.map((_, size) => size));
  });

  it("of any past size come from stored hashes, which are that size's frontier", () => {
    for (const [size, frontier] of FRONTIERS.entries()) {
      const peaks = hashesForRoot(size).map(({ level, index }) => read(level, index));
      expect(peaks).toEqual(frontier.peaks);
    }
  });

  it("stay as they were when a leaf is appended to a copy", () => {
    const before = FRONTIERS[7]!;
    const root = hex(rootOf(before));
    appendLeaf(before, HASHES[0]!);
    expect(hex(rootOf(before))).toBe(root);
    expect(before.size).toBe(7);
  });
});

describe("inclusion", () => {
  it("proofs are those of the definition, verify, and read exactly the hashes announced", () => {
    for (let size = 1; size <= 40; size++) {
      for (let index = 0; index < size; index++) {
        const store = listening();
        const proof = inclusionProof(index, size, store.read);
        expect(proof.map(hex)).toEqual(path(index, LEAVES.slice(0, size)).map(hex));
        expect(store.asked).toEqual(hashesForInclusion(index, size));
        expect(verifyInclusion({ index, size, leaf: HASHES[index]!, root: ROOTS[size]!, proof })).toBe(true);
      }
    }
  });

  it("of a leaf is refused at every other index, and of another leaf at this index", () => {
    for (let size = 2; size <= 17; size++) {
      for (let index = 0; index < size; index++) {
        const proof = inclusionProof(index, size, read);
        for (let other = 0; other < size; other++) {
          if (other === index) continue;
          const root = ROOTS[size]!;
          expect(verifyInclusion({ index: other, size, leaf: HASHES[index]!, root, proof })).toBe(false);
          expect(verifyInclusion({ index, size, leaf: HASHES[other]!, root, proof })).toBe(false);
        }
      }
    }
  });

  it("is refused when any byte of leaf, root or proof changes, a hash is missing, added, or two are swapped", () => {
    const sizes = fc.integer({ min: 2, max: 40 }).chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1)));
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(31), fc.integer({ min: 1, max: 255 }), ([size, index], which, at, mask) => {
        const proof = inclusionProof(index, size, read);
        const honest = { index, size, leaf: HASHES[index]!, root: ROOTS[size]!, proof };
        const flip = (hash: Uint8Array) => hash.map((byte, n) => (n === at ? byte ^ mask : byte));
        const n = which % proof.length;
        const forged = [
          { ...honest, leaf: flip(honest.leaf) },
          { ...honest, root: flip(honest.root) },
          { ...honest, proof: proof.map((hash, m) => (m === n ? flip(hash) : hash)) },
          { ...honest, proof: proof.toSpliced(n, 1) },
          { ...honest, proof: proof.toSpliced(n, 0, proof[n]!) },
          { ...honest, proof: [...proof, ROOTS[1]!] },
          { ...honest, proof: proof.map((hash, m) => (m === n ? hash.slice(1) : hash)) },
          ...(proof.length > 1 ? [{ ...honest, proof: [...proof.slice(1), proof[0]!] }] : []),
        ];
        expect(verifyInclusion(honest)).toBe(true);
        expect(forged.map(verifyInclusion)).toEqual(forged.map(() => false));
      }),
    );
  });
});

describe("consistency", () => {
  it("proofs are those of the definition, verify, and read exactly the hashes announced", () => {
    for (let newSize = 1; newSize <= 40; newSize++) {
      for (let oldSize = 1; oldSize <= newSize; oldSize++) {
        const store = listening();
        const proof = consistencyProof(oldSize, newSize, store.read);
        expect(proof.map(hex)).toEqual(subproof(oldSize, LEAVES.slice(0, newSize), true).map(hex));
        expect(store.asked).toEqual(hashesForConsistency(oldSize, newSize));
        const [oldRoot, newRoot] = [ROOTS[oldSize]!, ROOTS[newSize]!];
        expect(verifyConsistency({ oldSize, newSize, oldRoot, newRoot, proof })).toBe(true);
      }
    }
  });

  it("of an empty or an unchanged log needs the right roots and nothing else", () => {
    const [empty, root] = [EMPTY_ROOT, ROOTS[5]!];
    const unchanged = { oldSize: 5, newSize: 5, oldRoot: root, newRoot: root, proof: [] };
    const born = { oldSize: 0, newSize: 5, oldRoot: empty, newRoot: root, proof: [] };
    expect([unchanged, born].map(verifyConsistency)).toEqual([true, true]);
    const forged = [
      { ...unchanged, newRoot: ROOTS[6]! },
      { ...unchanged, proof: [root] },
      { ...born, oldRoot: root },
      { ...born, proof: [root] },
      { oldSize: 0, newSize: 0, oldRoot: root, newRoot: root, proof: [] },
      { oldSize: 5, newSize: 6, oldRoot: root, newRoot: root, proof: [] },
      { oldSize: 4, newSize: 5, oldRoot: root, newRoot: root, proof: [] },
    ];
    expect(forged.map(verifyConsistency)).toEqual(forged.map(() => false));
  });

  it("is refused between a log and a fork of it that changed one early leaf", () => {
    for (let oldSize = 1; oldSize < 17; oldSize++) {
      for (let newSize = oldSize; newSize <= 17; newSize++) {
        const fork = LEAVES.slice(0, newSize).map((leaf, n) => (n === oldSize - 1 ? utf8("lá khác") : leaf));
        const proofs = [consistencyProof(oldSize, newSize, read), subproof(oldSize, fork, true)];
        const [oldRoot, newRoot] = [ROOTS[oldSize]!, mth(fork)];
        for (const proof of proofs) {
          expect(verifyConsistency({ oldSize, newSize, oldRoot, newRoot, proof })).toBe(false);
        }
      }
    }
  });

  it("is refused when any byte changes, a hash is missing, added or swapped, or sizes shift", () => {
    const sizes = fc
      .integer({ min: 2, max: 39 })
      .chain((newSize) => fc.tuple(fc.integer({ min: 1, max: newSize - 1 }), fc.constant(newSize)));
    fc.assert(
      fc.property(
        sizes,
        fc.nat(),
        fc.nat(31),
        fc.integer({ min: 1, max: 255 }),
        ([oldSize, newSize], which, at, mask) => {
          const proof = consistencyProof(oldSize, newSize, read);
          const honest = { oldSize, newSize, oldRoot: ROOTS[oldSize]!, newRoot: ROOTS[newSize]!, proof };
          const flip = (hash: Uint8Array) => hash.map((byte, n) => (n === at ? byte ^ mask : byte));
          const n = which % proof.length;
          const forged = [
            { ...honest, oldRoot: flip(honest.oldRoot) },
            { ...honest, newRoot: flip(honest.newRoot) },
            { ...honest, proof: proof.map((hash, m) => (m === n ? flip(hash) : hash)) },
            { ...honest, proof: proof.toSpliced(n, 1) },
            { ...honest, proof: proof.toSpliced(n, 0, proof[n]!) },
            { ...honest, proof: [...proof, ROOTS[1]!] },
            { ...honest, oldSize: newSize, newSize: oldSize },
            { ...honest, oldRoot: honest.newRoot, newRoot: honest.oldRoot },
            ...(proof.length > 1 ? [{ ...honest, proof: [...proof.slice(1), proof[0]!] }] : []),
          ];
          expect(verifyConsistency(honest)).toBe(true);
          expect(forged.map(verifyConsistency)).toEqual(forged.map(() => false));
        },
      ),
    );
  });
});

describe("sizes", () => {
  it("that no tree has ask for no hashes, prove nothing and verify nothing", () => {
    const [root, leaf] = [ROOTS[4]!, HASHES[0]!];
    for (const size of HOSTILE) {
      expect(hashesForRoot(size)).toEqual([]);
      for (const other of [...HOSTILE, 0, 1, 4]) {
        for (const [a, b] of [[size, other] as const, [other, size] as const]) {
          expect(hashesForInclusion(a, b)).toEqual([]);
          expect(hashesForConsistency(a, b)).toEqual([]);
          expect(inclusionProof(a, b, read)).toEqual([]);
          expect(consistencyProof(a, b, read)).toEqual([]);
          expect(verifyInclusion({ index: a, size: b, leaf, root: leaf, proof: [] })).toBe(false);
          expect(verifyConsistency({ oldSize: a, newSize: b, oldRoot: root, newRoot: root, proof: [] })).toBe(false);
        }
      }
    }
    expect(inclusionProof(4, 4, read)).toEqual([]);
    expect(consistencyProof(5, 4, read)).toEqual([]);
  });

  it("up to 2^53 - 1 prove and verify without loss, in a log whose leaves are all alike", () => {
    const levels = [leafHash(utf8("như nhau"))];
    while (levels.length < 53) levels.push(nodeHash(levels.at(-1)!, levels.at(-1)!));
    const alike = (level: number) => levels[level]!;
    const rootAt = (size: number) => rootOf({ size, peaks: hashesForRoot(size).map(({ level }) => alike(level)) });
    const sizes = [2 ** 31, 2 ** 32 + 1, 2 ** 45 + 12345, 2 ** 53 - 2, 2 ** 53 - 1];
    for (const size of sizes) {
      const root = rootAt(size);
      for (const index of [0, 2 ** 30, Math.floor(size / 3), size - 2, size - 1]) {
        const proof = inclusionProof(index, size, alike);
        expect(verifyInclusion({ index, size, leaf: alike(0), root, proof })).toBe(true);
        expect(verifyInclusion({ index, size, leaf: alike(1), root, proof })).toBe(false);
      }
      for (const oldSize of [1, 2 ** 31 - 1, Math.floor(size / 3), size - 1]) {
        const proof = consistencyProof(oldSize, size, alike);
        const claim = { oldSize, newSize: size, oldRoot: rootAt(oldSize), newRoot: root, proof };
        expect(verifyConsistency(claim)).toBe(true);
        expect(verifyConsistency({ ...claim, oldRoot: root, newRoot: claim.oldRoot })).toBe(false);
      }
    }
  });

  it("far above a proof's length do not make a verifier work", () => {
    const hash = HASHES[0]!;
    const proof = Array.from({ length: 60 }, () => hash);
    const size = 2 ** 53 - 1;
    expect(verifyInclusion({ index: 5, size, leaf: hash, root: hash, proof })).toBe(false);
    expect(verifyInclusion({ index: 5, size, leaf: hash, root: hash, proof: [] })).toBe(false);
    expect(verifyConsistency({ oldSize: 5, newSize: size, oldRoot: hash, newRoot: hash, proof })).toBe(false);
  });
});
