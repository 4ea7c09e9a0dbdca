// Dues on what was sent, as the tax office, the mine and a stranger find them; and what the tax office attests through the form of all acts.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OBLIGATION } from "../../src/format/codes.ts";
import { makeApp } from "../../src/http/app.ts";
import { officePages } from "../../src/pages/office.ts";
import { type OfficeWorld, playOffice } from "./office-world.ts";

let world: OfficeWorld;
let app: ReturnType<typeof makeApp>;
let source: number;
let sentKg: number;

beforeAll(async () => {
  world = await playOffice();
  app = makeApp(world.services, [officePages]);
  const { view } = world.services;
  for (const index of await view.whole("sources")) {
    if (!(await view.fact("dues", index))) continue;
    source = index;
    sentKg = (await view.fact("monthly", `${index}/202611`))!.sentKg;
  }
}, 180_000);
afterAll(() => world.close());

const textOf = async (answer: Response) => (await answer.text()).replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
const get = async (path: string, as?: string) =>
  app.request(path, { headers: { accept: "text/html", ...(as ? { cookie: `persona=${as}` } : {}) } });

describe("what a source sent beside what was paid", () => {
  it("is listed for the tax office, whose door leads there; for the mine its own source alone; for strangers and others nothing", async () => {
    expect(await (await get("/", "taxOfficer")).text()).toContain('href="/dues"');
    const all = (await (await get("/dues", "taxOfficer")).text()).match(/href="\/dues\/\d+"/g);
    expect(all?.length).toBeGreaterThan(1);
    const own = (await (await get("/dues", "sandMiner")).text()).match(/href="\/dues\/\d+"/g);
    expect(own).toEqual([`href="/dues/${source}"`]);
    expect((await get("/dues")).status).toBe(401);
    expect((await get("/dues", "builderA")).status).toBe(403);
    expect((await get(`/dues/${source}`, "stoneMiner")).status).toBe(403);
  });

  it("says by month what was dug, sent and paid for, and says where the columns' names come from", async () => {
    const page = await textOf(await get(`/dues/${source}`, "sandMiner"));
    const tonnes = (Math.round(sentKg / 100) / 10)
      .toFixed(1)
      .replace(".", ",")
      .replace(/^(\d)(\d{3},)/, "$1.$2");
    expect(page).toMatch(new RegExp(`11/2026 [\\d.,]+ ${tonnes} ${tonnes} 42\\.000\\.000 42\\.000\\.000`));
    expect(page).toContain("bản chính của các mẫu ấy chưa có ở đây");
  });

  it("is a table of whole kilograms and đồng for spreadsheets", async () => {
    const answer = await get(`/dues/${source}?year=2026&format=csv`, "authority");
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const rows = new TextDecoder().decode(bytes).trimEnd().split("\r\n");
    expect(rows).toHaveLength(13);
    expect(rows[0]).toContain('"Đã xuất theo phiếu (kg)"');
    expect(rows[11]).toBe(`"11/2026",0,${sentKg},,,,${sentKg},42000000,42000000,${sentKg},3500000,3500000`);
    expect(rows[12]).toBe('"12/2026",0,0,,,,,,,,,');
  });
});

describe("the tax office's act", () => {
  it("takes months as people write them, and the page shows the newer attestation", async () => {
    const form = await (await get(`/acts/obligation.attest?subject=${source}`, "taxOfficer")).text();
    expect(form).toContain("tháng/năm");
    const balances = `${OBLIGATION.royalty} 11/2026 90.000 50.000.000 40.000.000`;
    const fields = { do: "sign", subject: String(source), items: "", balances };
    const answer = await app.request("/acts/obligation.attest", {
      method: "POST",
      headers: {
        cookie: "persona=taxOfficer",
        "content-type": "application/x-www-form-urlencoded",
        accept: "text/html",
      },
      body: new URLSearchParams(fields),
    });
    expect(answer.status).toBe(303);
    const proposal = Number(answer.headers.get("location")!.split("/").at(-1));
    await world.scribe.write("taxDeputy", "approve", { proposal });
    const page = await textOf(await get(`/dues/${source}`, "taxOfficer"));
    expect(page).toMatch(/11\/2026 .* 90,0 50\.000\.000 40\.000\.000/);
  });
});
