// The court bundle: one file that proves one slip or one payment result to whoever holds the log's key, with no network and no
// database. It carries leaves with their inclusion proofs under one signed tree head, every registration down to entry 0, and for a
// result the figures and where the kilograms came from. Layout: docs/format.md, "Court bundle".

import { figures } from "./bodies/payment.ts";
import { equal, hex, isHex, unhex } from "./bytes.ts";
import { decodeCbor, encodeCbor } from "./cbor.ts";
import { decodeEntry, type Entry, kidOf, verifyEntry } from "./entry.ts";
import { sha256 } from "./hash.ts";
import { decodeLeaf, type Leaf } from "./leaf.ts";
import { headOf, vkeyOf } from "./note.ts";
import { referencesOf } from "./references.ts";
import { Roots } from "./roots.ts";
import { bytes, bytesUpTo, integer, list, Misshapen, maybe, type Of, plainRecord, text } from "./shape.ts";
import { isPinned, openHead, parseLogKeys, type Signatories, signatoriesOf } from "./signatories.ts";
import { leafHash, verifyInclusion } from "./tree.ts";
import { checkPolicy, policyAt } from "./witness-policy.ts";

/** The format name that a bundle carries, and the page that defines the format. */
export const BUNDLE_FORMAT = "so-nguon/bundle/v1";
export const BUNDLE_SPEC = "docs/format.md, Court bundle";

const index = integer(0, 2 ** 40);
const proven = plainRecord({ leaf: [1, bytesUpTo(40, 20_000)], proof: [2, list(bytes(32), 0, 53)] });

/**
 * Kilograms of one material of one work line with the leaves of their way, from the contract package back to the ground. `contested`
 * is the leaf of the observation that contradicts a slip on that way.
 */
const origin = plainRecord({
  line: [1, integer(0, 4199)],
  material: [2, integer(1, 100)],
  kg: [3, integer(1, 10 ** 12)],
  way: [4, list(index, 1, 200)],
  contested: [5, maybe(index)],
});
export type Origin = Of<typeof origin>;

const bundle = plainRecord({
  format: [1, text(1, 40)],
  spec: [2, text(1, 80)],
  head: [3, text(50, 100_000)],
  /** The leaf that the bundle is about. */
  subject: [4, index],
  leaves: [5, list(proven, 1, 200_000)],
  figures: [6, maybe(figures)],
  origins: [7, maybe(list(origin, 0, 200_000))],
});
export type Bundle = Of<typeof bundle>;
export const bundleCddl: string = bundle.cddl;

/** Canonical CBOR [bundle, SHA-256 of the bundle's own bytes]: damage shows before anything is judged. */
export function encodeBundle(value: Bundle): Uint8Array {
  const wire = bundle.write(value, "bundle");
  return encodeCbor([wire, sha256(encodeCbor(wire))]);
}

/** The bundle in a file, unverified, or what is wrong with its form. */
export function decodeBundle(file: Uint8Array): Bundle | Flaw {
  const wire = decodeCbor(file);
  if (!Array.isArray(wire) || wire.length !== 2 || !(wire[0] instanceof Map)) return flaw("form");
  const [content, digest] = wire;
  if (!(digest instanceof Uint8Array) || !equal(sha256(encodeCbor(content)), digest)) return flaw("digest");
  try {
    const value = bundle.read(content, "bundle");
    return value.format === BUNDLE_FORMAT && value.spec === BUNDLE_SPEC ? value : flaw("form");
  } catch (error) {
    if (error instanceof Misshapen) return flaw("form", undefined, error.message);
    throw error;
  }
}

/** The faults that a bundle can have: a closed list with its words. */
export const FLAWS = {
  form: ["tệp không đúng khuôn dạng", "the file is not of the form of a bundle"],
  digest: ["tệp đã bị thay đổi", "the file has been changed"],
  key: ["khóa sổ không phải khóa đã ghim", "the log's key is not the pinned one"],
  head: ["mốc xác nhận sổ không do khóa sổ ký", "the tree head is not signed by the log"],
  leaf: ["mắt xích không đúng khuôn dạng hoặc sai thứ tự", "a leaf is malformed or out of order"],
  inclusion: ["mục không nằm trong sổ tại mốc xác nhận", "an entry is not in the log under the tree head"],
  signer: ["khóa ký của mục chưa được đăng ký trước đó", "an entry's key is not registered by an earlier entry here"],
  signature: ["chữ ký của mục không đúng", "an entry's signature does not hold"],
  reference: ["thiếu mục được dẫn chiếu", "an entry that another one names is missing"],
  subject: ["hồ sơ không nói về phiếu hoặc kết quả nào", "the bundle is about no slip and no result"],
  link: ["các chữ ký không nối với nhau", "the signatures do not name one another"],
  figures: ["số liệu không khớp số liệu đã ký", "the figures are not the signed ones"],
  origins: ["nguồn gốc khối lượng không khớp số liệu", "the origins do not add up to the figures"],
} as const satisfies Record<string, readonly [vi: string, en: string]>;

/** A fault, and the log index at which it was found where there is one. */
export type Flaw = { readonly flaw: keyof typeof FLAWS; readonly index: number | undefined; readonly detail: string };

/** A flaw at a log index. */
export function flaw(what: keyof typeof FLAWS, at?: number, detail = ""): Flaw {
  return { flaw: what, index: at, detail };
}

