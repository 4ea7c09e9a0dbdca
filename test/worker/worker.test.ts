import fs from "node:fs";
import { sha256 } from "@noble/hashes/sha2.js";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Province, registerProvince } from "../../src/demo/province.ts";
import { Scribe, StoryClock, type Submit } from "../../src/demo/scribe.ts";
import { concat, hex, unhex, utf8 } from "../../src/format/bytes.ts";
import { publicKeyFromSeed } from "../../src/format/ed25519.ts";
import { decodeEntry } from "../../src/format/entry.ts";
import { decodeLeaf } from "../../src/format/leaf.ts";
import { openNote, parseTreeHead, vkeyOf } from "../../src/format/note.ts";
import { decodeProof } from "../../src/format/proof.ts";
import { sessionMessage } from "../../src/format/slipcode.ts";
import { leafHash, verifyInclusion } from "../../src/format/tree.ts";
import type { Receipt } from "../../src/intake/log-receipts.ts";
import type { SubmitAnswer } from "../../src/intake.ts";
import { onPostgres, testServers } from "../databases.ts";
import { type Deployment, foundLog, makeFolder, post, startWorkerd, type Workerd } from "./workerd.ts";

const ORIGIN = "songuon.example/worker-test";
const seed = sha256(utf8("worker test"));

