// The log's own key is replaced by two of three roots: who signs what from then on, and what each reader of the log makes of it.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { sha256 } from "@noble/hashes/sha2.js";
import { expect, it } from "vitest";
import { auditLedger } from "../../src/audit/audit-ledger.ts";
import { auditDirectory, type Pins } from "../../src/audit/directory.ts";
import { exportLog } from "../../src/cli/export.ts";
import { registerProvince } from "../../src/demo/province.ts";
import { Scribe } from "../../src/demo/scribe.ts";
import { decodeBundle, encodeBundle } from "../../src/format/bundle.ts";
import { hex, unhex, utf8 } from "../../src/format/bytes.ts";
import { type Signer, signerFromSeed } from "../../src/format/ed25519.ts";
import { handoverMessage, kidOf, possessionMessage } from "../../src/format/entry.ts";
import { headOf, signNote, unverifiedText, vkeyOf } from "../../src/format/note.ts";
import { Pen } from "../../src/format/pen.ts";
import { decodeProof } from "../../src/format/proof.ts";
import { proveBundle } from "../../src/format/prove-bundle.ts";
import { logKeysText, parseLogKeys } from "../../src/format/signatories.ts";
import { HeadSigner, LogKeyMissing } from "../../src/intake/signer.ts";
import { Intake } from "../../src/intake.ts";
import { verifyBundle } from "../../src/rules/readings/evidence.ts";
import type { Database } from "../../src/store/database.ts";
import { makeBundle, makeKeyBundle } from "../../src/store/make-bundle.ts";
import { View } from "../../src/store/view.ts";
import { followed } from "../../src/web/islands/shared/pin.ts";
import { checkHead, checkReceipt } from "../../src/web/islands/shared/receipt.ts";
import { onEachDatabase } from "../databases.ts";
import { memoryInProcess, ORIGIN, openWorld, type World } from "../world.ts";

const DOCUMENT = "Biên bản thay khóa của sổ số 03";
const [first, next, third] = await Promise.all(
  ["world log", "the next log key", "the third log key"].map((name) => signerFromSeed(sha256(utf8(name)))),
);

async function opening(database: Database): Promise<Uint8Array> {
  return unhex((await new View(database.kysely).fact("log", 0))!.opening);
}

type Rotation = { kid: string; key: string; possession: string; document: string; handover?: string };

async function rotation(database: Database, from: Signer, to: Signer, origin = ORIGIN): Promise<Rotation> {
  return {
    kid: hex(kidOf(from.key)),
    key: hex(to.key),
    possession: hex(await to.sign(possessionMessage(origin, to.key))),
    document: DOCUMENT,
    handover: hex(await from.sign(handoverMessage(origin, await opening(database), to.key))),
  };
}

/** The head of a note signed anew by another key: what a thief of that key can do. */
const signedBy = (signer: Signer, note: string) => signNote(unverifiedText(note)!, ORIGIN, signer);
const vkeys = { first: vkeyOf(ORIGIN, first!.key), next: vkeyOf(ORIGIN, next!.key), third: vkeyOf(ORIGIN, third!.key) };

async function rotated(database: Database, change: (body: Rotation) => Rotation = (body) => body) {
  const world = await openWorld(database, { hoursPhase: 1 }, "world", next);
  const before = world.intake.note!;
  const proposal = await world.scribe.write("root0", "log.rotate", change(await rotation(database, first!, next!)));
  expect(headOf(world.intake.note!)?.size).toBe(proposal + 1);
  const last = world.intake.note!;
  const approval = await world.scribe.write("root1", "approve", { proposal });
  return { world, before, last, approval, turn: world.intake.note! };
}

async function slipOf({ scribe, province }: World) {
  return scribe.write("sandMiner", "slip.issue", {
    route: province.routes["sandMine→yard"]!,
    vehicle: province.trucks[0]!,
    source: province.sandSource,
    material: 1,
    massKg: 17_200,
    measure: 1,
    readings: [28_500, 11_300],
  });
}

async function exported(database: Database, note: string): Promise<string> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-logkey-"));
  await exportLog(database, note, dir);
  return dir;
}

const audit = async (dir: string, pins: Pins = {}) => {
  const found = await auditDirectory(dir, pins, () => undefined);
  return "rule" in found ? found.rule : "sound";
};