/** A leaf of a bundle that is in the log and signed by a registered key; `signer` is the entry that registered it. */
export type ProvenLeaf = { readonly leaf: Leaf; readonly entry: Entry; readonly signer: Entry };

/** A bundle whose every leaf is proven. What the entries mean together is for the rules to say. */
export type Proven = {
  readonly bundle: Bundle;
  readonly by: Signatories;
  readonly size: number;
  readonly root: Uint8Array;
  /** Names of the witnesses whose lines count under the policy in force at this size, and how many that policy asks for. */
  readonly cosigned: readonly string[];
  readonly needed: number;
  readonly leaves: ReadonlyMap<number, ProvenLeaf>;
};

/**
 * Checks head, inclusion, signatures, registrations and references; with keys of the log that were known before, a vkey or the lines of a
 * log.vkey, also whose log it is.
 * The head must be signed by the key that the roots had put in force at its size.
 */
export async function proveBundle(file: Uint8Array, pinned?: string): Promise<Proven | Flaw> {
  const value = decodeBundle(file);
  if ("flaw" in value) return value;
  const first = signatoriesOf(value.leaves[0]!.leaf);
  if (!first) return flaw("leaf", 0);
  const head = headOf(value.head);
  if (head?.origin !== first.origin) return flaw("head", undefined, head ? "origin" : "note");
  const { size, root } = head;
  const leaves = new Map<number, ProvenLeaf>();
  const keys: Keys = new Map();
  let roots: Roots | undefined;
  let last = -1;
  for (const { leaf: raw, proof } of value.leaves) {
    const leaf = decodeLeaf(raw);
    const decoded = leaf && decodeEntry(leaf.entry);
    if (!leaf || !decoded || "malformed" in decoded || leaf.index <= last) return flaw("leaf", leaf?.index);
    last = leaf.index;
    const claim = { index: last, size, leaf: leafHash(raw), root, proof };
    if (!verifyInclusion(claim)) return (await isOfThisLog(value, first)) ? flaw("inclusion", last) : flaw("head");
    const { entry } = decoded;
    if (last === 0) learnKeys(keys, entry);
    const signer = keys.get(hex(entry.kid));
    if (!signer) return flaw("signer", last);
    if (!(await verifyEntry(entry, signer.key, first.origin))) return flaw("signature", last);
    // An observation may name what never was; what it names ahead of itself says nothing.
    const missing = referencesOf(entry).find((each) => each < leaf.index && !leaves.has(each));
    if (missing !== undefined) return flaw("reference", last, `${missing}`);
    if (last > 0) learnKeys(keys, entry);
    leaves.set(last, { leaf, entry, signer: signer.entry });
    if (!roots && entry.kind !== "genesis") return flaw("leaf", last);
    roots ??= new Roots(entry);
    const replaced = roots.take(last, entry);
    if (replaced) keys.set(hex(kidOf(replaced.key)), { key: replaced.key, entry: leaves.get(0)!.entry });
  }
  if (!leaves.has(value.subject)) return flaw("subject");
  const by = roots!.signatories;
  if (pinned !== undefined && !isPinned(by, parseLogKeys(pinned) ?? [], size)) return flaw("key", 0);
  const opened = await openHead(value.head, by);
  if (typeof opened === "string") return flaw("head", undefined, opened);
  if (opened.strangers > 0) return flaw("head", undefined, "dòng ký lạ · a line by an unknown key");
  const policy = policyAt(by, size);
  const cosigned = (await checkPolicy(value.head, policy)).cosigners.map((each) => each.name);
  return { bundle: value, by, size, root, cosigned, needed: policy.needed, leaves };
}

/** True if any key that the bundle's entries name for the log signed its head: this tells a changed head from a changed leaf. */
async function isOfThisLog({ head, leaves }: Bundle, first: Signatories): Promise<boolean> {
  const named = leaves.flatMap(({ leaf: raw }) => {
    const leaf = decodeLeaf(raw);
    const decoded = leaf && decodeEntry(leaf.entry);
    const rotation = decoded && "entry" in decoded && decoded.entry.kind === "log.rotate" ? decoded.entry : undefined;
    return rotation && isHex(rotation.body.key)
      ? [{ ...first.terms[0]!, vkey: vkeyOf(first.origin, unhex(rotation.body.key)) }]
      : [];
  });
  for (const terms of [first.terms[0]!, ...named])
    if (typeof (await openHead(head, { ...first, terms: [terms] })) !== "string") return true;
  return false;
}

type Keys = Map<string, { key: Uint8Array; entry: Entry }>;

/** Takes up the keys that an entry registers; a rotated key is its holder's, as the first registration said. */
function learnKeys(keys: Keys, entry: Entry): void {
  const holder = entry.kind === "key.rotate" ? keys.get(hex(entry.kid))!.entry : entry;
  const named =
    entry.kind === "genesis"
      ? [...entry.body.roots, entry.body.operatorKey]
      : entry.kind === "key.register" || entry.kind === "key.rotate"
        ? [entry.body.key]
        : [];
  for (const key of named) {
    const kid = hex(kidOf(key));
    // The first registration counts, as in the log.
    if (!keys.has(kid)) keys.set(kid, { key, entry: holder });
  }
}
