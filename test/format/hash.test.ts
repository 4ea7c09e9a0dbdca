import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js";
import fc from "fast-check";
import { expect, it } from "vitest";
import { hex, utf8 } from "../../src/format/bytes.ts";
import { sha256 } from "../../src/format/hash.ts";

it("SHA-256 of nothing and of abc are those of FIPS 180-4", () => {
  expect(hex(sha256(new Uint8Array()))).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(hex(sha256(utf8("abc")))).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

it("the platform's SHA-256 and noble's agree on everything", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (data) => hex(sha256(data)) === hex(nobleSha256(data))));
});

it("a hash is bytes of its own: writing into one leaves the next alone", () => {
  const first = sha256(utf8("a"));
  const second = sha256(utf8("b"));
  first.fill(0);
  expect(hex(second)).toBe(hex(nobleSha256(utf8("b"))));
  expect(second.buffer.byteLength).toBe(32);
});