onEachDatabase("a log's key that two roots replace", (open) => {
  it("signs every head up to the approval, its successor every head beyond, and readers follow", async () => {
    const database = await open();
    const { world, before, last, approval, turn } = await rotated(database);
    const by = (await new View(database.kysely).signatories())!;
    expect(by.terms.map(({ from, vkey, handedOver }) => [from, vkey, handedOver])).toEqual([
      [0, vkeys.first, false],
      [approval + 1, vkeys.next, true],
    ]);
    expect(headOf(turn)?.size).toBe(approval + 1);
    expect(turn).toBe(await signedBy(next!, turn));
    expect(last).toBe(await signedBy(first!, last));
    const slip = await slipOf(world);
    const note = world.intake.note!;
    const keys = `${vkeys.next} ${approval + 1}\n${vkeys.first}\n`;
    const dir = await exported(database, note);
    expect(fs.readFileSync(path.join(dir, "log.vkey"), "utf8")).toBe(keys);
    for (const vkey of [undefined, vkeys.first, vkeys.next, keys]) expect(await audit(dir, { vkey })).toBe("sound");
    expect(await audit(dir, { vkey: vkeys.third })).toBe("vkey");
    for (const sinceHead of [before, last, turn]) expect(await audit(dir, { sinceHead })).toBe("sound");
    const live = await auditLedger(database.kysely, { vkey: vkeys.first, sinceHead: last }, () => undefined);
    expect(live).toMatchObject({ vkey: vkeys.next });
    const bundle = (await makeBundle(database.kysely, note, slip))!;
    for (const vkey of [undefined, vkeys.first, vkeys.next, keys])
      expect(await verifyBundle(bundle, vkey)).toMatchObject({ proof: { kind: "slip" } });
    expect(await verifyBundle(bundle, vkeys.third)).toMatchObject({ flaw: "key" });
  });

  it("once stolen signs nothing beyond its time: not for the audit, nor a court, nor a device", async () => {
    const database = await open();
    const { world, before, approval } = await rotated(database);
    const slip = await slipOf(world);
    const receipt = (await world.intake.receipt(slip))!;
    const stolen = await signedBy(first!, world.intake.note!);
    const dir = await exported(database, world.intake.note!);
    fs.writeFileSync(path.join(dir, "checkpoint"), stolen);
    for (const vkey of [undefined, vkeys.first, vkeys.next]) expect(await audit(dir, { vkey })).toBe("head-signature");
    // The thief may leave the new key out of log.vkey, too: the log itself names it.
    fs.writeFileSync(path.join(dir, "log.vkey"), `${vkeys.first}\n`);
    expect(await audit(dir, { vkey: vkeys.first })).toBe("head-signature");
    const since = await exported(database, world.intake.note!);
    expect(await audit(since, { sinceHead: stolen })).toBe("since-head");

    const value = decodeBundle((await makeBundle(database.kysely, world.intake.note!, slip))!);
    if ("flaw" in value) throw new Error(value.flaw);
    expect(await verifyBundle(encodeBundle({ ...value, head: stolen }), vkeys.first)).toMatchObject({ flaw: "head" });
    // Leaving the succession out of the bundle deceives nobody who knows of it.
    const leaves = value.leaves.filter((_, i) => i === 0 || i < value.leaves.length - 2);
    const silent = encodeBundle({ ...value, head: stolen, leaves, subject: 0 });
    const keys = `${vkeys.next} ${approval + 1}\n${vkeys.first}\n`;
    for (const vkey of [vkeys.next, keys]) expect(await proveBundle(silent, vkey)).toMatchObject({ flaw: "key" });

    const pinned = { origin: ORIGIN, keys: [{ from: 0, vkey: vkeys.first }] };
    const device = (await followed(pinned, await makeKeyBundle(database.kysely, world.intake.note!)))!;
    expect(device.keys).toEqual(parseLogKeys(keys));
    expect(await checkHead(stolen, device)).toBeUndefined();
    expect(await checkHead(world.intake.note!, device)).toMatchObject({ size: slip + 1 });
    expect(await checkHead(before, device)).toMatchObject({ origin: ORIGIN });
    const answer = utf8(receipt.proof);
    expect(await checkReceipt(answer, receipt.entryId, device)).toMatchObject({ index: slip });
    const forged = utf8(receipt.proof.replace(decodeProof(receipt.proof)!.head, stolen));
    expect(await checkReceipt(forged, receipt.entryId, device)).toBeUndefined();
    // An account from before the succession does not make the old key good again.
    expect(await followed(device, await makeKeyBundle(database.kysely, before))).toBeUndefined();
  });

  it("is not replaced by one root, nor from another log, nor by itself or a key of another role", async () => {
    const database = await open();
    const world = await openWorld(database, undefined, "world", next);
    const { scribe } = world;
    const good = await rotation(database, first!, next!);
    const said = async (body: Rotation) => {
      const answer = await scribe.send("root0", "log.rotate", body);
      return answer.ok ? "ok" : answer.problem.code;
    };
    const with_ = async (signer: Signer) => rotation(database, first!, signer);
    const { handover: _, ...silent } = good;
    expect(await said(await with_(first!))).toBe("key-refused");
    expect(await said(await with_((await scribe.pen("operator")).signer))).toBe("already-exists");
    expect(await said(await with_((await scribe.pen("root2")).signer))).toBe("already-exists");
    expect(await said(await with_((await scribe.pen("sandMiner")).signer))).toBe("already-exists");
    const elsewhere = await rotation(database, first!, next!, "songuon.example/another");
    expect(await said({ ...good, possession: elsewhere.possession })).toBe("key-refused");
    expect(await said({ ...good, handover: elsewhere.handover! })).toBe("key-refused");
    expect(await said({ ...good, kid: hex(kidOf(next!.key)) })).toBe("unknown-key");
    const proposal = await scribe.write("root0", "log.rotate", silent);
    expect(await scribe.send("root0", "approve", { proposal })).toMatchObject({ problem: { code: "needs-second" } });
    expect(await scribe.send("authority", "approve", { proposal })).toMatchObject({ problem: {} });
    expect(world.intake.note).toBe(await signedBy(first!, world.intake.note!));
    // What another log's roots have signed is signed for that log's name.
    const { signer } = await scribe.pen("root0");
    const foreign = await new Pen(signer, "songuon.example/another", 900).write("log.rotate", good, 1_800_000_000);
    expect(await world.intake.submit(foreign)).toMatchObject({ problem: { code: "bad-signature" } });
    await scribe.write("root1", "approve", { proposal });
    const taken = await rotation(database, next!, first!);
    expect(await said(taken)).toBe("key-refused");
    expect(await said(await rotation(database, first!, third!))).toBe("unknown-key");
  });

  it("without its own word for the successor leads on nobody who knows nothing but it", async () => {
    const database = await open();
    const { world, approval } = await rotated(database, ({ handover, ...body }) => body);
    const dir = await exported(database, world.intake.note!);
    expect(await audit(dir, { vkey: vkeys.first })).toBe("handover");
    expect(await audit(dir, { vkey: vkeys.next })).toBe("sound");
    expect(await audit(dir, { vkey: `${vkeys.next} ${approval + 1}\n${vkeys.first}` })).toBe("sound");
    const account = await makeKeyBundle(database.kysely, world.intake.note!);
    expect(await proveBundle(account, vkeys.first)).toMatchObject({ flaw: "handover" });
    expect(await followed({ origin: ORIGIN, keys: [{ from: 0, vkey: vkeys.first }] }, account)).toBeUndefined();
  });

  it("is not followed from an entry 0 that somebody else wrote, even with the old key stolen", async () => {
    const database = await open();
    const { world } = await rotated(database);
    const account = await makeKeyBundle(database.kysely, world.intake.note!);
    const fresh = { origin: ORIGIN, keys: [{ from: 0, vkey: vkeys.first }] };
    const device = (await followed(fresh, account))!;
    // The thief opens a log of the same name with roots of his own, signs it with the stolen key, and hands over to a key of his.
    const theirs = await open();
    const signer = new HeadSigner(ORIGIN, first!, memoryInProcess(), async () => third);
    const intake = new Intake(theirs, signer, world.clock);
    await intake.start();
    const thief = new Scribe(ORIGIN, sha256(utf8("thief")), world.clock, (entries) => intake.submitAll(entries));
    await registerProvince(thief, first!.key);
    const proposal = await thief.write("root0", "log.rotate", await rotation(theirs, first!, third!));
    await thief.write("root1", "approve", { proposal });
    const forged = await makeKeyBundle(theirs.kysely, intake.note!);
    const before = { ...fresh, opening: device.opening! };
    expect(await followed(before, account)).toEqual(device);
    for (const known of [before, device]) expect(await followed(known, forged)).toBeUndefined();
    for (const vkey of [vkeys.next, logKeysText(device.keys)])
      expect(await proveBundle(forged, vkey)).toMatchObject({ flaw: "key" });
    // Whoever knows nothing of the log but a key that was stolen since has nothing to tell the two apart by (docs/threats.md).
    expect(await proveBundle(forged, vkeys.first)).not.toHaveProperty("flaw");
  });

  it("must be held by the signer: without the new key nothing is signed, with it the committed head is", async () => {
    const database = await open();
    const { world, turn } = await rotated(database);
    const poor = new Intake(database, new HeadSigner(ORIGIN, first!, world.memory), world.clock);
    await expect(poor.start()).rejects.toThrow(LogKeyMissing);
    const rich = new Intake(database, new HeadSigner(ORIGIN, next!, world.memory), world.clock);
    await rich.start();
    expect(rich.note).toBe(turn);
  });
});

it("a log's keys are written newest first, and read in no other spelling", () => {
  const keys = [
    { from: 0, vkey: vkeys.first },
    { from: 12, vkey: vkeys.next },
  ];
  expect(logKeysText(keys)).toBe(`${vkeys.next} 12\n${vkeys.first}\n`);
  expect(parseLogKeys(logKeysText(keys))).toEqual(keys);
  expect(parseLogKeys(vkeys.first)).toEqual([{ from: 0, vkey: vkeys.first }]);
  for (const text of ["", "x", `${vkeys.first}\n${vkeys.next} 12`, `${vkeys.next} 012`, `${vkeys.next} 1 2`])
    expect(parseLogKeys(text)).toBeUndefined();
});
