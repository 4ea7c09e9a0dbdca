// The witness as a process of its own, ended without warning: no cosignature without memory, and never two processes on one memory.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { REPLACE_STEPS } from "../../src/disk/durable.ts";
import { openNote } from "../../src/format/note.ts";
import { logVkey, makeLog, request } from "./logs.ts";

const SIZE = 400;
const log = makeLog(SIZE);
const program = new URL("witness.ts", import.meta.url).pathname;
let dir: string;
let children: ChildProcess[];

beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-witness-process-"));
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  fs.rmSync(dir, { recursive: true, force: true });
});

type Running = { child: ChildProcess; url: string; vkey: string; ended: Promise<unknown> };

/** Starts the command; with `dieAt` it kills itself at that step of writing its memory, the `count`th time. */
async function start(dieAt = "", count = 1, folder = "memory"): Promise<Running | { refused: string; code: number }> {
  const words = ["--origin-key", logVkey, "--key", path.join(dir, "key.json"), "--data", path.join(dir, folder)];
  const child = spawn(process.execPath, [program, dieAt, String(count), ...words, "--port", "0", "--json"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  const ended = once(child, "exit");
  let errors = "";
  child.stderr!.on("data", (part) => {
    errors += part;
  });
  for await (const line of createInterface(child.stdout!)) return { child, ended, ...JSON.parse(line) } as Running;
  const [code] = (await ended) as [number];
  return { refused: errors, code };
}

async function started(dieAt?: string, count?: number): Promise<Running> {
  const running = await start(dieAt, count);
  if ("refused" in running) throw new Error(running.refused);
  return running;
}

/** The answer, or undefined where the witness died over it. */
async function add(
  at: Running,
  old: number,
  size: number,
  of = log,
): Promise<{ status: number; body: string } | undefined> {
  try {
    const body = (await request(of, old, size)) as Uint8Array<ArrayBuffer>;
    const response = await fetch(`${at.url}/add-checkpoint`, { method: "POST", body });
    return { status: response.status, body: await response.text() };
  } catch {
    return undefined;
  }
}

async function cosigned(at: Running, size: number, line: string): Promise<boolean> {
  const opened = await openNote((await log.note(size)) + line, [at.vkey]);
  return opened?.verified[0]?.type === 4;
}

async function standing(at: Running): Promise<number> {
  const answer = await add(at, SIZE, SIZE);
  return answer?.status === 409 ? Number(answer.body) : Number.NaN;
}

test.each(REPLACE_STEPS)(
  "a witness killed after “%s” has given no cosignature that it does not remember",
  async (step) => {
    const first = await started(step, 2);
    const one = await add(first, 0, 10);
    expect(await cosigned(first, 10, one!.body)).toBe(true);
    const lost = await add(first, 10, 20);
    expect(lost).toBeUndefined();
    await first.ended;
    const again = await started();
    expect(again.vkey).toBe(first.vkey);
    const size = await standing(again);
    expect(size).toBe(step === "renamed" || step === "durable" ? 20 : 10);
    expect((await add(again, size, 30, makeLog(SIZE, size - 1)))!.status).toBe(422);
    expect((await add(again, size, 30))!.status).toBe(200);
  },
);

test("a witness killed at any moment, again and again, never forgets what it cosigned", async () => {
  const first = await started();
  expect((await add(first, 0, 1))!.status).toBe(200);
  first.child.kill("SIGKILL");
  await first.ended;
  let largest = 1;
  for (let round = 0; round < 8; round++) {
    const at = await started();
    const size = await standing(at);
    expect(size, "at least what it last cosigned").toBeGreaterThanOrEqual(largest);
    expect((await add(at, size, SIZE - 1, makeLog(SIZE, size - 1)))!.status).toBe(422);
    setTimeout(() => at.child.kill("SIGKILL"), 20 + 13 * round);
    for (let next = size + 1; next < SIZE - 1; next++) {
      const answer = await add(at, next - 1, next);
      if (answer?.status !== 200) break;
      expect(await cosigned(at, next, answer.body)).toBe(true);
      largest = next;
    }
    at.child.kill("SIGKILL");
    await at.ended;
  }
  expect(largest).toBeGreaterThan(1);
});

test("a second process on the same memory, or on another with the same key, is refused in words", async () => {
  const first = await started();
  expect((await add(first, 0, 10))!.status).toBe(200);
  const second = await start();
  expect(second).toMatchObject({ code: 1 });
  expect("refused" in second && second.refused).toMatch(/đang do tiến trình .* is in use by process/);
  const elsewhere = await start("", 1, "another");
  expect(elsewhere).toMatchObject({ code: 1 });
  expect("refused" in elsewhere && elsewhere.refused).toMatch(/bộ nhớ khác.*another memory/);
  expect((await add(first, 10, 20))!.status).toBe(200);
});

test("a witness asked to stop stops, and starts again where it stood", async () => {
  const first = await started();
  expect((await add(first, 0, 10))!.status).toBe(200);
  first.child.kill("SIGTERM");
  expect(await first.ended).toEqual([0, null]);
  expect(await standing(await started())).toBe(10);
});

test("what comes to its door in other forms is answered, and it goes on", async () => {
  const at = await started();
  const ask = async (where: string, how: RequestInit = {}) => (await fetch(at.url + where, how)).status;
  expect(await ask("/add-checkpoint")).toBe(405);
  expect(await ask("/add-checkpoint", { method: "POST", body: "x".repeat(200_000) }).catch(() => 413)).toBe(413);
  expect(await ask("/add-checkpoint", { method: "POST", body: "x" })).toBe(400);
  expect(await ask("/elsewhere")).toBe(404);
  expect(await ask("/elsewhere", { method: "POST", body: "x" })).toBe(404);
  expect(await (await fetch(`${at.url}/vkey`)).text()).toBe(`${at.vkey}\n`);
  expect((await add(at, 0, 10))!.status).toBe(200);
});
