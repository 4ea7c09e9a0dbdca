// The field in a real browser against a real ledger on loopback: the browser's own key signs, receipts are checked before anything is
// printed, and a day without network loses nothing and doubles nothing.
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { registerDemoVehicle } from "../../src/demo/province.ts";
import { hex } from "../../src/format/bytes.ts";
import { VEHICLE_CLASS } from "../../src/format/codes.ts";
import { qrText } from "../../src/format/slipcode.ts";
import { inBrowser, launch } from "./browser.ts";
import { type FieldWorld, openField, shelved } from "./field-world.ts";

inBrowser("the field in a browser", () => {
  let field: FieldWorld;
  let browser: Browser;
  let context: BrowserContext;
  let truck = 0;
  let lorry = 0;

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

  /** A page as a persona, with this browser's own key registered for the persona's party. */
  const enrolled = (persona: string, path: string) => field.enrolled(context, persona, path);
  const plateOf = async (at: number) => (await field.services.view.fact("vehicle", field.province.trucks[at]!))!.plate;

  /** Fills the desk's form for a truck that is free. */
  async function fill(page: Page, mass = "17,2"): Promise<string> {
    const plate = await plateOf(truck++);
    await page.getByLabel("Từ Mỏ cát Bến Ngự đến").selectOption(String(field.province.routes["sandMine→yard"]));
    await page.getByLabel("Biển số xe hoặc số hiệu tàu").fill(plate);
    await page.getByLabel("Khối lượng", { exact: true }).fill(mass);
    return plate;
  }

  const press = (page: Page) => page.getByRole("button", { name: "Xuất phiếu" }).click();

  /** A slip written elsewhere, as its QR text. */
  async function slipText(route = "sandMine→dyke"): Promise<{ index: number; text: string }> {
    const { province, scribe, services } = field;
    const index = await scribe.write("sandMiner", "slip.issue", {
      route: province.routes[route]!,
      // A lorry of its own, so that no other test's slip keeps it busy.
      vehicle: await registerDemoVehicle(scribe, `77C-${500 + lorry++}.11`, VEHICLE_CLASS.heavyTruck, 18_000),
      source: province.sandSource,
      material: 1,
      massKg: 15_000,
      measure: 1,
      ...(route.endsWith("dyke") ? { package: 2 } : {}),
    });
    // While the log grows a list may be five seconds old: a device that asks a minute later has this lorry in its own.
    field.clock.pass(1);
    return { index, text: qrText((await services.view.entries([index]))[0]!.entry.bytes) };
  }

  async function scan(page: Page, text: string): Promise<{ verdict: string | null; reason: string | null }> {
    await page.evaluate(() => document.querySelector("[data-result]")?.replaceChildren());
    await page.getByLabel("Mã trên phiếu").fill(text);
    await page.getByRole("button", { name: "Đọc mã" }).click();
    const panel = page.locator("[data-verdict]");
    await panel.waitFor();
    return {
      verdict: await panel.getAttribute("data-verdict"),
      reason: await page.locator("[data-result]").getAttribute("data-reason"),
    };
  }

  describe("the desk", () => {
    test("issues with the browser's own key, and shows the QR only behind a checked receipt", async () => {
      const page = await enrolled("sandMiner", "/mine");
      const plate = await fill(page);
      await press(page);
      await page.waitForURL(/\/slip\/\d+$/);
      await page.getByText(plate).first().waitFor();
      expect(await page.locator(".qr svg").count()).toBe(1);
      const [index] = (await field.indexesOf("slip.issue")).slice(-1);
      const [stored] = await field.services.view.entries([index!]);
      const personaKid = (await field.scribe.pen("sandMiner")).kid;
      expect(hex(stored!.entry.kid)).not.toBe(personaKid);
      expect(stored!.entry.anchor.size).toBeGreaterThan(0);
    });

    test("shows the ledger's refusal, keeps what was typed, and leaves nothing to be sent later", async () => {
      const page = await enrolled("sandMiner", "/mine");
      const before = (await field.indexesOf("slip.issue")).length;
      const plate = await fill(page, "40");
      await press(page);
      await page.getByText("vehicle-overloaded").waitFor();
      expect(await page.getByLabel("Biển số xe hoặc số hiệu tàu").inputValue()).toBe(plate);
      expect(await page.getByLabel("Khối lượng", { exact: true }).inputValue()).toBe("40");
      await page.getByText("40.000 kg").waitFor();
      expect(await page.locator(".outbox:visible").count()).toBe(0);
      await page.reload();
      expect(await field.indexesOf("slip.issue")).toHaveLength(before);
    });

    test("believes no receipt that another key signed", async () => {
      const page = await enrolled("sandMiner", "/mine");
      await context.route("**/entries", async (route) => {
        const answer = await route.fetch();
        const forged = (await answer.text()).replace(
          /(— \S+ )(.{20})/,
          (_, name, rest: string) => name + [...rest].reverse().join(""),
        );
        await route.fulfill({ response: answer, body: forged });
      });
      await fill(page);
      await press(page);
      await page.getByText("Phiếu đã ký và giữ trong máy").waitFor();
      await page.getByText("Biên nhận không khớp").waitFor();
      expect(page.url()).toMatch(/\/mine$/);
    });

    test("signed in flight mode, reloaded and killed, reaches the ledger exactly once", async () => {
      let page = await enrolled("sandMiner", "/mine");
      await shelved(page);
      const before = await field.indexesOf("slip.issue");
      await context.setOffline(true);
      await page.reload();
      const plate = await fill(page);
      await press(page);
      await page.getByText("Phiếu đã ký và giữ trong máy").waitFor();
      await page.close();
      page = await context.newPage();
      await page.goto(`${field.address}/mine`);
      await page.getByText("1 mục đã ký đang chờ gửi.").waitFor();
      expect(await field.indexesOf("slip.issue")).toEqual(before);
      await context.setOffline(false);
      await expect
        .poll(async () => (await field.indexesOf("slip.issue")).length, { timeout: 20_000 })
        .toBe(before.length + 1);
      await page.reload();
      await page.getByText(plate).first().waitFor();
      await page.reload();
      expect(await field.indexesOf("slip.issue")).toHaveLength(before.length + 1);
    });
  });

  describe("the roadside", () => {
    test("judges offline by the keys it took along, after a reload with no network", async () => {
      const { text } = await slipText();
      const page = await enrolled("police", "/check");
      await shelved(page);
      await page.locator('[data-trust][data-ready="1"]').waitFor();
      await context.setOffline(true);
      await page.reload();
      await page.locator('[data-trust][data-ready="1"]').waitFor();
      expect(await scan(page, text)).toEqual({ verdict: "verified", reason: "good" });
      expect(await page.locator(".verdict .plate").textContent()).toMatch(/^77C-5/);
      const forged = text.slice(0, -4) + [...text.slice(-4)].map((char) => (char === "0" ? "1" : "0")).join("");
      expect((await scan(page, forged)).reason).toMatch(/^(forged|unreadable)$/);
      expect(await scan(page, "https://phieu.example/1")).toEqual({ verdict: "unconnected", reason: "not-ours" });
    });

    test("leaves nothing of the officer on the device when he signs out, and keeps the device's key", async () => {
      const page = await enrolled("police", "/check");
      await shelved(page);
      await page.locator('[data-trust][data-ready="1"]').waitFor();
      const kid = /\(([0-9a-f]{16})\)/.exec((await page.locator("[data-key]").textContent()) ?? "")?.[1];
      const officer = "Đội Kiểm soát vận chuyển liên ngành";
      const held = () =>
        page.evaluate(async () => {
          const pages = await caches.open("pages");
          const texts = (await pages.matchAll()).map((answer) => answer.text());
          const names = await new Promise<unknown[]>((resolve) => {
            const opening = indexedDB.open("so-nguon-field");
            opening.onsuccess = () => {
              const asking = opening.result.transaction("kept").objectStore("kept").getAllKeys();
              asking.onsuccess = () => resolve(asking.result);
            };
          });
          return { pages: (await Promise.all(texts)).join("\n"), names: names.map(String) };
        });
      const before = await held();
      expect(before.pages).toContain(officer);
      expect(before.names.some((name) => name.startsWith("trust "))).toBe(true);
      await page.getByRole("button", { name: "Đăng xuất" }).click();
      await page.waitForURL(`${field.address}/`);
      const after = await held();
      expect(after.pages).not.toContain(officer);
      expect(after.names.filter((name) => name.startsWith("trust "))).toEqual([]);
      expect(after.names.some((name) => name.startsWith("log "))).toBe(true);
      await field.signIn(context, "police");
      await page.goto(`${field.address}/check`);
      await page.getByText(`Ký bằng khóa của trình duyệt này (${kid})`).waitFor();
    });

    test("shows red offline when the same slip comes again later", async () => {
      const { text } = await slipText();
      const page = await enrolled("police", "/check");
      await shelved(page);
      await page.locator('[data-trust][data-ready="1"]').waitFor();
      await context.setOffline(true);
      expect((await scan(page, text)).reason).toBe("good");
      expect((await scan(page, text)).reason).toBe("good");
      await context.clock.setFixedTime(field.clock.wallMs() + 15 * 60_000);
      expect(await scan(page, text)).toEqual({ verdict: "contradicted", reason: "seen-on-device" });
    });

    test("records a passage offline; it carries its slip and arrives once when the network is back", async () => {
      const { text, index } = await slipText();
      const page = await enrolled("police", "/check");
      await shelved(page);
      await page.locator('[data-trust][data-ready="1"]').waitFor();
      await context.setOffline(true);
      await scan(page, text);
      await page.getByRole("button", { name: "Ghi nhận lượt qua" }).click();
      await page.getByText("Trả lời câu hỏi về biển số trước.").waitFor();
      await page.getByLabel("Khớp", { exact: true }).check();
      await page.getByRole("button", { name: "Ghi nhận lượt qua" }).click();
      await page.getByText("lượt qua đã ký và giữ trong máy").waitFor();
      // The same slip once more, before the network is back: looked at again, and recorded once.
      await scan(page, text);
      await page.getByLabel("Khớp", { exact: true }).check();
      await page.getByRole("button", { name: "Ghi nhận lượt qua" }).click();
      await page.getByText(/Máy này đã ghi xe 77C-5\S+ qua chốt lúc \d\d:\d\d, không phải ghi lần nữa/).waitFor();
      await page.getByText("1 mục đã ký đang chờ gửi.").waitFor();
      await context.setOffline(false);
      const seen = async () =>
        (await field.services.view.read((book) => book.get("slipState", index)))?.observations.length;
      await expect.poll(seen, { timeout: 20_000 }).toBe(1);
      await page.reload();
      expect((await scan(page, text)).reason).toBe("good");
      expect(await seen()).toBe(1);
    });

    test("turns red when the officer finds another plate, and the slip is contested", async () => {
      const { text, index } = await slipText();
      const page = await enrolled("police", "/check");
      expect((await scan(page, text)).reason).toBe("good");
      await page.getByLabel("Không khớp", { exact: true }).check();
      await page.getByRole("button", { name: "Ghi nhận lượt qua" }).click();
      await page.getByText("Biển số trên xe không khớp biển số trên phiếu.").waitFor();
      await page.getByText(/Đã ghi xe 77C-5\S+ qua chốt lúc/).waitFor();
      expect((await field.services.view.read((book) => book.get("slipState", index)))?.contested?.why).toBe(
        "plate-differs",
      );
    });

    test("shows its own verdict while the ledger is slow, and corrects it when the answer comes", async () => {
      const { index, text } = await slipText();
      const page = await enrolled("police", "/check");
      await page.locator('[data-trust][data-ready="1"]').waitFor();
      await field.scribe.write("sandMiner", "slip.void", { slip: index, reason: "Xe hỏng trước khi ra cổng" });
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      await context.route("**/check", async (route) => {
        if (route.request().method() === "POST") await held;
        await route.continue();
      });
      expect((await scan(page, text)).reason).toBe("good");
      release();
      await page.locator('[data-result][data-reason="void"]').waitFor();
    });

    test("knows that a typed code says nothing without a network", async () => {
      const { index } = await slipText();
      const slip = await field.services.view.fact("slip", index);
      const page = await enrolled("police", "/check");
      await page.locator('[data-trust][data-ready="1"]').waitFor();
      await context.setOffline(true);
      expect(await scan(page, slip!.code)).toEqual({ verdict: "unconnected", reason: "needs-network" });
    });

    test("keeps what was typed before the page's script was there, and the cursor", async () => {
      const text = "https://phieu.example/1";
      const page = await context.newPage();
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      await context.route("**/*.js", async (route) => {
        await held;
        await route.continue();
      });
      await context.clock.setFixedTime(field.clock.wallMs());
      await page.goto(`${field.address}/check`, { waitUntil: "commit" });
      await page.getByLabel("Mã trên phiếu").fill(text);
      release();
      await page.getByRole("button", { name: "Đọc mã" }).waitFor();
      const typed = page.getByLabel("Mã trên phiếu hoặc trên giấy kết quả thanh toán");
      expect(await typed.inputValue()).toBe(text);
      expect(await page.locator("#scanner-hint").textContent()).toContain("943/ABCD-EFGH-JKMN");
      expect(await typed.evaluate((field) => field === document.activeElement)).toBe(true);
      await typed.press("Enter");
      await page.locator('[data-result][data-reason="not-ours"]').waitFor();
    });

    test("asks the ledger while there is a network", async () => {
      const { index, text } = await slipText();
      await field.scribe.write("sandMiner", "slip.void", { slip: index, reason: "Xe hỏng trước khi ra cổng" });
      const page = await context.newPage();
      await context.clock.setFixedTime(field.clock.wallMs());
      await page.goto(`${field.address}/check`);
      expect(await scan(page, text)).toEqual({ verdict: "contradicted", reason: "void" });
      expect(await page.locator(".plate").count()).toBe(0);
    });
  });

  describe("the gate", () => {
    test("signs a receipt with the browser's own key and shows what was posted", async () => {
      const { index } = await slipText("sandMine→yard");
      field.clock.pass(31);
      const page = await enrolled("yardKeeper", `/receive?slip=${index}`);
      await page.getByLabel("Khối lượng cân, đo được khi nhận").fill("14,9");
      await page.getByRole("button", { name: "Xác nhận đã nhận hàng" }).click();
      await page.waitForURL(/\/receive\/\d+$/);
      await page.getByText("Thiếu 0,1 tấn so với phiếu").waitFor();
      expect((await field.services.view.read((book) => book.get("slipState", index)))?.status).toBe("received");
    });
  });

  test("every field page can be used by keyboard and has one heading and named controls", async () => {
    await field.signIn(context, "sandMiner");
    const page = await context.newPage();
    for (const path of ["/mine", "/check", "/receive"]) {
      await page.goto(field.address + path);
      expect(await page.locator("h1").count(), path).toBe(1);
      const nameless = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>("input:not([type=hidden]), select, textarea, button")]
          .filter((control) => control.checkVisibility())
          .filter((control) => {
            const labels = (control as HTMLInputElement).labels;
            return !(control.textContent?.trim() || labels?.length || control.getAttribute("aria-label"));
          })
          .map((control) => control.outerHTML),
      );
      expect(nameless, path).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), path).toBe(true);
    }
  });
});
