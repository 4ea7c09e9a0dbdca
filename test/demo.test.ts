import { sha256 } from "@noble/hashes/sha2.js";
import { expect, it } from "vitest";
import { playDemo, STORY_DAYS } from "../src/demo/play.ts";
import { Scribe, StoryClock } from "../src/demo/scribe.ts";
import { utf8 } from "../src/format/bytes.ts";
import { signerFromSeed } from "../src/format/ed25519.ts";
import { HeadSigner } from "../src/intake/signer.ts";
import { Intake } from "../src/intake.ts";
import { View } from "../src/store/view.ts";
import { onEachDatabase } from "./databases.ts";
import { MORNING_MS, memoryInProcess, ORIGIN } from "./world.ts";

onEachDatabase("the demo's story", (open) => {
  it("ends with one dossier payable in full and one refused, within its days", async () => {
    const database = await open();
    const clock = new StoryClock(MORNING_MS);
    const signer = await signerFromSeed(sha256(utf8("demo log")));
    const intake = new Intake(database, new HeadSigner(ORIGIN, signer, memoryInProcess()), clock);
    await intake.start();
    const scribe = new Scribe(ORIGIN, sha256(utf8("demo")), clock, (entries) => intake.submitAll(entries));
    const view = new View(database.kysely);
    const stage = {
      scribe,
      logKey: signer.key,
      head: async () => intake.note,
      read: <T>(reading: Parameters<typeof view.read<T>>[0]) => view.read(reading),
    };
    const { honest, dishonest } = await playDemo(stage);
    const paid = (await view.fact("claim", honest))?.decision;
    const refused = (await view.fact("claim", dishonest))?.decision;
    expect(paid?.outcome).toBe(1);
    expect(paid?.acceptedDong).toBe(350 * 1_200_000 + 42.5 * 18_600_000 + 250 * 1_265_000);
    expect(refused?.outcome).toBe(3);
    const result = (await view.fact("result", refused!.index))!;
    expect(result.verifiedKg + result.exemptKg + result.insufficientKg + result.contradictedKg).toBe(result.claimedKg);
    expect(result.contradictedKg).toBeGreaterThan(0);
    expect(result.insufficientKg).toBeGreaterThan(0);
    expect(clock.wallMs() - MORNING_MS).toBeLessThan(STORY_DAYS * 86_400_000);
  });
});
