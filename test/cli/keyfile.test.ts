import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { KeyFile, makeKeyFile } from "../../src/disk/keyfile.ts";
import { unhex } from "../../src/format/bytes.ts";
import { decodeEntry, verifyEntry } from "../../src/format/entry.ts";
import { soNguon } from "./run.ts";

const AT = { origin: "test.songuon.example/keys", claimedS: 1_790_000_000 };
const tick = { kind: "clock.tick" as const, body: {} };
let dir = "";

beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-keys-"));
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

describe("a key file", () => {
  test("is its owner's alone and is never overwritten", async () => {
    const file = path.join(dir, "deep", "a.json");
    makeKeyFile(file, AT.origin);
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(fs.statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
    expect((await soNguon("keys", "new", file)).code).toBe(1);
  });

  test("signs entries that verify, each under a number that is burned on disk first", async () => {
    const file = path.join(dir, "a.json");
    makeKeyFile(file, AT.origin);
    const key = await KeyFile.open(file);
    for (const seq of [1, 2]) {
      const bytes = await key.sign(tick, AT);
      expect(key.nextSeq).toBe(seq + 1);
      const decoded = decodeEntry(bytes);
      if (!("entry" in decoded)) throw new Error("not an entry");
      expect(decoded.entry.seq).toBe(seq);
      expect(await verifyEntry(decoded.entry, key.signer.key, AT.origin)).toBe(true);
    }
  });

  test("numbers two holders of one file apart", async () => {
    const file = path.join(dir, "a.json");
    makeKeyFile(file, AT.origin);
    const [one, other] = [await KeyFile.open(file), await KeyFile.open(file)];
    one.reserve(3);
    const entries = [await one.sign(tick, AT), await other.sign(tick, AT), await one.sign(tick, AT)];
    const seqs = entries.map((bytes) => {
      const decoded = decodeEntry(bytes);
      return "entry" in decoded ? decoded.entry.seq : 0;
    });
    expect(seqs).toEqual([1, 4, 2]);
  });

  test("numbers processes apart that sign at the same moment", async () => {
    const file = path.join(dir, "a.json");
    makeKeyFile(file, AT.origin);
    const body = path.join(dir, "body.json");
    fs.writeFileSync(body, "{}");
    const bin = new URL("../../src/cli/so-nguon.mjs", import.meta.url).pathname;
    const run = promisify(execFile);
    const { DATABASE_URL: _, ...env } = process.env;
    const said = await Promise.all(
      [1, 2, 3].map(() => run(process.execPath, [bin, "issue", "clock.tick", body, "--key", file, "--json"], { env })),
    );
    const seqs = said.map(({ stdout }) => {
      const decoded = decodeEntry(unhex((JSON.parse(stdout) as { entry: string }).entry));
      return "entry" in decoded ? decoded.entry.seq : 0;
    });
    expect(seqs.sort()).toEqual([1, 2, 3]);
  });

  test("made for one log signs for no other", async () => {
    const file = path.join(dir, "a.json");
    makeKeyFile(file, AT.origin);
    const key = await KeyFile.open(file);
    await expect(key.sign(tick, { ...AT, origin: "other" })).rejects.toMatchObject({ code: "wrong-origin" });
    expect(key.nextSeq).toBe(1);
  });

  test.each([
    ["not JSON", () => "{"],
    ["a seed that is not the key's", (text: string) => text.replace(/"seed": "../, '"seed": "00')],
    ["a number below one", (text: string) => text.replace('"next_seq": 1', '"next_seq": 0')],
    ["one field more", (text: string) => text.replace("{", '{"x": 1,')],
  ])("with %s is refused", async (_, spoil) => {
    const file = path.join(dir, "a.json");
    makeKeyFile(file, AT.origin);
    const spoilt = spoil(fs.readFileSync(file, "utf8"));
    fs.writeFileSync(file, spoilt);
    await expect(KeyFile.open(file)).rejects.toMatchObject({ code: "bad-key-file" });
  });
});

describe("a body given as JSON", () => {
  test.each([
    ["[]", "JSON"],
    ['{"proposal": -1}', "body.proposal"],
    ['{"proposal": 1, "more": 1}', "body.more"],
    ["{}", "body.proposal"],
  ])("%s is refused before a number is burned", async (text, where) => {
    const [file, body] = [path.join(dir, "a.json"), path.join(dir, "b.json")];
    makeKeyFile(file, AT.origin);
    fs.writeFileSync(body, text);
    const { code, err } = await soNguon("issue", "approve", body, "--key", file);
    expect([code, (await KeyFile.open(file)).nextSeq]).toEqual([1, 1]);
    expect(err).toContain(where);
  });
});
