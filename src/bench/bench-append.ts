// How fast the service takes entries: over HTTP from 64 clients, one and a hundred at a time, against pgbench on the same server;
// and against the naive way, one locked transaction an entry with the same checks.

import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { sha256 } from "@noble/hashes/sha2.js";
import { registerProvince } from "../demo/province.ts";
import { Scribe, type Submit } from "../demo/scribe.ts";
import { concat, utf8 } from "../format/bytes.ts";
import type { SubmitAnswer } from "../intake.ts";
import { openService } from "../service/service.ts";
import { ok } from "../words/result.ts";
import { type BenchServer, pgbenchInserts } from "./bench-postgres.ts";
import { BENCH_ORIGIN, BENCH_RULES, type Client, prepareTraffic, presentPace } from "./bench-traffic.ts";
import { RawClient } from "./raw.ts";

/** Devices that post one entry at a time, and senders that post a hundred devices' entries at a time. */
export const CLIENTS = 64;
const SENDERS = 4;
const TOGETHER = 100;
/** The size of an entry's row, to which pgbench's row is made equal. */
const ENTRY_BYTES = 300;

/** A running service on its own database, and the traffic that is registered in it. */
export type Bed = { port: number; clients: Client[]; process: ChildProcess; stop(): Promise<void> };

/** Starts `npm start`'s program on the server and registers a province with its clients. */
export async function startBed(server: BenchServer): Promise<Bed> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-bed-"));
  const port = await freePort();
  const env = {
    ...process.env,
    PORT: String(port),
    DATABASE_URL: server.url,
    SO_NGUON_DATA: dir,
    SO_NGUON_ORIGIN: BENCH_ORIGIN,
    SO_NGUON_DEMO: "0",
  };
  // A log is opened before its service listens; from then on everything goes through the door.
  const opened = await openService({ dir, databaseUrl: server.url, origin: BENCH_ORIGIN });
  let submit: Submit = (entries) => opened.intake.submitAll(entries);
  const pace = presentPace();
  const scribe = new Scribe(BENCH_ORIGIN, sha256(utf8("bench")), pace.clock, (entries) => submit(entries));
  const province = await registerProvince(scribe, opened.intake.logKey, BENCH_RULES);
  await opened.close();
  const child = spawn(process.execPath, ["--max-semi-space-size=32", "src/node.ts"], {
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  await ready(port, child);
  submit = (entries) => postAll(port, entries);
  const clients = await prepareTraffic(scribe, province, SENDERS * TOGETHER, 12, pace);
  const stop = async () => {
    child.kill("SIGTERM");
    await new Promise((resolve) => child.once("exit", resolve));
    fs.rmSync(dir, { recursive: true, force: true });
  };
  return { port, clients, process: child, stop };
}

/** Entries a second of single posts by 64 clients for some seconds, after a warm-up; and the service's memory in MB at the end. */
export async function measureSingles(bed: Bed, seconds: number): Promise<{ rate: number; rssMb: number }> {
  await drive(bed, 2);
  const { count, took } = await drive(bed, seconds);
  return { rate: count / took, rssMb: residentMb(bed.process) };
}

async function drive(bed: Bed, seconds: number): Promise<{ count: number; took: number }> {
  const began = performance.now();
  const end = began + seconds * 1000;
  let count = 0;
  await Promise.all(
    bed.clients.slice(0, CLIENTS).map(async (client) => {
      const connection = new RawClient(bed.port, "/entries", "application/cose");
      while (performance.now() < end) {
        const { status, headers, body } = await connection.post(await client.next());
        if (status !== 200) throw new Error(`${status} ${body.toString("utf8").slice(0, 400)}`);
        client.answered(Number(/^so-nguon-index: (\d+)$/im.exec(headers)?.[1]));
        count += 1;
      }
      connection.end();
    }),
  );
  return { count, took: (performance.now() - began) / 1000 };
}

/** Entries a second in requests of a hundred, from four senders: each carries the next entry of a hundred devices. */
export async function measureBulk(bed: Bed, seconds: number): Promise<number> {
  const began = performance.now();
  const end = began + seconds * 1000;
  let count = 0;
  const groups = Array.from({ length: SENDERS }, (_, i) => bed.clients.slice(TOGETHER * i, TOGETHER * (i + 1)));
  await Promise.all(
    groups.map(async (group) => {
      while (performance.now() < end) {
        const batch: { client: Client; bytes: Uint8Array }[] = [];
        // A client's next entry may refer to its last, so each takes part once a request.
        for (const client of group) batch.push({ client, bytes: await client.next() });
        const answers = await postAll(
          bed.port,
          batch.map((each) => each.bytes),
        );
        for (const [i, { client }] of batch.entries()) {
          const answer = answers[i]!;
          client.answered(answer.ok ? answer.value.index : undefined);
          count += 1;
        }
      }
    }),
  );
  return count / ((performance.now() - began) / 1000);
}

async function postAll(port: number, entries: readonly Uint8Array[]): Promise<SubmitAnswer[]> {
  const answers: SubmitAnswer[] = [];
  for (let i = 0; i < entries.length; i += 500) {
    const body = concat(...entries.slice(i, i + 500));
    const headers = { "content-type": "application/cbor-seq" };
    const response = await fetch(`http://127.0.0.1:${port}/entries`, {
      method: "POST",
      headers,
      body: new Uint8Array(body),
    });
    const list = (await response.json()) as ({ index: number } | { code: string })[];
    for (const each of list) {
      if ("code" in each) throw new Error(JSON.stringify(each));
      answers.push(ok({ index: each.index, entryId: "", proof: "", verdict: null }));
    }
  }
  return answers;
}

/** The speed of pgbench with rows of an entry's size on the same server at 64 clients. */
export function measurePgbench(server: BenchServer, seconds: number): Promise<number | undefined> {
  return pgbenchInserts(server, ENTRY_BYTES, seconds);
}

export function residentMb(child: ChildProcess): number {
  const status = fs.readFileSync(`/proc/${child.pid}/status`, "utf8");
  return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024);
}

async function ready(port: number, child: ChildProcess): Promise<void> {
  for (let i = 0; i < 300; i++) {
    if (child.exitCode !== null) throw new Error("the service stopped");
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the service did not become ready");
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
