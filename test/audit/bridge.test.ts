// The four years of the bridge's approach on a real ledger: it passes its audit, and a court can verify each of the five results from its bundle,
// whoever had taken whose place by then.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditLedger } from "../../src/audit/audit-ledger.ts";
import { verifyBundle } from "../../src/rules/readings/evidence.ts";
import { type PlayedBridge, playedBridge } from "./bridge.ts";

let played: PlayedBridge;

beforeAll(async () => {
  played = await playedBridge();
});

afterAll(() => played.database.close());

describe("four years of a bridge's approach, on a ledger that others look into", () => {
  it("passes its audit", async () => {
    const { database, vkey, intake } = played;
    const found = await auditLedger(database.kysely, { vkey, sinceHead: intake.note }, () => undefined);
    expect(found).not.toHaveProperty("rule");
  });

  it("every result is proven by its bundle, with the amounts that were paid", async () => {
    // Worked out in test/stories/bridge.test.ts.
    const paid = [20_000_000, 19_035_000, 26_558_715, 43_739_285, 5_807_000];
    for (const [n, bundle] of played.bundles.entries()) {
      const verified = await verifyBundle(bundle, played.vkey);
      if ("flaw" in verified) throw new Error(`result ${n}: ${verified.flaw} ${verified.index} ${verified.detail}`);
      expect(verified.proof).toMatchObject({ kind: "result", decision: { body: { paidDong: paid[n] } } });
    }
  });
});
