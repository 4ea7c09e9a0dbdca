// Status of the service for machines: that it runs, that work may be sent to it, its metrics, and its OpenAPI description.

import type { Hono } from "hono";
import { sql } from "kysely";
import { headOf } from "../format/note.ts";
import { VERSIONS } from "../rules/registry/versions.ts";
import { PROBLEMS, problem } from "../words/problem.ts";
import { bears } from "./log.ts";
import { openApi } from "./openapi.ts";
import { isProblemCode, refuse, titleOf } from "./problems.ts";
import type { Services } from "./services.ts";

const DATABASE_MS = 2000;

/** Mounts /healthz, /readyz, /metrics, /openapi.json and /problems. */
export function mountStatus(app: Hono, services: Services): void {
  const versions = VERSIONS.map(({ number }) => number).join(", ");
  app.get("/healthz", (context) =>
    context.text(`ok\nrules versions ${versions}\n`, 200, { "cache-control": "no-store" }),
  );

  app.get("/readyz", async (context) => {
    const { sequencer } = services;
    const [note, halted, answers] = await Promise.all([
      sequencer.head(),
      sequencer.halted(),
      databaseTakesWrites(services),
    ]);
    if (halted) return refuse(halted);
    if (!answers) return refuse(problem("busy", { seconds: 5 }));
    const size = headOf(note)?.size ?? 0;
    return context.text(`ready ${size}\n${await degradedText(services)}`, 200, { "cache-control": "no-store" });
  });

  app.get("/metrics", async (context) => {
    // Counts of passages would tell the trade when a checkpoint is at work (docs/design.md, Frauds), so strangers do not see them.
    if (!services.demo && !bears(context, services.metricsToken))
      return refuse(problem("unauthorised"), { "www-authenticate": "Bearer" });
    return context.body(services.metrics.text(headOf(await services.sequencer.head())?.size ?? 0), 200, {
      "content-type": "text/plain; version=0.0.4; charset=utf-8",
      "cache-control": "no-store",
    });
  });

  const described = openApi(services.demo !== undefined);
  app.get("/openapi.json", (context) => context.json(described, 200, { "cache-control": "max-age=300" }));

  app.get("/problems/:code", (context) => {
    const code = context.req.param("code");
    if (!isProblemCode(code)) return refuse(problem("no-such-page"));
    const [status] = PROBLEMS[code];
    return context.json({ code, status, title: titleOf(code, "vi"), title_en: titleOf(code, "en") });
  });
}

/** Who is waited for when cosigned heads fall behind. The status stays 200: a slow witness must not take the ledger out of service. */
async function degradedText(services: Services): Promise<string> {
  const health = await services.cosigning?.health();
  if (!health?.degraded) return "";
  const minutes = Math.floor(health.waitingMs / 60_000);
  const late = health.late.map(({ name, reason }) => `${name} (${reason})`).join(", ");
  return `degraded: cosigned head ${health.cosignedSize} is ${minutes} minutes behind; waiting for ${late}\n`;
}

/** A standby answers too, but takes nothing. */
async function databaseTakesWrites(services: Services): Promise<boolean> {
  const asked = sql<{ standby: boolean }>`select pg_is_in_recovery() as standby`.execute(services.database.kysely).then(
    ({ rows }) => rows[0]?.standby === false,
    () => false,
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), DATABASE_MS);
  });
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
