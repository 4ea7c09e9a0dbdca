// One history told to two databases: every table of the ledger holds the same bytes, and a replay in memory writes the same facts.

import { sha256 } from "@noble/hashes/sha2.js";
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { playDemo } from "../../src/demo/play.ts";
import { Scribe, StoryClock } from "../../src/demo/scribe.ts";
import { hex, unhex, utf8 } from "../../src/format/bytes.ts";
import { COLOUR, DIRECTION, FACTOR_USE, MATERIAL, MEASURE } from "../../src/format/codes.ts";
import { signerFromSeed } from "../../src/format/ed25519.ts";
import { entryIdOf } from "../../src/format/entry.ts";
import { slipCode } from "../../src/format/slipcode.ts";
import { HeadSigner } from "../../src/intake/signer.ts";
import { Intake } from "../../src/intake.ts";
import type { Database } from "../../src/store/database.ts";
import { View } from "../../src/store/view.ts";
import { onEachDatabase } from "../databases.ts";
import { MORNING_MS, memoryInProcess, ORIGIN, openWorld, type World } from "../world.ts";

/** Every row of every table of schema ledger as text, tables and rows in order. */
async function dump({ kysely }: Database): Promise<string> {
  const tables = await sql<{ name: string }>`select table_name as name from information_schema.tables
    where table_schema = 'ledger' and table_type = 'BASE TABLE' order by 1`.execute(kysely);
  const parts: string[] = [];
  for (const { name } of tables.rows) {
    const rows = await sql<{
      line: string;
    }>`select t::text as line from ${sql.table(`ledger.${name}`)} t order by t::text collate "C"`.execute(kysely);
    parts.push(`${name} ${rows.rows.length}`, ...rows.rows.map(({ line }) => line));
  }
  return parts.join("\n");
}

/** A day with books, papers, amendments, counts, a finding and its lifting, a result and its reversal. */
async function tell({ scribe, province, clock }: World): Promise<void> {
  const write = scribe.write.bind(scribe);
  const { sandSource, sandMine, yard, dyke, trucks, routes } = province;
  const kid = unhex((await scribe.pen("sandMiner")).kid);
  const site = { source: sandSource, site: sandMine, material: MATERIAL.sand };
  await write("sandMiner", "extract.record", { ...site, day: 20261110, massKg: 20_000, measure: 4 });
  const untilS = clock.seconds + 36_000;
  const book = await write("sandMiner", "book.grant", { ...site, kid, serials: 3, massKg: 45_000, untilS });
  const load = { source: sandSource, material: MATERIAL.sand, massKg: 15_000, measure: MEASURE.volume };
  const near = { ...load, route: routes["sandMine→yard"]! };
  const far = { ...load, route: routes["sandMine→dyke"]!, package: 2 };
  const first = await write("sandMiner", "slip.issue", { ...near, vehicle: trucks[0]!, book: [book, 1] });
  const second = await write("sandMiner", "slip.issue", { ...far, vehicle: trucks[1]! });
  const third = await write("sandMiner", "slip.issue", { ...near, vehicle: trucks[2]! });
  clock.pass(46);
  const got = { part: 1, final: 1, measure: MEASURE.scale };
  await write("yardKeeper", "load.receive", { ...got, slip: { index: first }, at: yard, massKg: 14_900 });
  await write("builderB", "load.receive", { ...got, slip: { index: second }, at: dyke, package: 2, massKg: 15_000 });
  const amend = await write("sandMiner", "slip.amend", {
    slip: third,
    extendMinutes: 60,
    reason: "Xe nổ lốp, chờ thay",
  });
  await write("yardKeeper", "approve", { proposal: amend });
  await write("yardKeeper", "stock.count", { site: yard, material: 1, massKg: 14_000, measure: 4 });
  await write("yardKeeper", "sale.declare", { site: yard, material: 1, massKg: 1000, day: 20261110 });
  await write("sandMiner", "book.close", { book, spoilt: [2], unknown: [3] });
  const finding = await write("authority", "finding.record", {
    slips: [second],
    document: "Kết luận số 4/KL-TTr",
    reason: "Khai thác ngoài mốc giới được cấp",
  });
  const why = { document: "Quyết định số 6/QĐ", reason: "Kết luận bị hủy theo khiếu nại" };
  const proposal = await write("authority", "finding.lift", { finding, ...why });
  await write("deputy", "approve", { proposal });
  await tellMeasured({ scribe, province, clock });
  clock.pass(600);
  await write("operator", "clock.tick", {});
  await tellTyped({ scribe, province, clock });
}

