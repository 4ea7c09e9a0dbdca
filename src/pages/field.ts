// The field's pages: the desk that issues, the road that checks, the gate that receives. Phones, dust and weak networks: each page
// works without script, signs on the device where it can, and opens again with no network at all.
import { Hono } from "hono";
import { frameOf } from "../http/frame.ts";
import { refuse } from "../http/problems.ts";
import type { Services } from "../http/services.ts";
import { problem } from "../words/problem.ts";
import { postCheck, postPassage, showCheck, showTrust } from "./field/check-page.ts";
import { issueSheetPage, postIssueSheet } from "./field/issue-sheet.ts";
import { manifestText } from "./field/manifest.ts";
import { postMine, showMine, showVehicles } from "./field/mine-page.ts";
import { postReceive, postRefusal, showReceive, showReceived } from "./field/receive-page.ts";
import { postRelease, postSearch, postStop, showRoad } from "./field/road-page.ts";
import { showSearchRecord } from "./field/search-record-page.ts";
import { workerScript } from "./field/service-worker.ts";
import { exportSlips } from "./field/slip-export.ts";
import { postVoid, showSlip } from "./field/slip-page.ts";
import { showWeighings } from "./field/weighings.ts";
import { openRequest, type PageRequest } from "./request.ts";

/** /mine, /vehicles, /weighings, /slip/:index, /check and what is below it, /receive, /trust.json and /sw.js. */
export function fieldPages(services: Services): Hono {
  const app = new Hono();
  const get = (path: string, show: (request: PageRequest) => Promise<Response>) =>
    app.get(path, async (context) => show(await openRequest(context, services)));
  const post = (path: string, take: (request: PageRequest) => Promise<Response>) =>
    app.post(path, async (context) => take(await openRequest(context, services)));
  get("/mine", showMine);
  post("/mine", postMine);
  get("/mine/slips.csv", exportSlips);
  get("/mine/sheet", issueSheetPage);
  post("/mine/sheet", postIssueSheet);
  get("/vehicles", showVehicles);
  get("/weighings", showWeighings);
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
  post("/receive/refuse", postRefusal);
  get("/receive/:index", showReceived);
  app.get("/manifest/:desk", async (context) => {
    const { lang } = await frameOf(context, services);
    const text = manifestText(context.req.param("desk"), services, lang);
    if (text === undefined) return refuse(problem("no-such-page"));
    return context.body(text, 200, { "content-type": "application/manifest+json", "cache-control": "no-cache" });
  });
  app.get("/sw.js", (c) =>
    c.body(new Uint8Array(workerScript(services)), 200, {
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "no-cache",
      "service-worker-allowed": "/",
    }),
  );
  return app;
}
