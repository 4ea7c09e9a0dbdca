// Device keys: who may have one, how two persons register it, and how it is added, replaced, revoked and frozen.
import { hex, unhex } from "../../format/bytes.ts";
import { ROLE, type Role } from "../../format/codes.ts";
import { isAcceptableKey, verifyWithNoble } from "../../format/ed25519.ts";
import { decodeEntry, kidOf, possessionMessage, verifyEntryAtOnce } from "../../format/entry.ts";
import type { Body } from "../../format/kinds.ts";
import { problem } from "../../words/problem.ts";
import { ok, refused } from "../../words/result.ts";
import { type CheckResult, type Context, checkPerson, notFound } from "../acts/context.ts";
import { type Proposal, secondHand } from "../acts/proposal.ts";
import { AUTHORITY, CLAIMANTS, type Rows, SENDERS } from "../acts/row.ts";
import type { Book } from "../book/book.ts";
import type { KeyFact } from "../book/facts.ts";

/** A key as it enters the book at this leaf, of no party yet. */
export function newKey(context: Context, key: Uint8Array, role: KeyFact["role"]): KeyFact {
  return {
    index: context.index,
    key: hex(key),
    sinceS: Math.floor(context.receivedMs / 1000),
    party: null,
    person: null,
    site: null,
    role,
    revoked: null,
    frozen: null,
  };
}

/** Those who register, pay, stop vehicles, inspect and attest dues: named by a root, so that no single office can make its own treasury or its own witnesses. */
export const APPOINTED: readonly Role[] = [
  ROLE.authority,
  ROLE.treasury,
  ROLE.transportControl,
  ROLE.inspector,
  ROLE.logOperator,
  ROLE.taxOffice,
];

export function checkAppointed({ signer }: Pick<Context, "signer">, roles: readonly Role[]): CheckResult {
  return signer.key.role === "root" || !roles.some((role) => APPOINTED.includes(role))
    ? undefined
    : problem("no-standing", { need: "root-key" });
}

/**
 * Two persons register a key: whoever could make keys alone could sign for every party. It enters with proof that its holder has it; the
 * registration refuses keys on which verifiers could disagree.
 */
const REGISTER_KEY: Proposal<"key.register"> = {
  needs(context, body) {
    const refusal = checkRegistration(context, body);
    return refusal ? refused(refusal) : ok(secondHand(context));
  },
  effect(context, body, index) {
    const refusal = checkRegistration(context, body);
    if (refusal) return refusal;
    const { party, person = null, site = null } = body;
    enterKey(context, { ...newKey(context, body.key, null), index, party, person, site });
    return undefined;
  },
};

function checkRegistration(context: Context, body: Body<"key.register">): CheckResult {
  const { book } = context;
  const party = book.get("party", body.party);
  if (!party) return notFound("party", body.party);
  const refusal = checkNewKey(context, body.key, body.possession) ?? checkAppointed(context, party.roles);
  if (refusal) return refusal;
  if (body.person !== undefined && book.get("person", body.person)?.party !== body.party)
    return notFound("person", body.person);
  if (body.site !== undefined && book.get("site", body.site)?.party !== body.party) return notFound("place", body.site);
  return undefined;
}

/** One person's own further device needs no second person: both keys are one hand. Offices that a root names get theirs from the roots. */
function addKey(context: Context, body: Body<"key.add">): CheckResult {
  const { kid, roles } = context.signer;
  const refusal =
    checkPerson(context) ?? checkAppointed(context, roles) ?? checkNewKey(context, body.key, body.possession);
  if (refusal) return refusal;
  // The key's own party, also where its holder acts for another.
  const own = context.book.need("key", kid);
  const { party, person, site } = own;
  const added = enterKey(context, { ...newKey(context, body.key, null), party, person, site });
  context.book.put("key", kid, { ...own, added: [...(own.added ?? []), added] });
  return undefined;
}

/** Puts a checked key of a party into the book. */
function enterKey({ book }: Pick<Context, "book">, key: KeyFact): string {
  const kid = hex(kidOf(unhex(key.key)));
  book.put("key", kid, key);
  if (key.party !== null) book.enlist(`keys/${key.party}`, kid);
  return kid;
}

/** A new key is unknown so far, sound, and held by whoever brings it. */
export function checkNewKey({ book }: Context, key: Uint8Array, possession: Uint8Array): CheckResult {
  const kid = hex(kidOf(key));
  const stored = book.get("key", kid);
  if (stored) return problem("already-exists", { what: "key", value: kid, index: stored.index });
  if (!isAcceptableKey(key)) return problem("key-refused", { expected: "valid-key" });
  const log = book.need("log", 0);
  if (log.logKeys.some((each) => each.key === hex(key))) return problem("key-refused", { expected: "not-a-log-key" });
  const message = possessionMessage(log.origin, key);
  if (verifyWithNoble(key, message, possession)) return undefined;
  return problem("key-refused", { expected: "proof-of-possession" });
}

/**
 * A lost device's key ends at once by one person of its own party, from any other device of theirs. The authority ends a stranger's key by two
 * officers, and roots an office's. With it end the keys that it made since it was lost, since whoever has the device can make more of them.
 */
