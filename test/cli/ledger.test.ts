import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLedger } from "../../src/cli/open-ledger.ts";
import { lockFolder } from "../../src/disk/lock.ts";
import { licences as tableOf } from "../register/tables.ts";
import { soNguon } from "./run.ts";

const fixtures = new URL("../register/fixtures/", import.meta.url).pathname;
const licences = path.join(fixtures, "licences.csv");
const obligations = path.join(fixtures, "obligations.csv");
let dir = "";
let data = "";
const root = () => path.join(data, "keys", "root-1.json");

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-ledger-"));
  data = path.join(dir, "data");
  const made = await soNguon("init", "--origin", "test.songuon.example/42", "--province", "42", "--data", data);
  expect([made.code, made.err]).toEqual([0, ""]);
});
afterAll(() => fs.rmSync(dir, { recursive: true }));

/** Sends one statement signed by a root and answers its index. */
async function enter(kind: string, body: unknown): Promise<number> {
  const file = path.join(dir, "body.json");
  fs.writeFileSync(file, JSON.stringify(body));
  const said = await soNguon("issue", kind, file, "--key", root(), "--send", "--data", data, "--json");
  expect([said.code, said.err]).toEqual([0, ""]);
  return (JSON.parse(said.out) as { answer: { receipt: { index: number } } }).answer.receipt.index;
}

describe("a new ledger", () => {
  test("holds entry 0, and keys that only their owner reads", async () => {
    const said = await soNguon("inspect", "0", "--data", data, "--json");
    expect(JSON.parse(said.out)).toMatchObject({ index: 0, kind: "genesis", body: { province: "42" } });
    const modes = fs.readdirSync(path.join(data, "keys")).filter((name) => name.endsWith(".json"));
    expect(modes.sort()).toEqual(["log.json", "operator.json", "root-1.json", "root-2.json", "root-3.json"]);
    for (const name of modes) expect(fs.statSync(path.join(data, "keys", name)).mode & 0o777).toBe(0o600);
  });

  test("is not opened twice", async () => {
    const again = await soNguon("init", "--origin", "other", "--province", "42", "--data", data, "--json");
    expect([again.code, JSON.parse(again.out).error.code]).toEqual([1, "ledger-exists"]);
  });

  test("is refused while another process holds its folder, in words and with the holder's number", async () => {
    const lock = await lockFolder(data);
    const said = await soNguon("inspect", "0", "--data", data);
    lock.release();
    expect([said.code, said.out]).toEqual([1, ""]);
    expect(said.err).toContain(String(process.pid));
    expect(said.err).not.toMatch(/\n\s+at /);
  });
});

describe("keys", () => {
  test("are registered by two persons, work, and stop working when revoked", async () => {
    const party = await enter("party.register", { name: "Công ty Thử", roles: [2] });
    const file = path.join(dir, "miner.json");
    await soNguon("keys", "new", file);
    const register = ["keys", "register", "--as", root(), "--party", String(party), "--key", file, "--data", data];
    const proposed = await soNguon(...register, "--json");
    expect([proposed.code, proposed.err]).toEqual([0, ""]);
    const index = String((JSON.parse(proposed.out) as { receipt: { index: number } }).receipt.index);
    const approve = ["keys", "approve", index, "--data", data, "--as"];
    expect(await soNguon(...approve, root())).toMatchObject({ code: 1, out: expect.stringContaining("needs-second") });
    expect((await soNguon(...approve, path.join(data, "keys", "root-2.json"))).code).toBe(0);
    expect(await soNguon(...register)).toMatchObject({ code: 1, out: expect.stringContaining("already-exists") });
    const { kid } = JSON.parse((await soNguon("keys", "show", file, "--json")).out) as { kid: string };
    const reason = ["--reason", "Thiết bị đã hỏng và thay mới"];
    const unclear = await soNguon("keys", "revoke", kid, "--as", root(), ...reason, "--lost", "08:30", "--data", data);
    expect(unclear.code).toBe(2);
    const lost = ["--lost", "2020-01-01T08:30+07:00"];
    const revoked = await soNguon("keys", "revoke", kid, "--as", root(), ...reason, ...lost, "--data", data, "--json");
    const revocation = String((JSON.parse(revoked.out) as { receipt: { index: number } }).receipt.index);
    const second = ["--data", data, "--as", path.join(data, "keys", "root-2.json")];
    expect((await soNguon("keys", "approve", revocation, ...second)).code).toBe(0);
    const body = path.join(dir, "void.json");
    fs.writeFileSync(body, JSON.stringify({ slip: 1, reason: "Hủy vì lý do thử" }));
    const sent = await soNguon("issue", "slip.void", body, "--key", file, "--send", "--data", data, "--json");
    expect([sent.code, JSON.parse(sent.out).answer.problem.code]).toEqual([1, "revoked-key"]);
  });
});

