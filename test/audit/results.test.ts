// Court bundles of results with a story: one rests on a receipt by typed code, which stands before its slip in the log; the next has a
// recovery set off.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decideClaim, proposeAndCosign } from "../../src/demo/dossiers.ts";
import { decodeBundle, encodeBundle } from "../../src/format/bundle.ts";
import { unhex } from "../../src/format/bytes.ts";
import { MATERIAL, MEASURE } from "../../src/format/codes.ts";
import { entryIdOf } from "../../src/format/entry.ts";
import { vkeyOf } from "../../src/format/note.ts";
import { slipCode } from "../../src/format/slipcode.ts";
import { verifyBundle } from "../../src/rules/readings/evidence.ts";
import type { Database } from "../../src/store/database.ts";
import { makeBundle } from "../../src/store/make-bundle.ts";
import { migrate } from "../../src/store/migrations.ts";
import { openInMemory } from "../../src/store/pglite.ts";
import { View } from "../../src/store/view.ts";
import { MORNING_MS, ORIGIN, openWorld, type World } from "../world.ts";

let database: Database;
let world: World;
let bundle: Uint8Array;
let vkey: string;
let receipt: number;
let slip: number;
/** The bundle of the next result, from which 1,000,000 đ of the first come back. */
let setOff: Uint8Array;
let recovery: number;

beforeAll(async () => {
  database = await openInMemory();
  await migrate(database);
  world = await openWorld(database);
  const { scribe, clock, province, intake } = world;
  vkey = vkeyOf(ORIGIN, intake.logKey);
  const { sandSource: source, sandMine: site, dyke } = province;
  clock.pass(60);
  const kid = unhex((await scribe.pen("sandMiner")).kid);
  const granted = { source, site, material: MATERIAL.sand, kid, serials: 5, massKg: 60_000 };
  const book = await scribe.write("sandMiner", "book.grant", { ...granted, untilS: clock.seconds + 36_000 });
  const load = { route: province.routes["sandMine→dyke"]!, vehicle: province.trucks[0]!, source, package: 2 };
  const sand = { material: MATERIAL.sand, massKg: 17_000, measure: MEASURE.volume };
  const bytes = await scribe.sign("sandMiner", "slip.issue", { ...load, ...sand, book: [book, 1] });
  clock.pass(50);
  const part = { at: dyke, package: 2, part: 1, final: 1, massKg: 17_000, measure: MEASURE.scale };
  receipt = await scribe.write("builderB", "load.receive", { slip: { code: slipCode(entryIdOf(bytes)) }, ...part });
  clock.pass(300);
  const [answer] = await scribe.deliver([bytes]);
  slip = answer?.ok ? answer.value.index : -1;
  const view = new View(database.kysely);
  const stage = { scribe, logKey: intake.logKey, head: async () => intake.note, read: view.read.bind(view) };
  // 10 m³ of embankment need 1.22 × 1,380 = 1,683.6 kg of sand each, 16,836 kg in all; 17 t are there, and all is paid.
  const line = { code: "AB.13410", name: "Đắp cát", unit: "m³", quantityMilli: 10_000, unitPriceDong: 265_000 };
  const lines = [{ ...line, valueDong: 2_650_000, recipe: province.embankment }];
  const annex = await proposeAndCosign(stage, "builderB", dyke, 2, lines);
  await decideClaim(stage, annex, 1, [], "Bảng kê nguồn gốc vật liệu đầy đủ, số liệu khớp sổ gốc điện tử.");
  const decision = (await view.fact("claim", annex))!.decision!.index;
  bundle = (await makeBundle(database.kysely, intake.note!, decision))!;
  const why = { document: "Kết luận số 12/KL-KBNN", reason: "Hậu kiểm: nghiệm thu cao hơn thực tế" };
  recovery = await scribe.agree("officer", "approver", "recovery.open", { decision, amountDong: 1_000_000, ...why });
  clock.until(MORNING_MS + 86_400_000);
  const again = {
    ...load,
    vehicle: province.trucks[1]!,
    material: MATERIAL.sand,
    massKg: 17_000,
    measure: MEASURE.volume,
  };
  const second = await scribe.write("sandMiner", "slip.issue", again);
  clock.pass(50);
  await scribe.write("builderB", "load.receive", { slip: { index: second }, ...part });
  const next = await proposeAndCosign(stage, "builderB", dyke, 2, lines, 2);
  await decideClaim(stage, next, 1, [], "Bảng kê nguồn gốc vật liệu đầy đủ, trừ khoản thu hồi.");
  const nextDecision = (await view.fact("claim", next))!.decision!.index;
  setOff = (await makeBundle(database.kysely, intake.note!, nextDecision))!;
});

afterAll(() => database.close());

describe("a bundle whose receipt waited for its slip", () => {
  it("names the receipt before the slip and is proven", async () => {
    expect(receipt).toBeLessThan(slip);
    const found = await verifyBundle(bundle, vkey);
    expect(found).toMatchObject({ proof: { kind: "result", decision: { body: { outcome: 1 } } } });
    if (!("proof" in found) || found.proof.kind !== "result") throw new Error("no result");
    expect(found.proof.origins[0]!.way.slice(0, 2)).toEqual([receipt, slip]);
  });

  it("is refused where any other step of a way would come before what it rests on", async () => {
    const forged = decodeBundle(bundle);
    if ("flaw" in forged) throw new Error(forged.flaw);
    const { way } = forged.origins![0]!;
    way.push(...way.splice(1, 1));
    expect(await verifyBundle(encodeBundle(forged), vkey)).toMatchObject({ flaw: "way" });
  });

  it("goes with the bundle of the slip too", async () => {
    const { intake } = world;
    const found = decodeBundle((await makeBundle(database.kysely, intake.note!, slip))!);
    if ("flaw" in found) throw new Error(found.flaw);
    const verified = await verifyBundle(encodeBundle(found), vkey);
    if ("flaw" in verified) throw new Error(verified.flaw);
    expect([...verified.proven.leaves.keys()]).toContain(receipt);
  });
});

describe("a bundle of a result that sets a recovery off", () => {
  it("proves what was accepted, what came back and what was paid: 2,650,000 − 1,000,000 đ", async () => {
    expect(await verifyBundle(setOff, vkey)).toMatchObject({
      proof: {
        decision: { body: { acceptedDong: 2_650_000, paidDong: 1_650_000 } },
        figures: { setOffs: [{ recovery, takenDong: 1_000_000, returnedDong: 0 }] },
      },
    });
  });

  it("is refused where a set-off is changed, left out or laid on another entry", async () => {
    const changes: ((of: { recovery: number; takenDong: number }[]) => void)[] = [
      (of) => {
        of[0]!.takenDong = 900_000;
      },
      (of) => void of.pop(),
      (of) => {
        of[0]!.recovery = slip;
      },
    ];
    for (const change of changes) {
      const forged = decodeBundle(setOff);
      if ("flaw" in forged) throw new Error(forged.flaw);
      change(forged.figures!.setOffs);
      expect(await verifyBundle(encodeBundle(forged), vkey)).toMatchObject({ flaw: "figures" });
    }
  });
});
