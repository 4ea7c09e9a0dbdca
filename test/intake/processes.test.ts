// Two processes on one ledger with one signer's memory: what one of them commits the other shows, without an entry of its own.
import { sha256 } from "@noble/hashes/sha2.js";
import { expect, it, vi } from "vitest";
import { utf8 } from "../../src/format/bytes.ts";
import { signerFromSeed } from "../../src/format/ed25519.ts";
import { headOf } from "../../src/format/note.ts";
import { decodeProof } from "../../src/format/proof.ts";
import { HeadSigner } from "../../src/intake/signer.ts";
import { Intake } from "../../src/intake.ts";
import { onEachDatabase } from "../databases.ts";
import { memoryInProcess, ORIGIN, openWorld } from "../world.ts";

onEachDatabase("a second process of a ledger", (open) => {
  async function two() {
    const database = await open();
    const world = await openWorld(database);
    const signer = new HeadSigner(ORIGIN, await signerFromSeed(sha256(utf8("world log"))), world.memory);
    const other = new Intake(database, signer, world.clock);
    await other.start();
    const write = () =>
      world.scribe.write("root0", "person.register", {
        number: crypto.getRandomValues(new Uint8Array(16)),
        party: world.province.authority,
      });
    return { ...world, other, write, database };
  }

  it("M1: shows the head and the proof of what the first has committed, and no smaller head afterwards", async () => {
    const { intake, other, write } = await two();
    const before = other.size;
    const index = await write();
    expect(intake.size).toBe(before + 1);
    // A proof that is asked for at the other process is looked for at once, whatever the round.
    const receipt = await other.receipt(index);
    expect(decodeProof(receipt!.proof)!.index).toBe(index);
    expect(headOf(other.note)!.size).toBe(before + 1);
    expect(await other.receipt(index + 1)).toBeUndefined();
    await write();
    await other.follow();
    expect(other.size).toBe(before + 2);
    const [note, rounds] = [other.note, [other.follow(), write(), other.follow(), write(), other.follow()]];
    const sizes = [headOf(note)!.size];
    for (const round of rounds) {
      await round;
      sizes.push(other.size);
    }
    await other.follow();
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    expect(other.size).toBe(before + 4);
  });

  it("M1: judges an entry by what the first has committed", async () => {
    const { scribe, other, province } = await two();
    const site = await scribe.write("authority", "site.register", {
      party: province.sandMiner,
      type: 2,
      name: "Bãi Nam",
    });
    const amend = () =>
      scribe.sign("authority", "site.amend", { site, name: "Bãi Nam cũ", document: "Quyết định số 12" });
    await other.follow();
    expect(await other.submit(await amend())).toMatchObject({ ok: true });
  });

  it("M1: halts where the first's database does not extend what this one's signer has signed", async () => {
    const said = vi.spyOn(console, "error").mockImplementation(() => {});
    const { write, database, clock } = await two();
    const memory = memoryInProcess();
    const signer = new HeadSigner(ORIGIN, await signerFromSeed(sha256(utf8("world log"))), memory);
    const other = new Intake(database, signer, clock);
    await other.start();
    await memory.write({ size: other.size, root: new Uint8Array(32) });
    await write();
    await expect(other.follow()).rejects.toThrow("not extend");
    expect(other.halted?.code).toBe("history");
    expect(said.mock.calls.flat().join()).toContain('"event":"intake.halted"');
    said.mockRestore();
  });
});
