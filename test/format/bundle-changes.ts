// What somebody who holds an honest court bundle and no key can change of it, the digest mended: a row for each, with the code under which it
// is refused.
import type { Bundle } from "../../src/format/bundle.ts";
import { entryIn, ORIGIN } from "../fuzz/result-log.ts";

/** Which of the honest bundles. */
export type Base = "paid" | "part" | "slip";

type Row = readonly [code: string, name: string, of: Base, change: (bundle: Bundle) => void, why: string];

const cut = <T>(list: T[], at: number) => void list.splice(at, 1);
const indexIn = ({ leaves }: Bundle, kind: string) => leaves.findIndex(({ leaf }) => entryIn(leaf).kind === kind);
const flip = (bytes: Uint8Array, at: number) => void bytes.set([bytes[at]! ^ 1], at);
/** The signature lines of a note. */
export const lineOf = (head: string) => head.slice(head.indexOf("\n\n") + 2);

/** Changes by somebody who holds the file and no key; the digest is mended. */
export const CHANGES: readonly Row[] = [
  [
    "form",
    "another format",
    "slip",
    (of) => void Object.assign(of, { format: "so-nguon/bundle/v2" }),
    "the format is exactly so-nguon/bundle/v1",
  ],
  [
    "form",
    "another page",
    "slip",
    (of) => void Object.assign(of, { spec: "docs/format.md" }),
    "the spec is exactly docs/format.md, Court bundle",
  ],
  [
    "head",
    "another size",
    "slip",
    (of) => void Object.assign(of, { head: of.head.replace("\n122\n", "\n123\n") }),
    "the log signed 122 entries",
  ],
  [
    "head",
    "a signature changed",
    "slip",
    (of) => void Object.assign(of, { head: of.head.replace(/(— \S+ .{20})./, "$1A") }),
    "the log's line does not hold",
  ],
  [
    "head",
    "no signature",
    "slip",
    (of) => void Object.assign(of, { head: of.head.replace(/— .*\n$/, "") }),
    "a head without a line is no note",
  ],
  [
    "head",
    "another origin",
    "slip",
    (of) => void Object.assign(of, { head: of.head.replaceAll(ORIGIN, "other.example") }),
    "the head is not of the log of entry 0",
  ],
  [
    "repeated",
    "the log's line twice",
    "slip",
    (of) => void Object.assign(of, { head: of.head + lineOf(of.head) }),
    "each signer has one line",
  ],
  ["leaf", "entry 0 left out", "slip", ({ leaves }) => cut(leaves, 0), "the first leaf is leaf 0"],
  ["leaf", "a leaf twice", "slip", ({ leaves }) => void leaves.splice(5, 0, leaves[5]!), "leaves ascend by index"],
  [
    "leaf",
    "leaves in another order",
    "slip",
    ({ leaves }) => void leaves.splice(5, 2, leaves[6]!, leaves[5]!),
    "leaves ascend by index",
  ],
  [
    "inclusion",
    "a hash of a proof changed",
    "slip",
    ({ leaves }) => flip(leaves[4]!.proof[0]!, 3),
    "the path leads to another root",
  ],
  [
    "inclusion",
    "a hash left out",
    "slip",
    ({ leaves }) => void leaves[4]!.proof.pop(),
    "the path has one hash a level",
  ],
  [
    "inclusion",
    "a hash too many",
    "slip",
    ({ leaves }) => void leaves[4]!.proof.push(new Uint8Array(32)),
    "no hash is left over",
  ],
  [
    "inclusion",
    "the proof of another leaf",
    "slip",
    ({ leaves }) => void Object.assign(leaves[4]!, { proof: leaves[9]!.proof }),
    "a path is of its own index",
  ],
  [
    "inclusion",
    "a bit of an entry",
    "slip",
    ({ leaves }) => flip(leaves[4]!.leaf, 90),
    "the leaf is another than the one in the tree",
  ],
  [
    "reference",
    "the source left out",
    "slip",
    (of) => cut(of.leaves, indexIn(of, "source.grant")),
    "what an entry names below its own is in the bundle",
  ],
  [
    "signer",
    "the approval of a key left out",
    "slip",
    (of) => cut(of.leaves, indexIn(of, "approve")),
    "a key is in force when a second person has approved its registration",
  ],
  [
    "subject",
    "a leaf that is not here",
    "slip",
    (of) => void Object.assign(of, { subject: 121 }),
    "the subject is one of the leaves",
  ],
  [
    "subject",
    "entry 0",
    "slip",
    (of) => void Object.assign(of, { subject: 0 }),
    "a bundle is about a slip or a result",
  ],
  [
    "subject",
    "a slip with origins",
    "slip",
    (of) => void Object.assign(of, { origins: [] }),
    "a slip's bundle has no figures, origins or reviewed",
  ],
  [
    "subject",
    "a slip of a result's bundle, with its figures",
    "paid",
    (of) => void Object.assign(of, { subject: of.origins![0]!.way[1]! }),
    "a slip's bundle has no figures, origins or reviewed",
  ],
  [
    "link",
    "a co-signature left out",
    "paid",
    (of) => cut(of.leaves, indexIn(of, "annex.cosign")),
    "contractor, supervisor and owner have signed the annex",
  ],
  [
    "link",
    "no figures",
    "paid",
    (of) => void Reflect.deleteProperty(of, "figures"),
    "a result's bundle has the figures that were signed",
  ],
  [
    "figures",
    "a kilogram more evidenced",
    "paid",
    (of) => void Object.assign(of.figures!.lines[0]!.materials[0]!, { ledgerKg: 18_521 }),
    "the figures are those of the signed digest",
  ],
  [
    "reviewed",
    "no proof of the reviewed head",
    "paid",
    (of) => void Reflect.deleteProperty(of, "reviewed"),
    "the head that the review names is proven to be of this log",
  ],
  [
    "reviewed",
    "a hash of it changed",
    "paid",
    (of) => flip(of.reviewed![0]!, 0),
    "the consistency proof leads to other roots",
  ],
  [
    "reviewed",
    "a hash of it too many",
    "paid",
    (of) => void of.reviewed!.push(new Uint8Array(32)),
    "no hash is left over",
  ],
  [
    "origins",
    "a load left out",
    "paid",
    ({ origins }) => cut(origins!, 0),
    "the kilograms without contradiction sum to what the figures say",
  ],
  [
    "origins",
    "a kilogram less",
    "paid",
    ({ origins }) => void Object.assign(origins![0]!, { kg: origins![0]!.kg - 1 }),
    "the kilograms without contradiction sum to what the figures say",
  ],
  [
    "origins",
    "a material that the line has not",
    "paid",
    ({ origins }) => void Object.assign(origins![0]!, { material: 3 }),
    "an item is of a line and one of its materials",
  ],
  [
    "origins",
    "a line that is not there",
    "paid",
    ({ origins }) => void Object.assign(origins![0]!, { line: 1 }),
    "an item is of a line and one of its materials",
  ],
  [
    "origins",
    "a contradiction hushed up",
    "part",
    ({ origins }) => void Reflect.deleteProperty(origins!.at(-1)!, "contested"),
    "contradicted kilograms sum to their figure",
  ],
  [
    "contested",
    "entry 0 as the contradiction",
    "part",
    ({ origins }) => void Object.assign(origins!.at(-1)!, { contested: 0 }),
    "what contradicts a load names its slip, its lorry or its source",
  ],
  [
    "kilograms",
    "more through one receipt than it states",
    "paid",
    ({ origins }) => [10_001, 8_519].forEach((kg, i) => void Object.assign(origins![i]!, { kg })),
    "the kilograms that pass an entry are at most its own",
  ],
  [
    "way",
    "a way that ends at the slip",
    "paid",
    ({ origins }) => void origins![0]!.way.pop(),
    "a way ends at its source",
  ],
  [
    "way",
    "a step left out",
    "paid",
    ({ origins }) => cut(origins![0]!.way, 1),
    "a receipt leads to the slip that it names",
  ],
  [
    "way",
    "a step twice",
    "paid",
    ({ origins }) => void origins![0]!.way.splice(1, 0, origins![0]!.way[1]!),
    "each leaf lies below the one before it",
  ],
  [
    "way",
    "another load's slip",
    "paid",
    ({ origins }) => void origins![0]!.way.splice(1, 1, origins![1]!.way[1]!),
    "a receipt leads to the slip that it names",
  ],
  [
    "way",
    "a step after the source",
    "paid",
    ({ origins }) => void origins![0]!.way.push(0),
    "nothing follows a source",
  ],
];
