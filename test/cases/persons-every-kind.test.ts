// Every kind that needs a second person, with one person too few and with two keys of one person: the golden ledgers bring each kind in, and
// before every signature in them those try who may not. What one person may sign alone says why, or does not compile (rules/acts/row.ts).
import { beforeAll, describe, expect, it } from "vitest";
import { hex } from "../../src/format/bytes.ts";
import { decodeEntry, type Entry, kidOf } from "../../src/format/entry.ts";
import { KIND_NAMES, type KindName } from "../../src/format/kinds.ts";
import type { Need } from "../../src/rules/book/facts.ts";
import { TABLE } from "../../src/rules/kinds/table.ts";
import { NEWEST_VERSION } from "../../src/rules/registry/versions.ts";
import { ALONE, COSIGNERS, MADE } from "../../src/words/persons.ts";
import { NAMES, readLog } from "../golden/compare.ts";
import { Ledger, unsigned, word } from "../rules/ledger.ts";

const PROPOSALS = KIND_NAMES.filter((kind) => "proposal" in TABLE[kind]);
/** It needs a second version of the rules, which this program does not have yet. */
const NOT_YET: readonly KindName[] = ["rules.version"];

/** Who tried to sign, and what came of it; nobody who may not sign should have an "ok" here. */
const tried = { alone: [] as string[], twice: [] as string[], machine: [] as string[], results: [] as string[] };
/**
 * The kinds of proposals that took effect, those of persons among them, those that took effect at once by one person, the needs that no row
 * declares, and what a proposal changed before it was approved.
 */
const walked = {
  done: new Set<KindName>(),
  byPersons: new Set<KindName>(),
  once: new Set<KindName>(),
  undeclared: [] as string[],
  early: [] as string[],
};

/** A second key of whoever holds a key, and a machine's key of the same party; put into the book as if they had been registered. */
function otherKeys(ledger: Ledger, kid: string): { again: string; machine: string } {
  const key = ledger.book.need("key", kid);
  const [again, machine] = ["aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb"];
  ledger.book.memory.facts.set(`key/${again}`, key);
  ledger.book.memory.facts.set(`key/${machine}`, { ...key, person: null });
  return { again, machine };
}

/** The same words, signed by another key. */
function signedBy(kid: string, { kind, body, claimedS, anchor }: Entry): Entry {
  return unsigned(kid, { kind, body, claimedS, anchor, seq: 1_000_000 } as Parameters<typeof unsigned>[1]);
}

function tryInstead(ledger: Ledger, kid: string, entry: Entry): string {
  return word(ledger.fork().bring(signedBy(kid, entry)));
}

/** Before an approval: its maker, the maker's second key and a machine of the maker's party try it. */
function tryApproval(ledger: Ledger, entry: Extract<Entry, { kind: "approve" }>): void {
  const proposal = ledger.book.get("proposal", entry.body.proposal);
  if (!proposal || proposal.done || proposal.withdrawn !== undefined) return;
  const { kind, by } = proposal;
  tried.alone.push(`${kind}: ${tryInstead(ledger, by.kid, entry)}`);
  if (by.person === null) return;
  const fork = ledger.fork();
  const { again, machine } = otherKeys(fork, by.kid);
  tried.twice.push(`${kind}: ${tryInstead(fork, again, entry)}`);
  tried.machine.push(`${kind}: ${tryInstead(fork, machine, entry)}`);
}

/** Before a result: the officer who made the review tries to sign it, by the key of the review and by another of theirs. */
function tryResult(ledger: Ledger, entry: Extract<Entry, { kind: "decision.sign" }>): void {
  const review = ledger.leaves[entry.body.review]?.entry;
  if (review?.kind !== "review.make") return;
  const kid = hex(review.kid);
  const fork = ledger.fork();
  const { again } = otherKeys(fork, kid);
  for (const each of [kid, again]) tried.results.push(tryInstead(fork, each, entry));
}

/** Before a signature under a dossier: another key of a party that has signed it already. */
function tryCosign(ledger: Ledger, entry: Extract<Entry, { kind: "annex.cosign" }>): void {
  const proposed = ledger.leaves[entry.body.annex]?.entry;
  if (proposed?.kind !== "annex.propose") return;
  const fork = ledger.fork();
  const { again } = otherKeys(fork, hex(proposed.kid));
  tried.results.push(tryInstead(fork, again, entry));
}

/** The changes that a waiting proposal makes besides itself, once everything that time brings due has come. */
function changedEarly(ledger: Ledger, entry: Entry): string[] {
  const fork = ledger.fork();
  fork.must("operator", "clock.tick", {});
  const said = fork.bring(entry);
  if ("refused" in said || !fork.book.get("proposal", said.index)) return [];
  const { facts, lots } = fork.leaves.at(-1)!.changes;
  const others = facts.map(({ key }) => key).filter((key) => !key.startsWith("proposal/"));
  return [...others, ...lots.map(({ account }) => account)].map((each) => `${entry.kind}: ${each}`);
}

