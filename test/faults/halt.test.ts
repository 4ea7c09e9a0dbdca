// The database under a running service is not, or no longer, the one whose heads were signed: a backup put back, a fork, a standby that
// lost the tail. The service finds out before or at its next signature, and from then on commits nothing more and says why.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { ProblemDocument } from "../../src/http/problems.ts";
import type { Intake, SubmitAnswer } from "../../src/intake.ts";
import { openDatabase } from "../../src/store/connect.ts";
import type { Database } from "../../src/store/database.ts";
import { acceptLoss, onEachDatabase, onPostgres } from "../databases.ts";
import { openHouse } from "../http/house.ts";
import { memoryInProcess } from "../world.ts";
import { Copies } from "./copies.ts";
import { Traffic } from "./traffic.ts";

/** Each conflict is told to the operator; here they are meant. */
const said: string[] = [];
beforeEach(() => {
  said.length = 0;
  vi.spyOn(console, "error").mockImplementation((line: string) => void said.push(line));
});
afterEach(() => vi.restoreAllMocks());

const codes = (answers: readonly SubmitAnswer[]) => [
  ...new Set(answers.map((each) => (each.ok ? "receipt" : each.problem.code))),
];

async function leavesIn(database: Database): Promise<number> {
  const { count } = await database.kysely
    .selectFrom("ledger.leaf")
    .select((of) => of.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** New persons, whom any healthy ledger takes. */
function people(traffic: Traffic, count: number): Promise<Uint8Array[]> {
  const party = traffic.province.authority;
  const person = () =>
    traffic.scribe.sign("root0", "person.register", { number: crypto.getRandomValues(new Uint8Array(16)), party });
  return Promise.all(Array.from({ length: count }, person));
}

onEachDatabase("a service that cannot sign what it committed", (open) => {
  it("commits nothing more, whatever is sent, and is refused at its next start", async () => {
    const database = await open();
    const memory = memoryInProcess();
    const traffic = await Traffic.foundWith(database, memory);
    const intake = await traffic.openIntake(database, memory);
    const size = intake.size;
    // Elsewhere, under the same name, more was signed than this database will ever prove.
    await memory.write({ size: size + 40, root: new Uint8Array(32) });
    const first = await intake.submitAll(await people(traffic, 3));
    expect(codes(first)).toEqual(["history"]);
    expect(intake.halted).toEqual({ code: "history", figures: { signed: size + 40, stored: size + 3 } });
    const committed = await leavesIn(database);
    expect(committed, "the batch that found out was committed before its signature").toBe(size + 3);
    const many = await Promise.all((await people(traffic, 60)).map((entry) => intake.submitAll([entry])));
    expect(codes(many.flat())).toEqual(["history"]);
    expect(await leavesIn(database)).toBe(committed);
    expect(intake.size, "the last signed head stands").toBe(size);
    const fatal = said.map((line) => JSON.parse(line)).filter(({ level }) => level === "fatal");
    expect(fatal, "told once, at the loudest level").toMatchObject([{ event: "intake.halted", signed_size: size }]);
    await expect(traffic.openIntake(database, memory)).rejects.toThrow(/đã xác nhận sổ .* mục/);
    expect(await leavesIn(database)).toBe(committed);
  });

  it("says so at every door, and keeps its last signed head", async () => {
    const database = await open();
    const { app, memory, intake, scribe } = await openHouse(database, false);
    const signed = intake.note;
    await memory.write({ size: intake.size + 1, root: new Uint8Array(32).fill(7) });
    const body = Buffer.from(await scribe.sign("operator", "clock.tick", {}));
    const sent = await app.request("/entries", {
      method: "POST",
      headers: { "content-type": "application/cose" },
      body,
    });
    const ready = await app.request("/readyz");
    for (const answer of [sent, ready, await app.request("/log/proof/0"), await app.request("/log/tile/0/000")]) {
      const said = (await answer.json()) as ProblemDocument;
      expect([answer.status, said.code]).toEqual([503, "history"]);
      expect(said.detail).toMatch(/đã xác nhận \d+ mục, nhưng cơ sở dữ liệu đang có \d+ mục không nối tiếp/);
      expect(said.detail_en).toMatch(/\d+ entries are confirmed, but the database holds \d+ that do not extend them/);
    }
    expect((await app.request("/healthz")).status).toBe(200);
    expect(await (await app.request("/log/checkpoint")).text()).toBe(signed);
  });

  it("a log that has been emptied is not begun again", async () => {
    const database = await open();
    const memory = memoryInProcess();
    await memory.write({ size: 7, root: new Uint8Array(32) });
    await expect(Traffic.foundWith(database, memory)).rejects.toThrow(/đã xác nhận sổ 7 mục.*đang có 0 mục/);
    expect(await leavesIn(database)).toBe(0);
  });
});

onEachDatabase("a clock that leapt", (open) => {
  it("is said by /readyz, before anybody sends", async () => {
    const { app, clock, intake } = await openHouse(await open(), false);
    expect((await app.request("/readyz")).status).toBe(200);
    vi.spyOn(clock, "steadyMs").mockReturnValue(clock.wallMs() - 60_000);
    const answer = await app.request("/readyz");
    expect([answer.status, ((await answer.json()) as ProblemDocument).code]).toEqual([503, "clock"]);
    expect(intake.halted?.code).toBe("clock");
  });
});

onPostgres("a backup that is put back under a running service", (open) => {
  it.each([
    ["shorter than what was signed", 0],
    ["grown again beyond it", 20],
  ])("%s: nothing is put on it", async (_name, more) => {
    const { url } = await open();
    const database = await openDatabase({ url, acceptLoss });
    const memory = memoryInProcess();
    const traffic = await Traffic.foundWith(database, memory);
    const copies = new Copies(url!);
    await copies.save("old");
    const intake = await insist(() => traffic.openIntake(database, memory));
    const entries = await people(traffic, 4);
    await traffic.take(entries, await insist(() => taken(intake, entries)));
    const size = intake.size;

    await copies.restore("old");
    const forged = await people(traffic, more);
    const fork = await insist(() => traffic.behindItsBack(database, memoryInProcess()));
    await insist(() => taken(fork, forged));
    const stored = await leavesIn(database);
    expect(stored).toBe(size - 4 + more);
    const late = await people(traffic, 5);
    expect(codes(await insist(() => taken(intake, late)))).toEqual(["history"]);
    expect(intake.halted).toEqual({ code: "history", figures: { signed: size, stored } });
    expect(await leavesIn(database)).toBe(stored);
    expect((await memory.read())?.size).toBe(size);
    expect(traffic.handed.size).toBe(size);
    await database.close();
    await copies.clear();
  });

  /** What fails while connections that the server ended are still in the pool is done again. */
  async function insist<T>(work: () => Promise<T>): Promise<T> {
    for (let again = 0; ; again++) {
      try {
        return await work();
      } catch (error) {
        if (again === 10) throw error;
      }
    }
  }

  async function taken(intake: Intake, entries: Uint8Array[]): Promise<SubmitAnswer[]> {
    const answers = await intake.submitAll(entries);
    if (codes(answers).some((code) => code === "busy" || code === "internal")) throw new Error("sent in vain");
    return answers;
  }
});