describe("entries in files", () => {
  test("many in a row are sent in order, and sent again get the same indexes", async () => {
    const parts = ["A", "B"].map((name) => path.join(dir, `${name}.cose`));
    for (const [i, file] of parts.entries()) {
      const body = path.join(dir, "body.json");
      fs.writeFileSync(body, JSON.stringify({ name: `Đơn vị ${i}`, roles: [3] }));
      await soNguon("issue", "party.register", body, "--key", root(), "--out", file);
    }
    const both = path.join(dir, "both.cbor-seq");
    fs.writeFileSync(both, Buffer.concat(parts.map((file) => fs.readFileSync(file))));
    const indexes = async () => {
      const { code, out } = await soNguon("submit", both, "--data", data, "--json");
      expect(code).toBe(0);
      return (JSON.parse(out) as { receipt: { index: number } }[]).map(({ receipt }) => receipt.index);
    };
    const first = await indexes();
    expect(first[1]! - first[0]!).toBe(1);
    expect(await indexes()).toEqual(first);
  });

  test("are read from a file, hex, base64 and the ledger alike", async () => {
    const file = path.join(dir, "A.cose");
    const bytes = fs.readFileSync(file);
    const forms = [file, bytes.toString("hex"), bytes.toString("base64")];
    const read = await Promise.all(
      forms.map(async (form) => JSON.parse((await soNguon("inspect", form, "--json")).out)),
    );
    expect(read[0]).toMatchObject({ kind: "party.register", body: { name: "Đơn vị 0", roles: [3] } });
    expect(read[1]).toEqual(read[0]);
    expect(read[2]).toEqual(read[0]);
    const words = await soNguon("inspect", file);
    expect(words.out).toContain("Đơn vị 0");
    expect(words.out).toContain("chủ bến, bãi, cửa hàng · yard or shop keeper");
  });
});

describe("the register import", () => {
  test("without a ledger tells each row's outcome and nothing else on stdout", async () => {
    const said = await soNguon("import", "register", licences, "--obligations", obligations, "--json");
    expect(said.code).toBe(0);
    const report = JSON.parse(said.out) as Record<string, number | unknown[]>;
    expect(Object.keys(report)).toEqual(["rows", "imported", "questioned", "refused", "questions", "refusals"]);
    expect(Number(report.imported) + Number(report.questioned) + Number(report.refused)).toBe(report.rows);
  });

  test("enters every row once; a second person's import approves the same words, and in the end nothing is added", async () => {
    const args = ["import", "register", licences, "--obligations", obligations, "--json", "--as-of", "31/10/2025"];
    const proposed = await soNguon(...args, "--data", data, "--as", root());
    expect(proposed.code).toBe(0);
    const again = await soNguon(...args, "--data", data, "--as", root());
    expect(again.err).toMatch(/ 0 {2}mục người khác đề xuất/);
    const sizes = async () => {
      const ledger = await openLedger({ dir: data, keys: path.join(data, "keys") });
      const sources = await ledger.view.list("sources", 1000);
      const size = (await ledger.anchor())?.size;
      await ledger.close();
      return { sources: sources.length, size };
    };
    expect((await sizes()).sources).toBe(0);
    const otherRoot = path.join(data, "keys", "root-2.json");
    // In turn: factors, then the licences that need them, then the duties of the licences in force. A row that looks like one in force since it was
    // proposed is proposed anew, called distinct from it.
    const turns: string[] = [];
    let first = again;
    for (let turn = 0; turn < 8 && !/ 0 {2}mục chờ người thứ hai/.test(first.err); turn++) {
      first = await soNguon(...args, "--data", data, "--as", turn % 2 === 0 ? otherRoot : root());
      expect(first.code).toBe(0);
      turns.push(first.err);
    }
    expect(turns.length).toBeLessThan(7);
    const after = await sizes();
    const report = JSON.parse(first.out) as { imported: number; questioned: number };
    expect(after.sources).toBe(report.imported + report.questioned);
    const second = await soNguon(...args, "--data", data, "--as", otherRoot);
    expect([second.code, second.out]).toEqual([0, first.out]);
    expect(second.err).toMatch(/ 0 {2}nguồn mới/);
    expect(await sizes()).toEqual(after);
  });

  test("lets no source without a yearly limit, without an end, or past it be used", async () => {
    const ledger = await openLedger({ dir: data, keys: path.join(data, "keys") });
    const keys = (await ledger.view.list("sources", 1000)).map(({ key }) => key);
    const sources = [...(await ledger.view.facts("source", keys)).values()];
    await ledger.close();
    const usable = sources.filter(({ standing }) => standing.status === 1);
    expect(usable.length).toBeGreaterThan(0);
    expect(usable.length).toBeLessThan(sources.length);
    for (const source of usable) {
      expect(source.yearKg).toBeGreaterThan(0);
      expect(source.until).toBeGreaterThanOrEqual(20251031);
    }
  });

  test("calls two holders that read alike distinct, since the register has both, and says so", async () => {
    const table = path.join(dir, "alike.csv");
    const second = { Ten_don_vi: "Công ty TNHH Bên Thu", So_GP: "7002/GP-UBND", Ten_mo_xa: "Mỏ cát Bên Thu" };
    fs.writeFileSync(table, tableOf({ TT: "1" }, { TT: "2", ...second }));
    const into = path.join(dir, "alike");
    await soNguon("init", "--origin", "test.songuon.example/alike", "--province", "37", "--data", into);
    const importAs = (root: string) =>
      soNguon("import", "register", table, "--data", into, "--as", path.join(into, "keys", root), "--json");
    const first = await importAs("root-1.json");
    expect(first.code).toBe(0);
    expect(first.err).toMatch(/ 1 {2}giống mục khác/);
    // The factors wait for a second person; licences in cubic metres follow.
    expect((await importAs("root-2.json")).err).toMatch(/ 2 {2}nguồn mới/);
  });

  test("with --dry-run needs no key and writes nothing", async () => {
    const said = await soNguon("import", "register", licences, "--dry-run", "--data", path.join(dir, "none"));
    expect(said.code).toBe(0);
    expect(said.out).toContain("Chưa ghi gì vào sổ");
    expect(fs.existsSync(path.join(dir, "none"))).toBe(false);
  });
});

