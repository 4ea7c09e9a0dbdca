// Measures if anything that people wait for grows with the ledger: one claim's review and one slip's look-up on a small ledger and on a
// large one, and what an entry takes on disk.

import { sql } from "kysely";
import type { Province } from "../demo/province.ts";
import type { Scribe } from "../demo/scribe.ts";
import { CLAIM_KIND, MATERIAL, MEASURE } from "../format/codes.ts";
import { entryIdOf } from "../format/entry.ts";
import { lineValue } from "../rules/numbers/convert.ts";
import { claimAsItStands, rulesOfClaim } from "../rules/payment/claim.ts";
import type { Database } from "../store/database.ts";
import { View } from "../store/view.ts";

const LOADS = 60;
const LOAD_KG = 17_000;

/** Sends sixty loads of sand to a package and claims the embankment built of it; answers the annex and the last slip. */
export async function raiseClaim(
  scribe: Scribe,
  province: Province,
  number: number,
): Promise<{ annex: number; slip: number }> {
  const route = province.routes["sandMine→bridge"]!;
  let slip = 0;
  for (let done = 0; done < LOADS; done += province.trucks.length) {
    const round = province.trucks.slice(0, LOADS - done);
    const slips = await deliverAll(
      scribe,
      await Promise.all(
        round.map((vehicle) => {
          const load = {
            source: province.sandSource,
            material: MATERIAL.sand,
            massKg: LOAD_KG,
            measure: MEASURE.scale,
          };
          return scribe.sign("sandMiner", "slip.issue", { route, vehicle, package: 1, ...load });
        }),
      ),
    );
    await deliverAll(
      scribe,
      await Promise.all(
        slips.map((index) => {
          const part = { at: province.bridge, package: 1, part: 1, final: 1, massKg: LOAD_KG, measure: MEASURE.scale };
          return scribe.sign("builderA", "load.receive", { slip: { index }, ...part });
        }),
      ),
    );
    slip = slips.at(-1)!;
  }
  const line = {
    code: "AB.13410",
    name: "Đắp nền bằng cát, K95",
    unit: "m³",
    quantityMilli: 600_000,
    unitPriceDong: 265_000,
  };
  const lines = [
    { ...line, valueDong: lineValue(line.quantityMilli, line.unitPriceDong), recipe: province.embankment },
  ];
  const bytes = await scribe.sign("builderA", "annex.propose", {
    project: province.bridge,
    package: 1,
    number,
    kind: CLAIM_KIND.interim,
    lines,
  });
  const [annex] = await deliverAll(scribe, [bytes]);
  for (const persona of ["supervisor", "owner"]) {
    await scribe.write(persona, "annex.cosign", { annex: annex!, entryId: entryIdOf(bytes) });
  }
  return { annex: annex!, slip };
}

async function deliverAll(scribe: Scribe, entries: readonly Uint8Array[]): Promise<number[]> {
  return (await scribe.deliver(entries)).map((answer) => {
    if (!answer.ok) throw new Error(JSON.stringify(answer.problem));
    return answer.value.index;
  });
}

/** Median milliseconds of one claim's review, and of one slip's look-up, each from a cold view. */
export async function measureReads(
  database: Database,
  annex: number,
  slip: number,
): Promise<{ reviewMs: number; scanMs: number }> {
  const view = new View(database.kysely);
  const reviewMs = await medianMs(15, () =>
    view.read((book) => claimAsItStands(book, annex, rulesOfClaim(book, book.need("claim", annex)))),
  );
  const scanMs = await medianMs(101, () =>
    view.read((book) => [book.need("slip", slip), book.need("slipState", slip)]),
  );
  return { reviewMs, scanMs };
}

async function medianMs(times: number, work: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let i = 0; i < times; i++) {
    const began = performance.now();
    await work();
    took.push(performance.now() - began);
  }
  return took.sort((a, b) => a - b)[times >> 1]!;
}

/** Bytes on disk of schema `ledger` an entry, and the entries' own mean bytes. */
export async function measureBytes(database: Database): Promise<{ diskBytes: number; ownBytes: number }> {
  await sql`vacuum analyze ledger.leaf, ledger.fact, ledger.named, ledger.lot, ledger.listing, ledger.due, ledger.signal`.execute(
    database.kysely,
  );
  const { rows } = await sql<{ disk: number; entries: number; own: number }>`
    select (select sum(pg_total_relation_size(oid))::bigint from pg_class
            where relnamespace = 'ledger'::regnamespace and relkind = 'r') as disk,
      count(*) as entries, sum(length(entry))::bigint as own from ledger.leaf`.execute(database.kysely);
  const { disk, entries, own } = rows[0]!;
  return { diskBytes: disk / entries, ownBytes: own / entries };
}
