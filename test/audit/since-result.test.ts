// Events after a result was signed go with its court bundle, and whoever verifies the bundle is told: money asked back, a
// finding against its loads and its end, the reversal.
import { beforeAll, describe, expect, it } from "vitest";
import { decodeBundle, encodeBundle } from "../../src/format/bundle.ts";
import { decodeLeaf } from "../../src/format/leaf.ts";
import { verifyBundle } from "../../src/rules/readings/evidence.ts";
import { isReversed, type Since } from "../../src/rules/readings/since.ts";
import { playReversedResult, type ReversedResult } from "./reversed.ts";

let vkey: string;
let bundles: ReversedResult["bundles"];
let leaf: ReversedResult["leaf"];

beforeAll(async () => {
  ({ vkey, bundles, leaf } = await playReversedResult());
});

async function sinceOf(file: Uint8Array): Promise<readonly Since[]> {
  const found = await verifyBundle(file, vkey);
  if ("flaw" in found) throw new Error(`${found.flaw} ${found.detail}`);
  return found.since;
}

describe("what happened since a result", () => {
  it("is nothing in a bundle of the day on which it was signed", async () => {
    expect(await sinceOf(bundles.signed)).toEqual([]);
  });

  it("names a recovery, and a finding with the kilograms that it speaks of: the whole 16,836 kg of the result", async () => {
    expect(await sinceOf(bundles.found)).toEqual([
      { what: "recovery-opened", index: leaf.recovery, dong: 1_000_000 },
      { what: "spoken", index: leaf.finding, loads: 1, kg: 16_836 },
    ]);
  });

  it("names the end of a finding beside it", async () => {
    expect((await sinceOf(bundles.lifted)).at(-1)).toEqual({
      what: "lifted",
      index: leaf.lift,
      loads: 1,
      kg: 16_836,
    });
  });

  it("says that it was reversed once the treasury's second person has signed", async () => {
    const [proposed, reversed] = [await sinceOf(bundles.proposed), await sinceOf(bundles.reversed)];
    expect(proposed.some(({ index }) => index === leaf.reversal)).toBe(false);
    expect(reversed.at(-1)).toEqual({ what: "reversed", index: leaf.reversal });
    expect([isReversed(proposed), isReversed(reversed)]).toEqual([false, true]);
  });

  it("does not call a result reversed where the second person's signature is cut out", async () => {
    const cut = decodeBundle(bundles.reversed);
    if ("flaw" in cut) throw new Error(cut.flaw);
    cut.leaves = cut.leaves.filter(({ leaf: bytes }) => decodeLeaf(bytes)!.index !== leaf.approval);
    expect((await sinceOf(encodeBundle(cut))).at(-1)).toEqual({ what: "reversal-proposed", index: leaf.reversal });
  });
});
