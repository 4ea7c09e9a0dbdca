// The facts that entries from a leaf on have changed: for whoever keeps many of them and wants only what is new. One statement each, however many there are.
import { type Kysely, sql } from "kysely";
import { FACTS, type FactKey, type FactKind } from "../rules/book/fact-kinds.ts";
import type { SlipState } from "../rules/book/facts.ts";
import { readFact } from "./fact-rows.ts";
import type { Schema } from "./schema.ts";

/** A fact's newest value, and the leaf of the entry that gave it. */
type ChangedFact = { readonly key: FactKey; readonly value: unknown; readonly leaf: number };

const NAMES = new Map(Object.entries(FACTS).map(([name, { number }]) => [number, name as FactKind]));

function found(kind: number, id: number | string, value: string, leaf: number): ChangedFact {
  const key: FactKey = `${NAMES.get(kind)!}/${id}`;
  return { key, value: readFact(key, value), leaf };
}

/** The newest values of the facts of these kinds, whose ids are log indexes, that entries from a leaf on have changed. */
export async function changedNumbered(
  db: Kysely<Schema>,
  kinds: readonly FactKind[],
  from: number,
): Promise<ChangedFact[]> {
  const { rows } = await sql<{ kind: number; number: number; value: string; leaf: number }>`
    select distinct on (kind, number) kind, number, value, leaf from ledger.fact
    where kind = any(${kinds.map((kind) => FACTS[kind].number)}::smallint[]) and leaf >= ${from}
    order by kind, number, leaf desc`.execute(db);
  return rows.map(({ kind, number, value, leaf }) => found(kind, number, value, Number(leaf)));
}

/** The same of a kind whose ids are words. */
export async function changedNamed(db: Kysely<Schema>, kind: FactKind, from: number): Promise<ChangedFact[]> {
  const { rows } = await sql<{ name: string; value: string; leaf: number }>`
    select distinct on (name) name, value, leaf from ledger.named
    where kind = ${FACTS[kind].number} and leaf >= ${from} order by name, leaf desc`.execute(db);
  return rows.map(({ name, value, leaf }) => found(FACTS[kind].number, name, value, Number(leaf)));
}

/** The states, changed from a leaf on, of slips whose time was not over at a moment: each has something due then or later. */
export async function changedSlips(
  db: Kysely<Schema>,
  from: number,
  runningMs: number,
): Promise<{ readonly slip: number; readonly state: SlipState }[]> {
  const { rows } = await sql<{ slip: number; value: string }>`
    with running(slip) as (
      select coalesce(substr(key, 8)::integer, leaf::integer) from ledger.due
      where at_ms >= ${runningMs} and (key is null or key like 'expire/%'))
    select distinct on (number) number as slip, value from running join ledger.fact on number = running.slip
    where kind = ${FACTS.slipState.number} and fact.leaf >= ${from}
    order by number, fact.leaf desc`.execute(db);
  return rows.map(({ slip, value }) => ({ slip, state: readFact(`slipState/${slip}`, value) as SlipState }));
}
