import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { base64, concat, hex, unbase64, unhex, utf8 } from "../../src/format/bytes.ts";
import { type Signer, signerFromSeed } from "../../src/format/ed25519.ts";
import {
  cosignNote,
  openNote,
  parseVkey,
  signNote,
  treeHeadText,
  unverifiedText,
  vkeyOf,
} from "../../src/format/note.ts";
import golden from "./vectors/head.json" with { type: "json" };

const TEXT = treeHeadText({ origin: golden.origin, size: 7, root: unhex(golden.root) });
const WITNESS = golden.witnessName;
const VKEYS = [golden.logVkey, golden.witnessVkey];
let log: Signer;
let witness: Signer;
let stranger: Signer;
beforeAll(async () => {
  log = await signerFromSeed(new Uint8Array(32).fill(1));
  witness = await signerFromSeed(new Uint8Array(32).fill(2));
  stranger = await signerFromSeed(new Uint8Array(32).fill(3));
});

/** The note with its signature block rewritten. */
function withLines(note: string, change: (lines: string[]) => string[]): string {
  const at = note.lastIndexOf("\n\n") + 2;
  const lines = note.slice(at, -1).split("\n");
  return (
    note.slice(0, at) +
    change(lines)
      .map((line) => `${line}\n`)
      .join("")
  );
}
/** A signature line with its decoded bytes changed. */
function withBytes(line: string, change: (bytes: Uint8Array) => Uint8Array): string {
  const at = line.lastIndexOf(" ") + 1;
  return line.slice(0, at) + base64(change(unbase64(line.slice(at))!));
}
function flipped(at: number) {
  return (bytes: Uint8Array) => bytes.map((byte, n) => (n === at ? byte ^ 1 : byte));
}

describe("notes of others", () => {
  const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const line =
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
  const vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

  it("such as the example of golang.org/x/mod/sumdb/note open", async () => {
    const opened = await openNote(`${text}\n${line}`, [vkey]);
    expect(opened?.text).toBe(text);
    expect(opened?.verified).toEqual([{ name: "PeterNeumann", keyHash: unhex("c74f20a3"), type: 1 }]);
    expect(await openNote(`${text.replace("answer", "cause")}\n${line}`, [vkey])).toBeUndefined();
  });

  it("have the key ID that the Go checksum database publishes for itself", () => {
    const published = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
    const vkey = parseVkey(published);
    expect(vkey?.name).toBe("sum.golang.org");
    expect(hex(vkey!.keyHash)).toBe("033de0ae");
    expect(vkeyOf(vkey!.name, vkey!.key)).toBe(published);
  });
});

describe("golden bytes", () => {
  it("of the signed and the cosigned head never change", async () => {
    expect(await signNote(TEXT, golden.origin, log)).toBe(golden.signed);
    expect(await cosignNote(golden.signed, WITNESS, witness, golden.timeS)).toBe(golden.cosigned);
    expect(vkeyOf(golden.origin, log.key)).toBe(golden.logVkey);
    expect(vkeyOf(WITNESS, witness.key, 4)).toBe(golden.witnessVkey);
  });
});

describe("a verifier key", () => {
  it("comes back as it went, one ID for each type", () => {
    const parsed = VKEYS.map((vkey) => parseVkey(vkey)!);
    expect(parsed.map(({ name, type, key }) => ({ name, type, key: hex(key) }))).toEqual([
      { name: golden.origin, type: 1, key: hex(log.key) },
      { name: WITNESS, type: 4, key: hex(witness.key) },
    ]);
    expect(vkeyOf(WITNESS, witness.key, 1)).not.toBe(golden.witnessVkey);
  });

  it("in any other spelling, with another ID or a key of another length is refused", () => {
    const [name, id, key] = golden.logVkey.split("+") as [string, string, string];
    const rest = golden.logVkey.slice(name.length + id.length + 2);
    expect(key.length).toBeGreaterThan(0);
    const refused = [
      "",
      name,
      `${name}+${id}`,
      `${name}+${id}+`,
      `${name}+00000000+${rest}`,
      `${name}+${id.toUpperCase()}+${rest}`,
      `${name}+0${id}+${rest}`,
      `${name}x+${id}+${rest}`,
      `+${id}+${rest}`,
      `a b+${id}+${rest}`,
      `${golden.logVkey}\n`,
      ` ${golden.logVkey}`,
    ];
    for (const spelled of refused) expect(parseVkey(spelled)).toBeUndefined();
  });

  it("is never written for a name with a space or plus, or for a key of 31 bytes", () => {
    for (const name of ["", "a b", "a+b", "a\nb", "a\u00a0b", "a\u3000b", "\ud800"]) {
      expect(() => vkeyOf(name, log.key)).toThrow();
    }
    expect(() => vkeyOf("a", log.key.slice(1))).toThrow(RangeError);
  });
});

