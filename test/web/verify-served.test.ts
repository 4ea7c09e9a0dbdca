// A court bundle leaves the service by HTTP, for those who may have it; then the service is stopped, its folder deleted, and the bundle
// still proves what it proves.

import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { logKeysText } from "../../src/format/signatories.ts";
import { makeApp } from "../../src/http/app.ts";
import { PAGES } from "../../src/pages/pages.ts";
import { verifyBundle } from "../../src/rules/readings/evidence.ts";
import { openService, type Service } from "../../src/service/service.ts";
import { soNguon } from "../cli/run.ts";

const dir = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-court-"));
let service: Service;
let app: Hono;
let vkey: string;
let decision: number;
let slip: number;

beforeAll(async () => {
  service = await openService({ dir: path.join(dir, "data"), demo: true });
  app = makeApp(service.services, PAGES);
  const { view } = service.services;
  vkey = logKeysText(await service.services.logKeys()).trim();
  decision = Number((await view.list("decisions", 1))[0]!.key);
  const entries = await view.entries(Array.from({ length: service.intake.size }, (_, index) => index));
  slip = entries.find(({ entry }) => entry.kind === "slip.issue")!.index;
});

afterAll(() => fs.rmSync(dir, { recursive: true, force: true }));

async function as(persona: string | undefined, address: string, accept = "*/*"): Promise<Response> {
  const headers: Record<string, string> = { accept };
  if (persona !== undefined) {
    const body = JSON.stringify({ persona });
    const signIn = await app.request("/demo/persona", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    headers.cookie = signIn.headers.getSetCookie()[0]!.split(";")[0]!;
  }
  return app.request(address, { headers });
}

const statusAs = async (persona: string | undefined, index: number) =>
  (await as(persona, `/entries/${index}/bundle`)).status;

describe("a court bundle over HTTP", () => {
  it("is for nobody who has not signed in", async () => {
    expect([await statusAs(undefined, slip), await statusAs(undefined, decision)]).toEqual([401, 401]);
  });

  it("of a slip is for its parties, the treasury and the authority, not for other parties or the road", async () => {
    for (const who of ["sandMiner", "yardKeeper", "officer", "authority"])
      expect([who, await statusAs(who, slip)]).toEqual([who, 200]);
    for (const who of ["stoneMiner", "builderA", "police"])
      expect([who, await statusAs(who, slip)]).toEqual([who, 403]);
  });

  it("of a result is for the parties of its dossier, not for whoever drove for it", async () => {
    for (const who of ["owner", "supervisor", "officer", "authority"])
      expect([who, await statusAs(who, decision)]).toEqual([who, 200]);
    for (const who of ["sandMiner", "yardKeeper", "police"])
      expect([who, await statusAs(who, decision)]).toEqual([who, 403]);
  });

  it("is there for slips and results only", async () => {
    expect(await statusAs("officer", 0)).toBe(404);
    expect(await statusAs("officer", 999_999)).toBe(404);
  });

  it("is offered on the slip's page and on the decided dossier's", async () => {
    const claim = (await service.services.view.fact("result", decision))!.annex;
    const dossier = await (await as("officer", `/treasury/${claim}`, "text/html")).text();
    expect(dossier).toContain(`href="/entries/${decision}/bundle"`);
    const paper = await (await as("sandMiner", `/slip/${slip}`, "text/html")).text();
    expect(paper).toContain(`href="/entries/${slip}/bundle"`);
    expect(paper).toContain('href="/verify.html"');
  });

  it("comes with a page that verifies it, under a policy of its own", async () => {
    const answer = await as(undefined, "/verify.html", "text/html");
    const policy = answer.headers.get("content-security-policy")!;
    expect(answer.status).toBe(200);
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-/);
    expect(policy).not.toContain("connect-src");
    expect(await answer.text()).toContain("Kiểm tra hồ sơ chứng cứ");
  });

  it("proves the same with the service stopped and its folder deleted", async () => {
    const files = { slip: path.join(dir, "slip.bundle"), result: path.join(dir, "result.bundle") };
    const bytes = async (index: number) =>
      new Uint8Array(await (await as("officer", `/entries/${index}/bundle`)).arrayBuffer());
    fs.writeFileSync(files.slip, await bytes(slip));
    fs.writeFileSync(files.result, await bytes(decision));
    const pin = path.join(dir, "log.vkey");
    fs.writeFileSync(pin, `${vkey}\n`);
    await service.close();
    fs.rmSync(path.join(dir, "data"), { recursive: true });
    for (const [kind, file] of Object.entries(files)) {
      expect(await verifyBundle(new Uint8Array(fs.readFileSync(file)), vkey)).toMatchObject({ proof: { kind } });
      const said = await soNguon("verify", file, "--vkey", pin);
      expect(said).toMatchObject({ code: 0, out: expect.stringContaining("ĐẠT · VERIFIED") });
    }
  });
});
