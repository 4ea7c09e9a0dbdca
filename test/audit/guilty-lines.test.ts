// Who is at fault is named: each kind of wrong line on a tree head, and each kind of wrong pin, has a code of its own, in both languages.
import { beforeAll, describe, expect, it } from "vitest";
import { encodeBundle, FLAWS } from "../../src/format/bundle.ts";
import { signerFromSeed } from "../../src/format/ed25519.ts";
import { cosignNote, headOf, vkeyOf } from "../../src/format/note.ts";
import { openHead, pinFault, type Signatories } from "../../src/format/signatories.ts";
import { verifyBundle } from "../../src/rules/readings/evidence.ts";
import { bundleIn } from "./bundle-forgeries.ts";
import { playReversedResult } from "./reversed.ts";

let vkey: string;
let file: Uint8Array;

beforeAll(async () => {
  const { vkey: pin, bundles } = await playReversedResult();
  [vkey, file] = [pin, bundles.signed];
});

async function said(change: (head: string) => string | Promise<string>, pin = vkey): Promise<string> {
  const bundle = bundleIn(file);
  const found = await verifyBundle(encodeBundle({ ...bundle, head: await change(bundle.head) }), pin);
  if (!("flaw" in found)) return "VERIFIED";
  for (const words of FLAWS[found.flaw]) expect(words.length).toBeGreaterThan(10);
  return found.flaw;
}

const keyOf = (seed: number) => signerFromSeed(new Uint8Array(32).fill(seed));

describe("a line on a tree head", () => {
  it("by somebody whom the log does not name is a stranger's", async () => {
    const stranger = await keyOf(7);
    expect(await said((head) => cosignNote(head, "la.example", stranger, 1_794_000_000))).toBe("stranger");
  });

  it("said twice is repeated, whoever signed it", async () => {
    expect(await said((head) => head + head.slice(head.indexOf("— ")))).toBe("repeated");
  });

  it("of the log that does not hold is the log's fault, and a witness's is the witness's", async () => {
    expect(await said((head) => head.replace(/(— \S+ .{20})./, "$1A"))).toBe("head");
    const witness = await keyOf(8);
    const name = "hdnd.example";
    const { head } = bundleIn(file);
    const { origin } = headOf(head)!;
    const cosigner = vkeyOf(name, witness.key, 4);
    const by: Signatories = {
      origin,
      terms: [{ from: 0, vkey, handedOver: false, witnesses: [cosigner], needed: 1 }],
    };
    const honest = await cosignNote(head, name, witness, 1_794_000_000);
    expect(await openHead(honest, by)).toMatchObject({ cosigned: [name] });
    expect(await openHead(await cosignNote(head, name, witness, 1_794_000_000).then(later), by)).toBe("cosignature");
  });
});

/** The note with one letter in the middle of its last line changed: a cosignature that nobody made. */
function later(note: string): string {
  const at = note.length - 30;
  return `${note.slice(0, at)}${note[at] === "A" ? "B" : "A"}${note.slice(at + 1)}`;
}

describe("a pin", () => {
  it("with a byte order mark, or lines ended as on other systems, is the same pin", async () => {
    for (const pin of [`\uFEFF${vkey}`, `${vkey}\r\n`, `  ${vkey}\n\n`])
      expect([pin, await said((head) => head, pin)]).toEqual([pin, "VERIFIED"]);
  });

  it("that mail has wrapped, that is no text, or of another key says so", async () => {
    const wrapped = `${vkey.slice(0, 40)}\n${vkey.slice(40)}`;
    const wide = [...vkey].join("\0");
    for (const pin of [wrapped, wide, "log.vkey", ""])
      expect([pin, await said((head) => head, pin)]).toEqual([pin, "pin"]);
    expect(await said((head) => head, vkeyOf("another.example", new Uint8Array(32).fill(9)))).toBe("key");
  });

  it("whose key never handed over to the next one is told from a key that was never the log's", async () => {
    const [first, next, strange] = await Promise.all([keyOf(1), keyOf(2), keyOf(3)]);
    const term = { witnesses: [], needed: 0 };
    const keys = [first, next, strange].map(({ key }) => vkeyOf("so.example", key));
    const by = (handedOver: boolean): Signatories => ({
      origin: "so.example",
      terms: [
        { ...term, from: 0, vkey: keys[0]!, handedOver: false },
        { ...term, from: 10, vkey: keys[1]!, handedOver },
      ],
    });
    const pin = (at: number) => [{ from: 0, vkey: keys[at]! }];
    expect(pinFault(by(true), pin(0), 12)).toBeUndefined();
    expect(pinFault(by(false), pin(0), 12)).toBe("handover");
    expect(pinFault(by(false), pin(0), 9)).toBeUndefined();
    expect(pinFault(by(false), pin(2), 12)).toBe("key");
  });
});
