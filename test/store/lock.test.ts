// The data folder belongs to one process at a time, whatever happens to that process.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FolderInUse, lockFolder } from "../../src/disk/lock.ts";

const holder = new URL("holder.ts", import.meta.url).pathname;
let dir: string;
let diary: string;
let children: ChildProcess[];

beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-lock-"));
  diary = path.join(dir, "diary");
  children = [];
});

afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  fs.rmSync(dir, { recursive: true, force: true });
});

function start(startMs: number, holdMs: number): ChildProcess {
  const child = spawn(process.execPath, [holder, dir, diary, String(startMs), String(holdMs)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  return child;
}

/** The child's first line; its error output goes to ours. */
async function said(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error("the child's output is piped");
  for await (const line of createInterface(child.stdout)) return line;
  return "";
}

test("of many processes that try at one moment exactly one wins, and the others learn its pid", async () => {
  for (let round = 0; round < 3; round++) {
    const moment = Date.now() + 1000;
    const racers = Array.from({ length: 6 }, () => start(moment, 600_000));
    const ends = racers.map((racer) => once(racer, "exit"));
    const words = await Promise.all(racers.map(said));
    for (const racer of racers) racer.kill("SIGKILL");
    await Promise.all(ends);
    const winner = racers[words.indexOf("won")];
    const expected = words.map((word) => (word === "won" ? "won" : `refused ${winner?.pid}`));
    expect(words).toEqual(expected);
    expect(words.filter((word) => word === "won")).toHaveLength(1);
  }
});

test("holders never overlap, however often the lock changes hands", async () => {
  const moment = Date.now() + 1000;
  const racers = Array.from({ length: 12 }, (_, at) => start(moment + at * 20, 15));
  await Promise.all(racers.map((racer) => once(racer, "exit")));
  const lines = fs.readFileSync(diary, "utf8").trim().split("\n");
  expect(lines.length % 2).toBe(0);
  for (let at = 0; at < lines.length; at += 2) {
    const pid = lines[at]?.replace("in ", "");
    expect([lines[at], lines[at + 1]]).toEqual([`in ${pid}`, `out ${pid}`]);
  }
});

test("a holder that was killed leaves the folder free at once", async () => {
  const child = start(0, 600_000);
  expect(await said(child)).toBe("won");
  await expect(lockFolder(dir)).rejects.toThrow(FolderInUse);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(fs.readFileSync(path.join(dir, "lock.pid"), "utf8")).toBe(`${child.pid}\n`);
  const lock = await lockFolder(dir);
  lock.release();
});

test("the refusal names the holder in both languages", async () => {
  const child = start(0, 600_000);
  expect(await said(child)).toBe("won");
  const refusal = await lockFolder(dir).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(FolderInUse);
  expect((refusal as FolderInUse).pid).toBe(child.pid);
  expect((refusal as FolderInUse).message).toContain(`đang do tiến trình ${child.pid} sử dụng`);
  expect((refusal as FolderInUse).message).toContain(`is in use by process ${child.pid}`);
});

test("a process does not lock a folder twice, and a failed second try costs it nothing", async () => {
  const lock = await lockFolder(dir);
  await expect(lockFolder(dir)).rejects.toMatchObject({ pid: process.pid });
  expect(await said(start(0, 0))).toBe(`refused ${process.pid}`);
  lock.release();
  lock.release();
  expect(await said(start(0, 0))).toBe("won");
});

test("a folder that the lock makes is closed to other users", async () => {
  const made = path.join(dir, "new", "data");
  const lock = await lockFolder(made);
  expect(fs.statSync(made).mode & 0o777).toBe(0o700);
  lock.release();
});
