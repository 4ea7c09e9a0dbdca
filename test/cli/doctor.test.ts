// The morning's look: a sound ledger passes, and each thing that is not as it should be is named with what to do now.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Finding } from "../../src/cli/finding.ts";
import { fileMemory } from "../../src/service/signer-file.ts";
import { onPostgres } from "../databases.ts";
import { soNguon, soNguonWith } from "./run.ts";

const base = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-doctor-"));
const data = path.join(base, "data");
const keys = path.join(data, "keys");

beforeAll(async () => {
  const made = await soNguon("init", "--origin", "so.vidu.gov.vn/doctor", "--province", "38", "--data", data);
  expect(made.err).toBe("");
});

afterAll(() => fs.rmSync(base, { recursive: true }));

/** The levels by what was looked at, and the exit code. */
async function examined(env: Record<string, string> = {}, ...args: string[]) {
  const { code, out } = await soNguonWith(env, "doctor", ...args, "--json");
  const { findings } = JSON.parse(out) as { findings: Finding[] };
  return { code, levels: Object.fromEntries(findings.map(({ check, level }) => [check, level])), findings };
}

describe("so-nguon doctor on an embedded ledger", () => {
  it("finds a new one sound, but for what nobody has set up yet, and says each in two languages", async () => {
    const { code, levels, findings } = await examined({}, "--data", data);
    expect(code).toBe(0);
    expect(levels).toMatchObject({
      settings: "ok",
      keys: "ok",
      roots: "warn",
      ledger: "ok",
      clock: "ok",
      signed: "ok",
    });
    expect(levels).toMatchObject({ witnesses: "warn" });
    for (const { vi, en } of findings) expect([vi, en].every((words) => words.length > 3)).toBe(true);
    const text = await soNguon("doctor", "--data", data);
    expect(text.out).toMatch(/ĐẠT · OK/);
    expect(text.out).toMatch(/LƯU Ý · WARN/);
  });

  it("names a key that others can read, a misspelt variable, and keys that are not there", async () => {
    fs.chmodSync(path.join(keys, "log.json"), 0o644);
    const open = await examined({ SO_NGUON_ORIGN: "x" }, "--data", data);
    fs.chmodSync(path.join(keys, "log.json"), 0o600);
    expect(open).toMatchObject({ code: 1, levels: { keys: "fault", settings: "fault" } });
    expect(open.findings.find(({ check }) => check === "keys")?.en).toMatch(/log\.json.*chmod -R go=/);
    expect(await examined({}, "--data", data, "--keys", base)).toMatchObject({ code: 1, levels: { keys: "fault" } });
    expect((await examined({}, "--data", data)).code).toBe(0);
  });

  it("says that a restored database holds less than is signed, and names the way out", async () => {
    const far = path.join(base, "far");
    fs.cpSync(keys, far, { recursive: true });
    await fileMemory(far).write({ size: 5000, root: new Uint8Array(32) });
    const { code, findings } = await examined({}, "--data", data, "--keys", far);
    expect(code).toBe(1);
    expect(findings.find(({ check }) => check === "signed")).toMatchObject({
      level: "fault",
      en: expect.stringMatching(/5000 entries are signed.*so-nguon restore/),
    });
  });

  it("says that there is no ledger, or no server", async () => {
    expect(await examined({}, "--data", path.join(base, "none"))).toMatchObject({
      code: 1,
      levels: { database: "fault" },
    });
    const nobody = { DATABASE_URL: "postgres://a:b@127.0.0.1:9/x", SO_NGUON_KEYS: keys };
    expect(await examined(nobody)).toMatchObject({ code: 1, levels: { database: "fault", keys: "ok" } });
  });
});

onPostgres("so-nguon doctor", (open) => {
  it("names a server that forgets in a crash, one without a standby, and a role that may rewrite", async () => {
    const { url } = await open();
    const there = { DATABASE_URL: url!, SO_NGUON_KEYS: keys };
    // The run's server has fsync off, the test's role owns the tables, and nothing has been opened.
    expect(await examined(there)).toMatchObject({
      code: 1,
      levels: { durability: "fault", standby: "warn", rights: "warn", "server-clock": "ok", ledger: "fault" },
    });
  });
});
