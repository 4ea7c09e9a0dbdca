// A key's whole life through intake: registered with proof, rotated, revoked, frozen. Each fact on both databases.

import { Point } from "@noble/ed25519";
import { expect, it } from "vitest";
import { auditLedger } from "../../src/audit/audit-ledger.ts";
import { hex, unhex } from "../../src/format/bytes.ts";
import { MATERIAL, MEASURE } from "../../src/format/codes.ts";
import { signerFromSeed } from "../../src/format/ed25519.ts";
import { decodeEntry, possessionMessage } from "../../src/format/entry.ts";
import type { Body } from "../../src/format/kinds.ts";
import { vkeyOf } from "../../src/format/note.ts";
import { Pen } from "../../src/format/pen.ts";
import { slipCode } from "../../src/format/slipcode.ts";
import { accountKey } from "../../src/rules/book/accounts.ts";
import { freezeEquivocators } from "../../src/service/ticking.ts";
import type { Database } from "../../src/store/database.ts";
import { View } from "../../src/store/view.ts";
import { onEachDatabase } from "../databases.ts";
import { ORIGIN, openWorld, type World } from "../world.ts";

const ORDER_TWO = "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f";
const WHY = "Thiết bị bị mất tại mỏ, báo trong ngày";

const newPen = async (n: number) => new Pen(await signerFromSeed(new Uint8Array(32).fill(n)), ORIGIN);
const kidBytes = async ({ scribe }: World, who: string) => unhex((await scribe.pen(who)).kid);
type Answer = Awaited<ReturnType<World["intake"]["submit"]>>;
const word = (answer: Answer) => (answer.ok ? (answer.value.verdict?.code ?? "ok") : `refused: ${answer.problem.code}`);

function slipBody({ province }: World, other: Partial<Body<"slip.issue">> = {}): Body<"slip.issue"> {
  return {
    route: province.routes["sandMine→yard"]!,
    vehicle: province.trucks[0]!,
    source: province.sandSource,
    material: 1,
    massKg: 17_000,
    measure: 3,
    ...other,
  };
}

async function registered(world: World, pen: Pen): Promise<void> {
  const { scribe, province } = world;
  const body = { party: province.sandMiner, key: pen.signer.key, possession: await pen.possession() };
  await scribe.agree("authority", "deputy", "key.register", body);
}

async function booked(world: World, pen: Pen): Promise<number> {
  const { scribe, province, clock } = world;
  return scribe.write("sandMiner", "book.grant", {
    source: province.sandSource,
    site: province.sandMine,
    material: 1,
    kid: unhex(pen.kid),
    serials: 5,
    massKg: 85_000,
    untilS: clock.seconds + 24 * 3600,
  });
}

function seen(world: World, slip: Body<"passage.record">["slip"]): Body<"passage.record"> {
  const { province, clock } = world;
  return { slip, site: province.checkpoint, direction: 1, seenS: clock.seconds, verdict: 4, plateMatches: 1 };
}

function codeOf(bytes: Uint8Array): string {
  const decoded = decodeEntry(bytes);
  if (!("entry" in decoded)) throw new Error("no entry");
  return slipCode(decoded.entry.id);
}

