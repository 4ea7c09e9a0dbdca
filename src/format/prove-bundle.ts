// Proving a court bundle: each of its leaves is in the log, in order, signed by a key that an earlier leaf registers, and names only what is
// here too. What the entries mean together is for the rules to say (src/rules/readings/evidence.ts).
import { type Bundle, decodeBundle, type Flaw, flaw } from "./bundle.ts";
import { equal, hex, isHex, unhex } from "./bytes.ts";
import { isAcceptableKey, verifySignature } from "./ed25519.ts";
import { decodeEntry, type Entry, kidOf, type Malformed, possessionMessage, verifyEntry } from "./entry.ts";
import type { Body } from "./kinds.ts";
import { decodeLeaf, type Leaf } from "./leaf.ts";
import { headOf, vkeyOf } from "./note.ts";
import { referencesOf } from "./references.ts";
import { Roots } from "./roots.ts";
import { openHead, parseLogKeys, pinFault, type Signatories, signatoriesOf } from "./signatories.ts";
import { leafHash, verifyInclusion } from "./tree.ts";
import { checkPolicy, isAfterCosigners, policyAt } from "./witness-policy.ts";

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
  const reader = new LeafReader(first.origin);
  for (const { leaf: raw, proof } of value.leaves) {
    const leaf = decodeLeaf(raw);
    if (!leaf) return flaw("leaf");
    const claim = { index: leaf.index, size, leaf: leafHash(raw), root, proof };
    const misplaced = reader.place(leaf);
    if (misplaced) return misplaced;
    if (!verifyInclusion(claim))
      return (await isOfThisLog(value, first)) ? flaw("inclusion", leaf.index) : flaw("head");
    const wrong = await reader.take(leaf, claim.leaf);
    if (wrong) return wrong;
  }
  const { leaves } = reader;
  if (!leaves.has(value.subject)) return flaw("subject");
  const by = reader.signatories;
  if (pinned !== undefined) {
    const held = parseLogKeys(pinned);
    const fault = held ? pinFault(by, held, size) : "pin";
    if (fault) return flaw(fault, fault === "pin" ? undefined : 0);
  }
  const opened = await openHead(value.head, by);
  if (opened === "cosignature") return flaw("cosignature");
  if (typeof opened === "string") return flaw("head", undefined, opened);
  if (opened.odd) return flaw(opened.odd.what, undefined, opened.odd.name);
  const policy = policyAt(by, size);
  const { cosigners } = await checkPolicy(value.head, policy);
  const last = reader.last!;
  if (isAfterCosigners(last.receivedMs, cosigners))
    return flaw("time", last.index, "sau giờ xác nhận độc lập · after its cosignatures");
  const cosigned = cosigners.map((each) => each.name);
  return { bundle: value, by, size, root, cosigned, needed: policy.needed, leaves };
}

type Key = { readonly key: Uint8Array; readonly entry: Entry };

/** A registration of a key that waits for a second person: the key, and who proposed it by which key. */
type Registration = {
  readonly entry: Entry;
  readonly key: Uint8Array;
  readonly kid: string;
  readonly by: Entry;
  readonly byRoot: boolean;
};

/** A revocation, and who signed it by which key. */
type Revocation = {
  readonly body: Body<"key.revoke">;
  readonly kid: string;
  readonly by: Entry;
  readonly byRoot: boolean;
};

/** Reads leaves in their order, and remembers who may sign the next ones. */
class LeafReader {
  readonly leaves = new Map<number, ProvenLeaf>();
  readonly #origin: string;
  readonly #keys = new Map<string, Key>();
  /** Keys that an entry has revoked or frozen. */
  readonly #ended = new Set<string>();
  readonly #numbers = new Set<string>();
  readonly #registrations = new Map<number, Registration>();
  readonly #revocations = new Map<number, Revocation>();
  /** By the key that made them: added or next keys, and when they came. */
  readonly #made = new Map<string, { readonly kid: string; readonly atS: number }[]>();
  #roots: Roots | undefined;
  #before: { readonly leaf: Leaf; readonly hash: Uint8Array } | undefined;

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** The leaf read last. */
  get last(): Leaf | undefined {
    return this.#before?.leaf;
  }

