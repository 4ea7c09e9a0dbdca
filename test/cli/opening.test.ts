// A log is opened by roots who keep their keys: three made on three machines, two of whom sign one opening, which comes back as files.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { KeyFile } from "../../src/disk/keyfile.ts";
import { openDatabase } from "../../src/store/connect.ts";
import { View } from "../../src/store/view.ts";
import { type Said, soNguon } from "./run.ts";

const ORIGIN = "test.songuon.example/opening";
let dir = "";
const at = (...parts: string[]) => path.join(dir, ...parts);
const json = ({ code, out, err }: Said) => {
  if (code !== 0) throw new Error(err);
  return JSON.parse(out) as Record<string, string>;
};

beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-opening-"));
  vi.stubEnv("SO_NGUON_PASSPHRASE", "một câu dài để thử");
});
afterEach(() => {
  vi.unstubAllEnvs();
  fs.rmSync(dir, { recursive: true });
});

/** Three roots, each on its own machine, and the operator's machine, which knows their public keys. */
async function prepared(...more: string[]): Promise<string[]> {
  const roots: string[] = [];
  for (const n of [1, 2, 3]) roots.push(json(await soNguon("root", "new", at(`root-${n}.json`), "--json")).key!);
  const named = roots.flatMap((key) => ["--root", key]);
  const place = ["--data", at("ledger"), "--keys", at("keys")];
  json(
    await soNguon(
      "init",
      "--origin",
      ORIGIN,
      "--province",
      "42",
      ...place,
      ...named,
      "--prepare",
      at("opening"),
      ...more,
      "--json",
    ),
  );
  return roots;
}
const sign = (n: number, opening = "opening") =>
  soNguon("root", "sign", at(opening), "--key", at(`root-${n}.json`), "--out", at(`signed-${n}`), "--json");
const open = (...signed: number[]) =>
  soNguon(
    ...["init", "--data", at("ledger"), "--keys", at("keys"), "--opening", at("opening"), "--json"],
    ...signed.flatMap((n) => ["--signed", at(`signed-${n}`)]),
  );

describe("a log that three roots open", () => {
  test("H9: two of three sign on their own machines, and the operator's machine holds no root's private key", async () => {
    const witness = json(
      await soNguon("witness", "--key", at("witness.json"), "--name", "hdnd.vidu.example", "--json"),
    );
    const roots = await prepared("--witness", witness.vkey!);
    expect(fs.readdirSync(at("keys")).filter((name) => name.endsWith(".json"))).toEqual(["log.json", "operator.json"]);
    expect(fs.existsSync(at("ledger"))).toBe(false);
    for (const n of [1, 3]) json(await sign(n));
    const opened = json(await open(3, 1));
    expect(opened).toMatchObject({ origin: ORIGIN, index: 0 });
    const database = await openDatabase({ dir: at("ledger") });
    const by = await new View(database.kysely).signatories();
    await database.close();
    expect(by?.terms[0]?.witnesses).toEqual([witness.vkey]);
    // Nothing of the root's seed is in its file without the passphrase.
    const file = JSON.parse(fs.readFileSync(at("root-1.json"), "utf8")) as Record<string, unknown>;
    expect(file).toMatchObject({ key: roots[0] });
    expect(file.seed).toBeUndefined();
    vi.stubEnv("SO_NGUON_PASSPHRASE", "một câu khác hẳn");
    await expect(KeyFile.open(at("root-1.json"))).rejects.toMatchObject({ code: "passphrase-wrong" });
    expect((await open(1, 3)).code).toBe(1);
  }, 120_000);

  test("H9: one root alone, one root twice, a stranger, or another opening open nothing", async () => {
    await prepared();
    for (const n of [1, 2]) json(await sign(n));
    const code = async (said: Promise<Said>) =>
      (JSON.parse((await said).out) as { error: { code: string } }).error.code;
    expect(await code(open(1))).toBe("roots-too-few");
    expect(await code(open(1, 1))).toBe("roots-too-few");
    json(await soNguon("root", "new", at("root-9.json"), "--json"));
    expect(await code(sign(9))).toBe("not-a-root");
    // Somebody changes the opening between the two signatures.
    const text = fs.readFileSync(at("opening"), "utf8");
    fs.writeFileSync(at("other"), text.replace('"province": "42"', '"province": "37"'));
    json(await sign(3, "other"));
    expect(await code(open(1, 3))).toBe("bad-opening-signature");
    fs.writeFileSync(at("opening"), text.replace('"province": "42"', '"province": "37"'));
    expect(await code(open(1, 2))).toBe("bad-opening-signature");
    fs.writeFileSync(at("opening"), text);
    json(await open(1, 2));
  }, 120_000);

  test("M8: a name that cannot be is refused before anything is made", async () => {
    for (const name of ["x", "a b c", "a+b", "t".repeat(81)]) {
      const said = await soNguon("init", "--origin", name, "--province", "42", "--data", at("ledger"));
      expect({ name, code: said.code, left: fs.readdirSync(dir) }).toEqual({ name, code: 2, left: [] });
    }
    const wrongProvince = await soNguon("init", "--origin", ORIGIN, "--province", "4", "--data", at("ledger"));
    expect([wrongProvince.code, fs.readdirSync(dir)]).toEqual([2, []]);
  });

  test("M9: a witness has its verifier key before there is a log, and the same one afterwards", async () => {
    const make = async () =>
      json(await soNguon("witness", "--key", at("w.json"), "--name", "w.example", "--json")).vkey;
    const vkey = await make();
    expect(vkey).toMatch(/^w\.example\+/);
    expect(await make()).toBe(vkey);
    const bad = await soNguon("witness", "--key", at("none.json"), "--name", "w x");
    expect([bad.code, fs.existsSync(at("none.json"))]).toEqual([2, false]);
  });
});
