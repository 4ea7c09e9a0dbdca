// A load is contradicted by another slip of its lorry, by a stop of the lorry that took it over, or by a sighting of the lorry with another load: none
// of these names its slip, and the result that rests on them is proven all the same.
import { beforeAll, expect, it } from "vitest";
import { decodeBundle, encodeBundle } from "../../src/format/bundle.ts";
import { decodeEntry } from "../../src/format/entry.ts";
import { decodeLeaf } from "../../src/format/leaf.ts";
import { verifyBundle } from "../../src/rules/readings/evidence.ts";
import { type ContestedResult, playContestedResult } from "./contested.ts";

let played: ContestedResult;

beforeAll(async () => {
  played = await playContestedResult();
});

it("the bundle of a result whose loads are contradicted by a second slip, a stop before a handover and a sighting with another load is accepted", async () => {
  const { named, slips, stop, sighting, bundle, vkey } = played;
  const { first, carried } = slips;
  expect(named).toMatchObject([
    { why: "trips-overlap", index: carried },
    { why: "signed-while-stopped", index: stop },
    { why: "trips-overlap", index: first },
    { why: "two-loads", index: sighting },
  ]);
  const decoded = decodeBundle(bundle);
  if ("flaw" in decoded) throw new Error(decoded.flaw);
  const contested = new Set((decoded.origins ?? []).map((each) => each.contested));
  expect(contested).toEqual(new Set([carried, stop, first, sighting]));
  expect(await verifyBundle(bundle, vkey)).not.toHaveProperty("flaw");
});

it("without the amendment that handed the load over, the stop speaks of another lorry", async () => {
  const { bundle, vkey, stop } = played;
  const cut = decodeBundle(bundle);
  if ("flaw" in cut) throw new Error(cut.flaw);
  const kindOf = (bytes: Uint8Array) => {
    const found = decodeEntry(decodeLeaf(bytes)!.entry);
    return "entry" in found ? found.entry : undefined;
  };
  const amendment = cut.leaves.find(({ leaf }) => kindOf(leaf)?.kind === "slip.amend")!;
  const { index } = decodeLeaf(amendment.leaf)!;
  cut.leaves = cut.leaves.filter(({ leaf }) => {
    const entry = kindOf(leaf);
    return leaf !== amendment.leaf && !(entry?.kind === "approve" && entry.body.proposal === index);
  });
  expect(await verifyBundle(encodeBundle(cut), vkey)).toMatchObject({ flaw: "contested", index: stop });
});

it("forger: a sighting of the lorry's other slip before its load was delivered is no contradiction where the lorry was seen in time", async () => {
  const { bundle, vkey, sighting, stop } = played;
  const moved = decodeBundle(bundle);
  if ("flaw" in moved) throw new Error(moved.flaw);
  const of = moved.origins!.find((each) => each.contested === stop)!;
  of.contested = sighting;
  expect(await verifyBundle(encodeBundle(moved), vkey)).toMatchObject({ flaw: "contested", index: sighting });
});