describe("opening a note", () => {
  it("names each known key that signed it, and the cosigner's time", async () => {
    const opened = await openNote(golden.cosigned, VKEYS);
    expect(opened?.text).toBe(TEXT);
    expect(opened?.verified.map(({ name, type, timeS }) => ({ name, type, timeS }))).toEqual([
      { name: golden.origin, type: 1, timeS: undefined },
      { name: WITNESS, type: 4, timeS: golden.timeS },
    ]);
    expect(unverifiedText(golden.cosigned)).toBe(TEXT);
  });

  it("ignores lines by unknown keys, even under a known name, and lines of unknown length", async () => {
    const other = await signNote(TEXT, golden.origin, stranger);
    const foreign = other.slice(other.lastIndexOf("\n\n") + 2).trimEnd();
    const long = `— pq.example ${base64(new Uint8Array(4000).fill(1))}`;
    const note = withLines(golden.cosigned, (lines) => [foreign, long, ...lines, foreign]);
    expect((await openNote(note, VKEYS))?.verified.length).toBe(2);
    expect(await openNote(note, [golden.logVkey])).toMatchObject({ verified: [{ type: 1 }] });
  });

  it("without a line by a known key is refused", async () => {
    expect(await openNote(golden.cosigned, [])).toBeUndefined();
    expect(await openNote(golden.cosigned, [vkeyOf(golden.origin, stranger.key)])).toBeUndefined();
    expect(await openNote(golden.cosigned, [vkeyOf(WITNESS, log.key)])).toBeUndefined();
    expect(await openNote(golden.cosigned, [vkeyOf(golden.origin, log.key, 4)])).toBeUndefined();
  });

  it("refuses a known key under a type that this line was not made for", async () => {
    const line = withLines(golden.signed, ([first]) => [
      withBytes(first!, (bytes) => concat(parseVkey(vkeyOf(golden.origin, log.key, 4))!.keyHash, bytes.slice(4))),
    ]);
    expect(await openNote(line, [vkeyOf(golden.origin, log.key, 4)])).toBeUndefined();
  });

  it("with one bad line by a known key is refused whole, wherever the line stands", async () => {
    for (const at of [4, 40, 67]) {
      const bad = withLines(golden.cosigned, ([first, second]) => [withBytes(first!, flipped(at)), second!]);
      const behind = withLines(golden.cosigned, ([first, second]) => [first!, second!, withBytes(first!, flipped(at))]);
      expect(await openNote(bad, VKEYS)).toBeUndefined();
      expect(await openNote(behind, VKEYS)).toBeUndefined();
    }
    for (const at of [4, 11, 12, 75]) {
      const bad = withLines(golden.cosigned, ([first, second]) => [first!, withBytes(second!, flipped(at))]);
      expect(await openNote(bad, VKEYS)).toBeUndefined();
    }
  });

  it("counts a key once, and of a cosigner's lines the latest time", async () => {
    const twice = withLines(golden.cosigned, (lines) => [...lines, ...lines]);
    expect((await openNote(twice, VKEYS))?.verified.length).toBe(2);
    const later = await cosignNote(golden.signed, WITNESS, witness, golden.timeS + 60);
    const line = later.trimEnd().split("\n").at(-1)!;
    for (const note of [
      withLines(golden.cosigned, (lines) => [...lines, line]),
      withLines(golden.cosigned, (lines) => [line, ...lines]),
    ]) {
      const opened = await openNote(note, [golden.witnessVkey]);
      expect(opened?.verified.map(({ timeS }) => timeS)).toEqual([golden.timeS + 60]);
    }
  });

  it("with a changed text is refused, whichever character changed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(TEXT.length - 1), async (at) => {
        const other = TEXT[at] === "a" ? "b" : "a";
        const note = TEXT.slice(0, at) + other + TEXT.slice(at + 1) + golden.cosigned.slice(TEXT.length);
        expect(await openNote(note, VKEYS)).toBeUndefined();
      }),
    );
  });

  it("takes as text everything before the last empty line", async () => {
    const text = "một\n\nhai\n\n";
    const opened = await openNote(await signNote(text, "a", log), [vkeyOf("a", log.key)]);
    expect(opened?.text).toBe(text);
  });

  it("refuses a cosignature on anything but a tree head", async () => {
    const text = "không phải mốc\n";
    const message = utf8(`cosignature/v1\ntime 5\n${text}`);
    const vkey = vkeyOf(WITNESS, witness.key, 4);
    const time = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 5);
    const signature = concat(parseVkey(vkey)!.keyHash, time, await witness.sign(message));
    expect(await openNote(`${text}\n— ${WITNESS} ${base64(signature)}\n`, [vkey])).toBeUndefined();
  });

  it("refuses vkeys that are malformed, but takes the same one twice", async () => {
    expect(await openNote(golden.signed, [golden.logVkey, "rác"])).toBeUndefined();
    expect((await openNote(golden.signed, [golden.logVkey, golden.logVkey]))?.verified.length).toBe(1);
  });
});

