// The field's pages: the desk that issues, the road that checks, the gate that receives. Phones, dust and weak networks: each page
// works without script, signs on the device where it can, and opens again with no network at all.
import { Hono } from "hono";
import type { Services } from "../http/services.ts";
import { postCheck, postPassage, showCheck, showTrust } from "./field/check-page.ts";
import { postMine, showMine, showVehicles } from "./field/mine-page.ts";
import { postReceive, showReceive, showReceived } from "./field/receive-page.ts";
import { postRelease, postSearch, postStop, showRoad } from "./field/road-page.ts";
import { showSearchRecord } from "./field/search-record-page.ts";
import { workerScript } from "./field/service-worker.ts";
import { postVoid, showSlip } from "./field/slip-page.ts";
import { openRequest, type PageRequest } from "./request.ts";

/** /mine, /vehicles, /slip/:index, /check and what is below it, /receive, /trust.json and /sw.js. */
export function fieldPages(services: Services): Hono {
  const app = new Hono();
  const get = (path: string, show: (request: PageRequest) => Promise<Response>) =>
    app.get(path, async (context) => show(await openRequest(context, services)));
  const post = (path: string, take: (request: PageRequest) => Promise<Response>) =>
    app.post(path, async (context) => take(await openRequest(context, services)));
  get("/mine", showMine);
  post("/mine", postMine);
  get("/vehicles", showVehicles);
  get("/slip/:index", showSlip);
  post("/slip/:index/void", postVoid);
  get("/check", showCheck);
  post("/check", postCheck);
  post("/check/passage", postPassage);
  get("/check/road", showRoad);
  post("/check/stop", postStop);
  post("/check/release", postRelease);
  post("/check/search", postSearch);
  get("/check/search/:index", showSearchRecord);
  get("/trust.json", showTrust);
  get("/receive", showReceive);
  post("/receive", postReceive);
  get("/receive/:index", showReceived);
  app.get("/sw.js", (c) =>
    c.body(new Uint8Array(workerScript(services)), 200, {
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "no-cache",
      "service-worker-allowed": "/",
    }),
  );
  return app;
}
