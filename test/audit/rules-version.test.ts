// A ledger and programs of other ages: one that words its sentences otherwise finds it clean; one that does not know the version of its
// rules neither starts on it nor appends to it, and does not say that it is broken.
import { sha256 } from "@noble/hashes/sha2.js";
import { expect, it, vi } from "vitest";
import { auditLedger } from "../../src/audit/audit-ledger.ts";
import { brokenText } from "../../src/cli/audit.ts";
import { utf8 } from "../../src/format/bytes.ts";
import { MATERIAL, MEASURE } from "../../src/format/codes.ts";
import { signerFromSeed } from "../../src/format/ed25519.ts";
import { HeadSigner } from "../../src/intake/signer.ts";
import { Intake } from "../../src/intake.ts";
import type { Database } from "../../src/store/database.ts";
import { problem, sentence } from "../../src/words/problem.ts";
import { THINGS } from "../../src/words/things.ts";
import { onEachDatabase } from "../databases.ts";
import { ORIGIN, openWorld, type World } from "../world.ts";

const KNOWN = vi.hoisted(() => [1, 2]);
vi.mock("../../src/rules/registry/versions.ts", () => ({
  NEWEST_VERSION: 1,
  get VERSIONS() {
    return KNOWN.map((number) => ({ number, date: "2026-11-26", vi: "", en: "" }));
  },
}));

/** Runs as a program that knows these versions only. */
async function knowing<T>(versions: readonly number[], run: () => Promise<T>): Promise<T> {
  const before = KNOWN.splice(0, KNOWN.length, ...versions);
  try {
    return await run();
  } finally {
    KNOWN.splice(0, KNOWN.length, ...before);
  }
}

/** Another program over the same database and the same signer's memory. */
async function anotherIntake(database: Database, { clock, memory }: World): Promise<Intake> {
  const signer = await signerFromSeed(sha256(utf8("world log")));
  return new Intake(database, new HeadSigner(ORIGIN, signer, memory), clock);
}

/** The operator proposes version 2, and two roots carry it. */
async function goOnByTwo({ scribe }: World): Promise<number> {
  const proposal = await scribe.write("operator", "rules.version", { version: 2 });
  await scribe.write("root0", "approve", { proposal });
  await scribe.write("root1", "approve", { proposal });
  return proposal;
}

const slip = ({ scribe, province }: World, truck: number) =>
  scribe.sign("sandMiner", "slip.issue", {
    route: province.routes["sandMine→yard"]!,
    vehicle: province.trucks[truck]!,
    source: province.sandSource,
    material: MATERIAL.sand,
    massKg: 15_000,
    measure: MEASURE.volume,
  });

const audited = (database: Database) => auditLedger(database.kysely, {}, () => {});

onEachDatabase("a ledger and another program", (open) => {
  it("is clean to a program that names things otherwise: a receipt of an unknown slip is kept by codes", async () => {
    const database = await open();
    const { scribe, province, intake } = await openWorld(database);
    const load = { at: province.yard, part: 1, final: 1 as const, massKg: 15_000, measure: MEASURE.scale };
    const answer = await scribe.send("yardKeeper", "load.receive", { slip: { index: 999_999 }, ...load });
    const kept = problem("not-found", { what: "slip", index: 999_999 });
    expect(answer).toMatchObject({ value: { verdict: kept } });
    const words = { ...THINGS.slip };
    try {
      Object.assign(THINGS.slip, { vi: "tờ phiếu", en: "waybill" });
      expect(sentence(kept, "en")).toBe("There is no waybill 999999 in the ledger.");
      expect(await audited(database)).toMatchObject({ size: intake.size });
    } finally {
      Object.assign(THINGS.slip, words);
    }
  });

  it("is neither started, nor appended to, nor called broken by a program that is too old for it", async () => {
    const database = await open();
    const world = await openWorld(database);
    // An older program that runs since before the change, and one that is started after it.
    const running = await anotherIntake(database, world);
    await knowing([1], () => running.start());
    const proposal = await goOnByTwo(world);
    const size = world.intake.size;
    await knowing([1], async () => {
      expect(await running.submit(await slip(world, 0))).toMatchObject({
        problem: { code: "rules-version-unknown", figures: { version: 2, known: "1" } },
      });
      const started = await anotherIntake(database, world);
      await expect(started.start()).rejects.toThrow(/chưa biết phiên bản quy tắc 2 .* · .*does not know version 2 /);
      const found = await audited(database);
      if (!("rule" in found)) throw new Error("an older program audited what it does not know");
      expect(found).toMatchObject({ rule: "rules-version", index: proposal });
      expect(brokenText(found)).toContain(`CHƯA KIỂM TOÁN ĐƯỢC từ mục ${proposal}`);
      expect(brokenText(found)).toContain(`NOT AUDITED from entry ${proposal}`);
    });
    expect(world.intake.size).toBe(size);
  });

  it("goes on and stays clean for a program that knows both versions", async () => {
    const database = await open();
    const world = await openWorld(database);
    await goOnByTwo(world);
    expect(await world.intake.submit(await slip(world, 0))).toMatchObject({ ok: true });
    const started = await anotherIntake(database, world);
    await started.start();
    expect(await started.submit(await slip(world, 1))).toMatchObject({ ok: true });
    expect(await audited(database)).toMatchObject({ size: started.size });
  });
});
