// A court bundle of a result whose supervisor was replaced between the contractor's signature and the others': it carries the amendment
// with all who signed it, and without them it proves nothing.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decideClaim, proposeClaim, workLine } from "../../src/demo/dossiers.ts";
import { decodeBundle, encodeBundle } from "../../src/format/bundle.ts";
import { CLAIM_KIND, MATERIAL, MEASURE, ROLE } from "../../src/format/codes.ts";
import { vkeyOf } from "../../src/format/note.ts";
import { verifyBundle } from "../../src/rules/readings/evidence.ts";
import type { Database } from "../../src/store/database.ts";
import { makeBundle } from "../../src/store/make-bundle.ts";
import { migrate } from "../../src/store/migrations.ts";
import { openInMemory } from "../../src/store/pglite.ts";
import { View } from "../../src/store/view.ts";
import { ORIGIN, openWorld } from "../world.ts";

let database: Database;
let bundle: Uint8Array;
let vkey: string;
let amendment: number;
let approvals: number[];

beforeAll(async () => {
  database = await openInMemory();
  await migrate(database);
  const { scribe, clock, province, intake } = await openWorld(database);
  vkey = vkeyOf(ORIGIN, intake.logKey);
  const party = await scribe.write("root0", "party.register", { name: "Tư vấn Sông Lam", roles: [ROLE.supervisor] });
  const pen = await scribe.pen("second");
  const person = await scribe.write("root0", "person.register", { number: new Uint8Array(16).fill(77), party });
  const possession = await pen.possession();
  await scribe.agree("root0", "root1", "key.register", { party, key: pen.signer.key, possession, person });
  clock.pass(60);
  const load = { vehicle: province.trucks[0]!, material: MATERIAL.sand, massKg: 17_000, measure: MEASURE.volume };
  const route = province.routes["sandMine→dyke"]!;
  const index = await scribe.write("sandMiner", "slip.issue", {
    route,
    source: province.sandSource,
    package: 2,
    ...load,
  });
  clock.pass(50);
  const part = { at: province.dyke, package: 2, part: 1, final: 1, massKg: 17_000, measure: MEASURE.scale };
  await scribe.write("builderB", "load.receive", { slip: { index }, ...part });
  clock.pass(60);
  // 10 m³ of embankment need 1,22 × 1.380 = 1.683,6 kg of sand each, 16.836 kg in all: the load of 17 t covers them.
  const lines = [workLine("AB.13410", "Đắp cát", "m³", 10_000, 265_000, province.embankment)];
  const body = { project: province.dyke, package: 2, number: 1, kind: CLAIM_KIND.interim, lines };
  const proposed = await proposeClaim(scribe, "builderB", body);
  const document = "Hợp đồng tư vấn giám sát số 12/2026";
  amendment = await scribe.write("owner", "project.amend", { project: province.dyke, document, supervisor: party });
  approvals = [];
  for (const who of ["second", "officer"]) approvals.push(await scribe.write(who, "approve", { proposal: amendment }));
  for (const who of ["second", "owner"]) await scribe.write(who, "annex.cosign", proposed);
  const view = new View(database.kysely);
  const stage = { scribe, logKey: intake.logKey, head: async () => intake.note, read: view.read.bind(view) };
  await decideClaim(stage, proposed.annex, 1, [], "Bảng kê nguồn gốc vật liệu đầy đủ, giám sát mới đã ký.");
  const decision = (await view.fact("claim", proposed.annex))!.decision!.index;
  bundle = (await makeBundle(database.kysely, intake.note!, decision))!;
});

afterAll(() => database.close());

describe("a bundle of a result under a replaced supervisor", () => {
  it("carries the amendment with every signature, and is proven", async () => {
    const verified = await verifyBundle(bundle, vkey);
    if ("flaw" in verified) throw new Error(`${verified.flaw} ${verified.index} ${verified.detail}`);
    expect([...verified.proven.leaves.keys()]).toEqual(expect.arrayContaining([amendment, ...approvals]));
    expect(verified.proof).toMatchObject({ kind: "result", decision: { body: { acceptedDong: 2_650_000 } } });
  });

  it("proves nothing where a signature of the amendment is left out: then the old supervisor had to sign", async () => {
    for (const approval of approvals) {
      const cut = decodeBundle(bundle);
      if ("flaw" in cut) throw new Error(cut.flaw);
      const verified = await verifyBundle(bundle, vkey);
      if ("flaw" in verified) throw new Error(verified.flaw);
      const at = [...verified.proven.leaves.keys()].indexOf(approval);
      cut.leaves.splice(at, 1);
      expect(await verifyBundle(encodeBundle(cut), vkey)).toHaveProperty("flaw");
    }
  });
});
