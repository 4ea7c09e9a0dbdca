import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Listening, listen, readEnvironment } from "../../src/node.ts";
import { soNguon } from "./run.ts";

let dir = "";
let service: Listening;
const root = () => path.join(dir, "keys", "root-1.json");

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-service-"));
  await soNguon("init", "--origin", "test.songuon.example/url", "--province", "42", "--data", dir);
  const settings = readEnvironment({ PORT: "0", SO_NGUON_DATA: dir });
  if (typeof settings === "string") throw new Error(settings);
  service = await listen(settings);
});
afterAll(async () => {
  await service.close();
  fs.rmSync(dir, { recursive: true });
});

describe("over HTTP", () => {
  test("one entry is signed for the service's log and sent, and its receipt or problem comes back", async () => {
    const body = path.join(dir, "body.json");
    fs.writeFileSync(body, JSON.stringify({ name: "Đơn vị qua mạng", roles: [3] }));
    const send = ["issue", "party.register", body, "--send", "--url", service.address, "--json"];
    const taken = await soNguon(...send, "--key", root());
    expect([taken.code, taken.err]).toEqual([0, ""]);
    expect(JSON.parse(taken.out).answer.receipt).toMatchObject({ index: 1, verdict: null });
    const stranger = path.join(dir, "stranger.json");
    await soNguon("keys", "new", stranger);
    const refused = await soNguon(...send, "--key", stranger);
    expect([refused.code, JSON.parse(refused.out).answer.problem.code]).toEqual([1, "unknown-key"]);
  });

  test("of many entries each gets its own answer, in order, and receipts can be kept", async () => {
    const files = ["a", "b"].map((name) => path.join(dir, `${name}.cose`));
    for (const [i, file] of files.entries()) {
      const body = path.join(dir, "body.json");
      fs.writeFileSync(body, JSON.stringify({ name: `Đơn vị ${i}`, roles: [3] }));
      await soNguon("issue", "party.register", body, "--key", root(), "--out", file);
    }
    const spoilt = fs.readFileSync(files[0]!);
    spoilt[spoilt.length - 1]! ^= 1;
    const all = path.join(dir, "all.cbor-seq");
    fs.writeFileSync(all, Buffer.concat([fs.readFileSync(files[0]!), spoilt, fs.readFileSync(files[1]!)]));
    const kept = path.join(dir, "receipts");
    const said = await soNguon("submit", all, "--url", service.address, "--receipts", kept, "--json");
    const answers = JSON.parse(said.out) as { receipt?: { index: number }; problem?: { code: string } }[];
    expect(answers.map(({ receipt, problem }) => receipt?.index ?? problem?.code)).toEqual([2, "bad-signature", 3]);
    expect(said.code).toBe(1);
    expect(fs.readdirSync(kept).sort()).toEqual(["2.tlog-proof", "3.tlog-proof"]);
  });

  test("a folder that the service holds is refused to everyone else", async () => {
    const said = await soNguon("inspect", "0", "--data", dir);
    expect([said.code, said.out]).toEqual([1, ""]);
    expect(said.err).toContain("in use");
  });
});
