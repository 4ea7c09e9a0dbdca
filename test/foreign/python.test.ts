// A reader in Python that was written from docs/format.md alone judges what our code makes, and every forgery of it. It needs
// Debian's python3-cbor2 and python3-cryptography.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { hex } from "../../src/format/bytes.ts";
import { keyOf, ORIGIN } from "../format/samples.ts";
import { exportOf, headOf } from "../format/story.ts";
import { vectors } from "../format/vectors.ts";
import { describeWith, needPython, PYTHON } from "../machine.ts";
import {
  forgedEntries,
  forgedFiles,
  forgedHeads,
  forgedHistories,
  forgedKeys,
  forgedLeaves,
  forgedRotations,
  honestExports,
  honestRotations,
} from "./python/exports.ts";
import { type Case, flip, honest } from "./python/forge.ts";
import { forgedReceipts, honestReceipts, slipCases } from "./python/receipts.ts";

const FOLDER = new URL("python/", import.meta.url).pathname;

type Answer = { name: string; shown?: Record<string, unknown>; refused?: string };

/** All answers in one process; a crash of the reader fails here. */
function ask(cases: readonly Case[]): Answer[] {
  const run = spawnSync(PYTHON!, ["-B", `${FOLDER}verify.py`, "cases"], {
    input: JSON.stringify(cases),
    maxBuffer: 64 * 1024 * 1024,
    encoding: "utf8",
  });
  if (run.status !== 0) throw new Error(`the Python reader stopped: ${run.stderr}`);
  return JSON.parse(run.stdout);
}

/** "verified", or why not; compared at once so that one failure shows every case. */
function verdicts(cases: readonly Case[]): string[] {
  return ask(cases).map(({ name, shown, refused }) => `${name}: ${shown ? "verified" : refused}`);
}

function expected(cases: readonly Case[]): unknown[] {
  return cases.map(({ name, refusal }) =>
    refusal === undefined ? `${name}: verified` : expect.stringContaining(`${name}: ${refusal}`),
  );
}

describeWith(needPython(), "a verifier in Python", () => {
  const groups: [string, () => Case[] | Promise<Case[]>, number][] = [
    ["accepts honest exports", honestExports, 5],
    ["refuses forged leaves", forgedLeaves, 8],
    ["refuses forged heads", forgedHeads, 11],
    ["refuses forged files", forgedFiles, 6],
    ["refuses forged entries that the log signed", forgedEntries, 11],
    ["refuses forged histories that the log signed", forgedHistories, 10],
    ["refuses forged keys that the log signed", forgedKeys, 7],
    ["follows a log whose key two roots replaced", honestRotations, 6],
    ["refuses forged successions of the log's key", forgedRotations, 13],
    ["accepts honest receipts", honestReceipts, 12],
    ["refuses forged receipts", forgedReceipts, 19],
    ["accepts a printed slip and refuses every change of it", slipCases, 100],
  ];
  it.each(groups)("%s", async (_, make, least) => {
    const cases = await make();
    expect(cases.length).toBeGreaterThanOrEqual(least);
    const found = verdicts(cases);
    expect(found).toEqual(expected(cases));
    for (const [i, { refusal }] of cases.entries())
      if (refusal !== undefined) expect(found[i]).not.toMatch(/: verified$/);
  });

  it("finds the golden entries, their kids, ids and short codes as they are published", async () => {
    const all = await vectors();
    const { entries } = all["entries.json"];
    const slips = all["slips.json"].slips;
    const asked = [...entries, ...slips].map(({ entry }) => ({
      name: entry.slice(0, 40),
      what: "entry",
      entry,
      origin: ORIGIN,
      keys: [hex(keyOf("1"))],
    }));
    const answers = ask(asked).map(({ shown }) => shown);
    const kid = all["keys.json"].keys[0]!.kid;
    for (const [i, vector] of entries.entries()) {
      expect(answers[i]).toMatchObject({ kid, id: vector.entry_id, kind: vector.number });
    }
    for (const [i, slip] of slips.entries()) expect(answers[entries.length + i]).toMatchObject({ code: slip.code });
  });

  it("reads an export from a folder, as a stranger would", async () => {
    const folder = mkdtempSync(join(tmpdir(), "so-nguon-python-"));
    const leaves = honest.leaves.slice(0, 20);
    for (const [path, data] of exportOf(leaves, await headOf(leaves))) {
      mkdirSync(join(folder, path, ".."), { recursive: true });
      writeFileSync(join(folder, path), data);
    }
    const verify = () => spawnSync(PYTHON!, ["-B", `${FOLDER}verify.py`, "export", folder, join(folder, "log.vkey")]);
    expect(String(verify().stdout)).toBe("verified\n");
    const bundle = join(folder, "tile/entries/000.p/20");
    const data = readFileSync(bundle);
    // A bit in the middle of the first leaf, behind the two bytes of its length.
    writeFileSync(bundle, flip(data, 8 * (2 + Math.floor(data.readUInt16BE(0) / 2))));
    const refused = verify();
    expect([refused.status, String(refused.stdout)]).toEqual([1, expect.stringMatching(/^refused: chain: broken at/)]);
    rmSync(folder, { recursive: true });
  });

  it("finds the golden log and its receipt as they are published", async () => {
    const log = (await vectors())["log.json"];
    const [receipt] = ask([{ name: "receipt", what: "receipt", text: log.receipt_of_8, vkey: log.vkey }]);
    expect(receipt?.shown).toEqual({ index: 8 });
  });
});
