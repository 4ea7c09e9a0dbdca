// A court bundle of a result whose supervisor was replaced between the contractor's signature and the others', and then merged into another
// firm: it carries the amendment and the succession with all who signed them, and without them it proves nothing.
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
let succession: number;
let merging: number[];

beforeAll(async () => {
  database = await openInMemory();
  await migrate(database);
  const { scribe, clock, province, intake } = await openWorld(database);
  vkey = vkeyOf(ORIGIN, intake.logKey);
  const welcome = async (who: string, name: string, number: number) => {
    const registered = await scribe.write("root0", "party.register", { name, roles: [ROLE.supervisor] });
    const pen = await scribe.pen(who);
    const ofOffice = { number: new Uint8Array(16).fill(number), party: registered };
    const person = await scribe.write("root0", "person.register", ofOffice);
    const possession = await pen.possession();
    await scribe.agree("root0", "root1", "key.register", {
      party: registered,
      key: pen.signer.key,
      possession,
      person,
    });
    return registered;
  };
  const party = await welcome("second", "Tư vấn Sông Lam", 77);
  const successor = await welcome("third", "Tư vấn Trường Sơn", 78);
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
  const merged = { party, successor, document: "Nghị quyết sáp nhập số 4", lastDay: 20261130 };
  succession = await scribe.write("root0", "party.succeed", merged);
  merging = [];
  for (const who of ["root1", "third"]) merging.push(await scribe.write(who, "approve", { proposal: succession }));
  for (const who of ["third", "owner"]) await scribe.write(who, "annex.cosign", proposed);
  const view = new View(database.kysely);
  const stage = { scribe, logKey: intake.logKey, head: async () => intake.note, read: view.read.bind(view) };
  await decideClaim(stage, proposed.annex, 1, [], "Bảng kê nguồn gốc vật liệu đầy đủ, giám sát mới đã ký.");
  const decision = (await view.fact("claim", proposed.annex))!.decision!.index;
  bundle = (await makeBundle(database.kysely, intake.note!, decision))!;
});

afterAll(() => database.close());

describe("a bundle of a result under a replaced and merged supervisor", () => {
  it("carries the amendment and the succession with every signature, and is proven", async () => {
    const verified = await verifyBundle(bundle, vkey);
    if ("flaw" in verified) throw new Error(`${verified.flaw} ${verified.index} ${verified.detail}`);
    expect([...verified.proven.leaves.keys()]).toEqual(
      expect.arrayContaining([amendment, ...approvals, succession, ...merging]),
    );
    expect(verified.proof).toMatchObject({ kind: "result", decision: { body: { acceptedDong: 2_650_000 } } });
  });

  it("proves nothing where a signature of either is left out: then the old supervisor had to sign", async () => {
    for (const approval of [...approvals, ...merging]) {
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
