// The whole service with witnesses: what strangers read under /log and /readyz, while witnesses come, die and return.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openLog } from "../../src/cli/init.ts";
import { KeyFile, makeKeyFile } from "../../src/disk/keyfile.ts";
import { headOf, parseVkey, vkeyOf } from "../../src/format/note.ts";
import { decodeProof } from "../../src/format/proof.ts";
import { verifyInclusion } from "../../src/format/tree.ts";
import { checkPolicy, policyOf, type WitnessPolicy } from "../../src/format/witness-policy.ts";
import { makeApp } from "../../src/http/app.ts";
import { PAGES } from "../../src/pages/pages.ts";
import { Witnessing } from "../../src/service/cosigned.ts";
import { openService, type Service } from "../../src/service/service.ts";
import { firstRules } from "../../src/words/first-rules.ts";

const ORIGIN = "songuon.example/witnessed";
const program = new URL("witness.ts", import.meta.url).pathname;
let dir: string;
let policy: WitnessPolicy;
let service: Service;
let operator: KeyFile;
let port: string;
const children: ChildProcess[] = [];

async function startWitness(port = "0", name = "witness"): Promise<{ child: ChildProcess; url: string; vkey: string }> {
  const logKey = (await KeyFile.open(path.join(dir, "keys/log.json"))).signer.key;
  const where = ["--key", path.join(dir, `${name}.json`), "--data", path.join(dir, name), "--name", "w.example"];
  const words = ["--origin-key", vkeyOf(ORIGIN, logKey), ...where, "--port", port, "--json"];
  const child = spawn(process.execPath, [program, "", "1", ...words], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  for await (const line of createInterface(child.stdout)) return { child, ...JSON.parse(line) };
  throw new Error("the witness did not start");
}

const read = async (address: string, accept = "text/plain") =>
  (await makeApp(service.services, PAGES).request(address, { headers: { accept } })).text();
const headIn = (note: string) => headOf(note);
/** Until the head that the log shows is this one, cosigned. */
const reaches = (size: number) =>
  vi.waitFor(
    async () =>
      expect(await checkPolicy(await read("/log/checkpoint"), policy)).toMatchObject({ ok: true, head: { size } }),
    { timeout: 50_000, interval: 20 },
  );

async function tick(): Promise<void> {
  const entry = await operator.sign(
    { kind: "clock.tick", body: {} },
    { origin: ORIGIN, claimedS: Math.floor(Date.now() / 1000) },
  );
  expect(await service.services.sequencer.submitAll([entry])).toMatchObject([{ value: {} }]);
}

async function proofHolds(index: number): Promise<{ size: number; cosigned: boolean }> {
  const text = await read(`/log/proof/${index}`);
  const { proof, head: note } = decodeProof(text)!;
  const head = headIn(note)!;
  const row = await service.services.database.kysely
    .selectFrom("ledger.leaf")
    .select("leaf_hash")
    .where("index", "=", index)
    .executeTakeFirstOrThrow();
  expect(verifyInclusion({ index, size: head.size, leaf: row.leaf_hash, root: head.root, proof })).toBe(true);
  return { size: head.size, cosigned: (await checkPolicy(note, policy)).ok };
}

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-witnessed-"));
  const keys = path.join(dir, "keys");
  makeKeyFile(path.join(keys, "log.json"), ORIGIN);
  const witness = await startWitness();
  witness.child.kill("SIGTERM");
  await once(witness.child, "exit");
  const roots = [1, 2, 3].map((n) => path.join(keys, `root-${n}.json`));
  const rules = firstRules(Math.floor(Date.now() / 1000));
  const witnesses = { witnesses: [witness.vkey], witnessesNeeded: 1 };
  const { logKey } = await openLog({ dir, keys }, { origin: ORIGIN, province: "42", roots, rules, ...witnesses });
  policy = policyOf({ origin: ORIGIN, logKey, ...witnesses })!;
  operator = await KeyFile.open(path.join(keys, "operator.json"));
  port = new URL(witness.url).port;
  service = await openService({ dir, witnesses: `${witness.vkey} http://127.0.0.1:${port}` });
}, 120_000);

afterAll(async () => {
  await service?.close();
  for (const child of children) child.kill("SIGKILL");
  fs.rmSync(dir, { recursive: true, force: true });
});