onPostgres("the service on workerd", (open) => {
  let deployment: Deployment;
  let workerd: Workerd;
  let scribe: Scribe;
  let province: Province;
  let deliver: Submit;
  let stranger: string;
  let vkey: string;
  let backup: string;
  let slip: { bytes: Uint8Array; receipt: Receipt };

  beforeAll(async () => {
    const { url } = await open();
    const logSeed = sha256(utf8("worker test, log"));
    deployment = {
      origin: ORIGIN,
      databaseUrl: url!,
      folder: makeFolder(),
      logSeed,
      operatorSeed: sha256(concat(seed, utf8("operator"))),
    };
    workerd = await startWorkerd(deployment);
    deliver = (entries) => post(workerd.url, entries);
    scribe = new Scribe(ORIGIN, seed, new StoryClock(Date.now()), (entries) => deliver(entries));
    vkey = vkeyOf(ORIGIN, publicKeyFromSeed(logSeed));
    // The mine's hours are only observed: this test runs at night too.
    const found = () => registerProvince(scribe, publicKeyFromSeed(logSeed), { hoursPhase: 1 });
    stranger = await found().then(() => "taken", String);
    scribe = new Scribe(ORIGIN, seed, new StoryClock(Date.now()), (entries) => deliver(entries));
    await foundLog(deployment, async (directly) => {
      deliver = directly;
      province = await found();
    });
    deliver = (entries) => post(workerd.url, entries);
  });

  it("H1: an empty log takes no genesis from the network, and entries once its operator has opened it", async () => {
    expect(stranger).toContain('"code":"not-opened"');
    expect(await (await fetch(`${workerd.url}/readyz`)).text()).toMatch(/^ready [1-9]/);
  });

  afterAll(async () => {
    await workerd?.stop();
    if (deployment) fs.rmSync(deployment.folder, { recursive: true, force: true, maxRetries: 10 });
  });

  it("a slip issued at a mine is answered with a receipt that proves its place in the signed log", async () => {
    const bytes = await scribe.sign("sandMiner", "slip.issue", {
      route: province.routes["sandMine→yard"]!,
      vehicle: province.trucks[0]!,
      source: province.sandSource,
      material: 1,
      massKg: 17_200,
      measure: 1,
      readings: [28_500, 11_300],
    });
    const receipt = receiptOf((await scribe.deliver([bytes]))[0]);
    expect(receipt.verdict).toBeNull();
    expect(await provenBytes(receipt, vkey)).toEqual(bytes);
    slip = { bytes, receipt };
  });

  it("the same bytes sent again are answered with the same index", async () => {
    const again = receiptOf((await scribe.deliver([slip.bytes]))[0]);
    expect(again.index).toBe(slip.receipt.index);
    expect(await provenBytes(again, vkey)).toEqual(slip.bytes);
  });

  it("the load is received once; what comes after is kept with its contradiction", async () => {
    const body = {
      slip: { index: slip.receipt.index },
      at: province.yard,
      massKg: 17_150,
      measure: 1,
      final: 1,
    } as const;
    const first = receiptOf(await scribe.send("yardKeeper", "load.receive", { ...body, part: 1 }));
    expect(first.verdict).toBeNull();
    const second = receiptOf(await scribe.send("yardKeeper", "load.receive", { ...body, part: 2 }));
    expect(["received-too-much", "receipt-repeated"]).toContain(second.verdict?.code);
  });

  it("a spoilt signature is refused by its name and its neighbours are accepted", async () => {
    const passage = (direction: 1 | 2) =>
      scribe.sign("police", "passage.record", {
        slip: { index: slip.receipt.index },
        site: province.checkpoint,
        direction,
        seenS: scribe.clock.seconds,
        verdict: 1,
      });
    const [good, spoilt] = [await passage(1), await passage(2)];
    spoilt[spoilt.length - 1]! ^= 1;
    const answers = await scribe.deliver([spoilt, good]);
    expect(answers[0]).toMatchObject({ problem: { code: "bad-signature" } });
    expect(await provenBytes(receiptOf(answers[1]), vkey)).toEqual(good);
  });

  it("requests that arrive together are numbered one after another", async () => {
    const signed = await Promise.all(
      province.trucks.slice(1, 9).map((vehicle) =>
        scribe.sign("sandMiner", "slip.issue", {
          route: province.routes["sandMine→dyke"]!,
          vehicle,
          source: province.sandSource,
          material: 1,
          package: 2,
          massKg: 16_000,
          measure: 1,
        }),
      ),
    );
    const answers = await Promise.all(signed.map((bytes) => scribe.deliver([bytes])));
    const indexes = answers.map((answer) => receiptOf(answer[0]).index).sort((a, b) => a - b);
    expect(indexes).toEqual(indexes.map((_, i) => indexes[0]! + i));
    for (const [i, answer] of answers.entries())
      expect(await provenBytes(receiptOf(answer[0]), vkey)).toEqual(signed[i]);
  });

  it("what people and machines read is there: decisions, the description, a proof, a problem's own page", async () => {
    const read = (path: string) => fetch(workerd.url + path, { headers: { accept: "application/json" } });
    expect(await (await read("/decisions")).json()).toEqual([]);
    expect(await (await read("/openapi.json")).json()).toMatchObject({ openapi: "3.1.0" });
    expect(await (await read("/readyz")).text()).toMatch(/^ready [0-9]+\n$/);
    const proof = decodeProof(await (await fetch(`${workerd.url}/log/proof/${slip.receipt.index}`)).text());
    expect(proof?.index).toBe(slip.receipt.index);
    const absent = await read("/no/such/page");
    expect([absent.status, await absent.json()]).toMatchObject([404, { code: "no-such-page" }]);
  });

  it("a device key opens a session by signing a challenge, and its desk's page", async () => {
    const asked = await fetch(`${workerd.url}/session/challenge`, { method: "POST" });
    const { challenge } = (await asked.json()) as { challenge: string };
    const pen = await scribe.pen("sandMiner");
    const signature = hex(await pen.signer.sign(sessionMessage(ORIGIN, unhex(challenge))));
    const opened = await fetch(`${workerd.url}/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ kid: pen.kid, challenge, signature }),
    });
    const cookie = opened.headers.get("set-cookie")!.split(";")[0]!;
    const seen = await fetch(`${workerd.url}/session`, { headers: { cookie } });
    expect(await seen.json()).toMatchObject({ kid: pen.kid, party: province.sandMiner });
    const desk = await fetch(`${workerd.url}/mine`, { headers: { cookie, accept: "text/html" } });
    expect([desk.status, await desk.text()]).toEqual([200, expect.stringContaining("Bến Ngự")]);
  });

  it("a page's style sheet is served by the host under its hashed name", async () => {
    const page = await fetch(`${workerd.url}/no/such/page`, { headers: { accept: "text/html" } });
    const style = /href="(\/static\/style-[0-9A-F]+\.css)"/.exec(await page.text())?.[1];
    const sheet = await fetch(workerd.url + style);
    expect([sheet.status, sheet.headers.get("content-type")]).toEqual([200, "text/css; charset=utf-8"]);
    expect(sheet.headers.get("cache-control")).toContain("immutable");
  });

  it("what a device must keep to work with no network is named in full, and every file of it is there", async () => {
    const script = await (await fetch(`${workerd.url}/sw.js`)).text();
    const shelf = JSON.parse(/^self\.SHELF=(.*);\n/.exec(script)![1]!) as { files: string[]; shells: string[] };
    expect(shelf.files.filter((file) => file.endsWith(".js")).length).toBeGreaterThan(3);
    expect(script.length).toBeGreaterThan(JSON.stringify(shelf).length + 500);
    expect(shelf.shells).toContain("/check");
    const addresses = [...shelf.files, "/check"];
    const answers = await Promise.all(addresses.map(async (path) => (await fetch(workerd.url + path)).status));
    expect(answers).toEqual(addresses.map(() => 200));
  });

  it("the hourly trigger appends the operator's tick", async () => {
    const before = await headOf(workerd.url, vkey);
    expect(await workerd.tick()).toBe(200);
    expect(await workerd.tick()).toBe(200);
    expect((await headOf(workerd.url, vkey)).size).toBe(before.size + 2);
  });

  it("after a restart the same head is signed again and the log goes on", async () => {
    const before = await headOf(workerd.url, vkey);
    await workerd.stop();
    backup = await copyOf(deployment.databaseUrl);
    workerd = await startWorkerd(deployment);
    // All at once, on an isolate that has opened nothing yet: no request may lean on another one's connection.
    const reads = Array.from({ length: 12 }, () => fetch(`${workerd.url}/decisions`));
    expect(new Set((await Promise.all(reads)).map((answer) => answer.status))).toEqual(new Set([200]));
    expect(await headOf(workerd.url, vkey)).toEqual(before);
    expect(await workerd.tick()).toBe(200);
    expect((await headOf(workerd.url, vkey)).size).toBe(before.size + 1);
  });

  it("a restored backup is signed no more: the signer remembers a longer history", async () => {
    const leaves = await leafCount(backup);
    await workerd.stop();
    workerd = await startWorkerd({ ...deployment, databaseUrl: backup });
    expect((await fetch(`${workerd.url}/decisions`)).status).toBe(200);
    expect((await fetch(`${workerd.url}/log/checkpoint`)).status).toBe(500);
    await expect(scribe.deliver([slip.bytes])).rejects.toThrow("POST /entries: 500");
    expect(workerd.said()).toContain(`The signer has signed ${leaves + 1} entries but the database holds ${leaves}`);
    expect(await leafCount(backup)).toBe(leaves);
  });
});

function receiptOf(answer: SubmitAnswer | undefined): Receipt {
  if (!answer?.ok) throw new Error(`no receipt: ${JSON.stringify(answer)}`);
  return answer.value;
}

/** The entry that a receipt proves under the log's key. */
async function provenBytes(receipt: Receipt, vkey: string): Promise<Uint8Array> {
  const { index, proof, head: note, extra } = decodeProof(receipt.proof)!;
  const opened = (await openNote(note, [vkey]))!;
  const head = parseTreeHead(opened.text)!;
  expect(head.origin).toBe(ORIGIN);
  expect(index).toBe(receipt.index);
  expect(verifyInclusion({ index, size: head.size, leaf: leafHash(extra!), root: head.root, proof })).toBe(true);
  const leaf = decodeLeaf(extra!)!;
  expect(leaf.index).toBe(index);
  expect("entry" in decodeEntry(leaf.entry)).toBe(true);
  return leaf.entry;
}

async function headOf(url: string, vkey: string): Promise<{ size: number; root: Uint8Array }> {
  const answer = await fetch(`${url}/log/checkpoint`);
  const opened = await openNote(await answer.text(), [vkey]);
  if (!opened) throw new Error(`the head at ${url} is not signed by the log: ${answer.status}`);
  const { size, root } = parseTreeHead(opened.text)!;
  return { size, root };
}

/** A backup: the database copied as it is. */
async function copyOf(databaseUrl: string): Promise<string> {
  const url = new URL(databaseUrl);
  const client = new pg.Client((await testServers()).postgresUrl);
  await client.connect();
  const name = url.pathname.slice(1);
  // A worker that has just been stopped may still hold connections for a moment; a template must have none.
  await client.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name]);
  await client.query(`create database ${name}_backup template ${name}`);
  await client.end();
  url.pathname = `${name}_backup`;
  return url.href;
}

async function leafCount(databaseUrl: string): Promise<number> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const { rows } = await client.query("select count(*)::int as count from ledger.leaf");
  await client.end();
  return rows[0].count;
}
