import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat, hex, utf8 } from "../../src/format/bytes.ts";
import {
  decodeEntryBundle,
  encodeEntryBundle,
  entriesPath,
  hashesOfTile,
  parseTilePath,
  TILE_HEIGHT,
  TILE_WIDTH,
  tilePath,
  tileWidthAt,
} from "../../src/format/tile.ts";

describe("tile paths", () => {
  const known: [string, Parameters<typeof tilePath>][] = [
    ["tile/0/000", [0, 0]],
    ["tile/0/x001/x234/067", [0, 1234067]],
    ["tile/0/x001/x234/067.p/13", [0, 1234067, 13]],
    ["tile/0/999", [0, 999]],
    ["tile/1/x001/000", [1, 1000]],
    ["tile/2/000.p/1", [2, 0, 1]],
    ["tile/63/005.p/255", [63, 5, 255]],
    ["tile/7/x009/x007/x199/x254/x740/991", [7, 2 ** 53 - 1]],
  ];
  it.each(known)("%s is the specification's spelling", (path, [level, index, width]) => {
    expect(tilePath(level, index, width)).toBe(path);
    expect(parseTilePath(path)).toEqual({ level, index, width: width ?? 256 });
  });

  it("of entry bundles have the word instead of a level", () => {
    expect(entriesPath(1234067)).toBe("tile/entries/x001/x234/067");
    expect(entriesPath(0, 7)).toBe("tile/entries/000.p/7");
    expect(parseTilePath("tile/entries/000.p/7")).toEqual({ level: "entries", index: 0, width: 7 });
  });

  it("come back as they went for any level, index and width", () => {
    const index = fc.oneof(fc.nat(), fc.maxSafeNat());
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 63 }), index, fc.integer({ min: 1, max: 256 }), (level, index, width) => {
        expect(parseTilePath(tilePath(level, index, width))).toEqual({ level, index, width });
        expect(parseTilePath(entriesPath(index, width))).toEqual({ level: "entries", index, width });
      }),
    );
  });

  const refused = [
    "",
    "tile/0/0",
    "tile/0/00",
    "tile/0/0000",
    "tile/00/000",
    "tile/01/000",
    "tile/64/000",
    "tile/-1/000",
    "tile/0/x000/001",
    "tile/0/001/002",
    "tile/0/x001/x002",
    "tile/0/x001",
    "tile/0/000.p/0",
    "tile/0/000.p/256",
    "tile/0/000.p/01",
    "tile/0/000.p/",
    "tile/0/000.p/1/",
    "tile/0/000/",
    "/tile/0/000",
    "tile/0/000\n",
    "tile/0/../000",
    "tile/0/%30",
    "tile/entry/000",
    "tile/0/x999/x999/x999/x999/x999/999",
    "tile/0/x001/x000/x000/x000/x000/x000/000",
    "tile/0/٠٠٠",
  ];
  it.each(refused)("%j is refused", (path) => {
    expect(parseTilePath(path)).toBeUndefined();
  });

  it("outside the format are never written", () => {
    for (const level of [-1, 64, 0.5]) expect(() => tilePath(level, 0)).toThrow(RangeError);
    for (const index of [-1, 0.5, 2 ** 53]) expect(() => entriesPath(index)).toThrow(RangeError);
    for (const width of [0, 257, 1.5]) expect(() => tilePath(0, 0, width)).toThrow(RangeError);
  });
});

describe("tile widths", () => {
  it("are the specification's for 70,000 leaves", () => {
    const at = (level: number, index: number) => tileWidthAt(70_000, level, index);
    expect([at(0, 0), at(0, 272), at(0, 273), at(0, 274)]).toEqual([256, 256, 112, 0]);
    expect([at(1, 0), at(1, 1), at(1, 2), at(2, 0), at(2, 1), at(3, 0)]).toEqual([256, 17, 0, 1, 0, 0]);
  });

  it("of 256 leaves are one full tile and one hash above it", () => {
    expect([tileWidthAt(256, 0, 0), tileWidthAt(256, 0, 1), tileWidthAt(256, 1, 0)]).toEqual([256, 0, 1]);
    expect([TILE_WIDTH, 2 ** TILE_HEIGHT]).toEqual([256, 256]);
  });
});

describe("entry bundles", () => {
  it("put two big-endian length bytes before each leaf", () => {
    const bundle = encodeEntryBundle([utf8("cát"), new Uint8Array(0), new Uint8Array(258)]);
    expect(hex(bundle.slice(0, 10))).toBe("000463c3a17400000102");
    expect(bundle.length).toBe(4 + 2 + 2 + 2 + 258);
  });

  it("come back as they went", () => {
    const leaves = fc.array(fc.uint8Array({ maxLength: 600 }), { minLength: 1, maxLength: 256 });
    fc.assert(
      fc.property(leaves, (leaves) => {
        expect(decodeEntryBundle(encodeEntryBundle(leaves))).toEqual(leaves);
      }),
    );
  });

  it("cut anywhere but between leaves, empty, or of 257 leaves are refused", () => {
    const bundle = encodeEntryBundle([utf8("cát"), utf8("đá")]);
    const whole = new Set([6, bundle.length]);
    for (let end = 0; end <= bundle.length; end++) {
      expect(decodeEntryBundle(bundle.slice(0, end)) !== undefined).toBe(whole.has(end));
    }
    const full = encodeEntryBundle(Array.from({ length: 256 }, () => utf8("x")));
    expect(decodeEntryBundle(full)?.length).toBe(256);
    expect(decodeEntryBundle(concat(full, Uint8Array.of(0, 1, 120)))).toBeUndefined();
  });

  it("of no leaf, 257 leaves or a leaf beyond 65,535 bytes are never written", () => {
    const many = Array.from({ length: 257 }, () => utf8("x"));
    for (const leaves of [[], many, [new Uint8Array(65_536)]]) {
      expect(() => encodeEntryBundle(leaves)).toThrow(RangeError);
    }
    expect(decodeEntryBundle(encodeEntryBundle([new Uint8Array(65_535)]))?.[0]?.length).toBe(65_535);
  });
});

describe("tiles", () => {
  it("are 1 to 256 hashes of 32 bytes", () => {
    const bytes = Uint8Array.from({ length: 96 }, (_, n) => n);
    expect(hashesOfTile(bytes)?.map((hash) => hash[0])).toEqual([0, 32, 64]);
    expect(hashesOfTile(new Uint8Array(8192))?.length).toBe(256);
    for (const length of [0, 31, 33, 8191, 8224]) expect(hashesOfTile(new Uint8Array(length))).toBeUndefined();
  });
});