/** A party that mines and keeps a checkpoint, which only two roots could make so. */
async function partyOfBothTrades({ scribe, province, clock }: World) {
  const party = await scribe.write("root0", "party.register", { name: "Công ty Hai Nghề", roles: [2, 5] });
  const [dispatcher, officer] = [await newPen(81), await newPen(82)];
  for (const pen of [dispatcher, officer])
    await scribe.agree("root0", "root1", "key.register", {
      party,
      key: pen.signer.key,
      possession: await pen.possession(),
    });
  const mine = await scribe.write("authority", "site.register", { type: 1, name: "Mỏ Hai Nghề", party });
  const checkpoint = await scribe.write("authority", "site.register", { type: 9, name: "Chốt Hai Nghề", party });
  const source = await scribe.agree("authority", "deputy", "source.grant", {
    instrument: 1,
    number: "9/GP-UBND",
    issuer: "Ủy ban nhân dân tỉnh Sông Lam",
    holder: party,
    sites: [mine],
    materials: [1],
  });
  const way = { from: mine, to: province.yard, distanceM: 9000, minutes: 25, cycleMinutes: 25 };
  const route = await scribe.write("authority", "route.set", way);
  const untilS = clock.seconds + 24 * 3600;
  const kid = unhex(dispatcher.kid);
  const grant = { source, site: mine, material: MATERIAL.sand, kid, serials: 5, massKg: 85_000, untilS };
  const granted = await scribe.deliver([await dispatcher.write("book.grant", grant, clock.seconds)]);
  if (!granted[0]?.ok) throw new Error(JSON.stringify(granted[0]));
  const vehicle = province.trucks[0]!;
  const slip = { route, vehicle, source, material: MATERIAL.sand, massKg: 17_000, measure: MEASURE.volume };
  return { dispatcher, officer, checkpoint, book: granted[0].value.index, slip };
}

/** Three different slips under one number of a key. */
async function underOneNumber(world: World, who: string): Promise<[Uint8Array, Uint8Array, Uint8Array]> {
  const { signer } = await world.scribe.pen(who);
  const write = (vehicle: number) =>
    new Pen(signer, ORIGIN, 900).write(
      "slip.issue",
      slipBody(world, { vehicle: world.province.trucks[vehicle]! }),
      world.clock.seconds,
    );
  return [await write(0), await write(1), await write(2)];
}

/** The operator's task as the service runs it. */
function operatorOf({ intake, scribe, clock }: World, database: Database): Parameters<typeof freezeEquivocators>[0] {
  return {
    intake,
    database,
    sign: (statement, claimedS) => scribe.sign("operator", statement.kind, statement.body, claimedS),
    now: () => clock.wallMs(),
  };
}

/** The audit replays the log and comes to the same tables. */
async function expectSound({ intake }: World, database: Database): Promise<void> {
  const pinned = { vkey: vkeyOf(ORIGIN, intake.logKey), sinceHead: intake.note };
  const found = await auditLedger(database.kysely, pinned, () => undefined);
  expect(found).toMatchObject({ size: intake.size });
}

onEachDatabase("registering a key", (open) => {
  it("needs proof that its holder has it, made for this log and this key", async () => {
    const world = await openWorld(await open());
    const { scribe, province } = world;
    const [device, other] = [await newPen(31), await newPen(32)];
    const ask = (possession: Uint8Array, key = device.signer.key) =>
      scribe.send("authority", "key.register", { party: province.sandMiner, key, possession });
    const elsewhere = await device.signer.sign(possessionMessage("demo.songuon.example/other", device.signer.key));
    const bare = await device.signer.sign(device.signer.key);
    for (const proof of [new Uint8Array(64), elsewhere, bare, await other.possession()])
      expect(word(await ask(proof))).toBe("refused: key-refused");
    expect(word(await ask(await device.possession()))).toBe("ok");
  });

  it("happens once: a proof seen in the log does not register the key again for another party", async () => {
    const database = await open();
    const world = await openWorld(database);
    const { scribe, province } = world;
    const device = await newPen(31);
    await registered(world, device);
    const stolen = { party: province.yardKeeper, key: device.signer.key, possession: await device.possession() };
    expect(word(await scribe.send("authority", "key.register", stolen))).toBe("refused: already-exists");
    const key = await new View(database.kysely).fact("key", device.kid);
    expect(key?.party).toBe(province.sandMiner);
  });

  it("refuses keys of small order and with torsion, whatever proof comes with them", async () => {
    const world = await openWorld(await open());
    const { scribe, province } = world;
    const weak = [
      "0100000000000000000000000000000000000000000000000000000000000000",
      ORDER_TWO,
      "0000000000000000000000000000000000000000000000000000000000000000",
      "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
      Point.BASE.add(Point.fromHex(ORDER_TWO)).toHex(),
    ];
    for (const key of weak) {
      // Under a key of order one, R = identity and S = 0 satisfy the equation for every message.
      const possession = unhex(`01${"00".repeat(63)}`);
      const body = { party: province.sandMiner, key: unhex(key), possession };
      expect(word(await scribe.send("authority", "key.register", body))).toBe("refused: key-refused");
    }
  });

  it("is the authority's act: an authority's or treasury's own key needs a root", async () => {
    const world = await openWorld(await open());
    const { scribe, province } = world;
    const device = await newPen(31);
    const body = (party: number) =>
      device.possession().then((possession) => ({ party, key: device.signer.key, possession }));
    expect(word(await scribe.send("sandMiner", "key.register", await body(province.sandMiner)))).toBe(
      "refused: no-standing",
    );
    for (const party of [province.treasury, province.authority])
      expect(word(await scribe.send("authority", "key.register", await body(party)))).toBe("refused: no-standing");
    expect(word(await scribe.send("root1", "key.register", await body(province.treasury)))).toBe("ok");
  });
});