describe("a simulated ledger", () => {
  const made = () => path.join(dir, "made");

  test("is filled from a seed, with labels outside it, and only where there is none yet", async () => {
    const args = [
      "simulate",
      "--seed",
      "3",
      "--loads",
      "120",
      "--fraud",
      "double-receipt:2,tampered-slip",
      "--data",
      made(),
    ];
    const said = await soNguon(...args, "--json");
    expect([said.code, said.err]).toEqual([0, ""]);
    const told = JSON.parse(said.out) as { entries: number; frauds: { planted: number; found: number } };
    expect(told.frauds).toMatchObject({ planted: 3, found: 3 });
    const labels = JSON.parse(fs.readFileSync(path.join(made(), "frauds.json"), "utf8")) as { frauds: unknown[] };
    expect(labels.frauds).toHaveLength(3);
    expect(await soNguon(...args)).toMatchObject({ code: 1, err: expect.stringContaining("Đã có sổ") });
  });

  test("shows its claims as the officer reads them", async () => {
    const list = JSON.parse((await soNguon("claim", "--data", made(), "--json")).out) as { annex: number }[];
    expect(list.length).toBeGreaterThan(0);
    const annex = String(list[0]!.annex);
    const { out } = await soNguon("claim", annex, "--data", made());
    expect(out).toContain(`Hồ sơ · Claim ${annex}`);
    const claim = JSON.parse((await soNguon("claim", annex, "--data", made(), "--json")).out) as Record<string, number>;
    const parts = ["verified_kg", "exempt_kg", "insufficient_kg", "contradicted_kg"].map((name) => claim[name]!);
    expect(parts.reduce((a, b) => a + b)).toBe(claim.claimed_kg);
  });
});

describe("the log's key", () => {
  test("is replaced by two roots from the command line, after which export and audit name both", async () => {
    const keys = path.join(data, "keys");
    const [old, next] = [path.join(keys, "log.json"), path.join(keys, "log-2.json")];
    const { kid } = JSON.parse((await soNguon("keys", "show", old, "--json")).out) as { kid: string };
    await soNguon("keys", "new", next, "--origin", "test.songuon.example/42");
    const why = ["--document", "Biên bản thay khóa của sổ số 03"];
    const replace = ["keys", "replace", kid, "--as", root(), "--key", next, "--old", old, ...why];
    const proposed = await soNguon(...replace, "--data", data, "--json");
    expect(proposed.err).toBe("");
    const index = String((JSON.parse(proposed.out) as { receipt: { index: number } }).receipt.index);
    const approve = ["keys", "approve", index, "--data", data, "--as"];
    expect(await soNguon(...approve, root())).toMatchObject({ code: 1, out: expect.stringContaining("needs-second") });
    expect((await soNguon(...approve, path.join(keys, "root-2.json"))).code).toBe(0);
    const out = path.join(dir, "rotated");
    expect((await soNguon("export", "--data", data, "--out", out)).code).toBe(0);
    expect(fs.readFileSync(path.join(out, "log.vkey"), "utf8").trim().split("\n")).toHaveLength(2);
    expect((await soNguon("audit", out, "--vkey", path.join(out, "log.vkey"))).code).toBe(0);
    // A machine without the new key signs nothing more, and says so.
    fs.renameSync(next, path.join(dir, "log-2.json"));
    const poor = await soNguon("export", "--data", data, "--out", out);
    expect([poor.code, poor.err]).toEqual([1, expect.stringContaining("The log key in")]);
    fs.renameSync(path.join(dir, "log-2.json"), next);
  });
});
