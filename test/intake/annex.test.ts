// Bảng kê dài: an annex of 300 lines stands in parts before its proposal; whoever signs the proposal signs every line, and the court
// bundle proves them. Figures by hand.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decideClaim, proposeAndCosign } from "../../src/demo/dossiers.ts";
import type { AnnexLine } from "../../src/format/bodies/payment.ts";
import { decodeBundle, encodeBundle } from "../../src/format/bundle.ts";
import { MATERIAL, MEASURE } from "../../src/format/codes.ts";
import { entryIdOf } from "../../src/format/entry.ts";
import { decodeLeaf } from "../../src/format/leaf.ts";
import { vkeyOf } from "../../src/format/note.ts";
import { verifyBundle } from "../../src/rules/readings/evidence.ts";
import type { Database } from "../../src/store/database.ts";
import { makeBundle } from "../../src/store/make-bundle.ts";
import { migrate } from "../../src/store/migrations.ts";
import { openInMemory } from "../../src/store/pglite.ts";
import { View } from "../../src/store/view.ts";
import { type Ledger, openProvince, word } from "../rules/ledger.ts";
import { annexOf, figuresOf, sandToDyke, workLine } from "../rules/world.ts";
import { ORIGIN, openWorld, type World } from "../world.ts";

/** 100 lines of which every hundredth embanks 1 m³ of sand; the rest is work without tracked material. */
function hundred(embankment: number): AnnexLine[] {
  const name = "Đào, vận chuyển và lắp đặt cấu kiện theo bản vẽ thi công";
  const plain = workLine(1000, 50_000, undefined, { code: "XX.10101", name });
  return Array.from({ length: 100 }, (_, i) => (i === 99 ? workLine(1000, 265_000, embankment) : plain));
}

describe("bảng kê 300 dòng (an annex of 300 lines)", () => {
  it("chia phần: số liệu tính trên mọi dòng theo thứ tự các phần rồi đến dòng của bảng kê", async () => {
    const { ledger, province } = await openProvince({ exemptKg: 0 });
    sandToDyke(ledger, province, [5000]);
    const lines = hundred(province.embankment);
    const parts = [0, 1].map(() => {
      const entry = ledger.write("builderB", "annex.part", { lines });
      const said = ledger.bring(entry);
      if ("refused" in said) throw new Error(JSON.stringify(said.refused));
      return { index: said.index, entryId: entry.id };
    });
    const entry = ledger.write("builderB", "annex.propose", annexOf(province, lines, { parts }));
    const said = ledger.bring(entry);
    if ("refused" in said) throw new Error(JSON.stringify(said.refused));
    for (const who of ["supervisor", "owner"])
      ledger.must(who, "annex.cosign", { annex: said.index, entryId: entry.id });
    const { figures } = figuresOf(ledger, said.index);
    // 297 × 50.000 + 3 × 265.000 đ; 1 × 1,22 × 1.380 = 1.683,6 → 1.684 kg a line, 5.000 kg came for 5.052.
    expect(figures.lines).toHaveLength(300);
    expect(figures.claimedDong).toBe(15_645_000);
    const sand = figures.lines.flatMap((line, i) => line.materials.map((each) => [i, each.ledgerKg]));
    expect(sand).toEqual([
      [99, 1684],
      [199, 1684],
      [299, 1632],
    ]);
  });

  it("phần của người khác, phần sai mã băm, một phần hai lần, phần không có: đều không lập được bảng kê", async () => {
    const { ledger, province } = await openProvince();
    const part = (on: Ledger, who: string) => {
      const entry = on.write(who, "annex.part", { lines: hundred(province.embankment).slice(0, 2) });
      const said = on.bring(entry);
      if ("refused" in said) throw new Error(JSON.stringify(said.refused));
      return { index: said.index, entryId: entry.id };
    };
    const [own, theirs] = [part(ledger, "builderB"), part(ledger, "owner")];
    const tries = (parts: { index: number; entryId: Uint8Array }[]) => {
      const body = annexOf(province, hundred(province.embankment), { parts });
      return word(ledger.fork().say("builderB", "annex.propose", body));
    };
    expect(tries([own])).toBe("ok");
    expect(tries([theirs])).toBe("refused: not-found");
    expect(tries([{ ...own, entryId: theirs.entryId }])).toBe("refused: not-found");
    expect(tries([own, own])).toBe("refused: bad-terms");
    expect(tries([{ ...own, index: 3 }])).toBe("refused: not-found");
  });
});

describe("hồ sơ chứng cứ của bảng kê dài (its court bundle)", () => {
  let database: Database;
  let world: World;
  let file: Uint8Array;
  let parts: { index: number; entryId: Uint8Array }[];

  beforeAll(async () => {
    database = await openInMemory();
    await migrate(database);
    world = await openWorld(database, { exemptKg: 0 });
    const { scribe, province, clock, intake } = world;
    const { dyke, sandSource, trucks, routes, embankment } = province;
    const load = { source: sandSource, material: MATERIAL.sand, massKg: 5052, measure: MEASURE.volume, package: 2 };
    const slip = await scribe.write("sandMiner", "slip.issue", {
      ...load,
      route: routes["sandMine→dyke"]!,
      vehicle: trucks[0]!,
    });
    clock.pass(46);
    const receipt = {
      slip: { index: slip },
      at: dyke,
      part: 1,
      final: 1 as const,
      massKg: 5052,
      measure: MEASURE.scale,
    };
    await scribe.write("builderB", "load.receive", { ...receipt, package: 2 });
    const lines = hundred(embankment);
    parts = [];
    for (const _ of [0, 1]) {
      const bytes = await scribe.sign("builderB", "annex.part", { lines });
      const [answer] = await scribe.deliver([bytes]);
      if (!answer?.ok) throw new Error(JSON.stringify(answer));
      parts.push({ index: answer.value.index, entryId: entryIdOf(bytes) });
    }
    const view = new View(database.kysely);
    const stage = { scribe, logKey: intake.logKey, head: async () => intake.note, read: view.read.bind(view) };
    const annex = await proposeAndCosign(stage, "builderB", dyke, 2, lines, 1, parts);
    await decideClaim(stage, annex, 1, [], "Số liệu khớp sổ gốc điện tử tại thời điểm kiểm soát.");
    const { decision } = (await view.fact("claim", annex))!;
    file = (await makeBundle(database.kysely, intake.note!, decision!.index))!;
  });
  afterAll(() => database.close());

  it("chứng minh đủ 300 dòng và 15.645.000 đ mà không cần sổ", async () => {
    const verified = await verifyBundle(file, vkeyOf(ORIGIN, world.intake.logKey));
    expect(verified).toMatchObject({ proof: { kind: "result", decision: { body: { outcome: 1 } } } });
    if ("flaw" in verified || verified.proof.kind !== "result") throw new Error("no result");
    expect(verified.proof.annex.lines).toHaveLength(300);
    expect(verified.proof.figures.acceptedDong).toBe(15_645_000);
  });

  it("thiếu một phần thì không còn là chứng cứ", async () => {
    const bundle = decodeBundle(file);
    if ("flaw" in bundle) throw new Error(bundle.flaw);
    const leaves = bundle.leaves.filter(({ leaf }) => decodeLeaf(leaf)?.index !== parts[1]!.index);
    expect(leaves).toHaveLength(bundle.leaves.length - 1);
    const flawed = await verifyBundle(encodeBundle({ ...bundle, leaves }), vkeyOf(ORIGIN, world.intake.logKey));
    expect(flawed).toMatchObject({ flaw: "reference", index: parts[1]!.index + 1 });
  });
});
