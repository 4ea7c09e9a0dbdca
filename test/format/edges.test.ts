// Every edge of Ed25519 put to every verifier that this ledger meets: the rule, its fallback and the platform's own WebCrypto, each in Node,
// in a real workerd and in Chromium, and node:crypto. Under a key that registration takes all answer alike; the others are refused.
import { createPublicKey, verify } from "node:crypto";
import { build } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { unhex } from "../../src/format/bytes.ts";
import { describeWith, type Need, needChromium, needWorkerd } from "../machine.ts";
import { launch } from "../web/browser.ts";
import { startModule } from "../worker/workerd.ts";
import { judge, type Opinion, type Question } from "./edges/judge.ts";
import { edges } from "./edges/vectors.ts";

const all = edges().map((edge, at) => ({ ...edge, at }));
const registered = all.filter((edge) => edge.registered);
const refusedKeys = [...new Set(all.filter((edge) => !edge.registered).map((edge) => edge.keyName))];
const questions: readonly Question[] = all.map(({ key, message, signature }) => ({ key, message, signature }));
const under = (file: string) => new URL(`edges/${file}`, import.meta.url).pathname;

async function inWorkerd(): Promise<Opinion[]> {
  const worker = await startModule(under("wrangler.toml"));
  try {
    const answer = await fetch(worker.url, { method: "POST", body: JSON.stringify(questions) });
    return (await answer.json()) as Opinion[];
  } finally {
    await worker.stop();
  }
}

async function inChromium(): Promise<Opinion[]> {
  const bundle = await build({ entryPoints: [under("page.ts")], bundle: true, write: false, format: "iife" });
  const browser = await launch();
  try {
    const page = await browser.newPage();
    // WebCrypto is there for https only; nothing leaves the browser.
    await page.route("**", (route) => route.fulfill({ contentType: "text/html", body: "" }));
    await page.goto("https://edges.invalid/");
    await page.addScriptTag({ content: bundle.outputFiles[0]!.text });
    return await page.evaluate((asked) => {
      return (globalThis as unknown as { judge(questions: readonly Question[]): Promise<Opinion[]> }).judge(asked);
    }, questions);
  } finally {
    await browser.close();
  }
}

function byNodeCrypto(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const jwk = { kty: "OKP", crv: "Ed25519", x: Buffer.from(key).toString("base64url") };
  return verify(null, message, createPublicKey({ key: jwk, format: "jwk" }), signature);
}

const PLATFORMS: { name: string; need: Need; ask: () => Promise<Opinion[]> }[] = [
  { name: "in Node", need: { what: "Node", present: true }, ask: () => judge(questions) },
  { name: "in workerd", need: needWorkerd(), ask: inWorkerd },
  { name: "in Chromium", need: needChromium(), ask: inChromium },
];

for (const { name, need, ask } of PLATFORMS) {
  describeWith(need, `Ed25519 ${name} answers as the rule says`, () => {
    let opinions: readonly Opinion[];
    beforeAll(async () => {
      opinions = await ask();
    });

    it.each(registered)("$name", ({ at, accepted, disputed }) => {
      const { web, ...ours } = opinions[at]!;
      const platform = disputed ? accepted : web;
      expect({ ...ours, platform }).toEqual({ registered: true, rule: accepted, noble: accepted, platform: accepted });
    });

    // What the platform itself thinks of a signature under a key that nobody can register does not matter.
    it.each(refusedKeys)("nothing under the %s", (name) => {
      for (const { at, ...edge } of all.filter((each) => each.keyName === name))
        expect({ ...opinions[at], web: undefined }, edge.name).toEqual({
          registered: false,
          rule: false,
          noble: false,
        });
    });
  });
}

describe("Ed25519 by node:crypto answers as the rule says", () => {
  it.each(registered.filter((edge) => !edge.disputed))("$name", (edge) => {
    expect(byNodeCrypto(unhex(edge.key), unhex(edge.message), unhex(edge.signature))).toBe(edge.accepted);
  });
});

it("the edges are each kind of key with each kind of R, and each way to write S wrongly", () => {
  // 14 spellings of small order, 20 other non-canonical ones, 7 of mixed torsion, one on no point; five honest keys, one honest R.
  const [badKeys, badNonces] = [14 + 20 + 7 + 1, 14 + 20 + 7 + 1];
  expect(refusedKeys).toHaveLength(badKeys);
  expect(all.filter((edge) => !edge.registered)).toHaveLength(badKeys * (1 + badNonces));
  expect(registered).toHaveLength(4 + 5 * (1 + badNonces) + 5 * 12);
});
