// What stands on paper: the QR text gives back the entry's bytes, the short code notices a slip of the pen.
import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hex, utf8 } from "../../src/format/bytes.ts";
import { signEntry } from "../../src/format/entry.ts";
import type { Body } from "../../src/format/kinds.ts";
import {
  base45,
  isResultText,
  QR_ENTRY_LIMIT,
  qrText,
  readQrText,
  readResultText,
  readSlipCode,
  resultText,
  slipCode,
  unbase45,
} from "../../src/format/slipcode.ts";
import { ORIGIN, signerOf } from "./samples.ts";
import { qrVersion, WORST_SLIPS, worstEnvelope } from "./vectors.ts";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

describe("base45", () => {
  it.each([
    ["AB", "BB8"],
    ["Hello!!", "%69 VD92EX0"],
    ["base-45", "UJCLQE7W581"],
    ["ietf!", "QED8WEX0"],
    ["", ""],
  ])("has the vector of RFC 9285: %j", (plain, text) => {
    expect(base45(utf8(plain))).toBe(text);
    expect(hex(unbase45(text)!)).toBe(hex(utf8(plain)));
  });

  it("has one text for every pair and every single byte, and reads no other text", () => {
    const pairs = new Set<string>();
    for (let n = 0; n < 65_536; n++) pairs.add(base45(Uint8Array.of(n >> 8, n & 255)));
    for (let n = 0; n < 256; n++) pairs.add(base45(Uint8Array.of(n)));
    expect(pairs.size).toBe(65_536 + 256);
    let read = 0;
    for (const a of ALPHABET) {
      for (const b of ALPHABET) {
        if (unbase45(a + b)) read += 1;
        for (const c of ALPHABET) if (unbase45(a + b + c)) read += 1;
      }
    }
    expect(read).toBe(pairs.size);
    for (const text of pairs) expect(base45(unbase45(text)!)).toBe(text);
    // So a scanner or a mail program that trims the end of a line cannot harm a slip.
    expect([...pairs].filter((text) => text.endsWith(" "))).toEqual([]);
  });

  it.each(["A", "ABCA", "ab", "A\n", "Ä0", "::", ":::", "AB!", "ABC,DE", "🚚0"])("refuses %j", (text) => {
    expect(unbase45(text)).toBeUndefined();
  });
});

describe("the QR text", () => {
  it("gives back entries of every length, white space around it or not", () => {
    for (let length = 0; length <= 400; length++) {
      for (const bytes of [randomBytes(length), new Uint8Array(length), new Uint8Array(length).fill(255)]) {
        const text = qrText(bytes);
        expect(hex(readQrText(text)!)).toBe(hex(bytes));
        expect(hex(readQrText(`\r\n  ${text}\r\n`)!)).toBe(hex(bytes));
        expect(text.trim()).toBe(text);
      }
    }
  });

  it("keeps the spaces inside, which are digits", () => {
    const spaced = Array.from({ length: 65_536 }, (_, n) => Uint8Array.of(n >> 8, n & 255, 0, 0)).filter((bytes) =>
      base45(bytes).startsWith("  "),
    );
    expect(spaced.length).toBeGreaterThan(20);
    for (const bytes of spaced) expect(hex(readQrText(qrText(bytes))!)).toBe(hex(bytes));
  });

  it.each([
    "",
    "SN1",
    "sn1:BB8",
    "SN2:BB8",
    "BB8",
    "https://so-nguon.example/SN1:BB8",
    "SN1:BB8 ",
    "SN1:B",
    "SN1: :::",
    `SN1:${"0".repeat(900)}`,
    `${" ".repeat(100_000)}SN1:BB8`,
  ])("is not %j", (text) => {
    expect(readQrText(text)).toBeUndefined();
  });

  it("of 204 bytes fills version 10 at level M, and of 205 does not fit", () => {
    expect(qrVersion(qrText(new Uint8Array(QR_ENTRY_LIMIT)))).toBe(10);
    expect(qrVersion(qrText(new Uint8Array(QR_ENTRY_LIMIT + 1)))).toBe(11);
  });
});

