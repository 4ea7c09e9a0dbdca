// A refused result whose loads are contradicted by what names none of their slips: by another slip of the same lorry, by the stop of a
// lorry that took a load over afterwards, and by a sighting of the lorry with another load.
import { decideClaim, proposeAndCosign, workLine } from "../../src/demo/dossiers.ts";
import { COLOUR, DIRECTION, LISTED_REASON, MATERIAL, MEASURE, OUTCOME } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { vkeyOf } from "../../src/format/note.ts";
import { makeBundle } from "../../src/store/make-bundle.ts";
import { migrate } from "../../src/store/migrations.ts";
import { openInMemory } from "../../src/store/pglite.ts";
import { View } from "../../src/store/view.ts";
import { ORIGIN, openWorld } from "../world.ts";

/** The bundle of the result; `named`: what the book names for each of its slips, in their order. */
export type ContestedResult = {
  readonly vkey: string;
  readonly bundle: Uint8Array;
  readonly named: readonly { readonly why: string; readonly index: number }[];
  readonly slips: Readonly<Record<"first" | "broken" | "carried" | "after", number>>;
  readonly stop: number;
  readonly sighting: number;
};

export async function playContestedResult(): Promise<ContestedResult> {
  const database = await openInMemory();
  await migrate(database);
  const { scribe, clock, province, intake } = await openWorld(database);
  const { dyke, sandSource: source, checkpoint: site, trucks } = province;
  clock.pass(60);
  const load = (vehicle: number): Body<"slip.issue"> => ({
    route: province.routes["sandMine→dyke"]!,
    vehicle,
    source,
    package: 2,
    material: MATERIAL.sand,
    massKg: 10_000,
    measure: MEASURE.volume,
  });
  const receive = (slip: Body<"load.receive">["slip"]) =>
    scribe.send("builderB", "load.receive", {
      slip,
      at: dyke,
      package: 2,
      part: 1,
      final: 1,
      massKg: 10_000,
      measure: MEASURE.volume,
    });
  // The second slip of one lorry is signed off line, 14 minutes after the first; the contractor brings it with its receipt.
  const first = await scribe.write("sandMiner", "slip.issue", load(trucks[0]!));
  const seen = await scribe.write("sandMiner", "slip.issue", load(trucks[3]!));
  const broken = await scribe.write("sandMiner", "slip.issue", load(trucks[1]!));
  const stoppedS = clock.seconds;
  clock.pass(14);
  const second = await scribe.sign("sandMiner", "slip.issue", load(trucks[0]!));
  clock.pass(2);
  const reason = "Xe hỏng lốp giữa đường, xe khác chở tiếp";
  await scribe.agree("sandMiner", "builderB", "slip.amend", { slip: broken, vehicle: trucks[2]!, reason });
  // The officer's telephone has a network again only now.
  const stop = await scribe.write("police", "stop.record", { site, vehicle: trucks[2]!, stoppedS });
  // Another slip of a lorry that is on its way with one: 40 minutes later a checkpoint still sees it go out with the first.
  clock.pass(19);
  const meanwhile = await scribe.sign("sandMiner", "slip.issue", load(trucks[3]!));
  clock.pass(40);
  const passage = { slip: { index: seen }, site, direction: DIRECTION.outbound, verdict: COLOUR.green } as const;
  const sighting = await scribe.write("police", "passage.record", {
    ...passage,
    seenS: clock.seconds,
    plateMatches: 1,
  });
  await receive({ index: first });
  await receive({ index: broken });
  const brought = await receive({ entry: second });
  const late = await receive({ entry: meanwhile });
  const view = new View(database.kysely);
  const stage = { scribe, logKey: intake.logKey, head: async () => intake.note, read: view.read.bind(view) };
  const lines = [workLine("AB.13410", "Đắp cát công trình, K95", "m³", 23_000, 265_000, province.embankment)];
  const annex = await proposeAndCosign(stage, "builderB", dyke, 2, lines);
  const text = "Các chuyến cát của hồ sơ đều có ghi nhận mâu thuẫn.";
  await decideClaim(stage, annex, OUTCOME.refuse, [LISTED_REASON.contradictory], text);
  const decision = (await view.fact("claim", annex))!.decision!.index;
  const bundle = (await makeBundle(database.kysely, intake.note!, decision))!;
  if (!brought.ok) throw new Error(JSON.stringify(brought.problem));
  // The slip that a receipt carries is the leaf before it.
  const carried = brought.value.index - 1;
  if (!late.ok) throw new Error(JSON.stringify(late.problem));
  const after = late.value.index - 1;
  const slips = [first, broken, carried, after];
  const facts = await view.facts("slipState", slips.map(String));
  await database.close();
  return {
    vkey: vkeyOf(ORIGIN, intake.logKey),
    bundle,
    named: slips.map((slip) => facts.get(String(slip))!.contested!),
    slips: { first, broken, carried, after },
    stop,
    sighting,
  };
}