function isDeclared(need: Need, kind: KindName): boolean {
  const row = TABLE[kind];
  const by = "approvedBy" in row ? row.approvedBy : [];
  if ("root" in need) return by.includes("colleague") || by.includes("another-root");
  if ("approver" in need) return by.includes("approver-or-colleague");
  if ("colleague" in need) return by.includes("colleague") || by.includes("approver-or-colleague");
  return by.some((each) => each !== "colleague" && each !== "another-root" && each !== "approver-or-colleague");
}

function play(name: (typeof NAMES)[number]): void {
  const ledger = new Ledger(0);
  for (const { fate, receivedMs, entry: bytes } of readLog(NEWEST_VERSION, name)) {
    const decoded = decodeEntry(bytes);
    if ("malformed" in decoded) throw new Error(decoded.malformed.what);
    const { entry } = decoded;
    ledger.nowMs = receivedMs;
    if (entry.kind === "genesis") ledger.kids.set("operator", hex(kidOf(entry.body.operatorKey)));
    if (fate !== "refused" && entry.kind === "approve") tryApproval(ledger, entry);
    if (fate !== "refused" && entry.kind === "decision.sign") tryResult(ledger, entry);
    if (fate !== "refused" && entry.kind === "annex.cosign") tryCosign(ledger, entry);
    if (PROPOSALS.includes(entry.kind)) walked.early.push(...changedEarly(ledger, entry));
    const said = ledger.bring(entry, fate === "carried");
    if ("refused" in said) continue;
    note(ledger, said.index, entry);
  }
}

function note(ledger: Ledger, index: number, entry: Entry): void {
  const proposal = entry.kind === "approve" ? ledger.book.need("proposal", entry.body.proposal) : undefined;
  if (proposal?.done) walked.done.add(proposal.kind);
  if (proposal?.done && proposal.by.person !== null) walked.byPersons.add(proposal.kind);
  if (!PROPOSALS.includes(entry.kind)) return;
  const waiting = ledger.book.get("proposal", index);
  if (!waiting) walked.once.add(entry.kind);
  const needs = waiting?.needs ?? [];
  walked.undeclared.push(...needs.filter((need) => !isDeclared(need, entry.kind)).map(() => entry.kind));
}

beforeAll(() => {
  for (const name of NAMES) play(name);
});

describe("a kind that needs a second person", () => {
  it("is in the golden ledgers with all its signatures", () => {
    expect(PROPOSALS.filter((kind) => !walked.done.has(kind))).toEqual(NOT_YET);
  });

  it("changes nothing before its last signature", () => {
    expect(walked.early).toEqual([]);
  });

  it("is not approved by its maker, by whatever key", () => {
    for (const [attempts, kinds] of [
      [tried.alone, walked.done],
      [tried.twice, walked.byPersons],
    ] as const) {
      expect(new Set(attempts.map((each) => each.split(": ")[0]))).toEqual(kinds);
      expect(attempts.filter((each) => !each.endsWith("refused: needs-second"))).toEqual([]);
    }
  });

  it("is not approved by a machine of the maker's party", () => {
    expect(tried.machine.length).toBeGreaterThan(30);
    expect(tried.machine.filter((each) => !each.endsWith("refused: no-standing"))).toEqual([]);
  });

  it("asks for the signatures that its row says, and no other", () => {
    expect(walked.undeclared).toEqual([]);
  });

  it("takes effect at once only where it takes away", () => {
    const ends = ["key.revoke", "scale.status", "site.status", "slip.rule", "source.status", "vehicle.status"];
    expect([...walked.once].sort()).toEqual(ends);
  });
});

describe("a dossier and its result", () => {
  it("are not signed twice by one party, nor reviewed and decided by one person", () => {
    expect(tried.results.length).toBeGreaterThan(20);
    expect([...new Set(tried.results)].sort()).toEqual(["refused: already-signed", "refused: same-person"]);
  });
});

describe("the words of persons", () => {
  it("are used, each of them", () => {
    const rows = KIND_NAMES.map((kind) => TABLE[kind]);
    const used = <T>(of: (row: (typeof rows)[number]) => readonly T[]) => new Set(rows.flatMap(of));
    expect(used((row) => ("alone" in row ? [row.alone] : []))).toEqual(new Set(Object.keys(ALONE)));
    expect(used((row) => ("makes" in row ? [row.makes] : []))).toEqual(new Set(Object.keys(MADE)));
    expect(used((row) => ("approvedBy" in row ? row.approvedBy : []))).toEqual(new Set(Object.keys(COSIGNERS)));
  });
});
