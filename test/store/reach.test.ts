// From a finding forward: what to stop, by place, and what to recover, by result. Figures by hand, and against a plain look at every lot.

import { sql } from "kysely";
import { beforeAll, expect, it } from "vitest";
import { decideClaim, proposeAndCosign } from "../../src/demo/dossiers.ts";
import { MATERIAL, MEASURE } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { mapLoading } from "../../src/rules/book/memory.ts";
import { findingOf } from "../../src/rules/origins/findings.ts";
import { addUp, type Touched, touchOn } from "../../src/rules/oversight/touched.ts";
import { type Reach, reachOf } from "../../src/store/finding-extent.ts";
import { View } from "../../src/store/view.ts";
import { playStory, type Story } from "../audit/logs.ts";
import { onEachDatabase, type TestDatabase } from "../databases.ts";
import { MORNING_MS, openWorld, type World } from "../world.ts";

const why = { document: "Kết luận số 4/KL-TTr ngày 10/11/2026", reason: "Khai thác ngoài mốc giới được cấp" };
const inOrder = (touched: readonly Touched[]) => touched.map((one) => JSON.stringify(one)).sort();

onEachDatabase("the reach of a finding", (open) => {
  let database: TestDatabase;
  let world: World;
  let view: View;
  let slips: number[];
  let finding: number;
  let annex: number;
  let decision: number;

  /** A load of sand to the yard or the dyke, received unless it is still on the road. */
  async function load(truck: number, to: "yard" | "dyke", massKg: number, arrives = true): Promise<number> {
    const { scribe, clock, province } = world;
    const package2 = to === "dyke" ? { package: 2 } : {};
    const body = { route: province.routes[`sandMine→${to}`]!, vehicle: province.trucks[truck]!, massKg, ...package2 };
    const sand = { source: province.sandSource, material: MATERIAL.sand, measure: MEASURE.volume };
    const slip = await scribe.write("sandMiner", "slip.issue", { ...body, ...sand });
    clock.pass(50);
    const part = { at: province[to], part: 1, final: 1, massKg, measure: MEASURE.scale, ...package2 };
    const who = to === "yard" ? "yardKeeper" : "builderB";
    if (arrives) await scribe.write(who, "load.receive", { slip: { index: slip }, ...part });
    return slip;
  }

  beforeAll(async () => {
    database = await open();
    world = await openWorld(database);
    view = new View(database.kysely);
    const { scribe, clock, province, intake } = world;
    clock.pass(30);
    slips = [await load(0, "yard", 15_000), await load(1, "dyke", 6000)];
    await load(2, "dyke", 10_000);
    // 5 m³ of embankment need 8,418 kg: the 6,000 of the second slip, then 2,418 of the third.
    const line = { code: "AB.13410", name: "Đắp cát", unit: "m³", quantityMilli: 5000, unitPriceDong: 265_000 };
    const lines = [{ ...line, valueDong: 1_325_000, recipe: province.embankment }];
    const stage = { scribe, logKey: intake.logKey, head: async () => intake.note, read: view.read.bind(view) };
    annex = await proposeAndCosign(stage, "builderB", province.dyke, 2, lines);
    await decideClaim(stage, annex, 1, [], "Bảng kê nguồn gốc vật liệu đầy đủ.");
    decision = (await view.fact("claim", annex))!.decision!.index;
    clock.until(MORNING_MS + 86_400_000);
    slips.push(await load(3, "yard", 12_000, false));
    finding = await scribe.write("authority", "finding.record", { slips, ...why });
  });

  const reach = async (): Promise<Reach> => (await reachOf(database.kysely, finding))!;

  it("names the stock, the load on the road and the result, with what that would not have accepted", async () => {
    const { standing, touched, results } = await reach();
    const { yard, yardKeeper, dyke } = world.province;
    expect(standing).toBe(true);
    expect(touched).toEqual([
      { what: "stock", place: yard, holder: yardKeeper, product: 0, material: 1, kg: 15_000 },
      { what: "paid", annex, material: 1, kg: 6000 },
      { what: "road", slip: slips[2], material: 1, kg: 12_000 },
    ]);
    // Of 8,418 kg only 2,418 would have stood: 1.436 m³, 380,540 đ of 1,325,000.
    const money = { paidKg: 6000, withheldKg: 0, recoverDong: 944_460, recoveries: [] };
    expect(results).toEqual([{ annex, decision, project: dyke, package: 2, ...money }]);
  });

  it("shows the recovery that was opened on it, and when it is lifted that this is to be given back", async () => {
    const { scribe } = world;
    const body = { decision, amountDong: 944_460, document: why.document, reason: why.reason, finding };
    const recovery = await scribe.agree("officer", "approver", "recovery.open", body);
    const opened = { recovery, owedDong: 944_460, balanceDong: 944_460 };
    const before = await reach();
    expect(before.results[0]!.recoveries).toEqual([opened]);
    await scribe.agree("officer", "approver", "recovery.close", {
      recovery,
      amountDong: 944_460,
      document: "UNC 12",
      means: 1,
    });
    await scribe.agree("authority", "deputy", "finding.lift", { finding, ...why });
    const after = await reach();
    expect(after.standing).toBe(false);
    expect(after.touched).toEqual(before.touched);
    expect(after.results[0]!.recoveries).toEqual([{ ...opened, balanceDong: -944_460 }]);
  });

  it("is that of a finding and of nothing else", async () => {
    expect(await reachOf(database.kysely, slips[0]!)).toBeUndefined();
    expect(await reachOf(database.kysely, 1_000_000)).toBeUndefined();
  });
});

