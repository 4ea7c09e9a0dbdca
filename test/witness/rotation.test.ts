// A witness that knows a log by one key, and the log's roots put another in its place: it follows the log's own account, remembers it
// across a kill, and takes nothing more from whoever holds the old key.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openLog } from "../../src/cli/init.ts";
import { KeyFile, makeKeyFile } from "../../src/disk/keyfile.ts";
import { base64, hex, unhex } from "../../src/format/bytes.ts";
import { handoverMessage } from "../../src/format/entry.ts";
import type { Statement } from "../../src/format/kinds.ts";
import { headOf, signNote, unverifiedText, vkeyOf } from "../../src/format/note.ts";
import { termsAt } from "../../src/format/signatories.ts";
import { consistencyProof, hashesForConsistency } from "../../src/format/tree.ts";
import { checkPolicy, policyAt } from "../../src/format/witness-policy.ts";
import { makeApp } from "../../src/http/app.ts";
import { PAGES } from "../../src/pages/pages.ts";
import { Witnessing } from "../../src/service/cosigned.ts";
import { openService, type Service } from "../../src/service/service.ts";
import { makeKeyBundle } from "../../src/store/make-bundle.ts";
import { TreeReader } from "../../src/store/tree-reader.ts";
import { firstRules } from "../../src/words/first-rules.ts";

const ORIGIN = "songuon.example/rotated";
const program = new URL("witness.ts", import.meta.url).pathname;
let dir: string;
let service: Service;
let witness: { child: ChildProcess; url: string; vkey: string };
let old: KeyFile;
let next: KeyFile;

async function startWitness(port: string): Promise<typeof witness> {
  const where = ["--key", path.join(dir, "witness.json"), "--data", path.join(dir, "witness"), "--name", "w.example"];
  const words = ["--origin-key", vkeyOf(ORIGIN, old.signer.key), ...where, "--port", port, "--json"];
  const child = spawn(process.execPath, [program, "", "1", ...words], { stdio: ["ignore", "pipe", "ignore"] });
  for await (const line of createInterface(child.stdout)) return { child, ...JSON.parse(line) };
  throw new Error("the witness did not start");
}

async function restartWitness(): Promise<void> {
  witness.child.kill("SIGKILL");
  await once(witness.child, "exit");
  witness = await startWitness(new URL(witness.url).port);
}

const keyFile = (name: string) => KeyFile.open(path.join(dir, "keys", name));

async function enter(name: string, statement: Statement): Promise<number> {
  const key = await keyFile(name);
  const entry = await key.sign(statement, { origin: ORIGIN, claimedS: Math.floor(Date.now() / 1000) });
  const [answer] = await service.services.sequencer.submitAll([entry]);
  if (!answer?.ok) throw new Error(JSON.stringify(answer));
  return answer.value.index;
}

const tick = () => enter("operator.json", { kind: "clock.tick", body: {} });

/** Until the head that the log shows is this one, cosigned as the log's own policy of that size asks; answers the key that signed it. */
async function reaches(size: number): Promise<string> {
  return vi.waitFor(
    async () => {
      const by = (await service.services.view.signatories())!;
      const note = await (await makeApp(service.services, PAGES).request("/log/checkpoint")).text();
      expect(await checkPolicy(note, policyAt(by, size))).toMatchObject({ ok: true, head: { size } });
      return termsAt(by, size).vkey;
    },
    { timeout: 50_000, interval: 20 },
  );
}

async function ask(door: string, from: number, to: number, shown: string): Promise<number> {
  const read = await new TreeReader(service.services.database.kysely).load(hashesForConsistency(from, to));
  const body = [`old ${from}`, ...consistencyProof(from, to, read).map(base64), "", shown].join("\n");
  return (await fetch(`${witness.url}/${door}`, { method: "POST", body })).status;
}

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-rotated-"));
  const keys = path.join(dir, "keys");
  makeKeyFile(path.join(keys, "log.json"), ORIGIN);
  old = await keyFile("log.json");
  witness = await startWitness("0");
  const roots = [1, 2, 3].map((n) => path.join(keys, `root-${n}.json`));
  const rules = firstRules(Math.floor(Date.now() / 1000));
  const policy = { witnesses: [witness.vkey], witnessesNeeded: 1 };
  await openLog({ dir, keys }, { origin: ORIGIN, province: "42", roots, rules, ...policy });
  service = await openService({ dir, witnesses: `${witness.vkey} ${witness.url}` });
}, 120_000);

afterAll(async () => {
  await service?.close();
  witness?.child.kill("SIGKILL");
  fs.rmSync(dir, { recursive: true, force: true });
});

test("heads signed with the new key are cosigned, though nobody told the witness but the log itself", async () => {
  await tick();
  expect(await reaches(2)).toBe(vkeyOf(ORIGIN, old.signer.key));
  // The new key lies in the keys folder of the running service before the second root approves.
  makeKeyFile(path.join(dir, "keys/log-2.json"), ORIGIN);
  next = await keyFile("log-2.json");
  const opening = unhex((await service.services.view.fact("log", 0))!.opening);
  const proposal = await enter("root-1.json", {
    kind: "log.rotate",
    body: {
      kid: old.kid,
      key: hex(next.signer.key),
      possession: hex(await next.possession(ORIGIN)),
      document: "Biên bản thay khóa của sổ số 03",
      handover: hex(await old.signer.sign(handoverMessage(ORIGIN, opening, next.signer.key))),
    },
  });
  await reaches(proposal + 1);
  const approval = await enter("root-2.json", { kind: "approve", body: { proposal } });
  const { cosigning } = service.services;
  if (!(cosigning instanceof Witnessing)) throw new Error("the service cosigns");
  await cosigning.look();
  expect(await reaches(approval + 1)).toBe(vkeyOf(ORIGIN, next.signer.key));
}, 120_000);

test("a witness killed after that still takes the new key's heads alone", async () => {
  await restartWitness();
  const size = (await tick()) + 1;
  expect(await reaches(size)).toBe(vkeyOf(ORIGIN, next.signer.key));
  witness.child.kill("SIGSTOP");
  const grown = (await tick()) + 1;
  const note = service.intake.note!;
  expect(headOf(note)?.size).toBe(grown);
  const stolen = await signNote(unverifiedText(note)!, ORIGIN, old.signer);
  witness.child.kill("SIGCONT");
  await reaches(grown);
  expect(await ask("add-checkpoint", grown, grown, stolen)).toBe(403);
  expect(await ask("add-checkpoint", grown, grown, note)).toBe(200);
  const account = async (of: string) => `${base64(await makeKeyBundle(service.services.database.kysely, of))}\n`;
  expect(await ask("add-log-keys", grown, grown, await account(note))).toBe(200);
  expect(await ask("add-log-keys", grown, grown, await account(stolen))).toBe(403);
  expect(await ask("add-log-keys", 3, grown, await account(note))).toBe(409);
  expect(await ask("add-log-keys", grown, grown, "AAAA\n")).toBe(400);
}, 120_000);
