// A paid result whose receipts were mended first: one typed wrong and corrected, one written under another lorry's slip and taken to the right one,
// and one of a slip that was signed out of a slip book, came late and was ruled to count.
import { decideClaim, proposeAndCosign, workLine } from "../../src/demo/dossiers.ts";
import { MATERIAL, MEASURE, OUTCOME } from "../../src/format/codes.ts";
import { kidOf } from "../../src/format/entry.ts";
import type { Body } from "../../src/format/kinds.ts";
import { vkeyOf } from "../../src/format/note.ts";
import { makeBundle } from "../../src/store/make-bundle.ts";
import { migrate } from "../../src/store/migrations.ts";
import { openInMemory } from "../../src/store/pglite.ts";
import { View } from "../../src/store/view.ts";
import { ORIGIN, openWorld } from "../world.ts";

const LOAD_KG = 10_000;
const WHY = { document: "Biên bản làm việc số 9", reason: "Đã đối chiếu camera và phiếu cân tại mỏ" };

export type MendedResult = {
  readonly vkey: string;
  readonly bundle: Uint8Array;
  /** The entries by which kilograms came to the project, and the slips that they came under, in one order. */
  readonly receipts: readonly number[];
  readonly slips: readonly number[];
  readonly book: number;
};

export async function playMendedResult(): Promise<MendedResult> {
  const database = await openInMemory();
  await migrate(database);
  const { scribe, clock, province, intake } = await openWorld(database);
  const { dyke, sandSource: source, sandMine, trucks } = province;
  clock.pass(60);
  const view = new View(database.kysely);
  const kid = kidOf((await scribe.pen("sandMiner")).signer.key);
  const untilS = clock.seconds + 3600;
  const reserved = { source, site: sandMine, material: MATERIAL.sand, kid, serials: 4, massKg: 40_000, untilS };
  const book = await scribe.write("sandMiner", "book.grant", reserved);
  const load = (truck: number, other: Partial<Body<"slip.issue">> = {}): Body<"slip.issue"> => ({
    route: province.routes["sandMine→dyke"]!,
    vehicle: trucks[truck]!,
    source,
    package: 2,
    material: MATERIAL.sand,
    massKg: LOAD_KG,
    measure: MEASURE.volume,
    ...other,
  });
  const at = { at: dyke, package: 2, part: 1, final: 1, measure: MEASURE.volume } as const;
  const receive = (slip: number, massKg = LOAD_KG) =>
    scribe.send("builderB", "load.receive", { slip: { index: slip }, ...at, massKg });
  const corrected = (receipt: number, slip: number, other: Partial<Body<"load.correct">> = {}) =>
    scribe.write("builderB", "load.correct", {
      receipt,
      slip: { index: slip },
      ...at,
      massKg: LOAD_KG,
      reason: "Ghi nhầm khi nhập",
      ...other,
    });
  const indexOf = (answer: Awaited<ReturnType<typeof receive>>) => {
    if (!answer.ok) throw new Error(JSON.stringify(answer.problem));
    return answer.value.index;
  };
  const typo = await scribe.write("sandMiner", "slip.issue", load(0));
  const first = await scribe.write("sandMiner", "slip.issue", load(1));
  const second = await scribe.write("sandMiner", "slip.issue", load(2));
  const outOfBook = await scribe.sign("sandMiner", "slip.issue", load(3, { book: [book, 1] }));
  clock.pass(50);
  const mended = await corrected(indexOf(await receive(typo, 1000)), typo);
  const moved = await corrected(indexOf(await receive(first)), first, { right: { index: second } });
  const after = indexOf(await receive(first));
  // The telephone of the gate has a network again two days later; the book and every trip of it are over.
  clock.pass(2 * 24 * 60);
  const [late] = await scribe.deliver([outOfBook]);
  const ruled = indexOf(late!);
  const waited = indexOf(await receive(ruled));
  await scribe.agree("authority", "deputy", "slip.rule", { entries: [ruled], counts: 1, ...WHY });
  const stage = { scribe, logKey: intake.logKey, head: async () => intake.note, read: view.read.bind(view) };
  // 23 m³ of embankment need 1.22 × 1,380 = 1,683.6 kg each, 38,723 kg in all, out of four loads of 10 t.
  const lines = [workLine("AB.13410", "Đắp cát công trình, K95", "m³", 23_000, 265_000, province.embankment)];
  const annex = await proposeAndCosign(stage, "builderB", dyke, 2, lines);
  await decideClaim(stage, annex, OUTCOME.pay, [], "Bảng kê nguồn gốc vật liệu đầy đủ, số liệu khớp sổ gốc điện tử.");
  const decision = (await view.fact("claim", annex))!.decision!.index;
  const bundle = (await makeBundle(database.kysely, intake.note!, decision))!;
  await database.close();
  return {
    vkey: vkeyOf(ORIGIN, intake.logKey),
    bundle,
    receipts: [mended, moved, after, waited],
    slips: [typo, second, first, ruled],
    book,
  };
}
