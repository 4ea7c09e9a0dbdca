// Status of the service for machines: that it runs, that work may be sent to it, its metrics, and its OpenAPI description.

import type { Hono } from "hono";
import { sql } from "kysely";
import { headOf } from "../format/note.ts";
import { VERSIONS } from "../rules/registry/versions.ts";
import { PROBLEMS, problem } from "../words/problem.ts";
import { bears } from "./log.ts";
import type { Now } from "./metrics.ts";
import { openApi } from "./openapi.ts";
import { isProblemCode, refuse, titleOf } from "./problems.ts";
import type { Services } from "./services.ts";
import { sessionCookie } from "./session.ts";

const DATABASE_MS = 2000;
/** How long an answer of the database to whether it takes writes is good for. */
const LOOK_MS = 1000;

/** Mounts /healthz, /readyz, /metrics, /openapi.json and /problems. */
export function mountStatus(app: Hono, services: Services): void {
  const versions = VERSIONS.map(({ number }) => number).join(", ");
  app.get("/healthz", (context) =>
    context.text(`ok\nrules versions ${versions}\n`, 200, { "cache-control": "no-store" }),
  );

  const takesWrites = writesOf(services);
  app.get("/readyz", async (context) => {
    const { sequencer } = services;
    const [note, halted, answers] = await Promise.all([sequencer.head(), sequencer.halted(), takesWrites()]);
    if (halted) return refuse(halted);
    if (!answers) return refuse(problem("busy", { seconds: 5 }));
    if (note === undefined) return refuse(problem("not-opened"));
    const size = headOf(note)?.size ?? 0;
    return context.text(`ready ${size}\n${await degradedText(services)}`, 200, { "cache-control": "no-store" });
  });

  app.get("/metrics", async (context) => {
    // Counts of passages would tell the trade when a checkpoint is at work (docs/design.md, Frauds), so strangers do not see them.
    if (!services.demo && !bears(context, services.metricsToken))
      return refuse(problem("unauthorised"), { "www-authenticate": "Bearer" });
    return context.body(services.metrics.text(await nowOf(services)), 200, {
      "content-type": "text/plain; version=0.0.4; charset=utf-8",
      "cache-control": "no-store",
    });
  });

  const described = openApi(services.demo !== undefined, sessionCookie(services.publicAddress));
  app.get("/openapi.json", (context) => context.json(described, 200, { "cache-control": "max-age=300" }));

  app.get("/problems/:code", (context) => {
    const code = context.req.param("code");
    if (!isProblemCode(code)) return refuse(problem("no-such-page"));
    const [status] = PROBLEMS[code];
    return context.json({ code, status, title: titleOf(code, "vi"), title_en: titleOf(code, "en") });
  });
}

async function nowOf({ sequencer, cosigning }: Services): Promise<Now> {
  const [note, halted, health] = await Promise.all([sequencer.head(), sequencer.halted(), cosigning?.health()]);
  const { user, system } = process.cpuUsage();
  return {
    size: headOf(note)?.size ?? 0,
    halted: halted?.code,
    cosigning: health,
    memory: process.memoryUsage.rss(),
    cpuSeconds: (user + system) / 1e6,
  };
}

/** Who is waited for when cosigned heads fall behind. The status stays 200: a slow witness must not take the ledger out of service. */
async function degradedText(services: Services): Promise<string> {
  const health = await services.cosigning?.health();
  if (!health?.degraded) return "";
  const minutes = Math.floor(health.waitingMs / 60_000);
  const late = health.late.map(({ name, reason }) => `${name} (${reason})`).join(", ");
  return `degraded: cosigned head ${health.cosignedSize} is ${minutes} minutes behind; waiting for ${late}\n`;
}

/**
 * Writes and commits one row of the desk, which the next look takes away: a standby, a full disk, and a server that waits for a
 * standby which is gone all answer questions, and take nothing. Asked of the database at most once in `LOOK_MS`, however many ask here.
 */
function writesOf({ database, now }: Services): () => Promise<boolean> {
  let last: { atMs: number; takes: boolean } | undefined;
  return async () => {
    const atMs = performance.now();
    if (last && atMs - last.atMs < LOOK_MS) return last.takes;
    const takes = await inTime(
      sql`with gone as (delete from desk.challenge where expires_ms < ${now()})
        insert into desk.challenge (challenge, expires_ms)
        values (${crypto.getRandomValues(new Uint8Array(32))}::bytea, ${now()})`.execute(database.kysely),
    );
    last = { atMs, takes };
    return takes;
  };
}

/** True if it is done in time; false where it fails or is late. */
async function inTime(work: Promise<unknown>): Promise<boolean> {
  const asked = work.then(
    () => true,
    () => false,
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), DATABASE_MS);
  });
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
