// A log that asks for witnesses is exported up to the head that they cosigned, and a head with too few of them is not a clean one.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLog } from "../../src/cli/init.ts";
import { openWritable } from "../../src/cli/open-ledger.ts";
import { KeyFile } from "../../src/disk/keyfile.ts";
import { utf8 } from "../../src/format/bytes.ts";
import { signerFromSeed } from "../../src/format/ed25519.ts";
import { sha256 } from "../../src/format/hash.ts";
import type { Statement } from "../../src/format/kinds.ts";
import { cosignNote, signNote, treeHeadText, vkeyOf } from "../../src/format/note.ts";
import { proveBundle } from "../../src/format/prove-bundle.ts";
import { makeKeyBundle } from "../../src/store/make-bundle.ts";
import { COSIGNED_FILE } from "../../src/witness/store.ts";
import { firstRules } from "../../src/words/first-rules.ts";
import { soNguon } from "../cli/run.ts";

const ORIGIN = "songuon.example/asked";
const NAMES = ["council.example", "front.example", "province.example"];
const dir = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-asked-"));
const place = { dir: path.join(dir, "data"), keys: path.join(dir, "keys") };
const stored = path.join(place.keys, COSIGNED_FILE);
const where = ["--data", place.dir, "--keys", place.keys];
const signers = new Map<string, Awaited<ReturnType<typeof signerFromSeed>>>();
const startS = Math.floor(Date.now() / 1000);

beforeAll(async () => {
  for (const name of NAMES) signers.set(name, await signerFromSeed(sha256(utf8(name))));
  const witnesses = NAMES.map((name) => vkeyOf(name, signers.get(name)!.key, 4));
  const roots = [1, 2, 3].map((n) => path.join(place.keys, `root-${n}.json`));
  const rules = firstRules(startS);
  await openLog(place, { origin: ORIGIN, province: "42", roots, rules, witnesses, witnessesNeeded: 2 });
});

afterAll(() => fs.rmSync(dir, { recursive: true, force: true }));

/** One more entry; the head as the log then signs it. */
async function ticked(): Promise<string> {
  const operator = await KeyFile.open(path.join(place.keys, "operator.json"));
  const ledger = await openWritable(place);
  const at = { origin: ORIGIN, claimedS: Math.floor(Date.now() / 1000) };
  expect(await ledger.intake.submitAll([await operator.sign({ kind: "clock.tick", body: {} }, at)])).toMatchObject([
    { value: {} },
  ]);
  const note = ledger.intake.note!;
  await ledger.close();
  return note;
}

async function cosigned(note: string, names: readonly string[], timeS = startS): Promise<string> {
  let text = note;
  for (const name of names) text = await cosignNote(text, name, signers.get(name)!, timeS);
  return text;
}

async function exportedAndAudited(): Promise<{ exported: { size: number; above: number }; audit: unknown }> {
  const out = fs.mkdtempSync(path.join(dir, "out-"));
  const { out: text } = await soNguon("export", ...where, "--out", out, "--json");
  return { exported: JSON.parse(text), audit: JSON.parse((await soNguon("audit", out, "--json")).out) };
}

