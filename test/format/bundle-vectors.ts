// Court bundles with a verdict for whoever writes a reader: three honest ones, and what changes of them must be refused, each under the code that
// our reader gives it. A stranger mends the digest at most; a log that lies about itself signs everything anew.

import { base64, concat, hex } from "../../src/format/bytes.ts";
import { type Cbor, decodeCbor, encodeCbor } from "../../src/format/cbor.ts";
import { sha256 } from "../../src/format/hash.ts";
import { decodeLeaf, type Leaf } from "../../src/format/leaf.ts";
import { signNote, vkeyOf } from "../../src/format/note.ts";
import { bundleIn, forged } from "../audit/bundle-forgeries.ts";
import { type Change, retold, retoldBundle } from "../fuzz/bundle-targets.ts";
import { bundleOf, entryIn, ORIGIN, type ResultLog } from "../fuzz/result-log.ts";
import { type Base, CHANGES, lineOf } from "./bundle-changes.ts";
import { signerOf } from "./samples.ts";
import { type Splice, told } from "./splices.ts";

/** `changes` make the file out of the one under `of`; `vkey`: another text pinned than the log's key. */
export type BundleVector = {
  readonly name: string;
  readonly of: Base;
  readonly changes: readonly Splice[];
  readonly vkey?: string;
  readonly accept: boolean;
  readonly code: string;
  readonly why: string;
};

/** Bodies that a log changed and signed anew with all that rests on them; fields by their numbers in the CDDL. */
type Lie = readonly [
  code: string,
  name: string,
  of: Base,
  kind: string,
  change: (body: Map<number, Cbor>) => void,
  why: string,
];
const LIES: readonly Lie[] = [
  [
    "accepted",
    "a slip of another mass, everything signed anew",
    "slip",
    "slip.issue",
    (body) => void body.set(4, 10_010),
    "whoever holds all the keys can tell another history: only a head seen before, or a witness, shows it",
  ],
  [
    "possession",
    "a key that nobody proved to hold",
    "slip",
    "key.register",
    (body) => void body.set(3, new Uint8Array(64).fill(7)),
    "possession is a signature by the key over the possession message",
  ],
  [
    "leaf",
    "a body that lacks a field",
    "slip",
    "slip.issue",
    (body) => void body.delete(1),
    "the body fits the CDDL of its kind",
  ],
  [
    "standing",
    "a slip of somebody else's place",
    "slip",
    "route.set",
    (body) => void body.set(1, body.get(2)!),
    "a slip is signed by the party of the place where its route begins",
  ],
  [
    "link",
    "a result that quotes another review",
    "paid",
    "decision.sign",
    (body) => void body.set(2, new Uint8Array(32).fill(7)),
    "review and annex are those that the result names, by index and id",
  ],
  [
    "figures",
    "a result that pays more than was accepted",
    "paid",
    "decision.sign",
    (body) => void body.set(10, Number(body.get(10)) + 1),
    "paidDong follows from the figures",
  ],
];

/** Leaves that a log bent and put under its own head. */
type Bend = readonly [code: string, name: string, bend: (leaf: Leaf, at: number) => Leaf, why: string];
const BENDS: readonly Bend[] = [
  [
    "chain",
    "two neighbours that are not chained",
    (leaf, at) => ({ ...leaf, previous: at === 1 ? new Uint8Array(32) : leaf.previous }),
    "prevLeafHash is the hash of the leaf before it",
  ],
  [
    "time",
    "a leaf received before the one ahead of it",
    (leaf, at) => ({ ...leaf, receivedMs: at === 1 ? 1 : leaf.receivedMs }),
    "receivedMs never goes back",
  ],
  [
    "signature",
    "a signature that does not hold",
    (leaf, at) => ({
      ...leaf,
      entry: at === 1 ? leaf.entry.map((byte, i) => (i === leaf.entry.length - 9 ? byte ^ 1 : byte)) : leaf.entry,
    }),
    "every entry is signed by the key of its kid",
  ],
];

type Told = readonly [code: string, name: string, of: Base, file: Uint8Array, why: string];

