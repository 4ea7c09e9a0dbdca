// A finding where it is read: the page and the JSON of one address, for who may see what it touches.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reachLines } from "../../src/cli/inspect/finding.ts";
import { demoRules } from "../../src/demo/province.ts";
import { makeApp } from "../../src/http/app.ts";
import { officePages } from "../../src/pages/office.ts";
import { dayOf } from "../../src/rules/numbers/time.ts";
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

  it("lists opening stock that is past its last day, where it still lies: page, JSON and command line", async () => {
    const { scribe, clock, services } = world;
    const { view, database } = services;
    const sites = await view.facts(
      "site",
      (await view.list("sites")).map(({ key }) => Number(key)),
    );
    const [yard, { party }] = [...sites].find(([, site]) => site.name === "Bãi Hưng Thịnh")!;
    const at = Number(yard);
    const nowS = Math.floor(clock.wallMs() / 1000);
    const today = dayOf(nowS);
    const proposal = await scribe.write("root0", "rules.set", { ...demoRules(nowS), openingUntil: today });
    await scribe.write("root1", "approve", { proposal });
    const terms = { instrument: 8, number: "01/TK-SNNMT", issuer: "Ủy ban nhân dân tỉnh Sông Lam" } as const;
    const source = await scribe.agree("authority", "deputy", "source.grant", {
      ...terms,
      holder: party,
      sites: [at],
      materials: [6],
      until: 20271231,
      reserve: { unit: 2, amount: 200 },
    });
    const stock = { source, material: 6 as const, massKg: 30_000, at, document: "Biên bản kiểm kê" };
    const declared = await scribe.write("yardKeeper", "opening.declare", stock);
    await scribe.write("authority", "approve", { proposal: declared });
    clock.until(clock.wallMs() + 86_400_000);
    await scribe.write("yardKeeper", "sale.declare", { site: at, material: 6, massKg: 1000, day: today });
    const why = { document: "Kết luận số 5/KL-TTr", reason: "Kê khai không đúng thực tế" };
    const about = await scribe.write("authority", "finding.record", { source, ...why });

    const { touched } = (await (await ask(`/findings/${about}`, "authority", "application/json")).json()) as {
      touched: { what: string; where: Record<string, number>; kg: number }[];
    };
    expect(touched).toMatchObject([{ what: "lapsed", where: { place: at }, kg: 30_000 }]);
    const words = await wordsOf(await ask(`/findings/${about}`, "authority", "text/html"));
    expect(words).toContain("Còn 30,0 tấn phải dừng");
    expect(words).toContain("Tồn đầu kỳ đã quá hạn tại Bãi Hưng Thịnh");
    const lines = await reachLines({ view, database }, about);
    expect(lines.join("\n")).toContain("tồn đầu kỳ đã quá hạn tại · opening stock past its last day at Bãi Hưng Thịnh");
  });

  it("opens without its recoveries where none rests on it", async () => {
    const answer = await ask(`/findings/${finding}`, "authority", "application/json");
    const { standing, results } = (await answer.json()) as { standing: boolean; results: { recoveries: unknown[] }[] };
    expect(standing).toBe(true);
    expect(results.flatMap((each) => each.recoveries)).toEqual([]);
  });
});