/** Scales at both ends, one of which signs for itself; yields, a test of a density, a holder's order, and a long annex's part. */
async function tellMeasured({ scribe, province, clock }: Pick<World, "scribe" | "province" | "clock">): Promise<void> {
  const write = scribe.write.bind(scribe);
  const { sandSource, sandMine, sandMiner, yard, trucks, routes, dyke, embankment } = province;
  const pen = await scribe.pen("mineScale");
  const possession = await pen.possession();
  await scribe.agree("root0", "root1", "key.register", { party: sandMiner, key: pen.signer.key, possession });
  const certificate = { document: "Giấy chứng nhận số 118", from: 20260101, until: 20261231 };
  const own = { place: sandMine, number: "CAN-1", ...certificate, kid: unhex(pen.kid) };
  const sender = await write("authority", "scale.register", own);
  const scale = await write("authority", "scale.register", { place: yard, number: "CAN-2", ...certificate });
  await write("authority", "scale.certify", { scale, ...certificate, until: 20271231 });
  clock.pass(1);
  const reading = { scale: sender, vehicle: trucks[5]!, grossKg: 26_310, tareKg: 11_300 };
  const weighing = await write("mineScale", "weighing.record", reading);
  const load = { source: sandSource, material: MATERIAL.sand, massKg: 15_010, measure: MEASURE.scale, weighing };
  const way = { route: routes["sandMine→yard"]!, vehicle: trucks[5]! };
  const slip = await write("sandMiner", "slip.issue", { ...load, ...way, readings: [26_310, 11_300] });
  const extended = { slip, extendMinutes: 60, reason: "Xe nổ lốp, chờ thay" };
  await write("yardKeeper", "approve", { proposal: await write("sandMiner", "slip.amend", extended) });
  clock.pass(40);
  const got = { slip: { index: slip }, at: yard, part: 1, final: 1 as const, massKg: 15_000, measure: MEASURE.scale };
  await write("yardKeeper", "load.receive", { ...got, scale });
  await write("yardKeeper", "stock.entrust", { site: yard, material: 1, massKg: 5000, until: 20261231 });
  const bounds = [{ output: 6 as const, leastPermille: 0, mostPermille: 700 }];
  const yields = await write("authority", "yield.set", { document: "Biên bản thử nghiệm dây chuyền", bounds });
  await write("deputy", "approve", { proposal: yields });
  const test = { material: MATERIAL.fill, use: FACTOR_USE.compacted, numerator: 1812, denominator: 1, from: 20260101 };
  const tested = { ...test, document: "Thí nghiệm số 3", label: "K95", project: dyke };
  await write("owner", "approve", { proposal: await write("supervisor", "factor.set", tested) });
  const work = { code: "AB.13410", name: "Đắp nền", unit: "m³", quantityMilli: 1000, unitPriceDong: 100 };
  await write("builderB", "annex.part", { lines: [{ ...work, valueDong: 100, recipe: embankment }] });
}

/** A receipt and a passage by typed code wait for a slip that comes later, and another code never gets one. */
async function tellTyped({ scribe, province, clock }: Pick<World, "scribe" | "province" | "clock">): Promise<void> {
  const { sandSource, sandMine, yard, checkpoint, trucks, routes } = province;
  clock.until(MORNING_MS + 86_400_000);
  const kid = unhex((await scribe.pen("sandMiner")).kid);
  const site = { source: sandSource, site: sandMine, material: MATERIAL.sand };
  const granted = { ...site, kid, serials: 2, massKg: 45_000, untilS: clock.seconds + 36_000 };
  const book = await scribe.write("sandMiner", "book.grant", granted);
  const load = {
    route: routes["sandMine→yard"]!,
    source: sandSource,
    material: MATERIAL.sand,
    measure: MEASURE.volume,
  };
  const signed = (serial: number) =>
    scribe.sign("sandMiner", "slip.issue", {
      ...load,
      massKg: 15_000,
      vehicle: trucks[serial]!,
      book: [book, serial],
    });
  const [slip, never] = [await signed(1), await signed(2)];
  clock.pass(40);
  for (const bytes of [slip, never]) {
    const typed = { slip: { code: slipCode(entryIdOf(bytes)) } };
    const passed = {
      ...typed,
      site: checkpoint,
      direction: DIRECTION.outbound,
      seenS: clock.seconds,
      verdict: COLOUR.grey,
    };
    await scribe.write("police", "passage.record", passed);
    const part = { at: yard, part: 1, final: 1, massKg: 14_900, measure: MEASURE.scale };
    await scribe.write("yardKeeper", "load.receive", { ...typed, ...part });
  }
  clock.pass(24 * 60);
  await scribe.deliver([slip]);
  clock.pass(72 * 60);
  await scribe.write("operator", "clock.tick", {});
}

type Told = { kind: string; dump: string; root: string };

const told: { day: Told[]; demo: Told[] } = { day: [], demo: [] };

async function note(database: Database): Promise<Told> {
  const head = await sql<{ root: Uint8Array }>`select root from ledger.head`.execute(database.kysely);
  return { kind: database.kind, dump: await dump(database), root: hex(new Uint8Array(head.rows[0]!.root)) };
}

onEachDatabase("a history", (open, kind) => {
  it("of books, papers, counts and findings is accepted whole", async () => {
    const database = await open();
    await tell(await openWorld(database, {}, "replay"));
    told.day.push(await note(database));
    expect(told.day.at(-1)).toMatchObject({ kind });
  });

  it("of the demo's weeks, with its crushers, plants and results, is accepted whole", async () => {
    const database = await open();
    const clock = new StoryClock(MORNING_MS);
    const signer = await signerFromSeed(sha256(utf8("replay demo log")));
    const intake = new Intake(database, new HeadSigner(ORIGIN, signer, memoryInProcess()), clock);
    await intake.start();
    const scribe = new Scribe(ORIGIN, sha256(utf8("replay demo")), clock, (entries) => intake.submitAll(entries));
    const view = new View(database.kysely);
    const read = <T>(reading: Parameters<typeof view.read<T>>[0]) => view.read(reading);
    await playDemo({ scribe, logKey: signer.key, head: async () => intake.note, read });
    told.demo.push(await note(database));
    expect(told.demo.at(-1)).toMatchObject({ kind });
  });
});

describe("the two databases", () => {
  it.each(["day", "demo"] as const)("hold the same tables byte for byte: %s", (name) => {
    const [one, other] = told[name];
    const untold = "a history above was not told to its end: mend that failure, this one follows from it";
    expect([one?.kind, other?.kind], untold).toEqual(["pglite", "postgres"]);
    expect(other!.root).toBe(one!.root);
    expect(one!.dump.length).toBeGreaterThan(10_000);
    // By hash first: a failure should not print megabytes.
    expect(hex(sha256(utf8(other!.dump)))).toBe(hex(sha256(utf8(one!.dump))));
  });
});
