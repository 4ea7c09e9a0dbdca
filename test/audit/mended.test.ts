// A result rests on receipts as they were mended: each way leads from the correction to the slip that it names as the right one, and a late slip of
// a slip book that was ruled to count leads to its book. The bundle is accepted, and no other slip will do.
import { beforeAll, expect, it } from "vitest";
import { decodeBundle, encodeBundle } from "../../src/format/bundle.ts";
import { verifyBundle } from "../../src/rules/readings/evidence.ts";
import { type MendedResult, playMendedResult } from "./mended.ts";

let played: MendedResult;

beforeAll(async () => {
  played = await playMendedResult();
});

function opened() {
  const bundle = decodeBundle(played.bundle);
  if ("flaw" in bundle) throw new Error(bundle.flaw);
  return { ...bundle, origins: bundle.origins! };
}

it("of loads that were corrected, taken to the right slip, and ruled to count is accepted, each under its slip", async () => {
  const { receipts, slips, bundle, vkey } = played;
  const steps = new Map(opened().origins.map(({ way }) => [way[0], way[1]]));
  expect(receipts.map((receipt) => steps.get(receipt))).toEqual(slips);
  expect(await verifyBundle(bundle, vkey)).not.toHaveProperty("flaw");
});

it("forger: the receipt that was taken to another slip does not lead to the one it was first written under", async () => {
  const { receipts, slips, vkey } = played;
  const forged = opened();
  const [way] = forged.origins.flatMap((each) => (each.way[0] === receipts[1] ? [each.way] : []));
  way![1] = slips[2]!;
  expect(await verifyBundle(encodeBundle(forged), vkey)).toMatchObject({ flaw: "way", index: slips[2] });
});
