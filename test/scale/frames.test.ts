// Frames of weighing indicators as their makers' manuals lay them out, worked out by hand; broken, noisy and endless ones.
import { describe, expect, test } from "vitest";
import {
  type FormatName,
  FrameCutter,
  type FrameFault,
  type ScaleReading,
  type ScaleUnit,
} from "../../src/scale/frames.ts";

const bytes = (text: string) => Uint8Array.from(text, (each) => each.charCodeAt(0));
/** A format without a first byte is read from the end of a line on. */
const read = (format: FormatName, text: string, unit: ScaleUnit = "kg") => [
  ...new FrameCutter(format, unit).push(bytes(`\n${text}`)),
];
type Seen = ScaleReading | FrameFault;
const still = (kg: number, more: Partial<ScaleReading> = {}): ScaleReading => ({
  kg,
  net: false,
  outOfRange: false,
  motion: false,
  ...more,
});
const unflagged = (kg: number): ScaleReading => ({ kg, net: false, outOfRange: false });
const out: ScaleReading = { kg: 0, net: false, outOfRange: true };

describe("a frame", () => {
  // Toledo, status A: "2" = 0x32 is XXXXXX with steps of two, "1" = 0x31 one zero not sent, "5" = 0x35 three decimals. Status B: "0" = 0x30 is
  // gross, above zero, still, kg; +1 net, +2 below zero, +4 out of range, +8 motion; " " = 0x20 is pounds. Status C: " " = 0x20, '"' tonnes.
  test.each<[string, Seen]>([
    ["\x0220 017340000000\r", still(17_340)],
    ["\x0220  17340     0\r", still(17_340)],
    ["\x0210 001734000000\r", still(17_340)],
    ["\x0228 017340000000\r", still(17_340, { motion: true })],
    ["\x0222 000040000000\r", still(-40)],
    ["\x0221 003000014340\r", still(3000, { net: true })],
    ["\x0224 999999000000\r", out],
    ['\x0250"017340000000\r', still(17_340)],
    ["\x0250 017340000000\r", "fraction"],
    ["\x0250 017000000000\r", still(17)],
    ["\x022  017340000000\r", "unit"],
    ["\x0220 01734000000\r", "layout"],
    ["\x0220 01x340000000\r", "layout"],
  ])("of Toledo (%j) is %j", (frame, seen) => {
    expect(read("toledo", frame)).toEqual([seen]);
  });

  test.each<[string, Seen]>([
    ["ST,GS,+0017340kg\r\n", still(17_340)],
    ["ST,GS,+ 17340kg\r\n", still(17_340)],
    ["US,GS,+0017340kg\r\n", still(17_340, { motion: true })],
    ["ST,NT,+0003000kg\r\n", still(3000, { net: true })],
    ["ST,GS,-0000060kg\r\n", still(-60)],
    ["ST,GS,+017.340 t\r\n", still(17_340)],
    ["ST,GS,+00173.5kg\r\n", "fraction"],
    ["OL,GS,+       kg\r\n", out],
    // CAS, 22 bytes: the number of the indicator and its lamps before the weight.
    ["ST,GS,1\xe4,00017340 kg\r\n", still(17_340)],
    ["ST,GS,+0017340lb\r\n", "unit"],
    ["ST,GS,+00a7340kg\r\n", "layout"],
    ["ST,TR,+0014340kg\r\n", "layout"],
  ])("of A&D and CAS (%j) is %j", (frame, seen) => {
    expect(read("and", frame)).toEqual([seen]);
  });

  test.each<[string, Seen]>([
    ["\x02   17340G\x03", still(17_340, { motion: false })],
    ["\x02   17340M\x03", still(17_340, { motion: true })],
    ["\x02-     60G\x03", still(-60)],
    ["\x02    3000N\x03", still(3000, { net: true })],
    ["\x02        O\x03", out],
    ["\x02   17340X\x03", "layout"],
  ])("of Rinstrum (%j) is %j", (frame, seen) => {
    expect(read("rinstrum", frame)).toEqual([seen]);
  });

  // The sum of "+0173400": 2b^30 = 1b, ^31 = 2a, ^37 = 1d, ^33 = 2e, ^34 = 1a, ^30 = 2a, ^30 = 1a.
  test.each<[string, Seen]>([
    ["\x02+01734001A\x03", unflagged(17_340)],
    ["\x02+01734001B\x03", "checksum"],
    ["\x02+0173401\x03", "layout"],
  ])("of Yaohua with a sum (%j) is %j", (frame, seen) => {
    expect(read("yaohua-stx", frame)).toEqual([seen]);
  });

  test.each<[string, ScaleUnit, Seen[]]>([
    ["=00.1734=00.1734=", "kg", [unflagged(4371), unflagged(4371)]],
    ["=0.04371=", "kg", [unflagged(17_340)]],
    ["=043.710=", "t", [unflagged(17_340)]],
    ["=00.1000-=", "kg", [unflagged(-1)]],
    ["=00.06000=", "kg", [unflagged(60)]],
    ["=043x10.=", "kg", ["layout"]],
  ])("of Yaohua from its last digit (%j, %s) is %j", (frame, unit, seen) => {
    expect(read("yaohua-reversed", frame, unit)).toEqual(seen);
  });

  test.each<[string, Seen]>([
    ["wn017340kg\r\n", unflagged(17_340)],
    ["ww00017340kg\r\n", unflagged(17_340)],
    ["ww-0000060kg\r\n", unflagged(-60)],
    ["ww0017340.kg\r\n", unflagged(17_340)],
    ["wt0014340kg\r\n", "layout"],
    ["ww00017340lb\r\n", "unit"],
  ])("of Yaohua with letters (%j) is %j", (frame, seen) => {
    expect(read("yaohua-w", frame)).toEqual([seen]);
  });
});