onEachDatabase("a rotated key", (open) => {
  it("is dead but for the slips of its open book, and its successor has its place", async () => {
    const world = await openWorld(await open());
    const { intake, clock, scribe, province } = world;
    const [old, next] = [await newPen(41), await newPen(42)];
    await registered(world, old);
    const book = await booked(world, old);
    const rotation = { key: next.signer.key, possession: await next.possession() };
    const lie = { key: next.signer.key, possession: await old.possession() };
    expect(word(await intake.submit(await old.write("key.rotate", lie, clock.seconds)))).toBe("refused: key-refused");
    expect(word(await intake.submit(await old.write("key.rotate", rotation, clock.seconds)))).toBe("ok");
    expect(word(await intake.submit(await old.write("slip.issue", slipBody(world), clock.seconds)))).toBe(
      "refused: revoked-key",
    );
    expect(
      word(await intake.submit(await old.write("slip.issue", slipBody(world, { book: [book, 1] }), clock.seconds))),
    ).toBe("ok");
    const onward = slipBody(world, { vehicle: province.trucks[1]! });
    expect(word(await intake.submit(await next.write("slip.issue", onward, clock.seconds)))).toBe("ok");
    const closing = { book, spoilt: [2, 3, 4, 5], unknown: [], reason: WHY };
    expect(word(await scribe.send("sandMiner", "book.close", closing))).toBe("ok");
    clock.pass(60);
    const late = slipBody(world, { book: [book, 2], vehicle: province.trucks[2]! });
    expect(word(await intake.submit(await old.write("slip.issue", late, clock.seconds)))).toBe("refused: revoked-key");
  });
});

