import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { base64, hex, unhex } from "../../src/format/bytes.ts";
import { openNote, parseTreeHead } from "../../src/format/note.ts";
import { decodeProof, encodeProof } from "../../src/format/proof.ts";
import {
  appendLeaf,
  emptyFrontier,
  hashesCompletedBy,
  inclusionProof,
  leafHash,
  rootOf,
  verifyInclusion,
} from "../../src/format/tree.ts";
import golden from "./vectors/head.json" with { type: "json" };

const RECEIPT = golden.receipt;
const HEAD = golden.cosigned;
const HASH = base64(new Uint8Array(32).fill(5));

describe("a receipt", () => {
  it("shows with one log key that its leaf stands in the log", async () => {
    const { extra, index, proof, head } = decodeProof(RECEIPT)!;
    const opened = await openNote(head, [golden.logVkey, golden.witnessVkey]);
    const { origin, size, root } = parseTreeHead(opened!.text)!;
    expect({ origin, size, root: hex(root), index }).toEqual({
      origin: golden.origin,
      size: 7,
      root: golden.root,
      index: 4,
    });
    expect(hex(extra!)).toBe(golden.leaves[4]);
    expect(verifyInclusion({ index, size, leaf: leafHash(extra!), root, proof })).toBe(true);
    expect(verifyInclusion({ index, size, leaf: leafHash(unhex(golden.leaves[5]!)), root, proof })).toBe(false);
  });

  it("is written in the golden bytes from the leaves and the head", () => {
    const leaves = golden.leaves.map(unhex);
    const stored = new Map<string, Uint8Array>();
    let frontier = emptyFrontier();
    for (const leaf of leaves) {
      for (const { level, index, hash } of hashesCompletedBy(frontier, leafHash(leaf)))
        stored.set(`${level}/${index}`, hash);
      frontier = appendLeaf(frontier, leafHash(leaf));
    }
    const proof = inclusionProof(4, 7, (level, index) => stored.get(`${level}/${index}`)!);
    expect(encodeProof({ extra: leaves[4]!, index: 4, proof, head: HEAD })).toBe(RECEIPT);
    expect(hex(rootOf(frontier))).toBe(golden.root);
  });

  it("comes back as it went, with and without extra data", () => {
    const hashes = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 53 });
    const extras = fc.option(fc.uint8Array({ minLength: 1, maxLength: 300 }), { nil: undefined });
    fc.assert(
      fc.property(fc.nat(6), hashes, extras, (index, proof, extra) => {
        const parts = { ...(extra === undefined ? {} : { extra }), index, proof, head: HEAD };
        expect(decodeProof(encodeProof(parts))).toEqual(parts);
      }),
    );
  });

  it("omits the extra line when there is nothing in it", () => {
    const text = encodeProof({ extra: new Uint8Array(0), index: 0, proof: [], head: HEAD });
    expect(text).toBe(`c2sp.org/tlog-proof@v1\nindex 0\n\n${HEAD}`);
    expect(decodeProof(text)).toEqual({ index: 0, proof: [], head: HEAD });
  });
});

describe("a receipt is refused", () => {
  const bare = `c2sp.org/tlog-proof@v1\nindex 4\n${HASH}\n\n${HEAD}`;
  it.each([
    ["without its first line", bare.replace("c2sp.org/tlog-proof@v1\n", "")],
    ["of another version", bare.replace("@v1", "@v2")],
    ["without an index", bare.replace("index 4\n", "")],
    ["with two indexes", bare.replace("index 4\n", "index 4\nindex 4\n")],
    ["with a leading zero", bare.replace("index 4", "index 04")],
    ["with a negative index", bare.replace("index 4", "index -1")],
    ["with an index beyond the head's tree", bare.replace("index 4", "index 7")],
    ["with an index of 2^53", bare.replace("index 4", "index 9007199254740992")],
    ["with a space behind the index", bare.replace("index 4", "index 4 ")],
    ["with an empty extra line", bare.replace("index 4", "extra \nindex 4")],
    ["with two extra lines", bare.replace("index 4", "extra AAAA\nextra AAAA\nindex 4")],
    ["with extra behind the index", bare.replace("index 4", "index 4\nextra AAAA")],
    ["with unpadded extra", bare.replace("index 4", "extra AAA\nindex 4")],
    ["with stray bits in extra", bare.replace("index 4", "extra AAF=\nindex 4")],
    ["with a hash of 31 bytes", bare.replace(HASH, base64(new Uint8Array(31)))],
    ["with a hash of 33 bytes", bare.replace(HASH, base64(new Uint8Array(33)))],
    ["with stray bits in a hash", bare.replace(HASH, `${HASH.slice(0, 42)}V=`)],
    ["with 54 hashes", bare.replace(HASH, Array.from({ length: 54 }, () => HASH).join("\n"))],
    ["with two empty lines", bare.replace(`${HASH}\n\n`, `${HASH}\n\n\n`)],
    ["without the empty line", bare.replace(`${HASH}\n\n`, `${HASH}\n`)],
    ["with a carriage return", bare.replace("index 4\n", "index 4\r\n")],
    ["without a head", bare.slice(0, -HEAD.length)],
    ["with an unsigned head", bare.replace(HEAD, HEAD.slice(0, HEAD.indexOf("\n\n") + 1))],
    ["with a head that has an extension line", bare.replace("\n\n—", "\nthêm\n\n—")],
    ["cut at its last newline", bare.slice(0, -1)],
    ["when it is nothing", ""],
  ])("%s", (_, text) => {
    expect(decodeProof(bare)).toBeDefined();
    expect(text).not.toBe(bare);
    expect(decodeProof(text)).toBeUndefined();
  });

  it("and never written with parts that have no text", () => {
    const parts = { index: 0, proof: [], head: HEAD };
    const broken = [
      { ...parts, index: 7 },
      { ...parts, index: -1 },
      { ...parts, index: 0.5 },
      { ...parts, proof: [new Uint8Array(31)] },
      { ...parts, proof: Array.from({ length: 54 }, () => new Uint8Array(32)) },
      { ...parts, head: "" },
      { ...parts, head: HEAD.slice(0, -1) },
    ];
    for (const each of broken) expect(() => encodeProof(each)).toThrow();
  });
});
