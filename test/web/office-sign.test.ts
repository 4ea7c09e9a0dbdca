// The sign step in a real browser: the page carries the statement, the device's own key signs it, the receipt is checked before going on.
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeApp } from "../../src/http/app.ts";
import { officePages } from "../../src/pages/office.ts";
import { inBrowser, launch } from "./browser.ts";
import { type OfficeWorld, playOffice } from "./office-world.ts";

inBrowser("signing with the device's key", () => {
  let world: OfficeWorld;
  let browser: Browser;
  let context: BrowserContext;
  let address: string;
  let close: () => void;

  beforeAll(async () => {
    world = await playOffice();
    const server = serve({ fetch: makeApp(world.services, [officePages]).fetch, port: 0, hostname: "127.0.0.1" });
    await new Promise((resolve) => server.once("listening", resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    close = () => server.close();
    browser = await launch();
    context = await browser.newContext();
    // The story's clock stands in the past of the machine's: the browser must not claim a time after it.
    await context.clock.setFixedTime(world.clock.wallMs());
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    close?.();
    await world?.close();
  });

  /** What runs in the page: register this browser's key for a persona, as a device does. */
  const enrolling = (persona: string) => `(async () => {
    const { ensureKey } = await import("${world.services.assets.url("keystore.js")}");
    const origin = "${world.services.origin}";
    const { key } = await ensureKey(origin);
    const text = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    const join = (head, tail) => new Uint8Array([...new TextEncoder().encode(head), ...tail]);
    const post = (path, body) =>
      fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    const possession = text(await key.sign(join("so-nguon/pop/v1\\n" + origin, key.publicKey)));
    const enrolled = await post("/demo/enrol", { persona: "${persona}", key: text(key.publicKey), possession });
    return enrolled.status;
  })()`;

  const pressSignIn = (page: Page) => page.getByRole("button", { name: "Đăng nhập" }).click();

  async function signInWithDevice(page: Page, persona: string): Promise<void> {
    await page.goto(address);
    expect(await page.evaluate(enrolling(persona))).toBe(201);
    await pressSignIn(page);
    await page.getByRole("heading", { name: "Việc của đơn vị" }).waitFor();
  }

  it("a device whose key nobody registered is told so, and what to ask for", async () => {
    const stranger = await browser.newContext();
    const page = await stranger.newPage();
    await page.goto(address);
    await pressSignIn(page);
    await page.getByText("Thiết bị này chưa có khóa đã đăng ký").waitFor();
    expect((await stranger.cookies()).map((cookie) => cookie.name)).not.toContain("so-nguon-session");
    await stranger.close();
  }, 60_000);

  it("a registered device signs in with its key and finds its work on the first page", async () => {
    const own = await browser.newContext();
    const page = await own.newPage();
    await signInWithDevice(page, "officer");
    await page.getByRole("link", { name: "Hồ sơ chờ kiểm soát" }).click();
    await page.waitForURL(`${address}/treasury`);
    await own.close();
  }, 60_000);

  it("a contractor proposes an annex; the entry in the log is the one the page showed, under the device's key", async () => {
    const page = await context.newPage();
    await signInWithDevice(page, "builderB");
    await page.goto(`${address}/claims/new`);
    await page.locator("[name=recipe1]").selectOption({ label: "AB.13410 Đắp nền bằng cát, K95 (m³)" });
    await page.locator("[name=quantity1]").fill("50");
    await page.locator("[name=price1]").fill("265.000");
    await page.getByRole("button", { name: "Tính thử theo sổ" }).click();
    await page.getByRole("button", { name: "Ký và lập bảng kê" }).click();
    await page.getByText("50 m³ × 265.000 đ = 13.250.000 đ").waitFor();
    await page.getByRole("button", { name: "Ký bằng khóa của thiết bị này" }).click();
    await page.waitForURL(/\/claims\/\d+$/);
    const annex = Number(page.url().split("/").at(-1));
    const [stored] = await world.services.view.entries([annex]);
    expect(stored?.entry.kind).toBe("annex.propose");
    const pen = await world.scribe.pen("builderB");
    expect(Buffer.from(stored!.entry.kid).toString("hex")).not.toBe(pen.kid);
    expect(stored!.entry.anchor.size).toBeGreaterThan(900);
    expect(await page.textContent("h1")).toContain("Hồ sơ đề nghị thanh toán số 2");
  }, 60_000);

  it("what the rules refuse is said on the page, and the form comes back with everything typed", async () => {
    const page = await context.newPage();
    await page.goto(`${address}/claims/new`);
    await page.locator("[name=number]").fill("1");
    await page.locator("[name=recipe1]").selectOption({ label: "AB.13410 Đắp nền bằng cát, K95 (m³)" });
    await page.locator("[name=quantity1]").fill("51");
    await page.locator("[name=price1]").fill("265.000");
    await page.getByRole("button", { name: "Tính thử theo sổ" }).click();
    await page.getByRole("button", { name: "Ký và lập bảng kê" }).click();
    await page.getByRole("button", { name: "Ký bằng khóa của thiết bị này" }).click();
    await page.getByText("Số hồ sơ 1 của gói thầu đã dùng").waitFor();
    await page.getByRole("button", { name: "Quay lại sửa" }).click();
    expect(await page.locator("[name=quantity1]").inputValue()).toBe("51");
    expect(await page.locator("[name=number]").inputValue()).toBe("1");
  }, 60_000);

  it("a file's rows are signed by the device one after another, and the page that reads it again has nothing left to sign", async () => {
    const own = await browser.newContext();
    await own.clock.setFixedTime(world.clock.wallMs());
    const page = await own.newPage();
    await signInWithDevice(page, "authority");
    await page.goto(`${address}/register`);
    await page.locator("[name=sort]").selectOption("vehicles");
    const text = "Biển số;Loại xe;Tải trọng (tấn)\n43C-555.11;đầu kéo;30\n43C-555.12;đầu kéo;30,5\n";
    const buffer = Buffer.from(text);
    await page.locator("[name=file]").setInputFiles({ name: "xe.csv", mimeType: "text/csv", buffer });
    await page.getByRole("button", { name: "Đọc bảng" }).click();
    await page.getByText("Ký bằng khóa của trình duyệt này").waitFor();
    await page.getByRole("button", { name: "Ký và đăng ký 2 dòng" }).click();
    await page.getByText("Đã ghi 2 mục; 0 dòng không ghi được.").waitFor();
    const [first = 0, second = 0] = await rowsSigned(page);
    expect(second).toBe(first + 1);
    const [stored] = await world.services.view.entries([second]);
    expect(stored?.entry.body).toMatchObject({ plate: "43C-555.12", payloadKg: 30_500 });
    expect(Buffer.from(stored!.entry.kid).toString("hex")).not.toBe((await world.scribe.pen("authority")).kid);
    await page.getByRole("button", { name: "Ký và đăng ký 2 dòng" }).click();
    await page.getByText("2 dòng: 2 đã có trong sổ.").waitFor();
    await own.close();
  }, 60_000);

  /** The entries that the rows of a file became. */
  async function rowsSigned(page: Page): Promise<number[]> {
    const links = await page.locator("[data-row] a").all();
    const paths = await Promise.all(links.map((link) => link.getAttribute("href")));
    return paths.map((path) => Number(path?.split("/").at(-1)));
  }
});