async function liesOf(world: ResultLog, bases: Readonly<Record<Base, Uint8Array>>): Promise<Told[]> {
  const rows: Told[] = [];
  const tell = async (of: Base, at: readonly number[], change: Change, bend?: Bend[2], more: number[] = []) => {
    const leaves = await retold(world, new Set(at), change, bend);
    return retoldBundle(world, world[of], bundleIn(bases[of]), leaves, more);
  };
  for (const [code, name, of, kind, change, why] of LIES) {
    const { leaves } = bundleIn(bases[of]);
    const { index } = decodeLeaf(leaves.findLast(({ leaf }) => entryIn(leaf).kind === kind)!.leaf)!;
    rows.push([code, name, of, await tell(of, [index], (payload) => change(payload.get(5) as Map<number, Cbor>)), why]);
  }
  for (const [code, name, bend, why] of BENDS)
    rows.push([code, name, "slip", await tell("slip", [], () => undefined, bend), why]);
  // The slip claims a leaf of a slip book that is none; only a ruling of the authority would let it count.
  const [late] = bundleIn(bases.paid).origins![0]!.way.slice(1);
  const claims = (payload: Map<number, Cbor>) => void (payload.get(5) as Map<number, Cbor>).set(12, [0, 5]);
  const book = await tell("paid", [late!], claims);
  rows.push([
    "way",
    "a slip of a slip book that nobody granted",
    "paid",
    book,
    "a slip's serial is one of the slip book that it names, unless a ruling lets it count",
  ]);
  // The last two of the authority's entries that the bundle does without are made the ruling and its approval.
  const held = new Set(bundleIn(bases.paid).leaves.map(({ leaf }) => decodeLeaf(leaf)!.index));
  const kidAt = (index: number) => hex(entryIn(world.leaves[index]!).kid);
  const authority = kidAt(bundleIn(bases.paid).origins![0]!.way.at(-1)!);
  const spare = world.leaves.flatMap((_, index) => (kidAt(index) === authority && !held.has(index) ? [index] : []));
  const [ruling, approval] = spare.slice(-2) as [number, number];
  const why = "Phiếu đến muộn vì mất mạng ở mỏ";
  const bodies = new Map<number, readonly [kind: number, body: [number, Cbor][]]>([
    [
      ruling,
      [
        47,
        [
          [1, [late!]],
          [2, 1],
          [3, "Kết luận số 12/KL-SNNMT"],
          [4, why],
        ],
      ],
    ],
    [approval, [21, [[1, ruling]]]],
  ]);
  const rules = (payload: Map<number, Cbor>, index: number) => {
    const said = bodies.get(index);
    if (said) payload.set(1, said[0]).set(5, new Map(said[1]));
    else claims(payload);
  };
  const alone = await tell("paid", [late!, ruling], rules, undefined, [ruling]);
  rows.push([
    "way",
    "the same with a ruling that nobody approved",
    "paid",
    alone,
    "slip.rule waits for a second person",
  ]);
  const ruled = await tell("paid", [late!, ruling, approval], rules, undefined, [ruling, approval]);
  rows.push([
    "accepted",
    "the same with a ruling that lets it count",
    "paid",
    ruled,
    "an approved slip.rule names the slip, and counts is 1",
  ]);
  return rows;
}

/** The value with one field more at the path, in the file's own CBOR, which our types cannot write. */
function withField(file: Uint8Array, path: readonly number[], key: number): Uint8Array {
  const [content] = decodeCbor(file) as [Cbor, Cbor];
  let at = content;
  for (const step of path) at = at instanceof Map ? at.get(step)! : (at as Cbor[])[step]!;
  (at as Map<number, Cbor>).set(key, 0);
  const changed = encodeCbor(content);
  return concat(Uint8Array.of(0x82), changed, Uint8Array.of(0x58, 0x20), sha256(changed));
}

export async function bundleVectors(world: ResultLog) {
  const bases = Object.fromEntries(
    await Promise.all(
      (["paid", "part", "slip"] as const).map(async (of) => [of, await bundleOf(world.leaves, world[of], world.log)]),
    ),
  ) as Record<Base, Uint8Array>;
  const { slip, paid } = bases;
  const vectors: BundleVector[] = [];
  const add = (code: string, name: string, of: Base, file: Uint8Array, why: string, vkey?: string) =>
    vectors.push({
      name,
      of,
      changes: told(bases[of], file),
      ...(vkey === undefined ? {} : { vkey }),
      accept: code === "accepted",
      code,
      why,
    });
  add("accepted", "a result that pays", "paid", paid, "two loads of sand from a mine, 18,520 kg of them in the line");
  add(
    "accepted",
    "a result that pays a part",
    "part",
    bases.part,
    "a checkpoint saw another plate at one of three loads",
  );
  add("accepted", "a slip", "slip", slip, "a slip with what it names, down to entry 0");
  add(
    "accepted",
    "the key in a file with a byte order mark and CRLF",
    "slip",
    slip,
    "both are taken",
    `\ufeff${world.vkey}\r\n`,
  );
  const swapped = forged(paid, ({ origins }) => void origins!.reverse());
  add(
    "accepted",
    "loads in another order",
    "paid",
    swapped,
    "the order of the items of one line and material says nothing",
  );
  add("form", "cut short", "slip", slip.slice(0, -1), "the digest has 32 bytes");
  add("form", "a byte more", "slip", concat(slip, Uint8Array.of(0)), "nothing follows the bundle");
  add(
    "digest",
    "a bit of the digest",
    "slip",
    slip.map((byte, i) => (i === slip.length - 1 ? byte ^ 1 : byte)),
    "the SHA-256 of the bundle's own bytes",
  );
  add("form", "a field more", "slip", withField(slip, [], 9), "a bundle has the fields 1 to 8");
  add("form", "an origin with a field more", "paid", withField(paid, [7, 0], 6), "an origin has the fields 1 to 5");
  const text = bundleIn(slip).head;
  const strange = lineOf(await signNote(`${text.slice(0, text.indexOf("\n\n"))}\n`, "la.example", await signerOf("3")));
  add(
    "stranger",
    "a line by a stranger",
    "slip",
    forged(slip, (of) => void Object.assign(of, { head: of.head + strange })),
    "every line is by the log or by a witness that it names",
  );
  add(
    "key",
    "another key pinned",
    "slip",
    slip,
    "the pinned key is the log's",
    vkeyOf(ORIGIN, (await signerOf("3")).key),
  );
  add(
    "pin",
    "a pinned text that is no log.vkey",
    "slip",
    slip,
    "a vkey on each line",
    `${world.vkey.slice(0, 40)}\n${world.vkey.slice(40)}\n`,
  );
  for (const [code, name, of, change, why] of CHANGES) add(code, name, of, forged(bases[of], change), why);
  for (const [code, name, of, file, why] of await liesOf(world, bases)) add(code, name, of, file, why);
  const files = Object.fromEntries(Object.entries(bases).map(([of, file]) => [of, base64(file)]));
  return { origin: ORIGIN, vkey: world.vkey, files, vectors };
}
