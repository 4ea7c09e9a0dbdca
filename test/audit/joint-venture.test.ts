// A court bundle of a result whose sand was received by the second member of a joint venture: it carries the contract that names the member with
// all who signed it, and without one of those signatures the receipt is a stranger's.
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
let contract: number;
let approvals: number[];

beforeAll(async () => {
  database = await openInMemory();
  await migrate(database);
  const { scribe, clock, province, intake } = await openWorld(database);
  vkey = vkeyOf(ORIGIN, intake.logKey);
  const roles = [ROLE.contractor];
  const party = await scribe.write("root0", "party.register", { name: "Công ty TNHH Cầu đường Hồng Lĩnh", roles });
  const pen = await scribe.pen("second");
  const person = await scribe.write("root0", "person.register", { number: new Uint8Array(16).fill(77), party });
  const possession = await pen.possession();
  await scribe.agree("root0", "root1", "key.register", { party, key: pen.signer.key, possession, person });
  clock.pass(60);
  const work = { code: "AB.13410", name: "Đắp cát", unit: "m³", unitPriceDong: 265_000, recipe: province.embankment };
  contract = await scribe.write("builderB", "contract.register", {
    ...{ project: province.dyke, package: 2, document: "Hợp đồng số 12/HĐ-XD" },
    lines: [{ number: 1, ...work, quantityMilli: 1_000_000 }],
    ...{ advancePermille: 0, clearedPermille: 1000, retentionPermille: 0, members: [party] },
  });
  approvals = [];
  for (const who of ["supervisor", "owner", "second"])
    approvals.push(await scribe.write(who, "approve", { proposal: contract }));
  const load = { vehicle: province.trucks[0]!, material: MATERIAL.sand, massKg: 17_000, measure: MEASURE.volume };
  const route = province.routes["sandMine→dyke"]!;
  const from = { route, source: province.sandSource, package: 2 };
  const index = await scribe.write("sandMiner", "slip.issue", { ...from, ...load });
  clock.pass(50);
  const part = { at: province.dyke, package: 2, part: 1, final: 1, massKg: 17_000, measure: MEASURE.scale };
  await scribe.write("second", "load.receive", { slip: { index }, ...part });
  clock.pass(60);
  // 10 m³ of embankment need 1,22 × 1.380 = 1.683,6 kg of sand each, 16.836 kg in all: the member's load of 17 t covers them.
  const line = { ...workLine("AB.13410", "Đắp cát", "m³", 10_000, 265_000, province.embankment), contractLine: 1 };
  const body = { project: province.dyke, package: 2, number: 1, kind: CLAIM_KIND.interim, lines: [line] };
  const proposed = await proposeClaim(scribe, "builderB", body);
  for (const who of ["supervisor", "owner"]) await scribe.write(who, "annex.cosign", proposed);
  const view = new View(database.kysely);
  const stage = { scribe, logKey: intake.logKey, head: async () => intake.note, read: view.read.bind(view) };
  await decideClaim(stage, proposed.annex, 1, [], "Bảng kê nguồn gốc vật liệu đầy đủ, thành viên liên danh nhận hàng.");
  const decision = (await view.fact("claim", proposed.annex))!.decision!.index;
  bundle = (await makeBundle(database.kysely, intake.note!, decision))!;
});

afterAll(() => database.close());

describe("a bundle of a result with a joint venture member's receipt", () => {
  it("carries the contract with every signature, and is proven", async () => {
    const verified = await verifyBundle(bundle, vkey);
    if ("flaw" in verified) throw new Error(`${verified.flaw} ${verified.index} ${verified.detail}`);
    expect([...verified.proven.leaves.keys()]).toEqual(expect.arrayContaining([contract, ...approvals]));
    expect(verified.proof).toMatchObject({ kind: "result", decision: { body: { acceptedDong: 2_650_000 } } });
  });

  it("proves nothing where a signature of the contract is left out: then the member was a stranger to the package", async () => {
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
