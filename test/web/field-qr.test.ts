// The printed QR under the conditions it is read in: dust, a shaking hand, a tilted sheet, a dim cabin. The slip is the longest that
// may be issued, since that code has the smallest modules.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import sharp, { type OverlayOptions, type Sharp } from "sharp";
import { expect, test } from "vitest";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { signerFromSeed } from "../../src/format/ed25519.ts";
import { signEntry } from "../../src/format/entry.ts";
import { QR_ENTRY_LIMIT, qrText, readQrText } from "../../src/format/slipcode.ts";
import { qrSvg } from "../../src/web/pages/field/qr.ts";

const wasm = readFileSync(createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm"));
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });

/** A slip near the limit of its QR code. */
async function longSlip(): Promise<Uint8Array> {
  const signer = await signerFromSeed(new Uint8Array(32).fill(7));
  const anchor = { size: 40_000_000, root8: new Uint8Array(8).fill(0xa5) };
  const body = {
    route: 12_345_678,
    vehicle: 23_456_789,
    material: 1 as const,
    massKg: 17_200,
    measure: 1 as const,
    readings: [28_500, 11_300],
    source: 34_567_890,
    package: 12,
    moisturePermille: 80,
    densityKgM3: 1380,
  };
  return signEntry(
    { kind: "slip.issue", body, seq: 4_000_000, claimedS: 1_794_000_000, anchor },
    signer,
    "songuon.example/song-lam",
  );
}

/** The code as a camera sees it: `module` pixels wide, then harmed. */
async function photo(svg: string, harm: (picture: Sharp, side: number) => Sharp): Promise<ImageData> {
  const side = 420;
  const printed = await sharp(Buffer.from(svg)).resize(side, side).flatten({ background: "#ffffff" }).png().toBuffer();
  const { data, info } = await harm(sharp(printed), side).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8ClampedArray(data), width: info.width, height: info.height } as ImageData;
}

function noise(side: number, sigma: number): OverlayOptions {
  const create = { width: side, height: side, channels: 3 as const, background: "#808080" };
  return { input: { create: { ...create, noise: { type: "gaussian", mean: 128, sigma } } }, blend: "overlay" };
}

const HARMS: readonly (readonly [string, (picture: Sharp, side: number) => Sharp])[] = [
  ["clean", (picture) => picture],
  ["out of focus", (picture) => picture.blur(2)],
  ["grainy", (picture, side) => picture.composite([noise(side, 40)])],
  ["tilted", (picture) => picture.rotate(17, { background: "#d8d2c4" })],
  ["dim, of low contrast", (picture) => picture.linear(0.28, 70)],
  [
    "tilted, dim, grainy and out of focus at once",
    (picture, side) =>
      picture
        .composite([noise(side, 20)])
        .linear(0.4, 60)
        .blur(1.2)
        .rotate(-9, { background: "#b5b0a5" }),
  ],
  [
    "with a corner torn off",
    (picture, side) =>
      picture.composite([
        {
          input: Buffer.from(
            `<svg width="${side}" height="${side}"><path d="M${side} ${side}h-70l70-70z" fill="#fff"/></svg>`,
          ),
        },
      ]),
  ],
];

test("a slip's code is version 10 or smaller", async () => {
  const slip = await longSlip();
  expect(slip.length).toBeLessThanOrEqual(QR_ENTRY_LIMIT);
  const side = Number(/viewBox="0 0 (\d+)/.exec(qrSvg(slip, "Phiếu"))?.[1]);
  expect(side - 8).toBeLessThanOrEqual(57);
});

test.each(HARMS)("a printed code is read when the picture is %s", async (_, harm) => {
  const slip = await longSlip();
  const picture = await photo(qrSvg(slip, "Phiếu"), harm);
  const found = await readBarcodes(picture, { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 1 });
  expect(found[0]?.text).toBe(qrText(slip));
  expect(readQrText(found[0]?.text ?? "")).toEqual(slip);
});
