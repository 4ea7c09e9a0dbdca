// The acts that have no page of their own: found from the first page, told in words before they are signed, and signed.
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hex } from "../../src/format/bytes.ts";
import { KINDS } from "../../src/format/kinds.ts";
import { makeApp } from "../../src/http/app.ts";
import { readAct, typedAct } from "../../src/pages/office/act-fields.ts";
import { waitingForRuling } from "../../src/pages/office/rulings-page.ts";
import { officePages } from "../../src/pages/office.ts";
import { LATER_SAMPLES } from "../format/later.ts";
import { inBrowser, launch } from "./browser.ts";
import { type OfficeWorld, playOffice } from "./office-world.ts";

/** More entries than the demo has. */
const MOST = 2000;

let world: OfficeWorld;
let app: ReturnType<typeof makeApp>;

beforeAll(async () => {
  world = await playOffice();
  app = makeApp(world.services, [officePages]);
}, 180_000);
afterAll(() => world.close());

const get = async (path: string, as: string | undefined) =>
  app.request(path, { headers: { accept: "text/html", ...(as ? { cookie: `persona=${as}` } : {}) } });
const post = async (kind: string, as: string, fields: Record<string, string>) =>
  app.request(`/acts/${kind}`, {
    method: "POST",
    headers: { cookie: `persona=${as}`, "content-type": "application/x-www-form-urlencoded", accept: "text/html" },
    body: new URLSearchParams(fields),
  });
const textOf = async (answer: Response) => (await answer.text()).replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");

/** The newest receipt of the yard, its slip and its body. */
async function receiptOfYard() {
  const { kid } = await world.scribe.pen("yardKeeper");
  const entries = await world.services.view.entries([...Array(MOST).keys()]);
  const found = entries.findLast(({ entry }) => entry.kind === "load.receive" && hex(entry.kid) === kid)!;
  if (found.entry.kind !== "load.receive") throw new Error("no receipt");
  return { index: found.index, body: found.entry.body };
}

describe("the list of acts", () => {
  it("is behind a door of the first page, holds what the signer's party may sign, and is closed to strangers", async () => {
    expect(await (await get("/", "supervisor")).text()).toContain('href="/acts"');
    const list = await (await get("/acts", "supervisor")).text();
    expect(list).toContain('href="/acts/acceptance.record"');
    expect(list).not.toContain('href="/acts/contest.lift"');
    expect((await get("/acts", undefined)).status).toBe(401);
    expect((await get("/acts/contest.lift", "supervisor")).status).toBe(403);
  });

  it("opens a form for each of them, with a label in words for each field", async () => {
    for (const who of [
      "authority",
      "yardKeeper",
      "builderA",
      "supervisor",
      "owner",
      "officer",
      "police",
      "sandMiner",
    ]) {
      const list = await (await get("/acts", who)).text();
      const kinds = [...list.matchAll(/href="\/acts\/([a-z.]+)"/g)].map(([, kind]) => kind!);
      expect(kinds.length).toBeGreaterThan(1);
      for (const kind of kinds) {
        const page = await get(`/acts/${kind}`, who);
        expect([kind, page.status]).toEqual([kind, 200]);
        const markup = await page.text();
        for (const name of Object.keys((KINDS[kind as keyof typeof KINDS].body as { fields?: object }).fields ?? {}))
          expect(markup, `${kind} ${name}`).toMatch(new RegExp(`name="${name}[".]`));
      }
    }
  });
});

describe("what is typed", () => {
  it("reads back to the body that it was made of, for every sample", () => {
    // Annexes have a page of their own: their lines hold words with spaces.
    const typed = Object.entries(LATER_SAMPLES).filter(([kind]) => !kind.startsWith("annex."));
    for (const [kind, body] of typed) {
      const name = kind as keyof typeof LATER_SAMPLES;
      expect([kind, readAct(name, typedAct(name, body), "vi")]).toEqual([kind, body]);
    }
  });
});