  /** Who signs heads, by size, as far as the leaves say. */
  get signatories(): Signatories {
    return this.#roots!.signatories;
  }

  /** A leaf comes after those before it, in place and in time, and is chained to its neighbour. */
  place(leaf: Leaf): Flaw | undefined {
    const before = this.#before;
    if (!before) return leaf.index === 0 ? undefined : flaw("leaf", leaf.index);
    if (leaf.index <= before.leaf.index) return flaw("leaf", leaf.index);
    if (leaf.receivedMs < before.leaf.receivedMs) return flaw("time", leaf.index);
    const neighbours = leaf.index === before.leaf.index + 1;
    return neighbours && !equal(leaf.previous, before.hash) ? flaw("chain", leaf.index) : undefined;
  }

  async take(leaf: Leaf, hash: Uint8Array): Promise<Flaw | undefined> {
    const { index } = leaf;
    const decoded = decodeEntry(leaf.entry);
    if ("malformed" in decoded) return flaw("leaf", index, wordsOf(decoded.malformed));
    const { entry } = decoded;
    if ((index === 0) !== (entry.kind === "genesis")) return flaw("leaf", index);
    if (entry.kind === "genesis") this.#register(entry, entry.body.roots);
    const kid = hex(entry.kid);
    const signer = this.#keys.get(kid);
    if (!signer) return flaw("signer", index);
    // A slip signed before its key ended may be brought by whoever saw it.
    if (this.#ended.has(kid) && entry.kind !== "slip.issue") return flaw("ended", index);
    if (!(await verifyEntry(entry, signer.key, this.#origin))) return flaw("signature", index);
    const number = `${kid}/${entry.seq}`;
    if (this.#numbers.has(number)) return flaw("twice", index);
    this.#numbers.add(number);
    // An observation may name what never was; what it names ahead of itself says nothing.
    const missing = referencesOf(entry).find((each) => each < index && !this.leaves.has(each));
    if (missing !== undefined) return flaw("reference", index, `${missing}`);
    if (!(await this.#isHeld(entry))) return flaw("possession", index);
    this.leaves.set(index, { leaf, entry, signer: signer.entry });
    this.#learn(leaf, entry, signer.entry);
    this.#before = { leaf, hash };
    return undefined;
  }

  /** Checks a new key's signature over the possession message. */
  async #isHeld(entry: Entry): Promise<boolean> {
    if (entry.kind !== "key.register" && entry.kind !== "key.rotate" && entry.kind !== "key.add") return true;
    const { key, possession } = entry.body;
    return isAcceptableKey(key) && (await verifySignature(key, possessionMessage(this.#origin, key), possession));
  }

  /**
   * Takes up the keys that an entry brings into force or ends. A registration does so when a second person has approved it; a rotated or added key
   * is its holder's, as the first registration said.
   */
  #learn({ index, receivedMs }: Leaf, entry: Entry, holder: Entry): void {
    if (entry.kind === "genesis") this.#register(entry, [entry.body.operatorKey]);
    if (entry.kind === "key.register") this.#propose(index, entry, entry.body.key, holder);
    if (entry.kind === "approve") this.#approve(entry.body.proposal, hex(entry.kid), holder);
    if (entry.kind === "key.rotate" || entry.kind === "key.add") {
      this.#register(holder, [entry.body.key]);
      const made = { kid: hex(kidOf(entry.body.key)), atS: Math.floor(receivedMs / 1000) };
      this.#made.set(hex(entry.kid), [...(this.#made.get(hex(entry.kid)) ?? []), made]);
    }
    if (entry.kind === "key.rotate") this.#ended.add(hex(entry.kid));
    if (entry.kind === "key.revoke") this.#revoke(index, entry.body, hex(entry.kid), holder);
    if (entry.kind === "key.freeze") {
      const frozen = this.leaves.get(entry.body.stored)?.entry;
      if (frozen) this.#ended.add(hex(frozen.kid));
    }
    this.#roots ??= new Roots(entry);
    const replaced = this.#roots.take(index, entry);
    if (!replaced || entry.kind !== "approve") return;
    this.#register(this.leaves.get(0)!.entry, [replaced.key]);
    const proposal = this.leaves.get(entry.body.proposal)?.entry;
    if (proposal?.kind === "log.rotate") this.#ended.add(proposal.body.kid);
  }

  #propose(index: number, entry: Entry, key: Uint8Array, by: Entry): void {
    const kid = hex(entry.kid);
    this.#registrations.set(index, { entry, key, kid, by, byRoot: this.#isRoot(kid) });
  }

  /** A key's own party ends it at once; whoever else does needs a second person. */
  #revoke(index: number, body: Body<"key.revoke">, kid: string, by: Entry): void {
    const of = this.#keys.get(hex(body.kid))?.entry;
    const isOwn = of?.kind === "key.register" && by.kind === "key.register" && of.body.party === by.body.party;
    if (isOwn) this.#end(hex(body.kid), body.lostS);
    else this.#revocations.set(index, { body, kid, by, byRoot: this.#isRoot(kid) });
  }

  /** Ends a key and those that it made since it was lost. */
  #end(kid: string, lostS = 0): void {
    this.#ended.add(kid);
    this.#endMade(kid, lostS);
  }

  /** `seen`: two keys of a log that lies may have added each other. */
  #endMade(kid: string, sinceS: number, seen = new Set<string>()): void {
    if (seen.has(kid)) return;
    seen.add(kid);
    for (const made of this.#made.get(kid) ?? []) {
      if (made.atS >= sinceS) this.#ended.add(made.kid);
      this.#endMade(made.kid, sinceS, seen);
    }
  }

  /** Brings a key into force, or ends one, that two roots, or two persons of one party, have signed for. */
  #approve(proposal: number, kid: string, holder: Entry): void {
    const waiting = this.#registrations.get(proposal) ?? this.#revocations.get(proposal);
    if (!waiting || waiting.kid === kid) return;
    const isSecond = waiting.byRoot ? this.#isRoot(kid) : areColleagues(waiting.by, holder);
    if (!isSecond) return;
    if ("body" in waiting) this.#end(hex(waiting.body.kid), waiting.body.lostS);
    else this.#register(waiting.entry, [waiting.key]);
  }

  #isRoot(kid: string): boolean {
    return this.#roots?.isRoot(kid) ?? false;
  }

  /** The first registration counts, as in the log. */
  #register(entry: Entry, keys: readonly Uint8Array[]): void {
    for (const key of keys) {
      const kid = hex(kidOf(key));
      if (!this.#keys.has(kid)) this.#keys.set(kid, { key, entry });
    }
  }
}

/** True if two keys were registered for two persons of one party. */
function areColleagues(a: Entry, b: Entry): boolean {
  if (a.kind !== "key.register" || b.kind !== "key.register" || a.body.party !== b.body.party) return false;
  return a.body.person !== undefined && b.body.person !== undefined && a.body.person !== b.body.person;
}

/** Why bytes are no entry, in one line. */
function wordsOf(malformed: Malformed): string {
  switch (malformed.what) {
    case "too-large":
      return `${malformed.bytes} > ${malformed.limit} byte`;
    case "not-an-entry":
      return malformed.expected;
    case "unknown-kind":
      return `loại · kind ${malformed.kind}`;
    case "bad-body":
      return `${malformed.path}: ${malformed.expected}`;
  }
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
    if (!["note", "origin", "head-signature"].includes(String(await openHead(head, { ...first, terms: [terms] }))))
      return true;
  return false;
}
