// The extent of a finding for machines: material to stop and money to recover. For authorities and inspectors whole; a treasury sees the
// results of its own projects.

import type { Context, Hono } from "hono";
import { MATERIALS } from "../format/codes.ts";
import { mapLoading } from "../rules/book/memory.ts";
import type { Touched } from "../rules/oversight/touched.ts";
import { type Reach, reachOf } from "../store/finding-extent.ts";
import { problem } from "../words/problem.ts";
import { ok, type Result, refused } from "../words/result.ts";
import { wantsPage } from "./body.ts";
import { refuse } from "./problems.ts";
import { closedDesk, mayOpen, mayRead, readsEveryProject } from "./readers.ts";
import type { FindingReach } from "./resources.ts";
import type { Services } from "./services.ts";

/** Mounts the resource; a browser that navigates gets the page of the same address. */
export function mountFindings(app: Hono, services: Services): void {
  app.get("/findings/:index{[0-9]{1,10}}", async (context, next) => {
    if (wantsPage(context)) return next();
    const reach = await reachFor(context, services, Number(context.req.param("index")));
    if (!reach.ok) return refuse(reach.problem);
    return context.json(resourceOf(reach.value), 200, { "cache-control": "private, no-cache" });
  });
}

/** The reach of a finding as far as who asks may see it, or why not. */
export async function reachFor(context: Context, services: Services, index: number): Promise<Result<Reach>> {
  const who = await services.who(context);
  if (!mayOpen(who, "findings")) return refused(closedDesk(who, "findings"));
  const reach = await reachOf(services.database.kysely, index);
  if (!reach) return refused(problem("not-found", { what: "finding", index }));
  if (readsEveryProject(who)) return ok(reach);
  const own = await services.view.read((book) =>
    mapLoading(reach.results, (each) =>
      mayRead(book, who, { what: "result", project: each.project }) ? [each] : [],
    ).flat(),
  );
  return ok({ ...reach, touched: [], results: own });
}

function resourceOf({ finding, standing, touched, results }: Reach): FindingReach {
  return {
    finding: finding.index,
    standing,
    touched: touched.map(touchedOf),
    results: results.map((each) => ({
      claim: each.annex,
      decision: each.decision,
      project: each.project,
      package: each.package,
      paid_kg: each.paidKg,
      withheld_kg: each.withheldKg,
      recover_vnd: each.recoverDong,
      recoveries: each.recoveries.map(({ recovery, owedDong, balanceDong }) => ({
        recovery,
        owed_vnd: owedDong,
        balance_vnd: balanceDong,
      })),
    })),
  };
}

function touchedOf({ what, material, kg, ...where }: Touched): FindingReach["touched"][number] {
  const { vi, en } = MATERIALS[material];
  return { what, where: { ...where }, material: { code: material, vi, en }, kg };
}