describe("an entry that a form names", () => {
  const succession = { document: "Nghị quyết số 12/NQ-HĐND", lastDay: "31/12/2026", do: "look" };
  /** The values of the fields that the page would send on, by name. */
  const sentOn = (markup: string) =>
    Object.fromEntries(
      [...markup.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name!, value!]),
    );

  it("is typed by its name, in the spelling of whoever types, and signed by its number", async () => {
    const typed = { party: "CTY CP Xây dựng Trường Phát", successor: "minh long", ...succession };
    const look = await post("party.succeed", "authority", typed);
    const markup = await look.text();
    const { party, successor } = sentOn(markup);
    const parties = await world.services.view.facts("party", [Number(party), Number(successor)]);
    expect([look.status, parties.get(party!)?.name, parties.get(successor!)?.name]).toEqual([
      200,
      "Công ty Cổ phần Xây dựng Trường Phát",
      "Công ty TNHH Xây lắp Minh Long",
    ]);
    expect(markup).toContain("Ký và ghi vào sổ");
  });

  it("that the ledger does not have is said beside its field; what was typed stays", async () => {
    const answer = await post("party.succeed", "authority", {
      party: "Công ty Không Có",
      successor: "3",
      ...succession,
    });
    const markup = await answer.text();
    expect(answer.status).toBe(422);
    expect(markup).toContain("Trong sổ không có “Công ty Không Có”");
    expect(markup).toContain('value="Công ty Không Có"');
    expect(markup).not.toContain("Ký và ghi vào sổ");
  });

  it("of another kind is named beside its field", async () => {
    const answer = await post("load.correct", "yardKeeper", { receipt: "3", do: "look" });
    expect(answer.status).toBe(422);
    expect(await textOf(answer)).toContain("Mục 3 là “đăng ký đơn vị”, không phải “nhận hàng theo phiếu”");
  });

  it("of which a party has several is chosen by name", async () => {
    const answer = await post("project.amend", "authority", { project: "Ban Quản lý dự án", do: "look" });
    const markup = await answer.text();
    const options = [...markup.matchAll(/<option value="(\d+)">([^<]+) \(mục/g)].map(([, , name]) => name);
    expect(answer.status).toBe(422);
    expect(markup).toContain("“Ban Quản lý dự án” ứng với 2 mục: chọn một.");
    expect(options).toEqual(["Xây dựng cầu Đò Mới qua sông Lam", "Kè chống sạt lở bờ hữu sông Lam"]);
  });

  it("is never a vehicle whose plate only resembles what was typed, and a number does not tell its plate", async () => {
    const near = await post("stop.record", "police", { vehicle: "77C-120.10B", do: "look" });
    const said = await near.text();
    expect(said).toContain("Trong sổ không có “77C-120.10B”");
    expect(said.replaceAll("77C-120.10B", "")).not.toContain("77C-120.10");
    const whole = await post("stop.record", "police", { vehicle: "77c12010", do: "look" });
    const [, vehicle] = /name="vehicle"[^>]*value="(\d+)"/.exec(await whole.text()) ?? [];
    expect((await world.services.view.fact("vehicle", vehicle!))?.plate).toBe("77C-120.10");
    const form = await get(`/acts/stop.record?vehicle=${vehicle}`, "police");
    expect(await form.text()).not.toContain("77C-120.10");
  });

  it("is found by the name that it had before, and shown by the one that it has", async () => {
    const { view } = world.services;
    const sites = await view.facts("site", await view.whole("sites"));
    const [yard] = [...sites].find(([, { name }]) => name === "Bãi Hưng Thịnh")!;
    const renamed = { site: Number(yard), name: "Bến sông Lam số 2", document: "Quyết định số 31/QĐ-UBND" };
    await world.scribe.agree("authority", "deputy", "site.amend", renamed);
    const look = await post("site.status", "authority", { subject: "hung thinh", do: "look", status: "1" });
    const markup = await look.text();
    const [, site] = /name="subject"[^>]*value="(\d+)"/.exec(markup) ?? [];
    expect([site, markup.includes("Bến sông Lam số 2")]).toEqual([yard, true]);
  });

  it("keeps a number that is an entry of its kind, and says in words which", async () => {
    const form = await get("/acts/party.succeed?party=3&successor=4", "authority");
    const [party, successor] = await Promise.all([3, 4].map((index) => world.services.view.fact("party", index)));
    const markup = await form.text();
    expect([markup.includes(party!.name), markup.includes(successor!.name)]).toEqual([true, true]);
  });
});

describe("a storekeeper's correction", () => {
  it("begins with what was recorded, says what will be signed, and is entered", async () => {
    const { index } = await receiptOfYard();
    const answer = await get(`/acts/load.correct?of=${index}&receipt=${index}`, "yardKeeper");
    const markup = await answer.text();
    expect(markup).toContain(`value="${index}"`);
    const fields = Object.fromEntries(
      [...markup.matchAll(/name="([^"]+)" type="text" value="([^"]*)"/g)].map(([, name, value]) => [name!, value!]),
    );
    const { body } = await receiptOfYard();
    const typed = {
      ...fields,
      measure: String(body.measure),
      final: "1",
      massKg: "9.000",
      reason: "Gõ nhầm một chữ số khi nhập",
    };
    const look = await post("load.correct", "yardKeeper", { ...typed, do: "look" });
    const words = await textOf(look);
    expect([look.status, words.includes("9.000"), words.includes("Ký và ghi vào sổ")]).toEqual([200, true, true]);
    const edit = await post("load.correct", "yardKeeper", { ...typed, do: "edit" });
    expect(await edit.text()).toContain('value="9.000"');
    const signed = await post("load.correct", "yardKeeper", { ...typed, do: "sign" });
    expect(signed.status).toBe(303);
    expect(await textOf(await get(signed.headers.get("location")!, "yardKeeper"))).toContain(
      "đính chính lần nhận hàng",
    );
  });

  it("with a reason too short is told so beside that field, nothing is lost", async () => {
    const { index } = await receiptOfYard();
    const answer = await post("load.correct", "yardKeeper", { receipt: String(index), reason: "sai", do: "sign" });
    const markup = await answer.text();
    expect([answer.status, markup.includes(`value="${index}"`)]).toEqual([422, true]);
    expect(markup).toMatch(/id="f-reason-error">Cần từ 10 đến \d+ ký tự\./);
  });
});

