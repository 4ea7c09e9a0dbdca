import { describe, expect, it } from "vitest";
import { utf8 } from "../../src/format/bytes.ts";
import { signerFromSeed } from "../../src/format/ed25519.ts";
import { openNote, parseTreeHead, signNote, treeHeadText, unverifiedText, vkeyOf } from "../../src/format/note.ts";
import {
  isBehind,
  isStale,
  openTrust,
  parseTrustText,
  type TrustHead,
  trustHeadOf,
  trustText,
} from "../../src/format/trust.ts";

const ORIGIN = "demo.songuon.example/test";
const DOCUMENT = utf8('{"keys":{}}');
const MADE = { origin: ORIGIN, size: 61, issuedS: 1_794_274_000, maxAgeS: 86_400 };

/** Seed 7 × 32, document {"keys":{}}. */
const GOLDEN = [
  "so-nguon/trust/v1",
  "demo.songuon.example/test",
  "61",
  "1794274000",
  "86400",
  "11",
  "1n2m1zXtwKKNDeq3grCJulryeZBZ6Ot3whaj2/zY2sk=",
  "",
  "— demo.songuon.example/test GhZm61vMNMxU1cvElO4nEEOyKQroGBpMIB6JrM4Z/gG+NQEKlj1964B8JGHkQ9CSCgdx+hu3T3qTsVHTzhP6+3pHww0=",
  "",
].join("\n");

async function signed(head: TrustHead = trustHeadOf(DOCUMENT, MADE), seed = 7) {
  const signer = await signerFromSeed(new Uint8Array(32).fill(seed));
  return { note: await signNote(trustText(head), ORIGIN, signer), vkey: vkeyOf(ORIGIN, signer.key) };
}

describe("a trust bundle", () => {
  it("has the seven lines and the one signature line of docs/format.md", async () => {
    const { note, vkey } = await signed();
    expect(note).toBe(GOLDEN);
    expect(await openTrust(note, DOCUMENT, ORIGIN, () => vkey)).toEqual(trustHeadOf(DOCUMENT, MADE));
  });

  it("is believed for these bytes, this log and this key alone", async () => {
    const { note, vkey } = await signed();
    const other = await signed(undefined, 8);
    expect(await openTrust(note, utf8('{"keys":{} }'), ORIGIN, () => vkey)).toBe("document");
    expect(await openTrust(note, DOCUMENT, "demo.songuon.example/other", () => vkey)).toBe("note");
    expect(await openTrust(other.note, DOCUMENT, ORIGIN, () => vkey)).toBe("signature");
    for (const changed of [note.replace("\n61\n", "\n62\n"), note.replace("86400", "8640000")])
      expect(await openTrust(changed, DOCUMENT, ORIGIN, () => vkey)).toBe("signature");
  });

  it("is no tree head, and a tree head is no trust bundle, under the very same key", async () => {
    const { note, vkey } = await signed();
    expect((await openNote(note, [vkey]))?.verified).toHaveLength(1);
    expect(parseTreeHead(unverifiedText(note)!)).toBeUndefined();
    const signer = await signerFromSeed(new Uint8Array(32).fill(7));
    const head = { origin: ORIGIN, size: 61, root: new Uint8Array(32).fill(1) };
    const headNote = await signNote(treeHeadText(head), ORIGIN, signer);
    expect(await openTrust(headNote, DOCUMENT, ORIGIN, () => vkey)).toBe("note");
    expect(() => trustText({ ...trustHeadOf(DOCUMENT, MADE), origin: "two\nlines" })).toThrow("no text");
    expect(parseTrustText(trustText(trustHeadOf(DOCUMENT, MADE)).replace("\n61\n", "\n061\n"))).toBeUndefined();
  });

  it("never goes back: a smaller log, or the same log earlier, is behind", () => {
    const held = trustHeadOf(DOCUMENT, MADE);
    expect(isBehind({ ...held, size: 60, issuedS: held.issuedS + 9999 }, held)).toBe(true);
    expect(isBehind({ ...held, issuedS: held.issuedS - 1 }, held)).toBe(true);
    expect(isBehind(held, held)).toBe(false);
    expect(isBehind({ ...held, size: 62, issuedS: held.issuedS - 1 }, held)).toBe(false);
  });

  it("is stale one second after its maximum age, and not before its own hour", () => {
    expect(isStale(MADE, MADE.issuedS + 86_400)).toBe(false);
    expect(isStale(MADE, MADE.issuedS + 86_401)).toBe(true);
    expect(isStale(MADE, MADE.issuedS - 10_000_000)).toBe(false);
  });
});
