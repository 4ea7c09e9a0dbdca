// An exported log is re-verified from nothing, and nobody changes a byte of it unseen.
import fs from "node:fs";
import path from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Broken } from "../../src/audit/broken.ts";
import { auditDirectory, type Pins } from "../../src/audit/directory.ts";
import { exportLog } from "../../src/cli/export.ts";
import { main } from "../../src/cli/main.ts";
import { vkeyOf } from "../../src/format/note.ts";
import { migrate } from "../../src/store/migrations.ts";
import { openInMemory } from "../../src/store/pglite.ts";
import { exported, filesOf, playLoads } from "./logs.ts";

const quiet = () => {};
const audit = (dir: string, pins: Pins = {}) => auditDirectory(dir, pins, quiet);
let story: Awaited<ReturnType<typeof playLoads>>;
let dir: string;

beforeAll(async () => {
  const database = await openInMemory();
  await migrate(database);
  story = await playLoads(database);
  dir = await exported(story);
});
afterAll(async () => {
  fs.rmSync(dir, { recursive: true });
  await story.database.close();
});

/** Audits with one file changed, and puts it back. */
async function auditWith(name: string, change: (bytes: Buffer) => Buffer | undefined, pins?: Pins) {
  const file = path.join(dir, name);
  const before = fs.readFileSync(file);
  const after = change(Buffer.from(before));
  if (after) fs.writeFileSync(file, after);
  else fs.rmSync(file);
  try {
    return await audit(dir, pins);
  } finally {
    fs.writeFileSync(file, before);
  }
}

const flipped = (at: number, bit: number) => (bytes: Buffer) => {
  bytes[at]! ^= 1 << bit;
  return bytes;
};

describe("an honest export", () => {
  it("is clean under the pinned key and the heads seen before", async () => {
    const found = await audit(dir, { vkey: `${story.vkey}\n`, sinceHead: story.intake.note });
    expect(found).toMatchObject({ size: story.intake.size, vkey: story.vkey });
  });

  it("holds slips that came embedded in a receipt, with right and without, and replays both", async () => {
    const kinds = await sql<{ verdict: string | null }>`select verdict from ledger.leaf
      where kind = 23 order by index desc limit 2`.execute(story.database.kysely);
    expect(kinds.rows.map(({ verdict }) => verdict && JSON.parse(verdict).code)).toEqual(["vehicle-overloaded", null]);
  });

  it("exported again writes only what changes: head and ragged edge", async () => {
    const full = path.join(dir, "tile/entries/000");
    const before = fs.statSync(full).mtimeMs;
    const { written } = await exportLog(story.database, story.intake.note!, dir);
    expect(fs.statSync(full).mtimeMs).toBe(before);
    // Head, key, the last bundle and its tile, and the tile above.
    expect(written).toBe(5);
    expect(await audit(dir)).toMatchObject({ size: story.intake.size });
  });
});

describe("a folder that already holds an export", () => {
  const contents = () => filesOf(dir).map((name) => fs.readFileSync(path.join(dir, name)).toString("base64"));

  it.each([
    ["another log's", (note: string) => note.replace(/^[^\n]+/, "khac.vidu.gov.vn"), /another log's export/],
    ["a later one of this log", (note: string) => note.replace(/\n\d+\n/, "\n999999\n"), /999999 entries/],
    [
      "one of the same size and another root",
      (note: string) => note.replace(/\n[^\n]{44}\n/, `\n${"A".repeat(43)}=\n`),
      /different/,
    ],
  ])("is left as it is where that is %s", async (_name, other, words) => {
    const file = path.join(dir, "checkpoint");
    const honest = fs.readFileSync(file, "utf8");
    fs.writeFileSync(file, other(honest));
    try {
      const before = contents();
      await expect(exportLog(story.database, story.intake.note!, dir)).rejects.toThrow(words);
      expect(contents()).toEqual(before);
    } finally {
      fs.writeFileSync(file, honest);
    }
  });

  it("goes on where that is an earlier one of the same log", async () => {
    const file = path.join(dir, "checkpoint");
    const honest = fs.readFileSync(file, "utf8");
    fs.writeFileSync(file, honest.replace(/\n\d+\n/, "\n1\n"));
    expect(await exportLog(story.database, story.intake.note!, dir)).toMatchObject({ size: story.intake.size });
    expect(fs.readFileSync(file, "utf8")).toBe(honest);
  });
});

describe("a changed export", () => {
  it("fails at any flipped bit of any file, and names the entry of a flipped leaf", async () => {
    const missed: string[] = [];
    for (const name of filesOf(dir)) {
      const size = fs.statSync(path.join(dir, name)).size;
      const step = Math.max(1, Math.floor(size / 8));
      for (let at = step >> 1; at < size; at += step) {
        const found = await auditWith(name, flipped(at, at % 8));
        if (!("rule" in found)) missed.push(`${name} ${at}`);
      }
    }
    expect(missed).toEqual([]);
  });

  it("names the very entry whose bytes were flipped", async () => {
    const bundle = fs.readFileSync(path.join(dir, "tile/entries/000"));
    let at = 0;
    for (let index = 0; index < 256; index++) {
      const length = bundle.readUInt16BE(at);
      if (index % 32 === 7) {
        const found = (await auditWith("tile/entries/000", flipped(at + 2 + length - 20, 3))) as Broken;
        expect(found.index).toBe(index);
      }
      at += 2 + length;
    }
  });

  it("fails when a file is missing", async () => {
    for (const name of filesOf(dir)) expect(await auditWith(name, () => undefined)).toMatchObject({ rule: "file" });
  });

  it("fails under another pinned key", async () => {
    const other = vkeyOf("another.example", new Uint8Array(32).fill(9));
    expect(await audit(dir, { vkey: other })).toMatchObject({ rule: "vkey" });
  });

  it("fails against a head that this log never had", async () => {
    const forged = story.intake.note!.replace(`\n${story.intake.size}\n`, `\n${story.intake.size - 1}\n`);
    expect(await audit(dir, { sinceHead: forged })).toMatchObject({ rule: "since-head" });
  });
});

describe("the audit command", () => {
  async function run(...args: string[]) {
    const said: string[] = [];
    const io = { out: (text: string) => said.push(text), err: () => {}, terminal: false, env: {}, now: () => 0 };
    const code = await main(args, io);
    return { code, out: said.join("") };
  }

  it("ends with 0 and says how little a log proves under its own key alone", async () => {
    const { code, out } = await run("audit", dir);
    expect(code).toBe(0);
    expect(out).toContain("SELF-CONSISTENT ONLY");
  });

  it("ends with 0 under a pinned key and a head seen before", async () => {
    const note = path.join(dir, "checkpoint");
    const { code, out } = await run("audit", dir, "--vkey", path.join(dir, "log.vkey"), "--since-head", note, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ ok: true, size: story.intake.size, pinned: true, since: true });
  });

  it("ends with 1 and names the index and the broken rule", async () => {
    const file = path.join(dir, "tile/entries/000");
    const before = fs.readFileSync(file);
    fs.writeFileSync(file, flipped(before.length - 9, 2)(Buffer.from(before)));
    const { code, out } = await run("audit", dir, "--json");
    fs.writeFileSync(file, before);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ ok: false, index: 255, rule: "tile" });
  });

  it("ends with 2 where nothing or too much is named", async () => {
    expect((await run("audit")).code).toBe(2);
    expect((await run("audit", dir, "--data", dir)).code).toBe(2);
    expect((await run("verify")).code).toBe(2);
  });
});
