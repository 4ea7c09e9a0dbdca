// The queue of signals where it is read and closed: the page and the JSON of one address, whole by cursor, for who may see it.
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { sql } from "kysely";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeApp } from "../../src/http/app.ts";
import type { SignalList } from "../../src/http/resources.ts";
import { officePages } from "../../src/pages/office.ts";
import { SEVERITIES } from "../../src/words/signals/row.ts";
import { inBrowser, launch } from "./browser.ts";
import { type OfficeWorld, playOffice } from "./office-world.ts";

let world: OfficeWorld;
let app: ReturnType<typeof makeApp>;

beforeAll(async () => {
  world = await playOffice();
  app = makeApp(world.services, [officePages]);
}, 180_000);
afterAll(() => world.close());

type Listed = SignalList["signals"][number];

const ask = async (path: string, as: string | undefined, accept = "application/json") =>
  app.request(path, { headers: { accept, ...(as ? { cookie: `persona=${as}` } : {}) } });

async function listed(query: string, as = "authority"): Promise<SignalList> {
  const answer = await ask(`/signals?${query}`, as);
  expect(answer.status).toBe(200);
  return (await answer.json()) as SignalList;
}

/** Every page of a query, one after the other. */
async function whole(query: string, as = "authority"): Promise<Listed[]> {
  const signals: Listed[] = [];
  let after = "";
  do {
    const page = await listed(`${query}${after}`, as);
    signals.push(...page.signals);
    after = page.next === null ? "" : `&after=${page.next}`;
  } while (after !== "");
  return signals;
}

const close = async (signal: Listed, as: string, reason: string) =>
  app.request(`/signals/${signal.leaf}/${signal.ordinal}/close`, {
    method: "POST",
    headers: { cookie: `persona=${as}`, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ reason }),
  });

const wordsOf = async (answer: Response) => (await answer.text()).replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");

const idOf = ({ leaf, ordinal }: Listed) => `${leaf}/${ordinal}`;

describe("GET /signals", () => {
  it("gives every signal of the log once by cursor, the most pressing first and the oldest first among them", async () => {
    const all = await whole("limit=17&state=all");
    const { rows } = await sql<{ id: string }>`select leaf || '/' || ordinal as id from ledger.signal`.execute(
      world.services.database.kysely,
    );
    expect(rows.length).toBeGreaterThan(50);
    expect(all.map(idOf).sort()).toEqual(rows.map(({ id }) => id).sort());
    const order = Object.keys(SEVERITIES);
    const ranks = all.map((each) => order.indexOf(each.severity) * 1e9 + each.leaf * 100 + each.ordinal);
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    expect(new Set(all.map((each) => each.severity))).toEqual(new Set(order));
  });

  it("gives a treasury the signals of its projects and no other, by cursor too", async () => {
    const all = await whole("limit=200&state=all");
    const own = await whole("limit=13&state=all", "officer");
    expect(own.length).toBeGreaterThan(20);
    expect(own).toEqual(all.filter((each) => each.project !== null));
    expect(all.length).toBeGreaterThan(own.length);
  });

  it("gives those about one subject", async () => {
    const [first] = (await listed("limit=1")).signals;
    const about = await whole(`state=all&subject=slip/${first!.subject.index}`);
    expect(about.map(idOf)).toContain(idOf(first!));
    expect(new Set(about.map((each) => each.subject.index))).toEqual(new Set([first!.subject.index]));
  });

  it("is closed to everyone else, and takes no cursor or subject that it does not know", async () => {
    for (const persona of ["builderA", "sandMiner", "police", "owner"])
      expect((await ask("/signals", persona)).status).toBe(403);
    expect((await ask("/signals", undefined)).status).toBe(401);
    for (const query of ["after=act.1", "after=urgent.1.0", "subject=truck/3", "limit=0", "state=lost"])
      expect((await ask(`/signals?${query}`, "authority")).status).toBe(400);
  });
});

