// A stop on the road in a real browser: signed with the officer's own key where there is no network, kept, and sent once when it is back.
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { inBrowser, launch } from "./browser.ts";
import { type FieldWorld, openField } from "./field-world.ts";

inBrowser("stops on the road in a browser", () => {
  let field: FieldWorld;
  let browser: Browser;
  let context: BrowserContext;

  beforeAll(async () => {
    [field, browser] = await Promise.all([openField(), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await field?.close();
  });
  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  });
  afterEach(() => context.close());

  const enrolled = (path: string) => field.enrolled(context, "police", path);
  const plateOf = async (at: number) => (await field.services.view.fact("vehicle", field.province.trucks[at]!))!.plate;

  test("without network the stop waits on the device, an unknown plate keeps what was typed, and one stop reaches the log", async () => {
    const page = await enrolled("/check");
    await page.locator('[data-trust][data-ready="1"]').waitFor();
    await context.setOffline(true);
    await page.getByText("Dừng xe không có phiếu").click();
    const plate = page.getByLabel("Biển số xe bị dừng");
    await plate.fill("99C-000.01");
    await page.getByLabel("Ghi chú").fill("Xe chở cát");
    await page.getByRole("button", { name: "Ghi dừng xe" }).click();
    await page.getByText("chưa đăng ký trong sổ").waitFor();
    expect([await plate.inputValue(), await page.getByLabel("Ghi chú").inputValue()]).toEqual([
      "99C-000.01",
      "Xe chở cát",
    ]);
    const stopped = await plateOf(0);
    await plate.fill(stopped.toLowerCase());
    await page.getByRole("button", { name: "Ghi dừng xe" }).click();
    await page.getByText("1 mục đã ký đang chờ gửi").waitFor();
    await page.getByText("Đã ký và giữ trong máy").waitFor();
    // Kept is done: the form is empty, so that nobody signs the same stop twice.
    expect(await plate.inputValue()).toBe("");
    expect(await field.indexesOf("stop.record")).toHaveLength(0);
    await context.setOffline(false);
    await page.locator(".outbox").waitFor({ state: "hidden" });
    const [index] = await field.indexesOf("stop.record");
    const [stored] = await field.services.view.entries([index!]);
    expect(stored?.entry.body).toMatchObject({ vehicle: field.province.trucks[0], note: "Xe chở cát" });
    await page.goto(`${field.address}/check/road`);
    await page.getByText(`Cho xe ${stopped} đi tiếp`).waitFor();
  });

  test("a search that finds nothing is signed by this browser's key and leads to its printed record", async () => {
    const page = await enrolled(`/check/road?q=${encodeURIComponent("99C-123.45")}`);
    // The ledger's clock stands still in this story; the search was made before the statement came to the log.
    field.clock.pass(1);
    await page.getByRole("button", { name: "Ký: không tìm thấy phiếu vào giờ này" }).click();
    await page.waitForURL(/\/check\/search\/\d+$/);
    await page.getByText("VỀ VIỆC KHÔNG TÌM THẤY PHIẾU").waitFor();
    expect(await page.locator(".qr svg").count()).toBe(1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
});