onEachDatabase("a revoked key", (open) => {
  it("signs nothing more, and what it signed before stays valid", async () => {
    const world = await openWorld(await open());
    const { scribe, clock, province } = world;
    const before = await scribe.write("sandMiner", "slip.issue", slipBody(world));
    await scribe.agree("authority", "deputy", "key.revoke", { kid: await kidBytes(world, "sandMiner"), reason: WHY });
    const after = slipBody(world, { vehicle: province.trucks[1]! });
    expect(word(await scribe.send("sandMiner", "slip.issue", after))).toBe("refused: revoked-key");
    clock.pass(40);
    const receipt = {
      slip: { index: before },
      at: province.yard,
      part: 1,
      final: 1 as const,
      massKg: 17_000,
      measure: MEASURE.scale,
    };
    expect(word(await scribe.send("yardKeeper", "load.receive", receipt))).toBe("ok");
  });

  it("has its offline slip counted when another party typed its code before the revocation", async () => {
    const database = await open();
    const world = await openWorld(database);
    const { scribe, clock } = world;
    const device = await newPen(51);
    await registered(world, device);
    const book = await booked(world, device);
    const slip = await device.write("slip.issue", slipBody(world, { book: [book, 1] }), clock.seconds);
    clock.pass(10);
    expect(word(await scribe.send("police", "passage.record", seen(world, { code: codeOf(slip) })))).toBe(
      "slip-awaited",
    );
    await scribe.agree("authority", "deputy", "key.revoke", { kid: unhex(device.kid), reason: WHY });
    clock.pass(20);
    const { province } = world;
    const receipt = {
      slip: { entry: slip },
      at: province.yard,
      part: 1,
      final: 1 as const,
      massKg: 17_000,
      measure: MEASURE.scale,
    };
    expect(word(await scribe.send("yardKeeper", "load.receive", receipt))).toBe("ok");
    const stocked = await new View(database.kysely).read((book) =>
      book.balance(
        accountKey({
          kind: "stock",
          site: province.yard,
          holder: province.yardKeeper,
          product: 0,
          material: 1,
          source: 0,
        }),
      ),
    );
    expect(stocked).toBe(17_000);
    await expectSound(world, database);
  });

  it("is not saved by a checkpoint of its own party", async () => {
    const world = await openWorld(await open());
    const { scribe, clock, intake } = world;
    const both = await partyOfBothTrades(world);
    const slip = await both.dispatcher.write("slip.issue", { ...both.slip, book: [both.book, 1] }, clock.seconds);
    const sighting = { ...seen(world, { code: codeOf(slip) }), site: both.checkpoint };
    expect(word(await intake.submit(await both.officer.write("passage.record", sighting, clock.seconds)))).toBe(
      "slip-awaited",
    );
    await scribe.agree("root0", "root1", "key.revoke", { kid: unhex(both.dispatcher.kid), reason: WHY });
    expect(word(await intake.submit(slip))).toBe("refused: revoked-key");
  });

  it("has no offline slip counted that nobody saw before, or only afterwards", async () => {
    const world = await openWorld(await open());
    const { scribe, clock, province, intake } = world;
    const device = await newPen(51);
    await registered(world, device);
    const book = await booked(world, device);
    const write = (serial: number) =>
      device.write(
        "slip.issue",
        slipBody(world, { book: [book, serial], vehicle: province.trucks[serial]! }),
        clock.seconds,
      );
    const [unseen, late] = [await write(1), await write(2)];
    await scribe.agree("authority", "deputy", "key.revoke", { kid: unhex(device.kid), reason: WHY });
    expect(word(await intake.submit(unseen))).toBe("refused: revoked-key");
    expect(word(await scribe.send("police", "passage.record", seen(world, { code: codeOf(late) })))).toBe(
      "slip-awaited",
    );
    expect(word(await intake.submit(late))).toBe("refused: revoked-key");
    const carried = await scribe.send("police", "passage.record", seen(world, { entry: unseen }));
    expect(carried).toMatchObject({ ok: true });
    expect(word(carried)).not.toBe("ok");
  });

  it("ends by its own party's word alone, or by two of the authority, once, and never a root's own", async () => {
    const world = await openWorld(await open());
    const { scribe } = world;
    const kid = await kidBytes(world, "yardKeeper");
    expect(word(await scribe.send("sandMiner", "key.revoke", { kid, reason: WHY }))).toBe("refused: no-standing");
    const proposal = await scribe.write("authority", "key.revoke", { kid, reason: WHY });
    expect(word(await scribe.send("authority", "approve", { proposal }))).toBe("refused: needs-second");
    await scribe.write("deputy", "approve", { proposal });
    expect(word(await scribe.send("authority", "key.revoke", { kid, reason: WHY }))).toBe("refused: revoked-key");
    const own = await kidBytes(world, "stoneMiner");
    await scribe.write("stoneMiner", "key.revoke", { kid: own, reason: WHY });
    expect(word(await scribe.send("stoneMiner", "key.revoke", { kid: own, reason: WHY }))).toBe("refused: revoked-key");
    const officer = await kidBytes(world, "officer");
    expect(word(await scribe.send("authority", "key.revoke", { kid: officer, reason: WHY }))).toBe(
      "refused: no-standing",
    );
    const root = await kidBytes(world, "root1");
    expect(word(await scribe.send("root0", "key.revoke", { kid: root, reason: WHY }))).toBe("refused: key-refused");
  });
});