describe("the page of the queue", () => {
  it("is behind the first page's door for those who have work there", async () => {
    for (const persona of ["authority", "officer"])
      expect(await (await ask("/", persona, "text/html")).text()).toContain('href="/signals"');
    expect(await (await ask("/", "builderA", "text/html")).text()).not.toContain('href="/signals"');
    expect((await ask("/signals", "builderA", "text/html")).status).toBe(403);
    expect((await ask("/signals", undefined, "text/html")).status).toBe(401);
  });

  it("says each in both languages with its severity, its owner, what to do, and links to the entries", async () => {
    const [first] = (await listed("limit=1")).signals;
    const answer = await ask("/signals", "authority", "text/html");
    const markup = await answer.clone().text();
    const words = (await wordsOf(answer)).replaceAll(/ ([.,)])/g, "$1").replaceAll("( ", "(");
    expect(words).toContain("Cần xử lý ngay");
    for (const said of [first!.vi, first!.en, first!.step.vi, first!.step.en])
      expect(words).toContain(said.slice(0, 40));
    expect(words).toContain("Cơ quan quản lý khoáng sản");
    for (const entry of first!.entries) expect(markup).toContain(`href="/entries/${entry}"`);
    expect(markup).toContain(`href="/signals/${idOf(first!)}"`);
    expect(markup).toContain("Xem tiếp");
  });
});

describe("closing a signal from its page", () => {
  it("takes a signed reason, once, and says by whom", async () => {
    const open = await whole("limit=200");
    const signal = open[0]!;
    const done = await close(signal, "authority", "Đã nghe trạm và mỏ: trạm quét nhầm lần hai.");
    expect([done.status, done.headers.get("location")]).toEqual([303, `/signals/${idOf(signal)}`]);
    const words = await wordsOf(await ask(`/signals/${idOf(signal)}`, "authority", "text/html"));
    expect(words).toContain("Đã nghe trạm và mỏ: trạm quét nhầm lần hai.");
    expect(words).toContain("Sở Nông nghiệp và Môi trường");
    expect((await whole("limit=200")).map(idOf)).toEqual(open.slice(1).map(idOf));
    const [closed, ...others] = await whole("state=closed");
    expect(others).toEqual([]);
    expect(closed).toMatchObject({ leaf: signal.leaf, ordinal: signal.ordinal, code: signal.code });
    expect(closed!.closed).toMatchObject({ reason: "Đã nghe trạm và mỏ: trạm quét nhầm lần hai." });
    const twice = await close(signal, "authority", "Đóng thêm một lần nữa cho chắc.");
    expect(twice.status).toBe(409);
    expect(await wordsOf(twice)).toContain(`Cảnh báo này đã được xử lý ở mục ${closed!.closed!.entry}.`);
  });

  it("keeps what was typed where the reason is too short, and closes nothing", async () => {
    const [signal] = await whole("limit=200");
    const short = await close(signal!, "authority", "xong");
    expect(short.status).toBe(400);
    expect(await short.text()).toContain(">xong</textarea>");
    expect((await whole("limit=200"))[0]).toEqual(signal);
  });

  it("shows a treasury the authority's signals of its projects without a form, and refuses its signature", async () => {
    const [signal] = await whole("limit=200", "officer");
    const page = await (await ask(`/signals/${idOf(signal!)}`, "officer", "text/html")).text();
    expect(page).not.toContain("<textarea");
    expect((await close(signal!, "officer", "Kho bạc không có ý kiến khác.")).status).toBe(403);
    const foreign = (await whole("limit=200")).find((each) => each.project === null)!;
    expect((await ask(`/signals/${idOf(foreign)}`, "officer", "text/html")).status).toBe(403);
    expect((await ask("/signals/3/0", "authority", "text/html")).status).toBe(404);
  });
});

inBrowser("the queue in a browser", () => {
  let browser: Browser;
  let address: string;
  let stop: () => void;

  beforeAll(async () => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
    await new Promise((resolve) => server.once("listening", resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    stop = () => server.close();
    browser = await launch();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    stop?.();
  });

  it.each([360, 1280])(
    "fits a screen of %i px, with one heading, named fields and buttons that a thumb can press",
    async (width) => {
      const context = await browser.newContext({ viewport: { width, height: 760 } });
      await context.addCookies([{ name: "persona", value: "authority", url: address }]);
      const page = await context.newPage();
      const [signal] = await whole("limit=200");
      for (const path of ["/signals", "/signals?state=closed", `/signals/${idOf(signal!)}`]) {
        await page.goto(address + path);
        expect(await page.evaluate("document.documentElement.scrollWidth"), path).toBeLessThanOrEqual(width);
        expect(await page.getByRole("heading", { level: 1 }).count(), path).toBe(1);
      }
      const area = page.getByRole("textbox", { name: "Đã xem xét và kết luận" });
      expect(await area.count()).toBe(1);
      const box = await page.getByRole("button", { name: "Đóng cảnh báo" }).boundingBox();
      expect(box!.height).toBeGreaterThanOrEqual(48);
      await context.close();
    },
    60_000,
  );
});
