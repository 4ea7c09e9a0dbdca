// The bundles and exports with a verdict, before our own readers: each is taken, or refused under its code. The readers in Python read the same
// files (test/foreign).
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { auditDirectory } from "../../src/audit/directory.ts";
import { unbase64 } from "../../src/format/bytes.ts";
import { verifyBundle } from "../../src/rules/readings/evidence.ts";
import { rememberSignatures } from "../fuzz/remembered.ts";
import { playResultLog } from "../fuzz/result-log.ts";
import { bundleVectors } from "./bundle-vectors.ts";
import { exportVectors } from "./export-vectors.ts";
import { spliced } from "./splices.ts";

afterAll(rememberSignatures());
const world = await playResultLog();
const bundles = await bundleVectors(world);
const exports = await exportVectors(world);
const fileOf = (text: string | undefined) => unbase64(text ?? "")!;

describe("court bundles with a verdict", () => {
  it.each(bundles.vectors)("$code: $name", async ({ of, changes, vkey, code }) => {
    const found = await verifyBundle(spliced(fileOf(bundles.files[of]), changes), vkey ?? bundles.vkey);
    expect("flaw" in found ? found.flaw : "accepted").toBe(code);
  });
});

describe("exports with a verdict", () => {
  it.each(exports.vectors)("$code: $name", async ({ changes, vkey, code }) => {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-vector-"));
    for (const name of new Set([...Object.keys(exports.files), ...Object.keys(changes)])) {
      const change = changes[name];
      if (change === null) continue;
      const was = fileOf(exports.files[name]);
      fs.mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
      fs.writeFileSync(path.join(dir, name), change ? spliced(was, change) : was);
    }
    const found = await auditDirectory(dir, { vkey: vkey ?? exports.vkey }, () => undefined);
    fs.rmSync(dir, { recursive: true });
    expect("rule" in found ? found.rule : "accepted").toBe(code);
  });
});

it("both take and refuse, each for a reason, and no two are alike", () => {
  for (const { vectors } of [bundles, exports]) {
    expect(new Set(vectors.map(({ name }) => name)).size).toBe(vectors.length);
    expect(vectors.every(({ why, accept, code }) => why.length > 10 && accept === (code === "accepted"))).toBe(true);
  }
  const refused = (vectors: readonly { accept: boolean }[]) => vectors.filter(({ accept }) => !accept).length;
  expect([refused(bundles.vectors), refused(exports.vectors)]).toEqual([57, 27]);
});
