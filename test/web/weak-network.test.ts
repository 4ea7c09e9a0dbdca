// A gate's network that connects and carries nothing, or a proxy that answers in the server's place: the officer's screen opens, a passage is
// signed and kept within seconds, and it reaches the log once. And a force with two checkpoints is judged at the one on duty.
import http from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { registerDemoVehicle } from "../../src/demo/province.ts";
import { MATERIAL, MEASURE, SITE_TYPE, VEHICLE_CLASS } from "../../src/format/codes.ts";
import { qrText } from "../../src/format/slipcode.ts";
import { inBrowser, launch } from "./browser.ts";
import { enrol, type FieldWorld, openField, shelved } from "./field-world.ts";

/** Answers as the server, as a proxy whose server is away, or never. */
type Mode = "through" | "bad-gateway" | "silent";
type Gate = { address: string; mode: Mode; close(): void };

/** Puts itself between browser and server. */
async function openGate(target: string): Promise<Gate> {
  const held = new Set<http.ServerResponse>();
  const server = http.createServer((asked, answer) => {
    if (gate.mode === "silent") return void held.add(answer);
    if (gate.mode === "bad-gateway")
      return void answer.writeHead(502, { "content-type": "text/html" }).end("Bad Gateway");
    const { host } = new URL(target);
    const onward = http.request(
      `${target}${asked.url}`,
      {
        method: asked.method,
        headers: { ...asked.headers, host, ...(asked.headers.origin ? { origin: target } : {}) },
      },
      (came) => {
        answer.writeHead(came.statusCode ?? 500, came.headers);
        came.pipe(answer);
      },
    );
    onward.on("error", () => answer.destroy());
    asked.pipe(onward);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const gate: Gate = {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mode: "through",
    close() {
      for (const answer of held) answer.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
  return gate;
}

inBrowser("a checkpoint with a weak network", () => {
  let field: FieldWorld;
  let browser: Browser;
  let gate: Gate;
  let context: BrowserContext;
  let lorry = 0;

  beforeAll(async () => {
    [field, browser] = await Promise.all([openField(), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await field?.close();
  });
  beforeEach(async () => {
    gate = await openGate(field.address);
    context = await browser.newContext({ viewport: { width: 360, height: 740 } });
    await field.signIn(context, "police");
  });
  afterEach(async () => {
    await context.close();
    gate.close();
  });

  /** A slip on its way past the checkpoint, as its QR text. */
  async function slipText(): Promise<{ index: number; text: string; plate: string }> {
    const { province, scribe, services } = field;
    lorry += 1;
    const plate = `77C-${610 + lorry}.11`;
    const index = await scribe.write("sandMiner", "slip.issue", {
      route: province.routes["sandMine→dyke"]!,
      vehicle: await registerDemoVehicle(scribe, plate, VEHICLE_CLASS.heavyTruck, 18_000),
      source: province.sandSource,
      material: MATERIAL.sand,
      massKg: 15_000,
      measure: MEASURE.scale,
      package: 2,
    });
    field.clock.pass(1);
    return { index, plate, text: qrText((await services.view.entries([index]))[0]!.entry.bytes) };
  }

  /** The officer's screen with this browser's key, its list of keys, and its shell kept. */
  async function onDuty(): Promise<Page> {
    const page = await context.newPage();
    await page.goto(`${gate.address}/check`);
    await enrol(page);
    await shelved(page);
    await page.locator('[data-trust][data-ready="1"]').waitFor();
    return page;
  }

  async function scan(page: Page, text: string): Promise<string | null> {
    await page.evaluate(() => document.querySelector("[data-result]")?.replaceChildren());
    await page.getByLabel("Mã trên phiếu").fill(text);
    await page.getByRole("button", { name: "Đọc mã" }).click();
    await page.locator("[data-verdict]").waitFor();
    return page.locator("[data-result]").getAttribute("data-reason");
  }

  test("opens behind a proxy without its server and behind a dead link, and a passage is kept at once and sent once", async () => {
    const { index, text, plate } = await slipText();
    const page = await onDuty();
    gate.mode = "bad-gateway";
    await page.reload();
    await page.locator('[data-trust][data-ready="1"]').waitFor();
    gate.mode = "silent";
    await page.reload();
    await page.locator('[data-trust][data-ready="1"]').waitFor();
    expect(await scan(page, text)).toBe("good");
    await page.getByLabel("Khớp", { exact: true }).check();
    await page.getByRole("button", { name: "Ghi nhận lượt qua" }).click();
    await page.getByText(`Xe ${plate}: lượt qua đã ký và giữ trong máy`).waitFor();
    await page.getByText(`Xe ${plate} qua chốt`).waitFor();
    gate.mode = "through";
    await page.reload();
    await page.locator(".outbox").waitFor({ state: "hidden" });
    const state = await field.services.view.read((book) => book.get("slipState", index));
    expect(state?.observations).toHaveLength(1);
  });

  test("a session that ended by its hours takes nothing from the shift", async () => {
    const { text } = await slipText();
    const page = await onDuty();
    await context.clearCookies();
    await page.reload();
    await page.getByText("Ai cũng kiểm tra được phiếu.").waitFor();
    gate.mode = "silent";
    await page.reload();
    await page.locator('[data-trust][data-ready="1"]').waitFor();
    expect(await scan(page, text)).toBe("good");
    expect(await page.getByRole("button", { name: "Ghi nhận lượt qua" }).count()).toBe(1);
  });

  test("a force with two checkpoints is judged at the one on duty, also after a reload", async () => {
    const { text } = await slipText();
    const other = await field.scribe.write("authority", "site.register", {
      party: field.province.police,
      type: SITE_TYPE.checkpoint,
      name: "Ngã ba Đồng Mỏ",
    });
    const page = await onDuty();
    const duty = page.getByLabel("Chốt đang trực");
    await duty.selectOption(String(field.province.checkpoint));
    expect(await scan(page, text)).toBe("good");
    await duty.selectOption(String(other));
    await page.locator('[data-result][data-reason="off-route"]').waitFor();
    await page.reload();
    await page.locator('[data-trust][data-ready="1"]').waitFor();
    expect(await duty.inputValue()).toBe(String(other));
    expect(await scan(page, text)).toBe("off-route");
  });
});