describe("a slip", () => {
  const optional = ["material", "readings", "source", "package", "product", "quantityMilli", "holder", "book"] as const;
  const everything: Body<"slip.issue"> = { ...WORST_SLIPS.mine, ...WORST_SLIPS.yard };

  it("with any of its fields at their largest is refused or prints at version 10", async () => {
    const signer = await signerOf("1");
    let refused = 0;
    for (let choice = 0; choice < 2 ** optional.length; choice++) {
      const body = { ...everything };
      for (const [bit, field] of optional.entries()) if ((choice >> bit) & 1) delete body[field];
      const fromMine = body.product === undefined && body.quantityMilli === undefined && body.holder === undefined;
      const fromElsewhere = body.source === undefined && body.book === undefined;
      try {
        const entry = await signEntry(worstEnvelope(body), signer, ORIGIN);
        expect(qrVersion(qrText(entry))).toBeLessThanOrEqual(10);
      } catch (error) {
        expect(String(error)).toContain("at most 204 bytes");
        expect(fromMine || fromElsewhere).toBe(false);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(0);
  });
});

describe("the short code", () => {
  const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const bare = (code: string) => code.replaceAll("-", "");
  const ids = Array.from({ length: 200 }, (_, n) => new Uint8Array(32).map((__, i) => (n * 97 + i * 31 + n * i) & 255));
  const codes = [...ids, new Uint8Array(32), new Uint8Array(32).fill(255)].map(slipCode);

  it("has three groups of four and reads back as itself", () => {
    for (const code of codes) {
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
      expect(readSlipCode(code)).toBe(code);
      expect(readSlipCode(` ${bare(code).toLowerCase().match(/../g)!.join(" ")}\n`)).toBe(code);
      expect(readSlipCode(code.replaceAll("0", "o").replaceAll("1", "l"))).toBe(code);
      expect(readSlipCode(code.replaceAll("0", "O").replaceAll("1", "I"))).toBe(code);
    }
  });

  it("notices every single wrong character", () => {
    for (const code of codes.map(bare)) {
      for (let at = 0; at < code.length; at++) {
        for (const wrong of CROCKFORD) {
          if (wrong === code[at]) continue;
          expect(readSlipCode(code.slice(0, at) + wrong + code.slice(at + 1))).toBeUndefined();
        }
      }
    }
  });

  it("notices every swap of neighbours, across the groups and the check characters too", () => {
    const swapped = (code: string, at: number) => code.slice(0, at) + code[at + 1]! + code[at]! + code.slice(at + 2);
    for (const code of codes.map(bare)) {
      for (let at = 0; at + 1 < code.length; at++) {
        if (code[at] !== code[at + 1]) expect(readSlipCode(swapped(code, at))).toBeUndefined();
      }
    }
    // Every pair of digits at every place of an otherwise random code, so that the fact does not hang on the samples.
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.nat({ max: 10 }), (id, at) => {
        const code = bare(slipCode(id));
        if (code[at] !== code[at + 1]) expect(readSlipCode(swapped(code, at))).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
  });

  it("takes no other length and no other letters", () => {
    const code = bare(codes[7]!);
    for (const typed of [
      "",
      code.slice(1),
      `${code}0`,
      `U${code.slice(1)}`,
      `*${code.slice(1)}`,
      `Đ${code.slice(1)}`,
    ]) {
      expect(readSlipCode(typed)).toBeUndefined();
    }
  });

  it("depends on the first fifty bits of the id and on nothing else", () => {
    const id = ids[3]!;
    const changed = (bit: number) => id.map((byte, at) => (at === bit >> 3 ? byte ^ (128 >> (bit & 7)) : byte));
    for (let bit = 0; bit < 256; bit++) expect(slipCode(changed(bit)) === slipCode(id)).toBe(bit >= 50);
  });
});

describe("the code on the paper of a result", () => {
  // An id of zeros has ten zero digits, whose remainder is zero.
  const zeros = new Uint8Array(32);
  const text = "SNKQ:demo.so-nguon.vn/ledger/943/0000-0000-0000";

  it("names ledger, entry and code, and is read back however it was typed", () => {
    expect(resultText("demo.so-nguon.vn/ledger", 943, zeros)).toBe(text);
    const named = { origin: "demo.so-nguon.vn/ledger", index: 943, code: "0000-0000-0000" };
    expect(readResultText(text)).toEqual(named);
    expect(readResultText(` snkq:demo.so-nguon.vn/ledger/943/oooo 0000 0000\n`)).toEqual(named);
    expect(readResultText("943/0000-0000-0000")).toEqual({ ...named, origin: undefined });
  });

  it("is not read where a character is wrong, and a slip's text or code is never taken for it", () => {
    expect(readResultText("SNKQ:demo.so-nguon.vn/ledger/943/0000-0000-0001")).toBeUndefined();
    expect(readResultText("SNKQ:demo.so-nguon.vn/ledger/0000-0000-0000")).toBeUndefined();
    expect(isResultText("SNKQ:torn")).toBe(true);
    for (const slip of ["0000-0000-0000", qrText(Uint8Array.of(1, 2, 3, 4)), "51C-123.45"])
      expect(isResultText(slip), slip).toBe(false);
  });
});