describe("setting observations aside", () => {
  it("says before signing how many kilograms are in question now and afterwards", async () => {
    const states = await world.services.view.facts("slipState", [...Array(MOST).keys()]);
    const slips = [...states].flatMap(([slip, { contested, observations }]) =>
      contested && observations.some((each) => each.index === contested.index)
        ? [{ slip: Number(slip), observation: contested.index }]
        : [],
    );
    const [{ slip, observation }] = slips as [(typeof slips)[number]];
    const typed = {
      observations: `${slip} ${observation}`,
      document: "Biên bản làm việc số 9",
      reason: "Đã đối chiếu camera và phiếu cân tại mỏ",
    };
    const words = await textOf(await post("contest.lift", "authority", { ...typed, do: "look" }));
    expect(words).toMatch(/đang nghi vấn [\d.]+\s*(kg|tấn)/);
    expect(words).toMatch(/sau khi gỡ còn/);
    expect(words).toContain("khi các bên phải ký duyệt đã ký đủ");
  });
});

describe("what waits for a ruling", () => {
  /** A passage of five days ago, as it was recorded then and found on the phone today. */
  async function sendLatePassage(): Promise<number> {
    const { view } = world.services;
    const entries = await view.entries([...Array(MOST).keys()]);
    const found = entries.find(({ entry }) => entry.kind === "passage.record")!;
    if (found.entry.kind !== "passage.record") throw new Error("no passage");
    const happenedS = Math.floor(world.clock.wallMs() / 1000) - 5 * 86_400;
    const body = { ...found.entry.body, seenS: happenedS };
    const bytes = await world.scribe.sign("police", "passage.record", body, happenedS);
    const [answer] = await world.services.sequencer.submitAll([bytes]);
    if (!answer?.ok) throw new Error(JSON.stringify(answer?.problem));
    return answer.value.index;
  }

  it("is listed whole, oldest first, with who signed it and why; the ticked ones go into the form of the ruling", async () => {
    const late = [await sendLatePassage(), await sendLatePassage()];
    const markup = await (await get("/rulings", "authority")).text();
    const listed = [...markup.matchAll(/type="checkbox" name="entries" value="(\d+)"/g)].map(([, index]) =>
      Number(index),
    );
    expect(listed).toEqual(late);
    expect(markup).toContain("Đội Kiểm soát vận chuyển liên ngành");
    expect(markup).toContain("Mục này ghi việc của 5 ngày trước, quá 3 ngày cho phép");
    const ruling = new URLSearchParams([["do", "edit"], ...late.map((index) => ["entries", String(index)])]);
    const form = await app.request("/acts/slip.rule", {
      method: "POST",
      headers: {
        cookie: "persona=authority",
        "content-type": "application/x-www-form-urlencoded",
        accept: "text/html",
      },
      body: ruling,
    });
    for (const index of late) expect(await form.clone().text()).toContain(String(index));
    expect(await form.text()).toContain('name="document"');
  });

  it("goes on where a page ends, and is closed to parties", async () => {
    const first = await sendLatePassage();
    const [all, rest] = await Promise.all([
      waitingForRuling(world.services.view, 0),
      waitingForRuling(world.services.view, first - 1),
    ]);
    expect(all.entries.length).toBeGreaterThan(rest.entries.length);
    expect(rest.entries.map(({ index }) => index)).toEqual([first]);
    expect([(await get("/rulings", "yardKeeper")).status, (await get("/rulings", undefined)).status]).toEqual([
      403, 401,
    ]);
  });
});

inBrowser("a page of acts", () => {
  let browser: Browser;
  let server: ReturnType<typeof serve>;
  let origin: string;

  beforeAll(async () => {
    browser = await launch();
    server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
    await new Promise((resolve) => server.once("listening", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  it.each([
    [360, "yardKeeper", "/acts/load.correct"],
    [1280, "yardKeeper", "/acts/load.correct"],
    [360, "authority", "/rulings"],
    [1280, "authority", "/rulings"],
  ])("fits a screen of %i px, for %s at %s", async (width, persona, path) => {
    const context = await browser.newContext({ viewport: { width, height: 800 } });
    await context.addCookies([{ name: "persona", value: persona, url: origin }]);
    const page = await context.newPage();
    await page.goto(`${origin}${path}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(width);
    if (process.env.SHOTS)
      await page.screenshot({ path: `${process.env.SHOTS}${path.replaceAll("/", "-")}-${width}.png`, fullPage: true });
    await context.close();
  });
});