test("heads and proofs are the log's own until a witness comes, cosigned then, and a dead witness holds up no entry", async () => {
  await tick();
  expect((await checkPolicy(await read("/log/checkpoint"), policy)).ok).toBe(false);
  expect(await proofHolds(1)).toEqual({ size: 2, cosigned: false });

  expect(service.services.cosigning?.health()).toMatchObject({ degraded: false, needed: 1, cosignedSize: 0 });
  const witness = await startWitness(port);
  await reaches(2);
  expect(await proofHolds(0)).toEqual({ size: 2, cosigned: true });
  expect(await proofHolds(1)).toEqual({ size: 2, cosigned: true });
  await tick();
  await reaches(3);

  witness.child.kill("SIGKILL");
  await once(witness.child, "exit");
  await tick();
  await tick();
  expect(headIn(await read("/log/checkpoint"))?.size).toBe(3);
  expect(await proofHolds(2)).toEqual({ size: 3, cosigned: true });
  expect(await proofHolds(4)).toEqual({ size: 5, cosigned: false });
  expect(await read("/readyz")).toBe("ready 5\n");

  await service.close();
  service = await openService({ dir, witnesses: `${policy.witnesses[0]} http://127.0.0.1:${port}` });
  expect(headIn(await read("/log/checkpoint"))?.size).toBe(3);
  await startWitness(port);
  await reaches(5);
  expect(await proofHolds(4)).toEqual({ size: 5, cosigned: true });
}, 180_000);

test("readiness names who is waited for once cosigned heads are too old, and stays 200", async () => {
  const health = { degraded: true, needed: 1, signedSize: 9, cosignedSize: 3, waitingMs: 900_000 };
  const late = [{ name: "w.example", reason: "timeout" as const }];
  const cosigning = { newest: () => undefined, health: () => ({ ...health, late }) };
  const answer = await makeApp({ ...service.services, cosigning }, PAGES).request("/readyz");
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe(
    "ready 5\ndegraded: cosigned head 3 is 15 minutes behind; waiting for w.example (timeout)\n",
  );
});

test("roots name another witness while the service runs, and heads are carried to that one", async () => {
  const addresses = path.join(dir, "keys/witnesses");
  fs.writeFileSync(addresses, `# the first\n${policy.witnesses[0]} http://127.0.0.1:${port}\n`);
  await service.close();
  service = await openService({ dir });
  const other = await startWitness("0", "second");
  const [one, two] = await Promise.all([1, 2].map((n) => KeyFile.open(path.join(dir, `keys/root-${n}.json`))));
  const at = { origin: ORIGIN, claimedS: Math.floor(Date.now() / 1000) };
  const submit = async (entry: Uint8Array) => (await service.services.sequencer.submitAll([entry]))[0]!;
  const twin = vkeyOf("twin.example", parseVkey(other.vkey)!.key, 4);
  const twice = { kind: "witness.set" as const, body: { needed: 1, witnesses: [other.vkey, twin] } };
  expect(await submit(await one!.sign(twice, at))).toMatchObject({ problem: { code: "bad-terms" } });
  const body = { needed: 1, witnesses: [other.vkey] };
  const proposed = await submit(await one!.sign({ kind: "witness.set", body }, at));
  const proposal = proposed.ok ? proposed.value.index : Number.NaN;
  await submit(await two!.sign({ kind: "approve", body: { proposal } }, at));
  const size = proposal + 2;

  const first = policy;
  policy = policyOf({ origin: ORIGIN, logKey: service.intake.logKey, ...body, witnessesNeeded: 1 })!;
  fs.appendFileSync(addresses, `${other.vkey} ${other.url}\n`);
  const witnessing = service.services.cosigning;
  if (!(witnessing instanceof Witnessing)) throw new Error("the service cosigns");
  await witnessing.look();
  await reaches(size);
  expect(await proofHolds(proposal)).toEqual({ size, cosigned: true });
  expect((await checkPolicy(await read("/log/checkpoint"), first)).ok).toBe(false);
}, 180_000);

test("a service refuses addresses of witnesses that entry 0 does not name", async () => {
  const stranger = vkeyOf("stranger.example", operator.signer.key, 4);
  await service.close();
  await expect(openService({ dir, witnesses: `${stranger} http://127.0.0.1:1` })).rejects.toThrow(/entry 0/);
  service = await openService({ dir, witnesses: "" });
  expect((await service.services.cosigning?.health())?.late).toEqual([{ name: "w.example", reason: "no-address" }]);
});

test("entry 0 is refused where one key would be two witnesses or more are needed than named", async () => {
  const [one = ""] = policy.witnesses;
  const twin = vkeyOf("twin.example", parseVkey(one)!.key, 4);
  for (const [witnesses, witnessesNeeded] of [
    [[one, twin], 1],
    [[one], 2],
  ] as const) {
    const place = { dir: path.join(dir, "other"), keys: path.join(dir, "other-keys") };
    const roots = [1, 2, 3].map((n) => path.join(place.keys, `root-${n}.json`));
    const opening = { origin: "other.example/log", province: "42", roots, rules: firstRules(1_800_000_000) };
    await expect(openLog(place, { ...opening, witnesses, witnessesNeeded })).rejects.toThrow(/witness/);
  }
});
