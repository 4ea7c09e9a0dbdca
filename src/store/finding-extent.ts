// From a finding forward over the ledger's lots. SQL finds every lot that descends from where the predicate begins, which is more
// than it touches; the rules say of each lot whether it fits, so that a list and a contradiction never differ.
import { type Kysely, type RawBuilder, sql } from "kysely";
import { accountKey, keysFrom } from "../rules/book/accounts.ts";
import type { Predicate } from "../rules/book/facts.ts";
import { placeOfList } from "../rules/book/lists.ts";
import { mapLoading } from "../rules/book/memory.ts";
import { findingOf, stands } from "../rules/origins/findings.ts";
import {
  acceptedTooMuchDong,
  addUp,
  type OpenedRecovery,
  recoveriesOf,
  type Touched,
  touchOn,
} from "../rules/oversight/touched.ts";
import type { Schema } from "./schema.ts";
import { View } from "./view.ts";

/** A result that accepted or withheld touched kilograms; `recoverDong` is what it would not have accepted had the finding stood. */
export type TouchedResult = {
  readonly annex: number;
  readonly decision: number;
  readonly project: number;
  readonly package: number;
  readonly paidKg: number;
  readonly withheldKg: number;
  readonly recoverDong: number;
  readonly recoveries: readonly OpenedRecovery[];
};

/** Everything that a finding touches. `standing` is false once it was lifted: then this is what it would touch. */
export type Reach = {
  readonly finding: Predicate;
  readonly standing: boolean;
  /** By place and material: stocks, loads on the road, reserves of slip books, packages, and what is lost, sold or back in the ground. */
  readonly touched: readonly Touched[];
  readonly results: readonly TouchedResult[];
};

/** Lots read at once. */
const CHUNK = 1000;

/** The reach of the finding at an index, or undefined where that entry is none. Cost: one step a movement of what it may touch. */
export async function reachOf(db: Kysely<Schema>, index: number): Promise<Reach | undefined> {
  const view = new View(db);
  const [stored] = await view.entries([index]);
  if (stored?.entry.kind !== "finding.record") return undefined;
  const finding = findingOf(index, stored.entry.body);
  const lots = await openDescendants(db, finding);
  const all: Touched[] = [];
  for (let at = 0; at < lots.length; at += CHUNK) {
    const chunk = lots.slice(at, at + CHUNK);
    const found = await view.read((book) => mapLoading(chunk, (lot) => touchOn(book, finding, book.memory.lot(lot))));
    all.push(...found.filter((one) => one !== undefined));
  }
  const touched = addUp(all);
  const annexes = [
    ...new Set(touched.flatMap((one) => (one.what === "paid" || one.what === "withheld" ? one.annex : []))),
  ];
  const results: TouchedResult[] = [];
  for (const annex of annexes) {
    const result = await resultOf(view, finding, annex, touched);
    if (result) results.push(result);
  }
  return { finding, standing: await view.read((book) => stands(book, index)), touched, results };
}

async function resultOf(
  view: View,
  finding: Predicate,
  annex: number,
  touched: readonly Touched[],
): Promise<TouchedResult | undefined> {
  const claim = await view.fact("claim", annex);
  const decision = claim?.decision?.index;
  if (!claim || decision === undefined) return undefined;
  const kg = (what: "paid" | "withheld") =>
    touched.reduce((sum, one) => (one.what === what && one.annex === annex ? sum + one.kg : sum), 0);
  const paidKg = kg("paid");
  return {
    annex,
    decision,
    project: claim.project,
    package: claim.package,
    paidKg,
    withheldKg: kg("withheld"),
    recoverDong: paidKg === 0 ? 0 : await view.read((book) => acceptedTooMuchDong(book, annex, finding), decision),
    recoveries: await view.read((book) => recoveriesOf(book, finding.index, decision, annex)),
  };
}

/** Lots that still hold kilograms and descend from where the predicate begins: its slips, else its place, else its source. */
async function openDescendants(db: Kysely<Schema>, finding: Predicate): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with recursive reached(id) as (
      ${rootsOf(finding)}
      union select child.id from reached join ledger.lot child on child.parent = reached.id and child.parent > 0)
    select reached.id from reached
    where not exists (select 1 from ledger.lot child
      where child.parent = reached.id and child.parent > 0 and child.parent_left = 0)
    order by reached.id`.execute(db);
  return rows.map((row) => row.id);
}

function rootsOf({ slips, site, source }: Predicate): RawBuilder<unknown> {
  if (slips !== null)
    return sql`select id from ledger.lot where account = any(${slips.map((slip) => accountKey({ kind: "transit", slip }))}::text[])`;
  if (site === null) return sql`select id from ledger.lot where parent = 0 and source = ${source}`;
  const diverted = placeOfList(`to/${site}`);
  return sql`
    select id from ledger.lot where account like ${`${keysFrom("stock", site)}%`}
    union select lot.id from ledger.leaf join ledger.lot on lot.account = ${keysFrom("transit")} || leaf.index
      where leaf.sent_from = ${site} or leaf.sent_to = ${site}
    union select lot.id from ledger.listing join ledger.lot on lot.account = ${keysFrom("transit")} || listing.key
      where listing.list = ${diverted.list} and listing.about = ${site} and listing.key is not null`;
}
