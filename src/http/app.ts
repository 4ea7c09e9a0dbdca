// The service as one application, the same on Node and on Workers: the fast door for entries first, then the guard around every other
// resource, then the resources, then pages, and last what nobody answered.
import { Hono } from "hono";
import { mountBundles } from "./bundles.ts";
import { mountChanges } from "./changes.ts";
import { mountEntries } from "./entries.ts";
import { mountFindings } from "./finding-reads.ts";
import { mountChoices } from "./frame.ts";
import { mountDemoHost, mountEnds, mountGuard, mountRates } from "./guard.ts";
import { mountLog } from "./log.ts";
import { mountReads } from "./reads.ts";
import { mountRequestIds } from "./request-id.ts";
import type { Services } from "./services.ts";
import { mountDoors } from "./sign-in.ts";
import { mountSignals } from "./signal-reads.ts";
import { mountStatus } from "./status.ts";

/** A module of pages as an application of its own. */
export type PageModule = (services: Services) => Hono;

/** The application on these services; pages come after the resources, which leave text/html to them. */
export function makeApp(services: Services, pages: readonly PageModule[]): Hono {
  const app = new Hono();
  mountRequestIds(app);
  if (services.demo) mountDemoHost(app);
  mountEntries(app, services);
  mountGuard(app, services);
  mountStatic(app, services);
  mountRates(app, services);
  mountChoices(app, services);
  mountStatus(app, services);
  mountLog(app, services);
  mountChanges(app, services);
  mountReads(app, services);
  mountFindings(app, services);
  mountSignals(app, services);
  mountBundles(app, services);
  mountDoors(app, services);
  for (const make of pages) app.route("/", make(services));
  mountEnds(app, services);
  return app;
}

function mountStatic(app: Hono, services: Services): void {
  for (const path of ["/static/*", "/verify.html"]) {
    app.get(path, async (context, next) => {
      const file = await services.assets.encoded(context.req.path, context.req.header("accept-encoding"));
      return file ? context.body(new Uint8Array(file.bytes), 200, { ...file.headers }) : next();
    });
  }
}