const REVOKE_KEY: Proposal<"key.revoke"> = {
  alone: ({ book, signer }, { kid }) => isOwn(book.need("key", hex(kid)), signer.key.party),
  needs(context, body) {
    const refusal = checkRevocation(context, body);
    return refusal ? refused(refusal) : ok(secondHand(context));
  },
  effect(context, body) {
    const { book, index } = context;
    const named = hex(body.kid);
    const refusal = checkEnding(book, named, body);
    if (refusal) return refusal;
    for (const kid of [named, ...madeSince(book, named, body.lostS)]) {
      // A replaced key that is lost signs the slips of its open book no more either.
      const { rotatedTo: _, ...key } = book.need("key", kid);
      book.put("key", kid, { ...key, revoked: index });
    }
    return undefined;
  },
};

/** True of a party's own key; a scale's key is no device of a person, and a duty to weigh hangs on it. */
function isOwn(key: KeyFact, party: number | null): boolean {
  return key.party !== null && key.party === party && key.scale === undefined;
}

function checkRevocation({ book, signer }: Context, body: Body<"key.revoke">): CheckResult {
  const kid = hex(body.kid);
  const key = book.get("key", kid);
  if (!key) return problem("unknown-key", { kid });
  if (key.role !== null) return problem("key-refused", { expected: "two-of-three" });
  const ended = checkEnding(book, kid, body);
  if (ended || isOwn(key, signer.key.party)) return ended;
  if (signer.key.role !== "root" && !signer.roles.includes(ROLE.authority))
    return problem("no-standing", { need: "party-of-key-or-authority" });
  return checkAppointed({ signer }, key.party === null ? [] : book.need("party", key.party).roles);
}

/** Checks that there is something to end: the key itself, or a key that it made since. */
function checkEnding(book: Book, kid: string, { lostS }: Body<"key.revoke">): CheckResult {
  const { revoked, rotatedTo } = book.need("key", kid);
  const over = revoked !== null && rotatedTo === undefined && madeSince(book, kid, lostS).length === 0;
  return over ? problem("revoked-key", { kid, index: revoked }) : undefined;
}

/** The keys in force that a key added, or was replaced by, since an hour; and what these made in turn. */
function madeSince(book: Book, kid: string, sinceS = 0): string[] {
  const { added = [], rotatedTo } = book.need("key", kid);
  const next = rotatedTo === undefined ? added : [...added, rotatedTo];
  return next.flatMap((each) => {
    const { revoked, rotatedTo: later, sinceS: madeS } = book.need("key", each);
    const own = madeS >= sinceS && (revoked === null || later !== undefined) ? [each] : [];
    return [...own, ...madeSince(book, each, sinceS)];
  });
}

/** Equivocation: the operator shows a second, different entry of one key under a stored number. */
function freezeKey({ book, index }: Context, body: Body<"key.freeze">): CheckResult {
  const decoded = decodeEntry(body.other);
  if ("malformed" in decoded) return problem("not-an-entry", { expected: "embedded-entry" });
  const { entry } = decoded;
  const kid = hex(entry.kid);
  const key = book.get("key", kid);
  if (!key) return problem("unknown-key", { kid });
  // Frozen once is frozen: a later freeze would move the index from which the key's entries do not count.
  if (key.frozen !== null) return problem("frozen-key", { kid, index: key.frozen });
  const stored = book.memory.seq(kid, entry.seq);
  if (stored?.index !== body.stored || stored.id === hex(entry.id)) return notFound("contradicting-entry", body.stored);
  if (!verifyEntryAtOnce(entry, unhex(key.key), book.need("log", 0).origin)) return problem("bad-signature");
  book.put("key", kid, { ...key, frozen: index });
  book.signal("key-equivocated", `key/${key.index}`, { freeze: index, stored: body.stored, seq: entry.seq });
  return undefined;
}

/** A holder hands over to a new key: the old one is revoked here, but for its open slip book (see slipbook.ts). */
function rotateKey(context: Context, body: Body<"key.rotate">): CheckResult {
  const { book, index, signer } = context;
  const refusal = checkNewKey(context, body.key, body.possession);
  if (refusal) return refusal;
  // The key's own party, also where its holder may act for another.
  const own = book.need("key", signer.kid);
  const { party, person, site, role } = own;
  if (role !== null)
    return problem("key-refused", {
      expected: "two-of-three",
    });
  const kid = enterKey(context, { ...newKey(context, body.key, null), party, person, site });
  book.put("key", signer.kid, { ...own, revoked: index, rotatedTo: kid });
  return undefined;
}

/** The parties that no root has to name. */
const UNAPPOINTED: readonly Role[] = [...SENDERS, ...CLAIMANTS, ROLE.carrier];

export const KEY_ROWS = {
  "key.register": {
    nature: "registry",
    makes: "key",
    approvedBy: ["colleague"],
    signers: AUTHORITY,
    proposal: REGISTER_KEY,
  },
  "key.rotate": {
    nature: "registry",
    alone: "device",
    signers: [ROLE.authority, ROLE.treasury, ROLE.transportControl, ROLE.inspector, ROLE.taxOffice, ...UNAPPOINTED],
    apply: rotateKey,
  },
  "key.add": { nature: "registry", alone: "device", signers: UNAPPOINTED, apply: addKey },
  "key.revoke": {
    nature: "registry",
    makes: "key",
    approvedBy: ["colleague"],
    signers: [
      "root",
      ROLE.authority,
      ROLE.treasury,
      ROLE.transportControl,
      ROLE.inspector,
      ROLE.taxOffice,
      ...UNAPPOINTED,
    ],
    proposal: REVOKE_KEY,
  },
  "key.freeze": { nature: "registry", alone: "machine", signers: ["operator", "root"], apply: freezeKey },
} satisfies Rows;
