// Whoever holds an honest bundle of a result can change it and mend its digest. Every field of every step is changed here, one at a time:
// all of it is refused, and what is honest passes.
import { beforeAll, describe, expect, it } from "vitest";
import { type Bundle, decodeBundle, encodeBundle, FLAWS } from "../../src/format/bundle.ts";
import { type Proven, proveBundle } from "../../src/format/prove-bundle.ts";
import { judgeBundle, verifyBundle } from "../../src/rules/readings/evidence.ts";
import { type Forgery, forgeriesOf } from "./bundle-forgeries.ts";
import { resultBundles } from "./logs.ts";

let vkey: string;
let files: Record<"paid" | "refused", Uint8Array>;

beforeAll(async () => {
  ({ vkey, ...files } = await resultBundles());
});

async function provenOf(file: Uint8Array): Promise<Proven> {
  const proven = await proveBundle(file, vkey);
  if ("flaw" in proven) throw new Error(proven.flaw);
  return proven;
}

/** What is said of a forgery. Those that leave the leaves alone are judged on leaves proven once, since only the rest can tell. */
async function said(file: Uint8Array, proven: Proven, { deep, change }: Forgery): Promise<string> {
  const bundle = decodeBundle(file) as Bundle;
  change(bundle);
  let mended: Uint8Array;
  try {
    mended = encodeBundle(bundle);
  } catch {
    return "form";
  }
  if (deep) {
    const found = await verifyBundle(mended, vkey);
    return "flaw" in found ? found.flaw : "VERIFIED";
  }
  const read = decodeBundle(mended);
  if ("flaw" in read) return read.flaw;
  const found = judgeBundle({ ...proven, bundle: read });
  return "flaw" in found ? found.flaw : "VERIFIED";
}

async function refusedThroughout(file: Uint8Array): Promise<void> {
  expect(await verifyBundle(file, vkey)).toHaveProperty("proof");
  const proven = await provenOf(file);
  const forgeries = forgeriesOf(file);
  const answers = [];
  for (const each of forgeries) answers.push({ deed: each.deed, found: await said(file, proven, each) });
  expect(answers.filter(({ found }) => found === "VERIFIED")).toEqual([]);
  expect(answers.filter(({ found }) => !(found in FLAWS))).toEqual([]);
  expect(new Set(forgeries.map(({ deed }) => deed)).size).toBe(forgeries.length);
  expect(forgeries.length).toBeGreaterThan(300);
}

describe("a result's bundle, changed and its digest mended", () => {
  it("a paid one is refused at every change, and passes unchanged", () => refusedThroughout(files.paid));
  it("a refused one is refused at every change, and passes unchanged", () => refusedThroughout(files.refused));
});
