// Both stories of every signal: the one who must not pass is named with the right figures, and the honest twin is left alone.
import { beforeAll, describe, expect, it } from "vitest";
import { signalEntries, signalSentence } from "../../../src/rules/readings/signal-words.ts";
import { SIGNALS, type SignalCode } from "../../../src/words/signals.ts";
import type { Ledger } from "../../rules/ledger.ts";
import { CONTRADICTION_SCENES } from "./contradictions.ts";
import { PLACE_SCENES } from "./places.ts";
import { RECORD_SCENES } from "./records.ts";
import { ROAD_SCENES } from "./road.ts";
import type { Stage } from "./scene.ts";
import { WEIGHT_SCENES } from "./weights.ts";

const TOLD = { CONTRADICTION_SCENES, ROAD_SCENES, WEIGHT_SCENES, PLACE_SCENES, RECORD_SCENES };

function signalsSince(ledger: Ledger, from: number) {
  return ledger.leaves.slice(from).flatMap((leaf) => leaf.changes.signals);
}

describe.each(Object.entries(TOLD))("%s", (_, { open, scenes }) => {
  let opened: Stage;
  beforeAll(async () => {
    opened = await open();
  });
  const fork = (): Stage => ({ ledger: opened.ledger.fork(), province: opened.province });

  describe.each(Object.keys(scenes) as SignalCode[])("%s", (code) => {
    const { cheat, honest } = scenes[code]!;

    it(`nêu đúng điều đã xảy ra: ${SIGNALS[code].vi}`, async () => {
      const stage = fork();
      const from = stage.ledger.size;
      const expected = await cheat(stage);
      const raised = signalsSince(stage.ledger, from).filter((signal) => signal.code === code);
      expect(raised.map(({ subject, figures }) => ({ subject, figures }))).toEqual(expected);
      expect(expected.length).toBeGreaterThan(0);
      for (const signal of raised) {
        for (const lang of ["vi", "en"] as const) expect(signalSentence(signal, lang)).not.toMatch(/[?{}]/);
        for (const entry of signalEntries(signal)) expect(entry).toBeLessThan(stage.ledger.size);
      }
    });

    it("không báo người làm đúng", async () => {
      const stage = fork();
      const from = stage.ledger.size;
      await honest(stage);
      expect(stage.ledger.size).toBeGreaterThan(from);
      expect(signalsSince(stage.ledger, from).map((signal) => signal.code)).not.toContain(code);
    });
  });
});
