// Two processes serve one ledger on one PostgreSQL database, with one signer's memory between them: the guarded head lets one of them
// through at a time, and the other takes its batch again.
import { randomBytes } from "node:crypto";
import { afterEach, expect, it } from "vitest";
import { openDatabase } from "../../src/store/connect.ts";
import { acceptLoss, onPostgres } from "../databases.ts";
import { growsOnly } from "./evidence.ts";
import { findAll, makeGround } from "./kill.ts";
import { Lives } from "./lives.ts";
import { Traffic } from "./traffic.ts";

const ROUNDS = 40;
const ground = makeGround();
afterEach(ground.clear);

onPostgres("two processes", (open) => {
  it("append to one log without loss, fork or repetition, also where both are sent the same entries", async () => {
    const { url } = await open();
    const founding = await openDatabase({ url, acceptLoss });
    const traffic = await Traffic.found(founding, ground.keys);
    await founding.close();
    const { authority } = traffic.province;
    const people = (count: number) =>
      Promise.all(
        Array.from({ length: count }, () =>
          traffic.scribe.sign("root0", "person.register", { number: randomBytes(16), party: authority }),
        ),
      );
    const shared = await people(ROUNDS);
    const mine = [await people(ROUNDS), await people(ROUNDS)];
    for (const entry of [...shared, ...mine.flat()]) traffic.expectAnswer(entry);
    const lives = new Lives(traffic, ground.base, { url: url! }, ground.keys);
    const ends = await Promise.all(mine.map((own) => lives.liveWith(own.map((entry, i) => [entry, shared[i]!]))));
    for (const { code, said } of ends) {
      expect(code).toBe(0);
      const notes = said.flatMap((each) => (each.what === "signed" ? [each.note] : []));
      expect(growsOnly(notes.map((note) => Traffic.headIn(note)))).toBe(true);
    }
    // Whoever lost too many races was told to come again.
    const { code } = await lives.liveWith([[...traffic.open.values()]]);
    expect(code).toBe(0);
    expect(traffic.open.size).toBe(0);
    traffic.signed.sort((a, b) => a.size - b.size);
    await findAll(traffic, await openDatabase({ url, acceptLoss }), ground.keys);
  }, 120_000);
});
