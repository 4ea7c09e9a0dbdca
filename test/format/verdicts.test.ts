// The vectors with a verdict, before our own reader. Those in Python and whoever writes another read the same file.
import { describe, expect, it } from "vitest";
import { unhex } from "../../src/format/bytes.ts";
import { decodeEntry, verifyEntry } from "../../src/format/entry.ts";
import { decodeLeaf } from "../../src/format/leaf.ts";
import { openNote, parseTreeHead } from "../../src/format/note.ts";
import { decodeProof } from "../../src/format/proof.ts";
import { readQrText } from "../../src/format/slipcode.ts";
import { leafHash, verifyInclusion } from "../../src/format/tree.ts";
import { type Verdict, verdictVectors } from "./verdicts.ts";

const { origin, key, vkey, verdicts } = await verdictVectors();

async function holds(bytes: Uint8Array): Promise<boolean> {
  const decoded = decodeEntry(bytes);
  return "entry" in decoded && (await verifyEntry(decoded.entry, unhex(key), origin));
}

async function headIn(note: string) {
  const opened = await openNote(note, [vkey]);
  return opened && parseTreeHead(opened.text);
}

const READERS: Readonly<Record<Verdict["what"], (input: string) => Promise<boolean>>> = {
  entry: (input) => holds(unhex(input)),
  note: async (input) => (await headIn(input)) !== undefined,
  receipt: async (input) => {
    const read = decodeProof(input);
    const head = read && (await headIn(read.head));
    if (!read?.extra || !head || decodeLeaf(read.extra)?.index !== read.index) return false;
    return verifyInclusion({ ...read, size: head.size, root: head.root, leaf: leafHash(read.extra) });
  },
  qr: async (input) => {
    const bytes = readQrText(input);
    return bytes !== undefined && holds(bytes);
  },
};

describe("vectors with a verdict", () => {
  it.each(verdicts)("$what: $name", async ({ what, input, accept }) => {
    expect(await READERS[what](input)).toBe(accept);
  });

  it("take and refuse of every sort, each for a reason and no two alike", () => {
    for (const what of Object.keys(READERS))
      for (const accept of [true, false])
        expect(verdicts.some((each) => each.what === what && each.accept === accept)).toBe(true);
    expect(new Set(verdicts.map(({ what, name }) => `${what} ${name}`)).size).toBe(verdicts.length);
    expect(new Set(verdicts.map(({ input }) => input)).size).toBe(verdicts.length);
  });
});
