// Faults that mutants and the reading of them brought to light, each with the honest file beside it.
import { expect, it } from "vitest";
import { BUNDLE_FORMAT, BUNDLE_SPEC, encodeBundle } from "../../src/format/bundle.ts";
import { possessionMessage } from "../../src/format/entry.ts";
import type { Body } from "../../src/format/kinds.ts";
import { decodeLeaf, encodeLeaf } from "../../src/format/leaf.ts";
import { Pen } from "../../src/format/pen.ts";
import { parseLogKeys } from "../../src/format/signatories.ts";
import { inclusionProof, leafHash } from "../../src/format/tree.ts";
import { verifyBundle } from "../../src/rules/readings/evidence.ts";
import { bundleIn } from "../audit/bundle-forgeries.ts";
import { signerOf } from "../format/samples.ts";
import { treeOf } from "../format/story.ts";
import { bundleOf, entryIn, noteOf, ORIGIN, playResultLog } from "./result-log.ts";

const world = await playResultLog();
const slip = bundleIn(await bundleOf(world.leaves, world.slip, world.log));

/** The slip's bundle under a log to which these entries came, all of them in it too. */
async function withMore(entries: readonly Uint8Array[]): Promise<Uint8Array> {
  const leaves = [...world.leaves];
  const { receivedMs } = decodeLeaf(leaves.at(-1)!)!;
  for (const entry of entries)
    leaves.push(
      encodeLeaf({ index: leaves.length, receivedMs, previous: leafHash(leaves.at(-1)!), entry, carried: false }),
    );
  const { size, read } = treeOf(leaves);
  const held = [
    ...slip.leaves.map(({ leaf }) => decodeLeaf(leaf)!.index),
    ...entries.map((_, i) => world.leaves.length + i),
  ];
  return encodeBundle({
    format: BUNDLE_FORMAT,
    spec: BUNDLE_SPEC,
    subject: slip.subject,
    head: await noteOf(leaves, world.log),
    leaves: held.map((i) => ({ leaf: leaves[i]!, proof: inclusionProof(i, size, read) })),
  });
}

it("two keys that added each other end without going round in a circle, and one that added another ends with it", async () => {
  const miner = entryIn(world.leaves[slip.subject]!);
  const signer = world.signers.get(Buffer.from(miner.kid).toString("hex"))!;
  const [first, second] = [new Pen(signer, ORIGIN, 1000), new Pen(await signerOf("second"), ORIGIN)];
  const adds = async (by: Pen, of: Pen) => {
    const { key } = of.signer;
    const body: Body<"key.add"> = { key, possession: await of.signer.sign(possessionMessage(ORIGIN, key)) };
    return by.write("key.add", body, miner.claimedS);
  };
  const gone = { kid: Buffer.from(first.kid, "hex"), reason: "Mất máy trên đường về", lostS: miner.claimedS } as const;
  const ends = await second.write("key.revoke", gone, miner.claimedS);
  const honest = await withMore([await adds(first, second), ends]);
  expect(await verifyBundle(honest, world.vkey)).toHaveProperty("proof.kind", "slip");
  const circle = [await adds(first, second), await adds(second, first), ends];
  expect(await verifyBundle(await withMore(circle), world.vkey)).toHaveProperty("proof.kind", "slip");
  // What the lost key added signs nothing afterwards.
  const after = [
    ...circle,
    await second.write(
      "slip.void",
      { slip: slip.subject, reason: "Xe hỏng, không đi" } as Body<"slip.void">,
      miner.claimedS,
    ),
  ];
  expect(await verifyBundle(await withMore(after), world.vkey)).toMatchObject({ flaw: "ended" });
});

it("the text of pinned keys is taken with a byte order mark ahead and blanks around, and with nothing else", () => {
  const { vkey } = world;
  for (const text of [vkey, `\ufeff${vkey}\r\n`, ` ${vkey}\t\n\n`])
    expect(parseLogKeys(text)).toEqual([{ vkey, from: 0 }]);
  for (const text of [
    `${vkey}\ufeff`,
    `\u00a0${vkey}`,
    `${vkey}\n\ufeff`,
    `${vkey}\n\n${vkey}`,
    `${vkey} 0`,
    `${vkey}  9`,
  ])
    expect(parseLogKeys(text)).toBeUndefined();
  // A long run of blanks inside takes time in proportion to its length.
  expect(parseLogKeys(`${vkey}${" \n".repeat(1_000_000)}x`)).toBeUndefined();
});
