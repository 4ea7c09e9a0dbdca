// Files that a stranger hands to verify and audit: pipes, devices, folders, files that are no text. Each is refused in words, at once.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { soNguon } from "./run.ts";

const dir = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-hostile-"));
const at = (name: string) => path.join(dir, name);

beforeAll(() => {
  execFileSync("mkfifo", [at("pipe")]);
  fs.symlinkSync("/dev/zero", at("endless"));
  fs.mkdirSync(at("folder"));
  fs.writeFileSync(at("utf16"), Buffer.from("log.example+00000000+AAAA\n", "utf16le"));
  fs.writeFileSync(at("mail"), "log.example+0000\n0000+AAAA\n");
  fs.writeFileSync(at("ordinary"), "not a bundle");
  fs.mkdirSync(at("export/tile/entries"), { recursive: true });
  execFileSync("mkfifo", [at("export/checkpoint")]);
});

afterAll(() => fs.rmSync(dir, { recursive: true, force: true }));

describe("verify", () => {
  for (const name of ["pipe", "endless", "folder"])
    it(`reads no ${name}`, async () => {
      const said = await soNguon("verify", at(name));
      expect(said.code).toBe(1);
      expect(said.err).toContain("is not a regular file");
    });

  it("says that a file is missing, and that an ordinary one is no bundle, with code and words", async () => {
    expect((await soNguon("verify", at("nothing"))).err).toContain("is missing or cannot be opened");
    const said = await soNguon("verify", at("ordinary"));
    expect(said).toMatchObject({ code: 1, out: expect.stringContaining("KHÔNG ĐẠT · FAILED [form]") });
  });

  for (const name of ["utf16", "mail"])
    it(`says that a pin is malformed (${name}), not that the log's key is another`, async () => {
      const said = await soNguon("verify", at("ordinary"), "--vkey", at(name));
      expect(said.code).toBe(1);
      expect(said.err).toMatch(/UTF-8|is not the text of a log\.vkey/);
    });
});

describe("audit", () => {
  it("reads no pipe in an export", async () => {
    const said = await soNguon("audit", at("export"));
    expect(said).toMatchObject({ code: 1, out: expect.stringContaining("Rule: file") });
  });
});
