// A stopped audit goes on where it was and comes to the same answer; it is not to be led astray by what it kept.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { auditDirectory } from "../../src/audit/directory.ts";
import type { Replay } from "../../src/audit/replay.ts";
import { loadReplay, saveReplay } from "../../src/audit/resume.ts";
import { migrate } from "../../src/store/migrations.ts";
import { openInMemory } from "../../src/store/pglite.ts";
import { soNguon } from "../cli/run.ts";
import { exported, playStory } from "./logs.ts";

const dir = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-resume-"));
const state = path.join(dir, "state");
const quiet = () => {};
let log: string;
let vkey: string;
let whole: Replay;

beforeAll(async () => {
  const database = await openInMemory();
  await migrate(database);
  const story = await playStory(database);
  vkey = story.vkey;
  log = await exported(story);
  await database.close();
  const found = await auditDirectory(log, {}, quiet);
  if ("rule" in found) throw new Error(found.rule);
  whole = found.replay;
});

afterAll(() => {
  fs.rmSync(dir, { recursive: true, force: true });
  fs.rmSync(log, { recursive: true, force: true });
});

class Stop extends Error {}

/** Audits until the given run of leaves, keeps what is verified, and ends as a signal would end it. */
async function stopAfter(runs: number): Promise<void> {
  let left = runs;
  const keeping = {
    due: () => {
      left -= 1;
      return left <= 0;
    },
    keep(replay: Replay) {
      saveReplay(state, replay, "test", vkey);
      throw new Stop();
    },
  };
  await expect(auditDirectory(log, {}, quiet, () => ({ keeping }))).rejects.toThrow(Stop);
}

function goOn(progress: (done: number) => void = quiet) {
  return auditDirectory(log, {}, progress, (key) => {
    const replay = loadReplay(state, "test", key);
    if (typeof replay !== "object") throw new Error(`${replay}`);
    return { replay };
  });
}

/** Everything a replay has come to, as text. */
function bookOf({ book, memory, hashes }: Replay): string {
  const rows = [...memory.rows()].map(([table, each]) => [table, [...each]]);
  return JSON.stringify([book.nextLot, hashes.size, rows, [...memory.highestSeq]]);
}

describe("an audit that was stopped", () => {
  for (const runs of [1, 2, 3]) {
    it(`after ${256 * runs} entries goes on from there and holds the same book`, async () => {
      await stopAfter(runs);
      const seen: number[] = [];
      const found = await goOn((done) => seen.push(done));
      if ("rule" in found) throw new Error(`${found.rule} at ${found.index}`);
      expect(bookOf(found.replay)).toBe(bookOf(whole));
      expect(Math.min(...seen)).toBeGreaterThanOrEqual(256 * runs - 1);
    });
  }

  it("names an entry that was changed behind it, and one that was changed ahead", async () => {
    await stopAfter(2);
    for (const [name, least, most] of [
      ["tile/entries/000", 0, 255],
      ["tile/entries/002", 512, 767],
    ] as const) {
      const file = path.join(log, name);
      const before = fs.readFileSync(file);
      const after = Buffer.from(before);
      after[after.length >> 1]! ^= 4;
      fs.writeFileSync(file, after);
      const found = await goOn();
      fs.writeFileSync(file, before);
      expect(found).toHaveProperty("rule");
      if (!("rule" in found)) return;
      expect(found.index).toBeGreaterThanOrEqual(least);
      expect(found.index).toBeLessThanOrEqual(most);
    }
  });

  it("does not go on from a damaged file, another program's or another log's", async () => {
    await stopAfter(1);
    expect(loadReplay(state, "other", vkey)).toBe("other-program");
    expect(loadReplay(state, "test", "other.example+00000000+AA==")).toBe("other-log");
    expect(loadReplay(path.join(dir, "none"), "test", vkey)).toBeUndefined();
    const before = fs.readFileSync(state);
    const missed: number[] = [];
    for (let at = 0; at < before.length; at += Math.ceil(before.length / 60)) {
      const after = Buffer.from(before);
      after[at]! ^= 16;
      fs.writeFileSync(state, after);
      if (loadReplay(state, "test", vkey) !== "damaged") missed.push(at);
    }
    fs.writeFileSync(state, before.subarray(0, before.length >> 1));
    expect(loadReplay(state, "test", vkey)).toBe("damaged");
    expect(missed).toEqual([]);
  });
});

describe("so-nguon audit --resume", () => {
  it("keeps what it verified, and the next audit starts there", async () => {
    const file = path.join(dir, "kept");
    const first = await soNguon("audit", log, "--resume", file, "--json");
    expect(JSON.parse(first.out)).toMatchObject({ ok: true });
    expect(fs.existsSync(file)).toBe(true);
    const again = await soNguon("audit", log, "--resume", file, "--json");
    expect(JSON.parse(again.out)).toMatchObject({ ok: true, size: JSON.parse(first.out).size });
    fs.writeFileSync(file, "?");
    expect(await soNguon("audit", log, "--resume", file)).toMatchObject({
      code: 1,
      err: expect.stringContaining("is damaged"),
    });
  });

  it("finishes where it stands when the process is told to end", async () => {
    const file = path.join(dir, "signalled");
    const before = process.listenerCount("SIGTERM");
    const running = soNguon("audit", log, "--resume", file);
    await vi.waitFor(() => expect(process.listenerCount("SIGTERM")).toBe(before + 1), { interval: 1 });
    process.emit("SIGTERM", "SIGTERM");
    const said = await running;
    expect(said).toMatchObject({ code: 1, err: expect.stringContaining("Run the same command to go on") });
    expect((await soNguon("audit", log, "--resume", file)).code).toBe(0);
  });
});
