// `npm run bench`: one JSON object a line, {"name", "value", "unit", "against", "ratio"}; what is compared is compared in the same run
// on the same machine. `--only NAME,NAME` runs some; `--full` grows the ledger to ten million entries instead of 300,000.

import os from "node:os";
import { parseArgs } from "node:util";
import { sha256 } from "@noble/hashes/sha2.js";
import { registerProvince } from "../demo/province.ts";
import { Scribe } from "../demo/scribe.ts";
import { utf8 } from "../format/bytes.ts";
import { signerFromSeed } from "../format/ed25519.ts";
import { vkeyOf } from "../format/note.ts";
import { HeadSigner } from "../intake/signer.ts";
import { Intake } from "../intake.ts";
import { openDatabase } from "../store/connect.ts";
import { migrate } from "../store/migrations.ts";
import { CLIENTS, measureBulk, measurePgbench, measureSingles, startBed } from "./bench-append.ts";
import { ed25519Verifications, measureAudit } from "./bench-audit.ts";
import { startServer } from "./bench-postgres.ts";
import { measureStart } from "./bench-start.ts";
import { BENCH_ORIGIN, BENCH_RULES, fastPace, prepareTraffic } from "./bench-traffic.ts";
import { measureBytes, measureReads, raiseClaim } from "./growth.ts";
import { measureNaive } from "./naive.ts";
import { measureScan } from "./scan.ts";
import { measureScore } from "./score-rate.ts";

const { values } = parseArgs({
  options: { only: { type: "string" }, full: { type: "boolean" }, quick: { type: "boolean" } },
});
const chosen = values.only?.split(",");
const wants = (...names: string[]) => !chosen || names.some((name) => chosen.includes(name));

function tell(name: string, value: number, unit: string, against?: string, ratio?: number): void {
  if (!wants(name)) return;
  const round = (n: number) => Number(n.toPrecision(4));
  console.log(
    JSON.stringify({
      name,
      value: round(value),
      unit,
      ...(against ? { against } : {}),
      ...(ratio === undefined ? {} : { ratio: round(ratio) }),
    }),
  );
}

const PER_SECOND = "entries/s";

async function appending(): Promise<void> {
  const server = await startServer();
  try {
    const bed = await startBed(server);
    const before = await measurePgbench(server, 5);
    const singles = await measureSingles(bed, 10);
    const bulk = await measureBulk(bed, 5);
    const after = await measurePgbench(server, 5);
    const clients = bed.clients.slice(0, CLIENTS);
    await bed.stop();
    const naive = await measureNaive(server.url, clients, 5);
    const pgbench = before === undefined || after === undefined ? undefined : (before + after) / 2;
    const against = pgbench === undefined ? "no pgbench on this machine" : `pgbench ${Math.round(pgbench)}/s`;
    const ratio = (rate: number) => (pgbench === undefined ? undefined : rate / pgbench);
    tell("append_http_64", singles.rate, PER_SECOND, against, ratio(singles.rate));
    tell("append_bulk", bulk, PER_SECOND, against, ratio(bulk));
    tell("append_vs_naive", singles.rate, PER_SECOND, `naive ${Math.round(naive)}/s`, singles.rate / naive);
    tell("rss_mb", singles.rssMb, "MB");
  } finally {
    await server.stop();
  }
}

/** Vehicles of each client: each makes some sixteen trips a day. */
const VEHICLES = 100;

/** A ledger that grows in this process; claims and look-ups are timed small and large, then it is exported and audited. */
async function growing(): Promise<void> {
  const [small, large] = values.full ? [100_000, 10_000_000] : [10_000, 300_000];
  const server = await startServer();
  const database = await openDatabase({ url: server.url });
  try {
    await migrate(database);
    const logSigner = await signerFromSeed(sha256(utf8("bench log")));
    let remembered: { size: number; root: Uint8Array } | undefined;
    const memory = {
      read: async () => remembered,
      write: async (head: { size: number; root: Uint8Array }) => {
        remembered = head;
      },
      exclusively: <T>(work: () => Promise<T>) => work(),
    };
    const pace = fastPace();
    const intake = new Intake(database, new HeadSigner(BENCH_ORIGIN, logSigner, memory), pace.clock);
    await intake.start();
    const scribe = new Scribe(BENCH_ORIGIN, sha256(utf8("bench")), pace.clock, (entries) => intake.submitAll(entries));
    const province = await registerProvince(scribe, logSigner.key, BENCH_RULES);
    const clients = await prepareTraffic(scribe, province, CLIENTS, VEHICLES, pace);
    const grow = async (size: number) => {
      while (intake.size < size) {
        await Promise.all(
          clients.map(async (client) => {
            for (let i = 0; i < 20; i++) {
              const answer = await intake.submit(await client.next());
              client.answered(answer.ok ? answer.value.index : undefined);
            }
          }),
        );
      }
    };
    const first = await raiseClaim(scribe, province, 1);
    await grow(small);
    const atSmall = await measureReads(database, first.annex, first.slip);
    if (wants("decision_growth", "scan_growth")) {
      await grow(large);
      const atLarge = await measureReads(database, first.annex, first.slip);
      const against = (ms: number) => `${ms.toFixed(2)} ms at ${small} entries`;
      tell("decision_growth", atLarge.reviewMs, "ms", against(atSmall.reviewMs), atLarge.reviewMs / atSmall.reviewMs);
      tell("scan_growth", atLarge.scanMs, "ms", against(atSmall.scanMs), atLarge.scanMs / atSmall.scanMs);
    }
    await grow(50_000);
    const bytes = await measureBytes(database);
    tell(
      "entry_bytes",
      bytes.diskBytes,
      "bytes",
      `${Math.round(bytes.ownBytes)} own bytes`,
      bytes.diskBytes / bytes.ownBytes,
    );
    if (wants("audit")) {
      const ed25519 = ed25519Verifications();
      const cores = os.availableParallelism();
      const audit = await measureAudit(server.url, intake.note!, vkeyOf(BENCH_ORIGIN, logSigner.key));
      const against = `${ed25519.by} ${Math.round(ed25519.rate)}/s × ${cores} cores`;
      tell("audit", audit.rate, PER_SECOND, against, audit.rate / (ed25519.rate * cores));
    }
  } finally {
    await database.close();
    await server.stop();
  }
}

async function scanning(): Promise<void> {
  const ms = await measureScan();
  if (ms === undefined) console.error("scan_verdict_ms: máy này không có Chromium · no Chromium on this machine");
  else tell("scan_verdict_ms", ms, "ms");
}

if (wants("start_ms")) tell("start_ms", await measureStart(), "ms");
if (wants("score_loads")) tell("score_loads", await measureScore(8), "loads/min");
if (wants("scan_verdict_ms")) await scanning();
if (wants("append_http_64", "append_bulk", "append_vs_naive", "rss_mb")) await appending();
if (wants("audit", "entry_bytes", "decision_growth", "scan_growth")) await growing();
process.exit(0);
