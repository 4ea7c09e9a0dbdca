// What the operator's rounds do on Workers as on Node: heads are carried to the witnesses that the log names, and a key that signed twice
// under one number is frozen.
import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { sha256 } from "@noble/hashes/sha2.js";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { demoRules } from "../../src/demo/province.ts";
import { Scribe, StoryClock, type Submit } from "../../src/demo/scribe.ts";
import { concat, hex, utf8 } from "../../src/format/bytes.ts";
import { publicKeyFromSeed, signerFromSeed } from "../../src/format/ed25519.ts";
import { handoverMessage, kidOf, possessionMessage } from "../../src/format/entry.ts";
import { vkeyOf } from "../../src/format/note.ts";
import { Pen } from "../../src/format/pen.ts";
import { proveBundle } from "../../src/format/prove-bundle.ts";
import { checkPolicy, policyOf, type WitnessPolicy } from "../../src/format/witness-policy.ts";
import { openDatabase } from "../../src/store/connect.ts";
import { View } from "../../src/store/view.ts";
import { onPostgres } from "../databases.ts";
import { type Deployment, foundLog, makeFolder, post, startWorkerd, type Workerd } from "./workerd.ts";

const ORIGIN = "songuon.example/worker-witness-test";
const seed = sha256(utf8("worker witness test"));
const logSeed = sha256(utf8("worker witness test, log"));
const nextLogSeed = sha256(utf8("worker witness test, next log"));
const logKey = publicKeyFromSeed(logSeed);
const program = new URL("../witness/witness.ts", import.meta.url).pathname;

onPostgres("the rounds on workerd", (open) => {
  let deployment: Deployment;
  let workerd: Workerd;
  let scribe: Scribe;
  let policy: WitnessPolicy;
  let witness: { child: ChildProcess; url: string; vkey: string };

  async function startWitness(port: string): Promise<typeof witness> {
    const own = (name: string) => path.join(deployment.folder, name);
    const where = ["--key", own("witness.json"), "--data", own("witness"), "--name", "w.example", "--port", port];
    const words = ["--origin-key", vkeyOf(ORIGIN, logKey), ...where, "--json"];
    const child = spawn(process.execPath, [program, "", "1", ...words], { stdio: ["ignore", "pipe", "inherit"] });
    for await (const line of createInterface(child.stdout)) return { child, ...JSON.parse(line) };
    throw new Error("the witness did not start");
  }

  const shown = async () => checkPolicy(await (await fetch(`${workerd.url}/log/checkpoint`)).text(), policy);
  const reaches = (size: number) =>
    vi.waitFor(async () => expect(await shown()).toMatchObject({ ok: true, head: { size } }), {
      timeout: 30_000,
      interval: 50,
    });

  beforeAll(async () => {
    const { url } = await open();
    deployment = {
      origin: ORIGIN,
      databaseUrl: url!,
      folder: makeFolder(),
      logSeed,
      nextLogSeed,
      operatorSeed: sha256(concat(seed, utf8("operator"))),
    };
    witness = await startWitness("0");
    deployment = { ...deployment, witnesses: `${witness.vkey} ${witness.url}` };
    let deliver: Submit = async () => [];
    scribe = new Scribe(ORIGIN, seed, new StoryClock(Date.now()), (entries) => deliver(entries));
    const pens = await Promise.all(["root0", "root1", "root2", "operator"].map((name) => scribe.pen(name)));
    const [operatorKey, ...roots] = pens.reverse().map((pen) => pen.signer.key);
    const said = { origin: ORIGIN, logKey, witnesses: [witness.vkey], witnessesNeeded: 1 };
    policy = policyOf(said)!;
    const rules = demoRules(scribe.clock.seconds);
    await foundLog(deployment, (directly) => {
      deliver = directly;
      return scribe.write("root0", "genesis", {
        ...said,
        roots,
        operatorKey: operatorKey!,
        rules,
        province: "42",
        rulesVersion: 1,
      });
    });
    workerd = await startWorkerd(deployment);
    deliver = (entries) => post(workerd.url, entries);
  });

  afterAll(async () => {
    witness?.child.kill("SIGKILL");
    await workerd?.stop();
    if (deployment) fs.rmSync(deployment.folder, { recursive: true, force: true, maxRetries: 10 });
  });

  it("the head that is shown is cosigned by the witness that entry 0 names", async () => {
    expect(await workerd.tick()).toBe(200);
    await reaches(2);
    expect(await (await fetch(`${workerd.url}/readyz`)).text()).toBe("ready 2\n");
  });

  it("while the witness is gone entries are taken, and the cosigned head stays shown, also after a restart", async () => {
    witness.child.kill("SIGKILL");
    expect(await workerd.tick()).toBe(200);
    await workerd.stop();
    workerd = await startWorkerd(deployment);
    expect(await workerd.tick()).toBe(200);
    expect(await shown()).toMatchObject({ ok: true, head: { size: 2 } });
    expect(await (await fetch(`${workerd.url}/readyz`)).text()).toBe("ready 4\n");
    witness = await startWitness(new URL(witness.url).port);
    expect(await workerd.tick()).toBe(200);
    await reaches(5);
  });

  it("with the next key among its secrets it signs on where two roots have replaced the log's, and the witness follows", async () => {
    const next = await signerFromSeed(nextLogSeed);
    const possession = hex(await next.sign(possessionMessage(ORIGIN, next.key)));
    const proven = await proveBundle(new Uint8Array(await (await fetch(`${workerd.url}/log/keys`)).arrayBuffer()));
    if ("flaw" in proven) throw new Error(proven.flaw);
    const message = handoverMessage(ORIGIN, proven.leaves.get(0)!.entry.id, next.key);
    const handover = hex(await (await signerFromSeed(logSeed)).sign(message));
    const proposal = await scribe.write("root0", "log.rotate", {
      kid: hex(kidOf(logKey)),
      key: hex(next.key),
      possession,
      handover,
      document: "Biên bản thay khóa của sổ số 03",
    });
    const approval = await scribe.write("root1", "approve", { proposal });
    expect(await workerd.tick()).toBe(200);
    const vkey = vkeyOf(ORIGIN, next.key);
    policy = { ...policy, logVkey: vkey };
    await reaches(approval + 2);
    expect(await (await fetch(`${workerd.url}/log/vkey`)).text()).toBe(
      `${vkey} ${approval + 1}\n${vkeyOf(ORIGIN, logKey)}\n`,
    );
  });

  it("a key that signed twice under one number is frozen by the operator", async () => {
    const party = await scribe.write("root0", "party.register", { name: "Sở Nông nghiệp và Môi trường", roles: [1] });
    const { signer, kid } = await scribe.pen("authority");
    const possession = await new Pen(signer, ORIGIN).possession();
    await scribe.agree("root0", "root1", "key.register", { party, key: signer.key, possession });
    const [first, second] = await Promise.all(
      ["Công ty TNHH Cát Bến Ngự", "Công ty TNHH Đá Núi Voi"].map((name) =>
        new Pen(signer, ORIGIN).write("party.register", { name, roles: [2] }, scribe.clock.seconds),
      ),
    );
    expect(await post(workerd.url, [first!])).toMatchObject([{ value: {} }]);
    expect(await post(workerd.url, [second!])).toMatchObject([{ problem: { code: "seq-reused" } }]);
    expect(await workerd.tick()).toBe(200);
    const database = await openDatabase({ url: deployment.databaseUrl });
    const key = await new View(database.kysely).fact("key", kid);
    await database.close();
    expect(key!.frozen).not.toBeNull();
  });
});