describe("a log that asks for two of three witnesses", () => {
  it("is not clean under a head that none or one of them cosigned", async () => {
    const note = await ticked();
    const alone = { ok: false, rule: "witnesses", index: 1 };
    expect((await exportedAndAudited()).audit).toMatchObject({ ...alone, detail: "0 / 2" });
    const out = path.join(dir, "one");
    await soNguon("export", ...where, "--out", out);
    fs.writeFileSync(path.join(out, "checkpoint"), await cosigned(note, [NAMES[0]!]));
    const said = await soNguon("audit", out);
    expect(said).toMatchObject({ code: 1, out: expect.stringMatching(/KHÔNG ĐẠT tại mục 1: .*chưa đủ chữ ký/) });
    fs.writeFileSync(path.join(out, "checkpoint"), await cosigned(note, NAMES.slice(1)));
    expect((await soNguon("audit", out)).code).toBe(0);
  });

  it("holds no entry of an hour after they had cosigned its head; a witness's clock may be fifty minutes slow", async () => {
    const note = await ticked();
    const out = path.join(dir, "early");
    await soNguon("export", ...where, "--out", out);
    const judged = async (minutesBefore: number) => {
      const head = await cosigned(note, NAMES, startS - minutesBefore * 60);
      fs.writeFileSync(path.join(out, "checkpoint"), head);
      const ledger = await openWritable(place);
      const bundle = await proveBundle(await makeKeyBundle(ledger.database.kysely, head));
      await ledger.close();
      return { audit: JSON.parse((await soNguon("audit", out, "--json")).out), bundle };
    };
    expect(await judged(50)).toMatchObject({ audit: { ok: true }, bundle: { cosigned: NAMES } });
    expect(await judged(120)).toMatchObject({
      audit: { ok: false, rule: "time", index: 2 },
      // The bundle of the keys holds entry 0 alone.
      bundle: { flaw: "time", index: 0 },
    });
  });

  it("is exported up to the head that they cosigned, and the rest when they have come", async () => {
    const two = await ticked();
    fs.writeFileSync(stored, await cosigned(two, NAMES.slice(0, 2)));
    const three = await ticked();
    const { exported, audit } = await exportedAndAudited();
    expect(exported).toMatchObject({ size: 4, above: 1 });
    expect(audit).toMatchObject({ ok: true, size: 4, cosigned: NAMES.slice(0, 2) });
    fs.writeFileSync(stored, await cosigned(three, NAMES));
    expect((await exportedAndAudited()).exported).toMatchObject({ size: 5, above: 0 });
  });

  it("says of a bundle how many of them signed its head and how many it asks for, by the policy of that size", async () => {
    const ledger = await openWritable(place);
    const account = async (note: string) => proveBundle(await makeKeyBundle(ledger.database.kysely, note));
    const before = ledger.intake.note!;
    for (const count of [0, 1, 2, 3]) {
      const proven = await account(await cosigned(before, NAMES.slice(0, count)));
      expect(proven).toMatchObject({ needed: 2, cosigned: NAMES.slice(0, count) });
    }
    await ledger.close();
    // Two roots name the first witness alone: it suffices for heads from then on, and for none before.
    const at = { origin: ORIGIN, claimedS: Math.floor(Date.now() / 1000) };
    const enter = async (root: string, statement: Statement): Promise<{ index: number; note: string }> => {
      const writable = await openWritable(place);
      const entry = await (await KeyFile.open(path.join(place.keys, root))).sign(statement, at);
      const [answer] = await writable.intake.submitAll([entry]);
      const note = writable.intake.note!;
      await writable.close();
      if (!answer?.ok) throw new Error(JSON.stringify(answer));
      return { index: answer.value.index, note };
    };
    const one = vkeyOf(NAMES[0]!, signers.get(NAMES[0]!)!.key, 4);
    const proposed = await enter("root-1.json", { kind: "witness.set", body: { needed: 1, witnesses: [one] } });
    const proposal = proposed.index;
    const approved = await enter("root-2.json", { kind: "approve", body: { proposal } });
    const again = await openWritable(place);
    const judged = async (note: string, names: readonly string[]) =>
      proveBundle(await makeKeyBundle(again.database.kysely, await cosigned(note, names)));
    expect(await judged(approved.note, NAMES.slice(0, 1))).toMatchObject({ needed: 1, cosigned: NAMES.slice(0, 1) });
    expect(await judged(approved.note, NAMES.slice(1))).toMatchObject({ needed: 1, cosigned: [] });
    expect(await judged(proposed.note, NAMES.slice(0, 1))).toMatchObject({ needed: 2, cosigned: NAMES.slice(0, 1) });
    await again.close();
    // The witnesses that are no longer named have cosigned a head beyond: it is not what an export shows for one that they have.
    fs.writeFileSync(stored, await cosigned(approved.note, NAMES.slice(1)));
    expect((await exportedAndAudited()).audit).toMatchObject({ ok: false, rule: "witnesses", detail: "0 / 1" });
    fs.writeFileSync(stored, await cosigned(proposed.note, NAMES.slice(1)));
    const { exported, audit } = await exportedAndAudited();
    expect(exported).toMatchObject({ size: proposal + 1, above: 1 });
    expect(audit).toMatchObject({ ok: true, size: proposal + 1 });
    fs.writeFileSync(stored, await cosigned(approved.note, NAMES.slice(0, 1)));
    expect((await exportedAndAudited()).audit).toMatchObject({ ok: true, cosigned: NAMES.slice(0, 1) });
    fs.writeFileSync(stored, await cosigned(approved.note, NAMES));
  });

  it("is not clean where the ledger does not extend what they cosigned", async () => {
    const honest = fs.readFileSync(stored, "utf8");
    expect(JSON.parse((await soNguon("audit", ...where, "--json")).out)).toMatchObject({ ok: true, cosigned: NAMES });
    const log = await KeyFile.open(path.join(place.keys, "log.json"));
    const other = treeHeadText({ origin: ORIGIN, size: 4, root: new Uint8Array(32).fill(7) });
    fs.writeFileSync(stored, await cosigned(await signNote(other, ORIGIN, log.signer), NAMES));
    expect(JSON.parse((await soNguon("audit", ...where, "--json")).out)).toMatchObject({
      ok: false,
      rule: "since-head",
    });
    fs.writeFileSync(stored, honest);
  });
});
