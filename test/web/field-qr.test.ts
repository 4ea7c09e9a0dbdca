// The printed QR under the conditions it is read in: dust, a shaking hand, a tilted sheet, a dim cabin. The slip is the longest that
// may be issued, since that code has the smallest modules.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import sharp, { type OverlayOptions, type Sharp } from "sharp";
import { describe, expect, test } from "vitest";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { MATERIAL, MEASURE } from "../../src/format/codes.ts";
import { signerFromSeed } from "../../src/format/ed25519.ts";
import { signEntry } from "../../src/format/entry.ts";
import { QR_ENTRY_LIMIT, qrText, readQrText } from "../../src/format/slipcode.ts";
import { qrSvg } from "../../src/pages/field/qr.ts";
import { PRINT_STYLE } from "../../src/web/print.ts";

const wasm = readFileSync(createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm"));
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });

/** A slip near the limit of its QR code. */
async function longSlip(): Promise<Uint8Array> {
  const signer = await signerFromSeed(new Uint8Array(32).fill(7));
  const anchor = { size: 40_000_000, root8: new Uint8Array(8).fill(0xa5) };
  const body = {
    route: 12_345_678,
    vehicle: 23_456_789,
    material: MATERIAL.sand,
    massKg: 17_200,
    measure: MEASURE.scale,
    readings: [28_500, 11_300],
    source: 34_567_890,
    package: 12,
    moisturePermille: 80,
  };
  return signEntry(
    { kind: "slip.issue", body, seq: 4_000_000, claimedS: 1_794_000_000, anchor },
    signer,
    "songuon.example/song-lam",
  );
}

/** Width of the printed code in millimetres on the narrowest paper (src/web/print.ts). */
const PRINTED_MM = 44;

/** What lies on the paper: a laser printer's 600 dots an inch, or a gate's thermal roll, 203 dots an inch, each burnt a little too wide. */
const PRINTS: Readonly<Record<string, (svg: string) => Promise<Buffer>>> = {
  "A5 sheet": (svg) => onPaper(svg, 600),
  "80 mm roll": async (svg) => {
    const burnt = await sharp(await onPaper(svg, 203))
      .blur(0.7)
      .threshold(150)
      .png()
      .toBuffer();
    return sharp(burnt).linear(0.72, 44).png().toBuffer();
  },
};

function onPaper(svg: string, dotsAnInch: number): Promise<Buffer> {
  const dots = Math.round((PRINTED_MM / 25.4) * dotsAnInch);
  const picture = sharp(Buffer.from(svg)).resize(dots, dots, { kernel: "nearest" });
  return picture.flatten({ background: "#ffffff" }).png().toBuffer();
}

/** The code as a camera sees it, 420 pixels wide, then harmed. */
async function photo(printed: Buffer, harm: (picture: Sharp, side: number) => Sharp): Promise<ImageData> {
  const side = 420;
  const seen = await sharp(printed).resize(side, side).png().toBuffer();
  const { data, info } = await harm(sharp(seen), side).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8ClampedArray(data), width: info.width, height: info.height } as ImageData;
}

/** Drawn over the picture: shadows, creases, stains. */
function over(side: number, drawing: string): OverlayOptions {
  return { input: Buffer.from(`<svg width="${side}" height="${side}">${drawing}</svg>`) };
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
  [
    "held askew, so that it leans and narrows",
    (picture) => picture.affine([1, 0.16, 0.1, 0.78], { background: "#d8d2c4" }),
  ],
  [
    "smeared by a moving hand",
    (picture) => picture.convolve({ width: 5, height: 3, kernel: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0] }),
  ],
  [
    "folded once, one half in the shade",
    (picture, side) =>
      picture.composite([
        over(
          side,
          `<rect width="${side * 0.47}" height="${side}" fill="#000" fill-opacity="0.38"/><path d="M${side * 0.47} 0l5 ${side}" stroke="#e9e4d8" stroke-width="4"/>`,
        ),
      ]),
  ],
  [
    "folded in four, with worn creases",
    (picture, side) =>
      picture.composite([
        over(
          side,
          `<path d="M${side * 0.52} 0v${side}M0 ${side * 0.46}h${side}" stroke="#efeadf" stroke-width="5"/><rect x="${side * 0.52}" width="${side}" height="${side * 0.46}" fill="#000" fill-opacity="0.25"/>`,
        ),
      ]),
  ],
  [
    "stained with oil",
    (picture, side) =>
      picture.composite([
        over(side, `<circle cx="${side * 0.62}" cy="${side * 0.6}" r="26" fill="#4a3a1d" fill-opacity="0.85"/>`),
      ]),
  ],
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

describe.each(Object.keys(PRINTS))("a code printed on an %s", (paper) => {
  test.each(HARMS)("is read when the picture is %s", async (_, harm) => {
    const slip = await longSlip();
    const printed = await PRINTS[paper]!(qrSvg(slip, "Phiếu"));
    const picture = await photo(printed, harm);
    const found = await readBarcodes(picture, { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 1 });
    expect(found[0]?.text).toBe(qrText(slip));
    expect(readQrText(found[0]?.text ?? "")).toEqual(slip);
  });

  test("is not misread when it cannot be read", async () => {
    const printed = await PRINTS[paper]!(qrSvg(await longSlip(), "Phiếu"));
    const picture = await photo(printed, (seen) => seen.blur(9));
    const found = await readBarcodes(picture, { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 1 });
    expect(found.filter((each) => each.isValid)).toEqual([]);
  });
});

test("no paper prints the code narrower than it is tried here", () => {
  const widths = [...PRINT_STYLE.matchAll(/\.slip \.qr-field \{ width: (\d+)mm/g)].map((found) => Number(found[1]));
  expect(Math.min(...widths)).toBe(PRINTED_MM);
});
