import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { base64 } from "../../src/format/bytes.ts";
import { parseTreeHead, treeHeadText } from "../../src/format/note.ts";

describe("a tree head", () => {
  it("comes back as it went", () => {
    const text = fc.record({
      origin: fc.constantFrom("demo.songuon.example/log", "sổ nguồn", "x"),
      size: fc.maxSafeNat(),
      root: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    });
    fc.assert(
      fc.property(text, (head) => {
        expect(parseTreeHead(treeHeadText(head))).toEqual(head);
      }),
    );
  });

  const root = base64(new Uint8Array(32).fill(0xfb));
  it.each([
    ["a leading zero", `o\n07\n${root}\n`],
    ["a sign", `o\n+7\n${root}\n`],
    ["no size", `o\n\n${root}\n`],
    ["a hexadecimal size", `o\n0x7\n${root}\n`],
    ["a size of 2^53", `o\n9007199254740992\n${root}\n`],
    ["a size with a space", `o\n7 \n${root}\n`],
    ["an extension line", `o\n7\n${root}\nextra\n`],
    ["an empty fourth line", `o\n7\n${root}\n\n`],
    ["no last newline", `o\n7\n${root}`],
    ["no origin", `\n7\n${root}\n`],
    ["two lines", `o\n7\n`],
    ["a carriage return", `o\r\n7\n${root}\n`],
    ["31 bytes of root", `o\n7\n${base64(new Uint8Array(31))}\n`],
    ["33 bytes of root", `o\n7\n${base64(new Uint8Array(33))}\n`],
    ["a root in another alphabet", `o\n7\n${root.replaceAll("+", "-")}\n`],
    ["a root with stray bits", `o\n7\n${root.slice(0, 42)}t=\n`],
    ["a tab in the origin", `o\to\n7\n${root}\n`],
    ["half a character in the origin", `o\ud800\n7\n${root}\n`],
  ])("with %s is refused", (_, text) => {
    expect(parseTreeHead(`o\n7\n${root}\n`)).toBeDefined();
    expect(parseTreeHead(text)).toBeUndefined();
  });

  it("that has no text is a broken invariant", () => {
    const head = { origin: "o", size: 7, root: new Uint8Array(32) };
    const broken = [
      { ...head, origin: "" },
      { ...head, origin: "a\nb" },
      { ...head, size: -1 },
      { ...head, size: 1.5 },
      { ...head, size: 2 ** 53 },
      { ...head, root: new Uint8Array(31) },
    ];
    for (const each of broken) expect(() => treeHeadText(each)).toThrow();
  });
});
