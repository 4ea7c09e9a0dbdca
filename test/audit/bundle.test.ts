// A court bundle proves one slip or one result to whoever holds the log's key, with the service down and the database gone.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bundle, decodeBundle, encodeBundle } from "../../src/format/bundle.ts";
import { vkeyOf } from "../../src/format/note.ts";
import { verifyBundle } from "../../src/rules/readings/evidence.ts";
import { makeBundle } from "../../src/store/make-bundle.ts";
import { migrate } from "../../src/store/migrations.ts";
import { openInMemory } from "../../src/store/pglite.ts";
import { playStory, type Story } from "./logs.ts";

let story: Story;
let paid: Uint8Array;
let refused: Uint8Array;
let slip: Uint8Array;

async function bundleOf(index: number): Promise<Uint8Array> {
  const bundle = await makeBundle(story.database.kysely, story.intake.note!, index);
  if (!bundle) throw new Error(`no bundle of ${index}`);
  return bundle;
}

beforeAll(async () => {
  const database = await openInMemory();
  await migrate(database);
  story = await playStory(database);
  const decisionOf = async (annex: number) => (await story.view.fact("claim", annex))!.decision!.index;
  paid = await bundleOf(await decisionOf(story.honest));
  refused = await bundleOf(await decisionOf(story.dishonest));
  const slips = await story.view.list(`from/${await sandMine()}`, 1);
  slip = await bundleOf(Number(slips[0]!.key));
  // From here on there is no ledger any more.
  await database.close();
});

async function sandMine(): Promise<number> {
  for (const { key } of await story.view.list("sites")) {
    if ((await story.view.fact("site", key))?.name === "Mỏ cát Bến Ngự") return Number(key);
  }
  throw new Error("no mine");
}

/** The bundle with its content changed and its digest made to match. */
function forged(file: Uint8Array, change: (bundle: Bundle) => void): Uint8Array {
  const bundle = decodeBundle(file);
  if ("flaw" in bundle) throw new Error(bundle.flaw);
  change(bundle);
  return encodeBundle(bundle);
}

describe("a court bundle", () => {
  it("of a slip proves it under the pinned key", async () => {
    expect(await verifyBundle(slip, story.vkey)).toMatchObject({ proof: { kind: "slip" } });
  });

  it("of a result proves figures, signatures and origins under the pinned key", async () => {
    expect(await verifyBundle(paid, story.vkey)).toMatchObject({
      proof: { kind: "result", decision: { body: { outcome: 1 } } },
    });
    expect(await verifyBundle(refused, story.vkey)).toMatchObject({
      proof: { kind: "result", decision: { body: { outcome: 3 } } },
    });
  });

  it("fails under another key", async () => {
    expect(await verifyBundle(slip, vkeyOf("another.example", new Uint8Array(32).fill(9)))).toMatchObject({
      flaw: "key",
    });
  });

  it("fails at each byte that is changed", async () => {
    const missed: number[] = [];
    for (let at = 0; at < slip.length; at++) {
      const bytes = slip.slice();
      bytes[at]! ^= 1 << (at % 8);
      if (!("flaw" in (await verifyBundle(bytes)))) missed.push(at);
    }
    expect(missed).toEqual([]);
  });

  it("fails when cut short or made longer", async () => {
    for (const length of [0, 1, 100, slip.length - 1])
      expect(await verifyBundle(slip.slice(0, length))).toHaveProperty("flaw");
    expect(await verifyBundle(Uint8Array.from([...slip, 0]))).toHaveProperty("flaw");
  });
});

describe("a forger who mends the digest", () => {
  const forgeries: [string, string, (bundle: Bundle) => void][] = [
    ["drops a leaf that another one names", "reference", (bundle) => void bundle.leaves.splice(3, 1)],
    ["drops entry 0", "leaf", (bundle) => void bundle.leaves.shift()],
    ["swaps two leaves", "leaf", (bundle) => void bundle.leaves.reverse()],
    [
      "turns the subject elsewhere",
      "subject",
      (bundle) => {
        bundle.subject = 0;
      },
    ],
    [
      "flips a bit of a leaf",
      "inclusion",
      (bundle) => {
        const { leaf } = bundle.leaves[5]!;
        leaf[leaf.length - 20]! ^= 1;
      },
    ],
    [
      "flips a bit of a proof",
      "inclusion",
      (bundle) => {
        bundle.leaves[5]!.proof[0]![0]! ^= 1;
      },
    ],
    [
      "alters the size of the head",
      "head",
      (bundle) => {
        bundle.head = bundle.head.replace(/\n\d+\n/, "\n7\n");
      },
    ],
    [
      "says the head's line twice",
      "repeated",
      (bundle) => {
        bundle.head += bundle.head.split("\n\n")[1]!;
      },
    ],
    [
      "raises accepted money",
      "figures",
      (bundle) => {
        bundle.figures!.acceptedDong += 1;
      },
    ],
    [
      "raises a demand",
      "figures",
      (bundle) => {
        bundle.figures!.lines[0]!.materials[0]!.demandKg += 1;
      },
    ],
    ["leaves an origin out", "origins", (bundle) => void bundle.origins!.pop()],
    [
      "adds a kilogram to an origin",
      "kilograms",
      (bundle) => {
        bundle.origins![0]!.kg += 1;
      },
    ],
    ["cuts a way short of its source", "way", (bundle) => void bundle.origins![0]!.way.pop()],
    ["lets a way begin elsewhere", "way", (bundle) => void bundle.origins![0]!.way.shift()],
  ];
  for (const [deed, what, change] of forgeries) {
    it(`${deed}: ${what}`, async () => {
      expect(await verifyBundle(forged(paid, change), story.vkey)).toMatchObject({ flaw: what });
    });
  }
});

afterAll(() => story.database.close());
