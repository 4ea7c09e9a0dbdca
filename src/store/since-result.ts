// The leaves by which something happened to a payment result after it was signed: what a court bundle of the result holds besides.
import { type Kysely, sql } from "kysely";
import type { Origin } from "../format/bundle.ts";
import { FACTS } from "../rules/book/fact-kinds.ts";
import { mapLoading } from "../rules/book/memory.ts";
import { contradictionOf } from "../rules/origins/trace.ts";
import type { Schema } from "./schema.ts";
import { View } from "./view.ts";

/** A result, its dossier and project, the ways of its kilograms, and the lots that these ways lead back from. */
export type Decided = {
  readonly decision: number;
  readonly annex: number;
  readonly project: number;
  readonly origins: readonly Origin[];
  readonly lots: readonly number[];
};

/** Its reversal, later results of the dossier, recoveries and what became of them, and what was said of its loads or against them. */
export async function leavesSince(db: Kysely<Schema>, of: Decided): Promise<number[]> {
  const view = new View(db);
  const results = await view.whole(`decisions/${of.annex}`);
  const recoveries = await view.whole(`recoveries/${of.project}`);
  const { own, contradictions } = await view.read((book) => ({
    own: mapLoading(recoveries, (index) => (book.need("recovery", index).decision === of.decision ? [index] : [])),
    contradictions: mapLoading(of.lots, (id) => contradictionOf(book, book.memory.lot(id))?.index),
  }));
  const findings = [...of.origins.map(({ contested }) => contested), ...contradictions].filter(isIndex);
  const changed = await Promise.all([
    changesOf(db, FACTS.reversed.number, [of.decision]),
    changesOf(db, FACTS.recovery.number, own.flat()),
    changesOf(db, FACTS.slipState.number, [...new Set(of.origins.flatMap(({ way }) => way))]),
    changesOf(db, FACTS.finding.number, [...new Set(findings)]),
  ]);
  return [...results, ...own.flat(), ...findings, ...changed.flat()].filter((index) => index > of.decision);
}

const isIndex = (index: number | undefined): index is number => index !== undefined;

/** The leaves that wrote a version of facts whose ids are log indexes. */
export async function changesOf(db: Kysely<Schema>, kind: number, numbers: readonly number[]): Promise<number[]> {
  if (numbers.length === 0) return [];
  const rows = await db
    .selectFrom("ledger.fact")
    .select("leaf")
    .distinct()
    .where("kind", "=", kind)
    .where(sql<boolean>`number = any(${numbers}::integer[])`)
    .execute();
  return rows.map((row) => row.leaf);
}
