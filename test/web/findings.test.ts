// A finding where it is read: the page and the JSON of one address, for who may see what it touches.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reachLines } from "../../src/cli/inspect/finding.ts";
import { makeApp } from "../../src/http/app.ts";
import { officePages } from "../../src/pages/office.ts";
import { type OfficeWorld, playOffice } from "./office-world.ts";

let world: OfficeWorld;
let finding: number;
let ask: (path: string, as: string | undefined, accept: string) => Promise<Response>;

beforeAll(async () => {
  world = await playOffice();
  const app = makeApp(world.services, [officePages]);
  ask = async (path, as, accept) =>
    app.request(path, { headers: { accept, ...(as ? { cookie: `persona=${as}` } : {}) } });
  const { view } = world.services;
  const sources = (await view.list("sources")).map(({ key }) => Number(key));
  const facts = await view.facts("source", sources);
  const source = sources.find((index) => facts.get(String(index))?.number === "412/GP-UBND")!;
  const why = { document: "Kết luận số 4/KL-TTr", reason: "Khai thác ngoài mốc giới được cấp" };
  finding = await world.scribe.write("authority", "finding.record", { source, ...why });
}, 60_000);
afterAll(() => world.close());

const wordsOf = async (answer: Response) => (await answer.text()).replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");

describe("a finding's page", () => {
  it("says to the authority how much to stop and to recover, by place and by result", async () => {
    const words = await wordsOf(await ask(`/findings/${finding}`, "authority", "text/html"));
    expect(words).toMatch(/Còn [\d.,]+ tấn phải dừng, [\d.]+ đ phải thu hồi từ 2 kết quả\./);
    expect(words).toContain("Cần dừng");
    expect(words).toContain("Trạm trộn Phú An");
    expect(words).toContain("Kè chống sạt lở bờ hữu sông Lam");
    expect(words).not.toMatch(/\d\d[A-Z]-\d{3}\.\d\d/);
    expect(await wordsOf(await ask("/findings", "authority", "text/html"))).toContain("Kết luận số 4/KL-TTr");
  });

  it("shows a treasury its results and no one's stock, and nothing to who has no part in it", async () => {
    const officer = (await (await ask(`/findings/${finding}`, "officer", "application/json")).json()) as {
      touched: unknown[];
      results: { claim: number; recover_vnd: number; paid_kg: number }[];
    };
    expect(officer.touched).toEqual([]);
    const paid = officer.results.find((each) => each.claim === world.honest)!;
    // All the sand of the honest dossier is of this source: every line of concrete falls, the steel stays.
    expect(paid.recover_vnd).toBe(350 * 1_200_000 + 250 * 1_265_000);
    expect((await ask(`/findings/${finding}`, "builderB", "application/json")).status).toBe(403);
    expect((await ask(`/findings/${finding}`, undefined, "application/json")).status).toBe(401);
    expect((await ask(`/findings/${finding}`, "sandMiner", "text/html")).status).toBe(403);
    expect((await ask("/findings", "yardKeeper", "text/html")).status).toBe(403);
    expect((await ask("/findings/3", "authority", "application/json")).status).toBe(404);
  });

  it("says the same on the command line", async () => {
    const { view, database } = world.services;
    const lines = await reachLines({ view, database }, finding);
    expect(lines[0]).toBe("Đang có hiệu lực · In force");
    expect(lines.filter((line) => line.startsWith("  tồn kho · stock")).length).toBeGreaterThan(0);
    expect(lines.join("\n")).toContain(`hồ sơ · claim ${world.honest}`);
    expect(lines.join("\n")).toContain("cần thu hồi · to recover 736.250.000 đ");
  });

  it("opens without its recoveries where none rests on it", async () => {
    const answer = await ask(`/findings/${finding}`, "authority", "application/json");
    const { standing, results } = (await answer.json()) as { standing: boolean; results: { recoveries: unknown[] }[] };
    expect(standing).toBe(true);
    expect(results.flatMap((each) => each.recoveries)).toEqual([]);
  });
});