describe("a note", () => {
  const line = golden.signed.trimEnd().split("\n").at(-1)!;
  it.each([
    ["no last newline", golden.signed.slice(0, -1)],
    ["no signature", TEXT],
    ["an empty signature block", `${TEXT}\n`],
    ["no empty line", `${TEXT}${line}\n`],
    ["two empty lines at its end", `${golden.signed}\n`],
    ["a hyphen for the dash", golden.signed.replace("—", "-")],
    ["no space behind the dash", golden.signed.replace("— ", "—")],
    ["two spaces", golden.signed.replace("— ", "—  ")],
    ["a word behind the signature", golden.signed.replace(line, `${line} x`)],
    ["an unsigned name", golden.signed.replace(line, "— x")],
    ["four bytes of signature", golden.signed.replace(line, `${line}\n— x AAAAAA==`)],
    ["stray bits in base64", golden.signed.replace(line, `${line}\n— x AAAAAAF=`)],
    ["a plus in a name", golden.signed.replace(line, `${line}\n— a+b AAAAAAA=`)],
    ["a no-break space in a name", golden.signed.replace(line, `${line}\n— a\u00a0b AAAAAAA=`)],
    ["a carriage return", golden.signed.replaceAll("\n", "\r\n")],
    ["a null character", golden.signed.replace(line, `${line}\n— a\u0000 AAAAAAA=`)],
    ["half a character", golden.signed.replace(line, `${line}\n— a\ud800 AAAAAAA=`)],
    ["a hundred and one lines", withLines(golden.signed, ([first]) => Array.from({ length: 101 }, () => first!))],
    ["over a million characters", withLines(golden.signed, ([first]) => [first!, `— x ${"AAAA".repeat(250_000)}`])],
    ["nothing", ""],
  ])("with %s is malformed", async (_, note) => {
    expect(unverifiedText(note)).toBeUndefined();
    expect(await openNote(note, VKEYS)).toBeUndefined();
  });

  it("of a hundred lines opens", async () => {
    const note = withLines(golden.signed, ([first]) => Array.from({ length: 100 }, () => first!));
    expect((await openNote(note, VKEYS))?.verified.length).toBe(1);
  });

  it("is not signed for a text without a last newline, with a control character, or a bad name", async () => {
    for (const text of ["", "a", "a\r\n", "a\tb\n", "\ud800\n"])
      await expect(signNote(text, "a", log)).rejects.toThrow();
    for (const name of ["", "a b", "a+b"]) await expect(signNote("a\n", name, log)).rejects.toThrow();
  });
});

describe("cosigning", () => {
  it("again replaces the cosigner's own line and keeps the others", async () => {
    const again = await cosignNote(golden.cosigned, WITNESS, witness, golden.timeS + 3600);
    expect(again.split("\n").length).toBe(golden.cosigned.split("\n").length);
    expect((await openNote(again, VKEYS))?.verified.map(({ timeS }) => timeS)).toEqual([
      undefined,
      golden.timeS + 3600,
    ]);
  });

  it("is refused on what is no signed tree head, and for a time that is no whole second", async () => {
    const note = await signNote("không phải mốc\n", "a", log);
    for (const each of [note, TEXT, ""]) await expect(cosignNote(each, WITNESS, witness, 1)).rejects.toThrow();
    for (const timeS of [-1, 1.5, 2 ** 53]) {
      await expect(cosignNote(golden.signed, WITNESS, witness, timeS)).rejects.toThrow(RangeError);
    }
    await expect(cosignNote(golden.signed, "a b", witness, 1)).rejects.toThrow();
  });
});
