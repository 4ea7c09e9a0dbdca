// The verifier that docs/ hands to a court's expert, written from docs/format.md alone, judges results' bundles and every sort of forgery.
// It needs Debian's python3-cryptography and nothing else.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, expect, it } from "vitest";
import { hex } from "../../src/format/bytes.ts";
import { vkeyOf } from "../../src/format/note.ts";
import { playedBridge } from "../audit/bridge.ts";
import { forged, forgeriesOf } from "../audit/bundle-forgeries.ts";
import { playContestedResult } from "../audit/contested.ts";
import { resultBundles } from "../audit/logs.ts";
import { playMendedResult } from "../audit/mended.ts";
import { playReversedResult } from "../audit/reversed.ts";
import { describeWith, needPython, PYTHON } from "../machine.ts";

const FOLDER = new URL("bundles/", import.meta.url).pathname;
const DOCS = new URL("../../docs/", import.meta.url).pathname;
let bundles: Awaited<ReturnType<typeof resultBundles>>;

function judged(files: readonly Uint8Array[], vkey = bundles.vkey): string[] {
  const run = spawnSync(PYTHON!, ["-B", `${FOLDER}judge.py`], {
    input: JSON.stringify([vkey, files.map((file) => hex(file))]),
    maxBuffer: 64 * 1024 * 1024,
    encoding: "utf8",
    env: { PYTHONPATH: DOCS, PYTHONIOENCODING: "utf-8" },
  });
  if (run.status !== 0) throw new Error(`the reader stopped: ${run.stderr}`);
  return run.stdout.trimEnd().split("\n");
}

/** Forgeries that have a file at all, every so many of them. */
function sampleOf(file: Uint8Array, every: number): { deed: string; file: Uint8Array }[] {
  return forgeriesOf(file)
    .filter((_, i) => i % every === 0)
    .flatMap(({ deed, change }) => {
      try {
        return [{ deed, file: forged(file, change) }];
      } catch {
        return [];
      }
    });
}

function refusesAll(cases: ReturnType<typeof sampleOf>, least: number): void {
  expect(cases.length).toBeGreaterThan(least);
  const answers = judged(cases.map(({ file }) => file));
  expect(answers).toHaveLength(cases.length);
  expect(cases.filter((_, i) => answers[i] === "verified").map(({ deed }) => deed)).toEqual([]);
}

describeWith(needPython(), "the verifier that docs/ hands out", () => {
  beforeAll(async () => {
    bundles = await resultBundles();
  });

  it("accepts honest results under the pinned key, and under no other", () => {
    const { paid, refused } = bundles;
    expect(judged([paid, refused])).toEqual(["verified", "verified"]);
    const [answer] = judged([paid], vkeyOf("demo.songuon.example/test", new Uint8Array(32).fill(9)));
    expect(answer).toMatch(/^key: /);
  });

  it("refuses the forgeries of a refused result", () => refusesAll(sampleOf(bundles.refused, 1), 300));
  it("refuses the forgeries of a paid result", () => refusesAll(sampleOf(bundles.paid, 4), 70));

  it("follows who took whose chair, place and licence over four years, and refuses what is left out or changed", async () => {
    const { bundles: results, vkey, database } = await playedBridge();
    await database.close();
    expect(judged(results, vkey)).toEqual(["verified", "verified", "verified", "verified", "verified"]);
    const cases = sampleOf(results[3]!, 6);
    const answers = judged(
      cases.map(({ file }) => file),
      vkey,
    );
    expect(cases.length).toBeGreaterThan(30);
    expect(cases.filter((_, i) => answers[i] === "verified").map(({ deed }) => deed)).toEqual([]);
  });

  it("says what happened to a result since, as our own does", async () => {
    const { bundles: days, vkey, leaf } = await playReversedResult();
    const folder = mkdtempSync(path.join(tmpdir(), "so-nguon-since-"));
    const [file, pin] = [path.join(folder, "result.bundle"), path.join(folder, "log.vkey")];
    writeFileSync(file, days.reversed);
    writeFileSync(pin, `${vkey}\n`);
    const run = spawnSync(PYTHON!, ["-B", `${DOCS}verify.py`, file, pin], {
      encoding: "utf8",
      env: { PYTHONIOENCODING: "utf-8" },
    });
    rmSync(folder, { recursive: true });
    const lines = run.stdout.split("\n").filter((line) => line.startsWith("  entry "));
    expect(lines).toEqual([
      `  entry ${leaf.recovery}: recovery of 1000000 đ opened`,
      `  entry ${leaf.finding}: spoken of again: 1 loads, 16836 kg`,
      `  entry ${leaf.lift}: what contradicted is set aside: 1 loads, 16836 kg`,
      `  entry ${leaf.reversal}: reversed`,
    ]);
    expect(run.status).toBe(0);
  });

  it("accepts a result whose receipts were corrected, taken to another slip, or waited for a ruling, as our own does", async () => {
    const { bundle, vkey } = await playMendedResult();
    expect(judged([bundle], vkey)).toEqual(["verified"]);
  });

  it("accepts a result whose loads another slip and the stop of a lorry contradict, as our own does", async () => {
    const { bundle, vkey } = await playContestedResult();
    expect(judged([bundle], vkey)).toEqual(["verified"]);
  });

  it("gives every vector its published verdict", () => {
    const file = new URL("../format/vectors/verdicts.json", import.meta.url).pathname;
    const { verdicts } = JSON.parse(readFileSync(file, "utf8")) as { verdicts: { name: string; accept: boolean }[] };
    const run = spawnSync(PYTHON!, ["-B", `${FOLDER}vectors.py`, file], {
      encoding: "utf8",
      env: { PYTHONPATH: DOCS, PYTHONIOENCODING: "utf-8" },
    });
    const answers = run.stdout.trimEnd().split("\n");
    expect([run.stderr, answers.length]).toEqual(["", verdicts.length]);
    expect(verdicts.filter(({ accept }, i) => answers[i] !== (accept ? "accept" : "refuse"))).toEqual([]);
  });

  it("gives every bundle and export of the vectors its published verdict", () => {
    const files = ["bundles.json", "exports.json"].map(
      (name) => new URL(`../format/vectors/${name}`, import.meta.url).pathname,
    );
    const vectors = files.flatMap(
      (file) => (JSON.parse(readFileSync(file, "utf8")) as { vectors: { name: string; accept: boolean }[] }).vectors,
    );
    const run = spawnSync(PYTHON!, ["-B", `${FOLDER}files.py`, ...files], {
      encoding: "utf8",
      env: { PYTHONPATH: DOCS, PYTHONIOENCODING: "utf-8" },
    });
    const answers = run.stdout.trimEnd().split("\n");
    expect([run.stderr, answers.length]).toEqual(["", vectors.length]);
    expect(vectors.filter(({ accept }, i) => (answers[i] === "accept") !== accept)).toEqual([]);
  });

  it("is short enough to be read", () => {
    for (const file of ["verify.py", "verify_formats.py", "verify_kinds.py", "verify_observed.py", "verify_parties.py"])
      expect(readFileSync(`${DOCS}${file}`, "utf8").split("\n").length).toBeLessThanOrEqual(601);
  });
});
