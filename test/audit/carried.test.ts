// How an entry came to the log is in its leaf, so that an honest ledger passes its own audit whatever was sent together with what.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { auditLedger } from "../../src/audit/audit-ledger.ts";
import type { Broken } from "../../src/audit/broken.ts";
import { Replay } from "../../src/audit/replay.ts";
import { COLOUR, DIRECTION, MATERIAL, MEASURE } from "../../src/format/codes.ts";
import { entryIdOf } from "../../src/format/entry.ts";
import { decodeLeaf, FIRST_PREVIOUS } from "../../src/format/leaf.ts";
import { decodeProof } from "../../src/format/proof.ts";
import { slipCode } from "../../src/format/slipcode.ts";
import { leafHash } from "../../src/format/tree.ts";
import { LEAF_PARTS, leafBytes } from "../../src/store/leaf-row.ts";
import { onEachDatabase } from "../databases.ts";
import { openWorld, type World } from "../world.ts";

const SAND = { material: MATERIAL.sand, measure: MEASURE.scale, massKg: 15_000 };

function slipOf({ province }: World, truck: number) {
  const route = province.routes["sandMine→yard"]!;
  return { ...SAND, route, source: province.sandSource, vehicle: province.trucks[truck]! };
}

function passageOf({ province, clock }: World, slip: { entry: Uint8Array } | { code: string }) {
  const seen = { direction: DIRECTION.outbound, seenS: clock.seconds, verdict: COLOUR.grey };
  return { slip, site: province.checkpoint, ...seen };
}

/** What the leaf of a receipt says: true where its slip came embedded. */
async function came({ intake }: World, index: number): Promise<boolean> {
  const receipt = await intake.receipt(index);
  return decodeLeaf(decodeProof(receipt!.proof)!.extra!)!.carried;
}

/** The first fault that a replay of these leaves, chained anew, finds. */
function audited(rows: readonly Parameters<typeof leafBytes>[0][]): Broken | undefined {
  const replay = new Replay();
  let previous = FIRST_PREVIOUS;
  for (const [at, row] of rows.entries()) {
    const leaf = leafBytes(row, previous);
    previous = leafHash(leaf);
    const found = replay.feed(leaf, at, previous);
    if (found && "rule" in found) return found;
  }
  const last = replay.finish();
  return last && "rule" in last ? last : undefined;
}

/** One saying about a load: the slip sent for itself, or an observation that names it by its bytes or by its code. */
const saying = fc.constantFrom("slip", "seen", "seen by code", "received", "received by code", "refused");

onEachDatabase("a ledger", (open) => {
  describe("a slip that is sent for itself, directly before an observation that embeds it", () => {
    it("is not taken for an embedded one: the ledger passes its audit", async () => {
      const database = await open();
      const world = await openWorld(database, {}, "carried");
      const { scribe, clock, intake } = world;
      const slip = await scribe.sign("sandMiner", "slip.issue", slipOf(world, 0));
      // An officer types the code before the mine has sent the slip: of a slip sent for itself that is a signal, of an embedded one it is not.
      await scribe.write("police", "passage.record", passageOf(world, { code: slipCode(entryIdOf(slip)) }));
      clock.pass(5);
      const seen = await scribe.sign("police", "passage.record", passageOf(world, { entry: slip }));
      const [first] = await scribe.deliver([slip, seen]);
      const index = first!.ok ? first!.value.index : -1;
      expect(await came(world, index)).toBe(false);
      const raised = await database.kysely
        .selectFrom("ledger.signal")
        .select("code")
        .where("leaf", "=", index)
        .where("code", "=", "seen-before-logged")
        .execute();
      expect(raised).toHaveLength(1);
      expect(await auditLedger(database.kysely, { cosigned: intake.note! }, () => {})).toMatchObject({
        size: intake.size,
      });
    });

    it("twin: the same slip, embedded only, is stored as embedded, and that ledger passes too", async () => {
      const database = await open();
      const world = await openWorld(database, {}, "carried");
      const { scribe, intake } = world;
      const slip = await scribe.sign("sandMiner", "slip.issue", slipOf(world, 0));
      const index = await scribe.write("police", "passage.record", passageOf(world, { entry: slip }));
      expect(await came(world, index - 1)).toBe(true);
      expect(await came(world, index)).toBe(false);
      expect(await auditLedger(database.kysely, { cosigned: intake.note! }, () => {})).toMatchObject({
        size: intake.size,
      });
    });
  });

  describe("an operator who stores a slip as embedded that nothing embeds", () => {
    it("is found by the audit", async () => {
      const database = await open();
      const world = await openWorld(database, {}, "carried");
      const slip = await world.scribe.write("sandMiner", "slip.issue", slipOf(world, 0));
      await world.scribe.write("operator", "clock.tick", {});
      const rows = await database.kysely.selectFrom("ledger.leaf").select(LEAF_PARTS).orderBy("index").execute();
      expect(audited(rows)).toBeUndefined();
      expect(audited(rows.map((row) => ({ ...row, carried: row.index === slip })))).toMatchObject({
        rule: "carried",
        index: slip,
      });
    });
  });

  describe("entries in requests of any grouping", () => {
    it("replay to the tables that the sequencer wrote", async () => {
      const seed = Number(process.env.SEED ?? 41);
      const loads = fc.array(saying, { minLength: 1, maxLength: 6 });
      const database = await open();
      const world = await openWorld(database, {}, "carried");
      const { scribe, clock, province, intake } = world;
      const cuts = fc.sample(fc.tuple(loads, fc.array(fc.boolean(), { minLength: 6, maxLength: 6 })), {
        seed,
        numRuns: 60,
      });
      for (const [n, [sayings, together]] of cuts.entries()) {
        const slip = await scribe.sign("sandMiner", "slip.issue", slipOf(world, n % province.trucks.length));
        const code = slipCode(entryIdOf(slip));
        const part = { at: province.yard, part: 1, massKg: 15_000, measure: MEASURE.scale };
        const said: Record<(typeof sayings)[number], () => Promise<Uint8Array> | Uint8Array> = {
          slip: () => slip,
          seen: () => scribe.sign("police", "passage.record", passageOf(world, { entry: slip })),
          "seen by code": () => scribe.sign("police", "passage.record", passageOf(world, { code })),
          received: () => scribe.sign("yardKeeper", "load.receive", { ...part, slip: { entry: slip }, final: 1 }),
          "received by code": () => scribe.sign("yardKeeper", "load.receive", { ...part, slip: { code }, final: 1 }),
          refused: () =>
            scribe.sign("yardKeeper", "load.refuse", {
              at: province.yard,
              slip: { entry: slip },
              reason: "Hàng lẫn bùn",
            }),
        };
        let request: Uint8Array[] = [];
        for (const [i, what] of sayings.entries()) {
          clock.pass(20);
          request.push(await said[what]());
          if (together[i]) continue;
          await scribe.deliver(request);
          request = [];
        }
        if (request.length > 0) await scribe.deliver(request);
        clock.pass(200);
      }
      const found = await auditLedger(database.kysely, { cosigned: intake.note! }, () => {});
      expect(found, `SEED=${seed}`).toMatchObject({ size: intake.size });
      const embedded = await database.kysely
        .selectFrom("ledger.leaf")
        .select("index")
        .where("carried", "=", true)
        .execute();
      expect(embedded.length).toBeGreaterThan(10);
    });
  });
});