onEachDatabase("a key that signs two entries under one number", (open) => {
  it("is frozen by the operator, once, with both entries in the log for everyone to see", async () => {
    const database = await open();
    const world = await openWorld(database);
    const { intake, scribe } = world;
    const [first, second] = await underOneNumber(world, "sandMiner");
    expect(word(await intake.submit(first))).toBe("ok");
    expect(word(await intake.submit(second))).toBe("refused: seq-reused");
    const kid = (await scribe.pen("sandMiner")).kid;
    const parts = operatorOf(world, database);
    expect(await freezeEquivocators(parts)).toEqual([kid]);
    expect(await freezeEquivocators(parts)).toEqual([]);
    expect(word(await scribe.send("sandMiner", "slip.issue", slipBody(world)))).toBe("refused: frozen-key");
    const key = await new View(database.kysely).fact("key", kid);
    const [freeze] = await new View(database.kysely).entries([key!.frozen!]);
    expect(freeze!.entry).toMatchObject({ kind: "key.freeze", body: { other: second } });
    await expectSound(world, database);
    const again = { stored: intake.size - 2, other: second };
    expect(word(await scribe.send("root0", "key.freeze", again))).toBe("refused: frozen-key");
  });

  it("is found in one batch, and keeps one proof however many entries come", async () => {
    const database = await open();
    const world = await openWorld(database);
    const [first, second, third] = await underOneNumber(world, "sandMiner");
    const answers = await world.intake.submitAll([first, second, third]);
    expect(answers.map(word)).toEqual(["ok", "refused: seq-reused", "refused: seq-reused"]);
    const kept = await database.kysely.selectFrom("desk.equivocation").selectAll().execute();
    expect(kept.map((row) => hex(row.entry))).toEqual([hex(second)]);
  });

  it("is found when an officer scans the other slip, which is embedded in the passage", async () => {
    const database = await open();
    const world = await openWorld(database);
    const [first, second] = await underOneNumber(world, "sandMiner");
    await world.intake.submit(first);
    expect(word(await world.scribe.send("police", "passage.record", seen(world, { entry: second })))).toBe("not-found");
    expect(await freezeEquivocators(operatorOf(world, database))).toEqual([(await world.scribe.pen("sandMiner")).kid]);
  });

  it("is not frozen on a forged second entry, nor by anyone but operator and roots", async () => {
    const database = await open();
    const world = await openWorld(database);
    const { intake, scribe } = world;
    const [first, second] = await underOneNumber(world, "sandMiner");
    await intake.submit(first);
    const forged = second.slice();
    forged[forged.length - 1]! ^= 1;
    expect(word(await intake.submit(forged))).toBe("refused: bad-signature");
    expect(await freezeEquivocators(operatorOf(world, database))).toEqual([]);
    const stored = intake.size - 1;
    expect(word(await scribe.send("authority", "key.freeze", { stored, other: second }))).toBe("refused: no-standing");
    expect(word(await scribe.send("operator", "key.freeze", { stored, other: forged }))).toBe("refused: bad-signature");
    expect(word(await scribe.send("operator", "key.freeze", { stored, other: first }))).toBe("refused: not-found");
    expect(word(await scribe.send("operator", "key.freeze", { stored, other: second }))).toBe("ok");
  });
});
