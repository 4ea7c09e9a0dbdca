// A paid result to which everything happens afterwards: money is asked back, a finding comes and goes, two persons and the authority reverse it.
// Its court bundle of each day.
import { decideClaim, proposeAndCosign } from "../../src/demo/dossiers.ts";
import { MATERIAL, MEASURE } from "../../src/format/codes.ts";
import { vkeyOf } from "../../src/format/note.ts";
import { makeBundle } from "../../src/store/make-bundle.ts";
import { migrate } from "../../src/store/migrations.ts";
import { openInMemory } from "../../src/store/pglite.ts";
import { View } from "../../src/store/view.ts";
import { ORIGIN, openWorld } from "../world.ts";

const WHY = { document: "Kết luận số 12/KL-KBNN", reason: "Hậu kiểm: nghiệm thu cao hơn thực tế" };
type Day = "signed" | "found" | "lifted" | "proposed" | "reversed";
type Act = "recovery" | "finding" | "lift" | "reversal" | "approval";

export type ReversedResult = {
  readonly vkey: string;
  /** The result's bundle after each event. */
  readonly bundles: Readonly<Record<Day, Uint8Array>>;
  readonly leaf: Readonly<Record<Act, number>>;
};

export async function playReversedResult(): Promise<ReversedResult> {
  const database = await openInMemory();
  await migrate(database);
  const { scribe, clock, province, intake } = await openWorld(database);
  const { dyke, sandSource: source } = province;
  clock.pass(60);
  const load = { route: province.routes["sandMine→dyke"]!, vehicle: province.trucks[0]!, source, package: 2 };
  const sand = { material: MATERIAL.sand, massKg: 17_000, measure: MEASURE.volume };
  const slip = await scribe.write("sandMiner", "slip.issue", { ...load, ...sand });
  clock.pass(50);
  const part = { at: dyke, package: 2, part: 1, final: 1, massKg: 17_000, measure: MEASURE.scale };
  await scribe.write("builderB", "load.receive", { slip: { index: slip }, ...part });
  const view = new View(database.kysely);
  const stage = { scribe, logKey: intake.logKey, head: async () => intake.note, read: view.read.bind(view) };
  // 10 m³ of embankment need 1.22 × 1,380 = 1,683.6 kg of sand each, 16,836 kg in all, out of the one load of 17 t.
  const line = { code: "AB.13410", name: "Đắp cát", unit: "m³", quantityMilli: 10_000, unitPriceDong: 265_000 };
  const lines = [{ ...line, valueDong: 2_650_000, recipe: province.embankment }];
  const annex = await proposeAndCosign(stage, "builderB", dyke, 2, lines);
  await decideClaim(stage, annex, 1, [], "Bảng kê nguồn gốc vật liệu đầy đủ, số liệu khớp sổ gốc điện tử.");
  const decision = (await view.fact("claim", annex))!.decision!.index;
  const bundle = async () => (await makeBundle(database.kysely, intake.note!, decision))!;
  const signed = await bundle();
  const taken = { decision, amountDong: 1_000_000, ...WHY };
  const recovery = await scribe.agree("officer", "approver", "recovery.open", taken);
  const finding = await scribe.write("authority", "finding.record", { slips: [slip], ...WHY });
  const found = await bundle();
  const lift = await scribe.agree("authority", "deputy", "finding.lift", { finding, ...WHY });
  const lifted = await bundle();
  const reversal = await scribe.write("officer", "decision.reverse", { decision, ...WHY });
  const proposed = await bundle();
  const approval = await scribe.write("approver", "approve", { proposal: reversal });
  const reversed = await bundle();
  await database.close();
  return {
    vkey: vkeyOf(ORIGIN, intake.logKey),
    bundles: { signed, found, lifted, proposed, reversed },
    leaf: { recovery, finding, lift, reversal, approval },
  };
}