onEachDatabase("the reach of a finding over the demo's weeks", (open) => {
  let story: Story;
  let database: TestDatabase;
  let lots: number[];
  let terms: Partial<Body<"finding.record">>[];

  beforeAll(async () => {
    database = await open();
    story = await playStory(database);
    const { rows } = await sql<{ id: number }>`select id from ledger.lot order by id`.execute(database.kysely);
    lots = rows.map((row) => row.id);
    const sites = await story.view.list("sites", 50);
    const named = async (name: string) => {
      for (const { key } of sites) if ((await story.view.fact("site", key))?.name.startsWith(name)) return Number(key);
      throw new Error(name);
    };
    const [source] = (await story.view.list("sources")).map(({ key }) => Number(key));
    const mine = await named("Mỏ cát");
    const slipsOf = (await story.view.list(`from/${mine}`, 30)).map(({ key }) => Number(key));
    const fromS = Math.floor(Date.UTC(2026, 10, 11) / 1000);
    const plant = await named("Trạm bê tông").catch(() => named("Trạm trộn"));
    terms = [
      { source: source! },
      { slips: slipsOf },
      { site: mine },
      { site: plant },
      { site: plant, fromS, untilS: fromS + 86_400 },
      { source: source!, fromS, untilS: fromS + 86_400 },
    ];
  });

  it("is exactly the lots that the rule says it touches, batches and crushers included", async () => {
    let sum = 0;
    for (const each_ of terms) {
      const finding = await story.scribe.write("authority", "finding.record", { ...each_, ...why });
      const predicate = findingOf(finding, { ...each_, ...why } as Body<"finding.record">);
      const all = await story.view.read((book) =>
        mapLoading(lots, (lot) => touchOn(book, predicate, book.memory.lot(lot))),
      );
      const plain = addUp(all.filter((one) => one !== undefined));
      const reach = (await reachOf(database.kysely, finding))!;
      expect(inOrder(reach.touched)).toEqual(inOrder(plain));
      sum += plain.length;
      await story.scribe.agree("authority", "deputy", "finding.lift", { finding, ...why });
    }
    expect(sum).toBeGreaterThan(20);
  });
});
