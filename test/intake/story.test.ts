import { expect, it } from "vitest";
import { decodeLeaf } from "../../src/format/leaf.ts";
import { openNote, parseTreeHead, vkeyOf } from "../../src/format/note.ts";
import { decodeProof } from "../../src/format/proof.ts";
import { leafHash, verifyInclusion } from "../../src/format/tree.ts";
import { onEachDatabase } from "../databases.ts";
import { openWorld } from "../world.ts";

onEachDatabase("a load of sand", (open) => {
  it("goes from mine to yard and its receipt proves its place in the log", async () => {
    const { scribe, province, clock, intake } = await openWorld(await open());
    const slip = await scribe.send("sandMiner", "slip.issue", {
      route: province.routes["sandMine→yard"]!,
      vehicle: province.trucks[0]!,
      source: province.sandSource,
      material: 1,
      massKg: 17_200,
      measure: 1,
      readings: [28_500, 11_300],
    });
    if (!slip.ok) throw new Error(JSON.stringify(slip.problem));
    const receipt = decodeProof(slip.value.proof)!;
    const leaf = decodeLeaf(receipt.extra!)!;
    expect(leaf.index).toBe(slip.value.index);
    const head = parseTreeHead(`${receipt.head.split("\n\n")[0]}\n`)!;
    const opened = await openNote(receipt.head, [vkeyOf(scribe.origin, intake.logKey)]);
    expect(opened?.verified).toHaveLength(1);
    expect(
      verifyInclusion({
        index: leaf.index,
        size: head.size,
        leaf: leafHash(receipt.extra!),
        root: head.root,
        proof: receipt.proof,
      }),
    ).toBe(true);
    clock.pass(40);
    const received = await scribe.send("yardKeeper", "load.receive", {
      slip: { index: slip.value.index },
      at: province.yard,
      part: 1,
      final: 1,
      massKg: 17_150,
      measure: 1,
    });
    expect(received).toMatchObject({ value: { verdict: null } });
    clock.pass(60);
    const again = await scribe.send("yardKeeper", "load.receive", {
      slip: { index: slip.value.index },
      at: province.yard,
      part: 2,
      final: 1,
      massKg: 17_150,
      measure: 1,
    });
    expect(again).toMatchObject({ value: { verdict: { code: "received-twice" } } });
  });
});