describe("the cutter", () => {
  test("reads a frame that comes in any number of parts", () => {
    const sent = bytes("\x0220 017340000000\r\x0228 017360000000\r");
    for (let size = 1; size <= sent.length; size++) {
      const cutter = new FrameCutter("toledo", "kg");
      const seen: Seen[] = [];
      for (let at = 0; at < sent.length; at += size) seen.push(...cutter.push(sent.subarray(at, at + size)));
      expect(seen, `in parts of ${size}`).toEqual([still(17_340), still(17_360, { motion: true })]);
    }
  });

  test("begins in the middle of a frame, and takes neither a checksum nor a parity bit for a weight", () => {
    const tail = "340000000\r";
    expect(read("toledo", `${tail}\x0220 017340000000\r\x02\x0220 017360000000\r`)).toEqual([
      still(17_340),
      still(17_360),
    ]);
    const parity = Uint8Array.from(bytes("ST,GS,+0017340kg\r\n"), (each, at) => (at % 2 ? each | 0x80 : each));
    const cutter = new FrameCutter("and", "kg");
    expect([...cutter.push(parity)]).toEqual([]);
    expect([...cutter.push(parity)]).toEqual([still(17_340)]);
  });

  test("gives up half a frame that is overtaken by the next, and one whose line was cut", () => {
    expect(read("toledo", "\x0220 0173\x0220 017360000000\r")).toEqual(["layout", still(17_360)]);
    const cutter = new FrameCutter("toledo", "kg");
    expect([...cutter.push(bytes("\x0220 0173"))]).toEqual([]);
    cutter.reset();
    expect([...cutter.push(bytes("40000000\r"))]).toEqual([]);
  });

  test("holds no more than one frame of an indicator that never ends one, and reads the next that is right", () => {
    const cutter = new FrameCutter("toledo", "kg");
    const block = new Uint8Array(1 << 16).fill(0x39);
    expect([...cutter.push(bytes("\x02"))]).toEqual([]);
    let faults = 0;
    const before = process.memoryUsage().arrayBuffers;
    for (let sent = 0; sent < 1 << 24; sent += block.length) for (const _ of cutter.push(block)) faults += 1;
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 22);
    // One frame is too long; what follows belongs to none.
    expect(faults).toBe(1);
    expect([...cutter.push(bytes("\r\x0220 017340000000\r"))]).toEqual([still(17_340)]);
  });
});
