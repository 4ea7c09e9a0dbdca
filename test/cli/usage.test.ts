import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { COMMANDS } from "../../src/cli/main.ts";
import { soNguon } from "./run.ts";

const bin = new URL("../../src/cli/so-nguon.mjs", import.meta.url).pathname;

/** The bin as a process under a given Node. */
function bare(node: string, args: string[], cwd = os.tmpdir()): Promise<{ code: number; out: string; err: string }> {
  return new Promise((done) => {
    const { DATABASE_URL: _, ...env } = process.env;
    execFile(node, args, { cwd, env }, (error, out, err) => {
      const code = error && "code" in error && typeof error.code === "number" ? error.code : error ? -1 : 0;
      done({ code, out, err });
    });
  });
}

describe("a command line", () => {
  test("is helped in both languages, each command by its own page", async () => {
    for (const name of Object.keys(COMMANDS)) {
      const { code, out, err } = await soNguon(name, "--help");
      expect([name, code, err]).toEqual([name, 0, ""]);
      expect(out).toContain(`so-nguon ${name}`);
      expect(out).toMatch(/Mã thoát · Exit/);
    }
  });

  test.each([
    [["frobnicate"], "frobnicate"],
    [[], "so-nguon <lệnh"],
    [["toString"], "toString"],
    [["keys", "--bogus"], "--bogus"],
    [["keys"], "Usage"],
    [["keys", "new"], "Thiếu tham số"],
    [["claim", "1", "2"], "Thừa tham số: 2"],
    [["inspect", "12"], "--data DIR"],
    [["init", "--data"], "--data"],
    [["simulate", "--seed", "x", "--loads", "1", "--data", "d"], "--seed"],
    [["simulate", "--seed", "1", "--loads", "1", "--fraud", "magic", "--data", "d"], "magic"],
    [["import", "weather", "x.csv"], "weather"],
    [["issue", "no.kind", "x.json"], "no.kind"],
    [["scale", "--format", "toledo"], "--tcp"],
    [["scale", "--tcp", "indicator", "--format", "toledo"], "HOST:PORT"],
    [["scale", "--tcp", "127.0.0.1:4001", "--format", "abacus"], "yaohua-reversed"],
    [["scale", "--tcp", "127.0.0.1:4001", "--format", "and"], "--scale"],
  ])("that is wrong (%j) ends with 2, says what and writes nothing on stdout", async (args, what) => {
    const { code, out, err } = await soNguon(...args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(what);
    expect(err).not.toMatch(/\n\s+at /);
  });

  test.each([
    [["inspect", "0", "--data", "no-such-folder"], "no-such-folder"],
    [["claim", "--data", "no-such-folder"], "no-such-folder"],
    [["keys", "show", "no-such-file"], "no-such-file"],
    [["import", "register", "no-such.csv"], "no-such.csv"],
    [["inspect", "no-such-text"], "SN1:"],
    [["submit", "no-such.cose", "--url", "http://127.0.0.1:9"], "no-such.cose"],
  ])("that asks for what is not there (%j) ends with 1 and one line in both languages", async (args, what) => {
    const { code, out, err } = await soNguon(...args);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain(what);
    expect(err).toContain(" · ");
    expect(err.trim().split("\n")).toHaveLength(1);
    expect(fs.existsSync("no-such-folder")).toBe(false);
  });

  test("with --json puts its refusal on stdout for the machine too", async () => {
    const { code, out } = await soNguon("keys", "show", "no-such-file", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ error: { code: "enoent" } });
  });

  test("to a service that is not there is refused as unreachable", async () => {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-cli-"));
    const file = path.join(dir, "x.cose");
    fs.writeFileSync(file, "x");
    const { code, out } = await soNguon("submit", file, "--url", "http://127.0.0.1:9", "--json");
    fs.rmSync(dir, { recursive: true });
    expect([code, JSON.parse(out).error.code]).toEqual([1, "unreachable"]);
  });
});

describe("the bin", () => {
  test("runs from any folder under this Node and hands on exit codes", async () => {
    expect((await bare(process.execPath, [bin, "help"])).code).toBe(0);
    const wrong = await bare(process.execPath, [bin, "no-such-command"]);
    expect([wrong.code, wrong.out]).toEqual([2, ""]);
  });

  test("finds the project's own Node when the running one cannot strip types", async () => {
    const blunt = [
      "--no-experimental-strip-types",
      "--import",
      "data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.20.0'})",
    ];
    const { code, out } = await bare(process.execPath, [...blunt, bin, "claim", "--help"]);
    expect([code, out.includes("so-nguon claim")]).toEqual([0, true]);
  });

  test("says in both languages that packages are missing", async () => {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-bin-"));
    fs.mkdirSync(path.join(dir, "src/cli"), { recursive: true });
    fs.copyFileSync(bin, path.join(dir, "src/cli/so-nguon.mjs"));
    const { code, err } = await bare(process.execPath, [path.join(dir, "src/cli/so-nguon.mjs"), "help"]);
    fs.rmSync(dir, { recursive: true });
    expect([code, err]).toEqual([1, expect.stringMatching(/npm install.* · .*npm install/)]);
  });
});
