// Making a court bundle from the ledger: the entry in question, everything that it rests on, and a proof for each under one head.

import { type Kysely, sql } from "kysely";
import { BUNDLE_FORMAT, BUNDLE_SPEC, encodeBundle, type Origin } from "../format/bundle.ts";
import { hex } from "../format/bytes.ts";
import { decodeEntry, type Entry } from "../format/entry.ts";
import { FIRST_PREVIOUS } from "../format/leaf.ts";
import { headOf } from "../format/note.ts";
import { referencesOf } from "../format/references.ts";
import { hashesForInclusion, inclusionProof } from "../format/tree.ts";
import { accountKey } from "../rules/book/accounts.ts";
import type { Book } from "../rules/book/book.ts";
import { FACTS } from "../rules/book/fact-kinds.ts";
import { claimAsItStands, rulesOfClaim } from "../rules/payment/claim.ts";
import type { ClaimResult } from "../rules/payment/figures.ts";
import { originsOf } from "../rules/readings/claim-origins.ts";
import { membershipOf } from "../rules/registry/contract.ts";
import { LEAF_PARTS, leafBytes } from "./leaf-row.ts";
import type { Schema } from "./schema.ts";
import { changesOf, leavesSince } from "./since-result.ts";
import { TreeReader } from "./tree-reader.ts";
import { View } from "./view.ts";

/** The bundle of a slip or of a payment result under a signed head that includes it; undefined for any other entry. */
export async function makeBundle(db: Kysely<Schema>, note: string, subject: number): Promise<Uint8Array | undefined> {
  const head = headOf(note);
  if (!head || subject >= head.size) return undefined;
  const view = new View(db);
  const [stored] = await view.entries([subject]);
  const result =
    stored?.entry.kind === "decision.sign" ? await resultOf(db, view, subject, stored.entry, head.size) : undefined;
  const around = stored?.entry.kind === "slip.issue" ? await lifeOf(db, view, subject) : result?.indexes;
  if (!around) return undefined;
  const leaves = await leavesFor(db, view, [0, subject, ...around], head.size);
  const parts = { format: BUNDLE_FORMAT, spec: BUNDLE_SPEC, head: note, subject, leaves };
  if (!result) return encodeBundle(parts);
  const { figures, origins, reviewed } = result;
  return encodeBundle({ ...parts, figures, origins, reviewed });
}

/** A bundle about nothing but who signs for the log, under a signed head: entry 0 and what the roots have put in force since. */
export async function makeKeyBundle(db: Kysely<Schema>, note: string): Promise<Uint8Array> {
  const { size } = headOf(note)!;
  const leaves = await leavesFor(db, new View(db), [0], size);
  return encodeBundle({ format: BUNDLE_FORMAT, spec: BUNDLE_SPEC, head: note, subject: 0, leaves });
}

/** The leaves with all that they rest on, and whatever says who may sign a head of this size, proven under it. */
async function leavesFor(db: Kysely<Schema>, view: View, start: readonly number[], size: number) {
  const from = [...start, ...(await rootActs(db))].filter((index) => index < size);
  return provenLeaves(db, await closure(db, view, from, size), size);
}

/** The approvals by which roots have named another log key, operator or root, or other witnesses. */
async function rootActs(db: Kysely<Schema>): Promise<number[]> {
  const rows = await db
    .selectFrom("ledger.fact")
    .select("leaf")
    .where("kind", "in", [FACTS.witnesses.number, FACTS.log.number])
    .where("number", "=", 0)
    .execute();
  return rows.map((row) => row.leaf);
}

/** Passages, receipts and whatever else moved or contradicted a slip. */
async function lifeOf(db: Kysely<Schema>, view: View, slip: number): Promise<number[]> {
  const state = await view.fact("slipState", slip);
  const { rows } = await sql<{ id: number; leaf: number }>`
    select child.id, child.leaf from ledger.lot held join ledger.lot child on child.parent = held.id
    where held.account in (${accountKey({ kind: "transit", slip })}, ${accountKey({ kind: "stray", slip })})`.execute(
    db,
  );
  const waited = await view.facts(
    "posted",
    rows.filter((row) => row.leaf === slip).map((row) => row.id),
  );
  const noted = [...(state?.observations ?? []).map((each) => each.index), state?.final, state?.contested?.index];
  const posted = [...waited.values()].map((each) => each.receipt);
  return [...rows.map((row) => row.leaf), ...posted, ...noted.filter((index) => index !== undefined && index !== null)];
}

type Result = { figures: ClaimResult["figures"]; origins: Origin[]; indexes: number[]; reviewed: Uint8Array[] };

