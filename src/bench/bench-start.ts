// How long the doors stay shut: `npm start` on an existing embedded ledger, from the command to the first ready answer.
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { freePort } from "./bench-append.ts";

/** Milliseconds of a second start, after a first one has played the demo. */
export async function measureStart(): Promise<number> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-start-"));
  try {
    await startOnce(dir);
    const took = [await startOnce(dir), await startOnce(dir), await startOnce(dir)].sort((a, b) => a - b);
    return took[1]!;
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

async function startOnce(dir: string): Promise<number> {
  const port = await freePort();
  const env: NodeJS.ProcessEnv = { ...process.env, PORT: String(port), SO_NGUON_DATA: dir };
  delete env.DATABASE_URL;
  const began = performance.now();
  const child = spawn("npm", ["start", "--silent"], { env, stdio: "ignore", detached: true });
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    if (answer?.ok) break;
    if (child.exitCode !== null || performance.now() - began > 120_000)
      throw new Error("npm start did not become ready");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const took = performance.now() - began;
  process.kill(-child.pid!, "SIGTERM");
  await new Promise((resolve) => child.once("exit", resolve));
  // npm ends before its child: the folder is free when nobody holds its lock any more.
  while (fs.existsSync(path.join(dir, "lock.pid"))) await new Promise((resolve) => setTimeout(resolve, 50));
  await new Promise((resolve) => setTimeout(resolve, 500));
  return took;
}
