// A real workerd for a test: wrangler bundles src/worker.ts as a deployment would and starts it on a port of loopback, against the
// test's own PostgreSQL, with secrets that exist in the test only and storage in a folder that outlives a restart.

import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { systemClock } from "../../src/disk/machine-clock.ts";
import { hex } from "../../src/format/bytes.ts";
import { signerFromSeed } from "../../src/format/ed25519.ts";
import { HeadSigner } from "../../src/intake/signer.ts";
import { Intake, type SubmitAnswer } from "../../src/intake.ts";
import { openDatabase } from "../../src/store/connect.ts";
import type { ProblemCode } from "../../src/words/problem.ts";
import { ok, refused } from "../../src/words/result.ts";
import { acceptLoss } from "../databases.ts";
import { memoryInProcess } from "../world.ts";

/** What the worker is started with; `folder` keeps the storage of its Durable Objects. */
export type Deployment = {
  readonly origin: string;
  readonly databaseUrl: string;
  readonly folder: string;
  readonly logSeed: Uint8Array;
  readonly operatorSeed: Uint8Array;
  readonly witnesses?: string;
  readonly nextLogSeed?: Uint8Array;
};

export type Workerd = {
  readonly url: string;
  /** The hourly trigger, now; answers the status of the run. */
  tick(): Promise<number>;
  /** What the worker has written to its console. */
  said(): string;
  stop(): Promise<void>;
};

const SETTINGS: Readonly<Record<string, string>> = {
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  WRANGLER_LOG: "none",
  WRANGLER_WRITE_LOGS: "false",
  // A developer's own .env and .dev.vars would win over the test's secrets.
  CLOUDFLARE_LOAD_DEV_VARS_FROM_DOT_ENV: "false",
};

/** Bundles and runs the one module of a wrangler.toml that binds nothing. */
export async function startModule(config: string): Promise<Pick<Workerd, "url" | "stop">> {
  Object.assign(process.env, SETTINGS);
  const { unstable_startWorker } = await import("wrangler");
  const worker = await unstable_startWorker({
    config,
    dev: { server: { hostname: "127.0.0.1", port: 0 }, inspector: false, watch: false, logLevel: "none" },
  });
  await worker.ready;
  return { url: (await worker.url).origin, stop: () => worker.dispose() };
}

/** A folder for one worker's storage; the caller removes it. */
export function makeFolder(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-worker-"));
}

/** Bundles and starts the worker; resolves when it answers. */
export async function startWorkerd(deployment: Deployment): Promise<Workerd> {
  Object.assign(process.env, SETTINGS, {
    CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_HYPERDRIVE: deployment.databaseUrl,
  });
  const { unstable_startWorker } = await import("wrangler");
  const said: string[] = [];
  const secret = (value: Uint8Array) => ({ type: "secret_text" as const, value: hex(value) });
  const worker = await unstable_startWorker({
    config: new URL("../../wrangler.toml", import.meta.url).pathname,
    bindings: {
      ORIGIN: { type: "plain_text", value: deployment.origin },
      // The tests' server keeps nothing through a crash, for speed.
      ACCEPT_LOSS: { type: "plain_text", value: "yes" },
      LOG_SEED: secret(deployment.logSeed),
      OPERATOR_SEED: secret(deployment.operatorSeed),
      ...(deployment.nextLogSeed ? { NEXT_LOG_SEED: secret(deployment.nextLogSeed) } : {}),
      WITNESSES: { type: "plain_text", value: deployment.witnesses ?? "" },
    },
    dev: {
      persist: path.join(deployment.folder, "storage"),
      server: { hostname: "127.0.0.1", port: 0 },
      inspector: false,
      watch: false,
      logLevel: "none",
      structuredLogsHandler: (log: { message: string }) => said.push(log.message),
    },
  });
  await worker.ready;
  const url = (await worker.url).origin;
  return {
    url,
    // worker.scheduled() of this wrangler asks its proxy for our worker and finds none; the address works.
    tick: async () => (await fetch(`${url}/cdn-cgi/local/scheduled?cron=${encodeURIComponent("0 * * * *")}`)).status,
    said: () => said.join("\n"),
    stop: () => worker.dispose(),
  };
}

/** Opens the log as its operator does, from this machine: a worker takes no genesis. Its entries go to the database directly, by `registerProvince` or the like. */
export async function foundLog(
  { origin, databaseUrl: url, logSeed }: Pick<Deployment, "origin" | "databaseUrl" | "logSeed">,
  found: (deliver: (entries: readonly Uint8Array[]) => Promise<SubmitAnswer[]>) => Promise<unknown>,
): Promise<void> {
  const database = await openDatabase({ url, acceptLoss });
  try {
    const signer = new HeadSigner(origin, await signerFromSeed(logSeed), memoryInProcess());
    const intake = new Intake(database, signer, systemClock);
    await intake.start();
    await found((entries) => intake.submitAll(entries));
  } finally {
    await database.close();
  }
}

type Document = { code: ProblemCode; figures: Record<string, string | number> };
type Item = Document | { index: number; entryId: string; proof: string; verdict: Document | null };

/** Posts entries as one CBOR sequence, as any client would, and reads the answers back. */
export async function post(url: string, entries: readonly Uint8Array[]): Promise<SubmitAnswer[]> {
  const answer = await fetch(`${url}/entries`, {
    method: "POST",
    headers: { "content-type": "application/cbor-seq" },
    body: Buffer.concat(entries),
  });
  if (!answer.ok) throw new Error(`POST /entries: ${answer.status} ${(await answer.text()).slice(0, 2000)}`);
  const items = (await answer.json()) as Item[];
  return items.map((item) => {
    if ("code" in item) return refused({ code: item.code, figures: item.figures });
    const { verdict } = item;
    return ok({ ...item, verdict: verdict && { code: verdict.code, figures: verdict.figures } });
  });
}