/** The figures as the result's own leaf found them, the ways of their kilograms, and the proof that the review's head is of this log. */
async function resultOf(
  db: Kysely<Schema>,
  view: View,
  subject: number,
  decision: Entry,
  size: number,
): Promise<Result | undefined> {
  if (decision.kind !== "decision.sign") return undefined;
  const { annex, review } = decision.body;
  const reading = (book: Book) => {
    const claim = book.need("claim", annex);
    const computed = claimAsItStands(book, annex, rulesOfClaim(book, claim));
    return (
      computed && {
        figures: computed.figures,
        ...originsOf(book, computed),
        signed: claim.signed,
        members: membershipOf(book, claim),
        project: claim.project,
      }
    );
  };
  const found = await view.read(reading, subject);
  const [made] = await view.entries([review]);
  if (!found || made?.entry.kind !== "review.make") return undefined;
  const { figures, origins, lots, around, handedOver, signed, members, project } = found;
  const ways = origins.flatMap((each) => each.way);
  const recoveries = figures.setOffs.map((each) => each.recovery);
  const old = made.entry.body.size;
  const amended = await changesOf(db, FACTS.source.number, [...new Set(origins.map((each) => each.way.at(-1)!))]);
  const given = await changesOf(db, FACTS.slip.number, handedOver);
  const rest = [...around, ...amended, ...given, ...members].filter((index) => index < subject);
  const since = await leavesSince(db, { decision: subject, annex, project, origins, lots });
  return {
    figures,
    origins,
    reviewed: await new TreeReader(db).consistency(old, size),
    indexes: [...signed.map((each) => each.index), ...ways, ...recoveries, ...rest, ...since],
  };
}

/** The leaves that wrote a version of the signers' keys: what registered them and what ended them. */
async function keyActs(db: Kysely<Schema>, kids: readonly string[]): Promise<number[]> {
  if (kids.length === 0) return [];
  const rows = await db
    .selectFrom("ledger.named")
    .select("leaf")
    .where("kind", "=", FACTS.key.number)
    .where("name", "in", kids)
    .execute();
  return rows.map((row) => row.leaf);
}

/** The named entries with all that they name and the registrations of all their signers. */
async function closure(db: Kysely<Schema>, view: View, start: readonly number[], size: number): Promise<number[]> {
  const known = new Set<number>();
  let next = [...new Set(start)];
  while (next.length > 0) {
    for (const index of next) known.add(index);
    const entries = await view.entries(next);
    const kids = [...new Set(entries.map(({ entry }) => hex(entry.kid)))];
    const acts = await keyActs(db, kids);
    const named = entries.flatMap(({ index, entry }) => referencesOf(entry).filter((each) => each < index));
    const changed = await amendmentsOf(db, entries);
    const carried = await indexesOf(
      db,
      entries.map(({ entry }) => entry),
    );
    next = [...new Set([...named, ...carried, ...acts, ...changed])].filter(
      (index) => index < size && !known.has(index),
    );
  }
  return [...known].sort((a, b) => a - b);
}

/** Acts that take more than one approval, or that count only with it: a bundle holds all who signed them. */
const SIGNED_BY_ALL = [
  "project.amend",
  "site.amend",
  "source.succeed",
  "party.succeed",
  "decision.reverse",
  "recovery.open",
  "recovery.close",
  "finding.lift",
  "contest.lift",
] as const;

/** The leaves by which projects and places got other parties, and parties took others' places: each act, and all who signed it. */
async function amendmentsOf(
  db: Kysely<Schema>,
  entries: readonly { readonly index: number; readonly entry: Entry }[],
): Promise<number[]> {
  const of = (kind: Entry["kind"]) => entries.filter(({ entry }) => entry.kind === kind).map(({ index }) => index);
  const changed = await Promise.all([
    changesOf(db, FACTS.project.number, of("project.register")),
    changesOf(db, FACTS.site.number, of("site.register")),
    changesOf(db, FACTS.party.number, of("party.register")),
    changesOf(db, FACTS.proposal.number, SIGNED_BY_ALL.flatMap(of)),
  ]);
  return changed.flat();
}

/** Slips that observations name by their bytes. */
async function indexesOf(db: Kysely<Schema>, entries: readonly Entry[]): Promise<number[]> {
  const found: number[] = [];
  for (const entry of entries) {
    const bytes = entry.kind === "load.receive" || entry.kind === "passage.record" ? entry.body.slip.entry : undefined;
    const decoded = bytes && decodeEntry(bytes);
    if (!decoded || "malformed" in decoded) continue;
    const row = await db
      .selectFrom("ledger.leaf")
      .select("index")
      .where("kid", "=", decoded.entry.kid)
      .where("seq", "=", decoded.entry.seq)
      .executeTakeFirst();
    if (row) found.push(row.index);
  }
  return found;
}

async function provenLeaves(
  db: Kysely<Schema>,
  indexes: readonly number[],
  size: number,
): Promise<{ leaf: Uint8Array; proof: Uint8Array[] }[]> {
  const tree = new TreeReader(db);
  const wanted = [...new Set(indexes.flatMap((index) => (index === 0 ? [0] : [index - 1, index])))];
  const rows = await db.selectFrom("ledger.leaf").select(LEAF_PARTS).where("index", "in", wanted).execute();
  const byIndex = new Map(rows.map((row) => [row.index, row]));
  const read = await tree.load(indexes.flatMap((index) => hashesForInclusion(index, size)));
  return indexes.map((index) => {
    const row = byIndex.get(index)!;
    const previous = index === 0 ? FIRST_PREVIOUS : byIndex.get(index - 1)!.leaf_hash;
    const leaf = leafBytes(row, previous);
    return { leaf, proof: inclusionProof(index, size, read) };
  });
}
